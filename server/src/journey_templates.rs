//! Journeys to start from: phases, channels and first touchpoints in English and Spanish, and what to measure in each
//! phase. The words are Opina's own.

mod aida;

mod public_service;

mod retail;

mod saas;

use crate::{
    db::{
        connection::AnyConnection,
        journey::{self, Axis, Cell, Name},
        touchpoints::{self, Wanted},
    },
    locale::Locale,
    survey_templates::SurveyTemplate,
};
use diesel::{QueryResult, result::Error as QueryError};

/// A text in English and in Spanish.
type Both = [&'static str; 2];

/// A journey to start from.
#[derive(Debug)]
pub struct JourneyTemplate {
    /// Its name in forms.
    pub key: &'static str,
    title: Both,
    about: Both,
    phases: &'static [Phase],
    channels: &'static [Both],
    touchpoints: &'static [Start],
}

/// A phase, and the survey that fits it.
#[derive(Debug)]
struct Phase(Both, SurveyTemplate);

/// A first touchpoint: in which phase and channel, counted from 0, and what it is called.
#[derive(Debug)]
struct Start(usize, usize, Both);

/// Every one, in the order in which they are offered; a site that chooses none gets the first.
pub static ALL: [&JourneyTemplate; 4] =
    [&aida::TEMPLATE, &retail::TEMPLATE, &saas::TEMPLATE, &public_service::TEMPLATE];

fn say(locale: Locale, [english, spanish]: Both) -> &'static str {
    match locale {
        Locale::En => english,
        Locale::Es => spanish,
    }
}

impl JourneyTemplate {
    /// The one with this name.
    pub fn by_key(key: &str) -> Option<&'static Self> {
        ALL.into_iter().find(|one| one.key == key)
    }

    /// What it is called.
    pub fn title(&self, locale: Locale) -> &'static str {
        say(locale, self.title)
    }

    /// Whom it is for.
    pub fn about(&self, locale: Locale) -> &'static str {
        say(locale, self.about)
    }

    /// The names of its phases, in the customer's order.
    pub fn phases(&self, locale: Locale) -> Vec<&'static str> {
        self.phases.iter().map(|Phase(name, _)| say(locale, *name)).collect()
    }

    /// The names of its channels.
    pub fn channels(&self, locale: Locale) -> Vec<&'static str> {
        self.channels.iter().map(|name| say(locale, *name)).collect()
    }

    /// How many touchpoints it brings.
    pub fn touchpoints(&self) -> usize {
        self.touchpoints.len()
    }

    /// Gives a site without a map this one.
    ///
    /// # Errors
    /// When a query fails. Run it in a transaction: it writes often.
    pub fn lay_out(&self, connection: &mut AnyConnection, site_id: i64, locale: Locale) -> QueryResult<()> {
        journey::lay_out(connection, site_id, &self.phases(locale), &self.channels(locale))?;
        let phases = journey::steps(connection, Axis::Phase, site_id)?;
        let channels = journey::steps(connection, Axis::Channel, site_id)?;
        for Start(phase, channel, name) in self.touchpoints {
            let (Some(phase), Some(channel)) = (phases.get(*phase), channels.get(*channel)) else { continue };
            let name = Name::try_from(say(locale, *name));
            let name = name.map_err(|error| QueryError::QueryBuilderError(error.to_string().into()))?;
            let cell = Cell { phase_id: phase.id, channel_id: channel.id };
            touchpoints::add(connection, site_id, &Wanted::new(cell, name))?;
        }
        Ok(())
    }
}

/// The survey that fits a phase: what the template says that has one of this name, else satisfaction.
pub fn fitting(phase: &str) -> SurveyTemplate {
    let phases = ALL.into_iter().flat_map(|one| one.phases);
    let named = |Phase(names, _): &&Phase| names.iter().any(|name| name.to_lowercase() == phase.to_lowercase());
    phases.into_iter().find(named).map_or(SurveyTemplate::Csat, |Phase(_, survey)| *survey)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_whole_in_both_languages() {
        for one in ALL {
            assert!(JourneyTemplate::by_key(one.key).is_some_and(|found| found.key == one.key));
            for locale in Locale::ALL {
                let texts = [one.title(locale), one.about(locale)];
                let places = one.touchpoints.iter().map(|Start(_, _, name)| say(locale, *name));
                for name in one.phases(locale).into_iter().chain(one.channels(locale)).chain(places) {
                    assert!(Name::try_from(name).is_ok_and(|read| read.as_str() == name), "{name}");
                }
                assert!(texts.iter().all(|text| !text.is_empty()), "{}", one.key);
            }
            assert!((1..=journey::MOST_STEPS).contains(&one.phases.len()), "{}", one.key);
            assert!((1..=journey::MOST_STEPS).contains(&one.channels.len()), "{}", one.key);
            let on_map = |Start(phase, channel, _): &Start| *phase < one.phases.len() && *channel < one.channels.len();
            assert!(!one.touchpoints.is_empty() && one.touchpoints.iter().all(on_map), "{}", one.key);
        }
    }

    #[test]
    fn a_phase_asks_what_fits_it() {
        let check = |phase: &str, expected: SurveyTemplate| assert_eq!(fitting(phase), expected, "{phase}");
        check("Recommend", SurveyTemplate::Nps);
        check("recomendar", SurveyTemplate::Nps);
        check("Recibir ayuda", SurveyTemplate::Ces);
        check("Aware", SurveyTemplate::Csat);
        check("A phase of our own", SurveyTemplate::Csat);
    }
}

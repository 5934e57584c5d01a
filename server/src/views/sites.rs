//! Making a site: its name, its website and its time zone.

use super::Page;
use crate::{
    db::journey::{Name, NameError},
    journey_templates::{self, JourneyTemplate},
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;
use jiff::tz;

/// What was typed to make a site.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What the team calls it.
    pub name: String,
    /// The website's address.
    pub website: String,
    /// The time zone's IANA name.
    pub time_zone: String,
    /// The journey it starts from.
    pub template: &'static str,
}

impl Default for Typed {
    fn default() -> Self {
        let [name, website, time_zone] = [String::new(), String::new(), String::new()];
        Self { name, website, time_zone, template: journey_templates::ALL[0].key }
    }
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// With the name.
    pub name: Option<NameError>,
    /// The address is not one of a website.
    pub website: bool,
    /// There is no such time zone.
    pub time_zone: bool,
}

/// A site that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What the team calls it.
    pub name: Name,
    /// Scheme, host and port of the website.
    pub origin: String,
    /// The time zone's IANA name.
    pub time_zone: String,
}

impl Typed {
    /// A site that can be made of it.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn check(&self) -> Result<Checked, Mistakes> {
        let name = Name::try_from(self.name.as_str());
        let origin = crate::origin::normal(&self.website);
        let zone = tz::TimeZone::get(&self.time_zone).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
        match (name, origin, zone) {
            (Ok(name), Some(origin), Some(time_zone)) => Ok(Checked { name, origin, time_zone }),
            (name, origin, zone) => {
                Err(Mistakes { name: name.err(), website: origin.is_none(), time_zone: zone.is_none() })
            }
        }
    }
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "site_new.html")]
pub struct NewSiteView {
    page: Page,
    typed: Typed,
    name_mistake: Option<String>,
    mistakes: Mistakes,
    zones: Vec<String>,
    templates: Vec<TemplateChoice>,
    is_first: bool,
}

impl NewSiteView {
    /// The form with what was typed so far and what is wrong with it.
    pub fn new(page: Page, typed: Typed, mistakes: Mistakes, is_first: bool) -> Self {
        let name_mistake = mistakes.name.map(|mistake| super::name_mistake(page.words, mistake));
        let templates = TemplateChoice::all(page.locale);
        Self { page, typed, name_mistake, mistakes, zones: zones(), templates, is_first }
    }
}

/// A journey to start from, as it is offered.
#[derive(Debug)]
pub struct TemplateChoice {
    /// Its name in forms.
    pub key: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Whom it is for.
    pub about: &'static str,
    /// Its phases, one behind the other.
    pub phases: String,
    /// How much of each it has.
    pub counts: String,
}

impl TemplateChoice {
    /// Every one.
    pub fn all(locale: Locale) -> Vec<Self> {
        let words = Words::of(locale);
        let choice = |one: &'static JourneyTemplate| {
            let (phases, channels) = (one.phases(locale), one.channels(locale));
            let counts = [
                ("phases", phases.len().to_string()),
                ("channels", channels.len().to_string()),
                ("touchpoints", one.touchpoints().to_string()),
            ];
            let counts = counts.each_ref().map(|(name, n)| (*name, n.as_str()));
            Self {
                key: one.key,
                title: one.title(locale),
                about: one.about(locale),
                phases: phases.join(" → "),
                counts: fill(words.template_counts, &counts),
            }
        };
        journey_templates::ALL.into_iter().map(choice).collect()
    }
}

/// The time zones there are, without those that only exist for old programs.
pub(super) fn zones() -> Vec<String> {
    let is_place = |name: &String| {
        let area = name.split_once('/').map(|(area, _)| area);
        area.is_some_and(|area| !matches!(area, "Etc" | "posix" | "right" | "SystemV" | "US" | "Brazil" | "Canada"))
    };
    let names = tz::db().available().map(|name| name.to_string()).filter(is_place);
    let mut zones: Vec<String> = names.chain(["UTC".to_owned()]).collect();
    zones.sort();
    zones.dedup();
    zones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_told_at_once() {
        let check = |[name, website, time_zone]: [&str; 3], expected: Result<&str, [bool; 3]>| {
            let [name, website, time_zone] = [name, website, time_zone].map(str::to_owned);
            let typed = Typed { name, website, time_zone, ..Typed::default() };
            let found = typed.check();
            let found = match &found {
                Ok(site) => Ok(site.origin.as_str()),
                Err(wrong) => Err([wrong.name.is_some(), wrong.website, wrong.time_zone]),
            };
            assert_eq!(found, expected);
        };
        check(["Lumen", "lumen.example/shop", "Europe/Madrid"], Ok("https://lumen.example"));
        check(["Lumen", "http://localhost:3000", "UTC"], Ok("http://localhost:3000"));
        check([" ", "not a site", "Mars/Base"], Err([true, true, true]));
        check(["Lumen", "lumen.example", ""], Err([false, false, true]));
    }

    #[test]
    fn zones_are_places() {
        let zones = zones();
        for expected in ["UTC", "Europe/Madrid", "America/Argentina/Buenos_Aires"] {
            assert!(zones.iter().any(|zone| zone == expected), "{expected}");
        }
        assert!(zones.iter().all(|zone| tz::TimeZone::get(zone).is_ok()));
    }
}

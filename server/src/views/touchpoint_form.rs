//! The form of a touchpoint, and what is wrong with what was typed into it.

use super::Page;
use crate::db::{
    journey::{Map, Name, NameError, Step, Touchpoint},
    touchpoints::Wanted,
};
use askama::Template;

/// What was typed to describe a touchpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What it is called.
    pub name: String,
    /// Its phase.
    pub phase: i64,
    /// Its channel.
    pub channel: i64,
    /// Whether it decides the relationship.
    pub moment_of_truth: bool,
    /// The score wanted there; empty for none.
    pub target: String,
}

/// What is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// With the name.
    pub name: Option<NameError>,
    /// The target is no number of a scale.
    pub target: bool,
}

impl Typed {
    /// A touchpoint as it is stored.
    pub fn of(touchpoint: &Touchpoint) -> Self {
        Self {
            name: touchpoint.name.clone(),
            phase: touchpoint.phase_id,
            channel: touchpoint.channel_id,
            moment_of_truth: touchpoint.moment_of_truth,
            target: touchpoint.target.map(|target| target.to_string()).unwrap_or_default(),
        }
    }

    /// The touchpoint that is wanted.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn check(&self) -> Result<Wanted, Mistakes> {
        let target = match self.target.trim() {
            "" => Ok(None),
            // People type the comma of their language and copy the real minus sign from the page.
            text => text.replace(',', ".").replace('\u{2212}', "-").parse::<f64>().map(Some),
        };
        let target = target.ok().filter(|target| target.is_none_or(|target| (-100.0..=100.0).contains(&target)));
        match (Name::try_from(self.name.as_str()), target) {
            (Ok(name), Some(target)) => Ok(Wanted {
                phase_id: self.phase,
                channel_id: self.channel,
                name,
                moment_of_truth: self.moment_of_truth,
                target,
            }),
            (name, target) => Err(Mistakes { name: name.err(), target: target.is_none() }),
        }
    }
}

/// The form of a touchpoint, a new one or one that is there.
#[derive(Debug, Template)]
#[template(path = "touchpoint_edit.html")]
pub struct TouchpointForm {
    page: Page,
    key: String,
    id: Option<i64>,
    typed: Typed,
    name_mistake: Option<String>,
    target_mistake: bool,
    phases: Vec<Step>,
    channels: Vec<Step>,
}

impl TouchpointForm {
    /// The form with what was typed so far and what is wrong with it. Without `id` it makes a new one.
    pub fn new(page: Page, key: &str, id: Option<i64>, map: Map, typed: Typed, mistakes: &Mistakes) -> Self {
        let name_mistake = mistakes.name.map(|mistake| super::name_mistake(page.words, mistake));
        let Map { phases, channels, .. } = map;
        let key = key.to_owned();
        Self { page, key, id, typed, name_mistake, target_mistake: mistakes.target, phases, channels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_numbers_of_a_scale() {
        let check = |target: &str, expected: Result<Option<f64>, bool>| {
            let typed = Typed { name: "Checkout".to_owned(), target: target.to_owned(), ..Typed::default() };
            let found = typed.check().map(|wanted| wanted.target).map_err(|mistakes| mistakes.target);
            assert_eq!(found, expected, "{target}");
        };
        check("", Ok(None));
        check(" 40 ", Ok(Some(40.0)));
        check("5,5", Ok(Some(5.5)));
        check("−12", Ok(Some(-12.0)));
        check("101", Err(true));
        check("NaN", Err(true));
        check("inf", Err(true));
        check("much", Err(true));
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let typed = Typed { target: "x".to_owned(), ..Typed::default() };
        assert_eq!(typed.check(), Err(Mistakes { name: Some(NameError::Blank), target: true }));
    }
}

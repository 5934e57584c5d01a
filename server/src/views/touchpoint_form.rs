//! The form of a touchpoint, and what is wrong with what was typed into it.

use super::Page;
use crate::{
    db::{
        journey::{Cell, Map, Name, NameError, Step, Touchpoint},
        members::Member,
        touchpoints::Wanted,
    },
    words::{Words, fill},
};
use askama::Template;
use jiff::civil::Date;

/// The longest description, in characters.
pub const LONGEST_DESCRIPTION: usize = 2_000;

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
    /// The day by which it is wanted; empty for none.
    pub target_by: String,
    /// The admin who answers for it; empty for nobody.
    pub owner: String,
    /// What happens there.
    pub description: String,
}

/// What is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// With the name.
    pub name: Option<NameError>,
    /// The target is no number of a scale.
    pub target: bool,
    /// With the day.
    pub target_by: Option<DayError>,
    /// The description is over [`LONGEST_DESCRIPTION`].
    pub description: bool,
}

/// What is wrong with the day of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayError {
    /// It is no date.
    NoDate,
    /// There is no target for it.
    Alone,
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
            target_by: touchpoint.target_by.clone().unwrap_or_default(),
            owner: touchpoint.owner_id.map(|owner| owner.to_string()).unwrap_or_default(),
            description: touchpoint.description.clone(),
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
        let target_by = match self.target_by.trim() {
            "" => Ok(None),
            day => day.parse::<Date>().map(Some).map_err(|_| DayError::NoDate),
        };
        let target_by = match (target_by, target) {
            (Ok(Some(_)), Some(None)) => Err(DayError::Alone),
            (day, _) => day,
        };
        let description = self.description.replace("\r\n", "\n").trim().to_owned();
        let too_long = description.chars().count() > LONGEST_DESCRIPTION;
        match (Name::try_from(self.name.as_str()), target, target_by) {
            (Ok(name), Some(target), Ok(target_by)) if !too_long => Ok(Wanted {
                cell: Cell { phase_id: self.phase, channel_id: self.channel },
                name,
                moment_of_truth: self.moment_of_truth,
                target,
                target_by,
                owner_id: self.owner.parse().ok(),
                description,
            }),
            (name, target, target_by) => Err(Mistakes {
                name: name.err(),
                target: target.is_none(),
                target_by: target_by.err(),
                description: too_long,
            }),
        }
    }
}

/// What stands around a touchpoint's form.
#[derive(Debug)]
pub struct Around {
    /// The map.
    pub map: Map,
    /// Who can answer for it: everybody who belongs to the site.
    pub owners: Vec<Member>,
}

/// The form of a touchpoint, a new one or one that is there.
#[derive(Debug, Template)]
#[template(path = "touchpoint_edit.html")]
pub struct TouchpointForm {
    page: Page,
    key: String,
    id: Option<i64>,
    revision: i32,
    typed: Typed,
    name_mistake: Option<String>,
    target_mistake: bool,
    target_by_mistake: Option<&'static str>,
    description_mistake: Option<String>,
    longest_description: usize,
    phases: Vec<Step>,
    channels: Vec<Step>,
    owners: Vec<(String, String)>,
    /// What somebody else saved meanwhile, where it differs.
    theirs: Option<Theirs>,
}

/// What somebody else saved meanwhile, by field, where it differs from what was typed.
#[derive(Debug, Default)]
struct Theirs {
    name: Option<String>,
    phase: Option<String>,
    channel: Option<String>,
    moment_of_truth: Option<String>,
    target: Option<String>,
    target_by: Option<String>,
    owner: Option<String>,
    description: Option<String>,
}

impl TouchpointForm {
    /// The form with what was typed so far and what is wrong with it. Without `id` it makes a new one.
    pub fn new(page: Page, key: &str, id: Option<i64>, around: Around, typed: Typed, mistakes: &Mistakes) -> Self {
        let words = page.words;
        let Around { map, owners } = around;
        let revision = id.and_then(|id| map.touchpoint(id)).map_or(1, |one| one.revision);
        let Map { phases, channels, .. } = map;
        Self {
            name_mistake: mistakes.name.map(|mistake| super::name_mistake(words, mistake)),
            target_mistake: mistakes.target,
            target_by_mistake: mistakes.target_by.map(|mistake| match mistake {
                DayError::NoDate => words.target_by_mistake,
                DayError::Alone => words.target_by_alone,
            }),
            description_mistake: mistakes
                .description
                .then(|| fill(words.description_mistake, &[("n", &LONGEST_DESCRIPTION.to_string())])),
            longest_description: LONGEST_DESCRIPTION,
            owners: owners.into_iter().map(|member| (member.admin_id.to_string(), member.email)).collect(),
            theirs: None,
            key: key.to_owned(),
            page,
            id,
            revision,
            typed,
            phases,
            channels,
        }
    }

    /// The same, beside what somebody else saved meanwhile.
    pub fn beside(self, saved: &Typed) -> Self {
        let theirs = Theirs::new(self.page.words, &self, saved);
        Self { theirs: Some(theirs), ..self }
    }
}

impl Theirs {
    fn new(words: &Words, form: &TouchpointForm, saved: &Typed) -> Self {
        let typed = &form.typed;
        let told = |value: &str| fill(words.saved_meanwhile, &[("value", if value.is_empty() { "–" } else { value })]);
        let differs = |typed: &str, saved: &str| (typed.trim() != saved).then(|| told(saved));
        let step = |steps: &[Step], typed: i64, saved: i64| {
            let name = steps.iter().find(|step| step.id == saved).map_or("", |step| &step.name);
            (typed != saved).then(|| told(name))
        };
        let owner = form.owners.iter().find(|(id, _)| *id == saved.owner).map_or(words.nobody, |(_, email)| email);
        Self {
            name: differs(&typed.name, &saved.name),
            phase: step(&form.phases, typed.phase, saved.phase),
            channel: step(&form.channels, typed.channel, saved.channel),
            moment_of_truth: (typed.moment_of_truth != saved.moment_of_truth)
                .then(|| told(if saved.moment_of_truth { "✓" } else { "" })),
            target: differs(&typed.target, &saved.target),
            target_by: differs(&typed.target_by, &saved.target_by),
            owner: (typed.owner != saved.owner).then(|| told(owner)),
            description: differs(&typed.description.replace("\r\n", "\n"), &saved.description),
        }
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
    fn the_day_of_a_target_is_a_date_and_has_a_target() {
        let check = |target: &str, day: &str, expected: Result<Option<&str>, DayError>| {
            let (target, target_by) = (target.to_owned(), day.to_owned());
            let typed = Typed { name: "Checkout".to_owned(), target, target_by, ..Typed::default() };
            let found = typed.check().map(|wanted| wanted.target_by.map(|day| day.to_string()));
            let found = found.map_err(|mistakes| mistakes.target_by.expect("the day is wrong"));
            assert_eq!(found, expected.map(|day| day.map(str::to_owned)), "{target} {day}", target = typed.target);
        };
        check("", "", Ok(None));
        check("40", " 2026-12-31 ", Ok(Some("2026-12-31")));
        check("40", "2026-02-30", Err(DayError::NoDate));
        check("40", "soon", Err(DayError::NoDate));
        check("", "2026-12-31", Err(DayError::Alone));
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let description = "x".repeat(LONGEST_DESCRIPTION + 1);
        let typed = Typed { target: "x".to_owned(), target_by: "y".to_owned(), description, ..Typed::default() };
        let target_by = Some(DayError::NoDate);
        let expected = Mistakes { name: Some(NameError::Blank), target: true, target_by, description: true };
        assert_eq!(typed.check(), Err(expected));
    }
}

//! Menus above a page's figures: which period, which metric.

use super::period::Period;
use crate::words::{Words, fill};

/// A menu with its choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What is chosen here, for who cannot see what it stands beside.
    pub name: &'static str,
    /// What is chosen.
    pub chosen: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Whether it is chosen.
    pub current: bool,
}

/// What a period is called.
pub fn period_name(words: &Words, period: Period) -> String {
    match period {
        Period::Year => fill(words.last_weeks, &[("n", &(period.days() / 7).to_string())]),
        Period::Week | Period::Month | Period::Quarter => fill(words.last_days, &[("n", &period.days().to_string())]),
    }
}

impl Menu {
    /// The periods; `href` makes the address for one.
    pub fn of_periods(words: &Words, chosen: Period, href: impl Fn(Period) -> String) -> Self {
        let label = |period: Period| period_name(words, period);
        let choice = |period: Period| Choice { href: href(period), label: label(period), current: period == chosen };
        Self { name: words.period, chosen: label(chosen), choices: Period::ALL.map(choice).to_vec() }
    }
}

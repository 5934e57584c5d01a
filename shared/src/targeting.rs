//! Who is asked, where and when: the rules, and the evaluator that says which of them holds a survey back.
//!
//! The loader applies the same rules in the browser; `cases/targeting.json` is tested against both.

mod gate;
mod pattern;
mod trigger;

pub use gate::{Gate, Visit};
pub use pattern::{LONGEST_PATTERN, PagePattern};
pub use trigger::{EventName, LONGEST_EVENT, LONGEST_SELECTOR, Percent, Scroll, Selector, Trigger};

use crate::{
    condition::{Condition, Subject},
    text::Language,
};
use alloc::{string::String, vec::Vec};
use core::fmt;

/// The rules of one survey. Each that is not set lets everybody pass.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Targeting {
    /// Pages on which it may show; none means every page.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub include: Vec<PagePattern>,
    /// Pages on which it never shows, whatever `include` says.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub exclude: Vec<PagePattern>,
    /// Pages from which the visitor must have come; none means from anywhere.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub referrer: Vec<PagePattern>,
    /// The kinds of device it may show on; none means every kind.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub devices: Vec<Device>,
    /// The visitor's languages it may show to, `pt` meaning all kinds of Portuguese; none means every language.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub languages: Vec<Language>,
    /// What must all be true of the attributes that the site has set.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub who: Vec<Condition>,
    /// The fewest page views the visitor must have had, this one included. Known with consent to storage alone; 0 asks
    /// for none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_zero"))]
    pub visits: u16,
    /// The fewest days since the visitor's first page view. Known with consent to storage alone; 0 asks for none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_zero"))]
    pub days: u16,
    /// When it shows, UTC milliseconds: not before.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub from: Option<i64>,
    /// When it shows, UTC milliseconds: not from then on.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub until: Option<i64>,
    /// The responses after which nobody else is asked.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub quota: Option<u32>,
    /// What makes it show: the first of these to happen. None means the page view itself.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub triggers: Vec<Trigger>,
    /// An event of the site's after which it does not show any more on this page.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cancel: Option<EventName>,
    /// Seconds between the trigger and showing.
    pub delay: u16,
    /// The share of visitors who are asked.
    pub chance: Chance,
    /// When someone who answered or dismissed it is asked again.
    pub again: Again,
    /// Of several surveys due at once, the one with the highest comes first.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_zero_u8"))]
    pub priority: u8,
}

#[cfg(feature = "serde")]
fn is_zero(number: &u16) -> bool {
    *number == 0
}

#[cfg(feature = "serde")]
fn is_zero_u8(number: &u8) -> bool {
    *number == 0
}

impl Targeting {
    /// Whether the rules make sense together.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self) -> Result<(), TargetingError> {
        if self.who.iter().any(|condition| matches!(condition.of, Subject::Question(_))) {
            return Err(TargetingError::Who);
        }
        match (self.from, self.until) {
            (Some(from), Some(until)) if until <= from => Err(TargetingError::Schedule),
            _ => Ok(()),
        }
    }
}

/// The kind of device, told by the window's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Device {
    /// Up to 480 CSS pixels.
    Phone,
    /// Up to 1024.
    Tablet,
    /// Wider.
    Desktop,
}

impl Device {
    /// Every kind, the smallest first.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Tablet, Self::Desktop];

    /// The kind of a window this wide, in CSS pixels.
    pub fn of_width(width: i64) -> Self {
        match width {
            ..=480 => Self::Phone,
            481..=1024 => Self::Tablet,
            _ => Self::Desktop,
        }
    }

    /// Its name, as it is stored and sent.
    pub fn id(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Tablet => "tablet",
            Self::Desktop => "desktop",
        }
    }
}

/// How often one visitor may be asked on a site, over all its surveys that open by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Budget {
    /// At most so many surveys, 1 or more…
    pub surveys: u8,
    /// …in so many days, 1 or more.
    pub days: u16,
}

/// A probability above 0 and up to 1. It travels with each answer, so that results can be weighted by it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "f64", into = "f64"))]
pub struct Chance(f64);

impl Chance {
    /// Everyone is asked.
    pub const ALWAYS: Self = Self(1.0);

    /// The probability, above 0 and up to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Default for Chance {
    fn default() -> Self {
        Self::ALWAYS
    }
}

impl TryFrom<f64> for Chance {
    type Error = TargetingError;
    fn try_from(chance: f64) -> Result<Self, TargetingError> {
        if chance > 0.0 && chance <= 1.0 { Ok(Self(chance)) } else { Err(TargetingError::Chance) }
    }
}

impl From<Chance> for f64 {
    fn from(chance: Chance) -> f64 {
        chance.0
    }
}

/// When someone is asked again, in days. `None` is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Again {
    /// Days after an answer.
    pub answered: Option<u16>,
    /// Days after it was closed without an answer.
    pub dismissed: Option<u16>,
}

impl Default for Again {
    /// Never after an answer; three months after it was closed.
    fn default() -> Self {
        Self { answered: None, dismissed: Some(90) }
    }
}

/// Why a rule was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetingError {
    /// Not a page pattern.
    Pattern(String),
    /// Not a probability above 0.
    Chance,
    /// Not a name of an event.
    Event(String),
    /// Not a selector that could be looked for.
    Selector(String),
    /// Not a share of a page's height.
    Percent,
    /// A condition on an answer: nothing is answered before the survey shows.
    Who,
    /// It ends before it begins.
    Schedule,
}

impl fmt::Display for TargetingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(text) => {
                write!(f, "“{text}” is not a page: write /checkout/* or shop.example.com/checkout, without ? or #")
            }
            Self::Event(text) => {
                write!(
                    f,
                    "“{text}” is not an event: write 1 to {} characters such as order placed",
                    trigger::LONGEST_EVENT
                )
            }
            Self::Selector(text) => {
                write!(f, "“{text}” is not a CSS selector of 1 to {LONGEST_SELECTOR} characters such as #pay")
            }
            Self::Percent => f.write_str("how far to scroll must be 1 to 100 %"),
            Self::Who => f.write_str("who is asked depends on attributes alone: nothing is answered yet"),
            Self::Schedule => f.write_str("the survey would end before it begins"),
            Self::Chance => f.write_str("the share of visitors asked must be above 0 and at most 100 %"),
        }
    }
}

impl core::error::Error for TargetingError {}

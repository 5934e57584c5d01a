//! What makes a survey show: something the visitor or the site does on the page.

use super::TargetingError;
use alloc::{borrow::ToOwned, string::String};

/// The longest name of an event, in characters.
pub const LONGEST_EVENT: usize = 60;
/// The longest selector, in characters.
pub const LONGEST_SELECTOR: usize = 200;

/// Something that makes a survey show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Trigger {
    /// The site says `opina('track', …)` with this name.
    Event(EventName),
    /// The visitor has seen this share of something that scrolls.
    Scroll(Scroll),
    /// The visitor did nothing for so many seconds.
    Idle(u16),
    /// The pointer leaves the window at the top, as if to close it or to go elsewhere.
    Exit,
    /// The visitor clicks on what this selector finds.
    Click(Selector),
}

/// How far to scroll.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Scroll {
    /// The share of its height that must have been in view.
    pub percent: Percent,
    /// What scrolls; nothing means the page itself.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub within: Option<Selector>,
}

/// A share from 1 to 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "u8", into = "u8"))]
pub struct Percent(u8);

impl TryFrom<u8> for Percent {
    type Error = TargetingError;
    fn try_from(percent: u8) -> Result<Self, TargetingError> {
        if (1..=100).contains(&percent) { Ok(Self(percent)) } else { Err(TargetingError::Percent) }
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> u8 {
        percent.0
    }
}

macro_rules! line {
    ($(#[$doc:meta])* $name:ident, $longest:expr, $error:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
        pub struct $name(String);

        impl $name {
            /// The text as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TargetingError;
            fn try_from(text: String) -> Result<Self, TargetingError> {
                let trimmed = text.trim();
                let legal = (1..=$longest).contains(&trimmed.chars().count()) && !trimmed.chars().any(char::is_control);
                if legal { Ok(Self(trimmed.to_owned())) } else { Err(TargetingError::$error(text)) }
            }
        }

        impl From<$name> for String {
            fn from(line: $name) -> String {
                line.0
            }
        }
    };
}

line! {
    /// The name of something that happens on the site, such as `order placed`: 1 to 60 characters of one line.
    EventName, LONGEST_EVENT, Event
}

line! {
    /// A CSS selector: 1 to 200 characters of one line. Whether it finds anything is the page's business; one that a
    /// browser does not understand finds nothing.
    Selector, LONGEST_SELECTOR, Selector
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_selectors_are_one_line() {
        let check = |text: &str, expected: bool| {
            assert_eq!(EventName::try_from(text.to_owned()).is_ok(), expected, "{text:?}");
            assert_eq!(Selector::try_from(text.to_owned()).is_ok(), expected, "{text:?}");
        };
        check("order placed", true);
        check(" #pay > button ", true);
        check("", false);
        check("  ", false);
        check("a\nb", false);
        check(&"x".repeat(201), false);
    }
}

//! Who is asked, where and when. The loader applies these rules in the browser; this is what they may say.

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::fmt;

/// The longest page pattern, in characters.
pub const LONGEST_PATTERN: usize = 300;

/// The rules of one survey.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Targeting {
    /// Pages on which it may show; none means every page.
    pub include: Vec<PagePattern>,
    /// Pages on which it never shows, whatever `include` says.
    pub exclude: Vec<PagePattern>,
    /// Seconds on the page before it shows.
    pub delay: u16,
    /// The share of visitors who are asked.
    pub chance: Chance,
    /// When someone who answered or dismissed it is asked again.
    pub again: Again,
}

/// A page pattern: `*` stands for any run of characters. One that starts with `/` is held against the path, any other
/// against host and path (`shop.example.com/checkout/*`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct PagePattern(String);

impl PagePattern {
    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a page is meant, in time linear in the address for each piece between two `*`.
    pub fn matches(&self, host: &str, path: &str) -> bool {
        let mut address = if self.0.starts_with('/') { String::new() } else { host.to_owned() };
        address.push_str(path);
        let mut pieces = self.0.split('*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = address.strip_prefix(first) else { return false };
        let Some(last) = pieces.next_back() else { return rest.is_empty() };
        for piece in pieces {
            match rest.find(piece) {
                Some(at) => rest = &rest[at + piece.len()..],
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

impl TryFrom<String> for PagePattern {
    type Error = TargetingError;
    fn try_from(text: String) -> Result<Self, TargetingError> {
        let text = text.trim();
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        let legal = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '<' | '>' | '"');
        if (1..=LONGEST_PATTERN).contains(&text.len()) && text.chars().all(legal) {
            Ok(Self(text.to_owned()))
        } else {
            Err(TargetingError::Pattern(text.to_owned()))
        }
    }
}

impl From<PagePattern> for String {
    fn from(pattern: PagePattern) -> String {
        pattern.0
    }
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
}

impl fmt::Display for TargetingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(text) => {
                write!(f, "“{text}” is not a page: write /checkout/* or shop.example.com/checkout, without ? or #")
            }
            Self::Chance => f.write_str("the share of visitors asked must be above 0 and at most 100 %"),
        }
    }
}

impl core::error::Error for TargetingError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_pages() {
        let check = |pattern: &str, page: (&str, &str), expected: bool| {
            let pattern = PagePattern::try_from(pattern.to_owned()).unwrap();
            assert_eq!(pattern.matches(page.0, page.1), expected, "{pattern:?} {page:?}");
        };
        let checkout = ("shop.example.com", "/checkout/pay");
        check("/checkout/*", checkout, true);
        check("/checkout", checkout, false);
        check("/checkout/pay", checkout, true);
        check("*", checkout, true);
        check("*/pay", checkout, true);
        check("/c*k*t/*y", checkout, true);
        check("/c*x*y", checkout, false);
        check("shop.example.com/*", checkout, true);
        check("https://shop.example.com/checkout/*", checkout, true);
        check("*.example.com/checkout/*", checkout, true);
        check("example.com/*", checkout, false);
        check("/pay*pay", ("a", "/pay"), false);
        check("/a**b", ("a", "/ab"), true);
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["", "  ", "/a?b=1", "/a#b", "/a b", "<script>"] {
            assert!(PagePattern::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}

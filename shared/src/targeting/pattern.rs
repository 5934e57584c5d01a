//! Page patterns: `*` stands for any run of characters. Nothing else is special, so that no pattern is slow.

use super::TargetingError;
use alloc::{borrow::ToOwned, string::String};

/// The longest page pattern, in characters.
pub const LONGEST_PATTERN: usize = 300;

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

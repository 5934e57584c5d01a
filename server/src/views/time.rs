//! How long ago something was, in words.

use crate::{
    clock::HOUR,
    words::{Words, fill},
};

const MINUTE: i64 = 60_000;

/// How long before `now` it was, both UTC milliseconds.
pub fn ago(words: &'static Words, now: i64, then: i64) -> String {
    let past = now - then;
    let (text, n) = match past {
        past if past < MINUTE => (words.ago_now, 0),
        past if past < HOUR => (words.ago_minutes, past / MINUTE),
        past if past < 48 * HOUR => (words.ago_hours, past / HOUR),
        past => (words.ago_days, past / (24 * HOUR)),
    };
    fill(text, &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    #[test]
    fn the_largest_unit_that_says_enough() {
        let check = |past: i64, expected: &str| {
            assert_eq!(ago(Words::of(Locale::En), 1_000_000_000, 1_000_000_000 - past), expected)
        };
        check(-5, "just now");
        check(59_999, "just now");
        check(60_000, "1 min ago");
        check(HOUR - 1, "59 min ago");
        check(47 * HOUR, "47 h ago");
        check(48 * HOUR, "2 days ago");
    }
}

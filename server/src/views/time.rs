//! When something was, in words.

use super::format;
use crate::{
    clock::HOUR,
    locale::Locale,
    words::{Words, fill},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

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

/// The day and the minute of it, where the site is: `22 Nov, 10:14`. Names the year where it is not that of `now`.
pub fn moment(locale: Locale, zone: &TimeZone, at: i64, now: i64) -> String {
    on(format::day(locale, format::local_day(at, zone), format::local_day(now, zone)), zone, at)
}

/// The same for whoever reads it years later: `22 Nov 2026, 10:14`.
pub fn dated_moment(locale: Locale, zone: &TimeZone, at: i64) -> String {
    on(format::day(locale, format::local_day(at, zone), Date::MIN), zone, at)
}

fn on(day: String, zone: &TimeZone, at: i64) -> String {
    let time = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone.clone()).time();
    format!("{day}, {:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_where_the_site_is() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        let now = at("2026-11-25T10:00:00Z");
        let check = |then: &str, expected: &str| {
            let zone = format::zone("Europe/Madrid");
            assert_eq!(moment(Locale::En, &zone, at(then), now).replace('\u{a0}', " "), expected);
        };
        check("2026-11-22T09:05:59Z", "22 Nov, 10:05");
        check("2025-12-31T23:30:00Z", "1 Jan, 00:30");
        check("2025-06-30T22:00:00Z", "1 Jul 2025, 00:00");
        let dated = dated_moment(Locale::En, &format::zone("Europe/Madrid"), at("2026-11-22T09:05:59Z"));
        assert_eq!(dated.replace('\u{a0}', " "), "22 Nov 2026, 10:05");
    }

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

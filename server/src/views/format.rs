//! Numbers, scores and times as a reader of English or Spanish expects them. Figures are rounded here and nowhere else:
//! NPS and percentages to whole numbers, means to one decimal, the limits of intervals outwards.

use crate::{
    locale::Locale,
    words::{Words, fill},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use shared::score::{Figure, Interval, LOW_BASE_BELOW, Metric, Score};

/// Keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// A whole number with separators between thousands: `6,412` or `6.412`.
pub fn number(locale: Locale, n: u64) -> String {
    let separator = match locale {
        Locale::En => ',',
        Locale::Es => '.',
    };
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with so many decimals, a real minus sign and the locale's decimal mark.
pub fn decimal(locale: Locale, value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let digits = match locale {
        Locale::En => digits,
        Locale::Es => digits.replace('.', ","),
    };
    let is_zero = digits.bytes().all(|byte| !byte.is_ascii_digit() || byte == b'0');
    if value < 0.0 && !is_zero { format!("{MINUS}{digits}") } else { digits }
}

fn signed(locale: Locale, value: f64) -> String {
    let text = decimal(locale, value, 0);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// Rounds half away from zero, as people do.
fn rounded(value: f64, decimals: usize) -> f64 {
    let unit = 10_f64.powi(decimals as i32);
    // A tiny step outwards keeps what is a half in decimals a half, although binary cannot hold it.
    ((value + value.signum() * 1e-9) * unit).round() / unit
}

fn outwards(interval: Interval, decimals: usize) -> [f64; 2] {
    let unit = 10_f64.powi(decimals as i32);
    [(interval.low * unit + 1e-9).floor() / unit, (interval.high * unit - 1e-9).ceil() / unit]
}

fn decimals(metric: Metric) -> usize {
    match metric.figure() {
        Figure::Net | Figure::Share => 0,
        Figure::Mean => 1,
    }
}

/// A headline figure: `+18`, `81 %` or `5.4`.
pub fn score(locale: Locale, metric: Metric, value: f64) -> String {
    let value = rounded(value, decimals(metric));
    match metric.figure() {
        Figure::Net => signed(locale, value),
        Figure::Share => percent(&decimal(locale, value, 0)),
        Figure::Mean => decimal(locale, value, 1),
    }
}

/// The limits of a headline figure: `+15 to +21`, `79 – 83 %` or `5.2 – 5.5`.
pub fn interval(locale: Locale, metric: Metric, interval: Interval) -> String {
    let [low, high] = outwards(interval, decimals(metric));
    match metric.figure() {
        Figure::Net => {
            let values = [("low", &*signed(locale, low)), ("high", &*signed(locale, high))];
            fill(Words::of(locale).from_to, &values)
        }
        Figure::Share => percent(&range(locale, low, high, 0)),
        Figure::Mean => range(locale, low, high, 1),
    }
}

/// The limits of a difference: `+1 to +7`, `−3 to +2 pt` or `−0.2 to +0.4`.
pub fn difference(locale: Locale, metric: Metric, interval: Interval) -> String {
    let decimals = decimals(metric);
    let [low, high] = outwards(interval, decimals).map(|value| {
        let text = decimal(locale, value, decimals);
        if value > 0.0 { format!("+{text}") } else { text }
    });
    let text = fill(Words::of(locale).from_to, &[("low", &low), ("high", &high)]);
    match metric.figure() {
        Figure::Share => points(locale, &text),
        Figure::Net | Figure::Mean => text,
    }
}

fn range(locale: Locale, low: f64, high: f64, decimals: usize) -> String {
    format!("{} – {}", decimal(locale, low, decimals), decimal(locale, high, decimals))
}

fn percent(number: &str) -> String {
    format!("{number}{NO_BREAK}%")
}

/// A share in percent without its uncertainty: `12 %`.
pub fn share(locale: Locale, percentage: f64) -> String {
    percent(&decimal(locale, rounded(percentage, 0), 0))
}

/// The limits of a share in whole percent: `10 – 13 %`.
pub fn share_interval(locale: Locale, share: &Score) -> String {
    let [low, high] = outwards(share.interval, 0);
    percent(&range(locale, low, high, 0))
}

/// Rates are often so small that a whole number says little; few cases never earn a decimal.
fn rate_decimals(n: u64) -> usize {
    if n < LOW_BASE_BELOW { 0 } else { 1 }
}

/// A rate: `11.8 %`, or `12 %` of fewer than thirty.
pub fn rate(locale: Locale, rate: &Score) -> String {
    let decimals = rate_decimals(rate.n);
    percent(&decimal(locale, rounded(rate.value, decimals), decimals))
}

/// The limits of a rate: `11.5 – 12.1 %`.
pub fn rate_interval(locale: Locale, rate: &Score) -> String {
    let decimals = rate_decimals(rate.n);
    let [low, high] = outwards(rate.interval, decimals);
    percent(&range(locale, low, high, decimals))
}

/// How far a headline figure moved, without its direction: `17`, `3 pt` or `0.4`. What rounds to nothing is `< 1`.
pub fn moved(locale: Locale, metric: Metric, difference: f64) -> String {
    let text = amount(locale, difference, decimals(metric));
    match metric.figure() {
        Figure::Share => points(locale, &text),
        Figure::Net | Figure::Mean => text,
    }
}

/// How far a rate moved, without its direction: `1.1 pt`.
pub fn rate_moved(locale: Locale, difference: f64) -> String {
    points(locale, &amount(locale, difference, 1))
}

fn amount(locale: Locale, difference: f64, decimals: usize) -> String {
    let value = rounded(difference.abs(), decimals);
    if value == 0.0 {
        let unit = 10_f64.powi(-(decimals as i32));
        return format!("<{NO_BREAK}{}", decimal(locale, unit, decimals));
    }
    decimal(locale, value, decimals)
}

fn points(locale: Locale, amount: &str) -> String {
    format!("{amount}{NO_BREAK}{}", Words::of(locale).points)
}

/// How often noise alone moves a figure this far: `p = 0.01` or `p < 0.001`.
pub fn p_value(locale: Locale, p: f64) -> String {
    let (sign, value, decimals) = match p {
        _ if p < 0.001 => ('<', 0.001, 3),
        _ if p < 0.0095 => ('=', p, 3),
        _ => ('=', p, 2),
    };
    format!("p{NO_BREAK}{sign}{NO_BREAK}{}", decimal(locale, value, decimals))
}

/// The date at this time, UTC milliseconds, in a time zone.
pub fn local_day(milliseconds: i64, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date()
}

/// The time zone with this name; days of sites whose zone is unknown here are cut in UTC.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// A day: `24 Sep`, or `24 Sep 2025` in another year than today's.
pub fn day(locale: Locale, day: Date, today: Date) -> String {
    let months = match locale {
        Locale::En => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        Locale::Es => ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    };
    let month = usize::try_from(day.month() - 1).ok().and_then(|index| months.get(index)).copied().unwrap_or_default();
    let text = format!("{}{NO_BREAK}{month}", day.day());
    if day.year() == today.year() { text } else { format!("{text}{NO_BREAK}{}", day.year()) }
}

/// A moment as logs write it, in UTC: `2026-11-25 14:05:09 UTC`.
pub fn moment_of_log(milliseconds: i64) -> String {
    let at = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A whole hour since 1970 as programs write it: `2026-11-25 14:00`, in a time zone.
pub fn hour(hour: i32, zone: &TimeZone) -> String {
    let at = Timestamp::from_second(i64::from(hour) * 3_600).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Es};
    use jiff::civil::date;
    use shared::score::{LEVEL, rate as rate_of};

    #[test]
    fn thousands_are_grouped() {
        let check = |n: u64, english: &str, spanish: &str| {
            assert_eq!([number(En, n), number(Es, n)], [english, spanish]);
        };
        check(0, "0", "0");
        check(999, "999", "999");
        check(6_412, "6,412", "6.412");
        check(1_234_567, "1,234,567", "1.234.567");
    }

    #[test]
    fn scores_are_rounded_for_display() {
        let check = |metric, value: f64, english: &str, spanish: &str| {
            assert_eq!([score(En, metric, value), score(Es, metric, value)], [english, spanish], "{value}");
        };
        check(Metric::Nps, 17.5, "+18", "+18");
        check(Metric::Nps, -30.5, "−31", "−31");
        check(Metric::Nps, -0.4, "0", "0");
        check(Metric::Nps, 0.4, "0", "0");
        check(Metric::Csat, 80.6, "81\u{a0}%", "81\u{a0}%");
        check(Metric::Ces, 5.35, "5.4", "5,4");
        check(Metric::Ces, 7.0, "7.0", "7,0");
    }

    #[test]
    fn limits_are_rounded_outwards() {
        let check = |metric, [low, high]: [f64; 2], english: &str, spanish: &str| {
            let limits = Interval { low, high, level: LEVEL };
            assert_eq!([interval(En, metric, limits), interval(Es, metric, limits)], [english, spanish]);
        };
        check(Metric::Nps, [15.01, 20.1], "+15 to +21", "de +15 a +21");
        check(Metric::Nps, [-3.2, 0.0], "−4 to 0", "de −4 a 0");
        check(Metric::Csat, [79.9, 82.1], "79 – 83\u{a0}%", "79 – 83\u{a0}%");
        check(Metric::Ces, [5.29, 5.41], "5.2 – 5.5", "5,2 – 5,5");
        check(Metric::Ces, [5.2, 5.5], "5.2 – 5.5", "5,2 – 5,5");
        let limits = |low, high| Interval { low, high, level: LEVEL };
        assert_eq!(difference(En, Metric::Nps, limits(-2.7, 38.2)), "−3 to +39");
        assert_eq!(difference(Es, Metric::Csat, limits(5.2, 33.3)), "de +5 a +34\u{a0}pp");
        assert_eq!(difference(En, Metric::Ces, limits(-0.42, 0.0)), "−0.5 to 0.0");
    }

    #[test]
    fn few_cases_earn_no_decimal() {
        let check = |part, whole, expected: &str, limits: &str| {
            let found = rate_of(part, whole).unwrap();
            assert_eq!([rate(En, &found), rate_interval(En, &found)], [expected, limits]);
        };
        check(6_412, 54_330, "11.8\u{a0}%", "11.5 – 12.1\u{a0}%");
        check(1, 8, "13\u{a0}%", "2 – 48\u{a0}%");
        check(0, 40, "0.0\u{a0}%", "0.0 – 8.8\u{a0}%");
    }

    #[test]
    fn changes_say_how_far_and_how_sure() {
        assert_eq!(moved(En, Metric::Nps, -17.2), "17");
        assert_eq!(moved(En, Metric::Nps, 0.3), "<\u{a0}1");
        assert_eq!(moved(Es, Metric::Csat, 3.0), "3\u{a0}pp");
        assert_eq!(moved(Es, Metric::Ces, -0.42), "0,4");
        assert_eq!(rate_moved(En, 1.12), "1.1\u{a0}pt");
        let check = |p, expected: &str| assert_eq!(p_value(En, p), expected);
        check(0.0004, "p\u{a0}<\u{a0}0.001");
        check(0.0021, "p\u{a0}=\u{a0}0.002");
        check(0.0098, "p\u{a0}=\u{a0}0.01");
        check(0.3, "p\u{a0}=\u{a0}0.30");
    }

    #[test]
    fn days_name_another_year() {
        assert_eq!(day(Es, date(2026, 1, 2), date(2026, 11, 22)), "2\u{a0}ene");
        assert_eq!(day(En, date(2025, 1, 2), date(2026, 11, 22)), "2\u{a0}Jan\u{a0}2025");
    }
}

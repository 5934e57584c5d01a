//! Stretches of time a page looks at, with their days cut in the site's time zone.

use super::format;
use crate::{clock, db::results::Hours};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// How far back a page looks, today included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// Seven days.
    Week,
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
    /// Fifty-two whole weeks.
    Year,
}

impl Period {
    /// Every period, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// How many days it has.
    pub fn days(self) -> u16 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 364,
        }
    }

    /// The shortest period with so many days, as `?days=` asks for.
    pub fn of(days: Option<u16>) -> Self {
        let asked = |days| Self::ALL.into_iter().find(|period| period.days() >= days).unwrap_or(Self::Year);
        days.map_or_else(Self::default, asked)
    }
}

/// A period that ends now, and the equally long one before it.
#[derive(Clone, Debug)]
pub struct Span {
    /// The period.
    pub period: Period,
    /// Its hours, the running one included.
    pub hours: Hours,
    /// The hours of the equally long period before.
    pub before: Hours,
    /// Today.
    pub today: Date,
    /// The site's time zone.
    pub zone: TimeZone,
    /// The first hour of each of its days.
    starts: Vec<i32>,
}

impl Span {
    /// The period that ends at `now`, in UTC milliseconds.
    pub fn new(period: Period, now: i64, zone: TimeZone) -> Self {
        let today = format::local_day(now, &zone);
        let days = i64::from(period.days());
        let start = |ago: i64| first_hour(today.saturating_sub(ago.days()), &zone);
        let starts: Vec<i32> = (0..days).rev().map(start).collect();
        let end = clock::hour_of(now).saturating_add(1);
        let first = starts.first().copied().unwrap_or(end);
        Self { period, hours: first..end, before: start(2 * days - 1)..first, today, zone, starts }
    }

    /// All hours that are looked at: those before and those of the period.
    pub fn both(&self) -> Hours {
        self.before.start..self.hours.end
    }

    /// The period cut into days, or into weeks that end today.
    pub fn cut(&self, step: Step) -> Vec<Slice> {
        let length = step.days();
        let days = self.starts.len();
        // The first week is cut short where the days are no multiple of seven.
        let mut slices = Vec::new();
        let mut first = 0;
        while first < days {
            let next = (first + (days - first - 1) % length + 1).min(days);
            let end = self.starts.get(next).copied().unwrap_or(self.hours.end);
            let day = |index: usize| self.today.saturating_sub(((days - 1 - index) as i64).days());
            slices.push(Slice { first: day(first), last: day(next - 1), hours: self.starts[first]..end });
            first = next;
        }
        slices
    }
}

fn first_hour(day: Date, zone: &TimeZone) -> i32 {
    let midnight = day.to_zoned(zone.clone()).map_or(0, |zoned| zoned.timestamp().as_millisecond());
    // Where zones are half an hour off, the hour that straddles midnight belongs to the day in which it starts.
    clock::hour_of(midnight + clock::HOUR - 1)
}

/// How finely a period is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into days.
    Day,
    /// Into weeks.
    Week,
}

impl Step {
    fn days(self) -> usize {
        match self {
            Self::Day => 1,
            Self::Week => 7,
        }
    }
}

/// One day or week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Its hours.
    pub hours: Hours,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    fn hour(text: &str) -> i32 {
        clock::hour_of(at(text))
    }

    #[test]
    fn what_is_asked_for_is_covered() {
        let check = |days, expected| assert_eq!(Period::of(days), expected, "{days:?}");
        check(None, Period::Month);
        check(Some(0), Period::Week);
        check(Some(30), Period::Month);
        check(Some(31), Period::Quarter);
        check(Some(365), Period::Year);
        check(Some(u16::MAX), Period::Year);
    }

    #[test]
    fn days_start_at_local_midnight_also_when_the_clock_changes() {
        // Madrid leaves summer time on 25 October 2026, a day of 25 hours.
        let span = Span::new(Period::Week, at("2026-10-28T10:20:00Z"), format::zone("Europe/Madrid"));
        assert_eq!(span.today, date(2026, 10, 28));
        assert_eq!(span.hours, hour("2026-10-21T22:00:00Z")..hour("2026-10-28T11:00:00Z"));
        assert_eq!(span.before.end, span.hours.start);
        assert_eq!(span.before.start, hour("2026-10-14T22:00:00Z"));
        let days = span.cut(Step::Day);
        assert_eq!(days.len(), 7);
        assert_eq!((days[3].first, days[3].hours.len()), (date(2026, 10, 25), 25));
        assert_eq!(days[6].hours.end, span.hours.end);
    }

    #[test]
    fn slices_cover_the_period_without_gaps() {
        for zone in ["UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati", "no such zone"] {
            for period in Period::ALL {
                for step in [Step::Day, Step::Week] {
                    let span = Span::new(period, at("2026-03-30T00:10:00Z"), format::zone(zone));
                    let slices = span.cut(step);
                    let hours: Vec<i32> = slices.iter().flat_map(|slice| slice.hours.clone()).collect();
                    assert_eq!(hours, span.hours.clone().collect::<Vec<_>>(), "{zone} {period:?} {step:?}");
                    assert_eq!(slices.last().unwrap().last, span.today);
                }
            }
        }
    }
}

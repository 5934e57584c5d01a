//! What the last count of all answers found, in words.

use super::{format, time};
use crate::{
    db::{
        intake::recount::{Counter, Difference, Noted},
        surveys::Listed,
    },
    locale::Locale,
    words::{Words, fill},
};
use jiff::tz::TimeZone;

/// A figure that was not what its answers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day.
    pub day: String,
    /// What the team calls the survey.
    pub survey: String,
    /// The question's id; empty for what concerns whole responses.
    pub question: String,
    /// What is counted.
    pub what: String,
    /// What the figure said.
    pub stored: String,
    /// What the answers say.
    pub counted: String,
}

impl Row {
    /// A difference without its day. A survey that is gone is named by its number.
    pub fn new(words: &'static Words, locale: Locale, one: &Difference, surveys: &[Listed]) -> Self {
        let survey = surveys.iter().find(|survey| survey.id == one.survey_id).map(|survey| survey.name.clone());
        let (question, what) = what(words, &one.counter);
        let number = |n: i64| format::decimal(locale, n as f64, 0);
        Self {
            day: String::new(),
            survey: survey.unwrap_or_else(|| format!("#{}", one.survey_id)),
            question,
            what,
            stored: number(one.stored),
            counted: number(one.counted),
        }
    }
}

fn what(words: &'static Words, counter: &Counter) -> (String, String) {
    match counter {
        Counter::Started => (String::new(), words.funnel_started.to_owned()),
        Counter::Scored => (String::new(), words.funnel_scored.to_owned()),
        Counter::Commented => (String::new(), words.funnel_commented.to_owned()),
        Counter::Completed => (String::new(), words.recount_completed.to_owned()),
        Counter::Score { question, metric, points } => (question.clone(), format!("{metric} {points}")),
        Counter::Choice { question, choice } => (question.clone(), choice.clone()),
    }
}

/// What is known of the last count.
#[derive(Clone, Debug, Default)]
pub struct RecountPart {
    /// When it was and what it found, or that there was none.
    pub said: String,
    /// When figures differed the last time; none if they never did.
    pub found: Option<String>,
    /// The first of them.
    pub rows: Vec<Row>,
}

impl RecountPart {
    /// As it was noted, with days of this zone.
    pub fn new(
        words: &'static Words,
        locale: Locale,
        noted: Option<Noted>,
        surveys: &[Listed],
        zone: &TimeZone,
        now: i64,
    ) -> Self {
        let Some(noted) = noted else {
            return Self { said: words.recount_never.to_owned(), ..Self::default() };
        };
        let number = |n: i64| format::number(locale, n.unsigned_abs());
        let at = time::moment(locale, zone, noted.checked_at, now);
        let just_found = noted.found.as_ref().is_some_and(|found| found.at == noted.checked_at);
        let text = if just_found { words.recount_mended_now } else { words.recount_equal };
        let said = fill(text, &[("at", &at), ("n", &number(noted.responses))]);
        let Some(found) = noted.found else { return Self { said, ..Self::default() } };
        let today = format::local_day(now, zone);
        let row = |one: &Difference| Row {
            day: format::day(locale, format::local_day(i64::from(one.hour) * crate::clock::HOUR, zone), today),
            ..Row::new(words, locale, one, surveys)
        };
        let at = time::moment(locale, zone, found.at, now);
        Self {
            said,
            found: Some(fill(words.recount_found, &[("at", &at), ("n", &number(found.count))])),
            rows: found.sample.iter().map(row).collect(),
        }
    }
}

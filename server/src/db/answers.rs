//! What was answered otherwise than in words, as the row of a response holds it: a line each, in the order of the
//! questions' ids. Refuses words, which are rows of their own.
//!
//! ```text
//! channel:web phone / phone shop web
//! recommend=9
//! speed.expectation=5
//! speed.perception=
//! weights:price:30 service:70
//! ```
//!
//! Behind `=` is a point of a scale, or nothing where half of a gap was left open. Behind `:` are the options that were
//! chosen, or options with their points, and behind ` / ` the options in the order in which they were shown, where it was
//! drawn. No id holds any of these signs.

use crate::blocks::Given;
use diesel::{QueryResult, result::Error as QueryError};
use shared::score::MOST_POINTS;

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The question's id, or with the half of a gap behind a dot.
    pub name: &'a str,
    /// A point of a scale.
    pub score: Option<u8>,
    /// Options, or `option:points`, with spaces between them.
    pub choice: Option<&'a str>,
    /// The options in the order in which they were shown.
    pub shown: Option<&'a str>,
}

/// A line that Opina does not write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no answer")]
pub struct Damaged(String);

impl From<Damaged> for QueryError {
    fn from(damaged: Damaged) -> Self {
        Self::DeserializationError(Box::new(damaged))
    }
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Result<Self, Damaged> {
        let damaged = || Damaged(line.to_owned());
        let sign = line.find(['=', ':']).ok_or_else(damaged)?;
        let (name, value) = (&line[..sign], &line[sign + 1..]);
        if line[sign..].starts_with('=') {
            let point = |value: &str| value.parse().ok().filter(|point| usize::from(*point) < MOST_POINTS);
            let score = if value.is_empty() { None } else { Some(point(value).ok_or_else(damaged)?) };
            return Ok(Self { name, score, choice: None, shown: None });
        }
        let (choice, shown) = match value.split_once(" / ") {
            Some((choice, shown)) => (choice, Some(shown)),
            None => (value, None),
        };
        Ok(Self { name, score: None, choice: Some(choice), shown })
    }

    /// What was answered.
    pub fn given(&self) -> Given {
        match (self.score, self.choice) {
            (Some(score), _) => Given::Score(score),
            (None, Some(choice)) => Given::Chosen(choice.to_owned()),
            (None, None) => Given::Nothing,
        }
    }
}

/// The answers of a response.
pub fn lines(written: &str) -> impl Iterator<Item = Result<Line<'_>, Damaged>> {
    written.lines().map(Line::read)
}

/// The answers of a response, by their names.
///
/// # Errors
/// A damaged line.
pub fn read(written: &str) -> QueryResult<Vec<(String, Given)>> {
    lines(written).map(|line| line.map(|line| (line.name.to_owned(), line.given())).map_err(QueryError::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read() {
        let check = |line: &str, name: &str, score: Option<u8>, choice: Option<&str>, shown: Option<&str>| {
            assert_eq!(Line::read(line), Ok(Line { name, score, choice, shown }));
        };
        check("recommend=9", "recommend", Some(9), None, None);
        check("speed.perception=", "speed.perception", None, None, None);
        check("channel:web +other", "channel", None, Some("web +other"), None);
        check("channel:web / shop web", "channel", None, Some("web"), Some("shop web"));
        check("channel: / shop web", "channel", None, Some(""), Some("shop web"));
        check("consent:yes", "consent", None, Some("yes"), None);
        check("weights:price:30 service:70", "weights", None, Some("price:30 service:70"), None);
    }

    #[test]
    fn what_is_no_answer_is_damage() {
        for line in ["recommend", "", "recommend=nine", "recommend=-1", "recommend=11"] {
            assert_eq!(Line::read(line), Err(Damaged(line.to_owned())));
        }
    }
}

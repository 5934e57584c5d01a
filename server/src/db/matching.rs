//! What a filter leaves: its figures, counted from blocks and the rows that are in none, and as SQL for both databases the
//! few rows that a page shows.

use super::{
    blocks::count,
    connection::AnyConnection,
    counted::{Chose, Counted, Reached, Scored},
    limit::limited,
    results::{Comment, Funnel, Within},
    schema::survey_version,
    sites::from_json,
};
use crate::{
    blocks::{self, Answers, By, Seconds, Series, Started, Starts, Words},
    clock::HOUR,
    filter::{FieldCondition, FieldTest, Filter},
    share::Redaction,
};
use diesel::{
    prelude::*,
    result::Error as QueryError,
    sql_query,
    sql_types::{BigInt, Binary, Nullable, SmallInt, Text},
};
use shared::{
    definition::Definition,
    entry::{EXPECTATION, PERCEPTION},
    score::{Counts, MOST_POINTS, Metric},
    text::QuestionId,
};
use std::{collections::BTreeMap, num::ParseIntError};

/// Conditions on a row `r` of `response`, and the texts that its `$1`, `$2`, … stand for, in order.
pub(super) struct Matching {
    pub(super) sql: String,
    pub(super) texts: Vec<String>,
    is_postgres: bool,
}

impl Matching {
    /// The responses of these touchpoints and hours that the filter leaves.
    pub(super) fn new(connection: &AnyConnection, within: Within<'_>, filter: &Filter) -> Self {
        let Within { site_id, touchpoints, hours } = within;
        let [from, to] = [hours.start, hours.end].map(|hour| i64::from(hour) * HOUR);
        let touchpoints: Vec<String> = touchpoints.iter().map(i64::to_string).collect();
        let here = if touchpoints.is_empty() {
            "1 = 0".to_owned()
        } else {
            format!("r.touchpoint_id IN ({})", touchpoints.join(", "))
        };
        // Numbers are written into the text; whatever is text is bound.
        let sql = format!("r.site_id = {site_id} AND r.received_at >= {from} AND r.received_at < {to} AND {here}");
        let is_postgres = matches!(connection, AnyConnection::Postgres(_));
        // First, so that it is asked for each row that is looked at, not for each that is left.
        let sql = if is_postgres { sql } else { format!("in_time() AND {sql}") };
        let mut matching = Self { sql, texts: Vec::new(), is_postgres };
        matching.add(filter);
        matching
    }

    fn add(&mut self, filter: &Filter) {
        if let Some(survey) = filter.survey {
            self.and(&format!("r.survey_id = {survey}"));
        }
        if let Some(version) = filter.version {
            self.and(&format!("r.version = {version}"));
        }
        self.one_of("r.language", filter.languages.iter().map(|language| language.as_str()));
        self.one_of("r.device", filter.devices.iter().map(|device| device.id()));
        if let Some(page) = &filter.page {
            let length = page.chars().count();
            let page = self.text(page);
            self.and(&format!("substr(r.path, 1, {length}) = {page}"));
        }
        for condition in &filter.fields {
            self.field(condition);
        }
    }

    /// Leaves comments `c` out that answer one of these questions. Their ids are letters, digits and dashes only, so they
    /// are written into the text as numbers are.
    fn leave_out(&mut self, redaction: &Redaction) {
        for (survey, question) in redaction.iter() {
            self.and(&format!("NOT (c.survey_id = {survey} AND c.question = '{question}')"));
        }
    }

    fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    /// Binds a text and returns what stands for it. Must be called in the order in which the texts stand in the query:
    /// SQLite numbers them as it meets them.
    fn text(&mut self, text: impl Into<String>) -> String {
        self.texts.push(text.into());
        format!("${}", self.texts.len())
    }

    /// Bytes as they are written in a query.
    pub(super) fn bytes(&self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if self.is_postgres { format!("'\\x{digits}'::bytea") } else { format!("x'{digits}'") }
    }

    fn one_of<'a>(&mut self, column: &str, values: impl Iterator<Item = &'a str>) {
        let values: Vec<String> = values.map(|value| self.text(value)).collect();
        if !values.is_empty() {
            self.and(&format!("{column} IN ({})", values.join(", ")));
        }
    }

    /// The value of a field; NULL where the response has none.
    fn value_of(&mut self, field: &str) -> String {
        if self.is_postgres {
            // Under "C" lower() changes ASCII letters alone, as SQLite's does.
            format!("(trim(r.fields::json ->> {}) COLLATE \"C\")", self.text(field))
        } else {
            format!("trim(json_extract(r.fields, {}))", self.text(format!("$.\"{field}\"")))
        }
    }

    fn field(&mut self, FieldCondition { field, test }: &FieldCondition) {
        let value = self.value_of(field.as_str());
        let condition = match test {
            FieldTest::Equals(text) => format!("lower({value}) = {}", self.text(text.to_ascii_lowercase())),
            FieldTest::Differs(text) => {
                format!("NOT COALESCE(lower({value}) = {}, FALSE)", self.text(text.to_ascii_lowercase()))
            }
            FieldTest::Contains(text) => {
                let position = if self.is_postgres { "strpos" } else { "instr" };
                format!("{position}(lower({value}), {}) > 0", self.text(text.to_ascii_lowercase()))
            }
            FieldTest::AtLeast(least) => format!("{} >= {least}", self.whole_number(&value)),
            FieldTest::AtMost(most) => format!("{} <= {most}", self.whole_number(&value)),
            FieldTest::Given => format!("{value} IS NOT NULL"),
            FieldTest::Missing => format!("{value} IS NULL"),
        };
        self.and(&condition);
    }

    /// The whole number that a value is; NULL for what is none.
    fn whole_number(&self, value: &str) -> String {
        if self.is_postgres {
            return format!("CASE WHEN {value} ~ '^[+-]?[0-9]+$' THEN {value}::numeric END");
        }
        let signed = format!("({value} GLOB '[0-9]*' OR {value} GLOB '[-+][0-9]*')");
        format!("CASE WHEN {signed} AND substr({value}, 2) NOT GLOB '*[^0-9]*' THEN CAST({value} AS INTEGER) END")
    }
}

/// Runs a query of several rows with its texts in the place of `$1`, `$2`, ….
macro_rules! load {
    ($connection:expr, $sql:expr, $texts:expr, $row:ty) => {
        match $connection {
            AnyConnection::Postgres(postgres) => $texts
                .iter()
                .fold(sql_query($sql).into_boxed::<diesel::pg::Pg>(), |query, text| query.bind::<Text, _>(text))
                .load::<$row>(postgres),
            AnyConnection::Sqlite(sqlite) => $texts
                .iter()
                .fold(sql_query($sql).into_boxed::<diesel::sqlite::Sqlite>(), |query, text| query.bind::<Text, _>(text))
                .load::<$row>(sqlite),
        }
    };
}

pub(super) use load;

/// Into which parts responses are divided, to see which part moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Division {
    /// By the language it was asked in.
    Language,
    /// By the kind of device.
    Device,
    /// By the survey and its version.
    Version,
}

impl Division {
    /// Every division, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Device, Self::Language, Self::Version];
}

/// Counts the responses and answers that a filter leaves.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub(super) fn counted(connection: &mut AnyConnection, within: Within<'_>, filter: &Filter) -> QueryResult<Counted> {
    let asked = Asked::load(connection, within.site_id)?;
    let (mut answers, mut starts) = (Answers::new(By::Nothing), Starts::default());
    count(connection, within, filter, &mut [&mut answers, &mut starts])?;
    let mut counted = Counted::default();
    for series in answers.counted() {
        add(&mut counted, &asked, series)?;
    }
    for Started { asked: place, hour, n, commented } in starts.counted() {
        let funnel = Funnel { started: n, commented, ..Funnel::default() };
        let (touchpoint_id, survey_id) = (place.touchpoint_id, place.survey_id);
        counted.reached.push(Reached { touchpoint_id, survey_id, hour, funnel });
    }
    Ok(counted)
}

fn add(counted: &mut Counted, asked: &Asked, series: Series<'_>) -> QueryResult<()> {
    let blocks::Asked { touchpoint_id, survey_id, version } = series.asked;
    let (question, metric) = asked.metric((survey_id, version), series.question);
    let is_headline = asked.is_headline((survey_id, version), &question);
    for (hour, points, n) in series.hours() {
        if let Some(counts) = metric.map(|metric| counts(metric, points)).transpose()?.flatten() {
            counted.scores.push(Scored { touchpoint_id, survey_id, question: question.clone(), hour, counts });
        }
        if is_headline {
            let funnel = Funnel { scored: n, ..Funnel::default() };
            counted.reached.push(Reached { touchpoint_id, survey_id, hour, funnel });
        }
    }
    for (row, hours) in series.chosen() {
        for chosen in choices(row) {
            let (choice, points) = chosen?;
            let hours = hours.iter().map(|(hour, n)| (*hour, n.saturating_mul(points))).collect();
            counted.choices.push(Chose { survey_id, question: question.clone(), choice, hours });
        }
    }
    Ok(())
}

/// How often each point of a metric was given, of those from 0 on; `None` where none was.
fn counts(metric: Metric, points: &[u64; MOST_POINTS]) -> QueryResult<Option<Counts>> {
    let mut counts = Counts::new(metric);
    for (point, n) in (0..).zip(points).filter(|(_, n)| **n > 0) {
        if !counts.add(point, *n) {
            return Err(QueryError::DeserializationError(format!("{} has no point {point}", metric.id()).into()));
        }
    }
    Ok((counts.n() > 0).then_some(counts))
}

/// The answers to one metric in one part of what a filter leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct PartScore {
    /// The part: a language, a kind of device or a version.
    pub part: String,
    /// The survey that asked.
    pub survey_id: i64,
    /// The question.
    pub question: String,
    /// Whole hours since 1970, UTC.
    pub hour: i32,
    /// What was answered.
    pub counts: Counts,
}

/// A way of dividing, with the scores of each part.
pub type Divided = (Division, Vec<PartScore>);

/// The scores that a filter leaves, by hour, divided into parts in every way.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub fn divided(connection: &mut AnyConnection, within: Within<'_>, filter: &Filter) -> QueryResult<Vec<Divided>> {
    let asked = Asked::load(connection, within.site_id)?;
    let [mut devices, mut languages, mut together] = [By::Device, By::Language, By::Nothing].map(Answers::new);
    count(connection, within, filter, &mut [&mut devices, &mut languages, &mut together])?;
    let divide = |by: Division| {
        let answers = match by {
            Division::Device => &devices,
            Division::Language => &languages,
            Division::Version => &together,
        };
        let mut scores = Vec::new();
        for series in answers.counted() {
            let blocks::Asked { survey_id, version, .. } = series.asked;
            let (question, Some(metric)) = asked.metric((survey_id, version), series.question) else { continue };
            let part = if by == Division::Version { version.to_string() } else { series.part.to_owned() };
            for (hour, points, _) in series.hours() {
                if let Some(counts) = counts(metric, points)? {
                    let (part, question) = (part.clone(), question.clone());
                    scores.push(PartScore { part, survey_id, question, hour, counts });
                }
            }
        }
        Ok((by, scores))
    };
    Division::ALL.into_iter().map(divide).collect()
}

/// A comment as both databases return it.
#[derive(QueryableByName)]
struct CommentRow {
    #[diesel(sql_type = BigInt)]
    survey_id: i64,
    #[diesel(sql_type = Binary)]
    response_id: Vec<u8>,
    #[diesel(sql_type = Text)]
    question: String,
    #[diesel(sql_type = BigInt)]
    touchpoint_id: i64,
    #[diesel(sql_type = BigInt)]
    received_at: i64,
    #[diesel(sql_type = Nullable<Text>)]
    metric: Option<String>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    score: Option<i16>,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Text)]
    device: String,
    #[diesel(sql_type = Text)]
    text: String,
}

/// The latest comments of responses that a filter leaves, without those that answer a question that is left out.
///
/// # Errors
/// When the query fails or takes too long.
pub fn latest_comments(
    connection: &mut AnyConnection,
    within: Within<'_>,
    filter: &Filter,
    redaction: &Redaction,
    most: i64,
) -> QueryResult<Vec<Comment>> {
    let mut matching = Matching::new(connection, within, filter);
    matching.leave_out(redaction);
    let Matching { sql, texts, .. } = matching;
    let query = format!(
        "SELECT c.survey_id, c.response_id, c.question, c.touchpoint_id, c.received_at, c.metric, c.score, c.language, c.device, \
         c.text \
         FROM comment c JOIN response r ON r.site_id = c.site_id AND r.id = c.response_id \
         WHERE {sql} ORDER BY c.received_at DESC LIMIT {most}"
    );
    let rows = limited(connection, |connection| load!(connection, query, texts, CommentRow))?;
    let read = |row: CommentRow| {
        let CommentRow { response_id, question, touchpoint_id, received_at, metric, language, device, text, .. } = row;
        let score = row.score.filter(|_| !redaction.touches(row.survey_id));
        Comment::read((response_id, question, touchpoint_id, received_at, metric, score, language, device, text))
    };
    rows.into_iter().map(read).collect()
}

/// How many answered each question in words, of the responses that a filter leaves.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub fn commented(
    connection: &mut AnyConnection,
    within: Within<'_>,
    filter: &Filter,
) -> QueryResult<Vec<(String, u64)>> {
    let mut words = Words::default();
    count(connection, within, filter, &mut [&mut words])?;
    Ok(words.counted())
}

/// How many of the responses that a filter leaves came to the end after so many whole seconds.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub fn seconds(connection: &mut AnyConnection, within: Within<'_>, filter: &Filter) -> QueryResult<Vec<(i32, u64)>> {
    let mut seconds = Seconds::default();
    count(connection, within, filter, &mut [&mut seconds])?;
    Ok(seconds.counted())
}

/// What each version of each survey asked: a row says which question was answered, not what it measures.
pub(super) struct Asked(pub(super) BTreeMap<(i64, i32), Definition>);

impl Asked {
    pub(super) fn load(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Self> {
        let rows: Vec<(i64, i32, String)> = survey_version::table
            .filter(survey_version::site_id.eq(site_id))
            .select((survey_version::survey_id, survey_version::version, survey_version::definition))
            .load(connection)?;
        let read = |(survey, version, definition): (_, _, String)| Ok(((survey, version), from_json(&definition)?));
        Ok(Self(rows.into_iter().map(read).collect::<QueryResult<_>>()?))
    }

    /// The question a row belongs to, and what its score measures.
    fn metric(&self, version: (i64, i32), row: &str) -> (String, Option<Metric>) {
        let (question, half) = row.split_once('.').unwrap_or((row, ""));
        let metric = match half {
            EXPECTATION => Some(Metric::Expectation),
            PERCEPTION => Some(Metric::Perception),
            _ => self.question_metric(version, question),
        };
        (question.to_owned(), metric)
    }

    fn question_metric(&self, version: (i64, i32), question: &str) -> Option<Metric> {
        let id = QuestionId::try_from(question).ok()?;
        self.0.get(&version)?.survey().question(&id)?.kind.metric()
    }

    fn is_headline(&self, version: (i64, i32), question: &str) -> bool {
        let headline = self.0.get(&version).and_then(|definition| definition.survey().headline());
        headline.is_some_and(|headline| headline.id.as_str() == question)
    }
}

/// The options in a row, each with the points it was given: `price speed` or `price:60 speed:40`.
fn choices(row: &str) -> impl Iterator<Item = QueryResult<(String, u64)>> {
    row.split(' ').filter(|part| !part.is_empty()).map(|part| {
        let Some((option, points)) = part.split_once(':') else { return Ok((part.to_owned(), 1)) };
        let points = points.parse().map_err(|error: ParseIntError| QueryError::DeserializationError(error.into()))?;
        Ok((option.to_owned(), points))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_are_none_are_damage_and_not_nothing() {
        let check = |row: &str, expected: Option<&[(&str, u64)]>| {
            let read: QueryResult<Vec<_>> = choices(row).collect();
            let expected = expected.map(|all| all.iter().map(|(option, n)| ((*option).to_owned(), *n)).collect());
            assert_eq!(read.ok(), expected, "{row}");
        };
        check("", Some(&[]));
        check("price speed", Some(&[("price", 1), ("speed", 1)]));
        check("price:60 speed:40", Some(&[("price", 60), ("speed", 40)]));
        check("price:many", None);
    }
}

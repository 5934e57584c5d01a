//! What the results pages show: sums, and the latest comments. Refuses to count: see [`Figures`](super::figures::Figures).

use super::{
    comments::Key,
    connection::AnyConnection,
    schema::{comment, survey},
    surveys::Status,
};
use diesel::{prelude::*, result::Error as QueryError};
use shared::score::{Counts, Metric};
use std::{collections::BTreeSet, ops::Range};

/// A stretch of time in whole hours since 1970, UTC; the last one is not in it.
pub type Hours = Range<i32>;

/// Where and when. The touchpoints are named because every rollup is kept in their order, then by hour: so what is read
/// is what is asked for, and not the whole past of a site.
#[derive(Clone, Copy, Debug)]
pub struct Within<'a> {
    /// The site.
    pub site_id: i64,
    /// Some or all of its touchpoints.
    pub touchpoints: &'a [i64],
    /// The hours.
    pub hours: &'a Hours,
}

pub(super) fn count(sum: i64) -> QueryResult<u64> {
    u64::try_from(sum).map_err(|error| QueryError::DeserializationError(error.into()))
}

/// The answers to one metric of one survey at one touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct TouchpointScore {
    /// The touchpoint.
    pub touchpoint_id: i64,
    /// The survey that asked.
    pub survey_id: i64,
    /// What was answered.
    pub counts: Counts,
}

/// The answers to one metric in one hour.
#[derive(Clone, Debug, PartialEq)]
pub struct HourScore {
    /// Whole hours since 1970, UTC.
    pub hour: i32,
    /// What was answered.
    pub counts: Counts,
}

/// The surveys of a site that are asked at the moment, with their touchpoints.
///
/// # Errors
/// When the query fails.
pub fn live_surveys(connection: &mut AnyConnection, site_id: i64) -> QueryResult<BTreeSet<(i64, i64)>> {
    let live: Vec<(i64, i64)> = survey::table
        .filter(survey::site_id.eq(site_id))
        .filter(survey::status.eq(Status::Live.as_str()))
        .select((survey::touchpoint_id, survey::id))
        .load(connection)?;
    Ok(live.into_iter().collect())
}

/// The way from being shown to leaving a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Times a survey came into view.
    pub shown: u64,
    /// Responses with at least one answer.
    pub started: u64,
    /// Those with an answer to the survey's headline question.
    pub scored: u64,
    /// Those with a comment.
    pub commented: u64,
}

impl Funnel {
    /// Both together.
    pub fn merge(&mut self, other: &Self) {
        self.shown = self.shown.saturating_add(other.shown);
        self.started = self.started.saturating_add(other.started);
        self.scored = self.scored.saturating_add(other.scored);
        self.commented = self.commented.saturating_add(other.commented);
    }
}

/// How often one option was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The survey that asked.
    pub survey_id: i64,
    /// The question's id.
    pub question: String,
    /// The option's id.
    pub choice: String,
    /// How often.
    pub n: u64,
}

/// A comment with what a reader wants beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Which comment.
    pub key: Key,
    /// Where it was left.
    pub touchpoint_id: i64,
    /// UTC milliseconds.
    pub received_at: i64,
    /// The score given with it, and of which metric.
    pub score: Option<(Metric, u8)>,
    /// The language of the survey.
    pub language: String,
    /// The kind of device.
    pub device: String,
    /// What was said.
    pub text: String,
}

type CommentRow = (Vec<u8>, String, i64, i64, Option<String>, Option<i16>, String, String, String);

impl Comment {
    pub(super) fn read(row: CommentRow) -> QueryResult<Self> {
        let (response, question, touchpoint_id, received_at, metric, score, language, device, text) = row;
        let score = score_beside(metric.as_deref(), score)?;
        let key = Key::read(&response, question)?;
        Ok(Self { key, touchpoint_id, received_at, score, language, device, text })
    }
}

/// The score that stands beside a comment, if one was given.
pub(super) fn score_beside(metric: Option<&str>, score: Option<i16>) -> QueryResult<Option<(Metric, u8)>> {
    let (Some(metric), Some(score)) = (metric, score) else { return Ok(None) };
    let damaged = |what: String| QueryError::DeserializationError(what.into());
    let metric = Metric::try_from(metric).map_err(|error| damaged(error.to_owned()))?;
    let score = u8::try_from(score).map_err(|error| damaged(error.to_string()))?;
    Ok(Some((metric, score)))
}

/// The latest comments.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn latest_comments(connection: &mut AnyConnection, within: Within<'_>, most: i64) -> QueryResult<Vec<Comment>> {
    const HOUR: i64 = crate::clock::HOUR;
    let rows: Vec<CommentRow> = comment::table
        .filter(comment::site_id.eq(within.site_id))
        .filter(comment::touchpoint_id.eq_any(within.touchpoints))
        .filter(comment::received_at.ge(i64::from(within.hours.start) * HOUR))
        .filter(comment::received_at.lt(i64::from(within.hours.end) * HOUR))
        .order(comment::received_at.desc())
        .limit(most)
        .select((
            comment::response_id,
            comment::question,
            comment::touchpoint_id,
            comment::received_at,
            comment::metric,
            comment::score,
            comment::language,
            comment::device,
            comment::text,
        ))
        .load(connection)?;
    rows.into_iter().map(Comment::read).collect()
}

//! What the results pages read: sums of rollups, and comments. Never counts answers row by row.

use super::{
    comments::Key,
    connection::AnyConnection,
    schema::{comment, rollup_choice, rollup_funnel, rollup_score, survey},
    surveys::Status,
};
use diesel::{dsl::sql, prelude::*, result::Error as QueryError, sql_types::BigInt};
use shared::score::{Counts, MOST_POINTS, Metric};
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

/// The sums of the eleven counters of a rollup of scores.
type Sums = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// `SUM` of a BIGINT is NUMERIC on PostgreSQL, so each is cast back.
macro_rules! sums {
    ($($column:literal)+) => { ($(sql::<BigInt>(concat!("CAST(SUM(", $column, ") AS BIGINT)")),)+) };
}
macro_rules! score_sums {
    () => {
        sums!("n0" "n1" "n2" "n3" "n4" "n5" "n6" "n7" "n8" "n9" "n10")
    };
}

fn counts(metric: &str, sums: Sums) -> QueryResult<Counts> {
    let damaged = |what: String| QueryError::DeserializationError(what.into());
    let metric = Metric::try_from(metric).map_err(|error| damaged(error.to_owned()))?;
    let (n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10) = sums;
    let mut counters = [0; MOST_POINTS];
    for (counter, sum) in counters.iter_mut().zip([n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10]) {
        *counter = count(sum)?;
    }
    let points = &counters[..metric.points().count()];
    Counts::from_points(metric, points).ok_or_else(|| damaged(format!("no counts of {}", metric.id())))
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

/// The scores by touchpoint, survey and metric.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn by_touchpoint(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<TouchpointScore>> {
    let rows: Vec<(i64, i64, String, Sums)> = rollup_score::table
        .filter(rollup_score::site_id.eq(within.site_id))
        .filter(rollup_score::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_score::hour.ge(within.hours.start))
        .filter(rollup_score::hour.lt(within.hours.end))
        .group_by((rollup_score::touchpoint_id, rollup_score::survey_id, rollup_score::metric))
        .order((rollup_score::touchpoint_id, rollup_score::survey_id, rollup_score::metric))
        .select((rollup_score::touchpoint_id, rollup_score::survey_id, rollup_score::metric, score_sums!()))
        .load(connection)?;
    let read = |(touchpoint_id, survey_id, metric, sums): (_, _, String, _)| {
        Ok(TouchpointScore { touchpoint_id, survey_id, counts: counts(&metric, sums)? })
    };
    rows.into_iter().map(read).collect()
}

/// The answers to one metric in one hour.
#[derive(Clone, Debug, PartialEq)]
pub struct HourScore {
    /// Whole hours since 1970, UTC.
    pub hour: i32,
    /// What was answered.
    pub counts: Counts,
}

/// The scores of touchpoints together, by hour and metric, in order of time.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn by_hour(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<HourScore>> {
    let rows: Vec<(i32, String, Sums)> = rollup_score::table
        .filter(rollup_score::site_id.eq(within.site_id))
        .filter(rollup_score::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_score::hour.ge(within.hours.start))
        .filter(rollup_score::hour.lt(within.hours.end))
        .group_by((rollup_score::hour, rollup_score::metric))
        .order(rollup_score::hour)
        .select((rollup_score::hour, rollup_score::metric, score_sums!()))
        .load(connection)?;
    let read = |(hour, metric, sums): (_, String, _)| Ok(HourScore { hour, counts: counts(&metric, sums)? });
    rows.into_iter().map(read).collect()
}

/// The answers to one metric of one question in one hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The touchpoint.
    pub touchpoint_id: i64,
    /// The survey that asked.
    pub survey_id: i64,
    /// The question's id.
    pub question: String,
    /// Whole hours since 1970, UTC.
    pub hour: i32,
    /// What was answered.
    pub counts: Counts,
}

/// The scores of every question by hour: as the rollups hold them, for whoever sums only some of them.
///
/// # Errors
/// When the query fails or a row is damaged.
pub(super) fn scored(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<Scored>> {
    use rollup_score::{n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10};
    let rows: Vec<(i64, i64, String, i32, String, Sums)> = rollup_score::table
        .filter(rollup_score::site_id.eq(within.site_id))
        .filter(rollup_score::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_score::hour.ge(within.hours.start))
        .filter(rollup_score::hour.lt(within.hours.end))
        .select((
            rollup_score::touchpoint_id,
            rollup_score::survey_id,
            rollup_score::question,
            rollup_score::hour,
            rollup_score::metric,
            (n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10),
        ))
        .load(connection)?;
    let read = |(touchpoint_id, survey_id, question, hour, metric, sums): (_, _, _, _, String, _)| {
        Ok(Scored { touchpoint_id, survey_id, question, hour, counts: counts(&metric, sums)? })
    };
    rows.into_iter().map(read).collect()
}

/// The scores of one survey's questions by hour, in order of time.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn of_questions(connection: &mut AnyConnection, within: Within<'_>, survey_id: i64) -> QueryResult<Vec<Scored>> {
    let rows: Vec<(i64, i32, String, String, Sums)> = rollup_score::table
        .filter(rollup_score::site_id.eq(within.site_id))
        .filter(rollup_score::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_score::hour.ge(within.hours.start))
        .filter(rollup_score::hour.lt(within.hours.end))
        .filter(rollup_score::survey_id.eq(survey_id))
        .group_by((rollup_score::touchpoint_id, rollup_score::hour, rollup_score::question, rollup_score::metric))
        .order(rollup_score::hour)
        .select((
            rollup_score::touchpoint_id,
            rollup_score::hour,
            rollup_score::question,
            rollup_score::metric,
            score_sums!(),
        ))
        .load(connection)?;
    let read = |(touchpoint_id, hour, question, metric, sums): (_, _, _, String, _)| {
        Ok(Scored { touchpoint_id, survey_id, question, hour, counts: counts(&metric, sums)? })
    };
    rows.into_iter().map(read).collect()
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

    fn read((shown, started, scored, commented): (i64, i64, i64, i64)) -> QueryResult<Self> {
        let (shown, started) = (count(shown)?, count(started)?);
        Ok(Self { shown, started, scored: count(scored)?, commented: count(commented)? })
    }
}

/// The funnel of touchpoints together, by hour, in order of time.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn funnel_by_hour(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<(i32, Funnel)>> {
    let rows: Vec<(i32, (i64, i64, i64, i64))> = rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(within.site_id))
        .filter(rollup_funnel::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_funnel::hour.ge(within.hours.start))
        .filter(rollup_funnel::hour.lt(within.hours.end))
        .group_by(rollup_funnel::hour)
        .order(rollup_funnel::hour)
        .select((rollup_funnel::hour, sums!("shown" "started" "scored" "commented")))
        .load(connection)?;
    rows.into_iter().map(|(hour, sums)| Ok((hour, Funnel::read(sums)?))).collect()
}

/// The funnel by touchpoint.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn funnel_by_touchpoint(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<(i64, Funnel)>> {
    let rows: Vec<(i64, (i64, i64, i64, i64))> = rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(within.site_id))
        .filter(rollup_funnel::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_funnel::hour.ge(within.hours.start))
        .filter(rollup_funnel::hour.lt(within.hours.end))
        .group_by(rollup_funnel::touchpoint_id)
        .order(rollup_funnel::touchpoint_id)
        .select((rollup_funnel::touchpoint_id, sums!("shown" "started" "scored" "commented")))
        .load(connection)?;
    rows.into_iter().map(|(touchpoint, sums)| Ok((touchpoint, Funnel::read(sums)?))).collect()
}

/// The funnel of one survey in one hour at one touchpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The touchpoint.
    pub touchpoint_id: i64,
    /// The survey.
    pub survey_id: i64,
    /// Whole hours since 1970, UTC.
    pub hour: i32,
    /// How far visitors went.
    pub funnel: Funnel,
}

/// The funnel of one survey.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn funnel_of(connection: &mut AnyConnection, within: Within<'_>, survey_id: i64) -> QueryResult<Funnel> {
    let rows: Vec<(i64, (i64, i64, i64, i64))> = rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(within.site_id))
        .filter(rollup_funnel::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_funnel::hour.ge(within.hours.start))
        .filter(rollup_funnel::hour.lt(within.hours.end))
        .filter(rollup_funnel::survey_id.eq(survey_id))
        .group_by(rollup_funnel::survey_id)
        .select((rollup_funnel::survey_id, sums!("shown" "started" "scored" "commented")))
        .load(connection)?;
    rows.into_iter().next().map_or(Ok(Funnel::default()), |(_, sums)| Funnel::read(sums))
}

/// The funnel of every survey by hour: as the rollups hold it.
///
/// # Errors
/// When the query fails or a row is damaged.
pub(super) fn reached(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<Reached>> {
    use rollup_funnel::{commented, scored, shown, started};
    type Row = (i64, i64, i32, (i64, i64, i64, i64));
    let rows: Vec<Row> = rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(within.site_id))
        .filter(rollup_funnel::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_funnel::hour.ge(within.hours.start))
        .filter(rollup_funnel::hour.lt(within.hours.end))
        .select((
            rollup_funnel::touchpoint_id,
            rollup_funnel::survey_id,
            rollup_funnel::hour,
            (shown, started, scored, commented),
        ))
        .load(connection)?;
    let read = |(touchpoint_id, survey_id, hour, sums): Row| {
        Ok(Reached { touchpoint_id, survey_id, hour, funnel: Funnel::read(sums)? })
    };
    rows.into_iter().map(read).collect()
}

/// How often one option was chosen, by hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chose {
    /// The survey that asked.
    pub survey_id: i64,
    /// The question's id.
    pub question: String,
    /// The option's id.
    pub choice: String,
    /// Whole hours since 1970, UTC, each with how often, or how many points.
    pub hours: Vec<(i32, u64)>,
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

/// The options chosen, by survey and question.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn chosen(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<Chosen>> {
    let rows: Vec<(i64, String, String, i64)> = rollup_choice::table
        .filter(rollup_choice::site_id.eq(within.site_id))
        .filter(rollup_choice::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_choice::hour.ge(within.hours.start))
        .filter(rollup_choice::hour.lt(within.hours.end))
        .group_by((rollup_choice::survey_id, rollup_choice::question, rollup_choice::choice))
        .order((rollup_choice::survey_id, rollup_choice::question, rollup_choice::choice))
        .select((
            rollup_choice::survey_id,
            rollup_choice::question,
            rollup_choice::choice,
            sql::<BigInt>("CAST(SUM(n) AS BIGINT)"),
        ))
        .load(connection)?;
    let read =
        |(survey_id, question, choice, n): (_, _, _, i64)| Ok(Chosen { survey_id, question, choice, n: count(n)? });
    rows.into_iter().map(read).collect()
}

/// The options chosen by hour: as the rollups hold them.
///
/// # Errors
/// When the query fails or a row is damaged.
pub(super) fn chose(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<Chose>> {
    let rows: Vec<(i64, String, String, i32, i64)> = rollup_choice::table
        .filter(rollup_choice::site_id.eq(within.site_id))
        .filter(rollup_choice::touchpoint_id.eq_any(within.touchpoints))
        .filter(rollup_choice::hour.ge(within.hours.start))
        .filter(rollup_choice::hour.lt(within.hours.end))
        .select((
            rollup_choice::survey_id,
            rollup_choice::question,
            rollup_choice::choice,
            rollup_choice::hour,
            rollup_choice::n,
        ))
        .load(connection)?;
    let read = |(survey_id, question, choice, hour, n): (_, _, _, _, i64)| {
        Ok(Chose { survey_id, question, choice, hours: vec![(hour, count(n)?)] })
    };
    rows.into_iter().map(read).collect()
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

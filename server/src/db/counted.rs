//! What was counted, by hour: the form in which hourly rows, packed days and filters all give their figures.

use super::{
    connection::AnyConnection,
    results::{Funnel, Within, count},
    schema::{rollup_choice, rollup_funnel, rollup_score},
};
use diesel::{prelude::*, result::Error as QueryError};
use shared::score::{Counts, MOST_POINTS, Metric};

/// What was counted of some touchpoints in some hours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// The scores.
    pub scores: Vec<Scored>,
    /// The options chosen.
    pub choices: Vec<Chose>,
    /// How far visitors went.
    pub reached: Vec<Reached>,
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

impl Counted {
    /// As the hourly rows hold it. Hours of which everything was taken back are left out.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub(super) fn of_rows(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Self> {
        let (scores, choices) = (scored(connection, within)?, chose(connection, within)?);
        let mut counted = Self { scores, choices, reached: reached(connection, within)? };
        counted.scores.retain(|row| row.counts.n() > 0);
        counted.choices.retain(|row| row.hours.iter().any(|(_, n)| *n > 0));
        counted.reached.retain(|row| row.funnel != Funnel::default());
        Ok(counted)
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: Self) {
        self.scores.extend(other.scores);
        self.choices.extend(other.choices);
        self.reached.extend(other.reached);
    }
}

fn scored(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<Scored>> {
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

/// The sums of the eleven counters of a rollup of scores.
type Sums = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

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

fn reached(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<Reached>> {
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
        Ok(Reached { touchpoint_id, survey_id, hour, funnel: funnel(sums)? })
    };
    rows.into_iter().map(read).collect()
}

fn funnel((shown, started, scored, commented): (i64, i64, i64, i64)) -> QueryResult<Funnel> {
    let (shown, started) = (count(shown)?, count(started)?);
    Ok(Funnel { shown, started, scored: count(scored)?, commented: count(commented)? })
}

fn chose(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Vec<Chose>> {
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

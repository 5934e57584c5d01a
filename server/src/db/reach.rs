//! How far a survey reached: how often it was shown and answered, and what held it back.

use super::{
    connection::AnyConnection,
    results::{Hours, count},
    schema::{rollup_funnel, rollup_gate},
    surveys::Survey,
};
use diesel::{dsl::sql, prelude::*, result::Error as QueryError, sql_types::BigInt};
use shared::targeting::Gate;
use std::collections::BTreeMap;

/// Page views for which a survey was meant, and what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Times it came into view.
    pub shown: u64,
    /// Responses with at least one answer.
    pub started: u64,
    /// Times a gate held it back. What is told of one page view in ten counts ten times.
    pub held: BTreeMap<Gate, u64>,
}

impl Reach {
    /// The page views that were counted.
    pub fn views(&self) -> u64 {
        self.held.values().fold(self.shown, |sum, n| sum.saturating_add(*n))
    }
}

/// The reach of a survey of this site in these hours.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn of(connection: &mut AnyConnection, site_id: i64, survey: &Survey, hours: &Hours) -> QueryResult<Reach> {
    let (shown, started): (i64, i64) = rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(site_id))
        .filter(rollup_funnel::touchpoint_id.eq(survey.place.touchpoint_id))
        .filter(rollup_funnel::hour.ge(hours.start))
        .filter(rollup_funnel::hour.lt(hours.end))
        .filter(rollup_funnel::survey_id.eq(survey.id))
        .select((
            sql::<BigInt>("COALESCE(CAST(SUM(shown) AS BIGINT), 0)"),
            sql::<BigInt>("COALESCE(CAST(SUM(started) AS BIGINT), 0)"),
        ))
        .first(connection)?;
    let held: Vec<(String, i64)> = rollup_gate::table
        .filter(rollup_gate::site_id.eq(site_id))
        .filter(rollup_gate::survey_id.eq(survey.id))
        .filter(rollup_gate::hour.ge(hours.start))
        .filter(rollup_gate::hour.lt(hours.end))
        .group_by(rollup_gate::gate)
        .select((rollup_gate::gate, sql::<BigInt>("CAST(SUM(n) AS BIGINT)")))
        .load(connection)?;
    let read = |(gate, n): (String, i64)| {
        let gate = Gate::try_from(gate.as_str()).map_err(|error| QueryError::DeserializationError(error.into()))?;
        Ok((gate, count(n)?))
    };
    Ok(Reach {
        shown: count(shown)?,
        started: count(started)?,
        held: held.into_iter().map(read).collect::<QueryResult<_>>()?,
    })
}

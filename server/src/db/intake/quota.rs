//! How many responses surveys with a quota have, so that not one too many is taken.

use super::{Admission, Arrival};
use crate::db::{
    connection::AnyConnection,
    schema::{rollup_funnel, survey},
    surveys::Published,
};
use diesel::{dsl::sql, prelude::*, sql_types::BigInt};
use std::collections::BTreeMap;

/// The responses of surveys with a quota, by survey: counted once a batch, then kept up with what it adds.
pub(super) struct Started(BTreeMap<i64, i64>);

impl Started {
    /// Counts the responses of all surveys with a quota to which something arrives, in the order of their ids: two
    /// processes that write at once never wait for each other in a circle.
    pub(super) fn count<'a>(
        connection: &mut AnyConnection,
        arrivals: impl Iterator<Item = &'a Arrival>,
    ) -> QueryResult<Self> {
        let limited = arrivals.filter(|arrival| matches!(arrival.admission, Admission::AtMost(_)));
        let surveys: BTreeMap<i64, &Published> =
            limited.map(|arrival| (arrival.survey.survey_id, arrival.survey.as_ref())).collect();
        let counted = surveys.into_iter().map(|(id, survey)| Ok((id, count(connection, survey)?)));
        Ok(Self(counted.collect::<QueryResult<_>>()?))
    }

    /// Whether a response is taken that was not begun before. Counts it then.
    pub(super) fn admit(&mut self, arrival: &Arrival) -> bool {
        let quota = match arrival.admission {
            Admission::Open => return true,
            Admission::Closed => return false,
            Admission::AtMost(quota) => quota,
        };
        let started = self.0.entry(arrival.survey.survey_id).or_default();
        let admitted = *started < i64::from(quota);
        *started += i64::from(admitted);
        admitted
    }
}

/// The responses stored before this batch. On SQLite nobody else writes meanwhile; on PostgreSQL another process waits
/// for the survey's row until this transaction is over.
fn count(connection: &mut AnyConnection, one: &Published) -> QueryResult<i64> {
    if let AnyConnection::Postgres(postgres) = connection {
        survey::table.find(one.survey_id).select(survey::id).for_update().first::<i64>(postgres)?;
    }
    started(connection, one)
}

/// How many responses a survey has, over all its versions.
///
/// # Errors
/// When the query fails.
pub fn started(connection: &mut AnyConnection, one: &Published) -> QueryResult<i64> {
    // The touchpoint is named, because rollups are kept in the order of touchpoints.
    rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(one.site_id))
        .filter(rollup_funnel::touchpoint_id.eq(one.touchpoint_id))
        .filter(rollup_funnel::survey_id.eq(one.survey_id))
        .select(sql::<BigInt>("COALESCE(CAST(SUM(started) AS BIGINT), 0)"))
        .first(connection)
}

//! Erasing what customers said: what a site keeps no longer, and everything of a site that is removed. Refuses to hold the
//! database for long: a few hundred rows at a time, so that answers go on being stored in between.

use super::{
    connection::AnyConnection,
    schema::{
        block_horizon, channel, comment, phase, response, rollup_choice, rollup_day, rollup_day_horizon, rollup_funnel,
        rollup_gate, rollup_score, site, survey, touchpoint,
    },
};
use diesel::prelude::*;

/// How many responses are looked at, and at most erased, at once.
const BATCH: i64 = 500;

/// Where looking for old responses has got to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The id of the last response that was looked at; none at the beginning.
    pub after: Vec<u8>,
    /// How many were erased so far.
    pub erased: usize,
    /// Whether there is nothing more to look at.
    pub is_done: bool,
}

/// Erases the responses of a site that were received before this time, UTC milliseconds, among the next few in the order
/// of their ids; what they say goes with them, and what the team noted beside those. What was counted stays counted.
///
/// Ids are made in the order of time, but by clocks that nobody checks: so all are looked at, once a day.
///
/// # Errors
/// When a query fails.
pub fn older(
    connection: &mut AnyConnection,
    site_id: i64,
    before: i64,
    Progress { after, erased, .. }: Progress,
) -> QueryResult<Progress> {
    let seen: Vec<(Vec<u8>, i64)> = response::table
        .filter(response::site_id.eq(site_id))
        .filter(response::id.gt(&after))
        .order(response::id)
        .limit(BATCH)
        .select((response::id, response::received_at))
        .load(connection)?;
    // In the same transaction, so that whoever counts the rows again knows which hours they tell nothing of any more.
    diesel::update(site::table.find(site_id).filter(site::erased_before.lt(before)))
        .set(site::erased_before.eq(before))
        .execute(connection)?;
    let is_done = (seen.len() as i64) < BATCH;
    let after = seen.last().map_or(after, |(id, _)| id.clone());
    let old: Vec<Vec<u8>> =
        seen.into_iter().filter(|(_, received_at)| *received_at < before).map(|(id, _)| id).collect();
    let erased = erased + erase(connection, site_id, &old)?;
    Ok(Progress { after, erased, is_done })
}

fn erase(connection: &mut AnyConnection, site_id: i64, ids: &[Vec<u8>]) -> QueryResult<usize> {
    if ids.is_empty() {
        return Ok(0);
    }
    // PostgreSQL does not know what belongs to a response, nor to what it belongs: knowing it makes storing slow.
    let comments = comment::table.filter(comment::site_id.eq(site_id)).filter(comment::response_id.eq_any(ids));
    diesel::delete(comments).execute(connection)?;
    let old = response::table.filter(response::site_id.eq(site_id)).filter(response::id.eq_any(ids));
    diesel::delete(old).execute(connection)
}

/// For how long each site keeps responses: row id and days, of those that do not keep them for ever.
///
/// # Errors
/// When the query fails.
pub fn retentions(connection: &mut AnyConnection) -> QueryResult<Vec<(i64, i32)>> {
    site::table
        .filter(site::retention_days.is_not_null())
        .select((site::id, site::retention_days.assume_not_null()))
        .load(connection)
}

/// Removes a site with its map, surveys, answers, counts and people.
///
/// # Errors
/// When a query fails. Run it in a transaction: it writes often. Erase the responses before, with [`older`].
pub fn site(connection: &mut AnyConnection, site_id: i64) -> QueryResult<()> {
    if let AnyConnection::Postgres(postgres) = connection {
        // Whoever is storing responses has finished, and whoever comes later finds that the site is gone.
        block_horizon::table.find(site_id).select(block_horizon::site_id).for_update().load::<i64>(postgres)?;
    }
    diesel::delete(comment::table.filter(comment::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(response::table.filter(response::site_id.eq(site_id))).execute(connection)?;
    // Versions go with their survey.
    diesel::delete(survey::table.filter(survey::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(touchpoint::table.filter(touchpoint::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(phase::table.filter(phase::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(channel::table.filter(channel::site_id.eq(site_id))).execute(connection)?;
    counts(connection, site_id)?;
    // All else goes with the site.
    diesel::delete(site::table.find(site_id)).execute(connection).map(drop)
}

/// Removes what was counted for a site. SQLite gives the row id of a removed site to the next one, and an event that
/// waited while the site was removed may have been counted after it.
///
/// # Errors
/// When a query fails.
pub fn counts(connection: &mut AnyConnection, site_id: i64) -> QueryResult<()> {
    diesel::delete(rollup_day::table.filter(rollup_day::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(rollup_day_horizon::table.find(site_id)).execute(connection)?;
    diesel::delete(rollup_score::table.filter(rollup_score::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(rollup_choice::table.filter(rollup_choice::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(rollup_funnel::table.filter(rollup_funnel::site_id.eq(site_id))).execute(connection)?;
    diesel::delete(rollup_gate::table.filter(rollup_gate::site_id.eq(site_id))).execute(connection).map(drop)
}

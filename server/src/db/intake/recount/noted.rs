//! What the last count of a site found, kept for whoever looks.

use super::{Difference, Found};
use crate::{
    db::{
        connection::AnyConnection,
        schema::{recount, site},
        sites::{from_json, to_json},
    },
    on_each,
};
use diesel::prelude::*;

/// How many differences are kept.
const SAMPLE: usize = 20;

/// Notes what was found, if nobody else has noted anything since `revision` was read.
pub(super) fn note(
    connection: &mut AnyConnection,
    site_id: i64,
    revision: Option<i32>,
    found: &Found,
    now: i64,
) -> QueryResult<bool> {
    let is_there: Option<i64> = site::table.find(site_id).select(site::id).first(connection).optional()?;
    if is_there.is_none() {
        return Ok(false);
    }
    if revision.is_none() {
        let first = diesel::insert_into(recount::table).values((
            recount::site_id.eq(site_id),
            recount::revision.eq(0),
            recount::checked_at.eq(now),
            recount::responses.eq(found.responses),
            recount::found.eq(0),
            recount::sample.eq("[]"),
        ));
        if on_each!(connection, |each| first.on_conflict_do_nothing().execute(each))? == 0 {
            return Ok(false);
        }
    }
    let revision = revision.unwrap_or_default();
    let mine = recount::table.find(site_id).filter(recount::revision.eq(revision));
    let checked = diesel::update(mine).set((
        recount::revision.eq(revision + 1),
        recount::checked_at.eq(now),
        recount::responses.eq(found.responses),
    ));
    if checked.execute(connection)? == 0 {
        return Ok(false);
    }
    if !found.differences.is_empty() {
        let sample = &found.differences[..found.differences.len().min(SAMPLE)];
        diesel::update(recount::table.find(site_id))
            .set((
                recount::found_at.eq(now),
                recount::found.eq(found.differences.len() as i64),
                recount::sample.eq(to_json(&sample)?),
            ))
            .execute(connection)?;
    }
    Ok(true)
}

/// What is known of the last count of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// When it was, UTC milliseconds.
    pub checked_at: i64,
    /// How many responses were counted.
    pub responses: i64,
    /// The last time that counters differed.
    pub found: Option<NotedDifferences>,
}

/// Counters that differed and were mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedDifferences {
    /// When it was found, UTC milliseconds.
    pub at: i64,
    /// How many differed.
    pub count: i64,
    /// The first of them.
    pub sample: Vec<Difference>,
}

/// The last count of a site; `None` if there was none.
///
/// # Errors
/// When the query fails or the row is damaged.
pub fn last(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Option<Noted>> {
    type Row = (i64, i64, Option<i64>, i64, String);
    let row: Option<Row> = recount::table
        .find(site_id)
        .select((recount::checked_at, recount::responses, recount::found_at, recount::found, recount::sample))
        .first(connection)
        .optional()?;
    let read = |(checked_at, responses, found_at, count, sample): Row| {
        let found = match found_at {
            Some(at) => Some(NotedDifferences { at, count, sample: from_json(&sample)? }),
            None => None,
        };
        Ok(Noted { checked_at, responses, found })
    };
    row.map(read).transpose()
}

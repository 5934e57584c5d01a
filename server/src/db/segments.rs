//! Segments: filters that a team keeps under a name. What they leave is counted when it is looked at.

use super::{connection::AnyConnection, journey::Name, schema::segment};
use crate::filter::Filter;
use diesel::{prelude::*, result::Error as QueryError};

/// The most segments of one site.
pub const MOST_SEGMENTS: i64 = 50;

/// A filter with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// Which responses belong to it.
    pub filter: Filter,
}

/// The segments of a site in the order of their names.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn all(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Segment>> {
    let rows: Vec<(i64, String, String)> = segment::table
        .filter(segment::site_id.eq(site_id))
        .order((segment::name, segment::id))
        .select((segment::id, segment::name, segment::filter))
        .load(connection)?;
    let read = |(id, name, filter): (_, _, String)| {
        let filter = Filter::read(&filter).map_err(|error| QueryError::DeserializationError(error.into()))?;
        Ok(Segment { id, name, filter })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps a filter under a name. `false` when the site has as many segments as it may.
///
/// # Errors
/// When a query fails. Run it in a transaction: it counts before it adds.
pub fn add(connection: &mut AnyConnection, site_id: i64, name: &Name, filter: &Filter, now: i64) -> QueryResult<bool> {
    let there: i64 = segment::table.filter(segment::site_id.eq(site_id)).count().get_result(connection)?;
    if there >= MOST_SEGMENTS {
        return Ok(false);
    }
    diesel::insert_into(segment::table)
        .values((
            segment::site_id.eq(site_id),
            segment::name.eq(name.as_str()),
            segment::filter.eq(filter.query()),
            segment::created_at.eq(now),
        ))
        .execute(connection)
        .map(|rows| rows == 1)
}

/// Gives a segment another name. `false` when the site has no such segment.
///
/// # Errors
/// When the query fails.
pub fn rename(connection: &mut AnyConnection, site_id: i64, id: i64, name: &Name) -> QueryResult<bool> {
    diesel::update(segment::table.filter(segment::site_id.eq(site_id)).filter(segment::id.eq(id)))
        .set(segment::name.eq(name.as_str()))
        .execute(connection)
        .map(|rows| rows == 1)
}

/// Removes a segment; no response is touched. `false` when the site has no such segment.
///
/// # Errors
/// When the query fails.
pub fn remove(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<bool> {
    diesel::delete(segment::table.filter(segment::site_id.eq(site_id)).filter(segment::id.eq(id)))
        .execute(connection)
        .map(|rows| rows == 1)
}

//! Links that show on a page of a site why its surveys do not show. They end by themselves; only a hash is stored.

use super::{connection::AnyConnection, schema::trace_link};
use diesel::prelude::*;

/// Opens a link of this site until `expires_at`, and removes those that have ended. Times are UTC milliseconds.
///
/// # Errors
/// When a query fails.
pub fn open(
    connection: &mut AnyConnection,
    site_id: i64,
    token_hash: &[u8],
    now: i64,
    expires_at: i64,
) -> QueryResult<()> {
    sweep(connection, now)?;
    diesel::insert_into(trace_link::table)
        .values((
            trace_link::token_hash.eq(token_hash),
            trace_link::site_id.eq(site_id),
            trace_link::expires_at.eq(expires_at),
        ))
        .execute(connection)
        .map(drop)
}

/// Whether a link of this site is open. Removes those that have ended.
///
/// # Errors
/// When a query fails.
pub fn is_open(connection: &mut AnyConnection, site_id: i64, token_hash: &[u8], now: i64) -> QueryResult<bool> {
    let ends: Option<i64> = trace_link::table
        .filter(trace_link::token_hash.eq(token_hash))
        .filter(trace_link::site_id.eq(site_id))
        .select(trace_link::expires_at)
        .first(connection)
        .optional()?;
    match ends {
        Some(ends) if ends > now => Ok(true),
        Some(_) => sweep(connection, now).map(|_| false),
        None => Ok(false),
    }
}

fn sweep(connection: &mut AnyConnection, now: i64) -> QueryResult<usize> {
    diesel::delete(trace_link::table.filter(trace_link::expires_at.le(now))).execute(connection)
}

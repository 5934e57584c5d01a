//! How often somebody tried to sign in lately, whichever process they met. Knows nobody: an address or a network is a hash.

use super::{connection::AnyConnection, schema::sign_in_try};
use crate::on_each;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// Tries of one address or network within [`WINDOW`] before waiting is asked for.
const MOST: i32 = 10;
/// Milliseconds from the first try until all are forgotten.
const WINDOW: i64 = 15 * 60_000;

/// Counts a try of an address or a network at this time, UTC milliseconds. Called inside a transaction.
///
/// Returns the seconds to wait if it is one too many.
///
/// # Errors
/// When a query fails.
pub fn admit(connection: &mut AnyConnection, who: &str, now: i64) -> QueryResult<Result<(), u64>> {
    let who = hash(who);
    diesel::delete(sign_in_try::table.filter(sign_in_try::since.le(now - WINDOW))).execute(connection)?;
    let row = sign_in_try::table.find(&who).select((sign_in_try::n, sign_in_try::since));
    let tried: Option<(i32, i64)> = row.first(connection).optional()?;
    if let Some((_, since)) = tried.filter(|(n, _)| *n >= MOST) {
        let seconds = (since + WINDOW - now).div_euclid(1_000).max(1);
        return Ok(Err(seconds.unsigned_abs()));
    }
    let first = (sign_in_try::who.eq(who), sign_in_try::n.eq(1), sign_in_try::since.eq(now));
    let insert = diesel::insert_into(sign_in_try::table).values(first).on_conflict(sign_in_try::who);
    let count = insert.do_update().set(sign_in_try::n.eq(sign_in_try::n + 1));
    on_each!(connection, |each| count.execute(each))?;
    Ok(Ok(()))
}

/// Forgets the tries of somebody who got in.
///
/// # Errors
/// When the query fails.
pub fn forget(connection: &mut AnyConnection, who: &str) -> QueryResult<()> {
    diesel::delete(sign_in_try::table.find(hash(who))).execute(connection).map(drop)
}

fn hash(who: &str) -> Vec<u8> {
    Sha256::digest(who).to_vec()
}

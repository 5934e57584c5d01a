//! Blocks of packed responses beside their rows, and counting with both: what is in a block and has not changed since is
//! counted from it, all else from its rows, in one snapshot. So every figure is what counting the rows gives.

mod rows;

mod count;

mod seal;

mod proof;

use super::{connection::AnyConnection, schema::block};
use crate::blocks::ID;
pub(super) use count::count;
use diesel::prelude::*;
pub use proof::{Proof, Proved};
pub use seal::{MOST_CHANGES, Sealed, seal, sites, takes_turn};

/// Where a block lies and when its responses began.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stored {
    id: i64,
    /// The last id of the block before it; its own come after it.
    after: Vec<u8>,
    upto: Vec<u8>,
    first_hour: i32,
    last_hour: i32,
    responses: i32,
}

/// The blocks of a site in the order of ids.
fn stored(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Stored>> {
    let rows: Vec<(i64, Vec<u8>, i32, i32, i32)> = block::table
        .filter(block::site_id.eq(site_id))
        .order(block::upto)
        .select((block::id, block::upto, block::first_hour, block::last_hour, block::responses))
        .load(connection)?;
    let mut last = Vec::new();
    let mut stored = Vec::with_capacity(rows.len());
    for (id, upto, first_hour, last_hour, responses) in rows {
        let after = std::mem::replace(&mut last, upto.clone());
        stored.push(Stored { id, after, upto, first_hour, last_hour, responses });
    }
    Ok(stored)
}

/// The ids in a column of ids.
fn ids(column: &[u8]) -> &[[u8; ID]] {
    column.as_chunks().0
}

//! Counting what a filter leaves: blocks, except what has changed since, and rows for all else.

use super::{Stored, ids, rows, stored};
use crate::{
    blocks::{Block, ID, MOST, Response, Scope, Tally, pack},
    bytes::Damaged,
    db::{
        connection::AnyConnection,
        limit::{in_time, limited},
        results::Within,
        schema::{block, block_change},
    },
    filter::Filter,
};
use diesel::{prelude::*, result::Error as QueryError};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

/// How many blocks one query reads: few enough to be held in memory by every reader at once.
const AT_ONCE: usize = 16;

/// Counts what a filter leaves, all at one moment.
///
/// A block that is damaged is read from its rows and made again later; the log names it.
///
/// # Errors
/// When a query fails or it takes too long, or a row is damaged.
pub(in crate::db) fn count(
    connection: &mut AnyConnection,
    within: Within<'_>,
    filter: &Filter,
    tallies: &mut [&mut dyn Tally],
) -> QueryResult<()> {
    let Within { site_id, touchpoints, hours } = within;
    let scope = Scope { touchpoints, hours, filter };
    let mut counting = Counting { site_id, scope, tallies, damaged: Vec::new() };
    limited(connection, |connection| counting.run(connection))?;
    for (Stored { id, upto, .. }, damage) in counting.damaged {
        tracing::error!(site = site_id, block = id, %damage, "a block is damaged: it is read from its rows and made again");
        // As a change that nobody made: it leads the sealer to this block.
        diesel::insert_into(block_change::table)
            .values((block_change::site_id.eq(site_id), block_change::response_id.eq(upto)))
            .execute(connection)?;
    }
    Ok(())
}

struct Counting<'a, 'b> {
    site_id: i64,
    scope: Scope<'a>,
    tallies: &'a mut [&'b mut dyn Tally],
    damaged: Vec<(Stored, Damaged)>,
}

impl Counting<'_, '_> {
    fn run(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        let blocks = stored(connection, self.site_id)?;
        let sealed = blocks.last().map(|last| last.upto.clone()).unwrap_or_default();
        let changed = changed(connection, self.site_id, &sealed)?;
        let hours = self.scope.hours;
        let looked: Vec<&Stored> =
            blocks.iter().filter(|one| one.last_hour >= hours.start && one.first_hour < hours.end).collect();
        for some in looked.chunks(AT_ONCE) {
            in_time()?;
            self.blocks(connection, some, &changed)?;
        }
        let changed: Vec<Vec<u8>> = changed.into_iter().collect();
        for some in changed.chunks(MOST) {
            in_time()?;
            self.rows(&rows::of(connection, self.site_id, some)?)?;
        }
        self.between(connection, &sealed, Bound::Unbounded, &BTreeSet::new())
    }

    fn blocks(
        &mut self,
        connection: &mut AnyConnection,
        some: &[&Stored],
        changed: &BTreeSet<Vec<u8>>,
    ) -> QueryResult<()> {
        let numbers: Vec<i64> = some.iter().map(|one| one.id).collect();
        let packed: Vec<(i64, Vec<u8>)> =
            block::table.filter(block::id.eq_any(numbers)).select((block::id, block::packed)).load(connection)?;
        let packed: BTreeMap<i64, Vec<u8>> = packed.into_iter().collect();
        for one in some {
            let bytes = packed.get(&one.id).ok_or(QueryError::NotFound)?;
            let gone: BTreeSet<&[u8]> = within(changed, one).map(Vec::as_slice).collect();
            let left_out = if gone.is_empty() { BTreeSet::new() } else { places(connection, one, &gone)? };
            match Block::read(bytes) {
                Ok(block) => block
                    .count(self.scope, &left_out, self.tallies)
                    .map_err(|damage| QueryError::DeserializationError(format!("block {}: {damage}", one.id).into()))?,
                Err(damage) => {
                    let changed = gone.into_iter().map(<[u8]>::to_vec).collect();
                    self.between(connection, &one.after, Bound::Included(&one.upto), &changed)?;
                    self.damaged.push(((*one).clone(), damage));
                }
            }
        }
        Ok(())
    }

    /// Counts rows whose ids come after one, up to another, except those of some ids.
    fn between(
        &mut self,
        connection: &mut AnyConnection,
        after: &[u8],
        upto: Bound<&[u8]>,
        except: &BTreeSet<Vec<u8>>,
    ) -> QueryResult<()> {
        let mut after = after.to_vec();
        loop {
            in_time()?;
            let mut some = rows::between(connection, self.site_id, &after, upto, MOST)?;
            let Some(last) = some.last() else { return Ok(()) };
            let is_all = some.len() < MOST;
            after = last.id.to_vec();
            some.retain(|response| !except.contains(response.id.as_slice()));
            self.rows(&some)?;
            if is_all {
                return Ok(());
            }
        }
    }

    /// Counts responses that were read from their rows: packed in memory, by the same rules as those of blocks.
    fn rows(&mut self, responses: &[Response]) -> QueryResult<()> {
        for some in responses.chunks(MOST) {
            let bytes = pack(some).bytes;
            let counted = Block::read(&bytes).and_then(|block| block.count(self.scope, &BTreeSet::new(), self.tallies));
            counted.map_err(|damage| QueryError::DeserializationError(damage.into()))?;
        }
        Ok(())
    }
}

/// The responses up to the last block that came, changed or went since they were packed.
pub(super) fn changed(connection: &mut AnyConnection, site_id: i64, upto: &[u8]) -> QueryResult<BTreeSet<Vec<u8>>> {
    let changed: Vec<Vec<u8>> = block_change::table
        .filter(block_change::site_id.eq(site_id))
        .filter(block_change::response_id.le(upto))
        .select(block_change::response_id)
        .load(connection)?;
    Ok(changed.into_iter().collect())
}

/// Those that lie where a block does.
pub(super) fn within<'a>(
    changed: &'a BTreeSet<Vec<u8>>,
    block: &Stored,
) -> impl Iterator<Item = &'a Vec<u8>> + use<'a> {
    changed.range((Bound::Excluded(block.after.clone()), Bound::Included(block.upto.clone())))
}

/// The rows of a block in which these responses are; those that came later are in none.
fn places(connection: &mut AnyConnection, block: &Stored, responses: &BTreeSet<&[u8]>) -> QueryResult<BTreeSet<usize>> {
    let column: Vec<u8> = block::table.find(block.id).select(block::ids).first(connection)?;
    let all: &[[u8; ID]] = ids(&column);
    if all.len() != usize::try_from(block.responses).unwrap_or_default() {
        return Err(QueryError::DeserializationError(format!("block {} has not the ids of its rows", block.id).into()));
    }
    let places = all.iter().enumerate().filter(|(_, id)| responses.contains(id.as_slice()));
    Ok(places.map(|(place, _)| place).collect())
}

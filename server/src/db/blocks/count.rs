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
use diesel::{connection::DefaultLoadingMode, pg::PgRowByRowLoadingMode, prelude::*, result::Error as QueryError};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

/// How many blocks one query names: fewer than the parameters that SQLite takes.
const IN_ONE_QUERY: usize = 1_000;

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
        let looked = blocks.iter().filter(|one| one.last_hour >= hours.start && one.first_hour < hours.end);
        let (touched, untouched): (Vec<&Stored>, Vec<&Stored>) =
            looked.partition(|one| within(&changed, one).next().is_some());
        for some in untouched.chunks(IN_ONE_QUERY) {
            self.untouched(connection, some)?;
        }
        for one in touched {
            in_time()?;
            self.touched(connection, one, &changed)?;
        }
        let changed: Vec<Vec<u8>> = changed.into_iter().collect();
        for some in changed.chunks(MOST) {
            in_time()?;
            self.rows(&rows::of(connection, self.site_id, some)?)?;
        }
        self.between(connection, &sealed, Bound::Unbounded, &BTreeSet::new())
    }

    /// Counts blocks of which nothing has changed, each while the database makes the next one ready.
    fn untouched(&mut self, connection: &mut AnyConnection, some: &[&Stored]) -> QueryResult<()> {
        let numbers: Vec<i64> = some.iter().map(|one| one.id).collect();
        let query = block::table.filter(block::id.eq_any(numbers)).order(block::id).select((block::id, block::packed));
        let damaged = match connection {
            AnyConnection::Sqlite(sqlite) => self.stream(query.load_iter::<_, DefaultLoadingMode>(sqlite)?, some)?,
            AnyConnection::Postgres(postgres) => {
                self.stream(query.load_iter::<_, PgRowByRowLoadingMode>(postgres)?, some)?
            }
        };
        for (one, damage) in damaged {
            self.between(connection, &one.after, Bound::Included(&one.upto), &BTreeSet::new())?;
            self.damaged.push((one.clone(), damage));
        }
        Ok(())
    }

    /// Counts packed blocks as they come. Those that are damaged are not counted.
    fn stream<'s>(
        &mut self,
        packed: impl Iterator<Item = QueryResult<(i64, Vec<u8>)>>,
        some: &[&'s Stored],
    ) -> QueryResult<Vec<(&'s Stored, Damaged)>> {
        let mut missing: BTreeMap<i64, &Stored> = some.iter().map(|one| (one.id, *one)).collect();
        let mut damaged = Vec::new();
        for packed in packed {
            in_time()?;
            let (id, bytes) = packed?;
            let one = missing.remove(&id).ok_or(QueryError::NotFound)?;
            match Block::read(&bytes) {
                Ok(block) => self.block(one, &block, &BTreeSet::new())?,
                Err(damage) => damaged.push((one, damage)),
            }
        }
        if missing.is_empty() { Ok(damaged) } else { Err(QueryError::NotFound) }
    }

    /// Counts a block of which some responses have changed, without them.
    fn touched(
        &mut self,
        connection: &mut AnyConnection,
        one: &Stored,
        changed: &BTreeSet<Vec<u8>>,
    ) -> QueryResult<()> {
        let bytes: Vec<u8> = block::table.find(one.id).select(block::packed).first(connection)?;
        let gone: BTreeSet<&[u8]> = within(changed, one).map(Vec::as_slice).collect();
        let left_out = places(connection, one, &gone)?;
        match Block::read(&bytes) {
            Ok(block) => self.block(one, &block, &left_out),
            Err(damage) => {
                let changed = gone.into_iter().map(<[u8]>::to_vec).collect();
                self.between(connection, &one.after, Bound::Included(&one.upto), &changed)?;
                self.damaged.push((one.clone(), damage));
                Ok(())
            }
        }
    }

    fn block(&mut self, one: &Stored, block: &Block<'_>, left_out: &BTreeSet<usize>) -> QueryResult<()> {
        let counted = block.count(self.scope, left_out, self.tallies);
        counted.map_err(|damage| QueryError::DeserializationError(format!("block {}: {damage}", one.id).into()))
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

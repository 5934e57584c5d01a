//! Packing responses into blocks, one block at a time: what is read is read in one snapshot, what is written is written in
//! one short transaction, and only where nobody else has written the same meanwhile.

use super::{Stored, rows, stored};
use crate::{
    blocks::{ID, MOST, Packed, Response, pack},
    db::{
        connection::{self, AnyConnection},
        limit,
        schema::{block, block_change, block_horizon, response},
    },
    on_each,
};
use diesel::{dsl::sql, prelude::*, result::Error as QueryError, sql_types::Bool};
use std::{collections::BTreeMap, ops::Bound};

/// The fewest responses that are packed: fewer are as quickly read from their rows.
const FEWEST: usize = 1_024;
/// How many changes are read from rows before the block that has most of them is made again.
pub const MOST_CHANGES: usize = 256;
/// For how long a response is left alone after its id was made: most are complete by then, and change no more.
const REST: i64 = 2 * 60 * 1_000;
/// Ids that claim to be of a later day than this are not in order of time: they were drawn, or a clock is wrong.
const AHEAD: i64 = 24 * 60 * 60 * 1_000;
/// Comes after every id.
const EVERY_ID: [u8; ID] = [0xff; ID];

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// There was nothing to do.
    Nothing,
    /// Responses were packed, or packed again.
    Responses(usize),
    /// Somebody else was quicker; there may be more to do.
    Missed,
}

/// The sites, each of which may have something to seal.
///
/// # Errors
/// When the query fails.
pub fn sites(connection: &mut AnyConnection) -> QueryResult<Vec<i64>> {
    block_horizon::table.order(block_horizon::site_id).select(block_horizon::site_id).load(connection)
}

/// What to pack: rows whose ids come after one, up to another, in place of some blocks.
struct Work {
    after: Vec<u8>,
    upto: Vec<u8>,
    replaced: Vec<i64>,
    /// Whether `upto` itself is the end of a block; otherwise a block ends with its last response.
    is_whole: bool,
}

/// What was packed, and the changes that are in it.
struct Made {
    work: Work,
    last: Option<Vec<u8>>,
    blocks: Vec<(Vec<u8>, Vec<Response>, Packed)>,
    seen: Vec<i64>,
}

/// Packs one block of a site, if there is one to be packed at this time, UTC milliseconds: responses that are in none, or
/// those of the block in which most has changed. Changes wait until there are `changes` of them.
///
/// # Errors
/// When a query fails or a row is damaged; then nothing has changed.
pub fn seal(connection: &mut AnyConnection, site_id: i64, now: i64, changes: usize) -> QueryResult<Sealed> {
    raise_horizon(connection, site_id, now)?;
    let made = limit::limited(connection, |connection| {
        let blocks = stored(connection, site_id)?;
        let work = match worn(connection, site_id, &blocks, changes)? {
            Some(work) => Some(work),
            None => fresh(connection, site_id, &blocks)?,
        };
        work.map(|work| make(connection, site_id, work, &blocks)).transpose()
    })?;
    let Some(made) = made else { return Ok(Sealed::Nothing) };
    let packed = made.blocks.iter().map(|(_, responses, _)| responses.len()).sum();
    let is_written = connection::write(connection, |connection| put(connection, site_id, made))?;
    Ok(if is_written { Sealed::Responses(packed) } else { Sealed::Missed })
}

/// Lets what has rested be packed: from then on its changes are noted.
fn raise_horizon(connection: &mut AnyConnection, site_id: i64, now: i64) -> QueryResult<()> {
    let Some(horizon) = horizon(connection, site_id)? else { return Ok(()) };
    let sealed = stored(connection, site_id)?.pop().map(|last| last.upto).unwrap_or_default();
    let (rested, ahead) = (at(now - REST), at(now + AHEAD));
    let waiting = waiting(connection, site_id, &sealed, &EVERY_ID, FEWEST)?;
    let upto = match waiting.last() {
        Some(last) if waiting.len() == FEWEST && last.as_slice() <= rested.as_slice() => rested,
        _ if self::waiting(connection, site_id, sealed.as_slice().max(&ahead), &EVERY_ID, MOST)?.len() == MOST => {
            // So many ids that are in no order of time are packed as well; from then on whatever comes is a change.
            EVERY_ID
        }
        _ => return Ok(()),
    };
    if upto.as_slice() <= horizon.as_slice() {
        return Ok(());
    }
    connection::write(connection, |connection| {
        if let AnyConnection::Postgres(postgres) = connection {
            // Waits for those who store answers; should one of them wait for another, it must give way soon.
            diesel::sql_query("SET LOCAL lock_timeout = '200ms'").execute(postgres)?;
        }
        let raised = block_horizon::upto.eq(upto.as_slice());
        diesel::update(block_horizon::table.find(site_id)).set(raised).execute(connection).map(drop)
    })
}

fn horizon(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Option<Vec<u8>>> {
    block_horizon::table.find(site_id).select(block_horizon::upto).first(connection).optional()
}

/// The first so many ids after one, up to another.
fn waiting(
    connection: &mut AnyConnection,
    site_id: i64,
    after: &[u8],
    upto: &[u8],
    most: usize,
) -> QueryResult<Vec<Vec<u8>>> {
    response::table
        .filter(response::site_id.eq(site_id))
        .filter(response::id.gt(after))
        .filter(response::id.le(upto))
        .order(response::id)
        .limit(most as i64)
        .select(response::id)
        .load(connection)
}

/// The first id that can be made at a time.
fn at(milliseconds: i64) -> [u8; ID] {
    let mut id = [0; ID];
    let [_, _, time @ ..] = milliseconds.max(0).to_be_bytes();
    id[..6].copy_from_slice(&time);
    id
}

/// The block in which most has changed, where enough has.
fn worn(connection: &mut AnyConnection, site_id: i64, blocks: &[Stored], changes: usize) -> QueryResult<Option<Work>> {
    let Some(last) = blocks.last() else { return Ok(None) };
    let changed: Vec<Vec<u8>> = block_change::table
        .filter(block_change::site_id.eq(site_id))
        .filter(block_change::response_id.le(&last.upto))
        .select(block_change::response_id)
        .load(connection)?;
    if changed.is_empty() || changed.len() < changes {
        return Ok(None);
    }
    let mut most = BTreeMap::<usize, usize>::new();
    for id in changed {
        *most.entry(blocks.partition_point(|block| block.upto < id)).or_default() += 1;
    }
    let worn = most.into_iter().max_by_key(|(_, changes)| *changes).and_then(|(place, _)| blocks.get(place));
    Ok(worn.map(|worn| Work {
        after: worn.after.clone(),
        upto: worn.upto.clone(),
        replaced: vec![worn.id],
        is_whole: true,
    }))
}

/// Responses behind the last block, with those of that block where there is room.
fn fresh(connection: &mut AnyConnection, site_id: i64, blocks: &[Stored]) -> QueryResult<Option<Work>> {
    let Some(horizon) = horizon(connection, site_id)? else { return Ok(None) };
    let last = blocks.last();
    let after = last.map(|last| last.upto.clone()).unwrap_or_default();
    if waiting(connection, site_id, &after, &horizon, FEWEST)?.len() < FEWEST {
        return Ok(None);
    }
    let roomy = last.filter(|last| usize::try_from(last.responses).is_ok_and(|rows| rows + FEWEST <= MOST));
    Ok(Some(match roomy {
        Some(last) => Work { after: last.after.clone(), upto: horizon, replaced: vec![last.id], is_whole: false },
        None => Work { after, upto: horizon, replaced: Vec::new(), is_whole: false },
    }))
}

/// Reads and packs. A block that has grown becomes two.
fn make(connection: &mut AnyConnection, site_id: i64, work: Work, stored: &[Stored]) -> QueryResult<Made> {
    let mut blocks = Vec::new();
    let mut after = work.after.clone();
    loop {
        let responses = rows::between(connection, site_id, &after, Bound::Included(&work.upto), MOST)?;
        let Some(last) = responses.last() else { break };
        let is_all = responses.len() < MOST;
        after = if is_all && work.is_whole { work.upto.clone() } else { last.id.to_vec() };
        let packed = pack(&responses);
        blocks.push((after.clone(), responses, packed));
        if is_all || !work.is_whole {
            break;
        }
    }
    let upto = match blocks.last() {
        Some((upto, ..)) if !work.is_whole => upto,
        _ => &work.upto,
    };
    let seen = block_change::table
        .filter(block_change::site_id.eq(site_id))
        .filter(block_change::response_id.gt(&work.after))
        .filter(block_change::response_id.le(upto))
        .select(block_change::id)
        .load(connection)?;
    let last = stored.last().map(|last| last.upto.clone());
    Ok(Made { work, last, blocks, seen })
}

/// Numbers that no other program is likely to lock: the letters of "seal" and "block".
const POSTGRES_TURN: i64 = 0x7365_616c;
const POSTGRES_LOCK: i64 = 0x62_6c6f_636b;

/// Whether this connection may seal: of several processes on one PostgreSQL one does, as long as its connection lives.
///
/// # Errors
/// When the query fails.
pub fn takes_turn(connection: &mut AnyConnection) -> QueryResult<bool> {
    match connection {
        AnyConnection::Postgres(postgres) => {
            diesel::select(sql::<Bool>(&format!("pg_try_advisory_lock({POSTGRES_TURN})"))).get_result(postgres)
        }
        AnyConnection::Sqlite(_) => Ok(true),
    }
}

/// Writes what was packed, unless the blocks it stands for are others now.
fn put(connection: &mut AnyConnection, site_id: i64, made: Made) -> QueryResult<bool> {
    let Made { work, last, blocks, seen } = made;
    if let AnyConnection::Postgres(postgres) = connection {
        // Of two processes the second one sees what the first has written. SQLite has one writer.
        diesel::sql_query(format!("SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")).execute(postgres)?;
    }
    let now = stored(connection, site_id)?;
    let is_same = now.last().map(|last| &last.upto) == last.as_ref()
        && work.replaced.iter().all(|id| now.iter().any(|one| one.id == *id));
    if !is_same {
        return Ok(false);
    }
    diesel::delete(block::table.filter(block::id.eq_any(&work.replaced))).execute(connection)?;
    for (upto, responses, packed) in blocks {
        let rows = i32::try_from(responses.len()).map_err(|error| QueryError::SerializationError(error.into()))?;
        let hours = || responses.iter().map(|response| response.hour);
        let row = (
            block::site_id.eq(site_id),
            block::upto.eq(upto),
            block::first_hour.eq(hours().min().unwrap_or_default()),
            block::last_hour.eq(hours().max().unwrap_or_default()),
            block::responses.eq(rows),
            block::packed.eq(packed.bytes),
            block::ids.eq(packed.ids),
        );
        on_each!(connection, |each| diesel::insert_into(block::table).values(row).execute(each))?;
    }
    for seen in seen.chunks(1_000) {
        diesel::delete(block_change::table.filter(block_change::id.eq_any(seen))).execute(connection)?;
    }
    Ok(true)
}

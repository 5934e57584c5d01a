//! Packing days: each once a whole day has passed since, and again after something in it has changed.

use super::{POSTGRES_LOCK, day_of, horizon, hours_of, packed, put};
use crate::{
    clock,
    db::{
        connection::{self, AnyConnection},
        counted::Counted,
        results::Within,
        schema::{rollup_day, rollup_day_horizon, rollup_funnel, touchpoint},
    },
    on_each,
};
use diesel::{dsl::min, prelude::*, sql_query, sql_types::BigInt};

/// How many changed days are packed again at once, so that whoever stores answers gets the database in between.
const MOST: i64 = 32;

/// Packs the next day of a site, or days that have changed, if there are any at this time, UTC milliseconds. Whether there
/// were.
///
/// # Errors
/// When a query fails or a row is damaged; then nothing has changed.
pub fn pack(connection: &mut AnyConnection, site_id: i64, now: i64) -> QueryResult<bool> {
    // Whoever stores answers notes what changes in a finished day. A day of patience forgives clocks that differ.
    let yesterday = day_of(clock::hour_of(now)) - 1;
    let begun = horizon(connection, site_id)?;
    let next = match begun {
        Some(day) => Some(day),
        None => first_day(connection, site_id)?,
    };
    if let Some(day) = next.filter(|day| *day < yesterday) {
        connection::write(connection, |connection| {
            lock(connection, site_id)?;
            if horizon(connection, site_id)? == begun {
                pack_all(connection, site_id, day)?;
            }
            Ok(())
        })?;
        return Ok(true);
    }
    if begun.is_none() || changed(connection, site_id)?.is_empty() {
        return Ok(false);
    }
    connection::write(connection, |connection| {
        lock(connection, site_id)?;
        for (touchpoint, day) in changed(connection, site_id)? {
            pack_one(connection, (site_id, touchpoint, day))?;
        }
        Ok(true)
    })
}

/// The first day on which anything was counted.
fn first_day(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Option<i32>> {
    let of_site = rollup_funnel::table.filter(rollup_funnel::site_id.eq(site_id));
    let first: Option<i32> = of_site.select(min(rollup_funnel::hour)).first(connection)?;
    Ok(first.map(day_of))
}

/// Days that changed since they were packed.
fn changed(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<(i64, i32)>> {
    rollup_day::table
        .filter(rollup_day::site_id.eq(site_id))
        .filter(rollup_day::packed.is_null())
        .select((rollup_day::touchpoint_id, rollup_day::day))
        .limit(MOST)
        .load(connection)
}

/// Packs the day at the horizon and moves the horizon behind it.
fn pack_all(connection: &mut AnyConnection, site_id: i64, day: i32) -> QueryResult<()> {
    let of_site = touchpoint::table.filter(touchpoint::site_id.eq(site_id));
    for touchpoint in of_site.select(touchpoint::id).load::<i64>(connection)? {
        pack_one(connection, (site_id, touchpoint, day))?;
    }
    let raised = rollup_day_horizon::day.eq(day + 1);
    let row = diesel::insert_into(rollup_day_horizon::table).values((rollup_day_horizon::site_id.eq(site_id), raised));
    let row = row.on_conflict(rollup_day_horizon::site_id).do_update().set(raised);
    on_each!(connection, |each| row.execute(each)).map(drop)
}

fn pack_one(connection: &mut AnyConnection, key: (i64, i64, i32)) -> QueryResult<()> {
    let (site_id, touchpoint, day) = key;
    let within = Within { site_id, touchpoints: &[touchpoint], hours: &hours_of(day) };
    match packed::pack(&Counted::of_rows(connection, within)?) {
        Some(packed) => put(connection, key, Some(&packed)),
        None => diesel::delete(rollup_day::table.find(key)).execute(connection).map(drop),
    }
}

/// Waits on PostgreSQL for those who are changing finished days, and keeps others from it until the transaction is over. On
/// SQLite nobody else writes meanwhile.
fn lock(connection: &mut AnyConnection, site_id: i64) -> QueryResult<()> {
    let AnyConnection::Postgres(postgres) = connection else { return Ok(()) };
    let lock = sql_query("SELECT pg_advisory_xact_lock($1)");
    lock.bind::<BigInt, _>(POSTGRES_LOCK.wrapping_add(site_id)).execute(postgres).map(drop)
}

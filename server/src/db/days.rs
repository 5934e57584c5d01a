//! The hourly counters of finished days, packed beside the rows that they are a copy of, so that a year is read as quickly as
//! a week. Refuses to be believed where something has changed since it was packed: that is read from the rows.

mod packed;

mod pack;

mod proof;

use super::{
    connection::AnyConnection,
    counted::Counted,
    results::{Hours, Within},
    schema::{rollup_day, rollup_day_horizon},
};
use crate::{clock, on_each};
use diesel::{prelude::*, sql_query, sql_types::BigInt};
pub use pack::pack;
pub use proof::{Proved, prove};
use std::collections::{BTreeMap, BTreeSet};

/// Hours of a day. Days are those of UTC: whoever reads them cuts them in the site's time zone, hour by hour.
const HOURS: i32 = 24;
/// How many changed days are read one by one; where there are more, one look at all rows is quicker.
const MOST_CHANGED: usize = 32;
/// Any number that no other program is likely to lock: the letters of "packday". A site's id is added.
const POSTGRES_LOCK: i64 = 0x0070_6163_6b64_6179;

/// What was counted, hour by hour.
///
/// # Errors
/// When a query fails or a row is damaged.
pub(super) fn read(connection: &mut AnyConnection, within: Within<'_>) -> QueryResult<Counted> {
    let Within { site_id, touchpoints, hours } = within;
    let horizon = horizon(connection, site_id)?.unwrap_or_default();
    let packed_upto = hours.end.min(horizon.saturating_mul(HOURS));
    if packed_upto <= hours.start {
        return Counted::of_rows(connection, within);
    }
    let stored: Vec<(i64, i32, Option<Vec<u8>>)> = rollup_day::table
        .filter(rollup_day::site_id.eq(site_id))
        .filter(rollup_day::touchpoint_id.eq_any(touchpoints))
        .filter(rollup_day::day.ge(day_of(hours.start)))
        .filter(rollup_day::day.le(day_of(packed_upto - 1)))
        .order((rollup_day::touchpoint_id, rollup_day::day))
        .select((rollup_day::touchpoint_id, rollup_day::day, rollup_day::packed))
        .load(connection)?;
    let (mut counted, mut changed) = (Counted::default(), Vec::new());
    for (touchpoint, day, packed) in stored {
        let unpacked = packed.as_deref().map(|packed| packed::unpack(packed, (touchpoint, day), hours, &mut counted));
        if let Some(Err(error)) = unpacked {
            tracing::error!(%error, site_id, touchpoint, day, "a packed day is damaged; its rows are read");
        }
        if !matches!(unpacked, Some(Ok(()))) {
            changed.push((touchpoint, day));
        }
    }
    if changed.len() > MOST_CHANGED {
        return Counted::of_rows(connection, within);
    }
    for (touchpoint, day) in changed {
        let hours = common(&hours_of(day), hours);
        counted.add(Counted::of_rows(connection, Within { touchpoints: &[touchpoint], hours: &hours, ..within })?);
    }
    if packed_upto < hours.end {
        counted.add(Counted::of_rows(connection, Within { hours: &(packed_upto..hours.end), ..within })?);
    }
    Ok(counted)
}

/// Notes that counters of finished days have changed, in the transaction that changes them: site, touchpoint and hour of each.
/// The day that is going on, in which nearly all answers come, costs nothing.
///
/// # Errors
/// When a query fails.
pub(super) fn note(
    connection: &mut AnyConnection,
    changed: impl Iterator<Item = (i64, i64, i32)>,
    now: i64,
) -> QueryResult<()> {
    let today = day_of(clock::hour_of(now));
    let mut days = BTreeMap::<i64, BTreeSet<(i64, i32)>>::new();
    for (site, touchpoint, hour) in changed {
        if day_of(hour) < today {
            days.entry(site).or_default().insert((touchpoint, day_of(hour)));
        }
    }
    for (site_id, days) in days {
        if let AnyConnection::Postgres(postgres) = connection {
            // Whoever packs has finished, and the horizon is read as they left it, or begins when this is committed.
            let lock = sql_query("SELECT pg_advisory_xact_lock_shared($1)");
            lock.bind::<BigInt, _>(POSTGRES_LOCK.wrapping_add(site_id)).execute(postgres)?;
        }
        let horizon = horizon(connection, site_id)?.unwrap_or_default();
        for (touchpoint, day) in days.into_iter().filter(|(_, day)| *day < horizon) {
            put(connection, (site_id, touchpoint, day), None)?;
        }
    }
    Ok(())
}

/// Stores what is packed of a touchpoint's day, or that its rows must be read.
fn put(connection: &mut AnyConnection, key: (i64, i64, i32), packed: Option<&[u8]>) -> QueryResult<()> {
    let (site_id, touchpoint_id, day) = key;
    let key = (rollup_day::site_id.eq(site_id), rollup_day::touchpoint_id.eq(touchpoint_id), rollup_day::day.eq(day));
    let row = diesel::insert_into(rollup_day::table).values((key, rollup_day::packed.eq(packed)));
    let row = row.on_conflict((rollup_day::site_id, rollup_day::touchpoint_id, rollup_day::day)).do_update();
    let row = row.set(rollup_day::packed.eq(packed));
    on_each!(connection, |each| row.execute(each)).map(drop)
}

/// The first day of a site that is not packed; none while nothing is.
fn horizon(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Option<i32>> {
    rollup_day_horizon::table.find(site_id).select(rollup_day_horizon::day).first(connection).optional()
}

fn day_of(hour: i32) -> i32 {
    hour.div_euclid(HOURS)
}

fn hours_of(day: i32) -> Hours {
    day * HOURS..(day + 1) * HOURS
}

fn common(one: &Hours, other: &Hours) -> Hours {
    one.start.max(other.start)..one.end.min(other.end)
}

//! Whether packed days hold what their rows say: each is packed again and compared byte by byte, in one snapshot.

use super::{HOURS, day_of, horizon, packed, put};
use crate::db::{
    connection::{self, AnyConnection},
    counted::{Chose, Counted},
    results::Within,
    schema::{rollup_day, touchpoint},
};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a proof found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proved {
    /// How many packed days were compared with their rows.
    pub days: usize,
    /// How many held something else.
    pub differing: usize,
}

/// Holds the packed days of a site against their rows, and has the rows of those read that differ, unless told to check only.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn prove(connection: &mut AnyConnection, site_id: i64, check: bool) -> QueryResult<Proved> {
    connection::begin_snapshot(connection)?;
    let found = compare(connection, site_id);
    connection::end_snapshot(connection)?;
    let (days, differing) = found?;
    if !check {
        for (touchpoint, day) in &differing {
            put(connection, (site_id, *touchpoint, *day), None)?;
        }
    }
    Ok(Proved { days, differing: differing.len() })
}

fn compare(connection: &mut AnyConnection, site_id: i64) -> QueryResult<(usize, BTreeSet<(i64, i32)>)> {
    let (mut days, mut differing) = (0, BTreeSet::new());
    let Some(horizon) = horizon(connection, site_id)? else { return Ok((days, differing)) };
    let of_site = touchpoint::table.filter(touchpoint::site_id.eq(site_id));
    for touchpoint in of_site.select(touchpoint::id).load::<i64>(connection)? {
        let stored: BTreeMap<i32, Option<Vec<u8>>> = rollup_day::table
            .filter(rollup_day::site_id.eq(site_id))
            .filter(rollup_day::touchpoint_id.eq(touchpoint))
            .filter(rollup_day::day.lt(horizon))
            .select((rollup_day::day, rollup_day::packed))
            .load(connection)?
            .into_iter()
            .collect();
        let within = Within { site_id, touchpoints: &[touchpoint], hours: &(0..horizon * HOURS) };
        let counted = by_day(Counted::of_rows(connection, within)?);
        for day in stored.keys().chain(counted.keys()).collect::<BTreeSet<_>>() {
            let stored = match stored.get(day) {
                // It says itself that its rows must be read.
                Some(None) => continue,
                Some(Some(packed)) => Some(packed),
                None => None,
            };
            days += 1;
            if stored != counted.get(day).and_then(packed::pack).as_ref() {
                differing.insert((touchpoint, *day));
            }
        }
    }
    Ok((days, differing))
}

fn by_day(counted: Counted) -> BTreeMap<i32, Counted> {
    let mut days = BTreeMap::<i32, Counted>::new();
    for row in counted.scores {
        days.entry(day_of(row.hour)).or_default().scores.push(row);
    }
    for row in counted.reached {
        days.entry(day_of(row.hour)).or_default().reached.push(row);
    }
    for Chose { survey_id, question, choice, hours } in counted.choices {
        for (hour, n) in hours {
            let (question, choice) = (question.clone(), choice.clone());
            let row = Chose { survey_id, question, choice, hours: vec![(hour, n)] };
            days.entry(day_of(hour)).or_default().choices.push(row);
        }
    }
    days
}

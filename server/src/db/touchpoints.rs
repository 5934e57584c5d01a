//! Making, changing and removing touchpoints. Refuses cells of another site, and to remove where a survey belongs.

use super::{
    connection::AnyConnection,
    journey::{Edited, Name},
    schema::{channel, phase, survey, touchpoint},
};
use diesel::prelude::*;

/// A touchpoint as it is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Its phase.
    pub phase_id: i64,
    /// Its channel.
    pub channel_id: i64,
    /// What it is called.
    pub name: Name,
    /// Whether the team declares that it decides the relationship.
    pub moment_of_truth: bool,
    /// The score the team wants, in the unit of the metric asked there.
    pub target: Option<f64>,
}

/// Adds a touchpoint and returns its id. `None` when the site has no such phase or channel.
///
/// # Errors
/// When a query fails.
pub fn add(connection: &mut AnyConnection, site_id: i64, wanted: &Wanted) -> QueryResult<Option<i64>> {
    if !has_cell(connection, site_id, wanted)? {
        return Ok(None);
    }
    diesel::insert_into(touchpoint::table)
        .values((
            touchpoint::site_id.eq(site_id),
            touchpoint::phase_id.eq(wanted.phase_id),
            touchpoint::channel_id.eq(wanted.channel_id),
            touchpoint::name.eq(wanted.name.as_str()),
            touchpoint::moment_of_truth.eq(wanted.moment_of_truth),
            touchpoint::target.eq(wanted.target),
        ))
        .returning(touchpoint::id)
        .get_result(connection)
        .map(Some)
}

/// Changes a touchpoint. `false` when the site has no such touchpoint, phase or channel.
///
/// # Errors
/// When a query fails.
pub fn change(connection: &mut AnyConnection, site_id: i64, id: i64, wanted: &Wanted) -> QueryResult<bool> {
    if !has_cell(connection, site_id, wanted)? {
        return Ok(false);
    }
    diesel::update(touchpoint::table.filter(touchpoint::site_id.eq(site_id)).filter(touchpoint::id.eq(id)))
        .set((
            touchpoint::phase_id.eq(wanted.phase_id),
            touchpoint::channel_id.eq(wanted.channel_id),
            touchpoint::name.eq(wanted.name.as_str()),
            touchpoint::moment_of_truth.eq(wanted.moment_of_truth),
            touchpoint::target.eq(wanted.target),
        ))
        .execute(connection)
        .map(|rows| rows > 0)
}

fn has_cell(connection: &mut AnyConnection, site_id: i64, wanted: &Wanted) -> QueryResult<bool> {
    let phases = phase::table.filter(phase::site_id.eq(site_id)).filter(phase::id.eq(wanted.phase_id));
    let channels = channel::table.filter(channel::site_id.eq(site_id)).filter(channel::id.eq(wanted.channel_id));
    let found: i64 = phases.count().get_result(connection)?;
    Ok(found > 0 && channels.count().get_result::<i64>(connection)? > 0)
}

/// Removes a touchpoint at which no survey ever asked or is drafted.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it removes.
pub fn remove(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<Edited> {
    let surveys = survey::table.filter(survey::site_id.eq(site_id)).filter(survey::touchpoint_id.eq(id));
    let used: i64 = surveys.count().get_result(connection)?;
    if used > 0 {
        return Ok(Edited::InUse);
    }
    diesel::delete(touchpoint::table.filter(touchpoint::site_id.eq(site_id)).filter(touchpoint::id.eq(id)))
        .execute(connection)
        .map(Edited::of)
}

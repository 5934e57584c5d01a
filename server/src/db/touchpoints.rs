//! Making touchpoints and changing what is known of one. Refuses cells of another site, and to write over what somebody
//! else saved since.

use super::{
    connection::AnyConnection,
    journey::{Cell, Name},
    schema::{channel, phase, touchpoint},
};
use diesel::{dsl::max, prelude::*};
use jiff::civil::Date;

/// A touchpoint as it is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Its place on the map.
    pub cell: Cell,
    /// What it is called.
    pub name: Name,
    /// Whether the team declares that it decides the relationship.
    pub moment_of_truth: bool,
    /// The score the team wants, in the unit of the metric asked there.
    pub target: Option<f64>,
    /// The day by which it wants it.
    pub target_by: Option<Date>,
    /// The admin who answers for it.
    pub owner_id: Option<i64>,
    /// What happens there, in the team's words.
    pub description: String,
}

impl Wanted {
    /// A touchpoint of which nothing more is known.
    pub fn new(cell: Cell, name: Name) -> Self {
        let (moment_of_truth, target, target_by, owner_id) = (false, None, None, None);
        Self { cell, name, moment_of_truth, target, target_by, owner_id, description: String::new() }
    }

    fn day(&self) -> Option<String> {
        self.target_by.map(|day| day.to_string())
    }
}

/// Adds a touchpoint behind the others of its cell and returns its id. `None` when the site has no such phase or channel.
///
/// # Errors
/// When a query fails.
pub fn add(connection: &mut AnyConnection, site_id: i64, wanted: &Wanted) -> QueryResult<Option<i64>> {
    if !has_cell(connection, site_id, wanted.cell)? {
        return Ok(None);
    }
    let position = next_position(connection, site_id, wanted.cell)?;
    diesel::insert_into(touchpoint::table)
        .values((
            touchpoint::site_id.eq(site_id),
            touchpoint::phase_id.eq(wanted.cell.phase_id),
            touchpoint::channel_id.eq(wanted.cell.channel_id),
            touchpoint::name.eq(wanted.name.as_str()),
            touchpoint::moment_of_truth.eq(wanted.moment_of_truth),
            touchpoint::target.eq(wanted.target),
            touchpoint::target_by.eq(wanted.day()),
            touchpoint::owner_id.eq(wanted.owner_id),
            touchpoint::description.eq(&wanted.description),
            touchpoint::position.eq(position),
        ))
        .returning(touchpoint::id)
        .get_result(connection)
        .map(Some)
}

/// What became of a touchpoint that was to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is as wanted.
    Done,
    /// Somebody else changed it since this revision.
    Stale,
    /// The site has no such touchpoint, phase or channel.
    NotFound,
}

/// Changes a touchpoint that nobody else has changed since `revision`.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it writes.
pub fn change(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    revision: i32,
    wanted: &Wanted,
) -> QueryResult<Changed> {
    let one = || touchpoint::table.filter(touchpoint::site_id.eq(site_id)).filter(touchpoint::id.eq(id));
    type Row = (i64, i64, i32);
    let found: Option<Row> = one()
        .select((touchpoint::phase_id, touchpoint::channel_id, touchpoint::position))
        .first(connection)
        .optional()?;
    let Some((phase_id, channel_id, position)) = found else { return Ok(Changed::NotFound) };
    if !has_cell(connection, site_id, wanted.cell)? {
        return Ok(Changed::NotFound);
    }
    let position = match wanted.cell == (Cell { phase_id, channel_id }) {
        true => position,
        false => next_position(connection, site_id, wanted.cell)?,
    };
    let changed = diesel::update(one().filter(touchpoint::revision.eq(revision)))
        .set((
            touchpoint::phase_id.eq(wanted.cell.phase_id),
            touchpoint::channel_id.eq(wanted.cell.channel_id),
            touchpoint::name.eq(wanted.name.as_str()),
            touchpoint::moment_of_truth.eq(wanted.moment_of_truth),
            touchpoint::target.eq(wanted.target),
            touchpoint::target_by.eq(wanted.day()),
            touchpoint::owner_id.eq(wanted.owner_id),
            touchpoint::description.eq(&wanted.description),
            touchpoint::position.eq(position),
            touchpoint::revision.eq(revision.wrapping_add(1)),
        ))
        .execute(connection)?;
    Ok(if changed > 0 { Changed::Done } else { Changed::Stale })
}

fn next_position(connection: &mut AnyConnection, site_id: i64, cell: Cell) -> QueryResult<i32> {
    let last: Option<i32> = touchpoint::table
        .filter(touchpoint::site_id.eq(site_id))
        .filter(touchpoint::phase_id.eq(cell.phase_id))
        .filter(touchpoint::channel_id.eq(cell.channel_id))
        .select(max(touchpoint::position))
        .first(connection)?;
    Ok(last.map_or(0, |last| last.saturating_add(1)))
}

fn has_cell(connection: &mut AnyConnection, site_id: i64, cell: Cell) -> QueryResult<bool> {
    let phases = phase::table.filter(phase::site_id.eq(site_id)).filter(phase::id.eq(cell.phase_id));
    let channels = channel::table.filter(channel::site_id.eq(site_id)).filter(channel::id.eq(cell.channel_id));
    let found: i64 = phases.count().get_result(connection)?;
    Ok(found > 0 && channels.count().get_result::<i64>(connection)? > 0)
}

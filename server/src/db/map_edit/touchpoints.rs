//! Touchpoints: named, moved between cells and within one, removed and put back. Refuses to remove one where somebody
//! was asked.

use super::{Attempt, Edit, Made, Refused, Way, moved, next};
use crate::db::{
    connection::AnyConnection,
    journey::{self, Axis, Cell, Map, Name, Touchpoint},
    schema::{admin, survey, touchpoint},
};
use diesel::prelude::*;

pub(super) fn rename(connection: &mut AnyConnection, site_id: i64, id: i64, was: &str, name: &Name) -> Attempt {
    let map = journey::map(connection, site_id)?;
    let Some(current) = map.touchpoint(id) else { return Ok(Err(Refused::NotFound)) };
    let undo = match Name::try_from(current.name.as_str()) {
        Ok(old) if old.as_str() == was => Edit::RenameTouchpoint { id, was: name.as_str().to_owned(), name: old },
        Ok(_) | Err(_) => return Ok(Err(Refused::Stale)),
    };
    diesel::update(touchpoint::table.find(id))
        .set((touchpoint::name.eq(name.as_str()), touchpoint::revision.eq(touchpoint::revision + 1)))
        .execute(connection)?;
    Ok(Ok(Made { undo: Some(undo), id }))
}

pub(super) fn shift(connection: &mut AnyConnection, site_id: i64, id: i64, way: Way) -> Attempt {
    let map = journey::map(connection, site_id)?;
    let Some(one) = map.touchpoint(id) else { return Ok(Err(Refused::NotFound)) };
    let (to, before) = beside(&map, one, way);
    put(connection, &map, one, to, before)
}

pub(super) fn place(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    from: Cell,
    to: Cell,
    before: Option<i64>,
) -> Attempt {
    let map = journey::map(connection, site_id)?;
    let is_there = |axis, id| map.steps(axis).iter().any(|step| step.id == id);
    match map.touchpoint(id) {
        Some(one) if is_there(Axis::Phase, to.phase_id) && is_there(Axis::Channel, to.channel_id) => {
            match one.cell() == from {
                true => put(connection, &map, one, to, before),
                false => Ok(Err(Refused::Stale)),
            }
        }
        Some(_) | None => Ok(Err(Refused::NotFound)),
    }
}

/// The ids of a cell's touchpoints in order.
fn order(map: &Map, cell: Cell) -> Vec<i64> {
    map.at(cell).map(|one| one.id).collect()
}

/// Where a touchpoint goes: the cell, and the one it comes before. At the map's edge it stays.
fn beside(map: &Map, one: &Touchpoint, way: Way) -> (Cell, Option<i64>) {
    let cell = one.cell();
    let here = order(map, cell);
    let stays = (cell, next(&here, one.id));
    let index = here.iter().position(|id| *id == one.id).unwrap_or_default();
    let neighbour = |axis, id, later: bool| {
        let steps = map.steps(axis);
        let index = steps.iter().position(|step| step.id == id)?;
        let index = if later { index + 1 } else { index.checked_sub(1)? };
        steps.get(index).map(|step| step.id)
    };
    let phase = |later| neighbour(Axis::Phase, cell.phase_id, later).map(|phase_id| (Cell { phase_id, ..cell }, None));
    let channel = |later| neighbour(Axis::Channel, cell.channel_id, later);
    match way {
        Way::Left => phase(false).unwrap_or(stays),
        Way::Right => phase(true).unwrap_or(stays),
        Way::Up if index > 0 => (cell, Some(here[index - 1])),
        Way::Up => channel(false).map_or(stays, |channel_id| (Cell { channel_id, ..cell }, None)),
        Way::Down if index + 1 < here.len() => (cell, here.get(index + 2).copied()),
        Way::Down => channel(true).map_or(stays, |channel_id| {
            let below = Cell { channel_id, ..cell };
            (below, order(map, below).first().copied())
        }),
    }
}

fn put(connection: &mut AnyConnection, map: &Map, one: &Touchpoint, to: Cell, before: Option<i64>) -> Attempt {
    let from = one.cell();
    let undo = Edit::PlaceTouchpoint { id: one.id, from: to, to: from, before: next(&order(map, from), one.id) };
    if from != to {
        diesel::update(touchpoint::table.find(one.id))
            .set((
                touchpoint::phase_id.eq(to.phase_id),
                touchpoint::channel_id.eq(to.channel_id),
                touchpoint::revision.eq(touchpoint::revision + 1),
            ))
            .execute(connection)?;
    }
    write_order(connection, &moved(&order(map, to), one.id, before))?;
    Ok(Ok(Made { undo: Some(undo), id: one.id }))
}

fn write_order(connection: &mut AnyConnection, order: &[i64]) -> QueryResult<()> {
    for (position, id) in (0..).zip(order) {
        diesel::update(touchpoint::table.find(*id)).set(touchpoint::position.eq(position)).execute(connection)?;
    }
    Ok(())
}

pub(super) fn remove(connection: &mut AnyConnection, site_id: i64, id: i64, drafts: bool) -> Attempt {
    let map = journey::map(connection, site_id)?;
    let Some(one) = map.touchpoint(id) else { return Ok(Err(Refused::NotFound)) };
    let here = || survey::table.filter(survey::site_id.eq(site_id)).filter(survey::touchpoint_id.eq(id));
    let published: i64 = here().filter(survey::published_version.is_not_null()).count().get_result(connection)?;
    let surveys: i64 = here().count().get_result(connection)?;
    if published > 0 || surveys > 0 && !drafts {
        return Ok(Err(Refused::InUse));
    }
    diesel::delete(here()).execute(connection)?;
    diesel::delete(touchpoint::table.find(id)).execute(connection)?;
    let undo = (surveys == 0).then(|| Edit::AddTouchpoint(Box::new(one.clone())));
    Ok(Ok(Made { undo, id }))
}

/// Puts a touchpoint back where it was, behind those that are there now.
pub(super) fn restore(connection: &mut AnyConnection, site_id: i64, kept: &Touchpoint) -> Attempt {
    let map = journey::map(connection, site_id)?;
    let cell = kept.cell();
    let is_there = |axis, id| map.steps(axis).iter().any(|step| step.id == id);
    if !is_there(Axis::Phase, cell.phase_id) || !is_there(Axis::Channel, cell.channel_id) {
        return Ok(Err(Refused::Stale));
    }
    // Who answered for it may be gone by now.
    let owner_id: Option<i64> = match kept.owner_id {
        Some(owner) => admin::table.find(owner).select(admin::id).first(connection).optional()?,
        None => None,
    };
    let id: i64 = diesel::insert_into(touchpoint::table)
        .values((
            touchpoint::site_id.eq(site_id),
            touchpoint::phase_id.eq(cell.phase_id),
            touchpoint::channel_id.eq(cell.channel_id),
            touchpoint::name.eq(&kept.name),
            touchpoint::moment_of_truth.eq(kept.moment_of_truth),
            touchpoint::target.eq(kept.target),
            touchpoint::target_by.eq(&kept.target_by),
            touchpoint::owner_id.eq(owner_id),
            touchpoint::description.eq(&kept.description),
            touchpoint::position.eq(order(&map, cell).len() as i32),
        ))
        .returning(touchpoint::id)
        .get_result(connection)?;
    Ok(Ok(Made { undo: Some(Edit::RemoveTouchpoint { id, drafts: false }), id }))
}

//! Phases and channels: added, named, ordered and removed. Refuses to remove one with touchpoints and no heir for them.

use super::{Attempt, Direction, Edit, Inherited, Made, Refused, moved, next};
use crate::db::{
    connection::AnyConnection,
    journey::{self, Axis, MOST_STEPS, Name, on_axis},
    schema::touchpoint,
};
use diesel::prelude::*;

pub(super) fn add(
    connection: &mut AnyConnection,
    axis: Axis,
    site_id: i64,
    name: &Name,
    before: Option<i64>,
    back: Option<&Inherited>,
) -> Attempt {
    let mut order = order(connection, axis, site_id)?;
    if order.len() >= MOST_STEPS {
        return Ok(Err(Refused::Full));
    }
    let id: i64 = on_axis!(axis, |table| diesel::insert_into(table::table)
        .values((table::site_id.eq(site_id), table::name.eq(name.as_str()), table::position.eq(0)))
        .returning(table::id)
        .get_result(connection))?;
    order.push(id);
    write_order(connection, axis, &moved(&order, id, before))?;
    let heir = back.map(|back| back.heir);
    if let Some(Inherited { heir, touchpoints }) = back {
        move_touchpoints(connection, axis, site_id, *heir, id, Some(touchpoints))?;
    }
    Ok(Ok(Made { undo: Some(Edit::RemoveStep { axis, id, heir }), id }))
}

pub(super) fn rename(
    connection: &mut AnyConnection,
    axis: Axis,
    site_id: i64,
    id: i64,
    was: &str,
    name: &Name,
) -> Attempt {
    let Some(current) = name_of(connection, axis, site_id, id)? else { return Ok(Err(Refused::NotFound)) };
    let undo = match Name::try_from(current) {
        Ok(old) if old.as_str() == was => Edit::RenameStep { axis, id, was: name.as_str().to_owned(), name: old },
        Ok(_) | Err(_) => return Ok(Err(Refused::Stale)),
    };
    on_axis!(axis, |table| diesel::update(table::table.find(id))
        .set(table::name.eq(name.as_str()))
        .execute(connection))?;
    Ok(Ok(Made { undo: Some(undo), id }))
}

pub(super) fn shift(
    connection: &mut AnyConnection,
    axis: Axis,
    site_id: i64,
    id: i64,
    direction: Direction,
) -> Attempt {
    let order = order(connection, axis, site_id)?;
    let Some(index) = order.iter().position(|one| *one == id) else { return Ok(Err(Refused::NotFound)) };
    let before = match direction {
        Direction::Earlier if index > 0 => Some(order[index - 1]),
        Direction::Earlier => next(&order, id),
        Direction::Later => order.get(index + 2).copied(),
    };
    put(connection, axis, &order, id, before)
}

pub(super) fn place(connection: &mut AnyConnection, axis: Axis, site_id: i64, id: i64, before: Option<i64>) -> Attempt {
    let order = order(connection, axis, site_id)?;
    if !order.contains(&id) {
        return Ok(Err(Refused::NotFound));
    }
    put(connection, axis, &order, id, before)
}

fn put(connection: &mut AnyConnection, axis: Axis, order: &[i64], id: i64, before: Option<i64>) -> Attempt {
    write_order(connection, axis, &moved(order, id, before))?;
    Ok(Ok(Made { undo: Some(Edit::PlaceStep { axis, id, before: next(order, id) }), id }))
}

pub(super) fn remove(connection: &mut AnyConnection, axis: Axis, site_id: i64, id: i64, heir: Option<i64>) -> Attempt {
    let order = order(connection, axis, site_id)?;
    let name = name_of(connection, axis, site_id, id)?.and_then(|name| Name::try_from(name).ok());
    let Some(name) = name else { return Ok(Err(Refused::NotFound)) };
    let touchpoints = touchpoints(connection, axis, site_id, id)?;
    let back = match heir.filter(|heir| *heir != id && order.contains(heir)) {
        _ if touchpoints.is_empty() => None,
        None => return Ok(Err(Refused::InUse)),
        Some(heir) => {
            move_touchpoints(connection, axis, site_id, id, heir, None)?;
            Some(Inherited { heir, touchpoints })
        }
    };
    on_axis!(axis, |table| diesel::delete(table::table.find(id)).execute(connection))?;
    Ok(Ok(Made { undo: Some(Edit::AddStep { axis, name, before: next(&order, id), back }), id }))
}

fn order(connection: &mut AnyConnection, axis: Axis, site_id: i64) -> QueryResult<Vec<i64>> {
    Ok(journey::steps(connection, axis, site_id)?.into_iter().map(|step| step.id).collect())
}

fn name_of(connection: &mut AnyConnection, axis: Axis, site_id: i64, id: i64) -> QueryResult<Option<String>> {
    on_axis!(axis, |table| table::table
        .filter(table::site_id.eq(site_id))
        .filter(table::id.eq(id))
        .select(table::name)
        .first(connection)
        .optional())
}

fn write_order(connection: &mut AnyConnection, axis: Axis, order: &[i64]) -> QueryResult<()> {
    for (position, id) in (0..).zip(order) {
        on_axis!(axis, |table| diesel::update(table::table.find(*id))
            .set(table::position.eq(position))
            .execute(connection))?;
    }
    Ok(())
}

/// The touchpoints of a phase or channel.
fn touchpoints(connection: &mut AnyConnection, axis: Axis, site_id: i64, id: i64) -> QueryResult<Vec<i64>> {
    let of_site = touchpoint::table.filter(touchpoint::site_id.eq(site_id)).order(touchpoint::id);
    match axis {
        Axis::Phase => of_site.filter(touchpoint::phase_id.eq(id)).select(touchpoint::id).load(connection),
        Axis::Channel => of_site.filter(touchpoint::channel_id.eq(id)).select(touchpoint::id).load(connection),
    }
}

/// Moves all touchpoints of one phase or channel to another, or those of them that are still there.
fn move_touchpoints(
    connection: &mut AnyConnection,
    axis: Axis,
    site_id: i64,
    from: i64,
    to: i64,
    only: Option<&[i64]>,
) -> QueryResult<()> {
    for id in touchpoints(connection, axis, site_id, from)? {
        if only.is_some_and(|only| !only.contains(&id)) {
            continue;
        }
        let one = diesel::update(touchpoint::table.find(id));
        let changed = touchpoint::revision.eq(touchpoint::revision + 1);
        match axis {
            Axis::Phase => one.set((touchpoint::phase_id.eq(to), changed)).execute(connection)?,
            Axis::Channel => one.set((touchpoint::channel_id.eq(to), changed)).execute(connection)?,
        };
    }
    Ok(())
}

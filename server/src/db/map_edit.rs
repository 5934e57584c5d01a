//! Changes of the journey map: each one made tells which change takes it back. Refuses to lose what customers said, and
//! to undo over what somebody else did since.

mod steps;

mod touchpoints;

use super::{
    connection::AnyConnection,
    journey::{Axis, Cell, Name, Touchpoint},
    schema::{map_change, site},
    sites::{from_json, to_json},
};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// How many changes of a site can still be taken back.
const MOST_CHANGES: i64 = 50;

/// A change of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Adds a phase or channel.
    AddStep {
        /// Which of the two.
        axis: Axis,
        /// What it is called.
        name: Name,
        /// The one it comes before; none is behind all.
        before: Option<i64>,
        /// The touchpoints it gets back, where it was removed with some.
        back: Option<Inherited>,
    },
    /// Gives a phase or channel another name.
    RenameStep {
        /// Which of the two.
        axis: Axis,
        /// The one.
        id: i64,
        /// The name that was read; another one by now is somebody else's change.
        was: String,
        /// The new name.
        name: Name,
    },
    /// Exchanges a phase or channel with its neighbour; the outermost stay.
    ShiftStep {
        /// Which of the two.
        axis: Axis,
        /// The one.
        id: i64,
        /// Where to.
        direction: Direction,
    },
    /// Puts a phase or channel before another.
    PlaceStep {
        /// Which of the two.
        axis: Axis,
        /// The one.
        id: i64,
        /// The one it comes before; none is behind all.
        before: Option<i64>,
    },
    /// Removes a phase or channel.
    RemoveStep {
        /// Which of the two.
        axis: Axis,
        /// The one.
        id: i64,
        /// The one that gets its touchpoints; without it there must be none.
        heir: Option<i64>,
    },
    /// Adds a touchpoint again as it was; its id is a new one.
    AddTouchpoint(Box<Touchpoint>),
    /// Gives a touchpoint another name.
    RenameTouchpoint {
        /// The one.
        id: i64,
        /// The name that was read.
        was: String,
        /// The new name.
        name: Name,
    },
    /// Moves a touchpoint one step on the map. Up and down pass the others of its cell first.
    ShiftTouchpoint {
        /// The one.
        id: i64,
        /// Where to.
        way: Way,
    },
    /// Moves a touchpoint to a cell. Its surveys and answers come with it.
    PlaceTouchpoint {
        /// The one.
        id: i64,
        /// The cell where it was seen; another one by now is somebody else's change.
        from: Cell,
        /// The cell it goes to.
        to: Cell,
        /// The touchpoint it comes before; none is behind all of the cell.
        before: Option<i64>,
    },
    /// Removes a touchpoint at which nobody was ever asked.
    RemoveTouchpoint {
        /// The one.
        id: i64,
        /// Whether surveys that were never published go with it.
        drafts: bool,
    },
}

/// Touchpoints that another phase or channel got when theirs was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inherited {
    /// Who got them.
    pub heir: i64,
    /// Which ones.
    pub touchpoints: Vec<i64>,
}

/// Where a phase or channel moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Towards the first.
    Earlier,
    /// Towards the last.
    Later,
}

/// Where a touchpoint moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// To the phase before.
    Left,
    /// To the phase behind.
    Right,
    /// Before its neighbour, or to the channel above.
    Up,
    /// Behind its neighbour, or to the channel below.
    Down,
}

/// Why a change was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The site has no such thing.
    NotFound,
    /// Touchpoints or surveys hang on what was to be removed.
    InUse,
    /// Somebody else changed the same thing since it was read.
    Stale,
    /// There are as many phases or channels as there may be.
    Full,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The change that takes it back; none where something was lost.
    pub undo: Option<Edit>,
    /// The row that was changed or made.
    pub id: i64,
}

type Attempt = QueryResult<Result<Made, Refused>>;

/// Makes a change. Nothing is written when it is refused.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it writes, and may write often.
pub fn make(connection: &mut AnyConnection, site_id: i64, edit: &Edit) -> Attempt {
    hold(connection, site_id)?;
    match edit {
        Edit::AddStep { axis, name, before, back } => {
            steps::add(connection, *axis, site_id, name, *before, back.as_ref())
        }
        Edit::RenameStep { axis, id, was, name } => steps::rename(connection, *axis, site_id, *id, was, name),
        Edit::ShiftStep { axis, id, direction } => steps::shift(connection, *axis, site_id, *id, *direction),
        Edit::PlaceStep { axis, id, before } => steps::place(connection, *axis, site_id, *id, *before),
        Edit::RemoveStep { axis, id, heir } => steps::remove(connection, *axis, site_id, *id, *heir),
        Edit::AddTouchpoint(kept) => touchpoints::restore(connection, site_id, kept),
        Edit::RenameTouchpoint { id, was, name } => touchpoints::rename(connection, site_id, *id, was, name),
        Edit::ShiftTouchpoint { id, way } => touchpoints::shift(connection, site_id, *id, *way),
        Edit::PlaceTouchpoint { id, from, to, before } => {
            touchpoints::place(connection, site_id, *id, *from, *to, *before)
        }
        Edit::RemoveTouchpoint { id, drafts } => touchpoints::remove(connection, site_id, *id, *drafts),
    }
}

/// Makes those who change one site's map wait for each other: what one looks at stays until it has written. SQLite has
/// one writer anyway.
fn hold(connection: &mut AnyConnection, site_id: i64) -> QueryResult<()> {
    diesel::update(site::table.find(site_id)).set(site::demo.eq(site::demo)).execute(connection).map(drop)
}

/// Remembers how to take a change back; returns the entry's id. The oldest entries of the site are forgotten.
///
/// # Errors
/// When a query fails.
pub fn remember(connection: &mut AnyConnection, site_id: i64, undo: &Edit, now: i64) -> QueryResult<i64> {
    let id = diesel::insert_into(map_change::table)
        .values((map_change::site_id.eq(site_id), map_change::made_at.eq(now), map_change::undo.eq(to_json(undo)?)))
        .returning(map_change::id)
        .get_result(connection)?;
    let of_site = || map_change::table.filter(map_change::site_id.eq(site_id));
    let newest_forgotten: Option<i64> = of_site()
        .order(map_change::id.desc())
        .offset(MOST_CHANGES)
        .select(map_change::id)
        .first(connection)
        .optional()?;
    if let Some(forgotten) = newest_forgotten {
        diesel::delete(of_site().filter(map_change::id.le(forgotten))).execute(connection)?;
    }
    Ok(id)
}

/// The change that takes back the one with this entry.
///
/// # Errors
/// When the query fails or the row is damaged; absence, and an entry of another site, is `None`.
pub fn undo(connection: &mut AnyConnection, site_id: i64, entry: i64) -> QueryResult<Option<Edit>> {
    let found: Option<String> = map_change::table
        .filter(map_change::site_id.eq(site_id))
        .filter(map_change::id.eq(entry))
        .select(map_change::undo)
        .first(connection)
        .optional()?;
    found.as_deref().map(from_json).transpose()
}

/// Forgets an entry: what it takes back was taken back.
///
/// # Errors
/// When the query fails.
pub fn forget(connection: &mut AnyConnection, site_id: i64, entry: i64) -> QueryResult<()> {
    let one = map_change::table.filter(map_change::site_id.eq(site_id)).filter(map_change::id.eq(entry));
    diesel::delete(one).execute(connection).map(drop)
}

/// An order with one of its members put before another, or behind all.
fn moved(order: &[i64], id: i64, before: Option<i64>) -> Vec<i64> {
    if before == Some(id) {
        return order.to_vec();
    }
    let mut order: Vec<i64> = order.iter().copied().filter(|one| *one != id).collect();
    let index = before.and_then(|before| order.iter().position(|one| *one == before)).unwrap_or(order.len());
    order.insert(index, id);
    order
}

/// The member behind this one.
fn next(order: &[i64], id: i64) -> Option<i64> {
    let index = order.iter().position(|one| *one == id)?;
    order.get(index + 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_member_moves_and_the_others_keep_their_order() {
        let check = |id: i64, before: Option<i64>, expected: [i64; 4]| {
            let found = moved(&[1, 2, 3, 4], id, before);
            assert_eq!(found, expected, "{id} before {before:?}");
            assert_eq!(moved(&found, id, next(&[1, 2, 3, 4], id)), [1, 2, 3, 4], "and back");
        };
        check(1, None, [2, 3, 4, 1]);
        check(4, Some(1), [4, 1, 2, 3]);
        check(2, Some(4), [1, 3, 2, 4]);
        check(2, Some(3), [1, 2, 3, 4]);
        check(3, Some(9), [1, 2, 4, 3]);
        check(3, Some(3), [1, 2, 3, 4]);
    }
}

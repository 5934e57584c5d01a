//! The journey map: phases, channels and the touchpoints where they meet. Refuses to remove what something hangs on.

use super::{
    connection::AnyConnection,
    schema::{channel, phase, touchpoint},
};
use crate::on_each;
use diesel::{
    dsl::{count_star, max},
    prelude::*,
};
use std::fmt;

/// The most phases, and the most channels, a map may have.
pub const MOST_STEPS: usize = 24;
/// The longest name of a phase, channel, touchpoint or site, in characters.
pub const LONGEST_NAME: usize = 60;

/// A name that can be shown: something is in it, on one line, not too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Name {
    type Error = NameError;

    fn try_from(text: &str) -> Result<Self, NameError> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            0 => Err(NameError::Blank),
            1..=LONGEST_NAME if !name.chars().any(char::is_control) => Ok(Self(name)),
            1..=LONGEST_NAME => Err(NameError::Blank),
            _ => Err(NameError::TooLong),
        }
    }
}

/// Why a name was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Nothing to read in it.
    Blank,
    /// Over [`LONGEST_NAME`] characters.
    TooLong,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("a name needs at least one letter"),
            Self::TooLong => write!(f, "a name has at most {LONGEST_NAME} characters"),
        }
    }
}

/// The two directions of the map, and how addresses call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
pub enum Axis {
    /// What the customer does, from left to right.
    #[serde(rename = "phases")]
    Phase,
    /// Where it happens, from top to bottom.
    #[serde(rename = "channels")]
    Channel,
}

/// Runs one statement on the table of an axis: both have the same columns.
macro_rules! on_axis {
    ($axis:expr, |$table:ident| $statement:expr) => {
        match $axis {
            Axis::Phase => {
                use phase as $table;
                $statement
            }
            Axis::Channel => {
                use channel as $table;
                $statement
            }
        }
    };
}

/// A phase or a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Row id.
    pub id: i64,
    /// What it is called.
    pub name: String,
}

/// Where a channel and a phase meet.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = touchpoint)]
pub struct Touchpoint {
    /// Row id.
    pub id: i64,
    /// Its phase.
    pub phase_id: i64,
    /// Its channel.
    pub channel_id: i64,
    /// What it is called.
    pub name: String,
    /// Whether the team declared that it decides the relationship.
    pub moment_of_truth: bool,
    /// The score the team wants, in the unit of the metric asked there.
    pub target: Option<f64>,
}

/// A whole map.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// In the customer's order.
    pub phases: Vec<Step>,
    /// In the team's order.
    pub channels: Vec<Step>,
    /// The oldest first.
    pub touchpoints: Vec<Touchpoint>,
}

impl Map {
    /// The touchpoint with this id.
    pub fn touchpoint(&self, id: i64) -> Option<&Touchpoint> {
        self.touchpoints.iter().find(|one| one.id == id)
    }

    /// The ids of every touchpoint.
    pub fn ids(&self) -> Vec<i64> {
        self.touchpoints.iter().map(|one| one.id).collect()
    }

    /// What a phase is called.
    pub fn phase(&self, id: i64) -> &str {
        name_of(&self.phases, id)
    }

    /// What a channel is called.
    pub fn channel(&self, id: i64) -> &str {
        name_of(&self.channels, id)
    }
}

fn name_of(steps: &[Step], id: i64) -> &str {
    steps.iter().find(|step| step.id == id).map_or("", |step| &step.name)
}

/// The map of a site.
///
/// # Errors
/// When a query fails.
pub fn map(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Map> {
    let phases = steps(connection, Axis::Phase, site_id)?;
    let channels = steps(connection, Axis::Channel, site_id)?;
    let touchpoints = touchpoint::table
        .filter(touchpoint::site_id.eq(site_id))
        .order(touchpoint::id)
        .select(Touchpoint::as_select())
        .load(connection)?;
    Ok(Map { phases, channels, touchpoints })
}

/// The phases or channels of a site in their order.
///
/// # Errors
/// When the query fails.
pub fn steps(connection: &mut AnyConnection, axis: Axis, site_id: i64) -> QueryResult<Vec<Step>> {
    let rows: Vec<(i64, String)> = on_axis!(axis, |table| table::table
        .filter(table::site_id.eq(site_id))
        .order((table::position, table::id))
        .select((table::id, table::name))
        .load(connection))?;
    Ok(rows.into_iter().map(|(id, name)| Step { id, name }).collect())
}

/// Gives a site without a map its phases and channels.
///
/// # Errors
/// When a query fails. Run it in a transaction: it writes twice.
pub fn lay_out(connection: &mut AnyConnection, site_id: i64, phases: &[&str], channels: &[&str]) -> QueryResult<()> {
    for (axis, names) in [(Axis::Phase, phases), (Axis::Channel, channels)] {
        on_axis!(axis, |table| {
            let rows: Vec<_> = (0..)
                .zip(names)
                .map(|(position, name)| {
                    (table::site_id.eq(site_id), table::name.eq(*name), table::position.eq(position))
                })
                .collect();
            on_each!(connection, |each| diesel::insert_into(table::table).values(rows).execute(each))?
        });
    }
    Ok(())
}

/// Adds a phase or channel behind the others. `false` when there are [`MOST_STEPS`] already.
///
/// # Errors
/// When a query fails.
pub fn add(connection: &mut AnyConnection, axis: Axis, site_id: i64, name: &Name) -> QueryResult<bool> {
    on_axis!(axis, |table| {
        let (count, last): (i64, Option<i32>) = table::table
            .filter(table::site_id.eq(site_id))
            .select((count_star(), max(table::position)))
            .first(connection)?;
        if count >= MOST_STEPS as i64 {
            return Ok(false);
        }
        let position = last.map_or(0, |last| last.saturating_add(1));
        diesel::insert_into(table::table)
            .values((table::site_id.eq(site_id), table::name.eq(name.as_str()), table::position.eq(position)))
            .execute(connection)
            .map(|_| true)
    })
}

/// A change to one phase or channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Gives it another name.
    Rename(Name),
    /// Exchanges it with its neighbour; the outermost stay.
    Shift(Direction),
    /// Removes it, if it has no touchpoints.
    Remove,
}

/// Where a phase or channel moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first.
    Earlier,
    /// Towards the last.
    Later,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It was made.
    Done,
    /// The site has no such thing.
    NotFound,
    /// Touchpoints or surveys hang on what was to be removed.
    InUse,
}

impl Edited {
    /// By how many rows it changed.
    pub(super) fn of(rows: usize) -> Self {
        if rows > 0 { Self::Done } else { Self::NotFound }
    }
}

/// Changes one phase or channel.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it writes, and may write twice.
pub fn edit(connection: &mut AnyConnection, axis: Axis, site_id: i64, id: i64, edit: &Edit) -> QueryResult<Edited> {
    match edit {
        Edit::Rename(name) => rename(connection, axis, site_id, id, name),
        Edit::Shift(direction) => shift(connection, axis, site_id, id, *direction),
        Edit::Remove => remove(connection, axis, site_id, id),
    }
}

fn rename(connection: &mut AnyConnection, axis: Axis, site_id: i64, id: i64, name: &Name) -> QueryResult<Edited> {
    on_axis!(axis, |table| diesel::update(table::table.filter(table::site_id.eq(site_id)).filter(table::id.eq(id)))
        .set(table::name.eq(name.as_str()))
        .execute(connection))
    .map(Edited::of)
}

fn shift(
    connection: &mut AnyConnection,
    axis: Axis,
    site_id: i64,
    id: i64,
    direction: Direction,
) -> QueryResult<Edited> {
    on_axis!(axis, |table| {
        let order: Vec<(i64, i32)> = table::table
            .filter(table::site_id.eq(site_id))
            .order((table::position, table::id))
            .select((table::id, table::position))
            .load(connection)?;
        let Some(index) = order.iter().position(|(one, _)| *one == id) else { return Ok(Edited::NotFound) };
        let neighbour = match direction {
            Direction::Earlier => index.checked_sub(1),
            Direction::Later => Some(index + 1),
        };
        let neighbour = neighbour.and_then(|neighbour| order.get(neighbour));
        let Some((other, its_position)) = neighbour else { return Ok(Edited::Done) };
        for (moved, position) in [(id, *its_position), (*other, order[index].1)] {
            diesel::update(table::table.filter(table::site_id.eq(site_id)).filter(table::id.eq(moved)))
                .set(table::position.eq(position))
                .execute(connection)?;
        }
        Ok(Edited::Done)
    })
}

fn remove(connection: &mut AnyConnection, axis: Axis, site_id: i64, id: i64) -> QueryResult<Edited> {
    let there = touchpoint::table.filter(touchpoint::site_id.eq(site_id));
    let used: i64 = match axis {
        Axis::Phase => there.filter(touchpoint::phase_id.eq(id)).count().get_result(connection)?,
        Axis::Channel => there.filter(touchpoint::channel_id.eq(id)).count().get_result(connection)?,
    };
    if used > 0 {
        return Ok(Edited::InUse);
    }
    on_axis!(axis, |table| diesel::delete(table::table.filter(table::site_id.eq(site_id)).filter(table::id.eq(id)))
        .execute(connection))
    .map(Edited::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_readable_line() {
        let check = |text: &str, expected: Result<&str, NameError>| {
            assert_eq!(Name::try_from(text).as_ref().map(Name::as_str), expected.as_ref().copied(), "{text:?}");
        };
        check(" Get\n help ", Ok("Get help"));
        check("用户", Ok("用户"));
        check(" \t", Err(NameError::Blank));
        check("a\u{0}b", Err(NameError::Blank));
        check(&"é".repeat(LONGEST_NAME), Ok(&"é".repeat(LONGEST_NAME)));
        check(&"é".repeat(LONGEST_NAME + 1), Err(NameError::TooLong));
    }
}

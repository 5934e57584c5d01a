//! The journey map: phases, channels and the touchpoints where they meet, as they are read. Refuses names that nobody
//! could read; what changes a map is in [`super::map_edit`].

use super::{
    connection::AnyConnection,
    schema::{survey, touchpoint},
    surveys::Status,
};
use crate::on_each;
use diesel::prelude::*;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// The most phases, and the most channels, a map may have.
pub const MOST_STEPS: usize = 24;
/// The longest name of a phase, channel, touchpoint or site, in characters.
pub const LONGEST_NAME: usize = 60;

/// A name that can be shown: something is in it, on one line, not too long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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

impl TryFrom<String> for Name {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        Self::try_from(text.as_str())
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Axis {
    /// What the customer does, from left to right.
    #[serde(rename = "phases")]
    Phase,
    /// Where it happens, from top to bottom.
    #[serde(rename = "channels")]
    Channel,
}

impl Axis {
    /// Its name in addresses.
    pub fn path(self) -> &'static str {
        match self {
            Self::Phase => "phases",
            Self::Channel => "channels",
        }
    }
}

/// Runs one statement on the table of an axis: both have the same columns.
macro_rules! on_axis {
    ($axis:expr, |$table:ident| $statement:expr) => {
        match $axis {
            $crate::db::journey::Axis::Phase => {
                use $crate::db::schema::phase as $table;
                $statement
            }
            $crate::db::journey::Axis::Channel => {
                use $crate::db::schema::channel as $table;
                $statement
            }
        }
    };
}

pub(super) use on_axis;

/// A phase or a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Row id.
    pub id: i64,
    /// What it is called.
    pub name: String,
}

/// Where a channel meets a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The phase.
    pub phase_id: i64,
    /// The channel.
    pub channel_id: i64,
}

/// Something that happens to a customer where a channel and a phase meet.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Serialize, Deserialize)]
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
    /// The day by which the team wants it, as `2026-12-31`.
    pub target_by: Option<String>,
    /// The admin who answers for it.
    pub owner_id: Option<i64>,
    /// What happens there, in the team's words.
    pub description: String,
    /// Counts up with each change, so that two editors notice each other.
    pub revision: i32,
}

impl Touchpoint {
    /// Where it is on the map.
    pub fn cell(&self) -> Cell {
        Cell { phase_id: self.phase_id, channel_id: self.channel_id }
    }

    /// The day by which the target shall be reached.
    pub fn due(&self) -> Option<Date> {
        self.target_by.as_deref().and_then(|day| day.parse().ok())
    }
}

/// A whole map.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// In the customer's order.
    pub phases: Vec<Step>,
    /// In the team's order.
    pub channels: Vec<Step>,
    /// Those of one cell in the team's order.
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

    /// The touchpoints of one cell, in order.
    pub fn at(&self, cell: Cell) -> impl Iterator<Item = &Touchpoint> {
        self.touchpoints.iter().filter(move |one| one.cell() == cell)
    }

    /// The phases or the channels.
    pub fn steps(&self, axis: Axis) -> &[Step] {
        match axis {
            Axis::Phase => &self.phases,
            Axis::Channel => &self.channels,
        }
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
        .order((touchpoint::position, touchpoint::id))
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

/// The newest survey of each touchpoint that is not asked at the moment: a draft, or paused.
///
/// # Errors
/// When the query fails.
pub fn resting_surveys(connection: &mut AnyConnection, site_id: i64) -> QueryResult<BTreeMap<i64, i64>> {
    let resting: Vec<(i64, i64)> = survey::table
        .filter(survey::site_id.eq(site_id))
        .filter(survey::status.ne(Status::Live.as_str()))
        .order(survey::id)
        .select((survey::touchpoint_id, survey::id))
        .load(connection)?;
    Ok(resting.into_iter().collect())
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

/// Takes away the phases and channels of a map without touchpoints. `false` when it has some, and nothing is changed.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it writes.
pub fn clear(connection: &mut AnyConnection, site_id: i64) -> QueryResult<bool> {
    let touchpoints = touchpoint::table.filter(touchpoint::site_id.eq(site_id));
    if touchpoints.count().get_result::<i64>(connection)? > 0 {
        return Ok(false);
    }
    for axis in [Axis::Phase, Axis::Channel] {
        on_axis!(axis, |table| diesel::delete(table::table.filter(table::site_id.eq(site_id))).execute(connection))?;
    }
    Ok(true)
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

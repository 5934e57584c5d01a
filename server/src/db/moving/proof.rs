//! The proof that a table is the same on two databases: as many rows, the same sum over all of them, and every one alike.

use super::{
    Progress,
    catalogue::Table,
    pairs::{Pair, Pairs},
    value::{Row, Value},
};
use crate::db::connection::AnyConnection;
use diesel::QueryResult;
use sha2::{Digest, Sha256};

/// What is proved of all tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The tables, those that others refer to first.
    pub tables: Vec<Proved>,
}

impl Proof {
    /// Whether all tables are equal.
    pub fn holds(&self) -> bool {
        self.tables.iter().all(Proved::is_equal)
    }
}

/// What is proved of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Its name.
    pub table: String,
    /// How many rows the source and the target have.
    pub rows: [u64; 2],
    /// The SHA-256 of the rows of the source and of the target, in the order of their keys, as hexadecimal digits.
    pub sums: [String; 2],
    /// The first row that differs, in words.
    pub first: Option<String>,
}

impl Proved {
    /// Whether the table is the same on both.
    pub fn is_equal(&self) -> bool {
        self.rows[0] == self.rows[1] && self.sums[0] == self.sums[1] && self.first.is_none()
    }
}

/// One database's part of the proof.
#[derive(Default)]
struct Sum {
    rows: u64,
    sum: Sha256,
}

impl Sum {
    fn add(&mut self, row: &Row) {
        self.rows += 1;
        row.0.iter().for_each(|value| value.digest(&mut self.sum));
    }

    fn digits(self) -> String {
        self.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Holds a table of the target against the source.
pub(super) fn prove(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    table: &Table,
    progress: &mut dyn FnMut(Progress<'_>),
) -> QueryResult<Proved> {
    let (mut here, mut there, mut first) = (Sum::default(), Sum::default(), None);
    let mut pairs = Pairs::new(table);
    while let Some(pair) = pairs.next(source, target)? {
        let difference = match pair {
            Pair::Same(row) => {
                here.add(&row);
                there.add(&row);
                None
            }
            Pair::Changed { source, target } => {
                here.add(&source);
                there.add(&target);
                Some(changed(table, &source, &target))
            }
            Pair::Missing(row) => {
                here.add(&row);
                Some(format!("{} is missing", key(table, &row)))
            }
            Pair::Surplus(row) => {
                there.add(&row);
                Some(format!("{} is there and should not be", key(table, &row)))
            }
        };
        first = first.or(difference);
        if here.rows.is_multiple_of(1_000) {
            progress(Progress::Proved(&table.name, here.rows));
        }
    }
    progress(Progress::ProvedTable(&table.name, here.rows));
    let rows = [here.rows, there.rows];
    Ok(Proved { table: table.name.clone(), rows, sums: [here.digits(), there.digits()], first })
}

/// Which columns differ. What they hold is told of none but figures: the rest is what people said.
fn changed(table: &Table, source: &Row, target: &Row) -> String {
    let columns = table.columns.iter().zip(source.0.iter().zip(&target.0));
    let differing = columns.filter(|(_, (one, other))| one != other).map(|(column, (one, other))| match (one, other) {
        (Value::Integer(_) | Value::Double(_) | Value::Null, Value::Integer(_) | Value::Double(_) | Value::Null) => {
            format!("{} is {other} and should be {one}", column.name)
        }
        _ => format!("{} differs", column.name),
    });
    format!("{}: {}", key(table, source), differing.collect::<Vec<_>>().join(", "))
}

fn key(table: &Table, row: &Row) -> String {
    table.key_of(row).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

//! A row of any table, with values that mean the same on both databases.

use diesel::{
    deserialize::{FromSql, QueryableByName, Result},
    pg::{Pg, PgValue},
    row::{Field, NamedRow},
    sql_types::{BigInt, Binary, Bool, Double, Integer, SmallInt, Text},
    sqlite::{Sqlite, SqliteType},
};
use sha2::{Digest, Sha256};
use std::fmt;

/// A value. Truth is 0 or 1, as SQLite has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Double(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// The values of a row in the order in which they were asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row(pub(super) Vec<Value>);

impl Value {
    /// Adds it to a checksum: what it is, how long, and its bytes, so that no two rows add the same.
    pub(super) fn digest(&self, sum: &mut Sha256) {
        let mut add = |kind: u8, bytes: &[u8]| {
            sum.update([kind]);
            sum.update((bytes.len() as u64).to_le_bytes());
            sum.update(bytes);
        };
        match self {
            Self::Null => add(0, &[]),
            Self::Integer(n) => add(1, &n.to_le_bytes()),
            Self::Double(x) => add(2, &x.to_bits().to_le_bytes()),
            Self::Text(text) => add(3, text.as_bytes()),
            Self::Bytes(bytes) => add(4, bytes),
        }
    }

    /// How much memory it takes, about.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Null | Self::Integer(_) | Self::Double(_) => 8,
            Self::Text(text) => 24 + text.len(),
            Self::Bytes(bytes) => 24 + bytes.len(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("nothing"),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Double(x) => write!(f, "{x}"),
            Self::Text(text) => write!(f, "“{text}”"),
            Self::Bytes(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

impl QueryableByName<Sqlite> for Row {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> Result<Self> {
        let mut values = Vec::with_capacity(row.field_count());
        for place in 0..row.field_count() {
            let field = diesel::row::Row::get(row, place).ok_or("a row has fewer values than it says")?;
            let value = match field.value() {
                None => Value::Null,
                Some(raw) => match raw.value_type() {
                    None => Value::Null,
                    Some(SqliteType::Text) => Value::Text(FromSql::<Text, Sqlite>::from_sql(raw)?),
                    Some(SqliteType::Binary) => Value::Bytes(FromSql::<Binary, Sqlite>::from_sql(raw)?),
                    Some(SqliteType::Float | SqliteType::Double) => {
                        Value::Double(FromSql::<Double, Sqlite>::from_sql(raw)?)
                    }
                    Some(SqliteType::SmallInt | SqliteType::Integer | SqliteType::Long) => {
                        Value::Integer(FromSql::<BigInt, Sqlite>::from_sql(raw)?)
                    }
                },
            };
            values.push(value);
        }
        Ok(Self(values))
    }
}

impl QueryableByName<Pg> for Row {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> Result<Self> {
        let mut values = Vec::with_capacity(row.field_count());
        for place in 0..row.field_count() {
            let field = diesel::row::Row::get(row, place).ok_or("a row has fewer values than it says")?;
            values.push(field.value().map_or(Ok(Value::Null), from_postgres)?);
        }
        Ok(Self(values))
    }
}

/// PostgreSQL names its types by numbers, which never change.
fn from_postgres(raw: PgValue<'_>) -> Result<Value> {
    Ok(match raw.get_oid().get() {
        16 => Value::Integer(<bool as FromSql<Bool, Pg>>::from_sql(raw)?.into()),
        17 => Value::Bytes(FromSql::<Binary, Pg>::from_sql(raw)?),
        20 => Value::Integer(FromSql::<BigInt, Pg>::from_sql(raw)?),
        21 => Value::Integer(<i16 as FromSql<SmallInt, Pg>>::from_sql(raw)?.into()),
        23 => Value::Integer(<i32 as FromSql<Integer, Pg>>::from_sql(raw)?.into()),
        25 => Value::Text(FromSql::<Text, Pg>::from_sql(raw)?),
        701 => Value::Double(FromSql::<Double, Pg>::from_sql(raw)?),
        other => return Err(format!("PostgreSQL’s type {other} is none that Opina uses").into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rows_add_the_same_to_a_checksum() {
        let sum = |values: &[Value]| {
            let mut sum = Sha256::new();
            values.iter().for_each(|value| value.digest(&mut sum));
            sum.finalize()
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let rows = [
            vec![text("ab"), text("c")],
            vec![text("a"), text("bc")],
            vec![text("abc"), text("")],
            vec![text("abc"), Value::Null],
            vec![Value::Bytes(b"abc".to_vec()), text("")],
            vec![Value::Integer(0), text("")],
            vec![Value::Double(0.0), text("")],
        ];
        for (place, one) in rows.iter().enumerate() {
            for other in &rows[place + 1..] {
                assert_ne!(sum(one), sum(other), "{one:?} and {other:?}");
            }
        }
    }
}

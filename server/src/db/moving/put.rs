//! Inserting rows of any table, many at once: as one array a column on PostgreSQL, as a list of values on SQLite. A row takes
//! the place of the one with the same key.

use super::{
    catalogue::{Column, Kind, Table},
    rows::names,
    value::{Row, Value},
};
use crate::db::connection::AnyConnection;
use diesel::{
    PgConnection, QueryResult, RunQueryDsl, SqliteConnection,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::Error as QueryError,
    sql_types::{Array, BigInt, Binary, Bool, Double, Nullable, Text},
    sqlite::Sqlite,
};

/// The most values one statement on SQLite has.
const MOST_VALUES: usize = 30_000;

/// Inserts rows, or puts them in the place of those with the same keys.
pub(super) fn put(connection: &mut AnyConnection, table: &Table, rows: &[Row]) -> QueryResult<()> {
    match connection {
        AnyConnection::Postgres(postgres) => {
            let columns = table.columns.iter().enumerate().map(|(place, column)| Values::of(column, place, rows));
            Arrays { table, columns: columns.collect::<QueryResult<_>>()? }.execute(postgres).map(drop)
        }
        AnyConnection::Sqlite(sqlite) => {
            for rows in rows.chunks((MOST_VALUES / table.columns.len().max(1)).max(1)) {
                List { table, rows }.execute(sqlite)?;
            }
            Ok(())
        }
    }
}

fn insert_sql(table: &Table) -> String {
    format!("INSERT INTO \"{}\" ({}) ", table.name, names(table))
}

fn conflict_sql(table: &Table) -> String {
    let quoted = |column: &Column| format!("\"{}\"", column.name);
    let (key, others) = table.columns.split_at(table.key.min(table.columns.len()));
    let key = key.iter().map(quoted).collect::<Vec<_>>().join(", ");
    if others.is_empty() {
        return format!(" ON CONFLICT ({key}) DO NOTHING");
    }
    let others = others.iter().map(quoted).map(|name| format!("{name} = excluded.{name}"));
    format!(" ON CONFLICT ({key}) DO UPDATE SET {}", others.collect::<Vec<_>>().join(", "))
}

/// The values of one column.
enum Values<'a> {
    Bools(Vec<Option<bool>>),
    Integers(Vec<Option<i64>>),
    Doubles(Vec<Option<f64>>),
    Texts(Vec<Option<&'a str>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

impl<'a> Values<'a> {
    /// Those that rows have at this place.
    fn of(column: &Column, place: usize, rows: &'a [Row]) -> QueryResult<Self> {
        let wrong = |value: &Value| QueryError::SerializationError(format!("{} holds {value}", column.name).into());
        let values = rows.iter().map(|row| row.0.get(place).unwrap_or(&Value::Null));
        /// Reads each value that is one of this kind.
        macro_rules! all {
            ($pattern:pat => $read:expr) => {{
                let read = |value: &'a Value| match value {
                    Value::Null => Ok(None),
                    $pattern => Ok(Some($read)),
                    other => Err(wrong(other)),
                };
                values.map(read).collect::<QueryResult<_>>()?
            }};
        }
        Ok(match column.kind {
            Kind::Bool => Self::Bools(all!(Value::Integer(n) => *n != 0)),
            Kind::Integer => Self::Integers(all!(Value::Integer(n) => *n)),
            Kind::Double => Self::Doubles(all!(Value::Double(x) => *x)),
            Kind::Text => Self::Texts(all!(Value::Text(text) => text.as_str())),
            Kind::Bytes => Self::Bytes(all!(Value::Bytes(bytes) => bytes.as_slice())),
        })
    }
}

/// Rows as arrays, for PostgreSQL.
struct Arrays<'a> {
    table: &'a Table,
    columns: Vec<Values<'a>>,
}

impl QueryId for Arrays<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Arrays<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(&insert_sql(self.table));
        out.push_sql("SELECT * FROM UNNEST(");
        for (place, values) in self.columns.iter().enumerate() {
            if place > 0 {
                out.push_sql(", ");
            }
            match values {
                Values::Bools(all) => out.push_bind_param::<Array<Nullable<Bool>>, _>(all)?,
                Values::Integers(all) => out.push_bind_param::<Array<Nullable<BigInt>>, _>(all)?,
                Values::Doubles(all) => out.push_bind_param::<Array<Nullable<Double>>, _>(all)?,
                Values::Texts(all) => out.push_bind_param::<Array<Nullable<Text>>, _>(all)?,
                Values::Bytes(all) => out.push_bind_param::<Array<Nullable<Binary>>, _>(all)?,
            }
        }
        out.push_sql(")");
        out.push_sql(&conflict_sql(self.table));
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for Arrays<'_> {}

/// Rows as a list of values, for SQLite.
struct List<'a> {
    table: &'a Table,
    rows: &'a [Row],
}

impl QueryId for List<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Sqlite> for List<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(&insert_sql(self.table));
        out.push_sql("VALUES ");
        for (number, row) in self.rows.iter().enumerate() {
            out.push_sql(if number == 0 { "(" } else { ", (" });
            for (place, value) in row.0.iter().enumerate() {
                if place > 0 {
                    out.push_sql(", ");
                }
                match value {
                    Value::Null => out.push_bind_param::<Nullable<BigInt>, Option<i64>>(&None)?,
                    Value::Integer(n) => out.push_bind_param::<BigInt, _>(n)?,
                    Value::Double(x) => out.push_bind_param::<Double, _>(x)?,
                    Value::Text(text) => out.push_bind_param::<Text, _>(text)?,
                    Value::Bytes(bytes) => out.push_bind_param::<Binary, _>(bytes)?,
                }
            }
            out.push_sql(")");
        }
        out.push_sql(&conflict_sql(self.table));
        Ok(())
    }
}

impl RunQueryDsl<SqliteConnection> for List<'_> {}

//! Rows of any table, page by page in the order of the key, which both databases are told to order alike.

use super::{
    catalogue::{Kind, Table},
    value::{Row, Value},
};
use crate::db::connection::AnyConnection;
use diesel::{
    QueryResult, RunQueryDsl,
    pg::Pg,
    result::Error as QueryError,
    sql_query,
    sql_types::{BigInt, Binary, Double, Nullable, Text},
    sqlite::Sqlite,
};
use std::{cmp::Ordering, vec::IntoIter};

/// How many bytes a page should have, about.
const PAGE: usize = 2 << 20;
/// The fewest and the most rows of a page.
const ROWS: [usize; 2] = [16, 5_000];

/// A key: the first values of a row.
pub(super) type Key = Vec<Value>;

/// The rows of a table in the order of its key, read page by page.
pub(super) struct Reader<'t> {
    table: &'t Table,
    /// The key of the last row that was read.
    after: Option<Key>,
    page: IntoIter<Row>,
    /// How many rows the next page has.
    limit: usize,
    is_done: bool,
}

impl<'t> Reader<'t> {
    /// Reads what comes after a key, or everything.
    pub(super) fn new(table: &'t Table, after: Option<Key>) -> Self {
        Self { table, after, page: Vec::new().into_iter(), limit: 10 * ROWS[0], is_done: false }
    }

    /// The next row.
    pub(super) fn next(&mut self, connection: &mut AnyConnection) -> QueryResult<Option<Row>> {
        if self.page.len() == 0 {
            self.page = self.next_page(connection)?.into_iter();
        }
        Ok(self.page.next())
    }

    /// The next page; an empty one at the end.
    pub(super) fn next_page(&mut self, connection: &mut AnyConnection) -> QueryResult<Vec<Row>> {
        if self.is_done {
            return Ok(Vec::new());
        }
        let rows = load(connection, self.table, self.after.as_deref(), self.limit)?;
        self.is_done = rows.len() < self.limit;
        if let Some(last) = rows.last() {
            self.after = Some(self.table.key_of(last).to_vec());
            let size: usize = rows.iter().flat_map(|row| &row.0).map(Value::size).sum();
            self.limit = (PAGE * rows.len() / size.max(1)).clamp(ROWS[0], ROWS[1]);
        }
        Ok(rows)
    }
}

impl Table {
    /// The key of a row.
    pub(super) fn key_of<'r>(&self, row: &'r Row) -> &'r [Value] {
        row.0.get(..self.key).unwrap_or_default()
    }
}

/// Which of two keys comes first, as both databases order them.
pub(super) fn order(one: &[Value], other: &[Value]) -> Ordering {
    let orders = one.iter().zip(other).map(|(one, other)| match (one, other) {
        (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Value::Bytes(one), Value::Bytes(other)) => one.cmp(other),
        _ => Ordering::Equal,
    });
    orders.fold(Ordering::Equal, Ordering::then)
}

fn load(connection: &mut AnyConnection, table: &Table, after: Option<&[Value]>, limit: usize) -> QueryResult<Vec<Row>> {
    let is_postgres = matches!(connection, AnyConnection::Postgres(_));
    // PostgreSQL orders texts by its language; SQLite, and we, by their bytes.
    let key = table.columns.iter().take(table.key).map(|column| match column.kind {
        Kind::Text if is_postgres => format!("\"{}\" COLLATE \"C\"", column.name),
        _ => format!("\"{}\"", column.name),
    });
    let key = key.collect::<Vec<_>>().join(", ");
    let after = after.unwrap_or_default();
    let from = if after.is_empty() {
        String::new()
    } else {
        let values: Vec<String> = (1..=after.len()).map(|place| format!("${place}")).collect();
        format!("WHERE ({key}) > ({})", values.join(", "))
    };
    let sql = format!("SELECT {} FROM \"{}\" {from} ORDER BY {key} LIMIT {limit}", names(table), table.name);
    let rows: Vec<Row> = ask(connection, sql, after)?;
    let normalise = |Row(values): Row| {
        Row(values.into_iter().zip(&table.columns).map(|(value, column)| column.kind.normalise(value)).collect())
    };
    Ok(rows.into_iter().map(normalise).collect())
}

/// The table's columns, for a statement.
pub(super) fn names(table: &Table) -> String {
    table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

/// Binds values to a statement, which is the same text on each database and another type.
macro_rules! bound {
    ($sql:expr, $values:expr, $backend:ty) => {{
        let mut query = sql_query($sql).into_boxed::<$backend>();
        for value in $values {
            query = match value {
                Value::Null => query.bind::<Nullable<BigInt>, _>(None::<i64>),
                Value::Integer(n) => query.bind::<BigInt, _>(n),
                Value::Double(x) => query.bind::<Double, _>(x),
                Value::Text(text) => query.bind::<Text, _>(text.as_str()),
                Value::Bytes(bytes) => query.bind::<Binary, _>(bytes.as_slice()),
            };
        }
        query
    }};
}

fn ask(connection: &mut AnyConnection, sql: String, values: &[Value]) -> QueryResult<Vec<Row>> {
    match connection {
        AnyConnection::Postgres(postgres) => bound!(sql, values, Pg).load(postgres),
        AnyConnection::Sqlite(sqlite) => bound!(sql, values, Sqlite).load(sqlite),
    }
}

/// How many rows a table has.
pub(super) fn count(connection: &mut AnyConnection, table: &Table) -> QueryResult<i64> {
    let rows = ask(connection, format!("SELECT COUNT(*) FROM \"{}\"", table.name), &[])?;
    match rows.first().and_then(|row| row.0.first()) {
        Some(Value::Integer(n)) => Ok(*n),
        _ => Err(QueryError::NotFound),
    }
}

/// Whether a table has no row.
pub(super) fn is_empty(connection: &mut AnyConnection, table: &Table) -> QueryResult<bool> {
    Ok(ask(connection, format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name), &[])?.is_empty())
}

/// Deletes the row with this key.
pub(super) fn delete(connection: &mut AnyConnection, table: &Table, key: &[Value]) -> QueryResult<()> {
    let key_columns = table.columns.iter().take(table.key).zip(1..);
    let is_it: Vec<String> = key_columns.map(|(column, place)| format!("\"{}\" = ${place}", column.name)).collect();
    let sql = format!("DELETE FROM \"{}\" WHERE {}", table.name, is_it.join(" AND "));
    match connection {
        AnyConnection::Postgres(postgres) => bound!(sql, key, Pg).execute(postgres),
        AnyConnection::Sqlite(sqlite) => bound!(sql, key, Sqlite).execute(sqlite),
    }
    .map(drop)
}

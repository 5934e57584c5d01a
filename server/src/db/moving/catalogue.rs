//! Which tables there are, read from the databases themselves, so that none can be forgotten. Refuses tables of which the
//! two databases have different columns.

use super::{MoveError, value::Value};
use crate::db::connection::AnyConnection;
use diesel::{QueryResult, QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use std::collections::{BTreeMap, BTreeSet};

/// The tables that each database keeps for itself: what it knows of itself, and what it packs from its rows.
const OWN_TABLES: [&str; 7] =
    ["this_database", "block", "block_horizon", "block_change", "rollup_day", "rollup_day_horizon", "sign_in_try"];
/// The columns that each database keeps for itself: whether its index of words has a comment.
const OWN_COLUMNS: [(&str, &str); 1] = [("comment", "searchable")];

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns: those of the key first, in the order of the key, then the others by name.
    pub columns: Vec<Column>,
    /// How many of the columns are the key.
    pub key: usize,
    /// Whether PostgreSQL makes the ids of new rows.
    pub makes_ids: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds, on both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Truth.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Double,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

impl Kind {
    fn of(postgres_type: &str) -> Option<Self> {
        Some(match postgres_type {
            "boolean" => Self::Bool,
            "bigint" | "integer" | "smallint" => Self::Integer,
            "double precision" => Self::Double,
            "text" => Self::Text,
            "bytea" => Self::Bytes,
            _ => return None,
        })
    }

    /// A value as this kind of column holds it: SQLite writes whole doubles as integers, and has no negative zero.
    pub(super) fn normalise(self, value: Value) -> Value {
        match (self, value) {
            (Self::Double, Value::Integer(n)) => Value::Double(n as f64),
            (Self::Double, Value::Double(0.0)) => Value::Double(0.0),
            (_, value) => value,
        }
    }
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// The tables to move, those that others refer to first. One of the databases is SQLite and the other PostgreSQL.
///
/// # Errors
/// When a query fails, or the databases have different tables or columns.
pub fn tables(one: &mut AnyConnection, other: &mut AnyConnection) -> Result<Vec<Table>, MoveError> {
    let (sqlite, postgres) = match (one, other) {
        (AnyConnection::Sqlite(sqlite), AnyConnection::Postgres(postgres))
        | (AnyConnection::Postgres(postgres), AnyConnection::Sqlite(sqlite)) => (sqlite, postgres),
        _ => return Err(MoveError::Refused("one of the databases must be SQLite, the other PostgreSQL".to_owned())),
    };
    let columns: Vec<ColumnRow> = sql_query(
        "SELECT c.table_name::text AS of, c.column_name::text AS name, \
                c.data_type::text || CASE c.is_identity WHEN 'YES' THEN ' made' ELSE '' END AS kind \
         FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) \
         WHERE table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_\\_%' \
         ORDER BY 1, 2",
    )
    .load(postgres)?;
    let in_sqlite: Vec<Pair> = sql_query(
        "SELECT t.name AS of, c.name AS name FROM pragma_table_list t, pragma_table_info(t.name) c \
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\' \
         AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .load(sqlite)?;
    let names: BTreeSet<(&str, &str)> = columns.iter().map(|one| (&*one.of, &*one.name)).collect();
    let known: BTreeSet<(&str, &str)> = in_sqlite.iter().map(|one| (&*one.of, &*one.name)).collect();
    if let Some((table, column)) = names.symmetric_difference(&known).next() {
        return Err(MoveError::Refused(format!("only one of the databases has {table}.{column}")));
    }
    let keys: Vec<Pair> = sql_query(
        "SELECT c.relname::text AS of, a.attname::text AS name FROM pg_index i \
         JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = current_schema()::regnamespace \
         CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place) \
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number \
         WHERE i.indisprimary ORDER BY c.relname, k.place",
    )
    .load(postgres)?;
    let mut references: Vec<Pair> = sql_query(
        "SELECT c.relname::text AS of, p.relname::text AS name FROM pg_constraint k \
         JOIN pg_class c ON c.oid = k.conrelid AND c.relnamespace = current_schema()::regnamespace \
         JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f'",
    )
    .load(postgres)?;
    let in_sqlite: Vec<Pair> = sql_query(
        "SELECT m.name AS of, f.\"table\" AS name FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
         WHERE m.type = 'table'",
    )
    .load(sqlite)?;
    references.extend(in_sqlite);
    let mut found = BTreeMap::new();
    for name in names.iter().map(|(table, _)| *table).filter(|name| !OWN_TABLES.contains(name)) {
        found.insert(name, table(name, &columns, &keys)?);
    }
    in_order(found, &references)
}

fn table(name: &str, columns: &[ColumnRow], keys: &[Pair]) -> Result<Table, MoveError> {
    let key: Vec<&str> = keys.iter().filter(|one| one.of == name).map(|one| &*one.name).collect();
    if key.is_empty() {
        return Err(MoveError::Refused(format!("the table {name} has no primary key")));
    }
    let is_own = |column: &ColumnRow| OWN_COLUMNS.contains(&(name, &column.name));
    let mut own: Vec<&ColumnRow> = columns.iter().filter(|column| column.of == name && !is_own(column)).collect();
    let place = |column: &ColumnRow| key.iter().position(|one| *one == column.name).unwrap_or(usize::MAX);
    own.sort_by_key(|column| place(column));
    let makes_ids = own.iter().any(|column| column.kind.ends_with(" made"));
    let read = |column: &ColumnRow| {
        let kind = Kind::of(column.kind.trim_end_matches(" made"));
        let unknown = || MoveError::Refused(format!("{name}.{} is of type {}", column.name, column.kind));
        Ok(Column { name: column.name.clone(), kind: kind.ok_or_else(unknown)? })
    };
    let columns = own.into_iter().map(read).collect::<Result<_, MoveError>>()?;
    Ok(Table { name: name.to_owned(), columns, key: key.len(), makes_ids })
}

/// Those that others refer to before those that refer to them.
fn in_order(mut tables: BTreeMap<&str, Table>, references: &[Pair]) -> Result<Vec<Table>, MoveError> {
    let mut ordered = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let waits = |name: &str| {
            references.iter().any(|one| one.of == name && one.name != name && tables.contains_key(&*one.name))
        };
        let free: Vec<&str> = tables.keys().copied().filter(|name| !waits(name)).collect();
        if free.is_empty() {
            return Err(MoveError::Refused("the tables refer to each other in a circle".to_owned()));
        }
        ordered.extend(free.into_iter().filter_map(|name| tables.remove(name)));
    }
    Ok(ordered)
}

/// Lets PostgreSQL go on after the highest id that was moved; SQLite does so by itself.
pub(super) fn continue_ids(connection: &mut AnyConnection, table: &Table) -> QueryResult<()> {
    let AnyConnection::Postgres(postgres) = connection else { return Ok(()) };
    if !table.makes_ids {
        return Ok(());
    }
    let name = &table.name;
    sql_query(format!(
        "SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM \"{name}\""
    ))
    .execute(postgres)
    .map(drop)
}

//! How many bytes a database takes on the disk.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text},
};
use serde_json::{Map, Value};
use server::{db::connection::AnyConnection, on_each};
use std::fs;

/// A table with its indexes.
#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// All of it: SQLite's file, or all tables of PostgreSQL with their indexes.
pub fn of(database: &str, connection: &mut AnyConnection) -> u64 {
    match database.strip_prefix("sqlite:") {
        Some(file) => fs::metadata(file).expect("the file is there").len(),
        None => tables(connection).iter().map(|table| table.bytes.unsigned_abs()).sum(),
    }
}

/// Each table with its indexes, the largest first.
pub fn of_tables(connection: &mut AnyConnection) -> Map<String, Value> {
    tables(connection).into_iter().map(|table| (table.name, table.bytes.into())).collect()
}

fn tables(connection: &mut AnyConnection) -> Vec<Table> {
    let query = match connection {
        // Tables of the index of words are counted by their own names.
        AnyConnection::Sqlite(_) => {
            "SELECT s.tbl_name AS name, SUM(d.pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s ON s.name = d.name \
             WHERE d.aggregate = TRUE GROUP BY s.tbl_name ORDER BY bytes DESC"
        }
        AnyConnection::Postgres(_) => {
            "SELECT relname::text AS name, pg_total_relation_size(oid) AS bytes FROM pg_class \
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY bytes DESC"
        }
    };
    on_each!(connection, |each| sql_query(query).load(each)).expect("sizes are known")
}

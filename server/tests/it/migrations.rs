//! The schema's two versions: up, down, up again, and both as `schema.rs` says.

use crate::{app::fresh_sqlite, postgres};
use diesel::{RunQueryDsl, sql_query, sql_types::Text};
use server::db::{
    connection::{AnyConnection, Connector},
    migrate,
    url::DatabaseUrl,
};
use std::{collections::BTreeSet, thread};

fn connect(database: &str) -> AnyConnection {
    let url: DatabaseUrl = database.parse().unwrap();
    Connector::new(url).connect().unwrap()
}

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

/// `table.column` of everything that is not diesel's or the database's own, nor the index of SQLite's texts.
fn columns(connection: &mut AnyConnection) -> BTreeSet<String> {
    let found: Vec<Column> = match connection {
        AnyConnection::Sqlite(sqlite) => sql_query(
            "SELECT m.name || '.' || c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%' \
             AND m.name NOT LIKE 'comment\\_words%' ESCAPE '\\'",
        )
        .load(sqlite),
        AnyConnection::Postgres(postgres) => sql_query(
            "SELECT table_name || '.' || column_name AS name FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'",
        )
        .load(postgres),
    }
    .unwrap();
    found.into_iter().map(|column| column.name).collect()
}

/// The same, read from `schema.rs`.
pub fn declared() -> BTreeSet<String> {
    let mut declared = BTreeSet::new();
    let mut table = String::new();
    for line in include_str!("../../src/db/schema.rs").lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| line.ends_with(',')) {
            declared.insert(format!("{table}.{column}"));
        }
    }
    declared
}

#[test]
fn migrations_run_up_down_and_up_again_and_make_what_is_declared() {
    for database in [fresh_sqlite(), postgres::fresh()] {
        let connection = &mut connect(&database);
        migrate::up(connection).unwrap();
        assert_eq!(columns(connection), declared(), "{database}");
        assert_eq!(migrate::up(connection).unwrap(), 0, "nothing is left to run");
        migrate::down(connection).unwrap();
        assert_eq!(columns(connection), BTreeSet::new(), "{database}");
        migrate::up(connection).unwrap();
        assert_eq!(columns(connection), declared(), "{database}");
    }
}

#[test]
fn the_twins_have_the_same_names() {
    let names = |backend: &str| -> BTreeSet<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(backend);
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn servers_that_start_together_do_not_both_migrate() {
    for database in [fresh_sqlite(), postgres::fresh()] {
        thread::scope(|scope| {
            let start = || migrate::up(&mut connect(&database)).unwrap();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
            let run: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
            assert!(run >= 1);
        });
        assert_eq!(columns(&mut connect(&database)), declared());
    }
}

#[test]
fn a_database_of_a_newer_opina_is_left_alone() {
    for database in [fresh_sqlite(), postgres::fresh()] {
        let connection = &mut connect(&database);
        migrate::up(connection).unwrap();
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
        match connection {
            AnyConnection::Sqlite(sqlite) => sql_query(newer).execute(sqlite),
            AnyConnection::Postgres(postgres) => sql_query(newer).execute(postgres),
        }
        .unwrap();
        let refused = migrate::up(connection).unwrap_err().to_string();
        assert!(refused.contains("run a newer Opina"), "{refused}");
    }
}

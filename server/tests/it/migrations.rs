//! The schema's two versions: up, down, up again, and both as `schema.rs` says.

use crate::{
    app::{fresh_sqlite, on_both},
    kinds::every_kind,
    postgres,
};
use diesel::{QueryDsl, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};
use serde_json::json;
use server::{
    clock,
    db::{
        connection::{self, AnyConnection, Connector},
        migrate,
        schema::{block_change, response},
        url::DatabaseUrl,
    },
    on_each, sealer,
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

#[test]
fn answers_that_were_rows_become_lines_and_change_no_figure() {
    macro_rules! way {
        ($way:literal) => {
            [
                include_str!(concat!("../../../migrations/sqlite/2026-11-26-001200_answers/", $way, ".sql")),
                include_str!(concat!("../../../migrations/postgres/2026-11-26-001200_answers/", $way, ".sql")),
            ]
        };
    }
    let row = |rows: &mut AnyConnection, row: &str| -> usize {
        let query = format!("SELECT question AS name FROM answer WHERE {row}");
        on_each!(rows, |each| sql_query(query).load::<Column>(each)).unwrap().len()
    };
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        for answers in [
            json!({
                "nps": { "score": 10 }, "csat": { "score": 4 }, "one": { "chosen": { "options": ["speed"] } },
                "many": { "chosen": { "options": ["a", "b"], "other": "More" } }, "gap": { "gap": [3, 5] },
                "points": { "points": { "price": 60, "speed": 40, "help": 0 } }, "terms": { "yes": true }
            }),
            json!({ "one": { "chosen": { "options": [], "other": "Colour" } } }),
            json!({}),
        ] {
            let sent = json!({
                "id": uuid::Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": false,
                "answers": answers, "language": "en", "path": null, "device": "phone", "chance": 1, "elapsed": 1
            });
            let reply = app.post("/w/shop/responses", &sent);
            assert_eq!(reply.status, 201, "{answers}: {}", reply.body);
        }
        let connection = &mut app.connection();
        sealer::catch_up(connection, clock::now() + 5 * 60_000).unwrap();
        let is_postgres = usize::from(matches!(connection, AnyConnection::Postgres(_)));
        let written = |connection: &mut AnyConnection| -> Vec<String> {
            response::table.order(response::id).select(response::answers).load(connection).unwrap()
        };
        let before = written(connection);
        let changed = |connection: &mut AnyConnection| block_change::table.count().get_result::<i64>(connection);
        // In one transaction, so that the servers see nothing of it.
        connection::write(connection, |connection| {
            let packed = changed(connection)?;
            connection.batch_execute(way!("down")[is_postgres])?;
            assert_eq!(row(connection, "score = 10 AND choice IS NULL AND shown IS NULL AND question = 'nps'"), 1);
            assert_eq!(row(connection, "choice = 'a b +other' AND score IS NULL AND question = 'many'"), 1);
            assert_eq!(row(connection, "question = 'one' AND choice = 'speed' AND length(shown) = 17"), 1);
            assert_eq!(row(connection, "question = 'points' AND choice LIKE '%price:60%'"), 1);
            assert_eq!(row(connection, "score = 3 AND question = 'gap.expectation'"), 1);
            assert_eq!(row(connection, "TRUE"), before.iter().flat_map(|one| one.lines()).count());
            connection.batch_execute(way!("up")[is_postgres])?;
            assert_eq!(changed(connection)?, packed, "packed responses count as changed");
            diesel::QueryResult::Ok(())
        })
        .unwrap();
        assert_eq!(written(connection), before);
    });
}

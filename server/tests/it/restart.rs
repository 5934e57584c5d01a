//! A PostgreSQL that crashes and comes back: whoever answers meanwhile is told to try again, and nothing is lost.

use crate::{
    app::{Asked, Reply, TestApp},
    postgres,
    rollups::assert_rollups_equal_rows,
};
use diesel::{prelude::*, sql_query, sql_types::Text};
use serde_json::json;
use server::{
    config::{Cli, Command},
    db::{
        connection::{AnyConnection, Connector},
        schema::response,
    },
};
use std::process::Child;

/// A cluster of one story's own, which it may stop.
struct Cluster {
    folder: String,
    port: u16,
    running: Option<Child>,
}

impl Cluster {
    /// A new one that answers.
    fn start() -> Self {
        let mut cluster =
            Self { folder: postgres::init("opina-restarted"), port: postgres::free_port(), running: None };
        cluster.resume();
        cluster
    }

    /// A new, empty database; its address.
    fn fresh(&self) -> String {
        postgres::fresh_at(self.port)
    }

    /// Ends it as a power cut would: nothing is written any more, and nobody is told.
    fn crash(&mut self) {
        let stopped = postgres::command("pg_ctl", &["stop", "-s", "-m", "immediate", "-D", &self.folder]).status();
        assert!(stopped.is_ok_and(|status| status.success()), "the cluster stops");
        // It has ended; this only takes note of it.
        let _ = self.running.take().map(|mut running| running.wait());
    }

    /// Starts it again where it was.
    fn resume(&mut self) {
        self.running = Some(postgres::spawn(&self.folder, self.port));
        postgres::await_answer(self.port);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.crash();
        }
    }
}

fn answer(app: &TestApp, asked: &Asked) -> Reply {
    let body = json!({
        "id": uuid::Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
        "answers": { "score": { "score": 9 } }, "language": "en", "path": "/checkout", "device": "phone",
        "chance": 1, "elapsed": 1
    });
    app.post("/w/shop/responses", &body)
}

#[test]
fn a_database_that_comes_back_is_found_again() {
    let mut cluster = Cluster::start();
    let app = TestApp::start(&cluster.fresh());
    app.sign_in();
    let asked = app.ask(app.site("shop"));
    for crashes in 1..=2 {
        assert_eq!(answer(&app, &asked).status, 201);
        cluster.crash();
        let refused = answer(&app, &asked);
        assert_eq!((refused.status, refused.header("retry-after")), (503, Some("2")), "{}", refused.body);
        assert_eq!(app.get("/sites/shop/overview").status, 503, "pages say that they cannot be read");
        cluster.resume();
        assert_eq!(answer(&app, &asked).status, 201, "the first answer after it is stored");
        assert_eq!(app.get("/sites/shop/overview").status, 200);
        let stored: i64 = response::table.count().get_result(&mut app.connection()).unwrap();
        assert_eq!(stored, 2 * crashes, "what was acknowledged is there");
    }
    assert_rollups_equal_rows(&app.db);
}

#[test]
fn postgres_gives_up_after_the_time_that_was_set() {
    use clap::Parser;
    let database = postgres::fresh();
    let check = |settings: &[&str], expected: [&str; 2]| {
        let Command::Serve { settings, .. } = Cli::parse_from([&["opina", "serve"], settings].concat()).command else {
            unreachable!("serve was asked for")
        };
        let connector = Connector::new(database.parse().unwrap()).within(settings.timeouts());
        let AnyConnection::Postgres(mut connection) = connector.connect().unwrap() else { unreachable!("PostgreSQL") };
        #[derive(diesel::QueryableByName)]
        struct Set {
            #[diesel(sql_type = Text)]
            statement: String,
            #[diesel(sql_type = Text)]
            lock: String,
        }
        let query = "SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock";
        let Set { statement, lock } = sql_query(query).get_result(&mut connection).unwrap();
        assert_eq!([&*statement, &*lock], expected);
    };
    check(&[], ["30s", "3s"]);
    check(&["--statement-timeout", "120", "--lock-timeout", "1"], ["2min", "1s"]);
    check(&["--statement-timeout", "0", "--lock-timeout", "0"], ["0", "0"]);
}

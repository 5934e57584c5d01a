//! A PostgreSQL that crashes, and comes back or has a standby: whoever answers meanwhile is told to try again, and nothing
//! is lost.

use crate::{
    app::{Asked, Reply, TestApp, fresh_sqlite},
    cluster::Cluster,
    postgres,
    rollups::assert_rollups_equal_rows,
};
use diesel::{prelude::*, sql_query, sql_types::Text};
use serde_json::json;
use server::{
    config::{Cli, Command},
    db::{
        connection::{self, AnyConnection, Connector},
        schema::response,
    },
};
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
    let mut cluster = Cluster::start("opina-restarted");
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
fn a_standby_takes_over_and_lacks_nothing() {
    let mut primary = Cluster::start("opina-primary");
    let database = primary.fresh();
    let standby = primary.standby("opina-standby");
    let both = format!("127.0.0.1:{},127.0.0.1:{}", primary.port, standby.port);
    let address = database.replace(&format!("127.0.0.1:{}", primary.port), &both);
    let app = TestApp::start(&format!("{address}?target_session_attrs=read-write"));
    app.sign_in();
    let asked = app.ask(app.site("shop"));
    for _ in 0..20 {
        assert_eq!(answer(&app, &asked).status, 201);
    }
    primary.crash();
    assert_eq!(answer(&app, &asked).status, 503, "nobody can write before the standby is promoted");
    standby.promote();
    assert_eq!(answer(&app, &asked).status, 201);
    assert_eq!(app.get("/sites/shop/overview").status, 200);
    assert_eq!(response::table.count().get_result(&mut app.connection()), Ok(21_i64));
    assert_rollups_equal_rows(&app.db);
}

#[test]
fn what_postgres_would_lose_is_kept_or_told() {
    let mut cluster = Cluster::start("opina-weak");
    let database = cluster.fresh();
    let connect = || Connector::new(database.parse().unwrap()).connect().unwrap();
    #[derive(diesel::QueryableByName)]
    struct Commits {
        #[diesel(sql_type = Text)]
        how: String,
    }
    let commits = || {
        let AnyConnection::Postgres(mut connection) = connect() else { unreachable!("PostgreSQL") };
        let query = sql_query("SELECT current_setting('synchronous_commit') AS how");
        query.get_result::<Commits>(&mut connection).unwrap().how
    };
    let name = database.rsplit('/').next().unwrap();
    for (set, used) in [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")] {
        cluster.tell(&format!("ALTER DATABASE {name} SET synchronous_commit = {set}"));
        assert_eq!(commits(), used, "{set}");
    }
    assert!(!connection::may_lose_commits(&mut connect()).unwrap());
    for setting in ["fsync", "full_page_writes"] {
        cluster.tell(&format!("ALTER SYSTEM SET {setting} = off"));
        cluster.crash();
        cluster.resume();
        assert!(connection::may_lose_commits(&mut connect()).unwrap(), "{setting}");
        cluster.tell(&format!("ALTER SYSTEM RESET {setting}"));
    }
    let sqlite = Connector::new(fresh_sqlite().parse().unwrap()).connect();
    assert!(!connection::may_lose_commits(&mut sqlite.unwrap()).unwrap());
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

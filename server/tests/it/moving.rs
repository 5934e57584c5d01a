//! Everything moves from SQLite to PostgreSQL and back, whatever happens on the way, and what differs is found.

use crate::{
    app::{Session, TestApp, fresh_sqlite, post},
    command_line::opina,
    migrations::declared,
    postgres,
    recount::execute,
    rollups::assert_rollups_equal_rows,
};
use serde_json::json;
use server::{
    access::Role,
    db::{Db, moving, sites, surveys},
};
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

/// What a database knows of itself, and what it packs from its rows by itself.
const OWN_TABLES: [&str; 7] =
    ["this_database", "block", "block_horizon", "block_change", "rollup_day", "rollup_day_horizon", "sign_in_try"];

fn table_of(column: &str) -> &str {
    column.split_once('.').map_or(column, |(table, _)| table)
}

#[test]
fn no_table_and_no_column_is_forgotten() {
    let connect = |database: &str| Db::open(&database.parse().unwrap()).unwrap().connect().unwrap();
    let tables = moving::tables(&mut connect(&fresh_sqlite()), &mut connect(&postgres::fresh())).unwrap();
    let moved =
        tables.iter().flat_map(|table| table.columns.iter().map(|column| format!("{}.{}", table.name, column.name)));
    let moved: BTreeSet<String> = moved.collect();
    let own = |column: &String| OWN_TABLES.contains(&table_of(column)) || column == "comment.searchable";
    let all: BTreeSet<String> = declared().into_iter().filter(|column| !own(column)).collect();
    assert_eq!(moved, all);
    let place = |name: &str| tables.iter().position(|table| table.name == name).unwrap();
    assert!(place("site") < place("survey") && place("response") < place("comment"));
}

/// A demo with a row in every table.
fn filled(database: &str) -> Db {
    let (ok, said) = opina(&["demo", "--scale", "0.02", "--database-url", database], "");
    assert!(ok, "{said}");
    let db = Db::open(&database.parse().unwrap()).unwrap();
    let connection = &mut db.connect().unwrap();
    for statement in [
        "INSERT INTO sighting (site_id, page, seen_at) SELECT id, 'https://shop.example.com/año', 1 FROM site",
        "INSERT INTO recovery_code (admin_id, code_hash) SELECT id, x'00ff10' FROM admin",
        "INSERT INTO pending_sign_in (token_hash, admin_id, expires_at) SELECT x'0102', id, 9 FROM admin",
        "INSERT INTO membership (site_id, admin_id, role) SELECT s.id, a.id, 'editor' FROM site s, admin a",
        "INSERT INTO invitation (site_id, email, role, token_hash, admin_id, expires_at) \
         SELECT s.id, 'eva@example.com', 'viewer', x'03', a.id, 9 FROM site s, admin a",
        "INSERT INTO api_key (site_id, name, scope, token_hash, hint, created_at, used_at) \
         SELECT id, 'BI', 'read', x'04', 'opina_ab', 1, NULL FROM site",
        "INSERT INTO audit (site_id, admin_id, email, at, action, object, detail) \
         VALUES (NULL, NULL, 'gone@example.com', 1, 'y', '{}', '')",
        "INSERT INTO map_change (site_id, made_at, undo) SELECT id, 1, '{}' FROM site",
        "INSERT INTO trace_link (token_hash, site_id, expires_at) SELECT x'05', id, 9 FROM site",
        "INSERT INTO segment (site_id, name, filter, created_at) SELECT id, 'Teléfonos 📱', 'device=phone', 1 FROM site",
        "INSERT INTO share_link (site_id, name, token_hash, page, query, redacted, created_at) \
         SELECT id, 'The board', x'06', 'overview', '', '', 1 FROM site",
        "INSERT INTO rollup_gate (site_id, survey_id, hour, gate, n) SELECT site_id, id, 1, 'page', -0 FROM survey",
        "INSERT INTO recount (site_id, revision, checked_at, responses, found, sample) SELECT id, 1, 1, 1, 0, '[]' FROM site",
        "UPDATE admin SET totp_secret = x'00'",
    ] {
        // Each database has its own way to write bytes.
        let bytes = if database.starts_with("postgres") { "'\\x" } else { "x'" };
        execute(connection, &statement.replace("x'", bytes));
    }
    db
}

fn moved(from: &str, to: &str, more: &[&str]) -> (bool, String) {
    opina(&[&["move", "--from", from, "--to", to], more].concat(), "")
}

#[track_caller]
fn assert_moved(from: &str, to: &str) -> String {
    let (ok, said) = moved(from, to, &[]);
    assert!(ok && said.contains("everything is moved and proved"), "{said}");
    assert!(!said.contains("DIFFERS"), "{said}");
    said
}

/// What pages show whose words and figures come from many tables.
fn pages(database: &str, session: &mut Option<Session>) -> Vec<String> {
    let app = TestApp::start(database);
    let session = session.get_or_insert_with(|| app.admin("ana@example.com", &[]));
    let pages = [
        "/sites",
        "/people",
        "/sites/demo/overview?days=365",
        "/sites/demo/journey?days=365",
        "/sites/demo/comments?days=365&q=pago",
        "/sites/demo/comments?days=365&q=p%C3%A1gina",
        "/sites/demo/surveys",
        "/sites/demo/segments",
        "/sites/demo/people",
        "/sites/demo/keys",
        "/sites/demo/responses?days=365&device=phone",
    ];
    app.acting(session, || {
        let page = |path: &&str| {
            let page = app.get(path);
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            page.body.replace(&app.base, "")
        };
        pages.iter().map(page).collect()
    })
}

#[test]
fn everything_moves_there_and_back_and_pages_show_the_same() {
    let [sqlite, postgres, back] = [fresh_sqlite(), postgres::fresh(), fresh_sqlite()];
    drop(filled(&sqlite));
    let session = &mut None;
    let before = pages(&sqlite, session);
    let said = assert_moved(&sqlite, &postgres);
    for line in
        said.lines().skip_while(|line| !line.contains("checksum")).skip(1).filter(|line| line.ends_with("equal"))
    {
        assert!(!line.contains(" 0  "), "every table has rows to move: {line}");
    }
    let all = declared();
    let tables: BTreeSet<&str> = all.iter().map(|column| table_of(column)).collect();
    assert_eq!(said.matches("  equal").count(), tables.len() - OWN_TABLES.len(), "{said}");
    assert_same(&before, &pages(&postgres, session));
    // Ids go on after the highest, and what it has taken since goes back with the rest.
    let db = Db::open(&postgres.parse().unwrap()).unwrap();
    crate::app::site(&mut db.connect().unwrap(), "next");
    drop(db);
    let before = pages(&postgres, session);
    assert_moved(&postgres, &back);
    assert_same(&before, &pages(&back, session));
    let copied = Db::open(&back.parse().unwrap()).unwrap();
    assert!(sites::by_key(&mut copied.connect().unwrap(), "next").unwrap().is_some());
    assert_rollups_equal_rows(&copied);
}

/// Fails where pages differ in more than the moment in which they were made.
#[track_caller]
fn assert_same(before: &[String], after: &[String]) {
    let of_now = ["name=\"until\"", " ago", "class=\"on-paper\""];
    let hangs_on_now = |line: &str| of_now.iter().any(|part| line.contains(part));
    let lines = |pages: &[String]| -> Vec<String> {
        let lines = pages.iter().flat_map(|page| page.lines()).filter(|line| !hangs_on_now(line));
        lines.map(str::to_owned).collect()
    };
    let (before, after) = (lines(before), lines(after));
    assert_eq!(before.iter().zip(&after).find(|(before, after)| before != after), None);
    assert_eq!(before.len(), after.len());
}

#[test]
fn a_move_that_was_killed_goes_on() {
    for [from, to] in [[fresh_sqlite(), postgres::fresh()], [postgres::fresh(), fresh_sqlite()]] {
        drop(filled(&from));
        let mut command = Command::new(env!("CARGO_BIN_EXE_opina"));
        command.args(["move", "--from", &from, "--to", &to]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut going = command.spawn().unwrap();
        let mut lines = BufReader::new(going.stdout.take().unwrap()).lines();
        let reached = lines.find(|line| line.as_ref().is_ok_and(|line| line.starts_with("copied response:")));
        going.kill().unwrap();
        assert!(!going.wait().unwrap().success() && reached.is_some(), "it was killed in the middle");

        let listen = format!("127.0.0.1:{}", postgres::free_port());
        let (ok, said) = opina(&["serve", "--listen", &listen, "--database-url", &to], "");
        assert!(!ok && said.contains("not everything was moved into this database yet"), "{said}");
        let further = if to.starts_with("postgres") { fresh_sqlite() } else { postgres::fresh() };
        let (ok, said) = moved(&to, &further, &[]);
        assert!(!ok && said.contains("the source is itself a copy that is not complete"), "{said}");
        let said = assert_moved(&from, &to);
        let copied = |table: &str| said.lines().find(|line| line.starts_with(&format!("copied {table}:"))).unwrap();
        assert_eq!(copied("survey_version"), "copied survey_version: 0 rows", "what was there is not copied again");
        assert_rollups_equal_rows(&Db::open(&to.parse().unwrap()).unwrap());
    }
}

#[test]
fn answers_are_taken_until_the_last_run() {
    let (sqlite, postgres) = (fresh_sqlite(), postgres::fresh());
    let app = TestApp::start(&sqlite);
    let asked = app.ask(app.site("shop"));
    let url = format!("{}/w/shop/responses", app.base);
    let answer = |id: u128, sequence: u16, answers: serde_json::Value| {
        let id = uuid::Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + id);
        let sent = json!({
            "id": id, "survey": asked.survey, "version": 1, "sequence": sequence, "complete": sequence == 3,
            "answers": answers, "language": "en", "path": "/checkout", "device": "phone", "chance": 1, "elapsed": 1
        });
        assert_eq!(post(&url, &sent.to_string()).status, 201);
    };
    let first = json!({ "score": { "score": 2 }, "why": { "chosen": { "options": ["price"] } }, "comment": { "text": "Dear" } });
    for id in 0..40 {
        answer(2 * id, 1, first.clone());
    }
    let leaving = app.admin("leaving@example.com", &[(sites::all(&mut app.connection()).unwrap()[0].id, Role::Viewer)]);
    let in_use = || {
        let (ok, said) = moved(&sqlite, &postgres, &[]);
        assert!(!ok && said.contains("The source is in use: stop its server"), "{said}");
        said
    };
    in_use();
    // Answers come, grow and shrink, a person goes, and another one takes the address.
    for id in 0..10 {
        answer(2 * id + 1, 1, first.clone());
        answer(4 * id, 2, json!({ "score": { "score": 10 }, "comment": { "text": "Fine" } }));
    }
    answer(2, 2, json!({ "score": { "score": 9 } }));
    drop(leaving);
    execute(&mut app.connection(), "DELETE FROM admin WHERE email = 'leaving@example.com'");
    app.admin("leaving@example.com", &[]);
    app.admin("ana@example.com", &[]);
    let said = in_use();
    assert!(said.contains("copied survey: 0 rows"), "{said}");
    drop(app);
    assert_moved(&sqlite, &postgres);
    let copied = TestApp::start(&postgres);
    assert_rollups_equal_rows(&copied.db);
    let listed = surveys::list(&mut copied.connection(), asked_site(&copied)).unwrap();
    assert_eq!(listed[0].responses, 50);
    // It takes answers of its own now, which no later move may take away.
    let (ok, said) = moved(&sqlite, &postgres, &[]);
    assert!(!ok && said.contains("the target holds something of its own"), "{said}");
}

fn asked_site(app: &TestApp) -> i64 {
    sites::by_key(&mut app.connection(), "shop").unwrap().unwrap().id
}

#[test]
fn a_damaged_row_is_found_and_mended() {
    let (sqlite, postgres) = (fresh_sqlite(), postgres::fresh());
    drop(filled(&sqlite));
    let check = |says: &[&str]| {
        let (ok, said) = moved(&sqlite, &postgres, &["--check"]);
        assert_eq!(ok, says.len() == 1, "{said}");
        for text in says {
            assert!(said.contains(text), "{text} in {said}");
        }
    };
    check(&["the databases are not equal", "is missing"]);
    assert_moved(&sqlite, &postgres);
    check(&["every table is equal"]);
    let damages = [
        (
            "UPDATE response SET answers = replace(answers, '=', '=0') WHERE (site_id, id) = (SELECT site_id, id FROM response WHERE answers LIKE '%=%' LIMIT 1)",
            "answers differs",
        ),
        ("UPDATE comment SET text = text || ' ' WHERE id = (SELECT MIN(id) FROM comment)", "text differs"),
        ("DELETE FROM comment_note WHERE id = (SELECT MAX(id) FROM comment_note)", "is missing"),
        (
            "INSERT INTO session (token_hash, admin_id, created_at, used_at) SELECT '\\x00'::bytea, id, 1, 1 FROM admin",
            "is there and should not be",
        ),
        (
            "UPDATE touchpoint SET target = target + 0.5 WHERE id = (SELECT MIN(id) FROM touchpoint WHERE target IS NOT NULL)",
            "target is",
        ),
    ];
    for (damage, says) in damages {
        let target = Db::open(&postgres.parse().unwrap()).unwrap();
        execute(&mut target.connect().unwrap(), damage);
        drop(target);
        check(&["the databases are not equal", "DIFFERS", says]);
        assert_moved(&sqlite, &postgres);
        check(&["every table is equal"]);
    }
}

#[test]
fn what_cannot_be_moved_is_said_in_plain_words() {
    let (sqlite, postgres) = (fresh_sqlite(), postgres::fresh());
    let check = |from: &str, to: &str, says: &str| {
        let (ok, said) = moved(from, to, &[]);
        assert_eq!((ok, said.contains(says)), (false, true), "{from} to {to}: {said}");
    };
    check(&sqlite, &postgres, "there is no database at sqlite:");
    check(&sqlite, &fresh_sqlite(), "opina backup");
    check(&postgres, &postgres::fresh(), "pg_dump");
    let shop = |database: &str, name: &str| {
        let db = Db::open(&database.parse().unwrap()).unwrap();
        crate::app::site(&mut db.connect().unwrap(), name);
    };
    shop(&sqlite, "shop");
    shop(&postgres, "mine");
    check(&sqlite, &postgres, "the target holds something of its own already (in the table site)");
    let target = Db::open(&postgres.parse().unwrap()).unwrap();
    assert_eq!(sites::all(&mut target.connect().unwrap()).unwrap().len(), 1, "it is left alone");
    // Another source's target is not ours.
    let (other, theirs) = (fresh_sqlite(), postgres::fresh());
    shop(&other, "other");
    assert_moved(&other, &theirs);
    check(&sqlite, &theirs, "the target holds something of its own already");
}

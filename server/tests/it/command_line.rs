//! What is done from a terminal, through the real program.

use crate::{
    app::{TestApp, fresh_sqlite, publish_nps, site},
    postgres,
};
use server::db::Db;
use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

/// Runs the program; whether it succeeded, and all it said.
pub fn opina(arguments: &[&str], typed: &str) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opina"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program may have ended without reading, which is for the story to judge.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

#[test]
fn admins_come_and_go() {
    for database in [fresh_sqlite(), postgres::fresh()] {
        let user =
            |action: &[&str], typed: &str| opina(&[&["user"], action, &["--database-url", &database]].concat(), typed);
        let check = |action: &[&str], typed: &str, done: bool, says: &str| {
            let (ok, said) = user(action, typed);
            assert_eq!((ok, said.contains(says)), (done, true), "{action:?}: {said}");
        };
        check(&["add", "Ana@example.com"], "too short\n", false, "at least 12 characters");
        check(&["add", "not an address"], "a long enough secret\n", false, "no e-mail address");
        check(&["add", "Ana@example.com"], "a long enough secret\n", true, "ana@example.com can sign in now");
        check(&["add", "ana@example.com"], "a long enough secret\n", false, "can sign in already");
        check(&["list"], "", true, "ana@example.com");
        check(&["password", "ana@example.com"], "another long secret\n", true, "signed out everywhere");
        let app = TestApp::start(&database);
        assert_eq!(app.setup_link, None, "somebody can sign in");
        let enter = |password| app.enter("/sign-in", &[("email", "ana@example.com"), ("password", password)]).status;
        assert_eq!((enter("a long enough secret"), enter("another long secret")), (422, 303));
        check(&["two-factor-off", "nobody@example.com"], "", false, "there is no admin");
        check(&["two-factor-off", "ana@example.com"], "", true, "a password alone");
        check(&["remove", "ana@example.com"], "", true, "no more");
        check(&["remove", "ana@example.com"], "", false, "there is no admin");
        assert_eq!(enter("another long secret"), 422);
    }
}

#[test]
fn a_database_that_cannot_be_used_is_named_and_nothing_is_made() {
    let folder = fresh_sqlite();
    let folder = folder.strip_prefix("sqlite:").unwrap().strip_suffix("/opina.db").unwrap();
    let check = |url: &str, says: &str| {
        let (ok, said) = opina(&["migrate", "--database-url", url], "");
        assert_eq!((ok, said.contains(says)), (false, true), "{url}: {said}");
    };
    check("opina.db", "write sqlite:opina.db");
    check("posgres://localhost/opina", "write sqlite:opina.db");
    check(&format!("sqlite:{folder}/no/such/opina.db"), "there is no folder");
    check(
        &format!("postgres://opina@127.0.0.1:{}/opina", postgres::free_port()),
        "cannot open postgres://opina@127.0.0.1",
    );
    std::fs::write(format!("{folder}/letter.txt"), "Dear customer, this is not a database at all.").unwrap();
    check(&format!("sqlite:{folder}/letter.txt"), "not a database");
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["letter.txt"]);
}

#[test]
fn a_backup_taken_while_answers_arrive_holds_them() {
    let database = fresh_sqlite();
    let app = TestApp::start(&database);
    let shop = site(&mut app.connection(), "shop");
    publish_nps(&mut app.connection(), shop);
    let copy = database.replace("opina.db", "copy.db");
    let file = copy.strip_prefix("sqlite:").unwrap();
    let (ok, said) = opina(&["backup", file, "--database-url", &database], "");
    assert!(ok, "{said}");
    let (ok, said) = opina(&["backup", file, "--database-url", &database], "");
    assert_eq!((ok, said.contains("exists already")), (false, true), "{said}");
    let copied = Db::open(&copy.parse().unwrap()).unwrap();
    assert!(server::db::sites::by_key(&mut copied.connect().unwrap(), "shop").unwrap().is_some());
    let (ok, said) = opina(&["backup", "never.dump", "--database-url", &postgres::fresh()], "");
    assert_eq!((ok, said.contains("pg_dump")), (false, true), "{said}");
}

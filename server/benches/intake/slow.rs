//! Disks on which each flush takes half a millisecond longer, for the programs that are measured on them alone.

use crate::{app, postgres};
use diesel::connection::SimpleConnection;
use server::db::Db;
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// What PostgreSQL waits by itself before it flushes, whoever else commits.
const ON_POSTGRES: &str = "DO $$ BEGIN \
     EXECUTE format('ALTER DATABASE %I SET commit_delay = 500', current_database()); \
     EXECUTE format('ALTER DATABASE %I SET commit_siblings = 0', current_database()); END $$";

/// A fresh database of this kind whose flushes are slow, and what is to be preloaded into a program that makes them itself.
pub fn fresh(kind: &str) -> (String, Option<PathBuf>) {
    if kind == "sqlite" {
        return (app::fresh_sqlite(), Some(library()));
    }
    let database = postgres::fresh();
    let db = Db::open(&database.parse().expect("a good address")).expect("the database opens");
    db.connect().expect("the database answers").batch_execute(ON_POSTGRES).expect("a setting");
    (database, None)
}

fn library() -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/intake/slow_flush.c");
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("slow_flush.so");
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    let made = Command::new(compiler).args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(source).status();
    assert!(made.is_ok_and(|status| status.success()), "a C compiler makes {}", library.display());
    library
}

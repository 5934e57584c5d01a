//! How many answers a second become durable, beside how many come as far as the queue. Judges nothing: it writes samples,
//! and `cargo xtask bench intake`, which builds and finds what this needs, says what they mean.
//!
//! `OPINA_BENCH_DATABASE` is `sqlite` or `postgres`, `OPINA_BENCH_SAMPLES` the file to write. `OPINA_BENCH_BEFORE` may
//! name another build of the program, to be measured by turns with this one.

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/postgres.rs"]
mod postgres;

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/app.rs"]
mod app;

#[allow(dead_code, reason = "the bench of results uses the rest")]
mod program;

mod visitors;

mod naive;

mod slow;

use diesel::prelude::*;
use program::Program;
use serde_json::{Value, json};
use server::db::{Db, schema::response};
use std::{
    env,
    path::{Path, PathBuf},
};
use visitors::{Load, Measured};

/// How often everything is measured, by turns.
const ROUNDS: usize = 5;

fn main() {
    // The naive server is this program again, in a process of its own.
    if env::args().nth(1).is_some_and(|argument| argument == "serve") {
        return naive::serve();
    }
    let kind = variable("OPINA_BENCH_DATABASE");
    let address = match kind.as_str() {
        "sqlite" => app::fresh_sqlite,
        "postgres" => postgres::fresh,
        other => panic!("OPINA_BENCH_DATABASE is {other}, neither sqlite nor postgres"),
    };
    let this = PathBuf::from(env!("CARGO_BIN_EXE_opina"));
    let stores = Program::start(&this, &address(), &[]);
    // All that a request meets before the queue, in which there is no room.
    let accepts = Program::start(&this, &address(), &["--queue", "0"]);
    let itself = env::current_exe().expect("this program");
    let naive = Program::start(&itself, &address(), &[]);
    let slowly = |program: &Path| {
        let (database, library) = slow::fresh(&kind);
        Program::start_with(program, &database, library.as_deref())
    };
    let (stores_slowly, naive_slowly) = (slowly(&this), slowly(&itself));
    let before = env::var_os("OPINA_BENCH_BEFORE").map(|path| Program::start(&PathBuf::from(path), &address(), &[]));

    let mut samples = json!({});
    let single = |clients, expected| Load { clients, batch: None, expected };
    for _ in 0..ROUNDS {
        measure(&mut samples, "accept", &accepts, single(64, 503));
        measure(&mut samples, "store", &stores, single(64, 201));
        measure(&mut samples, "accept_256", &accepts, single(256, 503));
        measure(&mut samples, "store_256", &stores, single(256, 201));
        measure(&mut samples, "naive", &naive, single(64, 201));
        measure(&mut samples, "store_slow", &stores_slowly, single(64, 201));
        measure(&mut samples, "naive_slow", &naive_slowly, single(64, 201));
        if let Some(before) = &before {
            measure(&mut samples, "before", before, single(64, 201));
        }
        measure(&mut samples, "alone", &stores, single(1, 201));
        measure(&mut samples, "batch", &stores, Load { clients: 8, batch: Some(50), expected: 200 });
    }
    let acknowledged = stores.acknowledged();
    let stored = stored(stores.stop());
    assert!(stored >= acknowledged, "{acknowledged} were acknowledged and {stored} are stored");
    let file = variable("OPINA_BENCH_SAMPLES");
    std::fs::write(&file, samples.to_string()).unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask bench intake`"))
}

fn measure(samples: &mut Value, row: &str, program: &Program, load: Load) {
    let cpu = program.cpu_seconds();
    let Measured { responses, all, seconds, p50, p99 } = visitors::send(program, load);
    let cpu = (program.cpu_seconds() - cpu) * 1e6 / all as f64;
    let per_second = responses as f64 / seconds;
    eprintln!("{row:10} {per_second:8.0} a second, p99 {p99:6.2} ms, {cpu:5.1} µs of the server each");
    let sample = json!({ "per_second": per_second, "p50_ms": p50, "p99_ms": p99, "cpu_us": cpu });
    match &mut samples[row] {
        Value::Array(list) => list.push(sample),
        empty => *empty = json!([sample]),
    }
}

/// How many responses the database holds.
fn stored(database: String) -> u64 {
    let db = Db::open(&database.parse().expect("the address was good before")).expect("the database opens again");
    let count: i64 =
        response::table.count().get_result(&mut db.connect().expect("the database answers")).expect("rows are counted");
    count.unsigned_abs()
}

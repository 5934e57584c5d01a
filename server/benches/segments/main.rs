//! How long it takes to count what a filter leaves of very many answers. Judges nothing: it writes samples, and
//! `cargo xtask bench segments`, which builds and finds what this needs, says what they mean.
//!
//! `OPINA_BENCH_DATABASE` is `sqlite` or `postgres`, `OPINA_BENCH_SAMPLES` the file to write. `OPINA_BENCH_ANSWERS` is how
//! many answers there are, ten million where it says nothing; `OPINA_BENCH_PYTHON` a Python that knows DuckDB, which then
//! counts the same by turns.

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/postgres.rs"]
mod postgres;

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/app.rs"]
mod app;

mod answers;

mod duckdb;

use answers::{Filled, MONTH};
use diesel::{dsl::sql, prelude::*, sql_types::BigInt};
use duckdb::DuckDb;
use serde_json::{Value, json};
use server::{
    db::{
        Db,
        blocks::{Sealed, seal},
        connection::AnyConnection,
        figures::Figures,
        results::{Hours, Within},
        schema::{block, response},
    },
    filter::Filter,
};
use std::{env, fs, path::PathBuf, time::Instant};

/// How often everything is measured, by turns.
const ROUNDS: usize = 11;
/// What is counted: a kind of device and the beginning of a path.
const FILTER: &str = "device=phone&page=/checkout";

fn main() {
    let answers = env::var("OPINA_BENCH_ANSWERS").map_or(10_000_000, |n| n.parse().expect("a number of answers"));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("segments");
    // What a run that was killed left behind.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let samples = match variable("OPINA_BENCH_DATABASE").as_str() {
        "sqlite" => measure(&format!("sqlite:{}/opina.db", folder.display()), answers),
        "postgres" => measure(&postgres::fresh(), answers),
        other => panic!("OPINA_BENCH_DATABASE is {other}, neither sqlite nor postgres"),
    };
    fs::remove_dir_all(&folder).expect("what was measured is removed");
    let file = variable("OPINA_BENCH_SAMPLES");
    fs::write(&file, samples.to_string()).unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask bench segments`"))
}

fn measure(database: &str, answers: u64) -> Value {
    let db = Db::open(&database.parse().expect("a good address")).expect("the database opens");
    let connection = &mut db.connect().expect("the database answers");
    let filled = said("filling", || Filled::new(connection, answers));
    let begun = Instant::now();
    let sealed = said("packing", || pack(connection, &filled));
    let mut samples = json!({
        "answers": answers,
        "seal_us": begun.elapsed().as_secs_f64() * 1e6 / sealed as f64,
        "bytes": bytes(connection) as f64 / answers as f64,
    });
    let mut duckdb =
        env::var_os("OPINA_BENCH_PYTHON").map(|python| said("filling DuckDB", || DuckDb::new(&python, answers)));
    let everything = filled.hours.clone();
    let month = filled.hours.end - MONTH..filled.hours.end;
    let filter = &Filter::read(FILTER).expect("it makes sense");
    let nothing = &Filter::default();
    for _ in 0..ROUNDS {
        for (row, hours) in [("all", &everything), ("month", &month)] {
            let found = note(&mut samples, row, || filled.counted(connection, hours, filter));
            if let Some(duckdb) = &mut duckdb {
                let (theirs, milliseconds) = duckdb.counted(hours);
                add(&mut samples, &format!("duckdb_{row}"), milliseconds);
                assert_eq!(found, theirs, "both count the same");
            }
        }
        note(&mut samples, "page_all", || overview(connection, &filled, &everything, nothing));
        note(&mut samples, "page_month", || overview(connection, &filled, &month, nothing));
        note(&mut samples, "page_month_filtered", || overview(connection, &filled, &month, filter));
    }
    samples
}

/// Runs something and says how long it took.
fn said<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = act();
    eprintln!("{what} took {:.1} s", begun.elapsed().as_secs_f64());
    done
}

/// Runs something and notes how long it took.
fn note<T>(samples: &mut Value, row: &str, act: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = act();
    add(samples, row, begun.elapsed().as_secs_f64() * 1e3);
    done
}

fn add(samples: &mut Value, row: &str, milliseconds: f64) {
    eprintln!("{row:20} {milliseconds:9.2} ms");
    match &mut samples[row] {
        Value::Array(list) => list.push(milliseconds.into()),
        empty => *empty = json!([milliseconds]),
    }
}

/// Packs all there is. Says how many responses.
fn pack(connection: &mut AnyConnection, filled: &Filled) -> u64 {
    let mut sealed = 0;
    let later = i64::from(filled.hours.end + 24) * server::clock::HOUR;
    loop {
        match seal(connection, filled.site, later, 1).expect("it is packed") {
            Sealed::Responses(n) => sealed += n as u64,
            Sealed::Nothing => break,
            Sealed::Missed => panic!("nobody else packs"),
        }
    }
    let responses: i64 = response::table.count().get_result(connection).expect("responses");
    assert!(sealed + 2_048 > responses.unsigned_abs(), "{sealed} of {responses} are packed");
    sealed
}

/// Bytes of all blocks.
fn bytes(connection: &mut AnyConnection) -> i64 {
    let bytes = sql::<BigInt>("CAST(SUM(length(packed) + length(ids)) AS BIGINT)");
    block::table.select(bytes).first(connection).expect("there are blocks")
}

impl Filled {
    /// How often each point was given, of what a filter leaves.
    fn counted(&self, connection: &mut AnyConnection, hours: &Hours, filter: &Filter) -> Vec<u64> {
        let within = Within { site_id: self.site, touchpoints: &self.touchpoints, hours };
        let figures = Figures::of(connection, within, filter).expect("it is counted");
        let mut points = vec![0; 11];
        for row in figures.by_touchpoint(hours) {
            row.counts.iter().zip(&mut points).for_each(|((_, n), point)| *point += n);
        }
        points
    }
}

/// What the overview reads of a period and the one before.
fn overview(connection: &mut AnyConnection, filled: &Filled, hours: &Hours, filter: &Filter) {
    let before = &(hours.start - (hours.end - hours.start)..hours.start);
    let both = &(before.start..hours.end);
    let within = Within { site_id: filled.site, touchpoints: &filled.touchpoints, hours: both };
    let figures = Figures::of(connection, within, filter).expect("it is counted");
    figures.funnel_by_touchpoint(hours);
    figures.by_hour(both);
    figures.funnel_by_hour(both);
    figures.by_touchpoint(hours);
    figures.by_touchpoint(before);
}

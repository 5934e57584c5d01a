//! How long pages of results take with very many answers behind them, beside the same with few, and what else that many
//! answers cost. Judges nothing: it writes samples, and `cargo xtask bench results`, which builds this, says what they mean.
//!
//! `OPINA_BENCH_DATABASE` is `sqlite` or `postgres`, `OPINA_BENCH_SAMPLES` the file to write. `OPINA_BENCH_ANSWERS` is how
//! many answers there are, ten million where it says nothing.

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/postgres.rs"]
mod postgres;

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/app.rs"]
mod app;

#[allow(dead_code, reason = "the bench of intake uses the rest")]
#[path = "../intake/program.rs"]
mod program;

#[allow(dead_code, reason = "the bench of intake uses the rest")]
#[path = "../intake/visitors.rs"]
mod visitors;

mod answers;

mod size;

mod reader;

mod served;

mod samples;

use answers::Filled;
use program::Program;
use samples::Samples;
use serde_json::Value;
use served::Served;
use server::{
    clock,
    db::{figures::Figures, results::Within},
    filter::Filter,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// What many answers are measured beside.
const FEW: u64 = 100_000;
/// How often everything is measured, by turns.
const ROUNDS: usize = 5;
/// How often each page is read in a round, by turns, while nobody answers.
const READ: usize = 21;
/// Thirty days, as the pages show them.
const MONTH: i32 = 30 * 24;

fn main() {
    let answers = env::var("OPINA_BENCH_ANSWERS").map_or(10_000_000, |n| n.parse().expect("a number of answers"));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("results");
    // What a run that was killed left behind.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let samples = match variable("OPINA_BENCH_DATABASE").as_str() {
        "sqlite" => measure(|name| format!("sqlite:{}/{name}.db", folder.display()), answers),
        "postgres" => measure(|_| postgres::fresh(), answers),
        other => panic!("OPINA_BENCH_DATABASE is {other}, neither sqlite nor postgres"),
    };
    fs::remove_dir_all(&folder).expect("what was measured is removed");
    let file = variable("OPINA_BENCH_SAMPLES");
    fs::write(&file, samples.to_string()).unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask bench results`"))
}

fn measure(fresh: impl Fn(&str) -> String, answers: u64) -> Value {
    let few = said("making few answers", || Filled::new(fresh("few"), FEW));
    let many = said("making many answers", || Filled::new(fresh("many"), answers));
    let mut samples = Samples::default();
    samples.set("answers", answers);
    samples.set("few", FEW);
    samples.set("responses", many.responses);
    samples.set("tables", size::of_tables(&mut many.connection()));
    samples.set("bytes", size::of(&many.database, &mut many.connection()));
    let served = Served::start(&many, &few, &fresh("empty"));
    for round in 1..=ROUNDS {
        eprintln!("round {round} of {ROUNDS}");
        served.read(&mut samples);
        trends(&mut samples, &many, &few);
        served.answer(&mut samples);
        served.read_and_answer(&mut samples);
        many.rest();
    }
    samples.set("memory", served.stop());
    for _ in 0..ROUNDS {
        for (which, filled) in [("many", &many), ("few", &few)] {
            samples.add("start", which, serve(filled).started.as_secs_f64() * 1e3);
        }
    }
    samples.into()
}

/// Runs something and says how long it took.
fn said<T>(what: &str, act: impl FnOnce() -> T) -> T {
    eprintln!("{what} …");
    let begun = Instant::now();
    let done = act();
    eprintln!("{what} took {:.1} s", begun.elapsed().as_secs_f64());
    done
}

/// Starts the program on a database. Whoever answers does so at another touchpoint than the one that is read.
fn serve(filled: &Filled) -> Program {
    Program::serve(Path::new(env!("CARGO_BIN_EXE_opina")), &filled.database, filled.asked[1].survey, &[])
}

/// Reads what the page of a touchpoint shows of thirty days, without the page.
fn trends(samples: &mut Samples, many: &Filled, few: &Filled) {
    let sides = [("many", many), ("few", few)].map(|(which, filled)| (which, filled, filled.connection()));
    let end = clock::hour_of(clock::now()) + 1;
    let (hours, filter) = (&(end - MONTH..end), &Filter::default());
    for (which, filled, mut connection) in sides {
        for _ in 0..READ {
            let within = Within { site_id: filled.site, touchpoints: &[filled.asked[0].touchpoint], hours };
            let begun = Instant::now();
            let figures = Figures::of(&mut connection, within, filter).expect("it is counted");
            let (trend, scores) = (figures.by_hour(hours), figures.by_touchpoint(hours));
            let milliseconds = begun.elapsed().as_secs_f64() * 1e3;
            assert!(!trend.is_empty() && scores.len() == 1, "there are answers");
            samples.add("trend", which, milliseconds);
        }
    }
}

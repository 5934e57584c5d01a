//! How long a page waits for what a filter leaves of ten million answers, on either database, beside DuckDB. The server's
//! bench of this name measures; here it is given what it needs, and what it wrote is turned into figures.

use super::{Asked, Report, measured};
use crate::{
    failure::{Failure, Result},
    progress::{Step, Steps},
    requirements::{self, Needs},
    samples::Samples,
    workspace,
};
use serde_json::{Value, json};
use std::{fmt::Write, path::PathBuf, process::Command};

/// How many steps a measurement takes.
pub const STEPS: usize = 3;

/// The release of DuckDB that is measured, as PyPI has it.
const DUCKDB: &str = "duckdb==2.0.1";

/// What is measured: the bench's name for it, and what it means.
const ROWS: [(&str, &str); 5] = [
    ("all", "All figures of one kind of device on pages that begin alike, over a year."),
    ("month", "The same over thirty days."),
    ("page_month_filtered", "What the overview reads for it: thirty days and the thirty before."),
    ("page_month", "What the overview reads without a filter, from rollups."),
    ("page_all", "The same over a year."),
];

/// What DuckDB counts beside it, on two threads: one figure, how often each point was given.
const DUCKDB_ROWS: [(&str, &str); 2] = [("all", "duckdb_all"), ("month", "duckdb_month")];

/// On SQLite.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn sqlite(steps: &mut Steps, asked: Asked) -> Result<Report> {
    measure(steps, "sqlite", asked)
}

/// On a PostgreSQL of the bench's own.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn postgres(steps: &mut Steps, asked: Asked) -> Result<Report> {
    measure(steps, "postgres", asked)
}

fn measure(steps: &mut Steps, database: &str, asked: Asked) -> Result<Report> {
    let mut settings =
        steps.run("finding what the bench needs", |step| requirements::programs(Needs::QuickTests, step))?;
    settings.push(("OPINA_BENCH_PYTHON", steps.run("fetching DuckDB", duckdb)?));
    let title = format!("measuring what a filter costs on {database}");
    let samples = steps.run(&title, |step| measured("segments", database, asked, settings, step))?;
    report(database, &samples)
}

/// A Python of the bench's own that knows DuckDB.
fn duckdb(step: &mut Step) -> Result<PathBuf> {
    let folder = workspace::target().join("bench/duckdb");
    let python = folder.join("bin/python");
    if !python.exists() {
        step.run(Command::new("python3").args(["-m", "venv"]).arg(&folder), "install python3 and python3-venv")?;
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", DUCKDB]);
    step.run(&mut install, "see whether PyPI can be reached")?;
    Ok(python)
}

fn report(database: &str, samples: &Value) -> Result<Report> {
    let answers = number(samples, "answers")?;
    let mut text = format!("What a filter costs on {database} with {answers:.0} answers, in milliseconds\n\n");
    say(&mut text, "                          median      p95");
    let mut figures = json!({ "answers": answers });
    let rows = ROWS.iter().map(|(row, _)| *row).chain(DUCKDB_ROWS.iter().map(|(_, row)| *row));
    for row in rows {
        let samples = pick(samples, row)?;
        say(&mut text, &format!("  {row:20}{:10.2}{:9.2}", samples.median(), samples.p95()));
        figures[row] = json!({ "median_ms": samples.median(), "p95_ms": samples.p95() });
    }
    say(&mut text, "");
    for (row, meaning) in ROWS {
        say(&mut text, &format!("{row:20} {meaning}"));
    }
    say(&mut text, "duckdb_…             One figure of the same answers, by DuckDB on two threads.\n");
    for (ours, theirs) in DUCKDB_ROWS {
        let ratio = pick(samples, ours)?.median() / pick(samples, theirs)?.median();
        let missed = if ratio <= 1.0 { "" } else { ", MISSED" };
        say(&mut text, &format!("  {ours} / {theirs:14}{ratio:6.2}   goal: at most 1{missed}"));
        figures[ours]["duckdb_ratio"] = json!(ratio);
    }
    let (bytes, seal) = (number(samples, "bytes")?, number(samples, "seal_us")?);
    say(&mut text, &format!("  bytes of blocks an answer {bytes:6.2}, µs to pack a response {seal:6.2}"));
    figures["bytes_per_answer"] = json!(bytes);
    figures["seal_us"] = json!(seal);
    Ok(Report { figures, text })
}

fn pick(samples: &Value, row: &str) -> Result<Samples> {
    let values = samples[row].as_array().map(|values| values.iter().filter_map(Value::as_f64).collect());
    values.and_then(Samples::new).ok_or_else(|| missing(row))
}

fn number(samples: &Value, what: &str) -> Result<f64> {
    samples[what].as_f64().ok_or_else(|| missing(what))
}

fn missing(what: &str) -> Failure {
    Failure::new(format!("the bench measured no {what}: its program does not fit"))
}

fn say(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(all: f64) -> Value {
        let rest = [3.0, 2.0, 4.0];
        json!({
            "answers": 1_000, "bytes": 12.5, "seal_us": 4.0, "all": [all, 90.0, 10.0], "month": rest,
            "page_month_filtered": rest, "page_month": rest, "page_all": rest, "duckdb_all": [50.0], "duckdb_month": rest
        })
    }

    #[test]
    fn figures_are_medians_and_slower_than_duckdb_is_marked() {
        let check = |all: f64, ratio: f64, missed: usize| {
            let Report { figures, text } = report("sqlite", &samples(all)).unwrap();
            assert_eq!(figures["all"]["duckdb_ratio"], ratio);
            assert_eq!(text.matches("MISSED").count(), missed, "{text}");
        };
        check(25.0, 0.5, 0);
        check(50.0, 1.0, 0);
        check(75.0, 1.5, 1);
    }

    #[test]
    fn samples_that_lack_something_are_refused() {
        for lacking in ["answers", "bytes", "month", "duckdb_all"] {
            let mut samples = samples(50.0);
            samples[lacking] = Value::Null;
            assert!(report("sqlite", &samples).is_err(), "{lacking}");
        }
    }
}

//! How many answers a second become durable, beside how many come as far as the queue, on either database. The server's
//! bench of this name measures; here it is given what it needs, and what it wrote is turned into figures.

use super::Report;
use crate::{
    failure::{Failure, OrFail, Result},
    progress::Steps,
    requirements::{self, Needs},
    samples::Samples,
    workspace,
};
use serde_json::{Value, json};
use std::fmt::Write;

/// How many steps a measurement takes.
pub const STEPS: usize = 2;

/// What is measured: the bench's name for it, and what it means.
const ROWS: [(&str, &str); 4] = [
    ("accept", "64 visitors whose responses are read and checked and find no room in the queue."),
    ("store", "64 visitors who are told that their response is stored."),
    ("alone", "One visitor, who waits for each commit alone."),
    ("batch", "8 programs that send 50 responses at once."),
];

/// Another build of the program, where one is measured beside this one.
const BEFORE: (&str, &str) = ("before", "As `store`, of the build that OPINA_BENCH_BEFORE names.");

/// What is wanted, where it is ours to promise.
struct Goals {
    /// Stored responses, as a part of those that come as far as the queue.
    ratio: f64,
    /// Milliseconds in which 99 of 100 visitors are replied to.
    p99: f64,
    /// Responses stored in batches, as a multiple of those stored singly.
    batch: f64,
}

/// On SQLite.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn sqlite(steps: &mut Steps) -> Result<Report> {
    measure(steps, "sqlite", Some(Goals { ratio: 0.5, p99: 5.0, batch: 2.0 }))
}

/// On a PostgreSQL of the bench's own.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn postgres(steps: &mut Steps) -> Result<Report> {
    measure(steps, "postgres", None)
}

fn measure(steps: &mut Steps, database: &str, goals: Option<Goals>) -> Result<Report> {
    let settings = steps.run("finding what the bench needs", |step| requirements::programs(Needs::QuickTests, step))?;
    let file = workspace::target().join(format!("bench/intake_{database}.json"));
    // Made, with its folder, so that the bench need not, and emptied, so that old samples are never taken for new ones.
    workspace::write(&file, "")?;
    steps.run(&format!("measuring how answers become durable on {database}"), |step| {
        let mut cargo = workspace::cargo();
        cargo.args(["bench", "--locked", "--package", "server", "--bench", "intake", "--profile", "release"]);
        cargo.env("OPINA_BENCH_DATABASE", database).env("OPINA_BENCH_SAMPLES", &file).envs(settings);
        step.run(&mut cargo, "mend what is said above and run it again")
    })?;
    let samples = serde_json::from_str(&workspace::read(&file)?);
    report(database, &samples.or_fail(|| format!("could not read {}", file.display()))?, goals)
}

fn report(database: &str, samples: &Value, goals: Option<Goals>) -> Result<Report> {
    let has_before = samples.get(BEFORE.0).is_some();
    let rows = || ROWS.into_iter().chain(has_before.then_some(BEFORE));
    let mut text =
        format!("Responses on {database}: a second, milliseconds of each request, µs of the server's processor\n\n");
    say(&mut text, "          a second      p50      p99   µs each");
    let mut figures = json!({ "rows": {} });
    for (row, _) in rows() {
        let median =
            |what| Ok::<_, Failure>(Samples::new(pick(samples, row, what)?).ok_or_else(|| missing(row))?.median());
        let (per_second, p50, p99, cpu) =
            (median("per_second")?, median("p50_ms")?, median("p99_ms")?, median("cpu_us")?);
        say(&mut text, &format!("  {row:7}{per_second:9.0}{p50:9.2}{p99:9.2}{cpu:10.1}"));
        figures["rows"][row] = json!({ "per_second": per_second.round(), "p50_ms": p50, "p99_ms": p99, "cpu_us": cpu });
    }
    say(&mut text, "");
    for (row, meaning) in rows() {
        say(&mut text, &format!("{row:7} {meaning}"));
    }
    let ratio = ratio(samples, "store", "accept")?;
    let batch = self::ratio(samples, "batch", "store")?;
    let p99 = figures["rows"]["store"]["p99_ms"].as_f64().unwrap_or(f64::INFINITY);
    say(&mut text, "\nMedians of the rounds' own ratios, as the machine is faster in some than in others:");
    let [of_ratio, of_batch, of_p99] = goals.map_or_else(Default::default, |goals| {
        [
            verdict(ratio >= goals.ratio, "at least", goals.ratio),
            verdict(batch >= goals.batch, "at least", goals.batch),
            verdict(p99 <= goals.p99, "at most", goals.p99),
        ]
    });
    say(&mut text, &format!("  store / accept {ratio:6.2}{of_ratio}"));
    say(&mut text, &format!("  batch / store  {batch:6.2}{of_batch}"));
    say(&mut text, &format!("  p99 of store   {p99:6.2}{of_p99}"));
    if has_before {
        let before = self::ratio(samples, "store", BEFORE.0)?;
        say(&mut text, &format!("  store / before {before:6.2}"));
        figures["before_ratio"] = json!(before);
    }
    figures["ratio"] = json!(ratio);
    figures["batch_ratio"] = json!(batch);
    figures["per_second"] = figures["rows"]["store"]["per_second"].clone();
    figures["p99_ms"] = json!(p99);
    Ok(Report { figures, text })
}

/// How many times as many responses a second one row has as another, the median over the rounds.
fn ratio(samples: &Value, row: &str, to: &str) -> Result<f64> {
    let (these, those) = (pick(samples, row, "per_second")?, pick(samples, to, "per_second")?);
    let ratios = these.iter().zip(&those).map(|(this, that)| this / that).collect();
    Ok(Samples::new(ratios).ok_or_else(|| missing(row))?.median())
}

/// What each round measured.
fn pick(samples: &Value, row: &str, what: &str) -> Result<Vec<f64>> {
    let rounds = samples[row].as_array();
    let numbers =
        rounds.and_then(|rounds| rounds.iter().map(|round| round[what].as_f64()).collect::<Option<Vec<f64>>>());
    numbers.filter(|numbers| !numbers.is_empty()).ok_or_else(|| missing(row))
}

fn missing(row: &str) -> Failure {
    Failure::new(format!("the bench measured no {row}: its program does not fit"))
}

fn verdict(reached: bool, goal: &str, figure: f64) -> String {
    format!("   goal: {goal} {figure}{}", if reached { "" } else { ", MISSED" })
}

fn say(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOALS: Goals = Goals { ratio: 0.5, p99: 5.0, batch: 2.0 };

    /// Three rounds, the machine twice as fast in the second.
    fn samples(store: f64, batch: f64, p99: f64) -> Value {
        let row = |per_second: f64| {
            let round =
                |speed: f64| json!({ "per_second": per_second * speed, "p50_ms": 1.0, "p99_ms": p99, "cpu_us": 9.0 });
            json!([round(1.0), round(2.0), round(1.0)])
        };
        json!({ "accept": row(1_000.0), "store": row(store), "alone": row(100.0), "batch": row(batch) })
    }

    #[test]
    fn figures_are_medians_and_ratios_are_of_the_same_round() {
        let figures = report("sqlite", &samples(600.0, 1_500.0, 4.0), Some(GOALS)).unwrap().figures;
        assert_eq!(figures["ratio"], 0.6);
        assert_eq!(figures["batch_ratio"], 2.5);
        assert_eq!(figures["per_second"], 600.0);
        assert_eq!(figures["p99_ms"], 4.0);
    }

    #[test]
    fn missed_goals_are_marked() {
        let check = |store, batch, p99, expected| {
            let text = report("sqlite", &samples(store, batch, p99), Some(GOALS)).unwrap().text;
            assert_eq!(text.matches("MISSED").count(), expected, "{store} {batch} {p99}\n{text}");
        };
        check(500.0, 1_000.0, 5.0, 0);
        check(400.0, 1_000.0, 5.0, 1);
        check(400.0, 700.0, 6.0, 3);
    }

    #[test]
    fn another_build_is_shown_where_it_was_measured() {
        let mut samples = samples(600.0, 1_500.0, 4.0);
        assert!(!report("sqlite", &samples, Some(GOALS)).unwrap().text.contains("before"));
        samples["before"] = samples["alone"].clone();
        assert_eq!(report("sqlite", &samples, Some(GOALS)).unwrap().figures["before_ratio"], 6.0);
    }

    #[test]
    fn samples_that_lack_something_are_refused() {
        let check = |pointer: &str| {
            let mut samples = samples(600.0, 1_500.0, 4.0);
            *samples.pointer_mut(pointer).unwrap() = Value::Null;
            assert!(report("sqlite", &samples, Some(GOALS)).is_err(), "{pointer}");
        };
        check("/accept");
        check("/store/1/per_second");
        check("/batch/0/cpu_us");
    }
}

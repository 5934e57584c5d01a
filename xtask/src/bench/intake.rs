//! How many answers a second become durable, beside how many come as far as the queue, on either database. The server's
//! bench of this name measures; here it is given what it needs, and what it wrote is turned into figures.

use super::{Asked, Report, measured};
use crate::{
    failure::{Failure, Result},
    progress::Steps,
    requirements::{self, Needs},
    samples::Samples,
};
use serde_json::{Value, json};
use std::fmt::Write;

/// How many steps a measurement takes.
pub const STEPS: usize = 2;

/// What is measured: the bench's name for it, and what it means.
const ROWS: [(&str, &str); 9] = [
    ("accept", "64 visitors whose responses are read and checked and find no room in the queue."),
    ("store", "64 visitors who are told that their response is stored."),
    ("accept_256", "As `accept`, with 256 visitors."),
    ("store_256", "As `store`, with 256 visitors."),
    ("naive", "As `store`, of a server with a pool that opens a transaction for each request."),
    ("store_slow", "As `store`, on a disk on which each flush takes half a millisecond longer."),
    ("naive_slow", "As `naive`, on such a disk."),
    ("alone", "One visitor, who waits for each commit alone."),
    ("batch", "8 programs that send 50 responses at once."),
];

/// Another build of the program, where one is measured beside this one.
const BEFORE: (&str, &str) = ("before", "As `store`, of the build that OPINA_BENCH_BEFORE names.");

/// What is wanted, where it is ours to promise.
#[derive(Clone, Copy, Default)]
struct Goals {
    /// Stored responses, as a part of those that come as far as the queue.
    ratio: Option<f64>,
    /// The same with 256 visitors.
    ratio_256: Option<f64>,
    /// Stored responses, as a multiple of those of a server with a transaction for each.
    naive: Option<f64>,
    /// The same on a disk on which each flush takes half a millisecond longer.
    slow: Option<f64>,
    /// Responses stored in batches, as a multiple of those stored singly.
    batch: Option<f64>,
    /// Milliseconds in which 99 of 100 visitors are replied to.
    p99: Option<f64>,
}

const ON_SQLITE: Goals = Goals {
    ratio: Some(0.5),
    ratio_256: Some(0.4),
    naive: Some(5.0),
    slow: Some(20.0),
    batch: Some(2.0),
    p99: Some(5.0),
};
const ON_POSTGRES: Goals = Goals {
    ratio: Some(0.3),
    ratio_256: Some(0.3),
    naive: Some(3.5),
    slow: Some(20.0),
    batch: Some(1.5),
    p99: Some(6.0),
};

/// On SQLite.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn sqlite(steps: &mut Steps) -> Result<Report> {
    measure(steps, "sqlite", ON_SQLITE)
}

/// On a PostgreSQL of the bench's own.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn postgres(steps: &mut Steps) -> Result<Report> {
    measure(steps, "postgres", ON_POSTGRES)
}

fn measure(steps: &mut Steps, database: &str, goals: Goals) -> Result<Report> {
    let settings = steps.run("finding what the bench needs", |step| requirements::programs(Needs::QuickTests, step))?;
    let title = format!("measuring how answers become durable on {database}");
    let samples = steps.run(&title, |step| measured("intake", database, Asked::default(), settings, step))?;
    report(database, &samples, goals)
}

fn report(database: &str, samples: &Value, goals: Goals) -> Result<Report> {
    let has_before = samples.get(BEFORE.0).is_some();
    let rows = || ROWS.into_iter().chain(has_before.then_some(BEFORE));
    let mut text =
        format!("Responses on {database}: a second, milliseconds of each request, µs of the server's processor\n\n");
    say(&mut text, "             a second      p50      p99   µs each");
    let mut figures = json!({ "rows": {} });
    for (row, _) in rows() {
        let median =
            |what| Ok::<_, Failure>(Samples::new(pick(samples, row, what)?).ok_or_else(|| missing(row))?.median());
        let (per_second, p50, p99, cpu) =
            (median("per_second")?, median("p50_ms")?, median("p99_ms")?, median("cpu_us")?);
        say(&mut text, &format!("  {row:10}{per_second:9.0}{p50:9.2}{p99:9.2}{cpu:10.1}"));
        figures["rows"][row] = json!({ "per_second": per_second.round(), "p50_ms": p50, "p99_ms": p99, "cpu_us": cpu });
    }
    say(&mut text, "");
    for (row, meaning) in rows() {
        say(&mut text, &format!("{row:10} {meaning}"));
    }
    say(&mut text, "\nMedians of the rounds' own ratios, as the machine is faster in some than in others:");
    for (name, [row, to], goal) in [
        ("ratio", ["store", "accept"], goals.ratio),
        ("ratio_256", ["store_256", "accept_256"], goals.ratio_256),
        ("naive_ratio", ["store", "naive"], goals.naive),
        ("slow_ratio", ["store_slow", "naive_slow"], goals.slow),
        ("batch_ratio", ["batch", "store"], goals.batch),
    ] {
        let ratio = ratio(samples, row, to)?;
        let verdict = goal.map_or_else(String::new, |goal| verdict(ratio >= goal, "at least", goal));
        say(&mut text, &format!("  {:22}{ratio:6.2}{verdict}", format!("{row} / {to}")));
        figures[name] = json!(ratio);
    }
    let p99 = figures["rows"]["store"]["p99_ms"].as_f64().unwrap_or(f64::INFINITY);
    let of_p99 = goals.p99.map_or_else(String::new, |goal| verdict(p99 <= goal, "at most", goal));
    say(&mut text, &format!("  {:22}{p99:6.2}{of_p99}", "p99 of store"));
    if has_before {
        let before = self::ratio(samples, "store", BEFORE.0)?;
        say(&mut text, &format!("  {:22}{before:6.2}", "store / before"));
        figures["before_ratio"] = json!(before);
    }
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

    /// Three rounds, the machine twice as fast in the second.
    fn samples(store: f64, batch: f64, p99: f64) -> Value {
        let row = |per_second: f64| {
            let round =
                |speed: f64| json!({ "per_second": per_second * speed, "p50_ms": 1.0, "p99_ms": p99, "cpu_us": 9.0 });
            json!([round(1.0), round(2.0), round(1.0)])
        };
        json!({
            "accept": row(1_000.0), "store": row(store), "accept_256": row(1_000.0), "store_256": row(store),
            "naive": row(80.0), "store_slow": row(store), "naive_slow": row(15.0), "alone": row(100.0), "batch": row(batch),
        })
    }

    #[test]
    fn figures_are_medians_and_ratios_are_of_the_same_round() {
        let figures = report("sqlite", &samples(600.0, 1_500.0, 4.0), ON_SQLITE).unwrap().figures;
        assert_eq!(figures["ratio"], 0.6);
        assert_eq!(figures["batch_ratio"], 2.5);
        assert_eq!(figures["per_second"], 600.0);
        assert_eq!(figures["p99_ms"], 4.0);
    }

    #[test]
    fn missed_goals_are_marked() {
        let check = |store, batch, p99, expected| {
            let text = report("sqlite", &samples(store, batch, p99), ON_SQLITE).unwrap().text;
            assert_eq!(text.matches("MISSED").count(), expected, "{store} {batch} {p99}\n{text}");
        };
        check(500.0, 1_000.0, 5.0, 0);
        check(400.0, 1_000.0, 5.0, 1);
        check(400.0, 700.0, 6.0, 3);
        check(300.0, 700.0, 6.0, 4);
    }

    #[test]
    fn another_build_is_shown_where_it_was_measured() {
        let mut samples = samples(600.0, 1_500.0, 4.0);
        assert!(!report("sqlite", &samples, ON_SQLITE).unwrap().text.contains("before"));
        samples["before"] = samples["alone"].clone();
        assert_eq!(report("sqlite", &samples, ON_SQLITE).unwrap().figures["before_ratio"], 6.0);
    }

    #[test]
    fn samples_that_lack_something_are_refused() {
        let check = |pointer: &str| {
            let mut samples = samples(600.0, 1_500.0, 4.0);
            *samples.pointer_mut(pointer).unwrap() = Value::Null;
            assert!(report("sqlite", &samples, ON_SQLITE).is_err(), "{pointer}");
        };
        check("/accept");
        check("/store/1/per_second");
        check("/batch/0/cpu_us");
    }
}

//! How long pages of results take with ten million answers behind them, on either database, and what that many answers cost
//! besides. The server's bench of this name measures; here what it wrote is turned into figures.

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

/// What is read: the bench's name for it, and what it means.
const PAGES: [(&str, &str); 3] = [
    ("journey", "The journey map of thirty days."),
    ("overview", "The overview of thirty days, with the thirty before."),
    ("touchpoint", "The page of one touchpoint, the same."),
];

/// Milliseconds that 95 of 100 readers of a page wait at most.
const PAGE: f64 = 15.0;
/// How many times as long a page or a trend may take as with few answers.
const GROWTH: f64 = 1.2;
/// How many times as long a page may take while visitors answer as fast as they can.
const BUSY: f64 = 2.0;
/// Milliseconds in which the trend of thirty days is read.
const TREND: f64 = 1.0;
/// Responses stored a second, as a part of those that an empty database stores; and what must not be missed.
const INTAKE: (f64, f64) = (0.8, 0.7);
/// Bytes on the disk of a response with all that is kept of it.
const BYTES: f64 = 200.0;
/// Megabytes of memory of the program.
const MEMORY: f64 = 200.0;
/// Milliseconds from the program's start to its first reply.
const START: f64 = 150.0;

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
    let settings = steps.run("finding what the bench needs", |step| requirements::programs(Needs::QuickTests, step))?;
    let title = format!("measuring pages of results on {database}");
    let samples = steps.run(&title, |step| measured("results", database, asked, settings, step))?;
    report(database, &samples)
}

fn report(database: &str, samples: &Value) -> Result<Report> {
    let (answers, few) = (number(samples, "answers")?, number(samples, "few")?);
    let mut report = Report {
        figures: json!({ "answers": answers }),
        text: format!("Results on {database} with {answers:.0} answers of ninety days, in milliseconds\n\n"),
    };
    pages(samples, few, &mut report)?;
    intake(samples, &mut report)?;
    costs(samples, &mut report)?;
    Ok(report)
}

/// How long pages and their trend take, as a table and held against their goals.
fn pages(samples: &Value, few: f64, report: &mut Report) -> Result<()> {
    let text = &mut report.text;
    say(text, "               median      p95   with few      p95   answered      p95");
    let mut verdicts = String::new();
    for (page, _) in PAGES {
        let [many, alone, busy] = ["many", "few", "busy"].map(|column| pick(samples, page, column));
        let (many, alone, busy) = (many?, alone?, busy?);
        let cells = [&many, &alone, &busy].map(|cell| format!("{:9.2}{:9.2}  ", cell.median(), cell.p95()));
        say(text, &format!("  {page:10}{}", cells.concat().trim_end()));
        let (growth, slower) = (ratio(samples, page, "many", "few")?, busy.p95() / many.p95());
        verdict(&mut verdicts, &format!("{page}, p95"), many.p95(), many.p95() <= PAGE, &format!("at most {PAGE:.0}"));
        verdict(&mut verdicts, &format!("{page} / few"), growth, growth <= GROWTH, &format!("at most {GROWTH}"));
        verdict(
            &mut verdicts,
            &format!("{page}, p95 answered / p95"),
            slower,
            slower <= BUSY,
            &format!("at most {BUSY:.0}"),
        );
        report.figures["pages"][page] = json!({
            "median_ms": many.median(), "p95_ms": many.p95(), "few_ratio": growth, "busy_ratio": slower
        });
    }
    let (trend, growth) = (pick(samples, "trend", "many")?, ratio(samples, "trend", "many", "few")?);
    let alone = pick(samples, "trend", "few")?;
    let cells = [&trend, &alone].map(|cell| format!("{:9.2}{:9.2}  ", cell.median(), cell.p95()));
    say(text, &format!("  trend     {}\n", cells.concat().trim_end()));
    verdict(&mut verdicts, "trend, p95", trend.p95(), trend.p95() <= TREND, &format!("at most {TREND:.0}"));
    verdict(&mut verdicts, "trend / few", growth, growth <= GROWTH, &format!("at most {GROWTH}"));
    report.figures["trend"] = json!({ "median_ms": trend.median(), "p95_ms": trend.p95(), "few_ratio": growth });
    for (page, meaning) in PAGES {
        say(text, &format!("{page:10} {meaning}"));
    }
    say(text, "trend      What that page counts of thirty days, without the page.");
    say(text, &format!("with few   Of {few:.0} answers, read by turns with the others."));
    say(text, "answered   While 64 visitors answer as fast as they are replied to.\n");
    text.push_str(&verdicts);
    Ok(())
}

/// How many responses are stored beside that many answers, and while they are read.
fn intake(samples: &Value, report: &mut Report) -> Result<()> {
    let (empty, read) = (ratio(samples, "intake", "many", "empty")?, ratio(samples, "intake", "read", "many")?);
    let goal = format!("at least {}, and never under {}", INTAKE.0, INTAKE.1);
    verdict(&mut report.text, "stored / stored in an empty one", empty, empty >= INTAKE.0, &goal);
    say(&mut report.text, &format!("  {:32}{read:9.2}", "stored while read / stored"));
    report.figures["intake"] = json!({ "empty_ratio": empty, "read_ratio": read });
    Ok(())
}

/// What that many answers take of disk and memory, and of whoever starts the program.
fn costs(samples: &Value, report: &mut Report) -> Result<()> {
    let responses = number(samples, "responses")?;
    let (bytes, memory) = (number(samples, "bytes")? / responses, number(samples, "memory")? / 1e6);
    let start = pick(samples, "start", "many")?.median();
    let text = &mut report.text;
    verdict(text, "bytes on disk of a response", bytes, bytes <= BYTES, &format!("at most {BYTES:.0}"));
    verdict(text, "megabytes of memory", memory, memory <= MEMORY, &format!("at most {MEMORY:.0}"));
    verdict(text, "start to first reply", start, start <= START, &format!("at most {START:.0}"));
    let tables = samples["tables"].as_object().ok_or_else(|| missing("tables"))?;
    let mut tables: Vec<(&str, f64)> =
        tables.iter().map(|(name, bytes)| (name.as_str(), bytes.as_f64().unwrap_or_default() / responses)).collect();
    tables.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    say(text, "\nBytes of a response by table, with indexes");
    for (name, bytes) in tables.iter().filter(|(_, bytes)| *bytes >= 0.5) {
        say(text, &format!("{bytes:10.1}   {name}"));
    }
    report.figures["bytes_per_response"] = json!(bytes);
    report.figures["memory_mb"] = json!(memory);
    report.figures["start_ms"] = json!(start);
    Ok(())
}

/// How many times as much one column says as another, the median over pairs that were measured after each other.
fn ratio(samples: &Value, row: &str, column: &str, to: &str) -> Result<f64> {
    let (these, those) = (values(samples, row, column)?, values(samples, row, to)?);
    let ratios = these.iter().zip(&those).map(|(this, that)| this / that).collect();
    Ok(Samples::new(ratios).ok_or_else(|| missing(row))?.median())
}

fn pick(samples: &Value, row: &str, column: &str) -> Result<Samples> {
    Samples::new(values(samples, row, column)?).ok_or_else(|| missing(row))
}

fn values(samples: &Value, row: &str, column: &str) -> Result<Vec<f64>> {
    let values = samples[row][column].as_array();
    let values = values.and_then(|values| values.iter().map(Value::as_f64).collect::<Option<Vec<f64>>>());
    values.ok_or_else(|| missing(&format!("{row}.{column}")))
}

fn number(samples: &Value, what: &str) -> Result<f64> {
    samples[what].as_f64().ok_or_else(|| missing(what))
}

fn missing(what: &str) -> Failure {
    Failure::new(format!("the bench measured no {what}: its program does not fit"))
}

fn verdict(text: &mut String, what: &str, figure: f64, reached: bool, goal: &str) {
    let missed = if reached { "" } else { ", MISSED" };
    say(text, &format!("  {what:32}{figure:9.2}   goal: {goal}{missed}"));
}

fn say(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rounds, the machine twice as fast in the second, in which every goal is just reached.
    fn samples() -> Value {
        let page = json!({ "many": [12.0, 6.0], "few": [10.0, 5.0], "busy": [24.0, 12.0, 12.0] });
        json!({
            "answers": 1_000, "few": 10, "responses": 500, "bytes": 100_000, "memory": 200_000_000,
            "journey": page, "overview": page, "touchpoint": page,
            "trend": { "many": [0.6, 1.0], "few": [0.5, 1.0] },
            "intake": { "empty": [100.0, 200.0], "many": [80.0, 160.0], "read": [72.0, 144.0] },
            "start": { "many": [150.0], "few": [100.0] },
            "tables": { "response": 60_000, "answer": 40_000, "site": 1 },
        })
    }

    #[test]
    fn figures_are_medians_and_ratios_are_of_the_same_round() {
        let Report { figures, text } = report("sqlite", &samples()).unwrap();
        assert_eq!(figures["pages"]["journey"]["few_ratio"], 1.2);
        assert_eq!(figures["pages"]["journey"]["p95_ms"], 12.0);
        assert_eq!(figures["pages"]["journey"]["busy_ratio"], 2.0);
        assert_eq!(figures["intake"], json!({ "empty_ratio": 0.8, "read_ratio": 0.9 }));
        assert_eq!(figures["bytes_per_response"], 200.0);
        assert_eq!(figures["memory_mb"], 200.0);
        assert_eq!(figures["start_ms"], 150.0);
        assert!(text.find("120.0   response") < text.find("80.0   answer"), "{text}");
        assert!(!text.contains("MISSED"), "{text}");
    }

    #[test]
    fn missed_goals_are_marked() {
        let check = |pointer: &str, worse: Value, missed: usize| {
            let mut samples = samples();
            *samples.pointer_mut(pointer).unwrap() = worse;
            let text = report("sqlite", &samples).unwrap().text;
            assert_eq!(text.matches("MISSED").count(), missed, "{pointer}\n{text}");
        };
        check("/journey/many", json!([15.1, 12.6]), 2);
        check("/overview/busy", json!([24.1]), 1);
        check("/trend/many", json!([1.1, 1.0]), 2);
        check("/intake/many", json!([79.0, 158.0]), 1);
        check("/bytes", json!(100_001), 1);
        check("/memory", json!(200_000_001), 1);
        check("/start/many", json!([151.0]), 1);
    }

    #[test]
    fn samples_that_lack_something_are_refused() {
        for lacking in
            ["/answers", "/journey/busy", "/trend/few", "/intake/read", "/memory", "/tables", "/start/many/0"]
        {
            let mut samples = samples();
            *samples.pointer_mut(lacking).unwrap() = Value::Null;
            assert!(report("sqlite", &samples).is_err(), "{lacking}");
        }
    }
}

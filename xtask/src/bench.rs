//! Measures what the design promises, and prints figures beside goals. A figure that misses its goal fails nothing: how
//! fast a machine is on a given day is no property of the code.

mod widget;

mod intake;

mod segments;

mod results;

mod pages;

use crate::{
    failure::{Failure, OrFail, Result},
    progress::{Step, Steps},
    requirements::Setting,
    workspace,
};
use serde_json::{Map, Value};
use std::fs;

/// With fewer answers there is nothing to be seen.
const FEWEST: u64 = 100_000;

/// Something that can be measured.
struct Bench {
    /// After `cargo xtask bench`, and in the file of figures.
    name: &'static str,
    /// How many steps it takes.
    steps: usize,
    /// Prepares what it needs and measures.
    measure: fn(&mut Steps, Asked) -> Result<Report>,
}

/// What somebody wants to be measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// By which benches, by their name or by what stands before the database in it; by all where nothing is said.
    bench: Option<&'a str>,
    /// With how many answers, where a bench makes them; with ten million where nothing is said.
    answers: Option<u64>,
}

/// What a bench found.
struct Report {
    /// For programs.
    figures: Value,
    /// For people: tables, and what stands in them.
    text: String,
}

const BENCHES: [Bench; 8] = [
    Bench { name: "widget", steps: widget::STEPS, measure: |steps, _| widget::measure(steps) },
    Bench { name: "intake_sqlite", steps: intake::STEPS, measure: |steps, _| intake::sqlite(steps) },
    Bench { name: "intake_postgres", steps: intake::STEPS, measure: |steps, _| intake::postgres(steps) },
    Bench { name: "segments_sqlite", steps: segments::STEPS, measure: segments::sqlite },
    Bench { name: "segments_postgres", steps: segments::STEPS, measure: segments::postgres },
    Bench { name: "results_sqlite", steps: results::STEPS, measure: results::sqlite },
    Bench { name: "results_postgres", steps: results::STEPS, measure: results::postgres },
    Bench { name: "pages", steps: pages::STEPS, measure: |steps, _| pages::measure(steps) },
];

impl<'a> Asked<'a> {
    /// Reads a bench's name and `--answers N`.
    ///
    /// # Errors
    /// What is not understood.
    pub fn read(arguments: &[&'a str]) -> Result<Self> {
        let mut asked = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match *argument {
                "--answers" => asked.answers = Some(answers(arguments.next())?),
                name if asked.bench.is_none() && !name.starts_with('-') => asked.bench = Some(name),
                other => return Err(Failure::new(format!("bench does not know {other}: see `cargo xtask help`"))),
            }
        }
        Ok(asked)
    }
}

fn answers(argument: Option<&&str>) -> Result<u64> {
    let text = argument.copied().unwrap_or_default();
    let answers = text.parse().ok().filter(|answers| *answers >= FEWEST);
    answers.ok_or_else(|| Failure::new(format!("“{text}” is no number of answers: give {FEWEST} or more")))
}

impl Bench {
    /// Whether it is meant by its name, or by what stands before the database in it.
    fn is_called(&self, name: &str) -> bool {
        self.name.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    }
}

/// Measures one bench, or all there are, prints the tables and adds the figures to `target/bench.json`.
///
/// # Errors
/// A bench that does not exist or cannot be measured.
pub fn bench(asked: Asked) -> Result<()> {
    let chosen: Vec<&Bench> =
        BENCHES.iter().filter(|bench| asked.bench.is_none_or(|name| bench.is_called(name))).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        let unknown = asked.bench.unwrap_or_default();
        return Err(Failure::new(format!("there is no bench {unknown}: there is {}", names.join(", "))));
    }
    let mut steps = Steps::new(chosen.iter().map(|bench| bench.steps).sum());
    let file = workspace::target().join("bench.json");
    for bench in chosen {
        let report = (bench.measure)(&mut steps, asked)?;
        let old = fs::read_to_string(&file).ok();
        let all = with(old.as_deref(), bench.name, report.figures)
            .or_fail(|| format!("{} cannot be added to, delete it", file.display()))?;
        workspace::write(&file, all)?;
        println!("\n{}", report.text);
    }
    Ok(())
}

/// What the server's bench of a name writes when it measures on a database.
fn measured(bench: &str, database: &str, asked: Asked, settings: Vec<Setting>, step: &mut Step) -> Result<Value> {
    let file = workspace::target().join(format!("bench/{bench}_{database}.json"));
    // Made, with its folder, so that the bench need not, and emptied, so that old samples are never taken for new ones.
    workspace::write(&file, "")?;
    let mut cargo = workspace::cargo();
    cargo.args(["bench", "--locked", "--package", "server", "--bench", bench, "--profile", "release"]);
    cargo.env("OPINA_BENCH_DATABASE", database).env("OPINA_BENCH_SAMPLES", &file).envs(settings);
    cargo.envs(asked.answers.map(|answers| ("OPINA_BENCH_ANSWERS", answers.to_string())));
    step.run(&mut cargo, "mend what is said above and run it again")?;
    serde_json::from_str(&workspace::read(&file)?).or_fail(|| format!("could not read {}", file.display()))
}

/// The file's content with a bench's figures in it, and all others as they were.
fn with(old: Option<&str>, name: &str, figures: Value) -> serde_json::Result<String> {
    let mut all: Map<String, Value> = old.map_or(Ok(Map::new()), serde_json::from_str)?;
    all.insert(name.to_owned(), figures);
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_of_other_benches_stay() {
        let check = |old: Option<&str>, expected: Option<Value>| {
            let all = with(old, "widget", json!({ "ratio": 2.5 })).ok();
            assert_eq!(all.map(|all| serde_json::from_str::<Value>(&all).unwrap()), expected, "{old:?}");
        };
        check(None, Some(json!({ "widget": { "ratio": 2.5 } })));
        let old = r#"{ "intake": { "ratio": 6 }, "widget": { "ratio": 1, "gone": true } }"#;
        check(Some(old), Some(json!({ "intake": { "ratio": 6 }, "widget": { "ratio": 2.5 } })));
        check(Some("[]"), None);
        check(Some("{"), None);
    }

    #[test]
    fn a_bench_that_does_not_exist_is_named() {
        let refused = bench(Asked { bench: Some("wigdet"), answers: None }).unwrap_err().to_string();
        assert!(refused.contains("wigdet") && refused.contains("there is widget"), "{refused}");
    }

    #[test]
    fn a_number_of_answers_may_be_asked_for() {
        let check = |arguments: &[&str], expected: Option<(Option<&str>, Option<u64>)>| {
            let read = Asked::read(arguments).ok().map(|asked| (asked.bench, asked.answers));
            assert_eq!(read, expected, "{arguments:?}");
        };
        check(&[], Some((None, None)));
        check(&["results"], Some((Some("results"), None)));
        check(&["results", "--answers", "100000000"], Some((Some("results"), Some(100_000_000))));
        check(&["--answers", "200000", "results"], Some((Some("results"), Some(200_000))));
        check(&["results", "--answers"], None);
        check(&["results", "--answers", "many"], None);
        check(&["results", "--answers", "99999"], None);
        check(&["results", "segments"], None);
        check(&["--answer", "200000"], None);
    }

    #[test]
    fn one_name_may_mean_a_bench_on_each_database() {
        let check = |name: &str, expected: &[&str]| {
            let called: Vec<&str> =
                BENCHES.iter().filter(|bench| bench.is_called(name)).map(|bench| bench.name).collect();
            assert_eq!(called, expected, "{name}");
        };
        check("intake", &["intake_sqlite", "intake_postgres"]);
        check("intake_postgres", &["intake_postgres"]);
        check("widget", &["widget"]);
        check("intak", &[]);
    }
}

//! Measures what the design promises, and prints figures beside goals. A figure that misses its goal fails nothing: how
//! fast a machine is on a given day is no property of the code.

mod widget;

mod intake;

mod segments;

mod pages;

use crate::{
    failure::{Failure, OrFail, Result},
    progress::Steps,
    workspace,
};
use serde_json::{Map, Value};
use std::fs;

/// Something that can be measured.
struct Bench {
    /// After `cargo xtask bench`, and in the file of figures.
    name: &'static str,
    /// How many steps it takes.
    steps: usize,
    /// Prepares what it needs and measures.
    measure: fn(&mut Steps) -> Result<Report>,
}

/// What a bench found.
struct Report {
    /// For programs.
    figures: Value,
    /// For people: tables, and what stands in them.
    text: String,
}

const BENCHES: [Bench; 6] = [
    Bench { name: "widget", steps: widget::STEPS, measure: widget::measure },
    Bench { name: "intake_sqlite", steps: intake::STEPS, measure: intake::sqlite },
    Bench { name: "intake_postgres", steps: intake::STEPS, measure: intake::postgres },
    Bench { name: "segments_sqlite", steps: segments::STEPS, measure: segments::sqlite },
    Bench { name: "segments_postgres", steps: segments::STEPS, measure: segments::postgres },
    Bench { name: "pages", steps: pages::STEPS, measure: pages::measure },
];

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
pub fn bench(only: Option<&str>) -> Result<()> {
    let chosen: Vec<&Bench> = BENCHES.iter().filter(|bench| only.is_none_or(|name| bench.is_called(name))).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        let unknown = only.unwrap_or_default();
        return Err(Failure::new(format!("there is no bench {unknown}: there is {}", names.join(", "))));
    }
    let mut steps = Steps::new(chosen.iter().map(|bench| bench.steps).sum());
    let file = workspace::target().join("bench.json");
    for bench in chosen {
        let report = (bench.measure)(&mut steps)?;
        let old = fs::read_to_string(&file).ok();
        let all = with(old.as_deref(), bench.name, report.figures)
            .or_fail(|| format!("{} cannot be added to, delete it", file.display()))?;
        workspace::write(&file, all)?;
        println!("\n{}", report.text);
    }
    Ok(())
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
        let refused = bench(Some("wigdet")).unwrap_err().to_string();
        assert!(refused.contains("wigdet") && refused.contains("there is widget"), "{refused}");
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

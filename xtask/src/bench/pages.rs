//! How long each page of the console takes with a year of answers behind it. The server's bench of this name measures; here
//! what it wrote is turned into figures.

use super::Report;
use crate::{
    failure::{Failure, OrFail, Result},
    progress::Steps,
    samples::Samples,
    workspace,
};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// How many steps a measurement takes.
pub const STEPS: usize = 1;

/// Milliseconds that no page exceeds.
const GOAL: f64 = 50.0;

/// Measures every page of the demo.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn measure(steps: &mut Steps) -> Result<Report> {
    let file = workspace::target().join("bench/pages.json");
    // Made, with its folder, so that the bench need not, and emptied, so that old samples are never taken for new ones.
    workspace::write(&file, "")?;
    steps.run("measuring how long each page takes", |step| {
        let mut cargo = workspace::cargo();
        cargo.args(["bench", "--locked", "--package", "server", "--bench", "pages", "--profile", "release"]);
        step.run(cargo.env("OPINA_BENCH_SAMPLES", &file), "mend what is said above and run it again")
    })?;
    let samples = serde_json::from_str(&workspace::read(&file)?);
    report(&samples.or_fail(|| format!("could not read {}", file.display()))?)
}

fn report(samples: &Map<String, Value>) -> Result<Report> {
    let mut pages = samples.iter().map(|(page, values)| Ok((page, read(page, values)?))).collect::<Result<Vec<_>>>()?;
    pages.sort_by(|(_, one), (_, other)| other.p95().total_cmp(&one.p95()));
    let (_, slowest) =
        pages.first().ok_or_else(|| Failure::new("the bench measured no page: its program does not fit"))?;
    let (slowest, mut text) = (slowest.p95(), String::from("Milliseconds until a page of the demo is there\n\n"));
    let mut say = |line: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    };
    say("    median      p95");
    let mut figures = json!({ "slowest_p95_ms": slowest, "pages": {} });
    for (page, samples) in &pages {
        say(&format!("{:10.2}{:9.2}   {page}", samples.median(), samples.p95()));
        figures["pages"][page.as_str()] = json!({ "median_ms": samples.median(), "p95_ms": samples.p95() });
    }
    let missed = if slowest <= GOAL { "" } else { ", MISSED" };
    say(&format!("\n  {} pages, the slowest {slowest:.1} ms   goal: at most {GOAL:.0}{missed}", pages.len()));
    Ok(Report { figures, text })
}

fn read(page: &str, values: &Value) -> Result<Samples> {
    let values = values.as_array().map(|values| values.iter().filter_map(Value::as_f64).collect());
    let missing = || Failure::new(format!("the bench measured nothing of {page}: its program does not fit"));
    values.and_then(Samples::new).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_page_stands_first_and_is_held_against_the_goal() {
        let check = |slow: f64, missed: bool| {
            let samples = json!({ "/account": [1.0, 2.0, 3.0], "/overview": [slow, 9.0, 9.0] });
            let Report { figures, text } = report(samples.as_object().unwrap()).unwrap();
            assert_eq!(
                (&figures["slowest_p95_ms"], &figures["pages"]["/account"]["median_ms"]),
                (&json!(slow), &json!(2.0))
            );
            assert_eq!(text.contains("MISSED"), missed, "{text}");
            assert!(text.find("/overview") < text.find("/account"), "{text}");
        };
        check(50.0, false);
        check(50.1, true);
    }

    #[test]
    fn samples_of_nothing_are_refused() {
        let check = |samples: Value| assert!(report(samples.as_object().unwrap()).is_err(), "{samples}");
        check(json!({}));
        check(json!({ "/account": [] }));
        check(json!({ "/account": 1.0 }));
    }
}

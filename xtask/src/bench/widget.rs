//! How long a visitor waits for a survey, beside PostHog's. The server's bench of this name measures; here it is given
//! what it needs, and what it wrote is turned into figures.

use super::Report;
use crate::{
    failure::{Failure, OrFail, Result},
    progress::Steps,
    published::POSTHOG,
    requirements::{self, Needs},
    samples::Samples,
    widget, workspace,
};
use serde_json::{Value, json};
use std::fmt::Write;

/// How many steps [`measure`] takes.
pub const STEPS: usize = widget::STEPS + 3;

/// How many times faster Opina must be where a survey waits for an event.
const RATIO: f64 = 2.0;
/// The longest that one of Opina's tasks may keep the page from doing anything else, in milliseconds: the median visit's
/// longest, because the worst of several visits is what this machine did besides.
const LONGEST_TASK: f64 = 50.0;

/// What opens a survey: the bench's name for it, and what it means. The first is the one that counts.
const ROWS: [(&str, &str); 3] = [
    (
        "event",
        "An idle page reports an event that a survey waits for. PostHog looks once a second whether there was one, and\n       \
         the moments are spread evenly over that second.",
    ),
    ("load", "From the start of the page view. The survey opens with the page."),
    ("api", "An idle page calls what opens a survey, so that nothing waits for a trigger."),
];

/// Where Opina's time goes: the bench's name for it, and what it means.
const STAGES: [(&str, &str); 4] = [
    ("page", "Until the loader has run; before the trigger, except in `load`."),
    ("fetch", "Until the script is there and the module begins to be, from the cache."),
    ("engine", "Until the module is compiled and its instance is there."),
    ("draw", "Until the form is there and the survey is on the screen."),
];

/// Builds, finds and fetches what it takes, and measures for some minutes.
///
/// # Errors
/// What stands in the way. A figure that misses its goal does not.
pub fn measure(steps: &mut Steps) -> Result<Report> {
    let mut settings =
        steps.run("finding what the bench needs", |step| requirements::programs(Needs::Chromium, step))?;
    settings.push(("OPINA_BENCH_POSTHOG", steps.run("fetching PostHog's scripts", |step| POSTHOG.fetch(step))?));
    widget::build(steps)?;
    let file = workspace::target().join("bench/widget.json");
    // Made, with its folder, so that the bench need not, and emptied, so that old samples are never taken for new ones.
    workspace::write(&file, "")?;
    settings.push(("OPINA_BENCH_SAMPLES", file.clone()));
    steps.run("measuring how long visitors wait for a survey", |step| {
        let mut cargo = workspace::cargo();
        // What is measured is the browser's work, so the server need not be optimised.
        cargo.args(["bench", "--locked", "--package", "server", "--bench", "widget", "--profile", "dev"]);
        step.run(cargo.envs(settings), "mend what is said above and run it again")
    })?;
    let samples = serde_json::from_str(&workspace::read(&file)?);
    report(&samples.or_fail(|| format!("could not read {}", file.display()))?)
}

fn report(samples: &Value) -> Result<Report> {
    let mut text = String::new();
    let rows = waits(samples, &mut text)?;
    stages(samples, &mut text)?;
    let longest = tasks(samples, &mut text)?;
    let mut figures = rows[ROWS[0].0].clone();
    figures["longest_task_ms"] = rounded(longest);
    figures["rows"] = rows;
    Ok(Report { figures, text })
}

/// How long visitors wait, as a table and as figures.
fn waits(samples: &Value, text: &mut String) -> Result<Value> {
    let all = |row: &str, product: &str| pick(&samples["rows"][row][product], &["ms"]);
    let visits = all(ROWS[0].0, "opina")?.count();
    say(text, &format!("Milliseconds until a survey can be answered, median and p95 of {visits} visits\n"));
    say(text, "              Opina        PostHog   PostHog / Opina");
    let mut rows = json!({});
    for (row, _) in ROWS {
        let (opina, posthog) = (all(row, "opina")?, all(row, "posthog")?);
        let ratio = posthog.median() / opina.median();
        let goal = if row == ROWS[0].0 { verdict(ratio >= RATIO, &format!("at least {RATIO}")) } else { String::new() };
        let cells = [opina.median(), opina.p95(), posthog.median(), posthog.p95()].map(|ms| format!("{ms:7.0}"));
        say(text, &format!("  {row:6}{}  {}   {ratio:7.1}{goal}", cells[..2].concat(), cells[2..].concat()));
        rows[row] = json!({ "ratio": rounded(ratio), "opina_ms": median_and_p95(&opina), "posthog_ms": median_and_p95(&posthog) });
    }
    say(text, "");
    explain(text, &ROWS);
    say(
        text,
        &format!(
            "\nChromium with the page's thread slowed 4 times; scripts cached, storage empty, each visit in a process of its\n\
             own; the products take turns; everything is served from this machine. {} with all but surveys off.\n",
            POSTHOG.package()
        ),
    );
    Ok(rows)
}

/// Where Opina's time goes, as a table.
fn stages(samples: &Value, text: &mut String) -> Result<()> {
    say(text, "Where Opina's milliseconds go, medians of the same visits\n");
    say(text, &format!("        {}", STAGES.map(|(stage, _)| format!("{stage:>8}")).concat()));
    for (row, _) in ROWS {
        let median = |(stage, _)| Ok(pick(&samples["rows"][row]["opina"], &["steps", stage])?.median());
        let medians = STAGES.into_iter().map(median).collect::<Result<Vec<f64>>>()?;
        let cells: String = medians.iter().map(|ms| format!("{ms:8.0}")).collect();
        say(text, &format!("  {row:6}{cells}"));
    }
    say(text, "");
    explain(text, &STAGES);
    Ok(())
}

/// The longest tasks, as a table, and the one that counts: with Opina, while the page loads or while the survey opens.
fn tasks(samples: &Value, text: &mut String) -> Result<f64> {
    let all = |product: &str, when: &str| pick(&samples["tasks"][product], &["tasks", when]);
    let opina = [all("opina", "load")?, all("opina", "open")?];
    let visits = opina[0].count();
    say(text, &format!("\nLongest task in milliseconds at full speed, median and worst of {visits} visits\n"));
    say(text, "                Opina        PostHog     Page alone");
    let cells = |samples: &Samples| format!("{:7.0}{:7.0}", samples.median(), samples.worst());
    let (load, open) = (all("posthog", "load")?, all("posthog", "open")?);
    let longest = opina[0].median().max(opina[1].median());
    say(text, &format!("  loading {}  {}  {}", cells(&opina[0]), cells(&load), cells(&all("nobody", "load")?)));
    say(text, &format!("  opening {}  {}", cells(&opina[1]), cells(&open)));
    let goal = verdict(longest <= LONGEST_TASK, &format!("at most {LONGEST_TASK}"));
    say(text, &format!("\n  with Opina, the longer of both medians: {longest:.0}{goal}"));
    say(text, "  The worst are as bad as this machine was busy: look at the page alone.");
    Ok(longest)
}

/// What this place says in each measured visit.
fn pick(visits: &Value, place: &[&str]) -> Result<Samples> {
    let number = |visit: &Value| place.iter().fold(visit, |value, name| &value[name]).as_f64();
    let numbers = visits.as_array().and_then(|visits| visits.iter().map(number).collect::<Option<Vec<f64>>>());
    let missing = || Failure::new(format!("the bench measured no {}: its script does not fit", place.join(".")));
    numbers.and_then(Samples::new).ok_or_else(missing)
}

fn verdict(reached: bool, goal: &str) -> String {
    format!("   goal: {goal}{}", if reached { "" } else { ", MISSED" })
}

fn explain(text: &mut String, words: &[(&str, &str)]) {
    for (word, meaning) in words {
        say(text, &format!("{word:6} {meaning}"));
    }
}

fn median_and_p95(samples: &Samples) -> Value {
    json!({ "median": rounded(samples.median()), "p95": rounded(samples.p95()) })
}

/// A tenth of a millisecond is what browsers tell.
fn rounded(value: f64) -> Value {
    json!((value * 10.0).round() / 10.0)
}

fn say(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two visits a row and product; Opina takes this long on average, PostHog 300 ms.
    fn samples(opina: f64, task: f64) -> Value {
        let steps = json!({ "page": 0, "fetch": 40, "engine": 8, "draw": 52 });
        let visit = |ms: f64| json!({ "ms": ms, "steps": steps, "tasks": { "load": 12, "open": task } });
        let row = json!({
            "opina": [visit(opina - 10.0), visit(opina + 10.0)],
            "posthog": [visit(200.0), visit(400.0)],
        });
        let tasks = [visit(0.0), visit(0.0)];
        json!({
            "rows": { "event": row, "load": row, "api": row },
            "tasks": { "opina": tasks, "posthog": tasks, "nobody": tasks },
        })
    }

    #[test]
    fn figures_are_those_of_the_row_that_counts() {
        let figures = report(&samples(100.0, 9.04)).unwrap().figures;
        assert_eq!(figures["ratio"], 3.0);
        assert_eq!(figures["opina_ms"], json!({ "median": 100.0, "p95": 110.0 }));
        assert_eq!(figures["posthog_ms"], json!({ "median": 300.0, "p95": 400.0 }));
        assert_eq!(figures["longest_task_ms"], 12.0, "the page's loading counts too");
        assert_eq!(figures["rows"]["api"]["ratio"], 3.0);
    }

    #[test]
    fn missed_goals_are_marked() {
        let check = |opina, task, expected| {
            let text = report(&samples(opina, task)).unwrap().text;
            assert_eq!(text.matches("MISSED").count(), expected, "{opina} {task}\n{text}");
        };
        check(100.0, 9.0, 0);
        check(150.0, 50.0, 0);
        check(151.0, 50.0, 1);
        check(151.0, 51.0, 2);
    }

    #[test]
    fn samples_that_lack_something_are_refused() {
        let check = |pointer: &str| {
            let mut samples = samples(100.0, 9.0);
            *samples.pointer_mut(pointer).unwrap() = Value::Null;
            assert!(report(&samples).is_err(), "{pointer}");
        };
        check("/rows/load");
        check("/rows/api/posthog/1/ms");
        check("/rows/event/opina/0/steps/draw");
        check("/tasks/nobody");
    }
}

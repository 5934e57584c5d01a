//! Builds, runs, tests and measures Opina: `cargo xtask help`.

mod failure;

mod progress;

mod workspace;

mod packages;

mod toolchain;

mod glue;

mod minify;

mod names;

mod order;

mod widget;

mod size;

mod server;

mod run;

mod published;

mod requirements;

mod test;

mod samples;

mod bench;

mod soak;

mod dist;

use failure::{Failure, Result};
use progress::Steps;
use std::process::ExitCode;
use test::Scope;

const HELP: &str = "\
Builds, runs, tests and measures Opina.

Usage: cargo xtask <COMMAND>

Commands:
  widget   Builds the widget into dist/widget: WebAssembly, its script and the loader, also compressed
  run      Runs Opina with a demo on 127.0.0.1:8080 and a shop that asks its visitors on 127.0.0.1:8081
             --release        optimised; slower to compile
             --port N         another port for Opina
             --shop-port N    another port for the shop
             OPINA_DATABASE_URL names another database than target/demo/opina.db
  test     Runs every check and test, installing what they need where that is possible
             --quick          leaves out the tests that drive browsers
  bench    Measures the benches there are and writes their figures to target/bench.json
             widget           how long a visitor waits for a survey, Opina's and PostHog's side by side
             intake           how many answers a second become durable, on SQLite and on PostgreSQL
             segments         what a filter costs with ten million answers, beside DuckDB on two threads
             results          what pages, disk and memory cost with ten million answers, on SQLite and on PostgreSQL
             pages            how long each page of the demo takes
             --answers N      so many answers for segments and results; results_sqlite takes a hundred million
  soak     Sends answers to Opina while processes are killed and databases break, and proves that none is lost or doubled
             --minutes N      on each database; 20 where it is not said
             --database NAME  sqlite or postgres only
             --processes N    how many servers share a PostgreSQL; 3
             --pace N         how many responses a second are sent at most; 1000
  size     Weighs what a visitor downloads, and fails above the budget
  dist     Builds the one file to install, dist/opina, with the widget inside
  help     Prints this

All of them skip what is up to date, and build the widget first where they need it.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Result<()> {
    match arguments {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        ["widget"] => widget::build(&mut Steps::new(widget::STEPS)),
        ["size"] => size::size(),
        ["run", options @ ..] => run::run(&run::Options::read(options)?),
        ["test"] => test::test(Scope::Everything),
        ["test", "--quick"] => test::test(Scope::WithoutBrowsers),
        ["bench", asked @ ..] => bench::bench(bench::Asked::read(asked)?),
        ["soak", options @ ..] => soak::soak(&soak::Options::read(options)?),
        ["dist"] => dist::dist(),
        _ => Err(Failure::new(format!("there is no `cargo xtask {}`: see `cargo xtask help`", arguments.join(" ")))),
    }
}

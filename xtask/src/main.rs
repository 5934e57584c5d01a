//! Builds, runs, tests and measures Opina: `cargo xtask help`.

mod failure;

mod progress;

mod workspace;

mod packages;

mod toolchain;

mod minify;

mod names;

mod widget;

mod size;

use failure::{Failure, Result};
use progress::Steps;
use std::process::ExitCode;

const HELP: &str = "\
Builds, runs, tests and measures Opina.

Usage: cargo xtask <COMMAND>

Commands:
  widget   Builds the widget into dist/widget: WebAssembly, its script and the loader, also compressed
  size     Weighs what a visitor downloads, and fails above the budget
  help     Prints this
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        ["widget"] => widget::build(&mut Steps::new(widget::STEPS)),
        ["size"] => size::size(),
        _ => Err(Failure::new(format!("there is no `cargo xtask {}`: see `cargo xtask help`", arguments.join(" ")))),
    }
}

//! Everything that must hold before a change lands, quickest answers first.

use crate::{
    failure::Result,
    progress::{Step, Steps},
    requirements::{self, Needs, Setting},
    size::Weights,
    widget, workspace,
};
use std::process::Command;

/// How much is tested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All.
    Everything,
    /// All but the tests that drive browsers.
    WithoutBrowsers,
}

/// Runs the checks and the tests, installing what they need.
///
/// # Errors
/// The first check that fails.
pub fn test(scope: Scope) -> Result<()> {
    let browsers = scope == Scope::Everything;
    let mut steps = Steps::new(widget::STEPS + if browsers { 11 } else { 9 });
    let outcome = checks(&mut steps, browsers);
    eprint!("\n{}", steps.table());
    outcome
}

fn checks(steps: &mut Steps, browsers: bool) -> Result<()> {
    steps.run("checking the format", |step| cargo(step, "fmt --all --check", &[], "run `cargo fmt --all`"))?;
    let needs = if browsers { Needs::EveryTest } else { Needs::QuickTests };
    let mut settings = steps.run("finding what the tests need", |step| requirements::programs(needs, step))?;
    if browsers {
        settings.push(steps.run("fetching axe-core", requirements::axe)?);
    }
    let mend = "mend what is said above";
    steps.run("linting", |step| cargo(step, "clippy --workspace --all-targets -- -D warnings", &[], mend))?;
    steps.run("building the documentation", |step| {
        let mut doc = command("doc --workspace --no-deps");
        step.run(doc.env("RUSTDOCFLAGS", "-D warnings"), mend)
    })?;
    widget::build(steps)?;
    steps.run("weighing the widget", |step| {
        let weights = Weights::measure()?;
        step.note(weights.to_string().replace('\n', ", "));
        weights.check()
    })?;
    // One package at a time, as people do: together they would ask for other features of what they depend on, and cargo
    // would compile that twice.
    let tests = [
        ("testing the rules and the widget", "test --package shared --package widget --features shared/serde"),
        ("testing these commands", "test --package xtask"),
        ("testing the server", "test --package server --no-fail-fast --lib --bins --test it"),
        ("testing that nothing is lost", "test --package server --test soak"),
        ("testing in browsers", "test --package server --no-fail-fast --test browser"),
    ];
    for (title, arguments) in &tests[..if browsers { 5 } else { 4 }] {
        steps.run(title, |step| cargo(step, arguments, &settings, mend))?;
    }
    Ok(())
}

fn cargo(step: &mut Step, arguments: &str, settings: &[Setting], remedy: &str) -> Result<()> {
    step.run(command(arguments).envs(settings.iter().cloned()), remedy)
}

fn command(arguments: &str) -> Command {
    let mut cargo = workspace::cargo();
    cargo.args(arguments.split(' '));
    cargo
}

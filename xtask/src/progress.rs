//! Tells the person what is being done and how long it took, on standard error: standard output is for results.

use crate::failure::{Failure, Result};
use std::{
    io::Write,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// The steps of one command, counted.
pub struct Steps {
    total: usize,
    done: Vec<Done>,
}

/// A step that came to its end.
pub struct Done {
    /// What was done.
    pub title: String,
    /// How long it took.
    pub took: Duration,
}

impl Steps {
    /// Announces this many steps.
    pub fn new(total: usize) -> Self {
        Self { total, done: Vec::new() }
    }

    /// Does one step, printing its name before and its time after.
    pub fn run<T>(&mut self, title: &str, work: impl FnOnce(&mut Step) -> Result<T>) -> Result<T> {
        let head = format!("[{}/{}] {title} …", self.done.len() + 1, self.total);
        eprint!("{head}");
        // A name that appears late is worse than none, but not worth failing for.
        let _ = std::io::stderr().flush();
        let mut step = Step { talked: false, note: None };
        let start = Instant::now();
        let outcome = work(&mut step);
        let took = start.elapsed();
        let ending = match (&outcome, &step.note) {
            (Err(_), _) => "failed".to_owned(),
            (Ok(_), Some(note)) => format!("{} ({note})", in_words(took)),
            (Ok(_), None) => in_words(took),
        };
        if step.talked {
            eprintln!("{head} {ending}");
        } else {
            eprintln!(" {ending}");
        }
        self.done.push(Done { title: title.to_owned(), took });
        outcome
    }

    /// The steps that came to their end, with their times, longest titles setting the width.
    pub fn table(&self) -> String {
        let width = self.done.iter().map(|done| done.title.chars().count()).max().unwrap_or(0);
        let line = |title: &str, took: Duration| format!("  {title:width$}  {:>12}\n", in_words(took));
        let lines: String = self.done.iter().map(|done| line(&done.title, done.took)).collect();
        lines + &line("all", self.done.iter().map(|done| done.took).sum())
    }
}

/// A step that is under way.
pub struct Step {
    talked: bool,
    note: Option<String>,
}

impl Step {
    /// Says something beside the time, such as “up to date”.
    pub fn note(&mut self, note: impl Into<String>) {
        self.note = Some(note.into());
    }

    /// Runs a program whose output the person sees.
    ///
    /// # Errors
    /// `remedy` when it is missing or does not succeed.
    pub fn run(&mut self, command: &mut Command, remedy: &str) -> Result<()> {
        if !self.talked {
            eprintln!();
            self.talked = true;
        }
        let program = Path::new(command.get_program());
        let program = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::new(format!("{program} ended with {status}: {remedy}"))),
            Err(cause) => Err(Failure::new(format!("{program} could not be started ({cause}): {remedy}"))),
        }
    }
}

/// A duration as a person would say it.
pub fn in_words(took: Duration) -> String {
    match took.as_secs() {
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        seconds @ 10..120 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lines_up() {
        let done = |title: &str, seconds| Done { title: title.to_owned(), took: Duration::from_secs(seconds) };
        let steps = Steps { total: 2, done: vec![done("widget", 75), done("é", 125)] };
        assert_eq!(steps.table(), "  widget          75 s\n  é          2 min 5 s\n  all       3 min 20 s\n");
    }

    #[test]
    fn durations_are_short() {
        let check = |milliseconds, expected: &str| assert_eq!(in_words(Duration::from_millis(milliseconds)), expected);
        check(40, "0.0 s");
        check(1_240, "1.2 s");
        check(12_900, "12 s");
        check(119_999, "119 s");
        check(192_000, "3 min 12 s");
    }
}

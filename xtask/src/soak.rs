//! Hours of load on the real program while things break around it. The server's test of this name does it; here it is told
//! for how long and on what, and built as it is installed.

use crate::{
    failure::{Failure, Result},
    progress::Steps,
    requirements::{self, Needs},
    workspace,
};

/// How to run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    minutes: u64,
    database: Option<String>,
    processes: u64,
    pace: u64,
}

impl Options {
    /// Reads `--minutes N`, `--database NAME`, `--processes N` and `--pace N`.
    ///
    /// # Errors
    /// What is not understood.
    pub fn read(arguments: &[&str]) -> Result<Self> {
        let mut options = Self { minutes: 20, database: None, processes: 3, pace: 1_000 };
        let mut arguments = arguments.iter();
        while let Some(name) = arguments.next() {
            let value = arguments.next().copied().unwrap_or_default();
            match *name {
                "--minutes" => options.minutes = number(name, value)?,
                "--processes" => options.processes = number(name, value)?,
                "--pace" => options.pace = number(name, value)?,
                "--database" if ["sqlite", "postgres"].contains(&value) => options.database = Some(value.to_owned()),
                "--database" => return Err(Failure::new(format!("“{value}” is neither sqlite nor postgres"))),
                other => return Err(Failure::new(format!("{other} is no option of soak: see `cargo xtask help`"))),
            }
        }
        Ok(options)
    }
}

fn number(name: &str, text: &str) -> Result<u64> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Failure::new(format!("{name} is “{text}”: give a number from 1")))
}

/// Builds what is not up to date and runs it.
///
/// # Errors
/// A promise that was broken, or what stands in the way.
pub fn soak(options: &Options) -> Result<()> {
    let mut steps = Steps::new(2);
    let settings = steps.run("finding what the soak needs", |step| requirements::programs(Needs::QuickTests, step))?;
    let databases = options.database.as_deref().unwrap_or("both databases");
    steps.run(&format!("sending and breaking for {} minutes on {databases}", options.minutes), |step| {
        let mut cargo = workspace::cargo();
        cargo.args(["test", "--locked", "--release", "--package", "server", "--test", "soak"]).envs(settings);
        cargo.env("OPINA_SOAK_SECONDS", (options.minutes * 60).to_string());
        cargo.env("OPINA_SOAK_PROCESSES", options.processes.to_string());
        cargo.env("OPINA_SOAK_PACE", options.pace.to_string());
        if let Some(database) = &options.database {
            cargo.env("OPINA_SOAK_DATABASE", database);
        }
        step.run(&mut cargo, "read above which promise was broken")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_or_named() {
        let check = |arguments: &[&str], expected: std::result::Result<(u64, Option<&str>, u64), &str>| {
            let read = Options::read(arguments);
            match (read, expected) {
                (Ok(read), Ok(expected)) => {
                    assert_eq!((read.minutes, read.database.as_deref(), read.processes), expected);
                }
                (Err(refused), Err(named)) => assert!(refused.to_string().contains(named), "{refused}"),
                (read, _) => panic!("{arguments:?} is {read:?}"),
            }
        };
        check(&[], Ok((20, None, 3)));
        check(&["--minutes", "2", "--database", "postgres", "--processes", "1"], Ok((2, Some("postgres"), 1)));
        check(&["--minutes", "0"], Err("--minutes"));
        check(&["--minutes"], Err("--minutes"));
        check(&["--database", "mysql"], Err("mysql"));
        check(&["--hours", "2"], Err("--hours"));
    }
}

//! What tests and benches need of this machine: browsers, PostgreSQL and axe-core. Installs what it may, and says where
//! all is.

use crate::{
    failure::{Failure, Result},
    packages::{self, Apt, Package},
    progress::Step,
    published,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// A variable of the tests and the path to give it.
pub type Setting = (&'static str, PathBuf);

/// A program that tests run.
struct Tool {
    /// What people call it.
    name: &'static str,
    /// Tells the tests where it is, and us where to look first.
    variable: &'static str,
    /// What it is called on the path.
    programs: &'static [&'static str],
    /// Where Debian has it.
    package: Package,
    /// Whether it is, or belongs to, a browser.
    is_browser: bool,
}

const TOOLS: [Tool; 4] = [
    Tool {
        name: "PostgreSQL's initdb",
        variable: "OPINA_TEST_POSTGRES_BIN",
        programs: &["initdb"],
        package: Package("postgresql"),
        is_browser: false,
    },
    Tool {
        name: "Chromium",
        variable: "OPINA_TEST_CHROMIUM",
        programs: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
        package: Package("chromium"),
        is_browser: true,
    },
    Tool {
        name: "chromedriver",
        variable: "OPINA_TEST_CHROMEDRIVER",
        programs: &["chromedriver"],
        package: Package("chromium-driver"),
        is_browser: true,
    },
    Tool {
        name: "Firefox",
        variable: "OPINA_TEST_FIREFOX",
        programs: &["firefox-esr", "firefox"],
        package: Package("firefox-esr"),
        is_browser: true,
    },
];

/// Whose programs are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// All tests'.
    EveryTest,
    /// Those of the tests that drive no browser.
    QuickTests,
    /// Those of the benches that drive Chromium.
    Chromium,
}

/// Finds the programs, after installing those that are missing where that may be done.
///
/// # Errors
/// What to install.
pub fn programs(needs: Needs, step: &mut Step) -> Result<Vec<Setting>> {
    let wanted = || TOOLS.iter().filter(|tool| tool.is_for(needs));
    let missing: Vec<&Tool> = wanted().filter(|tool| tool.find().is_none()).collect();
    if let Some(apt) = Apt::here() {
        let packages = installable(&missing, apt.has_browsers);
        if !packages.is_empty() {
            apt.install(&packages, step)?;
        }
    }
    wanted().map(|tool| tool.find().map(|path| (tool.variable, path)).ok_or_else(|| tool.absent(needs))).collect()
}

fn installable(missing: &[&Tool], has_browsers: bool) -> Vec<Package> {
    missing.iter().filter(|tool| has_browsers || !tool.is_browser).map(|tool| tool.package).collect()
}

impl Tool {
    fn is_for(&self, needs: Needs) -> bool {
        match needs {
            Needs::EveryTest => true,
            Needs::QuickTests => !self.is_browser,
            Needs::Chromium => matches!(self.package.0, "chromium" | "chromium-driver"),
        }
    }

    fn find(&self) -> Option<PathBuf> {
        if let Some(path) = env::var_os(self.variable).map(PathBuf::from) {
            return path.exists().then_some(path);
        }
        let found = self.programs.iter().find_map(|program| packages::find(program));
        match self.programs {
            // Debian keeps the server's programs off the path, one folder for each version.
            ["initdb"] => found.and_then(|link| folder_of(&link.canonicalize().ok()?)).or_else(debian_postgres),
            _ => found,
        }
    }

    fn absent(&self, needs: Needs) -> Failure {
        let Self { name, variable, package, .. } = self;
        let may_be_left_out = self.is_browser && needs == Needs::EveryTest;
        let quick = if may_be_left_out { ", or leave the browsers out with `cargo xtask test --quick`" } else { "" };
        Failure::new(format!(
            "{name} is missing: install it (Debian's package {}), or set {variable} to where it is{quick}",
            package.0
        ))
    }
}

fn folder_of(program: &Path) -> Option<PathBuf> {
    program.parent().map(Path::to_path_buf)
}

/// The newest version that Debian or Ubuntu installed.
fn debian_postgres() -> Option<PathBuf> {
    let versions =
        fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let newest = versions.filter_map(|name| name.parse::<u32>().ok()).max()?;
    let folder = Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin");
    folder.join("initdb").is_file().then_some(folder)
}

/// Fetches axe-core once.
///
/// # Errors
/// What to install, or how to fetch it by hand.
pub fn axe(step: &mut Step) -> Result<Setting> {
    Ok(("OPINA_TEST_AXE", published::AXE.fetch(step)?.join("axe.min.js")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_for_that_is_not_needed() {
        let check = |needs, expected: &[&str]| {
            let names: Vec<&str> = TOOLS.iter().filter(|tool| tool.is_for(needs)).map(|tool| tool.package.0).collect();
            assert_eq!(names, expected, "{needs:?}");
        };
        check(Needs::EveryTest, &["postgresql", "chromium", "chromium-driver", "firefox-esr"]);
        check(Needs::QuickTests, &["postgresql"]);
        check(Needs::Chromium, &["chromium", "chromium-driver"]);
    }

    #[test]
    fn browsers_are_installed_only_where_they_are_packages() {
        let all: Vec<&Tool> = TOOLS.iter().collect();
        let check = |missing: &[&Tool], has_browsers, expected: &[&str]| {
            let names: Vec<&str> = installable(missing, has_browsers).iter().map(|package| package.0).collect();
            assert_eq!(names, expected);
        };
        check(&all, true, &["postgresql", "chromium", "chromium-driver", "firefox-esr"]);
        check(&all, false, &["postgresql"]);
        check(&all[1..2], true, &["chromium"]);
        check(&[], true, &[]);
    }
}

//! What the tests need of this machine: browsers, PostgreSQL and axe-core. Installs what it may, and says where all is.

use crate::{
    failure::{Failure, OrFail, Result},
    packages::{self, Apt, Package},
    progress::Step,
    workspace,
};
use sha2::{Digest, Sha256};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
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

/// The accessibility checker that the browser tests run inside pages. Mozilla's licence: fetched, never kept here.
const AXE: &str = "axe-core@4.14.1";
/// The SHA-256 of its `axe.min.js`.
const AXE_HASH: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// Finds the programs, after installing those that are missing where that may be done.
///
/// # Errors
/// What to install.
pub fn programs(browsers: bool, step: &mut Step) -> Result<Vec<Setting>> {
    let wanted = || TOOLS.iter().filter(|tool| browsers || !tool.is_browser);
    let missing: Vec<&Tool> = wanted().filter(|tool| tool.find().is_none()).collect();
    if let Some(apt) = Apt::here() {
        let packages = installable(&missing, apt.has_browsers);
        if !packages.is_empty() {
            apt.install(&packages, step)?;
        }
    }
    wanted().map(|tool| tool.find().map(|path| (tool.variable, path)).ok_or_else(|| tool.absent())).collect()
}

fn installable(missing: &[&Tool], has_browsers: bool) -> Vec<Package> {
    missing.iter().filter(|tool| has_browsers || !tool.is_browser).map(|tool| tool.package).collect()
}

impl Tool {
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

    fn absent(&self) -> Failure {
        let Self { name, variable, package, .. } = self;
        let quick = if self.is_browser { ", or leave the browsers out with `cargo xtask test --quick`" } else { "" };
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

/// Fetches axe-core once; the version is pinned and its hash checked.
///
/// # Errors
/// What to install, or how to fetch it by hand.
pub fn axe(step: &mut Step) -> Result<Setting> {
    let folder = workspace::target().join("axe");
    let file = folder.join("axe.min.js");
    let is_ours = || fs::read(&file).is_ok_and(|bytes| workspace::hexadecimal(&Sha256::digest(bytes)) == AXE_HASH);
    if is_ours() {
        step.note("up to date");
        return Ok(("OPINA_TEST_AXE", file));
    }
    if packages::find("npm").is_none() {
        let remedy = || Failure::new(format!("npm is missing, which fetches {AXE} for the tests: install npm"));
        Apt::here().ok_or_else(remedy)?.install(&[Package("npm")], step)?;
    }
    fs::create_dir_all(&folder).or_fail(|| format!("could not make {}", folder.display()))?;
    let archive = format!("{}.tgz", AXE.replace('@', "-"));
    let remedy = format!("fetch {AXE} by hand and put its axe.min.js into {}", folder.display());
    step.run(Command::new("npm").args(["pack", "--silent", AXE]).current_dir(&folder), &remedy)?;
    let extract = ["-xzf", &archive, "--strip-components=1", "package/axe.min.js"];
    step.run(Command::new("tar").args(extract).current_dir(&folder), &remedy)?;
    if is_ours() {
        return Ok(("OPINA_TEST_AXE", file));
    }
    Err(Failure::new(format!("{} is not the {AXE} that was checked: delete it and try again", file.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

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

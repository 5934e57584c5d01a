//! Files of npm packages that are used and never kept here: fetched once, their versions pinned, their hashes checked.

use crate::{
    failure::{Failure, OrFail, Result},
    packages::{self, Apt, Package},
    progress::Step,
    workspace,
};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Some files of one version of a package.
pub struct Published {
    /// Its name and version, as npm writes them.
    package: &'static str,
    /// The folder below `target` that holds the files.
    folder: &'static str,
    /// Where they are in the package, and their SHA-256.
    files: &'static [(&'static str, &'static str)],
}

/// The accessibility checker that the browser tests run inside pages: `axe.min.js`. Mozilla's licence.
pub const AXE: Published = Published {
    package: "axe-core@4.14.1",
    folder: "axe",
    files: &[("axe.min.js", "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c")],
};

/// The scripts with which PostHog shows surveys: `array.js`, which fetches `surveys.js`. Apache's licence and MIT's.
pub const POSTHOG: Published = Published {
    package: "posthog-js@1.449.2",
    folder: "posthog",
    files: &[
        ("dist/array.js", "a7ac3611e9c334c70f034cf254c99a099d45add1f0d3be2fe248531d505e6b29"),
        ("dist/surveys.js", "1c6492693a4dc6a654bf1f946c02e6ee0b9b40d8ea1e7aa7c23609e5cbc1575b"),
    ],
};

impl Published {
    /// The package's name and version.
    pub fn package(&self) -> &'static str {
        self.package
    }

    /// The folder with the files, all of them in it.
    ///
    /// # Errors
    /// What to install, or how to fetch them by hand.
    pub fn fetch(&self, step: &mut Step) -> Result<PathBuf> {
        let folder = workspace::target().join(self.folder);
        if self.is_whole(&folder) {
            step.note("up to date");
            return Ok(folder);
        }
        if packages::find("npm").is_none() {
            let remedy = || Failure::new(format!("npm is missing, which fetches {}: install npm", self.package));
            Apt::here().ok_or_else(remedy)?.install(&[Package("npm")], step)?;
        }
        fs::create_dir_all(&folder).or_fail(|| format!("could not make {}", folder.display()))?;
        let archive = format!("{}.tgz", self.package.replace('@', "-"));
        let names: Vec<&str> = self.files.iter().map(|(path, _)| name(path)).collect();
        let remedy =
            format!("fetch {} by hand and put its {} into {}", self.package, names.join(" and "), folder.display());
        step.run(Command::new("npm").args(["pack", "--silent", self.package]).current_dir(&folder), &remedy)?;
        for (path, _) in self.files {
            let extract = ["-xzf", &archive, &strip(path), &format!("package/{path}")];
            step.run(Command::new("tar").args(extract).current_dir(&folder), &remedy)?;
        }
        if self.is_whole(&folder) {
            return Ok(folder);
        }
        Err(Failure::new(format!(
            "{} does not hold the {} that was checked: delete it and try again",
            folder.display(),
            self.package
        )))
    }

    fn is_whole(&self, folder: &Path) -> bool {
        let is_ours = |path: &str, hash: &str| {
            fs::read(folder.join(name(path))).is_ok_and(|bytes| workspace::hexadecimal(&Sha256::digest(bytes)) == hash)
        };
        self.files.iter().all(|(path, hash)| is_ours(path, hash))
    }
}

/// What a file is called without its folders.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Has tar leave out the folders that a file of a package is in.
fn strip(path: &str) -> String {
    format!("--strip-components={}", 1 + path.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_taken_out_of_their_folders() {
        let check = |path, expected| assert_eq!((name(path), strip(path).as_str()), expected, "{path}");
        check("axe.min.js", ("axe.min.js", "--strip-components=1"));
        check("dist/array.js", ("array.js", "--strip-components=2"));
    }
}

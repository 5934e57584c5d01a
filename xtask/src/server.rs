//! Builds the server's programs and knows where cargo puts them.

use crate::{failure::Result, progress::Step, workspace};
use std::{env::consts::EXE_SUFFIX, path::PathBuf};

/// How the server is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to compile.
    Dev,
    /// Quick to run.
    Release,
}

/// The programs that were built.
pub struct Built {
    /// The server.
    pub opina: PathBuf,
    /// The folder with the examples in it.
    pub examples: PathBuf,
}

/// Builds the server and these of its examples.
///
/// # Errors
/// What the compiler said.
pub fn build(profile: Profile, examples: &[&str], step: &mut Step) -> Result<Built> {
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--locked", "--package", "server", "--bin", "opina"]);
    cargo.args(examples.iter().flat_map(|example| ["--example", example]));
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => {
            cargo.arg("--release");
            "release"
        }
    };
    step.run(&mut cargo, "mend what the compiler says above and run it again")?;
    let folder = workspace::target().join(folder);
    Ok(Built { opina: folder.join(format!("opina{EXE_SUFFIX}")), examples: folder.join("examples") })
}

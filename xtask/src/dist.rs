//! The one file that is shipped: the release binary with the widget inside.

use crate::{
    failure::{OrFail, Result},
    progress::Steps,
    server::{Profile, build},
    widget, workspace,
};
use sha2::{Digest, Sha256};
use std::fs;

/// Builds `dist/opina` and prints its size and hash.
///
/// # Errors
/// What stands in the way.
pub fn dist() -> Result<()> {
    let mut steps = Steps::new(widget::STEPS + 1);
    widget::build(&mut steps)?;
    let built = steps.run("building the server", |step| build(Profile::Release, &[], step))?;
    let binary = workspace::root().join("dist").join(built.opina.file_name().unwrap_or_default());
    fs::copy(&built.opina, &binary).or_fail(|| format!("could not write {}", binary.display()))?;
    let bytes = workspace::read_bytes(&binary)?;
    println!("{}  {} bytes  sha256 {}", binary.display(), bytes.len(), workspace::hexadecimal(&Sha256::digest(&bytes)));
    Ok(())
}

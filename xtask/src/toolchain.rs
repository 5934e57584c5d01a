//! Which compiler builds the widget. Uses what is installed and never makes rustup download anything.

use crate::{
    failure::{Failure, OrFail, Result},
    packages::{Apt, Package},
    progress::Step,
    workspace,
};
use std::{
    env, fmt,
    path::{Path, PathBuf},
    process::Command,
};

/// Where Debian's own compiler is.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// Debian's compiler and the sources of its standard library, kept current for its browsers.
const DEBIAN_PACKAGES: [Package; 2] = [Package("rustc-web"), Package("rust-web-src")];

/// What to do where no compiler fits.
const REMEDY: &str = "no compiler here can build WebAssembly: run `rustup component add rust-src` (smallest widget), \
                      or `rustup target add wasm32-unknown-unknown`, or on Debian \
                      `apt-get install --no-install-recommends rustc-web rust-web-src`";

/// A compiler and what came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiler {
    /// The program.
    pub rustc: PathBuf,
    /// Its version.
    pub version: Version,
    /// The platform it runs on.
    pub host: String,
    /// Where its libraries are.
    pub sysroot: PathBuf,
    /// Whether the sources of the standard library are there.
    pub has_sources: bool,
    /// Whether the standard library is there for WebAssembly.
    pub has_wasm: bool,
}

/// A version such as 1.95.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// How the widget's standard library is had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Compiled with the widget, for size.
    Rebuilt(Compiler),
    /// As it was installed: about 12 kB larger.
    Prebuilt(Compiler),
}

impl Choice {
    /// The compiler chosen.
    pub fn compiler(&self) -> &Compiler {
        match self {
            Self::Rebuilt(compiler) | Self::Prebuilt(compiler) => compiler,
        }
    }
}

/// Finds a compiler for the widget, installing Debian's where that is possible and nothing else fits.
///
/// # Errors
/// The three commands to choose from.
pub fn find(step: &mut Step) -> Result<Choice> {
    let oldest = oldest_version(&workspace::read(&workspace::root().join("Cargo.toml"))?)?;
    let own = Compiler::look_at(Path::new(&env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())));
    let debian = || Compiler::look_at(Path::new(DEBIAN_RUSTC));
    if let Some(choice) = choose(own.as_ref(), debian().as_ref(), oldest) {
        return Ok(choice);
    }
    if let Some(apt) = Apt::here() {
        // Ubuntu and older Debians have no such packages; the remedy below then says more than apt does.
        let _ = apt.install(&DEBIAN_PACKAGES, step);
    }
    choose(own.as_ref(), debian().as_ref(), oldest).ok_or_else(|| Failure::new(REMEDY))
}

/// The first that fits: sources of one's own, Debian's, one's own library as installed.
fn choose(own: Option<&Compiler>, debian: Option<&Compiler>, oldest: Version) -> Option<Choice> {
    let new_enough = |compiler: &&Compiler| compiler.version >= oldest;
    let (own, debian) = (own.filter(new_enough), debian.filter(new_enough));
    let with_sources = [own, debian].into_iter().flatten().find(|compiler| compiler.has_sources);
    let rebuilt = with_sources.cloned().map(Choice::Rebuilt);
    rebuilt.or_else(|| own.filter(|compiler| compiler.has_wasm).cloned().map(Choice::Prebuilt))
}

impl Compiler {
    /// What this compiler says of itself; `None` where there is none.
    fn look_at(rustc: &Path) -> Option<Self> {
        let ask = |arguments: &[&str]| {
            let output = Command::new(rustc).args(arguments).current_dir(workspace::root()).output().ok()?;
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        let (version, host) = identity(&ask(&["-vV"])?)?;
        let sysroot = PathBuf::from(ask(&["--print", "sysroot"])?);
        let libraries = sysroot.join("lib/rustlib");
        Some(Self {
            rustc: rustc.to_path_buf(),
            version,
            host,
            has_sources: libraries.join("src/rust/library/std/Cargo.toml").is_file(),
            has_wasm: libraries.join("wasm32-unknown-unknown/lib").is_dir(),
            sysroot,
        })
    }

    /// The linker for WebAssembly to name, if the compiler would not find one itself.
    ///
    /// # Errors
    /// What to install where there is none.
    pub fn linker(&self) -> Result<PathBuf> {
        let in_sysroot = |sysroot: &Path| sysroot.join(format!("lib/rustlib/{}/bin/rust-lld", self.host));
        let rustup = Self::look_at(Path::new("rustc")).map(|own| in_sysroot(&own.sysroot));
        let mut candidates = vec![in_sysroot(&self.sysroot)];
        candidates.extend(rustup);
        candidates
            .extend(["wasm-ld-22", "wasm-ld-19", "wasm-ld"].iter().filter_map(|name| crate::packages::find(name)));
        candidates.into_iter().find(|linker| linker.is_file()).ok_or_else(|| {
            Failure::new("no linker for WebAssembly is installed: run `apt-get install lld-22`, or use rustup's rustc")
        })
    }
}

/// The version and platform in what `rustc -vV` prints.
fn identity(printed: &str) -> Option<(Version, String)> {
    let field = |name: &str| printed.lines().find_map(|line| line.strip_prefix(name));
    Some((version(field("release: ")?)?, field("host: ")?.to_owned()))
}

fn version(text: &str) -> Option<Version> {
    let mut numbers = text.trim().split(['.', '-', '+']).map(str::parse);
    Some(Version(numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// The `rust-version` of the workspace.
fn oldest_version(manifest: &str) -> Result<Version> {
    let written = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    let parsed = written.and_then(|text| version(text.trim().trim_matches('"')));
    parsed.ok_or("write rust-version = \"1.95\" there").or_fail(|| "Cargo.toml names no compiler version".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiler(minor: u32, has_sources: bool, has_wasm: bool) -> Compiler {
        let nowhere = PathBuf::new();
        let (rustc, sysroot) = (nowhere.clone(), nowhere);
        Compiler { rustc, version: Version(1, minor), host: String::new(), sysroot, has_sources, has_wasm }
    }

    #[test]
    fn the_smallest_widget_wins() {
        let check = |own: Option<Compiler>, debian: Option<Compiler>, expected: Option<Choice>| {
            assert_eq!(choose(own.as_ref(), debian.as_ref(), Version(1, 95)), expected);
        };
        let bare = compiler(95, false, false);
        let sources = compiler(95, true, true);
        let wasm = compiler(95, false, true);
        let debian = compiler(96, true, false);
        check(None, None, None);
        check(Some(bare.clone()), None, None);
        check(Some(sources.clone()), Some(debian.clone()), Some(Choice::Rebuilt(sources)));
        check(Some(wasm.clone()), Some(debian.clone()), Some(Choice::Rebuilt(debian.clone())));
        check(Some(wasm.clone()), None, Some(Choice::Prebuilt(wasm.clone())));
        check(Some(wasm.clone()), Some(compiler(85, true, true)), Some(Choice::Prebuilt(wasm)));
        check(Some(compiler(94, true, true)), Some(bare), None);
    }

    #[test]
    fn versions_are_read() {
        let check = |printed: &str, expected: Option<(u32, u32, &str)>| {
            let found = identity(printed).map(|(Version(major, minor), host)| (major, minor, host));
            assert_eq!(found, expected.map(|(major, minor, host)| (major, minor, host.to_owned())), "{printed}");
        };
        let rustup =
            "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.95.0";
        check(rustup, Some((1, 95, "x86_64-unknown-linux-gnu")));
        check("host: aarch64-apple-darwin\nrelease: 1.97.0-nightly", Some((1, 97, "aarch64-apple-darwin")));
        check("host: a\nrelease: new", None);
        check("release: 1.95.0", None);
        check("", None);
    }

    #[test]
    fn the_workspace_says_how_old_a_compiler_may_be() {
        let check = |manifest: &str, expected| assert_eq!(oldest_version(manifest).ok(), expected, "{manifest}");
        check("[workspace.package]\nrust-version = \"1.95\"\n", Some(Version(1, 95)));
        check("rust-version = \"1.100.2\"", Some(Version(1, 100)));
        check("edition = \"2024\"", None);
    }
}

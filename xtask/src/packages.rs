//! What the system's package manager can provide. Installs only on Debian and Ubuntu, and only where it may.

use crate::{failure::Result, progress::Step};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The name of a Debian package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package(pub &'static str);

/// A package manager that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apt {
    /// As the user we are.
    Root,
    /// Through `sudo`, which asks for no password.
    Sudo,
}

impl Apt {
    /// The package manager of this machine, if it may be used without asking anybody.
    pub fn here() -> Option<Self> {
        let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let succeeds = |program: &str, arguments: &[&str], expected: Option<&str>| {
            let output = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output();
            output.is_ok_and(|output| {
                output.status.success() && expected.is_none_or(|text| output.stdout.trim_ascii() == text.as_bytes())
            })
        };
        Self::decide(&system, succeeds("id", &["-u"], Some("0")), || succeeds("sudo", &["-n", "true"], None))
    }

    /// What `/etc/os-release` and our rights allow.
    fn decide(os_release: &str, is_root: bool, may_sudo: impl FnOnce() -> bool) -> Option<Self> {
        let value = |name: &str| {
            let line = os_release.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap_or_default().trim_matches('"').to_owned()
        };
        let family = format!("{} {}", value("ID"), value("ID_LIKE"));
        if !family.split(' ').any(|name| matches!(name, "debian" | "ubuntu")) {
            return None;
        }
        if is_root { Some(Self::Root) } else { may_sudo().then_some(Self::Sudo) }
    }

    /// Installs packages; never removes one for it.
    ///
    /// # Errors
    /// The command to run by hand.
    pub fn install(self, packages: &[Package], step: &mut Step) -> Result<()> {
        let names: Vec<&str> = packages.iter().map(|package| package.0).collect();
        let remedy = format!("run `apt-get update && apt-get install {}` and read what it says", names.join(" "));
        step.run(self.apt_get().arg("update"), &remedy)?;
        step.run(
            self.apt_get().args(["install", "--yes", "--no-install-recommends", "--no-remove"]).args(names),
            &remedy,
        )
    }

    fn apt_get(self) -> Command {
        let mut command = match self {
            Self::Root => Command::new("apt-get"),
            Self::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
                sudo
            }
        };
        // Another run of apt may hold the lock for some minutes.
        command.args(["--quiet", "--quiet", "-o", "DPkg::Lock::Timeout=400", "-o", "Dpkg::Use-Pty=0"]);
        command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
        command
    }
}

/// Where a program is, if it is on the path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debian_and_its_kin_are_touched_and_only_with_rights() {
        let check = |os_release: &str, is_root: bool, may_sudo: bool, expected: Option<Apt>| {
            assert_eq!(Apt::decide(os_release, is_root, || may_sudo), expected, "{os_release} {is_root} {may_sudo}");
        };
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n";
        let mint = "NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
        check(debian, true, false, Some(Apt::Root));
        check(debian, false, true, Some(Apt::Sudo));
        check(debian, false, false, None);
        check(mint, true, false, Some(Apt::Root));
        check("ID=\"fedora\"\n", true, true, None);
        check("ID=notdebian\nHOME_URL=https://debian.example/\n", true, true, None);
        check("", true, true, None);
    }
}

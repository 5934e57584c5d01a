//! What the system's package manager can provide. Installs only on Debian and Ubuntu, and only where it may.

use crate::{failure::Result, progress::Step};
use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

/// The name of a Debian package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package(pub &'static str);

/// Debian's package manager, where it may be used without asking anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apt {
    rights: Rights,
    /// Whether its browsers are real packages. Ubuntu's are snaps, which tests cannot drive.
    pub has_browsers: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rights {
    Root,
    /// `sudo` asks for no password.
    Sudo,
}

impl Apt {
    /// The package manager of this machine, if it may be used.
    pub fn here() -> Option<Self> {
        let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let output = |program: &str, arguments: &[&str]| {
            let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
            output.status.success().then_some(output.stdout)
        };
        let is_root = output("id", &["-u"]).is_some_and(|id| id.trim_ascii() == b"0");
        Self::decide(&system, is_root, || output("sudo", &["-n", "true"]).is_some())
    }

    /// What `/etc/os-release` and our rights allow.
    fn decide(os_release: &str, is_root: bool, may_sudo: impl FnOnce() -> bool) -> Option<Self> {
        let value = |name: &str| {
            let line = os_release.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap_or_default().trim_matches('"')
        };
        let is = |name: &str| value("ID") == name || value("ID_LIKE").split(' ').any(|one| one == name);
        if !is("debian") && !is("ubuntu") {
            return None;
        }
        let rights = if is_root { Some(Rights::Root) } else { may_sudo().then_some(Rights::Sudo) };
        Some(Self { rights: rights?, has_browsers: !is("ubuntu") })
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
        let mut command = match self.rights {
            Rights::Root => Command::new("apt-get"),
            Rights::Sudo => {
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
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debian_and_its_kin_are_touched_and_only_with_rights() {
        let check = |os_release: &str, is_root: bool, may_sudo: bool, expected: Option<(Rights, bool)>| {
            let found = Apt::decide(os_release, is_root, || may_sudo).map(|apt| (apt.rights, apt.has_browsers));
            assert_eq!(found, expected, "{os_release} {is_root} {may_sudo}");
        };
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n";
        let ubuntu = "ID=ubuntu\nID_LIKE=debian\n";
        let mint = "NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
        check(debian, true, false, Some((Rights::Root, true)));
        check(debian, false, true, Some((Rights::Sudo, true)));
        check(debian, false, false, None);
        check(ubuntu, false, true, Some((Rights::Sudo, false)));
        check(mint, true, false, Some((Rights::Root, false)));
        check("ID=\"fedora\"\n", true, true, None);
        check("ID=notdebian\nHOME_URL=https://debian.example/\n", true, true, None);
        check("", true, true, None);
    }
}

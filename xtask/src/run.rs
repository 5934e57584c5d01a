//! Opina with a year of demo answers, and a shop that asks its visitors, both on this machine until Ctrl-C.

use crate::{
    failure::{Failure, OrFail, Result},
    packages,
    progress::Steps,
    server::{self, Built, Profile},
    widget, workspace,
};
use std::{
    env::{self, consts::EXE_SUFFIX},
    ffi::OsString,
    fs,
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// How to run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    profile: Profile,
    port: u16,
    shop_port: u16,
}

impl Options {
    /// Reads `--release`, `--port N` and `--shop-port N`.
    ///
    /// # Errors
    /// What is not understood.
    pub fn read(arguments: &[&str]) -> Result<Self> {
        let mut options = Self { profile: Profile::Dev, port: 8080, shop_port: 8081 };
        let mut arguments = arguments.iter();
        while let Some(name) = arguments.next() {
            match *name {
                "--release" => options.profile = Profile::Release,
                "--port" => options.port = port(arguments.next())?,
                "--shop-port" => options.shop_port = port(arguments.next())?,
                other => return Err(Failure::new(format!("{other} is no option of run: see `cargo xtask help`"))),
            }
        }
        if options.port == options.shop_port {
            return Err(Failure::new("Opina and the shop need different ports: give another --shop-port"));
        }
        Ok(options)
    }
}

fn port(argument: Option<&&str>) -> Result<u16> {
    let text = argument.copied().unwrap_or_default();
    let port = text.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| Failure::new(format!("“{text}” is no port: give a number from 1 to 65535")))
}

/// Builds what is not up to date, fills the database if it is empty, and runs both until one ends.
///
/// # Errors
/// What stands in the way.
pub fn run(options: &Options) -> Result<()> {
    let mut steps = Steps::new(widget::STEPS + 3);
    widget::build(&mut steps)?;
    let built = steps.run("building the server", |step| server::build(options.profile, &["shop"], step))?;
    let database = Database::here()?;
    let sign_in = steps.run("filling the demo", |_| database.fill(&built.opina))?;
    let (base, shop) = (address(options.port), address(options.shop_port));
    let mut children = steps.run("starting", |_| start(&built, options, &database))?;
    eprintln!("\n{}\nThe console   {base}\nThe shop      {shop}\n\nCtrl-C stops both.", sign_in.trim_end());
    let (name, status) = children.first_to_end()?;
    Err(Failure::new(format!("{name} ended with {status}: read what it says above")))
}

fn address(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// Where the demo's answers are.
struct Database {
    url: OsString,
    /// Where the words with which the demo was made are kept, for a database of ours.
    sign_in: Option<PathBuf>,
}

impl Database {
    /// The one that `OPINA_DATABASE_URL` names, else a file below `target`.
    fn here() -> Result<Self> {
        if let Some(url) = env::var_os("OPINA_DATABASE_URL") {
            return Ok(Self { url, sign_in: None });
        }
        let folder = workspace::target().join("demo");
        fs::create_dir_all(&folder).or_fail(|| format!("could not make {}", folder.display()))?;
        let mut url = OsString::from("sqlite:");
        url.push(folder.join("opina.db"));
        Ok(Self { url, sign_in: Some(folder.join("sign-in.txt")) })
    }

    /// Makes the demo if there is no site, and says how to sign in to it.
    fn fill(&self, opina: &Path) -> Result<String> {
        let mut demo = Command::new(opina);
        demo.args(["demo", "--if-empty"]).env("OPINA_DATABASE_URL", &self.url);
        let output = demo.output().or_fail(|| format!("could not start {}", opina.display()))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::new(format!("the demo could not be made: {}", why.trim())));
        }
        // The second time it says nothing, because nothing is made.
        match &self.sign_in {
            Some(file) if said.trim().is_empty() => Ok(fs::read_to_string(file).unwrap_or_default()),
            Some(file) => workspace::write(file, &said).map(|()| said),
            None => Ok(said),
        }
    }
}

fn start(built: &Built, options: &Options, database: &Database) -> Result<Children> {
    let mut children = Children(Vec::new());
    let mut opina = dying_with_us(&built.opina);
    opina.arg("serve").env("OPINA_LISTEN", format!("127.0.0.1:{}", options.port));
    opina.env("OPINA_BASE_URL", address(options.port)).env("OPINA_DATABASE_URL", &database.url);
    children.start("opina", &mut opina, options.port)?;
    let mut shop = dying_with_us(&built.examples.join(format!("shop{EXE_SUFFIX}")));
    shop.args(["--port", &options.shop_port.to_string(), "--opina", &address(options.port), "--site", "demo"]);
    // It would only say where it is, as we do.
    shop.current_dir(workspace::root()).stdout(Stdio::null());
    children.start("the shop", &mut shop, options.shop_port)?;
    Ok(children)
}

/// A program that the system ends when we are ended in whatever way, where the system can do so.
fn dying_with_us(program: &Path) -> Command {
    match packages::find("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "TERM", "--"]).arg(program);
            command
        }
        // Elsewhere Ctrl-C reaches it, as it reaches everything in the terminal.
        None => Command::new(program),
    }
}

/// The programs that run; all are stopped when this goes.
struct Children(Vec<(&'static str, Child)>);

impl Children {
    /// Starts a program and waits until it takes connections.
    fn start(&mut self, name: &'static str, command: &mut Command, port: u16) -> Result<()> {
        if connects(port) {
            let remedy = "stop what uses it, or choose with --port and --shop-port";
            return Err(Failure::new(format!("port {port} is taken: {remedy}")));
        }
        self.0.push((name, command.spawn().or_fail(|| format!("could not start {name}"))?));
        while !connects(port) {
            if let Some((name, status)) = self.ended()? {
                return Err(Failure::new(format!("{name} ended with {status}: read what it says above")));
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn first_to_end(&mut self) -> Result<(&'static str, String)> {
        loop {
            if let Some(ended) = self.ended()? {
                return Ok(ended);
            }
            sleep(Duration::from_millis(200));
        }
    }

    fn ended(&mut self) -> Result<Option<(&'static str, String)>> {
        for (name, child) in &mut self.0 {
            if let Some(status) = child.try_wait().or_fail(|| format!("could not watch {name}"))? {
                return Ok(Some((name, status.to_string())));
            }
        }
        Ok(None)
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        for (_, child) in &mut self.0 {
            // Fails only for one that has ended.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn connects(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let check = |arguments: &[&str], expected: Option<(Profile, u16, u16)>| {
            let expected = expected.map(|(profile, port, shop_port)| Options { profile, port, shop_port });
            assert_eq!(Options::read(arguments).ok(), expected, "{arguments:?}");
        };
        check(&[], Some((Profile::Dev, 8080, 8081)));
        check(&["--release", "--port", "9000"], Some((Profile::Release, 9000, 8081)));
        check(&["--shop-port", "9001"], Some((Profile::Dev, 8080, 9001)));
        check(&["--port"], None);
        check(&["--port", "0"], None);
        check(&["--port", "8081"], None);
        check(&["--ports", "1"], None);
    }
}

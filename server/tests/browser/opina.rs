//! A real `opina serve`, with a database of its own, that can be killed and started again.

use crate::process::{Folder, Process, await_some};
use server::db::{Db, connection::AnyConnection};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
};

/// The admin of every story.
pub const EMAIL: &str = "ana@example.com";
/// Her password.
pub const PASSWORD: &str = "una lámpara encendida";

/// Opina's program, as cargo built it.
const PROGRAM: &str = env!("CARGO_BIN_EXE_opina");

/// An Opina, running or not. What it logged is printed when a test fails.
pub struct Opina {
    address: String,
    database: String,
    db: Db,
    process: Option<Process>,
    log: Arc<Mutex<Vec<String>>>,
    _folder: Folder,
}

impl Opina {
    /// One that does not run yet, with an empty database in a file.
    pub fn new() -> Self {
        let folder = Folder::new();
        Self::on(format!("sqlite:{}", folder.path().join("opina.db").display()), folder)
    }

    /// The same on this database, which may be anywhere.
    pub fn with_database(address: String) -> Self {
        Self::on(address, Folder::new())
    }

    fn on(database: String, folder: Folder) -> Self {
        // The port is free when it is chosen; the system gives it to nobody else for a while.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = port.expect("a port is free").to_string();
        let db = Db::open(&database.parse().expect("the database has an address")).expect("the database opens");
        Self { address, database, db, process: None, log: Arc::default(), _folder: folder }
    }

    /// Starts it, again if need be, at the same address with the same database.
    pub fn start(&mut self) {
        let arguments = ["serve", "--listen", &self.address, "--workers", "1"];
        let mut command = self.told(Process::of(PROGRAM), &arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = Process::start(&mut command);
        let errors = process.child().stderr.take().expect("the log is piped");
        let log = self.log.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        let ready = await_some(|| {
            assert!(process.ended().is_none(), "Opina ended at once:\n{}", self.log());
            ureq::get(self.page("/healthz")).call().ok()
        });
        assert!(ready.is_some(), "Opina does not answer at {}:\n{}", self.address, self.log());
        self.process = Some(process);
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Has it take no breath until it is thawed: what is sent to it waits.
    pub fn freeze(&mut self) {
        self.signal("-STOP");
    }

    /// Has it go on.
    pub fn thaw(&mut self) {
        self.signal("-CONT");
    }

    fn signal(&mut self, signal: &str) {
        let process = self.process.as_mut().expect("Opina runs").child().id().to_string();
        let sent = Command::new("kill").args([signal, &process]).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill {signal} {process} failed");
    }

    /// Runs another of its commands on the same database and gives what it printed.
    pub fn run(&self, arguments: &[&str], input: &str) -> String {
        let mut command = self.told(Command::new(PROGRAM), arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = command.spawn().and_then(|mut child| {
            child.stdin.take().map_or(Ok(()), |mut stdin| writeln!(stdin, "{input}"))?;
            child.wait_with_output()
        });
        let output = output.unwrap_or_else(|error| panic!("opina {}: {error}", arguments.join(" ")));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "opina {}: {errors}", arguments.join(" "));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Lets [`EMAIL`] sign in.
    pub fn add_admin(&self) {
        self.run(&["user", "add", EMAIL], PASSWORD);
    }

    /// A connection to its database, for what no page shows.
    pub fn connection(&self) -> AnyConnection {
        self.db.connect().expect("the database answers")
    }

    /// `http://127.0.0.1:PORT`
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of a page: `/sign-in`.
    pub fn page(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What it logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
    }

    /// A command on this database, deaf to the settings of whoever runs the tests.
    fn told(&self, mut command: Command, arguments: &[&str]) -> Command {
        for (setting, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("OPINA_")) {
            command.env_remove(setting);
        }
        command.args(arguments).env("OPINA_DATABASE_URL", &self.database);
        command
    }
}

impl Drop for Opina {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("Opina logged:\n{}", self.log());
        }
    }
}

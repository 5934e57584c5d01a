//! A running Opina with one site and one survey, in a process of its own. Gone when it is dropped.

use crate::{app, postgres};
use server::db::Db;
use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

/// The kernel counts a process's time in hundredths of a second.
const TICKS: f64 = 100.0;

/// A running Opina.
pub struct Program {
    /// Where it listens.
    pub address: SocketAddr,
    /// The survey that is answered.
    pub survey: i64,
    /// How long it took until it said that it can do its work.
    pub started: Duration,
    database: String,
    acknowledged: AtomicU64,
    process: Child,
}

impl Program {
    /// Starts a build of the program on a new database.
    pub fn start(program: &Path, database: &str, settings: &[&str]) -> Self {
        Self::ask(&mut Command::new(program), database, settings)
    }

    /// The same with a library that takes the place of the system's own.
    pub fn start_with(program: &Path, database: &str, library: Option<&Path>) -> Self {
        let mut command = Command::new(program);
        command.envs(library.map(|library| ("LD_PRELOAD", library)));
        Self::ask(&mut command, database, &[])
    }

    fn ask(command: &mut Command, database: &str, settings: &[&str]) -> Self {
        let db = Db::open(&database.parse().expect("a good address")).expect("the database opens");
        let connection = &mut db.connect().expect("the database answers");
        let site = app::site(connection, "shop");
        let survey = app::publish_nps(connection, site).survey;
        Self::begin(command, database, survey, settings)
    }

    /// Starts a build of the program on a database with a survey that is asked.
    pub fn serve(program: &Path, database: &str, survey: i64, settings: &[&str]) -> Self {
        Self::begin(&mut Command::new(program), database, survey, settings)
    }

    fn begin(command: &mut Command, database: &str, survey: i64, settings: &[&str]) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], postgres::free_port()));
        command.args(["serve", "--log", "error", "--listen", &address.to_string(), "--database-url", database]);
        let begun = Instant::now();
        let process = command.args(settings).spawn().expect("the program starts");
        let (database, acknowledged) = (database.to_owned(), AtomicU64::new(0));
        // Made before it is waited for, so that it ends if it never answers.
        let mut program = Self { address, survey, started: Duration::MAX, database, acknowledged, process };
        while !is_healthy(address) {
            assert!(begun.elapsed() < Duration::from_secs(30), "the program does not answer");
            thread::sleep(Duration::from_millis(1));
        }
        program.started = begun.elapsed();
        program
    }

    /// The bytes of memory that it holds.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        resident.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default()
            * 1_024
    }

    /// The processor time it used so far.
    pub fn cpu_seconds(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        // After the name, which may hold anything: the 12th and 13th fields.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
    }

    /// Notes responses that it said to have stored.
    pub fn acknowledge(&self, responses: u64) {
        self.acknowledged.fetch_add(responses, Ordering::Relaxed);
    }

    /// How many responses it said to have stored.
    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Kills it, as a crash would, and gives its database away.
    pub fn stop(self) -> String {
        self.database.clone()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Ok(Some(status)) = self.process.try_wait() {
            eprintln!("the program ended before it was told to: {status}");
        }
        // Where it did, there is nobody left to kill.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether a program that may not listen yet says that it can do its work.
fn is_healthy(address: SocketAddr) -> bool {
    let Ok(mut connection) = TcpStream::connect(address) else { return false };
    let mut reply = String::new();
    let asked = connection.write_all(b"GET /healthz HTTP/1.1\r\nHost: opina\r\nConnection: close\r\n\r\n");
    asked.and_then(|()| connection.read_to_string(&mut reply)).is_ok() && reply.starts_with("HTTP/1.1 200 ")
}

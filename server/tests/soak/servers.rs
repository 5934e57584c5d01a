//! Opina as it is installed: one process or several on one database, behind one address, to be killed and started again.

use crate::{app::Balancer, postgres};
use std::{
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

/// How long a process may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Running processes.
pub struct Servers {
    /// Where they are reached.
    pub address: SocketAddr,
    database: String,
    log: PathBuf,
    processes: Vec<(SocketAddr, Child)>,
    _balancer: Option<Balancer>,
}

/// What a process takes of the machine.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Resident memory in KiB.
    pub memory: u64,
    /// Open files and connections.
    pub files: usize,
}

impl Servers {
    /// Starts so many on a database. What they log is put into a folder.
    pub fn start(database: &str, n: usize, folder: &Path) -> Self {
        let log = folder.join("opina.log");
        File::create(&log).expect("the folder can be written");
        let start = |_| {
            let address = SocketAddr::from(([127, 0, 0, 1], postgres::free_port()));
            (address, spawn(database, address, &log))
        };
        let processes: Vec<(SocketAddr, Child)> = (0..n).map(start).collect();
        let addresses: Vec<SocketAddr> = processes.iter().map(|(address, _)| *address).collect();
        let listener = (n > 1).then(Balancer::port);
        let address = listener.as_ref().map_or(addresses[0], |one| one.local_addr().expect("it listens"));
        let balancer = listener.map(|listener| Balancer::start(listener, addresses));
        Self { address, database: database.to_owned(), log, processes, _balancer: balancer }
    }

    /// Ends one at once, as a crash would, and starts it again.
    pub fn kill(&mut self, which: usize) {
        let (address, process) = &mut self.processes[which];
        process.kill().expect("it runs");
        process.wait().expect("it ended");
        *process = spawn(&self.database, *address, &self.log);
    }

    /// Tells one to end and starts it again; how long it took to end, and whether it ended well.
    pub fn stop(&mut self, which: usize) -> (Duration, bool) {
        let (address, process) = &mut self.processes[which];
        let begun = Instant::now();
        let told = Command::new("kill").args(["-TERM", &process.id().to_string()]).status();
        assert!(told.is_ok_and(|status| status.success()), "it can be told");
        let status = process.wait().expect("it ended");
        let took = begun.elapsed();
        *process = spawn(&self.database, *address, &self.log);
        (took, status.success())
    }

    /// Whether all of them run.
    pub fn are_up(&mut self) -> bool {
        self.processes.iter_mut().all(|(_, process)| matches!(process.try_wait(), Ok(None)))
    }

    /// What each of them takes.
    pub fn taken(&self) -> Vec<Taken> {
        let of = |(_, process): &(SocketAddr, Child)| {
            let folder = Path::new("/proc").join(process.id().to_string());
            let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
            let memory =
                status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
            Taken {
                memory: memory.unwrap_or_default(),
                files: fs::read_dir(folder.join("fd")).map_or(0, Iterator::count),
            }
        };
        self.processes.iter().map(of).collect()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for (_, process) in &mut self.processes {
            // Where one has ended, there is nobody left to kill.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Starts one and returns when it answers: it listens before it has opened the database.
fn spawn(database: &str, address: SocketAddr, log: &Path) -> Child {
    let log = File::options().append(true).open(log).expect("the log can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_opina"));
    command.args(["serve", "--log", "info", "--listen", &address.to_string(), "--database-url", database]);
    let mut process = command.stderr(log).spawn().expect("the program starts");
    let deadline = Instant::now() + PATIENCE;
    while ureq::get(format!("http://{address}/healthz")).call().is_err() {
        let ended = process.try_wait().expect("it can be asked");
        assert!(ended.is_none() && Instant::now() < deadline, "the program does not answer: {ended:?}");
        thread::sleep(Duration::from_millis(10));
    }
    process
}

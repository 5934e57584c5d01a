//! One run: visitors send while one thing after another breaks; at the end everything is counted.

use crate::{
    app,
    cluster::Cluster,
    disk::SmallDisk,
    fault::{Fault, Stage},
    servers::{Servers, Taken},
    visitors::Visitors,
    witness::{Verdict, Witness},
};
use diesel::{prelude::*, sql_types::Text};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use server::db::{Db, connection::AnyConnection};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// From here on it is a long run, in which memory is judged too.
const LONG: Duration = Duration::from_secs(120);
/// How long it may take until something is acknowledged again.
const PATIENCE: Duration = Duration::from_secs(60);
/// KiB under which a process is still filling what it keeps of its database.
const FILLING: u64 = 96 * 1_024;
/// The most wrong responses that are named.
const NAMED: usize = 5;

/// A database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// One process, one file.
    Sqlite,
    /// Several processes and a standby.
    Postgres,
}

impl Database {
    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// What is to be done.
pub struct Plan {
    /// How long visitors send.
    pub time: Duration,
    /// How many processes share a PostgreSQL.
    pub processes: usize,
    /// How many responses a second are sent at most.
    pub pace: u64,
    /// What decides in which order things break.
    pub seed: u64,
}

/// Runs it on a database; the promises that were broken.
pub fn soak(database: Database, plan: &Plan) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("soak-{}", database.name()));
    // What an earlier run left for whoever wanted to know why it failed.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    eprintln!("{}: {:?} at {} a second, seed {}", database.name(), plan.time, plan.pace, plan.seed);
    let mut broken = Vec::new();
    if database == Database::Sqlite {
        broken.extend(full_disk(&folder.join("small"), plan));
    }
    broken.extend(faults(database, plan, &folder));
    if broken.is_empty() {
        fs::remove_dir_all(&folder).expect("what was proved is removed");
    } else {
        eprintln!("the database and the log are kept in {}", folder.display());
    }
    broken
}

fn faults(database: Database, plan: &Plan, folder: &Path) -> Vec<String> {
    let shortly = plan.time < LONG;
    let (address, clusters) = match database {
        Database::Sqlite => (format!("sqlite:{}/opina.db", folder.display()), Vec::new()),
        Database::Postgres => {
            let primary = Cluster::start("opina-soak");
            let address = primary.fresh();
            let standby = primary.standby("opina-soak-standby");
            let both = format!("127.0.0.1:{},127.0.0.1:{}", primary.port, standby.port);
            let both = address.replace(&format!("127.0.0.1:{}", primary.port), &both);
            (format!("{both}?target_session_attrs=read-write"), vec![primary, standby])
        }
    };
    let survey = ask(&address);
    let processes = if database == Database::Sqlite { 1 } else { plan.processes };
    let mut stage = Stage { servers: Servers::start(&address, processes, folder), address, clusters, shortly };
    let visitors = Visitors::start(stage.servers.address, survey, plan.pace);
    let mut told = Told::default();
    let begun = Instant::now();
    let mut dice = StdRng::seed_from_u64(plan.seed);
    // Processes that live on show whether they grow.
    let calm_from = if shortly { plan.time } else { plan.time * 3 / 5 };
    let mut waiting: Vec<Fault> = Vec::new();
    while begun.elapsed() < plan.time {
        let calm = begun.elapsed() >= calm_from;
        if calm {
            told.grown.push(stage.servers.taken());
        }
        if waiting.is_empty() {
            waiting = Fault::possible(database, calm).to_vec();
            waiting.shuffle(&mut dice);
        }
        let fault = waiting.pop().expect("something can break");
        if calm && !Fault::possible(database, true).contains(&fault) {
            continue;
        }
        let rest = if shortly { 200..1_000 } else { 1_000..3_000 };
        thread::sleep(Duration::from_millis(dice.random_range(rest)));
        told.suffer(&mut stage, fault, dice.random_range(0..processes), &visitors);
    }
    if database == Database::Postgres {
        told.suffer(&mut stage, Fault::Failover, 0, &visitors);
    }
    if !stage.servers.are_up() {
        told.broken.push("a process ended by itself".to_owned());
    }
    let grown = std::mem::take(&mut told.grown);
    told.broken.extend(growth(&grown));
    let witness = visitors.stop();
    let all = judged(&stage.address, &witness);
    told.broken.extend(all.wrong.iter().take(NAMED).cloned());
    told.print(database, &witness, &all, &stage.servers.taken());
    drop(stage.servers);
    told.broken.extend(integrity(&stage.address));
    told.broken
}

/// A disk without room: nothing is acknowledged that is not stored, the process stays up and goes on when there is room.
fn full_disk(folder: &Path, plan: &Plan) -> Vec<String> {
    let Some(disk) = SmallDisk::mount(folder, 48) else {
        eprintln!("a full disk was not tried: mounting a small one is refused here");
        return Vec::new();
    };
    let address = format!("sqlite:{}/opina.db", disk.folder.display());
    let survey = ask(&address);
    let log = folder.parent().expect("a folder");
    let mut stage = Stage { servers: Servers::start(&address, 1, log), address, clusters: Vec::new(), shortly: true };
    let visitors = Visitors::start(stage.servers.address, survey, plan.pace.min(2_000));
    let mut broken = Vec::new();
    let acknowledged = visitors.acknowledged();
    broken.extend(await_more(|| visitors.acknowledged(), acknowledged).err());
    disk.fill();
    let refused = visitors.refused();
    broken
        .extend(await_more(|| visitors.refused(), refused + 20).err().map(|_| "a full disk went unnoticed".to_owned()));
    disk.clear();
    let acknowledged = visitors.acknowledged();
    match await_more(|| visitors.acknowledged(), acknowledged) {
        Ok(took) => eprintln!("  a full disk: acknowledged again {took:.1?} after there was room"),
        Err(lost) => broken.push(lost),
    }
    if !stage.servers.are_up() {
        broken.push("a full disk ended the process".to_owned());
    }
    let witness = visitors.stop();
    broken.extend(judged(&stage.address, &witness).wrong.into_iter().take(NAMED));
    drop(stage.servers);
    broken.extend(integrity(&stage.address));
    broken
}

/// Makes a site with a survey; the survey.
fn ask(address: &str) -> i64 {
    let db = Db::open(&address.parse().expect("a good address")).expect("the database opens");
    let connection = &mut db.connect().expect("the database answers");
    let site = app::site(connection, "shop");
    app::publish_nps(connection, site).survey
}

/// Waits until there is more than there was; how long it took.
fn await_more(count: impl Fn() -> u64, before: u64) -> Result<Duration, String> {
    let begun = Instant::now();
    while count() <= before {
        if begun.elapsed() > PATIENCE {
            return Err(format!("nothing was acknowledged for {PATIENCE:?}"));
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(begun.elapsed())
}

fn judged(address: &str, witness: &Witness) -> Verdict {
    witness.judge(&Db::open(&address.parse().expect("a good address")).expect("the database opens again"))
}

/// Whether counters, blocks and days are what the rows say, and SQLite's file is sound.
fn integrity(address: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let recount =
        Command::new(env!("CARGO_BIN_EXE_opina")).args(["recount", "--check", "--database-url", address]).output();
    let recount = recount.expect("the program starts");
    if !recount.status.success() {
        broken.push(format!("`opina recount --check` says: {}", String::from_utf8_lossy(&recount.stdout)));
    }
    let db = Db::open(&address.parse().expect("a good address")).expect("the database opens again");
    if let AnyConnection::Sqlite(sqlite) = &mut db.connect().expect("the database answers") {
        #[derive(QueryableByName)]
        struct Said {
            #[diesel(sql_type = Text)]
            integrity_check: String,
        }
        let said: Said = diesel::sql_query("PRAGMA integrity_check").get_result(sqlite).expect("it is checked");
        if said.integrity_check != "ok" {
            broken.push(format!("SQLite says of its file: {}", said.integrity_check));
        }
    }
    broken
}

/// Whether processes take more at the end of a calm time than in its middle.
fn growth(grown: &[Vec<Taken>]) -> Option<String> {
    let third = grown.len() / 3;
    if third < 3 {
        return None;
    }
    let median = |of: &[Vec<Taken>], what: fn(&Taken) -> u64| {
        let mut all: Vec<u64> = of.iter().map(|taken| taken.iter().map(what).sum()).collect();
        all.sort_unstable();
        all[all.len() / 2]
    };
    let (middle, end) = (&grown[third..2 * third], &grown[2 * third..]);
    let memory = |of| median(of, |taken| taken.memory);
    let files = |of| median(of, |taken| taken.files as u64);
    // 4 MiB are no trend, and what SQLite keeps of its file, 64 MiB for whoever writes, takes hours to fill at a slow pace.
    let flat = (memory(middle) * 105 / 100 + 4_096).max(FILLING);
    let is_flat = memory(end) <= flat && files(end) <= files(middle) + 4;
    let told = format!(
        "memory went from {} to {} KiB, open files from {} to {}",
        memory(middle),
        memory(end),
        files(middle),
        files(end)
    );
    eprintln!("  {told}");
    (!is_flat).then_some(told)
}

/// What is told at the end.
#[derive(Default)]
struct Told {
    recoveries: BTreeMap<Fault, Vec<Duration>>,
    grown: Vec<Vec<Taken>>,
    broken: Vec<String>,
}

impl Told {
    /// Breaks something and waits until something is acknowledged again. What is told is the longest silence from the moment
    /// it breaks: while a process starts or a standby takes over, visitors wait too.
    fn suffer(&mut self, stage: &mut Stage, fault: Fault, which: usize, visitors: &Visitors) {
        visitors.silence();
        self.broken.extend(stage.suffer(fault, which));
        match await_more(|| visitors.acknowledged(), visitors.acknowledged()) {
            Ok(_) => {
                let silence = visitors.silence();
                eprintln!("  {fault:?}: nothing was acknowledged for {silence:.1?} at most");
                self.recoveries.entry(fault).or_default().push(silence);
            }
            Err(lost) => self.broken.push(format!("after {fault:?} {lost}")),
        }
    }

    fn print(&self, database: Database, witness: &Witness, verdict: &Verdict, taken: &[Taken]) {
        let Witness { acknowledged, refused, unknown, .. } = witness;
        eprintln!(
            "  {}: {acknowledged} acknowledged, {refused} refused, {unknown} unknown of which {} are stored; {} rows, {} wrong",
            database.name(),
            verdict.after_all,
            verdict.stored,
            verdict.wrong.len()
        );
        for (fault, took) in &self.recoveries {
            let worst = took.iter().max().copied().unwrap_or_default();
            eprintln!("  {fault:?}: {} times, nothing acknowledged for {worst:.1?} at worst", took.len());
        }
        for Taken { memory, files } in taken {
            eprintln!("  a process takes {memory} KiB and {files} open files");
        }
    }
}

//! A PostgreSQL cluster of the tests' own: made once, on a free port, gone with the process.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// A new, empty database; its address.
pub fn fresh() -> String {
    static CLUSTER: OnceLock<u16> = OnceLock::new();
    fresh_at(*CLUSTER.get_or_init(start))
}

/// A new, empty database of the cluster at a port; its address.
pub fn fresh_at(port: u16) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let name = format!("opina_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let made = command("createdb", &["-h", "127.0.0.1", "-p", &port.to_string(), "-U", "opina", &name]).status();
    assert!(made.is_ok_and(|status| status.success()), "createdb {name} failed");
    format!("postgres://opina@127.0.0.1:{port}/{name}")
}

fn start() -> u16 {
    let folder = init("opina-postgres");
    let port = free_port();
    // The cluster is told to stop when the thread that started it ends; this one ends with the process.
    thread::spawn(move || {
        let ended = spawn(&folder, port).wait();
        panic!("postgres ended: {ended:?}");
    });
    await_answer(port);
    port
}

/// Makes a cluster; its folder.
pub fn init(name: &str) -> String {
    let folder = data_folder(name);
    // `initdb` wants to make the folder's contents itself and refuses root.
    let folder = folder.to_str().expect("the target folder's name is UTF-8").to_owned();
    let made = command("initdb", &["-D", &folder, "-U", "opina", "-A", "trust", "-E", "UTF8", "--no-sync"])
        .stdout(Stdio::null())
        .status();
    assert!(
        made.is_ok_and(|status| status.success()),
        "initdb failed; is PostgreSQL installed? Try `cargo xtask test`"
    );
    folder
}

/// Starts a cluster; it ends with the thread that started it.
pub fn spawn(folder: &str, port: u16) -> Child {
    let connections = "max_connections=400";
    let settings =
        ["-D", folder, "-p", &port.to_string(), "-h", "127.0.0.1", "-k", "", "-c", connections].map(str::to_owned);
    let log = fs::File::create(format!("{folder}.log")).expect("the target folder can be written");
    let mut postgres = as_postgres("setpriv");
    postgres.args(["--pdeathsig", "QUIT"]).arg(binary("postgres")).args(settings);
    postgres.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("postgres starts")
}

/// Waits until a cluster answers.
pub fn await_answer(port: u16) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).is_err() || !answers(port) {
        assert!(Instant::now() < deadline, "PostgreSQL did not come up");
        thread::sleep(Duration::from_millis(50));
    }
}

fn answers(port: u16) -> bool {
    let ready = command("pg_isready", &["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).status();
    ready.is_ok_and(|status| status.success())
}

/// A folder that the cluster's user may write, named after this process; those of processes that are gone are removed.
pub fn data_folder(prefix: &str) -> PathBuf {
    let parent = std::env::temp_dir();
    for old in fs::read_dir(&parent).into_iter().flatten().flatten() {
        let name = old.file_name().to_string_lossy().into_owned();
        let owner = name.strip_prefix(&format!("{prefix}-")).map(|rest| rest.trim_end_matches(".log"));
        if owner.is_some_and(|owner| !Path::new("/proc").join(owner).exists()) {
            // Another test process may be removing it too.
            let _ = if old.path().is_dir() { fs::remove_dir_all(old.path()) } else { fs::remove_file(old.path()) };
        }
    }
    parent.join(format!("{prefix}-{}", std::process::id()))
}

/// A port nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// One of PostgreSQL's programs.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = as_postgres("env");
    command.arg(binary(program)).args(arguments).current_dir("/");
    command
}

/// Runs a program as an ordinary user: PostgreSQL refuses root.
fn as_postgres(program: &str) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let mut command = Command::new(if root { "setpriv" } else { program });
    if root {
        command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]);
        if program != "setpriv" {
            command.arg(program);
        }
    }
    command
}

fn binary(program: &str) -> PathBuf {
    let told = std::env::var_os("OPINA_TEST_POSTGRES_BIN").map(PathBuf::from);
    let debian = || {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        versions.flatten().map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists()).max()
    };
    match told.or_else(debian) {
        Some(folder) => folder.join(program),
        None => program.into(),
    }
}

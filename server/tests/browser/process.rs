//! What a test leaves behind if it is not careful: processes and folders. Both end with the value that stands for them.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// How often a condition is looked at.
pub const GLANCE: Duration = Duration::from_millis(25);

/// Looks until there is something, or gives up.
pub fn await_some<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match look() {
            Some(found) => return Some(found),
            None if Instant::now() > deadline => return None,
            None => sleep(GLANCE),
        }
    }
}

/// A process that is killed when this goes, or when the thread that started it ends in whatever way.
pub struct Process(Child);

impl Process {
    /// What starts a program so that it does not outlive the tests, even where they are killed.
    pub fn of(program: &str) -> Command {
        if !cfg!(target_os = "linux") {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--", program]);
        command
    }

    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        Self(command.spawn().unwrap_or_else(|error| panic!("{name} did not start: {error}")))
    }

    /// The process itself, for its output.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Option<String> {
        self.0.try_wait().ok().flatten().map(|status| status.to_string())
    }

    /// Waits for it to end by itself; what does not is killed.
    pub fn wait(&mut self) {
        await_some(|| self.ended());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Either fails only if the process is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder of our own, deleted when this goes.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder. The first one takes away what tests left that were killed.
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        static SWEEP: Once = Once::new();
        SWEEP.call_once(sweep);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = in_target("tmp").join(format!("browser-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap_or_else(|error| panic!("cannot create {}: {error}", path.display()));
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// Removes the folders of test processes that are gone.
fn sweep() {
    for old in std::fs::read_dir(in_target("tmp")).into_iter().flatten().flatten() {
        let name = old.file_name().to_string_lossy().into_owned();
        let owner = name.strip_prefix("browser-").and_then(|rest| rest.split('-').next());
        if cfg!(target_os = "linux") && owner.is_some_and(|owner| !Path::new("/proc").join(owner).exists()) {
            // Another test process may be removing it too.
            let _ = std::fs::remove_dir_all(old.path());
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A browser's last helpers may still write for a moment after it ended.
        await_some(|| match std::fs::remove_dir_all(&self.0) {
            Ok(()) => Some(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Some(()),
            Err(_) => None,
        });
    }
}

/// The program to run: what the variable says, else the usual name.
pub fn program(variable: &str, usual: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| usual.to_owned())
}

/// A file or folder below `target`.
pub fn in_target(path: &str) -> PathBuf {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    tmp.parent().unwrap_or(tmp).join(path)
}

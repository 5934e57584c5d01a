//! DuckDB with the same answers, in a process of its own that counts when it is told to.

use crate::answers::{DEVICE, PATH, columns};
use server::{clock::HOUR, db::results::Hours};
use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// One row an answer, as a table of facts is kept in a database of columns.
const PROGRAM: &str = "
import duckdb, sys, time
db = duckdb.connect(config={'threads': 2})
db.execute('SET enable_progress_bar = false')
db.execute(sys.stdin.readline())
print('ready', flush=True)
for line in sys.stdin:
    begun = time.perf_counter()
    rows = db.execute(line).fetchall()
    print((time.perf_counter() - begun) * 1e3, *(n for _, n in rows), flush=True)
";

/// A running DuckDB.
pub struct DuckDb {
    process: Child,
    told: ChildStdin,
    tells: BufReader<ChildStdout>,
}

impl DuckDb {
    /// Starts it and makes so many answers.
    pub fn new(python: &OsStr, answers: u64) -> Self {
        let mut command = Command::new(python);
        command.args(["-c", PROGRAM]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("Python starts");
        let (told, tells) = (process.stdin.take().expect("it listens"), process.stdout.take().expect("it speaks"));
        let mut duckdb = Self { process, told, tells: BufReader::new(tells) };
        let responses = answers / 2;
        // The second answer of each response is an option and no score.
        let made = format!(
            "CREATE TABLE answer AS SELECT came // {HOUR} AS hour, asked AS survey, question, \
             CASE question WHEN 'score' THEN score END AS score, {DEVICE} AS device, {PATH} AS path, plan \
             FROM (SELECT {} FROM range(0, {responses}) AS n (i)), (VALUES ('score'), ('why')) AS q (question) ORDER BY hour",
            columns(responses).replace(" / ", " // "),
        );
        assert_eq!(duckdb.ask(&made), "ready");
        duckdb
    }

    /// How often each point was given on phones on pages of the checkout, and after how many milliseconds it was known.
    pub fn counted(&mut self, hours: &Hours) -> (Vec<u64>, f64) {
        let query = format!(
            "SELECT score, count(*) FROM answer WHERE question = 'score' AND hour >= {} AND hour < {} AND device = 'phone' \
             AND starts_with(path, '/checkout') GROUP BY score ORDER BY score",
            hours.start, hours.end
        );
        let told = self.ask(&query);
        let (milliseconds, counts) = told.split_once(' ').expect("a time and counts");
        let counts = counts.split(' ').map(|n| n.parse().expect("a count")).collect();
        (counts, milliseconds.parse().expect("a time"))
    }

    fn ask(&mut self, query: &str) -> String {
        writeln!(self.told, "{query}").expect("it listens");
        let mut line = String::new();
        self.tells.read_line(&mut line).expect("it speaks");
        line.trim().to_owned()
    }
}

impl Drop for DuckDb {
    fn drop(&mut self) {
        // Whether it ends by itself or is ended, nothing of it is kept.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

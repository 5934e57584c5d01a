//! Moving everything from one database into another of the other kind, while the first is in use: what differs is copied, and
//! then every table is proved to be equal, row by row. Refuses a target that holds anything of its own.

mod catalogue;

mod value;

mod rows;

mod put;

mod pairs;

mod proof;

use super::{
    DbError,
    connection::{self, AnyConnection},
    this_database::{self, Role},
};
pub use catalogue::{Column, Kind, Table, tables};
use diesel::{
    QueryResult, QueryableByName, RunQueryDsl, connection::SimpleConnection, result::Error as QueryError, sql_query,
    sql_types::Bool,
};
use pairs::{Pair, Pairs, Range};
pub use proof::{Proof, Proved};
use rows::{Key, Reader};
use std::{
    thread,
    time::{Duration, Instant},
};
use value::Value;

/// How many rows alike may stand between two that differ before they are copied apart.
const ALIKE: usize = 500;
/// How many surplus rows are deleted at once.
const DELETED: usize = 500;
/// How long somebody else may take to leave the source.
const PATIENCE: Duration = Duration::from_secs(5);
/// Any number that no other program is likely to lock: the letters of "moving".
const POSTGRES_LOCK: i64 = 0x6d6f_7669_6e67;

/// Why nothing is moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// These databases cannot be moved into each other.
    #[error("{0}")]
    Refused(String),
    /// A table could not be read or written.
    #[error("{0}: {1}")]
    Table(String, QueryError),
    /// A database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<QueryError> for MoveError {
    fn from(error: QueryError) -> Self {
        Self::Db(error.into())
    }
}

/// How far a move has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// Rows of a table were compared with what an earlier move copied.
    Compared(&'a str, u64),
    /// Rows of a table were copied.
    Copied(&'a str, u64),
    /// A table was copied, with so many rows.
    CopiedTable(&'a str, u64),
    /// Rows of a table were proved.
    Proved(&'a str, u64),
    /// A table was proved, with so many rows.
    ProvedTable(&'a str, u64),
}

/// Two databases of which one is moved into the other.
pub struct Move {
    source: AnyConnection,
    target: AnyConnection,
    tables: Vec<Table>,
    /// Whether nobody else is connected to the source.
    is_alone: bool,
}

impl Move {
    /// Makes sure that the source can be moved into the target, and reads the source as it is now from here on. Both have
    /// the newest schema.
    ///
    /// # Errors
    /// [`MoveError::Refused`], in words for whoever runs Opina.
    pub fn new(mut source: AnyConnection, mut target: AnyConnection) -> Result<Self, MoveError> {
        let tables = tables(&mut source, &mut target)?;
        for connection in [&mut source, &mut target] {
            lock(connection)?;
        }
        let is_alone = is_alone(&mut source)?;
        connection::begin_snapshot(&mut source)?;
        let id = this_database::id(&mut source)?;
        if let Role::Begun(_) = this_database::role(&mut source)? {
            let reason = "the source is itself a copy that is not complete: finish the move into it first";
            return Err(MoveError::Refused(reason.to_owned()));
        }
        match this_database::role(&mut target)? {
            Role::Begun(from) | Role::Complete(from) if from == id => {}
            _ => {
                for table in &tables {
                    if !rows::is_empty(&mut target, table)? {
                        return Err(MoveError::Refused(format!(
                            "the target holds something of its own already (in the table {}): name an empty database, \
                             or the one that a move from the same source was begun into",
                            table.name
                        )));
                    }
                }
            }
        }
        Ok(Self { source, target, tables, is_alone })
    }

    /// How many rows there are to move.
    ///
    /// # Errors
    /// When a query fails.
    pub fn rows(&mut self) -> Result<u64, MoveError> {
        let mut rows = 0;
        for table in &self.tables {
            rows += rows::count(&mut self.source, table).map_err(|error| of(table, error))?.unsigned_abs();
        }
        Ok(rows)
    }

    /// Makes the target equal to the source: deletes what the source has no more, and copies what is new or has changed.
    /// Whatever ends it half-way, it can be called again.
    ///
    /// # Errors
    /// When a query fails; what was copied stays copied.
    pub fn copy(&mut self, progress: &mut dyn FnMut(Progress<'_>)) -> Result<(), MoveError> {
        let id = this_database::id(&mut self.source)?;
        this_database::begin_move(&mut self.target, &id)?;
        let tables = std::mem::take(&mut self.tables);
        // What refers to other rows is deleted before them, and copied after them.
        let mut differing = Vec::with_capacity(tables.len());
        for table in tables.iter().rev() {
            differing.push((table, self.compare(table, progress).map_err(|error| of(table, error))?));
        }
        for (table, ranges) in differing.into_iter().rev() {
            let mut copied = 0;
            for range in &ranges {
                self.copy_range(table, range, &mut copied, progress).map_err(|error| of(table, error))?;
            }
            catalogue::continue_ids(&mut self.target, table).map_err(|error| of(table, error))?;
            progress(Progress::CopiedTable(&table.name, copied));
        }
        self.tables = tables;
        Ok(())
    }

    /// Deletes what only the target has and finds what only the source has.
    fn compare(&mut self, table: &Table, progress: &mut dyn FnMut(Progress<'_>)) -> QueryResult<Vec<Range>> {
        let mut pairs = Pairs::new(table);
        let (mut differing, mut surplus) = (Differing::default(), Vec::new());
        let mut compared = 0;
        while let Some(pair) = pairs.next(&mut self.source, &mut self.target)? {
            match pair {
                Pair::Same(row) => differing.same(table.key_of(&row)),
                Pair::Missing(_) if pairs.target_is_done() => {
                    differing.rest();
                    break;
                }
                Pair::Changed { source: row, .. } | Pair::Missing(row) => differing.other(table.key_of(&row)),
                Pair::Surplus(row) => surplus.push(table.key_of(&row).to_vec()),
            }
            if surplus.len() >= DELETED {
                self.delete(table, &mut surplus)?;
            }
            compared += 1;
            if compared % 1_000 == 0 {
                progress(Progress::Compared(&table.name, compared));
            }
        }
        self.delete(table, &mut surplus)?;
        Ok(differing.ranges)
    }

    fn delete(&mut self, table: &Table, surplus: &mut Vec<Key>) -> QueryResult<()> {
        connection::write(&mut self.target, |connection| {
            surplus.drain(..).try_for_each(|key| rows::delete(connection, table, &key))
        })
    }

    fn copy_range(
        &mut self,
        table: &Table,
        range: &Range,
        copied: &mut u64,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> QueryResult<()> {
        let mut reader = Reader::new(table, range.after.clone());
        loop {
            let mut page = reader.next_page(&mut self.source)?;
            let mut is_last = page.is_empty();
            if let Some(last) = &range.last {
                let within = page.partition_point(|row| rows::order(table.key_of(row), last).is_le());
                is_last |= within < page.len();
                page.truncate(within);
            }
            if !page.is_empty() {
                connection::write(&mut self.target, |connection| put::put(connection, table, &page))?;
                *copied += page.len() as u64;
                progress(Progress::Copied(&table.name, *copied));
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// Holds every row of the target against the source, and counts and adds up both.
    ///
    /// # Errors
    /// When a query fails.
    pub fn prove(&mut self, progress: &mut dyn FnMut(Progress<'_>)) -> Result<Proof, MoveError> {
        let mut proof = Proof::default();
        for table in &self.tables {
            let proved = proof::prove(&mut self.source, &mut self.target, table, progress);
            proof.tables.push(proved.map_err(|error| of(table, error))?);
        }
        Ok(proof)
    }

    /// Ends a move that was proved, after making the target's index of words anew. It is complete, and `true`, if nobody
    /// else was connected to the source: then nothing can have been written there since.
    ///
    /// # Errors
    /// When a query fails.
    pub fn finish(mut self, now: i64) -> Result<bool, MoveError> {
        connection::end_snapshot(&mut self.source)?;
        super::comments::index_anew(&mut self.target)?;
        let is_complete = self.is_alone && is_alone(&mut self.source)?;
        if is_complete {
            this_database::end_move(&mut self.target, now)?;
        }
        Ok(is_complete)
    }
}

fn of(table: &Table, error: QueryError) -> MoveError {
    MoveError::Table(table.name.clone(), error)
}

/// The ranges of rows that differ, as they are found.
#[derive(Default)]
struct Differing {
    ranges: Vec<Range>,
    /// The last key that was compared.
    before: Option<Key>,
    /// How many rows alike came after the last range.
    alike: usize,
}

impl Differing {
    fn same(&mut self, key: &[Value]) {
        self.alike += 1;
        self.before = Some(key.to_vec());
    }

    fn other(&mut self, key: &[Value]) {
        let key = key.to_vec();
        match self.ranges.last_mut() {
            Some(range) if self.alike < ALIKE => range.last = Some(key.clone()),
            _ => self.ranges.push(Range { after: self.before.take(), last: Some(key.clone()) }),
        }
        self.before = Some(key);
        self.alike = 0;
    }

    /// Everything from here on.
    fn rest(&mut self) {
        self.ranges.push(Range { after: self.before.take(), last: None });
    }
}

/// Lets nobody else move one of the databases. The move may take its time, and reads rows as their keys' index has them: the
/// planner takes a page in the middle of a table for a few rows, and would sort all of it for each.
fn lock(connection: &mut AnyConnection) -> Result<(), MoveError> {
    let AnyConnection::Postgres(postgres) = connection else { return Ok(()) };
    postgres.batch_execute(
        "SET statement_timeout = 0; SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; \
         SET max_parallel_workers_per_gather = 0",
    )?;
    let query = format!("SELECT pg_try_advisory_lock({POSTGRES_LOCK}) AS is_so");
    let Answer { is_so } = sql_query(query).get_result(postgres)?;
    if is_so { Ok(()) } else { Err(MoveError::Refused("another move is going on there".to_owned())) }
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    is_so: bool,
}

/// Whether nobody else is connected to a database. A server that has just ended is waited for.
fn is_alone(connection: &mut AnyConnection) -> QueryResult<bool> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let is_alone = match connection {
            AnyConnection::Postgres(postgres) => {
                let query = "SELECT COUNT(*) = 0 AS is_so FROM pg_stat_activity \
                             WHERE datname = current_database() AND pid <> pg_backend_pid() \
                             AND backend_type = 'client backend'";
                let Answer { is_so } = sql_query(query).get_result(postgres)?;
                is_so
            }
            AnyConnection::Sqlite(sqlite) => {
                // SQLite gives up its log of writes only for the one that is alone.
                let is_alone = sqlite.batch_execute("PRAGMA journal_mode = DELETE").is_ok();
                sqlite.batch_execute("PRAGMA journal_mode = WAL")?;
                is_alone
            }
        };
        if is_alone || Instant::now() > deadline {
            return Ok(is_alone);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

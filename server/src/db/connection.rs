//! One connection, SQLite or PostgreSQL, and how each is set up before its first query.
#![allow(missing_docs)] // diesel derives the enum's backend, query builder and values in public and says nothing of them.

use super::{DbError, limit, url::DatabaseUrl};
use diesel::{
    Connection as _, MultiConnection, PgConnection, QueryResult, RunQueryDsl, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    dsl::sql,
    result::Error as QueryError,
    sql_types::{Bool, Text},
};
use std::{
    thread,
    time::{Duration, Instant},
};

/// The first SQLite without the WAL-reset bug that can corrupt a database with several connections.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// A connection to whichever database runs.
#[derive(MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// Runs one statement that diesel cannot compile for both backends at once, such as an insert of several rows.
#[macro_export]
macro_rules! on_each {
    ($connection:expr, |$each:ident| $statement:expr) => {
        match $connection {
            $crate::db::connection::AnyConnection::Postgres($each) => $statement,
            $crate::db::connection::AnyConnection::Sqlite($each) => $statement,
        }
    };
}

/// Runs queries of which all or none take effect. On SQLite the write lock is taken at once, so that two writers wait
/// for each other instead of failing half-way.
///
/// # Errors
/// The first query's error, after everything was taken back.
pub fn write<T>(
    connection: &mut AnyConnection,
    queries: impl FnOnce(&mut AnyConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    match connection {
        AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?,
        AnyConnection::Postgres(postgres) => AnsiTransactionManager::begin_transaction(postgres)?,
    }
    match queries(connection) {
        Ok(value) => {
            on_each!(connection, |each| AnsiTransactionManager::commit_transaction(each))?;
            Ok(value)
        }
        Err(error) => {
            match on_each!(connection, |each| AnsiTransactionManager::rollback_transaction(each)) {
                // The connection is broken or the transaction over: the cause is the first error.
                Ok(()) | Err(_) => Err(error),
            }
        }
    }
}

/// Begins to read: until [`end_snapshot`] every query sees the database as it is at the first of them, whatever is written
/// meanwhile. Nobody waits for whoever reads.
///
/// # Errors
/// When the connection is in a transaction already, or gone.
pub fn begin_snapshot(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN"),
        AnyConnection::Postgres(postgres) => AnsiTransactionManager::begin_transaction_sql(
            postgres,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}

/// Ends what [`begin_snapshot`] began.
///
/// # Errors
/// When the connection is gone.
pub fn end_snapshot(connection: &mut AnyConnection) -> QueryResult<()> {
    on_each!(connection, |each| AnsiTransactionManager::rollback_transaction(each))
}

/// How long PostgreSQL takes for one query, and waits for what somebody else is changing, before it gives up. Zero is for
/// ever. SQLite has no query that waits for anybody but the writer, for five seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For one query.
    pub statement: Duration,
    /// For a lock, which is part of the query.
    pub lock: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { statement: Duration::from_secs(30), lock: Duration::from_secs(3) }
    }
}

/// Makes connections to one database.
#[derive(Clone, Debug)]
pub struct Connector {
    url: DatabaseUrl,
    timeouts: Timeouts,
}

impl Connector {
    /// For the database at `url`.
    pub fn new(url: DatabaseUrl) -> Self {
        Self { url, timeouts: Timeouts::default() }
    }

    /// The same with other limits.
    pub fn within(self, timeouts: Timeouts) -> Self {
        Self { timeouts, ..self }
    }

    /// A new connection, ready for use.
    ///
    /// # Errors
    /// [`DbError::Unreachable`], in words for whoever runs Opina.
    pub fn connect(&self) -> Result<AnyConnection, DbError> {
        let unreachable = |cause: String| DbError::Unreachable(format!("cannot open {}: {cause}", self.url));
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
                    return Err(unreachable(format!("there is no folder {}", folder.display())));
                }
                let path = path.to_str().ok_or_else(|| unreachable("its name is not UTF-8".to_owned()))?;
                let mut sqlite = SqliteConnection::establish(path).map_err(|error| unreachable(error.to_string()))?;
                set_up_sqlite(&mut sqlite).map_err(|error| unreachable(error.to_string()))?;
                Ok(AnyConnection::Sqlite(sqlite))
            }
            DatabaseUrl::Postgres(address) => {
                let mut postgres = PgConnection::establish(address).map_err(|error| unreachable(error.to_string()))?;
                let Timeouts { statement, lock } = self.timeouts;
                let settings = format!(
                    "SET timezone = 'UTC'; SET client_min_messages = 'warning'; SET statement_timeout = {}; \
                     SET lock_timeout = {}; \
                     SELECT set_config('synchronous_commit', 'on', FALSE) \
                     WHERE current_setting('synchronous_commit') = 'off'",
                    statement.as_millis(),
                    lock.as_millis()
                );
                postgres.batch_execute(&settings).map_err(|error| unreachable(error.to_string()))?;
                Ok(AnyConnection::Postgres(postgres))
            }
        }
    }

    /// The same for reading much once: SQLite keeps 4 MiB of what it has read instead of 64.
    ///
    /// # Errors
    /// As [`Connector::connect`].
    pub fn connect_lean(&self) -> Result<AnyConnection, DbError> {
        let mut connection = self.connect()?;
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            sqlite.batch_execute("PRAGMA cache_size = -4096")?;
        }
        Ok(connection)
    }
}

/// Whether PostgreSQL is told not to wait for its disk, which no connection can change: then a power cut may take what was
/// acknowledged.
///
/// # Errors
/// When the query fails.
pub fn may_lose_commits(connection: &mut AnyConnection) -> QueryResult<bool> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(false),
        AnyConnection::Postgres(postgres) => {
            let is_off = "current_setting('fsync') = 'off' OR current_setting('full_page_writes') = 'off'";
            diesel::select(sql::<Bool>(is_off)).get_result(postgres)
        }
    }
}

fn set_up_sqlite(sqlite: &mut SqliteConnection) -> Result<(), QueryError> {
    sqlite.batch_execute("PRAGMA busy_timeout = 5000")?;
    let version: String = diesel::select(sql::<Text>("sqlite_version()")).get_result(sqlite)?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < OLDEST_SQLITE.as_slice() {
        let message = format!("SQLite {version} can corrupt a database in WAL mode; 3.51.3 is the first that does not");
        return Err(QueryError::QueryBuilderError(message.into()));
    }
    limit::set_up_sqlite(sqlite)?;
    // FULL: what was acknowledged survives a power cut. Group commit makes it affordable.
    patiently(
        sqlite,
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; \
         PRAGMA wal_autocheckpoint = 1000; PRAGMA secure_delete = ON",
    )
}

/// Runs settings again while the database is locked, for the time a query would wait: while another process makes a new
/// file or recovers one, settings do not wait as `busy_timeout` makes queries do.
fn patiently(sqlite: &mut SqliteConnection, settings: &str) -> Result<(), QueryError> {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        match sqlite.batch_execute(settings) {
            Err(QueryError::DatabaseError(_, cause))
                if cause.message().contains("locked") && Instant::now() < deadline =>
            {
                thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}

impl diesel::r2d2::ManageConnection for Connector {
    type Connection = AnyConnection;
    type Error = DbError;

    fn connect(&self) -> Result<AnyConnection, DbError> {
        self.connect()
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        Ok(connection.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, _: &mut AnyConnection) -> bool {
        std::thread::panicking()
    }
}

//! How long a page may count: so long and no longer, only while somebody waits for it, on either database, and as if nothing
//! were written meanwhile.

use super::connection::AnyConnection;
use diesel::{
    SqliteConnection,
    connection::SimpleConnection,
    prelude::*,
    result::{DatabaseErrorKind, Error as QueryError},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Bool,
    sqlite::Sqlite,
};
use std::{
    cell::{Cell, RefCell},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// A page that takes longer helps nobody, and holds a connection that others need.
pub const LONGEST: Duration = Duration::from_secs(10);

/// It took longer than [`LONGEST`], or nobody waits for it any more.
#[derive(Debug, thiserror::Error)]
#[error("it took too long to count")]
pub struct TooSlow;

thread_local! {
    /// Until when this thread may count. Queries of one page run on one thread, one after the other.
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Whether nobody waits any more for what this thread counts.
    static LEFT: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Somebody who waits for a page. When they leave, and this is dropped, what is counted for them is given up.
#[derive(Default)]
pub(super) struct Waiting(Arc<AtomicBool>);

impl Waiting {
    /// Makes queries that are given up when this somebody leaves.
    pub(super) fn queries<T, F: FnOnce() -> T>(&self, queries: F) -> impl FnOnce() -> T + use<T, F> {
        let left = self.0.clone();
        move || {
            let before = LEFT.replace(Some(left));
            let done = queries();
            LEFT.set(before);
            done
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs queries that read much, in one snapshot of the database and for at most [`LONGEST`].
///
/// # Errors
/// The first query's; [`TooSlow`] where one was given up.
pub fn limited<T>(
    connection: &mut AnyConnection,
    queries: impl FnOnce(&mut AnyConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    limited_to(connection, LONGEST, queries)
}

/// The same for another time.
///
/// # Errors
/// As [`limited`].
pub fn limited_to<T>(
    connection: &mut AnyConnection,
    longest: Duration,
    queries: impl FnOnce(&mut AnyConnection) -> QueryResult<T>,
) -> QueryResult<T> {
    let deadline = Instant::now() + longest;
    let before = DEADLINE.replace(Some(deadline));
    let done = connection.transaction(|connection| {
        // On SQLite a transaction sees one state of the database from its first query on.
        if let AnyConnection::Postgres(postgres) = connection {
            postgres.batch_execute(&format!(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = {}",
                longest.as_millis()
            ))?;
        }
        queries(connection)
    });
    DEADLINE.set(before);
    match done {
        // What a database says of a query that it gave up depends on its language; the time that has passed does not.
        Err(QueryError::DatabaseError(DatabaseErrorKind::Unknown, _)) if Instant::now() >= deadline => too_slow(),
        done => done,
    }
}

fn has_time() -> bool {
    let is_left = LEFT.with_borrow(|left| left.as_ref().is_some_and(|left| left.load(Ordering::Relaxed)));
    !is_left && DEADLINE.get().is_none_or(|deadline| Instant::now() < deadline)
}

/// Goes on only while there is time left.
///
/// # Errors
/// [`TooSlow`] when there is none.
pub fn in_time() -> QueryResult<()> {
    if has_time() { Ok(()) } else { too_slow() }
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// True, and an error when there is no time left.
    #[sql_name = "in_time"]
    fn is_in_time() -> Bool;
}

/// What SQLite, which has no limit of its own, asks before each row.
#[derive(Debug)]
struct InTime;

impl ToSql<Bool, Sqlite> for InTime {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        in_time()?;
        out.set_value(1_i32);
        Ok(IsNull::No)
    }
}

/// Lets queries on this connection ask whether they are [`in_time`], by the function of that name.
///
/// # Errors
/// When SQLite takes no functions.
pub(super) fn set_up_sqlite(sqlite: &mut SqliteConnection) -> QueryResult<()> {
    is_in_time_utils::register_nondeterministic_impl(sqlite, || InTime)
}

fn too_slow<T>() -> QueryResult<T> {
    Err(QueryError::QueryBuilderError(Box::new(TooSlow)))
}

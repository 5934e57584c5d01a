//! The database: connections, migrations and every query. The only place that knows which of the two backends runs.

pub mod schema;

pub mod url;

pub mod connection;

pub mod reader;

pub mod migrate;

pub mod sites;

pub mod admins;

pub mod members;

pub mod organisation;

pub mod invitations;

pub mod two_factor;

pub mod tries;

pub mod api_keys;

pub mod audit;

pub mod journey;

pub mod map_edit;

pub mod touchpoints;

pub mod erasure;

pub mod surveys;

pub mod survey_versions;

pub mod answers;

pub mod intake;

pub mod results;

pub mod counted;

pub mod days;

pub mod comments;

pub mod comment_loop;

pub mod respondents;

pub mod limit;

pub mod blocks;

pub mod matching;

pub mod figures;

pub mod listing;

pub mod publications;

pub mod offered;

pub mod segments;

pub mod shares;

pub mod reach;

pub mod trace_links;

pub mod notices;

pub mod backup;

pub mod this_database;

pub mod moving;

use connection::{AnyConnection, Connector};
use diesel::result::Error as QueryError;
use limit::Waiting;
use std::{sync::Arc, time::Duration};

/// How many connections serve readers and the console. The writer of answers has one of its own.
const POOL_SIZE: u32 = 8;

/// A pool of connections to one database.
#[derive(Clone)]
pub struct Db {
    pool: diesel::r2d2::Pool<Connector>,
    connector: Arc<Connector>,
}

impl Db {
    /// Connects and brings the schema up to date.
    ///
    /// # Errors
    /// When the database cannot be reached, is damaged or newer than this program.
    pub fn open(url: &url::DatabaseUrl) -> Result<Self, DbError> {
        Self::of(Connector::new(url.clone()))
    }

    /// The same with connections that are made this way.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn of(connector: Connector) -> Result<Self, DbError> {
        migrate::up(&mut connector.connect()?)?;
        Self::without_migrating(connector)
    }

    fn without_migrating(connector: Connector) -> Result<Self, DbError> {
        let pool = diesel::r2d2::Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(5))
            .build(connector.clone())
            .map_err(|error| DbError::Busy(error.to_string()))?;
        Ok(Self { pool, connector: Arc::new(connector) })
    }

    /// A connection of one's own, outside the pool.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn connect(&self) -> Result<AnyConnection, DbError> {
        self.connector.connect()
    }

    /// What makes its connections.
    pub fn connector(&self) -> &Connector {
        &self.connector
    }

    /// Runs queries on a thread where waiting is allowed. Whoever drops the future before it is done gives up what is counted
    /// for it; what is written is written.
    ///
    /// # Errors
    /// When no connection is free in time, or a query fails.
    pub async fn run<T: Send + 'static>(
        &self,
        queries: impl FnOnce(&mut AnyConnection) -> Result<T, QueryError> + Send + 'static,
    ) -> Result<T, DbError> {
        let pool = self.pool.clone();
        let waiting = Waiting::default();
        let work = waiting.queries(move || {
            let mut connection = pool.get().map_err(|error| DbError::Busy(error.to_string()))?;
            queries(&mut connection).map_err(DbError::Query)
        });
        let done = tokio::task::spawn_blocking(work).await.unwrap_or(Err(DbError::Interrupted));
        drop(waiting);
        done
    }

    /// Runs queries of which all or none take effect.
    ///
    /// # Errors
    /// As [`Db::run`].
    pub async fn transaction<T: Send + 'static>(
        &self,
        queries: impl FnOnce(&mut AnyConnection) -> Result<T, QueryError> + Send + 'static,
    ) -> Result<T, DbError> {
        self.run(move |connection| connection::write(connection, queries)).await
    }
}

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// It cannot be reached, or is not what its address says.
    #[error("{0}")]
    Unreachable(String),
    /// No connection became free in time.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The schema could not be brought up to date.
    #[error("the database's schema could not be brought up to date: {0}")]
    Migration(String),
    /// A query failed.
    #[error("a query failed: {0}")]
    Query(#[from] QueryError),
    /// The program is stopping.
    #[error("the query was interrupted")]
    Interrupted,
}

impl DbError {
    /// Whether a page was given up because counting took longer than it may.
    pub fn is_too_slow(&self) -> bool {
        matches!(self, Self::Query(QueryError::QueryBuilderError(cause)) if cause.is::<limit::TooSlow>())
    }
}

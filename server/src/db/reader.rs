//! A connection for one long reading, outside the pool: whoever reads a million rows keeps no page waiting, and little of
//! what was read stays in memory.

use super::{
    Db, DbError,
    connection::{AnyConnection, Connector},
};
use diesel::QueryResult;
use std::sync::Arc;

/// Reads what is asked for, one query after another.
pub struct Reader {
    connector: Arc<Connector>,
    connection: Option<AnyConnection>,
}

impl Reader {
    /// One that connects when it is first asked.
    pub fn new(db: &Db) -> Self {
        Self { connector: db.connector.clone(), connection: None }
    }

    /// Runs queries on a thread where waiting is allowed.
    ///
    /// # Errors
    /// When the database cannot be reached, or a query fails.
    pub async fn run<T: Send + 'static>(
        self,
        queries: impl FnOnce(&mut AnyConnection) -> QueryResult<T> + Send + 'static,
    ) -> Result<(Self, T), DbError> {
        let Self { connector, connection } = self;
        let work = move || {
            let mut connection = match connection {
                Some(connection) => connection,
                None => connector.connect_lean()?,
            };
            let found = queries(&mut connection)?;
            Ok((Self { connector, connection: Some(connection) }, found))
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(DbError::Interrupted))
    }
}

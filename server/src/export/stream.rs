//! The bytes of a file while it is written: the next responses are read when whoever downloads it has taken the last ones,
//! so that memory does not grow with the file, and not at all once they have left.

use super::{File, progress::Running};
use crate::{
    db::{
        Db, DbError,
        connection::AnyConnection,
        listing::{self, Extent},
        results::{Hours, Within},
    },
    filter::Filter,
};
use actix_web::web::Bytes;
use diesel::{QueryResult, result::Error as QueryError};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use std::sync::Arc;
use uuid::Uuid;

/// How many responses are read at once.
const STRETCH: usize = 1_000;

/// Which responses are taken out.
#[derive(Clone, Debug)]
pub struct Source {
    /// The site.
    pub site_id: i64,
    /// Some or all of its touchpoints.
    pub touchpoints: Vec<i64>,
    /// The hours in which they began.
    pub hours: Hours,
    /// What must hold of them.
    pub filter: Filter,
}

impl Source {
    fn within(&self) -> Within<'_> {
        Within { site_id: self.site_id, touchpoints: &self.touchpoints, hours: &self.hours }
    }

    /// How many they are, and what they answered.
    ///
    /// # Errors
    /// When a query fails or takes too long, or a row is damaged.
    pub fn extent(&self, connection: &mut AnyConnection) -> QueryResult<Extent> {
        listing::extent(connection, self.within(), &self.filter)
    }

    /// The next responses as they stand in the file, how many they are, and behind which one it goes on.
    fn read(&self, connection: &mut AnyConnection, file: &File, after: Option<Uuid>) -> QueryResult<Part> {
        let stretch = listing::stretch(connection, self.within(), &self.filter, after, STRETCH)?;
        let bytes = file.write(&stretch.rows).map_err(|error| QueryError::SerializationError(error.into()))?;
        Ok(Part { bytes: bytes.into(), responses: stretch.rows.len(), next: stretch.next()? })
    }
}

/// A part of a file.
struct Part {
    bytes: Bytes,
    responses: usize,
    next: Option<Uuid>,
}

/// A file that is not at its end.
struct Open {
    db: Db,
    what: Arc<(Source, File)>,
    after: Option<Uuid>,
    running: Running,
}

impl Open {
    async fn next(self) -> Result<(Bytes, Option<Self>), DbError> {
        let (what, after) = (self.what.clone(), self.after);
        let Part { bytes, responses, next } =
            self.db.run(move |connection| what.0.read(connection, &what.1, after)).await?;
        self.running.add(responses);
        if next.is_none() {
            self.running.finish();
            return Ok((bytes, None));
        }
        Ok((bytes, Some(Self { after: next, ..self })))
    }
}

/// The file, from its head to its end. Where the database fails the stream breaks off with an error, so that nobody takes a
/// part for the whole.
pub fn bytes(db: Db, source: Source, file: File, running: Running) -> impl Stream<Item = Result<Bytes, DbError>> {
    let head = stream::iter([Ok(Bytes::from(file.head()))]);
    let open = Open { db, what: Arc::new((source, file)), after: None, running };
    let parts = stream::try_unfold(Some(open), |open| async move {
        let Some(open) = open else { return Ok(None) };
        open.next().await.map(Some)
    });
    head.chain(parts).inspect_err(|error| tracing::error!(%error, "an export broke off"))
}

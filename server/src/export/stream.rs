//! The bytes of a file while it is written: the next rows are read when whoever downloads it has taken the last ones, so
//! that memory does not grow with the file, and not at all once they have left.

use super::progress::Running;
use crate::db::{Db, DbError, connection::AnyConnection, reader::Reader};
use actix_web::web::Bytes;
use diesel::QueryResult;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use std::sync::Arc;

/// How many rows are read at once.
pub const STRETCH: usize = 1_000;

/// What a file is made of.
pub trait Source: Send + Sync + 'static {
    /// Where some of its rows begin.
    type Cursor: Send + 'static;

    /// What stands before the first row.
    fn head(&self) -> Vec<u8>;

    /// The first rows, or those behind `after`: about [`STRETCH`] of them.
    ///
    /// # Errors
    /// When a query fails or takes too long, or a row is damaged.
    fn read(&self, connection: &mut AnyConnection, after: Option<Self::Cursor>) -> QueryResult<Part<Self::Cursor>>;
}

/// Some rows of a file.
#[derive(Debug)]
pub struct Part<C> {
    /// As they stand in it.
    pub bytes: Vec<u8>,
    /// How many they are.
    pub rows: usize,
    /// Behind which one it goes on; nothing at the end.
    pub next: Option<C>,
}

/// A file that is not at its end.
struct Open<S: Source> {
    reader: Reader,
    source: Arc<S>,
    after: Option<S::Cursor>,
    running: Running,
}

impl<S: Source> Open<S> {
    async fn next(self) -> Result<(Bytes, Option<Self>), DbError> {
        let Self { reader, source, after, running } = self;
        let read = source.clone();
        let (reader, part) = reader.run(move |connection| read.read(connection, after)).await?;
        let Part { bytes, rows, next } = part;
        running.add(rows);
        if next.is_none() {
            running.finish();
            return Ok((bytes.into(), None));
        }
        Ok((bytes.into(), Some(Self { reader, source, after: next, running })))
    }
}

/// The file, from its head to its end. Where the database fails the stream breaks off with an error, so that nobody takes a
/// part for the whole.
pub fn bytes<S: Source>(db: &Db, source: S, running: Running) -> impl Stream<Item = Result<Bytes, DbError>> + use<S> {
    let head = stream::iter([Ok(Bytes::from(source.head()))]);
    let open = Open { reader: Reader::new(db), source: Arc::new(source), after: None, running };
    let parts = stream::try_unfold(Some(open), |open| async move {
        let Some(open) = open else { return Ok(None) };
        open.next().await.map(Some)
    });
    head.chain(parts).inspect_err(|error| tracing::error!(%error, "an export broke off"))
}

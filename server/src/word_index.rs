//! Keeps the words of comments ready to be searched, a little after they were stored, and at once for whoever searches.

use crate::db::{Db, DbError, comments};
use std::time::{Duration, Instant};

/// How many comments are read at once: few enough that whoever stores answers hardly waits.
const BATCH: i64 = 200;
/// How long after they were stored comments are read at the latest.
const REST: Duration = Duration::from_secs(5);
/// The shortest time between two batches, so that whoever stores answers gets the database in between.
const PAUSE: Duration = Duration::from_millis(10);
/// How many times as long as a batch took is waited before the next: answers are stored at once, words may come later.
const PATIENCE: u32 = 9;

/// Reads new comments for as long as the server runs.
pub async fn keep(db: Db) {
    loop {
        let begun = Instant::now();
        match db.run(|connection| comments::index(connection, BATCH)).await {
            Ok(0) => tokio::time::sleep(REST).await,
            Ok(_) => tokio::time::sleep(PAUSE.max(begun.elapsed() * PATIENCE)).await,
            Err(error) => {
                tracing::error!(%error, "new comments could not be made ready for searching; they are tried again");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Reads all that are there now.
///
/// # Errors
/// When the database fails.
pub async fn catch_up(db: &Db) -> Result<(), DbError> {
    while db.run(|connection| comments::index(connection, BATCH)).await? > 0 {}
    Ok(())
}

//! Erases once a day what sites keep no longer. Refuses to hurry: answers that arrive meanwhile come first.

use crate::{
    clock,
    db::{
        Db, DbError,
        erasure::{self, Progress},
    },
};
use std::time::Duration;

/// The fewest days a site may keep responses. Browsers keep what they could not send for seven days: what they send then
/// must still find the response it belongs to.
pub const FEWEST_DAYS: i32 = 30;
/// The most.
pub const MOST_DAYS: i32 = 3_650;

const DAY: i64 = 24 * clock::HOUR;
/// Between two batches, so that whoever stores answers gets the database in between.
const PAUSE: Duration = Duration::from_millis(20);

/// Erases at once and then once a day, for as long as the server runs.
pub async fn every_day(db: Db) {
    loop {
        match sweep(&db, clock::now()).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "responses were erased that their site keeps no longer"),
            Err(error) => tracing::error!(%error, "old responses could not be erased; they are tried again tomorrow"),
        }
        tokio::time::sleep(Duration::from_millis(DAY.unsigned_abs())).await;
    }
}

/// Erases what no site keeps any more at this time, UTC milliseconds. Says how many responses.
///
/// # Errors
/// When the database fails; what was erased before stays erased.
pub async fn sweep(db: &Db, now: i64) -> Result<usize, DbError> {
    let mut erased = 0;
    for (site, days) in db.run(erasure::retentions).await? {
        erased += erase(db, site, now - i64::from(days.max(FEWEST_DAYS)) * DAY).await?;
    }
    Ok(erased)
}

/// Erases the responses of a site that were received before this time, UTC milliseconds. Says how many.
///
/// # Errors
/// When the database fails; what was erased before stays erased.
pub async fn erase(db: &Db, site: i64, before: i64) -> Result<usize, DbError> {
    let mut progress = Progress::default();
    while !progress.is_done {
        let (last, erased) = (progress.clone(), progress.erased);
        progress = db.transaction(move |connection| erasure::older(connection, site, before, last)).await?;
        if progress.erased > erased {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(progress.erased)
}

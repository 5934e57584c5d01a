//! Proves every night that each figure equals the answers it was counted from, and mends the ones that do not. Refuses to
//! hurry: answers that arrive meanwhile come first.

use crate::{
    clock,
    db::{
        Db, DbError,
        blocks::{Proof, Proved},
        days,
        intake::recount::{self, Compared, Found, Hindrance, Recount, Step},
        sites,
    },
};
use std::time::Duration;

const DAY: i64 = 24 * clock::HOUR;
/// When in the day, UTC: few visitors are awake where most servers stand.
const NIGHT: i64 = 3 * clock::HOUR;
/// Between two batches, so that whoever stores answers gets the processor in between.
const PAUSE: Duration = Duration::from_millis(5);
/// A site that was counted this recently was counted tonight, by another process.
const TONIGHT: i64 = 6 * clock::HOUR;

/// Counts every site again each night, for as long as the server runs.
pub async fn every_night(db: Db) {
    loop {
        tokio::time::sleep(until_night(clock::now())).await;
        if let Err(error) = tonight(&db, clock::now()).await {
            tracing::error!(%error, "the figures could not be held against their answers; they are tomorrow");
        }
    }
}

/// Counts the sites that were not counted tonight.
///
/// # Errors
/// When the list of sites cannot be read. What goes wrong with one site is logged, and the others go on.
pub async fn tonight(db: &Db, now: i64) -> Result<(), DbError> {
    for site in db.run(sites::all).await? {
        let id = site.id;
        match db.run(move |connection| recount::last(connection, id)).await {
            Ok(Some(last)) if last.checked_at > now - TONIGHT => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, site = site.key, "the note of the last count cannot be read"),
        }
        match count(db, id, now).await {
            Ok(Ok(found)) => log(&site.key, &found),
            Ok(Err(hindrance)) => {
                tracing::info!(site = site.key, "not counted again: {hindrance}");
                continue;
            }
            Err(error) => tracing::error!(%error, site = site.key, "the answers could not be counted again"),
        }
        match blocks(db, id, now).await {
            Ok(Proved { differing: 0, blocks }) => tracing::info!(site = site.key, blocks, "blocks hold what rows say"),
            Ok(Proved { differing, blocks }) => {
                tracing::warn!(site = site.key, blocks, differing, "blocks held something else and are made again");
            }
            Err(error) => tracing::error!(%error, site = site.key, "blocks could not be held against their rows"),
        }
        match days(db, id).await {
            Ok(days::Proved { differing: 0, days }) => {
                tracing::info!(site = site.key, days, "packed days hold what rows say");
            }
            Ok(days::Proved { differing, days }) => {
                tracing::warn!(site = site.key, days, differing, "packed days held something else and are made again");
            }
            Err(error) => tracing::error!(%error, site = site.key, "packed days could not be held against their rows"),
        }
    }
    Ok(())
}

fn log(site: &str, found: &Found) {
    let Found { responses, differences, .. } = found;
    match differences.first() {
        None => tracing::info!(site, responses, "every figure equals its answers"),
        Some(first) => {
            tracing::warn!(site, responses, differing = differences.len(), ?first, "figures differed and are mended");
        }
    }
}

/// Counts one site and mends what differs.
async fn count(db: &Db, site: i64, now: i64) -> Result<Result<Found, Hindrance>, DbError> {
    let connecting = db.clone();
    let begun = waiting(move || Ok(Recount::begin(connecting.connect()?, site)?)).await?;
    let mut going = match begun {
        Ok(going) => going,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    loop {
        let step;
        (going, step) = waiting(move || {
            let step = going.step()?;
            Ok((going, step))
        })
        .await?;
        match step {
            Step::More => tokio::time::sleep(PAUSE).await,
            Step::Done => break,
        }
    }
    let mended = waiting(move || {
        let compared: Compared = going.compare()?;
        Ok(compared.mend(now)?)
    });
    Ok(mended.await?.ok_or(Hindrance::Busy))
}

/// Holds the blocks of one site against their rows and makes those again that differ.
async fn blocks(db: &Db, site: i64, now: i64) -> Result<Proved, DbError> {
    let connecting = db.clone();
    let mut going = waiting(move || Ok(Proof::begin(connecting.connect()?, site)?)).await?;
    loop {
        let step;
        (going, step) = waiting(move || {
            let step = going.step()?;
            Ok((going, step))
        })
        .await?;
        match step {
            Step::More => tokio::time::sleep(PAUSE).await,
            Step::Done => break,
        }
    }
    waiting(move || Ok(going.mend(now)?)).await
}

/// Holds the packed days of one site against their rows; those that differ are made again.
async fn days(db: &Db, site: i64) -> Result<days::Proved, DbError> {
    let connecting = db.clone();
    waiting(move || Ok(days::prove(&mut connecting.connect()?, site, false)?)).await
}

/// Does something on a thread where waiting is allowed.
async fn waiting<T: Send + 'static>(work: impl FnOnce() -> Result<T, DbError> + Send + 'static) -> Result<T, DbError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(DbError::Interrupted))
}

/// How long it is until the next night, from a time in UTC milliseconds.
fn until_night(now: i64) -> Duration {
    let left = (NIGHT - now).rem_euclid(DAY);
    Duration::from_millis(if left == 0 { DAY } else { left }.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_night_is_never_now() {
        let check = |now: i64, hours: i64| {
            assert_eq!(until_night(now), Duration::from_millis((hours * clock::HOUR).unsigned_abs()));
        };
        check(0, 3);
        check(NIGHT, 24);
        check(NIGHT + clock::HOUR, 23);
        check(20_000 * DAY + 22 * clock::HOUR, 5);
    }
}

//! Packs responses into blocks a little after they were stored, counters of finished days, and both again after they have
//! changed. Refuses to hurry: answers that arrive meanwhile come first.

use crate::{
    clock,
    db::{
        Db, DbError,
        blocks::{self, MOST_CHANGES, Sealed},
        connection::AnyConnection,
        days,
    },
};
use std::time::{Duration, Instant};

/// How often one looks whether there is something to pack.
const REST: Duration = Duration::from_secs(5);
/// The shortest time between two rounds, so that whoever stores answers gets the database in between.
const PAUSE: Duration = Duration::from_millis(20);
/// How often a block is made again however little has changed in it: what was erased shall not stay in it.
const TIDY: Duration = Duration::from_secs(60);

/// Packs for as long as the server runs.
pub async fn keep(db: Db) {
    let mut own = None;
    let mut tidied = Instant::now();
    loop {
        let begun = Instant::now();
        let is_tidy = tidied.elapsed() < TIDY;
        let changes = if is_tidy { MOST_CHANGES } else { 1 };
        let round = round(&db, own.take(), changes).await;
        if !is_tidy {
            tidied = begun;
        }
        let rest = match round {
            Ok((connection, sealed)) => {
                own = connection;
                // As long as it took: at most half of one processor is spent on it.
                if sealed { begun.elapsed().max(PAUSE) } else { REST }
            }
            Err(error) => {
                tracing::error!(%error, "nothing could be packed; what is not packed is read from its rows");
                REST
            }
        };
        tokio::time::sleep(rest).await;
    }
}

/// Packs one block and one day of each site at most. Returns the connection for the next round, where it is this process's turn, and
/// whether anything was packed.
async fn round(db: &Db, own: Option<AnyConnection>, changes: usize) -> Result<(Option<AnyConnection>, bool), DbError> {
    let db = db.clone();
    let work = move || {
        let mut connection = match own {
            Some(connection) => connection,
            // What is packed is read once.
            None => db.connector().connect_lean()?,
        };
        if !blocks::takes_turn(&mut connection)? {
            return Ok((None, false));
        }
        let sealed = each_site(&mut connection, clock::now(), changes)?;
        Ok((Some(connection), sealed))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(DbError::Interrupted))
}

fn each_site(connection: &mut AnyConnection, now: i64, changes: usize) -> Result<bool, DbError> {
    let mut sealed = false;
    for site in blocks::sites(connection)? {
        sealed |= blocks::seal(connection, site, now, changes)? != Sealed::Nothing;
        sealed |= days::pack(connection, site, now)?;
    }
    Ok(sealed)
}

/// Packs all that can be packed at this time, UTC milliseconds.
///
/// # Errors
/// When the database fails; what was packed before stays packed.
pub fn catch_up(connection: &mut AnyConnection, now: i64) -> Result<(), DbError> {
    while each_site(connection, now, 1)? {}
    Ok(())
}

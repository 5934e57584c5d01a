//! What is stored of responses that are sent again. On PostgreSQL they stay locked until the transaction ends, so that
//! two servers never take back the same counters.

use super::Key;
use crate::db::{
    connection::AnyConnection,
    schema::{comment, response},
};
use diesel::{prelude::*, result::Error as QueryError};
use std::collections::{BTreeMap, BTreeSet};

/// The most responses one query asks for: SQLite takes 32,766 values.
const MOST_KEYS: usize = 1_000;

/// A response without its words.
#[derive(Queryable)]
pub(super) struct Stored {
    site_id: i64,
    id: Vec<u8>,
    pub(super) survey_id: i64,
    pub(super) version: i32,
    pub(super) received_at: i64,
    pub(super) sequence: i32,
    pub(super) complete: bool,
    pub(super) fingerprint: i64,
    pub(super) answers: String,
}

/// The responses of these keys; locks them.
pub(super) fn responses(connection: &mut AnyConnection, keys: &[Key]) -> QueryResult<BTreeMap<Key, Stored>> {
    let mut all = BTreeMap::new();
    for keys in keys.chunks(MOST_KEYS) {
        let (sites, ids) = sites_and_ids(keys);
        let query = response::table
            .filter(response::site_id.eq_any(&sites))
            .filter(response::id.eq_any(&ids))
            .order((response::site_id, response::id))
            .select((
                response::site_id,
                response::id,
                response::survey_id,
                response::version,
                response::received_at,
                response::sequence,
                response::complete,
                response::fingerprint,
                response::answers,
            ));
        let found: Vec<Stored> = match connection {
            AnyConnection::Postgres(postgres) => query.for_update().load(postgres)?,
            AnyConnection::Sqlite(sqlite) => query.load(sqlite)?,
        };
        for one in found {
            all.insert(key(one.site_id, &one.id)?, one);
        }
    }
    Ok(all)
}

/// The questions that the responses of these keys answered in words.
pub(super) fn commented(connection: &mut AnyConnection, keys: &[Key]) -> QueryResult<BTreeMap<Key, Vec<String>>> {
    let mut all: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    for keys in keys.chunks(MOST_KEYS) {
        let (sites, ids) = sites_and_ids(keys);
        let rows: Vec<(i64, Vec<u8>, String)> = comment::table
            .filter(comment::site_id.eq_any(&sites))
            .filter(comment::response_id.eq_any(&ids))
            .select((comment::site_id, comment::response_id, comment::question))
            .load(connection)?;
        for (site, id, question) in rows {
            all.entry(key(site, &id)?).or_default().push(question);
        }
    }
    Ok(all)
}

/// Removes the words to a question, which newer answers lead past.
pub(super) fn remove_comment(connection: &mut AnyConnection, (site, id): Key, question: &str) -> QueryResult<()> {
    diesel::delete(comment::table.find((site, id.as_slice(), question))).execute(connection).map(drop)
}

/// Each site and each id once. Together they may name a few responses more than the keys do, where sites share an id.
fn sites_and_ids(keys: &[Key]) -> (Vec<i64>, Vec<&[u8]>) {
    let sites: BTreeSet<i64> = keys.iter().map(|(site, _)| *site).collect();
    (sites.into_iter().collect(), keys.iter().map(|(_, id)| id.as_slice()).collect())
}

fn key(site: i64, id: &[u8]) -> QueryResult<Key> {
    let id = id
        .try_into()
        .map_err(|error| QueryError::DeserializationError(Box::<std::array::TryFromSliceError>::new(error)))?;
    Ok((site, id))
}

//! Taking a text out for good. Its row stays, so that every figure does; the triggers of the database keep the text out
//! when the response is sent again, and take it out of the index of words.

use super::{By, Change, Field, Loop, PLACEHOLDER, is_there, of, put, take_turns, tell};
use crate::db::{comments::Key, connection::AnyConnection, schema::comment};
use diesel::{connection::SimpleConnection, prelude::*};
use uuid::Uuid;

/// Takes the text of a comment out for good. `false` when there is no such comment.
///
/// # Errors
/// When a query fails. Run it in a transaction: it writes several rows.
pub fn redact(connection: &mut AnyConnection, site_id: i64, key: &Key, by: By) -> QueryResult<bool> {
    take_turns(connection, site_id)?;
    if !is_there(connection, site_id, key)? {
        return Ok(false);
    }
    let stored = of(connection, site_id, std::slice::from_ref(key))?.remove(key).unwrap_or_default();
    if stored.redacted {
        return Ok(true);
    }
    // First the text, then the mark: as long as there is none, SQLite's index follows the text.
    diesel::update(comment::table.find((site_id, key.response.as_bytes().as_slice(), &key.question)))
        .set(comment::text.eq(PLACEHOLDER))
        .execute(connection)?;
    put(connection, site_id, key, &Loop { redacted: true, revision: stored.revision + 1, ..stored })?;
    let change = Change { field: Field::Redacted, was: None, became: None };
    tell(connection, site_id, key, Uuid::now_v7(), by, vec![change])?;
    Ok(true)
}

/// Empties SQLite's log of what was written, in which a text that was taken out may still stand. PostgreSQL frees what
/// was removed by itself.
///
/// # Errors
/// When the statement fails.
pub fn forget_pages(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => sqlite.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)"),
        AnyConnection::Postgres(_) => Ok(()),
    }
}

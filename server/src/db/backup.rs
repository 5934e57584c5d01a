//! A copy of the SQLite database taken while it is in use.

use super::connection::AnyConnection;
use diesel::{QueryResult, RunQueryDsl, sql_query, sql_types::Text};
use std::path::Path;

/// Writes a consistent copy to a new file. `false` on PostgreSQL, which has its own tools.
///
/// # Errors
/// When the file exists or cannot be written.
pub fn write(connection: &mut AnyConnection, to: &Path) -> QueryResult<bool> {
    let AnyConnection::Sqlite(sqlite) = connection else { return Ok(false) };
    sql_query("VACUUM INTO $1").bind::<Text, _>(to.to_string_lossy()).execute(sqlite)?;
    Ok(true)
}

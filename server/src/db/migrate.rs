//! The schema's versions, embedded twice: once for each backend, with the same names.

use super::{DbError, connection::AnyConnection};
use diesel::{RunQueryDsl, connection::SimpleConnection, migration::MigrationSource, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Any number that no other program is likely to lock: the letters of "opina".
const POSTGRES_LOCK: i64 = 0x006f_7069_6e61;

/// Runs what is missing, one process at a time.
///
/// # Errors
/// [`DbError::Migration`] when one fails, or when the database was made by a newer Opina.
pub fn up(connection: &mut AnyConnection) -> Result<usize, DbError> {
    locked(connection, |connection| {
        refuse_newer(connection)?;
        let run = match connection {
            AnyConnection::Sqlite(sqlite) => sqlite.run_pending_migrations(SQLITE).map(|run| run.len()),
            AnyConnection::Postgres(postgres) => postgres.run_pending_migrations(POSTGRES).map(|run| run.len()),
        };
        run.map_err(failed)
    })
}

/// Takes every migration back. What they hold is gone: for tests.
///
/// # Errors
/// [`DbError::Migration`] when one fails.
pub fn down(connection: &mut AnyConnection) -> Result<(), DbError> {
    locked(connection, |connection| {
        match connection {
            AnyConnection::Sqlite(sqlite) => sqlite.revert_all_migrations(SQLITE).map(drop),
            AnyConnection::Postgres(postgres) => postgres.revert_all_migrations(POSTGRES).map(drop),
        }
        .map_err(failed)
    })
}

/// Holds PostgreSQL's advisory lock, or SQLite's write lock, so that two servers that start together do not both migrate.
fn locked<T>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, DbError>,
) -> Result<T, DbError> {
    match connection {
        AnyConnection::Postgres(postgres) => {
            // Another server may be migrating a large table: wait for it, however long it takes.
            postgres.batch_execute("SET lock_timeout = 0; SET statement_timeout = 0")?;
            sql_query(format!("SELECT pg_advisory_lock({POSTGRES_LOCK})")).execute(postgres)?;
            let done = work(connection);
            connection.batch_execute(&format!("SELECT pg_advisory_unlock({POSTGRES_LOCK})"))?;
            done
        }
        AnyConnection::Sqlite(sqlite) => {
            // Each migration opens a savepoint inside this one.
            let mut done = Err(DbError::Interrupted);
            sqlite.batch_execute("PRAGMA foreign_keys = OFF")?;
            let kept = super::connection::write(connection, |connection| {
                done = work(connection);
                if done.is_ok() { Ok(()) } else { Err(diesel::result::Error::RollbackTransaction) }
            });
            connection.batch_execute("PRAGMA foreign_keys = ON")?;
            match kept {
                Err(error) if done.is_ok() => Err(error.into()),
                _ => done,
            }
        }
    }
}

fn refuse_newer(connection: &mut AnyConnection) -> Result<(), DbError> {
    let known: Vec<String> = match connection {
        AnyConnection::Sqlite(_) => names(&SQLITE)?,
        AnyConnection::Postgres(_) => {
            let source = &POSTGRES;
            let migrations = MigrationSource::<diesel::pg::Pg>::migrations(source).map_err(failed)?;
            migrations.iter().map(|migration| migration.name().version().to_string()).collect()
        }
    };
    let applied = match connection {
        AnyConnection::Sqlite(sqlite) => sqlite.applied_migrations(),
        AnyConnection::Postgres(postgres) => postgres.applied_migrations(),
    }
    .map_err(failed)?;
    match applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        Some(version) => {
            let message = format!("it holds version {version}, which this Opina does not know: run a newer Opina");
            Err(DbError::Migration(message))
        }
        None => Ok(()),
    }
}

fn names(source: &EmbeddedMigrations) -> Result<Vec<String>, DbError> {
    let migrations = MigrationSource::<diesel::sqlite::Sqlite>::migrations(source).map_err(failed)?;
    Ok(migrations.iter().map(|migration| migration.name().version().to_string()).collect())
}

fn failed(cause: Box<dyn std::error::Error + Send + Sync>) -> DbError {
    DbError::Migration(cause.to_string())
}

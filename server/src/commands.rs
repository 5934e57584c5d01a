//! What each command does, once its flags are read.

mod backup;

mod demo;

mod moving;

mod progress;

mod recount;

mod serve;

mod user;

use crate::{
    app::StartError,
    config::{Cli, Command},
    db::{Db, DbError, migrate, moving::MoveError},
};

/// Why a command failed, in one line for whoever typed it.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The server could not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A file or the terminal.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// One database cannot be moved into the other.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// What was typed.
    #[error("{0}")]
    Usage(String),
    /// The command did its work, and it shall be heard of.
    #[error("{0}")]
    Differs(String),
}

impl CommandError {
    /// What the shell is told: 1 where something differed, 2 for trouble, as `diff` does.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Differs(_) => 1,
            Self::Start(_) | Self::Db(_) | Self::Io(_) | Self::Move(_) | Self::Usage(_) => 2,
        }
    }
}

impl From<diesel::result::Error> for CommandError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// Runs a command to its end.
///
/// # Errors
/// [`CommandError`].
pub fn run(cli: Cli) -> Result<(), CommandError> {
    match cli.command {
        Command::Serve { settings, database } => serve::run(&settings, &database.database_url),
        Command::Migrate { database } => {
            let connector = crate::db::connection::Connector::new(database.database_url);
            let run = migrate::up(&mut connector.connect()?)?;
            println!("{run} migrations run; the schema is up to date");
            Ok(())
        }
        Command::User { action } => user::run(action),
        Command::Demo { if_empty, scale, database } => demo::run(if_empty, scale, &database.database_url),
        Command::Backup { to, database } => backup::run(&Db::open(&database.database_url)?, &to),
        Command::Move { from, to, check } => moving::run(&from, &to, check),
        Command::Recount { site, check, database } => recount::run(site.as_deref(), check, &database.database_url),
        Command::Version => {
            let widget = crate::assets::WIDGET.as_ref().map_or("not built in", |files| files.version);
            let sqlite = libsqlite3_sys::SQLITE_VERSION.to_string_lossy();
            println!("opina {} · widget {widget} · SQLite {sqlite}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
    }
}

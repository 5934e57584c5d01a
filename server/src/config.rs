//! Every setting: its flag, its `OPINA_*` variable and its help, which is the reference.

use crate::db::{connection::Timeouts, url::DatabaseUrl};
use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// Listens to customers at every touchpoint and shows what they say along the journey map.
#[derive(Clone, Debug, Parser)]
#[command(name = "opina", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What Opina can be told to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Serve the widget and the console.
    Serve {
        /// How to serve.
        #[command(flatten)]
        settings: Settings,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Bring the database's schema up to date. `serve` does it too.
    Migrate {
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Add an admin, set a password, list or remove admins.
    User {
        /// What to do.
        #[command(subcommand)]
        action: UserAction,
    },
    /// Fill a site with twelve months of generated answers, clearly marked, to try everything out.
    Demo {
        /// Do nothing when there is a site already.
        #[arg(long)]
        if_empty: bool,
        /// Generate more or fewer answers: 0.1 is a tenth.
        #[arg(long, default_value_t = 1.0)]
        scale: f64,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Write a copy of the SQLite database, while it is in use, to a new file.
    Backup {
        /// The file to write; must not exist yet.
        to: PathBuf,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Copy everything from SQLite to PostgreSQL, or back, and prove that nothing differs.
    Move {
        /// The database to copy, which may be in use: `sqlite:FILE` or `postgres://user:password@host/database`.
        #[arg(long, env = "OPINA_MOVE_FROM", hide_env_values = true)]
        from: DatabaseUrl,
        /// The database to copy into: an empty one, or one that an earlier move from the same was begun into.
        #[arg(long, env = "OPINA_MOVE_TO", hide_env_values = true)]
        to: DatabaseUrl,
        /// Say what differs and copy nothing.
        #[arg(long)]
        check: bool,
    },
    /// Count all answers again and mend the figures that differ. `serve` does it every night.
    Recount {
        /// The key of one site. Default: all of them.
        #[arg(long)]
        site: Option<String>,
        /// Say what differs and change nothing.
        #[arg(long)]
        check: bool,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Print the version of Opina, of the widget inside and of SQLite.
    Version,
}

/// What can be done to admins. Passwords are asked for, or read from standard input when it is no terminal.
#[derive(Clone, Debug, Subcommand)]
pub enum UserAction {
    /// Let someone sign in who owns every site. Members of one site are invited in the console.
    Add {
        /// The e-mail address to sign in with.
        email: String,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Set a new password and end all sessions of the admin.
    Password {
        /// The e-mail address to sign in with.
        email: String,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Ask an admin for no codes any more who lost the app and all codes kept for that.
    TwoFactorOff {
        /// The e-mail address to sign in with.
        email: String,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// List who can sign in.
    List {
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// Let someone sign in no more.
    Remove {
        /// The e-mail address to sign in with.
        email: String,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
}

/// Which database.
#[derive(Clone, Debug, Args)]
pub struct Database {
    /// `sqlite:FILE`, or `postgres://user:password@host/database`.
    #[arg(long, env = "OPINA_DATABASE_URL", hide_env_values = true, default_value = "sqlite:opina.db")]
    pub database_url: DatabaseUrl,
}

/// Where to serve, and for whom.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// The address to listen on. Put a proxy that speaks https in front of it.
    #[arg(long, env = "OPINA_LISTEN", hide_env_values = true, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// How the world reaches this server, without a slash at the end. Default: http:// and the address above.
    #[arg(long, env = "OPINA_BASE_URL", hide_env_values = true)]
    pub base_url: Option<String>,
    /// Threads that answer requests. Default: one per core.
    #[arg(long, env = "OPINA_WORKERS", hide_env_values = true)]
    pub workers: Option<usize>,
    /// Responses that may wait to be stored before new ones are refused with 503. One site alone may take half of them.
    #[arg(long, env = "OPINA_QUEUE", hide_env_values = true, default_value_t = 4096)]
    pub queue: usize,
    /// Proxies in front that append to X-Forwarded-For. With 0 the header is not read. Limits count by the address found.
    #[arg(long, env = "OPINA_PROXIES", hide_env_values = true, default_value_t = 0)]
    pub proxies: usize,
    /// Seconds after which PostgreSQL gives up on a query; with 0 it never does. Filters may take ten at most.
    #[arg(long, value_name = "SECONDS", env = "OPINA_STATEMENT_TIMEOUT", hide_env_values = true, default_value_t = 30)]
    pub statement_timeout: u16,
    /// Seconds after which PostgreSQL gives up on waiting for somebody else's change; with 0 it never does.
    #[arg(long, value_name = "SECONDS", env = "OPINA_LOCK_TIMEOUT", hide_env_values = true, default_value_t = 3)]
    pub lock_timeout: u16,
    /// How much to log: error, warn, info, debug, or a filter such as server=debug.
    #[arg(long, env = "OPINA_LOG", hide_env_values = true, default_value = "info")]
    pub log: String,
}

/// How the world reaches this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
}

impl BaseUrl {
    /// Scheme, host and port, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether browsers reach it encrypted.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

impl Settings {
    /// How patient PostgreSQL shall be.
    pub fn timeouts(&self) -> Timeouts {
        let seconds = |seconds: u16| Duration::from_secs(seconds.into());
        Timeouts { statement: seconds(self.statement_timeout), lock: seconds(self.lock_timeout) }
    }

    /// The base URL that was set, or the one that follows from the address.
    ///
    /// # Errors
    /// When what was set is no origin.
    pub fn base_url(&self) -> Result<BaseUrl, String> {
        let text = self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        let refused = || format!("“{text}” is no base URL: write https://feedback.example.com, without a path");
        let url = url::Url::parse(&text).map_err(|_| refused())?;
        let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !plain || !matches!(url.scheme(), "http" | "https") {
            return Err(refused());
        }
        Ok(BaseUrl { origin: url.origin().ascii_serialization() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_makes_sense() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_base_url_is_an_origin() {
        let check = |text: &str, expected: Option<&str>| {
            let Command::Serve { mut settings, .. } = Cli::parse_from(["opina", "serve"]).command else {
                unreachable!()
            };
            settings.base_url = Some(text.to_owned());
            assert_eq!(settings.base_url().ok().as_ref().map(BaseUrl::as_str), expected, "{text}");
        };
        check("https://feedback.example.com", Some("https://feedback.example.com"));
        check("https://Feedback.example.com:443/", Some("https://feedback.example.com"));
        check("http://127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        check("https://example.com/opina", None);
        check("ftp://example.com", None);
        check("example.com", None);
    }
}

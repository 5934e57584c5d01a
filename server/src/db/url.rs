//! Which database to use, told by the scheme of its address and by nothing else.

use std::{fmt, path::PathBuf, str::FromStr};

/// The address of a database.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file, made when it is not there yet.
    Sqlite(PathBuf),
    /// A PostgreSQL server, in the form its own tools take.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() && !path.starts_with(':') => {
                // `sqlite:///var/opina.db` and `sqlite:/var/opina.db` mean the same file.
                let path = path.strip_prefix("//").unwrap_or(path);
                Ok(Self::Sqlite(path.into()))
            }
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => Ok(Self::Postgres(text.to_owned())),
            _ => Err("write sqlite:opina.db for a file, or postgres://user:password@host/database".to_owned()),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    /// Without the password, so that it may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(address) => match url::Url::parse(address) {
                Ok(mut address) if address.password().is_some() => {
                    // Fails only for addresses without a host, which hold no password.
                    let _ = address.set_password(Some("…"));
                    write!(f, "{address}")
                }
                Ok(address) => write!(f, "{address}"),
                Err(_) => f.write_str("postgres://…"),
            },
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_alone_decides() {
        let check = |text: &str, expected: Option<&str>| {
            let shown = DatabaseUrl::from_str(text).ok().map(|url| url.to_string());
            assert_eq!(shown.as_deref(), expected, "{text}");
        };
        check("sqlite:opina.db", Some("sqlite:opina.db"));
        check("sqlite:///var/lib/opina.db", Some("sqlite:/var/lib/opina.db"));
        check("sqlite:/var/lib/opina.db", Some("sqlite:/var/lib/opina.db"));
        check("postgres://opina:secret@db/opina", Some("postgres://opina:%E2%80%A6@db/opina"));
        check("postgresql://db/opina", Some("postgresql://db/opina"));
        check("posgres://db/opina", None);
        check("mysql://db/opina", None);
        check("opina.db", None);
        check("sqlite:", None);
        check("sqlite::memory:", None);
        check("", None);
    }
}

//! Programs that show a key of a site. Having a [`KeyedSite`] is having shown one that may do this.

use crate::{
    clock,
    db::{Db, api_keys, sites::Site},
    handlers::refusal::Refusal,
    session::Token,
};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::{Method, header},
    web,
};
use std::{future::Future, pin::Pin, str::FromStr};

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read.
    Read,
    /// Read and change.
    Write,
}

impl Scope {
    /// Every scope, the least first.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// Its name in the database and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// Whether a request with this method is within it.
    pub fn allows(self, method: &Method) -> bool {
        self == Self::Write || matches!(*method, Method::GET | Method::HEAD)
    }
}

/// A text that names no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no scope: read or write")]
pub struct NoScope(String);

impl FromStr for Scope {
    type Err = NoScope;

    fn from_str(text: &str) -> Result<Self, NoScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or_else(|| NoScope(text.to_owned()))
    }
}

impl<'de> serde::Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The site named in the address, for a program with a key of it. No cookie is read.
#[derive(Clone, Debug)]
pub struct KeyedSite {
    /// The site.
    pub site: Site,
}

impl KeyedSite {
    async fn of(request: HttpRequest) -> Result<Self, Refusal> {
        let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = sent.and_then(|sent| sent.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        let (_, key) = key.ok_or(Refusal::NoKey)?;
        let db = request.app_data::<web::Data<Db>>().ok_or(Refusal::NoKey)?;
        let (hash, now) = (Token::from(key.trim().to_owned()).hash(), clock::now());
        let shown = db.run(move |connection| api_keys::shown(connection, &hash, now)).await?;
        let (site, scope) = shown.ok_or(Refusal::NoKey)?;
        if request.match_info().get("site") != Some(site.key.as_str()) {
            return Err(Refusal::NotFound("site"));
        }
        if scope.allows(request.method()) { Ok(Self { site }) } else { Err(Refusal::ReadOnly) }
    }
}

impl FromRequest for KeyedSite {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(Self::of(request.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_for_reading_changes_nothing() {
        let check = |scope: Scope, method: Method, expected: bool| {
            assert_eq!(scope.allows(&method), expected, "{scope:?} {method}");
        };
        check(Scope::Read, Method::GET, true);
        check(Scope::Read, Method::HEAD, true);
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            check(Scope::Read, method.clone(), false);
            check(Scope::Write, method, true);
        }
        for scope in Scope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
        }
    }
}

//! The language of the console: what the admin chose, else what the browser asks for.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use std::{
    convert::Infallible,
    future::{Ready, ready},
};

/// The cookie that remembers the language an admin chose.
pub const COOKIE: &str = "opina_language";

/// A language the console speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The language tag, for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language with this tag or a regional form of it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let base = tag.split(['-', '_', ';']).next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(base))
    }

    /// The language of a request.
    pub fn of(request: &HttpRequest) -> Self {
        let chosen = request.cookie(COOKIE).and_then(|cookie| Self::from_tag(cookie.value()));
        let wanted = || {
            let header = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            header.split(',').find_map(Self::from_tag)
        };
        chosen.or_else(wanted).unwrap_or_default()
    }
}

impl FromRequest for Locale {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{cookie::Cookie, test::TestRequest};

    #[test]
    fn the_choice_beats_the_browser() {
        let check = |chosen: Option<&'static str>, wanted: &str, expected: Locale| {
            let mut request = TestRequest::get().insert_header((header::ACCEPT_LANGUAGE, wanted));
            if let Some(chosen) = chosen {
                request = request.cookie(Cookie::new(COOKIE, chosen));
            }
            assert_eq!(Locale::of(&request.to_http_request()), expected, "{chosen:?} {wanted}");
        };
        check(None, "", Locale::En);
        check(None, "es-MX,es;q=0.9,en;q=0.8", Locale::Es);
        check(None, "ja, es;q=0.5", Locale::Es);
        check(None, "ja", Locale::En);
        check(Some("en"), "es", Locale::En);
        check(Some("xx"), "es", Locale::Es);
    }
}

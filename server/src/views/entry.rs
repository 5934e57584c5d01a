//! The pages before anyone is signed in: making the first account, and signing in.

use super::languages;
use crate::{locale::Locale, words::Words};
use askama::Template;

/// Makes the first account. Posts `token`, `email`, `password` and `repeated` to `/setup`.
#[derive(Debug, Template)]
#[template(path = "setup.html")]
pub struct SetupView<'a> {
    /// The visitor's language.
    pub locale: Locale,
    /// The secret of the one-time link.
    pub token: &'a str,
    /// What was typed before, else empty.
    pub email: &'a str,
    /// What is wrong with what was typed.
    pub error: Option<&'a str>,
}

impl SetupView<'_> {
    fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    fn here(&self) -> String {
        format!("/setup?token={}", self.token)
    }
}

/// Signs in. Posts `email` and `password` to `/sign-in`.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInView<'a> {
    /// The visitor's language.
    pub locale: Locale,
    /// What was typed before, else empty.
    pub email: &'a str,
    /// What is wrong with what was typed.
    pub error: Option<&'a str>,
}

impl SignInView<'_> {
    fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    fn here(&self) -> String {
        "/sign-in".to_owned()
    }
}

/// Asks for a code after the password. Posts `token` and `code` to `/sign-in/code`.
#[derive(Debug, Template)]
#[template(path = "sign_in_code.html")]
pub struct SignInCodeView<'a> {
    /// The visitor's language.
    pub locale: Locale,
    /// The secret of this sign-in.
    pub token: &'a str,
    /// What is wrong with what was typed.
    pub error: Option<&'a str>,
}

impl SignInCodeView<'_> {
    fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    /// The page cannot be asked for again, so whoever changes the language starts over.
    fn here(&self) -> String {
        "/sign-in".to_owned()
    }
}

/// Each language's tag, its name in itself and the address of this page in it.
pub(super) fn in_languages(here: &str) -> [(&'static str, &'static str, String); 2] {
    let back: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
    Locale::ALL.map(|locale| {
        let tag = locale.tag();
        let name = languages::COMMON.iter().find(|(one, _)| *one == tag).map_or(tag, |(_, name)| *name);
        (tag, name, format!("/language?to={tag}&back={back}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_can_be_changed_without_losing_the_link() {
        let view = SetupView { locale: Locale::Es, token: "a-b_c", email: "<ana>", error: None };
        let html = view.render().unwrap();
        for expected in [
            "lang=\"es\"",
            "Crea tu cuenta",
            "href=\"/language?to=en&#38;back=%2Fsetup%3Ftoken%3Da-b_c\"",
            "value=\"&#60;ana&#62;\"",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
    }
}

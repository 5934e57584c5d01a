//! The pages before anyone is signed in: making the first account, and signing in.

use crate::locale::Locale;
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

impl SetupView<'_> {
    fn say(&self, english: &'static str, spanish: &'static str) -> &'static str {
        say(self.locale, english, spanish)
    }
}

impl SignInView<'_> {
    fn say(&self, english: &'static str, spanish: &'static str) -> &'static str {
        say(self.locale, english, spanish)
    }
}

fn say(locale: Locale, english: &'static str, spanish: &'static str) -> &'static str {
    match locale {
        Locale::En => english,
        Locale::Es => spanish,
    }
}

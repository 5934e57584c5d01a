//! One's own account: the password, the second factor, and the sessions that are open.

use super::{Page, time::ago};
use crate::{
    db::admins::Session,
    words::{Words, fill},
};
use askama::Template;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// There is a new password.
    Password,
    /// A session was ended.
    Session,
    /// All other sessions were ended.
    Sessions,
    /// A password is enough from now on.
    TwoFactorOff,
}

impl Notice {
    const ALL: [Self; 4] = [Self::Password, Self::Session, Self::Sessions, Self::TwoFactorOff];

    fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Session => "session",
            Self::Sessions => "sessions",
            Self::TwoFactorOff => "two-factor-off",
        }
    }

    /// The one with this name in addresses.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.key() == key)
    }

    fn text(self, words: &'static Words) -> &'static str {
        match self {
            Self::Password => words.account_password_changed,
            Self::Session => words.account_session_ended,
            Self::Sessions => words.account_sessions_ended,
            Self::TwoFactorOff => words.two_factor_is_off,
        }
    }
}

/// Why a form of the page was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The password there is was not given.
    OldPassword,
    /// The new password cannot be one.
    NewPassword(String),
    /// The password was not given to change the second factor.
    Factor,
}

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// What has just been done.
    Notice(Notice),
    /// What is wrong.
    Refused(Mistake),
}

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The sessions that are open.
    pub sessions: Vec<Session>,
    /// The hash of the one that asks.
    pub current: Vec<u8>,
    /// How many codes are left for when the app is lost. `None` where a password is enough.
    pub recovery_codes: Option<i64>,
}

/// An open session.
#[derive(Debug)]
pub struct SessionRow {
    /// Its name in addresses.
    pub id: String,
    /// The browser's family.
    pub browser: String,
    /// When it was opened and last used.
    pub times: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct AccountView {
    page: Page,
    sessions: Vec<SessionRow>,
    /// How many codes are left, where a second factor is asked for.
    codes_left: Option<String>,
    notice: Option<&'static str>,
    old_mistake: Option<&'static str>,
    new_mistake: Option<String>,
    factor_mistake: Option<&'static str>,
}

impl AccountView {
    /// The page at this time.
    pub fn new(page: Page, rows: Rows, said: Said, now: i64) -> Self {
        let words = page.words;
        let row = |session: Session| SessionRow {
            id: BASE64_URL_SAFE_NO_PAD.encode(&session.token_hash),
            browser: if session.browser.is_empty() { words.account_browser.to_owned() } else { session.browser },
            times: fill(
                words.account_session_times,
                &[("opened", &ago(words, now, session.created_at)), ("used", &ago(words, now, session.used_at))],
            ),
            current: session.token_hash == rows.current,
        };
        let sessions = rows.sessions.into_iter().map(row).collect();
        let left = |n: i64| fill(words.recovery_codes_left, &[("n", &n.to_string())]);
        let (mut notice, mut old_mistake, mut new_mistake, mut factor_mistake) = (None, None, None, None);
        match said {
            Said::Nothing => {}
            Said::Notice(done) => notice = Some(done.text(words)),
            Said::Refused(Mistake::OldPassword) => old_mistake = Some(words.account_wrong_password),
            Said::Refused(Mistake::NewPassword(mistake)) => new_mistake = Some(mistake),
            Said::Refused(Mistake::Factor) => factor_mistake = Some(words.account_wrong_password),
        }
        let codes_left = rows.recovery_codes.map(left);
        Self { page, sessions, codes_left, notice, old_mistake, new_mistake, factor_mistake }
    }
}

//! The keys of a site, and one that was just made.

use super::{Page, time::ago};
use crate::{
    bearer::Scope,
    db::api_keys::Key,
    words::{Words, fill},
};
use askama::Template;

/// What the page says above its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// A key was taken away.
    Revoked,
    /// The key that was made, this once.
    Made(String),
    /// No key was made.
    Refused {
        /// The name that was typed.
        typed: String,
        /// What is wrong with it.
        mistake: String,
    },
}

/// A key.
#[derive(Debug)]
pub struct KeyRow {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// How it begins.
    pub hint: String,
    /// What it may do.
    pub scope: &'static str,
    /// When it was made and last used.
    pub times: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "keys.html")]
pub struct KeysView {
    page: Page,
    keys: Vec<KeyRow>,
    scopes: Vec<(&'static str, &'static str)>,
    example: String,
    revoked: bool,
    made: Option<String>,
    typed: String,
    mistake: Option<String>,
}

impl KeysView {
    /// The page at this time.
    pub fn new(page: Page, keys: Vec<Key>, said: Said, now: i64) -> Self {
        let words = page.words;
        let row = |key: Key| KeyRow {
            id: key.id,
            name: key.name,
            hint: key.hint,
            scope: scope_name(words, key.scope),
            times: match key.used_at {
                Some(used) => fill(
                    words.keys_times,
                    &[("made", &ago(words, now, key.created_at)), ("used", &ago(words, now, used))],
                ),
                None => fill(words.keys_unused, &[("made", &ago(words, now, key.created_at))]),
            },
        };
        let keys = keys.into_iter().map(row).collect();
        let key = page.site.as_ref().map(|site| site.key.as_str()).unwrap_or_default();
        let paths = ["scores?days=30", "responses.csv?days=30", "responses.jsonl?days=30"];
        let asked = paths.map(|path| format!("GET /api/sites/{key}/{path}\n")).concat();
        let example = format!("{asked}Authorization: Bearer opina_…");
        let (mut revoked, mut made, mut typed, mut mistake) = (false, None, String::new(), None);
        match said {
            Said::Nothing => {}
            Said::Revoked => revoked = true,
            Said::Made(key) => made = Some(key),
            Said::Refused { typed: what, mistake: why } => (typed, mistake) = (what, Some(why)),
        }
        let scopes = Scope::ALL.map(|scope| (scope.as_str(), scope_name(words, scope))).into();
        Self { page, keys, scopes, example, revoked, made, typed, mistake }
    }
}

fn scope_name(words: &'static Words, scope: Scope) -> &'static str {
    match scope {
        Scope::Read => words.scope_read,
        Scope::Write => words.scope_write,
    }
}

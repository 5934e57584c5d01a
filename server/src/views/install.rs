//! The script tag, whether it was seen at work, and who may send answers.

use super::{Page, time::ago};
use crate::{db::sites::Sighting, origin, words::fill};
use askama::Template;

/// What was typed into the list of websites, as it was saved or as it was sent and refused.
#[derive(Clone, Debug)]
pub struct Typed {
    /// One origin a line.
    pub origins: String,
    /// The lines that are no origins.
    pub wrong_origins: Vec<String>,
    /// More than a site may have.
    pub too_many_origins: bool,
}

impl Typed {
    /// What was saved.
    pub fn saved(origins: &[String]) -> Self {
        Self { origins: origins.join("\n"), wrong_origins: Vec::new(), too_many_origins: false }
    }
}

/// How far a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has no survey.
    NoSurvey,
    /// It has surveys that nobody is asked.
    NotLive,
    /// So many are live.
    Live(usize),
}

/// All that the page is made of.
#[derive(Debug)]
pub struct Installing<'a> {
    /// Where Opina is.
    pub base: &'a str,
    /// The origins that may send answers.
    pub allowed: &'a [String],
    /// Where the script was loaded, the latest first.
    pub sightings: Vec<Sighting>,
    /// What stands in the fields.
    pub typed: Typed,
    /// How far the site is.
    pub progress: Progress,
    /// Whether the list was saved just before.
    pub saved: bool,
    /// UTC milliseconds.
    pub now: i64,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "install.html")]
pub struct InstallView {
    page: Page,
    tag: String,
    policy: [String; 2],
    check_reach: String,
    seen: Vec<Seen>,
    saved: bool,
    origins: String,
    origin_problems: Vec<String>,
    origin_notes: Vec<String>,
    next: &'static str,
    next_link: Option<&'static str>,
    live: Option<String>,
}

/// A page on which the script was loaded.
#[derive(Debug)]
pub struct Seen {
    /// Its address.
    pub address: String,
    /// How long ago.
    pub ago: String,
    /// What to do when its answers are refused: the origin to allow, and the button's words.
    pub allow: Option<(String, String)>,
}

impl InstallView {
    /// The page of a site.
    pub fn new(page: Page, installing: Installing<'_>) -> Self {
        let Installing { base, allowed, sightings, typed, progress, saved, now } = installing;
        let words = page.words;
        let key = page.site.as_ref().map(|site| site.key.as_str()).unwrap_or_default();
        let seen = sightings.into_iter().map(|sighting| {
            let origin = origin::normal(&sighting.page).filter(|origin| !allowed.contains(origin));
            let allow = origin.map(|origin| (origin.clone(), fill(words.install_allow, &[("origin", &origin)])));
            Seen { ago: ago(words, now, sighting.seen_at), address: sighting.page, allow }
        });
        let wrong = typed.wrong_origins.iter().map(|line| fill(words.install_mistake_origin, &[("origin", line)]));
        let many = fill(words.install_mistake_many, &[("most", &origin::MOST_ORIGINS.to_string())]);
        let plain = allowed.iter().filter(|origin| origin::is_plain(origin));
        let mut notes: Vec<String> =
            plain.map(|origin| fill(words.install_origins_plain, &[("origin", origin)])).collect();
        if allowed.is_empty() {
            notes.push(words.install_origins_none.to_owned());
        }
        let (next, next_link, live) = match progress {
            Progress::NoSurvey => (words.install_next_survey, Some("surveys/new"), None),
            Progress::NotLive => (words.install_next_publish, Some("surveys"), None),
            Progress::Live(n) => {
                (words.journey, Some("journey"), Some(fill(words.install_next_live, &[("n", &n.to_string())])))
            }
        };
        Self {
            tag: format!("<script async src=\"{base}/w/{key}.js\"></script>"),
            policy: [format!("script-src {base} 'wasm-unsafe-eval'"), format!("connect-src {base}")],
            check_reach: fill(words.install_check_reach, &[("base", base)]),
            seen: seen.collect(),
            saved,
            origin_problems: wrong.chain(typed.too_many_origins.then_some(many)).collect(),
            origin_notes: notes,
            origins: typed.origins,
            next,
            next_link,
            live,
            page,
        }
    }
}

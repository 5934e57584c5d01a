//! How far a survey reaches: how often it was shown, and what held it back, gate by gate in the order in which they are
//! passed.

use super::{Page, format, menu::Menu, period::Span};
use crate::{
    db::{
        reach::Reach,
        sites::Sighting,
        surveys::{Status, Survey},
    },
    live::Closed,
    locale::Locale,
    words::Words,
};
use askama::Template;
use shared::targeting::Gate;
use url::Url;

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The survey.
    pub survey: Survey,
    /// Its reach in this period.
    pub reach: Reach,
    /// Where the script was seen.
    pub pages: Vec<Sighting>,
    /// Why no page is told of it.
    pub closed: Option<Closed>,
    /// The link that was asked for.
    pub trace: Option<Trace>,
    /// Where Opina is, without a slash at the end.
    pub base: String,
}

/// What became of asking for a link.
#[derive(Clone, Debug)]
pub enum Trace {
    /// It is open.
    Open {
        /// Its secret.
        token: String,
        /// The page it was wanted for.
        address: Option<Url>,
    },
    /// What was typed is no page.
    Refused(String),
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "reach.html")]
pub struct ReachView {
    page: Page,
    id: i64,
    touchpoint: (i64, String),
    is_live: bool,
    stopped: Option<&'static str>,
    period: Menu,
    stages: Vec<Stage>,
    gates: Vec<GateRow>,
    typed: String,
    refused: bool,
    /// The address of the survey's own page, once it was published.
    own_page: Option<String>,
    links: Option<Links>,
}

/// How often it was shown or answered.
#[derive(Debug, PartialEq, Eq)]
struct Stage {
    name: &'static str,
    n: String,
    share: String,
}

/// One gate.
#[derive(Debug, PartialEq, Eq)]
struct GateRow {
    id: &'static str,
    name: &'static str,
    advice: &'static str,
    /// Where it is set.
    href: String,
    /// How many page views it held back; `None` where nobody counts them.
    n: Option<String>,
    share: String,
    width: String,
}

/// Links that show the panel.
#[derive(Debug, PartialEq, Eq)]
struct Links {
    /// Addresses of pages, with the secret.
    pages: Vec<String>,
    /// What to append to any other.
    query: String,
}

impl ReachView {
    /// The page of a period.
    pub fn new(page: Page, span: &Span, rows: Rows) -> Self {
        let Rows { survey, reach, pages, closed, trace, base } = rows;
        let words = page.words;
        let key = page.site.as_ref().map(|site| site.key.clone()).unwrap_or_default();
        let href =
            |period: super::period::Period| format!("/sites/{key}/surveys/{}/reach?days={}", survey.id, period.days());
        let counted = reach.views() > 0 || reach.started > 0;
        let (typed, links) = match trace {
            Some(Trace::Open { token, address }) => (String::new(), Some(Links::new(&token, address, &pages))),
            Some(Trace::Refused(typed)) => (typed, None),
            None => (String::new(), None),
        };
        Self {
            id: survey.id,
            is_live: survey.status == Status::Live,
            stopped: match (survey.status, closed) {
                (Status::Draft | Status::Paused, _) | (_, Some(Closed::Paused)) => Some(words.reach_stopped),
                (_, Some(Closed::Early)) => Some(words.reach_early),
                (_, Some(Closed::Late)) => Some(words.reach_late),
                (_, Some(Closed::Full)) => Some(words.reach_full),
                (Status::Live, None) => None,
            },
            period: Menu::of_periods(words, span.period, href),
            stages: if counted { stages(&page, &reach) } else { Vec::new() },
            gates: Gate::ALL.iter().map(|gate| GateRow::new(&page, survey.id, &reach, *gate)).collect(),
            own_page: survey.published_version.map(|_| format!("{base}/s/{}", survey.slug)),
            refused: !typed.is_empty(),
            touchpoint: (survey.place.touchpoint_id, survey.place.to_string()),
            typed,
            links,
            page,
        }
    }

    /// Whether nothing was counted in this period.
    fn is_silent(&self) -> bool {
        self.stages.is_empty()
    }
}

fn stages(page: &Page, reach: &Reach) -> Vec<Stage> {
    let (locale, words) = (page.locale, page.words);
    let held = reach.views() - reach.shown;
    let views = about(page, reach.views(), held > 0);
    let stage = |name, n: u64, of: u64| Stage {
        name,
        n: format::number(locale, n),
        share: part(n, of).map_or_else(String::new, |part| written(locale, n, part)),
    };
    vec![
        Stage { name: words.reach_views, n: views, share: String::new() },
        stage(words.reach_shown, reach.shown, reach.views()),
        stage(words.reach_started, reach.started, reach.shown),
    ]
}

/// A number, with a sign where it is an estimate.
fn about(page: &Page, n: u64, estimated: bool) -> String {
    let n = format::number(page.locale, n);
    if estimated { format!("≈\u{a0}{n}") } else { n }
}

/// A share; one that is there is never nothing.
fn written(locale: Locale, n: u64, percent: f64) -> String {
    let share = format::share(locale, percent);
    if n > 0 && percent < 0.5 { share.replacen('0', "<\u{a0}1", 1) } else { share }
}

/// `n` in percent of what holds it; nothing of nothing, and more than all where being shown was not told.
fn part(n: u64, of: u64) -> Option<f64> {
    (of > 0 && n <= of).then(|| 100.0 * n as f64 / of as f64)
}

/// Whether page views that this gate holds back are counted: the survey was meant for the page and the visitor.
fn is_counted(gate: Gate) -> bool {
    !matches!(gate, Gate::Page | Gate::Referrer | Gate::Device | Gate::Language | Gate::Schedule)
}

impl GateRow {
    fn new(page: &Page, survey: i64, reach: &Reach, gate: Gate) -> Self {
        let n = reach.held.get(&gate).copied().unwrap_or_default();
        let share = part(n, reach.views());
        let (name, advice, setting) = describe(page.words, gate);
        let site = page.site.as_ref().map(|site| site.key.as_str()).unwrap_or_default();
        let href = match gate {
            // The one limit that all surveys of a site share.
            Gate::Budget => format!("/sites/{site}/look#{setting}"),
            _ => format!("/sites/{site}/surveys/{survey}#{setting}"),
        };
        Self {
            id: gate.id(),
            name,
            advice,
            href,
            n: (n > 0 || is_counted(gate)).then(|| about(page, n, n > 0)),
            share: share.map_or_else(String::new, |share| written(page.locale, n, share)),
            width: share.map_or_else(|| "0".to_owned(), |share| format!("{share:.2}%")),
        }
    }
}

/// A gate's name, what to do about it, and the name of the field for it.
fn describe(words: &'static Words, gate: Gate) -> (&'static str, &'static str, &'static str) {
    match gate {
        Gate::Page => (words.gate_page, words.gate_page_advice, "include"),
        Gate::Referrer => (words.gate_referrer, words.gate_referrer_advice, "referrer"),
        Gate::Device => (words.gate_device, words.gate_device_advice, "settings"),
        Gate::Language => (words.gate_language, words.gate_language_advice, "speaks"),
        Gate::Schedule => (words.gate_schedule, words.gate_schedule_advice, "from"),
        Gate::Attributes => (words.gate_attributes, words.gate_attributes_advice, "settings"),
        Gate::Visits => (words.gate_visits, words.gate_visits_advice, "visits"),
        Gate::Days => (words.gate_days, words.gate_days_advice, "days"),
        Gate::Sample => (words.gate_sample, words.gate_sample_advice, "percent"),
        Gate::Answered => (words.gate_answered, words.gate_answered_advice, "again.answered"),
        Gate::Dismissed => (words.gate_dismissed, words.gate_dismissed_advice, "again.dismissed"),
        Gate::Budget => (words.gate_budget, words.gate_budget_advice, "budget"),
        Gate::Trigger => (words.gate_trigger, words.gate_trigger_advice, "trigger"),
        Gate::Cancelled => (words.gate_cancelled, words.gate_cancelled_advice, "cancel"),
        Gate::Queue => (words.gate_queue, words.gate_queue_advice, "priority"),
    }
}

impl Links {
    fn new(token: &str, address: Option<Url>, seen: &[Sighting]) -> Self {
        let traced = |mut url: Url| {
            url.query_pairs_mut().append_pair("opina_trace", token);
            url.to_string()
        };
        let seen = seen.iter().filter_map(|one| page_address(&one.page));
        Self { pages: address.into_iter().chain(seen).map(traced).collect(), query: format!("opina_trace={token}") }
    }
}

/// The address of a web page, as a person types it. `None` for what is none.
pub fn page_address(typed: &str) -> Option<Url> {
    let typed = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&typed).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_what_its_page_has() {
        let check = |typed: &str, expected: Option<&str>| {
            let url = page_address(typed);
            let links = url.map(|url| Links::new("t0", Some(url), &[]));
            assert_eq!(links.as_ref().map(|links| links.pages[0].as_str()), expected, "{typed}");
        };
        check("https://shop.example.com/a?b=c#d", Some("https://shop.example.com/a?b=c&opina_trace=t0#d"));
        check("shop.example.com", Some("https://shop.example.com/?opina_trace=t0"));
        check("http://127.0.0.1:8081/checkout.html", Some("http://127.0.0.1:8081/checkout.html?opina_trace=t0"));
        check("javascript://x", None);
        check("https://user:secret@example.com", None);
        check("a b", None);
    }
}

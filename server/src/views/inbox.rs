//! The comments inbox: which comments, as rows with what the team made of them, and what can be done with many at once.

mod filters;

use super::{Page, colour, figure, format, time};
use crate::{
    access::Role,
    db::{
        comments::{Asking, Listed, MOST_COUNTED, Readable},
        journey::Map,
        members::Member,
        sites::Site,
    },
    inbox::{
        Status,
        filter::{Filter, Tab},
        search::Search,
    },
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;
use filters::Select;
use uuid::Uuid;

/// The most comments that are changed at once.
pub const MOST_AT_ONCE: usize = 5_000;

/// What the inbox is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// Who belongs to the site.
    pub people: Vec<Member>,
    /// The surveys that ask.
    pub surveys: Vec<Asking>,
    /// Tags in use.
    pub tags: Vec<String>,
    /// Causes named so far.
    pub causes: Vec<String>,
    /// Where comments may be read.
    pub readable: Readable,
    /// How many there are of each status.
    pub counts: [usize; 5],
    /// The comments of this page.
    pub comments: Vec<Listed>,
    /// Behind the last of them, if there are more.
    pub next: Option<String>,
}

/// What was done just before, or why nothing was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// So many comments were changed; the batch can be undone.
    Changed(Uuid, usize),
    /// Nothing was selected.
    NothingSelected,
    /// What was typed is no tag.
    NoTag,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "inbox.html")]
pub struct InboxView {
    page: Page,
    key: String,
    demo: bool,
    /// The filter as an address has it.
    query: String,
    /// The moment up to which comments are shown, for "all that match".
    until: i64,
    status: &'static str,
    search: String,
    narrowed: usize,
    filters: String,
    selects: Vec<Select>,
    tabs: Vec<TabLink>,
    rows: Vec<Row>,
    older: Option<String>,
    empty: Empty,
    hidden: Option<String>,
    matching: String,
    too_many: Option<String>,
    statuses: Vec<(&'static str, &'static str)>,
    people: Vec<(i64, String)>,
    tags: Vec<String>,
    said: Option<(String, Option<Uuid>)>,
}

/// One status, with how many there are.
#[derive(Debug)]
struct TabLink {
    href: String,
    name: &'static str,
    n: String,
    current: bool,
}

/// One comment.
#[derive(Debug)]
struct Row {
    key: String,
    href: String,
    score: Option<(&'static str, &'static str, u8)>,
    /// In pieces, each with whether it was looked for; `None` when it was taken out.
    text: Option<Vec<(bool, String)>>,
    language: String,
    about: String,
    status: (&'static str, &'static str),
    owner: Option<String>,
    cause: Option<String>,
    tags: Vec<String>,
    notes: Option<String>,
}

/// Why a page has no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Empty {
    /// Nobody left a comment yet.
    Nothing,
    /// Too few people answered yet.
    Hidden,
    /// All that there are have another status.
    Done,
    /// There are others.
    NoMatch,
}

impl InboxView {
    /// The comments of a filter, at `now`, for an admin.
    pub fn new(page: Page, site: &Site, filter: &Filter, rows: Rows, said: Option<Said>, now: i64) -> Self {
        let (locale, words) = (page.locale, page.words);
        let search = Search::parse(&filter.search);
        let address = format!("/sites/{}/comments", site.key);
        let query = filter.query();
        let found = count(&rows.counts, filter.tab);
        let row = |comment| Row::of(&page, &address, &query, &search, &rows, comment, now);
        Self {
            key: site.key.clone(),
            demo: site.demo,
            until: now,
            status: filter.tab.id(),
            search: filter.search.clone(),
            narrowed: filter.narrowed(),
            filters: match filter.narrowed() {
                0 => words.inbox_filters.to_owned(),
                n => fill(words.inbox_filters_set, &[("n", &n.to_string())]),
            },
            selects: filters::selects(words, filter, &rows),
            tabs: Tab::ALL.map(|tab| TabLink::of(locale, &address, filter, tab, &rows.counts)).into(),
            older: rows.next.as_ref().map(|after| format!("{address}?{}", with(&query, "after", after))),
            empty: Empty::of(filter, &rows),
            hidden: (rows.readable.hidden > 0)
                .then(|| fill(words.inbox_hidden, &[("n", &rows.readable.hidden.to_string())])),
            matching: fill(words.inbox_select_all, &[("n", &counted(locale, found))]),
            too_many: (found >= MOST_COUNTED)
                .then(|| fill(words.inbox_most, &[("n", &format::number(locale, MOST_AT_ONCE as u64))])),
            statuses: Status::ALL.map(|status| (status.id(), name(words, status))).into(),
            people: owners(&rows.people),
            tags: rows.tags.clone(),
            said: said.map(|said| said.in_words(locale)),
            rows: rows.comments.iter().map(row).collect(),
            query,
            page,
        }
    }
}

impl Said {
    fn in_words(&self, locale: Locale) -> (String, Option<Uuid>) {
        let words = Words::of(locale);
        match self {
            Self::Changed(batch, n) => {
                let text = fill(words.inbox_changed, &[("n", &format::number(locale, *n as u64))]);
                (text, Some(*batch).filter(|_| *n > 0))
            }
            Self::NothingSelected => (words.inbox_none_selected.to_owned(), None),
            Self::NoTag => (words.inbox_no_label.to_owned(), None),
        }
    }
}

/// A status in words.
pub fn name(words: &Words, status: Status) -> &'static str {
    match status {
        Status::New => words.inbox_new,
        Status::Seen => words.inbox_seen,
        Status::Working => words.inbox_working,
        Status::Solved => words.inbox_solved,
        Status::Aside => words.inbox_aside,
    }
}

/// The class of a status's tag.
pub fn class(status: Status) -> &'static str {
    match status {
        Status::New => "alert",
        Status::Working => "warn",
        Status::Solved => "ok",
        Status::Seen | Status::Aside => "",
    }
}

/// Who can own comments: members who may change them.
pub fn owners(people: &[Member]) -> Vec<(i64, String)> {
    let owners = people.iter().filter(|person| person.role >= Role::Editor);
    owners.map(|person| (person.admin_id, person.email.clone())).collect()
}

/// A query with one more field.
pub fn with(query: &str, name: &str, value: &str) -> String {
    url::form_urlencoded::Serializer::for_suffix(query.to_owned(), 0).append_pair(name, value).finish()
}

fn count(counts: &[usize; 5], tab: Tab) -> usize {
    counts.iter().zip(Status::ALL).filter(|(_, status)| tab.has(*status)).map(|(n, _)| n).sum()
}

fn counted(locale: Locale, n: usize) -> String {
    match n {
        ..MOST_COUNTED => format::number(locale, n as u64),
        _ => format!("{}+", format::number(locale, MOST_COUNTED as u64)),
    }
}

impl TabLink {
    fn of(locale: Locale, address: &str, filter: &Filter, tab: Tab, counts: &[usize; 5]) -> Self {
        let words = Words::of(locale);
        let query = filter.in_tab(tab).query();
        Self {
            href: if query.is_empty() { address.to_owned() } else { format!("{address}?{query}") },
            name: match tab {
                Tab::Open => words.inbox_open,
                Tab::All => words.inbox_all,
                Tab::One(Status::New) => words.inbox_many_new,
                Tab::One(Status::Seen) => words.inbox_many_seen,
                Tab::One(Status::Working) => words.inbox_many_working,
                Tab::One(Status::Solved) => words.inbox_many_solved,
                Tab::One(Status::Aside) => words.inbox_many_aside,
            },
            n: counted(locale, count(counts, tab)),
            current: filter.tab == tab,
        }
    }
}

impl Row {
    fn of(page: &Page, address: &str, query: &str, search: &Search, rows: &Rows, comment: &Listed, now: i64) -> Self {
        let words = page.words;
        let handling = &comment.state.handling;
        let owner =
            |id: i64| rows.people.iter().find(|person| person.admin_id == id).map(|person| person.email.clone());
        Self {
            key: comment.key.to_string(),
            href: format!(
                "{address}/{}{}",
                comment.key,
                if query.is_empty() { String::new() } else { format!("?{query}") }
            ),
            score: comment
                .score
                .map(|(metric, point)| (colour::ground_of_point(metric, point), figure::name(words, metric), point)),
            text: (!comment.state.redacted).then(|| search.pieces(&comment.text)),
            language: comment.language.clone(),
            about: about(words, &rows.map, comment, now),
            status: (class(handling.status), name(words, handling.status)),
            owner: handling.owner.and_then(owner),
            cause: handling.cause.clone(),
            tags: handling.tags.iter().cloned().collect(),
            notes: match comment.notes {
                0 => None,
                1 => Some(words.inbox_one_note.to_owned()),
                n => Some(fill(words.inbox_notes, &[("n", &n.to_string())])),
            },
        }
    }
}

/// `Checkout · Website · es · phone · 14 min ago`.
fn about(words: &'static Words, map: &Map, comment: &Listed, now: i64) -> String {
    let place = map
        .touchpoint(comment.touchpoint_id)
        .map(|touchpoint| format!("{} · {}", touchpoint.name, map.channel(touchpoint.channel_id)));
    let device = super::comments::device(words, &comment.device);
    let rest = format!("{} · {device} · {}", comment.language, time::ago(words, now, comment.received_at));
    place.into_iter().chain([rest]).collect::<Vec<_>>().join(" · ")
}

impl Empty {
    fn of(filter: &Filter, rows: &Rows) -> Self {
        let narrowed = filter.narrowed() > 0 || !filter.search.is_empty();
        match count(&rows.counts, Tab::All) {
            0 if narrowed => Self::NoMatch,
            0 if rows.readable.hidden > 0 => Self::Hidden,
            0 => Self::Nothing,
            _ if filter.tab == Tab::Open && !narrowed => Self::Done,
            _ => Self::NoMatch,
        }
    }
}

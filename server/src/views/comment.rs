//! One comment: what was said and by whom as far as it is known, what the team makes of it, and what was done so far.

mod answers;

pub mod typed;

use super::{
    Page, colour, figure, format,
    inbox::{class, name, owners},
    time,
};
use crate::{
    db::{
        comment_loop::{Change, Field, Loop, Past, What},
        comments::{Listed, Readable},
        journey::Map,
        members::Member,
        respondents::{Moment, Whole},
        sites::Site,
    },
    inbox::{LONGEST_LABEL, LONGEST_NOTE, Status},
    words::{Words, fill},
};
use answers::Answer;
use askama::Template;
use jiff::tz::TimeZone;
use typed::{Mistakes, Typed};

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// Where comments may be read.
    pub readable: Readable,
    /// The comment.
    pub comment: Listed,
    /// The response it belongs to.
    pub whole: Whole,
    /// All responses of the same person, this one too.
    pub line: Vec<Moment>,
    /// What was done so far.
    pub history: Vec<Past>,
    /// Who belongs to the site.
    pub people: Vec<Member>,
    /// Tags in use.
    pub tags: Vec<String>,
    /// Causes named so far.
    pub causes: Vec<String>,
}

/// Why a form is shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// What was typed cannot be saved.
    Mistaken(Mistakes),
    /// Somebody else changed something meanwhile: this is stored now.
    Conflict(Loop),
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "comment.html")]
pub struct CommentView {
    page: Page,
    key: String,
    /// The comment's address.
    address: String,
    /// The list it was found in, as an address has it.
    query: String,
    score: Option<(&'static str, &'static str, u8)>,
    text: Option<String>,
    language: String,
    place: Option<(i64, String, String)>,
    about: Vec<String>,
    fields: Vec<(String, String)>,
    person: Option<String>,
    answers: Vec<Answer>,
    line: Vec<Stop>,
    history: Vec<Told>,
    statuses: Vec<(&'static str, &'static str)>,
    people: Vec<(i64, String)>,
    tags: Vec<String>,
    causes: Vec<String>,
    typed: Typed,
    mistakes: Mistakes,
    /// What somebody else saved meanwhile, where it differs from what was typed.
    theirs: Option<Theirs>,
    saved: bool,
    longest_note: usize,
    longest_label: usize,
}

/// What somebody else saved, in words; nothing where it is the same.
#[derive(Debug, Default)]
struct Theirs {
    status: Option<String>,
    owner: Option<String>,
    cause: Option<String>,
    tags: Option<String>,
}

/// One response in the line of time.
#[derive(Debug)]
struct Stop {
    when: String,
    place: String,
    score: Option<(&'static str, &'static str, u8)>,
    said: Vec<(String, Option<String>)>,
    here: bool,
}

/// One thing that was done.
#[derive(Debug)]
struct Told {
    when: String,
    who: String,
    what: String,
    note: Option<String>,
}

impl CommentView {
    /// A comment at `now`; `form` is what was typed and why it is shown again.
    pub fn new(
        page: Page,
        site: &Site,
        query: String,
        rows: Rows,
        form: Option<(Typed, Again)>,
        saved: bool,
        now: i64,
    ) -> Self {
        let (locale, words) = (page.locale, page.words);
        let clock = Clock { words, locale, zone: format::zone(&site.time_zone), now };
        let Rows { map, readable, comment, whole, line, history, people, tags, causes } = rows;
        let (typed, mistakes, theirs) = match form {
            None => (Typed::of(&comment.state), Mistakes::default(), None),
            Some((typed, Again::Mistaken(mistakes))) => (typed, mistakes, None),
            Some((typed, Again::Conflict(stored))) => {
                let theirs = Theirs::of(words, &typed, &stored, &people);
                (Typed { revision: stored.revision, ..typed }, Mistakes::default(), Some(theirs))
            }
        };
        let stop = |moment: &Moment| Stop::of(&clock, &map, &readable, moment, moment.id == whole.id);
        Self {
            key: site.key.clone(),
            address: format!("/sites/{}/comments/{}", site.key, comment.key),
            query,
            score: score(words, comment.score),
            text: (!comment.state.redacted).then(|| comment.text.clone()),
            language: comment.language.clone(),
            place: map
                .touchpoint(comment.touchpoint_id)
                .map(|one| (one.id, one.name.clone(), map.channel(one.channel_id).to_owned())),
            about: about(&clock, &whole),
            fields: whole.fields.clone().into_iter().collect(),
            person: whole.person.clone(),
            answers: answers::of(locale, &whole),
            line: line.iter().map(stop).collect(),
            history: history.into_iter().map(|past| Told::of(&clock, &people, past)).collect(),
            statuses: Status::ALL.map(|status| (status.id(), name(words, status))).into(),
            people: owners(&people),
            tags,
            causes,
            typed,
            mistakes,
            theirs,
            saved,
            longest_note: LONGEST_NOTE,
            longest_label: LONGEST_LABEL,
            page,
        }
    }

    /// The class and the words of the status that is stored or typed.
    fn status(&self) -> (&'static str, &'static str) {
        (class(self.typed.status), name(self.page.words, self.typed.status))
    }
}

/// What is asked before a text is taken out for good.
#[derive(Debug, Template)]
#[template(path = "comment_redact.html")]
pub struct RedactView {
    page: Page,
    address: String,
    query: String,
    text: String,
    language: String,
}

impl RedactView {
    /// Asks about this comment.
    pub fn new(page: Page, site: &Site, query: String, comment: &Listed) -> Self {
        let address = format!("/sites/{}/comments/{}", site.key, comment.key);
        Self { page, address, query, text: comment.text.clone(), language: comment.language.clone() }
    }
}

/// What times are told by.
struct Clock {
    words: &'static Words,
    locale: crate::locale::Locale,
    zone: TimeZone,
    now: i64,
}

impl Clock {
    fn tell(&self, at: i64) -> String {
        time::moment(self.locale, &self.zone, at, self.now)
    }
}

fn score(
    words: &'static Words,
    score: Option<(shared::score::Metric, u8)>,
) -> Option<(&'static str, &'static str, u8)> {
    score.map(|(metric, point)| (colour::ground_of_point(metric, point), figure::name(words, metric), point))
}

fn about(clock: &Clock, whole: &Whole) -> Vec<String> {
    let words = clock.words;
    let survey = format!("{} · {}", whole.survey, fill(words.inbox_version, &[("n", &whole.version.to_string())]));
    let device = super::comments::device(words, &whole.device).to_owned();
    let unfinished = (!whole.complete).then(|| words.inbox_unfinished.to_owned());
    let known = [clock.tell(whole.received_at), survey, whole.language.clone(), device];
    known.into_iter().chain(whole.path.clone()).chain(unfinished).collect()
}

impl Theirs {
    fn of(words: &Words, typed: &Typed, stored: &Loop, people: &[Member]) -> Self {
        let now = Typed::of(stored);
        let differs = |same: bool, theirs: String| (!same).then(|| fill(words.survey_theirs, &[("text", &theirs)]));
        let something = |text: String| if text.is_empty() { words.inbox_nothing.to_owned() } else { text };
        let owner = match now.owner {
            None => words.inbox_nobody.to_owned(),
            Some(id) => who(words, people, Some(id)),
        };
        Self {
            status: differs(now.status == typed.status, name(words, now.status).to_owned()),
            owner: differs(now.owner == typed.owner, owner),
            cause: differs(now.cause == typed.cause, something(now.cause)),
            tags: differs(now.tags == typed.tags, something(now.tags)),
        }
    }
}

impl Stop {
    fn of(clock: &Clock, map: &Map, readable: &Readable, moment: &Moment, here: bool) -> Self {
        let touchpoint = map.touchpoint(moment.touchpoint_id);
        let may_read = readable.touchpoints.contains(&moment.touchpoint_id);
        let said = moment.said.iter().filter(|_| may_read).map(|said| {
            let text = if said.redacted { clock.words.inbox_redacted.to_owned() } else { said.text.clone() };
            (text, (!here).then(|| said.key.to_string()))
        });
        Self {
            when: clock.tell(moment.received_at),
            place: touchpoint.map_or_else(String::new, |one| format!("{} · {}", one.name, map.channel(one.channel_id))),
            score: score(clock.words, moment.score),
            said: said.collect(),
            here,
        }
    }
}

fn who(words: &Words, people: &[Member], id: Option<i64>) -> String {
    let found = people.iter().find(|person| Some(person.admin_id) == id);
    found.map_or_else(|| words.inbox_somebody.to_owned(), |person| person.email.clone())
}

impl Told {
    fn of(clock: &Clock, people: &[Member], past: Past) -> Self {
        let words = clock.words;
        let (what, note) = match past.what {
            What::Noted(text) => (words.inbox_noted.to_owned(), Some(text)),
            What::Changed(Change { field: Field::Redacted, .. }) => (words.inbox_redacted.to_owned(), None),
            What::Changed(Change { field: Field::Tag, was, became }) => {
                let sign = if became.is_some() { "+" } else { "−" };
                let tag = became.or(was).unwrap_or_default();
                (format!("{}: {sign}\u{a0}{tag}", words.inbox_tag), None)
            }
            What::Changed(Change { field, was, became }) => {
                let [was, became] = [was, became].map(|value| value_of(words, people, field, value));
                let field = match field {
                    Field::Status => words.survey_status,
                    Field::Owner => words.inbox_owner,
                    _ => words.inbox_cause,
                };
                (format!("{field}: {was} → {became}"), None)
            }
        };
        Self { when: clock.tell(past.at), who: who(words, people, past.admin_id), what, note }
    }
}

fn value_of(words: &Words, people: &[Member], field: Field, value: Option<String>) -> String {
    match (field, value) {
        (Field::Status, Some(id)) => Status::of(&id).map_or(id, |status| name(words, status).to_owned()),
        (Field::Owner, Some(id)) => who(words, people, id.parse().ok()),
        (Field::Owner, None) => words.inbox_nobody.to_owned(),
        (_, Some(text)) => text,
        (_, None) => words.inbox_nothing.to_owned(),
    }
}

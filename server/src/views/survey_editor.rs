//! The survey editor: every field of the form with what was typed, what is wrong, and what someone else saved meanwhile.

pub mod input;

pub mod conditions;

pub mod logic;

pub mod card;

pub mod settings;

pub mod facts;

pub mod translations;

mod summary;

use self::{
    card::{Card, kind_name},
    input::{Choice, Fields, Input, Texts, choice, say},
    logic::{EndingCard, Ways},
    settings::Settings,
};
use super::{Page, languages};
use crate::{
    db::surveys::Status,
    survey_form::{
        Form, QuestionKind,
        check::Problem,
        names::{self, FieldNames},
    },
    words::{Words, fill},
};
use askama::Template;
use jiff::tz::TimeZone;
use shared::text::{Language, QuestionId};

/// What has just happened to the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It was made of a template.
    Created,
    /// The draft was saved.
    Saved,
    /// The draft became a version and is live.
    Published,
    /// Nobody is asked any more.
    Paused,
    /// It is asked again.
    Resumed,
    /// There was nothing to publish.
    Unchanged,
    /// The draft was made equal to an earlier version.
    Restored,
    /// The draft was made equal to the version that is asked.
    Discarded,
    /// Something in the form cannot be saved.
    Mistakes,
    /// A question, option or language came, went or moved; nothing is saved yet.
    Unsaved,
    /// Someone else saved meanwhile.
    Conflict,
}

impl Notice {
    /// Its name in addresses, for those that a redirect leads to.
    pub fn key(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Saved => "saved",
            Self::Published => "published",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Unchanged => "unchanged",
            Self::Restored => "restored",
            Self::Discarded => "discarded",
            Self::Mistakes | Self::Unsaved | Self::Conflict => "",
        }
    }

    /// The one with this name.
    pub fn by_key(key: &str) -> Option<Self> {
        let named = [
            Self::Created,
            Self::Saved,
            Self::Published,
            Self::Paused,
            Self::Resumed,
            Self::Unchanged,
            Self::Restored,
            Self::Discarded,
        ];
        named.into_iter().find(|notice| notice.key() == key)
    }

    fn text(self, words: &'static Words) -> &'static str {
        match self {
            Self::Created => words.survey_created,
            Self::Saved => words.survey_saved,
            Self::Published => words.survey_published,
            Self::Paused => words.survey_was_paused,
            Self::Resumed => words.survey_resumed,
            Self::Unchanged => words.survey_unchanged,
            Self::Restored => words.versions_restored,
            Self::Discarded => words.versions_discarded,
            Self::Mistakes => words.survey_mistakes,
            Self::Unsaved => words.survey_unsaved,
            Self::Conflict => words.survey_conflict,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Mistakes | Self::Conflict => "alert",
            Self::Unsaved | Self::Unchanged | Self::Restored => "warn",
            Self::Created | Self::Saved | Self::Published | Self::Paused | Self::Resumed | Self::Discarded => "",
        }
    }
}

/// All that the editor is made of.
#[derive(Debug)]
pub struct Editing<'a> {
    /// Row id of the survey.
    pub id: i64,
    /// The revision that is edited.
    pub revision: i32,
    /// Where the survey is in its life.
    pub status: Status,
    /// The version that is asked while it is live.
    pub version: Option<i32>,
    /// Whether the saved draft says something else than that version.
    pub unpublished: bool,
    /// The touchpoint's name, phase and channel.
    pub place: String,
    /// A page on which the survey shows, if one is known.
    pub page_to_open: Option<String>,
    /// Whether the script was ever seen on the site.
    pub installed: bool,
    /// The site's time zone.
    pub zone: &'a TimeZone,
    /// What was typed.
    pub form: &'a Form,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// What someone else saved meanwhile.
    pub theirs: Option<&'a Form>,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The field to go on with.
    pub focus: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "survey_edit.html")]
pub struct EditorView {
    page: Page,
    id: i64,
    revision: i32,
    status: (&'static str, String),
    is_live: bool,
    is_paused: bool,
    is_draft: bool,
    unpublished: bool,
    publish: String,
    place: String,
    page_to_open: Option<String>,
    notice: Option<Said>,
    /// Whether what comes next is to install the script.
    install: bool,
    /// Links to the fields that are wrong, or what others changed about the questions.
    notes: Vec<Note>,
    theirs: bool,
    /// Whether something was typed that is not saved.
    unsent: bool,
    focus: Option<String>,
    name: Input,
    languages: Vec<LanguageRow>,
    new_language: Input,
    questions: Vec<Card>,
    questions_problem: Option<String>,
    endings: Vec<EndingCard>,
    endings_problem: Option<String>,
    thanks: Texts,
    thanks_pipes: Vec<String>,
    pipes_hint: String,
    zone: String,
    settings: Settings,
    kinds: Vec<Choice>,
    tags: Vec<(&'static str, &'static str)>,
}

/// What has just happened, in words.
#[derive(Debug)]
pub struct Said {
    /// Its colour.
    pub class: &'static str,
    /// Whether something must be done about it.
    pub urgent: bool,
    /// What it says.
    pub text: String,
}

/// A line below the notice.
#[derive(Debug)]
pub struct Note {
    /// The field it is about, if there is one.
    pub field: Option<String>,
    /// What it says.
    pub text: String,
}

/// A language of the survey.
#[derive(Debug)]
pub struct LanguageRow {
    /// Its tag.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
}

impl EditorView {
    /// The page of a survey that is being edited.
    pub fn new(page: Page, editing: Editing<'_>) -> Self {
        let words = page.words;
        let Editing { form, problems, theirs, zone, .. } = editing;
        let fields = Fields { words, form, problems, theirs, zone, locale: page.locale };
        let version = editing.version.map(|version| version.to_string()).unwrap_or_default();
        let next = editing.version.map_or(1, |version| version.saturating_add(1)).to_string();
        let status = match editing.status {
            Status::Draft => ("", words.survey_draft.to_owned()),
            Status::Live => ("ok", fill(words.survey_live_version, &[("n", &version)])),
            Status::Paused => ("warn", fill(words.survey_paused_version, &[("n", &version)])),
        };
        let notice = editing.notice.map(|notice| Said {
            class: notice.class(),
            urgent: matches!(notice, Notice::Mistakes | Notice::Conflict),
            text: fill(notice.text(words), &[("n", &version)]),
        });
        let language = |language: &Language| LanguageRow { tag: language.to_string(), name: languages::name(language) };
        Self {
            id: editing.id,
            revision: editing.revision,
            status,
            is_live: editing.status == Status::Live,
            is_paused: editing.status == Status::Paused,
            is_draft: editing.status == Status::Draft,
            unpublished: editing.unpublished && editing.status != Status::Draft,
            publish: fill(words.survey_publish, &[("n", &next)]),
            place: editing.place,
            page_to_open: editing.page_to_open,
            install: editing.notice == Some(Notice::Published) && !editing.installed,
            notice,
            notes: fields.notes(),
            theirs: editing.theirs.is_some(),
            unsent: editing.notice.is_some_and(|notice| notice.key().is_empty()),
            focus: editing.focus,
            name: fields.input(names::NAME, 100).labelled(words.survey_name),
            languages: form.languages().iter().map(language).collect(),
            new_language: fields.input(names::NEW_LANGUAGE, 35),
            questions: (0..form.questions().len()).map(|position| fields.card(position)).collect(),
            questions_problem: fields.problem(names::QUESTION),
            endings: fields.endings(),
            endings_problem: fields.problem(names::ENDING),
            thanks: fields.texts(words.survey_thanks, names::thanks),
            thanks_pipes: fields.pipes(form.questions().len()),
            pipes_hint: fill(words.survey_pipes_hint, &[("example", "{{name|…}}")]),
            zone: fill(words.survey_zone, &[("zone", zone.iana_name().unwrap_or("UTC"))]),
            settings: fields.settings(),
            kinds: QuestionKind::ALL.iter().map(|kind| choice(kind.key(), kind_name(words, *kind), false)).collect(),
            tags: languages::COMMON.iter().map(|(tag, name)| (*tag, *name)).collect(),
            page,
        }
    }
}

impl EditorView {
    /// Whether the button that does this to a question is the one to go on with.
    fn focuses(&self, verb: &str, question: &str) -> bool {
        self.focus.as_deref().and_then(|focus| focus.split_once(':')) == Some((verb, question))
    }
}

impl Fields<'_> {
    /// The way to each field that is wrong, and what someone else changed about the questions.
    fn notes(&self) -> Vec<Note> {
        let numbers = self.form.questions().iter().enumerate();
        let numbers: Vec<(String, usize)> = numbers.map(|(at, (id, _))| (format!("q.{id}."), at + 1)).collect();
        let wrong = |problem: &Problem| {
            let number = numbers.iter().find(|(start, _)| problem.field.starts_with(start));
            let said = say(self.words, &problem.mistake);
            let text = number.map_or(said.clone(), |(_, number)| format!("{number} · {said}"));
            Note { field: Some(problem.field.clone()), text }
        };
        let mut notes: Vec<Note> = self.problems.iter().map(wrong).collect();
        let Some(theirs) = self.theirs else { return notes };
        let mut note = |text: &str, what: &str| notes.push(Note { field: None, text: fill(text, &[("what", what)]) });
        let has = |form: &Form, id: &QuestionId| form.questions().iter().any(|(one, _)| one == id);
        for (id, _) in theirs.questions().iter().filter(|(id, _)| !has(self.form, id)) {
            note(self.words.survey_only_theirs, theirs.first_text(|language| id.title(language)));
        }
        for (id, _) in self.form.questions().iter().filter(|(id, _)| !has(theirs, id)) {
            note(self.words.survey_only_yours, &self.heading(id));
        }
        for language in theirs.languages().iter().filter(|language| !self.form.languages().contains(language)) {
            note(self.words.survey_only_theirs, &languages::name(language));
        }
        for language in self.form.languages().iter().filter(|language| !theirs.languages().contains(language)) {
            note(self.words.survey_only_yours, &languages::name(language));
        }
        for (id, _) in theirs.questions().iter().filter(|(id, _)| has(self.form, id)) {
            let (mine, other) = (self.form.options(id), theirs.options(id));
            for key in other.iter().filter(|key| !mine.contains(key)) {
                note(self.words.survey_only_theirs, theirs.first_text(|language| id.label(key, language)));
            }
        }
        notes.extend(self.said_otherwise(theirs).into_iter().map(|text| Note { field: None, text }));
        notes
    }

    /// Rules, endings and triggers that someone else saved in other words than ours.
    fn said_otherwise(&self, theirs: &Form) -> Vec<String> {
        let other = Fields { form: theirs, theirs: None, problems: &[], ..*self };
        let sentences = |fields: &Fields<'_>, id: &QuestionId| {
            let position = fields.form.questions().iter().position(|(one, _)| one == id);
            position.map(|position| fields.ways(position).1.join(" · "))
        };
        let endings = |fields: &Fields<'_>| {
            let said = fields.endings().into_iter().map(|ending| ending.sentence);
            said.collect::<Vec<_>>().join(" · ")
        };
        let questions = self.form.questions().iter().map(|(id, _)| (sentences(self, id), sentences(&other, id)));
        let rest = [(endings(self), endings(&other)), (self.summary(), other.summary())];
        let pairs = questions.filter_map(|(mine, theirs)| Some((mine?, theirs?))).chain(rest);
        let said = |(_, theirs): (String, String)| {
            let shown = if theirs.is_empty() { self.words.survey_nothing } else { &theirs };
            fill(self.words.survey_theirs, &[("text", shown)])
        };
        pairs.filter(|(mine, theirs)| mine != theirs).map(said).collect()
    }
}

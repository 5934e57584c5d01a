//! The survey editor: every field of the form with what was typed, what is wrong, and what someone else saved meanwhile.

use super::{Page, languages};
use crate::{
    db::surveys::Status,
    survey_form::{
        Form, QuestionKind,
        branches::{self, Outcome},
        check::{Mistake, Problem},
        names::{self, FieldNames},
    },
    words::{Words, fill},
};
use askama::Template;
use shared::{
    survey::{Branch, Destination, LONGEST_COMMENT, MOST_OPTIONS, MOST_QUESTIONS, Test},
    text::{LONGEST_TEXT, Language, QuestionId},
};

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
            Self::Mistakes | Self::Unsaved | Self::Conflict => "",
        }
    }

    /// The one with this name.
    pub fn by_key(key: &str) -> Option<Self> {
        let named = [Self::Created, Self::Saved, Self::Published, Self::Paused, Self::Resumed, Self::Unchanged];
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
            Self::Mistakes => words.survey_mistakes,
            Self::Unsaved => words.survey_unsaved,
            Self::Conflict => words.survey_conflict,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Mistakes | Self::Conflict => "alert",
            Self::Unsaved | Self::Unchanged => "warn",
            Self::Created | Self::Saved | Self::Published | Self::Paused | Self::Resumed => "",
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
    thanks: Texts,
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

/// One field for a text.
#[derive(Debug)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// What was typed.
    pub value: String,
    /// The language it is written in, with its name; `None` for what visitors never see.
    pub language: Option<(String, String)>,
    /// What is shown where it is empty.
    pub fallback: Option<String>,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// What someone else saved in its place.
    pub theirs: Option<String>,
    /// The most characters.
    pub most: usize,
}

impl Input {
    /// The ids of what describes the field, for screen readers.
    pub fn described_by(&self) -> String {
        let parts = [("problem", self.problem.is_some()), ("theirs", self.theirs.is_some()), ("hint", true)];
        let ids = parts.iter().filter(|(_, there)| *there).map(|(part, _)| format!("{}-{part}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }
}

/// A text in each language.
#[derive(Debug)]
pub struct Texts {
    /// What it is.
    pub label: String,
    /// One field a language, the default one first.
    pub inputs: Vec<Input>,
}

/// One of several values.
#[derive(Debug)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What it means.
    pub label: String,
    /// Whether it is the one chosen.
    pub chosen: bool,
}

/// A select, or a group of radio buttons.
#[derive(Debug)]
pub struct Select {
    /// Its name.
    pub name: String,
    /// What is chosen by it.
    pub label: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What is wrong with the choice.
    pub problem: Option<String>,
    /// What someone else chose meanwhile.
    pub theirs: Option<String>,
}

/// A language of the survey.
#[derive(Debug)]
pub struct LanguageRow {
    /// Its tag.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
}

/// One question.
#[derive(Debug)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// Its text in the default language.
    pub heading: String,
    /// Its kind, as it is sent.
    pub kind: &'static str,
    /// Its kind, in words.
    pub kind_name: &'static str,
    /// Whether it is the last one.
    pub last: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// The name of that checkbox.
    pub required_name: String,
    /// What someone else decided about it meanwhile.
    pub required_theirs: Option<String>,
    /// The question itself.
    pub title: Texts,
    /// The labels of a rating's ends, or what an empty comment shows.
    pub labels: Vec<Texts>,
    /// How a CSAT question is drawn.
    pub style: Option<Select>,
    /// The most characters of a comment.
    pub most: Option<Input>,
    /// What can be chosen.
    pub options: Option<Options>,
    /// Where each group of answers leads.
    pub ways: Vec<Select>,
    /// Branches that groups cannot say, in words, with their field.
    pub custom: Option<(Input, Vec<String>)>,
    /// Where answers lead that do not go on to the next question, in words.
    pub sentences: Vec<String>,
}

impl Card {
    /// Whether a group of answers leads to a question that does not come later.
    pub fn leads_astray(&self) -> bool {
        self.ways.iter().any(|way| way.problem.is_some())
    }
}

/// The options of a question.
#[derive(Debug)]
pub struct Options {
    /// The name of the fields that list them.
    pub name: String,
    /// Each one's key and label.
    pub rows: Vec<(String, Texts)>,
    /// What is wrong with all of them.
    pub problem: Option<String>,
}

/// Where, when and how the survey shows.
#[derive(Debug)]
pub struct Settings {
    /// Pages on which it shows.
    pub include: Input,
    /// Pages on which it never shows.
    pub exclude: Input,
    /// Seconds before it shows.
    pub delay: Input,
    /// The share of visitors asked.
    pub percent: Input,
    /// When someone is asked again, after answering and after closing it, each with the number of days.
    pub again: Vec<(Select, Input)>,
    /// By itself or as a tab, and where it stands.
    pub looks: Vec<Select>,
}

impl EditorView {
    /// The page of a survey that is being edited.
    pub fn new(page: Page, editing: Editing<'_>) -> Self {
        let words = page.words;
        let fields = Fields { words, form: editing.form, problems: editing.problems, theirs: editing.theirs };
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
        let form = editing.form;
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
            notice,
            notes: fields.notes(),
            theirs: editing.theirs.is_some(),
            unsent: editing.notice.is_some_and(|notice| notice.key().is_empty()),
            focus: editing.focus,
            name: fields.input(names::NAME, 100),
            languages: form.languages().iter().map(language).collect(),
            new_language: fields.input(names::NEW_LANGUAGE, 35),
            questions: (0..form.questions().len()).map(|position| fields.card(position)).collect(),
            questions_problem: fields.problem(names::QUESTION),
            thanks: fields.texts(words.survey_thanks, names::thanks),
            settings: fields.settings(),
            kinds: QuestionKind::ALL.map(|kind| choice(kind.key(), kind_name(words, kind), false)).into(),
            tags: languages::COMMON.iter().map(|(tag, name)| (*tag, *name)).collect(),
            page,
        }
    }
}

fn choice(value: &str, label: &str, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen }
}

/// A kind of question in words.
pub fn kind_name(words: &'static Words, kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Nps => words.survey_kind_nps,
        QuestionKind::Csat => words.survey_kind_csat,
        QuestionKind::Ces => words.survey_kind_ces,
        QuestionKind::Choice => words.survey_kind_choice,
        QuestionKind::Text => words.survey_kind_text,
    }
}

struct Fields<'a> {
    words: &'static Words,
    form: &'a Form,
    problems: &'a [Problem],
    theirs: Option<&'a Form>,
}

impl Fields<'_> {
    fn problem(&self, name: &str) -> Option<String> {
        let found = self.problems.iter().filter(|problem| problem.field == name);
        let said: Vec<String> = found.map(|problem| say(self.words, &problem.mistake)).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// What someone else saved in a field, if it is something else. Nothing for a field of theirs that is not there.
    fn theirs(&self, name: &str, say: impl Fn(&str) -> String) -> Option<String> {
        let theirs = self.theirs?.typed(name)?;
        let shown = if theirs.trim().is_empty() { self.words.survey_nothing.to_owned() } else { say(theirs) };
        (theirs.trim() != self.form.value(name).trim()).then(|| fill(self.words.survey_theirs, &[("text", &shown)]))
    }

    fn input(&self, name: &str, most: usize) -> Input {
        Input {
            name: name.to_owned(),
            value: self.form.value(name).to_owned(),
            language: None,
            fallback: None,
            problem: self.problem(name),
            theirs: self.theirs(name, |theirs| format!("“{theirs}”")),
            most,
        }
    }

    fn texts(&self, label: &str, name: impl Fn(&Language) -> String) -> Texts {
        let spoken = self.form.languages();
        let written = |language: &Language| !self.form.value(&name(language)).trim().is_empty();
        let input = |(position, language): (usize, &Language)| {
            let base = spoken.iter().find(|one| *one != language && one.as_str() == language.base() && written(one));
            let fallback = base.or(spoken.first()).filter(|fallback| position > 0 && written(fallback));
            let fallback = fallback.filter(|_| !written(language));
            Input {
                language: Some((language.to_string(), languages::name(language))),
                fallback: fallback.map(languages::name),
                ..self.input(&name(language), LONGEST_TEXT)
            }
        };
        Texts { label: label.to_owned(), inputs: spoken.iter().enumerate().map(input).collect() }
    }

    fn select(&self, name: &str, label: &str, choices: &[(&str, &str)]) -> Select {
        let value = self.form.value(name);
        let known = choices.iter().any(|(key, _)| *key == value);
        let choices = choices.iter().enumerate();
        let theirs = |theirs: &str| choices.clone().find(|(_, (key, _))| *key == theirs).map(|(_, (_, label))| *label);
        Select {
            name: name.to_owned(),
            label: label.to_owned(),
            theirs: self.theirs(name, |key| theirs(key).unwrap_or(key).to_owned()),
            choices: choices
                .clone()
                .map(|(position, (key, label))| choice(key, label, *key == value || (!known && position == 0)))
                .collect(),
            problem: self.problem(name),
        }
    }

    fn heading(&self, id: &QuestionId) -> String {
        let text = self.form.first_text(|language| id.title(language));
        if text.is_empty() { self.words.survey_untitled.to_owned() } else { text.to_owned() }
    }

    fn number(&self, id: &QuestionId) -> Option<usize> {
        self.form.questions().iter().position(|(one, _)| one == id).map(|position| position + 1)
    }

    fn destination(&self, to: Option<&Destination>) -> String {
        match to {
            None => self.words.survey_next.to_owned(),
            Some(Destination::End) => self.words.survey_end.to_owned(),
            Some(Destination::Question(id)) => match self.number(id) {
                Some(number) => format!("{number} · {}", self.heading(id)),
                None => id.to_string(),
            },
        }
    }

    fn card(&self, position: usize) -> Card {
        let words = self.words;
        let (id, kind) = &self.form.questions()[position];
        let ends = match kind {
            QuestionKind::Nps => Some(("0", "10")),
            QuestionKind::Csat => Some(("1", "5")),
            QuestionKind::Ces => Some(("1", "7")),
            QuestionKind::Choice | QuestionKind::Text => None,
        };
        let mut labels = Vec::new();
        if let Some((low, high)) = ends {
            labels.push(self.texts(&fill(words.survey_end_label, &[("n", low)]), |language| id.low(language)));
            labels.push(self.texts(&fill(words.survey_end_label, &[("n", high)]), |language| id.high(language)));
        }
        if *kind == QuestionKind::Text {
            labels.push(self.texts(words.survey_placeholder, |language| id.placeholder(language)));
        }
        let styles = [("faces", words.survey_faces), ("stars", words.survey_stars), ("numbers", words.survey_numbers)];
        let custom = self.form.custom_branches(id).map(|written| {
            let sentence = |branch: &Branch| self.sentence(id, branch);
            (self.input(&id.custom(), 0), written.iter().flatten().map(sentence).collect::<Vec<_>>())
        });
        let outcomes = branches::outcomes(*kind, self.form.options(id));
        let ways = match &custom {
            Some(_) => Vec::new(),
            None => outcomes.iter().map(|outcome| self.way(position, outcome)).collect(),
        };
        let sentences = match &custom {
            Some((_, sentences)) => sentences.clone(),
            None => self.said(id, &outcomes),
        };
        Card {
            id: id.to_string(),
            number: position + 1,
            heading: self.heading(id),
            kind: kind.key(),
            kind_name: kind_name(words, *kind),
            last: position + 1 == self.form.questions().len(),
            required: self.form.is_on(&id.required()),
            required_name: id.required(),
            required_theirs: self.required_theirs(id),
            title: self.texts(words.survey_question_text, |language| id.title(language)),
            labels,
            style: (*kind == QuestionKind::Csat).then(|| self.select(&id.style(), words.survey_style, &styles)),
            most: (*kind == QuestionKind::Text).then(|| self.input(&id.most(), LONGEST_COMMENT.into())),
            options: (*kind == QuestionKind::Choice).then(|| self.options(id)),
            ways,
            custom,
            sentences,
        }
    }

    fn required_theirs(&self, id: &QuestionId) -> Option<String> {
        let theirs = self.theirs.filter(|theirs| theirs.questions().iter().any(|(one, _)| one == id))?;
        let (mine, theirs) = (self.form.is_on(&id.required()), theirs.is_on(&id.required()));
        let decided = if theirs { self.words.survey_required } else { self.words.survey_optional };
        (mine != theirs).then(|| fill(self.words.survey_theirs, &[("text", decided)]))
    }

    fn options(&self, id: &QuestionId) -> Options {
        let row = |key: &String| {
            let number = self.form.options(id).iter().position(|one| one == key).map_or(0, |position| position + 1);
            let label = fill(self.words.survey_option, &[("n", &number.to_string())]);
            (key.clone(), self.texts(&label, |language| id.label(key, language)))
        };
        let rows = self.form.options(id).iter().map(row).collect();
        Options { name: id.option(), rows, problem: self.problem(&id.option()) }
    }

    /// The select for one group of answers: the next question, a later one, or the end.
    fn way(&self, position: usize, outcome: &Outcome) -> Select {
        let (id, _) = &self.form.questions()[position];
        let name = id.to(outcome.key());
        let later = self.form.questions()[position + 1..].iter();
        let later = later.map(|(later, _)| Some(Destination::Question(later.clone())));
        let mut ways: Vec<Option<Destination>> =
            std::iter::once(None).chain(later).chain([Some(Destination::End)]).collect();
        let chosen = branches::read(self.form.value(&name));
        if !ways.contains(&chosen) {
            // It came before by moving; it stays in sight until something else is chosen.
            ways.push(chosen);
        }
        let written: Vec<(String, String)> =
            ways.iter().map(|to| (branches::write(to.as_ref()), self.destination(to.as_ref()))).collect();
        let choices: Vec<(&str, &str)> = written.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
        let mut select = self.select(&name, &self.outcome(id, outcome), &choices);
        if select.problem.is_none()
            && let Some(Destination::Question(to)) = branches::read(self.form.value(&name))
            && self.number(&to).is_none_or(|number| number <= position + 1)
        {
            select.problem = Some(say(self.words, &Mistake::Destination));
        }
        select
    }

    fn outcome(&self, id: &QuestionId, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Scores(_, low, high) if low == high => low.to_string(),
            Outcome::Scores(_, low, high) => format!("{low}–{high}"),
            Outcome::Option(key) => {
                let label = self.form.first_text(|language| id.label(key, language));
                if label.is_empty() { self.words.survey_empty_option.to_owned() } else { format!("“{label}”") }
            }
            Outcome::Any => self.words.survey_any_answer.to_owned(),
        }
    }

    /// Where answers lead that do not simply go on: a sentence for each branch the groups make.
    fn said(&self, id: &QuestionId, outcomes: &[Outcome]) -> Vec<String> {
        let to = |outcome: &Outcome| branches::read(self.form.value(&id.to(outcome.key())));
        let destinations: Vec<Option<Destination>> = outcomes.iter().map(to).collect();
        let branches = branches::branches(id, outcomes, &destinations);
        branches.iter().map(|branch| self.sentence(id, branch)).collect()
    }

    /// A branch in words, whatever it tests.
    fn sentence(&self, id: &QuestionId, branch: &Branch) -> String {
        let condition = |condition: &shared::survey::Condition| {
            let outcome = match &condition.is {
                Test::Score(from, to) => Outcome::Scores("", *from, *to),
                Test::Chosen(option) => Outcome::Option(option.to_string()),
            };
            let answer = self.outcome(&condition.question, &outcome);
            if condition.question == *id { answer } else { format!("{}: {answer}", self.heading(&condition.question)) }
        };
        let conditions: Vec<String> = branch.when.iter().map(condition).collect();
        let when = if conditions.is_empty() {
            self.words.survey_any_answer.to_owned()
        } else {
            conditions.join(&format!(" {} ", self.words.survey_and))
        };
        format!("{when} → {}", self.destination(Some(&branch.to)))
    }

    fn settings(&self) -> Settings {
        let words = self.words;
        let again = |name: &str, label: &str| {
            let choices = [("never", words.survey_never), ("days", words.survey_after_days)];
            (self.select(name, label, &choices), self.input(&names::days(name), 4))
        };
        Settings {
            include: self.input(names::INCLUDE, 20_000),
            exclude: self.input(names::EXCLUDE, 20_000),
            delay: self.input(names::DELAY, 4),
            percent: self.input(names::PERCENT, 8),
            again: vec![
                again(names::ANSWERED, words.survey_again_answered),
                again(names::DISMISSED, words.survey_again_dismissed),
            ],
            looks: vec![
                self.select(
                    names::DISPLAY,
                    words.survey_display,
                    &[("popover", words.survey_popover), ("tab", words.survey_tab)],
                ),
                self.select(
                    names::CORNER,
                    words.survey_corner,
                    &[("end", words.survey_corner_end), ("start", words.survey_corner_start)],
                ),
            ],
        }
    }

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
        notes
    }
}

/// A mistake in words that say how to mend it.
fn say(words: &'static Words, mistake: &Mistake) -> String {
    match mistake {
        Mistake::Empty => words.survey_mistake_empty.to_owned(),
        Mistake::NoText(language) => fill(words.survey_mistake_no_text, &[("language", &languages::name(language))]),
        Mistake::TooLong(most) => fill(words.survey_mistake_too_long, &[("most", &most.to_string())]),
        Mistake::Number(least, most) => {
            fill(words.survey_mistake_number, &[("least", &least.to_string()), ("most", &most.to_string())])
        }
        Mistake::Percent => words.survey_mistake_percent.to_owned(),
        Mistake::Page(line) => fill(words.survey_mistake_page, &[("page", line)]),
        Mistake::OptionCount => fill(words.survey_mistake_options, &[("most", &MOST_OPTIONS.to_string())]),
        Mistake::QuestionCount => fill(words.survey_mistake_questions, &[("most", &MOST_QUESTIONS.to_string())]),
        Mistake::Destination => words.survey_mistake_destination.to_owned(),
        Mistake::Language(typed) => fill(words.survey_mistake_language, &[("typed", typed)]),
        Mistake::RepeatedLanguage => words.survey_mistake_repeated_language.to_owned(),
        Mistake::Other(text) => text.clone(),
    }
}

//! Fields with what was typed, what is wrong with it, and what someone else saved in their place.

use crate::{
    locale::Locale,
    survey_form::{
        Form,
        check::{Mistake, Problem},
    },
    views::{languages, marked::Marked},
    words::{Words, fill},
};
use jiff::tz::TimeZone;
use shared::{
    condition::MOST_FIELDS,
    survey::{MOST_ENDINGS, MOST_OPTIONS, MOST_QUESTIONS},
    targeting::LONGEST_EVENT,
    text::{LONGEST_TEXT, Language, QuestionId},
};

/// One field for a text.
#[derive(Debug)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub label: String,
    /// The keyboard it wants: `text`, `numeric`, `decimal` or `url`; `moment` for a date and time.
    pub mode: &'static str,
    /// What is said below it.
    pub hint: Option<String>,
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
    /// The same beside what was typed, with what differs marked.
    pub marked: Option<Marked>,
    /// The most characters.
    pub most: usize,
}

impl Input {
    /// The ids of what describes the field, for screen readers.
    pub fn described_by(&self) -> String {
        let hint = self.hint.is_some() || self.fallback.is_some();
        let parts = [("problem", self.problem.is_some()), ("theirs", self.theirs.is_some()), ("hint", hint)];
        let ids = parts.iter().filter(|(_, there)| *there).map(|(part, _)| format!("{}-{part}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }
}

impl Input {
    /// The same field with what it asks for.
    pub fn labelled(self, label: &str) -> Self {
        Self { label: label.to_owned(), ..self }
    }

    /// The same field for a whole number.
    pub fn numeric(self) -> Self {
        Self { mode: "numeric", ..self }
    }

    /// The same field with something said below it.
    pub fn hinted(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }
}

/// A checkbox.
#[derive(Debug)]
pub struct Tick {
    /// Its name.
    pub name: String,
    /// What it says.
    pub label: String,
    /// Whether it is ticked.
    pub on: bool,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// What someone else decided meanwhile.
    pub theirs: Option<String>,
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

pub(super) fn choice(value: &str, label: &str, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen }
}

/// Makes fields of what was typed.
pub(super) struct Fields<'a> {
    pub words: &'static Words,
    pub form: &'a Form,
    pub problems: &'a [Problem],
    pub theirs: Option<&'a Form>,
    pub zone: &'a TimeZone,
    pub locale: Locale,
}

impl Fields<'_> {
    pub fn problem(&self, name: &str) -> Option<String> {
        let found = self.problems.iter().filter(|problem| problem.field == name);
        let said: Vec<String> = found.map(|problem| say(self.words, &problem.mistake)).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// What someone else saved in a field, if it is something else. Nothing for a field of theirs that is not there.
    pub fn theirs(&self, name: &str, say: impl Fn(&str) -> String) -> Option<String> {
        let theirs = self.theirs?.typed(name)?;
        let shown = if theirs.trim().is_empty() { self.words.survey_nothing.to_owned() } else { say(theirs) };
        (theirs.trim() != self.form.value(name).trim()).then(|| fill(self.words.survey_theirs, &[("text", &shown)]))
    }

    pub fn input(&self, name: &str, most: usize) -> Input {
        Input {
            name: name.to_owned(),
            label: String::new(),
            mode: "text",
            hint: None,
            value: self.form.value(name).to_owned(),
            language: None,
            fallback: None,
            problem: self.problem(name),
            marked: self.theirs(name, str::to_owned).and_then(|_| {
                let theirs = self.theirs?.typed(name).filter(|theirs| !theirs.trim().is_empty())?;
                Some(Marked::new(theirs, self.form.value(name)))
            }),
            theirs: self.theirs(name, |theirs| format!("“{theirs}”")),
            most,
        }
    }

    /// A checkbox; `item` is what must be in someone else's form for their choice to count.
    pub fn tick(&self, name: &str, label: &str, item: Option<&QuestionId>) -> Tick {
        let theirs = self.theirs.filter(|theirs| item.is_none_or(|id| theirs.kind(id).is_some()));
        let decided = theirs.map(|theirs| theirs.is_on(name)).filter(|theirs| *theirs != self.form.is_on(name));
        let said = |on: bool| if on { self.words.survey_yes } else { self.words.survey_no };
        Tick {
            name: name.to_owned(),
            label: label.to_owned(),
            on: self.form.is_on(name),
            problem: self.problem(name),
            theirs: decided.map(|on| fill(self.words.survey_theirs, &[("text", said(on))])),
        }
    }

    pub fn texts(&self, label: &str, name: impl Fn(&Language) -> String) -> Texts {
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

    pub fn select(&self, name: &str, label: &str, choices: &[(&str, &str)]) -> Select {
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
}

/// A mistake in words that say how to mend it.
pub(super) fn say(words: &'static Words, mistake: &Mistake) -> String {
    match mistake {
        Mistake::Empty => words.survey_mistake_empty.to_owned(),
        Mistake::NoText(language) => fill(words.survey_mistake_no_text, &[("language", &languages::name(language))]),
        Mistake::TooLong(most) => fill(words.survey_mistake_too_long, &[("most", &most.to_string())]),
        Mistake::Number(least, most) => {
            fill(words.survey_mistake_number, &[("least", &least.to_string()), ("most", &most.to_string())])
        }
        Mistake::WholeNumber => words.survey_mistake_whole_number.to_owned(),
        Mistake::Order => words.survey_mistake_order.to_owned(),
        Mistake::Percent => words.survey_mistake_percent.to_owned(),
        Mistake::Page(line) => fill(words.survey_mistake_page, &[("page", line)]),
        Mistake::Selector => words.survey_mistake_selector.to_owned(),
        Mistake::Event => fill(words.survey_mistake_event, &[("most", &LONGEST_EVENT.to_string())]),
        Mistake::Moment => words.survey_mistake_moment.to_owned(),
        Mistake::Schedule => words.survey_mistake_schedule.to_owned(),
        Mistake::NoOption => words.survey_mistake_no_option.to_owned(),
        Mistake::EndingCount => fill(words.survey_mistake_endings, &[("most", &MOST_ENDINGS.to_string())]),
        Mistake::Address => words.survey_mistake_address.to_owned(),
        Mistake::IntoPage => words.survey_mistake_into_page.to_owned(),
        Mistake::TogetherFirst => words.survey_mistake_together_first.to_owned(),
        Mistake::TogetherBehindBranch => words.survey_mistake_together_behind.to_owned(),
        Mistake::NotAsked => words.survey_mistake_not_asked.to_owned(),
        Mistake::NotAField(name) => fill(words.survey_mistake_not_a_field, &[("name", name)]),
        Mistake::Unknown(name) => fill(words.survey_mistake_unknown, &[("name", name)]),
        Mistake::FieldName(name) => fill(words.survey_mistake_field_name, &[("name", name)]),
        Mistake::FieldCount => fill(words.survey_mistake_fields, &[("most", &MOST_FIELDS.to_string())]),
        Mistake::OptionCount => fill(words.survey_mistake_options, &[("most", &MOST_OPTIONS.to_string())]),
        Mistake::QuestionCount => fill(words.survey_mistake_questions, &[("most", &MOST_QUESTIONS.to_string())]),
        Mistake::Destination => words.survey_mistake_destination.to_owned(),
        Mistake::Language(typed) => fill(words.survey_mistake_language, &[("typed", typed)]),
        Mistake::RepeatedLanguage => words.survey_mistake_repeated_language.to_owned(),
        Mistake::Other(text) => text.clone(),
    }
}

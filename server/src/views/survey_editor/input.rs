//! Fields with what was typed, what is wrong with it, and what someone else saved in their place.

use crate::{
    survey_form::{
        Form,
        check::{Mistake, Problem},
    },
    views::languages,
    words::{Words, fill},
};
use shared::{
    survey::{MOST_OPTIONS, MOST_QUESTIONS},
    text::{LONGEST_TEXT, Language},
};

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

pub(super) fn choice(value: &str, label: &str, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen }
}

/// Makes fields of what was typed.
pub(super) struct Fields<'a> {
    pub words: &'static Words,
    pub form: &'a Form,
    pub problems: &'a [Problem],
    pub theirs: Option<&'a Form>,
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
            value: self.form.value(name).to_owned(),
            language: None,
            fallback: None,
            problem: self.problem(name),
            theirs: self.theirs(name, |theirs| format!("“{theirs}”")),
            most,
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

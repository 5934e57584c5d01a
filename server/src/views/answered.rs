//! What was asked and answered, in the words of the version that was answered. What that version does not know goes by its
//! id.

use crate::{db::listing::Versions, locale::Locale};
use shared::{
    definition::Definition,
    entry::OTHER,
    survey::{Kind, Question},
    text::{Language, QuestionId, Translations},
};

/// The place of a question among those that were asked.
pub fn position(asked: Option<&Definition>, id: &str) -> Option<usize> {
    asked?.survey().questions().iter().position(|question| question.id.as_str() == id)
}

/// What a question is called.
pub fn title(locale: Locale, asked: Option<&Definition>, id: &str) -> String {
    question(asked, id).map_or_else(|| id.to_owned(), |one| say(locale, asked, &one.title))
}

/// The newest version of a survey that asks a question.
pub fn newest<'a>(asked: &'a Versions, survey: i64, question: &str) -> Option<&'a Definition> {
    let mut versions = asked.range((survey, i32::MIN)..=(survey, i32::MAX)).rev().map(|(_, asked)| asked);
    versions.find(|asked| position(Some(asked), question).is_some())
}

/// An option that was chosen, and how many points it was given where options are weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its id.
    pub id: String,
    /// What visitors read.
    pub label: String,
    /// Its points.
    pub points: Option<String>,
}

/// The options in a stored answer.
pub fn options(locale: Locale, asked: Option<&Definition>, id: &str, chosen: &str) -> Vec<Chosen> {
    let kind = question(asked, id).map(|question| &question.kind);
    let label = |option: &str| match kind {
        Some(Kind::Choice { other: Some(label), .. }) if option == OTHER => say(locale, asked, label),
        Some(kind) => {
            let found = kind.options().iter().find(|one| one.id.as_str() == option);
            found.map_or_else(|| option.to_owned(), |one| say(locale, asked, &one.label))
        }
        None => option.to_owned(),
    };
    let said = chosen.split(' ').filter(|part| !part.is_empty()).map(|part| match part.split_once(':') {
        Some((option, points)) => {
            Chosen { id: option.to_owned(), label: label(option), points: Some(points.to_owned()) }
        }
        None => Chosen { id: part.to_owned(), label: label(part), points: None },
    });
    said.collect()
}

/// The options in a stored answer as they are read, with their points.
pub fn chosen(locale: Locale, asked: Option<&Definition>, id: &str, chosen: &str) -> Vec<String> {
    let said = |Chosen { label, points, .. }| match points {
        Some(points) => format!("{label} {points}"),
        None => label,
    };
    options(locale, asked, id, chosen).into_iter().map(said).collect()
}

fn question<'a>(asked: Option<&'a Definition>, id: &str) -> Option<&'a Question<Translations>> {
    asked?.survey().question(&QuestionId::try_from(id).ok()?)
}

/// A text in the console's language, or in the survey's own.
fn say(locale: Locale, asked: Option<&Definition>, text: &Translations) -> String {
    let Some(default) = asked.map(Definition::default_language) else { return String::new() };
    let language = Language::try_from(locale.tag()).unwrap_or_else(|_| default.clone());
    text.in_language(&language, default)
}

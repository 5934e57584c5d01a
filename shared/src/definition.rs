//! All that is saved of one version of a survey: its questions in every language, who is asked, and how it looks.

use crate::{
    appearance::Appearance,
    piping,
    survey::{Kind, Question, Survey, SurveyError},
    targeting::Targeting,
    text::{FieldId, Language, Translations},
};
use alloc::{collections::BTreeSet, vec::Vec};

/// One version of a survey.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Unchecked"))]
pub struct Definition {
    languages: Vec<Language>,
    survey: Survey<Translations>,
    targeting: Targeting,
    appearance: Appearance,
}

impl Definition {
    /// Checks that there is a default language (the first one), that each title and label has a text in it, that no
    /// text is too long, and that texts take over only what is known by then.
    ///
    /// # Errors
    /// The first thing found wrong, naming the question.
    pub fn new(
        languages: Vec<Language>,
        survey: Survey<Translations>,
        targeting: Targeting,
        appearance: Appearance,
    ) -> Result<Self, SurveyError> {
        let default = languages.first().ok_or(SurveyError::NoLanguage)?;
        let distinct: BTreeSet<&Language> = languages.iter().collect();
        if distinct.len() != languages.len() {
            return Err(SurveyError::RepeatedLanguage);
        }
        targeting.check().map_err(SurveyError::Targeting)?;
        for (position, question) in survey.questions().iter().enumerate() {
            for text in needed_texts(question) {
                if text.get(default).is_none_or(|text| text.trim().is_empty()) {
                    return Err(SurveyError::NoText(question.id.clone(), default.clone()));
                }
            }
            let begins = (0..=position).rev().find(|at| !survey.questions()[*at].together).unwrap_or_default();
            for text in all_texts(question) {
                if text.is_too_long() {
                    return Err(SurveyError::TooLong(question.id.clone()));
                }
                check_piping(text, &survey.questions()[..begins], survey.fields())?;
            }
        }
        let endings = survey
            .endings()
            .iter()
            .flat_map(|ending| [&ending.text].into_iter().chain(ending.link.as_ref().map(|link| &link.label)));
        for text in endings.chain([survey.thanks()]) {
            check_piping(text, survey.questions(), survey.fields())?;
        }
        Ok(Self { languages, survey, targeting, appearance })
    }

    /// The languages the survey is offered in; the first is the default. Never empty.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The language spoken to visitors whose own is not offered.
    pub fn default_language(&self) -> &Language {
        &self.languages[0]
    }

    /// What is asked.
    pub fn survey(&self) -> &Survey<Translations> {
        &self.survey
    }

    /// Who is asked, where and when.
    pub fn targeting(&self) -> &Targeting {
        &self.targeting
    }

    /// How it looks.
    pub fn appearance(&self) -> &Appearance {
        &self.appearance
    }
}

/// The texts without which a question cannot be understood.
fn needed_texts(question: &Question<Translations>) -> impl Iterator<Item = &Translations> {
    let own = match &question.kind {
        Kind::Consent { label } => [Some(label), None],
        Kind::Link(link) => [Some(&link.label), None],
        Kind::Gap { expectation, perception, .. } => [Some(expectation), Some(perception)],
        Kind::Choice { other, .. } => [other.as_ref(), None],
        _ => [None, None],
    };
    let labels = question.kind.options().iter().map(|option| &option.label);
    labels.chain(own.into_iter().flatten()).chain([&question.title])
}

fn all_texts(question: &Question<Translations>) -> impl Iterator<Item = &Translations> {
    let ends = question.kind.ends().into_iter().flatten();
    let placeholder = match &question.kind {
        Kind::Text { placeholder, .. } => Some(placeholder),
        _ => None,
    };
    needed_texts(question).chain([&question.note]).chain(ends).chain(placeholder)
}

fn check_piping(text: &Translations, asked: &[Question<Translations>], fields: &[FieldId]) -> Result<(), SurveyError> {
    let known = |name: &str| {
        asked.iter().any(|question| question.id.as_str() == name) || fields.iter().any(|field| field.as_str() == name)
    };
    let mut names = text.texts().flat_map(piping::names);
    names.find(|name| !known(name)).map_or(Ok(()), |name| Err(SurveyError::PipedFromLater(name.into())))
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    languages: Vec<Language>,
    survey: Survey<Translations>,
    targeting: Targeting,
    appearance: Appearance,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for Definition {
    type Error = SurveyError;
    fn try_from(it: Unchecked) -> Result<Self, SurveyError> {
        Self::new(it.languages, it.survey, it.targeting, it.appearance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        survey::{Parts, TextFormat},
        text::QuestionId,
    };
    use std::{string::ToString, vec};

    fn question(id: &str, title: &str) -> Question<Translations> {
        Question {
            id: id.try_into().unwrap(),
            title: [("en", title)].into(),
            note: Translations::default(),
            required: false,
            together: false,
            kind: Kind::Text { placeholder: Translations::default(), least: 0, most: 10, format: TextFormat::Long },
            branches: vec![],
        }
    }

    fn define(questions: Vec<Question<Translations>>, thanks: &str) -> Result<(), SurveyError> {
        let fields = vec!["plan".try_into().unwrap()];
        let survey = Survey::new(Parts { fields, questions, endings: vec![], thanks: [("en", thanks)].into() })?;
        let languages = vec!["en".try_into().unwrap()];
        Definition::new(languages, survey, Targeting::default(), Appearance::default()).map(drop)
    }

    #[test]
    fn texts_take_over_only_what_is_known_by_then() {
        let check = |first: &str, second: &str, thanks: &str, unknown: Option<&str>| {
            let expected = unknown.map_or(Ok(()), |name| Err(SurveyError::PipedFromLater(name.to_string())));
            assert_eq!(define(vec![question("a", first), question("b", second)], thanks), expected);
        };
        check("Hello {{plan|friend}}", "You said {{a}}", "Thanks for {{b}}", None);
        check("You said {{a}}", "b", "", Some("a"));
        check("a", "{{c}}", "", Some("c"));
        check("a", "b", "{{nobody}}", Some("nobody"));
        let mut together = question("b", "You said {{a}}");
        together.together = true;
        let expected = Err(SurveyError::PipedFromLater("a".to_string()));
        assert_eq!(define(vec![question("a", "a"), together], ""), expected, "both are asked at once");
    }

    #[test]
    fn what_must_be_understood_has_a_text() {
        let a: QuestionId = "a".try_into().unwrap();
        let language: Language = "en".try_into().unwrap();
        let mut consent = question("a", "Terms");
        consent.kind = Kind::Consent { label: Translations::default() };
        assert_eq!(define(vec![consent], ""), Err(SurveyError::NoText(a.clone(), language.clone())));
        assert_eq!(define(vec![question("a", "")], ""), Err(SurveyError::NoText(a.clone(), language)));
        let mut long = question("a", "a");
        long.note = [("en", &*"x".repeat(1_001))].into();
        assert_eq!(define(vec![long], ""), Err(SurveyError::TooLong(a)));
    }
}

//! Answers, and the check that they fit the survey they claim to answer.

use crate::{
    survey::{Kind, Question, Survey},
    text::{OptionId, QuestionId},
};
use alloc::{borrow::ToOwned, collections::BTreeMap, string::String};
use core::fmt;

/// The answers of one response, by question.
pub type Answers = BTreeMap<QuestionId, Answer>;

/// One answer. On the wire it is `{"score": 9}`, `{"choice": "price"}` or `{"text": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Answer {
    /// A point of a rating.
    Score(#[cfg_attr(feature = "serde", serde(deserialize_with = "whole_number"))] u8),
    /// The option chosen.
    Choice(OptionId),
    /// A comment.
    Text(String),
}

/// Answers that fit their survey. Holding one proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked(Answers);

impl Checked {
    /// The answers, blank comments left out and U+0000 replaced by U+FFFD.
    pub fn answers(&self) -> &Answers {
        &self.0
    }
}

impl<T> Survey<T> {
    /// Checks answers against this survey: only questions on the way these answers lead, only values they offer, and
    /// when `complete`, every required one answered.
    ///
    /// # Errors
    /// The first answer found wrong.
    pub fn check(&self, answers: Answers, complete: bool) -> Result<Checked, AnswerError> {
        let mut answers = answers;
        answers.retain(|_, answer| !matches!(answer, Answer::Text(text) if text.trim().is_empty()));
        let path = self.path(&answers);
        if let Some(stray) = answers.keys().find(|id| !path.iter().any(|question| question.id == **id)) {
            return Err(match self.question(stray) {
                Some(_) => AnswerError::NotAsked(stray.clone()),
                None => AnswerError::UnknownQuestion(stray.clone()),
            });
        }
        for question in path {
            match answers.get_mut(&question.id) {
                Some(answer) => question.check(answer)?,
                None if complete && question.required => return Err(AnswerError::Missing(question.id.clone())),
                None => {}
            }
        }
        Ok(Checked(answers))
    }
}

impl<T> Question<T> {
    fn check(&self, answer: &mut Answer) -> Result<(), AnswerError> {
        match (&self.kind, answer) {
            (Kind::Choice { options }, Answer::Choice(chosen)) if options.iter().any(|one| one.id == *chosen) => Ok(()),
            (Kind::Choice { .. }, Answer::Choice(_)) => Err(AnswerError::NotOffered(self.id.clone())),
            (Kind::Text { most, .. }, Answer::Text(text)) => {
                if text.chars().count() > usize::from(*most) {
                    return Err(AnswerError::TooLong(self.id.clone(), *most));
                }
                // PostgreSQL holds no U+0000 and SQLite miscounts behind it, so it never reaches either.
                if text.contains('\0') {
                    *text = text.replace('\0', "\u{FFFD}");
                }
                Ok(())
            }
            (kind, Answer::Score(score)) => match kind.points() {
                Some(points) if points.contains(score) => Ok(()),
                Some(_) => Err(AnswerError::NotOffered(self.id.clone())),
                None => Err(AnswerError::WrongKind(self.id.clone())),
            },
            _ => Err(AnswerError::WrongKind(self.id.clone())),
        }
    }
}

/// Why answers were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// The survey has no such question.
    UnknownQuestion(QuestionId),
    /// These answers do not lead to the question.
    NotAsked(QuestionId),
    /// A required question has no answer though the response says it is complete.
    Missing(QuestionId),
    /// Another kind of answer than the question takes.
    WrongKind(QuestionId),
    /// A point or option the question does not have.
    NotOffered(QuestionId),
    /// A comment longer than the question allows, with its limit in characters.
    TooLong(QuestionId, u16),
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownQuestion(id) => write!(f, "the survey has no question “{id}”"),
            Self::NotAsked(id) => write!(f, "with these answers “{id}” is not asked"),
            Self::Missing(id) => write!(f, "“{id}” is required and has no answer"),
            Self::WrongKind(id) => write!(f, "“{id}” takes another kind of answer"),
            Self::NotOffered(id) => write!(f, "“{id}” does not offer this answer"),
            Self::TooLong(id, most) => write!(f, "the answer to “{id}” is over {most} characters"),
        }
    }
}

impl core::error::Error for AnswerError {}

/// Takes `5`, `5.0` and `-0`, as JavaScript may write them; refuses fractions, text and what does not fit.
#[cfg(feature = "serde")]
fn whole_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    use serde::{Deserialize, de::Error};
    let number = f64::deserialize(deserializer)?;
    if libm::floor(number) == number && (0.0..=255.0).contains(&number) {
        Ok(number as u8)
    } else {
        Err(D::Error::custom("a score is a whole number"))
    }
}

/// The first comment among the answers, which is the one shown in lists.
pub fn first_comment(answers: &Answers) -> Option<String> {
    answers.values().find_map(|answer| match answer {
        Answer::Text(text) => Some(text.to_owned()),
        Answer::Score(_) | Answer::Choice(_) => None,
    })
}

//! Surveys that prove themselves valid: questions of known kinds with stable ids, and jumps that only lead forward.
//!
//! A survey is generic over its texts: [`Translations`] where it is edited and stored, `String` where it is asked.

use crate::text::{Language, OptionId, QuestionId, Translations};
use alloc::{boxed::Box, collections::BTreeSet, string::String, vec::Vec};
use core::{fmt, ops::RangeInclusive};

/// The most questions one survey may hold.
pub const MOST_QUESTIONS: usize = 50;
/// The most options one question may offer.
pub const MOST_OPTIONS: usize = 50;
/// The longest comment a visitor may leave, in characters.
pub const LONGEST_COMMENT: u16 = 10_000;

/// What a survey asks, in order, and how it says thank you.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Unchecked<T>"))]
#[cfg_attr(feature = "serde", serde(bound(deserialize = "T: serde::Deserialize<'de>")))]
pub struct Survey<T> {
    questions: Vec<Question<T>>,
    thanks: T,
}

impl<T> Survey<T> {
    /// Checks the questions together: at least one, unique ids, jumps that lead to a later question.
    ///
    /// # Errors
    /// The first thing found wrong, naming the question.
    pub fn new(questions: Vec<Question<T>>, thanks: T) -> Result<Self, SurveyError> {
        if !(1..=MOST_QUESTIONS).contains(&questions.len()) {
            return Err(SurveyError::QuestionCount(questions.len()));
        }
        for (position, question) in questions.iter().enumerate() {
            let (before, rest) = questions.split_at(position);
            if before.iter().any(|earlier| earlier.id == question.id) {
                return Err(SurveyError::RepeatedQuestion(question.id.clone()));
            }
            question.kind.check(&question.id)?;
            for branch in &question.branches {
                let asked = || before.iter().chain([question]);
                if let Some(unknown) = branch.when.iter().find(|when| !asked().any(|one| one.id == when.question)) {
                    return Err(SurveyError::ConditionOnLater(question.id.clone(), unknown.question.clone()));
                }
                if let Destination::Question(to) = &branch.to
                    && !rest[1..].iter().any(|later| later.id == *to)
                {
                    return Err(SurveyError::JumpBack(question.id.clone(), to.clone()));
                }
            }
        }
        Ok(Self { questions, thanks })
    }

    /// The questions in the order in which they are asked when nothing branches. Never empty.
    pub fn questions(&self) -> &[Question<T>] {
        &self.questions
    }

    /// What is said after the last answer.
    pub fn thanks(&self) -> &T {
        &self.thanks
    }

    /// The question with this id, if there is one.
    pub fn question(&self, id: &QuestionId) -> Option<&Question<T>> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// The question that carries the survey's score: the first of NPS, CSAT or CES.
    pub fn headline(&self) -> Option<&Question<T>> {
        self.questions.iter().find(|question| question.kind.metric().is_some())
    }

    /// The same survey with every text changed by `change`.
    pub fn map<U>(&self, change: impl Fn(&T) -> U) -> Survey<U> {
        let questions = self.questions.iter().map(|question| question.map(&change)).collect();
        Survey { questions, thanks: change(&self.thanks) }
    }
}

impl Survey<Translations> {
    /// The survey as it is asked in one language; what is missing there is taken from `default`.
    pub fn in_language(&self, language: &Language, default: &Language) -> Survey<String> {
        self.map(|text| text.in_language(language, default))
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Question<T> {
    /// Stable over versions and languages, so that answers can be compared.
    pub id: QuestionId,
    /// The question itself.
    pub title: T,
    /// Whether the visitor must answer to go on.
    pub required: bool,
    /// What kind of answer it takes.
    pub kind: Kind<T>,
    /// Where to go after the answer: the first branch that holds, else the next question.
    #[cfg_attr(feature = "serde", serde(default = "Vec::new"))]
    pub branches: Vec<Branch>,
}

impl<T> Question<T> {
    fn map<U>(&self, change: &impl Fn(&T) -> U) -> Question<U> {
        Question {
            id: self.id.clone(),
            title: change(&self.title),
            required: self.required,
            kind: self.kind.map(change),
            branches: self.branches.clone(),
        }
    }
}

/// The kinds of question and what belongs to each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case"))]
pub enum Kind<T> {
    /// Likelihood to recommend, 0 to 10.
    Nps {
        /// The label under 0.
        low: T,
        /// The label under 10.
        high: T,
    },
    /// Satisfaction, 1 to 5.
    Csat {
        /// How the five points are drawn.
        style: CsatStyle,
        /// The label under 1.
        low: T,
        /// The label under 5.
        high: T,
    },
    /// Ease (Customer Effort Score 2.0), 1 to 7, high is good.
    Ces {
        /// The label under 1.
        low: T,
        /// The label under 7.
        high: T,
    },
    /// One of several options.
    Choice {
        /// What can be chosen, in order.
        options: Vec<ChoiceOption<T>>,
    },
    /// A comment.
    Text {
        /// Shown while the field is empty.
        placeholder: T,
        /// The most characters taken, 1 to [`LONGEST_COMMENT`].
        most: u16,
    },
}

impl<T> Kind<T> {
    /// The metric this kind feeds, if it is a rating.
    pub fn metric(&self) -> Option<crate::score::Metric> {
        use crate::score::Metric;
        match self {
            Self::Nps { .. } => Some(Metric::Nps),
            Self::Csat { .. } => Some(Metric::Csat),
            Self::Ces { .. } => Some(Metric::Ces),
            Self::Choice { .. } | Self::Text { .. } => None,
        }
    }

    /// The points of a rating, lowest first.
    pub fn points(&self) -> Option<RangeInclusive<u8>> {
        self.metric().map(|metric| metric.points())
    }

    fn check(&self, id: &QuestionId) -> Result<(), SurveyError> {
        match self {
            Self::Choice { options } => {
                // No set: the widget has no other use for one, and there are few options.
                let repeats = |at: usize| options[..at].iter().any(|earlier| earlier.id == options[at].id);
                if !(2..=MOST_OPTIONS).contains(&options.len()) || (0..options.len()).any(repeats) {
                    return Err(SurveyError::Options(id.clone()));
                }
            }
            Self::Text { most, .. } if !(1..=LONGEST_COMMENT).contains(most) => {
                return Err(SurveyError::TextLimit(id.clone()));
            }
            Self::Nps { .. } | Self::Csat { .. } | Self::Ces { .. } | Self::Text { .. } => {}
        }
        Ok(())
    }

    fn map<U>(&self, change: &impl Fn(&T) -> U) -> Kind<U> {
        match self {
            Self::Nps { low, high } => Kind::Nps { low: change(low), high: change(high) },
            Self::Csat { style, low, high } => Kind::Csat { style: *style, low: change(low), high: change(high) },
            Self::Ces { low, high } => Kind::Ces { low: change(low), high: change(high) },
            Self::Choice { options } => {
                let options = options.iter();
                let options = options.map(|one| ChoiceOption { id: one.id.clone(), label: change(&one.label) });
                Kind::Choice { options: options.collect() }
            }
            Self::Text { placeholder, most } => Kind::Text { placeholder: change(placeholder), most: *most },
        }
    }
}

/// How the five points of a CSAT question are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CsatStyle {
    /// Five faces from sad to happy.
    Faces,
    /// Five stars.
    Stars,
    /// The numbers 1 to 5.
    Numbers,
}

/// One option of a choice question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ChoiceOption<T> {
    /// Stable over versions and languages.
    pub id: OptionId,
    /// What the visitor reads.
    pub label: T,
}

/// A way out of a question that is taken when all its conditions hold. "Or" is a second branch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Branch {
    /// What must all be true; nothing means always.
    pub when: Vec<Condition>,
    /// Where it leads.
    pub to: Destination,
}

/// A test of one answer given so far. An unanswered question fails it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Condition {
    /// Whose answer is tested: this question or an earlier one.
    pub question: QuestionId,
    /// What the answer must be.
    pub is: Test,
}

/// What an answer can be tested for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Test {
    /// A score from the first to the second point, both included.
    Score(u8, u8),
    /// This option was chosen.
    Chosen(OptionId),
}

/// Where a branch leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Destination {
    /// To a later question.
    Question(QuestionId),
    /// To the thank-you.
    End,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked<T> {
    questions: Vec<Question<T>>,
    thanks: T,
}

#[cfg(feature = "serde")]
impl<T> TryFrom<Unchecked<T>> for Survey<T> {
    type Error = SurveyError;
    fn try_from(survey: Unchecked<T>) -> Result<Self, SurveyError> {
        Self::new(survey.questions, survey.thanks)
    }
}

/// All that is saved of one version of a survey: its questions in every language, who is asked, and how it looks.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "UncheckedDefinition"))]
pub struct Definition {
    languages: Vec<Language>,
    survey: Survey<Translations>,
    targeting: crate::targeting::Targeting,
    appearance: crate::appearance::Appearance,
}

impl Definition {
    /// Checks that there is a default language (the first one), that each title and label has a text in it, and that
    /// no text is too long.
    ///
    /// # Errors
    /// The first thing found wrong, naming the question.
    pub fn new(
        languages: Vec<Language>,
        survey: Survey<Translations>,
        targeting: crate::targeting::Targeting,
        appearance: crate::appearance::Appearance,
    ) -> Result<Self, SurveyError> {
        let default = languages.first().ok_or(SurveyError::NoLanguage)?;
        let distinct: BTreeSet<&Language> = languages.iter().collect();
        if distinct.len() != languages.len() {
            return Err(SurveyError::RepeatedLanguage);
        }
        for question in survey.questions() {
            let labels: Box<dyn Iterator<Item = &Translations>> = match &question.kind {
                Kind::Choice { options } => Box::new(options.iter().map(|option| &option.label)),
                _ => Box::new(core::iter::empty()),
            };
            for text in labels.chain([&question.title]) {
                if text.get(default).is_none() {
                    return Err(SurveyError::NoText(question.id.clone(), default.clone()));
                }
                if text.is_too_long() {
                    return Err(SurveyError::TooLong(question.id.clone()));
                }
            }
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
    pub fn targeting(&self) -> &crate::targeting::Targeting {
        &self.targeting
    }

    /// How it looks.
    pub fn appearance(&self) -> &crate::appearance::Appearance {
        &self.appearance
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedDefinition {
    languages: Vec<Language>,
    survey: Survey<Translations>,
    targeting: crate::targeting::Targeting,
    appearance: crate::appearance::Appearance,
}

#[cfg(feature = "serde")]
impl TryFrom<UncheckedDefinition> for Definition {
    type Error = SurveyError;
    fn try_from(it: UncheckedDefinition) -> Result<Self, SurveyError> {
        Self::new(it.languages, it.survey, it.targeting, it.appearance)
    }
}

/// Why a survey was refused. Its text says where and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurveyError {
    /// None, or more than [`MOST_QUESTIONS`].
    QuestionCount(usize),
    /// Two questions share an id.
    RepeatedQuestion(QuestionId),
    /// A branch tests a question that is asked later or not at all.
    ConditionOnLater(QuestionId, QuestionId),
    /// A branch leads back, to itself or nowhere.
    JumpBack(QuestionId, QuestionId),
    /// Too few or too many options, or two with one id.
    Options(QuestionId),
    /// A limit for comments outside 1 to [`LONGEST_COMMENT`].
    TextLimit(QuestionId),
    /// No language at all.
    NoLanguage,
    /// The same language twice.
    RepeatedLanguage,
    /// A title or label without a text in the default language.
    NoText(QuestionId, Language),
    /// A text over [`crate::text::LONGEST_TEXT`] characters.
    TooLong(QuestionId),
}

impl fmt::Display for SurveyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QuestionCount(n) => write!(f, "a survey has 1 to {MOST_QUESTIONS} questions, this one has {n}"),
            Self::RepeatedQuestion(id) => write!(f, "two questions are called “{id}”"),
            Self::ConditionOnLater(id, on) => write!(f, "“{id}” branches on “{on}”, which is not asked before it"),
            Self::JumpBack(id, to) => write!(f, "“{id}” jumps to “{to}”, which does not come after it"),
            Self::Options(id) => write!(f, "“{id}” needs 2 to {MOST_OPTIONS} options with different ids"),
            Self::TextLimit(id) => write!(f, "the limit of “{id}” must be 1 to {LONGEST_COMMENT} characters"),
            Self::NoLanguage => f.write_str("a survey needs at least one language"),
            Self::RepeatedLanguage => f.write_str("a language is listed twice"),
            Self::NoText(id, language) => write!(f, "“{id}” has a title or label without a text in {language}"),
            Self::TooLong(id) => write!(f, "“{id}” has a text of over {} characters", crate::text::LONGEST_TEXT),
        }
    }
}

impl core::error::Error for SurveyError {}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::{string::ToString, vec};

    pub(crate) fn question(id: &str, kind: Kind<String>, branches: Vec<Branch>) -> Question<String> {
        Question { id: id.try_into().unwrap(), title: id.to_string(), required: false, kind, branches }
    }

    pub(crate) fn score_branch(on: &str, from: u8, to: u8, leads: &str) -> Branch {
        let condition = Condition { question: on.try_into().unwrap(), is: Test::Score(from, to) };
        Branch { when: vec![condition], to: Destination::Question(leads.try_into().unwrap()) }
    }

    #[test]
    fn a_survey_that_makes_no_sense_cannot_be_held() {
        let text = || Kind::Text { placeholder: String::new(), most: 10 };
        let check = |questions: Vec<Question<String>>, expected: Result<(), SurveyError>| {
            assert_eq!(Survey::new(questions, String::new()).map(|_| ()), expected);
        };
        let id = |id: &str| -> QuestionId { id.try_into().unwrap() };
        check(vec![], Err(SurveyError::QuestionCount(0)));
        check(vec![question("a", text(), vec![])], Ok(()));
        check(
            vec![question("a", text(), vec![]), question("a", text(), vec![])],
            Err(SurveyError::RepeatedQuestion(id("a"))),
        );
        check(
            vec![question("a", text(), vec![score_branch("a", 0, 1, "a")])],
            Err(SurveyError::JumpBack(id("a"), id("a"))),
        );
        check(
            vec![question("a", text(), vec![score_branch("b", 0, 1, "b")]), question("b", text(), vec![])],
            Err(SurveyError::ConditionOnLater(id("a"), id("b"))),
        );
        check(vec![question("a", Kind::Choice { options: vec![] }, vec![])], Err(SurveyError::Options(id("a"))));
        check(
            vec![question("a", Kind::Text { placeholder: String::new(), most: 0 }, vec![])],
            Err(SurveyError::TextLimit(id("a"))),
        );
    }
}

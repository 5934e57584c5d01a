//! Answers, and the check that they fit the survey they claim to answer.

use crate::{
    condition::{Fields, LONGEST_FIELD},
    sorted::SortedMap,
    survey::{ALL_POINTS, Kind, Question, Several, Survey, TextFormat},
    text::{FieldId, OptionId, QuestionId},
};
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::fmt;

/// The answers of one response, by question.
pub type Answers = SortedMap<QuestionId, Answer>;

/// The longest answer in words to "something else", in characters.
pub const LONGEST_OTHER: u16 = 200;

/// One answer. On the wire it is `{"score": 9}`, `{"chosen": {"options": ["price"]}}`, `{"text": "…"}`, `{"yes": true}`,
/// `{"gap": [7, 4]}` or `{"points": {"price": 60, "speed": 40}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Answer {
    /// A point of a rating.
    Score(#[cfg_attr(feature = "serde", serde(deserialize_with = "json::whole_number"))] u8),
    /// What was chosen.
    Chosen(Chosen),
    /// Words.
    Text(String),
    /// Whether something was agreed to, or a link was followed.
    Yes(bool),
    /// What was expected and what was got; one of them may not be rated yet.
    Gap(
        #[cfg_attr(feature = "serde", serde(deserialize_with = "json::maybe_whole_number"))] Option<u8>,
        #[cfg_attr(feature = "serde", serde(deserialize_with = "json::maybe_whole_number"))] Option<u8>,
    ),
    /// Points spread over what may matter.
    Points(SortedMap<OptionId, u8>),
}

/// Options that were chosen, and the visitor's own words for what was not offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Chosen {
    /// In the order in which they were chosen.
    pub options: Vec<OptionId>,
    /// Chosen where it is there, even while it is still empty.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub other: Option<String>,
}

impl Answer {
    /// One option.
    pub fn option(id: OptionId) -> Self {
        Self::Chosen(Chosen { options: alloc::vec![id], other: None })
    }

    /// Whether it says nothing yet.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Score(_) | Self::Yes(true) => false,
            Self::Yes(false) => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Chosen(chosen) => chosen.options.is_empty() && chosen.other.is_none(),
            Self::Gap(expected, got) => expected.is_none() && got.is_none(),
            Self::Points(points) => points.values().all(|points| *points == 0),
        }
    }
}

/// Answers that fit their survey. Holding one proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    answers: Answers,
    fields: Fields,
}

impl Checked {
    /// The answers, blank ones left out and U+0000 replaced by U+FFFD.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The fields that the survey uses, U+0000 replaced by U+FFFD.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }
}

impl<T> Survey<T> {
    /// Checks answers against this survey: only questions on the way these answers lead, only values they offer, only
    /// fields it uses, and when `complete`, every required question answered.
    ///
    /// # Errors
    /// The first answer found wrong.
    pub fn check(&self, answers: Answers, fields: Fields, complete: bool) -> Result<Checked, AnswerError> {
        let (mut answers, mut fields) = (answers, fields);
        for (id, value) in fields.iter() {
            if !self.fields().contains(id) {
                return Err(AnswerError::UnknownField(id.clone()));
            }
            if value.chars().count() > LONGEST_FIELD {
                return Err(AnswerError::LongField(id.clone()));
            }
        }
        fields.retain(|_, value| {
            clean(value);
            !value.trim().is_empty()
        });
        answers.retain(|_, answer| !answer.is_blank());
        let path = self.path(&answers, &fields);
        if let Some(stray) = answers.keys().find(|id| !path.iter().any(|question| question.id == **id)) {
            return Err(match self.question(stray) {
                Some(_) => AnswerError::NotAsked(stray.clone()),
                None => AnswerError::UnknownQuestion(stray.clone()),
            });
        }
        for question in path {
            let answer = answers.get(&question.id);
            match question.problem(answer) {
                Some(Problem::Missing) if !complete => {}
                Some(problem) => return Err(AnswerError::Wrong(question.id.clone(), problem)),
                None => {}
            }
        }
        // PostgreSQL holds no U+0000 and SQLite miscounts behind it, so it never reaches either.
        answers.retain(|_, answer| {
            match answer {
                Answer::Text(text) => clean(text),
                Answer::Chosen(Chosen { other: Some(other), .. }) => clean(other),
                _ => {}
            }
            true
        });
        Ok(Checked { answers, fields })
    }
}

fn clean(text: &mut String) {
    if text.contains('\0') {
        *text = text.replace('\0', "\u{FFFD}");
    }
}

impl<T> Question<T> {
    /// What is wrong with an answer to this question, or with none. The widget says it, the server refuses it.
    pub fn problem(&self, answer: Option<&Answer>) -> Option<Problem> {
        let Some(answer) = answer.filter(|answer| !answer.is_blank()) else {
            return (self.required && !self.kind.asks_nothing()).then_some(Problem::Missing);
        };
        match (&self.kind, answer) {
            (Kind::Choice { options, several, other, .. }, Answer::Chosen(chosen)) => {
                let distinct = |at: usize| !chosen.options[..at].contains(&chosen.options[at]);
                let offered = |id: &OptionId| options.iter().any(|one| one.id == *id);
                let all = chosen.options.iter().enumerate();
                if (chosen.other.is_some() && other.is_none())
                    || !all.into_iter().all(|(at, id)| offered(id) && distinct(at))
                {
                    return Some(Problem::NotOffered);
                }
                let Several { least, most } = several.unwrap_or(Several { least: 1, most: 1 });
                match chosen.options.len() + usize::from(chosen.other.is_some()) {
                    count if count < usize::from(least) => Some(Problem::TooFew(least)),
                    count if count > usize::from(most) => Some(Problem::TooMany(most)),
                    _ => chosen.other.as_ref().and_then(|other| match other.chars().count() {
                        _ if other.trim().is_empty() => Some(Problem::NoWords),
                        count => (count > usize::from(LONGEST_OTHER)).then_some(Problem::TooLong(LONGEST_OTHER)),
                    }),
                }
            }
            (Kind::Text { least, most, format, .. }, Answer::Text(text)) => {
                let text = text.trim();
                match text.chars().count() {
                    count if count > usize::from(*most) => Some(Problem::TooLong(*most)),
                    count if count < usize::from(*least) => Some(Problem::TooShort(*least)),
                    _ => format.problem(text),
                }
            }
            (Kind::Consent { .. } | Kind::Link(_), Answer::Yes(_)) => None,
            (Kind::Gap { .. }, Answer::Gap(expected, got)) => {
                let on_scale = |score: &u8| self.kind.points().is_some_and(|points| points.contains(score));
                match (expected, got) {
                    (Some(expected), Some(got)) => {
                        (!on_scale(expected) || !on_scale(got)).then_some(Problem::NotOffered)
                    }
                    _ => Some(Problem::Half),
                }
            }
            (Kind::Importance { items }, Answer::Points(points)) => {
                if !points.keys().all(|id| items.iter().any(|one| one.id == *id)) {
                    return Some(Problem::NotOffered);
                }
                let sum = points.values().fold(0_u16, |sum, points| sum.saturating_add((*points).into()));
                (sum != u16::from(ALL_POINTS)).then_some(Problem::Sum(sum))
            }
            (kind, Answer::Score(score)) => match kind.metric() {
                Some(metric) => (!metric.points().contains(score)).then_some(Problem::NotOffered),
                None => Some(Problem::WrongKind),
            },
            _ => Some(Problem::WrongKind),
        }
    }
}

impl TextFormat {
    fn problem(self, text: &str) -> Option<Problem> {
        let fits = match self {
            Self::Long => true,
            Self::Short => !text.contains('\n'),
            // What a mail server would take is not decided here: one sign and a dot behind it, as browsers ask for.
            Self::Email => text.split_once('@').is_some_and(|(name, host)| {
                let plain = |part: &str| !part.is_empty() && !part.contains(['@', ' ', '\n', '\t']);
                plain(name) && plain(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
            }),
            Self::Number => {
                let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
                let mut marks = digits.chars().filter(|c| matches!(c, '.' | ','));
                let only_one = marks.next().is_none() || marks.next().is_none();
                digits.chars().any(|c| c.is_ascii_digit())
                    && only_one
                    && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            }
        };
        (!fits).then_some(Problem::Format(self))
    }
}

/// What is wrong with the answer to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is none though it is required.
    Missing,
    /// It is of another kind than the question takes.
    WrongKind,
    /// A point or option the question does not have, or one twice.
    NotOffered,
    /// Fewer options than this.
    TooFew(u8),
    /// More options than this.
    TooMany(u8),
    /// "Something else" was chosen and not said.
    NoWords,
    /// Fewer characters than this.
    TooShort(u16),
    /// More characters than this.
    TooLong(u16),
    /// Not what the question asks for.
    Format(TextFormat),
    /// Only one of expectation and perception is rated.
    Half,
    /// The points add up to this instead of [`ALL_POINTS`].
    Sum(u16),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("it is required and has no answer"),
            Self::WrongKind => f.write_str("it takes another kind of answer"),
            Self::NotOffered => f.write_str("it does not offer this answer"),
            Self::TooFew(least) => write!(f, "at least {least} must be chosen"),
            Self::TooMany(most) => write!(f, "at most {most} may be chosen"),
            Self::NoWords => f.write_str("something else was chosen and not said"),
            Self::TooShort(least) => write!(f, "the answer is under {least} characters"),
            Self::TooLong(most) => write!(f, "the answer is over {most} characters"),
            Self::Format(TextFormat::Email) => f.write_str("the answer is no e-mail address"),
            Self::Format(TextFormat::Number) => f.write_str("the answer is no number"),
            Self::Format(TextFormat::Long | TextFormat::Short) => f.write_str("the answer must be one line"),
            Self::Half => f.write_str("expectation and perception must both be rated"),
            Self::Sum(sum) => write!(f, "the points add up to {sum} instead of {ALL_POINTS}"),
        }
    }
}

/// Why answers were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// The survey has no such question.
    UnknownQuestion(QuestionId),
    /// The survey uses no such field.
    UnknownField(FieldId),
    /// A field over [`LONGEST_FIELD`] characters.
    LongField(FieldId),
    /// These answers do not lead to the question.
    NotAsked(QuestionId),
    /// The answer to this question is wrong.
    Wrong(QuestionId, Problem),
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownQuestion(id) => write!(f, "the survey has no question “{id}”"),
            Self::UnknownField(id) => write!(f, "the survey uses no field “{id}”"),
            Self::LongField(id) => write!(f, "the field “{id}” is over {LONGEST_FIELD} characters"),
            Self::NotAsked(id) => write!(f, "with these answers “{id}” is not asked"),
            Self::Wrong(id, problem) => write!(f, "“{id}”: {problem}"),
        }
    }
}

impl core::error::Error for AnswerError {}

#[cfg(feature = "serde")]
mod json {
    use serde::{Deserialize, Deserializer, de::Error};

    /// Takes `5`, `5.0` and `-0`, as JavaScript may write them; refuses fractions, text and what does not fit.
    pub fn whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
        whole(f64::deserialize(deserializer)?)
    }

    /// The same, or `null`.
    pub fn maybe_whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
        Option::<f64>::deserialize(deserializer)?.map(whole).transpose()
    }

    fn whole<E: Error>(number: f64) -> Result<u8, E> {
        if libm::floor(number) == number && (0.0..=255.0).contains(&number) {
            Ok(number as u8)
        } else {
            Err(E::custom("a score is a whole number"))
        }
    }
}

/// The first comment among the answers, which is the one shown in lists.
pub fn first_comment(answers: &Answers) -> Option<String> {
    answers.values().find_map(|answer| match answer {
        Answer::Text(text) => Some(text.to_owned()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{ChoiceOption, tests::question};
    use std::{string::ToString, vec};

    fn options(ids: &[&str]) -> Vec<ChoiceOption<String>> {
        ids.iter().map(|id| ChoiceOption { id: (*id).try_into().unwrap(), label: String::new() }).collect()
    }

    fn chosen(ids: &[&str], other: Option<&str>) -> Answer {
        let options = ids.iter().map(|id| OptionId::try_from(*id).unwrap()).collect();
        Answer::Chosen(Chosen { options, other: other.map(ToString::to_string) })
    }

    fn points(all: &[(&str, u8)]) -> Answer {
        Answer::Points(all.iter().map(|(id, points)| ((*id).try_into().unwrap(), *points)).collect())
    }

    fn text(text: &str) -> Answer {
        Answer::Text(text.to_string())
    }

    #[track_caller]
    fn check(kind: &Kind<String>, answer: impl Into<Option<Answer>>, expected: impl Into<Option<Problem>>) {
        let asked = Question { required: true, ..question("a", kind.clone(), vec![]) };
        let answer = answer.into();
        assert_eq!(asked.problem(answer.as_ref()), expected.into(), "{kind:?} {answer:?}");
    }

    #[test]
    fn ratings_take_the_points_of_their_scale() {
        let ends = || (String::new(), String::new());
        let scale = |points: u8| {
            let (low, high) = ends();
            Kind::Rating { points: points.try_into().unwrap(), low, high }
        };
        let thumbs = Kind::Thumbs { low: String::new(), high: String::new() };
        check(&scale(2), Answer::Score(2), None);
        check(&scale(2), Answer::Score(0), Problem::NotOffered);
        check(&scale(11), Answer::Score(0), None);
        check(&scale(11), Answer::Score(11), Problem::NotOffered);
        check(&thumbs, Answer::Score(1), None);
        check(&thumbs, Answer::Score(2), Problem::NotOffered);
        check(&thumbs, Answer::Yes(true), Problem::WrongKind);
        check(&thumbs, None, Problem::Missing);
        let gap = Kind::Gap {
            expectation: String::new(),
            perception: String::new(),
            low: String::new(),
            high: String::new(),
        };
        check(&gap, Answer::Gap(Some(7), Some(1)), None);
        check(&gap, Answer::Gap(Some(7), None), Problem::Half);
        check(&gap, Answer::Gap(Some(7), Some(8)), Problem::NotOffered);
        check(&gap, Answer::Gap(None, None), Problem::Missing);
        check(&gap, Answer::Score(7), Problem::WrongKind);
    }

    #[test]
    fn choices_take_what_is_offered_and_as_many_as_are_asked_for() {
        let kind = |several: Option<(u8, u8)>, other: bool| Kind::Choice {
            options: options(&["a", "b", "c"]),
            several: several.map(|(least, most)| Several { least, most }),
            other: other.then(String::new),
            shuffled: false,
        };
        check(&kind(None, false), chosen(&["a"], None), None);
        check(&kind(None, false), chosen(&["a", "b"], None), Problem::TooMany(1));
        check(&kind(None, false), chosen(&["d"], None), Problem::NotOffered);
        check(&kind(None, false), chosen(&[], Some("x")), Problem::NotOffered);
        check(&kind(None, true), chosen(&[], Some("x")), None);
        check(&kind(None, true), chosen(&[], Some(" ")), Problem::NoWords);
        check(&kind(None, true), chosen(&["a"], Some("x")), Problem::TooMany(1));
        check(&kind(None, true), chosen(&[], Some(&"x".repeat(201))), Problem::TooLong(200));
        check(&kind(Some((2, 3)), true), chosen(&["a"], None), Problem::TooFew(2));
        check(&kind(Some((2, 3)), true), chosen(&["a"], Some("x")), None);
        check(&kind(Some((2, 3)), true), chosen(&["a", "b", "c"], Some("x")), Problem::TooMany(3));
        check(&kind(Some((2, 3)), true), chosen(&["a", "a"], None), Problem::NotOffered);
        check(&kind(Some((2, 3)), true), chosen(&[], None), Problem::Missing);
        let importance = Kind::Importance { items: options(&["a", "b"]) };
        check(&importance, points(&[("a", 60), ("b", 40)]), None);
        check(&importance, points(&[("a", 100)]), None);
        check(&importance, points(&[("a", 60)]), Problem::Sum(60));
        check(&importance, points(&[("a", 255), ("b", 255)]), Problem::Sum(510));
        check(&importance, points(&[("a", 60), ("c", 40)]), Problem::NotOffered);
        check(&importance, points(&[("a", 0), ("b", 0)]), Problem::Missing);
    }

    #[test]
    fn words_have_a_length_and_a_form() {
        let kind = |least, most, format| Kind::Text { placeholder: String::new(), least, most, format };
        let any = kind(3, 5, TextFormat::Long);
        check(&any, text("abc"), None);
        check(&any, text(" ab "), Problem::TooShort(3));
        check(&any, text("abcdef"), Problem::TooLong(5));
        check(&any, text("   "), Problem::Missing);
        let email = kind(0, 100, TextFormat::Email);
        for good in ["ana@example.com", "a+b@c.d", " ana@example.com "] {
            check(&email, text(good), None);
        }
        for bad in ["ana", "ana@", "@example.com", "a b@c.d", "a@b@c.d", "ana@example", "ana@.com", "ana@com."] {
            check(&email, text(bad), Problem::Format(TextFormat::Email));
        }
        let number = kind(0, 100, TextFormat::Number);
        for good in ["0", "-1", "+3.5", "3,5", "007"] {
            check(&number, text(good), None);
        }
        for bad in ["x", "1.2.3", "--1", "1e5", "-", ".", "1 2"] {
            check(&number, text(bad), Problem::Format(TextFormat::Number));
        }
        check(&kind(0, 9, TextFormat::Short), text("a\nb"), Problem::Format(TextFormat::Short));
    }

    #[test]
    fn statements_and_links_are_never_missing() {
        check(&Kind::Statement, None, None);
        check(&Kind::Statement, Answer::Yes(true), Problem::WrongKind);
        check(&Kind::Consent { label: String::new() }, Answer::Yes(false), Problem::Missing);
        check(&Kind::Consent { label: String::new() }, Answer::Yes(true), None);
    }

    #[test]
    fn only_fields_of_the_survey_are_taken() {
        let survey = Survey::new(crate::survey::Parts {
            fields: vec!["plan".try_into().unwrap()],
            questions: vec![question("a", Kind::text(), vec![])],
            endings: vec![],
            thanks: String::new(),
        });
        let survey = survey.unwrap();
        let check = |field: &str, value: &str, expected: Result<Option<&str>, AnswerError>| {
            let id: FieldId = field.try_into().unwrap();
            let fields = Fields::from([(id.clone(), value.to_string())]);
            let checked = survey.check(Answers::new(), fields, false);
            let found = checked.map(|checked| checked.fields().get(&id).cloned());
            assert_eq!(found, expected.map(|value| value.map(ToString::to_string)), "{field} {value}");
        };
        check("plan", "pro", Ok(Some("pro")));
        check("plan", "p\0o", Ok(Some("p\u{FFFD}o")));
        check("plan", "  ", Ok(None));
        check("email", "a@b.c", Err(AnswerError::UnknownField("email".try_into().unwrap())));
        check("plan", &"x".repeat(201), Err(AnswerError::LongField("plan".try_into().unwrap())));
    }
}

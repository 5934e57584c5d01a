//! Conditions as rows of the form: what is tested, how, and against which value.
//!
//! What is tested is fixed once a row is there, so that a page without scripts can offer the tests that make sense. A
//! condition that a row cannot say is kept as it is.

use super::{
    Form, QuestionKind,
    check::{Mistake, Problem},
    names,
};
use shared::{
    condition::{Condition, Subject, Test},
    text::{FieldId, OptionId, QuestionId},
};
use std::ops::RangeInclusive;

/// How an answer or a field is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestKind {
    /// A score within bounds.
    Score,
    /// An option among the chosen ones.
    Chosen,
    /// There is an answer or a value.
    Given,
    /// Exactly this text.
    Equals,
    /// A text with this one in it.
    Contains,
    /// A whole number within bounds.
    Between,
    /// Agreed to.
    Yes,
    /// Not agreed to.
    No,
}

impl TestKind {
    /// Its name in the form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Chosen => "chosen",
            Self::Given => "given",
            Self::Equals => "equals",
            Self::Contains => "contains",
            Self::Between => "between",
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    /// The tests that make sense for an answer of this kind, or for a field.
    pub fn fitting(kind: Option<QuestionKind>) -> &'static [Self] {
        match kind {
            Some(
                QuestionKind::Nps
                | QuestionKind::Csat
                | QuestionKind::Ces
                | QuestionKind::Thumbs
                | QuestionKind::Rating,
            ) => &[Self::Score, Self::Given],
            Some(QuestionKind::Choice) => &[Self::Chosen, Self::Contains, Self::Equals, Self::Given],
            Some(QuestionKind::Text) => &[Self::Contains, Self::Equals, Self::Between, Self::Given],
            Some(QuestionKind::Consent) => &[Self::Yes, Self::No, Self::Given],
            Some(QuestionKind::Gap | QuestionKind::Importance | QuestionKind::Statement | QuestionKind::Link) => {
                &[Self::Given]
            }
            None => &[Self::Equals, Self::Contains, Self::Between, Self::Given],
        }
    }

    /// The test a select holds among these, and whether it is turned round. What is none of them is the first.
    pub fn read(value: &str, fitting: &[Self]) -> (Self, bool) {
        let (key, not) = value.strip_prefix(NOT).map_or((value, false), |key| (key, true));
        match fitting.iter().find(|test| test.key() == key) {
            Some(test) => (*test, not),
            None => (fitting.first().copied().unwrap_or(Self::Given), false),
        }
    }
}

/// Stands before the name of a test that must not hold.
pub const NOT: &str = "not-";

/// A subject as the form holds it.
pub fn write_subject(subject: &Subject) -> String {
    match subject {
        Subject::Question(id) => format!("question.{id}"),
        Subject::Field(id) => format!("field.{id}"),
    }
}

/// The subject that was sent.
pub fn read_subject(value: &str) -> Option<Subject> {
    match value.split_once('.')? {
        ("question", id) => QuestionId::try_from(id).ok().map(Subject::Question),
        ("field", id) => FieldId::try_from(id).ok().map(Subject::Field),
        _ => None,
    }
}

/// What conditions of a form can be about.
#[derive(Clone, Copy)]
pub struct Subjects<'a>(pub &'a Form);

impl Subjects<'_> {
    /// The tests that make sense for a subject.
    pub fn tests(self, subject: &Subject) -> &'static [TestKind] {
        match subject {
            Subject::Question(id) => TestKind::fitting(self.0.kind(id).or(Some(QuestionKind::Statement))),
            Subject::Field(_) => TestKind::fitting(None),
        }
    }

    /// The points of a rating.
    pub fn points(self, subject: &Subject) -> Option<RangeInclusive<u8>> {
        match subject {
            Subject::Question(id) => self.0.metric(id).map(|metric| metric.points()),
            Subject::Field(_) => None,
        }
    }
}

/// The parts of a row that says this condition: those of the form, or all of it as JSON where the form has no words.
pub fn write(subjects: Subjects<'_>, condition: &Condition) -> Vec<(&'static str, String)> {
    let (test, values) = match &condition.is {
        Test::Score(from, to) => (TestKind::Score, vec![("from", from.to_string()), ("to", to.to_string())]),
        Test::Chosen(option) => (TestKind::Chosen, vec![("option", option.to_string())]),
        Test::Given => (TestKind::Given, vec![]),
        Test::Equals(text) if subjects.tests(&condition.of).contains(&TestKind::Yes) => {
            (if text == "yes" { TestKind::Yes } else { TestKind::No }, vec![])
        }
        Test::Equals(text) => (TestKind::Equals, vec![("text", text.clone())]),
        Test::Contains(text) => (TestKind::Contains, vec![("text", text.clone())]),
        Test::Between(from, to) => {
            let bound = |bound: i32, open: i32| if bound == open { String::new() } else { bound.to_string() };
            (TestKind::Between, vec![("from", bound(*from, i32::MIN)), ("to", bound(*to, i32::MAX))])
        }
    };
    let is = format!("{}{}", if condition.not { NOT } else { "" }, test.key());
    let parts: Vec<_> = [("of", write_subject(&condition.of)), ("is", is)].into_iter().chain(values).collect();
    let value = |part: &str| parts.iter().find(|(name, _)| *name == part).map(|(_, value)| value.as_str());
    let said = read(subjects, |part| value(part).unwrap_or_default(), |_, key| OptionId::try_from(key).ok());
    match said {
        Ok(said) if said == *condition => parts,
        _ => {
            vec![("of", write_subject(&condition.of)), ("custom", serde_json::to_string(condition).unwrap_or_default())]
        }
    }
}

/// The condition of a row with these parts; `option` is the id of an option by its key in the form.
///
/// # Errors
/// The part that is wrong, and why.
pub fn read<'a>(
    subjects: Subjects<'_>,
    part: impl Fn(&str) -> &'a str,
    option: impl Fn(&QuestionId, &str) -> Option<OptionId>,
) -> Result<Condition, (&'static str, Mistake)> {
    let custom = part("custom");
    if !custom.is_empty() {
        return serde_json::from_str(custom).map_err(|error| ("custom", Mistake::Other(error.to_string())));
    }
    let of = read_subject(part("of")).ok_or(("of", Mistake::NotAsked))?;
    let (test, not) = TestKind::read(part("is"), subjects.tests(&of));
    let text = || match part("text").trim() {
        "" => Err(("text", Mistake::Empty)),
        text if text.contains('\n') => Err(("text", Mistake::Empty)),
        text => Ok(text.to_owned()),
    };
    let is = match test {
        TestKind::Score => {
            let points = subjects.points(&of).unwrap_or(0..=10);
            let (least, most) = (u32::from(*points.start()), u32::from(*points.end()));
            let bound = |name: &'static str| {
                let typed = part(name).trim().parse::<u8>().ok().filter(|point| points.contains(point));
                typed.ok_or((name, Mistake::Number(least, most)))
            };
            let (from, to) = (bound("from")?, bound("to")?);
            if from > to {
                return Err(("to", Mistake::Order));
            }
            Test::Score(from, to)
        }
        TestKind::Between => {
            let bound = |name: &'static str, open: i32| match part(name).trim() {
                "" => Ok(open),
                typed => typed.replace('\u{2212}', "-").parse().map_err(|_| (name, Mistake::WholeNumber)),
            };
            let (from, to) = (bound("from", i32::MIN)?, bound("to", i32::MAX)?);
            if from > to {
                return Err(("to", Mistake::Order));
            }
            Test::Between(from, to)
        }
        TestKind::Chosen => {
            let Subject::Question(question) = &of else { return Err(("option", Mistake::NoOption)) };
            Test::Chosen(option(question, part("option")).ok_or(("option", Mistake::NoOption))?)
        }
        TestKind::Given => Test::Given,
        TestKind::Equals => Test::Equals(text()?),
        TestKind::Contains => Test::Contains(text()?),
        TestKind::Yes => Test::Equals("yes".to_owned()),
        TestKind::No => Test::Equals("no".to_owned()),
    };
    Ok(Condition { of, is, not })
}

impl Form {
    /// The rows of a branch, an ending or of who is asked.
    pub fn rows(&self, rule: &str) -> impl Iterator<Item = String> {
        let list = names::conditions(rule);
        self.list(&list).iter().map(move |key| names::item(&list, key)).collect::<Vec<_>>().into_iter()
    }

    /// The condition of one row.
    ///
    /// # Errors
    /// The field that is wrong.
    pub fn condition(
        &self,
        row: &str,
        option: impl Fn(&QuestionId, &str) -> Option<OptionId>,
    ) -> Result<Condition, Problem> {
        read(Subjects(self), |part| self.value(&names::part(row, part)), option)
            .map_err(|(part, mistake)| Problem::new(names::part(row, part), mistake))
    }
}

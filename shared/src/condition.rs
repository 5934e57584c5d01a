//! Conditions on what was answered and on what is known of the visitor. One evaluator for branches, endings and
//! targeting.

use crate::{
    answer::{Answer, Answers},
    sorted::SortedMap,
    text::{FieldId, OptionId, QuestionId},
};
use alloc::string::String;

/// What is known of the visitor or was handed to the survey, by name: attributes and hidden fields.
pub type Fields = SortedMap<FieldId, String>;

/// The most fields one survey may use.
pub const MOST_FIELDS: usize = 20;
/// The longest value of a field, in characters.
pub const LONGEST_FIELD: usize = 200;

/// A test of one answer or field. What is absent fails every test but `not`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Condition {
    /// What is tested.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub of: Subject,
    /// What it must be.
    pub is: Test,
    /// Whether it must be anything but that.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
    pub not: bool,
}

/// What a condition tests.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Subject {
    /// The answer to this question or an earlier one.
    Question(QuestionId),
    /// An attribute or hidden field.
    Field(FieldId),
}

/// What an answer or a field can be tested for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Test {
    /// A score from the first to the second point, both included.
    Score(u8, u8),
    /// This option is among the chosen ones.
    Chosen(OptionId),
    /// There is an answer or a value, whatever it is.
    Given,
    /// This text, upper and lower case of ASCII letters alike.
    Equals(String),
    /// A text that contains this one, upper and lower case of ASCII letters alike.
    Contains(String),
    /// A whole number from the first to the second, both included.
    Between(i32, i32),
}

impl Condition {
    /// Whether it holds for these answers and fields.
    pub fn holds(&self, answers: &Answers, fields: &Fields) -> bool {
        let holds = match &self.of {
            Subject::Question(question) => answers.get(question).is_some_and(|answer| self.is.holds_for(answer)),
            Subject::Field(field) => fields.get(field).is_some_and(|value| self.is.holds_for_text(value)),
        };
        holds != self.not
    }
}

impl Test {
    fn holds_for(&self, answer: &Answer) -> bool {
        match (self, answer) {
            (Self::Given, _) => true,
            (Self::Score(from, to), Answer::Score(score)) => (from..=to).contains(&score),
            (Self::Chosen(option), Answer::Chosen(chosen)) => chosen.options.contains(option),
            (_, Answer::Text(text)) => self.holds_for_text(text),
            (_, Answer::Chosen(chosen)) => chosen.other.as_ref().is_some_and(|other| self.holds_for_text(other)),
            (Self::Equals(expected), Answer::Yes(yes)) => expected == if *yes { "yes" } else { "no" },
            _ => false,
        }
    }

    fn holds_for_text(&self, text: &str) -> bool {
        let text = text.trim();
        match self {
            Self::Given => !text.is_empty(),
            Self::Equals(expected) => text.eq_ignore_ascii_case(expected),
            Self::Contains(part) => contains(text.as_bytes(), part.as_bytes()),
            Self::Between(from, to) => text.parse::<i32>().is_ok_and(|number| (from..=to).contains(&&number)),
            Self::Score(..) | Self::Chosen(_) => false,
        }
    }
}

/// Plainly, because the library's fast search weighs a kilobyte in the widget.
fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Chosen;
    use std::{borrow::ToOwned, vec};

    #[test]
    fn conditions_hold_for_what_they_say() {
        let price = || OptionId::try_from("price").unwrap();
        let chosen = Answer::Chosen(Chosen { options: vec![price()], other: Some("Slow site".to_owned()) });
        let answers = Answers::from([
            ("score".try_into().unwrap(), Answer::Score(7)),
            ("why".try_into().unwrap(), Answer::Text("The Price is 42".to_owned())),
            ("age".try_into().unwrap(), Answer::Text(" 42 ".to_owned())),
            ("reason".try_into().unwrap(), chosen),
            ("terms".try_into().unwrap(), Answer::Yes(true)),
        ]);
        let fields = Fields::from([("plan".try_into().unwrap(), "Pro".to_owned())]);
        let check = |of: Subject, is: Test, expected: bool| {
            for not in [false, true] {
                let condition = Condition { of: of.clone(), is: is.clone(), not };
                assert_eq!(condition.holds(&answers, &fields), expected != not, "{condition:?}");
            }
        };
        let answer = |id: &str| Subject::Question(id.try_into().unwrap());
        let field = |id: &str| Subject::Field(id.try_into().unwrap());
        check(answer("score"), Test::Score(7, 8), true);
        check(answer("score"), Test::Score(8, 10), false);
        check(answer("score"), Test::Given, true);
        check(answer("absent"), Test::Given, false);
        check(answer("reason"), Test::Chosen(price()), true);
        check(answer("reason"), Test::Chosen("speed".try_into().unwrap()), false);
        check(answer("reason"), Test::Contains("slow".to_owned()), true);
        check(answer("why"), Test::Contains("pRICE".to_owned()), true);
        check(answer("why"), Test::Between(42, 42), false);
        check(answer("age"), Test::Between(18, 65), true);
        check(answer("age"), Test::Between(43, 65), false);
        check(answer("terms"), Test::Equals("yes".to_owned()), true);
        check(field("plan"), Test::Equals("pro".to_owned()), true);
        check(field("plan"), Test::Equals("free".to_owned()), false);
        check(field("plan"), Test::Score(0, 10), false);
        check(field("absent"), Test::Equals(String::new()), false);
    }
}

//! Texts that take over an earlier answer or a field: `{{name}}`, or `{{name|what to say without it}}`.

use crate::{
    answer::{Answer, Answers},
    condition::Fields,
    survey::Survey,
    text::digits,
};
use alloc::{borrow::ToOwned, string::String};

/// Words, and the value behind them: its name, and what to say without it.
type Piece<'a> = (&'a str, Option<(&'a str, &'a str)>);

/// Cuts a text into words and values. What is opened and never closed is words.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = Some(text);
    core::iter::from_fn(move || {
        let text = rest.take()?;
        let Some((words, behind)) = cut(text, b"{{") else { return Some((text, None)) };
        match cut(behind, b"}}").filter(|(value, _)| cut(value, b"{{").is_none()) {
            Some((value, behind)) => {
                rest = Some(behind);
                let (name, otherwise) = value.split_once('|').unwrap_or((value, ""));
                Some((words, Some((name.trim(), otherwise.trim()))))
            }
            None => {
                rest = Some(behind);
                Some((&text[..words.len() + 2], None))
            }
        }
    })
}

/// What is before and behind the first mark. Plainly, because the library's fast search weighs a kilobyte in the widget.
fn cut<'a>(text: &'a str, mark: &[u8; 2]) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(2).position(|window| window == mark)?;
    Some((&text[..at], &text[at + 2..]))
}

/// The text with each value that it takes over, or with what it says where that is empty.
pub fn filled(text: &str, value: &dyn Fn(&str) -> String) -> String {
    let mut filled = String::new();
    for (words, taken) in pieces(text) {
        filled.push_str(words);
        if let Some((name, otherwise)) = taken {
            let value = value(name);
            filled.push_str(if value.is_empty() { otherwise } else { &value });
        }
    }
    filled
}

/// The names that a text takes over.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|(_, value)| Some(value?.0))
}

impl Survey<String> {
    /// The text with what it takes over filled in: an answer as the visitor reads it, else a field, else what the text
    /// says without it.
    pub fn fill(&self, text: &str, answers: &Answers, fields: &Fields) -> String {
        filled(text, &|name| self.spoken(name, answers, fields))
    }

    fn spoken(&self, name: &str, answers: &Answers, fields: &Fields) -> String {
        let answer = answers.iter().find(|(id, _)| id.as_str() == name);
        let Some((id, answer)) = answer else {
            let field = fields.iter().find(|(id, _)| id.as_str() == name);
            return field.map(|(_, value)| value.to_owned()).unwrap_or_default();
        };
        match answer {
            Answer::Score(score) => digits(*score),
            Answer::Text(text) => text.to_owned(),
            Answer::Chosen(chosen) => {
                let options = self.question(id).map_or(&[][..], |question| question.kind.options());
                let labels = options.iter().filter(|option| chosen.options.contains(&option.id));
                let mut spoken = String::new();
                for label in labels.map(|option| &option.label).chain(&chosen.other) {
                    if !spoken.is_empty() {
                        spoken.push_str(", ");
                    }
                    spoken.push_str(label);
                }
                spoken
            }
            Answer::Yes(_) | Answer::Gap(..) | Answer::Points(_) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        answer::Chosen,
        survey::{
            ChoiceOption, Kind,
            tests::{question, survey},
        },
    };
    use std::{string::ToString, vec, vec::Vec};

    #[test]
    fn a_text_takes_over_what_is_known() {
        let option = |id: &str, label: &str| ChoiceOption { id: id.try_into().unwrap(), label: label.to_string() };
        let options = vec![option("price", "The price"), option("speed", "The speed")];
        let choice = Kind::Choice { options, several: None, other: None, shuffled: false };
        let survey = survey(vec![question("why", choice, vec![])]).unwrap();
        let chosen = Chosen { options: vec!["speed".try_into().unwrap(), "price".try_into().unwrap()], other: None };
        let answers = Answers::from([
            ("score".try_into().unwrap(), Answer::Score(10)),
            ("why".try_into().unwrap(), Answer::Chosen(chosen)),
            ("said".try_into().unwrap(), Answer::Text("{{score}}".to_string())),
        ]);
        let fields = Fields::from([("name".try_into().unwrap(), "Ana".to_string())]);
        let check = |text: &str, expected: &str| assert_eq!(survey.fill(text, &answers, &fields), expected);
        check("Hello {{name}}!", "Hello Ana!");
        check("Hello {{ surname | friend }}!", "Hello friend!");
        check("{{surname}}", "");
        check("You gave {{score}} for {{why}}", "You gave 10 for The price, The speed");
        check("{{said}}", "{{score}}");
        check("{{name", "{{name");
        check("}} {{{name}}", "}} ");
        check("", "");
    }

    #[test]
    fn names_are_found() {
        let found: Vec<&str> = names("{{a}} and {{ b | c }}, not {d} or {{e").collect();
        assert_eq!(found, ["a", "b"]);
    }
}

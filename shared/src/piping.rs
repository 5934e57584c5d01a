//! Texts that take over an earlier answer or a field: `{{name}}`, or `{{name|what to say without it}}`.

use crate::{
    answer::{Answer, Answers},
    condition::Fields,
    survey::Survey,
};
use alloc::{borrow::ToOwned, string::String};

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    /// The value with this name, and what to say without it.
    Value(&'a str, &'a str),
}

/// Cuts a text into words and names. What is opened and never closed is words.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut parts = text.split("{{");
    let first = parts.next().map(Piece::Words);
    let rest = parts.flat_map(|part| match part.split_once("}}") {
        Some((value, words)) => {
            let (name, otherwise) = value.split_once('|').unwrap_or((value, ""));
            [Piece::Value(name.trim(), otherwise.trim()), Piece::Words(words)]
        }
        None => [Piece::Words("{{"), Piece::Words(part)],
    });
    first.into_iter().chain(rest)
}

/// The names that a text takes over.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Value(name, _) => Some(name),
        Piece::Words(_) => None,
    })
}

impl Survey<String> {
    /// The text with what it takes over filled in: an answer as the visitor reads it, else a field, else what the text
    /// says without it.
    pub fn fill(&self, text: &str, answers: &Answers, fields: &Fields) -> String {
        let mut filled = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Value(name, otherwise) => {
                    let value = self.spoken(name, answers, fields);
                    filled.push_str(if value.is_empty() { otherwise } else { &value });
                }
            }
        }
        filled
    }

    fn spoken(&self, name: &str, answers: &Answers, fields: &Fields) -> String {
        let answer = answers.iter().find(|(id, _)| id.as_str() == name);
        let Some((id, answer)) = answer else {
            let field = fields.iter().find(|(id, _)| id.as_str() == name);
            return field.map(|(_, value)| value.to_owned()).unwrap_or_default();
        };
        match answer {
            Answer::Score(score) => small_number(*score),
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

/// A score as text. By hand, because what formats numbers weighs more than this whole module in a browser.
fn small_number(number: u8) -> String {
    let mut text = String::new();
    for power in [100, 10, 1] {
        if number >= power || power == 1 {
            text.push(char::from(b'0' + number / power % 10));
        }
    }
    text
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

    #[test]
    fn scores_are_written_as_numbers() {
        for number in 0..=u8::MAX {
            assert_eq!(small_number(number), number.to_string());
        }
    }
}

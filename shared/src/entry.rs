//! What the controls of a form say, turned into answers: typed in the widget, sent by a page without script, or given
//! in advance by an address such as `?score=9`.
//!
//! A control is named after its question; where a question has several, the part behind a dot says which.

use crate::{
    answer::{Answer, Answers, Chosen, LONGEST_OTHER},
    sorted::SortedMap,
    survey::{ALL_POINTS, Kind, Question, Survey, TextFormat},
    text::OptionId,
};
use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// The part of a choice's controls that takes the visitor's own words. No option can have this name.
pub const OTHER: &str = "+other";
/// The part of a gap's controls that rates the expectation.
pub const EXPECTATION: &str = "expectation";
/// The part of a gap's controls that rates the perception.
pub const PERCEPTION: &str = "perception";

/// What one control says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// `question`, or `question.part`.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
    /// Whether it is ticked, or is nothing that can be.
    pub on: bool,
}

impl<T> Survey<T> {
    /// Takes over what one control says. A control of no question, and a value no answer can hold, change nothing.
    pub fn enter(&self, answers: &mut Answers, entry: &Entry<'_>) {
        let (name, part) = entry.name.split_once('.').unwrap_or((entry.name, ""));
        let Some(question) = self.questions().iter().find(|question| question.id.as_str() == name) else { return };
        let before = answers.remove(&question.id);
        if let Some(answer) = question.enter(before, part, entry.value, entry.on) {
            answers.insert(question.id.clone(), answer);
        }
    }

    /// The answers that pairs of names and values give in advance, such as `score=9`. What does not fit is left out, so
    /// that an address somebody shortened still opens the survey.
    pub fn prefill<'a>(&self, given: impl IntoIterator<Item = (&'a str, &'a str)>) -> Answers {
        let mut answers = Answers::new();
        for (name, value) in given {
            self.enter(&mut answers, &Entry { name, value, on: true });
        }
        answers.retain(|id, answer| {
            let fits = |question: &Question<T>| question.problem(Some(answer)).is_none();
            !answer.is_blank() && self.question(id).is_some_and(fits)
        });
        answers
    }
}

impl<T> Question<T> {
    /// The answer after a control of this question said something.
    fn enter(&self, before: Option<Answer>, part: &str, value: &str, on: bool) -> Option<Answer> {
        match (&self.kind, &before) {
            (Kind::Choice { options, several, other, .. }, _) => {
                let mut chosen = match before {
                    Some(Answer::Chosen(chosen)) => chosen,
                    _ => Chosen::default(),
                };
                let option = options.iter().find(|option| option.id.as_str() == value);
                if part == OTHER {
                    // Words said while another option is chosen do not choose; nor does an empty field nobody touched.
                    if chosen.other.is_some() || !value.trim().is_empty() {
                        if several.is_none() {
                            chosen.options.clear();
                        }
                        chosen.other = other.as_ref().map(|_| limited(value, LONGEST_OTHER, false));
                    }
                } else if value == OTHER && other.is_some() {
                    if several.is_none() && on {
                        chosen.options.clear();
                    }
                    chosen.other = on.then(|| chosen.other.unwrap_or_default());
                } else if let Some(option) = option {
                    if several.is_none() {
                        chosen = Chosen::default();
                    }
                    chosen.options.retain(|one| *one != option.id);
                    if on {
                        chosen.options.push(option.id.clone());
                    }
                }
                Some(Answer::Chosen(chosen))
            }
            (Kind::Text { most, format, .. }, _) => {
                Some(Answer::Text(limited(value, *most, *format != TextFormat::Long)))
            }
            (Kind::Consent { .. } | Kind::Link(_), _) => Some(Answer::Yes(on)),
            (Kind::Gap { .. }, _) => {
                let (expected, got) = match before {
                    Some(Answer::Gap(expected, got)) => (expected, got),
                    _ => (None, None),
                };
                let score = self.score(value);
                Some(match part {
                    EXPECTATION => Answer::Gap(score.or(expected), got),
                    PERCEPTION => Answer::Gap(expected, score.or(got)),
                    _ => Answer::Gap(expected, got),
                })
            }
            (Kind::Importance { items }, _) => {
                let mut points = match before {
                    Some(Answer::Points(points)) => points,
                    _ => SortedMap::new(),
                };
                if let Some(item) = items.iter().find(|item| item.id.as_str() == part) {
                    let given = value.trim().parse().unwrap_or(0_u8).min(ALL_POINTS);
                    points.insert(item.id.clone(), given);
                }
                Some(Answer::Points(points))
            }
            (Kind::Statement, _) => None,
            _ => self.score(value).map(Answer::Score).or(before),
        }
    }

    fn score(&self, value: &str) -> Option<u8> {
        let score = value.parse().ok()?;
        self.kind.points()?.contains(&score).then_some(score)
    }

    /// The names and values that a form sends for an answer: the way back of [`Survey::enter`].
    pub fn entries(&self, answer: &Answer) -> Vec<(String, String)> {
        let id = self.id.as_str();
        let named = |part: &str| {
            let mut name = id.to_owned();
            name.push('.');
            name.push_str(part);
            name
        };
        let number = |number: u8| alloc::format!("{number}");
        match answer {
            Answer::Score(score) => alloc::vec![(id.to_owned(), number(*score))],
            Answer::Text(text) => alloc::vec![(id.to_owned(), text.clone())],
            Answer::Yes(true) => alloc::vec![(id.to_owned(), "yes".to_owned())],
            Answer::Yes(false) => Vec::new(),
            Answer::Chosen(Chosen { options, other }) => {
                let options = options.iter().map(|option: &OptionId| (id.to_owned(), option.as_str().to_owned()));
                let other =
                    other.iter().flat_map(|other| [(id.to_owned(), OTHER.to_owned()), (named(OTHER), other.clone())]);
                options.chain(other).collect()
            }
            Answer::Gap(expected, got) => [(EXPECTATION, expected), (PERCEPTION, got)]
                .into_iter()
                .filter_map(|(part, score)| Some((named(part), number((*score)?))))
                .collect(),
            Answer::Points(points) => {
                points.iter().map(|(item, points)| (named(item.as_str()), number(*points))).collect()
            }
        }
    }
}

/// A text cut to this many characters, if need be in one line.
fn limited(text: &str, most: u16, in_one_line: bool) -> String {
    text.chars().take(most.into()).map(|c| if c == '\n' && in_one_line { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{
        ChoiceOption, CsatStyle, Link, Several,
        tests::{question, survey},
    };
    use std::{string::ToString, vec};

    fn every_kind() -> Survey<String> {
        let text = String::new;
        let options = || -> Vec<ChoiceOption<String>> {
            ["a", "b", "c"].iter().map(|id| ChoiceOption { id: (*id).try_into().unwrap(), label: text() }).collect()
        };
        let choice = |several| Kind::Choice { options: options(), several, other: Some(text()), shuffled: true };
        let address = "https://example.com".to_string().try_into().unwrap();
        let short = Kind::Text { placeholder: text(), least: 0, most: 5, format: TextFormat::Short };
        let kinds = [
            ("nps", Kind::Nps { low: text(), high: text() }),
            ("csat", Kind::Csat { style: CsatStyle::Faces, low: text(), high: text() }),
            ("one", choice(None)),
            ("many", choice(Some(Several { least: 0, most: 4 }))),
            ("long", Kind::text()),
            ("short", short),
            ("terms", Kind::Consent { label: text() }),
            ("gap", Kind::Gap { expectation: text(), perception: text(), low: text(), high: text() }),
            ("points", Kind::Importance { items: options() }),
            ("statement", Kind::Statement),
            ("link", Kind::Link(Link { label: text(), address })),
        ];
        survey(kinds.into_iter().map(|(id, kind)| question(id, kind, vec![])).collect()).unwrap()
    }

    fn entered(said: &[(&str, &str, bool)]) -> Answers {
        let (survey, mut answers) = (every_kind(), Answers::new());
        for (name, value, on) in said {
            survey.enter(&mut answers, &Entry { name, value, on: *on });
        }
        answers
    }

    #[test]
    fn controls_make_answers_and_answers_make_controls() {
        let check = |said: &[(&str, &str, bool)], expected: Option<Answer>| {
            let answers = entered(said);
            let answer = answers.values().next();
            assert_eq!(answer, expected.as_ref(), "{said:?}");
            let survey = every_kind();
            let Some((id, answer)) = answers.iter().next() else { return };
            let again = survey.question(id).unwrap().entries(answer);
            let again: Vec<(&str, &str, bool)> = again.iter().map(|(name, value)| (&**name, &**value, true)).collect();
            if !answer.is_blank() {
                assert_eq!(entered(&again), answers, "{again:?}");
            }
        };
        let chosen = |options: &[&str], other: Option<&str>| {
            let options = options.iter().map(|id| (*id).try_into().unwrap()).collect();
            Some(Answer::Chosen(Chosen { options, other: other.map(str::to_owned) }))
        };
        let points = |all: &[(&str, u8)]| {
            Some(Answer::Points(all.iter().map(|(id, points)| ((*id).try_into().unwrap(), *points)).collect()))
        };
        let text = |text: &str| Some(Answer::Text(text.to_owned()));
        check(&[("nps", "0", true)], Some(Answer::Score(0)));
        check(&[("nps", "11", true)], None);
        check(&[("nps", "9", true), ("nps", "x", true)], Some(Answer::Score(9)));
        check(&[("csat", "0", true)], None);
        check(&[("one", "a", true), ("one", "b", true)], chosen(&["b"], None));
        check(&[("one", "a", true), ("one", OTHER, true)], chosen(&[], Some("")));
        check(&[("one", OTHER, true), ("one.+other", "x", true)], chosen(&[], Some("x")));
        check(&[("one", "a", true), ("one.+other", "x", true)], chosen(&[], Some("x")));
        check(&[("one", "a", true), ("one.+other", "", true)], chosen(&["a"], None));
        check(&[("one", OTHER, true), ("one", "c", true)], chosen(&["c"], None));
        check(&[("many", "b", true), ("many", "a", true)], chosen(&["b", "a"], None));
        check(&[("many", "b", true), ("many", "a", true), ("many", "b", false)], chosen(&["a"], None));
        check(&[("many", "b", true), ("many.+other", "x", true)], chosen(&["b"], Some("x")));
        check(&[("many", "nothing", true)], chosen(&[], None));
        check(&[("long", "a\nb", true)], text("a\nb"));
        check(&[("short", "a\nb cde", true)], text("a b c"));
        check(&[("terms", "yes", true)], Some(Answer::Yes(true)));
        check(&[("terms", "yes", true), ("terms", "yes", false)], Some(Answer::Yes(false)));
        check(&[("gap.expectation", "7", true)], Some(Answer::Gap(Some(7), None)));
        check(&[("gap.perception", "3", true), ("gap.expectation", "8", true)], Some(Answer::Gap(None, Some(3))));
        check(&[("points.a", "60", true), ("points.b", " 40 ", true)], points(&[("a", 60), ("b", 40)]));
        check(&[("points.a", "300", true)], points(&[("a", 0)]));
        check(&[("points.a", "101", true), ("points.z", "1", true)], points(&[("a", 100)]));
        check(&[("statement", "x", true), ("nobody", "x", true)], None);
        check(&[("link", "yes", true)], Some(Answer::Yes(true)));
    }

    #[test]
    fn what_is_given_in_advance_fits_or_is_left_out() {
        let given = [("nps", "9"), ("csat", "9"), ("one", "z"), ("many", "a"), ("points.a", "50"), ("utm", "x")];
        let answers = every_kind().prefill(given);
        assert_eq!(answers.keys().map(|id| id.as_str()).collect::<Vec<_>>(), ["many", "nps"]);
    }
}

//! All answers of a response in words, in the order of its questions.

use crate::{
    blocks::Given,
    db::respondents::{Said, Whole},
    locale::Locale,
    words::Words,
};
use shared::{
    entry::{EXPECTATION, OTHER, PERCEPTION},
    survey::{Kind, Question},
    text::{Language, Translations},
};

/// One answered question.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) title: String,
    /// What was chosen or rated; empty where only words were given.
    pub(super) chosen: String,
    /// What was said; the other part is the address of a comment, where there is one.
    pub(super) said: Option<(String, String)>,
}

/// Every question that was answered.
pub(super) fn of(locale: Locale, whole: &Whole) -> Vec<Answer> {
    let words = Words::of(locale);
    let default = whole.definition.default_language();
    let language = Language::try_from(locale.tag()).unwrap_or_else(|_| default.clone());
    let say = |text: &Translations| text.in_language(&language, default);
    let answer = |question: &Question<Translations>| {
        let id = question.id.as_str();
        let given = whole.given.iter().filter(|(name, _)| name.split('.').next() == Some(id));
        let said = whole.said.iter().find(|said| said.key.question == id);
        let chosen: Vec<String> =
            given.filter_map(|(name, given)| chosen(words, &question.kind, name, given, &say)).collect();
        let chosen = chosen.join(" · ");
        let said = said.map(|Said { key, text, redacted }| {
            (if *redacted { words.inbox_redacted.to_owned() } else { text.clone() }, key.to_string())
        });
        (!chosen.is_empty() || said.is_some()).then(|| Answer { title: say(&question.title), chosen, said })
    };
    whole.definition.survey().questions().iter().filter_map(answer).collect()
}

fn chosen(
    words: &Words,
    kind: &Kind<Translations>,
    name: &str,
    given: &Given,
    say: &impl Fn(&Translations) -> String,
) -> Option<String> {
    let choice = match given {
        Given::Score(score) => {
            let scale =
                kind.points().map_or_else(String::new, |points| format!(" ({}–{})", points.start(), points.end()));
            return Some(match name.split_once('.') {
                Some((_, EXPECTATION)) => format!("{}: {score}{scale}", words.metric_expectation),
                Some((_, PERCEPTION)) => format!("{}: {score}{scale}", words.metric_perception),
                _ => format!("{score}{scale}"),
            });
        }
        Given::Chosen(choice) => choice,
        Given::Nothing => return None,
    };
    let label = |id: &str| match (id, kind) {
        ("yes", Kind::Consent { .. } | Kind::Link(_)) => words.survey_yes.to_owned(),
        ("no", Kind::Consent { .. } | Kind::Link(_)) => words.inbox_no.to_owned(),
        (OTHER, Kind::Choice { other: Some(other), .. }) => say(other),
        _ => {
            let option = kind.options().iter().find(|option| option.id.as_str() == id);
            // An option that was taken out of the survey goes by its id.
            option.map_or_else(|| id.to_owned(), |option| say(&option.label))
        }
    };
    let parts = choice.split(' ').filter(|part| !part.is_empty());
    let parts = parts.map(|part| match part.split_once(':') {
        Some((option, points)) => format!("{}: {points}", label(option)),
        None => label(part),
    });
    Some(parts.collect::<Vec<_>>().join(", "))
}

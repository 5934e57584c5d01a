//! What was chosen at questions that offer options. Hides what would tell on few people.

use super::{figure, format};
use crate::{
    db::{results::Chosen, surveys::AtTouchpoint},
    locale::Locale,
};
use shared::{
    entry,
    score::{HOMOGENEOUS_BELOW, rate},
    survey::Kind,
    text::Language,
};

/// The options chosen at one question.
#[derive(Debug)]
pub struct Question {
    /// The question.
    pub title: String,
    /// How many answers.
    pub n: String,
    /// The options, the most chosen first.
    pub options: Vec<ChosenOption>,
}

/// One option.
#[derive(Debug, PartialEq, Eq)]
pub struct ChosenOption {
    /// What visitors read.
    pub label: String,
    /// How often it was chosen.
    pub n: String,
    /// Its share of the answers.
    pub share: String,
    /// The limits of the share.
    pub limits: String,
    /// The length of its bar.
    pub width: String,
}

/// What was chosen at each question that offers options, in the words of the version that is asked now.
pub fn questions(locale: Locale, surveys: &[AtTouchpoint], chosen: &[Chosen], min_n: u64) -> Vec<Question> {
    let mut questions = Vec::new();
    for survey in surveys {
        let Some(definition) = &survey.published else { continue };
        let default = definition.default_language();
        let language = Language::try_from(locale.tag()).unwrap_or_else(|_| default.clone());
        for question in definition.survey().questions() {
            let Kind::Choice { options, other, .. } = &question.kind else { continue };
            let here = chosen.iter().filter(|one| one.survey_id == survey.id && one.question == question.id.as_str());
            let total: u64 = here.clone().map(|one| one.n).sum();
            if total < min_n {
                continue;
            }
            let label = |id: &str| {
                let option = options.iter().find(|option| option.id.as_str() == id);
                if let (entry::OTHER, Some(label)) = (id, other) {
                    return label.in_language(&language, default);
                }
                // An option that was taken out of the survey keeps its answers and goes by its id.
                option.map_or_else(|| id.to_owned(), |option| option.label.in_language(&language, default))
            };
            let mut options: Vec<(u64, ChosenOption)> =
                here.map(|one| (one.n, ChosenOption::of(locale, label(&one.choice), one.n, total))).collect();
            let tells_on_people = options.len() == 1 && total < HOMOGENEOUS_BELOW;
            if tells_on_people {
                continue;
            }
            options.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
            questions.push(Question {
                title: question.title.in_language(&language, default),
                n: figure::n(locale, total),
                options: options.into_iter().map(|(_, option)| option).collect(),
            });
        }
    }
    questions
}

impl ChosenOption {
    fn of(locale: Locale, label: String, n: u64, total: u64) -> Self {
        let share = rate(n, total);
        Self {
            label,
            n: format::number(locale, n),
            share: share.map_or_else(String::new, |share| format::share(locale, share.value)),
            limits: share.map_or_else(String::new, |share| format::share_interval(locale, &share)),
            width: share.map_or_else(String::new, |share| format!("{:.2}%", share.value)),
        }
    }
}

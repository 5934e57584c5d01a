//! A draft as a visitor would be asked it, for the frame beside the editor: in one language, at the page that is being
//! edited. It is drawn by the widget itself; nothing of it is sent, stored or counted.

mod lead;

use crate::link::Pairs;
use lead::Lead;
use serde::Serialize;
use shared::{
    answer::Answers,
    appearance::{Display, Theme},
    condition::Fields,
    definition::Definition,
    survey::Survey,
    text::{Language, QuestionId},
    wire,
};

/// Where in the survey to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Where it begins.
    #[default]
    Start,
    /// At the page with this question.
    Question(QuestionId),
    /// At what is said to some at the end, by its position.
    Ending(usize),
    /// At the thank-you for everybody else.
    Thanks,
}

impl Place {
    /// As the editor names it; whatever else is the start.
    pub fn read(text: &str) -> Self {
        let question = |id: &str| QuestionId::try_from(id).ok().map(Self::Question);
        match text.split_once('.') {
            Some(("question", id)) => question(id).unwrap_or_default(),
            Some(("ending", position)) => position.parse().map(Self::Ending).unwrap_or_default(),
            None if text == "thanks" => Self::Thanks,
            _ => Self::Start,
        }
    }
}

/// A draft to be looked at, as `static/preview.js` reads it.
#[derive(Clone, Debug, Serialize)]
pub struct Preview {
    /// The survey in one language.
    pub form: wire::Form,
    /// How it comes into view.
    pub display: Display,
    /// What is taken for known of the visitor.
    pub fields: Fields,
    /// What is answered already: names and values of controls.
    pub given: Pairs,
    /// How many pages to go on.
    pub pages: usize,
}

impl Preview {
    /// The draft in the language that is wanted, as far as it offers it. A place to which no answers lead is the start.
    pub fn new(draft: &Definition, theme: &Theme, wanted: &str, place: &Place) -> Self {
        let form = wire::Form::new(draft, theme, wanted);
        let Lead { answers, fields, pages } = lead::to(&form.survey, place).unwrap_or_default();
        let given = entries(&form.survey, &answers);
        Self { form, display: draft.appearance().display, fields, given, pages }
    }

    /// The language it is in.
    pub fn language(&self) -> &Language {
        &self.form.language
    }
}

/// What the controls of a form say for these answers.
pub fn entries(survey: &Survey<String>, answers: &Answers) -> Pairs {
    let entries = |id: &QuestionId| Some(survey.question(id)?.entries(answers.get(id)?));
    answers.keys().filter_map(entries).flatten().collect()
}

//! The columns of a table: what is known of each response, then every question that was asked, then every field.

use super::Around;
use crate::{locale::Locale, views::answered, words::Words};
use shared::{
    entry::{EXPECTATION, PERCEPTION},
    survey::{Kind, Question},
    text::{FieldId, Translations},
};

/// A column of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The survey.
    pub survey_id: i64,
    /// The question, or half of a gap, as answers are stored.
    pub row: String,
    /// Whether it holds what was said in words.
    pub in_words: bool,
    /// What it is called: the title, and behind it an id that stays when the title is changed.
    pub heading: String,
}

/// The columns behind those that every table has.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The questions, one survey after another. Each survey's are in the order of its newest version; what that does not
    /// ask any more comes last.
    pub questions: Vec<Column>,
    /// The attributes and hidden fields.
    pub fields: Vec<FieldId>,
}

impl Columns {
    /// The columns for what was asked.
    pub fn new(around: &Around) -> Self {
        let mut columns = Self { questions: Vec::new(), fields: Vec::new() };
        let mut versions: Vec<_> = around.asked.iter().collect();
        versions.sort_by_key(|((survey_id, version), _)| (*survey_id, -version));
        let is_one = versions.iter().all(|((survey_id, _), _)| *survey_id == versions[0].0.0);
        for ((survey_id, _), asked) in versions {
            let survey = asked.survey();
            for question in survey.questions() {
                let title = answered::title(around.locale, Some(asked), question.id.as_str());
                let title = if is_one { title } else { format!("{}: {title}", around.survey(*survey_id).name) };
                for Part { row, stable, said, in_words } in parts(Words::of(around.locale), question) {
                    let said = if said.is_empty() { String::new() } else { format!(" · {said}") };
                    let heading = format!("{title}{said} [{survey_id}.{stable}]");
                    columns.add(Column { survey_id: *survey_id, row, in_words, heading });
                }
            }
            let new = survey.fields().iter().filter(|field| !columns.fields.contains(field)).cloned();
            columns.fields.extend(new.collect::<Vec<_>>());
        }
        columns
    }

    /// Adds a column unless a newer version has it.
    fn add(&mut self, column: Column) {
        let is_same =
            |one: &Column| (one.survey_id, &one.row, one.in_words) == (column.survey_id, &column.row, column.in_words);
        if !self.questions.iter().any(is_same) {
            self.questions.push(column);
        }
    }

    /// What all columns are called.
    pub fn headings(&self, locale: Locale) -> Vec<String> {
        let words = Words::of(locale);
        let known = [
            words.export_id,
            words.export_stored,
            words.export_survey,
            words.export_version,
            words.export_touchpoint,
            words.export_language,
            words.export_device,
            words.export_page,
            words.export_finished,
        ];
        let known = known.into_iter().map(str::to_owned);
        let questions = self.questions.iter().map(|column| column.heading.clone());
        known
            .chain(questions)
            .chain(self.fields.iter().map(|field| format!("{} [{field}]", words.export_field)))
            .collect()
    }
}

/// What of an answer stands in a column of its own.
struct Part {
    row: String,
    stable: String,
    said: &'static str,
    in_words: bool,
}

fn parts(words: &'static Words, question: &Question<Translations>) -> Vec<Part> {
    let id = question.id.as_str();
    let part = |row: String, stable: String, said, in_words| Part { row, stable, said, in_words };
    let whole = |in_words| part(id.to_owned(), id.to_owned(), "", in_words);
    let half = |half: &str, said| part(format!("{id}.{half}"), format!("{id}.{half}"), said, false);
    match &question.kind {
        Kind::Statement => Vec::new(),
        Kind::Text { .. } => vec![whole(true)],
        Kind::Gap { .. } => {
            vec![half(EXPECTATION, words.metric_expectation), half(PERCEPTION, words.metric_perception)]
        }
        Kind::Choice { other: Some(_), .. } => {
            vec![whole(false), part(id.to_owned(), format!("{id}.text"), words.export_own_words, true)]
        }
        _ => vec![whole(false)],
    }
}

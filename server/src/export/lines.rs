//! Lines of JSON, one object for each response or comment. Nothing is lost or changed in it: ids stand beside what they are
//! called, and no text is guarded.

use super::{Around, Named};
use crate::{blocks::Given, db::listing::Listed, views::answered};
use serde::Serialize;
use shared::{condition::Fields, entry::EXPECTATION};
use std::borrow::Cow;
use uuid::Uuid;

/// A line for each object.
///
/// # Errors
/// When one cannot be written.
pub fn lines(objects: impl Iterator<Item = impl Serialize>) -> serde_json::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for object in objects {
        serde_json::to_writer(&mut lines, &object)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A response.
#[derive(Serialize)]
pub struct Response<'a> {
    id: Option<Uuid>,
    stored_at: String,
    survey: Named<'a>,
    version: i32,
    touchpoint: Named<'a>,
    language: &'a str,
    device: &'a str,
    page: Option<&'a str>,
    complete: bool,
    answers: Vec<Answer<'a>>,
    fields: &'a Fields,
}

/// What was answered to a question: what is not of its kind is left out.
#[derive(Serialize)]
struct Answer<'a> {
    question: Cow<'a, str>,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expectation: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    perception: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen: Option<Vec<Chosen>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct Chosen {
    option: String,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<u32>,
}

impl<'a> Response<'a> {
    /// As it is written.
    pub fn of(around: &'a Around, response: &'a Listed) -> Self {
        Self {
            id: Uuid::from_slice(&response.id).ok(),
            stored_at: around.moment(response.received_at),
            survey: around.survey(response.survey_id),
            version: response.version,
            touchpoint: around.touchpoint(response.touchpoint_id),
            language: &response.language,
            device: &response.device,
            page: response.path.as_deref(),
            complete: response.complete,
            answers: answers(around, response),
            fields: &response.fields,
        }
    }
}

/// The answers in the order of the questions.
fn answers<'a>(around: &Around, response: &'a Listed) -> Vec<Answer<'a>> {
    let asked = around.asked.get(&(response.survey_id, response.version));
    let mut answers: Vec<Answer<'a>> = Vec::new();
    let mut of = |question: &'a str, answer: &dyn Fn(&mut Answer<'a>)| match answers
        .iter_mut()
        .find(|one| one.question == question)
    {
        Some(found) => answer(found),
        None => {
            let mut new = Answer::new(question, answered::title(around.locale, asked, question));
            answer(&mut new);
            answers.push(new);
        }
    };
    for (row, given) in &response.answers {
        let (question, half) = row.split_once('.').unwrap_or((row, ""));
        match given {
            Given::Score(score) => of(question, &|answer| match half {
                "" => answer.score = Some(*score),
                EXPECTATION => answer.expectation = Some(*score),
                _ => answer.perception = Some(*score),
            }),
            Given::Chosen(chosen) => of(question, &|answer| {
                let options = answered::options(around.locale, asked, question, chosen).into_iter();
                answer.chosen = Some(options.map(Chosen::of).collect());
            }),
            Given::Nothing => {}
        }
    }
    for (question, text) in &response.comments {
        of(question, &|answer| answer.text = Some(text));
    }
    answers.sort_by_key(|answer| answered::position(asked, &answer.question));
    answers
}

impl<'a> Answer<'a> {
    fn new(question: &'a str, title: String) -> Self {
        let question = question.into();
        Self { question, title, score: None, expectation: None, perception: None, chosen: None, text: None }
    }
}

impl Chosen {
    fn of(chosen: answered::Chosen) -> Self {
        let points = chosen.points.and_then(|points| points.parse().ok());
        Self { option: chosen.id, label: chosen.label, points }
    }
}

//! Answers as rows and back: a score, what was chosen, or words. The kind of question says how a row is read.

use super::{
    Arrival,
    insert::{Insert, row},
};
use crate::db::surveys::Published;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Binary, Nullable, SmallInt, Text},
};
use shared::{
    answer::{Answer, Answers, Chosen},
    entry::{EXPECTATION, OTHER, PERCEPTION},
    order,
    sorted::SortedMap,
    survey::Kind,
    text::{OptionId, QuestionId, TextError, Translations},
};

/// One answer that is not only words. Options stand in `choice` with spaces between them, which no id holds; points as
/// `option:points`. A gap has two rows, `question.expectation` and `question.perception`.
#[derive(PartialEq, Queryable)]
pub(super) struct AnswerRow {
    pub(super) site_id: i64,
    pub(super) response_id: Vec<u8>,
    pub(super) question: String,
    pub(super) score: Option<i16>,
    pub(super) choice: Option<String>,
    pub(super) shown: Option<String>,
}

row!(AnswerRow, answer, {
    site_id: BigInt, response_id: Binary, question: Text, score: Nullable<SmallInt>, choice: Nullable<Text>,
    shown: Nullable<Text>,
});

/// Answers in the place of older ones to the same questions.
pub(super) struct NewerAnswers;

impl Insert for NewerAnswers {
    type Row<'a> = AnswerRow;
    const CONFLICT: &'static str = "(site_id, response_id, question) DO UPDATE SET \
         score = excluded.score, choice = excluded.choice, shown = excluded.shown";
}

/// One answer in words.
pub(super) struct CommentRow<'a> {
    site_id: i64,
    response_id: &'a [u8],
    pub(super) question: &'a str,
    touchpoint_id: i64,
    survey_id: i64,
    received_at: i64,
    metric: Option<&'static str>,
    score: Option<i16>,
    language: &'a str,
    device: &'static str,
    text: &'a str,
}

row!(CommentRow<'_>, comment, {
    site_id: BigInt, response_id: Binary, question: Text, touchpoint_id: BigInt, survey_id: BigInt,
    received_at: BigInt, metric: Nullable<Text>, score: Nullable<SmallInt>, language: Text, device: Text, text: Text,
});

/// Words in the place of older ones to the same questions. They stay in the moment in which the response began.
pub(super) struct NewerComments;

impl Insert for NewerComments {
    type Row<'a> = CommentRow<'a>;
    const CONFLICT: &'static str = "(site_id, response_id, question) DO UPDATE SET \
         metric = excluded.metric, score = excluded.score, language = excluded.language, device = excluded.device, \
         text = excluded.text";
}

/// The rows of all answers that are not only words.
pub(super) fn answer_rows(arrival: &Arrival) -> Vec<AnswerRow> {
    let row = |question: String, score: Option<u8>, choice: Option<String>, shown: Option<String>| AnswerRow {
        site_id: arrival.survey.site_id,
        response_id: arrival.id.to_vec(),
        question,
        score: score.map(i16::from),
        choice,
        shown,
    };
    let mut rows = Vec::new();
    for (id, answer) in arrival.answers.answers().iter() {
        let question = id.to_string();
        match answer {
            Answer::Score(score) => rows.push(row(question, Some(*score), None, None)),
            Answer::Chosen(_) | Answer::Yes(_) => {
                let choice = choices(answer).map(|(choice, _)| choice).collect::<Vec<_>>().join(" ");
                rows.push(row(question, None, Some(choice), shown(arrival, id)));
            }
            Answer::Points(points) => {
                let given = points.iter().map(|(option, points)| format!("{option}:{points}"));
                rows.push(row(question, None, Some(given.collect::<Vec<_>>().join(" ")), None));
            }
            Answer::Gap(expectation, perception) => {
                rows.push(row(format!("{id}.{EXPECTATION}"), *expectation, None, None));
                rows.push(row(format!("{id}.{PERCEPTION}"), *perception, None, None));
            }
            Answer::Text(_) => {}
        }
    }
    rows
}

/// What an answer adds to the counters of its question's options: itself, or its points.
pub(super) fn choices(answer: &Answer) -> impl Iterator<Item = (String, i64)> {
    let counted: Vec<(String, i64)> = match answer {
        Answer::Chosen(Chosen { options, other }) => {
            let options = options.iter().map(|option| (option.to_string(), 1));
            options.chain(other.iter().map(|_| (OTHER.to_owned(), 1))).collect()
        }
        Answer::Yes(yes) => vec![(if *yes { "yes" } else { "no" }.to_owned(), 1)],
        Answer::Points(points) => points.iter().map(|(id, points)| (id.to_string(), i64::from(*points))).collect(),
        Answer::Score(_) | Answer::Text(_) | Answer::Gap(..) => Vec::new(),
    };
    counted.into_iter()
}

/// The words of an answer.
pub(super) fn words(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Text(text) | Answer::Chosen(Chosen { other: Some(text), .. }) => Some(text),
        _ => None,
    }
}

/// The options in the order in which this visitor saw them, where it was drawn.
fn shown(arrival: &Arrival, id: &QuestionId) -> Option<String> {
    match &arrival.survey.definition.survey().question(id)?.kind {
        Kind::Choice { options, shuffled: true, .. } => {
            let order = order::shuffled(&arrival.id, id, options.len());
            let ids: Vec<&str> = order.into_iter().map(|position| options[position].id.as_str()).collect();
            Some(ids.join(" "))
        }
        _ => None,
    }
}

/// The rows of all answers in words.
pub(super) fn comment_rows(arrival: &Arrival, received_at: i64) -> Vec<CommentRow<'_>> {
    let answers = arrival.answers.answers();
    let headline = arrival.survey.definition.survey().headline();
    let rating = headline.and_then(|question| match answers.get(&question.id)? {
        Answer::Score(score) => Some((question.kind.metric()?, i16::from(*score))),
        _ => None,
    });
    let texts = answers.iter().filter_map(|(question, answer)| Some((question.as_str(), words(answer)?)));
    let row = |(question, text)| CommentRow {
        site_id: arrival.survey.site_id,
        response_id: &arrival.id,
        question,
        touchpoint_id: arrival.survey.touchpoint_id,
        survey_id: arrival.survey.survey_id,
        received_at,
        metric: rating.map(|(metric, _)| metric.id()),
        score: rating.map(|(_, score)| score),
        language: &arrival.language,
        device: arrival.device.id(),
        text,
    };
    texts.map(row).collect()
}

/// Why a row cannot be read. Only Opina writes them, so it is damage, not input.
#[derive(Debug, thiserror::Error)]
pub(super) enum Damaged {
    /// Not the id of a question or an option.
    #[error(transparent)]
    Id(#[from] TextError),
    /// Not what a question's rows hold.
    #[error("the row of “{0}” holds “{1}”")]
    Content(String, String),
}

/// The answers that rows hold, as far as rollups count them: of words only that there are some.
///
/// # Errors
/// A damaged row.
pub(super) fn answers(survey: &Published, rows: &[AnswerRow], commented: &[String]) -> Result<Answers, Damaged> {
    let mut answers = Answers::new();
    for row in rows {
        let (name, part) = row.question.split_once('.').unwrap_or((&row.question, ""));
        let id = QuestionId::try_from(name)?;
        let kind = survey.definition.survey().question(&id).map(|question| &question.kind);
        let score = row.score.and_then(|score| u8::try_from(score).ok());
        let answer = match (kind, part, score, &row.choice) {
            (_, EXPECTATION, score, _) => Answer::Gap(score, half(&answers, &id, |(_, perception)| perception)),
            (_, PERCEPTION, score, _) => Answer::Gap(half(&answers, &id, |(expectation, _)| expectation), score),
            (_, _, Some(score), _) => Answer::Score(score),
            (Some(kind), _, None, Some(choice)) => match chosen(kind, choice)? {
                Some(answer) => answer,
                None => return Err(Damaged::Content(row.question.clone(), choice.clone())),
            },
            _ => continue,
        };
        answers.insert(id, answer);
    }
    for question in commented {
        let id = QuestionId::try_from(question.as_str())?;
        match answers.get(&id).cloned() {
            Some(Answer::Chosen(chosen)) => {
                answers.insert(id, Answer::Chosen(Chosen { other: Some(String::new()), ..chosen }));
            }
            _ => answers.insert(id, Answer::Text(String::new())),
        }
    }
    Ok(answers)
}

fn half(answers: &Answers, id: &QuestionId, part: impl Fn((Option<u8>, Option<u8>)) -> Option<u8>) -> Option<u8> {
    match answers.get(id) {
        Some(Answer::Gap(expectation, perception)) => part((*expectation, *perception)),
        _ => None,
    }
}

/// What stands in `choice`; `None` where points are no points.
fn chosen(kind: &Kind<Translations>, choice: &str) -> Result<Option<Answer>, TextError> {
    let parts = choice.split(' ').filter(|part| !part.is_empty());
    Ok(Some(match kind {
        Kind::Importance { .. } => {
            let mut points = SortedMap::new();
            for part in parts {
                let given = part.split_once(':').and_then(|(option, given)| Some((option, given.parse().ok()?)));
                let Some((option, given)) = given else { return Ok(None) };
                points.insert(OptionId::try_from(option)?, given);
            }
            Answer::Points(points)
        }
        Kind::Consent { .. } | Kind::Link(_) => Answer::Yes(choice == "yes"),
        _ => {
            let other = choice.split(' ').any(|part| part == OTHER).then(String::new);
            let options = parts.filter(|part| *part != OTHER).map(OptionId::try_from).collect::<Result<_, _>>()?;
            Answer::Chosen(Chosen { options, other })
        }
    }))
}

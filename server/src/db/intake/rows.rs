//! Answers as they are stored and back: a line in the response's row, or a row of words. The kind of question says how a
//! line is read.

use super::{
    Arrival,
    insert::{Insert, row},
};
use crate::db::{answers, surveys::Published};
use diesel::sql_types::{BigInt, Binary, Nullable, SmallInt, Text};
use shared::{
    answer::{Answer, Answers, Chosen},
    entry::{EXPECTATION, OTHER, PERCEPTION},
    order,
    sorted::SortedMap,
    survey::Kind,
    text::{OptionId, QuestionId, TextError, Translations},
};
use std::fmt::{self, Write as _};

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

/// All answers that are not only words.
pub(super) fn written(arrival: &Arrival) -> String {
    let mut lines = String::new();
    let mut line = |text: fmt::Arguments<'_>| {
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.write_fmt(text).expect("a string takes whatever is written");
    };
    for (id, answer) in arrival.answers.answers().iter() {
        match answer {
            Answer::Score(score) => line(format_args!("{id}={score}")),
            Answer::Chosen(_) | Answer::Yes(_) => {
                let choice = choices(answer).map(|(choice, _)| choice).collect::<Vec<_>>().join(" ");
                match shown(arrival, id) {
                    Some(shown) => line(format_args!("{id}:{choice} / {shown}")),
                    None => line(format_args!("{id}:{choice}")),
                }
            }
            Answer::Points(points) => {
                let given = points.iter().map(|(option, points)| format!("{option}:{points}"));
                line(format_args!("{id}:{}", given.collect::<Vec<_>>().join(" ")));
            }
            Answer::Gap(expectation, perception) => {
                for (half, score) in [(EXPECTATION, expectation), (PERCEPTION, perception)] {
                    match score {
                        Some(score) => line(format_args!("{id}.{half}={score}")),
                        None => line(format_args!("{id}.{half}=")),
                    }
                }
            }
            Answer::Text(_) => {}
        }
    }
    lines
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

/// Why what is stored cannot be read. Only Opina writes it, so it is damage, not input.
#[derive(Debug, thiserror::Error)]
pub(super) enum Damaged {
    /// Not the id of a question or an option.
    #[error(transparent)]
    Id(#[from] TextError),
    /// Not as a line is written.
    #[error(transparent)]
    Line(#[from] answers::Damaged),
    /// Not what a question's lines hold.
    #[error("the answer to “{0}” is “{1}”")]
    Content(String, String),
}

/// The answers of a response, as far as rollups count them: of words only that there are some.
///
/// # Errors
/// Damage.
pub(super) fn answers(survey: &Published, written: &str, commented: &[String]) -> Result<Answers, Damaged> {
    let mut answers = Answers::new();
    for line in answers::lines(written) {
        let line = line?;
        let (name, part) = line.name.split_once('.').unwrap_or((line.name, ""));
        let id = QuestionId::try_from(name)?;
        let kind = survey.definition.survey().question(&id).map(|question| &question.kind);
        let answer = match (kind, part, line.score, line.choice) {
            (_, EXPECTATION, score, _) => Answer::Gap(score, half(&answers, &id, |(_, perception)| perception)),
            (_, PERCEPTION, score, _) => Answer::Gap(half(&answers, &id, |(expectation, _)| expectation), score),
            (_, _, Some(score), _) => Answer::Score(score),
            (Some(kind), _, None, Some(choice)) => match chosen(kind, choice)? {
                Some(answer) => answer,
                None => return Err(Damaged::Content(line.name.to_owned(), choice.to_owned())),
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

/// What stands behind `:`; `None` where points are no points.
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

//! One question: its title and note, the controls that answer it, and what is wrong with the answer.

use super::{Page, choice, flag, link, points, scale, text};
use crate::form::{Word, Words};
use shared::{
    answer::{Answer, Problem},
    survey::{ALL_POINTS, Kind, Question, TextFormat},
};
use yew::prelude::*;

pub fn question(page: &Page<'_>, question: &Question<String>) -> Html {
    let problem = page.walk.problem(question);
    let wrong = problem.is_some();
    let said = problem.map(|problem| told(page.words, problem)).unwrap_or_default();
    let title = page.fill(&question.title);
    let note = page.fill(&question.note);
    let note = if note.is_empty() {
        Html::default()
    } else {
        html! { <p class="note" id={part(question, "note")}>{note}</p> }
    };
    let answer = page.walk.answer(question);
    let control = match &question.kind {
        Kind::Statement => Html::default(),
        Kind::Link(led) => link::link(page.words, page.fill(&led.label), led, Some(question.id.as_str().to_owned())),
        Kind::Choice { .. } => choice::choice(page, question, answer),
        Kind::Consent { label } => {
            let checked = matches!(answer, Some(Answer::Yes(true)));
            choice::option(page, question, "checkbox", "yes", checked, page.fill(label))
        }
        Kind::Text { .. } => text::text(page, question, answer),
        Kind::Gap { .. } => scale::gap(page, question, answer),
        Kind::Importance { items } => points::points(page, question, items, answer),
        _ => scale::rating(page, question, answer),
    };
    if question.kind.asks_nothing() {
        return html! { <div class="q" key={question.id.as_str()}><p class="title">{title}</p>{note}{control}</div> };
    }
    let several = match &question.kind {
        Kind::Choice { options, several: Some(several), other, .. } => {
            if usize::from(several.most) < options.len() + usize::from(other.is_some()) {
                page.words.count(Word::TooMany, several.most.into(), 0)
            } else {
                page.words.say(Word::Several).to_owned()
            }
        }
        _ => String::new(),
    };
    let optional = if question.required { "" } else { page.words.say(Word::Optional) };
    let between = if several.is_empty() || optional.is_empty() { "" } else { " · " };
    // Only a group of which one is chosen can be called invalid as a whole; other controls say it themselves.
    let one = question.kind.metric().is_some() || matches!(question.kind, Kind::Choice { several: None, .. });
    html! {
        <fieldset class="q" key={question.id.as_str()} disabled={!page.open} role={one.then_some("radiogroup")}
            aria-describedby={described(question)} aria-invalid={(one && wrong).then_some("true")}
            data-bad={flag(wrong)}>
            <legend id={part(question, "title")}>{title}<small>{optional.to_owned() + between + &several}</small></legend>
            {note}
            {control}
            <p class="problem" id={part(question, "problem")} role="alert">{said}</p>
        </fieldset>
    }
}

/// The name of a part of a question, for those that refer to it.
pub fn part(question: &Question<String>, part: &str) -> String {
    question.id.as_str().to_owned() + "." + part
}

/// What says more about a question.
pub fn described(question: &Question<String>) -> String {
    part(question, "note") + " " + &part(question, "problem")
}

/// What is wrong, in the visitor's language.
fn told(words: &Words, problem: Problem) -> String {
    let all = u16::from(ALL_POINTS);
    let (word, n) = match problem {
        Problem::TooFew(least) => (Word::TooFew, least.into()),
        Problem::TooMany(most) => (Word::TooMany, most.into()),
        Problem::NoWords => (Word::SayOther, 0),
        Problem::TooShort(least) => (Word::TooShort, least),
        Problem::Format(TextFormat::Email) => (Word::NoEmail, 0),
        Problem::Format(TextFormat::Number) => (Word::NoNumber, 0),
        Problem::Half => (Word::Both, 0),
        Problem::Sum(sum) if sum > all => (Word::PointsOver, sum - all),
        Problem::Sum(sum) => (Word::PointsLeft, all - sum),
        // The others do not come out of these controls.
        _ => (Word::Required, 0),
    };
    words.count(word, n.into(), 0)
}

//! One question: its title and note, the controls that answer it, and what is wrong with the answer.

use super::{
    Page, choice, link, points, scale,
    tag::{Name, Tag, tag},
    text,
};
use crate::form::{Word, Words};
use shared::{
    answer::{Answer, Problem},
    survey::{ALL_POINTS, Kind, Question, TextFormat},
};
use yew::prelude::*;

pub fn question(page: &Page<'_>, question: &Question<String>) -> Html {
    let problem = page.walk.problem(question);
    let title = page.fill(&question.title);
    let note = tag("p").set(Name::Class, "note").own(Name::Id, &part(question, "note")).say(&page.fill(&question.note));
    let control = control(page, question);
    let key = question.id.as_str();
    if question.kind.asks_nothing() {
        let title = tag("p").set(Name::Class, "title").say(&title);
        return tag("div").set(Name::Class, "q").key(key).tag(title).tag(note).with(control).done();
    }
    let legend = tag("legend").own(Name::Id, &part(question, "title")).say(&title);
    let said = problem.map(|problem| told(page.words, problem)).unwrap_or_default();
    let said = tag("p")
        .set(Name::Class, "problem")
        .set(Name::Role, "alert")
        .own(Name::Id, &part(question, "problem"))
        .say(&said);
    // Only a group of which one is chosen can be called invalid as a whole; other controls say it themselves.
    let one = question.kind.metric().is_some() || matches!(question.kind, Kind::Choice { several: None, .. });
    let group = described(tag("fieldset"), page, question, one)
        .set(Name::Role, if one { "radiogroup" } else { "group" })
        .set(Name::Class, "q")
        .key(key)
        .when(!page.open, Name::Disabled);
    group.tag(legend.tag(tag("small").say(&hint(page, question)))).tag(note).with(control).tag(said).done()
}

/// What answers it.
fn control(page: &Page<'_>, question: &Question<String>) -> Html {
    let answer = page.walk.answer(question);
    match &question.kind {
        Kind::Statement => Html::default(),
        Kind::Link(led) => link::link(page.words, &page.fill(&led.label), led)
            .own(Name::Enters, question.id.as_str())
            .set(Name::Says, "yes")
            .done(),
        Kind::Choice { .. } => choice::choice(page, question, answer),
        Kind::Consent { label } => {
            let checked = matches!(answer, Some(Answer::Yes(true)));
            choice::option(page, question, true, "yes", checked, label)
        }
        Kind::Text { .. } => text::text(page, question, answer),
        Kind::Gap { .. } => scale::gap(page, question, answer),
        Kind::Importance { items } => points::points(page, question, items, answer),
        _ => scale::rating(page, question, answer),
    }
}

/// What is said beside the title: whether it may be left open, and how many may be chosen.
fn hint(page: &Page<'_>, question: &Question<String>) -> String {
    let mut hint = String::new();
    if let Kind::Choice { options, several: Some(several), other, .. } = &question.kind {
        hint = if usize::from(several.most) < options.len() + usize::from(other.is_some()) {
            page.words.count(Word::TooMany, several.most.into(), 0)
        } else {
            page.words.say(Word::Several).to_owned()
        };
    }
    if !question.required {
        if !hint.is_empty() {
            hint.push_str(" · ");
        }
        hint.push_str(page.words.say(Word::Optional));
    }
    hint
}

/// The name of a part of a question, for those that refer to it.
pub fn part(question: &Question<String>, part: &str) -> String {
    question.id.as_str().to_owned() + "." + part
}

/// A control or group of a question, with what says more about it. With `judged`, it says whether it is wrong.
pub fn described(tag: Tag, page: &Page<'_>, question: &Question<String>, judged: bool) -> Tag {
    tag.own(Name::DescribedBy, &(part(question, "note") + " " + &part(question, "problem")))
        .when(judged && page.walk.problem(question).is_some(), Name::Invalid)
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

//! Scales: a rating drawn as numbers, faces, stars or thumbs, and the two scales of a gap.

use super::{
    Page,
    question::{described, part},
    tag::{Name, all, tag},
};
use crate::{
    drawings::{face, star, thumb},
    form::Word,
};
use shared::{
    answer::Answer,
    entry::{EXPECTATION, PERCEPTION},
    survey::{CsatStyle, Kind, Question},
    text::digits,
};
use yew::prelude::*;

const NUMBERS: &str = "numbers";
const FACES: &str = "faces";
const STARS: &str = "stars";
const THUMBS: &str = "thumbs";

pub fn rating(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let look = match &question.kind {
        Kind::Csat { style: CsatStyle::Faces, .. } => FACES,
        Kind::Csat { style: CsatStyle::Stars, .. } => STARS,
        Kind::Thumbs { .. } => THUMBS,
        _ => NUMBERS,
    };
    let score = match answer {
        Some(Answer::Score(score)) => Some(*score),
        _ => None,
    };
    scale(page, question, question.id.as_str(), look, score)
}

pub fn gap(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let Kind::Gap { expectation, perception, .. } = &question.kind else { return Html::default() };
    let (expected, got) = match answer {
        Some(Answer::Gap(expected, got)) => (*expected, *got),
        _ => (None, None),
    };
    let half = |name: &str, label: &str, score: Option<u8>| {
        let name = part(question, name);
        let id = name.clone() + ".title";
        let group = tag("div").set(Name::Class, "half").set(Name::Role, "radiogroup").own(Name::LabelledBy, &id);
        described(group, page, question, score.is_none())
            .tag(tag("p").own(Name::Id, &id).say(&page.fill(label)))
            .with(scale(page, question, &name, NUMBERS, score))
            .done()
    };
    all(vec![half(EXPECTATION, expectation, expected), half(PERCEPTION, perception, got)])
}

/// The points of a scale, with a label under each end.
fn scale(page: &Page<'_>, question: &Question<String>, name: &str, look: &'static str, score: Option<u8>) -> Html {
    let (Some(points), Some(ends)) = (question.kind.points(), question.kind.ends()) else { return Html::default() };
    let (from, to) = points.into_inner();
    let [low, high] = ends.map(|end| page.fill(end));
    let mut scale =
        tag("div").set(Name::Class, "scale").set(Name::Look, look).own(Name::Points, &digits(to - from + 1));
    for point in from..=to {
        let mut spoken = match look {
            FACES => page.words.face(point).to_owned(),
            THUMBS => page.words.thumb(point).to_owned(),
            _ => page.words.count(Word::Point, point.into(), to.into()),
        };
        let end = match point {
            _ if look == FACES => "",
            _ if point == from => low.as_str(),
            _ if point == to => high.as_str(),
            _ => "",
        };
        if !end.is_empty() {
            spoken.push_str(", ");
            spoken.push_str(end);
        }
        let radio = tag("input")
            .set(Name::Type, "radio")
            .own(Name::Control, name)
            .value(&digits(point))
            .checked(score == Some(point))
            .when(question.required, Name::Required)
            .own(Name::Label, &spoken);
        let mark = match look {
            FACES => face(point),
            STARS => star(),
            THUMBS => thumb(),
            _ => digits(point).into(),
        };
        let reached = score.is_some_and(|score| point <= score);
        let mark = tag("span").set(Name::Hidden, "true").when(reached, Name::On).with(mark);
        scale = scale.tag(tag("label").tag(radio).tag(mark));
    }
    // A face may be read in more than one way, so the chosen one is named, unless the ends do it already.
    let named = match score {
        Some(score) if look == FACES && score > from && score < to => page.words.face(score),
        _ => "",
    };
    let mut under = tag("div").set(Name::Class, "ends").set(Name::Hidden, "true");
    for end in [&low, named, &high] {
        under = under.tag(tag("span").say(end));
    }
    all(vec![scale.done(), under.done()])
}

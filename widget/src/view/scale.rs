//! Scales: a rating drawn as numbers, faces, stars or thumbs, and the two scales of a gap.

use super::{
    Page, flag,
    question::{described, part},
};
use crate::{
    drawings::{face, star, thumb},
    form::Word,
};
use shared::{
    answer::Answer,
    entry::{EXPECTATION, PERCEPTION},
    survey::{CsatStyle, Kind, Question},
};
use yew::prelude::*;

/// How the points are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Numbers,
    Faces,
    Stars,
    Thumbs,
}

pub fn rating(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let look = match &question.kind {
        Kind::Csat { style: CsatStyle::Faces, .. } => Look::Faces,
        Kind::Csat { style: CsatStyle::Stars, .. } => Look::Stars,
        Kind::Thumbs { .. } => Look::Thumbs,
        _ => Look::Numbers,
    };
    let score = match answer {
        Some(Answer::Score(score)) => Some(*score),
        _ => None,
    };
    scale(page, question, question.id.as_str().to_owned(), look, score)
}

pub fn gap(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let Kind::Gap { expectation, perception, .. } = &question.kind else { return Html::default() };
    let (expected, got) = match answer {
        Some(Answer::Gap(expected, got)) => (*expected, *got),
        _ => (None, None),
    };
    let wrong = page.walk.problem(question).is_some();
    let half = |(name, label, score): (&str, &String, Option<u8>)| {
        let id = part(question, name);
        html! {
            <div class="half" role="radiogroup" aria-labelledby={id.clone()} aria-describedby={described(question)}
                aria-invalid={(wrong && score.is_none()).then_some("true")}
                data-bad={flag(wrong && score.is_none())}>
                <p id={id.clone()}>{page.fill(label)}</p>
                {scale(page, question, id, Look::Numbers, score)}
            </div>
        }
    };
    html! { <>{for [(EXPECTATION, expectation, expected), (PERCEPTION, perception, got)].map(half)}</> }
}

/// The points of a scale, with a label under each end.
fn scale(page: &Page<'_>, question: &Question<String>, name: String, look: Look, score: Option<u8>) -> Html {
    let (Some(points), Some(ends)) = (question.kind.points(), question.kind.ends()) else { return Html::default() };
    let (from, to) = points.clone().into_inner();
    let [low, high] = ends.map(|end| page.fill(end));
    let point = |point: u8| {
        let mut spoken = match look {
            Look::Faces => page.words.face(point).to_owned(),
            Look::Thumbs => page.words.thumb(point).to_owned(),
            _ => page.words.count(Word::Point, point.into(), to.into()),
        };
        let end = match point {
            _ if look == Look::Faces => "",
            _ if point == from => &low,
            _ if point == to => &high,
            _ => "",
        };
        if !end.is_empty() {
            spoken.push_str(", ");
            spoken.push_str(end);
        }
        let value = point.to_string();
        let mark = match look {
            Look::Faces => face(point),
            Look::Stars => star(),
            Look::Thumbs => thumb(),
            Look::Numbers => value.clone().into(),
        };
        html! {
            <label>
                <input type="radio" name={name.clone()} value={value} checked={score == Some(point)}
                    required={question.required} aria-label={spoken} />
                <span aria-hidden="true" data-on={flag(score.is_some_and(|score| point <= score))}>{mark}</span>
            </label>
        }
    };
    // A face may be read in more than one way, so the chosen one is named, unless the ends do it already.
    let named = match score {
        Some(score) if look == Look::Faces && score > from && score < to => page.words.face(score),
        _ => "",
    };
    let drawn = match look {
        Look::Numbers => "numbers",
        Look::Faces => "faces",
        Look::Stars => "stars",
        Look::Thumbs => "thumbs",
    };
    html! {
        <>
            <div class="scale" data-look={drawn} data-points={(to - from + 1).to_string()}>{for points.map(point)}</div>
            <div class="ends" aria-hidden="true"><span>{low}</span><span>{named.to_owned()}</span><span>{high}</span></div>
        </>
    }
}

//! 100 points to spread over what may matter: a number for each thing, and how many are left.

use super::{
    Page, flag,
    question::{described, part},
};
use crate::form::Word;
use shared::{
    answer::Answer,
    sorted::SortedMap,
    survey::{ALL_POINTS, ChoiceOption, Question},
};
use yew::prelude::*;

/// How many points one press gives or takes.
const STEP: u8 = 5;

pub fn points(
    page: &Page<'_>,
    question: &Question<String>,
    items: &[ChoiceOption<String>],
    answer: Option<&Answer>,
) -> Html {
    let nothing = SortedMap::new();
    let points = match answer {
        Some(Answer::Points(points)) => points,
        _ => &nothing,
    };
    let wrong = page.walk.problem(question).map(|_| "true");
    let item = |item: &ChoiceOption<String>| {
        let name = part(question, item.id.as_str());
        let given = points.get(&item.id).copied().unwrap_or_default();
        // Nothing is shown as nothing, so that a number can be typed into an empty field.
        let value = if given == 0 { String::new() } else { given.to_string() };
        let press = |sign: &'static str, value: u8| {
            if !page.script {
                return Html::default();
            }
            // The field does the same from the keyboard.
            html! {
                <button type="button" tabindex="-1" aria-hidden="true" data-name={name.clone()}
                    data-value={value.to_string()}>{sign}</button>
            }
        };
        html! {
            <div class="item">
                <label for={name.clone()}>{page.fill(&item.label)}</label>
                {press("−", given.saturating_sub(STEP))}
                <input class="field" type="number" inputmode="numeric" min="0" max="100" placeholder="0"
                    id={name.clone()} name={name.clone()} value={value} aria-describedby={described(question)}
                    aria-invalid={wrong} />
                {press("+", ALL_POINTS.min(given + STEP))}
            </div>
        }
    };
    let sum: usize = points.values().map(|points| usize::from(*points)).sum();
    let all = usize::from(ALL_POINTS);
    let left = match sum > all {
        true => page.words.count(Word::PointsOver, sum - all, 0),
        false => page.words.count(Word::PointsLeft, all - sum, 0),
    };
    html! {
        <>
            {for items.iter().map(item)}
            <p class="count" role="status" data-bad={flag(sum > all)}>{left}</p>
        </>
    }
}

//! 100 points to spread over what may matter: a number for each thing, and how many are left.

use super::{
    Page,
    question::{described, part},
    tag::{Name, all, tag},
};
use crate::form::Word;
use shared::{
    answer::Answer,
    sorted::SortedMap,
    survey::{ALL_POINTS, ChoiceOption, Question},
    text::digits,
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
    let mut shown = Vec::new();
    let mut sum = 0;
    for item in items {
        let name = part(question, item.id.as_str());
        let given = points.get(&item.id).copied().unwrap_or_default();
        sum += u32::from(given);
        // The field does the same from the keyboard.
        let press = |sign: &str, value: u8| {
            tag("button")
                .set(Name::Type, "button")
                .set(Name::TabIndex, "-1")
                .set(Name::Hidden, "true")
                .own(Name::Enters, &name)
                .own(Name::Says, &digits(value))
                .say(sign)
                .done()
        };
        let field = tag("input")
            .set(Name::Class, "field")
            .set(Name::Type, "number")
            .set(Name::Max, "100")
            .set(Name::Placeholder, "0")
            .own(Name::Id, &name)
            .own(Name::Control, &name)
            // Nothing is shown as nothing, so that a number can be typed into an empty field.
            .value(&if given == 0 { String::new() } else { digits(given) });
        let mut row = tag("div").set(Name::Class, "item");
        row = row.tag(tag("label").own(Name::For, &name).say(&page.fill(&item.label)));
        if page.script {
            row = row.with(press("−", given.saturating_sub(STEP)));
        }
        row = row.tag(described(field, page, question, true));
        if page.script {
            row = row.with(press("+", ALL_POINTS.min(given + STEP)));
        }
        shown.push(row.done());
    }
    let all_points = u32::from(ALL_POINTS);
    let over = sum > all_points;
    let word = if over { Word::PointsOver } else { Word::PointsLeft };
    let left = tag("p").set(Name::Class, "count").set(Name::Role, "status").when(over, Name::Bad);
    shown.push(left.say(&page.words.count(word, sum.abs_diff(all_points), 0)).done());
    all(shown)
}

//! Options to choose from, one or several, and the visitor's own words for what is not among them.

use super::{
    Page,
    question::{described, part},
    tag::{Name, all, tag},
};
use crate::form::Word;
use shared::{
    answer::{Answer, Chosen, LONGEST_OTHER},
    entry::OTHER,
    order::shuffled,
    survey::{Kind, Question},
    text::digits,
};
use yew::prelude::*;

pub fn choice(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let Kind::Choice { options, several, other, shuffled: mixed } = &question.kind else { return Html::default() };
    let nothing = Chosen::default();
    let chosen = match answer {
        Some(Answer::Chosen(chosen)) => chosen,
        _ => &nothing,
    };
    let several = several.is_some();
    let order = shuffled(&page.walk.response().0, &question.id, options.len());
    let mut offered = Vec::new();
    for (at, drawn) in order.into_iter().enumerate() {
        let one = &options[if *mixed { drawn } else { at }];
        let checked = chosen.options.contains(&one.id);
        offered.push(option(page, question, several, one.id.as_str(), checked, &one.label));
    }
    if let Some(label) = other {
        offered.push(option(page, question, several, OTHER, chosen.other.is_some(), label));
        // Only a script can uncover the field.
        if !page.script || chosen.other.is_some() {
            let say = page.words.say(Word::SayOther);
            let field = tag("input")
                .key(".")
                .set(Name::Class, "field")
                .own(Name::Control, &part(question, OTHER))
                .value(chosen.other.as_deref().unwrap_or_default())
                .own(Name::MaxLength, &digits(LONGEST_OTHER))
                .own(Name::Placeholder, say)
                .own(Name::Label, say);
            offered.push(described(field, page, question, true).done());
        }
    }
    all(offered)
}

/// One option, or the box of a consent.
pub fn option(
    page: &Page<'_>,
    question: &Question<String>,
    several: bool,
    value: &str,
    checked: bool,
    label: &str,
) -> Html {
    // A box among several need not be ticked.
    let needed = question.required && (!several || matches!(question.kind, Kind::Consent { .. }));
    let control = tag("input")
        .set(Name::Type, if several { "checkbox" } else { "radio" })
        .own(Name::Control, question.id.as_str())
        .value(value)
        .checked(checked)
        .when(needed, Name::Required);
    let control = if several { described(control, page, question, true) } else { control };
    // Without names, the field that comes and goes below them would make them anew, and take the focus away.
    tag("label").key(value).set(Name::Class, "option").tag(control).tag(tag("span").say(&page.fill(label))).done()
}

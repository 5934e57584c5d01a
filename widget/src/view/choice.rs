//! Options to choose from, one or several, and the visitor's own words for what is not among them.

use super::{
    Page,
    question::{described, part},
};
use crate::form::Word;
use shared::{
    answer::{Answer, Chosen, LONGEST_OTHER},
    entry::OTHER,
    order::shuffled,
    survey::{Kind, Question},
};
use yew::prelude::*;

pub fn choice(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let Kind::Choice { options, several, other, shuffled: mixed } = &question.kind else { return Html::default() };
    let nothing = Chosen::default();
    let chosen = match answer {
        Some(Answer::Chosen(chosen)) => chosen,
        _ => &nothing,
    };
    let control = if several.is_some() { "checkbox" } else { "radio" };
    let order = if *mixed {
        shuffled(&page.walk.response().0, &question.id, options.len())
    } else {
        (0..options.len()).collect()
    };
    let offered = |at: usize| {
        let one = &options[at];
        option(page, question, control, one.id.as_str(), chosen.options.contains(&one.id), page.fill(&one.label))
    };
    html! {
        <>
            {for order.into_iter().map(offered)}
            {for other.iter().map(|label| option(page, question, control, OTHER, chosen.other.is_some(), page.fill(label)))}
            {for other.iter().filter(|_| !page.script || chosen.other.is_some()).map(|_| words(page, question, chosen))}
        </>
    }
}

/// The field for what is not among the options.
fn words(page: &Page<'_>, question: &Question<String>, chosen: &Chosen) -> Html {
    let name = part(question, OTHER);
    let say = AttrValue::from(page.words.say(Word::SayOther).to_owned());
    html! {
        <input class="field" name={name} value={chosen.other.clone().unwrap_or_default()} aria-label={say.clone()}
            placeholder={say} maxlength={LONGEST_OTHER.to_string()} />
    }
}

/// One option, or the box of a consent.
pub fn option(
    page: &Page<'_>,
    question: &Question<String>,
    control: &'static str,
    value: &str,
    checked: bool,
    label: String,
) -> Html {
    let boxed = control == "checkbox";
    let wrong = page.walk.problem(question).is_some();
    html! {
        <label class="option">
            <input type={control} name={question.id.as_str().to_owned()} value={value.to_owned()} checked={checked}
                required={question.required && (!boxed || matches!(question.kind, Kind::Consent { .. }))}
                aria-describedby={boxed.then(|| described(question))} aria-invalid={(boxed && wrong).then_some("true")} />
            <span>{label}</span>
        </label>
    }
}

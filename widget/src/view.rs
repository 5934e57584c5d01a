//! What the survey looks like in each state. Plain functions of the form and the state: no DOM, so that a server can
//! render them too.

use crate::{
    drawings::{bar, cross, face, star},
    form::{Form, Words},
    state::{Stage, State},
};
use shared::{
    answer::Answer,
    appearance::Corner,
    survey::{ChoiceOption, CsatStyle, Kind, Question},
};
use yew::prelude::*;

/// What the visitor's hands can do.
pub struct Hands {
    /// A control has another value.
    pub enter: Callback<InputEvent>,
    /// The main button, or Enter.
    pub next: Callback<SubmitEvent>,
    /// The button that goes back.
    pub back: Callback<MouseEvent>,
    /// The cross.
    pub close: Callback<MouseEvent>,
    /// Any key inside the survey.
    pub key: Callback<KeyboardEvent>,
}

/// Where the focus goes when something else is shown.
pub struct Places {
    /// The survey as a whole.
    pub dialog: NodeRef,
    /// What comes next for someone without a mouse: the control of a question, or what is said instead of one.
    pub start: NodeRef,
}

/// The survey.
pub fn survey(form: &Form, state: &State, hands: &Hands, places: &Places) -> Html {
    let words = &form.words;
    let class = match form.appearance.corner {
        Corner::End => "o",
        Corner::Start => "o at-start",
    };
    let (done, of) = state.progress();
    let live = match state.stage() {
        Stage::Asking { .. } if of > 1 => filled(&words.step, done, of),
        Stage::Sending => words.sending.clone(),
        _ => String::new(),
    };
    html! {
        <div {class} ref={&places.dialog} role="dialog" aria-label={words.feedback.clone()} lang={form.language.clone()}
            dir={if form.right_to_left { "rtl" } else { "ltr" }} onkeydown={hands.key.clone()}>
            <p class="unseen" role="status">{live}</p>
            {if of > 1 { bar(done, of) } else { html!{} }}
            <button type="button" class="x" aria-label={words.close.clone()} onclick={&hands.close}>{cross()}</button>
            {match state.stage() {
                Stage::Thanked => said(state.thanks(), places),
                Stage::Refused => said(&words.refused, places),
                _ => asked(words, state, hands, places),
            }}
        </div>
    }
}

/// Something said instead of a question.
fn said(text: &str, places: &Places) -> Html {
    html! { <p class="said" role="status" tabindex="-1" ref={&places.start}>{text.to_owned()}</p> }
}

/// The open question, or the last one on its way.
fn asked(words: &Words, state: &State, hands: &Hands, places: &Places) -> Html {
    let question = state.question();
    let stage = state.stage();
    let go = match stage {
        Stage::Sending => &words.sending,
        Stage::Unsent { .. } => &words.retry,
        _ if state.is_last() => &words.send,
        _ => &words.next,
    };
    let problem = match stage {
        Stage::Asking { missing: true } => &words.required,
        Stage::Unsent { kept: true } => &words.kept,
        Stage::Unsent { kept: false } => &words.not_sent,
        _ => "",
    };
    let asking = matches!(stage, Stage::Asking { .. });
    html! {
        <form novalidate={true} oninput={&hands.enter} onsubmit={&hands.next}>
            <fieldset key={question.id.as_str()} disabled={!asking} aria-describedby="problem">
                <legend>
                    {question.title.clone()}
                    {if question.required { html!{} } else { html!{ <small>{words.optional.clone()}</small> } }}
                </legend>
                {control(words, question, state.answer(), places)}
            </fieldset>
            <p class="problem" id="problem" role="alert">{problem.to_owned()}</p>
            <div class="foot">
                {if asking && state.can_go_back() {
                    html!{ <button type="button" class="back" onclick={&hands.back}>{words.back.clone()}</button> }
                } else { html!{} }}
                <small>{words.privacy.clone()}</small>
                <button class="go" aria-disabled={(stage == Stage::Sending).then_some("true")}>{go.clone()}</button>
            </div>
        </form>
    }
}

fn control(words: &Words, question: &Question<String>, answer: Option<&Answer>, places: &Places) -> Html {
    let score = match answer {
        Some(Answer::Score(score)) => Some(*score),
        _ => None,
    };
    let number = |point: u8| html! { {point} };
    let rating = |class: &'static str,
                  low: &str,
                  high: &str,
                  mark: &dyn Fn(u8) -> Html,
                  names: Option<&[String; 5]>| {
        let (from, to) = question.kind.points().unwrap_or(0..=0).into_inner();
        let name = |point: u8| match names {
            Some(names) => names[usize::from(point.clamp(1, 5) - 1)].clone(),
            None => {
                let end = match point {
                    _ if point == from => low,
                    _ if point == to => high,
                    _ => "",
                };
                let name = filled(&words.point, point.into(), to.into());
                if end.is_empty() { name } else { name + ", " + end }
            }
        };
        // The focus lands on what is chosen, else on the first point.
        let first = score.unwrap_or(from);
        html! {
            <>
                <div {class}>
                    {for (from..=to).map(|point| radio(question, score.is_some_and(|score| point <= score), Radio {
                        value: point.to_string(),
                        checked: score == Some(point),
                        name: Some(name(point)),
                        mark: mark(point),
                        start: (point == first).then_some(&places.start),
                    }))}
                </div>
                <div class="ends" aria-hidden="true"><span>{low.to_owned()}</span><span>{high.to_owned()}</span></div>
            </>
        }
    };
    match &question.kind {
        Kind::Nps { low, high } => rating("scale eleven", low, high, &number, None),
        Kind::Ces { low, high } => rating("scale", low, high, &number, None),
        Kind::Csat { style: CsatStyle::Numbers, low, high } => rating("scale", low, high, &number, None),
        Kind::Csat { style: CsatStyle::Stars, low, high } => rating("scale stars", low, high, &|_| star(), None),
        Kind::Csat { style: CsatStyle::Faces, low, high } => {
            rating("scale faces", low, high, &face, Some(&words.faces))
        }
        Kind::Choice { options } => choice(question, options, answer, places),
        Kind::Text { placeholder, most } => comment(placeholder, *most, answer, places),
    }
}

struct Radio<'a> {
    value: String,
    checked: bool,
    /// What a screen reader says; without it, the mark itself.
    name: Option<String>,
    mark: Html,
    start: Option<&'a NodeRef>,
}

fn radio(question: &Question<String>, filled: bool, radio: Radio) -> Html {
    let hidden = radio.name.as_ref().map(|_| "true");
    html! {
        <label class={filled.then_some("on")}>
            <input type="radio" name="q" value={radio.value} checked={radio.checked} required={question.required}
                aria-label={radio.name} ref={radio.start.cloned().unwrap_or_default()} />
            <span aria-hidden={hidden}>{radio.mark}</span>
        </label>
    }
}

fn choice(
    question: &Question<String>,
    options: &[ChoiceOption<String>],
    answer: Option<&Answer>,
    places: &Places,
) -> Html {
    let chosen = options.iter().position(|one| matches!(answer, Some(Answer::Choice(id)) if *id == one.id));
    html! {
        <div class="options">
            {for options.iter().enumerate().map(|(position, option)| radio(question, false, Radio {
                value: option.id.as_str().to_owned(),
                checked: chosen == Some(position),
                name: None,
                mark: html! { {option.label.clone()} },
                start: (position == chosen.unwrap_or(0)).then_some(&places.start),
            }))}
        </div>
    }
}

fn comment(placeholder: &str, most: u16, answer: Option<&Answer>, places: &Places) -> Html {
    let text = match answer {
        Some(Answer::Text(text)) => text.as_str(),
        _ => "",
    };
    // Browsers count as JavaScript does. Only near the limit is it worth a look.
    let length = text.encode_utf16().count();
    let near = length > usize::from(most) * 4 / 5;
    html! {
        <>
            <textarea ref={&places.start} value={text.to_owned()} placeholder={placeholder.to_owned()} rows="3"
                maxlength={most.to_string()} />
            {if near { html!{ <p class="count">{length}{" / "}{most}</p> } } else { html!{} }}
        </>
    }
}

/// A text with `{n}` and `{of}` filled in.
fn filled(text: &str, n: usize, of: usize) -> String {
    text.replace("{n}", &n.to_string()).replace("{of}", &of.to_string())
}

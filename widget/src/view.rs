//! What the survey looks like in each state. Plain functions of the form and the state: no DOM, so that a server can
//! render them too.

use crate::{
    drawings::{bar, cross, face, star},
    form::{Form, Word, Words},
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

/// The survey. With `aloud`, screen readers say where the visitor is.
pub fn survey(form: &Form, state: &State, hands: &Hands, aloud: bool) -> Html {
    let words = &form.words;
    let (done, of) = state.progress();
    let live = match state.stage() {
        _ if !aloud => "",
        Stage::Asking { .. } => &filled(words.say(Word::Step), done, of),
        Stage::Sending => words.say(Word::Sending),
        Stage::Refused => words.say(Word::Refused),
        Stage::Thanked => state.thanks(),
        Stage::Unsent { .. } => unsent(words, state.stage()),
        Stage::Closed => "",
    };
    let said = match state.stage() {
        Stage::Thanked => state.thanks(),
        Stage::Refused => words.say(Word::Refused),
        _ => "",
    };
    let corner = match form.appearance.corner {
        Corner::End => "end",
        Corner::Start => "start",
    };
    // Attributes that change are never `class`: sets of classes weigh 1 kB.
    html! {
        <div class="o" data-at={corner} role="dialog" aria-label={text(words.say(Word::Feedback))}
            lang={form.language.clone()} dir={if form.right_to_left { "rtl" } else { "ltr" }}
            onkeydown={hands.key.clone()}>
            <p class="unseen" role="status">{live.to_owned()}</p>
            {if of > 1 { bar(done, of) } else { Html::default() }}
            <button type="button" class="x" aria-label={text(words.say(Word::Close))} onclick={&hands.close}>
                {cross()}
            </button>
            // What is said takes the room of the question: what moves late, the browser would blame on the page.
            <div class="stack" data-said={(!said.is_empty()).then_some("")}>
                {asked(words, state, hands)}
                {if said.is_empty() { Html::default() } else { html! { <p class="said">{said.to_owned()}</p> } }}
            </div>
        </div>
    }
}

/// What is said while the last answer has not arrived; nothing otherwise.
fn unsent(words: &Words, stage: Stage) -> &str {
    match stage {
        Stage::Unsent { kept: true } => words.say(Word::Kept),
        Stage::Unsent { kept: false } => words.say(Word::NotSent),
        _ => "",
    }
}

/// The open question, or the last one on its way.
fn asked(words: &Words, state: &State, hands: &Hands) -> Html {
    let question = state.question();
    let stage = state.stage();
    let go = words.say(match stage {
        Stage::Sending => Word::Sending,
        Stage::Unsent { .. } => Word::Retry,
        _ if state.is_last() => Word::Send,
        _ => Word::Next,
    });
    let problem = if stage == (Stage::Asking { missing: true }) { words.say(Word::Required) } else { "" };
    let unsent = unsent(words, stage);
    let note = if unsent.is_empty() { words.say(Word::Privacy) } else { unsent };
    let asking = matches!(stage, Stage::Asking { .. });
    let optional = if question.required { "" } else { words.say(Word::Optional) };
    html! {
        <form novalidate={true} oninput={&hands.enter} onsubmit={&hands.next}>
            <fieldset key={question.id.as_str()} disabled={!asking} aria-describedby="problem">
                <legend>{question.title.clone()}<small>{optional.to_owned()}</small></legend>
                {control(words, question, state.answer())}
            </fieldset>
            <p class="problem" id="problem" role="alert">{problem.to_owned()}</p>
            <div class="foot">
                {if asking && state.can_go_back() {
                    html! {
                        <button type="button" class="back" onclick={&hands.back}>
                            {words.say(Word::Back).to_owned()}
                        </button>
                    }
                } else {
                    Html::default()
                }}
                <small data-bad={(!unsent.is_empty()).then_some("")}>{note.to_owned()}</small>
                <button class="go" aria-disabled={(stage == Stage::Sending).then_some("true")}>{go.to_owned()}</button>
            </div>
        </form>
    }
}

fn control(words: &Words, question: &Question<String>, answer: Option<&Answer>) -> Html {
    match &question.kind {
        Kind::Nps { low, high } => rating("eleven", words, question, answer, [low, high]),
        Kind::Ces { low, high } => rating("seven", words, question, answer, [low, high]),
        Kind::Csat { style, low, high } => {
            let look = match style {
                CsatStyle::Faces => "faces",
                CsatStyle::Stars => "stars",
                CsatStyle::Numbers => "numbers",
            };
            rating(look, words, question, answer, [low, high])
        }
        Kind::Choice { options } => choice(question, options, answer),
        Kind::Text { placeholder, most } => comment(placeholder, *most, answer),
    }
}

/// A scale, its points drawn as `look` says, with a label under each end.
fn rating(
    look: &'static str,
    words: &Words,
    question: &Question<String>,
    answer: Option<&Answer>,
    ends: [&String; 2],
) -> Html {
    let score = match answer {
        Some(Answer::Score(score)) => Some(*score),
        _ => None,
    };
    let (from, to) = question.kind.points().unwrap_or(0..=0).into_inner();
    let point = |point: u8| {
        let mut name = match look {
            "faces" => words.face(usize::from(point) - 1).to_owned(),
            _ => filled(words.say(Word::Point), point.into(), to.into()),
        };
        let end = match point {
            _ if look == "faces" => "",
            _ if point == from => ends[0],
            _ if point == to => ends[1],
            _ => "",
        };
        if !end.is_empty() {
            name.push_str(", ");
            name.push_str(end);
        }
        let value = number(point.into());
        let mark = match look {
            "faces" => face(point),
            "stars" => star(),
            _ => value.clone().into(),
        };
        let filled = score.is_some_and(|score| point <= score);
        radio(question, Radio { value, checked: score == Some(point), filled, name: Some(name), mark })
    };
    // A face may be read in more than one way, so the chosen one is named, unless the ends do it already.
    let [low, high] = ends.map(String::as_str);
    let named = match score {
        Some(score) if look == "faces" && score > from && score < to => words.face(usize::from(score) - 1),
        _ => "",
    };
    html! {
        <>
            <div class="scale" data-look={look}>{for (from..=to).map(point)}</div>
            <div class="ends" aria-hidden="true">
                {for [low, named, high].map(|end| html! { <span>{end.to_owned()}</span> })}
            </div>
        </>
    }
}

fn choice(question: &Question<String>, options: &[ChoiceOption<String>], answer: Option<&Answer>) -> Html {
    let option = |option: &ChoiceOption<String>| {
        let checked = matches!(answer, Some(Answer::Choice(chosen)) if *chosen == option.id);
        let value = option.id.as_str().to_owned();
        let mark = option.label.clone().into();
        radio(question, Radio { value, checked, filled: checked, name: None, mark })
    };
    html! { <div class="options">{for options.iter().map(option)}</div> }
}

struct Radio {
    value: String,
    checked: bool,
    /// Whether it is drawn as reached, as the stars before the chosen one are.
    filled: bool,
    /// What a screen reader says; without it, the mark itself.
    name: Option<String>,
    mark: Html,
}

fn radio(question: &Question<String>, radio: Radio) -> Html {
    let unspoken = radio.name.as_ref().map(|_| "true");
    html! {
        <label>
            <input type="radio" name="q" value={radio.value} checked={radio.checked} required={question.required}
                aria-label={radio.name} />
            <span aria-hidden={unspoken} data-on={radio.filled.then_some("")}>{radio.mark}</span>
        </label>
    }
}

fn comment(placeholder: &str, most: u16, answer: Option<&Answer>) -> Html {
    let comment = match answer {
        Some(Answer::Text(comment)) => comment.as_str(),
        _ => "",
    };
    // Browsers count as JavaScript does. Only near the limit is it worth a look.
    let length = comment.encode_utf16().count();
    let most = usize::from(most);
    let count = if length > most * 4 / 5 { number(length) + " / " + &number(most) } else { String::new() };
    html! {
        <>
            <textarea value={comment.to_owned()} placeholder={placeholder.to_owned()} rows="3"
                maxlength={number(most)} />
            <p class="count"><bdi dir="ltr">{count}</bdi></p>
        </>
    }
}

fn text(text: &str) -> AttrValue {
    AttrValue::from(text.to_owned())
}

fn number(number: usize) -> String {
    number.to_string()
}

/// A text with `{n}` and `{of}` filled in.
fn filled(text: &str, n: usize, of: usize) -> String {
    let mut pieces = text.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('}') {
            Some(("n", rest)) => filled = filled + &number(n) + rest,
            Some(("of", rest)) => filled = filled + &number(of) + rest,
            _ => filled = filled + "{" + piece,
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_filled_in() {
        let check = |text: &str, expected: &str| assert_eq!(filled(text, 3, 10), expected);
        check("{n} of {of}", "3 of 10");
        check("Pregunta {n} de {of}.", "Pregunta 3 de 10.");
        check("{of}/{n}", "10/3");
        check("{m} {n", "{m} {n");
        check("", "");
    }
}

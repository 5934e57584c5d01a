//! What the survey looks like in each state. Plain functions of the form and the state: no DOM, so that a server can
//! draw them too.

mod question;

mod scale;

mod choice;

mod text;

mod points;

mod link;

use crate::{
    drawings::{bar, cross, tick},
    form::{Due, Form, Word, Words},
    state::{Stage, State},
    walk::Walk,
};
use shared::appearance::{Display, Place};
use yew::prelude::*;

/// What the visitor's hands can do.
pub struct Hands {
    /// A control says something else.
    pub enter: Callback<InputEvent>,
    /// A button or a link inside a question.
    pub press: Callback<MouseEvent>,
    /// The main button, or Enter.
    pub next: Callback<SubmitEvent>,
    /// The button that goes back.
    pub back: Callback<MouseEvent>,
    /// The cross.
    pub close: Callback<MouseEvent>,
    /// A click on what is dimmed.
    pub beside: Callback<MouseEvent>,
    /// The browser's own way to leave a dialog, such as a phone's gesture.
    pub leave: Callback<Event>,
    /// Any key inside the survey.
    pub key: Callback<KeyboardEvent>,
}

/// What the questions of a page are drawn from.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The widget's own words.
    pub words: &'a Words,
    /// Where the visitor is.
    pub walk: &'a Walk,
    /// Whether it can be answered, now.
    pub open: bool,
    /// Whether a script listens. Without one there is nothing that only a script can do or uncover.
    pub script: bool,
}

impl Page<'_> {
    /// A text with what it takes over filled in.
    fn fill(&self, text: &str) -> String {
        self.walk.fill(text)
    }
}

/// The questions of the open page, each with what is wrong with it. A form around them sends what
/// `shared::entry` reads.
pub fn page(page: Page<'_>) -> Html {
    html! { <>{for page.walk.page().iter().map(|asked| question::question(&page, asked))}</> }
}

/// What is said at the end, and where it leads.
pub fn thanks(words: &Words, walk: &Walk) -> Html {
    let link = walk.ending().and_then(|ending| ending.link.as_ref());
    html! {
        <>
            {tick()}
            <p>{walk.thanks()}</p>
            {for link.map(|link| link::link(words, walk.fill(&link.label), link, None))}
        </>
    }
}

/// The survey. With `aloud`, screen readers say where the visitor is.
pub fn survey(form: &Form, due: &Due, state: &State, hands: &Hands, aloud: bool) -> Html {
    let words = &form.words;
    let display = due.display;
    let walk = state.walk();
    let (done, of) = walk.progress();
    let stage = state.stage();
    let live = match stage {
        _ if !aloud => String::new(),
        Stage::Asking => words.count(Word::Step, done, of),
        Stage::Thanked => walk.thanks(),
        _ => told(words, stage).to_owned(),
    };
    // What is said takes the room of the questions: what moves late, the browser would blame on the page.
    let said = match stage {
        Stage::Thanked => thanks(words, walk),
        Stage::Refused => html! { <p>{told(words, stage).to_owned()}</p> },
        _ => Html::default(),
    };
    let over = matches!(stage, Stage::Thanked | Stage::Refused);
    let alone = is_alone(display);
    let inline = display == Display::Inline;
    let place = if alone { Place::Center } else { form.appearance.place };
    let feedback = AttrValue::from(words.say(Word::Feedback).to_owned());
    let role = match display {
        _ if alone => None,
        Display::Inline => Some("region"),
        _ => Some("dialog"),
    };
    // Attributes that change are never `class`: sets of classes weigh 1 kB.
    let survey = html! {
        <div class="o" data-as={display.id()} data-at={place.id()} data-over={flag(form.appearance.overlay)}
            role={role} aria-label={feedback.clone()} lang={form.language.clone()}
            dir={if form.right_to_left { "rtl" } else { "ltr" }} onkeydown={&hands.key}>
            <p class="unseen" role="status">{live}</p>
            {if of > 1 { bar(done, of) } else { Html::default() }}
            {if inline {
                Html::default()
            } else {
                let close = AttrValue::from(words.say(Word::Close).to_owned());
                html! { <button type="button" class="x" aria-label={close} onclick={&hands.close}>{cross()}</button> }
            }}
            <div class="stack" data-said={flag(over)}>
                {asked(words, state, hands, due.person.is_none())}
                {if over { html! { <div class="said">{said}</div> } } else { said }}
            </div>
        </div>
    };
    if alone {
        html! { <dialog aria-label={feedback} onclick={&hands.beside} oncancel={&hands.leave}>{survey}</dialog> }
    } else {
        survey
    }
}

/// Whether the page waits while it is shown.
pub fn is_alone(display: Display) -> bool {
    matches!(display, Display::Modal | Display::Page)
}

/// What is said of a sending that is not over, or over without success.
fn told(words: &Words, stage: Stage) -> &str {
    match stage {
        Stage::Sending => words.say(Word::Sending),
        Stage::Unsent { kept: true } => words.say(Word::Kept),
        Stage::Unsent { kept: false } => words.say(Word::NotSent),
        Stage::Refused => words.say(Word::Refused),
        Stage::Asking | Stage::Thanked | Stage::Closed => "",
    }
}

/// The open page, or the last one on its way.
fn asked(words: &Words, state: &State, hands: &Hands, anonymous: bool) -> Html {
    let (walk, stage) = (state.walk(), state.stage());
    let open = stage == Stage::Asking;
    let unsent = matches!(stage, Stage::Unsent { .. });
    let go = words.say(match stage {
        Stage::Sending => Word::Sending,
        Stage::Unsent { .. } => Word::Retry,
        _ if walk.is_last() => Word::Send,
        _ => Word::Next,
    });
    let note = match unsent {
        true => told(words, stage),
        false if anonymous => words.say(Word::Privacy),
        false => "",
    };
    html! {
        <form novalidate={true} oninput={&hands.enter} onclick={&hands.press} onsubmit={&hands.next}>
            <div key={walk.position()}>{page(Page { words, walk, open, script: true })}</div>
            <div class="foot">
                {if open && walk.can_go_back() {
                    html! {
                        <button type="button" class="back" onclick={&hands.back}>
                            {words.say(Word::Back).to_owned()}
                        </button>
                    }
                } else {
                    Html::default()
                }}
                <small data-bad={flag(unsent)}>{note.to_owned()}</small>
                <button class="go" aria-disabled={(stage == Stage::Sending).then_some("true")}>{go.to_owned()}</button>
            </div>
        </form>
    }
}

/// An attribute that is there or not.
fn flag(there: bool) -> Option<&'static str> {
    there.then_some("")
}

#[cfg(test)]
mod tests;

//! What the survey looks like in each state. Plain functions of the form and the state: no DOM, so that a server can
//! draw them too.

pub mod tag;

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
use shared::{
    appearance::{Display, Place},
    text::digits,
};
use tag::{Name, Tag, all, tag};
use yew::prelude::*;

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
    all(page.walk.page().iter().map(|asked| question::question(&page, asked)).collect())
}

/// What is said at the end, and where it leads.
pub fn thanks(words: &Words, walk: &Walk) -> Html {
    let mut said = vec![tick(), tag("p").say(&walk.thanks()).done()];
    if let Some(link) = walk.ending().and_then(|ending| ending.link.as_ref()) {
        said.push(link::link(words, &walk.fill(&link.label), link).done());
    }
    all(said)
}

/// The survey. With `aloud`, screen readers say where the visitor is.
pub fn survey(form: &Form, due: &Due, state: &State, aloud: bool) -> Html {
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
        Stage::Thanked => Some(thanks(words, walk)),
        Stage::Refused => Some(tag("p").say(told(words, stage)).done()),
        _ => None,
    };
    let alone = is_alone(display);
    let place = if alone { Place::Center } else { form.appearance.place };
    let mut stack = tag("div").key("stack").set(Name::Class, "stack").tag(asked(words, state, due.person.is_none()));
    if let Some(said) = said {
        stack = stack.when(true, Name::Said).tag(tag("div").key("said").set(Name::Class, "said").with(said));
    }
    let mut survey = tag("div")
        .set(Name::Class, "o")
        .set(Name::As, display.id())
        .set(Name::At, place.id())
        .when(form.appearance.overlay, Name::Over)
        .set(
            Name::Role,
            match display {
                _ if alone => "group",
                Display::Inline => "region",
                _ => "dialog",
            },
        )
        .own(Name::Label, words.say(Word::Feedback))
        .own(Name::Lang, &form.language)
        .set(Name::Dir, if form.right_to_left { "rtl" } else { "ltr" })
        .tag(tag("p").key("live").set(Name::Class, "unseen").set(Name::Role, "status").say(&live));
    if of > 1 {
        survey = survey.tag(bar(done, of).key("bar"));
    }
    if display != Display::Inline {
        let close = button().set(Name::Class, "x").own(Name::Label, words.say(Word::Close));
        survey = survey.tag(close.set(Name::Does, "close").key("close").with(cross()));
    }
    survey = survey.tag(stack);
    if alone {
        let beside = if form.appearance.outside_closes { "close" } else { "" };
        let dialog = tag("dialog").own(Name::Label, words.say(Word::Feedback)).set(Name::Does, beside);
        survey = dialog.tag(survey);
    }
    survey.done()
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
fn asked(words: &Words, state: &State, anonymous: bool) -> Tag {
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
    let mut foot = tag("div").set(Name::Class, "foot");
    if open && walk.can_go_back() {
        let back = button().set(Name::Class, "back").set(Name::Does, "back");
        foot = foot.tag(back.key("back").say(words.say(Word::Back)));
    }
    let go = tag("button").set(Name::Class, "go").when(stage == Stage::Sending, Name::Inactive).say(go);
    foot = foot.tag(tag("small").key("note").when(unsent, Name::Bad).say(note));
    tag("form")
        .key("form")
        .when(true, Name::NoValidate)
        .tag(tag("div").key(&digits(walk.position() as u32)).with(page(Page { words, walk, open, script: true })))
        .tag(foot.tag(go.key("go")).key("foot"))
}

/// A button that submits nothing.
fn button() -> Tag {
    tag("button").set(Name::Type, "button")
}

#[cfg(test)]
mod tests;

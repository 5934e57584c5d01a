//! The one place with effects: it shows the state, listens to the visitor, and asks the page for what only it may do.

use crate::{
    body::Body,
    form::{Due, Form},
    identity::uuid_v7,
    page::{self, Page},
    state::{Action, Effect, Stage, State},
    view::{self, Hands},
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::{AppHandle, prelude::*};

/// The survey while it is on the page, so that it can be taken off, and the function by which it is told things.
pub type Running = Rc<RefCell<Option<(AppHandle<App>, JsValue)>>>;

/// What one showing is made of. It never changes.
pub struct Asked {
    /// The survey.
    pub form: Form,
    /// What the loader knows of it.
    pub due: Due,
    /// The loader.
    pub page: Page,
    /// Whether the visitor opened it, and so expects the focus to move into it.
    pub focus: bool,
    /// The element it is shown in.
    pub mount: Element,
    /// Itself.
    pub running: Running,
}

/// What one showing is made of, as Yew wants it.
#[derive(Clone, Properties)]
pub struct AskedOnce {
    asked: Rc<Asked>,
}

impl From<Rc<Asked>> for AskedOnce {
    fn from(asked: Rc<Asked>) -> Self {
        Self { asked }
    }
}

impl PartialEq for AskedOnce {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.asked, &other.asked)
    }
}

/// The survey on the page.
pub struct App {
    state: State,
    id: String,
    shown_at: f64,
    /// The page it was shown on.
    path: Option<String>,
    /// The last sending. Another try repeats it to the letter, so that the server knows it again.
    sending: (u16, String),
    hands: Hands,
    focus: bool,
    /// Screen readers say what appears in a place that was there before, so the first drawing says nothing.
    drawn: bool,
}

impl Component for App {
    type Message = Action;
    type Properties = AskedOnce;

    fn create(context: &Context<Self>) -> Self {
        let asked = &context.props().asked;
        let link = context.link();
        let hands = Hands {
            enter: link.callback(|event: InputEvent| {
                // A comment's field is no input element, but its value is read by the same name.
                let control = event.target().map(|target| target.unchecked_into::<HtmlInputElement>());
                Action::Enter(control.map(|control| control.value()).unwrap_or_default())
            }),
            next: link.callback(|event: SubmitEvent| {
                event.prevent_default();
                Action::Next
            }),
            back: link.callback(|_| Action::Back),
            close: link.callback(|_| Action::Close),
            key: link.batch_callback(|event: KeyboardEvent| match event.key().as_str() {
                "Escape" => Some(Action::Close),
                "Enter" if event.ctrl_key() || event.meta_key() => Some(Action::Next),
                _ => None,
            }),
        };
        let shown_at = page::now();
        Self {
            state: State::new(asked.form.survey.clone()),
            id: uuid_v7(shown_at as u64, page::random()),
            shown_at,
            path: page::path(),
            sending: (0, String::new()),
            hands,
            focus: asked.focus,
            drawn: false,
        }
    }

    fn update(&mut self, context: &Context<Self>, action: Action) -> bool {
        let asked = &context.props().asked;
        let inside = asked.mount.matches(":focus-within").unwrap_or(false);
        for effect in self.state.apply(action) {
            match effect {
                Effect::Send { sequence, complete, answers } => {
                    if sequence != self.sending.0 {
                        let body = Body {
                            id: &self.id,
                            survey: asked.due.id,
                            version: asked.due.version,
                            sequence,
                            complete,
                            answers: &answers,
                            language: &asked.form.language,
                            path: self.path.as_deref(),
                            width: page::width(),
                            chance: &asked.due.chance.0,
                            elapsed: (page::now() - self.shown_at) as u32,
                        };
                        self.sending = (sequence, body.json());
                    }
                    asked.page.send(sequence, &self.id, &self.sending.1);
                }
                // Never take the focus away from the page, only from another part of the survey.
                Effect::Focus => self.focus = inside,
                Effect::Wait(seconds) => {
                    if let Some((_, tell)) = &*asked.running.borrow() {
                        page::wait(tell, f64::from(seconds) * 1e3 * (0.5 + js_sys::Math::random()));
                    }
                }
                Effect::Close { finished } => {
                    asked.page.close(finished);
                    if let Some((app, _)) = asked.running.take() {
                        app.destroy();
                    }
                }
            }
        }
        self.drawn = true;
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        view::survey(&context.props().asked.form, &self.state, &self.hands, self.drawn)
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.focus) {
            let places = match self.state.stage() {
                Stage::Asking { .. } => [":checked", "input,textarea"],
                Stage::Sending | Stage::Unsent { .. } => [".go"; 2],
                Stage::Refused | Stage::Thanked | Stage::Closed => [".x"; 2],
            };
            let find = |place| context.props().asked.mount.query_selector(place).ok().flatten();
            if let Some(place) = places.into_iter().find_map(find) {
                // What cannot take the focus leaves it where it is.
                let _ = place.unchecked_ref::<HtmlElement>().focus();
            }
        }
    }
}

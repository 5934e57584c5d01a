//! The one place with effects: it shows the state, listens to the visitor, and asks the page for what only it may do.

use crate::{
    body::Body,
    form::{Form, Showing},
    identity::uuid_v7,
    page::{self, Page},
    state::{Action, Effect, State},
    view::{self, Hands, Places},
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// What one showing is made of. It never changes.
#[derive(Clone, Properties)]
pub struct Asked {
    /// The survey.
    pub form: Rc<Form>,
    /// What the loader knows of this showing.
    pub showing: Rc<Showing>,
    /// The loader.
    pub page: Rc<Page>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.form, &other.form)
    }
}

/// The survey on the page.
pub struct App {
    state: State,
    id: String,
    shown_at: f64,
    /// The last sending. Another try repeats it to the letter, so that the server knows it again.
    sending: (u16, String),
    hands: Hands,
    places: Places,
    focus: bool,
}

impl Component for App {
    type Message = Action;
    type Properties = Asked;

    fn create(context: &Context<Self>) -> Self {
        let link = context.link();
        let hands = Hands {
            enter: link.callback(|event: InputEvent| {
                // A comment's field is no input element, but its value is read by the same name.
                Action::Enter(
                    event.target().map(|it| it.unchecked_into::<HtmlInputElement>().value()).unwrap_or_default(),
                )
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
        let asked = context.props();
        let shown_at = page::now();
        Self {
            state: State::new(asked.form.survey.clone()),
            id: uuid_v7(shown_at as u64, page::random()),
            shown_at,
            sending: (0, String::new()),
            hands,
            places: Places { dialog: NodeRef::default(), start: NodeRef::default() },
            focus: asked.showing.focus,
        }
    }

    fn update(&mut self, context: &Context<Self>, action: Action) -> bool {
        let asked = context.props();
        for effect in self.state.apply(action) {
            match effect {
                Effect::Send { sequence, complete, answers } => {
                    if sequence != self.sending.0 {
                        let showing = &asked.showing;
                        let body = Body {
                            id: &self.id,
                            survey: showing.id,
                            version: showing.version,
                            sequence,
                            complete,
                            answers: &answers,
                            language: &asked.form.language,
                            path: showing.path.as_deref(),
                            width: showing.width,
                            chance: &showing.chance,
                            elapsed: (page::now() - self.shown_at) as u32,
                        };
                        self.sending = (sequence, body.json());
                    }
                    asked.page.send(sequence, &self.id, &self.sending.1);
                }
                // Never take the focus away from the page, only from another part of the survey.
                Effect::Focus => self.focus = self.has_focus(),
                Effect::Close { finished } => asked.page.close(finished),
            }
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        view::survey(&context.props().form, &self.state, &self.hands, &self.places)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.focus)
            && let Some(start) = self.places.start.cast::<HtmlElement>()
        {
            // Elements that cannot take the focus leave it where it is.
            let _ = start.focus();
        }
    }
}

impl App {
    fn has_focus(&self) -> bool {
        let dialog = self.places.dialog.cast::<HtmlElement>();
        dialog.is_some_and(|dialog| dialog.matches(":focus-within").unwrap_or(false))
    }
}

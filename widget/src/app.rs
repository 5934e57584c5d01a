//! The one place with effects: it shows the state, listens to the visitor, and asks the page for what only it may do.

use crate::{
    body::Body,
    form::{Due, Form, Value},
    identity::Identity,
    page::{self, Page},
    state::{Action, Effect, Stage, State},
    view,
    walk::Walk,
};
use shared::{appearance::Display, condition::Fields};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement};
use yew::{AppHandle, Component, Context, Html, Properties};

/// The survey while it is on the page, so that it can be taken off.
pub type Running = Rc<RefCell<Option<AppHandle<App>>>>;

/// What one showing is made of. It never changes.
pub struct Asked {
    /// The survey.
    pub form: Form,
    /// What the page knows of it.
    pub due: Due,
    /// What is known of the visitor, as far as the survey uses it.
    pub fields: Fields,
    /// The page.
    pub page: Page,
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
    focus: bool,
    /// Screen readers say what appears in a place that was there before, so the first drawing says nothing.
    drawn: bool,
}

impl Component for App {
    type Message = Action;
    type Properties = AskedOnce;

    fn create(context: &Context<Self>) -> Self {
        let Asked { form, due, fields, .. } = &*context.props().asked;
        let shown_at = page::now();
        let begun = due.response.as_ref();
        let id = begun.map_or_else(|| Identity::new(shown_at as u64, page::random()), |begun| begun.id);
        let mut walk = Walk::new(form.survey.clone(), id, fields, due.entered(&form.survey));
        if begun.is_some() {
            walk.resume();
        }
        // What is a part of the page stays there.
        let closes_after = form.appearance.closes_after.filter(|_| due.display != Display::Inline);
        Self {
            state: State::new(walk, begun.map_or(0, |begun| begun.sequence), closes_after),
            id: id.written(),
            shown_at,
            path: if due.private { None } else { page::path() },
            sending: (0, String::new()),
            focus: due.focus || view::is_alone(due.display),
            drawn: false,
        }
    }

    fn update(&mut self, context: &Context<Self>, action: Action) -> bool {
        let asked = &context.props().asked;
        let inside = asked.mount.matches(":focus-within").unwrap_or(false);
        for effect in self.state.apply(action) {
            match effect {
                Effect::Touch => asked.page.touched(),
                Effect::Send { sequence, complete, answers } => {
                    if sequence != self.sending.0 {
                        let body = Body {
                            id: &self.id,
                            survey: asked.due.id,
                            version: asked.due.version,
                            sequence,
                            complete,
                            answers: &answers,
                            fields: self.state.walk().fields(),
                            person: asked.due.person.as_deref(),
                            private: asked.due.private,
                            language: &asked.form.language,
                            path: self.path.as_deref(),
                            width: page::width(),
                            chance: &asked.due.chance.0,
                            elapsed: (page::now() - self.shown_at) as u32,
                        };
                        self.sending = (sequence, body.json());
                    }
                    asked.page.send(sequence, &self.id, &self.sending.1, complete);
                }
                // Never take the focus away from the page, only from another part of the survey.
                Effect::Focus => {
                    self.focus = inside;
                    if let Some(survey) = find(&asked.mount, &[".o"]) {
                        survey.set_scroll_top(0);
                    }
                }
                Effect::Wait { seconds, about } => {
                    let part = if about { 0.5 + f64::from(page::random()[0]) / 256.0 } else { 1.0 };
                    asked.page.wait(f64::from(seconds) * 1e3 * part);
                }
                Effect::Close { finished } => {
                    asked.page.close(finished);
                    if let Some(app) = asked.running.take() {
                        app.destroy();
                    }
                }
            }
        }
        self.drawn = true;
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let asked = &context.props().asked;
        view::survey(&asked.form, &asked.due, &self.state, self.drawn)
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        let Asked { due, mount, .. } = &*context.props().asked;
        if first {
            let (link, inline) = (context.link().clone(), due.display == Display::Inline);
            let hear = Closure::<dyn Fn(Event)>::new(move |event| {
                if let Some(action) = heard(&event, inline) {
                    link.send_message(action);
                }
            });
            let hear = hear.into_js_value();
            for event in HEARD {
                // On the way in, because some of it does not come out again.
                let _ = mount.add_event_listener_with_callback_and_bool(event, hear.unchecked_ref(), true);
            }
            if let Some(dialog) = find(mount, &["dialog"]) {
                // The browser itself keeps the focus inside and the page still.
                let _ = dialog.unchecked_ref::<HtmlDialogElement>().show_modal();
            }
        }
        if std::mem::take(&mut self.focus) {
            // What is wrong, else the first question; there, what is chosen.
            let place = match self.state.stage() {
                Stage::Asking => find(mount, &["[aria-invalid]", ".q"])
                    .and_then(|at| find(&at, &["[aria-invalid]", ":checked", "input,textarea,a"]).or(Some(at)))
                    .filter(|at| at.matches("input,textarea,a").unwrap_or(false))
                    .or_else(|| find(mount, &[".q :is(input,textarea,a)", ".go"])),
                Stage::Sending | Stage::Unsent { .. } => find(mount, &[".go"]),
                Stage::Refused | Stage::Thanked | Stage::Closed => find(mount, &[".said .go", ".x"]),
            };
            if let Some(place) = place {
                // What cannot take the focus leaves it where it is.
                let _ = place.unchecked_ref::<HtmlElement>().focus();
            }
        }
    }
}

fn find(within: &Element, places: &[&str]) -> Option<Element> {
    places.iter().find_map(|place| within.query_selector(place).ok().flatten())
}

/// What happens inside a survey that it listens to. One ear for all of it, because each of Yew's weighs 0.2 kB.
const HEARD: [&str; 7] = ["input", "click", "submit", "cancel", "keydown", "keyup", "keypress"];

/// What the visitor did, if it was anything. Members are read by name, as those of a form are: a function of the
/// browser's for each would be one more to bring along.
fn heard(event: &Event, inline: bool) -> Option<Action> {
    let at = event.member("target");
    let element: &Element = at.unchecked_ref();
    let kind = event.member("type").text()?;
    match kind.as_str() {
        "input" => {
            let on = !element.matches("[type=checkbox]:not(:checked)").unwrap_or(false);
            Some(Action::Enter { name: at.member("name").text()?, value: at.member("value").text()?, on })
        }
        "click" => {
            let says = |name| element.get_attribute(name);
            match says("data-does").as_deref() {
                Some("close") => Some(Action::Close),
                Some("back") => Some(Action::Back),
                _ => Some(Action::Enter { name: says("data-enters")?, value: says("data-says")?, on: true }),
            }
        }
        "submit" => {
            event.prevent_default();
            Some(Action::Next)
        }
        // The browser's own way to leave a dialog, such as a phone's gesture.
        "cancel" => Some(Action::Close),
        _ => {
            let (key, down) = (event.member("key").text()?, kind == "keydown");
            if key == "Escape" {
                // What is a part of the page stays there.
                return (down && !inline).then_some(Action::Close);
            }
            // What is typed here is no shortcut of the page's.
            event.stop_propagation();
            let held = |name| event.member(name).truth() == Some(true);
            (down && key == "Enter" && (held("ctrlKey") || held("metaKey"))).then_some(Action::Next)
        }
    }
}

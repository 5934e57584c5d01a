//! The survey a visitor sees. `loader.js` decides that it is due, fetches it, and calls [`start`].

pub mod state;

pub mod form;

pub mod body;

pub mod identity;

pub mod drawings;

pub mod view;

pub mod style;

pub mod page;

pub mod app;

use app::{App, Asked, Running};
use form::{Due, Form, Read};
use page::{Page, Told};
use state::Action;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::Renderer;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Shows a survey inside `mount`, an empty element in the loader's shadow root.
///
/// `form` is `shared::wire::Form` and `due` is `shared::wire::LoaderSurvey`, both as the browser parsed them. With
/// `focus` the focus moves into the survey. Returns the function `(number, sequence)` through which the loader tells
/// what happened, see [`Told`]; nothing if the form does not fit.
#[wasm_bindgen]
pub fn start(mount: Element, form: &JsValue, due: &JsValue, focus: bool, page: Page) -> Option<JsValue> {
    let form = Form::read(form)?;
    let due = Due::read(due)?;
    page.style(1, &style::sheet(&form.theme, &form.ink));
    let running = Running::default();
    let asked = Rc::new(Asked { form, due, page, focus, mount: mount.clone(), running: running.clone() });
    let app = Renderer::<App>::with_root_and_props(mount, asked.into()).render();
    let link = app.clone();
    let tell = move |number: u16, sequence: u16| {
        link.send_message(match Told::from(number) {
            Told::Hidden => Action::Leave,
            Told::Close => Action::Close,
            Told::Again => Action::Again,
            Told::Outcome(outcome) => Action::Outcome(sequence, outcome),
        });
    };
    let tell = Closure::<dyn Fn(u16, u16)>::new(tell).into_js_value();
    running.replace(Some((app, tell.clone())));
    Some(tell)
}

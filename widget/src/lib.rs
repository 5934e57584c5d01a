//! The survey a visitor sees. `loader.js` decides that it is due, fetches it, and calls [`start`].

pub mod state;

pub mod form;

pub mod body;

pub mod identity;

pub mod drawings;

pub mod view;

pub mod page;

pub mod app;

mod style;

use app::{App, Asked};
use form::{Form, Read, Showing};
use page::{Page, Told};
use state::Action;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::Renderer;

/// Shows a survey inside `root`, an empty element in the loader's shadow root.
///
/// `form` is `shared::wire::Form` and `showing` is [`Showing`], both as the browser parsed them. Returns the function
/// `(number, sequence)` through which the loader tells what happened, see [`Told`]; nothing if the form does not fit.
#[wasm_bindgen]
pub fn start(root: Element, form: &JsValue, showing: &JsValue, page: Page) -> Option<JsValue> {
    let form = Form::read(form)?;
    let showing = Showing::read(showing)?;
    page.style(&style::sheet(&form.theme));
    let asked = Asked { form: Rc::new(form), showing: Rc::new(showing), page: Rc::new(page) };
    let app = Renderer::<App>::with_root_and_props(root, asked).render();
    let app = RefCell::new(Some(app));
    let tell = move |number: u8, sequence: u16| {
        let action = match Told::from_number(number) {
            Some(Told::Hidden) => Action::Leave,
            Some(Told::Close) => Action::Close,
            Some(Told::Outcome(outcome)) => Action::Outcome(sequence, outcome),
            Some(Told::Gone) => return app.take().map(|app| app.destroy()).unwrap_or_default(),
            None => return,
        };
        if let Some(app) = &*app.borrow() {
            app.send_message(action);
        }
    };
    Some(Closure::<dyn Fn(u8, u16)>::new(tell).into_js_value())
}

//! The one function that a browser calls.

use crate::{
    app::{App, Asked, Running},
    form::{Due, Form, Read, Value, fields},
    page::{Page, Told},
    state::Action,
    style,
};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::Renderer;

/// Shows a survey inside `mount`, an empty element in the page's shadow root.
///
/// `form` is `shared::wire::Form` as the browser parsed it, and `due` is what the page knows, see [`Due`], with the
/// site's `fields` by name. Returns the function `(number, sequence)` through which the page tells what happened, see
/// [`Told`]; nothing if the form does not fit.
#[wasm_bindgen]
pub fn start(mount: Element, form: &JsValue, due: &JsValue, page: Page) -> Option<JsValue> {
    let form = Form::read(form)?;
    let fields = fields(&form.survey, &due.member("fields"));
    let due = Due::read(due)?;
    page.style(1, &style::sheet(&form));
    let running = Running::default();
    let asked = Rc::new(Asked { form, due, fields, page, mount: mount.clone(), running: running.clone() });
    let app = Renderer::<App>::with_root_and_props(mount, asked.into()).render();
    let link = app.clone();
    running.replace(Some(app));
    let tell = move |number: u16, sequence: u16| {
        link.send_message(match Told::from(number) {
            Told::Hidden => Action::Leave,
            Told::Close => Action::Close,
            Told::Alarm => Action::Alarm,
            Told::Outcome(outcome) => Action::Outcome(sequence, outcome),
        });
    };
    Some(Closure::<dyn Fn(u16, u16)>::new(tell).into_js_value())
}

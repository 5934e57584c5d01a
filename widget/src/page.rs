//! What the browser and the page lend: time, chance, the address of the page, and the way to the network.

use crate::{
    form::{Read, Value},
    state::Outcome,
};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The page's side of one showing.
    pub type Page;

    /// Sends a response's answers so far; what becomes of it is told to the function that `start` returned.
    #[wasm_bindgen(method)]
    pub fn send(this: &Page, sequence: u16, id: &str, body: &str, complete: bool);

    /// Takes the survey off the page.
    #[wasm_bindgen(method)]
    pub fn close(this: &Page, finished: bool);

    /// Adopts a style sheet into the shadow root, in place of the one that has this position.
    #[wasm_bindgen(method)]
    pub fn style(this: &Page, position: u32, css: &str);

    /// Tells [`Told::Alarm`] after some milliseconds, instead of any earlier alarm.
    #[wasm_bindgen(method)]
    pub fn wait(this: &Page, milliseconds: f64);

    /// The visitor did something for the first time.
    #[wasm_bindgen(method)]
    pub fn touched(this: &Page);

    /// Milliseconds since 1970.
    #[wasm_bindgen(js_namespace = Date)]
    pub fn now() -> f64;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_randomly(bytes: &mut [u8]);
}

/// Bytes that cannot be guessed.
pub fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    fill_randomly(&mut bytes);
    bytes
}

/// The page's path.
pub fn path() -> Option<String> {
    window().member("location").member("pathname").text()
}

/// The window's width in CSS pixels.
pub fn width() -> i64 {
    i64::read(&window().member("innerWidth")).unwrap_or_default()
}

fn window() -> JsValue {
    web_sys::window().into()
}

impl Value for JsValue {
    #[inline(never)] // There are many members.
    fn member(&self, name: &str) -> Self {
        // Reading a member of something that is no object throws.
        Reflect::get(self, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    fn is_nothing(&self) -> bool {
        self.is_null() || self.is_undefined()
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn json(&self) -> Option<String> {
        JSON::stringify(self).ok()?.as_string()
    }

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        Array::is_array(self).then(|| Array::from(self).to_vec())
    }
}

/// What the page tells the survey, by number; `host.js` has the same list.
#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    /// The page is hidden.
    Hidden,
    /// The page wants the survey closed.
    Close,
    /// What was waited for is over.
    Alarm,
    /// What became of a sending.
    Outcome(Outcome),
}

impl From<u16> for Told {
    fn from(number: u16) -> Self {
        match number {
            0 => Self::Hidden,
            1 => Self::Close,
            2 => Self::Outcome(Outcome::Kept),
            3 => Self::Outcome(Outcome::Lost),
            4 => Self::Alarm,
            // From here on it is the status of the server's reply.
            200 | 201 => Self::Outcome(Outcome::Sent),
            _ => Self::Outcome(Outcome::Refused),
        }
    }
}

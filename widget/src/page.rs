//! What the browser and the loader lend: time, chance, the address of the page, and the way to the network.

use crate::{
    form::{Read, Value},
    state::Outcome,
};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The loader's side of one showing.
    pub type Page;

    /// Sends a response's answers so far; what becomes of it is told to the function that `start` returned.
    #[wasm_bindgen(method)]
    pub fn send(this: &Page, sequence: u16, id: &str, body: &str);

    /// Takes the survey off the page.
    #[wasm_bindgen(method)]
    pub fn close(this: &Page, finished: bool);

    /// Adopts a style sheet into the shadow root, in place of the one that has this position.
    #[wasm_bindgen(method)]
    pub fn style(this: &Page, position: u32, css: &str);

    /// Milliseconds since 1970.
    #[wasm_bindgen(js_namespace = Date)]
    pub fn now() -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &JsValue, milliseconds: f64, number: u16);

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_randomly(bytes: &mut [u8]);
}

/// Bytes that cannot be guessed.
pub fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    fill_randomly(&mut bytes);
    bytes
}

/// Says [`Told::Again`] through the function that `start` returned, after some milliseconds.
pub fn wait(tell: &JsValue, milliseconds: f64) {
    set_timeout(tell, milliseconds, AGAIN);
}

/// The page's path, unless the visitor does not want it known (Global Privacy Control, Do Not Track).
pub fn path() -> Option<String> {
    let window = window();
    let navigator = window.member("navigator");
    let private = navigator.member("globalPrivacyControl").truth() == Some(true)
        || navigator.member("doNotTrack").text().as_deref() == Some("1");
    if private { None } else { window.member("location").member("pathname").text() }
}

/// The window's width in CSS pixels.
pub fn width() -> i64 {
    i64::read(&window().member("innerWidth")).unwrap_or_default()
}

fn window() -> JsValue {
    web_sys::window().into()
}

impl Value for JsValue {
    fn member(&self, name: &str) -> Self {
        // Reading a member of something that is no object throws.
        Reflect::get(self, &name.into()).unwrap_or(JsValue::UNDEFINED)
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

/// The number of [`Told::Again`].
const AGAIN: u16 = 4;

/// What the survey is told, by number; `loader.js` has the same list.
#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    /// The page is hidden.
    Hidden,
    /// The page wants the survey closed.
    Close,
    /// It is time to try again: the survey's own alarm, not the loader's.
    Again,
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
            AGAIN => Self::Again,
            // From here on it is the status of the server's reply.
            200 | 201 => Self::Outcome(Outcome::Sent),
            _ => Self::Outcome(Outcome::Refused),
        }
    }
}

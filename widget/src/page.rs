//! What the browser and the loader lend: time, chance, and the way to the network.

use crate::{form, state::Outcome};
use js_sys::{Array, Reflect};
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

    /// Adopts a style sheet into the shadow root.
    #[wasm_bindgen(method)]
    pub fn style(this: &Page, css: &str);

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

impl form::Value for JsValue {
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

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        Array::is_array(self).then(|| Array::from(self).to_vec())
    }
}

/// What the loader tells the survey, by number; `loader.js` has the same list.
pub enum Told {
    /// The page is hidden.
    Hidden,
    /// The page wants the survey closed.
    Close,
    /// The survey was taken off the page and may be forgotten.
    Gone,
    /// What became of a sending.
    Outcome(Outcome),
}

impl Told {
    /// What this number means.
    pub fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Hidden,
            1 => Self::Close,
            2 => Self::Gone,
            3 => Self::Outcome(Outcome::Sent),
            4 => Self::Outcome(Outcome::Refused),
            5 => Self::Outcome(Outcome::Kept),
            6 => Self::Outcome(Outcome::Lost),
            _ => return None,
        })
    }
}

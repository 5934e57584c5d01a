//! What was measured, for `cargo xtask bench results`. Refuses to judge it.

use serde_json::{Value, json};

/// Figures by name, and values that were measured again and again by row and column.
#[derive(Default)]
pub struct Samples(Value);

impl Samples {
    /// Notes what is known once.
    pub fn set(&mut self, name: &str, figure: impl Into<Value>) {
        self.0[name] = figure.into();
    }

    /// Notes one value more.
    pub fn add(&mut self, row: &str, column: &str, value: f64) {
        match &mut self.0[row][column] {
            Value::Array(list) => list.push(value.into()),
            empty => *empty = json!([value]),
        }
    }
}

impl From<Samples> for Value {
    fn from(samples: Samples) -> Self {
        samples.0
    }
}

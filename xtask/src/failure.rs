//! Why a command stopped: one sentence that says what to do. Nothing here knows what was being done.

use std::fmt;

/// A sentence for the person at the keyboard.
#[derive(Debug)]
pub struct Failure(String);

/// The outcome of every step.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure with this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// Turns any error into a [`Failure`] that begins with what was being done.
pub trait OrFail<T> {
    /// The value, or a failure `doing: cause`.
    fn or_fail(self, doing: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: fmt::Display> OrFail<T> for std::result::Result<T, E> {
    fn or_fail(self, doing: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|cause| Failure(format!("{}: {cause}", doing())))
    }
}

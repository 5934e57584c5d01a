//! What is said in place of a page whose link leads nowhere. It does not say why: who has no link learns nothing.

use crate::{locale::Locale, words::Words};
use askama::Template;

/// The page.
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "shared_gone.html")]
pub struct Gone {
    /// The reader's language.
    pub locale: Locale,
}

impl Gone {
    fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }
}

//! The survey's style sheet: our own, and the site's look over it.

use crate::form::Form;

/// `widget.css` without comments and indentation, see `build.rs`.
const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

/// The sheet to adopt.
pub fn sheet(form: &Form) -> String {
    String::from(SHEET) + &form.look.0
}

/// Our own part of it, the same for every site.
pub fn own() -> &'static str {
    SHEET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_needs_nothing_that_old_browsers_lack() {
        for absent in ["light-dark(", ":has(", "color-mix(", "@import", "url(", "/*", "  "] {
            assert!(!SHEET.contains(absent), "{absent}");
        }
    }
}

//! The survey's style sheet: our own, and the site's colours as typed values, so that nothing can be smuggled in.

use crate::form::Theme;
use shared::appearance::Colour;

/// `widget.css` without comments and indentation, see `build.rs`.
const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

/// The sheet to adopt.
pub fn sheet(theme: &Theme) -> String {
    let mut sheet = String::from(SHEET);
    push_colour(&mut sheet, "l", theme.accent);
    push_colour(&mut sheet, "d", theme.accent_dark);
    sheet
}

/// The accent for light or dark pages, and the ink that is read on it.
fn push_colour(sheet: &mut String, name: &str, colour: Option<Colour>) {
    if let Some(colour) = colour {
        for part in [".o{--", name, "a:", &String::from(colour), ";--", name, "i:", &String::from(colour.ink()), "}"] {
            sheet.push_str(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_of_the_site_come_last() {
        let check = |accent: Option<&str>, dark: Option<&str>, expected: &str| {
            let colour = |text: &str| Colour::try_from(text.to_owned()).unwrap();
            let sheet = sheet(&Theme { accent: accent.map(colour), accent_dark: dark.map(colour) });
            assert_eq!(sheet.strip_prefix(SHEET), Some(expected));
        };
        check(None, None, "");
        check(Some("#0b6e69"), None, ".o{--la:#0b6e69;--li:#ffffff}");
        check(None, Some("#ffee00"), ".o{--da:#ffee00;--di:#000000}");
    }

    #[test]
    fn the_sheet_needs_nothing_that_old_browsers_lack() {
        for absent in ["light-dark(", ":has(", "@import", "url(", "/*", "  "] {
            assert!(!SHEET.contains(absent), "{absent}");
        }
    }
}

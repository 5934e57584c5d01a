//! The survey's style sheet: our own, and the site's colours as typed values, so that nothing can be smuggled in.

use crate::form::Theme;

/// `widget.css` without comments and indentation, see `build.rs`.
const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

/// The sheet to adopt.
pub fn sheet(theme: &Theme, ink: &Theme) -> String {
    let mut sheet = String::from(SHEET);
    let colours = [("la", theme.accent), ("li", ink.accent), ("da", theme.accent_dark), ("di", ink.accent_dark)];
    for (name, colour) in colours {
        if let Some(colour) = colour {
            for part in [".o{--", name, ":", &String::from(colour), "}"] {
                sheet.push_str(part);
            }
        }
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::appearance::Colour;

    #[test]
    fn the_colours_of_the_site_come_last() {
        let check = |accent: Option<&str>, dark: Option<&str>, expected: &str| {
            let colour = |text: &str| Colour::try_from(text.to_owned()).unwrap();
            let theme = Theme { accent: accent.map(colour), accent_dark: dark.map(colour) };
            let ink = Theme { accent: theme.accent.map(Colour::ink), accent_dark: theme.accent_dark.map(Colour::ink) };
            let sheet = sheet(&theme, &ink);
            assert_eq!(sheet.strip_prefix(SHEET), Some(expected));
        };
        check(None, None, "");
        check(Some("#0b6e69"), None, ".o{--la:#0b6e69}.o{--li:#ffffff}");
        check(None, Some("#ffee00"), ".o{--da:#ffee00}.o{--di:#000000}");
    }

    #[test]
    fn the_sheet_needs_nothing_that_old_browsers_lack() {
        for absent in ["light-dark(", ":has(", "@import", "url(", "/*", "  "] {
            assert!(!SHEET.contains(absent), "{absent}");
        }
    }
}

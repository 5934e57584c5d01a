//! The survey's style sheet: our own, and the site's look as typed values, so that nothing can be smuggled in.

use crate::form::Form;
use shared::{
    appearance::{Colour, Theme},
    text::digits,
};

/// `widget.css` without comments and indentation, see `build.rs`.
const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

/// The sheet to adopt.
pub fn sheet(form: &Form) -> String {
    let mut sheet = String::from(SHEET);
    push_look(&mut sheet, &form.theme, [form.ink, form.ink_dark]);
    sheet
}

/// Our own part of it, the same for every site.
pub fn own() -> &'static str {
    SHEET
}

/// The site's part of it.
pub fn look(theme: &Theme) -> String {
    let mut sheet = String::new();
    push_look(&mut sheet, theme, [theme.accent, theme.accent_dark].map(|accent| accent.map(Colour::ink)));
    sheet
}

fn push_look(sheet: &mut String, theme: &Theme, ink: [Option<Colour>; 2]) {
    let mut push = |pieces: &[&str]| pieces.iter().for_each(|piece| sheet.push_str(piece));
    let schemes = [
        ("light", theme.accent, ink[0], theme.background, theme.text),
        ("dark", theme.accent_dark, ink[1], theme.background_dark, theme.text_dark),
    ];
    for (scheme, accent, ink, background, text) in schemes {
        push(&["@media (prefers-color-scheme:", scheme, "){.o{"]);
        for (name, colour) in [("a", accent), ("i", ink), ("b", background), ("f", text)] {
            if let Some(colour) = colour {
                push(&["--t", name, ":", &String::from(colour), ";"]);
            }
        }
        // Our quieter colours are made for our own: on others only the text is sure to be read.
        if background.is_some() || text.is_some() {
            push(&["--q:var(--fg);"]);
        }
        push(&["}}"]);
    }
    if let Some(radius) = theme.radius {
        push(&[".o{--tr:", &digits(u8::from(radius)), "px}"]);
    }
    if let Some(font) = &theme.font {
        push(&[".o{font-family:", font.as_str(), ",system-ui,sans-serif}"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_of_the_site_comes_last() {
        let check = |theme: Theme, expected: &str| {
            let sheet = look(&theme);
            assert_eq!(sheet.replace("@media (prefers-color-scheme:", "@"), expected);
        };
        let colour = |text: &str| Colour::try_from(text.to_owned()).ok();
        let none = Theme::default;
        check(none(), "@light){.o{}}@dark){.o{}}");
        check(Theme { accent: colour("#0b6e69"), ..none() }, "@light){.o{--ta:#0b6e69;--ti:#ffffff;}}@dark){.o{}}");
        check(
            Theme { accent_dark: colour("#ffee00"), ..none() },
            "@light){.o{}}@dark){.o{--ta:#ffee00;--ti:#000000;}}",
        );
        check(
            Theme { background: colour("#fff8e7"), text_dark: colour("#ffffff"), ..none() },
            "@light){.o{--tb:#fff8e7;--q:var(--fg);}}@dark){.o{--tf:#ffffff;--q:var(--fg);}}",
        );
        let font = String::from("Inter, Arial").try_into().ok();
        check(
            Theme { radius: 4.try_into().ok(), font, ..none() },
            "@light){.o{}}@dark){.o{}}.o{--tr:4px}.o{font-family:Inter, Arial,system-ui,sans-serif}",
        );
    }

    #[test]
    fn the_sheet_needs_nothing_that_old_browsers_lack() {
        for absent in ["light-dark(", ":has(", "color-mix(", "@import", "url(", "/*", "  "] {
            assert!(!SHEET.contains(absent), "{absent}");
        }
    }
}

//! A site's look as the style sheet that is laid over the widget's own. It is written where the typed values are, because
//! reading each of them again in the browser would weigh a kilobyte; the widget refuses what cannot be one of these sheets.

use super::{Colour, Theme};
use crate::text::digits;
use alloc::string::String;

impl Theme {
    /// The sheet. It sets what `widget/widget.css` reads: `--ta` accent, `--ti` what is read on it, `--tb` background,
    /// `--tf` text, `--tr` radius, and `--q`, where Opina's own quieter colours give way to the text's.
    pub fn look(&self) -> String {
        let mut sheet = String::new();
        let mut push = |pieces: &[&str]| pieces.iter().for_each(|piece| sheet.push_str(piece));
        let schemes = [
            ("light", self.accent, self.background, self.text),
            ("dark", self.accent_dark, self.background_dark, self.text_dark),
        ];
        for (scheme, accent, background, text) in schemes {
            let colours = [("a", accent), ("i", accent.map(Colour::ink)), ("b", background), ("f", text)];
            if colours.iter().all(|(_, colour)| colour.is_none()) {
                continue;
            }
            push(&["@media (prefers-color-scheme:", scheme, "){.o{"]);
            for (name, colour) in colours {
                if let Some(colour) = colour {
                    push(&["--t", name, ":", &String::from(colour), ";"]);
                }
            }
            // The quieter colours are made for Opina's own: on others only the text is sure to be read.
            if background.is_some() || text.is_some() {
                push(&["--q:var(--fg);"]);
            }
            push(&["}}"]);
        }
        if let Some(radius) = self.radius {
            push(&[".o{--tr:", &digits(u8::from(radius)), "px}"]);
        }
        if let Some(font) = &self.font {
            push(&[".o{font-family:", font.as_str(), ",system-ui,sans-serif}"]);
        }
        sheet
    }
}

/// Whether a text may be such a sheet: nothing in it can name an address, hold a string or hide a sign.
pub fn is_look(text: &str) -> bool {
    let text = text.as_bytes();
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || b" #(),-.:;@{}".contains(byte))
        && !text.windows(4).any(|window| window.eq_ignore_ascii_case(b"url("))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::ToOwned;

    #[test]
    fn a_look_says_what_is_set_and_nothing_else() {
        let check = |theme: Theme, expected: &str| {
            let sheet = theme.look();
            assert_eq!(sheet.replace("@media (prefers-color-scheme:", "@"), expected);
            assert!(is_look(&sheet), "{sheet}");
        };
        let colour = |text: &str| Colour::try_from(text.to_owned()).ok();
        let none = Theme::default;
        check(none(), "");
        check(Theme { accent: colour("#0b6e69"), ..none() }, "@light){.o{--ta:#0b6e69;--ti:#ffffff;}}");
        check(Theme { accent_dark: colour("#ffee00"), ..none() }, "@dark){.o{--ta:#ffee00;--ti:#000000;}}");
        check(
            Theme { background: colour("#fff8e7"), text_dark: colour("#ffffff"), ..none() },
            "@light){.o{--tb:#fff8e7;--q:var(--fg);}}@dark){.o{--tf:#ffffff;--q:var(--fg);}}",
        );
        let font = "Inter, Curlz MT".to_owned().try_into().ok();
        check(
            Theme { radius: 4.try_into().ok(), font, ..none() },
            ".o{--tr:4px}.o{font-family:Inter, Curlz MT,system-ui,sans-serif}",
        );
    }

    #[test]
    fn what_could_reach_beyond_the_sheet_is_no_look() {
        for text in [
            ".o{background:url(//evil.example)}",
            ".o{background:URL(x)}",
            "@import \"x\"",
            ".o{content:'x'}",
            ".o{b\\61ckground:red}",
            "/**/",
            ".o{--ta:#0b6e69}\n",
        ] {
            assert!(!is_look(text), "{text}");
        }
    }
}

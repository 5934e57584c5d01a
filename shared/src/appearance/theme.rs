//! A site's own look, for light and dark pages, and the check that everybody can read it.

use super::Colour;
use alloc::{borrow::ToOwned, string::String};
use core::fmt;

/// The largest radius of a corner, in CSS pixels.
pub const LARGEST_RADIUS: u8 = 32;
/// What text needs against what is behind it (WCAG 2.2, 1.4.3).
pub const TEXT_NEEDS: f64 = 4.5;
/// What the parts of a control need against what is beside them (WCAG 2.2, 1.4.11).
pub const CONTROL_NEEDS: f64 = 3.0;

/// The site's own look. What is not set is Opina's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Theme {
    /// Buttons and the chosen answer, on light pages.
    pub accent: Option<Colour>,
    /// What the survey is written on, on light pages.
    pub background: Option<Colour>,
    /// What it is written in, on light pages.
    pub text: Option<Colour>,
    /// As `accent`, where the visitor prefers dark.
    pub accent_dark: Option<Colour>,
    /// As `background`, where the visitor prefers dark.
    pub background_dark: Option<Colour>,
    /// As `text`, where the visitor prefers dark.
    pub text_dark: Option<Colour>,
    /// The radius of its corners.
    pub radius: Option<Radius>,
    /// The font it is written in, if the page has it.
    pub font: Option<Font>,
}

/// Whether the visitor prefers light or dark pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Two colours beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// The text and what it is written on.
    TextOnBackground,
    /// The accent and what it stands on.
    AccentOnBackground,
}

/// Two colours that cannot be told apart well enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContrastError {
    /// Which two.
    pub pair: Pair,
    /// For whom.
    pub scheme: Scheme,
    /// Their contrast, 1 to 21.
    pub ratio: f64,
    /// The least it must be.
    pub needed: f64,
}

impl Theme {
    /// Opina's own colours for light and dark: text, background and accent, as `widget/widget.css` has them.
    const OWN: [[Colour; 3]; 2] = [
        [Colour(0x17, 0x20, 0x2a), Colour(0xff, 0xff, 0xff), Colour(0x0b, 0x6e, 0x69)],
        [Colour(0xe8, 0xec, 0xf1), Colour(0x17, 0x1e, 0x26), Colour(0x4c, 0xc2, 0xb8)],
    ];

    /// The colours that are used: text, background and accent, Opina's where the site has none of its own.
    pub fn colours(&self, scheme: Scheme) -> [Colour; 3] {
        let [light, dark] = Self::OWN;
        match scheme {
            Scheme::Light => {
                [self.text.unwrap_or(light[0]), self.background.unwrap_or(light[1]), self.accent.unwrap_or(light[2])]
            }
            Scheme::Dark => [
                self.text_dark.unwrap_or(dark[0]),
                self.background_dark.unwrap_or(dark[1]),
                self.accent_dark.unwrap_or(dark[2]),
            ],
        }
    }

    /// Whether everybody can read it, also where one of its colours meets one of Opina's. What is written on the accent
    /// always can be, see [`Colour::ink`].
    ///
    /// # Errors
    /// The pairs that fail.
    pub fn check(&self) -> Result<(), alloc::vec::Vec<ContrastError>> {
        let mut errors = alloc::vec::Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            let [text, background, accent] = self.colours(scheme);
            let pairs = [(Pair::TextOnBackground, text, TEXT_NEEDS), (Pair::AccentOnBackground, accent, CONTROL_NEEDS)];
            for (pair, colour, needed) in pairs {
                let ratio = colour.contrast(background);
                if ratio < needed {
                    errors.push(ContrastError { pair, scheme, ratio, needed });
                }
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// The radius of a corner in CSS pixels, 0 to [`LARGEST_RADIUS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "u8", into = "u8"))]
pub struct Radius(u8);

impl TryFrom<u8> for Radius {
    type Error = ThemeError;
    fn try_from(pixels: u8) -> Result<Self, ThemeError> {
        if pixels <= LARGEST_RADIUS { Ok(Self(pixels)) } else { Err(ThemeError::Radius) }
    }
}

impl From<Radius> for u8 {
    fn from(radius: Radius) -> u8 {
        radius.0
    }
}

/// Names of fonts, as a page's style sheet would list them: 1 to 100 letters, digits, spaces, commas and hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct Font(String);

impl Font {
    /// The names.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Font {
    type Error = ThemeError;
    fn try_from(names: String) -> Result<Self, ThemeError> {
        let names = names.trim();
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ',' | '-');
        if (1..=100).contains(&names.len()) && names.chars().all(legal) {
            Ok(Self(names.to_owned()))
        } else {
            Err(ThemeError::Font)
        }
    }
}

impl From<Font> for String {
    fn from(font: Font) -> String {
        font.0
    }
}

/// Why a part of a look was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeError {
    /// A radius over [`LARGEST_RADIUS`].
    Radius,
    /// Not names of fonts.
    Font,
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Radius => write!(f, "a corner's radius is 0 to {LARGEST_RADIUS} pixels"),
            Self::Font => {
                f.write_str("names of fonts are letters, digits, spaces and hyphens, with commas between them")
            }
        }
    }
}

impl core::error::Error for ThemeError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn colour(text: &str) -> Option<Colour> {
        Some(text.to_owned().try_into().unwrap())
    }

    #[test]
    fn a_look_that_somebody_cannot_read_is_named() {
        let check = |theme: Theme, expected: &[(Pair, Scheme)]| {
            let errors = theme.check().err().unwrap_or_default();
            let found: Vec<_> = errors.iter().map(|error| (error.pair, error.scheme)).collect();
            assert_eq!(found, expected, "{theme:?}");
            assert!(errors.iter().all(|error| error.ratio < error.needed));
        };
        let none = Theme::default;
        check(none(), &[]);
        check(Theme { accent: colour("#0b6e69"), ..none() }, &[]);
        check(Theme { accent: colour("#ffee00"), ..none() }, &[(Pair::AccentOnBackground, Scheme::Light)]);
        check(Theme { text: colour("#999999"), ..none() }, &[(Pair::TextOnBackground, Scheme::Light)]);
        check(
            Theme { background_dark: colour("#ffffff"), ..none() },
            &[(Pair::TextOnBackground, Scheme::Dark), (Pair::AccentOnBackground, Scheme::Dark)],
        );
        check(
            Theme { background: colour("#101010"), text: colour("#fafafa"), accent: colour("#ffee00"), ..none() },
            &[],
        );
    }

    #[test]
    fn fonts_are_names_and_nothing_else() {
        let check = |names: &str, expected: bool| {
            assert_eq!(Font::try_from(names.to_owned()).is_ok(), expected, "{names}");
        };
        check("Inter, Helvetica Neue, sans-serif", true);
        check("", false);
        check("x;}", false);
        check("url(//e)", false);
        check("\"Inter\"", false);
    }
}

//! How the widget looks and where it stands. Colours are typed, so that no style can be smuggled in.

use alloc::{borrow::ToOwned, string::String};
use core::fmt;

/// How one survey is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Appearance {
    /// Opened by itself, or by the visitor.
    pub display: Display,
    /// The corner it stands in; on phones it is a sheet at the bottom.
    pub corner: Corner,
}

/// How a survey comes into view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Display {
    /// Opens when it is due.
    #[default]
    Popover,
    /// A quiet tab at the edge, always there, that opens it.
    Tab,
}

/// The corner of the window, in reading direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Corner {
    /// Where lines end: right in English, left in Arabic.
    #[default]
    End,
    /// Where lines start.
    Start,
}

/// The site's own colours, for light and dark. What is not set is Opina's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Theme {
    /// Buttons and the chosen answer, on light pages.
    pub accent: Option<Colour>,
    /// The same where the visitor prefers dark.
    pub accent_dark: Option<Colour>,
}

/// An sRGB colour written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct Colour(u8, u8, u8);

impl Colour {
    /// Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance).
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio between two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is easier to read on this colour. One of them always reaches 4.5 : 1.
    pub fn ink(self) -> Self {
        let (black, white) = (Self(0, 0, 0), Self(255, 255, 255));
        if self.contrast(white) >= 4.5 || self.contrast(white) >= self.contrast(black) { white } else { black }
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;
    fn try_from(text: String) -> Result<Self, ColourError> {
        let channel = |from: usize| text.get(from..from + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let hex =
            text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match (hex, channel(1), channel(3), channel(5)) {
            (true, Some(red), Some(green), Some(blue)) => Ok(Self(red, green, blue)),
            _ => Err(ColourError(text.to_owned())),
        }
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        alloc::format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
    }
}

/// Not a colour written `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColourError(String);

impl fmt::Display for ColourError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a colour such as #0b6e69", self.0)
    }
}

impl core::error::Error for ColourError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_hex_digits_and_nothing_else() {
        let check =
            |text: &str, expected: bool| assert_eq!(Colour::try_from(text.to_owned()).is_ok(), expected, "{text}");
        check("#0b6e69", true);
        check("#FFFFFF", true);
        check("#fff", false);
        check("#0b6e6g", false);
        check("#+1+1+1", false);
        check("red;background:url(//e)", false);
        check("#aé12b", false);
    }

    #[test]
    fn ink_reads_on_every_grey() {
        for grey in 0..=255 {
            let colour = Colour(grey, grey, grey);
            assert!(colour.contrast(colour.ink()) >= 4.5, "{grey}");
        }
    }
}

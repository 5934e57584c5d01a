//! How the widget looks and where it stands. Colours, fonts and sizes are typed, so that no style can be smuggled in.

mod look;
mod theme;

pub use look::is_look;
pub use theme::{CONTROL_NEEDS, ContrastError, Font, LARGEST_RADIUS, Pair, Radius, Scheme, TEXT_NEEDS, Theme};

use crate::targeting::Selector;
use alloc::{borrow::ToOwned, string::String};
use core::fmt;

/// How one survey is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Appearance {
    /// How it comes into view.
    pub display: Display,
    /// Where in the window it stands; on phones it is a sheet at the bottom.
    #[cfg_attr(feature = "serde", serde(alias = "corner"))]
    pub place: Place,
    /// The element an inline survey is put into; without one that is found, nothing shows.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub within: Option<Selector>,
    /// Whether the page behind it is dimmed.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "core::ops::Not::not"))]
    pub overlay: bool,
    /// Whether a click beside it closes it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "core::ops::Not::not"))]
    pub outside_closes: bool,
    /// Seconds after which it closes by itself while nobody has touched it, and after the thank-you.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub closes_after: Option<u16>,
}

/// How a survey comes into view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Display {
    /// Opens beside the page when it is due; the page can be used on.
    #[default]
    Popover,
    /// Opens over the page when it is due; the page waits.
    Modal,
    /// Fills the window when it is due.
    Page,
    /// A quiet tab at the edge, always there, that opens it.
    Tab,
    /// Part of the page, inside an element of it.
    Inline,
}

impl Display {
    /// Whether it comes without having been called, which a visitor takes only so often.
    pub fn opens_by_itself(self) -> bool {
        matches!(self, Self::Popover | Self::Modal | Self::Page)
    }

    /// Its name, as it is stored and sent.
    pub fn id(self) -> &'static str {
        match self {
            Self::Popover => "popover",
            Self::Modal => "modal",
            Self::Page => "page",
            Self::Tab => "tab",
            Self::Inline => "inline",
        }
    }
}

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)+) => {
        /// One of nine places in the window. Start and end are in reading direction.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
        pub enum Place {
            $($(#[$doc])* $name,)+
        }

        impl Place {
            /// Every place, row by row in reading direction.
            pub const ALL: [Self; 9] = [$(Self::$name),+];

            /// Its name, as it is stored and sent.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

places! {
    /// Above, where lines start.
    TopStart = "top_start",
    /// Above, in the middle.
    Top = "top",
    /// Above, where lines end.
    TopEnd = "top_end",
    /// Half-way down, where lines start.
    MiddleStart = "middle_start",
    /// The middle of the window.
    Center = "center",
    /// Half-way down, where lines end.
    MiddleEnd = "middle_end",
    /// Below, where lines start.
    #[cfg_attr(feature = "serde", serde(alias = "start"))]
    BottomStart = "bottom_start",
    /// Below, in the middle.
    Bottom = "bottom",
    /// Below, where lines end: right in English, left in Arabic.
    #[default]
    #[cfg_attr(feature = "serde", serde(alias = "end"))]
    BottomEnd = "bottom_end",
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
        let mut text = String::from("#");
        for channel in [colour.0, colour.1, colour.2] {
            for digit in [channel >> 4, channel & 0x0f] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        text
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

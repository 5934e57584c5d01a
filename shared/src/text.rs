//! Names and words: identifiers that stay stable over versions, language tags, and texts in several languages.

use alloc::{
    borrow::ToOwned,
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

/// The longest text a survey may show, in characters.
pub const LONGEST_TEXT: usize = 1_000;

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
        pub struct $name(String);

        impl $name {
            /// The identifier as it is stored and sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;
            fn try_from(text: String) -> Result<Self, TextError> {
                if is_slug(&text) { Ok(Self(text)) } else { Err(TextError::Slug(text)) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = TextError;
            fn try_from(text: &str) -> Result<Self, TextError> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// A number as it is written. For the widget, where the library's own way weighs a kilobyte.
pub fn digits(number: impl Into<u64>) -> String {
    fn written(mut rest: u64) -> String {
        let mut text = String::new();
        loop {
            text.insert(0, char::from(b'0' + (rest % 10) as u8));
            rest /= 10;
            if rest == 0 {
                return text;
            }
        }
    }
    written(number.into())
}

fn is_slug(text: &str) -> bool {
    let legal = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_' || c == b'-';
    (1..=40).contains(&text.len()) && text.bytes().all(legal)
}

slug! {
    /// Names a question within its survey, in every language and version: 1 to 40 of `a-z 0-9 _ -`.
    QuestionId
}

slug! {
    /// Names something a site knows of a visitor, or a hidden field of a survey: 1 to 40 of `a-z 0-9 _ -`.
    FieldId
}

slug! {
    /// Names an option within its question, in every language and version: 1 to 40 of `a-z 0-9 _ -`.
    OptionId
}

/// A language tag such as `es` or `pt-BR`, in the spelling BCP 47 recommends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct Language(String);

impl Default for Language {
    /// English.
    fn default() -> Self {
        Self("en".to_owned())
    }
}

impl Language {
    /// The tag as it is stored and sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the first hyphen: `pt` of `pt-BR`.
    pub fn base(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.base(), "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi")
    }

    /// The language of `offered` in which to speak to someone who wants `wanted`: the same tag, else the same base
    /// language, else the first one offered. `None` only if none is offered.
    pub fn choose<'a>(wanted: &str, offered: &'a [Language]) -> Option<&'a Language> {
        let wanted = Language::try_from(wanted).ok();
        wanted
            .as_ref()
            .and_then(|wanted| {
                let exact = offered.iter().find(|one| *one == wanted);
                exact
                    .or_else(|| offered.iter().find(|one| one.as_str() == wanted.base()))
                    .or_else(|| offered.iter().find(|one| one.base() == wanted.base()))
            })
            .or(offered.first())
    }
}

impl TryFrom<&str> for Language {
    type Error = TextError;
    fn try_from(tag: &str) -> Result<Self, TextError> {
        let invalid = || TextError::Language(tag.to_owned());
        let mut normal = String::new();
        for (position, part) in tag.split(['-', '_']).enumerate() {
            let letters = part.chars().all(|c| c.is_ascii_alphabetic());
            let fits = match position {
                0 => letters && (2..=3).contains(&part.len()),
                _ => (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()),
            };
            if !fits || position > 3 {
                return Err(invalid());
            }
            if position > 0 {
                normal.push('-');
            }
            match (position, part.len()) {
                (1.., 2) => normal.push_str(&part.to_ascii_uppercase()),
                (1.., 4) if letters => {
                    normal.push_str(&part[..1].to_ascii_uppercase());
                    normal.push_str(&part[1..].to_ascii_lowercase());
                }
                _ => normal.push_str(&part.to_ascii_lowercase()),
            }
        }
        Ok(Self(normal))
    }
}

impl TryFrom<String> for Language {
    type Error = TextError;
    fn try_from(tag: String) -> Result<Self, TextError> {
        tag.as_str().try_into()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One text in every language it was written in. A language that is missing falls back to the survey's default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Translations(BTreeMap<Language, String>);

impl Translations {
    /// Sets the text of one language; a blank text removes it.
    pub fn set(&mut self, language: Language, text: &str) {
        match text.trim() {
            "" => self.0.remove(&language),
            text => self.0.insert(language, text.to_owned()),
        };
    }

    /// The text in exactly this language.
    pub fn get(&self, language: &Language) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The text in this language, else in its base language, else in the default one, else empty.
    pub fn in_language(&self, language: &Language, default: &Language) -> String {
        let base = || self.0.iter().find(|(one, _)| one.as_str() == language.base()).map(|(_, text)| text.as_str());
        self.get(language).or_else(base).or_else(|| self.get(default)).unwrap_or_default().to_string()
    }

    /// The languages this text is written in, in alphabetical order.
    pub fn languages(&self) -> Vec<&Language> {
        self.0.keys().collect()
    }

    /// The texts, in the alphabetical order of their languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// Whether one of the texts is longer than [`LONGEST_TEXT`].
    pub fn is_too_long(&self) -> bool {
        self.0.values().any(|text| text.chars().count() > LONGEST_TEXT)
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Translations {
    /// For texts written in the program; a tag that is no language is left out.
    fn from(texts: [(&str, &str); N]) -> Self {
        let known = texts.into_iter().filter_map(|(tag, text)| Some((Language::try_from(tag).ok()?, text.to_owned())));
        Self(known.collect())
    }
}

/// Why a name or tag was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Not a question or option identifier.
    Slug(String),
    /// Not a language tag.
    Language(String),
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slug(text) => write!(f, "“{text}” is not an identifier: use 1 to 40 of a-z, 0-9, _ and -"),
            Self::Language(tag) => write!(f, "“{tag}” is not a language tag such as es or pt-BR"),
        }
    }
}

impl core::error::Error for TextError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_digits() {
        for number in [0, 7, 10, 90_071, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
    }

    #[test]
    fn language_is_chosen_exact_then_base_then_default() {
        let check = |wanted: &str, offered: &[&str], expected: &str| {
            let offered: Vec<Language> = offered.iter().map(|tag| Language::try_from(*tag).unwrap()).collect();
            assert_eq!(Language::choose(wanted, &offered).unwrap().as_str(), expected, "{wanted}");
        };
        check("es", &["en", "es"], "es");
        check("es-MX", &["en", "es"], "es");
        check("ES_mx", &["en", "es", "es-MX"], "es-MX");
        check("pt", &["en", "pt-BR"], "pt-BR");
        check("ja", &["en", "es"], "en");
        check("not a tag", &["es"], "es");
        check("", &["es"], "es");
    }

    #[test]
    fn tags_are_normalised_or_refused() {
        let check = |tag: &str, expected: Option<&str>| {
            assert_eq!(Language::try_from(tag).ok().as_ref().map(Language::as_str), expected, "{tag}");
        };
        check("EN", Some("en"));
        check("zh-hant-tw", Some("zh-Hant-TW"));
        check("../x", None);
        check("e", None);
        check("en-", None);
        check("en-US-x-y-z", None);
    }
}

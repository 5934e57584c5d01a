//! Names of languages in themselves, for those that surveys are commonly written in.

use shared::text::Language;

/// Tags and names of the languages that are suggested, by name.
pub const COMMON: &[(&str, &str)] = &[
    ("id", "Bahasa Indonesia"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("eu", "Euskara"),
    ("fr", "Français"),
    ("gl", "Galego"),
    ("it", "Italiano"),
    ("hu", "Magyar"),
    ("nl", "Nederlands"),
    ("nb", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("fi", "Suomi"),
    ("sv", "Svenska"),
    ("vi", "Tiếng Việt"),
    ("tr", "Türkçe"),
    ("el", "Ελληνικά"),
    ("bg", "Български"),
    ("ru", "Русский"),
    ("uk", "Українська"),
    ("he", "עברית"),
    ("ar", "العربية"),
    ("fa", "فارسی"),
    ("hi", "हिन्दी"),
    ("th", "ไทย"),
    ("ja", "日本語"),
    ("zh", "中文"),
    ("ko", "한국어"),
];

/// The language's name, with its tag where that says more: `Español`, `Español (es-MX)`, `eo`.
pub fn name(language: &Language) -> String {
    match COMMON.iter().find(|(tag, _)| *tag == language.base()) {
        Some((tag, name)) if *tag == language.as_str() => (*name).to_owned(),
        Some((_, name)) => format!("{name} ({language})"),
        None => language.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_called_what_its_speakers_call_it() {
        let check = |tag: &str, expected: &str| assert_eq!(name(&Language::try_from(tag).unwrap()), expected);
        check("es", "Español");
        check("es-mx", "Español (es-MX)");
        check("eo", "eo");
    }
}

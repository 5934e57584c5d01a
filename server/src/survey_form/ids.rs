//! Ids for what is added: made of words, and never one that was published for something else.

use shared::{definition::Definition, text::QuestionId};
use std::collections::{BTreeMap, BTreeSet};

/// Ids that were published. They keep their meaning for ever and are not given to anything else.
#[derive(Clone, Debug, Default)]
pub struct Taken(BTreeMap<String, BTreeSet<String>>);

impl Taken {
    /// The ids in these versions.
    pub fn by<'a>(versions: impl IntoIterator<Item = &'a Definition>) -> Self {
        let mut taken = Self::default();
        for question in versions.into_iter().flat_map(|version| version.survey().questions()) {
            let options = taken.0.entry(question.id.to_string()).or_default();
            options.extend(question.kind.options().iter().map(|option| option.id.to_string()));
        }
        taken
    }

    pub(super) fn question(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    pub(super) fn option(&self, question: &QuestionId, id: &str) -> bool {
        self.0.get(question.as_str()).is_some_and(|options| options.contains(id))
    }
}

/// `stem`, or `stem-2`, `stem-3`… until it is not used.
pub(super) fn unused(stem: &str, used: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    std::iter::once(stem.to_owned()).chain(numbered).find(|id| !used(id)).unwrap_or_default()
}

/// A text as an identifier of up to 32 characters; `option` for one without a letter or digit of the Latin script.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            c if c.is_ascii_alphanumeric() => c,
            _ if slug.is_empty() || slug.ends_with('-') => continue,
            _ => '-',
        };
        if slug.len() == 32 {
            break;
        }
        slug.push(plain);
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "option".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_made_of_words() {
        let check = |text: &str, expected: &str| assert_eq!(slug(text), expected, "{text}");
        check("The price", "the-price");
        check("¿Qué pasó? — ¡Nada!", "que-paso-nada");
        check("  ", "option");
        check("価格", "option");
        check(&"long words ".repeat(9), "long-words-long-words-long-words");
    }
}

//! All texts of a form in one language: which fields hold them, and taking over many at once.

use super::{
    Form,
    names::{self, FieldNames},
};
use shared::text::{Language, QuestionId};

impl Form {
    /// The names of the fields that hold texts in this language, in the order in which visitors meet the texts.
    pub fn texts(&self, language: &Language) -> Vec<String> {
        let mut all: Vec<String> =
            self.questions().iter().flat_map(|(id, _)| self.question_texts(id, language)).collect();
        for key in self.list(names::ENDING) {
            let item = names::item(names::ENDING, key);
            all.extend(["text", "button"].map(|part| names::text(&item, part, language)));
        }
        all.push(names::thanks(language));
        all.retain(|name| self.typed(name).is_some());
        all
    }

    fn question_texts(&self, id: &QuestionId, language: &Language) -> Vec<String> {
        let before = [id.title(language), id.note(language), id.expectation(language), id.perception(language)];
        let ends = [id.low(language), id.high(language)];
        let kind = [id.placeholder(language), id.agreement(language), id.button(language)];
        let options = self.options(id).iter().map(|key| id.label(key, language));
        before.into_iter().chain(ends).chain(kind).chain(options).chain([id.other(language)]).collect()
    }

    /// Takes over texts in this language by the names of their fields. What is no text of the form is left out.
    pub fn translate(&mut self, language: &Language, texts: &[(String, String)]) {
        let names = self.texts(language);
        for (name, text) in texts.iter().filter(|(name, _)| names.contains(name)) {
            self.put(name, &text.replace("\r\n", "\n").replace('\0', "\u{FFFD}"));
        }
    }

    /// Types the tag of a language that is to be added.
    pub fn type_language(&mut self, tag: &str) {
        self.put(names::NEW_LANGUAGE, tag);
    }

    /// How many texts there are in the default language, and how many of them in this one too.
    pub fn translated(&self, language: &Language) -> (usize, usize) {
        let written = |language: &Language| {
            let texts = self.texts(language);
            texts.iter().map(|name| !self.value(name).trim().is_empty()).collect::<Vec<_>>()
        };
        let default = self.languages().first().map(written).unwrap_or_default();
        let both = default.iter().zip(written(language)).filter(|(default, own)| **default && *own).count();
        (both, default.iter().filter(|written| **written).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey_form::{ids::Taken, tests::nps};
    use jiff::tz::TimeZone;

    #[test]
    fn texts_of_one_language_are_counted_and_taken_over() {
        let (mut form, spanish) = (nps(), Language::try_from("es").unwrap());
        let before = form.check(&Taken::default(), &TimeZone::UTC).unwrap();
        assert_eq!(form.translated(&spanish), (15, 15));
        let sent = [
            ("q.score.title.es", "¿Nos\r\nrecomendarías?"),
            ("q.obstacle.option.price.es", ""),
            ("q.score.title.en", "Not this language"),
            ("q.score.required", "nor this"),
            ("q.nobody.title.es", "nor one that is not there"),
        ];
        form.translate(&spanish, &sent.map(|(name, text)| (name.to_owned(), text.to_owned())));
        assert_eq!(form.value("q.score.title.es"), "¿Nos\nrecomendarías?");
        assert_eq!(form.translated(&spanish), (14, 15));
        assert_eq!(form.translated(&form.languages()[0].clone()), (15, 15));
        let after = form.check(&Taken::default(), &TimeZone::UTC).unwrap();
        let language = &form.languages()[0];
        let asked =
            |draft: &crate::survey_form::check::Draft| draft.definition.survey().in_language(language, language);
        assert_eq!(asked(&before), asked(&after), "nothing else has changed");
        assert_eq!(form.typed("q.nobody.title.es"), None);
    }
}

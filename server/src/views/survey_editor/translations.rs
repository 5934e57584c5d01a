//! Every text of a survey in one language beside the same text in the default one.

use super::{
    card::Card,
    input::{Fields, Input, Texts, say},
};
use crate::{
    survey_form::{Form, check::Problem, names},
    views::{Page, languages},
    words::fill,
};
use askama::Template;
use jiff::tz::TimeZone;
use shared::text::Language;

/// All that the page is made of.
#[derive(Debug)]
pub struct Translating<'a> {
    /// Row id of the survey.
    pub id: i64,
    /// The revision that is edited.
    pub revision: i32,
    /// The site's time zone.
    pub zone: &'a TimeZone,
    /// The draft with what was typed.
    pub form: &'a Form,
    /// The language it is translated into; `None` while there is only one.
    pub language: Option<Language>,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// What someone else saved meanwhile.
    pub theirs: Option<&'a Form>,
    /// Whether it was just saved.
    pub saved: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "survey_translations.html")]
pub struct TranslationsView {
    page: Page,
    id: i64,
    revision: i32,
    saved: bool,
    conflict: bool,
    /// Links to the fields that are wrong.
    wrong: Vec<(String, String)>,
    languages: Vec<Line>,
    chosen: Option<Line>,
    default: Line,
    groups: Vec<Group>,
    new_language: Input,
    tags: Vec<(&'static str, &'static str)>,
}

/// A language of the survey.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its tag.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
    /// How many texts are there in it, in words.
    pub counted: String,
    /// Whether some are missing.
    pub lacks: bool,
    /// Whether it is the one that is translated into.
    pub is_chosen: bool,
}

/// The texts of one question, or of the end.
#[derive(Debug)]
pub struct Group {
    /// What it is called.
    pub title: String,
    /// The texts in order.
    pub pairs: Vec<Pair>,
}

/// A text in both languages.
#[derive(Debug)]
pub struct Pair {
    /// What it is.
    pub label: String,
    /// What it says in the default language.
    pub original: String,
    /// The field for the other.
    pub input: Input,
    /// Whether it is there in the default language only.
    pub missing: bool,
}

impl TranslationsView {
    /// The page of a survey that is being translated.
    pub fn new(page: Page, translating: Translating<'_>) -> Self {
        let words = page.words;
        let Translating { form, problems, theirs, zone, .. } = translating;
        let fields = Fields { words, form, problems, theirs, zone, locale: page.locale };
        let line = |language: &Language| {
            let (written, of) = form.translated(language);
            let numbers = [written, of].map(|number| number.to_string());
            Line {
                tag: language.to_string(),
                name: languages::name(language),
                counted: fill(words.translations_count, &[("n", &numbers[0]), ("of", &numbers[1])]),
                lacks: written < of,
                is_chosen: translating.language.as_ref() == Some(language),
            }
        };
        let wrong = |problem: &Problem| (problem.field.clone(), say(words, &problem.mistake));
        Self {
            id: translating.id,
            revision: translating.revision,
            saved: translating.saved,
            conflict: theirs.is_some(),
            wrong: problems.iter().map(wrong).collect(),
            languages: form.languages().iter().map(line).collect(),
            chosen: translating.language.as_ref().map(line),
            default: line(&form.languages().first().cloned().unwrap_or_default()),
            groups: translating.language.as_ref().map(|language| fields.groups(language)).unwrap_or_default(),
            new_language: fields.input(names::NEW_LANGUAGE, 35),
            tags: languages::COMMON.to_vec(),
            page,
        }
    }
}

impl Fields<'_> {
    fn groups(&self, language: &Language) -> Vec<Group> {
        let at = self.form.languages().iter().position(|one| one == language).unwrap_or_default();
        let pairs = |texts: Vec<Texts>| texts.into_iter().filter_map(|texts| pair(texts, at)).collect::<Vec<_>>();
        let question = |position: usize| {
            let title = self.named(&self.form.questions()[position].0);
            let Card { title: text, note, mut texts, options, .. } = self.card(position);
            texts.splice(0..0, [text, note]);
            if let Some(options) = options {
                texts.extend(options.rows.into_iter().map(|(_, label)| label));
                texts.extend(options.choice.map(|choice| choice.other));
            }
            Group { title, pairs: pairs(texts) }
        };
        let mut groups: Vec<Group> = (0..self.form.questions().len()).map(question).collect();
        for ending in self.endings() {
            groups.push(Group { title: ending.text.label.clone(), pairs: pairs(vec![ending.text, ending.button]) });
        }
        let thanks = self.texts(self.words.survey_thanks, names::thanks);
        groups.push(Group { title: thanks.label.clone(), pairs: pairs(vec![thanks]) });
        groups.retain(|group| !group.pairs.is_empty());
        groups
    }
}

/// A text in the default language and in the one at this position; nothing where neither says anything.
fn pair(texts: Texts, at: usize) -> Option<Pair> {
    let Texts { label, mut inputs } = texts;
    let original = inputs.first()?.value.clone();
    let input = (at < inputs.len()).then(|| inputs.swap_remove(at))?;
    let blank = |text: &str| text.trim().is_empty();
    let missing = !blank(&original) && blank(&input.value);
    (missing || !blank(&input.value) || input.theirs.is_some() || input.problem.is_some()).then_some(Pair {
        label,
        original,
        input,
        missing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        locale::Locale,
        survey_form::tests::{definition, every_kind},
        views::tests::visit,
    };
    use serde_json::json;

    #[test]
    fn every_text_that_is_counted_has_a_field() {
        let link = json!({ "label": { "en": "Go" }, "address": "https://example.com" });
        let endings = json!([{ "when": [], "text": { "en": "Bye" }, "link": link }]);
        let definition = definition(&json!(every_kind()), &json!({ "endings": endings }));
        let form = Form::of("", &definition, &TimeZone::UTC);
        let translating = Translating {
            id: 1,
            revision: 1,
            zone: &TimeZone::UTC,
            form: &form,
            language: Some("es".try_into().unwrap()),
            problems: &[],
            theirs: None,
            saved: false,
        };
        let view = TranslationsView::new(Page::new(visit(Locale::En), ""), translating);
        let pairs = || view.groups.iter().flat_map(|group| &group.pairs);
        let (written, of) = form.translated(&"es".try_into().unwrap());
        assert_eq!(pairs().filter(|pair| !pair.original.is_empty()).count(), of);
        assert_eq!(pairs().filter(|pair| pair.missing).count(), of - written);
        let names = form.texts(&"es".try_into().unwrap());
        assert!(pairs().all(|pair| names.contains(&pair.input.name)));
        assert!(view.chosen.is_some_and(|line| line.counted == format!("{written} of {of} texts")));
    }
}

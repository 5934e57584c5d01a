//! Surveys to start from: one for each metric, worded in English and Spanish, with a follow-up for high and low scores.
//!
//! The words are Opina's own and stand in `survey_templates/`; `{site}` in them becomes the name of the site.

use crate::{locale::Locale, survey_form::QuestionKind};
use shared::{
    appearance::Appearance,
    definition::Definition,
    score::Metric,
    survey::{Question, Survey, SurveyError},
    targeting::Targeting,
    text::{Language, Translations},
};

/// Seconds on a page before a new survey shows: time to have seen something.
const DELAY: u16 = 10;

/// A survey to start from, named by what it measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyTemplate {
    /// Likelihood to recommend, and why.
    Nps,
    /// Satisfaction, and what would raise it.
    Csat,
    /// Ease, and what stood in the way.
    Ces,
}

impl SurveyTemplate {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Nps, Self::Csat, Self::Ces];

    /// Its name in addresses and forms.
    pub fn key(self) -> &'static str {
        self.metric().id()
    }

    /// What it measures.
    pub fn metric(self) -> Metric {
        match self {
            Self::Nps => Metric::Nps,
            Self::Csat => Metric::Csat,
            Self::Ces => Metric::Ces,
        }
    }

    /// The one that measures this.
    pub fn of(metric: Metric) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.metric() == metric)
    }

    /// The one with this name.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    fn texts(self) -> &'static str {
        match self {
            Self::Nps => include_str!("../survey_templates/nps.json"),
            Self::Csat => include_str!("../survey_templates/csat.json"),
            Self::Ces => include_str!("../survey_templates/ces.json"),
        }
    }

    fn survey(self, site: &str) -> Result<Survey<Translations>, TemplateError> {
        let survey: Survey<Translations> = serde_json::from_str(self.texts())?;
        Ok(survey.map(|texts| with_name(texts, site)))
    }

    /// The survey for this site, with the language of whoever makes it as the default.
    ///
    /// # Errors
    /// When the site's name is too long for a question.
    pub fn definition(self, site: &str, first: Locale) -> Result<Definition, TemplateError> {
        let mut languages =
            Locale::ALL.map(|locale| Language::try_from(locale.tag())).into_iter().flatten().collect::<Vec<_>>();
        languages.sort_by_key(|language| language.as_str() != first.tag());
        self.in_these(site, languages)
    }

    /// The survey for this site in its languages; the first of them that there are words for is the default. Without any,
    /// the language of whoever makes it is.
    ///
    /// # Errors
    /// When the site's name is too long for a question.
    pub fn in_languages(
        self,
        site: &str,
        mut languages: Vec<Language>,
        first: Locale,
    ) -> Result<Definition, TemplateError> {
        if languages.is_empty() {
            return self.definition(site, first);
        }
        let has_words = |language: &Language| Locale::from_tag(language.as_str()).is_some();
        if !languages.iter().any(has_words) {
            languages.extend(Language::try_from(first.tag()));
        }
        // Sorting is stable: those with words keep their order, and so do the others.
        languages.sort_by_key(|language| !has_words(language));
        self.in_these(site, languages)
    }

    fn in_these(self, site: &str, languages: Vec<Language>) -> Result<Definition, TemplateError> {
        let survey = self.survey(site)?.map(|texts| in_languages(texts, &languages));
        let targeting = Targeting { delay: DELAY, ..Targeting::default() };
        Ok(Definition::new(languages, survey, targeting, Appearance::default())?)
    }
}

/// A question to start from, in these languages as far as there are words, without its way to other questions.
///
/// # Errors
/// None in practice: a test reads every template.
pub fn question(
    kind: QuestionKind,
    languages: &[Language],
    site: &str,
) -> Result<Question<Translations>, TemplateError> {
    let survey: Survey<Translations> = serde_json::from_str(include_str!("../survey_templates/questions.json"))?;
    let survey = survey.map(|texts| in_languages(&with_name(texts, site), languages));
    let found = survey.questions().iter().find(|question| QuestionKind::of(&question.kind) == kind);
    found.cloned().ok_or(TemplateError::Missing(kind))
}

/// A text for `pt-BR` may come from `pt`.
fn in_languages(texts: &Translations, languages: &[Language]) -> Translations {
    let mut found = Translations::default();
    for language in languages {
        found.set(language.clone(), &texts.in_language(language, language));
    }
    found
}

fn with_name(texts: &Translations, site: &str) -> Translations {
    let mut named = Translations::default();
    for language in texts.languages() {
        let text = texts.get(language).unwrap_or_default();
        named.set(language.clone(), &text.replace("{site}", site));
    }
    named
}

/// Why a survey could not be started.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The words that came with this program cannot be read.
    #[error("a survey template is damaged: {0}")]
    Damaged(#[from] serde_json::Error),
    /// No template has a question of this kind.
    #[error("no survey template has a question of the kind {0:?}")]
    Missing(QuestionKind),
    /// The site's name does not fit.
    #[error(transparent)]
    Survey(#[from] SurveyError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_complete_in_every_language() {
        for template in SurveyTemplate::ALL {
            for first in Locale::ALL {
                let definition = template.definition("Tienda Lumen", first).unwrap();
                assert_eq!(definition.default_language().as_str(), first.tag());
                assert_eq!(
                    definition.survey().headline().and_then(|question| question.kind.metric()),
                    Some(template.metric())
                );
                definition.survey().map(|texts| {
                    // A text that is not there at all, such as a note, is missing in no language.
                    let languages = texts.languages().len();
                    assert!(languages == 0 || languages == Locale::ALL.len(), "{texts:?}");
                    for language in texts.languages() {
                        assert!(!texts.get(language).unwrap().contains(['{', '}']), "{texts:?}");
                    }
                });
                assert_eq!(SurveyTemplate::by_key(template.key()), Some(template));
            }
        }
    }

    #[test]
    fn a_survey_starts_in_the_languages_of_its_site() {
        let check = |languages: &[&str], expected: &str| {
            let languages = languages.iter().map(|tag| Language::try_from(*tag).unwrap()).collect();
            let definition = SurveyTemplate::Nps.in_languages("Lumen", languages, Locale::Es).unwrap();
            let found: Vec<&str> = definition.languages().iter().map(Language::as_str).collect();
            assert_eq!(found.join(" "), expected);
            let title = &definition.survey().questions()[0].title;
            assert!(!title.get(definition.default_language()).unwrap().is_empty());
        };
        check(&[], "es en");
        check(&["en"], "en");
        check(&["pt-BR", "en", "es-MX"], "en es-MX pt-BR");
        check(&["ca", "fr"], "es ca fr");
    }

    #[test]
    fn low_scores_are_asked_what_went_wrong_and_high_ones_what_went_well() {
        use shared::{
            answer::{Answer, Answers},
            condition::Fields,
        };
        let check = |template: SurveyTemplate, score: u8, expected: &str| {
            let survey = template.definition("Tienda Lumen", Locale::En).unwrap();
            let answers = Answers::from([("score".try_into().unwrap(), Answer::Score(score))]);
            let path: Vec<&str> =
                survey.survey().path(&answers, &Fields::new()).iter().map(|question| question.id.as_str()).collect();
            assert_eq!(path.join(" "), expected, "{template:?} {score}");
        };
        let [nps, csat, ces] = SurveyTemplate::ALL;
        check(nps, 0, "score obstacle improve");
        check(nps, 6, "score obstacle improve");
        check(nps, 7, "score reason");
        check(nps, 10, "score reason");
        check(csat, 3, "score improve");
        check(csat, 4, "score best");
        check(ces, 4, "score obstacle improve");
        check(ces, 5, "score reason");
    }

    #[test]
    fn there_is_a_question_of_every_kind() {
        let languages = ["pt", "es-MX"].map(|tag| Language::try_from(tag).unwrap());
        for kind in QuestionKind::ALL {
            let question = question(*kind, &languages, "Tienda Lumen").unwrap();
            assert_eq!(QuestionKind::of(&question.kind), *kind);
            assert_eq!(question.title.languages(), [&languages[1]]);
        }
    }
}

//! Surveys to start from, for what teams ask most, worded in English and Spanish: each with a way for those who are
//! content and one for those who are not.
//!
//! The words are Opina's own and stand in `survey_templates/`; `{site}` in them becomes the name of the site.

use crate::{locale::Locale, survey_form::QuestionKind};
use shared::{
    appearance::Appearance,
    definition::Definition,
    score::Metric,
    survey::{Question, Survey, SurveyError},
    targeting::{Targeting, Trigger},
    text::{Language, Translations},
};

/// Seconds on a page before a new survey shows: time to have seen something.
const DELAY: u16 = 10;

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)+) => {
        /// A survey to start from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SurveyTemplate {
            $($(#[$doc])* $name,)+
        }

        impl SurveyTemplate {
            /// Every one, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its name in addresses and forms.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            fn texts(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../survey_templates/", $key, ".json")),)+
                }
            }
        }
    };
}

templates! {
    /// Likelihood to recommend, and why.
    Nps = "nps",
    /// Satisfaction, and what would raise it.
    Csat = "csat",
    /// Ease, and what stood in the way.
    Ces = "ces",
    /// How much it would be missed, and what it is good for (product-market fit).
    Fit = "pmf",
    /// Expectation and perception of service, one statement for each dimension of SERVQUAL.
    Servqual = "servqual",
    /// What was not found by those who are about to leave.
    Exit = "exit",
    /// Why a contract or an account is ended.
    Cancellation = "cancellation",
    /// Whether somebody was helped.
    Support = "support",
    /// Whether what was ordered came as it should.
    Delivery = "delivery",
}

impl SurveyTemplate {
    /// The one that is made for a metric.
    pub fn of(metric: Metric) -> Option<Self> {
        match metric {
            Metric::Nps => Some(Self::Nps),
            Metric::Csat => Some(Self::Csat),
            Metric::Ces => Some(Self::Ces),
            _ => None,
        }
    }

    /// The one with this name.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.key() == key)
    }

    /// Who is asked and when, before anything else is chosen.
    fn targeting(self) -> Targeting {
        match self {
            Self::Exit => Targeting { triggers: vec![Trigger::Exit], ..Targeting::default() },
            _ => Targeting { delay: DELAY, ..Targeting::default() },
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
        Ok(Definition::new(languages, survey, self.targeting(), Appearance::default())?)
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
    use shared::survey::Kind;

    #[test]
    fn every_template_is_complete_in_every_language() {
        for template in SurveyTemplate::ALL {
            for first in Locale::ALL {
                let definition = template.definition("Tienda Lumen", first).unwrap();
                assert_eq!(definition.default_language().as_str(), first.tag());
                definition.survey().map(|texts| {
                    // A text that is not there at all, such as a note, is missing in no language.
                    let languages = texts.languages().len();
                    assert!(languages == 0 || languages == Locale::ALL.len(), "{texts:?}");
                    for language in texts.languages() {
                        assert!(!texts.get(language).unwrap().contains(['{', '}']), "{texts:?}");
                    }
                });
                assert_eq!(SurveyTemplate::by_key(template.key()), Some(*template));
                let asks_for_words = |question: &Question<_>| matches!(question.kind, Kind::Text { .. });
                assert!(definition.survey().questions().iter().any(asks_for_words), "{template:?}");
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
    fn who_is_content_and_who_is_not_are_asked_different_things() {
        use shared::{
            answer::{Answer, Answers},
            condition::Fields,
        };
        let check = |template: SurveyTemplate, first: &str, expected: &str| {
            let survey = template.definition("Tienda Lumen", Locale::En).unwrap();
            let question = survey.survey().questions()[0].id.clone();
            let answer = first.parse().map_or_else(|_| Answer::option(first.try_into().unwrap()), Answer::Score);
            let answers = Answers::from([(question, answer)]);
            let path: Vec<&str> =
                survey.survey().path(&answers, &Fields::new()).iter().map(|question| question.id.as_str()).collect();
            assert_eq!(path.join(" "), expected, "{template:?} {first}");
        };
        use SurveyTemplate::{Cancellation, Ces, Csat, Delivery, Exit, Fit, Nps, Support};
        check(Nps, "0", "score obstacle improve");
        check(Nps, "6", "score obstacle improve");
        check(Nps, "7", "score reason");
        check(Nps, "10", "score reason");
        check(Csat, "3", "score improve");
        check(Csat, "4", "score best");
        check(Ces, "4", "score obstacle improve");
        check(Ces, "5", "score reason");
        check(Fit, "very", "feeling benefit people");
        check(Fit, "somewhat", "feeling improve");
        check(Fit, "not", "feeling instead");
        check(Exit, "0", "found missing improve");
        check(Exit, "1", "found improve");
        check(Cancellation, "price", "reason worth");
        check(Cancellation, "switched", "reason switched");
        check(Cancellation, "hard", "reason stay");
        check(Support, "2", "score obstacle improve");
        check(Support, "5", "score solved obstacle improve");
        check(Delivery, "1", "score obstacle improve");
        check(Delivery, "5", "score best");
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

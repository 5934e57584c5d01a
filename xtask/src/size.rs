//! What a visitor downloads, weighed as it travels: brotli at its best. Fails when it grows past the budget.

use crate::{
    failure::{Failure, OrFail, Result},
    progress::Steps,
    widget, workspace,
};
use serde_json::json;
use shared::{
    appearance::Theme,
    definition::Definition,
    targeting::Budget,
    wire::{Form, LoaderConfig, LoaderSurvey},
};
use std::fmt;

/// The most that every page view may cost.
const LOADER_BUDGET: usize = 2_048;
/// The most that showing a survey may cost.
const SURVEY_BUDGET: usize = 58_000;

/// What a visitor downloads, in bytes.
pub struct Weights {
    /// On every page: the loader with the configuration of two surveys.
    loader: usize,
    /// Only where a survey is shown: what holds it, the module, its script and the form.
    survey: usize,
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loader_br {}\nsurvey_br {}", self.loader, self.survey)
    }
}

impl Weights {
    /// Weighs the widget as it was built.
    ///
    /// # Errors
    /// A widget that was not built, or an example in this file that is no survey any more.
    pub fn measure() -> Result<Self> {
        let folder = workspace::widget_files();
        let manifest = workspace::read(&folder.join("manifest.json"))?;
        let manifest = serde_json::from_str(&manifest).or_fail(|| "could not read manifest.json".to_owned())?;
        let loader = loader_config(&manifest)?.embed_in(&workspace::read(&folder.join("loader.js"))?);
        let form = serde_json::to_vec(&Form::new(&score_and_reason()?, &Theme::default(), "en"));
        let doing = || "could not write the example as JSON".to_owned();
        let mut survey = widget::brotli(&form.or_fail(doing)?)?.len();
        for name in ["host.js.br", "widget.js.br", "widget.wasm.br"] {
            survey += workspace::read_bytes(&folder.join(name))?.len();
        }
        Ok(Self { loader: widget::brotli(loader.or_fail(doing)?.as_bytes())?.len(), survey })
    }

    /// Refuses what is over the budget.
    ///
    /// # Errors
    /// What is too heavy, and by how much.
    pub fn check(&self) -> Result<()> {
        within("the loader", self.loader, LOADER_BUDGET)?;
        within("what is fetched to show a survey", self.survey, SURVEY_BUDGET)
    }
}

/// Builds the widget if needed and prints both weights.
///
/// # Errors
/// A budget that is exceeded.
pub fn size() -> Result<()> {
    widget::build(&mut Steps::new(widget::STEPS))?;
    let weights = Weights::measure()?;
    println!("{weights}");
    weights.check()
}

fn within(what: &str, bytes: usize, budget: usize) -> Result<()> {
    if bytes <= budget {
        return Ok(());
    }
    Err(Failure::new(format!("{what} is {bytes} bytes and may be {budget}: make it {} smaller", bytes - budget)))
}

/// A site with two surveys, as the loader is told of them.
fn loader_config(manifest: &serde_json::Value) -> Result<LoaderConfig> {
    let text = |name: &str| manifest[name].as_str().unwrap_or_default().to_owned();
    Ok(LoaderConfig {
        base: "https://feedback.example.com".to_owned(),
        site: "k7Qm2ZxV9tRb4LwY".to_owned(),
        widget: text("version"),
        budget: Some(Budget { surveys: 1, days: 7 }),
        surveys: vec![LoaderSurvey::new(12, 3, &score_and_reason()?), LoaderSurvey::new(15, 1, &tab()?)],
    })
}

/// A recommendation score with its reason, for one visitor in four who is on the way to pay and has read far or is about
/// to leave.
fn score_and_reason() -> Result<Definition> {
    let texts = |english: &str, spanish: &str| json!({ "en": english, "es": spanish });
    definition(json!({
        "languages": ["en", "es"],
        "survey": {
            "questions": [
                {
                    "id": "recommend",
                    "title": texts(
                        "How likely are you to recommend our shop to a friend or colleague?",
                        "¿Qué probabilidad hay de que recomiendes nuestra tienda a un amigo o colega?",
                    ),
                    "required": true,
                    "kind": {
                        "type": "nps",
                        "low": texts("Not at all likely", "Nada probable"),
                        "high": texts("Extremely likely", "Muy probable"),
                    },
                    "branches": [{ "when": [{ "question": "recommend", "is": { "score": [9, 10] } }], "to": { "question": "praise" } }],
                },
                {
                    "id": "reason",
                    "title": texts("What should we do better first?", "¿Qué deberíamos mejorar primero?"),
                    "required": true,
                    "kind": {
                        "type": "choice",
                        "options": [
                            { "id": "price", "label": texts("Prices", "Los precios") },
                            { "id": "delivery", "label": texts("Delivery", "La entrega") },
                            { "id": "payment", "label": texts("Ways to pay", "Las formas de pago") },
                            { "id": "other", "label": texts("Something else", "Otra cosa") },
                        ],
                    },
                },
                {
                    "id": "praise",
                    "title": texts("What is the main reason for your score?", "¿Cuál es el motivo principal de tu nota?"),
                    "required": false,
                    "kind": { "type": "text", "placeholder": texts("In your own words", "Con tus palabras"), "most": 2000 },
                },
            ],
            "thanks": texts("Thank you! Your answer helps us improve.", "¡Gracias! Tu respuesta nos ayuda a mejorar."),
        },
        "targeting": {
            "include": ["/checkout/*"],
            "triggers": [{ "scroll": { "percent": 60 } }, "exit"],
            "delay": 8,
            "chance": 0.25,
            "again": { "answered": null, "dismissed": 90 },
        },
        "appearance": { "display": "popover", "corner": "end" },
    }))
}

/// An always-there tab on every page but those where one pays.
fn tab() -> Result<Definition> {
    definition(json!({
        "languages": ["en"],
        "survey": {
            "questions": [{
                "id": "ease",
                "title": { "en": "How easy was it to find what you were looking for?" },
                "required": true,
                "kind": { "type": "ces", "low": { "en": "Very difficult" }, "high": { "en": "Very easy" } },
            }],
            "thanks": { "en": "Thank you!" },
        },
        "targeting": {
            "exclude": ["/checkout/*"],
            "delay": 0,
            "chance": 1.0,
            "again": { "answered": 30, "dismissed": 7 },
        },
        "appearance": { "display": "tab", "corner": "start" },
    }))
}

fn definition(written: serde_json::Value) -> Result<Definition> {
    serde_json::from_value(written)
        .or_fail(|| "the example survey is not valid any more, change it in size.rs".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_are_surveys_of_today() {
        let config = loader_config(&json!({ "version": "0123456789ab" })).unwrap();
        let loader = config.embed_in("run(__CONFIG__)").unwrap();
        assert!(loader.contains("/checkout/*") && loader.contains("0123456789ab"), "{loader}");
    }

    #[test]
    fn the_budget_itself_is_allowed() {
        let check = |bytes, expected| assert_eq!(within("it", bytes, 10).is_ok(), expected, "{bytes}");
        check(9, true);
        check(10, true);
        check(11, false);
    }
}

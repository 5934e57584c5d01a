//! The bodies that travel between the loader, the widget and the server.

use crate::{
    answer::Answers,
    appearance::{Appearance, Colour, Display, Theme},
    survey::{Definition, Survey},
    targeting::{Again, Chance, PagePattern},
    text::Language,
};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// What the loader knows: enough to decide whether a survey is due, and nothing more, because every visitor pays for it.
#[derive(Clone, Debug, Serialize)]
pub struct LoaderConfig {
    /// Where Opina is, without a slash at the end: `https://feedback.example.com`.
    pub base: String,
    /// The site's public key.
    pub site: String,
    /// The version of the widget's files, which names their folder.
    pub widget: String,
    /// `sha256-…` of the WebAssembly module, which the browser checks.
    pub integrity: String,
    /// The published surveys, first wins.
    pub surveys: Vec<LoaderSurvey>,
}

/// One published survey, as the loader sees it.
#[derive(Clone, Debug, Serialize)]
pub struct LoaderSurvey {
    /// The survey.
    pub id: i64,
    /// Its published version.
    pub version: i32,
    /// Opens by itself or as a tab.
    pub display: Display,
    /// Pages it may show on; none is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<PagePattern>,
    /// Pages it never shows on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<PagePattern>,
    /// Seconds to wait.
    pub delay: u16,
    /// The share of visitors asked.
    pub chance: Chance,
    /// When to ask again.
    pub again: Again,
}

impl LoaderSurvey {
    /// What the loader needs of a survey's published version.
    pub fn new(id: i64, version: i32, definition: &Definition) -> Self {
        let targeting = definition.targeting().clone();
        let display = definition.appearance().display;
        let crate::targeting::Targeting { include, exclude, delay, chance, again } = targeting;
        Self { id, version, display, include, exclude, delay, chance, again }
    }
}

/// The mark in `loader.js` that is replaced by the configuration.
pub const CONFIG_MARK: &str = "__CONFIG__";

impl LoaderConfig {
    /// The script a site embeds: the loader with this configuration in place of [`CONFIG_MARK`].
    ///
    /// # Errors
    /// None in practice: every field can be written as JSON.
    pub fn embed_in(&self, loader: &str) -> Result<String, serde_json::Error> {
        Ok(loader.replacen(CONFIG_MARK, &serde_json::to_string(self)?, 1))
    }
}

/// A published survey in one language: all the widget needs to ask it.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// The language of the texts.
    pub language: Language,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    /// What is asked.
    pub survey: Survey<String>,
    /// How it is shown.
    pub appearance: Appearance,
    /// The site's colours.
    pub theme: Theme,
    /// What is read on them, worked out here so that the widget need not know about luminance.
    pub ink: Theme,
    /// The widget's own words.
    pub words: &'static Words,
}

impl Form {
    /// The form for someone who wants `wanted`: the survey's texts and the widget's words in the best language there is.
    pub fn new(definition: &Definition, theme: Theme, wanted: &str) -> Self {
        let default = definition.default_language();
        let language = Language::choose(wanted, definition.languages()).unwrap_or(default);
        Self {
            language: language.clone(),
            right_to_left: language.is_right_to_left(),
            survey: definition.survey().in_language(language, default),
            appearance: *definition.appearance(),
            ink: Theme { accent: theme.accent.map(Colour::ink), accent_dark: theme.accent_dark.map(Colour::ink) },
            theme,
            words: Words::in_language(language),
        }
    }
}

/// The widget's own words in one language.
#[derive(Debug, Serialize)]
pub struct Words {
    /// The widget's name for screen readers, and the label of the tab.
    pub feedback: &'static str,
    /// The close button.
    pub close: &'static str,
    /// To the next question.
    pub next: &'static str,
    /// To the question before.
    pub back: &'static str,
    /// Sends the last answer.
    pub send: &'static str,
    /// While it is being sent.
    pub sending: &'static str,
    /// Below the form.
    pub privacy: &'static str,
    /// A required question was left open.
    pub required: &'static str,
    /// Beside a question that may be left open.
    pub optional: &'static str,
    /// The server could not be reached; the answer is kept on this device.
    pub kept: &'static str,
    /// The server could not be reached and the browser keeps nothing.
    pub not_sent: &'static str,
    /// The server will not take it, whatever is tried.
    pub refused: &'static str,
    /// Tries again.
    pub retry: &'static str,
    /// For screen readers, with `{n}` and `{of}`: the point of a scale.
    pub point: &'static str,
    /// For screen readers, with `{n}` and `{of}`: where one is.
    pub step: &'static str,
    /// The five faces, worst first.
    pub faces: [&'static str; 5],
}

impl Words {
    const ENGLISH: Self = Self {
        feedback: "Feedback",
        close: "Close",
        next: "Next",
        back: "Back",
        send: "Send",
        sending: "Sending…",
        privacy: "Anonymous · no cookies",
        required: "Please answer this to go on.",
        optional: "optional",
        kept: "Not sent yet: no connection. It is kept on this device until your next visit.",
        not_sent: "Not sent: there is no connection.",
        refused: "Not sent: this survey takes no more answers.",
        retry: "Try again",
        point: "{n} of {of}",
        step: "Question {n} of {of}",
        faces: ["Very bad", "Bad", "Neither good nor bad", "Good", "Very good"],
    };

    const SPANISH: Self = Self {
        feedback: "Opinión",
        close: "Cerrar",
        next: "Siguiente",
        back: "Atrás",
        send: "Enviar",
        sending: "Enviando…",
        privacy: "Anónimo · sin cookies",
        required: "Responde para continuar.",
        optional: "opcional",
        kept: "Aún sin enviar: no hay conexión. Se guarda en este dispositivo hasta tu próxima visita.",
        not_sent: "Sin enviar: no hay conexión.",
        refused: "Sin enviar: esta encuesta ya no admite respuestas.",
        retry: "Reintentar",
        point: "{n} de {of}",
        step: "Pregunta {n} de {of}",
        faces: ["Muy mal", "Mal", "Ni bien ni mal", "Bien", "Muy bien"],
    };

    /// The words in this language or, where Opina does not speak it, in English.
    pub fn in_language(language: &Language) -> &'static Self {
        match language.base() {
            "es" => &Self::SPANISH,
            _ => &Self::ENGLISH,
        }
    }
}

/// What the widget sends, as JSON in a `text/plain` body: everything answered so far.
///
/// The widget sends it after each answer with a higher `sequence`, so that nothing is lost when the visitor leaves; the
/// last one says `complete`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewResponse {
    /// UUIDv7 made by the widget; the same for every sending of one response.
    pub id: String,
    /// The survey answered.
    pub survey: i64,
    /// The version of it that was shown.
    pub version: i32,
    /// From 1, one more for each sending with other content.
    pub sequence: u16,
    /// Whether the visitor reached the end.
    pub complete: bool,
    /// What was answered so far.
    pub answers: Answers,
    /// The language it was asked in.
    pub language: Language,
    /// The path of the page, without query or fragment. Absent where the visitor opted out by GPC or Do Not Track.
    pub path: Option<String>,
    /// The kind of device, from the width of the window.
    pub device: Device,
    /// The chance that this visitor was asked at all.
    pub chance: Chance,
    /// Milliseconds from being shown to this sending.
    pub elapsed: u32,
}

/// The kind of device, told by the window's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// Up to 480 CSS pixels.
    Phone,
    /// Up to 1024.
    Tablet,
    /// Wider.
    Desktop,
}

/// Something that happened to a survey on a page, as JSON in a `text/plain` body. Counted, tied to nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewEvent {
    /// The survey.
    pub survey: i64,
    /// What happened.
    pub event: Event,
}

/// What can happen to a survey on a page besides being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It came into view.
    Shown,
    /// It was closed without reaching the end.
    Dismissed,
}

/// The reply to a refused request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What was wrong, in words for the person who integrates.
    pub reason: String,
}

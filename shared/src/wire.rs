//! The bodies that travel between the loader, the widget and the server.

use crate::{
    answer::Answers,
    appearance::{Appearance, Display, Theme},
    condition::Fields,
    definition::Definition,
    survey::Survey,
    targeting::{Budget, Chance, Device, Gate, Selector, Targeting},
    text::Language,
    words::Words,
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
    /// How often one visitor may be asked, over all surveys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
    /// The published surveys, the highest priority first.
    pub surveys: Vec<LoaderSurvey>,
}

/// One published survey, as the loader sees it: its rules, and how it comes into view.
#[derive(Clone, Debug, Serialize)]
pub struct LoaderSurvey {
    /// The survey.
    pub id: i64,
    /// Its published version.
    pub version: i32,
    /// How it comes into view.
    pub display: Display,
    /// The element an inline survey is put into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Selector>,
    /// Who is asked, where and when; the quota is the server's business.
    #[serde(flatten)]
    pub targeting: Targeting,
}

impl LoaderSurvey {
    /// What the loader needs of a survey's published version.
    pub fn new(id: i64, version: i32, definition: &Definition) -> Self {
        let targeting = Targeting { quota: None, ..definition.targeting().clone() };
        let appearance = definition.appearance();
        Self { id, version, display: appearance.display, within: appearance.within.clone(), targeting }
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
    /// The site's look, see [`Theme::look`].
    pub look: String,
    /// The widget's own words, see [`Words::list`].
    pub words: Vec<&'static str>,
}

impl Form {
    /// The form for someone who wants `wanted`: the survey's texts and the widget's words in the best language there is.
    pub fn new(definition: &Definition, theme: &Theme, wanted: &str) -> Self {
        let default = definition.default_language();
        let language = Language::choose(wanted, definition.languages()).unwrap_or(default);
        Self {
            language: language.clone(),
            right_to_left: language.is_right_to_left(),
            survey: definition.survey().in_language(language, default),
            appearance: definition.appearance().clone(),
            look: theme.look(),
            words: Words::in_language(language).list(),
        }
    }
}

/// The longest name a site may have for a visitor, in characters.
pub const LONGEST_PERSON: usize = 100;

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
    /// The survey's attributes and hidden fields, as far as they are known. Empty where the visitor opted out by GPC or
    /// Do Not Track.
    #[serde(default)]
    pub fields: Fields,
    /// Who the site says the visitor is: a name of the site's own for them, 1 to [`LONGEST_PERSON`] characters. Absent
    /// where the visitor opted out.
    #[serde(default)]
    pub person: Option<String>,
    /// Whether the visitor opted out by GPC or Do Not Track.
    #[serde(default)]
    pub private: bool,
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

/// The most responses one batch may hold.
pub const MOST_RESPONSES: usize = 100;

/// What became of one response of a batch: what it would have been told had it come alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchReply {
    /// 201 when it is stored, 200 when it was already; any other is a refusal.
    pub status: u16,
    /// Why it was refused, in words for the person who integrates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Something that happened to a survey on a page. Counted, tied to nobody. Sent as a JSON array of at most
/// [`MOST_EVENTS`] in a `text/plain` body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewEvent {
    /// The survey.
    pub survey: i64,
    /// What happened.
    pub event: Event,
    /// For how many page views it stands, 1 to [`HEAVIEST_EVENT`]: what is told of one in ten counts ten times.
    #[serde(default = "one")]
    pub n: u16,
}

/// The most events one body may hold.
pub const MOST_EVENTS: usize = 200;
/// The most page views one event may stand for.
pub const HEAVIEST_EVENT: u16 = 100;

fn one() -> u16 {
    1
}

/// What can happen to a survey on a page besides being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Event {
    /// It came into view.
    Shown,
    /// It was closed without reaching the end.
    Dismissed,
    /// A rule held it back, or what it waited for did not happen.
    Held(Gate),
}

impl From<Event> for &'static str {
    fn from(event: Event) -> &'static str {
        match event {
            Event::Shown => "shown",
            // The gate after which closing a survey holds it back is called "dismissed" too.
            Event::Dismissed => "closed",
            Event::Held(gate) => gate.id(),
        }
    }
}

impl TryFrom<String> for Event {
    type Error = &'static str;
    fn try_from(name: String) -> Result<Self, Self::Error> {
        match name.as_str() {
            "shown" => Ok(Self::Shown),
            "closed" => Ok(Self::Dismissed),
            gate => Gate::try_from(gate).map(Self::Held),
        }
    }
}

/// The reply to a refused request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What was wrong, in words for the person who integrates.
    pub reason: String,
}

//! A survey's versions: what each changed, two of them side by side, and what becomes of the draft when it is rolled back.

pub mod differences;

use self::differences::{Change, Presence, Section, differences, moved_in_words};
use super::{
    Page,
    format::number,
    survey_editor::facts::{Part, parts},
    time::ago,
};
use crate::{
    db::{survey_versions::Version, surveys::Survey},
    words::{Words, fill},
};
use askama::Template;
use jiff::{Timestamp, tz::TimeZone};
use shared::definition::Definition;

/// The most lines in which the list says what a version changed.
const MOST_LINES: usize = 6;

/// A published version, or what is being edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What is being edited.
    Draft,
    /// What was published under this number.
    Version(i32),
}

impl Which {
    /// As it stands in addresses.
    pub fn key(self) -> String {
        match self {
            Self::Draft => "draft".to_owned(),
            Self::Version(number) => number.to_string(),
        }
    }

    /// What an address names.
    pub fn read(key: &str) -> Option<Self> {
        match key {
            "draft" => Some(Self::Draft),
            number => number.parse().ok().map(Self::Version),
        }
    }

    /// What it is called.
    pub fn name(self, words: &'static Words) -> String {
        match self {
            Self::Draft => words.survey_draft.to_owned(),
            Self::Version(number) => fill(words.versions_version, &[("n", &number.to_string())]),
        }
    }
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "survey_versions.html")]
pub struct VersionsView {
    page: Page,
    id: i64,
    rows: Vec<Row>,
}

/// The draft or one version.
#[derive(Debug)]
pub struct Row {
    /// As it stands in addresses.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Whether it is asked while the survey is live.
    pub is_asked: bool,
    /// The day and time, and how long ago that was; nothing for the draft.
    pub when: Option<(String, String)>,
    /// How many responses it has; nothing for the draft.
    pub responses: Option<String>,
    /// What it changed, against the version before.
    pub lines: Vec<String>,
    /// How many changes more there are.
    pub more: Option<String>,
    /// The version that its button brings back, with what the button says.
    pub back: Option<(i32, String)>,
    /// Whether it is compared by itself: as the older one, as the newer one.
    pub compared: [bool; 2],
}

impl VersionsView {
    /// The versions of a survey as they stand at this time, the newest first and the draft before them.
    pub fn new(page: Page, survey: &Survey, versions: &[Version], zone: &TimeZone, now: i64) -> Self {
        let words = page.words;
        let said: Vec<Vec<Part>> = versions
            .iter()
            .map(|version| &version.definition)
            .chain([&survey.draft])
            .map(|one| parts(&page, one, zone))
            .collect();
        let edited = versions.last().is_some_and(|last| last.definition != survey.draft);
        let newest = versions.len().saturating_sub(1);
        let last = versions.len().saturating_sub(usize::from(!edited));
        let row = |at: usize| {
            let version = versions.get(at);
            let (lines, more) = match at.checked_sub(1).and_then(|before| said.get(before)) {
                Some(before) => lines(words, &differences(before, &said[at])),
                None => (vec![words.versions_first.to_owned()], None),
            };
            let back = match version {
                None => versions.last().map(|last| (last.number, words.versions_discard.to_owned())),
                Some(_) if at == newest => None,
                Some(version) => Some((version.number, words.versions_roll_back.to_owned())),
            };
            let which = version.map_or(Which::Draft, |version| Which::Version(version.number));
            Row {
                key: which.key(),
                name: which.name(words),
                is_asked: version.is_some_and(|version| survey.published_version == Some(version.number)),
                when: version
                    .map(|version| (moment(version.published_at, zone), ago(words, now, version.published_at))),
                responses: version.map(|version| number(page.locale, version.responses.unsigned_abs())),
                lines,
                more,
                back,
                compared: [at + 1 == last, at == last],
            }
        };
        let rows = if versions.is_empty() { Vec::new() } else { (0..=last).rev().map(row).collect() };
        Self { rows, id: survey.id, page }
    }

    /// Whether there are two to be compared.
    fn can_compare(&self) -> bool {
        self.rows.len() > 1
    }
}

fn lines(words: &'static Words, sections: &[Section]) -> (Vec<String>, Option<String>) {
    let said = sections.iter().take(MOST_LINES).map(|section| section.line(words)).collect();
    let rest = sections.len().saturating_sub(MOST_LINES);
    (said, (rest > 0).then(|| fill(words.versions_more, &[("n", &rest.to_string())])))
}

fn moment(at: i64, zone: &TimeZone) -> String {
    let stamp = Timestamp::from_millisecond(at).unwrap_or_default();
    stamp.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Two versions beside each other, or what rolling back does to the draft.
#[derive(Debug, Template)]
#[template(path = "survey_compare.html")]
pub struct CompareView {
    page: Page,
    id: i64,
    title: String,
    sections: Vec<Section>,
    back: Option<Back>,
}

/// A draft that is to be made equal to a version.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The version.
    pub number: i32,
    /// The version that is asked now.
    pub published: i32,
    /// The draft's revision.
    pub revision: i32,
    /// Whether the draft holds changes that are in no version.
    pub loses: bool,
    /// Whether someone else saved since the question was put.
    pub stale: bool,
}

/// The question whether to, in words.
#[derive(Debug)]
struct Back {
    number: i32,
    revision: i32,
    stale: bool,
    explained: String,
    warned: Option<&'static str>,
    button: String,
}

impl CompareView {
    /// Two of a survey's versions.
    pub fn new(
        page: Page,
        survey: &Survey,
        zone: &TimeZone,
        (from, before): (Which, &Definition),
        (to, after): (Which, &Definition),
    ) -> Self {
        let words = page.words;
        let title = format!("{} → {}", from.name(words), to.name(words));
        let sections = differences(&parts(&page, before, zone), &parts(&page, after, zone));
        Self { id: survey.id, title, sections, back: None, page }
    }

    /// Where something stood and stands, in words.
    fn moved(&self, from: &usize, to: &usize) -> String {
        moved_in_words(self.page.words, (*from, *to))
    }

    /// What making the draft equal to a version changes in it.
    pub fn restoring(page: Page, survey: &Survey, zone: &TimeZone, version: &Definition, asked: Asked) -> Self {
        let words = page.words;
        let (n, next) = (asked.number.to_string(), asked.published.saturating_add(1).to_string());
        let filled = |text: &str| fill(text, &[("n", &n), ("next", &next)]);
        let discards = asked.number == asked.published;
        let back = Back {
            number: asked.number,
            revision: asked.revision,
            stale: asked.stale,
            explained: filled(if discards { words.versions_discard_is } else { words.versions_roll_back_is }),
            warned: (asked.loses && !discards).then_some(words.versions_loses),
            button: filled(if discards { words.versions_discard_now } else { words.versions_roll_back_now }),
        };
        let title = filled(if discards { words.versions_discard_title } else { words.versions_roll_back_title });
        let number = Which::Version(asked.number);
        let compared = Self::new(page, survey, zone, (Which::Draft, &survey.draft), (number, version));
        Self { title, back: Some(back), ..compared }
    }
}

//! What holds for a site as a whole: its name, days, languages, how few answers are shown, and what is kept of visitors.

use super::{Page, recount::RecountPart, sites::zones};
use crate::{
    db::{
        journey::{Name, NameError},
        sites::{Settings, Site},
    },
    retention::{FEWEST_DAYS, MOST_DAYS},
    words::fill,
};
use askama::Template;
use diesel::QueryResult;
use jiff::tz::TimeZone;
use serde::Deserialize;
use shared::{score::DEFAULT_MIN_N, text::Language};
use std::collections::BTreeSet;

/// The most answers a site may ask for before it shows a figure.
const MOST_MIN_N: i32 = 1_000;
/// The most languages a new survey starts with.
const MOST_LANGUAGES: usize = 20;

/// The settings as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    name: String,
    time_zone: String,
    languages: String,
    min_n: String,
    retention_days: String,
    keeps_path: Option<String>,
    keeps_person: Option<String>,
}

/// What is wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    name: Option<NameError>,
    time_zone: bool,
    /// The tag that is none; empty for too many.
    language: Option<String>,
    min_n: bool,
    retention_days: bool,
}

impl Typed {
    /// As they are stored.
    ///
    /// # Errors
    /// When the row is damaged.
    pub fn of(site: &Site) -> QueryResult<Self> {
        let languages: Vec<String> = site.languages()?.iter().map(|tag| tag.as_str().to_owned()).collect();
        let yes = |keeps: bool| keeps.then(|| "yes".to_owned());
        Ok(Self {
            name: site.name.clone(),
            time_zone: site.time_zone.clone(),
            languages: languages.join(", "),
            min_n: site.min_n.to_string(),
            retention_days: site.retention_days.map(|days| days.to_string()).unwrap_or_default(),
            keeps_path: yes(site.keeps_path),
            keeps_person: yes(site.keeps_person),
        })
    }

    /// The settings that are wanted.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn check(&self) -> Result<Settings, Mistakes> {
        let name = Name::try_from(self.name.as_str());
        let zone = TimeZone::get(&self.time_zone).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
        let languages = languages(&self.languages);
        let least = i32::try_from(DEFAULT_MIN_N).unwrap_or(MOST_MIN_N);
        let min_n = self.min_n.trim().parse().ok().filter(|n| (least..=MOST_MIN_N).contains(n));
        let retention_days = match self.retention_days.trim() {
            "" => Some(None),
            days => days.parse().ok().filter(|days| (FEWEST_DAYS..=MOST_DAYS).contains(days)).map(Some),
        };
        match (name, zone, languages, min_n, retention_days) {
            (Ok(name), Some(time_zone), Ok(languages), Some(min_n), Some(retention_days)) => Ok(Settings {
                name,
                time_zone,
                languages,
                min_n,
                retention_days,
                keeps_path: self.keeps_path.is_some(),
                keeps_person: self.keeps_person.is_some(),
            }),
            (name, zone, languages, min_n, retention_days) => Err(Mistakes {
                name: name.err(),
                time_zone: zone.is_none(),
                language: languages.err(),
                min_n: min_n.is_none(),
                retention_days: retention_days.is_none(),
            }),
        }
    }
}

/// Language tags with commas or spaces between them, or the first that is none.
fn languages(text: &str) -> Result<Vec<Language>, String> {
    let tags = text.split([',', ';', ' ', '\n', '\t']).map(str::trim).filter(|tag| !tag.is_empty());
    let mut known = BTreeSet::new();
    let mut languages = Vec::new();
    for tag in tags {
        let language = Language::try_from(tag).map_err(|_| tag.to_owned())?;
        if known.insert(language.clone()) {
            languages.push(language);
        }
    }
    if languages.len() > MOST_LANGUAGES { Err(String::new()) } else { Ok(languages) }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings.html")]
pub struct SettingsView {
    page: Page,
    typed: Typed,
    zones: Vec<String>,
    notice: Option<&'static str>,
    name_mistake: Option<String>,
    time_zone_mistake: bool,
    language_mistake: Option<String>,
    min_n_mistake: Option<String>,
    retention_mistake: Option<String>,
    retention_hint: String,
    /// What was typed to remove the site, where it is not its name.
    misspelled: Option<String>,
    recount: RecountPart,
}

/// What stands on the page beside what was typed.
#[derive(Debug, Default)]
pub struct Beside {
    /// Whether the settings were just saved.
    pub saved: bool,
    /// What was typed to remove the site, where it is not its name.
    pub misspelled: Option<String>,
    /// What the last count of all answers found.
    pub recount: RecountPart,
}

impl SettingsView {
    /// The settings as they were typed and what is wrong with them.
    pub fn new(page: Page, typed: Typed, mistakes: &Mistakes, beside: Beside) -> Self {
        let Beside { saved, misspelled, recount } = beside;
        let words = page.words;
        let least_days = FEWEST_DAYS.to_string();
        Self {
            notice: saved.then_some(words.settings_saved),
            name_mistake: mistakes.name.map(|mistake| super::name_mistake(words, mistake)),
            time_zone_mistake: mistakes.time_zone,
            language_mistake: mistakes.language.as_ref().map(|tag| match tag.as_str() {
                "" => fill(words.settings_languages_many, &[("n", &MOST_LANGUAGES.to_string())]),
                tag => fill(words.survey_mistake_language, &[("typed", tag)]),
            }),
            min_n_mistake: mistakes.min_n.then(|| {
                let range = [("least", DEFAULT_MIN_N.to_string()), ("most", MOST_MIN_N.to_string())];
                fill(words.survey_mistake_number, &range.each_ref().map(|(name, n)| (*name, n.as_str())))
            }),
            retention_mistake: mistakes.retention_days.then(|| {
                fill(words.settings_retention_mistake, &[("least", &least_days), ("most", &MOST_DAYS.to_string())])
            }),
            retention_hint: fill(words.settings_retention_hint, &[("least", &least_days)]),
            zones: zones(),
            misspelled,
            recount,
            typed,
            page,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        let [name, time_zone, languages] = ["Lumen", "Europe/Madrid", "es, en"].map(str::to_owned);
        Typed { name, time_zone, languages, min_n: "5".to_owned(), ..Typed::default() }
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let wrong = Typed {
            name: " ".to_owned(),
            time_zone: "Mars/Base".to_owned(),
            languages: "es, ???".to_owned(),
            min_n: "4".to_owned(),
            retention_days: "7".to_owned(),
            ..Typed::default()
        };
        let expected = Mistakes {
            name: Some(NameError::Blank),
            time_zone: true,
            language: Some("???".to_owned()),
            min_n: true,
            retention_days: true,
        };
        assert_eq!(wrong.check(), Err(expected));
    }

    #[test]
    fn responses_are_kept_for_ever_or_for_some_days() {
        let check = |days: &str, expected: Result<Option<i32>, bool>| {
            let found = Typed { retention_days: days.to_owned(), ..typed() }.check();
            let found = found.map(|one| one.retention_days).map_err(|mistakes| mistakes.retention_days);
            assert_eq!(found, expected, "{days}");
        };
        check("", Ok(None));
        check(" 30 ", Ok(Some(30)));
        check("3650", Ok(Some(3_650)));
        check("29", Err(true));
        check("3651", Err(true));
        check("a year", Err(true));
    }

    #[test]
    fn languages_are_tags_each_once() {
        let check = |text: &str, expected: Result<&str, &str>| {
            let found = languages(text).map(|tags| tags.iter().map(|tag| tag.as_str().to_owned()).collect::<Vec<_>>());
            let found = found.map(|tags| tags.join(" "));
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
        };
        check("", Ok(""));
        check("es, en;pt-BR es", Ok("es en pt-BR"));
        check("es, english!", Err("english!"));
    }
}

//! The script tag, whether it was seen at work, who may send answers and in which colours visitors are asked.

use super::{Page, format::decimal, time::ago};
use crate::{
    db::sites::Sighting,
    locale::Locale,
    origin,
    words::{Words, fill},
};
use askama::Template;
use shared::appearance::{Colour, Theme};

/// The ground of the survey on light pages and where dark is preferred.
const GROUNDS: [&str; 2] = ["#ffffff", "#171e26"];
/// The colours of buttons where a site has none of its own.
const OWN: [&str; 2] = ["#0b6e69", "#4cc2b8"];
/// Below this contrast it is hard to tell a button from its ground (WCAG 2.2, non-text contrast).
const LEAST_CONTRAST: f64 = 3.0;

/// What was typed into the two forms of the page, as it was saved or as it was sent and refused.
#[derive(Clone, Debug)]
pub struct Typed {
    /// One origin a line.
    pub origins: String,
    /// The lines that are no origins.
    pub wrong_origins: Vec<String>,
    /// More than a site may have.
    pub too_many_origins: bool,
    /// The colours on light pages and where dark is preferred, empty for Opina's own.
    pub colours: [String; 2],
}

impl Typed {
    /// What was saved.
    pub fn saved(origins: &[String], theme: &Theme) -> Self {
        let text = |colour: Option<Colour>| colour.map(String::from).unwrap_or_default();
        Self {
            origins: origins.join("\n"),
            wrong_origins: Vec::new(),
            too_many_origins: false,
            colours: [text(theme.accent), text(theme.accent_dark)],
        }
    }
}

/// A colour as people write it: `#0b6e69`, with or without `#`. `Ok(None)` for nothing.
///
/// # Errors
/// What is no colour, in its own words.
pub fn colour(typed: &str) -> Result<Option<Colour>, shared::appearance::ColourError> {
    match typed.trim() {
        "" => Ok(None),
        text => Colour::try_from(format!("#{}", text.trim_start_matches('#'))).map(Some),
    }
}

/// How far a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has no survey.
    NoSurvey,
    /// It has surveys that nobody is asked.
    NotLive,
    /// So many are live.
    Live(usize),
}

/// What has just been saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The origins.
    Origins,
    /// The colours.
    Colours,
}

/// All that the page is made of.
#[derive(Debug)]
pub struct Installing<'a> {
    /// Where Opina is.
    pub base: &'a str,
    /// The origins that may send answers.
    pub allowed: &'a [String],
    /// Where the script was loaded, the latest first.
    pub sightings: Vec<Sighting>,
    /// What stands in the fields.
    pub typed: Typed,
    /// How far the site is.
    pub progress: Progress,
    /// What has just been saved.
    pub saved: Option<Saved>,
    /// UTC milliseconds.
    pub now: i64,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "install.html")]
pub struct InstallView {
    page: Page,
    tag: String,
    policy: [String; 2],
    check_reach: String,
    seen: Vec<Seen>,
    saved: Option<&'static str>,
    origins: String,
    origin_problems: Vec<String>,
    origin_notes: Vec<String>,
    colours: Vec<ColourField>,
    next: &'static str,
    next_link: Option<&'static str>,
    live: Option<String>,
}

/// A page on which the script was loaded.
#[derive(Debug)]
pub struct Seen {
    /// Its address.
    pub address: String,
    /// How long ago.
    pub ago: String,
    /// What to do when its answers are refused: the origin to allow, and the button's words.
    pub allow: Option<(String, String)>,
}

/// A colour, and how it looks.
#[derive(Debug)]
pub struct ColourField {
    /// The field's name.
    pub name: &'static str,
    /// Where the colour is used.
    pub label: &'static str,
    /// What was typed.
    pub value: String,
    /// What is used when nothing is.
    pub own: &'static str,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// The survey's ground.
    pub ground: &'static str,
    /// The colour as it will be used.
    pub accent: String,
    /// The colour of the text on it.
    pub ink: String,
    /// How well both can be told apart.
    pub remarks: Vec<String>,
    /// Whether that is not well enough.
    pub low: bool,
}

impl InstallView {
    /// The page of a site.
    pub fn new(page: Page, installing: Installing<'_>) -> Self {
        let Installing { base, allowed, sightings, typed, progress, saved, now } = installing;
        let words = page.words;
        let key = page.site.as_ref().map(|site| site.key.as_str()).unwrap_or_default();
        let seen = sightings.into_iter().map(|sighting| {
            let origin = origin::normal(&sighting.page).filter(|origin| !allowed.contains(origin));
            let allow = origin.map(|origin| (origin.clone(), fill(words.install_allow, &[("origin", &origin)])));
            Seen { ago: ago(words, now, sighting.seen_at), address: sighting.page, allow }
        });
        let wrong = typed.wrong_origins.iter().map(|line| fill(words.install_mistake_origin, &[("origin", line)]));
        let many = fill(words.install_mistake_many, &[("most", &origin::MOST_ORIGINS.to_string())]);
        let plain = allowed.iter().filter(|origin| origin::is_plain(origin));
        let mut notes: Vec<String> =
            plain.map(|origin| fill(words.install_origins_plain, &[("origin", origin)])).collect();
        if allowed.is_empty() {
            notes.push(words.install_origins_none.to_owned());
        }
        let (next, next_link, live) = match progress {
            Progress::NoSurvey => (words.install_next_survey, Some("surveys/new"), None),
            Progress::NotLive => (words.install_next_publish, Some("surveys"), None),
            Progress::Live(n) => {
                (words.journey, Some("journey"), Some(fill(words.install_next_live, &[("n", &n.to_string())])))
            }
        };
        Self {
            tag: format!("<script async src=\"{base}/w/{key}.js\"></script>"),
            policy: [format!("script-src {base} 'wasm-unsafe-eval'"), format!("connect-src {base}")],
            check_reach: fill(words.install_check_reach, &[("base", base)]),
            seen: seen.collect(),
            saved: saved.map(|saved| match saved {
                Saved::Origins => words.install_origins_saved,
                Saved::Colours => words.install_colours_saved,
            }),
            origin_problems: wrong.chain(typed.too_many_origins.then_some(many)).collect(),
            origin_notes: notes,
            origins: typed.origins,
            colours: fields(page.locale, typed.colours),
            next,
            next_link,
            live,
            page,
        }
    }
}

fn fields(locale: Locale, typed: [String; 2]) -> Vec<ColourField> {
    let words = Words::of(locale);
    let names = [("accent", words.install_colour_light), ("accent_dark", words.install_colour_dark)];
    let parts = names.into_iter().zip(typed).zip(GROUNDS).zip(OWN);
    parts.map(|((((name, label), value), ground), own)| colour_field(locale, name, label, value, ground, own)).collect()
}

fn colour_field(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    value: String,
    ground: &'static str,
    own: &'static str,
) -> ColourField {
    let words = Words::of(locale);
    let chosen = colour(&value);
    let problem = chosen.is_err().then(|| fill(words.install_mistake_colour, &[("colour", value.trim())]));
    let shown = chosen.ok().flatten().or_else(|| Colour::try_from(own.to_owned()).ok());
    let ground_colour = Colour::try_from(ground.to_owned()).ok();
    let (mut remarks, mut low, mut accent, mut ink) = (Vec::new(), false, own.to_owned(), ground.to_owned());
    if let (Some(shown), Some(on)) = (shown, ground_colour) {
        // Rounded down, so that what is shown as 3.0 is enough.
        let say = |text, ratio: f64| fill(text, &[("ratio", &decimal(locale, (ratio * 10.0).floor() / 10.0, 1))]);
        remarks.push(say(words.install_contrast_text, shown.contrast(shown.ink())));
        remarks.push(say(words.install_contrast_card, shown.contrast(on)));
        low = shown.contrast(on) < LEAST_CONTRAST;
        (accent, ink) = (shown.into(), shown.ink().into());
    }
    if low {
        remarks.push(words.install_contrast_low.to_owned());
    }
    ColourField { name, label, value, own, problem, ground, accent, ink, remarks, low }
}

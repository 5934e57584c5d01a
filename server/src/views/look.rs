//! The look of all surveys of a site, with a sample that needs no script, and how often one visitor is asked.

mod typed;

pub use typed::{LONGEST_BUDGET, Mistake, Problem, TypedBudget, TypedLook};

use super::{Page, format::decimal};
use crate::{
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;
use shared::appearance::{CONTROL_NEEDS, Colour, LARGEST_RADIUS, Pair, Scheme, TEXT_NEEDS, Theme};

/// What has just been saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The look.
    Look,
    /// The limit.
    Budget,
}

impl Saved {
    /// Its name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Budget => "budget",
        }
    }
}

/// All that the page is made of.
#[derive(Debug)]
pub struct Looking {
    /// What stands in the form of the look.
    pub look: TypedLook,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What stands in the form of the limit.
    pub budget: TypedBudget,
    /// Which of its fields are wrong.
    pub wrong: Vec<&'static str>,
    /// What has just been saved.
    pub saved: Option<Saved>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "look.html")]
pub struct LookView {
    page: Page,
    notice: Option<&'static str>,
    refused: bool,
    schemes: [SchemeView; 2],
    shape: [Field; 2],
    budget: [Field; 2],
}

/// The colours of one scheme.
#[derive(Debug)]
pub struct SchemeView {
    /// For whom.
    pub name: &'static str,
    /// Accent, background and text.
    pub fields: [Field; 3],
    /// The colours of the sample: text, background, accent, and what is written on the accent.
    pub sample: [String; 4],
    /// The radius of the sample's corners.
    pub radius: u8,
    /// How well a colour can be told from the background: its name, the least ratio, and what it is in words.
    pub remarks: [(&'static str, f64, String); 2],
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it asks for.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// What is used when nothing is.
    pub own: String,
    /// What is wrong with it.
    pub problem: Option<String>,
}

impl LookView {
    /// The page of a site.
    pub fn new(page: Page, looking: Looking) -> Self {
        let Looking { look, problems, budget, wrong, saved } = looking;
        let words = page.words;
        let form = LookForm { words, locale: page.locale, problems: &problems };
        let refused = !problems.is_empty() || !wrong.is_empty();
        let (theme, _) = look.read();
        let most = LARGEST_RADIUS.to_string();
        let limit = |name: &'static str, label: &str, value: String, most: u16| Field {
            name,
            label: label.to_owned(),
            value,
            own: String::new(),
            problem: wrong.contains(&name).then(|| fill(words.budget_mistake, &[("most", &most.to_string())])),
        };
        Self {
            notice: match saved {
                _ if refused => Some(words.look_mistakes),
                Some(Saved::Look) => Some(words.look_saved),
                Some(Saved::Budget) => Some(words.budget_saved),
                None => None,
            },
            refused,
            schemes: [Scheme::Light, Scheme::Dark].map(|scheme| form.scheme(&look, &theme, scheme)),
            shape: [
                form.field("radius", &fill(words.look_radius, &[("most", &most)]), &look.radius, "14"),
                form.field("font", words.look_font, &look.font, "system-ui, sans-serif"),
            ],
            budget: [
                limit("surveys", words.budget_surveys, budget.surveys, u8::MAX.into()),
                limit("days", words.budget_days, budget.days, LONGEST_BUDGET),
            ],
            page,
        }
    }
}

struct LookForm<'a> {
    words: &'static Words,
    locale: Locale,
    problems: &'a [Problem],
}

impl LookForm<'_> {
    fn field(&self, name: &'static str, label: &str, value: &str, own: &str) -> Field {
        let said: Vec<String> =
            self.problems.iter().filter(|(field, _)| *field == name).map(|(_, mistake)| self.say(mistake)).collect();
        let problem = (!said.is_empty()).then(|| said.join(" "));
        Field { name, label: label.to_owned(), value: value.to_owned(), own: own.to_owned(), problem }
    }

    fn scheme(&self, look: &TypedLook, theme: &Theme, scheme: Scheme) -> SchemeView {
        let words = self.words;
        let [text, background, accent] = theme.colours(scheme);
        let own = Theme::default().colours(scheme).map(String::from);
        let labels = [words.look_text, words.look_background, words.look_accent];
        let typed = look.colours(scheme);
        let field = |at: usize| self.field(typed[at].0, labels[at], typed[at].1, &own[at]);
        let ratio = |said: &str, colour: Colour| fill(said, &[("ratio", &self.ratio(colour.contrast(background)))]);
        SchemeView {
            name: self.scheme_name(scheme),
            fields: [field(2), field(1), field(0)],
            remarks: [
                ("text", TEXT_NEEDS, ratio(words.look_contrast_text, text)),
                ("accent", CONTROL_NEEDS, ratio(words.look_contrast_accent, accent)),
            ],
            sample: [text, background, accent, accent.ink()].map(String::from),
            radius: theme.radius.map_or(14, u8::from),
        }
    }

    fn scheme_name(&self, scheme: Scheme) -> &'static str {
        match scheme {
            Scheme::Light => self.words.look_light,
            Scheme::Dark => self.words.look_dark,
        }
    }

    /// Rounded down, so that what is shown as 3.0 is enough.
    fn ratio(&self, ratio: f64) -> String {
        decimal(self.locale, (ratio * 10.0).floor() / 10.0, 1)
    }

    fn say(&self, mistake: &Mistake) -> String {
        let words = self.words;
        match mistake {
            Mistake::Colour(typed) => fill(words.look_mistake_colour, &[("colour", typed)]),
            Mistake::Radius => fill(words.look_mistake_radius, &[("most", &LARGEST_RADIUS.to_string())]),
            Mistake::Font => words.look_mistake_font.to_owned(),
            Mistake::Contrast(error) => {
                let said = match error.pair {
                    Pair::TextOnBackground => words.look_mistake_text,
                    Pair::AccentOnBackground => words.look_mistake_accent,
                };
                let (ratio, needed) = (self.ratio(error.ratio), decimal(self.locale, error.needed, 1));
                let scheme = self.scheme_name(error.scheme);
                fill(said, &[("scheme", scheme), ("ratio", &ratio), ("needed", &needed)])
            }
        }
    }
}

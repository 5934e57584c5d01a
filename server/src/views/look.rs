//! The look of all surveys of a site, and how often one visitor is asked over all of them. Refuses colours that
//! somebody could not read.

use super::{Page, format::decimal};
use crate::{
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;
use shared::{
    appearance::{Colour, ContrastError, Font, LARGEST_RADIUS, Pair, Radius, Scheme, Theme},
    targeting::Budget,
};

/// The longest time a limit may hold for, in days.
pub const LONGEST_BUDGET: u16 = 3_650;

/// What was typed into the form of the look.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedLook {
    accent: String,
    background: String,
    text: String,
    accent_dark: String,
    background_dark: String,
    text_dark: String,
    radius: String,
    font: String,
}

/// What was typed into the form of the limit.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedBudget {
    surveys: String,
    days: String,
}

/// What is wrong with a field of the look.
#[derive(Clone, Debug, PartialEq)]
pub enum Mistake {
    /// Not a colour.
    Colour(String),
    /// Not a radius.
    Radius,
    /// Not names of fonts.
    Font,
    /// Two colours that cannot be told apart.
    Contrast(ContrastError),
}

/// The name of a field, and what is wrong with it.
pub type Problem = (&'static str, Mistake);

impl From<&Theme> for TypedLook {
    fn from(theme: &Theme) -> Self {
        let text = |colour: Option<Colour>| colour.map(String::from).unwrap_or_default();
        Self {
            accent: text(theme.accent),
            background: text(theme.background),
            text: text(theme.text),
            accent_dark: text(theme.accent_dark),
            background_dark: text(theme.background_dark),
            text_dark: text(theme.text_dark),
            radius: theme.radius.map(|radius| u8::from(radius).to_string()).unwrap_or_default(),
            font: theme.font.as_ref().map(|font| font.as_str().to_owned()).unwrap_or_default(),
        }
    }
}

impl From<Option<Budget>> for TypedBudget {
    fn from(budget: Option<Budget>) -> Self {
        let text = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
        Self { surveys: text(budget.map(|budget| budget.surveys.into())), days: text(budget.map(|budget| budget.days)) }
    }
}

impl TypedLook {
    /// The colours of a scheme by the names of their fields: text, background and accent.
    fn colours(&self, scheme: Scheme) -> [(&'static str, &str); 3] {
        match scheme {
            Scheme::Light => [("text", &self.text), ("background", &self.background), ("accent", &self.accent)],
            Scheme::Dark => [
                ("text_dark", &self.text_dark),
                ("background_dark", &self.background_dark),
                ("accent_dark", &self.accent_dark),
            ],
        }
    }

    /// The look as far as it makes sense, and what does not.
    fn read(&self) -> (Theme, Vec<Problem>) {
        let mut problems = Vec::new();
        let [[text, background, accent], [text_dark, background_dark, accent_dark]] = [Scheme::Light, Scheme::Dark]
            .map(|scheme| {
                self.colours(scheme).map(|(field, typed)| {
                    colour(typed).unwrap_or_else(|mistake| {
                        problems.push((field, mistake));
                        None
                    })
                })
            });
        let radius = match self.radius.trim() {
            "" => None,
            typed => typed.parse().ok().and_then(|pixels: u8| Radius::try_from(pixels).ok()).or_else(|| {
                problems.push(("radius", Mistake::Radius));
                None
            }),
        };
        let font = match self.font.trim() {
            "" => None,
            typed => Font::try_from(typed.to_owned()).ok().or_else(|| {
                problems.push(("font", Mistake::Font));
                None
            }),
        };
        let theme = Theme { accent, background, text, accent_dark, background_dark, text_dark, radius, font };
        (theme, problems)
    }

    /// The look that was typed.
    ///
    /// # Errors
    /// Everything that is wrong with it, each pair of colours at the colour that stands on the other.
    pub fn check(&self) -> Result<Theme, Vec<Problem>> {
        let (theme, mut problems) = self.read();
        if problems.is_empty() {
            let low = theme.check().err().unwrap_or_default();
            problems.extend(low.into_iter().map(|error| (field_of(&error), Mistake::Contrast(error))));
        }
        if problems.is_empty() { Ok(theme) } else { Err(problems) }
    }
}

impl TypedBudget {
    /// The limit that was typed; `None` is no limit.
    ///
    /// # Errors
    /// The names of the fields that are wrong.
    pub fn check(&self) -> Result<Option<Budget>, Vec<&'static str>> {
        let (surveys, days) = (self.surveys.trim(), self.days.trim());
        if surveys.is_empty() && days.is_empty() {
            return Ok(None);
        }
        let surveys = surveys.parse::<u8>().ok().filter(|surveys| *surveys > 0);
        let days = days.parse::<u16>().ok().filter(|days| (1..=LONGEST_BUDGET).contains(days));
        match (surveys, days) {
            (Some(surveys), Some(days)) => Ok(Some(Budget { surveys, days })),
            (surveys, days) => {
                let wrong = [("surveys", surveys.is_none()), ("days", days.is_none())];
                Err(wrong.into_iter().filter(|(_, wrong)| *wrong).map(|(field, _)| field).collect())
            }
        }
    }
}

/// A colour as people write it: `#0b6e69`, with or without `#`. `Ok(None)` for nothing.
fn colour(typed: &str) -> Result<Option<Colour>, Mistake> {
    match typed.trim() {
        "" => Ok(None),
        text => {
            let colour = Colour::try_from(format!("#{}", text.trim_start_matches('#')));
            colour.map(Some).map_err(|_| Mistake::Colour(text.to_owned()))
        }
    }
}

fn field_of(error: &ContrastError) -> &'static str {
    match (error.pair, error.scheme) {
        (Pair::TextOnBackground, Scheme::Light) => "text",
        (Pair::TextOnBackground, Scheme::Dark) => "text_dark",
        (Pair::AccentOnBackground, Scheme::Light) => "accent",
        (Pair::AccentOnBackground, Scheme::Dark) => "accent_dark",
    }
}

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
    /// How well the colours can be told apart.
    pub remarks: [String; 2],
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
            remarks: [ratio(words.look_contrast_text, text), ratio(words.look_contrast_accent, accent)],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_checked_field_by_field() {
        let check = |changes: &[(&str, &str)], expected: &[&str]| {
            let typed = serde_json::json!({
                "accent": "", "background": "", "text": "", "accent_dark": "", "background_dark": "", "text_dark": "",
                "radius": "", "font": "",
            });
            let mut typed = typed;
            for (name, value) in changes {
                typed[name] = serde_json::json!(value);
            }
            let typed: TypedLook = serde_json::from_value(typed).unwrap();
            let problems = typed.check().err().unwrap_or_default();
            assert_eq!(problems.iter().map(|(field, _)| *field).collect::<Vec<_>>(), expected, "{changes:?}");
        };
        check(&[], &[]);
        check(&[("accent", " B00020 "), ("radius", "0"), ("font", "Inter, sans-serif")], &[]);
        check(
            &[("accent", "red"), ("text_dark", "#12"), ("radius", "33"), ("font", "x;}")],
            &["accent", "text_dark", "radius", "font"],
        );
        check(&[("accent", "#ffee00")], &["accent"]);
        check(&[("background_dark", "#ffffff")], &["text_dark", "accent_dark"]);
    }

    #[test]
    fn a_limit_has_both_numbers_or_none() {
        let check = |surveys: &str, days: &str, expected: Result<Option<(u8, u16)>, Vec<&'static str>>| {
            let typed = TypedBudget { surveys: surveys.to_owned(), days: days.to_owned() };
            let found = typed.check().map(|budget| budget.map(|budget| (budget.surveys, budget.days)));
            assert_eq!(found, expected, "{surveys} {days}");
        };
        check("", " ", Ok(None));
        check("1", "30", Ok(Some((1, 30))));
        check("1", "", Err(vec!["days"]));
        check("0", "0", Err(vec!["surveys", "days"]));
        check("256", "1", Err(vec!["surveys"]));
    }
}

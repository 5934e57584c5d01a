//! What was typed for the look of a site and for the limit on how often one visitor is asked. Refuses colours that
//! somebody could not read.

use shared::{
    appearance::{Colour, ContrastError, Font, Pair, Radius, Scheme, Theme},
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
    pub(super) radius: String,
    pub(super) font: String,
}

/// What was typed into the form of the limit.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedBudget {
    pub(super) surveys: String,
    pub(super) days: String,
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
    pub(super) fn colours(&self, scheme: Scheme) -> [(&'static str, &str); 3] {
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
    pub(super) fn read(&self) -> (Theme, Vec<Problem>) {
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

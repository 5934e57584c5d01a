//! Where, when and how a survey shows.

use super::input::{Fields, Input, Select};
use crate::survey_form::names;

/// Where, when and how the survey shows.
#[derive(Debug)]
pub struct Settings {
    /// Pages on which it shows.
    pub include: Input,
    /// Pages on which it never shows.
    pub exclude: Input,
    /// Seconds before it shows.
    pub delay: Input,
    /// The share of visitors asked.
    pub percent: Input,
    /// When someone is asked again, after answering and after closing it, each with the number of days.
    pub again: Vec<(Select, Input)>,
    /// By itself or as a tab, and where it stands.
    pub looks: Vec<Select>,
}

impl Fields<'_> {
    pub fn settings(&self) -> Settings {
        let words = self.words;
        let again = |name: &str, label: &str| {
            let choices = [("never", words.survey_never), ("days", words.survey_after_days)];
            (self.select(name, label, &choices), self.input(&names::days(name), 4))
        };
        Settings {
            include: self.input(names::INCLUDE, 20_000),
            exclude: self.input(names::EXCLUDE, 20_000),
            delay: self.input(names::DELAY, 4),
            percent: self.input(names::PERCENT, 8),
            again: vec![
                again(names::ANSWERED, words.survey_again_answered),
                again(names::DISMISSED, words.survey_again_dismissed),
            ],
            looks: vec![
                self.select(
                    names::DISPLAY,
                    words.survey_display,
                    &[("popover", words.survey_popover), ("tab", words.survey_tab)],
                ),
                self.select(
                    names::PLACE,
                    words.survey_corner,
                    &[("bottom_end", words.survey_corner_end), ("bottom_start", words.survey_corner_start)],
                ),
            ],
        }
    }
}

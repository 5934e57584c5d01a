//! The names of the form's fields. Parts are joined by dots, which neither identifiers nor language tags hold.

use shared::text::{Language, QuestionId};

/// What the team calls the survey.
pub const NAME: &str = "name";
/// One of the survey's languages, the default first; sent once for each.
pub const LANGUAGE: &str = "language";
/// The tag of a language to be added.
pub const NEW_LANGUAGE: &str = "new_language";
/// The id of a question; sent once for each, in order.
pub const QUESTION: &str = "question";
/// Pages on which it shows, one a line.
pub const INCLUDE: &str = "include";
/// Pages on which it never shows, one a line.
pub const EXCLUDE: &str = "exclude";
/// Seconds on the page before it shows.
pub const DELAY: &str = "delay";
/// The share of visitors who are asked.
pub const PERCENT: &str = "percent";
/// `never` or `days`: asked again after an answer.
pub const ANSWERED: &str = "answered";
/// `never` or `days`: asked again after it was closed.
pub const DISMISSED: &str = "dismissed";
/// `popover` or `tab`.
pub const DISPLAY: &str = "display";
/// One of nine places in the window.
pub const PLACE: &str = "place";

/// How many days, for [`ANSWERED`] and [`DISMISSED`].
pub fn days(name: &str) -> String {
    format!("{name}.days")
}

/// What is said after the last answer.
pub fn thanks(language: &Language) -> String {
    format!("thanks.{language}")
}

/// The question whose options a field lists.
pub(super) fn question_of_options(name: &str) -> Option<&str> {
    name.strip_prefix("q.")?.strip_suffix(".option").filter(|id| !id.contains('.'))
}

/// The fields of one question.
pub trait FieldNames {
    /// The name of a field of this question.
    fn field(&self, rest: std::fmt::Arguments<'_>) -> String;

    /// Its kind.
    fn kind(&self) -> String {
        self.field(format_args!("kind"))
    }
    /// The question itself.
    fn title(&self, language: &Language) -> String {
        self.field(format_args!("title.{language}"))
    }
    /// Whether it must be answered.
    fn required(&self) -> String {
        self.field(format_args!("required"))
    }
    /// The label of the lowest point.
    fn low(&self, language: &Language) -> String {
        self.field(format_args!("low.{language}"))
    }
    /// The label of the highest point.
    fn high(&self, language: &Language) -> String {
        self.field(format_args!("high.{language}"))
    }
    /// How the points of a CSAT question are drawn.
    fn style(&self) -> String {
        self.field(format_args!("style"))
    }
    /// Shown while the comment is empty.
    fn placeholder(&self, language: &Language) -> String {
        self.field(format_args!("placeholder.{language}"))
    }
    /// The most characters of a comment.
    fn most(&self) -> String {
        self.field(format_args!("most"))
    }
    /// The options; sent once for each, in order.
    fn option(&self) -> String {
        self.field(format_args!("option"))
    }
    /// The label of an option.
    fn label(&self, option: &str, language: &Language) -> String {
        self.field(format_args!("option.{option}.{language}"))
    }
    /// Where an answer of this group leads.
    fn to(&self, outcome: &str) -> String {
        self.field(format_args!("to.{outcome}"))
    }
    /// Branches that the form cannot show, as JSON.
    fn custom(&self) -> String {
        self.field(format_args!("custom"))
    }
}

impl FieldNames for QuestionId {
    fn field(&self, rest: std::fmt::Arguments<'_>) -> String {
        format!("q.{self}.{rest}")
    }
}

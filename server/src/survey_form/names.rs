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
/// Pages from which the visitor must have come, one a line.
pub const REFERRER: &str = "referrer";
/// Tags of the visitors' languages it shows to.
pub const SPEAKS: &str = "speaks";
/// What the site must have said of the visitor, as a rule with conditions.
pub const WHO: &str = "who";
/// The fewest page views of the visitor.
pub const VISITS: &str = "visits";
/// The fewest days since the visitor's first page view.
pub const DAYS: &str = "days";
/// When it shows: not before, in the site's time zone.
pub const FROM: &str = "from";
/// When it shows: not from then on, in the site's time zone.
pub const UNTIL: &str = "until";
/// The answers after which nobody else is asked.
pub const QUOTA: &str = "quota";
/// What makes it show; sent once for each.
pub const TRIGGER: &str = "trigger";
/// The event after which it does not show any more.
pub const CANCEL: &str = "cancel";
/// Which comes first of several surveys.
pub const PRIORITY: &str = "priority";
/// When someone is asked again: `once`, `until`, `after` or `own`.
pub const AGAIN: &str = "again";
/// Days after it was closed, for `until`.
pub const AGAIN_UNTIL: &str = "again.until";
/// Days after an answer or after it was closed, for `after`.
pub const AGAIN_AFTER: &str = "again.after";
/// Days after an answer, for `own`; nothing is never.
pub const AGAIN_ANSWERED: &str = "again.answered";
/// Days after it was closed, for `own`; nothing is never.
pub const AGAIN_DISMISSED: &str = "again.dismissed";
/// How it comes into view.
pub const DISPLAY: &str = "display";
/// One of nine places in the window.
pub const PLACE: &str = "place";
/// The element an inline survey is put into.
pub const WITHIN: &str = "within";
/// Whether the page behind it is dimmed.
pub const OVERLAY: &str = "overlay";
/// Whether a click beside it closes it.
pub const OUTSIDE_CLOSES: &str = "outside_closes";
/// Seconds after which it closes by itself.
pub const CLOSES_AFTER: &str = "closes_after";
/// The attributes and hidden fields it uses, one a line.
pub const FIELDS: &str = "fields";
/// An ending; sent once for each, in order.
pub const ENDING: &str = "ending";

/// Whether it may show on this kind of device; when none is ticked, on every kind.
pub fn device(id: &str) -> String {
    format!("device.{id}")
}

/// What is said after the last answer.
pub fn thanks(language: &Language) -> String {
    format!("thanks.{language}")
}

/// One of a list's items, which is the first part of its fields' names.
pub fn item(list: &str, key: &str) -> String {
    format!("{list}.{key}")
}

/// The conditions of a branch, an ending or of who is asked; sent once for each.
pub fn conditions(rule: &str) -> String {
    format!("{rule}.if")
}

/// A field of an item.
pub fn part(item: &str, part: &str) -> String {
    format!("{item}.{part}")
}

/// A text of an item.
pub fn text(item: &str, part: &str, language: &Language) -> String {
    format!("{item}.{part}.{language}")
}

/// Whether a field names the items of a list, and is sent once for each of them.
pub(super) fn is_list(name: &str) -> bool {
    matches!(
        name.split('.').collect::<Vec<_>>().as_slice(),
        [ENDING | TRIGGER]
            | [WHO, "if"]
            | [ENDING, _, "if"]
            | ["q", _, "option" | "branch"]
            | ["q", _, "branch", _, "if"]
    )
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
    /// What is said below the question.
    fn note(&self, language: &Language) -> String {
        self.field(format_args!("note.{language}"))
    }
    /// Whether it must be answered.
    fn required(&self) -> String {
        self.field(format_args!("required"))
    }
    /// Whether it is asked on the same page as the question before.
    fn together(&self) -> String {
        self.field(format_args!("together"))
    }
    /// The label of the lowest point.
    fn low(&self, language: &Language) -> String {
        self.field(format_args!("low.{language}"))
    }
    /// The label of the highest point.
    fn high(&self, language: &Language) -> String {
        self.field(format_args!("high.{language}"))
    }
    /// How long the scale is.
    fn points(&self) -> String {
        self.field(format_args!("points"))
    }
    /// How the points of a CSAT question are drawn.
    fn style(&self) -> String {
        self.field(format_args!("style"))
    }
    /// Shown while the comment is empty.
    fn placeholder(&self, language: &Language) -> String {
        self.field(format_args!("placeholder.{language}"))
    }
    /// What a text must look like.
    fn format(&self) -> String {
        self.field(format_args!("format"))
    }
    /// The fewest characters of a text, or options chosen.
    fn least(&self) -> String {
        self.field(format_args!("least"))
    }
    /// The most characters of a text, or options chosen.
    fn most(&self) -> String {
        self.field(format_args!("most"))
    }
    /// Whether several options may be chosen.
    fn several(&self) -> String {
        self.field(format_args!("several"))
    }
    /// Whether each visitor sees the options in another order.
    fn shuffled(&self) -> String {
        self.field(format_args!("shuffled"))
    }
    /// The label of the option that takes the visitor's own words.
    fn other(&self, language: &Language) -> String {
        self.field(format_args!("other.{language}"))
    }
    /// The options; sent once for each, in order.
    fn option(&self) -> String {
        self.field(format_args!("option"))
    }
    /// The label of an option.
    fn label(&self, option: &str, language: &Language) -> String {
        self.field(format_args!("option.{option}.{language}"))
    }
    /// What is agreed to.
    fn agreement(&self, language: &Language) -> String {
        self.field(format_args!("agreement.{language}"))
    }
    /// What is rated as expected.
    fn expectation(&self, language: &Language) -> String {
        self.field(format_args!("expectation.{language}"))
    }
    /// What is rated as got.
    fn perception(&self, language: &Language) -> String {
        self.field(format_args!("perception.{language}"))
    }
    /// What a button says.
    fn button(&self, language: &Language) -> String {
        self.field(format_args!("button.{language}"))
    }
    /// Where a button leads.
    fn address(&self) -> String {
        self.field(format_args!("address"))
    }
    /// Where an answer of this group leads.
    fn to(&self, outcome: &str) -> String {
        self.field(format_args!("to.{outcome}"))
    }
    /// Whether it branches by conditions instead of by groups of answers.
    fn rules(&self) -> String {
        self.field(format_args!("rules"))
    }
    /// The branches by conditions; sent once for each, in order.
    fn branch(&self) -> String {
        self.field(format_args!("branch"))
    }
}

impl FieldNames for QuestionId {
    fn field(&self, rest: std::fmt::Arguments<'_>) -> String {
        format!("q.{self}.{rest}")
    }
}

//! Reads a form from what the browser parsed. It trusts nothing: what does not fit gives no form, and no survey shows.
//!
//! A JSON library would cost 17 kB; the browser's own parser and one small macro cost none of it.

mod words;

pub use words::{Word, Words};

use crate::identity::Identity;
use shared::{
    answer::Answers,
    appearance::{Display, Place, is_look},
    condition::{Condition, Fields, Subject, Test},
    entry::Entry,
    survey::{
        Address, Branch, CesPoints, ChoiceOption, CsatStyle, Destination, Ending, Kind, Link, Parts, Question,
        RatingPoints, Several, Survey, TextFormat,
    },
    text::{FieldId, OptionId, QuestionId},
};
use std::rc::Rc;

/// A value parsed from JSON: by the browser, or by `serde_json` on the server and in tests.
pub trait Value: Sized {
    /// The member with this name; of anything that has no such member, a value that is nothing.
    fn member(&self, name: &str) -> Self;
    /// Whether it is nothing: null, or not there.
    fn is_nothing(&self) -> bool;
    /// The text, if it is one.
    fn text(&self) -> Option<String>;
    /// The number, if it is one.
    fn number(&self) -> Option<f64>;
    /// The value as JSON.
    fn json(&self) -> Option<String>;
    /// The truth, if it is one.
    fn truth(&self) -> Option<bool>;
    /// The items, if it is a list.
    fn items(&self) -> Option<Vec<Self>>;
}

/// What can be read from a parsed value.
pub trait Read: Sized {
    /// The value, if it fits.
    fn read(value: &impl Value) -> Option<Self>;
}

/// A published survey in one language: all there is to ask it, as `shared::wire::Form` says it.
pub struct Form {
    /// The language of the texts.
    pub language: String,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    /// What is asked.
    pub survey: Rc<Survey<String>>,
    /// Where it stands.
    pub appearance: Appearance,
    /// The site's look.
    pub look: Look,
    /// The widget's own words.
    pub words: Words,
}

/// What the page knows of one showing.
pub struct Due {
    /// The survey.
    pub id: u64,
    /// Its published version.
    pub version: u32,
    /// The chance of being asked.
    pub chance: Written,
    /// Whether the visitor opened it, and so expects the focus to move into it.
    pub focus: bool,
    /// How it comes into view.
    pub display: Display,
    /// Who the site says the visitor is.
    pub person: Option<String>,
    /// Whether the visitor opted out of being known.
    pub private: bool,
    /// The response that is gone on with.
    pub response: Option<Begun>,
    /// What is filled in already: names and values of controls.
    pub given: Vec<Vec<String>>,
}

/// A response that was begun earlier.
pub struct Begun {
    /// Its name.
    pub id: Identity,
    /// The number of its last sending.
    pub sequence: u16,
}

/// A style sheet that can do no harm.
pub struct Look(pub String);

/// A number as the browser writes it. Writing fractions ourselves would cost kilobytes.
pub struct Written(pub String);

/// Where the survey stands, and when it goes. Outside of it, that is the page's business.
pub struct Appearance {
    /// Where in the window.
    pub place: Place,
    /// Whether the page behind it is dimmed.
    pub overlay: bool,
    /// Whether a click beside it closes it.
    pub outside_closes: bool,
    /// Seconds after which it closes once it is over.
    pub closes_after: Option<u16>,
}

impl Due {
    /// The answers that are filled in already, right or wrong.
    pub fn entered(&self, survey: &Survey<String>) -> Answers {
        let mut answers = Answers::new();
        for pair in &self.given {
            if let [name, value] = &pair[..] {
                survey.enter(&mut answers, &Entry { name, value, on: true });
            }
        }
        answers
    }
}

/// The fields that a survey uses, as far as `value` has texts for them.
pub fn fields(survey: &Survey<String>, value: &impl Value) -> Fields {
    survey.fields().iter().filter_map(|id| Some((id.clone(), value.member(id.as_str()).text()?))).collect()
}

/// The member with this name, if it fits. Not inlined: there are many members.
#[inline(never)]
fn needed<T: Read>(value: &impl Value, name: &str) -> Option<T> {
    T::read(&value.member(name))
}

macro_rules! read_members {
    ($($type:ty { $($member:ident),+ })+) => {
        $(impl Read for $type {
            fn read(value: &impl Value) -> Option<Self> {
                Some(Self { $($member: needed(value, stringify!($member))?),+ })
            }
        })+
    };
}

read_members! {
    Form { language, right_to_left, survey, appearance, look, words }
    Due { id, version, chance, focus, display, person, private, response, given }
    Begun { id, sequence }
    Appearance { place, overlay, outside_closes, closes_after }
    Question<String> { id, title, note, required, together, kind, branches }
    ChoiceOption<String> { id, label }
    Several { least, most }
    Link<String> { label, address }
    Ending<String> { when, text, link }
    Branch { when, to }
}

macro_rules! read_names {
    ($($type:ty { $($name:literal = $value:ident),+ })+) => {
        $(impl Read for $type {
            fn read(value: &impl Value) -> Option<Self> {
                [$(Self::$value),+].get(among(value, &[$($name),+])?).copied()
            }
        })+
    };
}

/// Which of the names it is.
#[inline(never)]
fn among(value: &impl Value, names: &[&str]) -> Option<usize> {
    let name = value.text()?;
    names.iter().position(|one| *one == name)
}

read_names! {
    CsatStyle { "faces" = Faces, "stars" = Stars, "numbers" = Numbers }
    CesPoints { "five" = Five, "seven" = Seven }
    TextFormat { "long" = Long, "short" = Short, "email" = Email, "number" = Number }
    Display { "popover" = Popover, "modal" = Modal, "page" = Page, "tab" = Tab, "inline" = Inline }
}

macro_rules! read_checked {
    ($($type:ty),+) => {
        $(impl Read for $type {
            fn read(value: &impl Value) -> Option<Self> {
                value.text()?.try_into().ok()
            }
        })+
    };
}

read_checked!(QuestionId, OptionId, FieldId, Address);

macro_rules! read_whole_numbers {
    ($($type:ty),+) => {
        $(impl Read for $type {
            fn read(value: &impl Value) -> Option<Self> {
                i64::read(value)?.try_into().ok()
            }
        })+
    };
}

read_whole_numbers!(u8, u16, u32, u64);

impl Read for i64 {
    fn read(value: &impl Value) -> Option<Self> {
        let number = value.number()?;
        // `as` holds at the ends, so only what is a whole number in range comes back unchanged.
        Some(number as i64).filter(|whole| *whole as f64 == number)
    }
}

impl Read for String {
    fn read(value: &impl Value) -> Option<Self> {
        value.text()
    }
}

impl Read for bool {
    /// What is not there is not so: JSON leaves out much that is false.
    fn read(value: &impl Value) -> Option<Self> {
        if value.is_nothing() { Some(false) } else { value.truth() }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &impl Value) -> Option<Self> {
        if value.is_nothing() { Some(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    /// What is not there holds nothing: JSON leaves out lists without items.
    fn read(value: &impl Value) -> Option<Self> {
        let mut read = Self::new();
        let all = each(value, &mut |item| T::read(item).map(|item| read.push(item)).is_some());
        all.then_some(read)
    }
}

/// Takes the items one by one, as long as they fit. Not generic over what is read: that would be weighed for each kind.
#[inline(never)]
fn each<V: Value>(value: &V, take: &mut dyn FnMut(&V) -> bool) -> bool {
    value.is_nothing() || value.items().is_some_and(|items| items.iter().all(take))
}

impl Read for Identity {
    fn read(value: &impl Value) -> Option<Self> {
        Self::parse(&value.text()?)
    }
}

impl Read for Written {
    fn read(value: &impl Value) -> Option<Self> {
        value.number()?;
        value.json().map(Self)
    }
}

impl Read for Look {
    fn read(value: &impl Value) -> Option<Self> {
        value.text().filter(|text| is_look(text)).map(Self)
    }
}

impl Read for RatingPoints {
    fn read(value: &impl Value) -> Option<Self> {
        u8::read(value)?.try_into().ok()
    }
}

impl Read for Place {
    fn read(value: &impl Value) -> Option<Self> {
        Self::ALL.get(among(value, &Self::ALL.map(Self::id))?).copied()
    }
}

impl Read for Rc<Survey<String>> {
    fn read(value: &impl Value) -> Option<Self> {
        let parts = Parts {
            fields: needed(value, "fields")?,
            questions: needed(value, "questions")?,
            endings: needed(value, "endings")?,
            thanks: needed(value, "thanks")?,
        };
        Survey::new(parts).ok().map(Self::new)
    }
}

impl Read for Kind<String> {
    fn read(value: &impl Value) -> Option<Self> {
        let text = |name: &str| value.member(name).text();
        // Every scale has a label under each end, and nothing else has.
        let ends = || Some((text("low")?, text("high")?));
        Some(match text("type")?.as_str() {
            "nps" => ends().map(|(low, high)| Self::Nps { low, high })?,
            "csat" => {
                let style = needed(value, "style")?;
                ends().map(|(low, high)| Self::Csat { style, low, high })?
            }
            "ces" => {
                let points = needed(value, "points")?;
                ends().map(|(low, high)| Self::Ces { points, low, high })?
            }
            "thumbs" => ends().map(|(low, high)| Self::Thumbs { low, high })?,
            "rating" => {
                let points = needed(value, "points")?;
                ends().map(|(low, high)| Self::Rating { points, low, high })?
            }
            "choice" => Self::Choice {
                options: needed(value, "options")?,
                several: needed(value, "several")?,
                other: needed(value, "other")?,
                shuffled: needed(value, "shuffled")?,
            },
            "text" => Self::Text {
                placeholder: text("placeholder")?,
                least: needed(value, "least")?,
                most: needed(value, "most")?,
                format: needed(value, "format")?,
            },
            "consent" => Self::Consent { label: text("label")? },
            "gap" => {
                let (expectation, perception) = (text("expectation")?, text("perception")?);
                ends().map(|(low, high)| Self::Gap { expectation, perception, low, high })?
            }
            "importance" => Self::Importance { items: needed(value, "items")? },
            "statement" => Self::Statement,
            "link" => Self::Link(Read::read(value)?),
            _ => return None,
        })
    }
}

impl Read for Condition {
    fn read(value: &impl Value) -> Option<Self> {
        let question: Option<QuestionId> = needed(value, "question")?;
        let of = match question {
            Some(question) => Subject::Question(question),
            None => Subject::Field(needed(value, "field")?),
        };
        Some(Self { of, is: needed(value, "is")?, not: needed(value, "not")? })
    }
}

impl Read for Test {
    fn read(value: &impl Value) -> Option<Self> {
        let bounds = |name| <[i64; 2]>::try_from(Vec::read(&value.member(name))?).ok();
        if let Some([from, to]) = bounds("score") {
            return Some(Self::Score(from.try_into().ok()?, to.try_into().ok()?));
        }
        if let Some([from, to]) = bounds("between") {
            return Some(Self::Between(from.try_into().ok()?, to.try_into().ok()?));
        }
        let text = |name: &str| value.member(name).text();
        if let Some(text) = text("equals") {
            return Some(Self::Equals(text));
        }
        if let Some(text) = text("contains") {
            return Some(Self::Contains(text));
        }
        match value.text() {
            Some(given) => (given == "given").then_some(Self::Given),
            None => needed(value, "chosen").map(Self::Chosen),
        }
    }
}

impl Read for Destination {
    fn read(value: &impl Value) -> Option<Self> {
        match value.text().as_deref() {
            Some("end") => Some(Self::End),
            _ => needed(value, "question").map(Self::Question),
        }
    }
}

#[cfg(any(test, feature = "json"))]
impl Value for serde_json::Value {
    fn member(&self, name: &str) -> Self {
        self.get(name).cloned().unwrap_or_default()
    }

    fn is_nothing(&self) -> bool {
        self.is_null()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(Into::into)
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn json(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }
}

#[cfg(test)]
pub(crate) mod tests;

//! Reads a form from what the browser parsed. It trusts nothing: what does not fit gives no form, and no survey shows.
//!
//! A JSON library would cost 17 kB; the browser's own parser and one small macro cost none of it.

use shared::{
    appearance::{Colour, Corner},
    survey::{Branch, ChoiceOption, Condition, CsatStyle, Destination, Kind, Question, Survey, Test},
    text::{OptionId, QuestionId},
};

/// A value parsed from JSON: the browser's in the widget, `serde_json`'s in tests.
pub trait Value: Sized {
    /// The member with this name; of anything that has no such member, a value that is nothing.
    fn member(&self, name: &str) -> Self;
    /// The text, if it is one.
    fn text(&self) -> Option<String>;
    /// The number, if it is one.
    fn number(&self) -> Option<f64>;
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
    pub survey: Survey<String>,
    /// Where it stands.
    pub appearance: Appearance,
    /// The site's colours.
    pub theme: Theme,
    /// The widget's own words.
    pub words: Words,
}

/// What the loader knows of this showing.
pub struct Showing {
    /// The survey.
    pub id: i64,
    /// Its published version.
    pub version: i32,
    /// The chance of being asked, as the browser writes the number: writing fractions would cost kilobytes here.
    pub chance: String,
    /// The page's path; nothing where the visitor does not let it be known.
    pub path: Option<String>,
    /// The window's width in CSS pixels.
    pub width: u16,
    /// Whether the visitor opened it, and so expects the focus to move into it.
    pub focus: bool,
}

/// Where the survey stands. How it is opened is the loader's business.
pub struct Appearance {
    /// The corner of the window.
    pub corner: Corner,
}

/// The site's colours; what is not set, or is no colour, is Opina's.
pub struct Theme {
    /// On light pages.
    pub accent: Option<Colour>,
    /// Where the visitor prefers dark.
    pub accent_dark: Option<Colour>,
}

macro_rules! read_members {
    ($($type:ty { $($member:ident),+ })+) => {
        $(impl Read for $type {
            fn read(value: &impl Value) -> Option<Self> {
                Some(Self { $($member: Read::read(&value.member(stringify!($member)))?),+ })
            }
        })+
    };
}

read_members! {
    Form { language, right_to_left, survey, appearance, theme, words }
    Showing { id, version, chance, path, width, focus }
    Appearance { corner }
    Theme { accent, accent_dark }
    Question<String> { id, title, required, kind, branches }
    ChoiceOption<String> { id, label }
    Branch { when, to }
    Condition { question, is }
}

/// Declares the words and how they are read, so that the two cannot differ.
macro_rules! words {
    ($($word:ident),+) => {
        /// The widget's own words, by the names that `shared::wire::Words` gives them.
        #[allow(missing_docs)]
        pub struct Words { $(pub $word: String,)+ pub faces: [String; 5] }
        read_members! { Words { $($word,)+ faces } }
    };
}

words! { feedback, close, next, back, send, sending, privacy, required, optional, kept, not_sent, refused, retry, point, step }

impl Read for String {
    fn read(value: &impl Value) -> Option<Self> {
        value.text()
    }
}

impl Read for bool {
    fn read(value: &impl Value) -> Option<Self> {
        value.truth()
    }
}

impl Read for i64 {
    fn read(value: &impl Value) -> Option<Self> {
        let number = value.number()?;
        // `as` holds at the ends, so only what is a whole number in range comes back unchanged.
        Some(number as i64).filter(|whole| *whole as f64 == number)
    }
}

impl Read for i32 {
    fn read(value: &impl Value) -> Option<Self> {
        i64::read(value)?.try_into().ok()
    }
}

impl Read for u16 {
    fn read(value: &impl Value) -> Option<Self> {
        i64::read(value)?.try_into().ok()
    }
}

impl Read for u8 {
    fn read(value: &impl Value) -> Option<Self> {
        i64::read(value)?.try_into().ok()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &impl Value) -> Option<Self> {
        value.items()?.iter().map(T::read).collect()
    }
}

impl Read for [String; 5] {
    fn read(value: &impl Value) -> Option<Self> {
        Vec::read(value)?.try_into().ok()
    }
}

impl Read for QuestionId {
    fn read(value: &impl Value) -> Option<Self> {
        value.text()?.try_into().ok()
    }
}

impl Read for OptionId {
    fn read(value: &impl Value) -> Option<Self> {
        value.text()?.try_into().ok()
    }
}

impl Read for Option<String> {
    fn read(value: &impl Value) -> Option<Self> {
        Some(value.text())
    }
}

impl Read for Option<Colour> {
    fn read(value: &impl Value) -> Option<Self> {
        Some(value.text().and_then(|text| text.try_into().ok()))
    }
}

impl Read for Corner {
    fn read(value: &impl Value) -> Option<Self> {
        match value.text()?.as_str() {
            "end" => Some(Self::End),
            "start" => Some(Self::Start),
            _ => None,
        }
    }
}

impl Read for CsatStyle {
    fn read(value: &impl Value) -> Option<Self> {
        match value.text()?.as_str() {
            "faces" => Some(Self::Faces),
            "stars" => Some(Self::Stars),
            "numbers" => Some(Self::Numbers),
            _ => None,
        }
    }
}

impl Read for Survey<String> {
    fn read(value: &impl Value) -> Option<Self> {
        let questions = Read::read(&value.member("questions"))?;
        Survey::new(questions, value.member("thanks").text()?).ok()
    }
}

impl Read for Kind<String> {
    fn read(value: &impl Value) -> Option<Self> {
        let text = |name: &str| value.member(name).text();
        Some(match text("type")?.as_str() {
            "nps" => Self::Nps { low: text("low")?, high: text("high")? },
            "csat" => Self::Csat { style: Read::read(&value.member("style"))?, low: text("low")?, high: text("high")? },
            "ces" => Self::Ces { low: text("low")?, high: text("high")? },
            "choice" => Self::Choice { options: Read::read(&value.member("options"))? },
            "text" => Self::Text { placeholder: text("placeholder")?, most: Read::read(&value.member("most"))? },
            _ => return None,
        })
    }
}

impl Read for Test {
    fn read(value: &impl Value) -> Option<Self> {
        if let Some(points) = Vec::read(&value.member("score")) {
            let [from, to] = points.try_into().ok()?;
            return Some(Self::Score(from, to));
        }
        Read::read(&value.member("chosen")).map(Self::Chosen)
    }
}

impl Read for Destination {
    fn read(value: &impl Value) -> Option<Self> {
        match value.text().as_deref() {
            Some("end") => Some(Self::End),
            _ => Read::read(&value.member("question")).map(Self::Question),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::survey::Definition;

    impl Value for serde_json::Value {
        fn member(&self, name: &str) -> Self {
            self.get(name).cloned().unwrap_or_default()
        }
        fn text(&self) -> Option<String> {
            self.as_str().map(Into::into)
        }
        fn number(&self) -> Option<f64> {
            self.as_f64()
        }
        fn truth(&self) -> Option<bool> {
            self.as_bool()
        }
        fn items(&self) -> Option<Vec<Self>> {
            self.as_array().cloned()
        }
    }

    /// A definition with every kind of question, branch and test.
    fn definition() -> Definition {
        let text = |text: &str| json!({ "en": text });
        let question = |id: &str, required: bool, kind: serde_json::Value| json!({ "id": id, "title": text(id), "required": required, "kind": kind, "branches": [] });
        let scale = |kind: &str| json!({ "type": kind, "low": text("low"), "high": text("high") });
        let csat = |style: &str| json!({ "type": "csat", "style": style, "low": text(""), "high": text("high") });
        let mut nps = question("nps", true, scale("nps"));
        nps["branches"] = json!([
            { "when": [{ "question": "nps", "is": { "score": [9, 10] } }], "to": "end" },
            { "when": [], "to": { "question": "ces" } },
        ]);
        let options = json!([{ "id": "a", "label": text("A") }, { "id": "b", "label": text("B") }]);
        let mut choice = question("choice", false, json!({ "type": "choice", "options": options }));
        choice["branches"] = json!([{ "when": [{ "question": "choice", "is": { "chosen": "a" } }], "to": "end" }]);
        let definition = json!({
            "languages": ["en"],
            "survey": {
                "questions": [
                    nps,
                    question("ces", true, scale("ces")),
                    question("faces", false, csat("faces")),
                    question("stars", false, csat("stars")),
                    question("numbers", false, csat("numbers")),
                    choice,
                    question("why", false, json!({ "type": "text", "placeholder": text("…"), "most": 10_000 })),
                ],
                "thanks": text("Thank you"),
            },
            "targeting": {
                "include": [], "exclude": [], "delay": 0, "chance": 1.0, "again": { "answered": null, "dismissed": 90 },
            },
            "appearance": { "display": "popover", "corner": "start" },
        });
        serde_json::from_value(definition).unwrap()
    }

    fn sent() -> serde_json::Value {
        let theme = shared::appearance::Theme { accent: String::from("#0b6e69").try_into().ok(), accent_dark: None };
        serde_json::to_value(shared::wire::Form::new(&definition(), theme, "en")).unwrap()
    }

    #[test]
    fn the_widget_reads_what_the_server_sends() {
        let form = Form::read(&sent()).unwrap();
        let english = "en".try_into().unwrap();
        assert_eq!(form.survey, definition().survey().in_language(&english, &english));
        assert_eq!((form.language.as_str(), form.right_to_left), ("en", false));
        assert_eq!((form.appearance.corner, form.theme.accent_dark), (Corner::Start, None));
        assert_eq!(form.theme.accent.map(String::from).as_deref(), Some("#0b6e69"));
        assert_eq!(form.words.faces[4], "Very good");
        assert_eq!(form.words.step, "Question {n} of {of}");
    }

    #[test]
    fn the_widget_reads_what_the_loader_knows() {
        let check = |value: serde_json::Value, expected: Option<(i64, Option<&str>)>| {
            let showing = Showing::read(&value);
            assert_eq!(showing.as_ref().map(|it| (it.id, it.path.as_deref())), expected, "{value}");
        };
        let knows = |survey: serde_json::Value, path: serde_json::Value| json!({ "id": survey, "version": 3, "chance": "0.25", "path": path, "width": 390, "focus": false });
        check(knows(json!(9_007_199_254_740_991_i64), json!("/a")), Some((9_007_199_254_740_991, Some("/a"))));
        check(knows(json!(1), json!(null)), Some((1, None)));
        check(knows(json!("1"), json!("/a")), None);
        check(knows(json!(1.5), json!("/a")), None);
        check(json!({}), None);
    }

    #[test]
    fn what_does_not_fit_gives_no_form() {
        let check = |path: &str, value: serde_json::Value, fits: bool| {
            let mut form = sent();
            *form.pointer_mut(path).unwrap() = value.clone();
            assert_eq!(Form::read(&form).is_some(), fits, "{path} {value}");
        };
        check("/language", json!("es"), true);
        check("/theme/accent", json!("red;background:url(//e)"), true); // Opina's own colour instead
        check("/appearance/corner", json!("top;}"), false);
        check("/survey/questions", json!([]), false);
        check("/survey/questions", json!("nps"), false);
        check("/survey/questions/0/kind/type", json!("html"), false);
        check("/survey/questions/0/kind/low", json!(7), false);
        check("/survey/questions/0/required", json!(null), false);
        check("/survey/questions/0/branches/1/to/question", json!("nps"), false); // a circle
        check("/survey/questions/0/branches/0/when/0/is/score", json!([9]), false);
        check("/survey/questions/0/branches/0/when/0/is/score", json!([9, 256]), false);
        check("/survey/questions/6/kind/most", json!(2.5), false);
        check("/survey/questions/6/kind/most", json!(-1), false);
        check("/words/next", json!({}), false);
        check("/words/faces", json!(["a", "b"]), false);
        check("/words", json!(null), false);
    }
}

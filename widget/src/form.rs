//! Reads a form from what the browser parsed. It trusts nothing: what does not fit gives no form, and no survey shows.
//!
//! A JSON library would cost 17 kB; the browser's own parser and one small macro cost none of it.

use shared::{
    appearance::{Colour, Corner},
    survey::{Branch, ChoiceOption, Condition, CsatStyle, Destination, Kind, Question, Survey, Test},
    text::{OptionId, QuestionId},
};
use std::rc::Rc;

/// A value parsed from JSON: the browser's in the widget, `serde_json`'s in tests.
pub trait Value: Sized {
    /// The member with this name; of anything that has no such member, a value that is nothing.
    fn member(&self, name: &str) -> Self;
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
    /// The site's colours.
    pub theme: Theme,
    /// What is read on them.
    pub ink: Theme,
    /// The widget's own words.
    pub words: Words,
}

/// What the loader knows of a survey, as `shared::wire::LoaderSurvey` says it.
pub struct Due {
    /// The survey.
    pub id: i64,
    /// Its published version.
    pub version: i32,
    /// The chance of being asked.
    pub chance: Written,
}

/// A number as the browser writes it. Writing fractions ourselves would cost kilobytes.
pub struct Written(pub String);

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
    Form { language, right_to_left, survey, appearance, theme, ink, words }
    Due { id, version, chance }
    Appearance { corner }
    Theme { accent, accent_dark }
    Question<String> { id, title, required, kind, branches }
    ChoiceOption<String> { id, label }
    Branch { when, to }
    Condition { question, is }
}

/// One of the widget's own words.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // `shared::wire::Words` says what each is for.
pub enum Word {
    Feedback,
    Close,
    Next,
    Back,
    Send,
    Sending,
    Privacy,
    Required,
    Optional,
    Kept,
    NotSent,
    Refused,
    Retry,
    Point,
    Step,
}

/// The widget's own words. A list, because reading each into a field of its own weighs more than all of them.
pub struct Words {
    words: Vec<String>,
    faces: Vec<String>,
}

impl Words {
    /// The names that `shared::wire::Words` gives them, in the order of [`Word`].
    const NAMES: [&str; 15] = [
        "feedback", "close", "next", "back", "send", "sending", "privacy", "required", "optional", "kept", "not_sent",
        "refused", "retry", "point", "step",
    ];

    /// The word in the visitor's language.
    pub fn say(&self, word: Word) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }

    /// What a face says, from 0 to 4, worst first.
    pub fn face(&self, face: usize) -> &str {
        self.faces.get(face).map_or("", String::as_str)
    }
}

impl Read for Words {
    fn read(value: &impl Value) -> Option<Self> {
        let words = Self::NAMES.iter().map(|name| value.member(name).text()).collect::<Option<_>>()?;
        Some(Self { words, faces: Read::read(&value.member("faces"))? })
    }
}

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

impl Read for Written {
    fn read(value: &impl Value) -> Option<Self> {
        value.number()?;
        value.json().map(Self)
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

impl Read for Rc<Survey<String>> {
    fn read(value: &impl Value) -> Option<Self> {
        let questions = Read::read(&value.member("questions"))?;
        Survey::new(questions, value.member("thanks").text()?).ok().map(Self::new)
    }
}

impl Read for Kind<String> {
    fn read(value: &impl Value) -> Option<Self> {
        let text = |name: &str| value.member(name).text();
        let ends = || Some((text("low")?, text("high")?));
        Some(match text("type")?.as_str() {
            "nps" => ends().map(|(low, high)| Self::Nps { low, high })?,
            "csat" => {
                let style = Read::read(&value.member("style"))?;
                ends().map(|(low, high)| Self::Csat { style, low, high })?
            }
            "ces" => ends().map(|(low, high)| Self::Ces { low, high })?,
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
        assert_eq!(*form.survey, definition().survey().in_language(&english, &english));
        assert_eq!((form.language.as_str(), form.right_to_left), ("en", false));
        assert_eq!((form.appearance.corner, form.theme.accent_dark), (Corner::Start, None));
        assert_eq!(form.theme.accent.map(String::from).as_deref(), Some("#0b6e69"));
        assert_eq!(form.ink.accent.map(String::from).as_deref(), Some("#ffffff"));
        assert_eq!(form.words.face(4), "Very good");
        assert_eq!(form.words.say(Word::Feedback), "Feedback");
        assert_eq!(form.words.say(Word::Step), "Question {n} of {of}");
    }

    #[test]
    fn the_widget_reads_what_the_loader_knows() {
        let survey = shared::wire::LoaderSurvey::new(9_007_199_254_740_991, 3, &definition());
        let mut survey = serde_json::to_value(survey).unwrap();
        survey["chance"] = json!(0.25);
        let due = Due::read(&survey).unwrap();
        assert_eq!((due.id, due.version, due.chance.0.as_str()), (9_007_199_254_740_991, 3, "0.25"));
        let check = |member: &str, value: serde_json::Value| {
            let mut survey = survey.clone();
            survey[member] = value;
            assert!(Due::read(&survey).is_none(), "{survey}");
        };
        check("id", json!("1"));
        check("id", json!(1.5));
        check("version", json!(3_000_000_000_u32));
        check("chance", json!("},"));
        check("chance", json!(null));
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
        check("/words/faces", json!(["a", 2]), false);
        check("/words", json!(null), false);
    }
}

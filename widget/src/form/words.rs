//! The widget's own words, in the visitor's language. Refuses to leave a word out.

use super::{Read, Value};
use shared::{piping::filled, text::digits};

/// One of the widget's own words, in the order of `shared::words::Words::list`.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // `shared::words::Words` says what each is for.
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
    Several,
    TooFew,
    TooMany,
    SayOther,
    TooShort,
    NoEmail,
    NoNumber,
    Both,
    PointsLeft,
    PointsOver,
    NewWindow,
    /// The first of two thumbs, down and up.
    Thumb,
    /// The first of five faces, worst first.
    Face = Word::Thumb as isize + 2,
}

/// How many words there are.
const COUNT: usize = Word::Face as usize + 5;

/// The widget's own words. A list, because reading each into a field of its own would weigh more than all of them.
pub struct Words(Vec<String>);

impl Words {
    /// The word in the visitor's language.
    pub fn say(&self, word: Word) -> &str {
        self.at(word, 0)
    }

    fn at(&self, word: Word, further: usize) -> &str {
        self.0.get(word as usize + further).map_or("", String::as_str)
    }

    /// The word with its numbers `n` and `of` filled in.
    pub fn count(&self, word: Word, n: u32, of: u32) -> String {
        filled(self.say(word), &|name| digits(if name == "n" { n } else { of }))
    }

    /// What a face says, from 1 to 5, worst first.
    pub fn face(&self, point: u8) -> &str {
        self.at(Word::Face, usize::from(point.saturating_sub(1)))
    }

    /// What a thumb says, 0 down and 1 up.
    pub fn thumb(&self, point: u8) -> &str {
        self.at(Word::Thumb, usize::from(point))
    }
}

impl Read for Words {
    fn read(value: &impl Value) -> Option<Self> {
        Vec::read(value).filter(|words| words.len() == COUNT).map(Self)
    }
}

//! The widget's own words, in the visitor's language. Refuses to leave a word out.

use super::{Read, Value};
use shared::text::digits;

macro_rules! words {
    ($($word:ident = $name:literal,)+) => {
        /// One of the widget's own words.
        #[derive(Clone, Copy)]
        #[allow(missing_docs)] // `shared::words::Words` says what each is for.
        pub enum Word {
            $($word,)+
        }

        /// The names that `shared::words::Words` gives them, in the order of [`Word`].
        const NAMES: &[&str] = &[$($name),+];
    };
}

words! {
    Feedback = "feedback",
    Close = "close",
    Next = "next",
    Back = "back",
    Send = "send",
    Sending = "sending",
    Privacy = "privacy",
    Required = "required",
    Optional = "optional",
    Kept = "kept",
    NotSent = "not_sent",
    Refused = "refused",
    Retry = "retry",
    Point = "point",
    Step = "step",
    Several = "several",
    TooFew = "too_few",
    TooMany = "too_many",
    SayOther = "say_other",
    TooShort = "too_short",
    NoEmail = "no_email",
    NoNumber = "no_number",
    Both = "both",
    PointsLeft = "points_left",
    PointsOver = "points_over",
    NewWindow = "new_window",
}

/// The widget's own words. A list, because reading each into a field of its own weighs more than all of them.
pub struct Words {
    words: Vec<String>,
    faces: Vec<String>,
    thumbs: Vec<String>,
}

impl Words {
    /// The word in the visitor's language.
    pub fn say(&self, word: Word) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }

    /// The word with `{n}` and `{of}` filled in.
    pub fn count(&self, word: Word, n: u32, of: u32) -> String {
        filled(self.say(word), n, of)
    }

    /// What a face says, from 1 to 5, worst first.
    pub fn face(&self, point: u8) -> &str {
        self.faces.get(usize::from(point).wrapping_sub(1)).map_or("", String::as_str)
    }

    /// What a thumb says, 0 down and 1 up.
    pub fn thumb(&self, point: u8) -> &str {
        self.thumbs.get(usize::from(point)).map_or("", String::as_str)
    }
}

impl Read for Words {
    fn read(value: &impl Value) -> Option<Self> {
        let mut words = Vec::new();
        for name in NAMES {
            words.push(value.member(name).text()?);
        }
        Some(Self { words, faces: Read::read(&value.member("faces"))?, thumbs: Read::read(&value.member("thumbs"))? })
    }
}

/// A text with `{n}` and `{of}` filled in.
fn filled(text: &str, n: u32, of: u32) -> String {
    let mut filled = String::new();
    for (position, piece) in text.split('{').enumerate() {
        let (number, rest) = match (piece.strip_prefix("n}"), piece.strip_prefix("of}")) {
            _ if position == 0 => (String::new(), piece),
            (Some(rest), _) => (digits(n), rest),
            (_, Some(rest)) => (digits(of), rest),
            _ => (String::from("{"), piece),
        };
        filled.push_str(&number);
        filled.push_str(rest);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_filled_in() {
        let check = |text: &str, expected: &str| assert_eq!(filled(text, 3, 10), expected);
        check("{n} of {of}", "3 of 10");
        check("Pregunta {n} de {of}.", "Pregunta 3 de 10.");
        check("{of}/{n}", "10/3");
        check("{m} {n", "{m} {n");
        check("", "");
    }
}

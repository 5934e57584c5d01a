//! The widget's own words, in each language it speaks. Refuses to leave a word out: a language is all of them.

mod arabic;
mod catalan;
mod english;
mod french;
mod german;
mod italian;
mod japanese;
mod portuguese;
mod spanish;

use crate::text::Language;
use alloc::vec::Vec;
use serde::Serialize;

/// All that the widget says by itself.
#[derive(Debug, Serialize)]
pub struct Words {
    /// The widget's name for screen readers, and the label of the tab.
    pub feedback: &'static str,
    /// The close button.
    pub close: &'static str,
    /// To the next question.
    pub next: &'static str,
    /// To the question before.
    pub back: &'static str,
    /// Sends the last answer.
    pub send: &'static str,
    /// While it is being sent.
    pub sending: &'static str,
    /// Below the form.
    pub privacy: &'static str,
    /// A required question was left open.
    pub required: &'static str,
    /// Beside a question that may be left open.
    pub optional: &'static str,
    /// The server could not be reached; the answer is kept on this device.
    pub kept: &'static str,
    /// The server could not be reached and the browser keeps nothing.
    pub not_sent: &'static str,
    /// The server will not take it, whatever is tried.
    pub refused: &'static str,
    /// Tries again.
    pub retry: &'static str,
    /// For screen readers, with `{{n}}` and `{{of}}`: the point of a scale.
    pub point: &'static str,
    /// For screen readers, with `{{n}}` and `{{of}}`: where one is.
    pub step: &'static str,
    /// Beside a question that takes several options.
    pub several: &'static str,
    /// Too few options were chosen; `{{n}}` are needed.
    pub too_few: &'static str,
    /// Too many options were chosen; `{{n}}` are the most.
    pub too_many: &'static str,
    /// The name of the field for what was not offered; also said when it is empty.
    pub say_other: &'static str,
    /// Too few characters; `{{n}}` are needed.
    pub too_short: &'static str,
    /// What was written is no e-mail address.
    pub no_email: &'static str,
    /// What was written is no number.
    pub no_number: &'static str,
    /// Only one of expectation and perception is rated.
    pub both: &'static str,
    /// How many points are left to be given, with `{{n}}`.
    pub points_left: &'static str,
    /// How many points were given too many, with `{{n}}`.
    pub points_over: &'static str,
    /// For screen readers, behind the name of a link: it opens elsewhere.
    pub new_window: &'static str,
    /// The two thumbs, down and up.
    pub thumbs: [&'static str; 2],
    /// The five faces, worst first.
    pub faces: [&'static str; 5],
}

impl Words {
    /// All of them in one fixed order, the thumbs and the faces last: as they travel, because their names would weigh as
    /// much as the words.
    pub fn list(&self) -> Vec<&'static str> {
        let mut words = alloc::vec![
            self.feedback,
            self.close,
            self.next,
            self.back,
            self.send,
            self.sending,
            self.privacy,
            self.required,
            self.optional,
            self.kept,
            self.not_sent,
            self.refused,
            self.retry,
            self.point,
            self.step,
            self.several,
            self.too_few,
            self.too_many,
            self.say_other,
            self.too_short,
            self.no_email,
            self.no_number,
            self.both,
            self.points_left,
            self.points_over,
            self.new_window,
        ];
        words.extend(self.thumbs.iter().chain(&self.faces));
        words
    }

    /// The words in this language or, where Opina does not speak it, in English.
    pub fn in_language(language: &Language) -> &'static Self {
        match language.base() {
            "ar" => &arabic::WORDS,
            "ca" => &catalan::WORDS,
            "de" => &german::WORDS,
            "es" => &spanish::WORDS,
            "fr" => &french::WORDS,
            "it" => &italian::WORDS,
            "ja" => &japanese::WORDS,
            "pt" => &portuguese::WORDS,
            _ => &english::WORDS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn no_language_leaves_a_word_or_a_number_out() {
        let english = serde_json::to_value(&english::WORDS).unwrap();
        for tag in ["en", "es", "pt-BR", "fr", "de", "it", "ca", "ar", "ja"] {
            let words = serde_json::to_value(Words::in_language(&tag.try_into().unwrap())).unwrap();
            for (name, word) in words.as_object().unwrap() {
                let holds = |mark: &str| (word.to_string().contains(mark), english[name].to_string().contains(mark));
                for (own, needed) in [holds("{{n}}"), holds("{{of}}")] {
                    assert_eq!(own, needed, "{tag} {name}");
                }
                assert!(word.to_string().len() > 2, "{tag} {name}");
            }
        }
    }
}

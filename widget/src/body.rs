//! Writes what is sent, as the JSON of `shared::wire::NewResponse`. By hand, because a JSON library would weigh more
//! than all the questions together.

use shared::answer::{Answer, Answers};
use std::fmt::Write;

/// One sending of a response.
pub struct Body<'a> {
    /// The response's name, the same for every sending of it.
    pub id: &'a str,
    /// The survey.
    pub survey: i64,
    /// Its version.
    pub version: i32,
    /// The number of this sending.
    pub sequence: u16,
    /// Whether the visitor reached the end.
    pub complete: bool,
    /// The answers so far.
    pub answers: &'a Answers,
    /// The language it was asked in.
    pub language: &'a str,
    /// The page, if the visitor lets it be known.
    pub path: Option<&'a str>,
    /// The window's width in CSS pixels.
    pub width: i64,
    /// The chance of being asked, as the browser writes the number.
    pub chance: &'a str,
    /// Milliseconds since it was shown.
    pub elapsed: u32,
}

impl Body<'_> {
    /// The JSON.
    pub fn json(&self) -> String {
        let mut json = String::from("{\"id\":");
        push_text(&mut json, self.id);
        let mut number = |name: &str, value: i64| {
            // Writing to a string cannot fail.
            let _ = write!(json, ",\"{name}\":{value}");
        };
        number("survey", self.survey);
        number("version", self.version.into());
        number("sequence", self.sequence.into());
        number("elapsed", self.elapsed.into());
        json.push_str(",\"chance\":");
        json.push_str(self.chance);
        json.push_str(",\"complete\":");
        json.push_str(if self.complete { "true" } else { "false" });
        let texts = [("language", Some(self.language)), ("path", self.path), ("device", Some(device(self.width)))];
        for (name, text) in texts {
            if let Some(text) = text {
                json.push_str(",\"");
                json.push_str(name);
                json.push_str("\":");
                push_text(&mut json, text);
            }
        }
        json.push_str(",\"answers\":{");
        for (position, (id, answer)) in self.answers.iter().enumerate() {
            if position > 0 {
                json.push(',');
            }
            push_text(&mut json, id.as_str());
            push_answer(&mut json, answer);
        }
        json.push_str("}}");
        json
    }
}

fn push_answer(json: &mut String, answer: &Answer) {
    match answer {
        Answer::Score(score) => {
            let _ = write!(json, ":{{\"score\":{score}");
        }
        Answer::Choice(option) => {
            json.push_str(":{\"choice\":");
            push_text(json, option.as_str());
        }
        Answer::Text(text) => {
            json.push_str(":{\"text\":");
            push_text(json, text);
        }
    }
    json.push('}');
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                json.push('\\');
                json.push(character);
            }
            '\0'..='\x1f' => {
                let _ = write!(json, "\\u{:04x}", u32::from(character));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
}

fn device(width: i64) -> &'static str {
    match width {
        ..=480 => "phone",
        481..=1024 => "tablet",
        _ => "desktop",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        targeting::Chance,
        wire::{Device, NewResponse},
    };

    /// What the server reads must be what the widget meant.
    fn check(answers: Answers, path: Option<&str>, width: i64, device: Device) {
        let body = Body {
            id: "0193a5f2-7b1c-7fff-bfff-ffffffffffff",
            survey: 9_007_199_254_740_991,
            version: 3,
            sequence: 2,
            complete: true,
            answers: &answers,
            language: "pt-BR",
            path,
            width,
            chance: "0.25",
            elapsed: 4_000_000_000,
        };
        let json = body.json();
        let read: NewResponse = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
        let expected = NewResponse {
            id: body.id.into(),
            survey: 9_007_199_254_740_991,
            version: 3,
            sequence: 2,
            complete: true,
            answers: answers.clone(),
            language: "pt-BR".try_into().unwrap(),
            path: path.map(Into::into),
            device,
            chance: Chance::try_from(0.25).unwrap(),
            elapsed: 4_000_000_000,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn the_server_reads_what_was_answered() {
        let text = |text: &str| Answers::from([("why".try_into().unwrap(), Answer::Text(text.into()))]);
        check(Answers::new(), None, 0, Device::Phone);
        check(Answers::new(), Some("/a\"b\\c"), 480, Device::Phone);
        check(text("\"'\\/</script>&\u{2028}\u{2029}"), Some("/"), 481, Device::Tablet);
        check(text("\0\t\r\n\u{1f}\u{7f}\u{80}\u{feff}\u{fffd}"), Some("/%C3%B1"), 1024, Device::Tablet);
        check(text("👩‍👩‍👧 مرحبا e\u{301}"), Some("/"), 1025, Device::Desktop);
        let three = [
            ("a".try_into().unwrap(), Answer::Score(0)),
            ("b".try_into().unwrap(), Answer::Choice("price".try_into().unwrap())),
            ("c".try_into().unwrap(), Answer::Text("x".into())),
        ];
        check(three.into(), None, i64::MAX, Device::Desktop);
    }
}

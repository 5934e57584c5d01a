//! Writes what is sent, as the JSON of `shared::wire::NewResponse`. By hand, because a JSON library would weigh more
//! than all the questions together.

use shared::{
    answer::{Answer, Answers},
    condition::Fields,
    targeting::Device,
    text::digits,
};

/// One sending of a response.
pub struct Body<'a> {
    /// The response's name, the same for every sending of it.
    pub id: &'a str,
    /// The survey.
    pub survey: u64,
    /// Its version.
    pub version: u32,
    /// The number of this sending.
    pub sequence: u16,
    /// Whether the visitor reached the end.
    pub complete: bool,
    /// The answers so far.
    pub answers: &'a Answers,
    /// The fields that the survey uses.
    pub fields: &'a Fields,
    /// Who the site says the visitor is.
    pub person: Option<&'a str>,
    /// Whether the visitor opted out.
    pub private: bool,
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
        let mut json = Json(String::from("{"));
        json.member("id").text(self.id);
        json.member("survey").number(self.survey);
        json.member("version").number(self.version.into());
        json.member("sequence").number(self.sequence.into());
        json.member("elapsed").number(self.elapsed.into());
        json.member("chance").literal(self.chance);
        json.member("complete").truth(self.complete);
        json.member("private").truth(self.private);
        json.member("language").text(self.language);
        json.member("device").text(Device::of_width(self.width).id());
        for (name, text) in [("path", self.path), ("person", self.person)] {
            if let Some(text) = text {
                json.member(name).text(text);
            }
        }
        json.member("fields").literal("{");
        for (id, value) in self.fields.iter() {
            json.member(id.as_str()).text(value);
        }
        json.literal("}").member("answers").literal("{");
        for (id, answer) in self.answers.iter() {
            json.member(id.as_str()).literal("{").answer(answer).literal("}");
        }
        json.literal("}}");
        json.0
    }
}

/// JSON being written.
struct Json(String);

impl Json {
    /// Begins a member of an object, or with an empty name an item of a list.
    fn member(&mut self, name: &str) -> &mut Self {
        if !self.0.ends_with(['{', '[']) {
            self.literal(",");
        }
        if name.is_empty() { self } else { self.text(name).literal(":") }
    }

    fn literal(&mut self, json: &str) -> &mut Self {
        self.0.push_str(json);
        self
    }

    fn number(&mut self, number: u64) -> &mut Self {
        self.literal(&digits(number))
    }

    fn truth(&mut self, truth: bool) -> &mut Self {
        self.literal(if truth { "true" } else { "false" })
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(character);
                }
                '\0'..='\x1f' => {
                    self.0.push_str(if character < '\x10' { "\\u000" } else { "\\u001" });
                    self.0.push(char::from(b"0123456789abcdef"[character as usize % 16]));
                }
                _ => self.0.push(character),
            }
        }
        self.0.push('"');
        self
    }

    fn answer(&mut self, answer: &Answer) -> &mut Self {
        match answer {
            Answer::Score(score) => self.member("score").number((*score).into()),
            Answer::Text(text) => self.member("text").text(text),
            Answer::Yes(yes) => self.member("yes").truth(*yes),
            Answer::Chosen(chosen) => {
                self.member("chosen").literal("{").member("options").literal("[");
                for option in &chosen.options {
                    self.member("").text(option.as_str());
                }
                self.literal("]");
                if let Some(other) = &chosen.other {
                    self.member("other").text(other);
                }
                self.literal("}")
            }
            Answer::Gap(expected, got) => {
                self.member("gap").literal("[");
                for score in [expected, got] {
                    match score {
                        Some(score) => self.member("").number((*score).into()),
                        None => self.member("").literal("null"),
                    };
                }
                self.literal("]")
            }
            Answer::Points(points) => {
                self.member("points").literal("{");
                for (item, points) in points.iter() {
                    self.member(item.as_str()).number((*points).into());
                }
                self.literal("}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{answer::Chosen, targeting::Chance, wire::NewResponse};

    /// What the server reads must be what the widget meant.
    fn check(answers: Answers, fields: Fields, path: Option<&str>, width: i64, device: Device) {
        for private in [false, true] {
            let person = (!private).then_some("cust\"7\"");
            let body = Body {
                id: "0193a5f2-7b1c-7fff-bfff-ffffffffffff",
                survey: 9_007_199_254_740_991,
                version: 3,
                sequence: 2,
                complete: true,
                answers: &answers,
                fields: &fields,
                person,
                private,
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
                fields: fields.clone(),
                person: person.map(Into::into),
                private,
                language: "pt-BR".try_into().unwrap(),
                path: path.map(Into::into),
                device,
                chance: Chance::try_from(0.25).unwrap(),
                elapsed: 4_000_000_000,
            };
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn the_server_reads_what_was_answered() {
        let text = |text: &str| Answers::from([("why".try_into().unwrap(), Answer::Text(text.into()))]);
        let fields = |all: &[(&str, &str)]| -> Fields {
            all.iter().map(|(id, value)| ((*id).try_into().unwrap(), String::from(*value))).collect()
        };
        check(Answers::new(), fields(&[]), None, 0, Device::Phone);
        check(Answers::new(), fields(&[("plan", "pro")]), Some("/a\"b\\c"), 480, Device::Phone);
        check(text("\"'\\/</script>&\u{2028}\u{2029}"), fields(&[("a", "\n"), ("b", "")]), None, 481, Device::Tablet);
        check(text("\0\t\r\n\u{1f}\u{7f}\u{80}\u{feff}\u{fffd}"), fields(&[]), Some("/%C3%B1"), 1024, Device::Tablet);
        check(text("👩‍👩‍👧 مرحبا e\u{301}"), fields(&[]), Some("/"), 1025, Device::Desktop);
        let option = |id: &str| id.try_into().unwrap();
        let chosen = |options: &[&str], other: Option<&str>| {
            Answer::Chosen(Chosen {
                options: options.iter().map(|id| option(id)).collect(),
                other: other.map(Into::into),
            })
        };
        let all = [
            ("a".try_into().unwrap(), Answer::Score(0)),
            ("b".try_into().unwrap(), chosen(&["price"], None)),
            ("c".try_into().unwrap(), Answer::Text("x".into())),
            ("d".try_into().unwrap(), chosen(&["price", "speed"], Some("\"other\""))),
            ("e".try_into().unwrap(), chosen(&[], Some(""))),
            ("f".try_into().unwrap(), Answer::Yes(true)),
            ("g".try_into().unwrap(), Answer::Gap(Some(7), Some(1))),
            ("h".try_into().unwrap(), Answer::Gap(None, Some(1))),
            ("i".try_into().unwrap(), Answer::Points([(option("price"), 100), (option("speed"), 0)].into())),
        ];
        check(all.into(), fields(&[]), None, i64::MAX, Device::Desktop);
    }
}

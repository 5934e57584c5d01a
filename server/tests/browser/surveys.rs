//! The surveys that the stories ask, as a team would write them.

use serde_json::{Value, json};
use shared::definition::Definition;

/// The question that [`checkout`] opens with.
pub const RECOMMEND: &str = "How likely are you to recommend Lumen to a friend?";
/// The same in Spanish.
pub const RECOMMEND_ES: &str = "¿Con qué probabilidad recomendarías Lumen a un amigo?";
/// What it asks whoever gave 0 to 6.
pub const OBSTACLE: &str = "What got in the way?";
/// What it asks everybody at the end.
pub const COMMENT: &str = "What should we do better?";
/// How it says thank you.
pub const THANKS: &str = "Thank you. We read every answer.";

/// The pages that [`checkout`] asks on.
const CHECKOUT_PAGES: [&str; 3] = ["/checkout*", "/es/checkout*", "/strict.html"];

/// NPS at the checkout, a second after it was opened; a choice for detractors, and a comment.
pub fn checkout() -> Definition {
    let questions = json!([
        {
            "id": "score", "title": text(RECOMMEND, RECOMMEND_ES), "required": true,
            "kind": { "type": "nps", "low": text("Not at all", "Nada"), "high": text("Very", "Mucho") },
            "branches": [{ "when": [{ "question": "score", "is": { "score": [7, 10] } }], "to": { "question": "comment" } }],
        },
        {
            "id": "obstacle", "title": text(OBSTACLE, "¿Qué ha fallado?"), "required": false,
            "kind": { "type": "choice", "options": [
                { "id": "price", "label": text("The price", "El precio") },
                { "id": "delivery", "label": text("It took too long", "Tardó demasiado") },
            ] },
        },
        {
            "id": "comment", "title": text(COMMENT, "¿Qué deberíamos hacer mejor?"), "required": false,
            "kind": { "type": "text", "placeholder": text("Tell us what happened", "Cuéntanos qué pasó"), "most": 500 },
        },
    ]);
    let thanks = text(THANKS, "Gracias. Leemos todas las respuestas.");
    define(&json!(["en", "es"]), &questions, &thanks, &rules(&CHECKOUT_PAGES, 1, 1.0), "popover")
}

/// The same, asked of one visitor in four.
pub fn checkout_sampled() -> Definition {
    let mut definition = serde_json::to_value(checkout()).expect("a survey can be written");
    definition["targeting"]["chance"] = json!(0.25);
    read(definition)
}

/// What [`another`] asks.
pub const ANOTHER: &str = "Would you come back?";

/// A second survey, for every page: asked at once where the first one is not.
pub fn another() -> Definition {
    let questions = json!([{
        "id": "again", "title": text(ANOTHER, "¿Volverías?"), "required": true,
        "kind": { "type": "nps", "low": text("Not at all", "Nada"), "high": text("Very", "Mucho") },
    }]);
    let thanks = text(THANKS, "Gracias. Leemos todas las respuestas.");
    define(&json!(["en", "es"]), &questions, &thanks, &rules(&[], 1, 1.0), "popover")
}

/// What [`help`] asks.
pub const EASE: &str = "It was easy to find what I was looking for.";

/// CES behind a tab on the help page.
pub fn help() -> Definition {
    let questions = json!([{
        "id": "ease", "title": text(EASE, "Fue fácil encontrar lo que buscaba."), "required": true,
        "kind": { "type": "ces", "low": text("Not true", "No es cierto"), "high": text("True", "Es cierto") },
    }]);
    let thanks = text(THANKS, "Gracias. Leemos todas las respuestas.");
    define(&json!(["en", "es"]), &questions, &thanks, &rules(&["/help*"], 0, 1.0), "tab")
}

/// A survey that is being written: in English, asked of everybody at once on every page, as often as they come.
pub struct Draft(Value);

impl Draft {
    /// One that asks these questions; what every question must have besides its kind is added.
    pub fn asking(questions: &Value) -> Self {
        let complete = |question: &Value| {
            let mut all = json!({ "title": "", "required": false });
            add(&mut all, question);
            all
        };
        let questions: Vec<Value> = questions.as_array().into_iter().flatten().map(complete).collect();
        Self(json!({
            "languages": ["en"],
            "survey": { "questions": in_english(&json!(questions)), "thanks": { "en": THANKS } },
            "targeting": { "delay": 0, "chance": 1.0, "again": { "answered": 0, "dismissed": 0 } },
            "appearance": {},
        }))
    }

    /// One that asks how likely it is that the visitor comes back, and calls itself by a name.
    pub fn called(name: &str) -> Self {
        let kind = json!({ "type": "nps", "low": "Not at all", "high": "Very" });
        Self::asking(&json!([{ "id": "again", "title": name, "kind": kind }]))
    }

    /// With fields, endings or another thank-you.
    pub fn saying(mut self, more: &Value) -> Self {
        add(&mut self.0["survey"], &in_english(more));
        self
    }

    /// With these rules.
    pub fn when(mut self, rules: &Value) -> Self {
        add(&mut self.0["targeting"], rules);
        self
    }

    /// With this look.
    pub fn looking(mut self, look: &Value) -> Self {
        add(&mut self.0["appearance"], look);
        self
    }

    /// With these languages instead of English; `texts` says the same in each of them.
    pub fn speaking(mut self, languages: &[&str], texts: impl Fn(&str, &str) -> String) -> Self {
        self.0["languages"] = json!(languages);
        translate(&mut self.0["survey"], &|english| {
            json!(languages.iter().map(|tag| (*tag, texts(tag, english))).collect::<std::collections::BTreeMap<_, _>>())
        });
        self
    }

    /// The survey.
    pub fn done(self) -> Definition {
        read(self.0)
    }
}

/// Members that hold a text where a survey is asked, and one for each language where it is written.
const TEXTS: [&str; 11] =
    ["title", "note", "low", "high", "label", "other", "placeholder", "expectation", "perception", "thanks", "text"];

fn add(to: &mut Value, more: &Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        to[name] = value.clone();
    }
}

fn in_english(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(in_english).collect(),
        Value::Object(all) => {
            let member = |(name, value): (&String, &Value)| match value {
                Value::String(text) if TEXTS.contains(&name.as_str()) => (name.clone(), json!({ "en": text })),
                _ => (name.clone(), in_english(value)),
            };
            all.iter().map(member).collect()
        }
        _ => value.clone(),
    }
}

fn translate(value: &mut Value, into: &impl Fn(&str) -> Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|one| translate(one, into)),
        Value::Object(all) => match all.get("en").and_then(Value::as_str).map(str::to_owned) {
            Some(english) => *value = into(&english),
            None => all.values_mut().for_each(|one| translate(one, into)),
        },
        _ => {}
    }
}

/// Every kind of question, one after another, at once.
pub fn every_kind() -> Draft {
    let kinds = json!({
        "faces": { "type": "csat", "style": "faces", "low": "Poor", "high": "Great" },
        "stars": { "type": "csat", "style": "stars", "low": "Poor", "high": "Great" },
        "numbers": { "type": "csat", "style": "numbers", "low": "Poor", "high": "Great" },
        "ces": { "type": "ces", "low": "Not at all", "high": "Very much" },
        "ces5": { "type": "ces", "points": "five", "low": "Not at all", "high": "Very much" },
        "nps": { "type": "nps", "low": "Not at all", "high": "Very much" },
        "thumbs": { "type": "thumbs", "low": "No", "high": "Yes" },
        "rating": { "type": "rating", "points": 10, "low": "Dark", "high": "Bright" },
        "choice": { "type": "choice", "options": options(&[
            "The price", "The lamps", "The people who answered when something was broken",
        ]) },
        "other": { "type": "choice", "options": options(&["Advice", "A gift"]), "other": "Something else" },
        "several": {
            "type": "choice", "options": options(&["Kitchen", "Bedroom", "Garden", "Office"]),
            "several": { "least": 2, "most": 3 },
        },
        "shuffled": { "type": "choice", "options": options(&["A", "B", "C", "D", "E", "F", "G"]), "shuffled": true },
        "email": { "type": "text", "placeholder": "ana@example.com", "most": 100, "format": "email" },
        "number": { "type": "text", "placeholder": "", "most": 10, "format": "number" },
        "short": { "type": "text", "placeholder": "", "least": 5, "most": 60, "format": "short" },
        "consent": { "type": "consent", "label": "You may quote me." },
        "gap": {
            "type": "gap", "expectation": "A good shop answers at once", "perception": "Lumen answers at once",
            "low": "Not true", "high": "True",
        },
        "importance": { "type": "importance", "items": options(&["Light", "Looks", "Price"]) },
        "statement": { "type": "statement" },
        "link": { "type": "link", "label": "The catalogue", "address": "https://lumen.example/catalogue" },
        "text": { "type": "text", "placeholder": "A few words", "most": 40 },
    });
    let question = |id: &str| {
        let note = if id == "statement" { "Two more, and you are done." } else { "" };
        json!({ "id": id, "title": title(id), "note": note, "required": id != "numbers" && id != "link", "kind": kinds[id] })
    };
    Draft::asking(&KINDS.iter().map(|id| question(id)).collect())
}

/// The questions of [`every_kind`], in order.
pub const KINDS: [&str; 21] = [
    "faces",
    "stars",
    "numbers",
    "ces",
    "ces5",
    "nps",
    "thumbs",
    "rating",
    "choice",
    "other",
    "several",
    "shuffled",
    "email",
    "number",
    "short",
    "consent",
    "gap",
    "importance",
    "statement",
    "link",
    "text",
];

fn options(labels: &[&str]) -> Value {
    (1..).zip(labels).map(|(n, label)| json!({ "id": format!("{n}"), "label": label })).collect()
}

/// The title of a question of [`every_kind`].
pub fn title(id: &str) -> String {
    format!("How was the visit, all in all, as {id}?")
}

fn text(english: &str, spanish: &str) -> Value {
    json!({ "en": english, "es": spanish })
}

fn rules(pages: &[&str], delay: u16, chance: f64) -> Value {
    json!({
        "include": pages, "exclude": [], "delay": delay, "chance": chance,
        "again": { "answered": null, "dismissed": 90 },
    })
}

fn define(languages: &Value, questions: &Value, thanks: &Value, rules: &Value, display: &str) -> Definition {
    read(json!({
        "languages": languages,
        "survey": { "questions": questions, "thanks": thanks },
        "targeting": rules,
        "appearance": { "display": display, "place": "bottom_end" },
    }))
}

fn read(definition: Value) -> Definition {
    serde_json::from_value(definition).expect("a valid survey")
}

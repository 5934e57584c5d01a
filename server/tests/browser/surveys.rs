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

/// Every kind of question, one after another, at once.
pub fn every_kind() -> Definition {
    let english = |text: &str| json!({ "en": text });
    let question = |id: &str, required: bool, kind: Value| json!({ "id": id, "title": english(&title(id)), "required": required, "kind": kind });
    let scale = |kind: &str| json!({ "type": kind, "low": english("Not at all"), "high": english("Very much") });
    let csat =
        |style: &str| json!({ "type": "csat", "style": style, "low": english("Poor"), "high": english("Great") });
    let options = ["The price", "The lamps", "The people who answered when something was broken"];
    let options: Vec<_> =
        (1..).zip(options).map(|(n, label)| json!({ "id": n.to_string(), "label": english(label) })).collect();
    let questions = json!([
        question("faces", true, csat("faces")),
        question("stars", true, csat("stars")),
        question("numbers", false, csat("numbers")),
        question("ces", true, scale("ces")),
        question("nps", true, scale("nps")),
        question("choice", true, json!({ "type": "choice", "options": options })),
        question("text", true, json!({ "type": "text", "placeholder": english("A few words"), "most": 40 })),
    ]);
    define(&json!(["en"]), &questions, &english(THANKS), &rules(&[], 0, 1.0), "popover")
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

//! Every kind of answer, stored and counted, and replaced by a newer one without a trace.

use crate::{
    app::on_both,
    rollups::{Figures, assert_rollups_equal_rows, counted},
};
use serde_json::{Value, json};
use shared::definition::Definition;
use uuid::Uuid;

/// A survey with a question of every kind, a page each unless it says otherwise, and two fields.
pub fn every_kind() -> Definition {
    let text = |text: &str| json!({ "en": text, "es": format!("es: {text}") });
    let options = |all: &[&str]| -> Value {
        all.iter().map(|id| json!({ "id": id, "label": text(&format!("The {id}")) })).collect()
    };
    let ends = |kind: &str| json!({ "type": kind, "low": text("Low"), "high": text("High") });
    let with = |mut kind: Value, more: Value| {
        kind.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        kind
    };
    let question = |id: &str, kind: Value| json!({ "id": id, "title": text(&format!("About {id}")), "required": false, "kind": kind });
    let field = |format: &str, most: u16| json!({ "type": "text", "placeholder": {}, "most": most, "format": format });
    let together = |question: Value| with(question, json!({ "together": true }));
    let questions = json!([
        question("nps", ends("nps")),
        together(question("csat", with(ends("csat"), json!({ "style": "faces" })))),
        question("ces", with(ends("ces"), json!({ "points": "five" }))),
        question("thumbs", ends("thumbs")),
        question("rating", with(ends("rating"), json!({ "points": 11 }))),
        question(
            "one",
            json!({ "type": "choice", "options": options(&["price", "speed", "staff"]), "shuffled": true, "other": text("Other") })
        ),
        question(
            "many",
            json!({ "type": "choice", "options": options(&["a", "b", "c"]), "several": { "least": 2, "most": 3 }, "other": text("Other") })
        ),
        question("gap", with(ends("gap"), json!({ "expectation": text("Expected"), "perception": text("Got") }))),
        question("points", json!({ "type": "importance", "items": options(&["price", "speed", "help"]) })),
        question("terms", json!({ "type": "consent", "label": text("I agree") })),
        question("mail", field("email", 100)),
        question("age", field("number", 5)),
        question("said", json!({ "type": "statement" })),
        together(question(
            "more",
            json!({ "type": "link", "label": text("Read on"), "address": "https://example.com/" })
        )),
        question("comment", field("long", 2000)),
    ]);
    let thanks = text("Thank you, {{plan|friend}}");
    let survey = json!({ "fields": ["plan", "city"], "questions": questions, "thanks": thanks });
    let definition = json!({
        "languages": ["en", "es"], "survey": survey, "appearance": {},
        "targeting": { "delay": 0, "chance": 1.0, "again": { "answered": null, "dismissed": 90 } }
    });
    serde_json::from_value(definition).expect("a valid survey")
}

/// What the counters say of one response with these answers.
pub fn figures(scores: &[(&str, i64)], choices: &[(&str, &str, i64)], funnel: [i64; 4]) -> Figures {
    Figures {
        scores: scores.iter().map(|(question, score)| (((*question).to_owned(), *score), 1)).collect(),
        choices: choices
            .iter()
            .map(|(question, choice, n)| (((*question).to_owned(), (*choice).to_owned()), *n))
            .collect(),
        funnel,
    }
}

#[test]
fn newer_answers_leave_nothing_of_older_ones_in_the_counters() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        let nothing = || (json!({}), figures(&[], &[], [1, 0, 0, 0]));
        let scored = |id: &str, score: i64| {
            (json!({ id: { "score": score } }), figures(&[(id, score)], &[], [1, i64::from(id == "nps"), 0, 0]))
        };
        let chosen = |id: &str, chosen: Value, counted: &[&str], words: i64| {
            let counted: Vec<_> = counted.iter().map(|choice| (id, *choice, 1)).collect();
            (json!({ id: { "chosen": chosen } }), figures(&[], &counted, [1, 0, words, 0]))
        };
        let gap = |expected: i64, got: i64| {
            let scores = [("gap.expectation", expected), ("gap.perception", got)];
            (json!({ "gap": { "gap": [expected, got] } }), figures(&scores, &[], [1, 0, 0, 0]))
        };
        let points = |all: &[(&str, i64)]| {
            let answer: serde_json::Map<_, _> = all.iter().map(|(id, n)| ((*id).to_owned(), json!(n))).collect();
            let counted: Vec<_> = all.iter().filter(|(_, n)| *n > 0).map(|(id, n)| ("points", *id, *n)).collect();
            (json!({ "points": { "points": answer } }), figures(&[], &counted, [1, 0, 0, 0]))
        };
        let text = |id: &str, text: &str| (json!({ id: { "text": text } }), figures(&[], &[], [1, 0, 1, 0]));
        let ways = [
            vec![
                scored("nps", 0),
                scored("nps", 10),
                nothing(),
                scored("csat", 5),
                scored("ces", 1),
                scored("thumbs", 0),
            ],
            vec![scored("thumbs", 1), scored("rating", 0), scored("rating", 10), scored("nps", 7)],
            vec![
                chosen("one", json!({ "options": ["price"] }), &["price"], 0),
                chosen("one", json!({ "options": [], "other": "Colour" }), &["+other"], 1),
                chosen("one", json!({ "options": ["staff"] }), &["staff"], 0),
                chosen("many", json!({ "options": ["c", "a"] }), &["a", "c"], 0),
                chosen("many", json!({ "options": ["b", "a"], "other": "More" }), &["a", "b", "+other"], 1),
                nothing(),
            ],
            vec![gap(7, 1), gap(1, 7), gap(1, 1), nothing(), gap(3, 4)],
            vec![
                points(&[("price", 60), ("speed", 40), ("help", 0)]),
                points(&[("help", 100)]),
                points(&[("price", 1), ("speed", 99)]),
            ],
            vec![
                (json!({ "terms": { "yes": true } }), figures(&[], &[("terms", "yes", 1)], [1, 0, 0, 0])),
                (json!({ "more": { "yes": true } }), figures(&[], &[("more", "yes", 1)], [1, 0, 0, 0])),
                (json!({ "terms": { "yes": false } }), figures(&[], &[], [1, 0, 0, 0])),
            ],
            vec![text("mail", "ana@example.com"), text("age", "42"), text("comment", "Fine"), nothing()],
        ];
        for way in ways {
            let id = Uuid::now_v7();
            for (sequence, (answers, expected)) in (1..).zip(way) {
                let sent = json!({
                    "id": id, "survey": asked.survey, "version": 1, "sequence": sequence, "complete": false,
                    "answers": answers, "language": "en", "path": null, "device": "phone", "chance": 1, "elapsed": 1
                });
                assert_eq!(app.post("/w/shop/responses", &sent).status, 201, "{answers}");
                let connection = &mut app.connection();
                assert_eq!(counted(connection), expected, "{answers}");
                assert_rollups_equal_rows(&app.db);
            }
            // The next way starts from nothing.
            wipe(&mut app.connection());
        }
    });
}

fn wipe(connection: &mut server::db::connection::AnyConnection) {
    use diesel::prelude::*;
    use server::db::schema::{comment, response, rollup_choice, rollup_funnel, rollup_score};
    diesel::delete(comment::table).execute(connection).unwrap();
    diesel::delete(response::table).execute(connection).unwrap();
    diesel::delete(rollup_score::table).execute(connection).unwrap();
    diesel::delete(rollup_choice::table).execute(connection).unwrap();
    diesel::delete(rollup_funnel::table).execute(connection).unwrap();
}

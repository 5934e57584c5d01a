//! What the pages of a survey and its questions tell, held against what was sent.

use crate::{
    app::{Asked, TestApp, on_both},
    kinds::every_kind,
};
use serde_json::{Value, json};
use server::db::surveys;
use uuid::Uuid;

fn send(app: &TestApp, asked: &Asked, version: i32, elapsed: u32, language: &str, answers: &Value) {
    let body = json!({
        "id": Uuid::now_v7(), "survey": asked.survey, "version": version, "sequence": 1, "complete": true,
        "answers": answers, "language": language, "path": "/checkout", "device": "desktop", "chance": 1,
        "elapsed": elapsed
    });
    let sent = app.post("/w/shop/responses", &body);
    assert_eq!(sent.status, 201, "{body}: {}", sent.body);
}

fn shows(app: &TestApp, path: &str, expected: &[&str]) -> String {
    let page = app.get(path);
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    for text in expected {
        assert!(page.body.contains(text), "{path} lacks {text}: {}", page.body);
    }
    page.body
}

#[test]
fn every_question_of_a_survey_tells_what_was_answered() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &every_kind());
        let results = format!("/sites/shop/surveys/{}/results", asked.survey);
        let silent = shows(app, &results, &["Results of Checkout NPS", "No answers in this period.", "0 responses"]);
        assert!(!silent.contains("class=\"value\""), "nothing is told of nothing");
        for n in 0..10_u32 {
            let answers = json!({
                "nps": { "score": if n < 7 { 10 } else { 0 } },
                "csat": { "score": 4 + n % 2 },
                "one": { "chosen": { "options": [if n < 8 { "price" } else { "speed" }] } },
                "many": { "chosen": { "options": ["a", "b"] } },
                "gap": { "gap": [7, 5] },
                "points": { "points": { "price": 75, "speed": 25 } },
                "terms": { "yes": true },
                "comment": { "text": "Something" }
            });
            send(app, &asked, 1, 1_000 * (n + 1), ["en", "es"][n as usize % 2], &answers);
        }
        let page = shows(
            app,
            &results,
            &[
                "10 responses",
                "+40",
                "100 × (7 − 3) ÷ 10 = +40",
                "About one",
                "The price",
                "<b>80\u{a0}%</b>",
                "49 – 95\u{a0}%",
                "About gap",
                "7.0",
                "5.0",
                "Yes: 100\u{a0}% of all who began",
                "answers in words",
                "5\u{a0}s",
                "a half took 3\u{a0}s to 8\u{a0}s",
            ],
        );
        let at = |title: &str| page.find(title).unwrap_or_else(|| panic!("no {title} in {page}"));
        assert!(at("About nps") < at("About csat") && at("About csat") < at("About comment"), "in the survey's order");
        assert!(!page.contains("About said"), "a statement asks nothing");
        shows(app, &format!("{results}?language=es"), &["5 responses", "n\u{a0}=\u{a0}5"]);
        let one = format!("/sites/shop/surveys/{}/questions", asked.survey);
        shows(app, &format!("{one}/nps"), &["NPS per day", "As a table", "device", "desktop", "language", "version"]);
        shows(app, &format!("{one}/one"), &["The price", "80\u{a0}%"]);
        app.site("other");
        for foreign in [&results, &format!("{one}/nps")] {
            assert_eq!(app.get(&foreign.replace("shop", "other")).status, 404, "{foreign}");
        }
        for unknown in ["nothing", "Not%20an%20id"] {
            assert_eq!(app.get(&format!("{one}/{unknown}")).status, 404, "{unknown}");
        }
    });
}

#[test]
fn a_trend_marks_what_was_published_within_it() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        let connection = &mut app.connection();
        let survey = surveys::one(connection, site, asked.survey).unwrap().unwrap();
        let mut draft = serde_json::to_value(&survey.draft).unwrap();
        draft["survey"]["thanks"] = json!({ "en": "Thanks a lot" });
        let draft = serde_json::from_value(draft).unwrap();
        surveys::save(connection, site, asked.survey, survey.revision, "Checkout NPS", &draft).unwrap();
        let now = server::clock::now();
        surveys::publish(connection, site, asked.survey, survey.revision + 1, now).unwrap();
        app.forget();
        for version in [1, 2] {
            for score in [10, 9, 8, 7, 3] {
                send(app, &asked, version, 900, "en", &json!({ "score": { "score": score } }));
            }
        }
        let marked = ["class=\"published\"", "Checkout NPS, version 2: "];
        shows(app, &format!("/sites/shop/surveys/{}/questions/score", asked.survey), &marked);
        let page = shows(app, &format!("/sites/shop/touchpoints/{}", asked.touchpoint), &marked);
        assert!(!page.contains("Checkout NPS, version 1: "), "it was published long before");
        let of_second = format!("/sites/shop/surveys/{}/results?version=2", asked.survey);
        shows(app, &of_second, &["5 responses", "n\u{a0}=\u{a0}5"]);
    });
}

#[test]
fn words_that_set_low_scores_apart_lead_to_their_comments() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        let page = format!("/sites/shop/touchpoints/{}", asked.touchpoint);
        let say = |score: u8, text: &str| {
            send(app, &asked, 1, 900, "en", &json!({ "score": { "score": score }, "comment": { "text": text } }));
        };
        for n in 0..20 {
            say(2, if n < 4 { "the courier was rude" } else { "the delivery was <late>" });
            say(10, "the delivery was quick");
        }
        let comments =
            format!("/sites/shop/comments?status=all&#38;touchpoint={}&#38;days=30&#38;q=", asked.touchpoint);
        let late = format!("<a href=\"{comments}late\"><b><bdi lang=\"en\">late</bdi></b></a>");
        let quick = format!("{comments}quick");
        let body = shows(app, &page, &[&late, &quick, "in 16 low, 0 high"]);
        assert!(!body.contains("q=rude"), "four people could be known by it");
        assert!(!body.contains("q=delivery") && !body.contains("q=the\""), "both say it");
        let question = format!("/sites/shop/surveys/{}/questions/score", asked.survey);
        shows(app, &question, &["q=late", &format!("survey={}", asked.survey)]);
    });
}

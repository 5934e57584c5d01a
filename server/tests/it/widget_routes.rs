//! What a visitor's page fetches.

use crate::app::on_both;
use serde_json::{Value, json};

#[test]
fn a_form_is_served_in_the_best_language_there_is() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let check = |wanted: &str, language: &str, title: &str| {
            let reply = app.get(&format!("/w/shop/forms/{}/1/{wanted}", asked.survey));
            assert_eq!(reply.status, 200, "{}", reply.body);
            assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
            assert_eq!(reply.header("set-cookie"), None);
            let form: Value = serde_json::from_str(&reply.body).unwrap();
            assert_eq!(
                (&form["language"], &form["survey"]["questions"][0]["title"]),
                (&json!(language), &json!(title))
            );
        };
        check("en", "en", "How likely?");
        check("es-MX", "es", "¿Cómo de probable?");
        check("ja", "en", "How likely?");
        for missing in ["shop/forms/999/1/en", "shop/forms/1/9/en", "other/forms/1/1/en"] {
            assert_eq!(app.get(&format!("/w/{missing}")).status, 404, "{missing}");
        }
    });
}

#[test]
fn who_programs_a_site_gets_the_types_of_its_script() {
    on_both(|app| {
        let reply = app.get("/w/opina.d.ts");
        match server::assets::WIDGET {
            Some(_) => assert!(reply.body.contains("type OpinaAnswers"), "{}", reply.body),
            None => assert_eq!(reply.status, 404, "there is no widget inside"),
        }
    });
}

#[test]
fn the_page_that_loads_the_script_is_seen_without_its_query() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.ask(site);
        let referer = ("referer", "https://shop.example.com/checkout?token=secret");
        let script = app.get_with("/w/shop.js", &[referer]);
        assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
        let tag = script.header("etag").unwrap();
        assert_eq!(app.get_with("/w/shop.js", &[("if-none-match", tag)]).status, 304);
        assert_eq!(app.get("/w/nobody.js").status, 404);
        // Stored in order with answers, so an answer's 201 says that it is there.
        let answer = json!({
            "id": uuid::Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
            "answers": { "score": { "score": 9 } }, "language": "en", "path": null, "device": "phone",
            "chance": 1, "elapsed": 1
        });
        assert_eq!(app.post("/w/shop/responses", &answer).status, 201);
        let seen = server::db::sites::sightings(&mut app.connection(), site, 10).unwrap();
        assert_eq!(seen.iter().map(|one| one.page.as_str()).collect::<Vec<_>>(), ["https://shop.example.com/checkout"]);
    });
}

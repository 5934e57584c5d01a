//! What holds surveys back: the schedule and the quota, which the server watches over, and the gates that pages tell of.

use crate::{
    app::{Asked, TestApp, nps, on_both},
    rollups::{assert_rollups_equal_rows, counted},
};
use diesel::prelude::*;
use serde_json::{Value, json};
use server::{clock, db::schema::trace_link};
use shared::targeting::Gate;
use std::thread;
use uuid::Uuid;

/// Publishes a survey with these rules besides its own.
fn with(app: &TestApp, site: i64, targeting: Value) -> Asked {
    let mut definition = serde_json::to_value(nps()).unwrap();
    definition["targeting"].as_object_mut().unwrap().extend(targeting.as_object().unwrap().clone());
    app.publish(site, &serde_json::from_value(definition).unwrap())
}

fn body(asked: &Asked, version: i32, id: Uuid, sequence: u16, score: u8) -> Value {
    json!({
        "id": id, "survey": asked.survey, "version": version, "sequence": sequence, "complete": sequence > 1,
        "answers": { "score": { "score": score } }, "language": "en", "path": "/checkout", "device": "desktop",
        "chance": 1, "elapsed": 1
    })
}

/// Publishes the same survey again with other rules.
fn publish_again(app: &TestApp, site: i64, asked: &Asked, targeting: Value) {
    use server::db::surveys;
    let connection = &mut app.connection();
    let survey = surveys::one(connection, site, asked.survey).unwrap().unwrap();
    let mut draft = serde_json::to_value(&survey.draft).unwrap();
    draft["targeting"].as_object_mut().unwrap().extend(targeting.as_object().unwrap().clone());
    let draft = serde_json::from_value(draft).unwrap();
    surveys::save(connection, site, asked.survey, survey.revision, "NPS", &draft).unwrap();
    surveys::publish(connection, site, asked.survey, survey.revision + 1, 1).unwrap();
    app.forget();
}

/// The surveys that a page is told of; without the widget inside, nobody is told of any.
fn told(app: &TestApp) -> Vec<i64> {
    app.forget();
    let script = app.get("/w/shop.js").body;
    let Some((_, rest)) = script.split_once("\"surveys\":") else { return Vec::new() };
    let surveys: Vec<Value> = serde_json::Deserializer::from_str(rest).into_iter().next().unwrap().unwrap();
    surveys.iter().map(|survey| survey["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_survey_runs_between_its_days() {
    on_both(|app| {
        let (site, now) = (app.site("shop"), clock::now());
        let hour = clock::HOUR;
        let check = |rules: Value, status: u16, is_told: bool| {
            let asked = with(app, site, rules.clone());
            let sent = app.post("/w/shop/responses", &body(&asked, 1, Uuid::now_v7(), 1, 9));
            assert_eq!(sent.status, status, "{rules}: {}", sent.body);
            if server::assets::WIDGET.is_some() {
                assert_eq!(told(app).contains(&asked.survey), is_told, "{rules}");
            }
        };
        check(json!({}), 201, true);
        check(json!({ "from": now - hour, "until": now + hour }), 201, true);
        // Browsers keep what they are told for up to a day, so a survey is told of before it begins.
        check(json!({ "from": now + hour }), 410, true);
        check(json!({ "from": now + 48 * hour }), 410, false);
        check(json!({ "until": now - 1 }), 410, false);
    });
}

#[test]
fn what_was_begun_in_time_can_be_completed() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = with(app, site, json!({}));
        let id = Uuid::now_v7();
        assert_eq!(app.post("/w/shop/responses", &body(&asked, 1, id, 1, 3)).status, 201);
        publish_again(app, site, &asked, json!({ "until": clock::now() - 1 }));
        assert_eq!(app.post("/w/shop/responses", &body(&asked, 1, Uuid::now_v7(), 1, 5)).status, 410);
        assert_eq!(app.post("/w/shop/responses", &body(&asked, 1, id, 2, 9)).status, 201);
        assert_eq!(app.post("/w/shop/responses", &body(&asked, 1, id, 2, 9)).status, 200);
        assert_rollups_equal_rows(&app.db);
        assert_eq!(counted(&mut app.connection()).funnel, [1, 1, 0, 1]);
    });
}

#[test]
fn not_one_response_too_many_is_taken() {
    const QUOTA: usize = 10;
    on_both(|app| {
        let site = app.site("shop");
        let asked = with(app, site, json!({ "quota": QUOTA }));
        let url = format!("{}/w/shop/responses", app.base);
        let post = |sent: Value| {
            let request = ureq::post(&url).config().http_status_as_error(false).build();
            let request = request.header("origin", "https://shop.example.com").header("content-type", "text/plain");
            request.send(sent.to_string()).unwrap().status().as_u16()
        };
        let all_at_once = |asked: &Asked, version: i32| -> Vec<u16> {
            thread::scope(|scope| {
                let send = |_| scope.spawn(|| post(body(asked, version, Uuid::now_v7(), 1, 9)));
                let threads: Vec<_> = (0..40).map(send).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            })
        };
        let statuses = all_at_once(&asked, 1);
        let taken = statuses.iter().filter(|status| **status == 201).count();
        assert_eq!((taken, statuses.iter().filter(|status| **status == 410).count()), (QUOTA, 40 - QUOTA));
        assert_eq!(counted(&mut app.connection()).funnel[0], QUOTA as i64);
        if server::assets::WIDGET.is_some() {
            assert_eq!(told(app), [0; 0]);
        }
        // The quota is the survey's: a new version with a higher one takes the rest, answers to the old one too.
        publish_again(app, site, &asked, json!({ "quota": QUOTA + 2 }));
        assert_eq!(post(body(&asked, 1, Uuid::now_v7(), 1, 0)), 201);
        let statuses = all_at_once(&asked, 2);
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1);
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn what_held_a_survey_back_is_counted_and_explained() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = with(app, site, json!({}));
        app.sign_in();
        let address = format!("/sites/shop/surveys/{}/reach", asked.survey);
        let silent = app.get(&address);
        assert_eq!((silent.status, silent.body.contains("Nothing counted")), (200, true), "{}", silent.body);
        assert!(silent.body.contains(&format!("{}/s/{}", app.base, asked.slug)), "{}", silent.body);
        for page in ["/sites/shop/surveys".to_owned(), format!("/sites/shop/surveys/{}", asked.survey)] {
            assert!(app.get(&page).body.contains(&address), "{page}");
        }
        assert_eq!(app.get("/sites/shop/surveys/999/reach").status, 404);

        let mut events: Vec<Value> =
            Gate::ALL.iter().map(|gate| json!({ "survey": asked.survey, "event": gate.id(), "n": 10 })).collect();
        events.extend([json!({ "survey": asked.survey, "event": "sample", "n": 100 })]);
        events.extend((0..90).map(|_| json!({ "survey": asked.survey, "event": "shown" })));
        // A survey that is asked no more does not spoil what is told of others.
        events.push(json!({ "survey": 999, "event": "shown" }));
        assert_eq!(app.post("/w/shop/events", &json!(events)).status, 202);
        // Events are stored in order with answers, so an answer's 201 says that they are there.
        assert_eq!(app.post("/w/shop/responses", &body(&asked, 1, Uuid::now_v7(), 1, 9)).status, 201);
        let page = app.get(&format!("{address}?days=7")).body;
        // 15 gates of 10, 100 more for the draw, and 90 that were shown.
        for expected in ["≈\u{a0}340", "≈\u{a0}110", "32\u{a0}%", "26\u{a0}%", "Share of visitors", "#percent"] {
            assert!(page.contains(expected), "{expected} in {page}");
        }
        // Each rule leads to the field that sets it.
        let editor = app.get(&format!("/sites/shop/surveys/{}", asked.survey)).body;
        let own = format!("/surveys/{}#", asked.survey);
        for field in page.split(&own).skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(editor.contains(&format!("id=\"{field}\"")), "{field} in {editor}");
        }
        let stopped = |rules: Value| {
            publish_again(app, site, &asked, rules);
            app.get(&address).body
        };
        assert!(stopped(json!({ "quota": 1 })).contains("all the responses it is to have"));
        assert!(stopped(json!({ "until": 1 })).contains("is over"));
        let place = |gate: &Gate| page.find(&format!("<tr id=\"{}\"", gate.id())).unwrap();
        assert!(Gate::ALL.iter().map(place).is_sorted());
        assert!(!page.contains("style="), "{page}");
    });
}

#[test]
fn a_link_shows_on_a_page_why_for_an_hour() {
    on_both(|app| {
        let site = app.site("shop");
        app.site("other");
        let asked = with(app, site, json!({}));
        app.get_with("/w/shop.js", &[("referer", "https://shop.example.com/checkout")]);
        assert_eq!(app.post("/w/shop/responses", &body(&asked, 1, Uuid::now_v7(), 1, 9)).status, 201);
        app.sign_in();
        let address = format!("/sites/shop/surveys/{}/reach", asked.survey);
        let wrong = app.submit(&address, &[("address", "not a page")]);
        assert_eq!((wrong.status, wrong.body.contains("not a page")), (422, true), "{}", wrong.body);
        let opened = app.submit(&address, &[("address", "https://www.example.com/a?b=1#c")]);
        assert_eq!((opened.status, opened.header("cache-control")), (200, Some("no-store")), "{}", opened.body);
        let token = opened.body.split_once("opina_trace=").unwrap().1;
        let token: String = token.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        assert_eq!(token.len(), 22);
        for link in [
            format!("https://shop.example.com/checkout?opina_trace={token}"),
            format!("https://www.example.com/a?b=1&#38;opina_trace={token}#c"),
        ] {
            assert!(opened.body.contains(&link), "{link} in {}", opened.body);
        }
        assert!(!app.get(&address).body.contains("opina_trace="));

        let panel = |site: &str, token: &str| app.get_with(&format!("/w/{site}/trace/{token}.js"), &[]);
        let shown = panel("shop", &token);
        assert_eq!(shown.status, 200, "{}", shown.body);
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        assert_eq!(shown.header("access-control-allow-origin"), Some("*"));
        if server::assets::WIDGET.is_some() {
            assert!(shown.body.contains("Checkout NPS") && !shown.body.contains("__TRACE__"), "{}", shown.body);
        }
        assert_eq!(panel("other", &token).status, 404);
        assert_eq!(panel("shop", "guessed").status, 404);
        let connection = &mut app.connection();
        let hashes: Vec<Vec<u8>> = trace_link::table.select(trace_link::token_hash).load(connection).unwrap();
        assert!(hashes.iter().all(|hash| hash.len() == 32 && !hash.windows(22).any(|part| part == token.as_bytes())));
        // An hour later it shows nothing, and is gone.
        let ends: i64 = trace_link::table.select(trace_link::expires_at).first(connection).unwrap();
        assert!((clock::HOUR - 60_000..=clock::HOUR).contains(&(ends - clock::now())));
        diesel::update(trace_link::table).set(trace_link::expires_at.eq(clock::now())).execute(connection).unwrap();
        assert_eq!(panel("shop", &token).status, 404);
        assert_eq!(trace_link::table.count().get_result::<i64>(connection).unwrap(), 0);
    });
}

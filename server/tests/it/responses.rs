//! What happens to what a visitor answers.

use crate::{
    app::{Asked, Reply, on_both},
    rollups::{Figures, assert_rollups_equal_rows, recount, rollups},
};
use diesel::prelude::*;
use serde_json::{Value, json};
use server::db::schema::{comment, response};
use std::{
    io::{BufRead, BufReader, Write},
    thread,
};
use uuid::Uuid;

/// A response to [`TestApp::ask`]'s survey.
fn body(asked: &Asked, id: Uuid, sequence: u16, complete: bool, answers: Value) -> Value {
    json!({
        "id": id, "survey": asked.survey, "version": 1, "sequence": sequence, "complete": complete,
        "answers": answers, "language": "en", "path": "/checkout", "device": "desktop", "chance": 0.25, "elapsed": 9000
    })
}

fn promoter(asked: &Asked) -> Value {
    body(asked, Uuid::now_v7(), 1, true, json!({ "score": { "score": 9 } }))
}

#[test]
fn an_answer_is_stored_and_counted_once_however_often_it_is_sent() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let id = Uuid::now_v7();
        let answers = json!({ "score": { "score": 3 }, "why": { "chosen": { "options": ["price"] } }, "comment": { "text": "Too dear 😀" } });
        let sent = body(&asked, id, 1, true, answers);
        assert_eq!(app.post("/w/shop/responses", &sent).status, 201);
        assert_eq!(app.post("/w/shop/responses", &sent).status, 200);
        assert_eq!(app.post("/w/shop/responses", &sent).status, 200);

        let connection = &mut app.connection();
        let (points, choices, funnel) = rollups(connection);
        assert_eq!(points, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(choices, [("price".to_owned(), 1)]);
        assert_eq!(funnel, [0, 0, 1, 1, 1, 1]);
        let stored: (String, i16, Option<String>) = comment::table
            .select((comment::text, comment::score.assume_not_null(), comment::metric))
            .first(connection)
            .unwrap();
        assert_eq!(stored, ("Too dear 😀".to_owned(), 3, Some("nps".to_owned())));
        let stored: (i64, Option<String>, f64) = response::table
            .select((response::touchpoint_id, response::path, response::chance))
            .first(connection)
            .unwrap();
        assert_eq!(stored, (asked.touchpoint, Some("/checkout".to_owned()), 0.25));
    });
}

#[test]
fn another_answer_under_the_same_id_is_a_conflict() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let id = Uuid::now_v7();
        let score = |score: u8| body(&asked, id, 1, true, json!({ "score": { "score": score } }));
        assert_eq!(app.post("/w/shop/responses", &score(9)).status, 201);
        let conflict = app.post("/w/shop/responses", &score(0));
        assert_eq!(conflict.status, 409);
        assert!(conflict.body.contains("another response was stored under this id"), "{}", conflict.body);
        assert_eq!(rollups(&mut app.connection()).0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
        // The same id on another site is another response.
        let other = app.ask(app.site("other"));
        assert_eq!(
            app.post("/w/other/responses", &body(&other, id, 1, true, json!({ "score": { "score": 0 } }))).status,
            201
        );
    });
}

#[test]
fn a_response_grows_while_it_is_answered_and_counts_once() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let id = Uuid::now_v7();
        let send = |sequence, complete, answers| {
            app.post("/w/shop/responses", &body(&asked, id, sequence, complete, answers)).status
        };
        assert_eq!(send(1, false, json!({ "score": { "score": 2 } })), 201);
        assert_eq!(
            send(3, false, json!({ "score": { "score": 2 }, "why": { "chosen": { "options": ["speed"] } } })),
            201
        );
        // It was overtaken on the way: what is stored is newer.
        assert_eq!(send(2, false, json!({ "score": { "score": 4 } })), 200);
        // The visitor went back and changed the score, which leads past the choice.
        assert_eq!(send(4, true, json!({ "score": { "score": 8 }, "comment": { "text": "Fine" } })), 201);
        assert_eq!(send(5, true, json!({ "score": { "score": 1 } })), 409);

        let (points, choices, funnel) = rollups(&mut app.connection());
        assert_eq!(points, [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(choices, []);
        assert_eq!(funnel, [0, 0, 1, 1, 1, 1]);
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn fifty_at_once_under_one_id_store_one() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let sent = promoter(&asked);
        let url = format!("{}/w/shop/responses", app.base);
        let statuses: Vec<u16> = thread::scope(|scope| {
            let post = || {
                let request = ureq::post(&url).header("origin", "https://shop.example.com");
                request.header("content-type", "text/plain").send(sent.to_string()).unwrap().status().as_u16()
            };
            let threads: Vec<_> = (0..50).map(|_| scope.spawn(post)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1);
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 49);
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn a_batch_is_answered_one_by_one() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let (alone, again) = (promoter(&asked), Uuid::now_v7());
        assert_eq!(app.post("/w/shop/responses", &alone).status, 201);
        let grown = |sequence, score: u8| body(&asked, again, sequence, false, json!({ "score": { "score": score } }));
        let batch = json!([
            promoter(&asked),
            alone,
            grown(1, 3),
            grown(2, 4),
            grown(2, 5),
            body(&asked, Uuid::now_v7(), 1, true, json!({ "score": { "score": 11 } })),
            { "id": "nonsense" },
        ]);
        let reply = app.post("/w/shop/responses/batch", &batch);
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(reply.header("access-control-allow-origin"), Some("https://shop.example.com"));
        let replies: Vec<Value> = serde_json::from_str(&reply.body).unwrap();
        let statuses: Vec<_> = replies.iter().map(|one| one["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [201, 200, 201, 201, 409, 422, 422]);
        assert_eq!(replies[0], json!({ "status": 201 }));
        assert!(replies[5]["reason"].as_str().unwrap().contains("does not offer this answer"), "{}", reply.body);
        assert_eq!(rollups(&mut app.connection()).0, [0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0]);
        assert_rollups_equal_rows(&app.db);

        let check = |batch: &Value, status: u16| {
            assert_eq!(app.post("/w/shop/responses/batch", batch).status, status, "{batch:.80}");
        };
        check(&json!([]), 422);
        check(&json!({}), 422);
        check(&Value::from(vec![promoter(&asked); 101]), 422);
        check(&Value::from(vec![promoter(&asked); 100]), 200);
        check(&Value::from("x".repeat(1024 * 1024)), 413);
    });
}

#[test]
fn what_does_not_fit_the_survey_is_refused_with_a_reason() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let id = Uuid::now_v7();
        let check = |answers: Value, complete: bool, status: u16, reason: &str| {
            let reply = app.post("/w/shop/responses", &body(&asked, id, 1, complete, answers.clone()));
            assert_eq!((reply.status, reply.body.contains(reason)), (status, true), "{answers}: {}", reply.body);
        };
        check(json!({}), true, 422, "“score”: it is required");
        check(json!({ "score": { "score": 11 } }), true, 422, "“score”: it does not offer this answer");
        check(json!({ "score": { "score": -1 } }), true, 422, "whole number");
        check(json!({ "score": { "score": 5.5 } }), true, 422, "whole number");
        check(json!({ "score": { "score": "5" } }), true, 422, "invalid type");
        check(json!({ "score": { "score": true } }), true, 422, "invalid type");
        check(json!({ "score": { "score": null } }), true, 422, "invalid type");
        check(json!({ "score": { "chosen": { "options": ["price"] } } }), true, 422, "another kind of answer");
        check(
            json!({ "score": { "score": 9 }, "why": { "chosen": { "options": ["price"] } } }),
            true,
            422,
            "“why” is not asked",
        );
        check(
            json!({ "score": { "score": 2 }, "why": { "chosen": { "options": ["colour"] } } }),
            true,
            422,
            "does not offer",
        );
        check(json!({ "nonsense": { "score": 2 } }), true, 422, "no question “nonsense”");
        check(json!({ "__proto__": { "score": 2 } }), true, 422, "no question");
        check(
            json!({ "score": { "score": 9 }, "comment": { "text": "x".repeat(2001) } }),
            true,
            422,
            "over 2000 characters",
        );
        check(json!({ "score": { "score": 5.0 } }), true, 201, "");
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn bodies_are_read_strictly() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let good = promoter(&asked).to_string();
        let check = |body: &str, status: u16| {
            let headers = [("origin", "https://shop.example.com"), ("content-type", "text/plain")];
            let reply = app.send("/w/shop/responses", &headers, body.as_bytes());
            assert_eq!(reply.status, status, "{}: {}", &body[..body.len().min(80)], reply.body);
        };
        check("", 400);
        check("null", 422);
        check("[]", 422);
        check("123", 422);
        check(&good[..good.len() - 1], 400);
        check(&format!("{good}x"), 400);
        check(&format!("{good}{good}"), 400);
        check(&format!("\u{feff}{good}"), 400);
        check(&good.replacen("{", "{\"id\":\"a\",", 1), 400);
        check(&good.replacen("{", "{\"more\":1,", 1), 422);
        check(&good.replace(r#"{"score":9}"#, r#"{"score":NaN}"#), 400);
        check(&good.replace(r#"{"score":9}"#, r#"{"score":1e400}"#), 400);
        check(&good.replace(r#"{"score":9}"#, r#"{"text":"\ud800"}"#), 400);
        check(&"[".repeat(100_000), 413);
        check(&"[".repeat(60_000), 422);
        check(&good.replace("0.25", "0"), 422);
        check(&good.replace("0.25", "1.5"), 422);
        check(&good.replace("\"id\":\"", "\"id\":\"x"), 422);
        check(&good, 201);
    });
}

#[test]
fn text_is_kept_as_it_was_written() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let check = |written: &str, stored: Option<&str>| {
            let answers = json!({ "score": { "score": 9 }, "comment": { "text": written } });
            assert_eq!(app.post("/w/shop/responses", &body(&asked, Uuid::now_v7(), 1, true, answers)).status, 201);
            let found: Option<String> = comment::table
                .order(comment::response_id.desc())
                .select(comment::text)
                .first(&mut app.connection())
                .optional()
                .unwrap();
            assert_eq!(found.as_deref(), stored, "{written:?}");
            let mut connection = app.connection();
            diesel::delete(comment::table).execute(&mut connection).unwrap();
        };
        check("plain", Some("plain"));
        check(
            "<script>alert(1)</script> {{7*7}} =cmd|' /C calc'!A0",
            Some("<script>alert(1)</script> {{7*7}} =cmd|' /C calc'!A0"),
        );
        check("nul \0 inside", Some("nul \u{fffd} inside"));
        check("family 👨‍👩‍👧 and \u{202e}right to left", Some("family 👨‍👩‍👧 and \u{202e}right to left"));
        check("   \n\t ", None);
    });
}

#[test]
fn only_pages_of_the_site_may_send() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let check = |headers: &[(&str, &str)], status: u16| -> Reply {
            let reply = app.send("/w/shop/responses", headers, promoter(&asked).to_string().as_bytes());
            assert_eq!(reply.status, status, "{headers:?}: {}", reply.body);
            reply
        };
        let plain = ("content-type", "text/plain");
        let shop = ("origin", "https://shop.example.com");
        assert_eq!(check(&[plain, shop], 201).header("access-control-allow-origin"), Some("https://shop.example.com"));
        check(&[plain, ("origin", "https://SHOP.example.com:443")], 201);
        check(&[plain, ("origin", &app.base)], 201);
        for origin in
            ["null", "https://evil.example", "https://shop.example.com.evil.example", "http://shop.example.com"]
        {
            let refused = check(&[plain, ("origin", origin)], 403);
            assert_eq!(refused.header("access-control-allow-origin"), None);
        }
        check(&[plain], 403);
        check(&[shop, ("content-type", "application/json")], 201);
        check(&[shop, ("content-type", "application/x-www-form-urlencoded")], 415);
        check(&[shop, ("content-type", "text/plain; charset=utf-7")], 415);
        check(&[shop, plain, ("content-encoding", "gzip")], 415);
        // A refusal can be read by the page that caused it, and nothing ever allows credentials.
        let refused = app.send("/w/shop/responses", &[shop, plain], b"{}");
        assert_eq!(
            (refused.status, refused.header("access-control-allow-origin")),
            (422, Some("https://shop.example.com"))
        );
        assert_eq!(refused.header("access-control-allow-credentials"), None);
        assert_eq!(refused.header("set-cookie"), None);
    });
}

#[test]
fn a_paused_survey_takes_no_answers_and_a_foreign_one_does_not_exist() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.ask(site);
        let foreign = app.ask(app.site("other"));
        assert_eq!(app.post("/w/shop/responses", &promoter(&foreign)).status, 404);
        assert_eq!(app.post("/w/nowhere/responses", &promoter(&asked)).status, 404);
        server::db::surveys::set_paused(&mut app.connection(), site, asked.survey, true).unwrap();
        app.forget();
        let closed = app.post("/w/shop/responses", &promoter(&asked));
        assert_eq!((closed.status, closed.body.contains("closed")), (410, true), "{}", closed.body);
        assert_eq!(recount(&mut app.connection()), Figures::default());
    });
}

#[test]
fn who_opted_out_is_stored_without_a_name() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &crate::kinds::every_kind());
        let (id, mut sent) = (Uuid::now_v7(), json!({}));
        for (sequence, private) in [(1, false), (2, true)] {
            sent = body(&asked, id, sequence, private, json!({ "nps": { "score": 9 } }));
            let more = json!({ "private": private, "person": "ana", "fields": { "plan": "pro" } });
            sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let reply = app.post("/w/shop/responses", &sent);
            assert_eq!(reply.status, 201, "{}", reply.body);
            type Row = (bool, Option<String>, Option<String>, Option<String>);
            let stored: Row = response::table
                .select((response::private, response::person, response::fields, response::path))
                .first(&mut app.connection())
                .unwrap();
            let known = |text: &str| (!private).then(|| text.to_owned());
            assert_eq!(stored, (private, known("ana"), known(r#"{"plan":"pro"}"#), known("/checkout")));
        }
        assert_eq!(app.post("/w/shop/responses", &sent).status, 200);
    });
}

#[test]
fn being_shown_and_dismissed_is_counted() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let event = |event: &str| json!([{ "survey": asked.survey, "event": event }]);
        assert_eq!(app.post("/w/shop/events", &event("shown")).status, 202);
        assert_eq!(app.post("/w/shop/events", &event("shown")).status, 202);
        assert_eq!(app.post("/w/shop/events", &event("closed")).status, 202);
        assert_eq!(app.post("/w/shop/events", &event("exploded")).status, 422);
        // Events are stored in order with answers, so an answer's 201 says that they are there.
        assert_eq!(app.post("/w/shop/responses", &promoter(&asked)).status, 201);
        assert_eq!(rollups(&mut app.connection()).2, [2, 1, 1, 1, 0, 1]);
    });
}

#[test]
fn a_body_that_never_comes_is_not_waited_for() {
    let app = crate::app::TestApp::start(&crate::app::fresh_sqlite());
    app.ask(app.site("shop"));
    let mut socket = std::net::TcpStream::connect(app.base.trim_start_matches("http://")).unwrap();
    let head = "POST /w/shop/responses HTTP/1.1\r\nHost: x\r\nOrigin: https://shop.example.com\r\n\
                Content-Type: text/plain\r\nContent-Length: 100\r\n\r\n{";
    socket.write_all(head.as_bytes()).unwrap();
    let mut status = String::new();
    BufReader::new(socket).read_line(&mut status).unwrap();
    assert_eq!(status.trim_end(), "HTTP/1.1 408 Request Timeout");
}

//! What happens when more arrives than can be stored.

use crate::app::{Asked, Reply, TestApp, on_both_alone, on_both_with};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use server::db::connection::AnyConnection;
use std::{sync::mpsc, thread};
use uuid::Uuid;

fn promoter(asked: &Asked) -> Value {
    json!({
        "id": Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
        "answers": { "score": { "score": 9 } }, "language": "en", "path": "/checkout", "device": "desktop",
        "chance": 1, "elapsed": 9000
    })
}

/// Keeps the writer from storing anything until it is dropped or told to end.
fn hold(connection: &mut AnyConnection) {
    let lock = match connection {
        AnyConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        AnyConnection::Postgres(_) => "BEGIN; LOCK TABLE response IN ACCESS EXCLUSIVE MODE",
    };
    connection.batch_execute(lock).unwrap();
}

#[test]
fn a_site_that_floods_is_refused_at_once_and_leaves_room_for_others() {
    // Four places for one site that floods: half of the queue. What the writer holds is not in it.
    on_both_alone(&["--queue", "8"], |app| {
        let (flood, calm) = (app.ask(app.site("flood")), app.ask(app.site("calm")));
        let holder = &mut app.connection();
        hold(holder);
        thread::scope(|scope| {
            let (tell, told) = mpsc::channel::<Reply>();
            for _ in 0..12 {
                let tell = tell.clone();
                let (url, body) = (format!("{}/w/flood/responses", app.base), promoter(&flood).to_string());
                scope.spawn(move || tell.send(crate::app::post(&url, &body)).unwrap());
            }
            for _ in 0..4 {
                let refused = told.recv().unwrap();
                assert_eq!((refused.status, refused.header("retry-after")), (503, Some("2")), "{}", refused.body);
                assert!(refused.body.contains("too many answers are waiting"), "{}", refused.body);
            }
            let (url, body) = (format!("{}/w/calm/responses", app.base), promoter(&calm).to_string());
            let calm = scope.spawn(move || crate::app::post(&url, &body));
            holder.batch_execute("COMMIT").unwrap();
            assert_eq!(calm.join().unwrap().status, 201);
            drop(tell);
            assert!(told.iter().filter(|reply| reply.status == 201).count() >= 4);
        });
    });
}

#[test]
fn a_network_that_sends_too_much_is_told_when_to_go_on() {
    on_both_with(&["--proxies", "1"], |app| {
        let asked = app.ask(app.site("shop"));
        let send = |app: &TestApp, path: &str, forwarded: &str, body: &Value| {
            let headers = [
                ("origin", "https://shop.example.com"),
                ("content-type", "text/plain"),
                ("x-forwarded-for", forwarded),
            ];
            app.send(path, &headers, body.to_string().as_bytes())
        };
        // Refused each one, and counted all the same: so that the story is quick.
        let hundred = Value::from(vec![Value::Null; 100]);
        let batch = |forwarded: &str| send(app, "/w/shop/responses/batch", forwarded, &hundred);
        for _ in 0..6 {
            assert_eq!(batch("203.0.113.7").status, 200);
        }
        // Tokens come back while the story is told; a few more take them.
        let refused = |send: &dyn Fn() -> Reply| (0..1_000).map(|_| send()).find(|reply| reply.status == 429);
        let refused_batch = refused(&|| batch("203.0.113.7"));
        let refused_batch = refused_batch.expect("the network is told to wait");
        assert_eq!(refused_batch.header("access-control-allow-origin"), Some("https://shop.example.com"));
        let wait: u32 = refused_batch.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=5).contains(&wait), "{wait}");
        // What the sender wrote before our proxy did changes nothing; another network is not concerned.
        assert!(refused(&|| batch("198.51.100.1, 203.0.113.7")).is_some());
        assert_eq!(batch("203.0.113.8").status, 200);
        // Nor does another way to answer.
        let slug = &server::db::surveys::published(&mut app.connection()).unwrap()[0].slug;
        let ours = [("sec-fetch-site", "same-origin"), ("x-forwarded-for", "203.0.113.7")];
        let page = refused(&|| app.send(&format!("/s/{slug}"), &ours, b"")).expect("the network is told to wait");
        assert_eq!(page.header("retry-after"), Some("2"));
        assert_eq!(send(app, "/w/shop/responses", "203.0.113.9", &promoter(&asked)).status, 201);
        // This machine is the operator's own.
        for _ in 0..8 {
            assert_eq!(batch("127.0.0.1").status, 200);
        }
    });
}

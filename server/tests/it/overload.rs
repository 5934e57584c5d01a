//! What happens when more arrives than can be stored.

use crate::app::{Asked, Reply, on_both_with};
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
    on_both_with(&["--queue", "8"], |app| {
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

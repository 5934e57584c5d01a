//! What was acknowledged is there, once, however the server dies.

use crate::{
    app::{Asked, fresh_sqlite, publish_nps, site},
    postgres,
    rollups::assert_rollups_equal_rows,
};
use diesel::prelude::*;
use serde_json::json;
use server::db::{Db, answers, schema::response};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};
use uuid::Uuid;

const CYCLES: u64 = 20;
const VISITORS: usize = 8;

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_kill_9_on_sqlite() {
    kill_again_and_again(&fresh_sqlite());
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_kill_9_on_postgres() {
    kill_again_and_again(&postgres::fresh());
}

fn kill_again_and_again(database: &str) {
    let db = Db::open(&database.parse().unwrap()).unwrap();
    let site = site(&mut db.connect().unwrap(), "shop");
    let asked = publish_nps(&mut db.connect().unwrap(), site);
    let listen = format!("127.0.0.1:{}", postgres::free_port());

    let mut acknowledged = HashMap::new();
    let mut refused = Vec::new();
    for cycle in 0..CYCLES {
        let mut server = serve(database, &listen);
        let over = AtomicBool::new(false);
        thread::scope(|scope| {
            let visit = || visitor(&listen, &asked, &over);
            let visitors: Vec<_> = (0..VISITORS).map(|_| scope.spawn(visit)).collect();
            // Another moment in each cycle: early in a commit, late, between two.
            thread::sleep(Duration::from_millis(60 + cycle * 37));
            server.kill().unwrap();
            over.store(true, Ordering::Relaxed);
            for visitor in visitors {
                let log = visitor.join().unwrap();
                acknowledged.extend(log.acknowledged);
                refused.extend(log.refused);
            }
        });
        server.wait().unwrap();
    }

    // What a dead server left behind is sound for the next one.
    let mut last = serve(database, &listen);
    last.kill().unwrap();
    last.wait().unwrap();

    let connection = &mut db.connect().unwrap();
    let rows: Vec<(Vec<u8>, String)> =
        response::table.select((response::id, response::answers)).load(connection).unwrap();
    let mut stored = HashMap::new();
    for (id, written) in rows {
        let id = Uuid::from_slice(&id).unwrap();
        let score = answers::lines(&written).next().and_then(|line| line.unwrap().score);
        assert_eq!(stored.insert(id, score), None, "{id} is stored twice");
    }
    assert!(acknowledged.len() > 20 * CYCLES as usize, "only {} were acknowledged", acknowledged.len());
    for (id, score) in &acknowledged {
        assert_eq!(stored.get(id), Some(&Some(*score)), "{id} was acknowledged and is not stored as it was sent");
    }
    for id in refused {
        assert!(!stored.contains_key(&id), "{id} was refused and is stored");
    }
    assert_rollups_equal_rows(&db);
}

/// Starts the real program and returns when it listens.
fn serve(database: &str, listen: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opina"));
    command.args(["serve", "--listen", listen, "--database-url", database, "--log", "info"]);
    let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("listening on") {
        line.clear();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "the server ended before it listened");
    }
    // Keeps reading, so that the server never waits for somebody to read its log.
    thread::spawn(move || log.lines().for_each(drop));
    server
}

#[derive(Default)]
struct Log {
    acknowledged: Vec<(Uuid, u8)>,
    refused: Vec<Uuid>,
}

/// Answers until the server is gone. A reply that never came is in neither list: it may be stored or not.
fn visitor(listen: &str, asked: &Asked, over: &AtomicBool) -> Log {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let url = format!("http://{listen}/w/shop/responses");
    let mut log = Log::default();
    for n in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let (id, score) = (Uuid::now_v7(), u8::try_from(n % 11).unwrap_or(0));
        let body = json!({
            "id": id, "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
            "answers": { "score": { "score": score } }, "language": "en", "path": "/", "device": "phone",
            "chance": 1, "elapsed": 1
        });
        let request =
            agent.post(&url).header("origin", "https://shop.example.com").header("content-type", "text/plain");
        match request.send(body.to_string()) {
            Ok(reply) if reply.status() == 201 => log.acknowledged.push((id, score)),
            Ok(reply) if reply.status().is_client_error() => log.refused.push(id),
            Ok(_) | Err(_) => {}
        }
    }
    log
}

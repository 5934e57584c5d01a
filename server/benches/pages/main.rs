//! How long a browser waits for each page of the console with a year of answers behind it. Judges nothing: it writes samples,
//! and `cargo xtask bench pages`, which builds this, says what they mean.
//!
//! `OPINA_BENCH_SAMPLES` is the file to write.

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/postgres.rs"]
mod postgres;

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../../tests/it/app.rs"]
mod app;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/pages.rs"]
mod pages;

use app::TestApp;
use clap::Parser;
use pages::Rows;
use serde_json::{Map, Value, json};
use server::{commands, config::Cli, db::admins, routes::table::Caller, sealer};
use std::{env, fs, time::Instant};

/// How often each page is measured, by turns, after it was opened twice.
const ROUNDS: usize = 21;
/// Pages of results, which take longer the more they look at: over a year, and what a filter leaves of one.
const RESULTS: [&str; 6] =
    ["overview", "journey", "changes", "responses", "touchpoints/{touchpoint}", "surveys/{survey}/results"];
const LOOKED_AT: [&str; 2] = ["?days=364", "?days=364&device=phone"];

fn main() {
    let app = TestApp::start(&app::fresh_sqlite());
    app.sign_in();
    let demo = Cli::parse_from(["opina", "demo", "--database-url", &app.database]);
    commands::run(demo).expect("the demo fills the database");
    let connection = &mut app.connection();
    sealer::catch_up(connection, server::clock::now()).expect("what a server packs in its first minutes is packed");
    let email = admins::emails(connection).expect("admins").into_iter().find(|email| !email.starts_with("demo@"));
    let rows = Rows::of(connection, &email.expect("whoever signed in"));
    let door = [Caller::Anyone];
    let inside = pages::all().into_iter().filter(|(_, caller)| !door.contains(caller)).map(|(page, _)| page.to_owned());
    let results = RESULTS.iter().flat_map(|page| LOOKED_AT.map(|looked| format!("/sites/{{site}}/{page}{looked}")));
    let pages: Vec<String> = inside.chain(results).collect();

    let mut samples = Map::new();
    for round in 0..ROUNDS + 2 {
        for page in &pages {
            let address = match page.split_once('?') {
                Some((path, query)) => format!("{}?{query}", rows.address(path)),
                None => rows.address(page),
            };
            let begun = Instant::now();
            let reply = app.get(&address);
            let milliseconds = begun.elapsed().as_secs_f64() * 1e3;
            assert_eq!(reply.status, 200, "{address}");
            if round >= 2
                && let Value::Array(list) = samples.entry(page.as_str()).or_insert(json!([]))
            {
                list.push(json!(milliseconds));
            }
        }
    }
    let file = env::var("OPINA_BENCH_SAMPLES").expect("run `cargo xtask bench pages`, which says where to write");
    fs::write(&file, Value::Object(samples).to_string()).unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
}

//! How long visitors wait for a survey, Opina's and PostHog's side by side, measured in Chromium. Judges nothing: it
//! writes samples, and `cargo xtask bench widget`, which builds and finds what this needs, says what they mean.
//!
//! `OPINA_BENCH_POSTHOG` is the folder of PostHog's scripts, `OPINA_BENCH_SAMPLES` the file to write, and the browser is
//! found as the browser tests find it.

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/process.rs"]
mod process;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/command.rs"]
mod command;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/chromium.rs"]
mod chromium;

#[allow(dead_code, reason = "the browser tests use it")]
#[path = "../../tests/browser/firefox.rs"]
mod firefox;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/browser.rs"]
mod browser;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/website.rs"]
mod website;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/opina.rs"]
mod opina;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/surveys.rs"]
mod surveys;

#[allow(dead_code, reason = "the browser tests use it")]
#[path = "../../tests/browser/stored.rs"]
mod stored;

#[allow(dead_code, reason = "the browser tests use the rest")]
#[path = "../../tests/browser/scene.rs"]
mod scene;

mod posthog;

mod page;

mod visitor;

use opina::Opina;
use page::{Product, Row, View};
use scene::Scene;
use serde_json::{Value, json};
use std::{env, path::PathBuf};
use visitor::{Speed, Visitor};

/// Visits for each row and product.
const VISITS: u64 = 30;
/// Visits for each product to measure its longest task.
const BUSY_VISITS: u64 = 10;
/// Visits that fill the browser's caches: it keeps compiled scripts only from the second on.
const WARMING: u64 = 3;
/// PostHog looks once a second whether an event has happened. Triggers are spread evenly over this many milliseconds.
const SPREAD: u64 = 1_000;

fn main() {
    assert!(server::assets::WIDGET.is_some(), "the widget is not built yet: run `cargo xtask bench widget`");
    let posthog = posthog::open(&path("OPINA_BENCH_POSTHOG"));
    let scene = Scene::on(Opina::new(), &page::surveys(), |opina| page::open(opina, posthog.address()));
    let mut visitor = Visitor::start(scene.shop.address());
    let samples = json!({
        "rows": rows(&mut visitor),
        "tasks": tasks(&mut visitor),
    });
    let file = path("OPINA_BENCH_SAMPLES");
    std::fs::write(&file, samples.to_string())
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
}

fn path(variable: &str) -> PathBuf {
    let given = env::var_os(variable).map(PathBuf::from);
    given.unwrap_or_else(|| panic!("{variable} is not set: run `cargo xtask bench widget`"))
}

/// For each row, what each visit measured, the products taking turns.
fn rows(visitor: &mut Visitor) -> Value {
    let mut rows = json!({});
    let views = || Row::ALL.into_iter().flat_map(|row| [(row, Product::Opina), (row, Product::PostHog)]);
    for (row, product) in (0..WARMING).flat_map(|_| views()) {
        visitor.visit(View { product, row, wait: 0, busy: false }, Speed::Slowed);
    }
    for number in 0..VISITS {
        let mut views: Vec<_> = views().collect();
        // Who comes first may have it harder.
        if number % 2 == 1 {
            views.reverse();
        }
        for (row, product) in views {
            let wait = number * SPREAD / VISITS;
            let measured = visitor.visit(View { product, row, wait, busy: false }, Speed::Slowed);
            push(&mut rows[row.name()][product.name()], measured);
        }
        eprintln!("visit {} of {VISITS}", number + 1);
    }
    rows
}

/// For each product and for the page alone, what each visit at full speed measured.
fn tasks(visitor: &mut Visitor) -> Value {
    let mut tasks = json!({});
    for _ in 0..BUSY_VISITS {
        for product in [Product::Nobody, Product::Opina, Product::PostHog] {
            let view = View { product, row: Row::Event, wait: 0, busy: true };
            push(&mut tasks[product.name()], visitor.visit(view, Speed::Full));
        }
    }
    tasks
}

fn push(list: &mut Value, measured: Value) {
    match list {
        Value::Array(list) => list.push(measured),
        empty => *empty = json!([measured]),
    }
}

//! Opina as people meet it, in Chromium and Firefox: on a website that pasted one script tag, and in the console.
//!
//! `OPINA_TEST_CHROMIUM`, `OPINA_TEST_CHROMEDRIVER` and `OPINA_TEST_FIREFOX` say where the programs are, if they are
//! not in their usual places, and `OPINA_TEST_AXE` where axe-core's source is. `cargo xtask test` sets all of them.

mod process;

mod command;

mod chromium;

mod firefox;

mod browser;

mod axe;

mod scenario;

mod website;

mod harness;

mod shop_pages;

#[path = "../it/postgres.rs"]
mod postgres;

mod opina;

mod surveys;

mod stored;

mod scene;

mod visitor;

mod admin;

mod stories;

use browser::Kind;
use scenario::{Scenario, play};
use stories::{answering, console, delivery, entry, first_run, kinds, link, manners, rules, tab};

/// What is told in both browsers.
const EVERYWHERE: &[&[Scenario]] = &[
    harness::SCENARIOS,
    shop_pages::SCENARIOS,
    answering::SCENARIOS,
    delivery::SCENARIOS,
    manners::SCENARIOS,
    rules::SCENARIOS,
    tab::SCENARIOS,
    link::SCENARIOS,
    kinds::SCENARIOS,
    entry::SCENARIOS,
    first_run::SCENARIOS,
    console::SCENARIOS,
];

#[test]
fn in_chromium() {
    play(Kind::Chromium, &[EVERYWHERE, &[manners::IN_CHROMIUM, answering::ON_POSTGRES]].concat().concat());
}

#[test]
fn in_firefox() {
    play(Kind::Firefox, &EVERYWHERE.concat());
}

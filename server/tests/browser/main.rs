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

mod pages;

mod stories;

use browser::Kind;
use scenario::{Scenario, play};
use stories::{
    answering, anyone, branching, broken, commands, console, delivery, displays, editor, entry, every_page, export,
    first_run, hosts, inbox, kinds, languages, link, link_page, live, manners, map_edit, people, privacy, reach, rules,
    share, tab, targeting, why,
};

/// What is told in both browsers.
const EVERYWHERE: &[&[Scenario]] = &[
    harness::SCENARIOS,
    shop_pages::SCENARIOS,
    answering::SCENARIOS,
    kinds::SCENARIOS,
    branching::SCENARIOS,
    displays::SCENARIOS,
    tab::SCENARIOS,
    commands::SCENARIOS,
    rules::SCENARIOS,
    targeting::SCENARIOS,
    languages::SCENARIOS,
    anyone::SCENARIOS,
    delivery::SCENARIOS,
    privacy::SCENARIOS,
    manners::SCENARIOS,
    hosts::SCENARIOS,
    broken::SCENARIOS,
    link::SCENARIOS,
    link_page::SCENARIOS,
    reach::SCENARIOS,
    entry::SCENARIOS,
    first_run::SCENARIOS,
    console::SCENARIOS,
    every_page::SCENARIOS,
    people::SCENARIOS,
    map_edit::SCENARIOS,
    inbox::SCENARIOS,
    live::SCENARIOS,
    editor::SCENARIOS,
    why::SCENARIOS,
    export::SCENARIOS,
    share::SCENARIOS,
];

#[test]
fn in_chromium() {
    play(
        Kind::Chromium,
        &[EVERYWHERE, &[manners::IN_CHROMIUM, anyone::IN_CHROMIUM, answering::ON_POSTGRES]].concat().concat(),
    );
}

#[test]
fn in_firefox() {
    play(Kind::Firefox, &EVERYWHERE.concat());
}

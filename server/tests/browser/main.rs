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

use browser::Kind;
use scenario::play;

#[test]
fn the_shop_in_chromium() {
    play(Kind::Chromium, &[harness::SCENARIOS, shop_pages::SCENARIOS].concat());
}

#[test]
fn the_shop_in_firefox() {
    play(Kind::Firefox, &[harness::SCENARIOS, shop_pages::SCENARIOS].concat());
}

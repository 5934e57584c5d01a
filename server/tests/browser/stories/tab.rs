//! The quiet tab at the edge of the page, for surveys that wait for the visitor.

use crate::{
    browser::{Browser, key},
    opina::Opina,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{self, EASE, THANKS},
    visitor::{HOST, SAID, SURVEY, TAB},
    website::Website,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[("a tab waits until the visitor opens it", waits)];

fn waits(browser: &mut Browser) {
    let scene = Scene::on(Opina::new(), &[surveys::help()], |opina| Website::glass_shop(opina, KEY));
    let opina = scene.opina.address();
    let fetched = |browser: &mut Browser| browser.requests(&opina).iter().any(|path| path.ends_with("/widget.wasm"));
    browser.open(&scene.shop.page("/help.html"));
    browser.wait_for_text(TAB, "Feedback");
    let place = "const { right, top, bottom } = root.querySelector('button').getBoundingClientRect();
        return [right === innerWidth, top > 0, bottom < innerHeight]";
    assert_eq!(browser.run_inside(HOST, place), json!([true, true, true]), "at the edge, in view");
    browser.look_at_survey("tab");
    assert!(!fetched(browser), "the survey is fetched when it is opened");
    assert_eq!(browser.focused(), None);

    browser.tab_into_survey();
    browser.press(key::ENTER);
    browser.wait_for_question(EASE);
    assert!(fetched(browser));
    assert_eq!(browser.focused().as_deref(), Some("input 1 1 of 7, Not true"), "the visitor asked for it");
    browser.wait_gone(TAB);
    browser.press(key::ESCAPE);
    browser.wait_gone(SURVEY);
    browser.wait_for_text(TAB, "Feedback");
    assert_eq!(browser.focused().as_deref(), Some("button  Feedback"), "back to where the visitor came from");

    browser.click(TAB);
    browser.wait_for_question(EASE);
    browser.choose("6");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(scene.responses()[0].answers, ["ease=6"]);
    // The tab stays for whoever has more to say.
    browser.open(&scene.shop.page("/help.html"));
    browser.wait_for_text(TAB, "Feedback");
    browser.assert_quiet();
}

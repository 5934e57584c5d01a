//! What becomes of an answer when the server or the visitor is gone.

use crate::{
    browser::Browser,
    process::await_some,
    scenario::Scenario,
    scene::Scene,
    surveys::{COMMENT, OBSTACLE, RECOMMEND},
    visitor::{HOST, NOTE, SAID, SURVEY},
};
use serde_json::{Value, json};

pub const SCENARIOS: &[Scenario] = &[
    ("an answer outlives a server that is down", the_server_is_down),
    ("an answer is sent again by hand", the_visitor_tries_again),
    ("a survey that was closed meanwhile says so", the_survey_is_over),
    ("a page does not notice a server that is not there", the_server_was_never_there),
    ("what was answered is kept when the visitor leaves", the_visitor_leaves),
];

/// The number of responses that this page's origin keeps on the device.
fn kept(browser: &mut Browser) -> Value {
    browser.run("return Object.keys(JSON.parse(localStorage['opina:q'] ?? '{}')).length")
}

/// Answers all three questions of the checkout's survey.
fn answer(browser: &mut Browser) {
    browser.wait_for_question(RECOMMEND);
    browser.choose("3");
    browser.push("Next");
    browser.wait_for_question(OBSTACLE);
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    browser.comment("No signal");
    browser.push("Send");
}

fn the_server_is_down(browser: &mut Browser) {
    let mut scene = Scene::checkout();
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    scene.opina.kill();
    answer(browser);
    browser.wait_for_text(NOTE, "Not sent yet: no connection. It is kept on this device");
    browser.wait_for_question(COMMENT);
    assert_eq!(browser.count(SAID), 0, "nothing is claimed");
    assert_eq!(kept(browser), json!(1), "one response, however often it was sent");
    browser.open("about:blank");
    assert_eq!(scene.responses(), []);

    scene.opina.start();
    browser.open(&scene.shop.page("/product.html"));
    browser.wait_until("the answer to be delivered", |browser| (kept(browser) == json!(0)).then_some(()));
    let stored = scene.responses();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].answers, ["comment: No signal", "score=3"]);
    assert!(stored[0].complete);
    assert_eq!(stored[0].path.as_deref(), Some("/checkout.html"), "where it was asked, not where it was sent from");
    let funnel = scene.funnel();
    assert_eq!((funnel.started, funnel.completed), (1, 1), "counted once");
    // Nothing is left to send: another visit changes nothing.
    browser.open(&scene.shop.page("/product.html"));
    assert_eq!(scene.responses(), stored);
    browser.assert_no_errors();
}

fn the_visitor_tries_again(browser: &mut Browser) {
    let mut scene = Scene::checkout();
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    scene.opina.kill();
    answer(browser);
    browser.wait_for_text(NOTE, "Not sent yet");
    scene.opina.start();
    browser.send_again();
    assert_eq!(scene.responses().len(), 1);
    assert_eq!(kept(browser), json!(0));
    browser.assert_no_errors();
}

fn the_survey_is_over(browser: &mut Browser) {
    let mut scene = Scene::checkout();
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    scene.opina.kill();
    scene.pause();
    scene.opina.start();
    browser.choose("3");
    browser.push("Next");
    browser.wait_for_text(SAID, "Not sent: this survey takes no more answers.");
    assert_eq!(scene.responses(), []);
    assert_eq!(kept(browser), json!(0), "what is refused for good is not kept");
    browser.assert_no_errors();
}

fn the_server_was_never_there(browser: &mut Browser) {
    let mut scene = Scene::checkout();
    scene.opina.kill();
    browser.open(&scene.shop.page("/checkout.html"));
    assert_eq!(browser.count(HOST), 0);
    assert_eq!(browser.run("return typeof opina"), json!("undefined"));
    // The script comes, and then nothing any more.
    scene.opina.start();
    browser.open(&scene.shop.page("/checkout.html"));
    assert_eq!(browser.run("return typeof opina"), json!("function"));
    let opina = scene.opina.address();
    let asked_for = |browser: &mut Browser, file: &str| browser.requests(&opina).iter().any(|path| path.contains(file));
    browser.wait_until("what holds a survey", |browser| asked_for(browser, "/host.js").then_some(()));
    scene.opina.kill();
    browser.wait_until("the survey to be due", |browser| asked_for(browser, "/forms/").then_some(()));
    browser.settle();
    assert_eq!((browser.count(HOST), browser.count(SURVEY)), (0, 0));
    browser.assert_no_errors();
}

fn the_visitor_leaves(browser: &mut Browser) {
    let scene = Scene::checkout();
    let leave_after = |browser: &mut Browser, act: fn(&mut Browser), answers: &[&str]| {
        browser.open(&scene.shop.page("/product.html"));
        browser.run("localStorage.clear()");
        let before = scene.responses().len();
        browser.open(&scene.shop.page("/checkout.html"));
        browser.wait_for_question(RECOMMEND);
        act(browser);
        browser.open("about:blank");
        let stored = || scene.responses().get(before).map(|new| (new.answers.clone(), new.complete));
        await_some(|| stored().filter(|(stored, complete)| stored == answers && !complete))
            .unwrap_or_else(|| panic!("stored is {:?} instead of {answers:?}", stored()));
    };
    let first_question = |browser: &mut Browser| {
        browser.choose("8");
        browser.push("Next");
        browser.wait_for_question(COMMENT);
    };
    leave_after(browser, first_question, &["score=8"]);
    // Chosen, though not yet confirmed.
    leave_after(browser, |browser| browser.choose("9"), &["score=9"]);
    let half_a_comment = |browser: &mut Browser| {
        browser.choose("7");
        browser.push("Next");
        browser.comment("It was");
    };
    leave_after(browser, half_a_comment, &["comment: It was", "score=7"]);
    assert_eq!(scene.funnel().completed, 0);
    browser.assert_quiet();
}

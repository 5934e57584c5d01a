//! What becomes of an answer when the server or the visitor is gone.

use crate::{
    browser::{Browser, key},
    process::await_some,
    scenario::Scenario,
    scene::Scene,
    surveys::{COMMENT, Draft, OBSTACLE, RECOMMEND, THANKS},
    visitor::{HOST, NOTE, SAID, SURVEY},
};
use serde_json::{Value, json};

pub const SCENARIOS: &[Scenario] = &[
    ("an answer outlives a server that is down", the_server_is_down),
    ("an answer is sent again by hand", the_visitor_tries_again),
    ("a survey that was closed meanwhile says so", the_survey_is_over),
    ("a page does not notice a server that is not there", the_server_was_never_there),
    ("what was answered is kept when the visitor leaves", the_visitor_leaves),
    ("a visitor goes on where they were, on the next page and days later", the_visitor_goes_on),
    ("a tab that is closed in the middle loses nothing", the_tab_is_closed),
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

fn the_visitor_goes_on(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    browser.open(&scene.shop.page("/a"));
    browser.wait_for_question("First");
    browser.choose("8");
    browser.push("Next");
    browser.wait_for_question("Second");
    browser.click("opina-widget >>> .field");
    browser.type_text("Half a");
    // The next page: at the first question without an answer, with what was entered.
    browser.open(&scene.shop.page("/b"));
    browser.wait_for_question("Third");
    browser.push("Back");
    browser.wait_for_question("Second");
    assert_eq!(browser.property("opina-widget >>> .field", "value"), json!("Half a"));
    browser.click("opina-widget >>> .field");
    browser.press(key::END);
    browser.type_text(" word");
    browser.push("Next");
    browser.wait_for_question("Third");
    // Days later.
    browser.open(&scene.shop.page("/c?days=6"));
    browser.wait_for_question("Third");
    browser.choose("2");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    let stored = scene.responses();
    assert_eq!(stored.len(), 1, "one response all the time: {stored:?}");
    assert_eq!(stored[0].answers, ["first=8", "second: Half a word", "third=2"]);
    assert!(stored[0].complete);
    let funnel = scene.funnel();
    assert_eq!((funnel.started, funnel.completed), (1, 1));

    // What was begun too long ago begins anew.
    browser.run("localStorage.clear()");
    browser.open(&scene.shop.page("/a"));
    browser.wait_for_question("First");
    browser.choose("1");
    browser.push("Next");
    browser.wait_for_question("Second");
    browser.open(&scene.shop.page("/a?days=8"));
    browser.wait_for_question("First");
    assert_eq!(browser.count("opina-widget >>> :checked"), 0);
    browser.assert_quiet();
}

/// Three questions, asked once.
fn survey() -> Draft {
    let scale = json!({ "type": "nps", "low": "Not at all", "high": "Very" });
    let words = json!({ "type": "text", "placeholder": "", "most": 100, "format": "short" });
    Draft::asking(&json!([
        { "id": "first", "title": "First", "required": true, "kind": scale },
        { "id": "second", "title": "Second", "kind": words },
        { "id": "third", "title": "Third", "required": true, "kind": scale },
    ]))
    .when(&json!({ "again": { "answered": 7, "dismissed": 7 } }))
}

fn the_tab_is_closed(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    browser.open(&scene.shop.page("/a"));
    browser.wait_for_question("First");
    browser.choose("8");
    browser.push("Next");
    browser.wait_for_question("Second");
    browser.click("opina-widget >>> .field");
    browser.type_text("Almost");
    browser.begin();
    let kept = await_some(|| scene.responses().first().filter(|one| one.answers.len() == 2).cloned());
    let kept = kept.unwrap_or_else(|| panic!("stored is only {:?}", scene.responses()));
    assert_eq!((kept.answers, kept.complete), (vec!["first=8".to_owned(), "second: Almost".to_owned()], false));
}

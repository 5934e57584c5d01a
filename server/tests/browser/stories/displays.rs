//! Where a survey stands and how it comes and goes: nine places, a sheet, over the page, the whole window, inside the page.

use crate::{
    browser::{Browser, PHONE, key},
    process::await_some,
    scenario::Scenario,
    scene::Scene,
    surveys::{Draft, THANKS},
    visitor::{HOST, SAID, SURVEY},
};
use serde_json::json;
use shared::appearance::Place;

pub const SCENARIOS: &[Scenario] = &[
    ("a survey stands where it should, on a phone at the bottom", every_place),
    ("a modal survey makes the page wait", modal),
    ("a survey can fill the window", whole_window),
    ("a survey can be part of the page", inline),
    ("a survey goes by itself while nobody touches it", goes_by_itself),
    ("a click beside a survey closes it where it is meant to", a_click_beside),
];

/// Shown by `opina('show', ID)` alone.
fn called(name: &str) -> Draft {
    Draft::called(name).when(&json!({ "triggers": [{ "event": "never" }] }))
}

/// The sides of the survey, and what is left of the window to the right of it and below.
const SIDES: &str = "
    const { left, top, right, bottom } = root.querySelector('.o').getBoundingClientRect();
    return [left, top, innerWidth - right, innerHeight - bottom]";

fn open(browser: &mut Browser, scene: &Scene, at: usize) {
    browser.run(&format!("opina('show', {})", scene.surveys[at].survey));
}

fn every_place(browser: &mut Browser) {
    let asked: Vec<_> =
        Place::ALL.iter().map(|place| called(place.id()).looking(&json!({ "place": place.id() })).done()).collect();
    let scene = Scene::plain(&asked);
    for right_to_left in [false, true] {
        // The survey reads from left to right also on a page that does not.
        browser.open(&scene.shop.page(if right_to_left { "/?lang=ar" } else { "/" }));
        for (at, place) in Place::ALL.into_iter().enumerate() {
            open(browser, &scene, at);
            browser.wait_for_question(place.id());
            let sides = browser.run_inside(HOST, SIDES);
            let [left, top, right, bottom] = [0, 1, 2, 3].map(|side| sides[side].as_f64().unwrap_or_default());
            let near = |one: f64, other: f64| (one - other).abs() <= 1.0;
            let (column, row) = (at % 3, at / 3);
            assert!([near(left, 20.0), near(left, right), near(right, 20.0)][column], "{} is at {sides}", place.id());
            assert!([near(top, 20.0), near(top, bottom), near(bottom, 20.0)][row], "{} is at {sides}", place.id());
            browser.run("opina('close')");
            browser.wait_gone(SURVEY);
        }
    }
    browser.resize(PHONE);
    for at in [0, 4, 8] {
        open(browser, &scene, at);
        browser.wait_for(SURVEY);
        let sides = browser.run_inside(HOST, SIDES);
        let touches = |side: usize| sides[side].as_f64().is_some_and(|gap| gap.abs() < 1.0);
        assert!([0, 2, 3].into_iter().all(touches), "a sheet at the bottom, as wide as the window: {sides}");
        browser.run("opina('close')");
        browser.wait_gone(SURVEY);
    }
    browser.assert_quiet();
}

fn modal(browser: &mut Browser) {
    let looks = json!({ "display": "modal", "outside_closes": true });
    let scene = Scene::plain(&[
        called("Modal").looking(&looks).done(),
        called("Firm").looking(&json!({ "display": "modal" })).done(),
    ]);
    browser.open(&scene.shop.page("/"));
    browser.click("[aria-label=Name]");
    open(browser, &scene, 0);
    browser.wait_for_question("Modal");
    let dialog =
        "const it = root.querySelector('dialog'); return [it.matches(':modal'), it.getAttribute('aria-label')]";
    assert_eq!(browser.run_inside(HOST, dialog), json!([true, "Feedback"]), "the browser knows that the page waits");
    assert_eq!(browser.focused().as_deref(), Some("input 0 0 of 10, Not at all"), "the focus is inside");
    browser.look_at_survey("modal");
    // Whatever one does, the focus stays inside.
    for key in [key::TAB; 8] {
        browser.press(key);
        let outside = browser.run("return document.activeElement.matches('input, button, a')");
        assert_eq!(outside, json!(false), "the page behind gets the focus");
    }
    browser.press(key::ESCAPE);
    browser.wait_gone(SURVEY_OR_DIALOG);
    assert_eq!(browser.run("return document.activeElement.ariaLabel"), json!("Name"), "the focus is back");
    browser.type_text("a");
    assert_eq!(browser.property("[aria-label=Name]", "value"), json!("a"), "and the page can be used again");

    open(browser, &scene, 0);
    browser.wait_for_question("Modal");
    browser.click_at(5, 400);
    browser.wait_gone(SURVEY_OR_DIALOG);
    open(browser, &scene, 1);
    browser.wait_for_question("Firm");
    browser.click_at(5, 400);
    browser.settle();
    browser.wait_for_question("Firm");
    browser.choose("9");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.push("");
    browser.wait_gone(SURVEY_OR_DIALOG);
    browser.click("#pay");
    assert_eq!(scene.wait_for_responses(1)[0].answers, ["again=9"]);
    browser.assert_quiet();
}

/// A survey that makes the page wait is a dialog of the browser's own.
const SURVEY_OR_DIALOG: &str = "opina-widget >>> .o";

fn whole_window(browser: &mut Browser) {
    let scene = Scene::plain(&[called("Page").looking(&json!({ "display": "page" })).done()]);
    browser.open(&scene.shop.page("/"));
    open(browser, &scene, 0);
    browser.wait_for_question("Page");
    browser.in_every_look(|browser, look| {
        assert_eq!(browser.run_inside(HOST, SIDES), json!([0, 0, 0, 0]), "{}", look.name);
    });
    browser.look_at_survey("page");
    browser.choose("9");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.press(key::ESCAPE);
    browser.wait_gone(SURVEY_OR_DIALOG);
    browser.assert_quiet();
}

fn inline(browser: &mut Browser) {
    let looks = json!({ "display": "inline", "within": "#feedback" });
    let lost = json!({ "display": "inline", "within": "#nowhere" });
    let scene =
        Scene::plain(&[Draft::called("Inline").looking(&looks).done(), Draft::called("Lost").looking(&lost).done()]);
    browser.open(&scene.shop.page("/"));
    browser.wait_for_text("#feedback > opina-widget >>> legend", "Inline");
    assert_eq!(browser.attribute("opina-widget >>> .o", "role").as_deref(), Some("region"));
    assert_eq!(browser.count("opina-widget >>> .x"), 0, "what is part of the page cannot be closed");
    let flows = "const [host, around, next] = ['opina-widget', '#feedback', '#box'].map((one) => document.querySelector(one).getBoundingClientRect());
        return [host.width == around.width, host.bottom <= next.top, host.height > 100]";
    assert_eq!(browser.run(flows), json!([true, true, true]), "it takes its room among the rest");
    browser.look_at_survey("inline");
    browser.choose("9");
    // The page draws its place anew.
    browser.run("const old = document.querySelector('#feedback'); old.replaceWith(old.cloneNode(false))");
    browser.wait_for_text("#feedback > opina-widget >>> legend", "Inline");
    assert_eq!(browser.property("opina-widget >>> :checked", "value"), json!("9"), "what was entered is still there");
    browser.push("Send");
    browser.wait_for_text("opina-widget >>> .said", THANKS);
    assert_eq!(browser.count(HOST), 1, "what finds no place does not show");
    assert_eq!(scene.wait_for_responses(1)[0].answers, ["again=9"]);
    browser.assert_quiet();
}

fn goes_by_itself(browser: &mut Browser) {
    let scene = Scene::plain(&[Draft::called("Brief").looking(&json!({ "closes_after": 1 })).done()]);
    browser.open(&scene.shop.page("/"));
    browser.wait_for_question("Brief");
    browser.wait_gone(SURVEY);
    // Once it is touched it stays, until a moment after the thank-you.
    browser.open(&scene.shop.page("/"));
    browser.wait_for_question("Brief");
    browser.choose("9");
    browser.run_async("setTimeout(done, 1200)");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.wait_gone(SURVEY);
    assert_eq!(scene.responses().len(), 1);
    browser.assert_quiet();
}

fn a_click_beside(browser: &mut Browser) {
    let beside = json!({ "outside_closes": true, "overlay": true });
    let scene = Scene::plain(&[called("Shy").looking(&beside).done(), called("Firm").done()]);
    browser.open(&scene.shop.page("/"));
    open(browser, &scene, 1);
    browser.wait_for_question("Firm");
    browser.click_at(300, 800);
    browser.settle();
    browser.wait_for_question("Firm");
    browser.run("opina('close')");
    browser.wait_gone(SURVEY);
    open(browser, &scene, 0);
    browser.wait_for_question("Shy");
    browser.look_at_survey("overlay");
    browser.choose("9");
    browser.wait_for_question("Shy");
    browser.click_at(300, 800);
    browser.wait_gone(SURVEY);
    let counted = await_some(|| Some(scene.funnel()).filter(|funnel| funnel.dismissed > 0));
    assert!(counted.is_some(), "the visitor closed it: {:?}", scene.funnel());
    browser.assert_quiet();
}

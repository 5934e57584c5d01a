//! Visitors who do not want to be known: by Global Privacy Control, by Do Not Track, or because nobody asked them.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::Scene,
    surveys::{Draft, THANKS},
    visitor::SAID,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("who opts out is asked and not known", who_opts_out),
    ("nothing is written before the visitor acts", nothing_is_written),
];

fn who_opts_out(browser: &mut Browser) {
    let words = json!({ "type": "text", "placeholder": "", "most": 100, "format": "short" });
    let survey =
        Draft::asking(&json!([{ "id": "why", "title": "Why, {{name|friend}}?", "required": true, "kind": words }]));
    let scene = Scene::plain(&[survey
        .saying(&json!({ "fields": ["name"] }))
        .when(&json!({ "triggers": [{ "event": "never" }] }))
        .done()]);
    let stored = |browser: &mut Browser, address: &str, title: &str| {
        browser.open(&scene.shop.page(address));
        browser.run("opina('identify', 'ana-7', { name: 'Ana' })");
        browser.run("opina('show')");
        browser.wait_for_question(title);
        browser.click("opina-widget >>> .field");
        browser.type_text("Light");
        browser.push("Send");
        browser.wait_for_text(SAID, THANKS);
        let last = scene.responses().pop().expect("one is stored");
        (last.private, last.person, last.fields, last.path)
    };
    let private = (true, None, vec![], None);
    let known = (false, Some("ana-7".to_owned()), vec!["name=Ana".to_owned()], Some("/a".to_owned()));
    assert_eq!(stored(browser, "/a?dnt", "Why, friend?"), private, "by Do Not Track");
    assert_eq!(stored(browser, "/a", "Why, Ana?"), known);
    browser.opt_out();
    assert_eq!(stored(browser, "/a", "Why, friend?"), private, "by Global Privacy Control");
    browser.assert_quiet();
}

fn nothing_is_written(browser: &mut Browser) {
    let scene = Scene::plain(&[Draft::called("Again").done()]);
    let written = |browser: &mut Browser| {
        browser.run(
            "return [Object.keys(localStorage).join(), document.cookie, Object.keys(sessionStorage).join()].join('|')",
        )
    };
    browser.open(&scene.shop.page("/"));
    browser.wait_for_question("Again");
    browser.run("opina('set', { plan: 'pro' }); opina('identify', 'ana-7'); opina('track', 'paid')");
    browser.settle();
    assert_eq!(written(browser), json!("||"));
    browser.choose("9");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(written(browser), json!(format!("opina:{}||", scene.surveys[0].survey)), "that it was answered");
    browser.assert_quiet();
}

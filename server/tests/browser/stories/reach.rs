//! An admin finds out why a survey is not shown: counts of what held it back, and a panel on the site's own page.

use crate::{
    browser::Browser,
    process::await_some,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::Draft,
    visitor::SURVEY,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[("an admin sees why a survey is not shown", why_not_shown)];

/// The panel.
const PANEL: &str = "opina-trace >>> section";

fn why_not_shown(browser: &mut Browser) {
    let rules = json!({ "who": [{ "field": "plan", "is": { "equals": "pro" } }] });
    let scene = Scene::plain(&[
        Draft::called("For pros").when(&rules).done(),
        Draft::called("Phones").when(&json!({ "devices": ["phone"] })).done(),
    ]);
    scene.opina.add_admin();
    // Of one page load in ten it is told; these two are.
    for _ in 0..2 {
        browser.open(&scene.shop.page("/?draw=0.05"));
        browser.wait_until("what holds a survey", |browser| {
            browser.requests(&scene.opina.address()).iter().any(|path| path.contains("/host.js")).then_some(())
        });
        browser.settle();
    }
    browser.open("about:blank");
    let counted = await_some(|| scene.gates().get(&(0, "attributes".to_owned())).copied().filter(|n| *n == 20));
    assert!(counted.is_some(), "counted are {:?}", scene.gates());
    let survey = scene.surveys[0].survey;
    browser.sign_in(&scene.opina);
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/surveys/{survey}/reach")));
    browser.wait_for_text("#attributes .num", "20");
    browser.wait_for_text("#attributes", "Attributes");
    browser.look_at_page("reach");
    browser.fill("#address", &scene.shop.page("/pricing"));
    browser.click_on("#trace-form button", "Show me on the page");
    browser.wait_for("#trace .address");
    browser.look_at_page("reach-link");
    let address = browser.run("return document.querySelector('#trace .address').href");
    let address = address.as_str().expect("a link").to_owned();
    assert!(address.starts_with(&scene.shop.page("/pricing?opina_trace=")), "{address}");

    browser.open(&address);
    browser.wait_for_text(PANEL, "Why is it shown, or not?");
    browser.wait_for_text(PANEL, "Checkout");
    browser.wait_for_text("opina-trace >>> summary", "Held back: Attributes");
    browser.click("opina-trace >>> summary");
    browser.wait_for_text("opina-trace >>> [data-is=held]", "plan is “pro” – here plan = unknown");
    browser.picture("widget/trace");
    browser.assert_accessible_within("opina-trace", "the panel");
    // It follows what the page does.
    browser.run("opina('set', { plan: 'pro' })");
    browser.wait_for(SURVEY);
    browser.wait_for_text("opina-trace >>> summary", "Shown on this page view");
    assert_eq!(browser.run("return Object.keys(localStorage).length"), json!(0), "it stores nothing");
    // Nobody else sees it.
    browser.open(&scene.shop.page("/pricing?opina_trace=made-up"));
    browser.settle();
    assert_eq!(browser.count("opina-trace"), 0);
}

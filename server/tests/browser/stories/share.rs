//! An editor shows a page to somebody who has no account, and takes it back.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::{KEY, Scene},
};
use serde_json::json;
use uuid::Uuid;

pub const SCENARIOS: &[Scenario] =
    &[("a page is shared by a link, opened without signing in and taken back", is_shared)];

/// Somebody answers and says something.
fn say(scene: &Scene, score: u8, words: &str) {
    let body = json!({
        "id": Uuid::now_v7().to_string(), "survey": scene.surveys[0].survey, "version": 1, "sequence": 1,
        "complete": true, "answers": { "score": { "score": score }, "comment": { "text": words } }, "language": "en",
        "path": "/checkout.html", "device": "phone", "chance": 1.0, "elapsed": 9_000,
    });
    let request = ureq::post(scene.opina.page(&format!("/w/{KEY}/responses"))).header("origin", scene.shop.address());
    let reply = request.header("content-type", "text/plain").send(body.to_string());
    assert_eq!(reply.map(|reply| reply.status().as_u16()).ok(), Some(201));
}

/// Makes a link to the page that is open, as its form offers it, and gives the link.
fn make_link(browser: &mut Browser, name: &str) -> String {
    browser.fill("#name", name);
    browser.click_on("#share button", "Make a link");
    browser.wait_for("#link-made");
    browser.text("#link-made")
}

fn is_shared(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    for n in 0..40 {
        say(&scene, [10, 9, 3, 10][n % 4], "The lamp came late");
    }
    browser.sign_in(&scene.opina);
    let touchpoint = scene.surveys[0].touchpoint;
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/touchpoints/{touchpoint}?days=7")));
    browser.click_on(".filters a", "Share");
    browser.wait_for("#share");
    // Answers in words stay with the team unless somebody says otherwise.
    let ticked = "return [...document.querySelectorAll('#share input:checked')].map((one) => one.value.split('.')[1])";
    assert_eq!(browser.run(ticked), json!(["comment"]));
    browser.look_at_page("share-new");
    let kept = make_link(browser, "For the board");
    browser.look_at_page("share-made");

    browser.open(&scene.opina.page(&format!("/sites/{KEY}/shares?days=7&show=overview")));
    browser.click("#share input[value$='.comment']");
    let overview = make_link(browser, "For the agency");
    let mut links = vec![("shared-touchpoint", kept), ("shared-overview", overview)];
    for (name, page) in [("shared-journey", "journey".to_owned()), ("shared-survey", String::new())] {
        let shown = match page.as_str() {
            "" => format!("show=survey&of={}", scene.surveys[0].survey),
            page => format!("show={page}"),
        };
        browser.open(&scene.opina.page(&format!("/sites/{KEY}/shares?days=7&{shown}")));
        links.push((name, make_link(browser, name)));
    }

    // Somebody else's browser, which has never been here.
    browser.begin();
    for (name, link) in &links {
        browser.open(link);
        browser.wait_for_text(".masthead", "Lumen Last 7 days");
        browser.look_at_page(name);
        assert_eq!(browser.count("a[href]:not(.skip)"), 0, "{name} leads nowhere");
        assert_eq!(browser.count("form, script"), 0, "{name} changes nothing");
    }
    let text = |browser: &mut Browser, link: &str| {
        browser.open(link);
        browser.text("main")
    };
    assert!(!text(browser, &links[0].1).contains("The lamp came late"));
    assert!(text(browser, &links[1].1).contains("The lamp came late"));

    browser.sign_in(&scene.opina);
    browser.click_on("nav a", "Shared links");
    browser.wait_for_text(".rows", "last opened just now");
    browser.look_at_page("shares");
    browser.run("window.confirm = () => true");
    browser.click(".rows li:last-child button");
    browser.wait_for_text("[role=status]", "The link is taken back.");
    browser.begin();
    browser.open(&links[0].1);
    browser.wait_for_title("This link leads nowhere");
    browser.look_at_page("shared-gone");
    browser.open(&links[1].1);
    browser.wait_for_text(".masthead", "Lumen");
}

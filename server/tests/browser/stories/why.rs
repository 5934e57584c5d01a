//! An admin sees that a figure moved, finds which visitors moved it, reads what they said and keeps them as a segment.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::{KEY, Scene},
};
use diesel::prelude::*;
use serde_json::json;
use server::{
    clock,
    db::schema::{comment, response, rollup_funnel, rollup_score},
};
use uuid::Uuid;

pub const SCENARIOS: &[Scenario] = &[("one finds why a figure moved", finds_why)];

/// Somebody answers on a kind of device.
fn answer(scene: &Scene, device: &str, score: u8) {
    let body = json!({
        "id": Uuid::now_v7().to_string(), "survey": scene.surveys[0].survey, "version": 1, "sequence": 1,
        "complete": true, "answers": { "score": { "score": score } }, "language": "en", "path": "/checkout.html",
        "device": device, "chance": 1.0, "elapsed": 9_000,
    });
    let request = ureq::post(scene.opina.page(&format!("/w/{KEY}/responses"))).header("origin", scene.shop.address());
    let reply = request.header("content-type", "text/plain").send(body.to_string());
    assert_eq!(reply.map(|reply| reply.status().as_u16()).ok(), Some(201));
}

/// What was answered so far, as if it had been a month and more ago.
fn long_ago(scene: &Scene) {
    let connection = &mut scene.opina.connection();
    let (hours, milliseconds) = (24 * 40, 24 * 40 * clock::HOUR);
    let moved = [
        diesel::update(response::table)
            .set(response::received_at.eq(response::received_at - milliseconds))
            .execute(connection),
        diesel::update(comment::table)
            .set(comment::received_at.eq(comment::received_at - milliseconds))
            .execute(connection),
        diesel::update(rollup_score::table).set(rollup_score::hour.eq(rollup_score::hour - hours)).execute(connection),
        diesel::update(rollup_funnel::table)
            .set(rollup_funnel::hour.eq(rollup_funnel::hour - hours))
            .execute(connection),
    ];
    assert!(moved.iter().all(Result::is_ok), "{moved:?}");
}

fn finds_why(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    let everybody = |phone: u8| {
        for n in 0..20 {
            answer(&scene, "phone", phone);
            answer(&scene, "desktop", [9, 10, 8, 3][n % 4]);
        }
    };
    everybody(9);
    long_ago(&scene);
    everybody(2);

    browser.sign_in(&scene.opina);
    browser.wait_for_title("Overview");
    browser.click(".rows a[href*='/changes/']");
    browser.wait_for_title("Why Checkout moved");
    browser.look_at_page("why");
    assert!(browser.text("table.compared tbody tr").contains("phone"), "what moved most comes first");
    browser.click_on("table.compared a", "phone");
    browser.wait_for_title("Checkout");
    assert_eq!(browser.text(".filters .said").replace('\u{a0}', " "), "Only device: phone · 20 responses");
    assert_eq!(browser.text(".kpi .value"), "−100");
    browser.look_at_page("touchpoint-filtered");

    // The figure opens to its formula, and to the responses behind it.
    browser.click("details.working summary");
    browser.wait_for_text("details.working", "100 × (0 − 20) ÷ 20 = −100");
    browser.click_on("details.working a", "The responses behind it");
    browser.wait_for("table.listing");
    assert_eq!(browser.count("table.listing tbody tr"), 20);
    browser.look_at_page("responses");

    // The filter is kept under a name, and chosen again in the bar.
    browser.click_on(".filters summary", "Keep as a segment");
    browser.fill("#segment-name", "On phones");
    browser.click_on("#keep button", "Keep");
    browser.wait_for_title("Segments");
    browser.wait_for_text(".kpi .value", "−100");
    browser.look_at_page("segments");
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/overview")));
    browser.wait_for_text(".filters .said", "40 responses");
    browser.click(".filters .menu:nth-of-type(2) summary");
    browser.click_on(".filters .sheet a", "On phones");
    browser.wait_for_text(".filters .said", "20 responses");

    // Another filter is made in the form, and taken away.
    browser.click(".filter summary");
    browser.click("#filter input[value=phone]");
    browser.click("#filter input[value=desktop]");
    browser.look_at_page("filter");
    browser.click_on("#filter button", "Show these");
    browser.wait_for_text(".filters .said", "device: desktop");
    browser.click_on(".filters a", "Clear filter");
    browser.wait_for_text(".filters .said", "40 responses");
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/changes")));
    browser.look_at_page("changes");
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/surveys/{}/results", scene.surveys[0].survey)));
    browser.look_at_page("survey-results");
    browser.click(".card h2 a");
    browser.wait_for(".chart");
    browser.look_at_page("question");
    browser.assert_no_errors();
}

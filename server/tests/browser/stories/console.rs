//! What an admin does in the console, from page to page.

use crate::{
    browser::{Browser, Kind, Media},
    scenario::Scenario,
    scene::Scene,
    surveys::{COMMENT, OBSTACLE, RECOMMEND},
    visitor::SAID,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("a site is given another name and then removed", a_site_is_removed),
    ("colours that cannot be told apart are said while they are typed", colours_are_checked),
    ("an answer moves the figure of its touchpoint", an_answer_moves_the_figure),
    ("a page of results prints as a report", a_page_is_printed),
];

fn a_site_is_removed(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    scene.answer(9);
    browser.sign_in(&scene.opina);
    browser.click_on("nav a", "Settings");
    browser.wait_for("#retention");
    browser.look_at_page("settings");
    browser.fill("#name", "Lumen shop");
    browser.click_on("#settings button", "Save");
    browser.wait_for_text("[role=status]", "The settings are saved.");
    browser.fill("#sure", "Lumen");
    browser.click_on("#remove button", "Remove the site");
    browser.wait_for_text("#sure-problem", "This is not its name.");
    browser.look_at_page("settings-mistake");
    browser.open(&scene.opina.page("/sites"));
    browser.wait_for_text("table.data", "Lumen shop");
    browser.look_at_page("sites");
    browser.click_on("table.data a", "Lumen shop");
    browser.click_on("nav a", "Settings");
    browser.fill("#sure", "Lumen shop");
    browser.click_on("#remove button", "Remove the site");
    browser.wait_for_text("main", "You belong to no site yet.");
    browser.assert_no_errors();
}

fn colours_are_checked(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    browser.sign_in(&scene.opina);
    browser.open(&scene.opina.page(&format!("/sites/{}/look", crate::scene::KEY)));
    let remark = "fieldset[data-scheme] [data-contrast=text]";
    browser.fill("#text", "#999999");
    browser.wait_for_text(remark, "Text and background: 2.8\u{a0}:\u{a0}1");
    assert_eq!(browser.count(&format!("{remark}.error")), 1);
    assert_eq!(browser.attribute(".sample text", "color").as_deref(), Some("#999999"));
    browser.fill("#text", "#00000");
    browser.type_text("0");
    browser.wait_for_text(remark, "21.0\u{a0}:\u{a0}1");
    assert_eq!(browser.count(&format!("{remark}.error")), 0);
    browser.assert_no_errors();
}

fn a_page_is_printed(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    for score in [9; 30] {
        scene.answer(score);
    }
    browser.sign_in(&scene.opina);
    browser.wait_for_title("Overview");
    let table = "details.table:not(.working) table";
    assert!(!browser.is_shown(".on-paper") && !browser.is_shown(table));
    browser.run("window.print = () => (document.title = 'printed')");
    browser.click_on("button", "Print");
    assert_eq!(browser.run("return document.title"), json!("printed"));
    // Firefox prints as if nobody preferred dark pages.
    let dark = browser.kind() == Kind::Chromium;
    browser.pretend(Media { print: true, dark, ..Media::default() });
    browser.wait_for_text(".on-paper", "Lumen · As of");
    browser.wait_for_text(".filters", "Last 30 days");
    browser.wait_for_text(table, "+100");
    assert!(!browser.is_shown("nav") && !browser.is_shown("button"));
    let ground = browser.run("return getComputedStyle(document.querySelector('.card')).backgroundColor");
    assert_eq!(ground, json!("rgb(255, 255, 255)"), "paper is light");
    browser.assert_no_errors();
}

/// The number of answers and the figure on the touchpoint's page.
fn figure(browser: &mut Browser, scene: &Scene) -> (String, String) {
    let touchpoint = scene.surveys[0].touchpoint;
    browser.open(&scene.opina.page(&format!("/sites/{}/touchpoints/{touchpoint}", crate::scene::KEY)));
    (browser.text(".kpi header small").replace('\u{a0}', " "), browser.text(".kpi .value"))
}

fn an_answer_moves_the_figure(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    for score in [10; 30] {
        scene.answer(score);
    }
    browser.sign_in(&scene.opina);
    assert_eq!(figure(browser, &scene), ("n = 30".to_owned(), "+100".to_owned()));
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    browser.choose("3");
    browser.push("Next");
    browser.wait_for_question(OBSTACLE);
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    browser.push("Send");
    browser.wait_for(SAID);
    // 30 promoters and one detractor: 100 · 29 / 31 = 93.5.
    assert_eq!(figure(browser, &scene), ("n = 31".to_owned(), "+94".to_owned()));
    browser.assert_no_errors();
}

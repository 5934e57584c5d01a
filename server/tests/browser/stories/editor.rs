//! An admin at work on a survey: sees it while writing, moves it about, and takes back what was published.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{COMMENT, OBSTACLE, RECOMMEND, RECOMMEND_ES, THANKS},
    visitor::SAID,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("the preview follows what is typed and asks nobody", preview_follows),
    ("the preview works without WebAssembly", preview_without_modules),
    ("what was published is regretted and rolled back", rolled_back),
];

/// The preview's frame.
const FRAME: &str = ".preview iframe";

/// The shop's survey, opened in its editor.
fn at_work(browser: &mut Browser) -> Scene {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    browser.sign_in(&scene.opina);
    browser.open(&editor(&scene));
    browser.wait_for("#survey");
    scene
}

fn editor(scene: &Scene) -> String {
    scene.opina.page(&format!("/sites/{KEY}/surveys/{}", scene.surveys[0].survey))
}

fn preview_follows(browser: &mut Browser) {
    let scene = at_work(browser);
    browser.within(FRAME, |frame| frame.wait_for_question(RECOMMEND));
    browser.wait_for_text("#preview-says", "It follows what you type.");
    browser.fill("[name='q.score.title.en']", "Would you come back?");
    browser.within(FRAME, |frame| frame.wait_for_question("Would you come back?"));
    let focused = "return document.activeElement.name";
    assert_eq!(browser.run(focused), json!("q.score.title.en"), "the focus stays where one types");
    // It shows the page and speaks the language of what is being edited.
    browser.click("[name='q.score.title.es']");
    browser.within(FRAME, |frame| frame.wait_for_question(RECOMMEND_ES));
    browser.click("[name='q.obstacle.title.en']");
    browser.within(FRAME, |frame| frame.wait_for_question(OBSTACLE));
    browser.click("[name='thanks.en']");
    browser.within(FRAME, |frame| frame.wait_for_text(SAID, THANKS));
    assert_eq!(browser.run(focused), json!("thanks.en"));
    browser.click("#display option[value=modal]");
    browser.within(FRAME, |frame| frame.wait_for("opina-widget >>> dialog"));
    let inside = browser.run("return document.activeElement == document.querySelector('.preview iframe')");
    assert_eq!(inside, json!(false), "nor does a window over the page take it");
    browser.run("document.getElementById('percent').scrollIntoView({ block: 'center' })");
    browser.fill("#percent", "0");
    browser.wait_for_text("#preview-waits", "It waits until what hinders it is mended");
    browser.fill("#percent", "50");
    browser.wait_gone("#preview-waits");
    browser.click("#preview-dark");
    let ground = |browser: &mut Browser| {
        let ground = "return getComputedStyle(root.querySelector('.o')).backgroundColor";
        browser.within(FRAME, |frame| frame.run_inside("opina-widget", ground))
    };
    browser.wait_until("the survey to be dark", |browser| (ground(browser) == json!("rgb(23, 30, 38)")).then_some(()));
    browser.click("#preview-light");
    let white = json!("rgb(255, 255, 255)");
    browser.wait_until("the survey to be light", |browser| (ground(browser) == white).then_some(()));
    // It is the survey itself: it branches, and says thank you. It only tells nobody.
    browser.run("scrollTo(0, 0)");
    browser.click("[name='q.score.title.en']");
    browser.within(FRAME, |frame| {
        frame.wait_for_question("Would you come back?");
        frame.choose("9");
        frame.push("Next");
        frame.wait_for_question(COMMENT);
        frame.push("Send");
        frame.wait_for_text(SAID, THANKS);
    });
    assert_eq!(scene.responses().len(), 0);
    assert_eq!(scene.funnel().shown, 0);
    browser.picture("console/survey-preview");
    browser.click_on("button", "Save draft");
    browser.wait_for_text("[role=status]", "The draft is saved.");
    browser.look_at_page("survey-edit-preview");
    browser.assert_no_errors();
}

fn preview_without_modules(browser: &mut Browser) {
    browser.run_no_modules();
    let _scene = at_work(browser);
    browser.within(FRAME, |frame| {
        frame.wait_for_text("legend", RECOMMEND);
        frame.click("input[value='3']");
        frame.click_on("button.go", "Next");
        frame.wait_for_text("legend", OBSTACLE);
    });
    browser.click("#preview-language option[value=es]");
    browser.within(FRAME, |frame| frame.wait_for_text("legend", RECOMMEND_ES));
}

fn rolled_back(browser: &mut Browser) {
    let scene = at_work(browser);
    browser.fill("[name='q.score.title.en']", "Words that nobody understands");
    browser.click_on("button", "Publish version 2");
    browser.wait_for_text("[role=status]", "Version 2 is live.");
    browser.click_on(".top a", "Versions");
    browser.wait_for_text("table.versions", "Question (English)");
    browser.look_at_page("survey-versions");
    browser.click_on("button", "Compare");
    browser.wait_for_title("Version 1 → Version 2");
    browser.wait_for_text("ins", "Words that nobody understands");
    browser.look_at_page("survey-compare");
    browser.click(".crumb a");
    browser.click_on("table.versions a", "Roll back to it");
    browser.wait_for_title("Roll back to version 1?");
    browser.look_at_page("survey-roll-back");
    browser.click_on("button", "Make the draft equal to version 1");
    browser.wait_for_text("[role=status]", "The draft is as it was in that version.");
    browser.click_on("button", "Publish version 3");
    browser.wait_for_text("[role=status]", "Version 3 is live.");
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    browser.assert_no_errors();
}

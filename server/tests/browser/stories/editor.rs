//! An admin at work on a survey: sees it while writing, moves it about, and takes back what was published.

use crate::{
    browser::{Browser, key},
    opina::{EMAIL, Opina, PASSWORD},
    scenario::Scenario,
    scene::{KEY, Scene},
    stories::entry::set_up_link,
    surveys::{COMMENT, OBSTACLE, RECOMMEND, RECOMMEND_ES, THANKS},
    visitor::SAID,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("the preview follows what is typed and asks nobody", preview_follows),
    ("the preview works without WebAssembly", preview_without_modules),
    ("questions are moved by dragging and by keyboard", questions_move),
    ("a survey is translated side by side", translated),
    ("a first survey is live within a dozen clicks", few_clicks),
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
    assert_eq!(browser.focused_property("name"), json!("q.score.title.en"), "the focus stays where one types");
    // It shows the page and speaks the language of what is being edited.
    browser.click("[name='q.score.title.es']");
    browser.within(FRAME, |frame| frame.wait_for_question(RECOMMEND_ES));
    browser.click("[name='q.obstacle.title.en']");
    browser.within(FRAME, |frame| frame.wait_for_question(OBSTACLE));
    browser.click("[name='thanks.en']");
    browser.within(FRAME, |frame| frame.wait_for_text(SAID, THANKS));
    assert_eq!(browser.focused_property("name"), json!("thanks.en"));
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

/// The ids of the questions in the order of their cards.
fn order(browser: &mut Browser) -> String {
    let order =
        browser.run("return [...document.querySelectorAll('[name=question]')].map((one) => one.value).join(' ')");
    order.as_str().unwrap_or_default().to_owned()
}

fn questions_move(browser: &mut Browser) {
    let _scene = at_work(browser);
    browser.wait_for(".grip");
    assert_eq!(order(browser), "score obstacle comment");
    let mut grip = |number: usize| {
        let script = format!(
            "const at = document.querySelectorAll('.grip')[{number}].getBoundingClientRect();
             return [at.x + at.width / 2, at.y + at.height / 2].map(Math.round)"
        );
        let at = browser.run(&script);
        (at[0].as_u64().unwrap_or_default(), at[1].as_u64().unwrap_or_default())
    };
    let (third, first) = (grip(2), grip(0));
    browser.drag(third, (first.0, first.1 - 8));
    browser.wait_for_text("[role=status]", "Changed here, not saved yet.");
    assert_eq!(order(browser), "comment score obstacle");
    browser.wait_until("the moved question to have the focus", |browser| {
        (browser.focused_property("value") == "down:comment").then_some(())
    });
    // By keyboard it goes on from there, and stays in hand.
    for (expected, order_then) in [("down:comment", "score comment obstacle"), ("up:comment", "score obstacle comment")]
    {
        browser.press(key::ENTER);
        browser.wait_until(order_then, |browser| (order(browser) == order_then).then_some(()));
        browser.wait_until(expected, |browser| (browser.focused_property("value") == expected).then_some(()));
    }
    browser.assert_no_errors();
}

fn translated(browser: &mut Browser) {
    let scene = at_work(browser);
    browser.open(&format!("{}/translations", editor(&scene)));
    browser.wait_for_text(".top", "Español: 9 of 9 texts");
    browser.fill("[name='q.score.title.es']", "¿Nos recomendarías?");
    browser.fill("#new_language", "pt");
    browser.click_on("button", "Add");
    browser.wait_for_text(".top", "Português: 0 of 9 texts");
    browser.look_at_page("survey-translations");
    browser.fill("[name='q.score.title.pt']", "Recomendaria a Lumen?");
    browser.click_on("button", "Save draft");
    browser.wait_for_text(".top", "Português: 1 of 9 texts");
    browser.open(&editor(&scene));
    browser.wait_for("[name='q.score.title.es']");
    assert_eq!(browser.property("[name='q.score.title.es']", "value"), json!("¿Nos recomendarías?"));
    browser.assert_no_errors();
}

fn few_clicks(browser: &mut Browser) {
    let mut opina = Opina::new();
    opina.start();
    browser.open(&set_up_link(&opina));
    let mut clicks = 0;
    let mut click = |browser: &mut Browser, place: &str, words: &str| {
        browser.click_on(place, words);
        clicks += 1;
    };
    for field in ["email", "password", "repeated"] {
        let typed = if field == "email" { EMAIL } else { PASSWORD };
        browser.fill(&format!("input[name={field}]"), typed);
    }
    click(browser, "button", "Make your account");
    browser.wait_for("#website");
    browser.fill("#name", "Lumen");
    browser.fill("#website", "www.lumen.example");
    click(browser, "button", "Make the site");
    browser.wait_for_title("Overview");
    click(browser, ".steps a", "New survey");
    browser.wait_for(".template");
    browser.look_at_page("survey-first");
    browser.click("#touchpoint option:last-child");
    click(browser, ".template:first-child button", "Start from this");
    browser.wait_for("#survey");
    click(browser, "button", "Publish version 1");
    browser.wait_for_text("[role=status]", "Version 1 is live.");
    click(browser, "[role=status] a", "Install the script");
    browser.wait_for_text("#tag", &opina.address());
    assert!(clicks <= 6, "a first survey took {clicks} clicks");
    browser.assert_no_errors();
}

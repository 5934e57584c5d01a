//! A team reads what customers say and does something about it.

use crate::{
    browser::{Browser, key},
    opina::EMAIL,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{COMMENT, OBSTACLE, RECOMMEND},
    visitor::SAID,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[("a detractor's comment goes from arrival to solved", from_arrival_to_solved)];

const DEAR: &str = "The shipping cost only shows up in the last step.";

fn complain(browser: &mut Browser, scene: &Scene) {
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    browser.choose("2");
    browser.push("Next");
    browser.wait_for_question(OBSTACLE);
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    browser.comment(DEAR);
    browser.push("Send");
    browser.wait_for(SAID);
}

fn from_arrival_to_solved(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    for score in [9; 10] {
        scene.answer(score);
    }
    complain(browser, &scene);
    browser.sign_in(&scene.opina);
    browser.wait_for_text(".side nav .n", "1");
    browser.click("nav a[href$='/comments']");
    browser.wait_for_text(".inbox li", DEAR);
    browser.look_at_page("inbox");

    // By keyboard alone: to the comment, select it, and to what is to be changed.
    browser.type_text("/");
    browser.type_text("ship* cost");
    browser.press(key::ENTER);
    browser.wait_for_text(".inbox mark", "shipping");
    browser.wait_for_page();
    browser.type_text("j");
    browser.type_text("x");
    assert_eq!(browser.property(".inbox input", "checked"), json!(true));
    browser.type_text("x");
    browser.type_text("t");
    browser.type_text("shipping");
    assert_eq!(browser.property(".inbox input", "checked"), json!(true), "it is the one that is changed");
    browser.press(key::ENTER);
    browser.wait_for_text(".notice", "Changed: 1");
    browser.wait_for_text(".labels", "shipping");
    browser.click_on(".notice button", "Undo");
    browser.wait_gone(".labels .tag:nth-of-type(2)");
    browser.wait_for_page();
    browser.type_text("?");
    browser.wait_for_text("#keys", "to the next and the one before");
    browser.look_at_page("inbox-keys");
    // Who wants no keys has none.
    browser.click("#keys input");
    browser.click("h1");
    browser.type_text("j");
    assert_eq!(browser.run("return document.activeElement.matches('.inbox a')"), json!(false));
    browser.click("#keys input");
    browser.type_text("j");
    browser.press(key::ENTER);

    browser.wait_for_text("blockquote", DEAR);
    browser.look_at_page("comment");
    browser.run(&format!(
        "const owner = document.getElementById('owner');\
         owner.value = [...owner.options].find((option) => option.text === '{EMAIL}').value"
    ));
    browser.fill("#cause", "Shipping shown too late");
    browser.fill("#note", "The cost is on the product page now.");
    browser.click_on("#loop button", "Mark as solved");
    browser.wait_for_text(".notice", "Saved.");
    browser.wait_for_text(".line", "State: New → Solved");
    browser.wait_for_text(".line", "The cost is on the product page now.");
    browser.look_at_page("comment-solved");
    browser.click("#back");
    browser.wait_for_text(".empty", "No comment matches");
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/comments?status=solved")));
    browser.wait_for_text(".inbox", "Shipping shown too late");
    browser.wait_gone(".side nav .n");

    browser.click(".inbox .body a");
    browser.click_on("a", "Redact the text");
    browser.wait_for_text("main", "This cannot be undone");
    browser.look_at_page("comment-redact");
    browser.click_on("main button", "Redact for good");
    browser.wait_for_text("main", "The text was taken out for good.");
    browser.assert_no_errors();
}

//! From the link in the log to the first figure, as whoever tries Opina goes through it.

use crate::{
    browser::Browser,
    opina::{EMAIL, Opina, PASSWORD},
    scenario::Scenario,
    stories::entry::set_up_link,
    visitor::SAID,
    website::Website,
};

pub const SCENARIOS: &[Scenario] = &[("a first survey is on the shop and its answer on the map", first_run)];

fn first_run(browser: &mut Browser) {
    let mut opina = Opina::new();
    opina.start();
    browser.open(&set_up_link(&opina));
    browser.fill("input[name=email]", EMAIL);
    browser.fill("input[name=password]", PASSWORD);
    browser.fill("input[name=repeated]", PASSWORD);
    browser.click_on("button", "Make your account");

    browser.wait_for("#website");
    browser.look_at_page("site-new");
    browser.fill("#name", "Lumen");
    browser.fill("#website", "www.lumen.example");
    browser.click_on("button", "Make the site");
    browser.wait_for_title("Overview");
    browser.look_at_page("overview-empty");
    let path = browser.path();
    let site = path.split('/').nth(2).expect("the site is in the address").to_owned();

    browser.click_on("nav a", "Journey map");
    browser.wait_for(".map");
    browser.look_at_page("journey-empty");
    browser.click_on("a", "Add touchpoint");
    browser.wait_for("#name");
    browser.look_at_page("touchpoint-new");
    browser.fill("#name", "Checkout");
    browser.click("#phase option:nth-child(4)");
    browser.click_on("button", "Add touchpoint");
    browser.wait_for_title("Checkout");
    browser.look_at_page("touchpoint-unasked");

    browser.click_on(".notice a", "Ask here");
    browser.wait_for(".template");
    browser.look_at_page("survey-new");
    browser.click(".template button[value=nps]");
    browser.wait_for("#include");
    browser.look_at_page("survey-edit");
    browser.fill("#include", "/checkout*");
    browser.fill("#delay", "0");
    browser.click_on("button", "Publish version 1");
    browser.wait_for_text("[role=status]", "Version 1 is live.");
    browser.click_on("nav a", "Surveys");
    browser.wait_for_text("table.surveys", "Live");
    browser.look_at_page("surveys");

    browser.click_on("nav a", "Install");
    browser.wait_for_text("#tag", &format!("{}/w/{site}.js", opina.address()));
    browser.look_at_page("install-waiting");

    // The tag is pasted on a website that Opina does not know yet. Its visitors are asked and their answers refused.
    let shop = Website::shop(&opina.address(), &site);
    browser.open(&shop.page("/product.html"));
    browser.wait_until("the visit to be seen", |browser| {
        browser.open(&opina.page(&format!("/sites/{site}/install")));
        browser.text("#seen").contains("Not on the list of websites").then_some(())
    });
    browser.look_at_page("install-seen");
    browser.click_on("#seen button", &format!("Allow {}", shop.address()));
    browser.wait_for_text("[role=status]", "The websites are saved.");

    browser.open(&shop.page("/checkout.html"));
    browser.wait_for_question("How likely are you to recommend Lumen to someone you know?");
    browser.choose("4");
    browser.push("Next");
    browser.wait_for_question("What got in the way?");
    browser.choose("delivery");
    browser.push("Next");
    browser.wait_for_question("What should we do better?");
    browser.comment("Tell me when it leaves the workshop.");
    browser.push("Send");
    browser.wait_for_text(SAID, "The team at Lumen reads every answer.");

    browser.open(&opina.page(&format!("/sites/{site}/journey")));
    browser.click_on(".map .cell b + span", "Checkout");
    browser.wait_for_title("Checkout");
    browser.wait_for_text(".kpi", "Scores appear as soon as enough people have answered.");
    browser.look_at_page("touchpoint-first-answer");
    browser.open(&opina.page("/"));
    browser.wait_for_title("Overview");
    browser.look_at_page("overview-first-answer");
    browser.assert_no_errors();
}

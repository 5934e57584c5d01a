//! The way in: the link that works once, signing in, signing out.

use crate::{
    browser::{Browser, key},
    opina::{EMAIL, Opina, PASSWORD},
    process::await_some,
    scenario::Scenario,
};

pub const SCENARIOS: &[Scenario] = &[("the first admin comes in by the link that works once", the_link_works_once)];

/// The link that the log names.
pub fn set_up_link(opina: &Opina) -> String {
    let path = await_some(|| Some(opina.log().split_once("/setup?")?.1.split_whitespace().next()?.to_owned()));
    opina.page(&format!("/setup?{}", path.expect("the log names a link")))
}

fn the_link_works_once(browser: &mut Browser) {
    let mut opina = Opina::new();
    opina.start();
    let link = set_up_link(&opina);
    browser.open(&link);
    browser.wait_for_title("Make your account");
    browser.look_at_page("setup");
    // The first field has the focus: typing is enough.
    browser.type_text(EMAIL);
    browser.press(key::TAB);
    browser.type_text(PASSWORD);
    browser.press(key::TAB);
    browser.type_text("una lámpara apagada");
    browser.press(key::ENTER);
    browser.wait_for_text("[role=alert]", "The two passwords differ.");
    browser.look_at_page("setup-mistake");
    for _ in 0..2 {
        browser.type_text(PASSWORD);
        browser.press(key::TAB);
    }
    browser.press(key::ENTER);
    browser.wait_until("a page of the console", |browser| (browser.path() == "/sites/new").then_some(()));
    browser.open(&link);
    browser.wait_for_title("This page does not exist");
    browser.look_at_page("not-found");

    browser.open(&opina.page("/"));
    browser.click(".account summary");
    browser.click_on("button", "Sign out");
    browser.wait_for_title("Sign in");
    browser.look_at_page("sign-in");
    browser.type_text(EMAIL);
    browser.press(key::TAB);
    browser.type_text("una lámpara apagada");
    browser.press(key::ENTER);
    browser.wait_for_text("[role=alert]", "The e-mail or the password is wrong.");
    browser.look_at_page("sign-in-mistake");
    browser.type_text(PASSWORD);
    browser.press(key::ENTER);
    browser.wait_until("a page of the console", |browser| (browser.path() == "/sites/new").then_some(()));
    browser.wait_until("the page to be whole", |browser| {
        (browser.run("return document.readyState") == serde_json::json!("complete")).then_some(())
    });
    browser.click_on("footer a", "Español");
    browser.wait_for_text("button", "Crear el sitio");
    browser.look_at_page("site-new-es");
    browser.assert_no_errors();
}

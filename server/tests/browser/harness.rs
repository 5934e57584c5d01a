//! The harness itself: what it claims to see, it sees, in both browsers alike.

use crate::{
    browser::{Browser, PHONE, Trouble, key},
    scenario::Scenario,
    website::Website,
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("the harness notices errors", errors_are_noticed),
    ("the harness works inside closed shadow roots", closed_roots_are_open_to_it),
    ("the harness plays the visitor it is told to", the_visitor_is_as_told),
    ("the harness notices what is not accessible", inaccessible_pages_are_noticed),
    ("the harness begins with a browser that knows nobody", nothing_is_known_at_first),
];

/// A website with one page.
fn page(html: &str) -> Website {
    Website::page_at("/", html.to_owned())
}

fn errors_are_noticed(browser: &mut Browser) {
    let mut noticed = |script: &'static str, words: &str| {
        let html = format!("<!doctype html><title>Broken</title><p>Broken</p><script>{script}</script>");
        let site = page(&html);
        browser.open(&site.page("/"));
        browser.wait_until(words, |browser| browser.take_log().into_iter().find(|logged| logged.text.contains(words)))
    };
    assert_eq!(noticed("throw new Error('at once')", "at once").trouble, Trouble::Error);
    assert_eq!(noticed("setTimeout(() => { throw new Error('later') }, 1)", "later").trouble, Trouble::Error);
    assert_eq!(noticed("Promise.reject(new Error('as promised'))", "as promised").trouble, Trouble::Error);
    browser.assert_quiet();
}

const CLOSED: &str = r#"<!doctype html><html lang="en"><title>Closed</title><h1>Closed</h1><div id="host"></div><script>
    const root = document.querySelector("div").attachShadow({ mode: "closed" });
    const make = (name, set) => root.appendChild(Object.assign(document.createElement(name), set));
    make("textarea");
    make("button", { textContent: "Hide", onclick: () => { root.querySelector("p").hidden = true } });
    make("button", { textContent: "Show", onclick: () => { root.querySelector("p").hidden = false } });
    for (const value of [1, 2, 3]) make("input", { type: "radio", name: "scale", value, ariaLabel: `${value} of 3` });
    make("p", { textContent: "Here" });
    root.querySelector("textarea").oninput = (event) => { root.querySelector("p").textContent = event.target.value };
    root.addEventListener("keydown", ({ key }) => { if (key === "Escape") root.querySelector("p").textContent = "Escaped" });
    </script>"#;

fn closed_roots_are_open_to_it(browser: &mut Browser) {
    let site = page(CLOSED);
    browser.open(&site.page("/"));
    assert_eq!(browser.run("return document.querySelector('#host').shadowRoot"), json!(null));
    browser.wait_for_text("#host >>> p", "Here");
    browser.click("#host >>> textarea");
    browser.type_text("Añade luz, 7 €");
    browser.wait_for_text("#host >>> p", "Añade luz, 7 €");
    let focus = |browser: &mut Browser| browser.run_inside("#host", "return root.activeElement?.textContent");
    browser.press(key::TAB);
    assert_eq!(focus(browser), json!("Hide"));
    browser.press(key::SPACE);
    browser.wait_gone("#host >>> p");
    browser.press(key::TAB);
    assert_eq!(focus(browser), json!("Show"));
    browser.press_with(key::SHIFT, key::TAB);
    assert_eq!(focus(browser), json!("Hide"));
    browser.click_on("#host >>> button", "Show");
    browser.wait_for("#host >>> p");
    browser.press_with(key::SHIFT, key::TAB);
    browser.press(key::ENTER);
    browser.wait_gone("#host >>> p");
    browser.click_on("#host >>> button", "Show");
    browser.click("#host >>> input[value='1']");
    browser.press(key::RIGHT);
    browser.press(key::DOWN);
    browser.press(key::LEFT);
    assert_eq!(browser.property("#host >>> :checked", "value"), json!("2"));
    assert_eq!(browser.attribute("#host >>> :focus", "type").as_deref(), Some("radio"));
    browser.press(key::ESCAPE);
    browser.wait_for_text("#host >>> p", "Escaped");
    assert_eq!(browser.text("#host >>> p"), "Escaped");
    assert_eq!(browser.count("#host >>> button"), 2);
    assert_eq!(browser.count("#host >>> select"), 0);
}

fn the_visitor_is_as_told(browser: &mut Browser) {
    let echo = |request: HttpRequest| async move {
        let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let header = header.unwrap_or_default();
        HttpResponse::Ok().content_type("text/html").body(format!("<!doctype html><title>Echo</title><p>{header}</p>"))
    };
    let site = Website::open(move |routes| {
        routes.route("/", web::get().to(echo));
    });
    let seen = |browser: &mut Browser| {
        browser.open(&site.page("/"));
        browser.run(
            "const media = (query) => matchMedia(query).matches;
             return [document.querySelector('p').innerText.split(/[,;]/)[0], navigator.language,
                 media('(prefers-color-scheme: dark)'), media('(prefers-reduced-motion: reduce)'), innerWidth, innerHeight]",
        )
    };
    assert_eq!(seen(browser), json!(["en-US", "en-US", false, true, 1440, 900]));
    browser.speak("es,en");
    browser.prefer_dark(true);
    browser.resize(PHONE);
    assert_eq!(seen(browser), json!(["es", "es", true, true, 390, 844]));
    browser.begin();
    assert_eq!(seen(browser), json!(["en-US", "en-US", false, true, 1440, 900]));
}

fn inaccessible_pages_are_noticed(browser: &mut Browser) {
    let site =
        page("<!doctype html><html lang=en><title>A picture</title><main><h1>Look</h1><img src='/favicon.ico'></main>");
    browser.open(&site.page("/"));
    let violations = browser.violations("html");
    assert!(violations.len() == 1 && violations[0].contains("image-alt"), "{violations:?}");
}

/// A port is given to another website once nobody has it: what an earlier story left there must not meet a later one.
fn nothing_is_known_at_first(browser: &mut Browser) {
    let site = page("<!doctype html><title>Known</title><p>Known</p>");
    let known = "return [localStorage.length, document.cookie]";
    browser.open(&site.page("/"));
    browser.run("localStorage.known = document.cookie = 'known=yes'");
    assert_eq!(browser.run(known), json!([1, "known=yes"]));
    browser.begin();
    browser.open(&site.page("/"));
    assert_eq!(browser.run(known), json!([0, ""]));
}

//! How Opina behaves on somebody else's page: it takes nothing, breaks nothing, and does not ask twice.

use crate::{
    browser::{Browser, Kind, PHONE},
    opina::Opina,
    process::await_some,
    scenario::Scenario,
    scene::{KEY, Scene},
    stored::Funnel,
    surveys::{self, ANOTHER, COMMENT, EASE, RECOMMEND, THANKS},
    visitor::{HOST, NOTE, SAID, SURVEY, TAB},
    website::Website,
};
use actix_web::{HttpResponse, web};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("a page that asks nothing costs one request", nothing_due),
    ("nobody is asked again after an answer", not_asked_again_after_an_answer),
    ("nobody is asked again after closing it", not_asked_again_after_closing),
    ("the page keeps its names, its places and its quiet", the_page_is_left_alone),
    ("a tag pasted twice asks once", pasted_twice),
    ("the page can open and close a survey", the_page_is_in_command),
];

/// For the one browser that measures how much a page moves.
pub const IN_CHROMIUM: &[Scenario] =
    &[("a survey that changes by itself does not count as a page that moves", late_replies_do_not_shift)];

fn nothing_due(browser: &mut Browser) {
    let scene = Scene::checkout();
    let opina = scene.opina.address();
    browser.open(&scene.shop.page("/product.html"));
    // Had it asked for anything more, it had done so before it goes on to a page with a survey.
    browser.run("window.wentOn = performance.now(); history.pushState({}, '', '/checkout.html')");
    browser.wait_for_question(RECOMMEND);
    let before = browser.run(
        "return performance.getEntriesByType('resource').filter(({ startTime }) => startTime < wentOn).map(({ name }) => name)",
    );
    let before: Vec<_> = before.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    let before: Vec<_> = before.into_iter().filter(|name| name.starts_with(&opina)).collect();
    assert_eq!(before, [format!("{opina}/w/{KEY}.js")]);
    let all = browser.wait_until("the event to be sent", |browser| {
        Some(browser.requests(&opina)).filter(|all| all.iter().any(|path| path.ends_with("/events")))
    });
    assert_eq!(all.len(), 6, "script, host, form, glue, module and event: {all:?}");
    let kept = browser.run("return [Object.keys(localStorage), document.cookie]");
    assert_eq!(kept, json!([[], ""]), "nothing is written before the visitor acts");
    browser.assert_quiet();
}

fn not_asked_again_after_an_answer(browser: &mut Browser) {
    let scene = Scene::with(&[surveys::checkout(), surveys::another()]);
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    browser.choose("9");
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(ANOTHER);
    browser.choose("9");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.push("");
    browser.wait_gone(SURVEY);
    assert_eq!(scene.funnel(), Funnel { shown: 2, dismissed: 0, started: 2, completed: 2 });
}

fn not_asked_again_after_closing(browser: &mut Browser) {
    let scene = Scene::with(&[surveys::checkout(), surveys::another(), surveys::help()]);
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    browser.click(CLOSE);
    // Another was due at the same time: it has waited, because one at a time is enough.
    browser.wait_for_question(ANOTHER);
    browser.click(CLOSE);
    browser.wait_gone(SURVEY);
    let counted = await_some(|| Some(scene.funnel()).filter(|funnel| funnel.dismissed > 1));
    assert_eq!(counted, Some(Funnel { shown: 2, dismissed: 2, started: 0, completed: 0 }));
    // Where one is open, the tab would not open its own.
    browser.run("history.pushState({}, '', '/help.html')");
    browser.click(TAB);
    browser.wait_for_question(EASE);
    browser.open(&scene.shop.page("/help.html"));
    browser.click(TAB);
    browser.wait_for_question(EASE);
    browser.assert_quiet();
}

/// The survey's own way out.
const CLOSE: &str = "opina-widget >>> button[aria-label=Close]";

/// Where everything on the page is.
const PLACES: &str = "
    const places = [...document.querySelectorAll('html, body, body *:not(opina-widget)')].map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [one.localName, x, y, width, height];
    });
    return [places, document.documentElement.scrollHeight, getComputedStyle(document.body).cssText]";

/// How much the browser says that the page moved.
const SHIFTED: &str = "
    let shifted = 0;
    const add = (entries) => { for (const { value, hadRecentInput } of entries) if (!hadRecentInput) shifted += value };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => { add(observer.takeRecords()); done(shifted) }));";

fn the_page_is_left_alone(browser: &mut Browser) {
    let nothing = || async { HttpResponse::Ok().content_type("text/javascript").finish() };
    let nothing = Website::open(move |routes| {
        routes.default_service(web::to(nothing));
    });
    let plain = Website::shop(nothing.address(), KEY);
    browser.open(&plain.page("/checkout.html"));
    let (names, places) = (browser.globals(), browser.run(PLACES));

    let scene = Scene::checkout();
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    assert_eq!(browser.run(PLACES), places, "nothing moves when the survey opens");
    browser.settle();
    if browser.kind() == Kind::Chromium {
        assert_eq!(browser.run_async(SHIFTED), json!(0));
    }
    browser.choose("9");
    browser.push("Next");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(browser.run(PLACES), places, "nothing moves while it is answered");
    browser.click(CLOSE);
    browser.wait_gone(SURVEY);
    assert_eq!(browser.run(PLACES), places, "nothing moves when it closes");
    let new: Vec<_> = browser.globals().into_iter().filter(|name| !names.contains(name)).collect();
    assert_eq!(new, ["opina"]);
    assert_eq!(browser.run("return document.cookie"), json!(""));
    browser.assert_quiet();
}

/// What moves more than half a second after the visitor acted, the browser blames on the page.
fn late_replies_do_not_shift(browser: &mut Browser) {
    let mut scene = Scene::with(&[surveys::another()]);
    browser.resize(PHONE);
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(ANOTHER);
    browser.choose("9");
    scene.opina.freeze();
    browser.push("Send");
    browser.wait_for_text("opina-widget >>> .go", "Sending…");
    browser.run_async("setTimeout(done, 600)");
    scene.opina.kill();
    browser.wait_for_text(NOTE, "Not sent yet");
    browser.run_async("setTimeout(done, 600)");
    scene.opina.start();
    browser.wait_for_text(SAID, THANKS);
    let shifted = browser.run_async(SHIFTED);
    // A button's label is all that may move.
    assert!(shifted.as_f64() < Some(0.001), "{shifted}");
}

fn pasted_twice(browser: &mut Browser) {
    let twice = |opina: &str| {
        let tag = format!("<script async src='{opina}/w/{KEY}.js'></script>");
        let page = format!("<!doctype html><html lang=en><title>Twice</title><h1>Twice</h1>{tag}{tag}</html>");
        Website::page_at("/checkout", page)
    };
    let scene = Scene::on(Opina::new(), &[surveys::checkout()], twice);
    browser.open(&scene.shop.page("/checkout"));
    browser.wait_for_question(RECOMMEND);
    assert_eq!((browser.count(HOST), browser.count(SURVEY)), (1, 1));
    browser.choose("9");
    browser.push("Next");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(scene.funnel(), Funnel { shown: 1, dismissed: 0, started: 1, completed: 1 });
    browser.assert_quiet();
}

fn the_page_is_in_command(browser: &mut Browser) {
    let scene = Scene::checkout();
    browser.open(&scene.shop.page("/product.html"));
    browser.run("opina('show')");
    browser.wait_for_question(RECOMMEND);
    browser.run("opina('close')");
    browser.wait_gone(SURVEY);
    browser.run(&format!("opina('show', {})", scene.surveys[0].survey));
    browser.wait_for_question(RECOMMEND);
    // What makes no sense is no error of the page.
    browser.run("opina('show', 999); opina('dance'); opina(); opina('close'); opina('close')");
    browser.wait_gone(SURVEY);
    browser.assert_quiet();
}

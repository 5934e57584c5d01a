//! The pages of `examples/hosts`: on every one of them the survey looks the same and is answered, or the page's own rules
//! forbid it and nothing is seen; and the page never notices.

use crate::{
    browser::{Browser, Kind, Media, Trouble},
    opina::Opina,
    process::await_some,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{Draft, THANKS},
    visitor::{HOST, NOTE, QUESTION, SAID, SURVEY},
    website::Website,
};
use actix_web::{HttpResponse, web};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub const SCENARIOS: &[Scenario] = &[
    ("every page that breaks careless widgets is asked and does not notice", every_page),
    ("an app that draws itself anew keeps its survey", the_app_draws_itself_anew),
];

/// What is expected of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The survey is answered.
    Answered,
    /// The same on a page that adds its tag some time after it has loaded.
    Late,
    /// The same after a click on `#on`, which changes the page while the survey is open.
    Changed,
    /// The same, though nothing can be typed, because the page takes the focus back.
    Clicked,
    /// The same in a frame from Opina.
    Framed,
    /// The visitor is told that nothing was sent.
    Refused,
    /// Nothing is seen.
    Silent,
}

const PAGES: &[(&str, Then)] = &[
    ("policy.html", Then::Answered),
    ("policy-nonce.html", Then::Answered),
    ("policy-types.html", Then::Answered),
    ("policy-no-wasm.html", Then::Framed),
    ("policy-nothing.html", Then::Silent),
    ("no-wasm.html", Then::Framed),
    ("sandboxed.html", Then::Refused),
    ("storage-denied.html", Then::Answered),
    ("storage-full.html", Then::Answered),
    ("polluted.html", Then::Answered),
    ("frozen.html", Then::Answered),
    ("wrapped.html", Then::Answered),
    ("twice.html", Then::Answered),
    ("head.html", Then::Answered),
    ("injected.html", Then::Answered),
    ("reset.html", Then::Answered),
    ("type.html", Then::Answered),
    ("rtl.html", Then::Answered),
    ("body.html", Then::Changed),
    ("components.html", Then::Clicked),
    ("shortcuts.html", Then::Answered),
    ("clobbered.html", Then::Answered),
    ("written.html", Then::Answered),
    ("quirks.html", Then::Answered),
    ("strict.xhtml", Then::Answered),
    ("base.html", Then::Answered),
    ("print.html", Then::Answered),
    ("dialog.html", Then::Changed),
    // Its worker would answer for the others.
    ("worker.html", Then::Late),
];

/// What is asked on every page.
const ASKED: &str = "Would you come back?";
const WHY: &str = "Why?";
/// The frame that stands in for a survey.
const FRAME: &str = "opina-widget >>> iframe";

/// Where everything on the page is, and how its body looks; one text, because lists are not safe on every page.
const PLACES: &str = "
    const places = [];
    for (const one of document.querySelectorAll('html, body, body *:not(opina-widget)')) {
        const { x, y, width, height } = one.getBoundingClientRect();
        places.push(`${one.localName} ${x} ${y} ${width} ${height}`);
    }
    const root = document.querySelector('html');
    return `${places.join('\\n')} ${root.scrollWidth} ${root.scrollHeight}`";

/// Where everything that is seen of the survey is, and what it could have inherited.
const LOOKS: &str = "
    const names = ['fontSize', 'fontFamily', 'fontStyle', 'fontWeight', 'lineHeight', 'letterSpacing', 'wordSpacing',
        'textAlign', 'textTransform', 'textIndent', 'whiteSpace', 'direction', 'cursor', 'visibility', 'opacity', 'color',
        'backgroundColor', 'display', 'transform', 'userSelect', 'filter'];
    const looks = [];
    for (const one of root.querySelectorAll('.o, .o *')) {
        const { x, y, width, height } = one.getBoundingClientRect();
        if (!width || !height) continue;
        const style = getComputedStyle(one);
        looks.push(`${one.localName} ${x} ${y} ${width} ${height} ${names.map((name) => style[name]).join(' ')}`);
    }
    return looks.join('\\n')";

fn survey() -> Draft {
    Draft::asking(&json!([
        { "id": "again", "title": ASKED, "required": true, "kind": { "type": "nps", "low": "Not at all", "high": "Very" } },
        { "id": "why", "title": WHY, "kind": { "type": "text", "placeholder": "", "most": 100, "format": "short" } },
    ]))
}

fn every_page(browser: &mut Browser) {
    let nothing = || async { HttpResponse::Ok().content_type("text/javascript").finish() };
    let nothing = Website::open(move |routes| {
        routes.default_service(web::to(nothing));
    });
    let plain = Website::hosts(nothing.address(), KEY);
    let hosts = |opina: &str| Website::hosts(opina, KEY);
    let scene = Scene::on(Opina::new(), &[survey().done()], hosts);
    let mut looks = None;
    let mut failed = Vec::new();
    for (page, then) in PAGES {
        let played = catch_unwind(AssertUnwindSafe(|| one_page(browser, &plain, &scene, page, *then, &mut looks)));
        if played.is_err() {
            browser.picture(&format!("failed/{page}"));
            failed.push(*page);
        }
        browser.run("try { localStorage.clear() } catch {}");
    }
    browser.run_async(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.unregister())).then(() => done())",
    );
    assert!(failed.is_empty(), "failed: {failed:?}");
    let told = PAGES.iter().filter(|(_, then)| !matches!(then, Then::Refused | Then::Silent)).count();
    let shown = i64::try_from(told).expect("a few");
    let counted = await_some(|| Some(scene.funnel()).filter(|funnel| funnel.shown == shown));
    assert!(counted.is_some(), "every showing is counted, whoever writes the JSON: {:?}", scene.funnel());
}

fn one_page(browser: &mut Browser, plain: &Website, scene: &Scene, page: &str, then: Then, looks: &mut Option<Value>) {
    let path = format!("/{page}");
    browser.open(&plain.page(&path));
    if then == Then::Late {
        the_tag_comes(browser);
    }
    let (names, places) = (browser.globals(), browser.run(PLACES));
    browser.take_log();
    browser.open(&scene.shop.page(&path));
    let before = scene.responses().len();
    match then {
        Then::Framed => answered_in_a_frame(browser),
        Then::Silent => nothing_is_seen(browser),
        _ => {
            browser.wait_for_question(ASKED);
            assert_eq!(browser.run(PLACES), places, "something on {page} moves when the survey opens");
            let found = browser.run_inside(HOST, LOOKS);
            assert_eq!(found, *looks.get_or_insert_with(|| found.clone()), "the survey looks different on {page}");
            not_on_paper(browser);
            answered(browser, then);
        }
    }
    if then != Then::Changed {
        assert_eq!(browser.run(PLACES), places, "something on {page} moves while the survey is answered");
    }
    let new: Vec<_> = browser.globals().into_iter().filter(|name| !names.contains(name)).collect();
    assert!(new.is_empty() || new == ["opina"], "new names on {page}: {new:?}");
    assert_eq!(browser.count(HOST), 1, "elements on {page}");
    assert_eq!(browser.run("return complaints.join(' | ')"), json!(""), "{page} hears something");
    let log = browser.take_log();
    let log: Vec<_> = log.iter().filter(|logged| !is_expected(then, logged.trouble, &logged.text)).collect();
    assert!(log.is_empty(), "{} complains on {page}: {log:#?}", browser.kind());
    let stored = scene.responses();
    if matches!(then, Then::Refused | Then::Silent) {
        assert_eq!(stored.len(), before, "nothing is stored from {page}");
        return;
    }
    assert_eq!(stored.len(), before + 1, "one response is stored from {page}");
    let said = if then == Then::Clicked { &["again=9"][..] } else { &["again=9", "why: Añade luz"] };
    assert_eq!(stored[before].answers, said, "{page}");
    assert!(stored[before].complete, "{page}");
}

/// Waits for the script of a tag that is added late: a browser complains of a script that is on its way when the page is left.
fn the_tag_comes(browser: &mut Browser) {
    const CAME: &str = "return performance.getEntriesByType('resource').some((one) => one.name.includes('/w/'))";
    browser.wait_until("the tag's script to come", |browser| (browser.run(CAME) == json!(true)).then_some(()));
}

/// What a browser says of its own accord: of pages without a doctype, where a page's policy forbids something, and where a
/// server refuses.
fn is_expected(then: Then, trouble: Trouble, text: &str) -> bool {
    let policy = || text.contains("Content Security Policy") || text.contains("Content-Security-Policy");
    match then {
        Then::Framed | Then::Silent => policy(),
        Then::Refused => trouble == Trouble::Network || text.contains("CORS"),
        _ => text.starts_with("HTML_PARSER__DOCTYPE"),
    }
}

/// What is printed is the page alone.
#[track_caller]
fn not_on_paper(browser: &mut Browser) {
    browser.pretend(Media { print: true, ..Media::default() });
    assert!(!browser.is_shown(SURVEY), "the survey is printed");
    browser.pretend(Media::default());
}

fn answered(browser: &mut Browser, then: Then) {
    if then == Then::Changed {
        browser.click("#on");
        browser.wait_for_question(ASKED);
    }
    browser.choose("9");
    browser.push("Next");
    browser.wait_for_question(WHY);
    if then != Then::Clicked {
        browser.click("opina-widget >>> input.field");
        browser.type_text("Añade luz");
    }
    browser.push("Send");
    if then == Then::Refused {
        browser.wait_for_text(NOTE, "Not sent");
    } else {
        browser.wait_for_text(SAID, THANKS);
    }
}

fn answered_in_a_frame(browser: &mut Browser) {
    browser.wait_for(FRAME);
    browser.within(FRAME, |browser| {
        browser.wait_for_question(ASKED);
        browser.choose("9");
        browser.push("Next");
        browser.wait_for_question(WHY);
        browser.click("opina-widget >>> input.field");
        browser.type_text("Añade luz");
        browser.push("Send");
        browser.wait_for_text(SAID, THANKS);
    });
}

fn nothing_is_seen(browser: &mut Browser) {
    let refused =
        |browser: &mut Browser| browser.take_log().into_iter().find(|logged| logged.text.contains("frame-src"));
    browser.wait_until("a frame to be refused", refused);
    assert!(!browser.is_shown(FRAME), "what stays empty is not seen");
    browser.wait_until("the frame to be given up", |browser| (browser.count(FRAME) == 0).then_some(()));
    assert_eq!(browser.run_inside(HOST, "return root.childElementCount"), json!(0));
}

fn the_app_draws_itself_anew(browser: &mut Browser) {
    let inline =
        survey().when(&json!({ "include": ["/app*"] })).looking(&json!({ "display": "inline", "within": "#feedback" }));
    let scene = Scene::on(Opina::new(), &[inline.done()], |opina| Website::hosts(opina, KEY));
    browser.open(&scene.shop.page("/app.html"));
    browser.wait_for_text("#feedback > opina-widget >>> legend", ASKED);
    browser.choose("9");
    // The same survey stays on the next page of the app, with what was entered.
    browser.click_on("nav a", "Orders");
    browser.wait_for_text("h1", "/app/orders");
    browser.wait_for_text("#feedback > opina-widget >>> legend", ASKED);
    assert_eq!(browser.property("#feedback > opina-widget >>> :checked", "value"), json!("9"));
    browser.push("Next");
    browser.wait_for_text(QUESTION, WHY);
    browser.click_on("nav a", "Home");
    browser.wait_for_text("#feedback > opina-widget >>> legend", WHY);
    browser.push("Send");
    browser.wait_for_text("#feedback > opina-widget >>> .said", THANKS);
    assert_eq!(browser.count(HOST), 1);
    assert_eq!(scene.wait_for_responses(1)[0].answers, ["again=9"]);
    assert_eq!(browser.run("return complaints.join()"), json!(""));
    if browser.kind() == Kind::Chromium {
        browser.assert_quiet();
    } else {
        browser.assert_no_errors();
    }
}

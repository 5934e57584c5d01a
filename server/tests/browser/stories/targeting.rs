//! Whom a survey asks, where and when: each rule as it meets visitors, and what is counted of those it held back.

use crate::{
    browser::{Browser, DESKTOP, PHONE},
    process::await_some,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{Draft, THANKS},
    visitor::{HOST, QUESTION, SAID, SURVEY},
};
use serde_json::{Value, json};
use shared::targeting::Budget;

pub const SCENARIOS: &[Scenario] = &[
    ("a page on which nothing is due makes one request", nothing_due),
    ("a survey waits for what the visitor or the site does", triggers),
    ("a survey asks whom its rules name", rules),
    ("a survey asks who has come often enough, with consent", visits),
    ("a visitor is drawn once, with consent", drawn_once),
    ("a visitor is asked again when it is time", asked_again),
    ("a visitor is asked by so many surveys at most", budget),
    ("surveys that are due at once come one after the other", queue),
    ("what held surveys back is counted", counted),
];

/// Asks one question and calls itself by a name, on this page and those below it.
fn on(page: &str, name: &str, rules: Value) -> Draft {
    Draft::called(name).when(&json!({ "include": [page, format!("{page}/*")] })).when(&rules)
}

/// Whether this is asked, now that the page has had time to decide: a survey for `/last` shows at once there.
#[track_caller]
fn is_asked(browser: &mut Browser, name: &str) -> bool {
    browser.run("history.pushState({}, '', '/last')");
    browser.wait_for(SURVEY);
    let asked = browser.texts(QUESTION).iter().any(|title| title.contains(name));
    assert!(asked || browser.texts(QUESTION).iter().any(|title| title.contains("Last")));
    asked
}

/// The survey for `/last`.
fn last() -> Draft {
    on("/last", "Last", json!({}))
}

#[track_caller]
fn answer(browser: &mut Browser) {
    browser.choose("9");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
}

fn nothing_due(browser: &mut Browser) {
    let elsewhere = |n: usize| on("/elsewhere", &format!("Elsewhere {n}"), json!({ "devices": ["desktop"] })).done();
    let mut all: Vec<_> = (0..5).map(elsewhere).collect();
    all.push(last().done());
    let scene = Scene::plain(&all);
    let opina = scene.opina.address();
    browser.open(&scene.shop.page("/?draw=0.5"));
    // Had it asked for anything more, it had done so before the next page of the app is looked at.
    browser.run("window.wentOn = performance.now(); history.pushState({}, '', '/last')");
    browser.wait_for_question("Last");
    let before = browser.run(
        "return performance.getEntriesByType('resource').filter(({ startTime }) => startTime < wentOn).map(({ name }) => name)",
    );
    let before = before.as_array().into_iter().flatten().filter_map(Value::as_str);
    let before: Vec<_> = before.filter_map(|name| name.strip_prefix(&opina)).collect();
    assert_eq!(before, [format!("/w/{KEY}.js")]);
    browser.assert_quiet();
}

fn triggers(browser: &mut Browser) {
    let cancelled = json!({ "triggers": [{ "event": "paid" }], "cancel": "refunded", "delay": 1 });
    let scene = Scene::plain(&[
        on("/event", "Event", json!({ "triggers": [{ "event": "order placed" }] })).done(),
        on("/cancel", "Cancel", cancelled).done(),
        on("/delay", "Delay", json!({ "delay": 1 })).done(),
        on("/scroll", "Scroll", json!({ "triggers": [{ "scroll": { "percent": 60 } }] })).done(),
        on("/box", "Box", json!({ "triggers": [{ "scroll": { "percent": 90, "within": "#box" } }] })).done(),
        on("/idle", "Idle", json!({ "triggers": [{ "idle": 1 }] })).done(),
        on("/exit", "Exit", json!({ "triggers": ["exit"] })).done(),
        on("/click", "Click", json!({ "triggers": [{ "click": "#pay" }, { "event": "never" }] })).done(),
    ]);
    // On each page: what does not show it, and what does.
    let mut check = |page: &str, not: &str, does: &str, name: &str| {
        browser.open(&scene.shop.page(page));
        browser.run(not);
        // The rules are looked at four times a second, and at once when something happens.
        browser.run_async("setTimeout(done, 300)");
        assert_eq!(browser.count(SURVEY), 0, "{page} after {not}");
        browser.run(does);
        browser.wait_for_question(name);
    };
    check(
        "/event",
        "opina('track', 'order'); opina('track', 'ORDER PLACED')",
        "opina('track', 'order placed')",
        "Event",
    );
    check("/delay", "", "", "Delay");
    check("/scroll", "scrollTo(0, 600)", "scrollTo(0, document.documentElement.scrollHeight)", "Scroll");
    check("/box", "scrollTo(0, 9999); box.scrollTop = 400", "box.scrollTop = 800", "Box");
    check("/idle", "dispatchEvent(new Event('scroll'))", "", "Idle");
    let leave = |y: i32, to: &str| {
        format!(
            "document.body.dispatchEvent(new PointerEvent('pointerout', {{ pointerType: 'mouse', clientY: {y}, relatedTarget: {to}, bubbles: true, composed: true }}))"
        )
    };
    check("/exit", &(leave(400, "null") + ";" + &leave(2, "document.body")), &leave(2, "null"), "Exit");
    check("/click", "document.querySelector('input').click()", "document.querySelector('#pay b').click()", "Click");

    // What is called off while it waits does not come any more; on the next page it may.
    browser.open(&scene.shop.page("/cancel"));
    browser.run("opina('track', 'paid'); opina('track', 'refunded')");
    browser.run_async("setTimeout(done, 1400)");
    assert_eq!(browser.count(SURVEY), 0);
    browser.run("history.pushState({}, '', '/cancel/again'); setTimeout(() => opina('track', 'paid'), 300)");
    browser.wait_for_question("Cancel");
    browser.assert_quiet();
}

fn rules(browser: &mut Browser) {
    let day = 86_400_000;
    let now = server::clock::now();
    // Where it depends on what the site says, it waits until that is said.
    let go = json!([{ "event": "go" }]);
    let scene = Scene::plain(&[
        on("/phone", "Phone", json!({ "devices": ["phone", "tablet"] })).done(),
        on("/language", "Language", json!({ "languages": ["pt", "de-AT"] })).done(),
        on("/plan", "Plan", json!({ "who": [{ "field": "plan", "is": { "equals": "pro" } }, { "field": "seats", "is": { "between": [5, 50] } }], "triggers": go })).done(),
        on("/not", "Not", json!({ "who": [{ "field": "plan", "is": "given", "not": true }], "triggers": go })).done(),
        on("/next", "From", json!({ "referrer": ["/ads/*"] })).done(),
        on("/soon", "Soon", json!({ "from": now + day })).done(),
        on("/over", "Over", json!({ "until": now + day })).done(),
        on("/but", "But", json!({ "exclude": ["*/draft"] })).done(),
        last().done(),
    ]);
    let mut check = |page: &str, script: &str, name: &str, expected: bool| {
        browser.open(&scene.shop.page(page));
        browser.run(script);
        assert_eq!(is_asked(browser, name), expected, "{page} {script}");
    };
    check("/phone", "", "Phone", false);
    check("/language?lang=de", "", "Language", false);
    check("/plan", "opina('set', { plan: 'free', seats: 9 }); opina('track', 'go')", "Plan", false);
    check("/plan", "opina('set', { plan: 'pro', seats: 51 }); opina('track', 'go')", "Plan", false);
    check("/not", "opina('set', { plan: 'free' }); opina('track', 'go')", "Not", false);
    check("/next", "", "From", false);
    check("/soon", "", "Soon", false);
    check("/over?days=2", "", "Over", false);
    check("/but/draft", "", "But", false);
    let mut shows = |page: &str, script: &str, name: &str| {
        browser.open(&scene.shop.page(page));
        browser.run(script);
        browser.wait_for_question(name);
    };
    shows("/language?lang=pt-BR", "", "Language");
    shows("/language?lang=de-AT", "", "Language");
    shows("/plan", "opina('set', { plan: 'Pro', seats: '5' }); opina('track', 'go')", "Plan");
    shows("/not", "opina('track', 'go')", "Not");
    shows("/over", "", "Over");
    shows("/soon?days=2", "", "Soon");
    shows("/but/final", "", "But");
    browser.open(&scene.shop.page("/ads/spring"));
    browser.click_on("a", "Next");
    browser.wait_for_question("From");
    browser.resize(PHONE);
    browser.open(&scene.shop.page("/phone"));
    browser.wait_for_question("Phone");
    browser.resize(DESKTOP);
    browser.assert_quiet();
}

fn visits(browser: &mut Browser) {
    let scene = Scene::plain(&[
        on("/often", "Often", json!({ "visits": 3 })).done(),
        on("/long", "Long", json!({ "days": 7 })).done(),
        last().done(),
    ]);
    let kept = "return Object.keys(localStorage).filter((key) => key.startsWith('opina:')).length";
    for _ in 0..3 {
        browser.open(&scene.shop.page("/often"));
        assert!(!is_asked(browser, "Often"), "without consent nobody counts");
    }
    assert_eq!(browser.run(kept), json!(0), "nor is anything written");
    for _ in 0..2 {
        browser.open(&scene.shop.page("/often?data-consent"));
    }
    browser.open(&scene.shop.page("/often?data-consent"));
    browser.wait_for_question("Often");
    browser.open(&scene.shop.page("/long?data-consent&days=6"));
    assert!(!is_asked(browser, "Long"));
    browser.open(&scene.shop.page("/long?data-consent&days=8"));
    browser.wait_for_question("Long");
    browser.run("opina('consent', false)");
    browser.wait_until("what was written to go", |browser| (browser.run(kept) == json!(0)).then_some(()));
    browser.assert_quiet();
}

fn drawn_once(browser: &mut Browser) {
    let scene = Scene::plain(&[on("/", "Some", json!({ "chance": 0.25 })).done(), last().done()]);
    browser.open(&scene.shop.page("/?data-consent&draw=0.3"));
    assert!(!is_asked(browser, "Some"));
    // Whatever is drawn later: it was drawn once.
    browser.open(&scene.shop.page("/?data-consent&draw=0.1"));
    assert!(!is_asked(browser, "Some"));
    // Without consent, each page view draws.
    browser.run("localStorage.clear()");
    browser.open(&scene.shop.page("/?draw=0.3"));
    assert!(!is_asked(browser, "Some"));
    browser.open(&scene.shop.page("/?draw=0.2"));
    browser.wait_for_question("Some");
    answer(browser);
    // What the page itself opens is no draw.
    browser.open(&scene.shop.page("/?draw=0.9"));
    browser.run(&format!("opina('show', {})", scene.surveys[0].survey));
    browser.wait_for_question("Some");
    answer(browser);
    let chances: Vec<f64> = scene.responses().iter().map(|response| response.chance).collect();
    assert_eq!(chances, [0.25, 1.0], "the chance that applied is stored with the answer");
    browser.assert_quiet();
}

fn asked_again(browser: &mut Browser) {
    let rests = json!({ "again": { "answered": 30, "dismissed": 10 } });
    let scene = Scene::plain(&[
        on("/", "Again", rests).done(),
        on("/never", "Never", json!({ "again": { "answered": null, "dismissed": null } })).done(),
        last().done(),
    ]);
    let comes = |browser: &mut Browser, address: &str, name: &str, expected: bool| {
        browser.open(&scene.shop.page(address));
        if expected {
            browser.wait_for_question(name);
        } else {
            assert!(!is_asked(browser, name), "{address}");
        }
    };
    comes(browser, "/", "Again", true);
    browser.push("");
    browser.wait_gone(SURVEY);
    comes(browser, "/?days=9", "Again", false);
    comes(browser, "/?days=11", "Again", true);
    answer(browser);
    comes(browser, "/?days=40", "Again", false);
    comes(browser, "/?days=42", "Again", true);
    comes(browser, "/never", "Never", true);
    answer(browser);
    comes(browser, "/never?days=4000", "Never", false);
    browser.assert_quiet();
}

fn budget(browser: &mut Browser) {
    let mut scene = Scene::plain(&[
        on("/first", "First", json!({})).done(),
        on("/second", "Second", json!({})).done(),
        on("/last", "Last", json!({})).looking(&json!({ "display": "inline", "within": "#feedback" })).done(),
    ]);
    scene.set_budget(Budget { surveys: 1, days: 10 });
    browser.open(&scene.shop.page("/first?data-consent"));
    browser.wait_for_question("First");
    answer(browser);
    browser.push("");
    browser.open(&scene.shop.page("/second?data-consent"));
    browser.run("history.pushState({}, '', '/last')");
    browser.wait_for_text("#feedback > opina-widget >>> legend", "Last");
    assert_eq!(
        browser.count(SURVEY),
        0,
        "what is part of the page costs nothing, what opens by itself is one too many"
    );
    browser.open(&scene.shop.page("/second?data-consent&days=11"));
    browser.wait_for_question("Second");
    browser.assert_quiet();
}

fn queue(browser: &mut Browser) {
    let scene = Scene::plain(&[
        on("/", "Second", json!({ "priority": 10 })).done(),
        on("/", "First", json!({ "priority": 90 })).done(),
    ]);
    browser.open(&scene.shop.page("/"));
    browser.wait_for_question("First");
    browser.settle();
    assert_eq!((browser.count(HOST), browser.count(SURVEY)), (1, 1), "one at a time");
    answer(browser);
    browser.push("");
    browser.wait_for_question("Second");
    browser.assert_quiet();
}

fn counted(browser: &mut Browser) {
    let scene = Scene::plain(&[
        on("/a", "Phone", json!({ "devices": ["phone"] })).done(),
        on("/a", "Plan", json!({ "who": [{ "field": "plan", "is": "given" }] })).done(),
        on("/a", "Drawn", json!({ "chance": 0.01 })).done(),
        on("/a", "Event", json!({ "triggers": [{ "event": "never" }] })).done(),
        on("/a", "Called off", json!({ "triggers": [{ "event": "never" }], "cancel": "enough" })).done(),
        on("/a", "Shown", json!({ "priority": 9 })).done(),
        on("/a", "Behind", json!({})).done(),
        on("/b", "Elsewhere", json!({})).done(),
    ]);
    // Of one page load in ten it is told; this is one, and one in a thousand is drawn.
    browser.open(&scene.shop.page("/a?draw=0.05"));
    browser.wait_for_question("Shown");
    browser.run("opina('track', 'enough')");
    browser.run_async("setTimeout(done, 300)");
    browser.open("about:blank");
    let expected = |gates: &[(usize, &str)]| {
        gates.iter().map(|(at, gate)| ((*at, (*gate).to_owned()), 10)).collect::<std::collections::BTreeMap<_, _>>()
    };
    let expected = expected(&[(1, "attributes"), (2, "sample"), (3, "trigger"), (4, "cancelled"), (6, "queue")]);
    let found = await_some(|| Some(scene.gates()).filter(|gates| *gates == expected));
    assert!(found.is_some(), "counted are {:?} instead of {expected:?}", scene.gates());
    // This is one of the other nine.
    browser.open(&scene.shop.page("/a?draw=0.5"));
    browser.wait_for_question("Shown");
    browser.open("about:blank");
    let shown = await_some(|| Some(scene.funnel()).filter(|funnel| funnel.shown == 2));
    assert!(shown.is_some());
    assert_eq!(scene.gates(), expected);
    browser.assert_quiet();
}

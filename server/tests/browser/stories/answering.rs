//! A visitor answers: by mouse, by keyboard, in Spanish, on a phone, on a page with a strict policy.

use crate::{
    browser::{Browser, PHONE, key},
    opina::Opina,
    postgres,
    scenario::Scenario,
    scene::{KEY, Scene},
    stored::Response,
    surveys::{self, ANOTHER, COMMENT, OBSTACLE, RECOMMEND, RECOMMEND_ES, THANKS},
    visitor::{HOST, QUESTION, SAID, SURVEY},
    website::Website,
};
use serde_json::{Value, json};

pub const SCENARIOS: &[Scenario] = &[
    ("a visitor answers by mouse", by_mouse),
    ("a visitor answers by keyboard", by_keyboard),
    ("a visitor answers in Spanish", in_spanish),
    ("a visitor answers on a phone", on_a_phone),
    ("a visitor answers under a strict policy", under_a_strict_policy),
    ("only the drawn are asked", only_the_drawn_are_asked),
];

/// For one browser: what they see is the same whatever stores it.
pub const ON_POSTGRES: &[Scenario] = &[("a visitor answers by mouse, stored in PostgreSQL", stored_in_postgres)];

/// The response of a visitor who answers everything in these stories.
fn expected(scene: &Scene) -> Response {
    Response {
        survey: scene.surveys[0].survey,
        version: 1,
        touchpoint: scene.surveys[0].touchpoint,
        complete: true,
        language: "en".to_owned(),
        device: "desktop".to_owned(),
        path: Some("/checkout.html".to_owned()),
        chance: 1.0,
        fields: vec![],
        person: None,
        private: false,
        answers: ["comment: Añade luz, 7 €", "obstacle=delivery", "score=3"].map(str::to_owned).to_vec(),
    }
}

fn by_mouse(browser: &mut Browser) {
    answers_everything(browser, Scene::checkout());
}

fn stored_in_postgres(browser: &mut Browser) {
    let opina = Opina::with_database(postgres::fresh());
    answers_everything(browser, Scene::on(opina, &[surveys::checkout()], |opina| Website::shop(opina, KEY)));
}

fn answers_everything(browser: &mut Browser, mut scene: Scene) {
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    // The form is fetched when the survey is due.
    let waited = browser.run(
        "const [loader, form] = [/\\.js$/, /forms/].map((one) => performance.getEntriesByType('resource').find(({ name }) => one.test(name)));
         return form.startTime - loader.responseEnd",
    );
    assert!(waited.as_f64() >= Some(1_000.0), "it came {waited} ms after the script");
    browser.choose("3");
    browser.push("Next");
    browser.wait_for_question(OBSTACLE);
    browser.choose("delivery");
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    browser.comment("Añade luz, 7 €");

    scene.opina.freeze();
    browser.push("Send");
    browser.wait_for_text("opina-widget >>> .go", "Sending…");
    browser.wait_for_question(COMMENT);
    assert_eq!(browser.count(SAID), 0, "nobody is thanked before the answer is stored");
    scene.opina.thaw();
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(scene.responses(), [expected(&scene)]);
    scene.opina.kill();
    assert_eq!(scene.responses(), [expected(&scene)], "stored for good");
    let funnel = scene.funnel();
    assert_eq!((funnel.started, funnel.completed), (1, 1));
    browser.assert_quiet();
}

fn by_keyboard(browser: &mut Browser) {
    let scene = Scene::checkout();
    browser.open(&scene.shop.page("/checkout.html"));
    browser.click("input[autocomplete=name]");
    let typing = |browser: &mut Browser| browser.focused_property("autocomplete") == "name";
    browser.wait_for_question(RECOMMEND);
    assert!(typing(browser), "what opens by itself leaves the focus alone");
    assert_eq!(browser.focused(), None);
    browser.type_text("a");

    browser.tab_into_survey();
    assert_eq!(browser.focused().as_deref(), Some("button  Close"));
    browser.press(key::TAB);
    assert_eq!(browser.focused().as_deref(), Some("input 0 0 of 10, Not at all"));
    for _ in 0..3 {
        browser.press(key::RIGHT);
    }
    assert_eq!(browser.focused().as_deref(), Some("input 3 3 of 10"));
    browser.press(key::ENTER);
    browser.wait_for_question(OBSTACLE);
    assert_eq!(browser.focused().as_deref(), Some("input price"), "the focus comes along to the next question");
    browser.press(key::SPACE);
    browser.press(key::DOWN);
    assert_eq!(browser.focused().as_deref(), Some("input delivery"));
    browser.press(key::TAB);
    assert_eq!(browser.focused().as_deref(), Some("button  Back"));
    browser.press(key::TAB);
    assert_eq!(browser.focused().as_deref(), Some("button  Next"));
    browser.press(key::SPACE);
    browser.wait_for_question(COMMENT);
    browser.type_text("Añade luz, 7 €");
    browser.press(key::TAB);
    browser.press(key::TAB);
    browser.press(key::ENTER);
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(scene.responses(), [expected(&scene)]);

    assert!(browser.focused().is_some(), "the focus is not lost when its button goes");
    browser.press(key::ESCAPE);
    browser.wait_gone(SURVEY);
    assert!(typing(browser), "the focus is back where the visitor had it");
    browser.assert_quiet();
}

fn in_spanish(browser: &mut Browser) {
    let scene = Scene::checkout();
    let answer = |browser: &mut Browser| {
        browser.wait_for_question(RECOMMEND_ES);
        assert_eq!(browser.attribute(SURVEY, "lang").as_deref(), Some("es"));
        assert_eq!(browser.attribute(SURVEY, "aria-label").as_deref(), Some("Opinión"));
        assert_eq!(
            browser.attribute("opina-widget >>> input[value='10']", "aria-label").as_deref(),
            Some("10 de 10, Mucho")
        );
        browser.choose("9");
        browser.push("Siguiente");
        browser.wait_for_text(QUESTION, "opcional");
        browser.wait_for_text("opina-widget >>> form", "Anónimo · sin cookies");
        browser.push("Enviar");
        browser.wait_for_text(SAID, "Gracias");
    };
    // The page says so, whatever the browser speaks.
    browser.open(&scene.shop.page("/es/checkout.html"));
    answer(browser);
    let stored = scene.responses();
    assert_eq!((stored[0].language.as_str(), stored[0].path.as_deref()), ("es", Some("/es/checkout.html")));

    // The browser says so, where the page does not.
    let silent = |opina: &str| {
        let page = format!("<!doctype html><title>Lumen</title><script async src='{opina}/w/{KEY}.js'></script>");
        Website::page_at("/checkout", page)
    };
    let scene = Scene::on(Opina::new(), &[surveys::checkout()], silent);
    browser.speak("es-MX,en");
    browser.open(&scene.shop.page("/checkout"));
    answer(browser);
    assert_eq!(scene.responses()[0].language, "es");
    browser.assert_quiet();
}

fn on_a_phone(browser: &mut Browser) {
    let scene = Scene::checkout();
    browser.resize(PHONE);
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(RECOMMEND);
    let sheet = browser.run_inside(
        HOST,
        "const { left, right, bottom } = root.querySelector('[role=dialog]').getBoundingClientRect();
         return [left, right - innerWidth, bottom - innerHeight]",
    );
    assert_eq!(sheet, json!([0, 0, 0]), "a sheet at the bottom, as wide as the window");
    targets_are_large(browser, 24.0);
    browser.choose("3");
    browser.push("Next");
    browser.wait_for_question(OBSTACLE);
    targets_are_large(browser, 44.0);
    browser.choose("price");
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    targets_are_large(browser, 44.0);
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(scene.responses()[0].device, "phone");
    browser.assert_quiet();
}

/// Buttons are 44 CSS pixels each way. Points of a scale may be as small as said, in circles of 24 that do not meet
/// (WCAG 2.2, 2.5.8). Nothing scrolls sideways, neither the page nor the survey.
#[track_caller]
fn targets_are_large(browser: &mut Browser, least: f64) {
    let wide = browser.run("return [document.documentElement.scrollWidth, innerWidth]");
    assert!(wide[0].as_u64() <= wide[1].as_u64(), "the page scrolls sideways: {wide}");
    let wide = browser
        .run_inside(HOST, "const it = root.querySelector('[role=dialog]'); return [it.scrollWidth, it.clientWidth]");
    assert!(wide[0].as_u64() <= wide[1].as_u64(), "the survey scrolls sideways: {wide}");
    let targets = browser.run_inside(
        HOST,
        "return [...root.querySelectorAll('button, label, textarea')].map((one) => {
             const { x, y, width, height } = one.getBoundingClientRect();
             return [one.localName, one.innerText.trim() || one.getAttribute('aria-label'), width, height, x + width / 2, y + height / 2];
         })",
    );
    let targets: Vec<_> = targets.as_array().into_iter().flatten().collect();
    assert!(targets.len() > 2, "{targets:?}");
    let number = |target: &Value, at: usize| target[at].as_f64().unwrap_or_default();
    for (position, target) in targets.iter().enumerate() {
        let least = if target[0] == "label" { least } else { 44.0 };
        assert!(number(target, 2) >= least && number(target, 3) >= least, "{target} is under {least} pixels");
        for other in &targets[position + 1..] {
            let apart = f64::hypot(number(target, 4) - number(other, 4), number(target, 5) - number(other, 5));
            assert!(apart >= 24.0, "{target} and {other} are {apart} pixels apart");
        }
    }
}

fn under_a_strict_policy(browser: &mut Browser) {
    let scene = Scene::checkout();
    browser.open(&scene.shop.page("/strict.html"));
    browser.wait_for_question(RECOMMEND);
    let drawn = browser.run_inside(HOST, "return getComputedStyle(root.querySelector('[role=dialog]')).position");
    assert_eq!(drawn, json!("fixed"), "the survey has its looks");
    browser.choose("10");
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(scene.responses()[0].path.as_deref(), Some("/strict.html"));
    browser.assert_quiet();
}

fn only_the_drawn_are_asked(browser: &mut Browser) {
    let scene = Scene::with(&[surveys::checkout_sampled(), surveys::another()]);
    let survey = scene.surveys[0].survey;
    let asked = |browser: &mut Browser, draw: f64, question: &str| {
        browser.open(&scene.shop.page("/product.html"));
        browser.run(&format!("localStorage['opina:{survey}'] = '{{\"draw\":{draw}}}'"));
        browser.open(&scene.shop.page("/checkout.html"));
        browser.wait_for_question(question);
        browser.choose("10");
        browser.push(if question == RECOMMEND { "Next" } else { "Send" });
    };
    asked(browser, 0.26, ANOTHER);
    browser.wait_for_text(SAID, THANKS);
    asked(browser, 0.24, RECOMMEND);
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    let chances: Vec<f64> = scene.responses().iter().map(|response| response.chance).collect();
    assert_eq!(chances, [1.0, 0.25], "the chance that applied is stored with the answer");
}

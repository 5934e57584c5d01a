//! What a site's own scripts can say to Opina, and what they hear of it.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::Scene,
    surveys::{Draft, THANKS},
    visitor::{HOST, SAID, SURVEY},
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("a site hears what becomes of its survey", the_site_hears),
    ("a site says who the visitor is", the_site_says_who),
    ("a site draws the form itself", the_site_draws),
    ("what was said before the script came is heard", said_before),
];

/// Keeps what the site hears, both ways, without what differs each time.
const LISTEN: &str = "
    window.heard = [];
    const keep = (way) => ({ survey, response, answers, ...more }) =>
        heard.push([way, survey, /^[0-9a-f-]{36}$/.test(response), answers ?? null, Object.keys(more)]);
    for (const name of ['shown', 'answered', 'completed', 'dismissed']) {
        document.addEventListener('opina:' + name, ({ detail }) => keep(name)(detail));
        opina('on', name, keep('on ' + name));
    }";

fn survey() -> Draft {
    let nps = json!({ "type": "nps", "low": "Not at all", "high": "Very" });
    Draft::asking(&json!([
        { "id": "again", "title": "Would you come back?", "required": true, "kind": nps },
        { "id": "why", "title": "Why?", "kind": { "type": "text", "placeholder": "", "most": 100, "format": "short" } },
    ]))
    .when(&json!({ "triggers": [{ "event": "never" }] }))
}

fn the_site_hears(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    let id = scene.surveys[0].survey;
    browser.open(&scene.shop.page("/"));
    browser.run(LISTEN);
    browser.run("opina('on', 'shown', () => { throw new Error('a listener of the site fails') })");
    browser.run("opina('show')");
    browser.wait_for_question("Would you come back?");
    browser.choose("9");
    browser.push("Next");
    browser.wait_for_question("Why?");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.run("opina('close')");
    browser.wait_gone(SURVEY);
    browser.run("opina('show')");
    browser.wait_for_question("Would you come back?");
    browser.push("");
    browser.wait_gone(SURVEY);
    let again = json!({ "again": { "score": 9 } });
    let both = |name: &str, response: bool, answers: serde_json::Value| {
        [name.to_owned(), format!("on {name}")].map(|way| json!([way, id, response, answers, []]))
    };
    let expected = [
        both("shown", false, json!(null)),
        both("answered", true, again.clone()),
        both("completed", true, again),
        both("shown", false, json!(null)),
        both("dismissed", false, json!(null)),
    ];
    assert_eq!(browser.run("return heard"), json!(expected.concat()));
    let log = browser.take_log();
    assert!(log.iter().all(|logged| logged.text.contains("a listener of the site fails")), "{log:#?}");
}

fn the_site_says_who(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().saying(&json!({ "fields": ["plan", "seats"] })).done()]);
    let mut stored = |script: &str| {
        browser.open(&scene.shop.page("/"));
        browser.run(script);
        browser.run("opina('show')");
        browser.wait_for_question("Would you come back?");
        browser.choose("9");
        browser.push("Next");
        browser.push("Send");
        browser.wait_for_text(SAID, THANKS);
        let last = scene.responses().pop().expect("one is stored");
        (last.person, last.fields.join(" "))
    };
    let person = |name: &str| Some(name.to_owned());
    assert_eq!(
        stored("opina('identify', 'ana-7', { plan: 'pro', secret: 'x' })"),
        (person("ana-7"), "plan=pro".to_owned())
    );
    assert_eq!(
        stored("opina('identify', 42); opina('set', { seats: 3, plan: true })"),
        (person("42"), "plan=true seats=3".to_owned())
    );
    assert_eq!(
        stored("opina('identify', 'ana-7', { plan: 'pro' }); opina('identify', null, { plan: null })"),
        (None, String::new())
    );
    assert_eq!(stored("opina('set', { plan: 'x'.repeat(300) })").1, format!("plan={}", "x".repeat(200)));
    browser.assert_quiet();
}

fn the_site_draws(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().when(&json!({ "triggers": [{ "event": "go" }] })).done()]);
    let opina = scene.opina.address();
    browser.open(&scene.shop.page("/?data-headless"));
    let due = "opina('on', 'due', (due) => {
        window.due = due;
        const title = due.form.survey.questions[0].title;
        document.querySelector('#feedback').textContent = title;
    })";
    browser.run(&format!(
        "window.answered = []; {due}; opina('on', 'completed', ({{ answers }}) => answered.push(answers))"
    ));
    browser.run("opina('track', 'go')");
    browser.wait_for_text("#feedback", "Would you come back?");
    let outcome = |browser: &mut Browser, answers: &str, complete: bool| {
        browser.run_async(&format!("due.send({answers}, {complete}).then(done)"))
    };
    assert_eq!(outcome(browser, "{ again: { score: 9 } }", false), json!("sent"));
    assert_eq!(outcome(browser, "{ again: { score: 9 }, why: { text: 'Light' } }", true), json!("sent"));
    assert_eq!(browser.run("return answered"), json!([{ "again": { "score": 9 }, "why": { "text": "Light" } }]));
    let stored = scene.responses();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].answers, ["again=9", "why: Light"]);
    assert!(stored[0].complete);
    assert_eq!(browser.count(HOST), 0, "Opina draws nothing");
    assert!(!browser.requests(&opina).iter().any(|path| path.contains("widget.")), "nor fetches what would");
    assert_eq!(outcome(browser, "{ nobody: { score: 9 } }", true), json!("refused"));
    browser.assert_no_errors();
}

fn said_before(browser: &mut Browser) {
    let scene = Scene::plain(&[survey()
        .when(&json!({ "triggers": [{ "event": "paid" }] }))
        .saying(&json!({ "fields": ["plan"] }))
        .done()]);
    browser.open(&scene.shop.page("/?early"));
    browser.wait_for_question("Would you come back?");
    browser.choose("9");
    browser.push("Next");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    let stored = scene.responses();
    assert_eq!((stored[0].person.as_deref(), &*stored[0].fields), (Some("ana-7"), &["plan=pro".to_owned()][..]));
    browser.assert_quiet();
}

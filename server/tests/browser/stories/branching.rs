//! What a survey asks next, what it takes over from what it knows, and how it ends.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::Scene,
    surveys::{Draft, THANKS},
    visitor::{QUESTION, SAID},
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("what is asked next follows from answers, attributes and fields", the_way_follows),
    ("a survey can be opened with answers filled in", filled_in),
];

/// NPS with a way for detractors, one for customers of a plan, and one for a campaign; the texts take over what is known.
fn survey() -> Draft {
    let words = json!({ "type": "text", "placeholder": "", "most": 100, "format": "short" });
    let to = |question: &str, when: serde_json::Value| json!([{ "when": when, "to": { "question": question } }]);
    let end = json!([{ "when": [], "to": "end" }]);
    Draft::asking(&json!([
        {
            "id": "score", "title": "Would you come back, {{name|friend}}?", "required": true,
            "kind": { "type": "nps", "low": "Not at all", "high": "Very" },
            "branches": to("topic", json!([{ "question": "score", "is": { "score": [7, 10] } }])),
        },
        { "id": "why", "title": "Why only {{score}}?", "kind": words, "branches": end },
        {
            "id": "topic", "title": "What did you come for?", "required": true,
            "kind": { "type": "choice", "options": [
                { "id": "lamps", "label": "Lamps" }, { "id": "advice", "label": "Advice" },
            ] },
            "branches": [
                { "when": [{ "question": "topic", "is": { "chosen": "advice" } }], "to": { "question": "advice" } },
                { "when": [{ "field": "plan", "is": { "equals": "pro" } }], "to": { "question": "pro" } },
                { "when": [{ "field": "campaign", "is": "given" }], "to": { "question": "campaign" } },
                { "when": [], "to": "end" },
            ],
        },
        { "id": "pro", "title": "What does {{plan}} lack?", "kind": words, "branches": end },
        { "id": "campaign", "title": "Did {{campaign}} help?", "kind": words, "branches": end },
        { "id": "advice", "title": "You said {{topic}}: whose?", "kind": words },
    ]))
    .saying(&json!({
        "fields": ["name", "plan", "campaign"],
        "endings": [
            { "when": [{ "question": "score", "is": { "score": [0, 6] } }], "text": "We are sorry, {{name|friend}}." },
            {
                "when": [{ "question": "score", "is": { "score": [9, 10] } }], "text": "Tell others!",
                "link": { "label": "Review us", "address": "https://reviews.example/lumen" },
            },
        ],
    }))
}

fn the_way_follows(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().when(&json!({ "triggers": [{ "event": "go" }] })).done()]);
    // What the site knows, the score, the topic; then what is asked after that, and how it ends.
    let mut check = |known: &str, score: &str, topic: &str, asked: &str, said: &str, fields: &[&str]| {
        browser.open(&scene.shop.page("/"));
        browser.run(&format!("opina('set', {known}); opina('track', 'go')"));
        browser.wait_for_question("Would you come back, ");
        browser.choose(score);
        browser.push("Next");
        if !topic.is_empty() {
            browser.wait_for_question("What did you come for?");
            browser.choose(topic);
            let go = browser.texts("opina-widget >>> .go");
            assert_eq!(
                go,
                [if asked.is_empty() { "Send" } else { "Next" }],
                "the button says whether this is the last"
            );
            browser.push(if asked.is_empty() { "Send" } else { "Next" });
        }
        if !asked.is_empty() {
            browser.wait_for_question(asked);
            browser.push("Send");
        }
        browser.wait_for_text(SAID, said);
        let link = browser
            .count("opina-widget >>> .said a[target=_blank][rel=noopener][href='https://reviews.example/lumen']");
        assert_eq!(link == 1, said == "Tell others!");
        let stored = scene.responses();
        assert_eq!(
            stored.last().map(|last| &*last.fields),
            Some(&*fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>())
        );
    };
    check("{}", "3", "", "Why only 3?", "We are sorry, friend.", &[]);
    check("{ name: 'Ana', shoe: 39 }", "0", "", "Why only 0?", "We are sorry, Ana.", &["name=Ana"]);
    check("{}", "7", "lamps", "", THANKS, &[]);
    check("{ plan: 'PRO' }", "9", "lamps", "What does PRO lack?", "Tell others!", &["plan=PRO"]);
    check(
        "{ plan: 'free', campaign: 'spring' }",
        "8",
        "lamps",
        "Did spring help?",
        THANKS,
        &["campaign=spring", "plan=free"],
    );
    check("{ plan: 'pro' }", "10", "advice", "You said Advice: whose?", "Tell others!", &["plan=pro"]);

    // A way that is left again does not count.
    browser.open(&scene.shop.page("/"));
    browser.run("opina('track', 'go')");
    browser.wait_for_question("Would you come back, friend?");
    browser.choose("2");
    browser.push("Next");
    browser.wait_for_question("Why only 2?");
    browser.click("opina-widget >>> .field");
    browser.type_text("The dark");
    browser.push("Back");
    browser.choose("7");
    browser.push("Next");
    browser.wait_for_question("What did you come for?");
    browser.choose("lamps");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(
        scene.responses().last().map(|last| &*last.answers),
        Some(&["score=7".to_owned(), "topic=lamps".to_owned()][..])
    );
    browser.assert_quiet();
}

fn filled_in(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().when(&json!({ "triggers": [{ "event": "never" }] })).done()]);
    browser.open(&scene.shop.page("/"));
    browser.run("opina('set', { name: 'Ana', plan: 'free' })");
    browser.run("opina('show', { answers: { score: 8, topic: 'lamps', nonsense: 1, why: { text: 'not asked' } }, fields: { plan: 'pro' } })");
    browser.wait_for_question("Would you come back, Ana?");
    assert_eq!(browser.property("opina-widget >>> :checked", "value"), json!("8"), "filled in, and open to be changed");
    assert_eq!(scene.responses(), [], "nothing is sent before the visitor acts");
    browser.push("Next");
    browser.wait_for_question("What did you come for?");
    assert_eq!(browser.property("opina-widget >>> :checked", "value"), json!("lamps"));
    browser.push("Next");
    browser.wait_for_text(QUESTION, "What does pro lack?");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    let stored = scene.responses();
    assert_eq!(stored[0].answers, ["score=8", "topic=lamps"]);
    assert_eq!(stored[0].fields, ["name=Ana", "plan=pro"], "fields of this showing stand over those of the page");
    browser.assert_quiet();
}

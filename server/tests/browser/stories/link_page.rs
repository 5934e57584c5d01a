//! A survey on a page of its own, behind a link: with script and without, with answers in the address, in a frame.

use crate::{
    browser::{Browser, key},
    scenario::Scenario,
    scene::Scene,
    surveys::{self, Draft, THANKS},
    visitor::HOST,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("a link opens a survey that is answered without any script", without_script),
    ("a link's page is taken over by the survey where scripts run", with_script),
    ("every kind of question can be answered without script", every_kind_without_script),
    ("a browser without WebAssembly is asked by a form in a frame", without_modules),
];

/// The address of the first survey's own page.
fn address(scene: &Scene) -> String {
    scene.opina.page(&scene.link())
}

fn survey() -> Draft {
    Draft::asking(&json!([
        { "id": "score", "title": "Would you come back, {{name|friend}}?", "required": true,
          "kind": { "type": "nps", "low": "Not at all", "high": "Very" } },
        { "id": "why", "title": "Why {{score}}?", "kind": { "type": "text", "placeholder": "", "most": 100 } },
    ]))
    .saying(&json!({ "fields": ["name"] }))
    .speaking(&["en", "ar"], |tag, english| if tag == "en" { english.to_owned() } else { format!("{english} {tag}") })
}

/// Clicks on one of the form's own buttons.
#[track_caller]
fn push(browser: &mut Browser, words: &str) {
    browser.click_on("main .foot button", words);
}

fn without_script(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    browser.run_no_scripts();
    browser.open(&format!("{}?name=Ana&score=8", address(&scene)));
    browser.wait_for_text("legend", "Would you come back, Ana?");
    assert_eq!(browser.count(HOST), 0);
    assert_eq!(browser.property(":checked", "value"), json!("8"), "the address has filled it in");
    browser.picture("link/first");
    browser.click("input[value='9']");
    push(browser, "Next");
    browser.wait_for_text("legend", "Why 9?");
    browser.click("textarea");
    browser.type_text("Añade luz");
    push(browser, "Back");
    browser.wait_for_text("legend", "Would you come back, Ana?");
    assert_eq!(browser.property(":checked", "value"), json!("9"));
    push(browser, "Next");
    browser.wait_for_text("legend", "Why 9?");
    push(browser, "Send");
    browser.wait_for_text(".said", THANKS);
    let stored = scene.responses();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].answers, ["score=9", "why: Añade luz"]);
    assert_eq!((stored[0].complete, &*stored[0].fields), (true, &["name=Ana".to_owned()][..]));

    // In the reader's language, from right to left, with what is missing asked for.
    browser.speak("ar,en");
    browser.open(&address(&scene));
    browser.wait_for_text("legend", "friend? ar");
    assert_eq!(browser.attribute("html", "dir").as_deref(), Some("rtl"));
    browser.picture("link/arabic");
    browser.click("main .foot .go");
    browser.wait_for_text(".problem", "أجب عن هذا السؤال للمتابعة.");
    browser.run_no_scripts();
    browser.assert_no_errors();
}

fn with_script(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    let address = address(&scene);
    browser.open(&format!("{address}?name=Ana&score=8"));
    browser.wait_for_question("Would you come back, Ana?");
    assert_eq!(browser.count("main form"), 0, "the survey is in the form's place");
    assert_eq!(browser.property("opina-widget >>> :checked", "value"), json!("8"));
    browser.in_every_look(|browser, look| {
        browser.picture_of_page(&format!("link/taken-over-{}", look.name));
        if look.enough {
            browser.assert_accessible(&format!("the survey's own page, {},", look.name));
        }
    });
    browser.push("Next");
    browser.wait_for_question("Why 8?");
    browser.comment("Añade luz");
    browser.push("Send");
    browser.wait_for_text("opina-widget >>> .said", THANKS);
    let stored = scene.responses();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].answers, ["score=8", "why: Añade luz"]);
    assert_eq!(stored[0].fields, ["name=Ana"]);
    // Escape does not lose what was said.
    browser.press(key::ESCAPE);
    browser.settle();
    browser.wait_for_text("opina-widget >>> .said", THANKS);
    browser.assert_quiet();
}

/// A question, what is clicked, and what is filled in where.
type Filled = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

/// Every kind of question, as one answers it on a page.
const FILLED: &[Filled] = &[
    ("faces", &["[value='4']"], &[]),
    ("stars", &["[value='3']"], &[]),
    ("numbers", &["[value='1']"], &[]),
    ("ces", &["[value='6']"], &[]),
    ("ces5", &["[value='2']"], &[]),
    ("nps", &["[value='0']"], &[]),
    ("thumbs", &["[value='1']"], &[]),
    ("rating", &["[value='10']"], &[]),
    ("choice", &["[value='3']"], &[]),
    ("other", &["[value='+other']"], &[("[name='other.+other']", "A quiet corner")]),
    ("several", &["[value='1']", "[value='3']", "[value='4']"], &[]),
    ("shuffled", &["[value='5']"], &[]),
    ("email", &[], &[("[type=email]", "ana@example.com")]),
    ("number", &[], &[("[inputmode=decimal]", "-7,5")]),
    ("short", &[], &[(".field", "Añade luz, 7 €")]),
    ("consent", &["[value=yes]"], &[]),
    ("gap", &["[name='gap.expectation'][value='7']", "[name='gap.perception'][value='4']"], &[]),
    ("importance", &[], &[("[name='importance.1']", "60"), ("[name='importance.3']", "40")]),
    ("statement", &[], &[]),
    ("link", &[], &[]),
    ("text", &[], &[("textarea", "The quick brown fox")]),
];

fn every_kind_without_script(browser: &mut Browser) {
    let scene = Scene::plain(&[surveys::every_kind().done()]);
    browser.run_no_scripts();
    browser.open(&address(&scene));
    let mut order = String::new();
    for (id, clicked, typed) in FILLED {
        browser.wait_for_text("main :is(legend, .title)", &surveys::title(id));
        if *id == "shuffled" {
            let seen = browser
                .run("return [...document.querySelectorAll('.option input')].map(({ value }) => value).join(' ')");
            order = seen.as_str().unwrap_or_default().to_owned();
        }
        for one in *clicked {
            browser.click(&format!("main .q {one}"));
        }
        for (field, text) in *typed {
            browser.fill(&format!("main .q {field}"), text);
        }
        browser.picture(&format!("link/{id}"));
        push(browser, if *id == "text" { "Send" } else { "Next" });
    }
    browser.wait_for_text(".said", THANKS);
    let stored = scene.responses();
    // A form sends what was left empty too.
    let mut expected = vec![
        "ces5=2",
        "ces=6",
        "choice=3",
        "consent=yes",
        "email: ana@example.com",
        "faces=4",
        "gap.expectation=7",
        "gap.perception=4",
        "importance=1:60 2:0 3:40",
        "nps=0",
        "number: -7,5",
        "numbers=1",
        "other: A quiet corner",
        "other=+other",
        "rating=10",
        "several=1 3 4",
        "short: Añade luz, 7 €",
        "stars=3",
        "text: The quick brown fox",
        "thumbs=1",
    ];
    let shuffled = format!("shuffled=5 of {order}");
    expected.push(&shuffled);
    expected.sort_unstable();
    assert_eq!(stored[0].answers, expected);
    browser.assert_no_errors();
}

fn without_modules(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    let frame = "opina-widget >>> iframe";
    browser.run_no_modules();
    browser.open(&scene.shop.page("/?early"));
    browser.run("window.heard = []; for (const name of ['shown', 'completed', 'dismissed']) opina('on', name, () => heard.push(name))");
    browser.wait_for(frame);
    browser.picture("link/frame");
    browser.within(frame, |browser| {
        browser.wait_for_text("main form legend", "Would you come back, friend?");
        assert_eq!(browser.count(HOST), 0, "it is a form");
        browser.click("main .q input[value='9']");
        push(browser, "Next");
        browser.wait_for_text("legend", "Why 9?");
        browser.fill("textarea", "Añade luz");
        push(browser, "Send");
        browser.wait_for_text(".said", THANKS);
    });
    browser.wait_until("the site to hear of it", |browser| {
        (browser.run("return heard") == json!(["shown", "completed"])).then_some(())
    });
    let high = browser.property(frame, "offsetHeight");
    assert!((80..600).contains(&high.as_u64().unwrap_or_default()), "as high as what it holds: {high}");
    assert_eq!(scene.responses()[0].answers, ["score=9", "why: Añade luz"]);
    browser.click_on("opina-widget >>> button", "×");
    browser.wait_gone(frame);
    browser.assert_no_errors();
}

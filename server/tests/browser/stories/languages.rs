//! Every language that Opina speaks by itself, as its readers see it.

use crate::{
    browser::{Browser, PHONE},
    scenario::Scenario,
    scene::Scene,
    surveys::Draft,
    visitor::{HOST, PROBLEM, QUESTION, SAID},
};
use serde_json::json;
use shared::{text::Language, words::Words};

pub const SCENARIOS: &[Scenario] = &[
    ("a survey speaks the visitor's language, and so do its own words", every_language),
    ("a survey in Arabic is written from right to left", right_to_left),
];

const TAGS: [&str; 9] = ["en", "es", "pt-BR", "fr", "de", "it", "ca", "ar", "ja"];

/// The words of Opina's own in a language.
fn words(tag: &str) -> &'static Words {
    Words::in_language(&Language::try_from(tag).expect("a tag"))
}

fn survey() -> Draft {
    let nps = json!({ "type": "nps", "low": "Low", "high": "High" });
    Draft::asking(&json!([
        { "id": "again", "title": "Question", "required": true, "kind": nps },
        { "id": "faces", "title": "Faces", "kind": { "type": "csat", "style": "faces", "low": "Low", "high": "High" } },
    ]))
    .speaking(&TAGS, |tag, english| format!("{english} {tag}"))
}

fn every_language(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    let mut check = |asked_for: &str, tag: &str| {
        let words = words(tag);
        browser.open(&scene.shop.page(&format!("/?lang={asked_for}")));
        browser.wait_for_question(&format!("Question {tag}"));
        assert_eq!(browser.attribute("opina-widget >>> .o", "lang").as_deref(), Some(tag), "{asked_for}");
        assert_eq!(browser.attribute("opina-widget >>> .o", "aria-label").as_deref(), Some(words.feedback));
        assert_eq!(browser.attribute("opina-widget >>> .x", "aria-label").as_deref(), Some(words.close));
        let spoken = words.point.replace("{{n}}", "3").replace("{{of}}", "10");
        assert_eq!(browser.attribute("opina-widget >>> [value='3']", "aria-label"), Some(spoken));
        browser.wait_for_text("opina-widget >>> .foot small", words.privacy);
        browser.push(words.next);
        browser.wait_for_text(PROBLEM, words.required);
        browser.choose("9");
        browser.push(words.next);
        browser.wait_for_text(QUESTION, &format!("Faces {tag}"));
        browser.wait_for_text(QUESTION, words.optional);
        browser.wait_for_text("opina-widget >>> button", words.back);
        assert_eq!(browser.attribute("opina-widget >>> [value='5']", "aria-label").as_deref(), Some(words.faces[4]));
        browser.push(words.send);
        browser.wait_for(SAID);
        assert_eq!(scene.responses().last().map(|last| last.language.clone()).as_deref(), Some(tag));
    };
    for tag in TAGS {
        check(tag, tag);
    }
    // The same base language, then the survey's first.
    check("es-MX", "es");
    check("pt", "pt-BR");
    check("fi", "en");
    browser.assert_quiet();
}

fn right_to_left(browser: &mut Browser) {
    let scene = Scene::plain(&[survey().done()]);
    // What decides is the language asked in, not the page around it.
    browser.open(&scene.shop.page("/?lang=en&data-lang=ar"));
    browser.wait_for_question("Question ar");
    let sides = "
        const survey = root.querySelector('.o');
        const middle = (css) => { const { left, right } = root.querySelector(css).getBoundingClientRect(); return (left + right) / 2 };
        return [getComputedStyle(survey).direction, survey.getBoundingClientRect().left, middle('[value=\"0\"]') > middle('[value=\"10\"]'),
            middle('.x') < middle('legend'), middle('.go') < middle('.foot small')]";
    assert_eq!(browser.run_inside(HOST, sides), json!(["rtl", 20, true, true, true]), "everything is mirrored");
    browser.look_at_survey("arabic");
    browser.resize(PHONE);
    browser.choose("9");
    browser.push(words("ar").next);
    browser.wait_for_text(QUESTION, "Faces ar");
    browser.look_at_survey("arabic-faces");
    browser.assert_quiet();
}

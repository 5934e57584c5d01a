//! Every kind of question and every state of a survey, on desktop and phone, light and dark: seen, accessible, remembered.

use crate::{
    browser::Browser,
    opina::Opina,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{self, THANKS, title},
    visitor::{NOTE, PROBLEM, SAID, SURVEY},
    website::Website,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("every kind of question can be answered, and answers stay", every_kind),
    ("a survey says what becomes of an answer", every_outcome),
];

/// Answers by question, as one gives them by hand.
const GIVEN: [(&str, &str); 5] = [("faces", "4"), ("stars", "3"), ("ces", "6"), ("nps", "8"), ("choice", "3")];

/// What is asked for where a question must be answered.
const REQUIRED: &str = "Please answer this to go on.";

fn scene(asked: shared::definition::Definition) -> Scene {
    Scene::on(Opina::new(), &[asked], |opina| Website::glass_shop(opina, KEY))
}

fn every_kind(browser: &mut Browser) {
    let scene = scene(surveys::every_kind());
    browser.open(&scene.shop.page("/checkout.html"));
    for question in ["faces", "stars", "numbers", "ces", "nps", "choice"] {
        browser.wait_for_question(&title(question));
        if question == "numbers" {
            // It may be left open.
            browser.look_at_survey(question);
            browser.push("Next");
            continue;
        }
        let (_, value) = GIVEN.into_iter().find(|(id, _)| *id == question).expect("every question is answered");
        browser.push("Next");
        browser.wait_for_text(PROBLEM, REQUIRED);
        browser.look_at_survey(&format!("{question}-required"));
        browser.choose(value);
        browser.wait_until("the complaint to go", |browser| browser.texts(PROBLEM).concat().is_empty().then_some(()));
        browser.look_at_survey(&format!("{question}-chosen"));
        browser.push("Next");
    }
    browser.wait_for_question(&title("text"));
    browser.push("Send");
    browser.wait_for_text(PROBLEM, REQUIRED);
    browser.look_at_survey("text-required");
    browser.comment("   ");
    browser.push("Send");
    browser.wait_for_text(PROBLEM, REQUIRED);
    let comment = "The quick brown fox jumps over the lazy dog.";
    browser.comment(comment);
    browser.wait_for_text("opina-widget >>> .count", "40 / 40");
    browser.look_at_survey("text-long");

    for question in ["choice", "nps", "ces", "numbers", "stars", "faces"] {
        browser.push("Back");
        browser.wait_for_question(&title(question));
        let given = GIVEN.into_iter().find(|(id, _)| *id == question).map(|(_, value)| value);
        match given {
            Some(value) => assert_eq!(browser.property("opina-widget >>> :checked", "value"), json!(value)),
            None => assert_eq!(browser.count("opina-widget >>> :checked"), 0),
        }
    }
    assert!(!browser.texts("opina-widget >>> button").contains(&"Back".to_owned()), "this is where it began");
    for question in ["stars", "numbers", "ces", "nps", "choice", "text"] {
        browser.push("Next");
        browser.wait_for_question(&title(question));
    }
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.look_at_survey("thanks");
    let stored = scene.responses();
    let comment = format!("text:    {}", &comment[..37]);
    assert_eq!(stored[0].answers, ["ces=6", "choice=3", "faces=4", "nps=8", "stars=3", &comment]);
    browser.assert_quiet();
}

fn every_outcome(browser: &mut Browser) {
    let mut scene = scene(surveys::another());
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for(SURVEY);
    browser.look_at_survey("one-question");
    browser.choose("10");
    scene.opina.freeze();
    browser.push("Send");
    browser.wait_for_text("opina-widget >>> .go", "Sending…");
    browser.look_at_survey("sending");
    scene.opina.kill();
    browser.wait_for_text(NOTE, "Not sent yet");
    browser.look_at_survey("kept");
    scene.opina.start();
    browser.send_again();
    assert_eq!(scene.responses().len(), 1);

    // Another visitor, whose survey ends while they answer.
    browser.run("localStorage.clear()");
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for(SURVEY);
    scene.opina.kill();
    scene.pause();
    scene.opina.start();
    browser.choose("10");
    browser.push("Send");
    browser.wait_for_text(SAID, "Not sent");
    browser.look_at_survey("refused");
    assert_eq!(scene.responses().len(), 1);
}

//! Every kind of question and every state of a survey, on desktop and phone, light and dark: seen, accessible, remembered.

use crate::{
    browser::{Browser, key},
    opina::Opina,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{self, Draft, KINDS, THANKS, title},
    visitor::{NOTE, PROBLEM, SAID, SURVEY},
    website::Website,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("every kind of question can be answered by mouse, and answers stay", by_mouse),
    ("every kind of question can be answered by keyboard alone", by_keyboard),
    ("several questions can be asked on one page", several_on_one_page),
    ("a survey says what becomes of an answer", every_outcome),
];

/// How one question is answered.
struct Given {
    /// The question.
    id: &'static str,
    /// What is clicked, or filled in with what stands behind `<-`. What stands behind `!` is said on trying to go on.
    mouse: &'static [&'static str],
    /// What is pressed once the focus is on the question: `right`, `down`, `space`, `tab`, else what is typed.
    keys: &'static str,
    /// What is stored.
    stored: &'static [&'static str],
}

const REQUIRED: &str = "!Please answer this to go on.";

/// Each answer as it is given by hand, with the mistakes on the way there.
const GIVEN: &[Given] = &[
    Given { id: "faces", mouse: &[REQUIRED, "input[value='4']"], keys: "right right right", stored: &["faces=4"] },
    Given { id: "stars", mouse: &[REQUIRED, "input[value='3']"], keys: "right right", stored: &["stars=3"] },
    Given { id: "numbers", mouse: &["input[value='1']"], keys: "space", stored: &["numbers=1"] },
    Given { id: "ces", mouse: &["input[value='6']"], keys: "right right right right right", stored: &["ces=6"] },
    Given { id: "ces5", mouse: &["input[value='2']"], keys: "right", stored: &["ces5=2"] },
    Given { id: "nps", mouse: &["input[value='0']"], keys: "space", stored: &["nps=0"] },
    Given { id: "thumbs", mouse: &[REQUIRED, "input[value='1']"], keys: "right", stored: &["thumbs=1"] },
    Given { id: "rating", mouse: &["input[value='10']"], keys: "left", stored: &["rating=10"] },
    Given { id: "choice", mouse: &[REQUIRED, "input[value='3']"], keys: "down down", stored: &["choice=3"] },
    Given {
        id: "other",
        mouse: &["input[value='+other']", "!Please say what else", "[name='other.+other'] <- A quiet corner"],
        keys: "down down tab A quiet corner",
        stored: &["other: A quiet corner", "other=+other"],
    },
    Given {
        id: "several",
        mouse: &[
            "input[value='1']",
            "!Please choose at least 2.",
            "input[value='2']",
            "input[value='3']",
            "input[value='4']",
            "!Please choose at most 3.",
            "input[value='2']",
        ],
        keys: "space tab tab space tab space",
        stored: &["several=1 3 4"],
    },
    Given { id: "shuffled", mouse: &["input[value='5']"], keys: "space", stored: &[] },
    Given {
        id: "email",
        mouse: &[REQUIRED, "[type=email] <- ana", "!Please write an e-mail address", "[type=email] <- ana@example.com"],
        keys: "ana@example.com",
        stored: &["email: ana@example.com"],
    },
    Given {
        id: "number",
        mouse: &["[inputmode=decimal] <- many", "!Please write a number.", "[inputmode=decimal] <- -7,5"],
        keys: "-7,5",
        stored: &["number: -7,5"],
    },
    Given {
        id: "short",
        mouse: &[".field <- no", "!Please write at least 5 characters.", ".field <- Añade luz, 7 €"],
        keys: "Añade luz, 7 €",
        stored: &["short: Añade luz, 7 €"],
    },
    Given { id: "consent", mouse: &[REQUIRED, "[value=yes]"], keys: "space", stored: &["consent=yes"] },
    Given {
        id: "gap",
        mouse: &["[name='gap.expectation'][value='7']", "!Please rate both.", "[name='gap.perception'][value='4']"],
        keys: "left tab right right right",
        stored: &["gap.expectation=7", "gap.perception=4"],
    },
    Given {
        id: "importance",
        mouse: &[
            "[name='importance.1'] <- 60",
            "!40 points left",
            "[name='importance.3'] <- 50",
            "!10 points too many",
            "[name='importance.3'] <- 40",
        ],
        keys: "60 tab tab 40",
        stored: &["importance=1:60 3:40"],
    },
    Given { id: "statement", mouse: &[], keys: "", stored: &[] },
    Given { id: "link", mouse: &["a.go"], keys: "enter", stored: &["link=yes"] },
    Given {
        id: "text",
        mouse: &[REQUIRED, "textarea <-    ", REQUIRED, "textarea <- The quick brown fox jumped over a lazy dog."],
        keys: "The quick brown fox jumped over a lazy dog.",
        stored: &["text: The quick brown fox jumped over a lazy d"],
    },
];

fn scene(asked: Draft) -> Scene {
    Scene::on(Opina::new(), &[asked.done()], |opina| Website::glass_shop(opina, KEY))
}

/// What is stored of all, but for the question whose options are in an order of the visitor's own.
fn all_stored() -> Vec<String> {
    let mut all: Vec<String> = GIVEN.iter().flat_map(|given| given.stored).map(|stored| (*stored).to_owned()).collect();
    all.sort();
    all
}

/// Links lead nowhere, so that the page stays in view.
const LINKS_LEAD_NOWHERE: &str = "addEventListener('click', (event) => {
    if (event.composedPath()[0].closest?.('a')) event.preventDefault();
}, true)";

fn go_on(browser: &mut Browser) {
    let last = browser.texts("opina-widget >>> .go").contains(&"Send".to_owned());
    browser.push(if last { "Send" } else { "Next" });
}

/// The values of the options, in the order in which they are seen.
fn seen_order(browser: &mut Browser) -> String {
    let order = "return [...root.querySelectorAll('.option input')].map(({ value }) => value).join(' ')";
    browser.run_inside("opina-widget", order).as_str().unwrap_or_default().to_owned()
}

fn by_mouse(browser: &mut Browser) {
    let scene = scene(surveys::every_kind());
    browser.open(&scene.shop.page("/checkout.html"));
    browser.run(LINKS_LEAD_NOWHERE);
    let mut order = String::new();
    for Given { id, mouse, .. } in GIVEN {
        browser.wait_for_question_or_words(&title(id));
        if *id == "shuffled" {
            order = seen_order(browser);
        }
        for step in *mouse {
            if let Some(problem) = step.strip_prefix('!') {
                go_on(browser);
                browser.wait_for_text(PROBLEM, problem);
                if *step != REQUIRED {
                    browser.picture(&format!("widget/{id}-wrong"));
                }
            } else if let Some((field, text)) = step.split_once(" <- ") {
                browser.fill(&format!("opina-widget >>> {field}"), text);
            } else {
                browser.click(&format!("opina-widget >>> {step}"));
            }
        }
        browser.wait_until("the complaint to go", |browser| browser.texts(PROBLEM).concat().is_empty().then_some(()));
        browser.look_at_survey(id);
        if *id != "text" {
            go_on(browser);
        }
    }
    assert_eq!(browser.texts("opina-widget >>> .count"), ["40 / 40"]);

    for id in KINDS.iter().rev().skip(1) {
        browser.push("Back");
        browser.wait_for_question_or_words(&title(id));
        let entered = browser.run_inside(
            "opina-widget",
            "return [...root.querySelectorAll('input')]
            .filter(({ type, checked, value }) => type == 'radio' || type == 'checkbox' ? checked : value)
            .map(({ value }) => value).join()",
        );
        let expected = match *id {
            "statement" | "link" => "",
            "other" => "+other,A quiet corner",
            "several" => "1,3,4",
            "shuffled" => "5",
            "gap" => "7,4",
            "importance" => "60,40",
            "email" => "ana@example.com",
            "number" => "-7,5",
            "short" => "Añade luz, 7 €",
            "consent" => "yes",
            _ => GIVEN
                .iter()
                .find(|given| given.id == *id)
                .and_then(|given| given.stored[0].split_once('='))
                .map_or("", |(_, value)| value),
        };
        assert_eq!(entered, json!(expected), "{id} is still there");
    }
    assert_eq!(seen_order(browser), "", "this is where it began");
    assert!(!browser.texts("opina-widget >>> button").contains(&"Back".to_owned()), "this is where it began");
    for id in &KINDS[1..] {
        browser.push("Next");
        browser.wait_for_question_or_words(&title(id));
        if *id == "shuffled" {
            assert_eq!(seen_order(browser), order, "the order is drawn once");
        }
    }
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    browser.look_at_survey("thanks");
    let mut expected = all_stored();
    expected.push(format!("shuffled=5 of {order}"));
    expected.sort();
    assert_eq!(scene.responses()[0].answers, expected);
    browser.assert_quiet();
}

fn by_keyboard(browser: &mut Browser) {
    let scene = scene(surveys::every_kind());
    browser.open(&scene.shop.page("/checkout.html"));
    browser.run(LINKS_LEAD_NOWHERE);
    browser.wait_for_question(&title("faces"));
    browser.tab_into_survey();
    assert_eq!(browser.focused().as_deref(), Some("button  Close"));
    browser.press(key::TAB);
    let mut shuffled = String::new();
    for Given { id, keys, .. } in GIVEN {
        browser.wait_for_question_or_words(&title(id));
        if *id == "shuffled" {
            let order = seen_order(browser);
            shuffled = format!("shuffled={} of {order}", order.split(' ').next().unwrap_or_default());
        }
        let mut typed = String::new();
        for word in keys.split(' ').filter(|word| !word.is_empty()) {
            let key = match word {
                "right" => key::RIGHT,
                "left" => key::LEFT,
                "down" => key::DOWN,
                "space" => key::SPACE,
                "tab" => key::TAB,
                "enter" => key::ENTER,
                letters => {
                    let text = if typed.is_empty() { letters.to_owned() } else { format!(" {letters}") };
                    browser.type_text(&text);
                    typed += &text;
                    continue;
                }
            };
            typed.clear();
            browser.press(key);
        }
        // On to the button, which comes after every control of the question and the way back.
        let go = browser.wait_until("the button", |browser| {
            let focused = browser.focused().unwrap_or_default();
            let there = ["button  Next", "button  Send"].contains(&focused.as_str());
            if !there {
                browser.press(key::TAB);
            }
            there.then_some(focused)
        });
        assert_eq!(go == "button  Send", *id == "text");
        browser.press(key::SPACE);
    }
    browser.wait_for_text(SAID, THANKS);
    let mut expected = all_stored();
    expected.push(shuffled);
    expected.sort();
    assert_eq!(scene.responses()[0].answers, expected);
    browser.assert_quiet();
}

fn several_on_one_page(browser: &mut Browser) {
    let nps = json!({ "type": "nps", "low": "Not at all", "high": "Very" });
    let asked = Draft::asking(&json!([
        { "id": "again", "title": "Would you come back?", "required": true, "kind": nps },
        { "id": "friend", "title": "Would you tell a friend?", "required": true, "together": true, "kind": nps },
        { "id": "why", "title": "Why?", "together": true, "kind": { "type": "text", "placeholder": "", "most": 100 } },
        { "id": "terms", "title": "One more thing", "required": true, "kind": { "type": "consent", "label": "You may quote me." } },
    ]));
    let scene = scene(asked);
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question("Would you tell a friend?");
    let places = "return [...root.querySelectorAll('legend')].map((one) => one.getBoundingClientRect().top)";
    let tops = browser.run_inside("opina-widget", places);
    assert!(tops[0].as_f64() < tops[1].as_f64() && tops[1].as_f64() < tops[2].as_f64(), "one below the other: {tops}");
    let how_far = "return root.querySelector('.bar').position";
    let first = browser.run_inside("opina-widget", how_far);
    browser.click("opina-widget >>> [name=friend][value='7']");
    browser.push("Next");
    browser.wait_for_text(PROBLEM, "Please answer this to go on.");
    let problems = browser.texts(PROBLEM);
    assert_eq!(
        problems.iter().filter(|text| !text.is_empty()).count(),
        1,
        "only what is missing is asked for: {problems:?}"
    );
    assert_eq!(browser.focused().as_deref(), Some("input 0 0 of 10, Not at all"), "the focus is on what is missing");
    browser.look_at_survey("together");
    browser.click("opina-widget >>> [name=again][value='9']");
    browser.comment("The light");
    browser.push("Next");
    browser.wait_for_question("One more thing");
    let last = browser.run_inside("opina-widget", how_far);
    assert_ne!(first, last, "the bar has moved on");
    browser.push("Back");
    browser.wait_for_question("Would you come back?");
    assert_eq!(browser.count("opina-widget >>> :checked"), 2);
    browser.push("Next");
    browser.click("opina-widget >>> [value=yes]");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(scene.responses()[0].answers, ["again=9", "friend=7", "terms=yes", "why: The light"]);
    browser.assert_quiet();
}

fn every_outcome(browser: &mut Browser) {
    let mut scene = Scene::on(Opina::new(), &[surveys::another()], |opina| Website::glass_shop(opina, KEY));
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

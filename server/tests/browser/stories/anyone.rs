//! Whoever it is: with a keyboard, with a screen reader, with large letters, with few colours, without anything moving.
//! That axe finds nothing wrong with any kind of question is told in `kinds`.

use crate::{
    browser::{Browser, Media, key},
    opina::Opina,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{self, KINDS, THANKS, title},
    visitor::{HOST, SAID},
    website::Website,
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[
    ("the focus goes where one expects it and comes back", the_focus),
    ("a screen reader is told what happens", told_aloud),
    ("nothing moves for those who do not like it", nothing_moves),
    ("at 400 % everything is there and can be hit", at_four_hundred_percent),
];

/// For the one browser that can be told to have few colours.
pub const IN_CHROMIUM: &[Scenario] = &[("a survey can be read where the system chooses the colours", forced_colours)];

fn scene() -> Scene {
    Scene::on(Opina::new(), &[surveys::checkout()], |opina| Website::glass_shop(opina, KEY))
}

fn the_focus(browser: &mut Browser) {
    let scene = scene();
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(surveys::RECOMMEND);
    // Step by step, there and back.
    browser.tab_into_survey();
    let walk = |browser: &mut Browser, keys: &[char], expected: &[&str]| {
        for (key, expected) in keys.iter().zip(expected) {
            if *key == 'B' {
                browser.press_with(key::SHIFT, key::TAB);
            } else {
                browser.press(*key);
            }
            assert_eq!(browser.focused().as_deref(), Some(*expected), "after {keys:?}");
        }
    };
    walk(
        browser,
        &[key::TAB, key::RIGHT, key::TAB, 'B', 'B', key::TAB],
        &[
            "input 0 0 of 10, Not at all",
            "input 1 1 of 10",
            "button  Next",
            "input 1 1 of 10",
            "button  Close",
            "input 1 1 of 10",
        ],
    );
    browser.press(key::ENTER);
    browser.wait_for_question(surveys::OBSTACLE);
    walk(browser, &[key::TAB, key::TAB, 'B'], &["button  Back", "button  Next", "button  Back"]);
    browser.press(key::SPACE);
    browser.wait_for_question(surveys::RECOMMEND);
    assert_eq!(browser.focused().as_deref(), Some("input 1 1 of 10"), "back on what was chosen");
    // Tab leads on out of it: nobody is held.
    browser.press(key::TAB);
    browser.press(key::TAB);
    assert_eq!(browser.focused(), None);
    browser.assert_quiet();
}

fn told_aloud(browser: &mut Browser) {
    let scene = scene();
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(surveys::RECOMMEND);
    let live = |browser: &mut Browser| {
        browser.run_inside(HOST, "return root.querySelector('.unseen[role=status]').textContent")
    };
    assert_eq!(live(browser), json!(""), "what opens by itself interrupts nobody");
    browser.push("Next");
    let alert = browser.run_inside(
        HOST,
        "const it = root.querySelector('.problem'); return [it.role ?? it.getAttribute('role'), it.textContent]",
    );
    assert_eq!(alert, json!(["alert", "Please answer this to go on."]));
    let said_by = "
        const group = root.querySelector('fieldset');
        const by = group.getAttribute('aria-describedby').split(' ').map((id) => root.getElementById(id)?.textContent ?? '').join('');
        return [group.getAttribute('role'), group.getAttribute('aria-invalid'), by]";
    assert_eq!(browser.run_inside(HOST, said_by), json!(["radiogroup", "true", "Please answer this to go on."]));
    browser.choose("9");
    browser.push("Next");
    browser.wait_for_question(surveys::COMMENT);
    assert_eq!(live(browser), json!("Question 2 of 2"));
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    assert_eq!(live(browser), json!(THANKS));
    assert_eq!(browser.focused().as_deref(), Some("button  Close"), "the focus is not lost");
    browser.assert_quiet();
}

fn nothing_moves(browser: &mut Browser) {
    let scene = scene();
    let moving = "return root.querySelectorAll(':is(.o, .o *)').values().filter((one) => {
        const { animationName, transitionDuration } = getComputedStyle(one);
        return animationName != 'none' || parseFloat(transitionDuration) > 0;
    }).toArray().length";
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(surveys::RECOMMEND);
    assert_eq!(browser.run_inside(HOST, moving), json!(0));
    browser.pretend(Media { motion: true, ..Media::default() });
    assert!(browser.run_inside(HOST, moving).as_u64() > Some(0), "it does for the others");
    browser.assert_quiet();
}

/// WCAG 2.2, 1.4.10 and 2.5.8: 1280 pixels at 400 % are 320 by 256.
fn at_four_hundred_percent(browser: &mut Browser) {
    let asked = surveys::every_kind().looking(&json!({ "place": "center" }));
    let scene = Scene::on(Opina::new(), &[asked.done()], |opina| Website::glass_shop(opina, KEY));
    browser.resize((320, 256));
    browser.open(&scene.shop.page("/checkout.html"));
    browser.run(
        "addEventListener('click', (event) => event.composedPath()[0].closest?.('a') && event.preventDefault(), true)",
    );
    for id in KINDS {
        browser.wait_for_question_or_words(&title(id));
        let found = browser.run_inside(HOST, "
            const survey = root.querySelector('.o');
            const around = survey.getBoundingClientRect();
            const targets = [...survey.querySelectorAll('button:not([aria-hidden]), label:not([for]), a, .field')].map((one) => {
                const { width, height } = (one.localName == 'label' && one.querySelector('input') || one).getBoundingClientRect();
                return [one.localName + ' ' + (one.innerText ?? '').trim(), width, height];
            });
            return [survey.scrollWidth - survey.clientWidth, around.left >= 0 && around.right <= innerWidth && around.top >= 0,
                targets.filter(([, width, height]) => width && (width < 24 || height < 24)), targets.length]");
        assert_eq!([&found[0], &found[1], &found[2]], [&json!(0), &json!(true), &json!([])], "{id}: {found}");
        assert!(found[3].as_u64() > Some(1), "{id}: {found}");
        if ["nps", "importance", "text"].contains(&id) {
            browser.picture(&format!("widget/320-{id}"));
        }
        fill_in(browser, id);
        browser.push(if id == "text" { "Send" } else { "Next" });
    }
    browser.wait_for_text(SAID, THANKS);
    browser.assert_quiet();
}

/// The quickest right answer.
fn fill_in(browser: &mut Browser, id: &str) {
    let fields: &[(&str, &str)] = match id {
        "email" => &[(".field", "ana@example.com")],
        "number" => &[(".field", "7")],
        "short" | "text" => &[(".field", "Light it")],
        "importance" => &[("[name='importance.1']", "100")],
        _ => &[],
    };
    for (field, text) in fields {
        browser.fill(&format!("opina-widget >>> {field}"), text);
    }
    let clicked: &[&str] = match id {
        "several" => &["input[value='1']", "input[value='2']"],
        "gap" => &["[name='gap.expectation'][value='7']", "[name='gap.perception'][value='4']"],
        "consent" => &["[value=yes]"],
        _ if fields.is_empty() && id != "statement" && id != "link" => &["input[value='1']"],
        _ => &[],
    };
    for one in clicked {
        browser.click(&format!("opina-widget >>> {one}"));
    }
}

fn forced_colours(browser: &mut Browser) {
    let scene = scene();
    browser.pretend(Media { forced_colours: true, ..Media::default() });
    browser.open(&scene.shop.page("/checkout.html"));
    browser.wait_for_question(surveys::RECOMMEND);
    browser.choose("9");
    let seen = "
        const system = (name) => {
            const probe = document.body.appendChild(document.createElement('i'));
            probe.style.color = name;
            const { color } = getComputedStyle(probe);
            probe.remove();
            return color;
        };
        const look = (css) => getComputedStyle(root.querySelector(css));
        return [look('.o').borderStyle, look(':checked + span').backgroundColor == system('Highlight'),
            look(':checked + span').color == system('HighlightText'), look('.go').borderStyle]";
    assert_eq!(
        browser.run_inside(HOST, seen),
        json!(["solid", true, true, "solid"]),
        "what is chosen and what can be pressed is seen"
    );
    browser.picture("widget/forced-colours");
    browser.assert_accessible_within(HOST, "the survey in forced colours");
}

//! The journey map edited by keyboard alone, and with the mouse.

use crate::{
    browser::{Browser, key},
    scenario::Scenario,
    scene::{KEY, Scene},
};

pub const SCENARIOS: &[Scenario] = &[
    ("the journey map is edited by keyboard alone", by_keyboard),
    ("a touchpoint is dragged to another cell and a phase before another", by_mouse),
];

/// Moves the focus on until it is on something that says this.
#[track_caller]
fn tab_to(browser: &mut Browser, words: &str) {
    go_to(browser, words, |browser| browser.press(key::TAB));
}

/// The same backwards.
#[track_caller]
fn tab_back_to(browser: &mut Browser, words: &str) {
    go_to(browser, words, |browser| browser.press_with(key::SHIFT, key::TAB));
}

#[track_caller]
fn go_to(browser: &mut Browser, words: &str, step: impl Fn(&mut Browser)) {
    let focused = "const one = document.activeElement;
        return one?.matches('a, button, input') ? one.textContent.trim() || one.value : ''";
    browser.wait_for_page();
    for _ in 0..60 {
        step(browser);
        if browser.run(focused).as_str().is_some_and(|text| text.contains(words)) {
            return;
        }
    }
    panic!("the focus never gets to {words}");
}

/// Waits until the button with this name in the form has the focus: the page gives it while it is shown.
#[track_caller]
fn wait_for_focus(browser: &mut Browser, button: &str) {
    browser.wait_until(&format!("the focus to be on {button}"), |browser| {
        (browser.focused_property("value") == button).then_some(())
    });
}

fn editor(browser: &mut Browser) -> Scene {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    browser.sign_in(&scene.opina);
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/journey/edit")));
    browser.wait_for("table.map.edit");
    scene
}

fn by_keyboard(browser: &mut Browser) {
    let _scene = editor(browser);
    tab_to(browser, "Checkout");
    browser.press(key::ENTER);
    browser.wait_for("#chosen-name");
    // The first way that is open is at hand.
    wait_for_focus(browser, "right");
    browser.press(key::ENTER);
    browser.wait_for_text("[role=status]", "“Checkout” is now at Website · Recommend.");
    // The button that was pushed is at hand again.
    wait_for_focus(browser, "right");
    browser.press(key::ENTER);
    browser.wait_for_text("[role=status]", "“Checkout” is now at Website · Get help.");
    // At the edge the next best one is.
    wait_for_focus(browser, "left");
    browser.look_at_page("journey-edit-chosen");
    tab_back_to(browser, "Undo");
    browser.press(key::ENTER);
    browser.wait_for_text("[role=status]", "“Checkout” is now at Website · Recommend.");
    // What was moved keeps the focus.
    browser.wait_for_text(":focus", "Checkout");
    browser.press(key::ENTER);
    browser.wait_gone("[role=status]");
    wait_for_focus(browser, "left");
    // A field that is reached by keyboard is selected: what is typed replaces what is there.
    tab_back_to(browser, "Checkout");
    browser.type_text("Pay");
    browser.press(key::ENTER);
    browser.wait_for_text("[role=status]", "“Checkout” is now called “Pay”.");
    wait_for_focus(browser, "Pay");
    tab_to(browser, "Remove");
    browser.press(key::ENTER);
    browser.wait_for_text(".panel", "Customers were asked here");
    browser.look_at_page("journey-edit-remove");
    browser.assert_no_errors();
}

/// Drags what the first selector finds onto what the second one finds.
#[track_caller]
fn drag(browser: &mut Browser, what: &str, onto: &str) {
    browser.wait_for_page();
    browser.run(&format!(
        "const from = document.querySelector(`{what}`).closest('[data-thing]');
         const onto = document.querySelector(`{onto}`).closest('[data-thing], td');
         const dataTransfer = new DataTransfer();
         const fire = (node, name) =>
           node.dispatchEvent(new DragEvent(name, {{ bubbles: true, cancelable: true, dataTransfer }}));
         fire(from, 'dragstart');
         fire(onto, 'dragover');
         fire(onto, 'drop');"
    ));
}

fn by_mouse(browser: &mut Browser) {
    let _scene = editor(browser);
    assert_eq!(browser.texts("thead .item"), ["Act", "Recommend", "Get help"]);
    drag(browser, "td .item", "td:last-child .none");
    browser.wait_for_text("[role=status]", "“Checkout” is now at Website · Get help.");
    drag(browser, "th:last-child .item", "thead .item");
    browser.wait_for_text("[role=status]", "“Get help” was moved.");
    assert_eq!(browser.texts("thead .item"), ["Get help", "Act", "Recommend"]);
    browser.wait_for_text(":focus", "Get help");
    drag(browser, "thead .item", "th:nth-child(3) .item");
    browser.wait_until("the phase to move on", |browser| {
        (browser.texts("thead .item") == ["Act", "Get help", "Recommend"]).then_some(())
    });
    browser.assert_no_errors();
}

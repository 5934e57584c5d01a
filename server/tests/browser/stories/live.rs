//! A page of results that is open shows what is answered meanwhile, without being loaded again.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::{KEY, Scene},
};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[("an open page of results keeps up", keeps_up)];

fn keeps_up(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    browser.sign_in(&scene.opina);
    let touchpoint = scene.surveys[0].touchpoint;
    for page in ["overview".to_owned(), "journey".to_owned(), format!("touchpoints/{touchpoint}")] {
        browser.open(&scene.opina.page(&format!("/sites/{KEY}/{page}")));
        browser.run("window.kept = document.querySelector('main summary, main .top a'); kept.focus()");
        browser.wait_for("body[data-live]");
        let before = browser.text("main");
        // The map shows no score of a few.
        (0..10).for_each(|_| scene.answer(9));
        browser.wait_until("the page to change", |browser| (browser.text("main") != before).then_some(()));
        let same = "return [document.contains(window.kept), window.kept === document.activeElement]";
        assert_eq!(browser.run(same), json!([true, true]), "{page}: the page is the same, and focus is where it was");
    }
}

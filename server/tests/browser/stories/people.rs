//! Somebody is invited to look, and looks.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::{KEY, Scene},
};

pub const SCENARIOS: &[Scenario] =
    &[("a viewer comes by a link, sees what customers say and can change nothing", a_viewer_looks)];

const VERA: &str = "vera@example.com";
const SECRET: &str = "la lámpara de la ventana";

/// What would change something, as far as it can be seen and pushed.
const ORDERS: &str = "form[method=post]:not([action='/sign-out']) button:enabled";

fn a_viewer_looks(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    for score in [9; 30] {
        scene.answer(score);
    }
    let link = invite(browser, &scene);
    join(browser, &link);

    // She sees what everybody sees.
    browser.wait_for_title("Overview");
    browser.wait_for_text(".kpi .value", "+100");
    assert_eq!(browser.text("nav .sec:last-child").to_lowercase(), "you may look, not change");
    assert_eq!(browser.texts("nav a").iter().filter(|name| *name == "People").count(), 0);
    let (survey, touchpoint) = (scene.surveys[0].survey, scene.surveys[0].touchpoint);
    for page in ["journey", "surveys", "install", "look", "segments", "comments"]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("touchpoints/{touchpoint}"), format!("surveys/{survey}"), format!("surveys/{survey}/reach")])
    {
        browser.open(&scene.opina.page(&format!("/sites/{KEY}/{page}")));
        browser.wait_for(".account");
        assert!(!browser.is_shown(ORDERS), "{page} offers a viewer to change something");
    }
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/surveys/{survey}")));
    browser.wait_for("#name:disabled");
    browser.look_at_page("survey-looked-at");

    // What is there only to change something says who may, also to whoever knows the address.
    for page in [
        "journey/edit".to_owned(),
        "surveys/new".to_owned(),
        "touchpoints/new".to_owned(),
        format!("touchpoints/{touchpoint}/edit"),
        format!("surveys/{survey}/versions/1/restore"),
    ] {
        browser.open(&scene.opina.page(&format!("/sites/{KEY}/{page}")));
        browser.wait_for_title("You may look here, but change nothing");
        browser.wait_for_text("main", "An owner can make you an editor.");
    }
    browser.look_at_page("refused");
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/people")));
    browser.wait_for_title("This is for the site’s owners");
    browser.assert_no_errors();
}

/// The owner makes the link and goes.
fn invite(browser: &mut Browser, scene: &Scene) -> String {
    browser.sign_in(&scene.opina);
    browser.click_on("nav a", "People");
    browser.wait_for("#invite");
    browser.fill("#email", VERA);
    browser.click_on("#invite button", "Make a link");
    browser.wait_for_text("[role=status]", "Hand this link to vera@example.com.");
    browser.look_at_page("people-invited");
    let link = browser.text("#link");
    browser.click(".account summary");
    browser.click_on("button", "Sign out");
    browser.wait_for_title("Sign in");
    link
}

/// She makes her account.
fn join(browser: &mut Browser, link: &str) {
    browser.open(link);
    browser.wait_for_title("Come to Lumen");
    browser.wait_for_text("main", "in the role of viewer");
    browser.fill("input[name=password]", SECRET);
    browser.fill("input[name=repeated]", SECRET);
    browser.click_on("button", "Make your account");
}

//! An admin takes the responses behind a page out as a file, and sees how far it is.

use crate::{
    browser::Browser,
    scenario::Scenario,
    scene::{KEY, Scene},
};

pub const SCENARIOS: &[Scenario] = &[("responses are exported, and one sees when all are there", takes_out)];

fn takes_out(browser: &mut Browser) {
    let scene = Scene::checkout();
    scene.opina.add_admin();
    for score in [9, 10, 3, 8, 10, 9, 2, 10, 7, 9, 10, 6] {
        scene.answer(score);
    }
    browser.sign_in(&scene.opina);
    browser.open(&scene.opina.page(&format!("/sites/{KEY}/overview?days=7&device=desktop")));
    browser.click_on(".filters a", "Export");
    browser.wait_for_title("Export");
    assert_eq!(browser.text(".card h2"), "12 responses will be exported");
    assert_eq!(browser.text(".filters .said").replace('\u{a0}', " "), "Only device: desktop · 12 responses");
    browser.click("details.table summary");
    browser.look_at_page("export");
    browser.click_on(".files a", "Download CSV");
    browser.wait_for_text("#export-progress [role=status]", "All 12 are exported.");
    let table = browser.take_download(".csv");
    assert!(table.starts_with("\u{feff}Response,Stored at,Survey,"), "{table}");
    assert_eq!(table.lines().count(), 13, "{table}");
    browser.look_at_page("export-done");
    browser.assert_no_errors();
}

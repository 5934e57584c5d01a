//! Every page in the console's table of routes, with a year of answers behind it: what it loads, how it looks, and that
//! everyone can use it. A page that is added is walked through too, or the walk says what it lacks to find it.

use crate::{
    browser::{Browser, DESKTOP, PHONE},
    opina::{EMAIL, Opina},
    pages::{self, Rows},
    scenario::Scenario,
    stories::entry::set_up_link,
};
use serde_json::json;
use server::routes::table::Caller;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub const SCENARIOS: &[Scenario] = &[("every page of the console can be seen and used by everyone", every_page)];

/// The page that stands in a frame of the survey editor.
const PREVIEW: &str = "/sites/{site}/surveys/{survey}/preview";

/// The languages of the console as visitors ask for them, and what is added to pictures' names.
const LANGUAGES: [(&str, &str, &str); 2] = [("en-US,en", "en", ""), ("es-ES,es", "es", "-es")];

fn every_page(browser: &mut Browser) {
    let mut opina = Opina::new();
    opina.start();
    let mut failed = Vec::new();
    // What is wrong with one page does not hide what is wrong with the next.
    let mut look = |browser: &mut Browser, opina: &Opina, pattern: &'static str, address: &str| {
        let looked = catch_unwind(AssertUnwindSafe(|| look(browser, opina, pattern, address)));
        failed.extend(looked.is_err().then_some(pattern));
    };
    look(browser, &opina, "/setup", &set_up_link(&opina));
    opina.add_admin();
    opina.run(&["demo"], "");
    let rows = Rows::of(&mut opina.connection(), EMAIL);
    let (door, inside): (Vec<_>, Vec<_>) = pages::all().into_iter().partition(|(_, caller)| *caller == Caller::Anyone);
    for (pattern, _) in door.into_iter().filter(|(pattern, _)| *pattern != "/setup") {
        look(browser, &opina, pattern, &opina.page(&rows.address(pattern)));
    }
    browser.speak(LANGUAGES[0].0);
    browser.sign_in(&opina);
    for (pattern, _) in inside {
        look(browser, &opina, pattern, &opina.page(&rows.address(pattern)));
    }
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}

/// Opens a page in each language and looks at it in every look. It is one document, nothing of which comes from elsewhere.
fn look(browser: &mut Browser, opina: &Opina, pattern: &str, address: &str) {
    for (accepted, tag, suffix) in LANGUAGES {
        browser.speak(accepted);
        browser.open(address);
        browser.wait_for("h1, main");
        // The preview speaks the survey's language.
        let speaks = browser.attribute("html", "lang");
        assert!(pattern == PREVIEW || speaks.as_deref() == Some(tag), "{pattern} speaks {speaks:?}");
        assert_alone(browser, opina, pattern);
        browser.look_at_page(&format!("{}{suffix}", name(pattern)));
        assert_menus_fit(browser, pattern);
        browser.assert_no_errors();
    }
}

/// What pictures of a page are called: `surveys-survey-reach`.
fn name(pattern: &str) -> String {
    let path = pattern.trim_start_matches("/sites/{site}").trim_start_matches('/');
    path.replace('/', "-").replace(['{', '}'], "")
}

/// The page came in one reply, and what it loaded besides are files of ours.
fn assert_alone(browser: &mut Browser, opina: &Opina, pattern: &str) {
    let came = browser.run(
        "const [page] = performance.getEntriesByType('navigation');
         const loaded = performance.getEntriesByType('resource');
         return [page.responseStatus, page.redirectCount, loaded.map(({ initiatorType, name }) => [initiatorType, name])]",
    );
    assert_eq!((&came[0], &came[1]), (&json!(200), &json!(0)), "{pattern}");
    let loaded = came[2].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(!loaded.is_empty(), "{pattern} has its sheet");
    for [how, address] in loaded.iter().map(|one| [&one[0], &one[1]].map(|part| part.as_str().unwrap_or_default())) {
        let path = address.strip_prefix(&opina.address());
        let path = path.unwrap_or_else(|| panic!("{pattern} loads {address} from elsewhere"));
        let is_file = path.starts_with("/static/") || path.ends_with("/look.css") || path.ends_with("/live");
        // A frame is a document of its own: the editor has one, which follows what is typed.
        let is_preview = path.ends_with("/preview") || pattern == PREVIEW && path.starts_with("/w/");
        assert!(is_file || is_preview, "{pattern} also asks for {address} ({how})");
    }
}

/// Every menu of the page, opened on a phone and on a desktop, stays within the window's width.
fn assert_menus_fit(browser: &mut Browser, pattern: &str) {
    for size in [PHONE, DESKTOP] {
        browser.resize(size);
        let wide = browser.run(
            "const wide = [];
             for (const menu of document.querySelectorAll('details.menu')) {
                 menu.open = true;
                 const { left, right } = menu.querySelector('.sheet').getBoundingClientRect();
                 const scrolls = document.documentElement.scrollWidth > innerWidth;
                 if (left < 0 || right > innerWidth || scrolls) wide.push([menu.innerText.slice(0, 40), left, right, scrolls]);
                 menu.open = false;
             }
             return wide",
        );
        assert_eq!(wide, json!([]), "{pattern} has menus that do not fit at {size:?}");
    }
}

//! The rules of who is asked, as browsers hold them against a page view.

use crate::{browser::Browser, scenario::Scenario, website::Website};
use serde_json::json;

pub const SCENARIOS: &[Scenario] = &[("each case of the rules is held back by the gate it names", each_case)];

/// The loader's rules, which are one expression.
const RULES: &str = include_str!("../../../../widget/gates.js");
/// What the server's rules pass too.
const CASES: &str = include_str!("../../../../shared/cases/targeting.json");

/// What each case finds that is not what it expects. The page itself looks, as the loader does.
const LOOK: &str = "
    // The loader is told of every survey what is not left out by default.
    const usually = { display: 'popover', chance: 1, again: { answered: null, dismissed: 90 } };
    window.looked = cases.length;
    window.wrong = cases
        .map(({ name, display = 'popover', targeting, visit, budget, gate }) => {
            const survey = { ...usually, ...targeting, display };
            return [name, rule(survey, { ...usual, ...visit }, budget) ?? null, gate];
        })
        .filter(([, found, expected]) => found !== expected);";

fn each_case(browser: &mut Browser) {
    let script = format!("const rule = {};\nconst [usual, cases] = {CASES};\n{LOOK}", RULES.trim_end());
    let page = format!("<!doctype html><html lang=en><title>Rules</title><script>{script}</script></html>");
    let website = Website::page_at("/rules", page);
    browser.open(&website.page("/rules"));
    assert_eq!(browser.run("return window.wrong"), json!([]), "case, gate found, gate expected");
    assert!(browser.run("return window.looked").as_u64() > Some(40));
    browser.assert_quiet();
}

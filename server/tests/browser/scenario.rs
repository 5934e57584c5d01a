//! Plays scenarios one after another in one browser, since starting it is what costs.

use crate::browser::{Browser, Kind};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

/// A scenario's name and what happens in it. Each begins with an empty tab.
pub type Scenario = (&'static str, fn(&mut Browser));

/// Plays them all and then fails if any failed, with a picture of what was seen then in `target/screenshots/failed`.
///
/// `OPINA_TEST_ONLY=words` plays only those whose name contains the words.
pub fn play(kind: Kind, scenarios: &[Scenario]) {
    assert!(
        server::assets::WIDGET.is_some(),
        "the widget is not built yet: run `cargo xtask test`, which builds it first"
    );
    let only = std::env::var("OPINA_TEST_ONLY").unwrap_or_default();
    let mut browser = Browser::start(kind);
    let mut failed = Vec::new();
    for (name, scenario) in scenarios.iter().filter(|(name, _)| name.contains(&only)) {
        let start = Instant::now();
        let played = catch_unwind(AssertUnwindSafe(|| {
            browser.begin();
            scenario(&mut browser);
        }));
        let took = start.elapsed();
        if played.is_ok() {
            println!("{kind}: {name} ({took:.1?})");
        } else {
            let picture = format!("failed/{}", name.replace(' ', "-"));
            let picture = catch_unwind(AssertUnwindSafe(|| browser.picture(&picture)));
            println!("{kind}: {name} FAILED ({took:.1?}), picture: {picture:?}");
            failed.push(*name);
        }
    }
    assert!(failed.is_empty(), "failed in {kind}: {}", failed.join(", "));
}

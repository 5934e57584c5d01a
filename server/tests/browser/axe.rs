//! Accessibility, as far as a machine can tell: axe-core finds nothing to complain of.

use crate::{browser::Browser, process::in_target};
use serde_json::json;
use std::path::PathBuf;

/// Runs axe on `place` and gives one line for each element it complains of.
const REPORT: &str = "
    axe.run(place, { resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.flatMap(({ id, impact, help, nodes }) => nodes.map(
            ({ target, html, failureSummary }) =>
                `${impact} ${id}: ${help}\\n  ${target.flat().join(' >>> ')}\\n  ${html}\\n  ${failureSummary}`
        ))),
        (error) => done([`axe failed: ${error}`]),
    );";

impl Browser {
    /// The page, with every open shadow root in it, breaks no rule of WCAG or of good practice that axe knows.
    #[track_caller]
    pub fn assert_accessible(&mut self, what: &str) {
        self.assert_accessible_within("html", what);
    }

    /// The same of a part of the page.
    #[track_caller]
    pub fn assert_accessible_within(&mut self, place: &str, what: &str) {
        let violations = self.violations(place);
        assert!(violations.is_empty(), "{what} is not accessible in {}:\n{}", self.kind(), violations.join("\n"));
    }

    /// What axe complains of in this part of the page.
    #[track_caller]
    pub fn violations(&mut self, place: &str) -> Vec<String> {
        if self.run("return typeof axe") == json!("undefined") {
            self.run(&axe());
        }
        let report = self.run_async(&format!("const place = {};{REPORT}", json!(place)));
        report.as_array().into_iter().flatten().filter_map(|line| line.as_str()).map(str::to_owned).collect()
    }
}

/// axe-core's source, which `cargo xtask test` fetches.
fn axe() -> String {
    let path = std::env::var("OPINA_TEST_AXE").map_or_else(|_| in_target("axe/axe.min.js"), PathBuf::from);
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{} cannot be read ({error}): run `cargo xtask test`, which fetches axe-core first", path.display())
    })
}

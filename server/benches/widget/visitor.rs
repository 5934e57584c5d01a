//! A visitor who has been here before, as far as the browser's caches know, and never, as far as any storage does.

use crate::{
    browser::{DESKTOP, Driver},
    chromium::Chromium,
    command::Command,
    page::View,
};
use serde_json::{Value, json};

/// How fast the page's own thread runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    /// As fast as this machine.
    Full,
    /// A quarter of that, as on a cheap phone.
    Slowed,
}

/// A Chromium that opens pages of one shop, each in a process of its own.
pub struct Visitor {
    chromium: Chromium,
    shop: String,
}

impl Visitor {
    /// One who visits this shop.
    pub fn start(shop: &str) -> Self {
        Self { chromium: Chromium::start(), shop: shop.to_owned() }
    }

    /// Opens the page in a new tab and gives what it measured.
    pub fn visit(&mut self, view: View, speed: Speed) -> Value {
        self.new_tab();
        let everything = json!({ "origin": self.shop, "storageTypes": "cookies,local_storage" });
        self.chromium.tell("Storage.clearDataForOrigin", everything);
        let rate = match speed {
            Speed::Full => 1,
            Speed::Slowed => 4,
        };
        self.chromium.tell("Emulation.setCPUThrottlingRate", json!({ "rate": rate }));
        self.must(Command::Open(&format!("{}{}", self.shop, view.path())));
        let measured = Command::RunAsync("window.measured.then(arguments[0])", vec![]);
        match self.chromium.send(&measured) {
            Ok(measured) if measured["ms"].is_number() => measured,
            unmeasured => panic!("{view:?} gave {unmeasured:?}; the browser says {:#?}", self.chromium.take_log()),
        }
    }

    /// A new process, so that nothing is left in memory but what the browser would keep for a visitor who comes back.
    fn new_tab(&mut self) {
        let old = self.must(Command::Tab);
        let new = self.must(Command::NewTab);
        self.must(Command::SwitchTo(old.as_str().unwrap_or_default()));
        self.must(Command::CloseTab);
        self.must(Command::SwitchTo(new["handle"].as_str().unwrap_or_default()));
        let (width, height) = DESKTOP;
        self.chromium.resize(width, height);
    }

    fn must(&mut self, command: Command<'_>) -> Value {
        self.chromium.send(&command).unwrap_or_else(|why| panic!("Chromium refused: {why}"))
    }
}

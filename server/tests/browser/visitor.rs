//! A visitor: what can be seen of a survey on a page, and done to it.

use crate::{
    browser::{Browser, key},
    surveys::THANKS,
};

/// The one element that Opina adds to a page.
pub const HOST: &str = "opina-widget";
/// The survey.
pub const SURVEY: &str = "opina-widget >>> [role=dialog]";
/// The open question.
pub const QUESTION: &str = "opina-widget >>> legend";
/// What is said instead of a question.
pub const SAID: &str = "opina-widget >>> .said";
/// What is wrong with an answer.
pub const PROBLEM: &str = "opina-widget >>> .problem";
/// What is said beside the buttons.
pub const NOTE: &str = "opina-widget >>> .foot small";
/// All buttons.
pub const BUTTONS: &str = "opina-widget >>> button";
/// The tab at the edge.
pub const TAB: &str = "opina-widget >>> button:not([role=dialog] *)";

/// What has the focus.
const FOCUSED: &str = "
    const inside = root.activeElement;
    return inside && [inside.localName, inside.value, inside.getAttribute('aria-label') ?? inside.innerText].join(' ').trim()";

impl Browser {
    /// Waits until this is asked.
    #[track_caller]
    pub fn wait_for_question(&mut self, title: &str) {
        self.wait_for_text(QUESTION, title);
    }

    /// The same of a page that may ask nothing.
    #[track_caller]
    pub fn wait_for_question_or_words(&mut self, title: &str) {
        self.wait_for_text("opina-widget >>> :is(legend, .title)", title);
    }

    /// Chooses a point or an option.
    #[track_caller]
    pub fn choose(&mut self, value: &str) {
        self.click(&format!("opina-widget >>> input[value='{value}']"));
    }

    /// Writes a comment.
    #[track_caller]
    pub fn comment(&mut self, text: &str) {
        self.click("opina-widget >>> textarea");
        self.type_text(text);
    }

    /// Clicks on one of the survey's buttons.
    #[track_caller]
    pub fn push(&mut self, words: &str) {
        self.click_on(BUTTONS, words);
    }

    /// Sends an answer again that was not sent, unless it was by itself meanwhile.
    #[track_caller]
    pub fn send_again(&mut self) {
        self.wait_until("the answer to be sent again", |browser| {
            browser.click_if_there(BUTTONS, "Try again");
            browser.is_shown(SAID).then_some(())
        });
        self.wait_for_text(SAID, THANKS);
    }

    /// Looks at the survey at each size and in each colour scheme: axe finds nothing, and there are pictures.
    #[track_caller]
    pub fn look_at_survey(&mut self, name: &str) {
        self.in_every_look(|browser, look| {
            browser.picture(&format!("widget/{name}-{}", look.name));
            if look.enough {
                browser.assert_accessible_within(HOST, &format!("the survey at “{name}”, {},", look.name));
            }
        });
    }

    /// The element, the value and the name of what has the focus inside the survey; nothing where the page has it.
    #[track_caller]
    pub fn focused(&mut self) -> Option<String> {
        self.run_inside(HOST, FOCUSED).as_str().map(str::to_owned)
    }

    /// Presses Tab until the focus is inside the survey, as far as it may be.
    #[track_caller]
    pub fn tab_into_survey(&mut self) {
        for _ in 0..100 {
            if self.focused_property("localName") == HOST {
                return;
            }
            self.press(key::TAB);
        }
        panic!("the survey cannot be reached with Tab");
    }

    /// Lets the page do what it has begun: its timers that are due, and two frames.
    #[track_caller]
    pub fn settle(&mut self) {
        self.run_async("setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
    }

    /// The paths that this page has asked of an origin so far.
    #[track_caller]
    pub fn requests(&mut self, origin: &str) -> Vec<String> {
        let all = self.run("return performance.getEntriesByType('resource').map(({ name }) => name)");
        let all = all.as_array().into_iter().flatten().filter_map(|name| name.as_str());
        all.filter_map(|name| name.strip_prefix(origin)).map(str::to_owned).collect()
    }

    /// What the page's scripts can reach by a bare name, but for what chromedriver leaves there.
    #[track_caller]
    pub fn globals(&mut self) -> Vec<String> {
        let driver = ["se_exportedFunctionSymbol", "ret_nodes"];
        // As one text: lists are not safe on every page.
        let names = self.run("return Object.getOwnPropertyNames(window).join(' ')");
        let names = names.as_str().unwrap_or_default().split(' ');
        names.filter(|name| !driver.contains(name)).map(str::to_owned).collect()
    }
}

//! A browser as the tests see it: open, look, click, type, wait. Every wait is for a condition and has an end.
//!
//! An element is named by where it is: CSS selectors, with ` >>> ` between a shadow root's host and what is inside it.
//! Names are looked up at each use, so that a page may redraw itself at any time.

use crate::{
    chromium::Chromium,
    command::{Command, Element, Refused, ShadowRoot},
    firefox::Firefox,
    process::{await_some, in_target},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

/// The two browsers every story is played in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Stands for Chrome, Edge and most phones.
    Chromium,
    /// The other engine.
    Firefox,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        })
    }
}

/// What differs between the two.
pub trait Driver {
    /// The folder in which the browser puts what it downloads.
    fn downloads(&self) -> &Path;
    /// Has the browser do something.
    fn send(&mut self, command: &Command<'_>) -> Result<Value, Refused>;
    /// Gives the page's window a size in CSS pixels.
    fn resize(&mut self, width: u32, height: u32);
    /// Has the visitor and the medium be as told.
    fn pretend(&mut self, media: Media);
    /// Has the visitor opt out of being known, by Global Privacy Control.
    fn opt_out(&mut self, out: bool);
    /// Has the open tab run no scripts of pages, or run them.
    fn run_scripts(&mut self, run: bool);
    /// Has pages find no WebAssembly, or find it.
    fn run_modules(&mut self, run: bool);
    /// Sets the visitor's languages, as in `es, en`.
    fn speak(&mut self, languages: &str);
    /// Forgets every cookie: they know hosts, not ports, and so would go from one story's server to the next. And every
    /// file and whatever pages have stored: a port may be some earlier story's.
    fn forget(&mut self);
    /// What the browser complained of since this was last asked.
    fn take_log(&mut self) -> Vec<Logged>;
    /// A picture of the window, or of the whole page however long, as a PNG in Base64.
    fn picture(&mut self, whole: bool) -> String;
}

/// What pages can find out of the visitor's wishes and of what they are shown on. The default is what most tests want.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// The visitor prefers dark pages.
    pub dark: bool,
    /// The visitor likes things to move.
    pub motion: bool,
    /// The system has few colours of its own. Only Chromium can be told so.
    pub forced_colours: bool,
    /// The page is being printed.
    pub print: bool,
}

/// A complaint of the browser.
#[derive(Clone, Debug)]
pub struct Logged {
    /// How bad.
    pub trouble: Trouble,
    /// In the browser's words.
    pub text: String,
}

/// Kinds of complaints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A script failed, or a policy was broken.
    Error,
    /// Something could not be loaded.
    Network,
    /// The browser would rather have it otherwise.
    Warning,
}

/// Keys that are no letters.
pub mod key {
    /// To what comes next.
    pub const TAB: char = '\u{e004}';
    /// Yes.
    pub const ENTER: char = '\u{e007}';
    /// Chooses.
    pub const SPACE: char = ' ';
    /// Away with it.
    pub const ESCAPE: char = '\u{e00c}';
    /// Held down with another.
    pub const SHIFT: char = '\u{e008}';
    /// Held down with a letter.
    pub const CONTROL: char = '\u{e009}';
    /// To the point before.
    pub const LEFT: char = '\u{e012}';
    /// To the point after.
    pub const RIGHT: char = '\u{e014}';
    /// To the option below.
    pub const DOWN: char = '\u{e015}';
    /// Behind the last letter.
    pub const END: char = '\u{e010}';
}

/// A phone's window.
pub const PHONE: (u32, u32) = (390, 844);
/// A desktop's window.
pub const DESKTOP: (u32, u32) = (1440, 900);

/// A size and a colour scheme.
pub struct Look {
    /// In pictures' names: `390-dark`.
    pub name: &'static str,
    /// Whether it is one of the two that show each size and each scheme once.
    pub enough: bool,
}

/// A running browser, with one tab.
pub struct Browser {
    kind: Kind,
    driver: Box<dyn Driver>,
    media: Media,
}

impl Browser {
    /// Starts one.
    pub fn start(kind: Kind) -> Self {
        let driver: Box<dyn Driver> = match kind {
            Kind::Chromium => Box::new(Chromium::start()),
            Kind::Firefox => Box::new(Firefox::start()),
        };
        Self { kind, driver, media: Media::default() }
    }

    /// Which one it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Begins anew: an empty tab with a desktop's window, light, in English, no cookies, nothing logged.
    pub fn begin(&mut self) {
        let old = self.must(Command::Tab);
        let new = self.must(Command::NewTab);
        self.must(Command::SwitchTo(old.as_str().unwrap_or_default()));
        self.must(Command::CloseTab);
        self.must(Command::SwitchTo(new["handle"].as_str().unwrap_or_default()));
        self.resize(DESKTOP);
        self.pretend(Media::default());
        self.driver.opt_out(false);
        self.driver.run_scripts(true);
        self.driver.run_modules(true);
        self.speak("en-US,en");
        self.driver.forget();
        self.driver.take_log();
    }

    /// Goes to an address and waits until the page has loaded.
    #[track_caller]
    pub fn open(&mut self, url: &str) {
        self.must(Command::Open(url));
    }

    /// Gives the window a size in CSS pixels.
    pub fn resize(&mut self, (width, height): (u32, u32)) {
        self.driver.resize(width, height);
    }

    /// Has the visitor prefer dark pages, or light ones.
    #[track_caller]
    pub fn prefer_dark(&mut self, dark: bool) {
        self.pretend(Media { dark, ..self.media });
    }

    /// Has the visitor and the medium be as told.
    #[track_caller]
    pub fn pretend(&mut self, media: Media) {
        self.driver.pretend(media);
        self.media = media;
        // The page may hear of it later.
        let seen = "const is = (query) => matchMedia(query).matches;
            return [is('(prefers-color-scheme: dark)'), is('not (prefers-reduced-motion)'), is('(forced-colors: active)'), is('print')]";
        let expected = json!([media.dark, media.motion, media.forced_colours, media.print]);
        self.wait_until("the page to hear of it", |browser| (browser.run(seen) == expected).then_some(()));
    }

    /// Has the visitor opt out of being known, by Global Privacy Control. Pages opened later see it.
    pub fn opt_out(&mut self) {
        self.driver.opt_out(true);
    }

    /// Has the open tab run no scripts of the pages that are opened later.
    pub fn run_no_scripts(&mut self) {
        self.driver.run_scripts(false);
    }

    /// Has pages that are opened later, and what is framed in them, find no WebAssembly.
    pub fn run_no_modules(&mut self) {
        self.driver.run_modules(false);
    }

    /// Does something inside the frame of this name, and comes back to the page.
    #[track_caller]
    pub fn within<T>(&mut self, frame: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        self.attempt(&format!("the inside of {frame}"), |browser| {
            let frame = browser.find(frame)?.into_iter().next();
            frame.map(|frame| browser.driver.send(&Command::Enter(Some(&frame)))).transpose()
        });
        let done = act(self);
        self.must(Command::Enter(None));
        done
    }

    /// Sets the visitor's languages, as in `es,en`. Pages opened later see it.
    pub fn speak(&mut self, languages: &str) {
        self.driver.speak(languages);
    }

    /// What the browser complained of since this was last asked.
    pub fn take_log(&mut self) -> Vec<Logged> {
        self.driver.take_log()
    }

    /// Nothing at all was logged since this was last asked.
    #[track_caller]
    pub fn assert_quiet(&mut self) {
        let log = self.take_log();
        let lines: Vec<_> = log.iter().map(|logged| format!("{:?}: {}", logged.trouble, logged.text)).collect();
        assert!(lines.is_empty(), "{} complains:\n{}", self.kind, lines.join("\n"));
    }

    /// Nothing but the network's troubles was logged since this was last asked.
    #[track_caller]
    pub fn assert_no_errors(&mut self) {
        let log = self.take_log();
        let errors: Vec<_> = log.iter().filter(|logged| logged.trouble != Trouble::Network).collect();
        assert!(errors.is_empty(), "{} complains: {errors:#?}", self.kind);
    }

    /// Runs a script's body in the page; its `return` is the reply.
    #[track_caller]
    pub fn run(&mut self, script: &str) -> Value {
        self.must(Command::Run(script, vec![]))
    }

    /// Runs a script's body in the page; what it hands to the function `done` is the reply.
    #[track_caller]
    pub fn run_async(&mut self, script: &str) -> Value {
        self.must(Command::RunAsync(&format!("const done = arguments[arguments.length - 1];\n{script}"), vec![]))
    }

    /// Runs a script's body with a shadow root, open or closed, as the argument `root`.
    #[track_caller]
    pub fn run_inside(&mut self, host: &str, script: &str) -> Value {
        let script = format!("const root = arguments[0];\n{script}");
        let inside = |browser: &mut Self| {
            let host = browser.find(host)?.into_iter().next();
            let root = host.map(|host| browser.shadow_of(&host)).transpose()?.flatten();
            root.map(|root| browser.driver.send(&Command::Run(&script, vec![root.argument()]))).transpose()
        };
        self.attempt(&format!("the shadow root of {host}"), inside)
    }

    /// Waits until the condition gives something, and gives that.
    #[track_caller]
    pub fn wait_until<T>(&mut self, what: &str, mut condition: impl FnMut(&mut Self) -> Option<T>) -> T {
        match await_some(|| condition(self)) {
            Some(found) => found,
            None => self.give_up(what),
        }
    }

    /// Waits until this can be seen.
    #[track_caller]
    pub fn wait_for(&mut self, place: &str) {
        self.wait_until(&format!("{place} to be seen"), |browser| browser.is_shown(place).then_some(()));
    }

    /// Waits until this is gone or hidden.
    #[track_caller]
    pub fn wait_gone(&mut self, place: &str) {
        self.wait_until(&format!("{place} to go"), |browser| (!browser.is_shown(place)).then_some(()));
    }

    /// Waits until what is seen there contains these words.
    #[track_caller]
    pub fn wait_for_text(&mut self, place: &str, words: &str) {
        let what = format!("“{words}” in {place}");
        self.wait_until(&what, |browser| browser.texts(place).iter().any(|text| text.contains(words)).then_some(()));
    }

    /// How many there are now.
    pub fn count(&mut self, place: &str) -> usize {
        self.find(place).map_or(0, |found| found.len())
    }

    /// Whether the first of them is there and can be seen now.
    pub fn is_shown(&mut self, place: &str) -> bool {
        let script = "const seen = { opacityProperty: true, visibilityProperty: true };\
            return arguments[0].checkVisibility(seen) && arguments[0].getClientRects().length > 0";
        self.ask_all(place, script).first().is_some_and(|shown| *shown == json!(true))
    }

    /// The words seen in each of them now.
    pub fn texts(&mut self, place: &str) -> Vec<String> {
        let script = "return arguments[0].innerText.trim()";
        self.ask_all(place, script).iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The words seen there, waiting until it is there.
    #[track_caller]
    pub fn text(&mut self, place: &str) -> String {
        self.wait_until(place, |browser| browser.texts(place).into_iter().next())
    }

    /// An attribute, waiting until the element is there.
    #[track_caller]
    pub fn attribute(&mut self, place: &str, name: &str) -> Option<String> {
        let value = self.ask(place, &format!("return arguments[0].getAttribute({})", json!(name)));
        value.as_str().map(str::to_owned)
    }

    /// A property, waiting until the element is there.
    #[track_caller]
    pub fn property(&mut self, place: &str, name: &str) -> Value {
        self.ask(place, &format!("return arguments[0][{}]", json!(name)))
    }

    /// Clicks on the first of them as soon as a person could: it is seen and nothing covers it.
    #[track_caller]
    pub fn click(&mut self, place: &str) {
        self.attempt(&format!("a click on {place}"), |browser| {
            let element = browser.find(place)?.into_iter().next();
            element.map(|element| browser.driver.send(&Command::Click(&element))).transpose()
        });
    }

    /// The same on the one that bears exactly these words.
    #[track_caller]
    pub fn click_on(&mut self, place: &str, words: &str) {
        self.attempt(&format!("a click on “{words}” in {place}"), |browser| browser.try_click_on(place, words));
    }

    /// The same if it is there at all.
    pub fn click_if_there(&mut self, place: &str, words: &str) {
        // What goes away under the mouse is not clicked.
        let _ = self.try_click_on(place, words);
    }

    fn try_click_on(&mut self, place: &str, words: &str) -> Result<Option<Value>, Refused> {
        for element in self.find(place)? {
            let script = "return arguments[0].innerText.trim()";
            if self.driver.send(&Command::Run(script, vec![element.argument()]))? == json!(words) {
                return self.driver.send(&Command::Click(&element)).map(Some);
            }
        }
        Ok(None)
    }

    /// Clicks at a point of the window, whatever is there.
    #[track_caller]
    pub fn click_at(&mut self, x: u32, y: u32) {
        let moves = json!([
            { "type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerUp", "button": 0 },
        ]);
        let mouse =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": moves });
        self.must(Command::Act(json!([mouse])));
    }

    /// Takes what is at one point of the window and drops it at another.
    #[track_caller]
    pub fn drag(&mut self, from: (u64, u64), to: (u64, u64)) {
        let at = |(x, y): (u64, u64), duration: u32| json!({ "type": "pointerMove", "duration": duration, "origin": "viewport", "x": x, "y": y });
        let moves = json!([
            at(from, 0),
            { "type": "pointerDown", "button": 0 },
            at(to, 100),
            { "type": "pointerUp", "button": 0 },
        ]);
        let mouse =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": moves });
        self.must(Command::Act(json!([mouse])));
    }

    /// Waits until the page is all there: the keys and the mouse of a page that is still coming reach nothing, since its
    /// scripts run last.
    #[track_caller]
    pub fn wait_for_page(&mut self) {
        self.wait_until("the page to be complete", |browser| {
            (browser.run("return document.readyState") == "complete").then_some(())
        });
    }

    /// A property of what has the focus; null where nothing has it, as between two pages.
    #[track_caller]
    pub fn focused_property(&mut self, name: &str) -> Value {
        self.run(&format!("return document.activeElement?.{name} ?? null"))
    }

    /// Types a text where the focus is.
    #[track_caller]
    pub fn type_text(&mut self, text: &str) {
        let strokes = text.chars().flat_map(|letter| [stroke("keyDown", letter), stroke("keyUp", letter)]);
        self.act(strokes.collect());
    }

    /// Replaces what stands in a field.
    #[track_caller]
    pub fn fill(&mut self, place: &str, text: &str) {
        self.click(place);
        self.press_with(key::CONTROL, 'a');
        self.type_text(text);
    }

    /// Presses a key.
    #[track_caller]
    pub fn press(&mut self, key: char) {
        self.act(vec![stroke("keyDown", key), stroke("keyUp", key)]);
    }

    /// Presses a key while another is held down.
    #[track_caller]
    pub fn press_with(&mut self, held: char, key: char) {
        let strokes = [("keyDown", held), ("keyDown", key), ("keyUp", key), ("keyUp", held)];
        self.act(strokes.map(|(what, key)| stroke(what, key)).to_vec());
    }

    /// Does something at each size and in each colour scheme, and leaves a light desktop behind. What takes long may
    /// be left to the two looks that show each size and each scheme once.
    pub fn in_every_look(&mut self, mut act: impl FnMut(&mut Self, &Look)) {
        let looks = [
            Look { name: "390-light", enough: false },
            Look { name: "390-dark", enough: true },
            Look { name: "1440-dark", enough: false },
            Look { name: "1440-light", enough: true },
        ];
        for look in looks {
            self.resize(if look.name.starts_with("390") { PHONE } else { DESKTOP });
            self.prefer_dark(look.name.ends_with("dark"));
            act(self, &look);
        }
    }

    /// Waits for a downloaded file whose name ends so, takes it away and gives what it holds.
    #[track_caller]
    pub fn take_download(&mut self, ending: &str) -> String {
        self.wait_until(&format!("a file to be downloaded as {ending}"), |browser| {
            let files = fs::read_dir(browser.driver.downloads()).ok()?.flatten().map(|file| file.path());
            // Until all of it is there, browsers give a file another name.
            let file = files.into_iter().find(|file| file.to_string_lossy().ends_with(ending))?;
            let held = fs::read_to_string(&file).ok().filter(|held| !held.is_empty())?;
            fs::remove_file(file).ok()?;
            Some(held)
        })
    }

    /// Writes a picture of the window to `target/screenshots/NAME-BROWSER.png`.
    #[track_caller]
    pub fn picture(&mut self, name: &str) -> PathBuf {
        let picture = self.driver.picture(false);
        self.keep(name, &picture)
    }

    /// The same of the whole page, however long.
    #[track_caller]
    pub fn picture_of_page(&mut self, name: &str) -> PathBuf {
        let picture = self.driver.picture(true);
        self.keep(name, &picture)
    }

    #[track_caller]
    fn keep(&self, name: &str, picture: &str) -> PathBuf {
        let bytes = BASE64_STANDARD.decode(picture).expect("a picture is Base64");
        let path = in_target("screenshots").join(format!("{name}-{}.png", self.kind));
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, bytes));
        written.unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        path
    }

    /// Does what must not fail.
    #[track_caller]
    fn must(&mut self, command: Command<'_>) -> Value {
        match self.driver.send(&command) {
            Ok(value) => value,
            Err(why) => panic!("{}: {why}", self.kind),
        }
    }

    /// All elements of this name now.
    fn find(&mut self, place: &str) -> Result<Vec<Element>, Refused> {
        let mut root = None;
        let mut steps = place.split(" >>> ").peekable();
        while let Some(css) = steps.next() {
            let found = Element::list(&self.driver.send(&Command::Find(root.as_ref(), css))?);
            if steps.peek().is_none() {
                return Ok(found);
            }
            let Some(host) = found.first() else { break };
            root = self.shadow_of(host)?;
            if root.is_none() {
                break;
            }
        }
        Ok(Vec::new())
    }

    fn shadow_of(&mut self, host: &Element) -> Result<Option<ShadowRoot>, Refused> {
        self.driver.send(&Command::ShadowOf(host)).map(|reply| ShadowRoot::of(&reply))
    }

    /// What a script says of each element of this name; nothing while the page is changing.
    fn ask_all(&mut self, place: &str, script: &str) -> Vec<Value> {
        let elements = self.find(place).unwrap_or_default();
        let replies = elements.iter().map(|one| self.driver.send(&Command::Run(script, vec![one.argument()])));
        replies.collect::<Result<_, _>>().unwrap_or_default()
    }

    /// What a script says of the first element of this name, waiting until there is one.
    #[track_caller]
    fn ask(&mut self, place: &str, script: &str) -> Value {
        self.wait_until(place, |browser| browser.ask_all(place, script).into_iter().next())
    }

    /// Tries until it succeeds, as long as it is refused only because the page is still changing.
    #[track_caller]
    fn attempt(&mut self, what: &str, mut action: impl FnMut(&mut Self) -> Result<Option<Value>, Refused>) -> Value {
        let mut last = None;
        let done = await_some(|| match action(self) {
            Ok(done) => done,
            Err(why) if why.is_passing() => {
                last = Some(why);
                None
            }
            Err(why) => panic!("{}: {what}: {why}", self.kind),
        });
        match (done, last) {
            (Some(done), _) => done,
            (None, Some(why)) => self.give_up(&format!("{what} ({why})")),
            (None, None) => self.give_up(what),
        }
    }

    #[track_caller]
    fn give_up(&mut self, what: &str) -> ! {
        let page = self.run("return `${location.href}: ${document.body?.innerText.slice(0, 300)}`");
        let log = self.take_log();
        panic!("{} waited in vain for {what}\non {}\nlog: {log:#?}", self.kind, page.as_str().unwrap_or_default())
    }

    #[track_caller]
    fn act(&mut self, strokes: Vec<Value>) {
        self.must(Command::Act(json!([{ "type": "key", "id": "keyboard", "actions": strokes }])));
    }
}

fn stroke(what: &str, key: char) -> Value {
    json!({ "type": what, "value": key.to_string() })
}

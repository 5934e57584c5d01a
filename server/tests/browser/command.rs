//! What a browser can be told, in WebDriver's words, with the two ways to spell it: HTTP for chromedriver, Marionette
//! for Firefox.

use serde_json::{Value, json};

/// The member that holds an element's reference on the wire.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The same for a shadow root.
const SHADOW: &str = "shadow-6066-11e4-a52e-4f735466cecf";

/// A reference to an element of the page.
#[derive(Clone, Debug)]
pub struct Element(String);

/// A reference to a shadow root, open or closed.
#[derive(Clone, Debug)]
pub struct ShadowRoot(String);

impl Element {
    /// The references in a reply that lists elements.
    pub fn list(reply: &Value) -> Vec<Self> {
        let references = reply.as_array().into_iter().flatten();
        references.filter_map(|one| Some(Self(one[ELEMENT].as_str()?.to_owned()))).collect()
    }

    /// The element as an argument of a script.
    pub fn argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

impl ShadowRoot {
    /// The reference in a reply.
    pub fn of(reply: &Value) -> Option<Self> {
        Some(Self(reply[SHADOW].as_str()?.to_owned()))
    }

    /// The root as an argument of a script.
    pub fn argument(&self) -> Value {
        json!({ SHADOW: self.0 })
    }
}

/// One thing to do.
pub enum Command<'a> {
    /// Goes to an address and waits until the page has loaded.
    Open(&'a str),
    /// Runs a script's body; its `return` is the reply.
    Run(&'a str, Vec<Value>),
    /// Runs a script's body; what it gives to its last argument is the reply.
    RunAsync(&'a str, Vec<Value>),
    /// Lists the elements a CSS selector finds, in the page or in a shadow root.
    Find(Option<&'a ShadowRoot>, &'a str),
    /// The shadow root of an element.
    ShadowOf(&'a Element),
    /// Clicks in the middle of an element, where nothing may cover it.
    Click(&'a Element),
    /// Presses and releases keys.
    Act(Value),
    /// A new tab, whose handle is in the reply.
    NewTab,
    /// Makes a tab the one that commands go to.
    SwitchTo(&'a str),
    /// Closes the tab that commands go to.
    CloseTab,
    /// The handle of the tab that commands go to.
    Tab,
    /// Has what comes next happen inside this frame, or in the page itself.
    Enter(Option<&'a Element>),
}

/// A command for chromedriver: method, path below the session, body.
pub type Http = (&'static str, String, Value);
/// A command for Marionette: name, parameters.
pub type Marionette = (&'static str, Value);

impl Command<'_> {
    /// Both spellings.
    pub fn spelled(&self) -> (Http, Marionette) {
        let nothing = || json!({});
        match self {
            Self::Open(url) => same("/url", "WebDriver:Navigate", json!({ "url": url })),
            Self::Run(script, arguments) => {
                same("/execute/sync", "WebDriver:ExecuteScript", json!({ "script": script, "args": arguments }))
            }
            Self::RunAsync(script, arguments) => {
                same("/execute/async", "WebDriver:ExecuteAsyncScript", json!({ "script": script, "args": arguments }))
            }
            Self::Find(None, css) => {
                same("/elements", "WebDriver:FindElements", json!({ "using": "css selector", "value": css }))
            }
            Self::Find(Some(root), css) => {
                let http = json!({ "using": "css selector", "value": css });
                let mut marionette = http.clone();
                marionette["shadowRoot"] = json!(root.0);
                let path = format!("/shadow/{}/elements", root.0);
                (("POST", path, http), ("WebDriver:FindElementsFromShadowRoot", marionette))
            }
            Self::ShadowOf(element) => {
                let path = format!("/element/{}/shadow", element.0);
                (("GET", path, Value::Null), ("WebDriver:GetShadowRoot", json!({ "id": element.0 })))
            }
            Self::Click(element) => {
                let path = format!("/element/{}/click", element.0);
                (("POST", path, nothing()), ("WebDriver:ElementClick", json!({ "id": element.0 })))
            }
            Self::Act(actions) => same("/actions", "WebDriver:PerformActions", json!({ "actions": actions })),
            Self::NewTab => same("/window/new", "WebDriver:NewWindow", json!({ "type": "tab" })),
            Self::SwitchTo(handle) => same("/window", "WebDriver:SwitchToWindow", json!({ "handle": handle })),
            Self::CloseTab => (("DELETE", "/window".to_owned(), Value::Null), ("WebDriver:CloseWindow", nothing())),
            Self::Enter(frame) => {
                let http = json!({ "id": frame.map(Element::argument) });
                let marionette = json!({ "id": null, "element": frame.map(|frame| frame.0.clone()) });
                (("POST", "/frame".to_owned(), http), ("WebDriver:SwitchToFrame", marionette))
            }
            Self::Tab => (("GET", "/window".to_owned(), Value::Null), ("WebDriver:GetWindowHandle", nothing())),
        }
    }
}

/// A command whose body is the same for both.
fn same(path: &str, name: &'static str, body: Value) -> (Http, Marionette) {
    (("POST", path.to_owned(), body.clone()), (name, body))
}

/// Why a command was refused, in the words of the WebDriver standard.
#[derive(Debug)]
pub struct Refused {
    /// The standard's code, such as `no such element`.
    pub code: String,
    /// What the browser says about it.
    pub message: String,
}

impl Refused {
    /// Reads the error object that both protocols send.
    pub fn read(error: &Value) -> Self {
        let text = |member: &str| error[member].as_str().unwrap_or_default().to_owned();
        Self { code: text("error"), message: text("message") }
    }

    /// Whether the same command may succeed a moment later, because the page is still changing.
    pub fn is_passing(&self) -> bool {
        matches!(
            self.code.as_str(),
            "stale element reference"
                | "no such element"
                | "no such shadow root"
                | "detached shadow root"
                | "element not interactable"
                | "element click intercepted"
                | "no such frame"
        )
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message.lines().next().unwrap_or_default())
    }
}

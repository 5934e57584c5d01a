//! Firefox, driven through its own Marionette protocol over TCP, so that no other program is needed.

use crate::{
    browser::{Driver, Logged, Media, Trouble},
    command::{Command, Refused},
    process::{Folder, Process, await_some, program},
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::Stdio,
    time::Duration,
};

/// Whatever is not on this machine is sent to a port where nobody listens, and nothing of its own accord goes out.
/// Pages that are left by command may finish what they do, as those that are left by a link.
const PREFERENCES: &str = r#"
user_pref("marionette.port", 0);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.no_proxies_on", "127.0.0.1");
user_pref("network.proxy.allow_bypass", false);
user_pref("network.proxy.failover_direct", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.dns.disablePrefetch", true);
user_pref("services.settings.server", "data:,");
user_pref("app.normandy.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.newtabpage.enabled", false);
user_pref("browser.region.network.url", "");
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.safebrowsing.update.enabled", false);
user_pref("browser.search.update", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("datareporting.healthreport.uploadEnabled", false);
user_pref("extensions.systemAddon.update.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("dom.ipc.cancel_content_js_when_navigating", false);
user_pref("dom.ipc.processHangMonitor", false);
user_pref("extensions.getAddons.cache.enabled", false);
user_pref("media.gmp-manager.updateEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("toolkit.telemetry.server", "");
user_pref("intl.accept_languages", "en-US, en");
user_pref("browser.download.folderList", 2);
user_pref("browser.download.alwaysOpenPanel", false);
user_pref("browser.helperApps.neverAsk.saveToDisk", "text/csv");
user_pref("ui.prefersReducedMotion", 1);
user_pref("ui.useOverlayScrollbars", 1);
"#;

/// A running Firefox. The fields end in this order.
pub struct Firefox {
    stream: BufReader<TcpStream>,
    sent: u64,
    process: Process,
    profile: Folder,
}

impl Firefox {
    /// Starts Firefox with a fresh profile and connects to the port it chose.
    pub fn start() -> Self {
        let profile = Folder::new();
        let preferences = profile.path().join("user.js");
        let downloads = format!("user_pref(\"browser.download.dir\", {});\n", json!(profile.path()));
        std::fs::write(preferences, format!("{PREFERENCES}{downloads}")).expect("a fresh profile can be written");
        let mut command = Process::of(&program("OPINA_TEST_FIREFOX", "firefox-esr"));
        command.args(["--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile"]);
        command.arg(profile.path()).env("MOZ_CRASHREPORTER_DISABLE", "1");
        command.env("MOZ_HEADLESS_WIDTH", "1600").env("MOZ_HEADLESS_HEIGHT", "1200");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = Process::start(&mut command);

        let port_file = profile.path().join("MarionetteActivePort");
        let stream = await_some(|| {
            if let Some(status) = process.ended() {
                panic!(
                    "Firefox ended before it could be driven ({status}); install it, or set OPINA_TEST_FIREFOX to where it is"
                );
            }
            let port: u16 = std::fs::read_to_string(&port_file).ok()?.trim().parse().ok()?;
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        let stream = stream.unwrap_or_else(|| panic!("Firefox opened no port to drive it by"));
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout can be set");
        let mut firefox = Self { stream: BufReader::new(stream), sent: 0, process, profile };
        firefox.receive();
        let timeouts = json!({ "implicit": 0, "script": 30_000, "pageLoad": 30_000 });
        let capabilities = json!({ "capabilities": { "alwaysMatch": { "timeouts": timeouts } } });
        if let Err(why) = firefox.call("WebDriver:NewSession", &capabilities) {
            panic!("Firefox gave no session: {why}");
        }
        firefox
    }

    /// One message: its length, a colon, JSON.
    fn receive(&mut self) -> Value {
        let mut length = Vec::new();
        let mut message = Vec::new();
        let read = self.stream.read_until(b':', &mut length).and_then(|_| {
            let length = String::from_utf8_lossy(&length);
            let length: u64 = length.trim_end_matches(':').parse().map_err(std::io::Error::other)?;
            (&mut self.stream).take(length).read_to_end(&mut message)
        });
        if let Err(error) = read {
            panic!("Firefox does not answer: {error}");
        }
        serde_json::from_slice(&message).expect("Marionette speaks JSON")
    }

    /// In one piece: the kernel holds back the second of two small ones until the first is acknowledged, 40 ms later.
    fn write(&mut self, message: &str) -> std::io::Result<()> {
        self.stream.get_mut().write_all(format!("{}:{message}", message.len()).as_bytes())
    }

    fn call(&mut self, name: &str, parameters: &Value) -> Result<Value, Refused> {
        self.sent += 1;
        let message = json!([0, self.sent, name, parameters]).to_string();
        self.write(&message).unwrap_or_else(|error| panic!("Firefox does not listen: {error}"));
        let reply = self.receive();
        assert_eq!(reply[1], json!(self.sent), "Marionette answers in order");
        match (&reply[2], &reply[3]) {
            (Value::Null, Value::Object(result)) if result.len() == 1 && result.contains_key("value") => {
                Ok(reply[3]["value"].clone())
            }
            (Value::Null, result) => Ok(result.clone()),
            (error, _) => Err(Refused::read(error)),
        }
    }

    /// Runs a script with the rights of the browser itself.
    fn tell(&mut self, script: &str, arguments: Vec<Value>) -> Value {
        self.tell_by("WebDriver:ExecuteScript", script, arguments)
    }

    fn tell_by(&mut self, way: &str, script: &str, arguments: Vec<Value>) -> Value {
        let run = json!({ "script": script, "args": arguments });
        let steps = [
            ("Marionette:SetContext", json!({ "value": "chrome" })),
            (way, run),
            ("Marionette:SetContext", json!({ "value": "content" })),
        ];
        let replies = steps.map(|(name, parameters)| self.call(name, &parameters));
        let [_, reply, _] = replies;
        reply.unwrap_or_else(|why| panic!("Firefox refused to run {script}: {why}"))
    }
}

impl Driver for Firefox {
    fn downloads(&self) -> &Path {
        self.profile.path()
    }

    fn send(&mut self, command: &Command<'_>) -> Result<Value, Refused> {
        let (_, (name, parameters)) = command.spelled();
        self.call(name, &parameters)
    }

    fn resize(&mut self, width: u32, height: u32) {
        // A window cannot be as narrow as a phone; what shows the page inside it can.
        let script = r#"
            const [width, height] = arguments;
            window.resizeTo(Math.max(width, 500), height + 200);
            for (const [side, length] of Object.entries({ width, height })) {
                for (const limit of ["", "min-", "max-"]) {
                    gBrowser.selectedBrowser.style.setProperty(limit + side, `${length}px`, "important");
                }
            }"#;
        self.tell(script, vec![json!(width), json!(height)]);
        let is_wide = format!("return innerWidth === {width} && innerHeight === {height}");
        let resized = await_some(|| match self.send(&Command::Run(&is_wide, vec![])) {
            Ok(Value::Bool(true)) => Some(()),
            _ => None,
        });
        assert!(resized.is_some(), "Firefox did not become {width} x {height}");
    }

    fn pretend(&mut self, media: Media) {
        assert!(!media.forced_colours, "Firefox cannot be told to force its colours");
        let script = r#"
            const [scheme, still, medium] = arguments;
            Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", scheme);
            Services.prefs.setIntPref("ui.prefersReducedMotion", still);
            gBrowser.selectedBrowser.browsingContext.mediumOverride = medium;"#;
        let (scheme, still) = (if media.dark { 0 } else { 1 }, if media.motion { 0 } else { 1 });
        self.tell(script, vec![json!(scheme), json!(still), json!(if media.print { "print" } else { "" })]);
    }

    fn opt_out(&mut self, out: bool) {
        let script = r#"
            for (const name of ["enabled", "functionality.enabled"])
                Services.prefs.setBoolPref(`privacy.globalprivacycontrol.${name}`, arguments[0]);"#;
        self.tell(script, vec![json!(out)]);
    }

    fn run_scripts(&mut self, run: bool) {
        let script = "gBrowser.selectedBrowser.browsingContext.allowJavascript = arguments[0]";
        self.tell(script, vec![json!(run)]);
    }

    fn run_modules(&mut self, run: bool) {
        self.tell("Services.prefs.setBoolPref('javascript.options.wasm', arguments[0])", vec![json!(run)]);
    }

    fn speak(&mut self, languages: &str) {
        let script = r#"Services.prefs.setStringPref("intl.accept_languages", arguments[0])"#;
        self.tell(script, vec![json!(languages)]);
        // The page's process hears of it later.
        let first = languages.split(',').next().unwrap_or_default();
        let speaks = format!("return navigator.language === {}", json!(first));
        let spoken = await_some(|| match self.send(&Command::Run(&speaks, vec![])) {
            Ok(Value::Bool(true)) => Some(()),
            _ => None,
        });
        assert!(spoken.is_some(), "Firefox did not come to speak {first}");
    }

    fn forget(&mut self) {
        let script = r#"
            const { CLEAR_COOKIES, CLEAR_ALL_CACHES, CLEAR_DOM_STORAGES } = Ci.nsIClearDataService;
            const [done] = arguments;
            Services.clearData.deleteData(CLEAR_COOKIES | CLEAR_ALL_CACHES | CLEAR_DOM_STORAGES, done);"#;
        let failed = self.tell_by("WebDriver:ExecuteAsyncScript", script, vec![]);
        assert_eq!(failed, json!(0), "Firefox did not forget everything");
    }

    fn take_log(&mut self) -> Vec<Logged> {
        let script = r#"
            const found = [];
            for (const message of Services.console.getMessageArray()) {
                if (!(message instanceof Ci.nsIScriptError) || !/^(http|data|about:blank)/.test(message.sourceName)) continue;
                found.push([message.category, message.flags & Ci.nsIScriptError.warningFlag, `${message}`]);
            }
            Services.console.reset();
            return found;"#;
        let entries = self.tell(script, vec![]);
        let read = |entry: &Value| {
            let category = entry[0].as_str()?;
            if category.starts_with("Layout") {
                // Our own looking at a page that is still loading.
                return None;
            }
            let trouble = match entry[1].as_u64()? {
                _ if category.starts_with("CORS") || category == "Script Loader" => Trouble::Network,
                0 => Trouble::Error,
                _ => Trouble::Warning,
            };
            Some(Logged { trouble, text: format!("{category}: {}", entry[2].as_str()?) })
        };
        entries.as_array().into_iter().flatten().filter_map(read).collect()
    }

    fn picture(&mut self, whole: bool) -> String {
        let reply = self.call("WebDriver:TakeScreenshot", &json!({ "full": whole, "hash": false }));
        let reply = reply.unwrap_or_else(|why| panic!("Firefox gave no picture: {why}"));
        reply.as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Firefox {
    fn drop(&mut self) {
        // Leaving in order lets the helper processes end too; what does not answer is killed.
        let message = format!(r#"[0,{},"Marionette:Quit",{{"flags":["eForceQuit"]}}]"#, self.sent + 1);
        if self.write(&message).is_ok() {
            self.process.wait();
        }
    }
}

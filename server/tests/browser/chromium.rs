//! Chromium, driven through chromedriver over HTTP.

use crate::{
    browser::{Driver, Logged, Media, Trouble},
    command::{Command, Refused},
    process::{Folder, Process, program},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{self, Stdio},
    time::Duration,
};

/// A running Chromium. The fields end in this order.
pub struct Chromium {
    agent: ureq::Agent,
    session: String,
    process_id: u64,
    /// The scripts that run before those of every page, with the names that the browser gave them.
    presets: BTreeMap<&'static str, Value>,
    _driver: Process,
    profile: Folder,
}

impl Chromium {
    /// Starts chromedriver on a port it chooses, and Chromium with a fresh profile that reaches this machine only.
    pub fn start() -> Self {
        let profile = Folder::new();
        let mut command = Process::of(&program("OPINA_TEST_CHROMEDRIVER", "chromedriver"));
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut driver = Process::start(&mut command);
        let output = driver.child().stdout.take().expect("the output is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines
            .find_map(|line| line.split_once("started successfully on port ").map(|(_, port)| port.to_owned()))
            .map(|port| port.trim_end_matches('.').to_owned())
            .expect("chromedriver gives a port; install it, or set OPINA_TEST_CHROMEDRIVER to where it is");
        std::thread::spawn(move || lines.for_each(drop));

        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-proxy-server",
            "--hide-scrollbars",
            "--force-prefers-reduced-motion",
            "--lang=en-US",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ];
        let mut arguments = arguments.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut options = json!({ "args": arguments });
        options["binary"] = json!(bound_chromium(&profile));
        options["prefs"] =
            json!({ "download.default_directory": profile.path(), "download.prompt_for_download": false });
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "timeouts": { "implicit": 0, "script": 30_000, "pageLoad": 30_000 },
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": options,
        } } });
        let session = format!("http://127.0.0.1:{port}/session");
        let mut chromium = Self { agent, session, process_id: 0, presets: BTreeMap::new(), _driver: driver, profile };
        let reply = chromium.call("POST", "", &capabilities);
        let reply = reply.unwrap_or_else(|why| panic!("Chromium did not start: {} {}", why.code, why.message));
        chromium.process_id = reply["capabilities"]["goog:processID"].as_u64().expect("Chromium is a process");
        chromium.session += &format!("/{}", reply["sessionId"].as_str().expect("a session has an id"));
        chromium
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, Refused> {
        let url = format!("{}{path}", self.session);
        let reply = match method {
            "GET" => self.agent.get(&url).call(),
            "DELETE" => self.agent.delete(&url).call(),
            _ => self.agent.post(&url).send_json(body),
        };
        let mut reply: Value = match reply.and_then(|mut reply| reply.body_mut().read_json()) {
            Ok(reply) => reply,
            Err(error) => panic!("chromedriver does not answer: {error}"),
        };
        let value = reply["value"].take();
        if value["error"].is_string() { Err(Refused::read(&value)) } else { Ok(value) }
    }

    /// Has a script run before those of every page that is opened later, or not any more.
    fn preset(&mut self, script: &'static str, run: bool) {
        if let Some(old) = self.presets.remove(script) {
            // It went with its tab, if that is closed.
            let body = json!({ "cmd": "Page.removeScriptToEvaluateOnNewDocument", "params": { "identifier": old } });
            let _ = self.call("POST", "/goog/cdp/execute", &body);
        }
        if run {
            let reply = self.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
            self.presets.insert(script, reply["identifier"].clone());
        }
    }

    /// Tells the browser something that WebDriver has no word for, in the protocol of its developer tools.
    pub fn tell(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let reply = self.call("POST", "/goog/cdp/execute", &body);
        reply.unwrap_or_else(|why| panic!("{command} was refused: {why}"))
    }
}

/// What the variable says, else the first usual place.
fn find_chromium() -> String {
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let usual = usual.into_iter().find(|path| std::path::Path::new(path).exists()).unwrap_or(usual[0]);
    program("OPINA_TEST_CHROMIUM", usual)
}

/// A program that starts Chromium so that it does not outlive chromedriver, which starts it.
fn bound_chromium(folder: &Folder) -> PathBuf {
    let chromium = find_chromium();
    if !cfg!(target_os = "linux") {
        return chromium.into();
    }
    let script = folder.path().join("chromium");
    let made = fs::write(&script, format!("#!/bin/sh\nexec setpriv --pdeathsig KILL -- '{chromium}' \"$@\"\n"))
        .and_then(|()| process::Command::new("chmod").arg("+x").arg(&script).status());
    assert!(made.is_ok_and(|status| status.success()), "cannot write {}", script.display());
    script
}

impl Driver for Chromium {
    fn downloads(&self) -> &Path {
        self.profile.path()
    }

    fn send(&mut self, command: &Command<'_>) -> Result<Value, Refused> {
        let ((method, path, body), _) = command.spelled();
        self.call(method, &path, &body)
    }

    fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size);
    }

    fn pretend(&mut self, media: Media) {
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        let features = json!([
            feature("prefers-color-scheme", if media.dark { "dark" } else { "light" }),
            feature("prefers-reduced-motion", if media.motion { "no-preference" } else { "reduce" }),
            feature("forced-colors", if media.forced_colours { "active" } else { "none" }),
        ]);
        let medium = if media.print { "print" } else { "" };
        self.tell("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features }));
    }

    fn opt_out(&mut self, out: bool) {
        self.preset("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })", out);
    }

    fn run_modules(&mut self, run: bool) {
        self.preset("delete window.WebAssembly", !run);
    }

    fn run_scripts(&mut self, run: bool) {
        self.tell("Emulation.setScriptExecutionDisabled", json!({ "value": !run }));
    }

    fn speak(&mut self, languages: &str) {
        let agent = self.send(&Command::Run("return navigator.userAgent", vec![])).expect("every page has one");
        self.tell("Network.setUserAgentOverride", json!({ "userAgent": agent, "acceptLanguage": languages }));
    }

    fn forget(&mut self) {
        self.tell("Network.clearBrowserCookies", json!({}));
        self.tell("Network.clearBrowserCache", json!({}));
        self.tell("Storage.clearDataForOrigin", json!({ "origin": "*", "storageTypes": "all" }));
    }

    fn take_log(&mut self) -> Vec<Logged> {
        let entries = self.call("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = entries.unwrap_or_else(|why| panic!("Chromium's log cannot be read: {why}"));
        let read = |entry: &Value| {
            let trouble = match (entry["level"].as_str()?, entry["source"].as_str()?) {
                ("SEVERE", "network") => Trouble::Network,
                ("SEVERE", _) => Trouble::Error,
                ("WARNING", _) => Trouble::Warning,
                _ => return None,
            };
            Some(Logged { trouble, text: entry["message"].as_str()?.to_owned() })
        };
        entries.as_array().into_iter().flatten().filter_map(read).collect()
    }

    fn picture(&mut self, whole: bool) -> String {
        let mut wanted = json!({ "format": "png", "captureBeyondViewport": whole });
        if whole {
            wanted["clip"] = self.tell("Page.getLayoutMetrics", json!({}))["cssContentSize"].take();
            wanted["clip"]["scale"] = json!(1);
        }
        let reply = self.tell("Page.captureScreenshot", wanted);
        reply["data"].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Ending the session ends Chromium. It outlives a chromedriver that does not answer any more.
        if self.agent.delete(&self.session).call().is_err() {
            let _ = process::Command::new("kill").args(["-KILL", &self.process_id.to_string()]).status();
        }
    }
}

//! Somebody who is signed in and reads pages, and how long they wait for each.

use std::{net::SocketAddr, time::Instant};
use ureq::Agent;

/// Who signs in.
pub const EMAIL: &str = "ana@example.com";
/// With which password.
pub const PASSWORD: &str = "a long enough secret";

/// A browser with a session.
pub struct Reader {
    agent: Agent,
    base: String,
    cookie: String,
}

impl Reader {
    /// Signs in at a running program.
    pub fn sign_in(address: SocketAddr) -> Self {
        let agent: Agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let base = format!("http://{address}");
        let form = agent.post(format!("{base}/sign-in")).header("sec-fetch-site", "same-origin");
        let reply = form.send_form([("email", EMAIL), ("password", PASSWORD)]).expect("the server answers");
        let cookie = reply.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).expect("a session is opened").to_owned();
        Self { agent, base, cookie }
    }

    /// Milliseconds until a page is there, to its last byte.
    pub fn open(&self, path: &str) -> f64 {
        let begun = Instant::now();
        let reply = self.agent.get(format!("{}{path}", self.base)).header("cookie", &self.cookie).call();
        let mut reply = reply.expect("the server answers");
        let page = reply.body_mut().read_to_vec().expect("a page");
        let milliseconds = begun.elapsed().as_secs_f64() * 1e3;
        assert_eq!(reply.status(), 200, "{path}: {}", String::from_utf8_lossy(&page));
        milliseconds
    }
}

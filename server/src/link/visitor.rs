//! What a request says of a visitor to a page without script: the languages they read, the kind of device, and whether
//! they opted out of being known. No cookie is read.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use shared::{targeting::Device, text::Language};
use std::{
    convert::Infallible,
    future::{Ready, ready},
};

/// Somebody who opens a survey by its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The languages they read, the best first.
    pub reads: Vec<String>,
    /// The kind of device.
    pub device: Device,
    /// Whether they opted out by Global Privacy Control or Do Not Track.
    pub private: bool,
}

impl Visitor {
    fn of(request: &HttpRequest) -> Self {
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            reads: preferred(header(header::ACCEPT_LANGUAGE.as_str())),
            device: device(header("sec-ch-ua-mobile"), header(header::USER_AGENT.as_str())),
            private: header("sec-gpc") == "1" || header("dnt") == "1",
        }
    }

    /// The language of `offered` in which to speak: the one that was asked for, else the first that the visitor reads,
    /// else `default`.
    pub fn language(&self, asked: Option<&str>, offered: &[Language], default: &Language) -> Language {
        let wanted = asked.into_iter().chain(self.reads.iter().map(String::as_str));
        let spoken = |wanted: &str| {
            let base = Language::try_from(wanted).ok()?;
            Language::choose(wanted, offered).filter(|chosen| chosen.base() == base.base())
        };
        wanted.into_iter().find_map(spoken).unwrap_or(default).clone()
    }
}

impl FromRequest for Visitor {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// The tags of an `Accept-Language` header, the most wanted first.
fn preferred(header: &str) -> Vec<String> {
    let read = |one: &str| {
        let (tag, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        (weight > 0.0).then(|| (weight, tag.trim().to_owned()))
    };
    let mut wanted: Vec<(f32, String)> = header.split(',').filter_map(read).collect();
    // Those that are wanted alike stay in their order.
    wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    wanted.into_iter().map(|(_, tag)| tag).collect()
}

/// The kind of device, as far as it can be told without script.
fn device(mobile: &str, agent: &str) -> Device {
    let says = |word: &str| agent.contains(word);
    match mobile {
        _ if says("iPad") || says("Tablet") || (says("Android") && !says("Mobile")) => Device::Tablet,
        "?1" => Device::Phone,
        _ if says("Mobi") => Device::Phone,
        _ => Device::Desktop,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_language_that_is_offered_is_spoken() {
        let check = |asked: Option<&str>, header: &str, expected: &str| {
            let offered: Vec<Language> = ["en", "es", "pt-BR"].iter().map(|tag| (*tag).try_into().unwrap()).collect();
            let visitor = Visitor { reads: preferred(header), device: Device::Desktop, private: false };
            let language = visitor.language(asked, &offered, &offered[0]);
            assert_eq!(language.as_str(), expected, "{asked:?} {header}");
        };
        check(None, "", "en");
        check(None, "ja, es-MX;q=0.8, en;q=0.9", "en");
        check(None, "ja, es-MX, en;q=0.9", "es");
        check(None, "pt-PT", "pt-BR");
        check(None, "es;q=0, *;q=x", "en");
        check(Some("es"), "en", "es");
        check(Some("ja"), "pt", "pt-BR");
        check(Some("../x"), "", "en");
    }

    #[test]
    fn a_device_is_told_by_what_browsers_say() {
        let check =
            |mobile: &str, agent: &str, expected: Device| assert_eq!(device(mobile, agent), expected, "{agent}");
        check("?0", "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0 Safari/537.36", Device::Desktop);
        check("?1", "Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0.0.0 Mobile Safari/537.36", Device::Phone);
        check("", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", Device::Phone);
        check("", "Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) Mobile/15E148", Device::Tablet);
        check("?0", "Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0.0.0 Safari/537.36", Device::Tablet);
        check("", "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0", Device::Phone);
        check("", "", Device::Desktop);
    }
}

//! A survey on a page of its own, which works without script: who visits it, and the way from page to page. Everything
//! answered so far travels in the form, so that nothing is kept of somebody who sent nothing.

pub mod visitor;

pub mod words;

mod way;

pub use way::{BACK, Pairs, Sent, Way};

use crate::{
    db::surveys::Published,
    live::{Closed, LiveSite},
};
use shared::{targeting::Chance, text::Language};
use std::sync::Arc;

/// Where the page stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// At its own address.
    Alone,
    /// In a frame on a page of the site, where the policy forbids WebAssembly; the chance that this visitor was asked.
    Framed(Chance),
}

/// A survey that was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its site.
    pub site: Arc<LiveSite>,
    /// Its newest version.
    pub published: Arc<Published>,
    /// Where the page stands.
    pub place: Place,
    /// The language to speak.
    pub language: Language,
}

impl Asked {
    /// Why it takes no new responses at this time, UTC milliseconds.
    pub fn closed(&self, now: i64) -> Option<Closed> {
        self.site.closed(&self.published, now)
    }

    /// The chance that this visitor was asked.
    pub fn chance(&self) -> Chance {
        match self.place {
            Place::Alone => Chance::ALWAYS,
            Place::Framed(chance) => chance,
        }
    }

    /// Whether it stands in a frame.
    pub fn is_framed(&self) -> bool {
        matches!(self.place, Place::Framed(_))
    }
}

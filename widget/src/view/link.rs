//! A button that leads somewhere, in a tab of its own.

use super::tag::{Name, Tag, tag};
use crate::form::{Word, Words};
use shared::survey::Link;

pub fn link(words: &Words, label: &str, link: &Link<String>) -> Tag {
    let elsewhere = tag("span").set(Name::Class, "unseen").say(", ").say(words.say(Word::NewWindow));
    tag("a")
        .set(Name::Class, "go")
        .own(Name::Href, link.address.as_str())
        .set(Name::Target, "_blank")
        .set(Name::Rel, "noopener")
        .say(label)
        .tag(elsewhere)
}

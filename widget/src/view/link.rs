//! A button that leads somewhere, in a tab of its own.

use crate::form::{Word, Words};
use shared::survey::Link;
use yew::prelude::*;

/// The button. With a `question`, following it answers that.
pub fn link(words: &Words, label: String, link: &Link<String>, question: Option<String>) -> Html {
    html! {
        <a class="go" href={link.address.as_str().to_owned()} target="_blank" rel="noopener"
            data-value={question.as_ref().map(|_| "yes")} data-name={question}>
            {label}<span class="unseen">{String::from(", ") + words.say(Word::NewWindow)}</span>
        </a>
    }
}

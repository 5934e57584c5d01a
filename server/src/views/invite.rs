//! An invitation, and the way in for whoever opened its link.

use super::{entry::in_languages, people::role_name};
use crate::{
    db::invitations::Offer,
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;

/// How whoever opened the link comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way<'a> {
    /// With a new account. Posts `password` and `repeated` to the link.
    MakeAccount {
        /// What is wrong with what was typed.
        error: Option<&'a str>,
    },
    /// With the account that has this address, once it is signed in.
    SignIn,
    /// With the account that is signed in. Posts to `/join` below the link.
    Join {
        /// The token the form carries.
        csrf: &'a str,
    },
    /// Not with the account that is signed in.
    SomebodyElse {
        /// Its address.
        email: &'a str,
        /// The token the form for signing out carries.
        csrf: &'a str,
    },
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "invite.html")]
pub struct InviteView<'a> {
    /// The visitor's language.
    pub locale: Locale,
    /// The secret of the link.
    pub token: &'a str,
    /// What it invites to.
    pub offer: &'a Offer,
    /// The way in.
    pub way: Way<'a>,
}

impl InviteView<'_> {
    fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    fn here(&self) -> String {
        format!("/invite/{}", self.token)
    }

    fn title(&self) -> String {
        fill(self.words().invite_title, &[("site", &self.offer.site)])
    }

    fn text(&self) -> String {
        let role = role_name(self.words(), self.offer.role);
        fill(self.words().invite_text, &[("email", &self.offer.email), ("role", role)])
    }
}

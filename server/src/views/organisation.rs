//! Everybody who can sign in.

use super::{Page, people::role_name};
use crate::db::organisation::Person;
use askama::Template;

/// Somebody who can sign in.
#[derive(Debug)]
pub struct Row {
    /// Row id.
    pub id: i64,
    /// The address signed in with.
    pub email: String,
    /// Whether it is who looks at the page.
    pub is_self: bool,
    /// Whether it owns the organisation.
    pub owner: bool,
    /// Whether signing in asks for a code too.
    pub two_factor: bool,
    /// The sites the person belongs to, with the role there.
    pub sites: Vec<(String, &'static str)>,
}

/// The page. Posts `change` to `/people/ID`.
#[derive(Debug, Template)]
#[template(path = "organisation.html")]
pub struct OrganisationView {
    page: Page,
    people: Vec<Row>,
}

impl OrganisationView {
    /// The page of everybody.
    pub fn new(page: Page, people: Vec<Person>) -> Self {
        let words = page.words;
        let row = |person: Person| Row {
            id: person.id,
            is_self: person.email == page.email,
            email: person.email,
            owner: person.owner,
            two_factor: person.two_factor,
            sites: person.sites.into_iter().map(|(site, role)| (site, role_name(words, role))).collect(),
        };
        Self { people: people.into_iter().map(row).collect(), page }
    }
}

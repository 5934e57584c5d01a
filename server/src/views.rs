//! What the console's pages show: one struct a page, made from rows by pure functions and written by its template.
//!
//! Every page extends `layout.html` and has a field `page: Page`. Nothing here reads the database, the clock or a
//! request.

pub mod format;

pub mod period;

pub mod chart;

pub mod colour;

pub mod figure;

pub mod series;

pub mod menu;

pub mod lens;

pub mod filter_bar;

pub mod comparison;

pub mod comments;

pub mod inbox;

pub mod comment;

pub mod overview;

pub mod sites;

pub mod experience;

pub mod journey;

pub mod journey_edit;

pub mod funnel;

pub mod choices;

pub mod touchpoint;

pub mod segments;

pub mod changes;

pub mod why;

pub mod answered;

pub mod listing;

pub mod export;

pub mod rated;

pub mod terms;

pub mod survey_results;

pub mod question;

pub mod touchpoint_form;

pub mod entry;

pub mod languages;

pub mod time;

pub mod surveys;

pub mod survey_editor;

pub mod marked;

pub mod survey_versions;

pub mod preview;

pub mod reach;

pub mod install;

pub mod link;

pub mod look;

pub mod settings;

pub mod recount;

pub mod site_list;

pub mod people;

pub mod organisation;

pub mod keys;

pub mod shares;

pub mod shared;

pub mod audit;

pub mod invite;

pub mod account;

pub mod two_factor;

use crate::{
    access::{Access, Role},
    db::journey::{LONGEST_NAME, NameError},
    locale::Locale,
    words::{Words, fill},
};
use std::collections::BTreeMap;

/// What is wrong with a name, in words.
pub fn name_mistake(words: &Words, mistake: NameError) -> String {
    match mistake {
        NameError::Blank => words.name_blank.to_owned(),
        NameError::TooLong => fill(words.name_too_long, &[("n", &LONGEST_NAME.to_string())]),
    }
}

/// What a request brings to every page.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The admin's language.
    pub locale: Locale,
    /// The address the admin signed in with.
    pub email: String,
    /// The token the page's forms carry in their field `csrf`.
    pub csrf: String,
    /// Path and query of the page, to come back to after changing the language.
    pub here: String,
    /// What the admin may do.
    pub access: Access,
    /// How many comments of the page's site nobody has looked at yet; [`MOST_NEW`] stands for more.
    pub new_comments: usize,
    /// When the page was asked for, UTC milliseconds.
    pub at: i64,
}

/// More new comments are not counted.
pub const MOST_NEW: usize = 100;

/// A site in the switcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLink {
    /// Its public key.
    pub key: String,
    /// What the team calls it.
    pub name: String,
}

impl From<&crate::db::sites::Site> for SiteLink {
    fn from(site: &crate::db::sites::Site) -> Self {
        Self { key: site.key.clone(), name: site.name.clone() }
    }
}

/// The place of a page in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The figures of the site.
    Overview,
    /// The journey map and its touchpoints.
    Journey,
    /// What moved, and why.
    Changes,
    /// Filters with names.
    Segments,
    /// The surveys and their editor.
    Surveys,
    /// What customers say, and what is done about it.
    Comments,
    /// The script tag.
    Install,
    /// The look of all surveys, and how often one visitor is asked.
    Look,
    /// Who belongs to the site.
    People,
    /// What holds for the site as a whole.
    Settings,
    /// The keys of programs.
    Keys,
    /// The links that show a page to others.
    Shares,
    /// What was changed, by whom.
    Audit,
}

/// What stands around a page's own content.
#[derive(Clone, Debug)]
pub struct Page {
    /// The admin's language.
    pub locale: Locale,
    /// Its texts.
    pub words: &'static Words,
    /// The page's title, without the names of site and program.
    pub title: String,
    /// The address the admin signed in with.
    pub email: String,
    /// The token the page's forms carry in their field `csrf`.
    pub csrf: String,
    /// The site the page is about.
    pub site: Option<SiteLink>,
    /// The admin's sites, for the switcher.
    pub sites: Vec<SiteLink>,
    /// What is said of a page that is shown to whoever has its link.
    pub shared: Option<Shared>,
    /// The moment whose data it shows, where the site is: for paper, which is read at any time. Empty without a site.
    pub as_of: String,
    here: String,
    place: Option<Place>,
    /// What the admin may do on the site.
    role: Option<Role>,
    may_make_sites: bool,
    new_comments: usize,
}

/// What is said of a page that is shown to whoever has its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The period it looks at.
    pub period: String,
    /// Whether answers to some questions were left out.
    pub redacted: bool,
}

/// One line of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub name: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
    /// How many wait there, and what that is in words.
    pub waiting: Option<(String, String)>,
}

impl Page {
    /// A page that belongs to no site.
    pub fn new(visit: Visit, title: impl Into<String>) -> Self {
        Self {
            locale: visit.locale,
            words: Words::of(visit.locale),
            title: title.into(),
            email: visit.email,
            csrf: visit.csrf,
            site: None,
            sites: Vec::new(),
            shared: None,
            as_of: String::new(),
            here: visit.here,
            place: None,
            role: None,
            may_make_sites: visit.access.is_organisation(),
            new_comments: visit.new_comments,
        }
    }

    /// A page of one site; `sites` are all there are, of which the admin sees the own ones.
    pub fn of_site(
        visit: Visit,
        title: impl Into<String>,
        place: Place,
        site: &crate::db::sites::Site,
        sites: &[crate::db::sites::Site],
    ) -> Self {
        let own = sites.iter().filter(|site| visit.access.on(site.id).is_some());
        let (sites, role) = (own.map(SiteLink::from).collect(), visit.access.on(site.id));
        let as_of = as_of(visit.locale, site, visit.at);
        Self { site: Some(site.into()), sites, as_of, place: Some(place), role, ..Self::new(visit, title) }
    }

    /// A page of a site for whoever has a link to it. It can be read, and leads nowhere.
    pub fn shared(
        locale: Locale,
        title: impl Into<String>,
        site: &crate::db::sites::Site,
        shared: Shared,
        at: i64,
    ) -> Self {
        let nobody = Visit {
            locale,
            at,
            email: String::new(),
            csrf: String::new(),
            here: String::new(),
            access: Access::Sites(BTreeMap::new()),
            new_comments: 0,
        };
        let as_of = as_of(locale, site, at);
        Self { site: Some(site.into()), as_of, shared: Some(shared), ..Self::new(nobody, title) }
    }

    /// Whether its links lead anywhere. Those of a page that is shared do not: what they lead to is not.
    pub fn leads(&self) -> bool {
        self.shared.is_none()
    }

    /// Whether answers to some questions were left out.
    pub fn is_redacted(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| shared.redacted)
    }

    /// Whether the admin may change something here; else what changes something is not offered.
    pub fn may_edit(&self) -> bool {
        self.role >= Some(Role::Editor)
    }

    /// Whether the admin is an owner of the site.
    pub fn may_manage(&self) -> bool {
        self.role == Some(Role::Owner)
    }

    /// Whether the admin may make sites.
    pub fn may_make_sites(&self) -> bool {
        self.may_make_sites
    }

    /// The pages that show what customers say.
    pub fn listen(&self) -> Vec<NavItem> {
        let words = self.words;
        [
            self.item(Place::Overview, "overview", words.overview),
            self.item(Place::Journey, "journey", words.journey),
            self.item(Place::Changes, "changes", words.what_changed),
            self.item(Place::Segments, "segments", words.segments),
            self.item(Place::Surveys, "surveys", words.surveys),
            self.item(Place::Comments, "comments", words.comments).map(|item| self.with_new_comments(item)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The pages that make Opina listen.
    pub fn set_up(&self) -> Vec<NavItem> {
        let words = self.words;
        let items = [
            self.item(Place::Install, "install", words.install),
            self.item(Place::Look, "look", words.look),
            self.item(Place::Shares, "shares", words.shares),
        ];
        items.into_iter().flatten().collect()
    }

    /// The pages for the site's owners.
    pub fn manage(&self) -> Vec<NavItem> {
        let words = self.words;
        let items = [
            self.item(Place::People, "people", words.people),
            self.item(Place::Keys, "keys", words.keys),
            self.item(Place::Audit, "audit", words.audit),
            self.item(Place::Settings, "settings", words.settings),
        ];
        items.into_iter().flatten().filter(|_| self.may_manage()).collect()
    }

    fn item(&self, place: Place, path: &str, name: &'static str) -> Option<NavItem> {
        let site = self.site.as_ref()?;
        let current = self.place == Some(place);
        Some(NavItem { href: format!("/sites/{}/{path}", site.key), name, current, waiting: None })
    }

    fn with_new_comments(&self, item: NavItem) -> NavItem {
        let n = match self.new_comments {
            0 => return item,
            MOST_NEW.. => format!("{}+", MOST_NEW - 1),
            n => n.to_string(),
        };
        NavItem { waiting: Some((n.clone(), fill(self.words.inbox_new_ones, &[("n", &n)]))), ..item }
    }

    /// The first letter of the admin's address, where there is no room for all of it.
    pub fn initial(&self) -> &str {
        self.email.char_indices().nth(1).map_or(&self.email, |(end, _)| &self.email[..end])
    }

    /// The languages the console speaks.
    pub fn locales(&self) -> [Locale; 2] {
        Locale::ALL
    }

    /// This page in another language.
    pub fn in_language(&self, locale: &Locale) -> String {
        let back: String = url::form_urlencoded::byte_serialize(self.here.as_bytes()).collect();
        format!("/language?to={}&back={back}", locale.tag())
    }

    /// A language's name in itself.
    pub fn name_of(&self, locale: &Locale) -> &'static str {
        match locale {
            Locale::En => "English",
            Locale::Es => "Español",
        }
    }
}

/// The moment whose data a page shows, where the site is.
fn as_of(locale: Locale, site: &crate::db::sites::Site, at: i64) -> String {
    let when = time::dated_moment(locale, &format::zone(&site.time_zone), at);
    fill(Words::of(locale).as_of, &[("when", &when)])
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use askama::Template;

    #[derive(Template)]
    #[template(
        ext = "html",
        source = "{% extends \"layout.html\" %}{% block content %}<h1>{{ page.title }}</h1>{% endblock %}"
    )]
    struct Bare {
        page: Page,
    }

    /// What an owner's request brings.
    pub(crate) fn visit(locale: Locale) -> Visit {
        let here = "/sites/lumen/overview?days=30&x=<".to_owned();
        let access = Access::Organisation;
        let (email, csrf) = ("ana@example.com".to_owned(), "t0ken".to_owned());
        Visit { locale, email, csrf, here, access, new_comments: 0, at: 0 }
    }

    #[test]
    fn a_page_without_a_site_has_no_navigation() {
        let page = Page::new(visit(Locale::Es), "<Sitio>");
        assert!(page.listen().is_empty() && page.set_up().is_empty());
        let html = Bare { page }.render().unwrap();
        for expected in ["lang=\"es\"", "&#60;Sitio&#62; · Opina", "value=\"t0ken\"", "Salir"] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
        assert!(!html.contains("<nav"));
    }

    #[test]
    fn changing_the_language_leads_back_here() {
        let page = Page::new(visit(Locale::En), "Overview");
        let expected = "/language?to=es&back=%2Fsites%2Flumen%2Foverview%3Fdays%3D30%26x%3D%3C";
        assert_eq!(page.in_language(&Locale::Es), expected);
    }
}

//! What changed: every touchpoint compared with itself in the period before, and how sure that is.

use super::{
    Page,
    comparison::{self, Compared, Comparison, Told},
    figure,
    filter_bar::{Above, Choices, FilterBar},
    lens::Lens,
};
use crate::{
    db::{
        journey::Map,
        results::{Funnel, TouchpointScore},
        sites::Site,
    },
    words::fill,
};
use askama::Template;

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// Scores by touchpoint, of this period.
    pub now: Vec<TouchpointScore>,
    /// Scores by touchpoint, of the period before.
    pub before: Vec<TouchpointScore>,
    /// The funnel of this period.
    pub funnel: Vec<(i64, Funnel)>,
    /// What the filter bar offers.
    pub choices: Choices,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "changes.html")]
pub struct ChangesView {
    page: Page,
    demo: bool,
    bar: FilterBar,
    found: Vec<Row>,
    others: Vec<Row>,
    untested: Option<String>,
}

/// One touchpoint by one metric.
#[derive(Debug)]
struct Row {
    name: String,
    channel: String,
    href: String,
    why: String,
    told: Told,
}

impl ChangesView {
    /// The comparisons of a site.
    pub fn new(page: Page, site: &Site, lens: &Lens, rows: &Rows) -> Self {
        let (words, key, min_n) = (page.words, &site.key, figure::min_n(site));
        let [now, before] = [&rows.now, &rows.before].map(|scores| comparison::by_touchpoint(scores));
        let compared = Comparison::new(&now, &before, min_n);
        let row = |one: &Compared<i64>| {
            let place = rows.map.touchpoint(one.group)?;
            let lens = lens.by(Some(one.after.metric()));
            Some(Row {
                name: place.name.clone(),
                channel: rows.map.channel(place.channel_id).to_owned(),
                href: lens.at(&format!("/sites/{key}/touchpoints/{}", place.id)),
                why: lens.at(&format!("/sites/{key}/changes/{}", place.id)),
                told: Told::of(page.locale, one),
            })
        };
        let (found, others): (Vec<_>, Vec<_>) = compared.tested.iter().partition(|one| one.is_finding());
        let untested = compared.untested;
        let [path, responses] = ["changes", "responses"].map(|page| format!("/sites/{key}/{page}"));
        let left = rows.funnel.iter().map(|(_, funnel)| funnel.started).sum();
        let above = Above { path: &path, rows: &responses, left, min_n, one_survey: false };
        Self {
            bar: FilterBar::new(&page, &above, lens, &rows.choices),
            found: found.into_iter().filter_map(row).collect(),
            others: others.into_iter().filter_map(row).collect(),
            untested: (untested > 0).then(|| fill(words.untested, &[("n", &untested.to_string())])),
            demo: site.demo,
            page,
        }
    }
}

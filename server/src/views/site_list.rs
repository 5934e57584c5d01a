//! The sites of an admin, each with its headline figure. Hides what rests on too few answers.

use super::{
    Page,
    figure::{self, Figure},
    journey::main_metric,
    series,
};
use crate::{
    db::{results::TouchpointScore, sites::Site},
    words::fill,
};
use askama::Template;
use std::collections::BTreeSet;

/// What the list shows of one site.
#[derive(Debug)]
pub struct Row {
    /// The site.
    pub site: Site,
    /// Its scores of the period, by touchpoint and survey.
    pub scores: Vec<TouchpointScore>,
    /// The surveys that are asked at the moment, behind their touchpoints.
    pub live: BTreeSet<(i64, i64)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "sites.html")]
pub struct SiteListView {
    page: Page,
    sites: Vec<Listed>,
}

/// One site.
#[derive(Debug)]
struct Listed {
    key: String,
    name: String,
    demo: bool,
    metric: &'static str,
    figure: Figure,
    live: String,
}

impl SiteListView {
    /// The sites in this order.
    pub fn new(page: Page, rows: Vec<Row>) -> Self {
        let words = page.words;
        let listed = |Row { site, scores, live }: Row| {
            let answers = scores.iter().map(|row| (row.survey_id, &row.counts));
            let metric = main_metric(answers.clone(), |survey| live.iter().any(|(_, one)| *one == survey));
            let counts = metric.map(|metric| series::pool(metric, answers.map(|(_, counts)| counts)));
            Listed {
                figure: counts.map_or(Figure::Nothing, |counts| Figure::of(page.locale, &counts, figure::min_n(&site))),
                metric: metric.map_or("", |metric| figure::name(words, metric)),
                live: fill(words.sites_live, &[("n", &live.len().to_string())]),
                demo: site.demo,
                key: site.key,
                name: site.name,
            }
        };
        Self { sites: rows.into_iter().map(listed).collect(), page }
    }
}

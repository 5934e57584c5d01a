//! The segments of a site: for each filter with a name, how many responses belong to it and their score.

use super::{
    Page,
    figure::{self, Figure},
    filter_bar::{self, Choices},
    format,
    lens::Lens,
    menu::Menu,
};
use crate::{
    db::{segments::Segment, sites::Site},
    filter::Filter,
    words::fill,
};
use askama::Template;
use shared::score::{Base, Counts};

/// A segment with what was counted of it.
#[derive(Debug)]
pub struct Counted {
    /// The segment.
    pub segment: Segment,
    /// How many responses of this period belong to it.
    pub responses: u64,
    /// Their answers to each metric.
    pub scores: Vec<Counts>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "segments.html")]
pub struct SegmentsView {
    page: Page,
    key: String,
    demo: bool,
    period: Menu,
    rows: Vec<Row>,
    confirm: String,
}

/// One segment.
#[derive(Debug)]
struct Row {
    id: i64,
    name: String,
    said: String,
    href: String,
    responses: String,
    metric: &'static str,
    figure: Figure,
}

impl SegmentsView {
    /// The segments of a site, as counted in the period of the lens.
    pub fn new(page: Page, site: &Site, lens: &Lens, choices: &Choices, counted: Vec<Counted>) -> Self {
        let key = site.key.clone();
        let path = format!("/sites/{key}/segments");
        let row = |one| Row::new(&page, site, lens, choices, one);
        Self {
            rows: counted.into_iter().map(row).collect(),
            period: Menu::of_periods(page.words, lens.period, |period| {
                lens.over(period).of(Filter::default()).at(&path)
            }),
            confirm: page.words.segment_remove_confirm.to_owned(),
            demo: site.demo,
            page,
            key,
        }
    }
}

impl Row {
    fn new(page: &Page, site: &Site, lens: &Lens, choices: &Choices, counted: Counted) -> Self {
        let (locale, words, min_n) = (page.locale, page.words, figure::min_n(site));
        let Counted { segment, responses, scores } = counted;
        // The metric with most answers speaks for the segment; of equals, the first one.
        let main = scores.iter().rev().max_by_key(|counts| counts.n());
        let n = match Base::of(responses, min_n) {
            Base::Suppressed if responses > 0 => format!("<\u{a0}{}", format::number(locale, min_n)),
            _ => format::number(locale, responses),
        };
        Self {
            id: segment.id,
            said: filter_bar::say(words, &segment.filter, &choices.offered),
            responses: fill(words.filter_leaves, &[("n", &n)]),
            metric: main.map_or(words.score, |counts| figure::name(words, counts.metric())),
            figure: main.map_or(Figure::Nothing, |counts| Figure::of(locale, counts, min_n)),
            href: lens.of(segment.filter).at(&format!("/sites/{}/overview", site.key)),
            name: segment.name,
        }
    }
}

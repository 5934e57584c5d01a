//! The overview of a site: its figures and how they moved, over time, by touchpoint, and what customers say.

use super::{
    Page,
    chart::Spark,
    comments::Comments,
    figure::{self, Delta, Distribution, Figure},
    format,
    menu::Menu,
    period::{Slice, Span, Step},
    series::{self, Series},
};
use crate::{
    db::{
        journey::{Map, Touchpoint},
        results::{Comment, Funnel, HourScore, TouchpointScore},
        sites::Site,
    },
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;
use shared::score::{Base, Change, Counts, FALSE_DISCOVERY_RATE, Metric, discoveries, rate};
use std::collections::BTreeMap;

/// What the overview is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// Scores by hour, of this period and the one before.
    pub scores: Vec<HourScore>,
    /// The funnel by hour, of this period and the one before.
    pub funnel: Vec<(i32, Funnel)>,
    /// Scores by touchpoint, of this period.
    pub now: Vec<TouchpointScore>,
    /// Scores by touchpoint, of the period before.
    pub before: Vec<TouchpointScore>,
    /// How many people answered at the touchpoint where most did.
    pub answered: u64,
    /// The latest comments of touchpoints whose comments may be read.
    pub comments: Vec<Comment>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview.html")]
pub struct OverviewView {
    page: Page,
    key: String,
    demo: bool,
    period: Menu,
    cards: Vec<Card>,
    series: Option<(&'static str, Series)>,
    changes: Changes,
    comments: Comments,
}

/// One figure of the site.
#[derive(Debug)]
struct Card {
    name: &'static str,
    full_name: &'static str,
    figure: Figure,
    spark: Option<Spark>,
    delta: Option<Delta>,
    distribution: Option<Distribution>,
    /// A second figure, and from how many touchpoints both come.
    note: Option<String>,
}

/// Which touchpoints moved.
#[derive(Debug, Default)]
struct Changes {
    found: Vec<Moved>,
    unclear: Option<String>,
    untested: Option<String>,
}

/// A touchpoint that moved.
#[derive(Debug)]
struct Moved {
    class: &'static str,
    amount: String,
    href: String,
    name: String,
    channel: String,
    from_to: String,
}

impl OverviewView {
    /// The overview of a site.
    pub fn new(page: Page, site: &Site, span: &Span, rows: Rows, now: i64) -> Self {
        let (locale, words) = (page.locale, page.words);
        let min_n = figure::min_n(site);
        let key = site.key.clone();
        let hours: Vec<(i32, Counts)> = rows.scores.iter().map(|row| (row.hour, row.counts)).collect();
        let metrics = Metric::ALL.map(|metric| Card::of(locale, metric, span, &hours, &rows.now, min_n));
        let response = Card::of_responses(locale, span, &rows.funnel, min_n);
        let first = Metric::ALL.into_iter().find(|metric| current(*metric, span, &hours).n() > 0);
        Self {
            period: Menu::of_periods(words, span.period, |period| {
                format!("/sites/{key}/overview?days={}", period.days())
            }),
            cards: metrics.into_iter().chain([response]).collect(),
            series: first
                .map(|metric| (figure::name(words, metric), Series::new(locale, metric, span, &hours, None, min_n))),
            changes: Changes::of(locale, &key, &rows.map, &rows.now, &rows.before, min_n),
            comments: Comments::of(&page, rows.comments, rows.answered, Some(&rows.map), now),
            demo: site.demo,
            page,
            key,
        }
    }

    /// Whether nobody was ever asked within what the page looks at.
    fn is_silent(&self) -> bool {
        self.cards.iter().all(|card| card.figure == Figure::Nothing)
    }
}

fn current(metric: Metric, span: &Span, hours: &[(i32, Counts)]) -> Counts {
    series::pool(metric, hours.iter().filter(|(hour, _)| *hour >= span.hours.start).map(|(_, counts)| counts))
}

fn funnel_between(funnel: &[(i32, Funnel)], from: i32) -> Funnel {
    funnel.iter().filter(|(hour, _)| *hour >= from).fold(Funnel::default(), |mut sum, (_, one)| {
        sum.merge(one);
        sum
    })
}

impl Card {
    fn of(
        locale: Locale,
        metric: Metric,
        span: &Span,
        hours: &[(i32, Counts)],
        touchpoints: &[TouchpointScore],
        min_n: u64,
    ) -> Self {
        let words = Words::of(locale);
        let counts = current(metric, span, hours);
        let earlier = hours.iter().filter(|(hour, _)| *hour < span.hours.start).map(|(_, counts)| counts);
        let before = series::pool(metric, earlier);
        let mut from: Vec<i64> = touchpoints
            .iter()
            .filter(|row| row.counts.metric() == metric && row.counts.n() > 0)
            .map(|row| row.touchpoint_id)
            .collect();
        from.dedup();
        let several = (from.len() > 1).then(|| fill(words.from_touchpoints, &[("n", &from.len().to_string())]));
        let figure = Figure::of(locale, &counts, min_n);
        let second = match &figure {
            Figure::Shown(shown) => shown.second.clone(),
            Figure::Few(_) | Figure::Nothing => None,
        };
        let notes: Vec<String> = second.into_iter().chain(several).collect();
        Self {
            name: figure::name(words, metric),
            full_name: match metric {
                Metric::Nps => words.nps,
                Metric::Csat => words.csat,
                Metric::Ces => words.ces,
                Metric::Ces5 => words.ces_5,
                Metric::Thumbs => words.thumbs,
                Metric::Rating(_) => words.rating,
                Metric::Expectation => words.expectation,
                Metric::Perception => words.perception,
            },
            figure,
            spark: series::spark(metric, span, hours, min_n),
            delta: Delta::of(locale, &counts, &before, min_n),
            distribution: Distribution::of(locale, &counts, min_n),
            note: (!notes.is_empty()).then(|| notes.join(" · ")),
        }
    }

    fn of_responses(locale: Locale, span: &Span, funnel: &[(i32, Funnel)], min_n: u64) -> Self {
        let words = Words::of(locale);
        let both = funnel_between(funnel, i32::MIN);
        let now = funnel_between(funnel, span.hours.start);
        let before = [both.started - now.started, both.shown - now.shown];
        let figure =
            Figure::of_rate(locale, [now.started, now.shown], min_n, |shown| fill(words.times_shown, &[("n", shown)]));
        let is_shown = matches!(figure, Figure::Shown(_));
        let answered = now.started.min(now.shown);
        let distribution = Distribution {
            parts: super::chart::parts(&[answered, now.shown - answered])
                .into_iter()
                .map(|(index, part)| (["fa", "f3"][index], part))
                .collect(),
            label: words.answered_of_asked.to_owned(),
        };
        Self {
            name: words.response_rate,
            full_name: words.response_rate_is,
            spark: is_shown.then(|| rate_spark(span, funnel, min_n)).flatten(),
            delta: is_shown.then(|| Delta::of_rate(locale, [now.started, now.shown], before)).flatten(),
            distribution: is_shown.then_some(distribution),
            note: None,
            figure,
        }
    }
}

/// The response rate over time; days on which few were asked are left out.
fn rate_spark(span: &Span, funnel: &[(i32, Funnel)], min_n: u64) -> Option<Spark> {
    let slices = span.cut(if span.period.days() > 90 { Step::Week } else { Step::Day });
    let rate_of = |slice: &Slice| {
        let within = funnel.iter().filter(|(hour, _)| slice.hours.contains(hour));
        let mut sum = Funnel::default();
        within.for_each(|(_, one)| sum.merge(one));
        let rate = rate(sum.started.min(sum.shown), sum.shown)?;
        (sum.started >= min_n).then_some(rate.value)
    };
    Spark::new(&slices.iter().map(rate_of).collect::<Vec<_>>())
}

impl Changes {
    /// Compares every touchpoint with itself in the period before, and keeps what luck does not explain.
    fn of(
        locale: Locale,
        key: &str,
        map: &Map,
        now: &[TouchpointScore],
        before: &[TouchpointScore],
        min_n: u64,
    ) -> Self {
        let words = Words::of(locale);
        let (now, before) = (by_place(now), by_place(before));
        let mut tested = Vec::new();
        let mut untested = 0;
        for ((touchpoint, metric), counts) in &now {
            let change = before
                .get(&(*touchpoint, *metric))
                .filter(|before| [counts, before].iter().all(|counts| counts.base(min_n) != Base::Suppressed))
                .and_then(|before| Some((*before, counts.change_since(before)?)));
            match (change, map.touchpoint(*touchpoint)) {
                (Some((before, change)), Some(place)) => tested.push((place, before, *counts, change)),
                _ => untested += 1,
            }
        }
        if tested.is_empty() {
            return Self::default();
        }
        let p = |change: &Change| change.exact_p.unwrap_or(change.p);
        let p_values: Vec<f64> = tested.iter().map(|(.., change)| p(change)).collect();
        let is_found = discoveries(&p_values, FALSE_DISCOVERY_RATE);
        let unclear = is_found.iter().filter(|found| !**found).count();
        let mut found: Vec<_> =
            tested.into_iter().zip(is_found).filter(|(_, found)| *found).map(|(one, _)| one).collect();
        found.sort_by(|(.., a), (.., b)| p(a).total_cmp(&p(b)));
        let moved = |(place, before, counts, change): (&Touchpoint, Counts, Counts, Change)| {
            let metric = counts.metric();
            let (class, arrow) = figure::direction(change.difference);
            let score = |counts: &Counts| counts.score().map(|score| format::score(locale, metric, score.value));
            let [from, to] = [&before, &counts].map(|counts| score(counts).unwrap_or_default());
            Moved {
                class,
                amount: format!("{arrow}\u{a0}{}", format::moved(locale, metric, change.difference)),
                href: format!("/sites/{key}/touchpoints/{}", place.id),
                name: place.name.clone(),
                channel: map.channel(place.channel_id).to_owned(),
                from_to: format!("{} {from} → {to}", figure::name(words, metric)),
            }
        };
        let number = |text: &str, n: usize| (n > 0).then(|| fill(text, &[("n", &n.to_string())]));
        let unclear = number(if found.is_empty() { words.all_unclear } else { words.others_unclear }, unclear);
        Self { found: found.into_iter().map(moved).collect(), unclear, untested: number(words.untested, untested) }
    }

    fn is_empty(&self) -> bool {
        self.found.is_empty() && self.unclear.is_none()
    }
}

/// The answers of all surveys at a touchpoint to one metric, together.
fn by_place(scores: &[TouchpointScore]) -> BTreeMap<(i64, Metric), Counts> {
    let mut places = BTreeMap::new();
    for row in scores.iter().filter(|row| row.counts.n() > 0) {
        let metric = row.counts.metric();
        let sum = places.entry((row.touchpoint_id, metric)).or_insert_with(|| Counts::new(metric));
        let _same_metric = sum.merge(&row.counts);
    }
    places
}

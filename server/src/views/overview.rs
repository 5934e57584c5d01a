//! The overview of a site: its figures and how they moved, over time, by touchpoint, and what customers say.

use super::{
    Page,
    chart::Spark,
    comments::Comments,
    comparison::{self, Compared, Comparison, Told},
    figure::{self, Delta, Distribution, Figure},
    filter_bar::{Above, Choices, FilterBar},
    lens::Lens,
    period::{Slice, Span, Step},
    rated::Working,
    series::{self, Series},
    shares,
};
use crate::{
    db::{
        journey::Map,
        results::{Comment, Funnel, HourScore, TouchpointScore},
        sites::Site,
    },
    locale::Locale,
    share::SharedPage,
    words::{Words, fill},
};
use askama::Template;
use shared::score::{Counts, Metric, rate};

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
    /// What the filter bar offers.
    pub choices: Choices,
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
    bar: FilterBar,
    changes_page: String,
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
    working: Option<Working>,
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
    why: String,
    name: String,
    channel: String,
    from_to: String,
}

impl OverviewView {
    /// The overview of a site.
    pub fn new(page: Page, site: &Site, lens: &Lens, span: &Span, rows: Rows, now: i64) -> Self {
        let (locale, words) = (page.locale, page.words);
        let min_n = figure::min_n(site);
        let key = site.key.clone();
        let hours: Vec<(i32, Counts)> = rows.scores.iter().map(|row| (row.hour, row.counts)).collect();
        // The three that everybody knows keep their places; others appear once somebody asked.
        let is_asked = |metric: &Metric| hours.iter().any(|(_, counts)| counts.metric() == *metric && counts.n() > 0);
        let metrics = Metric::ALL
            .into_iter()
            .filter(|metric| matches!(metric, Metric::Nps | Metric::Csat | Metric::Ces) || is_asked(metric));
        let metrics = metrics.map(|metric| Card::of(locale, metric, span, &hours, &rows.now, min_n));
        // Under a filter nobody knows how many were asked.
        let response = lens.filter.is_empty().then(|| Card::of_responses(locale, span, &rows.funnel, min_n));
        let left = funnel_between(&rows.funnel, span.hours.start).started;
        let [path, responses] = ["overview", "responses"].map(|page| format!("/sites/{key}/{page}"));
        let above = Above { path: &path, rows: &responses, left, min_n, one_survey: false };
        let first = Metric::ALL.into_iter().find(|metric| current(*metric, span, &hours).n() > 0);
        Self {
            bar: FilterBar {
                share: Some(shares::address(&key, lens, SharedPage::Overview)),
                ..FilterBar::new(&page, &above, lens, &rows.choices)
            },
            changes_page: lens.at(&format!("/sites/{key}/changes")),
            cards: metrics.chain(response).collect(),
            series: first
                .map(|metric| (figure::name(words, metric), Series::new(locale, metric, span, &hours, None, min_n))),
            changes: Changes::of(locale, &key, lens, &rows, min_n),
            comments: Comments::of(&page, rows.comments, rows.answered, Some((&rows.map, lens)), now),
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
        let is_shown = matches!(figure, Figure::Shown(_));
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
            working: is_shown.then(|| Working::of(locale, &counts)),
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
            working: is_shown.then(|| Working::of_rate(locale, [answered, now.shown])),
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
    fn of(locale: Locale, key: &str, lens: &Lens, rows: &Rows, min_n: u64) -> Self {
        let (words, map) = (Words::of(locale), &rows.map);
        let [now, before] = [&rows.now, &rows.before].map(|scores| comparison::by_touchpoint(scores));
        let compared = Comparison::new(&now, &before, min_n);
        if compared.tested.is_empty() {
            return Self::default();
        }
        let moved = |one: &Compared<i64>| {
            let place = map.touchpoint(one.group)?;
            let told = Told::of(locale, one);
            let metric = Some(one.after.metric());
            Some(Moved {
                class: told.class,
                amount: told.amount,
                href: lens.at(&format!("/sites/{key}/touchpoints/{}", place.id)),
                why: lens.by(metric).at(&format!("/sites/{key}/changes/{}", place.id)),
                name: place.name.clone(),
                channel: map.channel(place.channel_id).to_owned(),
                from_to: format!("{} {}", told.metric, told.from_to),
            })
        };
        let found: Vec<Moved> = compared.findings().filter_map(moved).collect();
        let number = |text: &str, n: usize| (n > 0).then(|| fill(text, &[("n", &n.to_string())]));
        let unclear = compared.tested.len() - compared.findings().count();
        let unclear = number(if found.is_empty() { words.all_unclear } else { words.others_unclear }, unclear);
        Self { found, unclear, untested: number(words.untested, compared.untested) }
    }

    fn is_empty(&self) -> bool {
        self.found.is_empty() && self.unclear.is_none()
    }
}

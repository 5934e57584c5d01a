//! The journey map: a cell for each channel in each phase, coloured by what is heard there, and the experience above.

mod cell;

mod svg;

use super::{
    Page,
    experience::{Experience, Heard},
    figure,
    filter_bar::{Above, Choices, FilterBar},
    lens::Lens,
    menu::{Choice, Menu},
    period::Span,
    series, shares,
    sites::TemplateChoice,
};
use crate::{
    db::{
        journey::{Cell as Place, Map, Step},
        results::TouchpointScore,
        sites::Site,
    },
    share::SharedPage,
    words::{Words, fill},
};
use askama::Template;
use cell::{Cell, Here, Silence};
use shared::score::{Base, Counts, Metric};
use std::collections::{BTreeMap, BTreeSet};
pub use svg::JourneySvg;

/// What the map is made of.
#[derive(Debug)]
pub struct Rows {
    /// Phases, channels and touchpoints.
    pub map: Map,
    /// The scores of the period by touchpoint and survey.
    pub scores: Vec<TouchpointScore>,
    /// The surveys that are asked at the moment, behind their touchpoints.
    pub live: BTreeSet<(i64, i64)>,
    /// The newest survey of each touchpoint that is a draft or paused.
    pub resting: BTreeMap<i64, i64>,
    /// How many people answered in the period.
    pub answered: u64,
    /// What the filter bar offers.
    pub choices: Choices,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "journey.html")]
pub struct JourneyView {
    page: Page,
    key: String,
    demo: bool,
    bar: FilterBar,
    metrics: Option<Menu>,
    phases: Vec<String>,
    channels: Vec<Line>,
    experience: Option<Experience>,
    /// What the curve is measured in.
    unit: &'static str,
    summary: String,
    coverage: String,
    /// What an empty map can start from.
    templates: Vec<TemplateChoice>,
    /// Where the map is as a picture, looked at in the same way.
    picture: String,
}

/// A channel with its cells.
#[derive(Debug)]
struct Line {
    name: String,
    slots: Vec<Slot>,
}

/// Where a channel meets a phase.
#[derive(Debug)]
struct Slot {
    cells: Vec<Cell>,
    add: String,
    add_label: String,
}

/// What is heard at one touchpoint: the metric of its newest live survey with answers, from all its surveys together.
pub fn main_metric<'a>(
    answers: impl Iterator<Item = (i64, &'a Counts)> + Clone,
    is_live: impl Fn(i64) -> bool,
) -> Option<Metric> {
    let answers = answers.filter(|(_, counts)| counts.n() > 0);
    let (survey, _) = answers.clone().max_by_key(|(survey, _)| (is_live(*survey), *survey))?;
    let of_survey = |metric: Metric| {
        let own = answers.clone().filter(|(one, _)| *one == survey);
        series::pool(metric, own.map(|(_, counts)| counts)).n()
    };
    Metric::ALL.into_iter().rev().max_by_key(|metric| of_survey(*metric))
}

impl JourneyView {
    /// The map of the page's site, for one metric or for each touchpoint's own.
    pub fn new(page: Page, site: &Site, lens: &Lens, span: &Span, rows: Rows) -> Self {
        let (words, metric) = (page.words, lens.metric);
        let min_n = figure::min_n(site);
        let key = site.key.clone();
        let Rows { map, scores, live, resting, answered, choices } = rows;
        let all: Vec<Here> = map
            .touchpoints
            .iter()
            .map(|touchpoint| {
                let rows = scores.iter().filter(|row| row.touchpoint_id == touchpoint.id);
                let rows = rows.map(|row| (row.survey_id, &row.counts));
                let own = main_metric(rows.clone(), |survey| live.contains(&(touchpoint.id, survey)));
                let shown = metric.or(own);
                let counts = shown.map(|metric| series::pool(metric, rows.map(|(_, counts)| counts)));
                let is_asked = live.range((touchpoint.id, i64::MIN)..=(touchpoint.id, i64::MAX)).next().is_some();
                Here {
                    touchpoint,
                    counts: counts.filter(|counts| counts.n() > 0),
                    // A target is a figure of what is asked there: beside another metric it means nothing.
                    target: touchpoint.target.filter(|_| metric.is_none() || metric == own),
                    is_asked,
                    resting: resting.get(&touchpoint.id).copied(),
                }
            })
            .collect();
        let metrics: BTreeSet<Metric> = all.iter().filter_map(|here| Some(here.counts.as_ref()?.metric())).collect();
        let cell = |here: &Here| {
            let href = lens.at(&format!("/sites/{key}/touchpoints/{}", here.touchpoint.id));
            Cell::of(&page, href, here, min_n, span.today, metrics.len() > 1)
        };
        let slot = |channel: &Step, phase: &Step| Slot {
            cells: all
                .iter()
                .filter(|here| here.touchpoint.cell() == Place { phase_id: phase.id, channel_id: channel.id })
                .map(cell)
                .collect(),
            add: format!("/sites/{key}/touchpoints/new?phase={}&channel={}", phase.id, channel.id),
            add_label: fill(words.add_touchpoint_at, &[("channel", &channel.name), ("phase", &phase.name)]),
        };
        let line = |channel: &Step| Line {
            name: channel.name.clone(),
            slots: map.phases.iter().map(|phase| slot(channel, phase)).collect(),
        };
        let channels: Vec<Line> = map.channels.iter().map(line).collect();
        let experience = experience(&page, &map, &all, min_n);
        let [path, responses, picture] =
            ["journey", "responses", "journey.svg"].map(|page| format!("/sites/{key}/{page}"));
        let above = Above { path: &path, rows: &responses, left: answered, min_n, one_survey: false };
        let is_answered = |metric: Metric| scores.iter().any(|row| row.counts.metric() == metric && row.counts.n() > 0);
        Self {
            bar: FilterBar {
                share: Some(shares::address(&key, lens, SharedPage::Journey)),
                ..FilterBar::new(&page, &above, lens, &choices)
            },
            metrics: of_metrics(words, is_answered, metric, |metric| lens.by(metric).at(&path)),
            summary: summary(&page, experience.as_ref(), &map),
            unit: unit(&page, experience.as_ref()),
            coverage: coverage(words, &map, &all),
            templates: if map.touchpoints.is_empty() { TemplateChoice::all(page.locale) } else { Vec::new() },
            picture: lens.at(&picture),
            phases: map.phases.iter().map(|phase| phase.name.clone()).collect(),
            demo: site.demo,
            channels,
            experience,
            page,
            key,
        }
    }
}

/// The metrics that were answered, where there are several.
pub fn of_metrics(
    words: &'static Words,
    answered: impl Fn(Metric) -> bool,
    chosen: Option<Metric>,
    href: impl Fn(Option<Metric>) -> String,
) -> Option<Menu> {
    let offered: Vec<Metric> =
        Metric::ALL.into_iter().filter(|metric| answered(*metric) || chosen == Some(*metric)).collect();
    if offered.len() < 2 && chosen.is_none() {
        return None;
    }
    let label =
        |metric: Option<Metric>| metric.map_or(words.own_metric, |metric| figure::name(words, metric)).to_owned();
    let choice = |metric| Choice { href: href(metric), label: label(metric), current: metric == chosen };
    let choices = [None].into_iter().chain(offered.into_iter().map(Some)).map(choice).collect();
    Some(Menu { name: words.metric, chosen: label(chosen), choices })
}

/// How many touchpoints and cells somebody listens at.
fn coverage(words: &Words, map: &Map, all: &[Here]) -> String {
    let asked = || all.iter().filter(|here| here.is_asked);
    let cells: BTreeSet<(i64, i64)> =
        asked().map(|here| (here.touchpoint.phase_id, here.touchpoint.channel_id)).collect();
    let [n, of, cells, all_cells] =
        [asked().count(), all.len(), cells.len(), map.phases.len() * map.channels.len()].map(|n| n.to_string());
    fill(words.coverage, &[("n", &n), ("of", &of), ("cells", &cells), ("all", &all_cells)])
}

fn experience(page: &Page, map: &Map, all: &[Here], min_n: u64) -> Option<Experience> {
    let heard = |phase: &Step| {
        let in_phase = all.iter().filter(|here| here.touchpoint.phase_id == phase.id);
        in_phase
            .filter_map(|here| {
                let counts = here.counts?;
                (counts.base(min_n) != Base::Suppressed).then_some(Heard { counts, target: here.target })
            })
            .collect()
    };
    Experience::new(page.locale, &map.phases.iter().map(heard).collect::<Vec<_>>())
}

fn unit(page: &Page, experience: Option<&Experience>) -> &'static str {
    experience
        .and_then(|experience| experience.metric)
        .map_or(page.words.pomp, |metric| figure::name(page.words, metric))
}

/// The curve in words: `Aware +22, Investigate +9`.
fn summary(page: &Page, experience: Option<&Experience>, map: &Map) -> String {
    let Some(experience) = experience else { return String::new() };
    let spots = experience.curve.spots.iter().zip(&experience.labels);
    let said = spots.filter_map(|((index, _), (_, text))| Some(format!("{} {text}", map.phases.get(*index)?.name)));
    format!("{} ({}): {}", page.words.experience, unit(page, Some(experience)), said.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csat(n: u64) -> Counts {
        Counts::from_points(Metric::Csat, &[0, 0, 0, 0, n]).unwrap()
    }

    fn ces(n: u64) -> Counts {
        Counts::from_points(Metric::Ces, &[0, 0, 0, 0, 0, 0, n]).unwrap()
    }

    #[test]
    fn the_newest_live_survey_with_answers_decides() {
        let check = |answers: &[(i64, Counts)], live: &[i64], expected: Option<Metric>| {
            let answers = answers.iter().map(|(survey, counts)| (*survey, counts));
            assert_eq!(main_metric(answers, |survey| live.contains(&survey)), expected);
        };
        check(&[], &[1], None);
        check(&[(1, csat(0))], &[1], None);
        check(&[(1, csat(3)), (2, ces(3))], &[1, 2], Some(Metric::Ces));
        check(&[(1, csat(3)), (2, ces(3))], &[1], Some(Metric::Csat));
        check(&[(1, csat(3)), (2, ces(3))], &[], Some(Metric::Ces));
        check(&[(1, csat(3)), (2, ces(0))], &[1, 2], Some(Metric::Csat));
        // A survey's main question is answered more often than the ones after it.
        check(&[(1, csat(3)), (1, ces(9))], &[1], Some(Metric::Ces));
        check(&[(1, csat(3)), (1, ces(3))], &[1], Some(Metric::Csat));
    }
}

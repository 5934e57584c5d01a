//! One touchpoint: its score, how it came about and moved, what was chosen and said, and who listens there.

use super::{
    Page,
    chart::{self, Bar},
    choices::{self, Question},
    colour,
    comments::Comments,
    figure::{self, Delta, Figure},
    filter_bar::{Above, Choices, FilterBar},
    format,
    funnel::{self, Stage},
    journey::{main_metric, of_metrics},
    lens::Lens,
    menu::Menu,
    period::Span,
    rated::Working,
    series::{self, Series},
    shares,
    terms::TermsView,
};
use crate::{
    db::{
        journey::{Map, Touchpoint},
        publications::Publication,
        results::{Chosen, Comment, Funnel, HourScore, TouchpointScore},
        sites::Site,
        surveys::{AtTouchpoint, Status},
    },
    locale::Locale,
    share::SharedPage,
    words::{Words, fill},
};
use askama::Template;
use jiff::civil::Date;
use shared::score::{Base, Counts, Metric, Score};

/// How many comments are listed.
const LISTED: usize = 50;

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// The address of who answers for it.
    pub owner: Option<String>,
    /// Its surveys.
    pub surveys: Vec<AtTouchpoint>,
    /// Its scores by survey, of this period.
    pub answers: Vec<TouchpointScore>,
    /// Its scores by hour, of this period and the one before.
    pub scores: Vec<HourScore>,
    /// Its funnel in this period.
    pub funnel: Funnel,
    /// The options chosen in this period.
    pub chosen: Vec<Chosen>,
    /// The latest comments of this period.
    pub comments: Vec<Comment>,
    /// What the filter bar offers.
    pub choices: Choices,
    /// The versions that were published in this period and the one before.
    pub publications: Vec<Publication>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "touchpoint.html")]
pub struct TouchpointView {
    page: Page,
    key: String,
    id: i64,
    demo: bool,
    place: String,
    moment_of_truth: bool,
    description: String,
    owner: Option<String>,
    bar: FilterBar,
    /// Which part of the answers moved.
    why: String,
    metrics: Option<Menu>,
    metric: &'static str,
    figure: Figure,
    delta: Option<Delta>,
    goal: Option<Goal>,
    bars: Option<Bars>,
    funnel: Vec<Stage>,
    series: Option<Series>,
    choices: Vec<Question>,
    comments: Comments,
    terms: Option<TermsView>,
    working: Option<Working>,
    surveys: Vec<Survey>,
    is_asked: bool,
}

/// The target, and whether it is reached.
#[derive(Debug, PartialEq, Eq)]
struct Goal {
    target: String,
    class: &'static str,
    text: &'static str,
    /// By when, or since when it is overdue.
    day: Option<(String, bool)>,
}

/// How often each point was chosen.
#[derive(Debug)]
struct Bars {
    bars: Vec<(&'static str, Bar, u8)>,
    label: String,
}

/// One survey that asks here.
#[derive(Debug)]
struct Survey {
    id: i64,
    name: String,
    class: &'static str,
    status: &'static str,
}

impl TouchpointView {
    /// The touchpoint with this id, by one metric or by its own. `None` when the map has no such touchpoint.
    pub fn new(page: Page, site: &Site, lens: &Lens, span: &Span, id: i64, rows: Rows, now: i64) -> Option<Self> {
        let (locale, words) = (page.locale, page.words);
        let (min_n, key) = (figure::min_n(site), site.key.clone());
        let touchpoint = rows.map.touchpoint(id)?;
        let is_live = |survey: i64| rows.surveys.iter().any(|one| one.id == survey && one.status == Status::Live);
        let current = rows.scores.iter().filter(|row| row.hour >= span.hours.start);
        let answers = rows.answers.iter().map(|row| (row.survey_id, &row.counts));
        let metric = lens.metric.or_else(|| main_metric(answers, is_live));
        let answered = |metric: Metric| current.clone().any(|row| row.counts.metric() == metric && row.counts.n() > 0);
        let path = format!("/sites/{key}/touchpoints/{id}");
        let responses = format!("{path}/responses");
        let above = Above { path: &path, rows: &responses, left: rows.funnel.started, min_n, one_survey: false };
        let hours: Vec<(i32, Counts)> = rows.scores.iter().map(|row| (row.hour, row.counts)).collect();
        let counts = metric.map(|metric| series::pool(metric, current.clone().map(|row| &row.counts)));
        let before = metric.map(|metric| {
            let earlier = rows.scores.iter().filter(|row| row.hour < span.hours.start);
            series::pool(metric, earlier.map(|row| &row.counts))
        });
        let shown = counts.filter(|counts| counts.base(min_n) != Base::Suppressed);
        let figure = counts.map_or(Figure::Nothing, |counts| Figure::of(locale, &counts, min_n));
        Some(Self {
            bar: FilterBar {
                share: Some(shares::address(&key, lens, SharedPage::Touchpoint(id))),
                ..FilterBar::new(&page, &above, lens, &rows.choices)
            },
            why: lens.by(metric).at(&format!("/sites/{key}/changes/{id}")),
            metrics: of_metrics(words, answered, lens.metric, |metric| lens.by(metric).at(&path)),
            metric: metric.map_or(words.score, |metric| figure::name(words, metric)),
            delta: counts.zip(before).and_then(|(counts, before)| Delta::of(locale, &counts, &before, min_n)),
            goal: metric.zip(touchpoint.target).map(|(metric, target)| {
                let goal = Goal::of(words, metric, target, shown.and_then(|counts| counts.score()), locale);
                goal.by(words, locale, touchpoint, span.today)
            }),
            bars: shown.and_then(|counts| Bars::of(locale, &counts)),
            funnel: funnel::told(&page, &rows.funnel, lens, min_n),
            series: metric.map(|metric| {
                let series = Series::new(locale, metric, span, &hours, touchpoint.target, min_n);
                series.with(locale, &rows.publications, span.today)
            }),
            terms: metric.filter(|_| !rows.comments.is_empty()).map(|metric| {
                let narrowed = format!("touchpoint={id}&days={}", lens.period.days());
                TermsView::of(&page, metric, &rows.comments, &narrowed, min_n)
            }),
            working: shown.map(|counts| Working::of(locale, &counts)),
            choices: choices::questions(locale, &rows.surveys, &rows.chosen, min_n),
            comments: Comments::of(&page, latest(rows.comments), rows.funnel.started, None, now),
            is_asked: rows.surveys.iter().any(|survey| survey.status == Status::Live),
            surveys: rows.surveys.iter().map(|survey| Survey::of(words, survey)).collect(),
            place: place(&rows.map, touchpoint),
            moment_of_truth: touchpoint.moment_of_truth,
            description: touchpoint.description.clone(),
            owner: rows.owner.clone(),
            demo: site.demo,
            figure,
            page,
            key,
            id,
        })
    }

    /// Whether nobody was asked here in the period.
    fn is_silent(&self) -> bool {
        self.funnel.is_empty() && self.figure == Figure::Nothing
    }
}

/// As many comments as the page lists; all of them are read for their words.
fn latest(mut comments: Vec<Comment>) -> Vec<Comment> {
    comments.truncate(LISTED);
    comments
}

fn place(map: &Map, touchpoint: &Touchpoint) -> String {
    format!("{} · {}", map.channel(touchpoint.channel_id), map.phase(touchpoint.phase_id))
}

impl Goal {
    fn of(words: &'static Words, metric: Metric, target: f64, score: Option<Score>, locale: Locale) -> Self {
        let (class, text) = match score {
            None => ("", ""),
            Some(score) if score.interval.low >= target => ("ok", words.target_reached),
            Some(score) if score.interval.high < target => ("alert", words.target_missed),
            Some(_) => ("", words.target_unclear),
        };
        let target = fill(words.to_be, &[("target", &format::score(locale, metric, target))]);
        Self { target, class, text, day: None }
    }

    /// With the day by which it shall be reached. Only one that is surely reached is not overdue afterwards.
    fn by(self, words: &Words, locale: Locale, touchpoint: &Touchpoint, today: Date) -> Self {
        let told = |due: Date| {
            let is_overdue = due < today && self.class != "ok";
            let text = if is_overdue { words.cell_overdue } else { words.cell_due };
            (fill(text, &[("day", &format::day(locale, due, today))]), is_overdue)
        };
        Self { day: touchpoint.due().map(told), ..self }
    }
}

impl Bars {
    /// `None` where a few equal answers would tell what each one said.
    fn of(locale: Locale, counts: &Counts) -> Option<Self> {
        if counts.is_homogeneous() {
            return None;
        }
        let metric = counts.metric();
        let by_point: Vec<(u8, u64)> = counts.iter().collect();
        let heights: Vec<u64> = by_point.iter().map(|(_, n)| *n).collect();
        let bars = chart::bars(&heights).into_iter().zip(&by_point);
        let label: Vec<String> =
            by_point.iter().map(|(point, n)| format!("{point}: {}", format::number(locale, *n))).collect();
        Some(Self {
            bars: bars.map(|(bar, (point, _))| (colour::of_point(metric, *point), bar, *point)).collect(),
            label: label.join(", "),
        })
    }
}

impl Survey {
    fn of(words: &Words, survey: &AtTouchpoint) -> Self {
        let (class, status) = match survey.status {
            Status::Draft => ("", words.survey_draft),
            Status::Live => ("ok", words.survey_live),
            Status::Paused => ("warn", words.survey_paused),
        };
        Self { id: survey.id, name: survey.name.clone(), class, status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_reached_only_if_the_interval_says_so() {
        let check = |target, counters: [u64; 5], expected: &str| {
            let counts = Counts::from_points(Metric::Csat, &counters).unwrap();
            let goal = Goal::of(Words::of(Locale::En), Metric::Csat, target, counts.score(), Locale::En);
            assert_eq!(goal.class, expected, "{target}");
        };
        check(85.0, [0, 0, 0, 0, 500], "ok");
        check(85.0, [100, 0, 0, 0, 100], "alert");
        check(85.0, [2, 0, 0, 0, 10], "");
    }
}

//! One touchpoint: its score, how it came about and moved, what was chosen and said, and who listens there.

use super::{
    Page,
    chart::{self, Bar},
    comments::Comments,
    figure::{self, Delta, Figure},
    format,
    journey::{main_metric, of_metrics},
    menu::Menu,
    period::Span,
    series::{self, Series},
};
use crate::{
    db::{
        journey::{Map, Touchpoint},
        results::{Chosen, Comment, Funnel, HourScore, TouchpointScore},
        sites::Site,
        surveys::{AtTouchpoint, Status},
    },
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;
use shared::{
    score::{Base, COMMENTS_MIN_N, Counts, Metric, Score, rate},
    survey::Kind,
    text::Language,
};

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
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
    period: Menu,
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
    surveys: Vec<Survey>,
    is_asked: bool,
}

/// The target, and whether it is reached.
#[derive(Debug, PartialEq, Eq)]
struct Goal {
    target: String,
    class: &'static str,
    text: &'static str,
}

/// How often each point was chosen.
#[derive(Debug)]
struct Bars {
    bars: Vec<(&'static str, Bar, u8)>,
    label: String,
}

/// One stage of the funnel.
#[derive(Debug, PartialEq, Eq)]
struct Stage {
    name: &'static str,
    n: String,
    share: String,
    limits: String,
}

/// The options chosen at one question.
#[derive(Debug)]
struct Question {
    title: String,
    n: String,
    options: Vec<ChosenOption>,
}

/// One option.
#[derive(Debug, PartialEq, Eq)]
struct ChosenOption {
    label: String,
    n: String,
    share: String,
    limits: String,
    width: String,
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
    pub fn new(
        page: Page,
        site: &Site,
        span: &Span,
        id: i64,
        metric: Option<Metric>,
        rows: Rows,
        now: i64,
    ) -> Option<Self> {
        let (locale, words) = (page.locale, page.words);
        let (min_n, key) = (figure::min_n(site), site.key.clone());
        let touchpoint = rows.map.touchpoint(id)?;
        let is_live = |survey: i64| rows.surveys.iter().any(|one| one.id == survey && one.status == Status::Live);
        let current = rows.scores.iter().filter(|row| row.hour >= span.hours.start);
        let chosen = metric;
        let answers = rows.answers.iter().map(|row| (row.survey_id, &row.counts));
        let metric = metric.or_else(|| main_metric(answers, is_live));
        let answered = |metric: Metric| current.clone().any(|row| row.counts.metric() == metric && row.counts.n() > 0);
        let here = |days: u16, metric: Option<Metric>| match metric {
            Some(metric) => format!("/sites/{key}/touchpoints/{id}?days={days}&metric={}", metric.id()),
            None => format!("/sites/{key}/touchpoints/{id}?days={days}"),
        };
        let days = span.period.days();
        let hours: Vec<(i32, Counts)> = rows.scores.iter().map(|row| (row.hour, row.counts)).collect();
        let counts = metric.map(|metric| series::pool(metric, current.clone().map(|row| &row.counts)));
        let before = metric.map(|metric| {
            let earlier = rows.scores.iter().filter(|row| row.hour < span.hours.start);
            series::pool(metric, earlier.map(|row| &row.counts))
        });
        let shown = counts.filter(|counts| counts.base(min_n) != Base::Suppressed);
        let figure = counts.map_or(Figure::Nothing, |counts| Figure::of(locale, &counts, min_n));
        Some(Self {
            period: Menu::of_periods(words, span.period, |period| here(period.days(), chosen)),
            metrics: of_metrics(words, answered, chosen, |metric| here(days, metric)),
            metric: metric.map_or(words.score, figure::name),
            delta: counts.zip(before).and_then(|(counts, before)| Delta::of(locale, &counts, &before, min_n)),
            goal: metric.zip(touchpoint.target).map(|(metric, target)| {
                Goal::of(words, metric, target, shown.and_then(|counts| counts.score()), locale)
            }),
            bars: shown.and_then(|counts| Bars::of(locale, &counts)),
            funnel: stages(locale, &rows.funnel, min_n),
            series: metric.map(|metric| Series::new(locale, metric, span, &hours, touchpoint.target, min_n)),
            choices: questions(locale, &rows.surveys, &rows.chosen, min_n),
            comments: Comments::of(&page, rows.comments, rows.funnel.started, None, now),
            is_asked: rows.surveys.iter().any(|survey| survey.status == Status::Live),
            surveys: rows.surveys.iter().map(|survey| Survey::of(words, survey)).collect(),
            place: place(&rows.map, touchpoint),
            moment_of_truth: touchpoint.moment_of_truth,
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

/// Whether comments from a group in which so many people answered may be read.
pub fn may_read_comments(funnel: &Funnel) -> bool {
    funnel.started >= COMMENTS_MIN_N
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
        Self { target, class, text }
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
            bars: bars.map(|(bar, (point, _))| (figure::colour(metric, *point), bar, *point)).collect(),
            label: label.join(", "),
        })
    }
}

/// From being shown to leaving a comment. Empty when nothing was shown or answered.
fn stages(locale: Locale, funnel: &Funnel, min_n: u64) -> Vec<Stage> {
    let words = Words::of(locale);
    if funnel.shown == 0 && funnel.started == 0 {
        return Vec::new();
    }
    let stage = |name: &'static str, n: u64| {
        let n_or_fewer = if n < min_n {
            (format!("<\u{a0}{}", format::number(locale, min_n)), None)
        } else {
            (format::number(locale, n), rate(n.min(funnel.shown), funnel.shown))
        };
        let (n, share) = n_or_fewer;
        Stage {
            name,
            n,
            share: share.map_or_else(String::new, |share| format::rate(locale, &share)),
            limits: share.map_or_else(String::new, |share| format::rate_interval(locale, &share)),
        }
    };
    let shown = Stage {
        name: words.funnel_shown,
        n: format::number(locale, funnel.shown),
        share: format::share(locale, 100.0),
        limits: String::new(),
    };
    vec![
        shown,
        stage(words.funnel_started, funnel.started),
        stage(words.funnel_scored, funnel.scored),
        stage(words.funnel_commented, funnel.commented),
    ]
}

/// What was chosen at each question that offers options, in the words of the version that is asked now.
fn questions(locale: Locale, surveys: &[AtTouchpoint], chosen: &[Chosen], min_n: u64) -> Vec<Question> {
    let mut questions = Vec::new();
    for survey in surveys {
        let Some(definition) = &survey.published else { continue };
        let default = definition.default_language();
        let language = Language::try_from(locale.tag()).unwrap_or_else(|_| default.clone());
        for question in definition.survey().questions() {
            let Kind::Choice { options } = &question.kind else { continue };
            let here = chosen.iter().filter(|one| one.survey_id == survey.id && one.question == question.id.as_str());
            let total: u64 = here.clone().map(|one| one.n).sum();
            if total < min_n {
                continue;
            }
            let label = |id: &str| {
                let option = options.iter().find(|option| option.id.as_str() == id);
                // An option that was taken out of the survey keeps its answers and goes by its id.
                option.map_or_else(|| id.to_owned(), |option| option.label.in_language(&language, default))
            };
            let mut options: Vec<(u64, ChosenOption)> =
                here.map(|one| (one.n, ChosenOption::of(locale, label(&one.choice), one.n, total))).collect();
            let tells_on_people = options.len() == 1 && total < shared::score::HOMOGENEOUS_BELOW;
            if tells_on_people {
                continue;
            }
            options.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
            questions.push(Question {
                title: question.title.in_language(&language, default),
                n: figure::n(locale, total),
                options: options.into_iter().map(|(_, option)| option).collect(),
            });
        }
    }
    questions
}

impl ChosenOption {
    fn of(locale: Locale, label: String, n: u64, total: u64) -> Self {
        let share = rate(n, total);
        Self {
            label,
            n: format::number(locale, n),
            share: share.map_or_else(String::new, |share| format::share(locale, share.value)),
            limits: share.map_or_else(String::new, |share| format::share_interval(locale, &share)),
            width: share.map_or_else(String::new, |share| format!("{:.2}%", share.value)),
        }
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

    fn stage_numbers(funnel: Funnel) -> Vec<[String; 2]> {
        stages(Locale::En, &funnel, 5).into_iter().map(|stage| [stage.n, stage.share]).collect()
    }

    #[test]
    fn the_funnel_hides_few_people() {
        let funnel = Funnel { shown: 21_040, started: 3_118, scored: 2_410, commented: 4 };
        let expected = [["21,040", "100\u{a0}%"], ["3,118", "14.8\u{a0}%"], ["2,410", "11.5\u{a0}%"], ["<\u{a0}5", ""]];
        assert_eq!(stage_numbers(funnel), expected);
        assert!(stage_numbers(Funnel::default()).is_empty());
        // Answers arrive although their being shown was never told.
        let lost = stage_numbers(Funnel { shown: 0, started: 7, scored: 7, commented: 7 });
        assert_eq!(lost[1], ["7", ""]);
    }

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

//! What was answered to one survey: every question in its order, how many came how far, how long it took, and which
//! versions were asked.

use super::{
    Page,
    figure::{self, Figure},
    filter_bar::{Above, Choices, FilterBar},
    format,
    funnel::{self, Stage},
    lens::Lens,
    period::Span,
    rated::{self, Line, Rated},
    series, shares,
};
use crate::{
    db::{
        counted::Scored,
        publications::Publication,
        results::{Chosen, Funnel},
        sites::Site,
        surveys::Survey,
    },
    locale::Locale,
    share::{Redaction, SharedPage},
    words::{Words, fill},
};
use askama::Template;
use shared::{
    definition::Definition,
    entry::OTHER,
    score::{Base, Counts, Metric, rate},
    survey::{Kind, Question},
    text::{Language, Translations},
};

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The survey.
    pub survey: Survey,
    /// What its newest version asks; nothing before it is published.
    pub asked: Option<Definition>,
    /// What the filter bar offers.
    pub choices: Choices,
    /// The scores of its questions, of both periods.
    pub scores: Vec<Scored>,
    /// The options chosen in this period.
    pub chosen: Vec<Chosen>,
    /// How many answered each question in words.
    pub commented: Vec<(String, u64)>,
    /// How far visitors went.
    pub funnel: Funnel,
    /// How many took so many seconds to the end.
    pub seconds: Vec<(i32, u64)>,
    /// Every version.
    pub publications: Vec<Publication>,
    /// The questions that do not appear.
    pub redaction: Redaction,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "survey_results.html")]
pub struct SurveyResultsView {
    page: Page,
    key: String,
    id: i64,
    demo: bool,
    bar: FilterBar,
    touchpoint: (String, String),
    is_published: bool,
    funnel: Vec<Stage>,
    time: Option<Time>,
    versions: Vec<(i32, String)>,
    questions: Vec<Asked>,
}

/// How long it takes to the end: a half took less than the median.
#[derive(Debug, PartialEq, Eq)]
struct Time {
    median: String,
    quartiles: String,
    n: String,
}

/// One question with its answers.
#[derive(Debug)]
struct Asked {
    title: String,
    href: Option<String>,
    answers: Answers,
}

/// What was answered.
#[derive(Debug)]
enum Answers {
    /// Ratings: one, or both halves of a gap.
    Rated(Vec<Rated>),
    /// Options, with how many were chosen in all.
    Chosen(String, Vec<Line>),
    /// Words: how many, and where they are read.
    Words(String, String),
    /// Agreement, or following a link, of all who began.
    Yes(String),
    /// None yet, or too few to be told.
    Few(String),
}

impl SurveyResultsView {
    /// The results of a survey.
    pub fn new(page: Page, site: &Site, lens: &Lens, span: &Span, rows: &Rows) -> Self {
        let (locale, min_n) = (page.locale, figure::min_n(site));
        let (key, id) = (site.key.clone(), rows.survey.id);
        let path = format!("/sites/{key}/surveys/{id}/results");
        // The responses behind the page are those of this survey.
        let mut filter = lens.filter.clone();
        filter.survey = Some(id);
        let [responses, export] =
            ["responses", "export"].map(|page| lens.of(filter.clone()).at(&format!("/sites/{key}/{page}")));
        let above = Above { path: &path, rows: &path, left: rows.funnel.started, min_n, one_survey: true };
        let mut bar = FilterBar::new(&page, &above, lens, &rows.choices);
        (bar.rows, bar.export) = (Some(responses), Some(export));
        bar.share = Some(shares::address(&key, lens, SharedPage::Survey(id)));
        let questions = rows.asked.iter().flat_map(|asked| {
            let questions = asked.survey().questions().iter().filter(|question| question.kind != Kind::Statement);
            let questions = questions.filter(|question| !rows.redaction.hides(id, question.id.as_str()));
            questions.map(|question| Asked::of(&page, site, lens, span, rows, asked, question))
        });
        let day = |one: &Publication| format::day(locale, format::local_day(one.published_at, &span.zone), span.today);
        Self {
            questions: questions.collect(),
            funnel: funnel::told(&page, &rows.funnel, lens, min_n),
            time: Time::of(locale, &rows.seconds, min_n),
            versions: rows.publications.iter().rev().map(|one| (one.version, day(one))).collect(),
            touchpoint: (
                lens.at(&format!("/sites/{key}/touchpoints/{}", rows.survey.place.touchpoint_id)),
                rows.survey.place.touchpoint.clone(),
            ),
            is_published: rows.asked.is_some(),
            demo: site.demo,
            bar,
            page,
            key,
            id,
        }
    }
}

/// A question's text in the console's language, or in the survey's own.
pub fn text(locale: Locale, asked: &Definition, text: &Translations) -> String {
    let default = asked.default_language();
    let language = Language::try_from(locale.tag()).unwrap_or_else(|_| default.clone());
    text.in_language(&language, default)
}

/// The answers to one metric of one question, of this period and of the one before.
pub fn both(scores: &[Scored], question: &str, metric: Metric, span: &Span) -> [Counts; 2] {
    [true, false].map(|now| {
        let own = scores.iter().filter(|row| row.question == question && (row.hour >= span.hours.start) == now);
        series::pool(metric, own.map(|row| &row.counts))
    })
}

/// The options of a question that were chosen, in words.
pub fn options(
    locale: Locale,
    asked: &Definition,
    question: &Question<Translations>,
    chosen: &[Chosen],
    survey: i64,
) -> Vec<(String, u64)> {
    let label = |id: &str| {
        if let (OTHER, Kind::Choice { other: Some(label), .. }) = (id, &question.kind) {
            return text(locale, asked, label);
        }
        let option = question.kind.options().iter().find(|option| option.id.as_str() == id);
        // An option that was taken out of the survey keeps its answers and goes by its id.
        option.map_or_else(|| id.to_owned(), |option| text(locale, asked, &option.label))
    };
    let own = chosen.iter().filter(|one| one.survey_id == survey && one.question == question.id.as_str());
    own.map(|one| (label(&one.choice), one.n)).collect()
}

/// What a question measures: its metric, both halves of a gap, or nothing.
pub fn metrics(kind: &Kind<Translations>) -> Vec<Metric> {
    match kind {
        Kind::Gap { .. } => vec![Metric::Expectation, Metric::Perception],
        kind => kind.metric().into_iter().collect(),
    }
}

impl Asked {
    fn of(
        page: &Page,
        site: &Site,
        lens: &Lens,
        span: &Span,
        rows: &Rows,
        asked: &Definition,
        question: &Question<Translations>,
    ) -> Self {
        let (locale, words, min_n) = (page.locale, page.words, figure::min_n(site));
        let (key, survey, id) = (&site.key, rows.survey.id, question.id.as_str());
        let few = || Answers::Few(words.no_answers_in_period.to_owned());
        let fewer = || Answers::Few(figure::fewer_than(locale, min_n));
        let measured = metrics(&question.kind);
        let answers = match &question.kind {
            _ if !measured.is_empty() => {
                let rated = measured.into_iter().map(|metric| {
                    let [now, before] = both(&rows.scores, id, metric, span);
                    Rated::of(locale, &now, &before, min_n)
                });
                Answers::Rated(rated.collect())
            }
            Kind::Choice { .. } | Kind::Importance { .. } => {
                let options = options(locale, asked, question, &rows.chosen, survey);
                let all = options.iter().map(|(_, n)| n).sum();
                let lines = rated::chosen(locale, &options, min_n);
                match all {
                    0 => few(),
                    _ if lines.is_empty() => fewer(),
                    _ => Answers::Chosen(figure::n(locale, all), lines),
                }
            }
            Kind::Text { .. } => match rows.commented.iter().find(|(one, _)| one == id) {
                None => few(),
                Some((_, n)) if Base::of(*n, min_n) == Base::Suppressed => fewer(),
                Some((_, n)) => {
                    let days = lens.period.days();
                    let href = format!("/sites/{key}/comments?status=all&survey={survey}&days={days}");
                    Answers::Words(format::number(locale, *n), href)
                }
            },
            _ => {
                let yes = rows.chosen.iter().filter(|one| one.survey_id == survey && one.question == id);
                let yes: u64 = yes.filter(|one| one.choice == "yes").map(|one| one.n).sum();
                let share = rate(yes.min(rows.funnel.started), rows.funnel.started);
                match share.filter(|_| Base::of(yes, min_n) != Base::Suppressed) {
                    _ if yes == 0 => few(),
                    None => fewer(),
                    Some(share) => Answers::Yes(fill(
                        words.results_yes,
                        &[
                            ("share", &format::rate(locale, &share)),
                            ("limits", &format::rate_interval(locale, &share)),
                            ("n", &format::number(locale, yes)),
                        ],
                    )),
                }
            }
        };
        let has_page = matches!(answers, Answers::Rated(_) | Answers::Chosen(..));
        Self {
            title: text(locale, asked, &question.title),
            href: has_page.then(|| lens.at(&format!("/sites/{key}/surveys/{survey}/questions/{id}"))),
            answers,
        }
    }
}

impl Time {
    /// `None` where so few came to the end that it would tell on them.
    fn of(locale: Locale, seconds: &[(i32, u64)], min_n: u64) -> Option<Self> {
        let words = Words::of(locale);
        let n_all: u64 = seconds.iter().map(|(_, n)| n).sum();
        if Base::of(n_all, min_n) == Base::Suppressed {
            return None;
        }
        let mut sorted = seconds.to_vec();
        sorted.sort_unstable();
        // The shortest time within which so large a part of them came to the end.
        let quantile = |part: u64, of: u64| {
            let mut passed = 0;
            let within = |(_, n): &&(i32, u64)| {
                passed += n;
                passed * of >= part * n_all
            };
            sorted.iter().find(within).map_or(0, |(second, _)| *second)
        };
        let say = |seconds: i32| match seconds {
            ..120 => fill(words.results_seconds, &[("n", &seconds.to_string())]),
            _ => fill(words.results_minutes, &[("n", &format::decimal(locale, f64::from(seconds) / 60.0, 1))]),
        };
        let [lower, median, upper] = [quantile(1, 4), quantile(1, 2), quantile(3, 4)].map(say);
        Some(Self {
            quartiles: fill(words.results_quartiles, &[("low", &lower), ("high", &upper)]),
            n: figure::n(locale, n_all),
            median,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_all_took_no_longer_than_the_median() {
        let check = |seconds: &[(i32, u64)], expected: Option<(&str, &str)>| {
            let time = Time::of(Locale::En, seconds, 5);
            assert_eq!(time.as_ref().map(|time| (time.median.as_str(), time.quartiles.as_str())), expected);
        };
        check(&[], None);
        check(&[(4, 2), (9, 2)], None);
        check(
            &[(30, 1), (10, 1), (20, 1), (50, 1), (40, 1)],
            Some(("30\u{a0}s", "a half took 20\u{a0}s to 40\u{a0}s")),
        );
        check(&[(10, 99), (300, 1)], Some(("10\u{a0}s", "a half took 10\u{a0}s to 10\u{a0}s")));
        check(&[(90, 1), (150, 8), (600, 1)], Some(("2.5\u{a0}min", "a half took 2.5\u{a0}min to 2.5\u{a0}min")));
    }
}

//! One question of a survey: how its score moved, what was answered, and the same by device, language and version.

use super::{
    Page, comments,
    figure::{self, Figure},
    filter_bar::{Above, Choices, FilterBar},
    lens::Lens,
    period::Span,
    rated::{self, Line, Rated},
    series::{self, Series},
    survey_results::{both, metrics, options, text},
    terms::TermsView,
};
use crate::{
    db::{
        counted::Scored,
        matching::{Divided, Division},
        publications::Publication,
        results::{Chosen, Comment, Funnel},
        sites::Site,
        surveys::Survey,
    },
    words::Words,
};
use askama::Template;
use shared::{
    definition::Definition,
    score::{Counts, Metric},
    survey::Question,
    text::{QuestionId, Translations},
};
use std::collections::BTreeMap;

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The survey.
    pub survey: Survey,
    /// What its newest version asks.
    pub asked: Definition,
    /// What the filter bar offers.
    pub choices: Choices,
    /// The scores of its questions, of both periods.
    pub scores: Vec<Scored>,
    /// The same of this period, divided.
    pub divided: Vec<Divided>,
    /// The options chosen in this period.
    pub chosen: Vec<Chosen>,
    /// How far visitors went.
    pub funnel: Funnel,
    /// The versions that were published.
    pub publications: Vec<Publication>,
    /// The comments that come with the survey's score, where they may be read.
    pub comments: Vec<Comment>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "question.html")]
pub struct QuestionView {
    page: Page,
    demo: bool,
    bar: FilterBar,
    survey: (String, String),
    measured: Vec<Measured>,
    options: Vec<Line>,
    terms: Option<TermsView>,
}

/// One metric of the question.
#[derive(Debug)]
struct Measured {
    metric: &'static str,
    rated: Rated,
    series: Series,
    parts: Vec<Part>,
}

/// The answers of one part of the visitors.
#[derive(Debug)]
struct Part {
    kind: &'static str,
    name: String,
    figure: Figure,
}

impl QuestionView {
    /// A question of a survey. `None` when the survey does not ask it.
    pub fn new(page: Page, site: &Site, lens: &Lens, span: &Span, question: &str, rows: &Rows) -> Option<Self> {
        let (locale, min_n, key, survey) = (page.locale, figure::min_n(site), &site.key, rows.survey.id);
        let id = QuestionId::try_from(question).ok()?;
        let question: &Question<Translations> = rows.asked.survey().question(&id)?;
        let results = format!("/sites/{key}/surveys/{survey}/results");
        let path = format!("/sites/{key}/surveys/{survey}/questions/{id}");
        let mut filter = lens.filter.clone();
        filter.survey = Some(survey);
        let [responses, export] =
            ["responses", "export"].map(|page| lens.of(filter.clone()).at(&format!("/sites/{key}/{page}")));
        let above = Above { path: &path, rows: &path, left: rows.funnel.started, min_n, one_survey: true };
        let mut bar = FilterBar::new(&page, &above, lens, &rows.choices);
        (bar.rows, bar.export) = (Some(responses), Some(export));
        let is_headline = rows.asked.survey().headline().is_some_and(|headline| headline.id == id);
        let metric = question.kind.metric().filter(|_| is_headline);
        Some(Self {
            measured: metrics(&question.kind)
                .into_iter()
                .map(|metric| Measured::of(&page, span, rows, id.as_str(), metric, min_n))
                .collect(),
            options: rated::chosen(locale, &options(locale, &rows.asked, question, &rows.chosen, survey), min_n),
            terms: metric.map(|metric| {
                let comments = format!("survey={survey}&days={}", lens.period.days());
                TermsView::of(&page, metric, &rows.comments, &comments, min_n)
            }),
            survey: (lens.at(&results), rows.survey.name.clone()),
            demo: site.demo,
            bar,
            page,
        })
    }

    /// What a question is called.
    pub fn title(locale: crate::locale::Locale, asked: &Definition, question: &str) -> Option<String> {
        let id = QuestionId::try_from(question).ok()?;
        Some(text(locale, asked, &asked.survey().question(&id)?.title))
    }
}

impl Measured {
    fn of(page: &Page, span: &Span, rows: &Rows, question: &str, metric: Metric, min_n: u64) -> Self {
        let (locale, words) = (page.locale, page.words);
        let [now, before] = both(&rows.scores, question, metric, span);
        let hours = rows.scores.iter().filter(|row| row.question == question);
        let hours: Vec<(i32, Counts)> = hours.map(|row| (row.hour, row.counts)).collect();
        let series = Series::new(locale, metric, span, &hours, None, min_n);
        let parts = rows.divided.iter().flat_map(|(by, scores)| {
            let mut parts = BTreeMap::<&str, Vec<&Counts>>::new();
            let own = scores.iter().filter(|row| row.question == question && row.survey_id == rows.survey.id);
            own.for_each(|row| parts.entry(&row.part).or_default().push(&row.counts));
            parts.into_iter().map(move |(part, counts)| (*by, part, series::pool(metric, counts)))
        });
        let part = |(by, part, counts): (Division, &str, Counts)| Part {
            kind: kind(words, by),
            name: match by {
                Division::Device => comments::device(words, part).to_owned(),
                Division::Language | Division::Version => part.to_owned(),
            },
            figure: Figure::of(locale, &counts, min_n),
        };
        Self {
            metric: figure::name(words, metric),
            rated: Rated::of(locale, &now, &before, min_n),
            series: series.with(locale, &rows.publications, span.today),
            parts: parts.map(part).collect(),
        }
    }
}

fn kind(words: &'static Words, by: Division) -> &'static str {
    match by {
        Division::Device => words.filter_device,
        Division::Language => words.filter_language,
        Division::Version => words.filter_version,
    }
}

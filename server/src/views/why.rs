//! Why a touchpoint's figure moved: the same answers by device, language, version, segment, question and option, each
//! part compared with itself in the period before. Says what moved together, never what caused it.

use super::{
    Page, comments,
    comparison::{Comparison, Groups, Told, group},
    figure,
    filter_bar::{Above, Choices, FilterBar},
    format,
    journey::main_metric,
    lens::Lens,
    period::Span,
    series,
};
use crate::{
    db::{
        counted::Scored,
        journey::Map,
        matching::{Divided, Division},
        publications::Publication,
        results::{Chosen, HourScore, TouchpointScore},
        segments::Segment,
        sites::Site,
        surveys::{AtTouchpoint, Status},
    },
    filter::Filter,
    locale::Locale,
    words::{Words, fill},
};
use askama::Template;
use shared::{
    score::{Counts, Metric},
    survey::Kind,
    targeting::Device,
    text::{Language, QuestionId},
};

/// What the page is made of: both periods, by hour, where nothing else is said.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// What the filter bar offers.
    pub choices: Choices,
    /// The touchpoint's surveys.
    pub surveys: Vec<AtTouchpoint>,
    /// Its scores by survey, of this period.
    pub answers: Vec<TouchpointScore>,
    /// Its scores.
    pub scores: Vec<HourScore>,
    /// Its scores, divided.
    pub divided: Vec<Divided>,
    /// Its scores in each segment.
    pub segments: Vec<(Segment, Vec<HourScore>)>,
    /// Its scores by question.
    pub questions: Vec<Scored>,
    /// The options chosen, in this period and the one before.
    pub chosen: [Vec<Chosen>; 2],
    /// The versions that were published.
    pub publications: Vec<Publication>,
    /// How many responses of this period are left.
    pub left: u64,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "why.html")]
pub struct WhyView {
    page: Page,
    key: String,
    demo: bool,
    bar: FilterBar,
    place: (String, String),
    whole: Option<Told>,
    rows: Vec<Row>,
    found: bool,
    untested: Option<String>,
    published: Vec<String>,
}

/// One part of the answers.
#[derive(Debug)]
struct Row {
    kind: &'static str,
    name: String,
    /// The same page of results, of this part alone.
    href: Option<String>,
    told: Told,
}

/// A part of a touchpoint's answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Device(String),
    Language(String),
    Version(i64, String),
    Segment(usize),
    Question(i64, String),
    /// The share of those who chose it among those who chose anything.
    Option(i64, String, String),
}

impl WhyView {
    /// The parts of a touchpoint's answers, the clearest change first.
    pub fn new(page: Page, site: &Site, lens: &Lens, span: &Span, id: i64, rows: &Rows) -> Self {
        let (locale, words, min_n) = (page.locale, page.words, figure::min_n(site));
        let key = site.key.clone();
        let is_live = |survey: i64| rows.surveys.iter().any(|one| one.id == survey && one.status == Status::Live);
        let answers = rows.answers.iter().map(|row| (row.survey_id, &row.counts));
        let metric = lens.metric.or_else(|| main_metric(answers, is_live));
        let [mut now, before] = [true, false].map(|now| parts(rows, metric, span, now));
        let whole = metric.map(|metric| whole(rows, metric, span));
        if let (Some(metric), Some([whole_now, whole_before])) = (metric, &whole) {
            // A part that is all there is explains nothing.
            let is_all = |part: &Part, counts: &Counts| {
                let then = before.get(&(part.clone(), metric));
                whole_now.get(&((), metric)) == Some(counts) && whole_before.get(&((), metric)) == then
            };
            now.retain(|(part, _), counts| !is_all(part, counts));
        }
        let compared = Comparison::new(&now, &before, min_n);
        let whole = whole.map(|[now, before]| Comparison::new(&now, &before, min_n));
        let path = format!("/sites/{key}/changes/{id}");
        let touchpoint = format!("/sites/{key}/touchpoints/{id}");
        let responses = format!("{touchpoint}/responses");
        let above = Above { path: &path, rows: &responses, left: rows.left, min_n, one_survey: false };
        let row = |part: &Part, told| {
            let (kind, name) = part.name(locale, rows);
            let filter = part.filter(&lens.filter, rows);
            Row { kind, name, href: filter.map(|filter| lens.of(filter).at(&touchpoint)), told }
        };
        let name = rows.map.touchpoint(id).map(|one| one.name.clone()).unwrap_or_default();
        Self {
            bar: FilterBar::new(&page, &above, lens, &rows.choices),
            place: (lens.at(&touchpoint), name),
            whole: whole.and_then(|whole| Some(Told::of(locale, whole.tested.first()?))),
            found: compared.findings().next().is_some(),
            rows: compared.tested.iter().map(|one| row(&one.group, Told::of(locale, one))).collect(),
            untested: (compared.untested > 0).then(|| fill(words.untested, &[("n", &compared.untested.to_string())])),
            published: rows.publications.iter().map(|one| published(locale, one, span)).collect(),
            demo: site.demo,
            page,
            key,
        }
    }
}

fn published(locale: Locale, one: &Publication, span: &Span) -> String {
    let day = format::day(locale, format::local_day(one.published_at, &span.zone), span.today);
    let values = [("survey", one.survey.as_str()), ("version", &one.version.to_string()), ("day", &day)];
    fill(Words::of(locale).why_published, &values)
}

fn whole(rows: &Rows, metric: Metric, span: &Span) -> [Groups<()>; 2] {
    [true, false].map(|now| {
        let of_period = rows.scores.iter().filter(|row| (row.hour >= span.hours.start) == now);
        group([((), series::pool(metric, of_period.map(|row| &row.counts)))].into_iter())
    })
}

/// The answers of each part in this period, or in the one before. Devices, languages, versions and segments by the
/// metric alone; questions each by its own.
fn parts(rows: &Rows, metric: Option<Metric>, span: &Span, now: bool) -> Groups<Part> {
    let within = |hour: i32| (hour >= span.hours.start) == now;
    let by_metric = |counts: &Counts| Some(counts.metric()) == metric;
    let divided = rows.divided.iter().flat_map(|(by, scores)| scores.iter().map(move |row| (*by, row)));
    let divided = divided.filter(|(_, row)| within(row.hour) && by_metric(&row.counts)).map(|(by, row)| {
        let part = match by {
            Division::Device => Part::Device(row.part.clone()),
            Division::Language => Part::Language(row.part.clone()),
            Division::Version => Part::Version(row.survey_id, row.part.clone()),
        };
        (part, row.counts)
    });
    let segments = rows.segments.iter().enumerate().flat_map(|(index, (_, scores))| {
        let scores = scores.iter().filter(|row| within(row.hour) && by_metric(&row.counts));
        scores.map(move |row| (Part::Segment(index), row.counts))
    });
    let questions = rows.questions.iter().filter(|row| within(row.hour));
    let questions = questions.map(|row| (Part::Question(row.survey_id, row.question.clone()), row.counts));
    let chosen = options(rows, &rows.chosen[usize::from(!now)]);
    group(divided.chain(segments).chain(questions).chain(chosen))
}

/// Each option as yes among all that were chosen at its question, and no.
fn options<'a>(rows: &'a Rows, chosen: &'a [Chosen]) -> impl Iterator<Item = (Part, Counts)> + 'a {
    let offers = |one: &&Chosen| {
        kind_of(rows, one.survey_id, &one.question).is_some_and(|kind| matches!(kind, Kind::Choice { .. }))
    };
    chosen.iter().filter(offers).map(|one| {
        let same = chosen.iter().filter(|other| (other.survey_id, &other.question) == (one.survey_id, &one.question));
        let all: u64 = same.map(|other| other.n).sum();
        let mut counts = Counts::new(Metric::Thumbs);
        let _on_scale = counts.add(1, one.n) && counts.add(0, all.saturating_sub(one.n));
        (Part::Option(one.survey_id, one.question.clone(), one.choice.clone()), counts)
    })
}

fn kind_of<'a>(rows: &'a Rows, survey: i64, question: &str) -> Option<&'a Kind<shared::text::Translations>> {
    let definition = rows.surveys.iter().find(|one| one.id == survey)?.published.as_ref()?;
    Some(&definition.survey().question(&QuestionId::try_from(question).ok()?)?.kind)
}

impl Part {
    /// What kind of part it is, and what it is called.
    fn name(&self, locale: Locale, rows: &Rows) -> (&'static str, String) {
        let words = Words::of(locale);
        let survey = |id: i64| rows.surveys.iter().find(|one| one.id == id);
        match self {
            Self::Device(id) => (words.filter_device, comments::device(words, id).to_owned()),
            Self::Language(tag) => (words.filter_language, tag.clone()),
            Self::Version(id, version) => {
                let survey = survey(*id).map(|one| one.name.as_str()).unwrap_or_default();
                (words.filter_version, format!("{survey} · {version}"))
            }
            Self::Segment(index) => {
                (words.segment, rows.segments.get(*index).map(|(one, _)| one.name.clone()).unwrap_or_default())
            }
            Self::Question(id, question) => (words.why_question, title(locale, survey(*id), question)),
            Self::Option(id, question, choice) => {
                let label = label(locale, survey(*id), question, choice);
                (words.option, format!("{}: {label}", title(locale, survey(*id), question)))
            }
        }
    }

    /// The filter that leaves this part alone; none where it is no part of the responses.
    fn filter(&self, filter: &Filter, rows: &Rows) -> Option<Filter> {
        let filter = filter.clone();
        Some(match self {
            Self::Device(id) => {
                let device = Device::ALL.into_iter().find(|device| device.id() == id)?;
                Filter { devices: vec![device], ..filter }
            }
            Self::Language(tag) => Filter { languages: vec![Language::try_from(tag.as_str()).ok()?], ..filter },
            Self::Version(survey, version) => Filter { survey: Some(*survey), version: version.parse().ok(), ..filter },
            Self::Segment(index) => rows.segments.get(*index)?.0.filter.clone(),
            Self::Question(..) | Self::Option(..) => return None,
        })
    }
}

/// A question's title in the words of what is asked now; one that is not asked any more goes by its id.
fn title(locale: Locale, survey: Option<&AtTouchpoint>, question: &str) -> String {
    let found = survey.and_then(|survey| survey.published.as_ref()).and_then(|definition| {
        let id = QuestionId::try_from(question).ok()?;
        let default = definition.default_language();
        let language = Language::try_from(locale.tag()).unwrap_or_else(|_| default.clone());
        Some(definition.survey().question(&id)?.title.in_language(&language, default))
    });
    found.unwrap_or_else(|| question.to_owned())
}

fn label(locale: Locale, survey: Option<&AtTouchpoint>, question: &str, choice: &str) -> String {
    let found = survey.and_then(|survey| survey.published.as_ref()).and_then(|definition| {
        let id = QuestionId::try_from(question).ok()?;
        let default = definition.default_language();
        let language = Language::try_from(locale.tag()).unwrap_or_else(|_| default.clone());
        let options = definition.survey().question(&id)?.kind.options();
        Some(options.iter().find(|option| option.id.as_str() == choice)?.label.in_language(&language, default))
    });
    found.unwrap_or_else(|| choice.to_owned())
}

//! Responses one by one: what was answered, in words, and what is known of the visit. Hides them where so few people
//! answered that one could be recognised, and never tells the hour.

use super::{
    Page, answered, comments, figure,
    filter_bar::{Above, Choices, FilterBar},
    format,
    lens::Lens,
    period::Span,
};
use crate::{
    blocks::Given,
    db::{
        journey::Map,
        listing::{self, Listed},
        sites::Site,
    },
};
use askama::Template;
use shared::{definition::Definition, score::COMMENTS_MIN_N};

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// What the filter bar offers.
    pub choices: Choices,
    /// How many responses are left.
    pub left: u64,
    /// The responses; nothing where too few are left.
    pub page: Option<listing::Page>,
    /// Whether it is the first page.
    pub is_first: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "listing.html")]
pub struct ListingView {
    page: Page,
    demo: bool,
    bar: FilterBar,
    back: (String, String),
    rows: Vec<Row>,
    hidden: bool,
    next: Option<String>,
    first: Option<String>,
}

/// One response.
#[derive(Debug)]
struct Row {
    day: String,
    survey: String,
    incomplete: bool,
    answers: Vec<(String, String)>,
    language: String,
    about: String,
    fields: Vec<(String, String)>,
}

impl ListingView {
    /// The responses of a site, or of one of its touchpoints.
    pub fn new(page: Page, site: &Site, lens: &Lens, span: &Span, touchpoint: Option<i64>, rows: Rows) -> Self {
        let (words, key) = (page.words, &site.key);
        let whole = match touchpoint {
            Some(id) => format!("/sites/{key}/touchpoints/{id}"),
            None => format!("/sites/{key}/overview"),
        };
        let path = match touchpoint {
            Some(_) => format!("{whole}/responses"),
            None => format!("/sites/{key}/responses"),
        };
        let name = touchpoint.and_then(|id| rows.map.touchpoint(id)).map(|one| one.name.clone());
        let above = Above { path: &path, rows: &path, left: rows.left, min_n: figure::min_n(site), one_survey: false };
        let bar = FilterBar::new(&page, &above, lens, &rows.choices);
        let (listed, asked, more) = match rows.page {
            Some(listing::Page { rows, asked, more }) => (rows, asked, more),
            None => (Vec::new(), Default::default(), false),
        };
        let next = listed.last().filter(|_| more).map(|last| {
            let id: String = last.id.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{}&after={id}", lens.at(&path))
        });
        let survey = |id: i64| rows.choices.offered.surveys.iter().find(|(one, _)| *one == id).map(|(_, name)| name);
        let row = |one: Listed| {
            let definition = asked.get(&(one.survey_id, one.version));
            let name = survey(one.survey_id).cloned().unwrap_or_default();
            let version = format!("{name} · {}", one.version);
            Row::of(&page, span, one, definition, version)
        };
        Self {
            rows: listed.into_iter().map(row).collect(),
            hidden: rows.left < COMMENTS_MIN_N,
            first: (!rows.is_first).then(|| lens.at(&path)),
            back: (lens.at(&whole), name.unwrap_or_else(|| words.overview.to_owned())),
            demo: site.demo,
            next,
            bar,
            page,
        }
    }
}

impl Row {
    fn of(page: &Page, span: &Span, one: Listed, asked: Option<&Definition>, survey: String) -> Self {
        let (locale, words) = (page.locale, page.words);
        let day = format::local_day(one.received_at, &span.zone);
        let title = |id: &str| answered::title(locale, asked, id);
        let mut given = one.answers;
        // As they were asked, halves of a gap in their order.
        given.sort_by_key(|(row, _)| answered::position(asked, row.split('.').next().unwrap_or_default()));
        let answers = given.into_iter().filter_map(|(row, given)| {
            let (id, half) = row.split_once('.').unwrap_or((&row, ""));
            let half = match half {
                shared::entry::EXPECTATION => format!(" · {}", words.metric_expectation),
                shared::entry::PERCEPTION => format!(" · {}", words.metric_perception),
                _ => String::new(),
            };
            let value = match given {
                Given::Score(score) => score.to_string(),
                Given::Chosen(chosen) => answered::chosen(locale, asked, id, &chosen).join(", "),
                Given::Nothing => return None,
            };
            Some((format!("{}{half}", title(id)), value))
        });
        let said = one.comments.into_iter().map(|(id, text)| (title(&id), text));
        let path = one.path.map(|path| format!(" · {path}")).unwrap_or_default();
        Self {
            day: format::day(locale, day, span.today),
            answers: answers.chain(said).collect(),
            about: format!("{} · {}{path}", one.language, comments::device(words, &one.device)),
            fields: one.fields.iter().map(|(field, value)| (field.to_string(), value.clone())).collect(),
            incomplete: !one.complete,
            language: one.language,
            survey,
        }
    }
}

//! The links of a site that show a page to others, one that was just made, and the form for a new one.

use super::{Page, answered, filter_bar, format, lens::Lens, menu::period_name, time::ago};
use crate::{
    db::{
        journey::Map,
        listing::Versions,
        offered::Offered,
        shares::{Share, Shown},
        sites::Site,
    },
    share::{Asked, Expiry, Redaction, SharedPage},
    words::{Words, fill},
};
use askama::Template;
use shared::survey::Kind;

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The journey map.
    pub map: Map,
    /// What filters can ask for.
    pub offered: Offered,
    /// The links.
    pub shares: Vec<Share>,
    /// Every version of every survey.
    pub asked: Versions,
}

/// What the page says above its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// A link was taken back.
    Revoked,
    /// The link that was made, this once.
    Made(String),
    /// No link was made, and why.
    Refused(String),
}

/// A link that is being made.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What it shall show.
    pub page: SharedPage,
    /// How that is looked at.
    pub lens: Lens,
    /// What it shall be called; nothing before anything is typed.
    pub name: Option<String>,
    /// When it shall end.
    pub expiry: Expiry,
    /// What it shall leave out; nothing before anything is chosen.
    pub redaction: Option<Redaction>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "shares.html")]
pub struct SharesView {
    page: Page,
    shares: Vec<Row>,
    revoked: bool,
    made: Option<String>,
    mistake: Option<String>,
    form: Option<Form>,
}

/// A link.
#[derive(Debug)]
struct Row {
    id: i64,
    name: String,
    what: String,
    how: String,
    without: Option<String>,
    times: String,
}

/// The form.
#[derive(Debug)]
struct Form {
    page: SharedPage,
    query: String,
    back: String,
    what: String,
    how: String,
    name: String,
    expiries: Vec<(String, String, bool)>,
    surveys: Vec<(String, Vec<Tick>)>,
}

/// A question that can be left out.
#[derive(Debug, PartialEq, Eq)]
struct Tick {
    value: String,
    title: String,
    ticked: bool,
}

/// Where a link to this page is made.
pub fn address(key: &str, lens: &Lens, page: SharedPage) -> String {
    let of = page.object().map(|id| format!("&of={id}")).unwrap_or_default();
    format!("{}&show={}{of}", lens.at(&format!("/sites/{key}/shares")), page.kind())
}

impl SharesView {
    /// The page at this time.
    pub fn new(page: Page, site: &Site, rows: &Rows, typed: Option<Typed>, said: Said, now: i64) -> Self {
        let zone = format::zone(&site.time_zone);
        let today = format::local_day(now, &zone);
        let row = |share: &Share| {
            let words = page.words;
            let made = ago(words, now, share.created_at);
            let made = match &share.email {
                Some(email) => fill(words.shares_by, &[("made", &made), ("email", email)]),
                None => fill(words.shares_by_somebody, &[("made", &made)]),
            };
            let ends = share.expires_at.map(|at| format::day(page.locale, format::local_day(at, &zone), today));
            let ends = ends.map(|day| fill(words.shares_ends, &[("day", &day)]));
            let opened = share.opened_at.map(|at| fill(words.shares_opened, &[("opened", &ago(words, now, at))]));
            let opened = opened.unwrap_or_else(|| words.shares_unopened.to_owned());
            let times: Vec<String> = [made].into_iter().chain(ends).chain([opened]).collect();
            let Shown { page: shown, query, redaction } = &share.shown;
            Row {
                id: share.id,
                name: share.name.clone(),
                what: rows.name(words, *shown),
                how: rows.look(words, query),
                without: rows.without(&page, redaction),
                times: times.join(" · "),
            }
        };
        let (mut revoked, mut made, mut mistake) = (false, None, None);
        match said {
            Said::Nothing => {}
            Said::Revoked => revoked = true,
            Said::Made(link) => made = Some(link),
            Said::Refused(why) => mistake = Some(why),
        }
        let shares = rows.shares.iter().map(row).collect();
        let form = typed.filter(|_| page.may_edit()).map(|typed| Form::new(&page, site, rows, typed));
        Self { shares, form, revoked, made, mistake, page }
    }
}

impl Rows {
    /// What a page is called.
    fn name(&self, words: &'static Words, page: SharedPage) -> String {
        let number = |id: i64| format!("#{id}");
        match page {
            SharedPage::Overview => words.overview.to_owned(),
            SharedPage::Journey => words.journey.to_owned(),
            SharedPage::Touchpoint(id) => {
                let name = self.map.touchpoint(id).map_or_else(|| number(id), |one| one.name.clone());
                fill(words.shares_of_touchpoint, &[("name", &name)])
            }
            SharedPage::Survey(id) => fill(words.shares_of_survey, &[("name", &self.survey(id))]),
        }
    }

    fn survey(&self, id: i64) -> String {
        let found = self.offered.surveys.iter().find(|(one, _)| *one == id);
        found.map_or_else(|| format!("#{id}"), |(_, name)| name.clone())
    }

    /// How a page is looked at, in words.
    fn look(&self, words: &'static Words, query: &str) -> String {
        // What an address says that makes no sense any more is refused when the link is opened.
        let Ok(lens) = Lens::read(query) else { return query.to_owned() };
        let said = filter_bar::say(words, &lens.filter, &self.offered);
        [period_name(words, lens.period), said]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// What a link leaves out.
    fn without(&self, page: &Page, redaction: &Redaction) -> Option<String> {
        let title = |(survey, question): &Asked| {
            let question = question.as_str();
            answered::title(page.locale, answered::newest(&self.asked, *survey, question), question)
        };
        let questions: Vec<String> = redaction.iter().map(title).collect();
        (!questions.is_empty()).then(|| fill(page.words.shares_without, &[("questions", &questions.join("; "))]))
    }

    /// The questions that a page tells of, by survey; each goes by the title of its newest version.
    fn questions(&self, page: &Page, shown: SharedPage, chosen: Option<&Redaction>) -> Vec<(String, Vec<Tick>)> {
        let mut surveys: Vec<(i64, Vec<Tick>)> = Vec::new();
        for ((survey, _), asked) in self.asked.iter().rev().filter(|((survey, _), _)| self.is_told(shown, *survey)) {
            if surveys.last().is_none_or(|(last, _)| last != survey) {
                surveys.push((*survey, Vec::new()));
            }
            let Some((_, ticks)) = surveys.last_mut() else { continue };
            for question in asked.survey().questions().iter().filter(|question| question.kind != Kind::Statement) {
                let (id, value) = (question.id.as_str(), format!("{survey}.{}", question.id));
                let in_words = matches!(question.kind, Kind::Text { .. } | Kind::Choice { other: Some(_), .. });
                let ticked = chosen.map_or(in_words, |redaction| redaction.hides(*survey, id));
                if !ticks.iter().any(|tick| tick.value == value) {
                    ticks.push(Tick { value, title: answered::title(page.locale, Some(asked), id), ticked });
                }
            }
        }
        surveys.reverse();
        surveys.into_iter().map(|(survey, ticks)| (self.survey(survey), ticks)).collect()
    }

    /// Whether a page may tell of answers to a survey. Answers stay where they were given, so a touchpoint may tell of any.
    fn is_told(&self, page: SharedPage, survey: i64) -> bool {
        match page {
            SharedPage::Overview | SharedPage::Journey | SharedPage::Touchpoint(_) => true,
            SharedPage::Survey(id) => id == survey,
        }
    }
}

impl Form {
    fn new(page: &Page, site: &Site, rows: &Rows, typed: Typed) -> Self {
        let words = page.words;
        let expiry = |one: Expiry| {
            let label = one.days().map(|days| fill(words.shares_in_days, &[("n", &days.to_string())]));
            (one.id(), label.unwrap_or_else(|| words.shares_never.to_owned()), one == typed.expiry)
        };
        let query = typed.lens.query();
        Self {
            back: typed.lens.at(&typed.page.path(&site.key)),
            what: rows.name(words, typed.page),
            how: rows.look(words, &query),
            expiries: Expiry::ALL.map(expiry).into(),
            surveys: rows.questions(page, typed.page, typed.redaction.as_ref()),
            name: typed.name.unwrap_or_default(),
            page: typed.page,
            query,
        }
    }
}

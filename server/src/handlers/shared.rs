//! A page of results for whoever has its link. No session is looked for and nothing of the address counts but the link's
//! secret: what is shown, and what is not, was said when the link was made.

use super::{journey, overview, refusal::Refusal, sent, survey_results, touchpoint};
use crate::{
    clock,
    db::{
        Db,
        shares::{self, Shown},
        sites::Site,
    },
    error::AppError,
    locale::Locale,
    session::Token,
    share::SharedPage,
    views::{
        Page, Shared, journey::JourneyView, lens::Lens, menu, overview::OverviewView, period::Span, shared::Gone,
        survey_results::SurveyResultsView, touchpoint::TouchpointView,
    },
    words::Words,
};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header,
    web::{Data, Path},
};
use askama::Template;

/// How many responses a network could send in place of opening a link once: sixty at once, then two a second.
const WEIGHT: u32 = 10;

/// What a link shows, and how it is looked at.
struct Look {
    locale: Locale,
    site: Site,
    shown: Shown,
    lens: Lens,
    span: Span,
    now: i64,
}

/// The page. A link that was taken back, is over or never was gets the same reply, which says so.
///
/// # Errors
/// 429 for a network that opens too many; when the database fails or takes too long.
pub async fn show(
    request: HttpRequest,
    locale: Locale,
    token: Path<String>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    if let Err(Refusal::TooMuch(wait)) = sent::throttle(&request, WEIGHT) {
        return Err(AppError::TooManyTries(wait.as_secs() + 1));
    }
    let (hash, now) = (Token::from(token.into_inner()).hash(), clock::now());
    let Some((site, shown)) = db.run(move |connection| shares::opened(connection, &hash, now)).await? else {
        return gone(locale);
    };
    let lens = Lens::of_query(&shown.query, Words::of(locale))?;
    let span = lens.span(&site, now);
    let look = Look { locale, site, shown, lens, span, now };
    let html = match look.shown.page {
        SharedPage::Overview => look.overview(&db).await?,
        SharedPage::Journey => look.journey(&db).await?,
        SharedPage::Touchpoint(id) => look.touchpoint(id, &db).await?,
        SharedPage::Survey(id) => look.survey(id, &db).await?,
    };
    match html {
        Some(html) => Ok(to_nobody_else(HttpResponse::Ok()).body(html)),
        None => gone(locale),
    }
}

fn gone(locale: Locale) -> Result<HttpResponse, AppError> {
    Ok(to_nobody_else(HttpResponse::NotFound()).body(Gone { locale }.render()?))
}

/// The address is a secret: no page it leads to hears of it, no search engine keeps it, and no cache the page.
fn to_nobody_else(mut reply: HttpResponseBuilder) -> HttpResponseBuilder {
    reply
        .content_type("text/html; charset=utf-8")
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header(("x-robots-tag", "noindex, nofollow"))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    reply
}

impl Look {
    fn page(&self, title: impl Into<String>) -> Page {
        let period = menu::period_name(Words::of(self.locale), self.lens.period);
        let shared = Shared { period, redacted: !self.shown.redaction.is_empty() };
        Page::shared(self.locale, title, &self.site, shared, self.now)
    }

    async fn overview(self, db: &Db) -> Result<Option<String>, AppError> {
        let (id, span, filter, redaction) =
            (self.site.id, self.span.clone(), self.lens.filter.clone(), self.shown.redaction.clone());
        let load = move |connection: &mut _| overview::load(connection, id, &span, &filter, &redaction);
        let (rows, page) = (db.run(load).await?, self.page(Words::of(self.locale).overview));
        Ok(Some(OverviewView::new(page, &self.site, &self.lens, &self.span, rows, self.now).render()?))
    }

    async fn journey(self, db: &Db) -> Result<Option<String>, AppError> {
        let (id, hours, filter, redaction) =
            (self.site.id, self.span.hours.clone(), self.lens.filter.clone(), self.shown.redaction.clone());
        let rows = db.run(move |connection| journey::load(connection, id, &hours, &filter, &redaction)).await?;
        let page = self.page(Words::of(self.locale).journey);
        Ok(Some(JourneyView::new(page, &self.site, &self.lens, &self.span, rows).render()?))
    }

    async fn touchpoint(self, id: i64, db: &Db) -> Result<Option<String>, AppError> {
        let (site, span, filter, redaction) =
            (self.site.id, self.span.clone(), self.lens.filter.clone(), self.shown.redaction.clone());
        let load = move |connection: &mut _| touchpoint::load(connection, site, id, &span, &filter, &redaction);
        let Some(mut rows) = db.run(load).await? else { return Ok(None) };
        // Who answers for it is for the team to know.
        rows.owner = None;
        let page = self.page(rows.map.touchpoint(id).map(|one| one.name.clone()).unwrap_or_default());
        let view = TouchpointView::new(page, &self.site, &self.lens, &self.span, id, rows, self.now);
        Ok(view.map(|view| view.render()).transpose()?)
    }

    async fn survey(self, id: i64, db: &Db) -> Result<Option<String>, AppError> {
        let (site, span, filter, redaction) =
            (self.site.id, self.span.clone(), self.lens.filter.clone(), self.shown.redaction.clone());
        let load = move |connection: &mut _| survey_results::load(connection, site, id, &span, &filter, redaction);
        let Some(rows) = db.run(load).await? else { return Ok(None) };
        let page = self.page(survey_results::title(self.locale, &rows.survey));
        Ok(Some(SurveyResultsView::new(page, &self.site, &self.lens, &self.span, &rows).render()?))
    }
}

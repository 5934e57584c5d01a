//! The journey map.

use super::overview::Looking;
use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        figures::Figures,
        journey,
        results::{self, Hours, Within},
        sites::{self, Site},
    },
    error::AppError,
    filter,
    journey_templates::JourneyTemplate,
    session::{Posted, SiteContext},
    share::Redaction,
    views::{
        Page, Place, Visit,
        journey::{JourneySvg, JourneyView, Rows},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Query},
};
use askama::Template;
use diesel::QueryResult;
use serde::Deserialize;
use shared::score::Metric;

/// Which metric the map shows.
#[derive(Deserialize)]
pub struct Filter {
    metric: Option<String>,
}

impl Filter {
    /// The metric, if there is one of this name.
    pub fn metric(&self) -> Option<Metric> {
        self.metric.as_deref().and_then(|id| Metric::try_from(id).ok())
    }
}

/// The map with its scores.
///
/// # Errors
/// When the database fails.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    looking: Query<Looking>,
    filter: Query<Filter>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    super::html(&view(visit, &site, &looking, &filter, &db).await?)
}

/// The map as a picture that stands alone.
///
/// # Errors
/// When the database fails.
pub async fn picture(
    visit: Visit,
    SiteContext { site }: SiteContext,
    looking: Query<Looking>,
    filter: Query<Filter>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let picture = JourneySvg::new(view(visit, &site, &looking, &filter, &db).await?);
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(picture.render()?))
}

async fn view(visit: Visit, site: &Site, looking: &Looking, filter: &Filter, db: &Db) -> Result<JourneyView, AppError> {
    let span = looking.span(site, clock::now());
    let (id, hours) = (site.id, span.hours.clone());
    let (sites, rows) = db
        .run(move |connection| Ok((sites::all(connection)?, load(connection, id, &hours, Redaction::nothing())?)))
        .await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).journey, Place::Journey, site, &sites);
    Ok(JourneyView::new(page, site, &span, filter.metric(), rows))
}

/// What the map is made of, without the answers to some questions.
///
/// # Errors
/// When a query fails or a row is damaged.
pub(super) fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    hours: &Hours,
    redaction: &Redaction,
) -> QueryResult<Rows> {
    let (map, everybody) = (journey::map(connection, site_id)?, filter::Filter::default());
    let within = Within { site_id, touchpoints: &map.ids(), hours };
    let scores = Figures::redacted(connection, within, &everybody, redaction)?.by_touchpoint(hours)?;
    let (live, resting) = (results::live_surveys(connection, site_id)?, journey::resting_surveys(connection, site_id)?);
    Ok(Rows { map, scores, live, resting })
}

/// The journey an empty map starts from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    template: String,
}

/// Gives a map without touchpoints another journey to start from.
///
/// # Errors
/// 404 for a template there is not; 409 when somebody made a touchpoint meanwhile.
pub async fn start(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(chosen): Posted<Start>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let template = JourneyTemplate::by_key(&chosen.template).ok_or(AppError::NotFound)?;
    let (id, locale) = (site.id, visit.locale);
    let lay_out = move |connection: &mut AnyConnection| match journey::clear(connection, id)? {
        true => template.lay_out(connection, id, locale).map(|()| true),
        false => Ok(false),
    };
    match db.transaction(lay_out).await? {
        true => Ok(super::surveys::to(&format!("/sites/{}/journey", site.key))),
        false => Err(AppError::Conflict(Words::of(locale).template_late.to_owned())),
    }
}

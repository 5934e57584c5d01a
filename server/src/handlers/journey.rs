//! The journey map.

use super::overview::Looking;
use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        journey,
        results::{self, Within},
        sites::{self, Site},
    },
    error::AppError,
    journey_templates::JourneyTemplate,
    session::{Posted, SiteContext},
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
        .run(move |connection| {
            let map = journey::map(connection, id)?;
            let within = Within { site_id: id, touchpoints: &map.ids(), hours: &hours };
            let scores = results::by_touchpoint(connection, within)?;
            let (live, resting) = (results::live_surveys(connection, id)?, journey::resting_surveys(connection, id)?);
            Ok((sites::all(connection)?, Rows { map, scores, live, resting }))
        })
        .await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).journey, Place::Journey, site, &sites);
    Ok(JourneyView::new(page, site, &span, filter.metric(), rows))
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

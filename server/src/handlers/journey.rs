//! The journey map.

use super::lens::choices;
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
    filter::Filter,
    journey_templates::JourneyTemplate,
    session::{Posted, SiteContext},
    share::Redaction,
    views::{
        Page, Place, Visit,
        journey::{JourneySvg, JourneyView, Rows},
        lens::Lens,
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html},
};
use askama::Template;
use diesel::QueryResult;
use serde::Deserialize;

/// The map with its scores.
///
/// # Errors
/// When the database fails, or the filter makes no sense.
pub async fn show(visit: Visit, SiteContext { site }: SiteContext, lens: Lens, db: Data<Db>) -> Result<Html, AppError> {
    super::html(&view(visit, &site, &lens, &db).await?)
}

/// The map as a picture that stands alone.
///
/// # Errors
/// When the database fails, or the filter makes no sense.
pub async fn picture(
    visit: Visit,
    SiteContext { site }: SiteContext,
    lens: Lens,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let picture = JourneySvg::new(view(visit, &site, &lens, &db).await?);
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(picture.render()?))
}

async fn view(visit: Visit, site: &Site, lens: &Lens, db: &Db) -> Result<JourneyView, AppError> {
    let span = lens.span(site, clock::now());
    let (id, hours, filter) = (site.id, span.hours.clone(), lens.filter.clone());
    let load = move |connection: &mut AnyConnection| {
        Ok((sites::all(connection)?, load(connection, id, &hours, &filter, Redaction::nothing())?))
    };
    let (sites, rows) = db.run(load).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).journey, Place::Journey, site, &sites);
    Ok(JourneyView::new(page, site, lens, &span, rows))
}

/// What the map is made of, without the answers to some questions.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub(super) fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    hours: &Hours,
    filter: &Filter,
    redaction: &Redaction,
) -> QueryResult<Rows> {
    let (map, choices) = (journey::map(connection, site_id)?, choices(connection, site_id)?);
    let (live, resting) = (results::live_surveys(connection, site_id)?, journey::resting_surveys(connection, site_id)?);
    let touchpoints = &map.ids();
    let figures = Figures::redacted(connection, Within { site_id, touchpoints, hours }, filter, redaction)?;
    let answered = figures.funnel_by_touchpoint(hours).iter().map(|(_, funnel)| funnel.started).sum();
    Ok(Rows { scores: figures.by_touchpoint(hours), answered, live, resting, choices, map })
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

//! Responses one by one, of a site or of one touchpoint.

use super::lens::choices;
use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        figures::Figures,
        journey, listing,
        results::{Hours, Within},
        sites::{self, Site},
    },
    error::AppError,
    filter::Filter,
    session::SiteContext,
    views::{
        Page, Place, Visit,
        lens::Lens,
        listing::{ListingView, Rows},
    },
    words::Words,
};
use actix_web::web::{Data, Html, Path, Query};
use diesel::QueryResult;
use serde::Deserialize;
use shared::score::COMMENTS_MIN_N;

/// Where a page begins.
#[derive(Deserialize)]
pub struct From {
    after: Option<uuid::Uuid>,
}

/// The responses of a site.
///
/// # Errors
/// When the database fails.
pub async fn of_site(
    visit: Visit,
    SiteContext { site }: SiteContext,
    from: Query<From>,
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    show(visit, &site, &lens, None, from.after, &db).await
}

/// The responses of a touchpoint.
///
/// # Errors
/// 404 for a touchpoint the site does not have.
pub async fn of_touchpoint(
    visit: Visit,
    SiteContext { site }: SiteContext,
    (path, from): (Path<(String, i64)>, Query<From>),
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    show(visit, &site, &lens, Some(path.1), from.after, &db).await
}

async fn show(
    visit: Visit,
    site: &Site,
    lens: &Lens,
    touchpoint: Option<i64>,
    after: Option<uuid::Uuid>,
    db: &Db,
) -> Result<Html, AppError> {
    let span = lens.span(site, clock::now());
    let (id, hours, filter) = (site.id, span.hours.clone(), lens.filter.clone());
    let load = move |connection: &mut AnyConnection| {
        let sites = sites::all(connection)?;
        Ok(load(connection, id, touchpoint, &hours, &filter, after)?.map(|rows| (sites, rows)))
    };
    let (sites, rows) = db.run(load).await?.ok_or(AppError::NotFound)?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).listing, Place::Overview, site, &sites);
    super::html(&ListingView::new(page, site, lens, &span, touchpoint, rows))
}

fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    touchpoint: Option<i64>,
    hours: &Hours,
    filter: &Filter,
    after: Option<uuid::Uuid>,
) -> QueryResult<Option<Rows>> {
    let (map, choices) = (journey::map(connection, site_id)?, choices(connection, site_id)?);
    let touchpoints = match touchpoint {
        Some(id) if map.touchpoint(id).is_none() => return Ok(None),
        Some(id) => vec![id],
        None => map.ids(),
    };
    let within = Within { site_id, touchpoints: &touchpoints, hours };
    let funnel = Figures::of(connection, within, filter)?.funnel_by_touchpoint(hours);
    let left = funnel.iter().map(|(_, funnel)| funnel.started).sum();
    let page = match left {
        0..COMMENTS_MIN_N => None,
        _ => Some(listing::page(connection, within, filter, after)?),
    };
    Ok(Some(Rows { map, choices, left, page, is_first: after.is_none() }))
}

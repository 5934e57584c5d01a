//! The results of one touchpoint.

use super::lens::choices;
use crate::{
    clock,
    db::{
        Db, admins,
        connection::AnyConnection,
        figures::Figures,
        journey, publications,
        results::{Hours, Within},
        sites::{self, Site},
        surveys,
    },
    error::AppError,
    filter::Filter,
    session::SiteContext,
    views::{
        Page, Place, Visit,
        funnel::may_read_comments,
        lens::Lens,
        touchpoint::{Rows, TouchpointView},
    },
};
use actix_web::web::{Data, Html, Path};
use diesel::QueryResult;

/// How many comments are read for their words; the page lists the latest.
const LATEST: i64 = 5_000;

/// The results of one touchpoint.
///
/// # Errors
/// 404 for a touchpoint the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let now = clock::now();
    let span = lens.span(&site, now);
    let (site_id, (_, id)) = (site.id, path.into_inner());
    let (both, hours, filter) = (span.both(), span.hours.clone(), lens.filter.clone());
    let load = move |connection: &mut AnyConnection| load(connection, site_id, id, [&both, &hours], &filter);
    let (sites, rows) = db.run(load).await?.ok_or(AppError::NotFound)?;
    let name = rows.map.touchpoint(id).map(|touchpoint| touchpoint.name.clone());
    let page = Page::of_site(visit, name.unwrap_or_default(), Place::Journey, &site, &sites);
    let view = TouchpointView::new(page, &site, &lens, &span, id, rows, now);
    super::html(&view.ok_or(AppError::NotFound)?)
}

fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    [both, hours]: [&Hours; 2],
    filter: &Filter,
) -> QueryResult<Option<(Vec<Site>, Rows)>> {
    let map = journey::map(connection, site_id)?;
    let Some(touchpoint) = map.touchpoint(id) else { return Ok(None) };
    let owner = touchpoint.owner_id.map(|owner| admins::email(connection, owner)).transpose()?.flatten();
    let (sites, choices) = (sites::all(connection)?, choices(connection, site_id)?);
    let surveys = surveys::at_touchpoint(connection, site_id, id)?;
    let here = &[id];
    let publications = publications::within(connection, site_id, here, both)?;
    let mut figures = Figures::of(connection, Within { site_id, touchpoints: here, hours: both }, filter)?;
    let funnel = figures.funnel_by_touchpoint(hours)?.first().map(|(_, funnel)| *funnel).unwrap_or_default();
    let comments = match may_read_comments(&funnel) {
        true => figures.latest_comments(here, hours, LATEST)?,
        false => Vec::new(),
    };
    let rows = Rows {
        owner,
        answers: figures.by_touchpoint(hours)?,
        scores: figures.by_hour(both)?,
        chosen: figures.chosen(hours)?,
        funnel,
        comments,
        surveys,
        choices,
        publications,
        map,
    };
    Ok(Some((sites, rows)))
}

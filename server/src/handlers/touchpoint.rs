//! The results of one touchpoint.

use super::lens::choices;
use crate::{
    clock,
    db::{
        Db, admins, connection::AnyConnection, figures::Figures, journey, publications, results::Within, sites, surveys,
    },
    error::AppError,
    filter::Filter,
    session::SiteContext,
    share::Redaction,
    views::{
        Page, Place, Visit,
        funnel::may_read_comments,
        lens::Lens,
        period::Span,
        touchpoint::{Rows, TouchpointView},
    },
};
use actix_web::web::{Data, Html, Path};
use diesel::QueryResult;

/// How many comments are read for their words; the page lists the latest.
const LATEST: i64 = 800;

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
    let looked = (span.clone(), lens.filter.clone());
    let load = move |connection: &mut AnyConnection| {
        let rows = load(connection, site_id, id, &looked.0, &looked.1, Redaction::nothing())?;
        Ok((sites::all(connection)?, rows))
    };
    let (sites, rows) = db.run(load).await?;
    let rows = rows.ok_or(AppError::NotFound)?;
    let name = rows.map.touchpoint(id).map(|touchpoint| touchpoint.name.clone());
    let page = Page::of_site(visit, name.unwrap_or_default(), Place::Journey, &site, &sites);
    let view = TouchpointView::new(page, &site, &lens, &span, id, rows, now);
    super::html(&view.ok_or(AppError::NotFound)?)
}

/// What the page is made of, without the answers to some questions. `None` for a touchpoint the site does not have.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub(super) fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    span: &Span,
    filter: &Filter,
    redaction: &Redaction,
) -> QueryResult<Option<Rows>> {
    let map = journey::map(connection, site_id)?;
    let Some(touchpoint) = map.touchpoint(id) else { return Ok(None) };
    let owner = touchpoint.owner_id.map(|owner| admins::email(connection, owner)).transpose()?.flatten();
    let (both, hours, choices) = (&span.both(), &span.hours, choices(connection, site_id)?);
    let surveys = surveys::at_touchpoint(connection, site_id, id)?;
    let here = &[id];
    let publications = publications::within(connection, site_id, here, both)?;
    let mut figures =
        Figures::redacted(connection, Within { site_id, touchpoints: here, hours: both }, filter, redaction)?;
    let funnel = figures.funnel_by_touchpoint(hours).first().map(|(_, funnel)| *funnel).unwrap_or_default();
    let comments = match may_read_comments(&funnel) {
        true => figures.latest_comments(here, hours, LATEST)?,
        false => Vec::new(),
    };
    let rows = Rows {
        owner,
        answers: figures.by_touchpoint(hours),
        scores: figures.by_hour(both),
        chosen: figures.chosen(hours),
        funnel,
        comments,
        surveys,
        choices,
        publications,
        map,
    };
    Ok(Some(rows))
}

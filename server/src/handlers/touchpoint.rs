//! The results of one touchpoint.

use super::{journey::Filter, overview::Looking};
use crate::{
    clock,
    db::{
        Db, admins,
        connection::AnyConnection,
        journey,
        results::{self, Hours, Within},
        sites::{self, Site},
        surveys,
    },
    error::AppError,
    session::SiteContext,
    views::{
        Page, Place, Visit,
        funnel::may_read_comments,
        touchpoint::{Rows, TouchpointView},
    },
};
use actix_web::web::{Data, Html, Path, Query};
use diesel::QueryResult;

/// How many comments are shown.
const LATEST: i64 = 50;

/// The results of one touchpoint.
///
/// # Errors
/// 404 for a touchpoint the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    (looking, filter): (Query<Looking>, Query<Filter>),
    db: Data<Db>,
) -> Result<Html, AppError> {
    let now = clock::now();
    let span = looking.span(&site, now);
    let (site_id, (_, id)) = (site.id, path.into_inner());
    let (both, hours) = (span.both(), span.hours.clone());
    let load = move |connection: &mut AnyConnection| load(connection, site_id, id, &both, &hours);
    let (sites, rows) = db.run(load).await?.ok_or(AppError::NotFound)?;
    let name = rows.map.touchpoint(id).map(|touchpoint| touchpoint.name.clone());
    let page = Page::of_site(visit, name.unwrap_or_default(), Place::Journey, &site, &sites);
    let view = TouchpointView::new(page, &site, &span, id, filter.metric(), rows, now);
    super::html(&view.ok_or(AppError::NotFound)?)
}

fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    both: &Hours,
    hours: &Hours,
) -> QueryResult<Option<(Vec<Site>, Rows)>> {
    let map = journey::map(connection, site_id)?;
    let Some(touchpoint) = map.touchpoint(id) else { return Ok(None) };
    let owner = touchpoint.owner_id.map(|owner| admins::email(connection, owner)).transpose()?.flatten();
    let now = Within { site_id, touchpoints: &[id], hours };
    let funnel = results::funnel_by_touchpoint(connection, now)?.first().map(|(_, funnel)| *funnel);
    let funnel = funnel.unwrap_or_default();
    let comments = match may_read_comments(&funnel) {
        true => results::latest_comments(connection, now, LATEST)?,
        false => Vec::new(),
    };
    let rows = Rows {
        map,
        owner,
        surveys: surveys::at_touchpoint(connection, site_id, id)?,
        answers: results::by_touchpoint(connection, now)?,
        scores: results::by_hour(connection, Within { hours: both, ..now })?,
        funnel,
        chosen: results::chosen(connection, now)?,
        comments,
    };
    Ok(Some((sites::all(connection)?, rows)))
}

//! What was changed on a site, or of the organisation's people, by whom.

use crate::{
    clock,
    db::{
        Db,
        audit::{self, Names},
        connection::AnyConnection,
        sites,
    },
    error::AppError,
    session::{OrganisationOwner, OwnedSite},
    views::{
        Page, Place, Visit,
        audit::{AuditView, Rows},
        format,
    },
    words::Words,
};
use actix_web::web::{Data, Html, Query};
use diesel::QueryResult;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// How many changes a page shows.
const MOST: i64 = 50;

/// Where the page goes on.
#[derive(Deserialize)]
pub struct From {
    before: Option<i64>,
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn show(
    visit: Visit,
    OwnedSite { site }: OwnedSite,
    from: Query<From>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let (id, before) = (site.id, from.before);
    let load = move |connection: &mut AnyConnection| Ok((sites::all(connection)?, rows(connection, Some(id), before)?));
    let (sites, rows) = db.run(load).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).audit, Place::Audit, &site, &sites);
    let path = format!("/sites/{}/audit", site.key);
    super::html(&AuditView::new(page, rows, &path, &format::zone(&site.time_zone), clock::now()))
}

/// What was changed of people, accounts and sites that are gone.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    visit: Visit,
    _: OrganisationOwner,
    from: Query<From>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let before = from.before;
    let rows = db.run(move |connection| rows(connection, None, before)).await?;
    let title = Words::of(visit.locale).audit;
    super::html(&AuditView::new(Page::new(visit, title), rows, "/audit", &TimeZone::UTC, clock::now()))
}

fn rows(connection: &mut AnyConnection, site: Option<i64>, before: Option<i64>) -> QueryResult<Rows> {
    let mut records = audit::latest(connection, site, before, MOST + 1)?;
    let is_more = records.len() as i64 > MOST;
    records.truncate(MOST as usize);
    let names = Names::of(connection, site, &records)?;
    Ok(Rows { records, names, is_more })
}

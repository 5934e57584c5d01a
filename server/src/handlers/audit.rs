//! What was changed on a site, by whom.

use crate::{
    clock,
    db::{
        Db,
        audit::{self, Names},
        sites,
    },
    error::AppError,
    session::OwnedSite,
    views::{
        Page, Place, Visit,
        audit::{AuditView, Rows},
        format,
    },
    words::Words,
};
use actix_web::web::{Data, Html, Query};
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
    let (sites, rows) = db
        .run(move |connection| {
            let mut records = audit::of_site(connection, id, before, MOST + 1)?;
            let is_more = records.len() as i64 > MOST;
            records.truncate(MOST as usize);
            let names = Names::of(connection, id, &records)?;
            Ok((sites::all(connection)?, Rows { records, names, is_more }))
        })
        .await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).audit, Place::Audit, &site, &sites);
    super::html(&AuditView::new(page, rows, &format::zone(&site.time_zone), clock::now()))
}

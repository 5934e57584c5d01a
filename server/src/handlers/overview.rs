//! The overview of a site, and the way there.

use super::lens::choices;
use crate::{
    clock,
    db::{Db, connection::AnyConnection, figures::Figures, journey, members, results::Within, sites},
    error::AppError,
    filter::Filter,
    session::{Admin, SiteContext},
    share::Redaction,
    views::{
        Page, Place, Visit, format,
        lens::Lens,
        overview::{OverviewView, Rows},
        period::{Period, Span},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html},
};
use diesel::QueryResult;
use serde::Deserialize;
use shared::score::COMMENTS_MIN_N;

/// How many comments the overview shows.
const LATEST: i64 = 6;

/// Which period a page of results looks at.
#[derive(Deserialize)]
pub struct Looking {
    days: Option<String>,
}

impl Looking {
    /// The period, cut in the site's time zone. What is no number of days is the usual one.
    pub fn span(&self, site: &sites::Site, now: i64) -> Span {
        let days = self.days.as_deref().and_then(|days| days.parse().ok());
        Span::new(Period::of(days), now, format::zone(&site.time_zone))
    }
}

/// Leads to the admin's first site, or to making one.
///
/// # Errors
/// 403 for whoever belongs to no site and may make none.
pub async fn root(admin: Admin, db: Data<Db>) -> Result<HttpResponse, AppError> {
    let makes_sites = admin.access.is_organisation();
    let sites = db.run(move |connection| members::sites(connection, &admin.access)).await?;
    let to = match sites.first() {
        Some(site) => format!("/sites/{}/overview", site.key),
        None if makes_sites => "/sites/new".to_owned(),
        None => return Err(AppError::NoSite),
    };
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
}

/// The overview.
///
/// # Errors
/// When the database fails.
pub async fn show(visit: Visit, SiteContext { site }: SiteContext, lens: Lens, db: Data<Db>) -> Result<Html, AppError> {
    let now = clock::now();
    let span = lens.span(&site, now);
    let (id, looked) = (site.id, (span.clone(), lens.filter.clone()));
    let load = move |connection: &mut AnyConnection| {
        Ok((sites::all(connection)?, load(connection, id, &looked.0, &looked.1, Redaction::nothing())?))
    };
    let (sites, rows) = db.run(load).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).overview, Place::Overview, &site, &sites);
    super::html(&OverviewView::new(page, &site, &lens, &span, rows, now))
}

/// What the overview is made of, without the answers to some questions.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub(super) fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    span: &Span,
    filter: &Filter,
    redaction: &Redaction,
) -> QueryResult<Rows> {
    let (map, choices) = (journey::map(connection, site_id)?, choices(connection, site_id)?);
    let (touchpoints, both, Span { hours, before, .. }) = (&map.ids(), &span.both(), span);
    let mut figures = Figures::redacted(connection, Within { site_id, touchpoints, hours: both }, filter, redaction)?;
    let asked = figures.funnel_by_touchpoint(hours);
    // Where few answered, their words could be tied to them.
    let open = asked.iter().filter(|(_, funnel)| funnel.started >= COMMENTS_MIN_N);
    let open: Vec<i64> = open.map(|(touchpoint, _)| *touchpoint).collect();
    Ok(Rows {
        answered: asked.iter().map(|(_, funnel)| funnel.started).max().unwrap_or_default(),
        scores: figures.by_hour(both),
        funnel: figures.funnel_by_hour(both),
        now: figures.by_touchpoint(hours),
        before: figures.by_touchpoint(before),
        comments: figures.latest_comments(&open, hours, LATEST)?,
        choices,
        map,
    })
}

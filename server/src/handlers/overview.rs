//! The overview of a site, and the way there.

use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        journey, members,
        results::{self, Hours, Within},
        sites,
    },
    error::AppError,
    session::{Admin, SiteContext},
    views::{
        Page, Place, Visit, format,
        overview::{OverviewView, Rows},
        period::{Period, Span},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Query},
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
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    looking: Query<Looking>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let now = clock::now();
    let span = looking.span(&site, now);
    let (id, hours, before) = (site.id, span.hours.clone(), span.before.clone());
    let (sites, rows) =
        db.run(move |connection| Ok((sites::all(connection)?, load(connection, id, &hours, &before)?))).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).overview, Place::Overview, &site, &sites);
    super::html(&OverviewView::new(page, &site, &span, rows, now))
}

fn load(connection: &mut AnyConnection, site_id: i64, hours: &Hours, before: &Hours) -> QueryResult<Rows> {
    let map = journey::map(connection, site_id)?;
    let touchpoints = &map.ids();
    let [now, before] = [hours, before].map(|hours| Within { site_id, touchpoints, hours });
    let both = &(before.hours.start..hours.end);
    let both = Within { hours: both, ..now };
    let asked = results::funnel_by_touchpoint(connection, now)?;
    // Where few answered, their words could be tied to them.
    let open = asked.iter().filter(|(_, funnel)| funnel.started >= COMMENTS_MIN_N);
    let open: Vec<i64> = open.map(|(touchpoint, _)| *touchpoint).collect();
    Ok(Rows {
        answered: asked.iter().map(|(_, funnel)| funnel.started).max().unwrap_or_default(),
        scores: results::by_hour(connection, both)?,
        funnel: results::funnel_by_hour(connection, both)?,
        now: results::by_touchpoint(connection, now)?,
        before: results::by_touchpoint(connection, before)?,
        comments: results::latest_comments(connection, Within { touchpoints: &open, ..now }, LATEST)?,
        map,
    })
}

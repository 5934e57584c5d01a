//! The journey map.

use super::overview::Looking;
use crate::{
    clock,
    db::{
        Db, journey,
        results::{self, Within},
        sites,
    },
    error::AppError,
    session::SiteContext,
    views::{
        Page, Place, Visit,
        journey::{JourneyView, Rows},
    },
    words::Words,
};
use actix_web::web::{Data, Html, Query};
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
    let span = looking.span(&site, clock::now());
    let (id, hours) = (site.id, span.hours.clone());
    let (sites, rows) = db
        .run(move |connection| {
            let map = journey::map(connection, id)?;
            let within = Within { site_id: id, touchpoints: &map.ids(), hours: &hours };
            let scores = results::by_touchpoint(connection, within)?;
            Ok((sites::all(connection)?, Rows { map, scores, live: results::live_surveys(connection, id)? }))
        })
        .await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).journey, Place::Journey, &site, &sites);
    super::html(&JourneyView::new(page, &site, &span, filter.metric(), rows))
}

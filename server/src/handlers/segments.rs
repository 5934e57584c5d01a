//! Segments: filters that a team keeps under a name.

use super::{lens::choices, surveys::to};
use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        figures::Figures,
        journey::{self, Name},
        results::{Hours, Within},
        segments, sites,
    },
    error::AppError,
    filter::Filter,
    session::{Posted, SiteContext},
    views::{
        Page, Place, Visit, comparison, filter_bar,
        lens::Lens,
        name_mistake,
        segments::{Counted, SegmentsView},
    },
    words::{Words, fill},
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path},
};
use diesel::QueryResult;
use serde::Deserialize;

/// The segments with what belongs to each in the period.
///
/// # Errors
/// When the database fails.
pub async fn list(visit: Visit, SiteContext { site }: SiteContext, lens: Lens, db: Data<Db>) -> Result<Html, AppError> {
    let (id, hours) = (site.id, lens.span(&site, clock::now()).hours);
    let load = move |connection: &mut AnyConnection| {
        let choices = choices(connection, id)?;
        let counted = counted(connection, id, &hours, &choices.segments)?;
        Ok((sites::all(connection)?, choices, counted))
    };
    let (sites, choices, counted) = db.run(load).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).segments, Place::Segments, &site, &sites);
    super::html(&SegmentsView::new(page, &site, &lens, &choices, counted))
}

fn counted(
    connection: &mut AnyConnection,
    site_id: i64,
    hours: &Hours,
    segments: &[segments::Segment],
) -> QueryResult<Vec<Counted>> {
    let touchpoints = &journey::map(connection, site_id)?.ids();
    let mut all = Vec::with_capacity(segments.len());
    for segment in segments {
        let within = Within { site_id, touchpoints, hours };
        let figures = Figures::of(connection, within, &segment.filter)?;
        let responses = figures.funnel_by_touchpoint(hours).iter().map(|(_, funnel)| funnel.started).sum();
        let scores = figures.by_hour(hours).into_iter().map(|row| ((), row.counts));
        let scores = comparison::group(scores).into_values().collect();
        all.push(Counted { segment: segment.clone(), responses, scores });
    }
    Ok(all)
}

/// A filter to be kept.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    name: String,
    filter: String,
}

/// Keeps a filter under a name.
///
/// # Errors
/// When the name cannot be shown, the filter is empty or makes no sense, there is no room or the database fails.
pub async fn create(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(new): Posted<New>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let words = Words::of(visit.locale);
    let name = name(words, &new.name)?;
    let filter = Filter::read(&new.filter).map_err(|error| AppError::Filter(filter_bar::mistake(words, &error)))?;
    if filter.is_empty() {
        return Err(AppError::Invalid(words.segment_of_everybody.to_owned()));
    }
    let (id, now) = (site.id, clock::now());
    match db.transaction(move |connection| segments::add(connection, id, &name, &filter, now)).await? {
        true => Ok(to(&format!("/sites/{}/segments", site.key))),
        false => Err(AppError::Invalid(fill(words.segments_full, &[("n", &segments::MOST_SEGMENTS.to_string())]))),
    }
}

/// What to do with a segment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    name: String,
    change: Change,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    Rename,
    Remove,
}

/// Renames or removes a segment.
///
/// # Errors
/// 404 for a segment the site does not have; when the name cannot be shown or the database fails.
pub async fn change(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    Posted(Changed { name: typed, change }): Posted<Changed>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (site_id, (_, id)) = (site.id, path.into_inner());
    let done = match change {
        Change::Rename => {
            let name = name(Words::of(visit.locale), &typed)?;
            db.run(move |connection| segments::rename(connection, site_id, id, &name)).await?
        }
        Change::Remove => db.run(move |connection| segments::remove(connection, site_id, id)).await?,
    };
    match done {
        true => Ok(to(&format!("/sites/{}/segments", site.key))),
        false => Err(AppError::NotFound),
    }
}

fn name(words: &'static Words, typed: &str) -> Result<Name, AppError> {
    Name::try_from(typed).map_err(|mistake| AppError::Invalid(name_mistake(words, mistake)))
}

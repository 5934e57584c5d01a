//! Why a survey was not shown: the gates that held it back, and links that show it on the site's own pages.

use super::overview::Looking;
use crate::{
    clock,
    config::BaseUrl,
    db::{
        Db,
        connection::AnyConnection,
        reach::{self, Reach},
        results::Hours,
        sites::{self, Sighting, Site},
        surveys::{self, Survey},
        trace_links,
    },
    error::AppError,
    live::LiveSites,
    session::{Posted, SiteContext, Token},
    views::{
        Page, Place, Visit,
        reach::{ReachView, Rows, Trace, page_address},
    },
    words::{Words, fill},
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use serde::Deserialize;

/// How long a link shows the panel, in milliseconds.
const OPEN: i64 = clock::HOUR;
/// How many pages are listed.
const MOST_PAGES: i64 = 8;

struct Found {
    sites: Vec<Site>,
    survey: Survey,
    reach: Reach,
    pages: Vec<Sighting>,
}

fn load(connection: &mut AnyConnection, site_id: i64, id: i64, hours: &Hours) -> QueryResult<Option<Found>> {
    let Some(survey) = surveys::one(connection, site_id, id)? else { return Ok(None) };
    Ok(Some(Found {
        sites: sites::all(connection)?,
        reach: reach::of(connection, site_id, &survey, hours)?,
        pages: sites::sightings(connection, site_id, MOST_PAGES)?,
        survey,
    }))
}

/// What the page looks at: which survey, how far back, and what is known of it.
type At = (Path<(String, i64)>, Query<Looking>, Data<Db>, Data<LiveSites>, Data<BaseUrl>);

async fn view(
    visit: Visit,
    site: &Site,
    (path, looking, db, live, base): &At,
    trace: Option<Trace>,
) -> Result<ReachView, AppError> {
    let (id, now) = (path.1, clock::now());
    let span = looking.span(site, now);
    let (site_id, hours) = (site.id, span.hours.clone());
    let found = db.run(move |connection| load(connection, site_id, id, &hours)).await?.ok_or(AppError::NotFound)?;
    let title = fill(Words::of(visit.locale).reach_of, &[("name", &found.survey.name)]);
    let page = Page::of_site(visit, title, Place::Surveys, site, &found.sites);
    let live = live.get(&site.key).await?;
    let closed = live.and_then(|live| live.closed(live.newest(id)?, now));
    let Found { survey, reach, pages, .. } = found;
    Ok(ReachView::new(page, &span, Rows { survey, reach, pages, closed, trace, base: base.as_str().to_owned() }))
}

/// What held the survey back.
///
/// # Errors
/// 404 for a survey the site does not have.
pub async fn show(visit: Visit, SiteContext { site }: SiteContext, at: At) -> Result<Html, AppError> {
    super::html(&view(visit, &site, &at, None).await?)
}

/// A page on which the panel is wanted, besides those where the script was seen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    address: String,
}

/// Opens a link and shows it, once: only its hash is stored.
///
/// # Errors
/// 404 for a survey the site does not have.
pub async fn trace(
    visit: Visit,
    SiteContext { site }: SiteContext,
    at: At,
    Posted(wanted): Posted<Wanted>,
) -> Result<HttpResponse, AppError> {
    let typed = wanted.address.trim().to_owned();
    let address = match typed.as_str() {
        "" => None,
        text => match page_address(text) {
            Some(address) => Some(address),
            None => {
                let refused = view(visit, &site, &at, Some(Trace::Refused(typed))).await?;
                return super::unprocessable(&refused);
            }
        },
    };
    let token = Token::random_short();
    let (hash, site_id, now) = (token.hash(), site.id, clock::now());
    at.2.transaction(move |connection| trace_links::open(connection, site_id, &hash, now, now + OPEN)).await?;
    let trace = Trace::Open { token: token.as_str().to_owned(), address };
    super::html_once(&view(visit, &site, &at, Some(trace)).await?)
}

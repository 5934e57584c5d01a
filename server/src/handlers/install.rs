//! The script tag of a site, and who may send answers.

use crate::{
    clock,
    config::BaseUrl,
    db::{
        Db,
        sites::{self, Site},
        surveys::{self, Status},
    },
    error::AppError,
    live::LiveSites,
    origin,
    session::{Posted, SiteContext},
    views::{
        Page, Place, Visit,
        install::{InstallView, Installing, Progress, Typed},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Query},
};
use serde::Deserialize;

/// How many pages are listed.
const MOST_SIGHTINGS: i64 = 8;

/// What an address may say about what was done just before.
#[derive(Deserialize)]
pub struct Done {
    saved: Option<String>,
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    query: Query<Done>,
    db: Data<Db>,
    base: Data<BaseUrl>,
) -> Result<Html, AppError> {
    let (saved, typed) = (query.saved.is_some(), Typed::saved(&site.origins()?));
    super::html(&view(visit, site, typed, saved, &db, &base).await?)
}

async fn view(
    visit: Visit,
    site: Site,
    typed: Typed,
    saved: bool,
    db: &Db,
    base: &BaseUrl,
) -> Result<InstallView, AppError> {
    let id = site.id;
    let (sites, sightings, listed) = db
        .run(move |connection| {
            let sightings = sites::sightings(connection, id, MOST_SIGHTINGS)?;
            Ok((sites::all(connection)?, sightings, surveys::list(connection, id)?))
        })
        .await?;
    let live = listed.iter().filter(|survey| survey.status == Status::Live).count();
    let progress = match (listed.is_empty(), live) {
        (true, _) => Progress::NoSurvey,
        (false, 0) => Progress::NotLive,
        (false, live) => Progress::Live(live),
    };
    let allowed = site.origins()?;
    let title = Words::of(visit.locale).install;
    let page = Page::of_site(visit, title, Place::Install, &site, &sites);
    let (base, allowed, now) = (base.as_str(), &allowed, clock::now());
    Ok(InstallView::new(page, Installing { base, allowed, sightings, typed, progress, saved, now }))
}

/// Who may send answers: a list, and one to be added to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// One a line.
    origins: String,
    /// An origin that was seen and is not on the list.
    allow: Option<String>,
}

/// Saves who may send answers. What makes no sense comes back as it was typed.
///
/// # Errors
/// When the database fails.
pub async fn update(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(Change { origins, allow }): Posted<Change>,
    db: Data<Db>,
    base: Data<BaseUrl>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let text = format!("{origins}\n{}", allow.unwrap_or_default()).replace("\r\n", "\n").trim().to_owned();
    let typed = match origin::all(&text) {
        Ok(origins) if origins.len() <= origin::MOST_ORIGINS => {
            let id = site.id;
            db.run(move |connection| sites::set_origins(connection, id, &origins)).await?;
            live.forget();
            let address = format!("/sites/{}/install?saved=origins#origins", site.key);
            return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish());
        }
        Ok(_) => Typed { origins: text, wrong_origins: Vec::new(), too_many_origins: true },
        Err(wrong_origins) => Typed { origins: text, wrong_origins, too_many_origins: false },
    };
    super::unprocessable(&view(visit, site, typed, false, &db, &base).await?)
}

//! The script tag of a site, who may send answers, and the colours of its surveys.

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
        install::{self, InstallView, Installing, Progress, Saved, Typed},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Query},
};
use serde::Deserialize;
use shared::appearance::Theme;

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
    let saved = match query.saved.as_deref() {
        Some("origins") => Some(Saved::Origins),
        Some("colours") => Some(Saved::Colours),
        _ => None,
    };
    let typed = Typed::saved(&site.origins()?, &site.theme()?);
    super::html(&view(visit, site, typed, saved, &db, &base).await?)
}

async fn view(
    visit: Visit,
    site: Site,
    typed: Typed,
    saved: Option<Saved>,
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

/// The origins as they were typed, and one to be added to them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origins {
    origins: String,
    allow: Option<String>,
}

/// Saves who may send answers.
///
/// # Errors
/// When the database fails.
pub async fn set_origins(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(form): Posted<Origins>,
    db: Data<Db>,
    base: Data<BaseUrl>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let text = match &form.allow {
        Some(allow) => format!("{}\n{allow}", form.origins),
        None => form.origins,
    };
    let mut typed = Typed { origins: text.trim().replace("\r\n", "\n"), ..Typed::saved(&[], &site.theme()?) };
    match origin::all(&text) {
        Ok(origins) if origins.len() <= origin::MOST_ORIGINS => {
            let id = site.id;
            db.run(move |connection| sites::set_origins(connection, id, &origins)).await?;
            live.forget();
            Ok(saved(&site, "origins"))
        }
        Ok(_) => {
            typed.too_many_origins = true;
            super::unprocessable(&view(visit, site, typed, None, &db, &base).await?)
        }
        Err(wrong) => {
            typed.wrong_origins = wrong;
            super::unprocessable(&view(visit, site, typed, None, &db, &base).await?)
        }
    }
}

/// The colours as they were typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    accent: String,
    accent_dark: String,
}

/// Saves the colours of the site's surveys.
///
/// # Errors
/// When the database fails.
pub async fn set_colours(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(form): Posted<Colours>,
    db: Data<Db>,
    base: Data<BaseUrl>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    match (install::colour(&form.accent), install::colour(&form.accent_dark)) {
        (Ok(accent), Ok(accent_dark)) => {
            let (id, theme) = (site.id, Theme { accent, accent_dark });
            db.run(move |connection| sites::set_theme(connection, id, &theme)).await?;
            live.forget();
            Ok(saved(&site, "colours"))
        }
        _ => {
            let typed =
                Typed { colours: [form.accent, form.accent_dark], ..Typed::saved(&site.origins()?, &Theme::default()) };
            super::unprocessable(&view(visit, site, typed, None, &db, &base).await?)
        }
    }
}

fn saved(site: &Site, what: &str) -> HttpResponse {
    let address = format!("/sites/{}/install?saved={what}#{what}", site.key);
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

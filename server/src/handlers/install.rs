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

/// What one of the page's forms saves, as it was typed.
#[derive(Deserialize)]
#[serde(tag = "save", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// Who may send answers: a list, and one to be added to it.
    Origins {
        /// One a line.
        origins: String,
        /// An origin that was seen and is not on the list.
        allow: Option<String>,
    },
    /// The colours of the site's surveys.
    Colours {
        /// On light pages.
        accent: String,
        /// Where the visitor prefers dark.
        accent_dark: String,
    },
}

/// Saves one of the page's forms. What makes no sense comes back as it was typed.
///
/// # Errors
/// When the database fails.
pub async fn update(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(change): Posted<Change>,
    db: Data<Db>,
    base: Data<BaseUrl>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let typed = Typed::saved(&site.origins()?, &site.theme()?);
    let saved = match change {
        Change::Origins { origins, allow } => set_origins(&db, site.id, origins, allow, typed).await?,
        Change::Colours { accent, accent_dark } => set_colours(&db, site.id, [accent, accent_dark], typed).await?,
    };
    match saved {
        Ok(what) => {
            live.forget();
            let address = format!("/sites/{}/install?saved={what}#{what}", site.key);
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish())
        }
        Err(typed) => super::unprocessable(&view(visit, site, typed, None, &db, &base).await?),
    }
}

/// What was saved, or what was typed with what is wrong with it.
type Outcome = Result<&'static str, Typed>;

async fn set_origins(
    db: &Db,
    site_id: i64,
    list: String,
    allow: Option<String>,
    typed: Typed,
) -> Result<Outcome, AppError> {
    let text = format!("{list}\n{}", allow.unwrap_or_default()).replace("\r\n", "\n").trim().to_owned();
    match origin::all(&text) {
        Ok(origins) if origins.len() <= origin::MOST_ORIGINS => {
            db.run(move |connection| sites::set_origins(connection, site_id, &origins)).await?;
            Ok(Ok("origins"))
        }
        Ok(_) => Ok(Err(Typed { origins: text, too_many_origins: true, ..typed })),
        Err(wrong_origins) => Ok(Err(Typed { origins: text, wrong_origins, ..typed })),
    }
}

async fn set_colours(db: &Db, site_id: i64, colours: [String; 2], typed: Typed) -> Result<Outcome, AppError> {
    match colours.each_ref().map(|colour| install::colour(colour)) {
        [Ok(accent), Ok(accent_dark)] => {
            let theme = Theme { accent, accent_dark, ..Theme::default() };
            db.run(move |connection| sites::set_theme(connection, site_id, &theme)).await?;
            Ok(Ok("colours"))
        }
        _ => Ok(Err(Typed { colours, ..typed })),
    }
}

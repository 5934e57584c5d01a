//! What holds for a site as a whole, and removing it.

use crate::{
    audit, clock,
    db::{
        Db, erasure,
        intake::recount,
        journey::Name,
        sites::{self, Site},
        surveys,
    },
    error::AppError,
    live::LiveSites,
    retention,
    session::{OwnedSite, Posted},
    views::{
        Page, Place, Visit, format,
        recount::RecountPart,
        settings::{Beside, Mistakes, SettingsView, Typed},
    },
    words::Words,
};
use actix_web::{
    HttpRequest, HttpResponse, rt,
    web::{Data, Html, Query},
};
use serde::Deserialize;

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
    OwnedSite { site }: OwnedSite,
    query: Query<Done>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let (typed, saved) = (Typed::of(&site)?, query.saved.is_some());
    let (page, recount) = page(visit, &site, &db).await?;
    super::html(&SettingsView::new(page, typed, &Mistakes::default(), Beside { saved, recount, ..Beside::default() }))
}

async fn page(visit: Visit, site: &Site, db: &Db) -> Result<(Page, RecountPart), AppError> {
    let id = site.id;
    let rows = db.run(move |connection| {
        Ok((sites::all(connection)?, recount::last(connection, id)?, surveys::list(connection, id)?))
    });
    let (sites, noted, surveys) = rows.await?;
    let (words, zone) = (Words::of(visit.locale), format::zone(&site.time_zone));
    let recount = RecountPart::new(words, visit.locale, noted, &surveys, &zone, clock::now());
    Ok((Page::of_site(visit, words.settings, Place::Settings, site, &sites), recount))
}

/// Saves the settings. What makes no sense comes back as it was typed.
///
/// # Errors
/// When the database fails.
pub async fn update(
    visit: Visit,
    OwnedSite { site }: OwnedSite,
    Posted(typed): Posted<Typed>,
    db: Data<Db>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let settings = match typed.check() {
        Ok(settings) => settings,
        Err(mistakes) => {
            let (page, recount) = page(visit, &site, &db).await?;
            let beside = Beside { recount, ..Beside::default() };
            return super::unprocessable(&SettingsView::new(page, typed, &mistakes, beside));
        }
    };
    let id = site.id;
    db.run(move |connection| sites::set(connection, id, &settings)).await?;
    live.forget();
    Ok(super::surveys::to(&format!("/sites/{}/settings?saved=yes", site.key)))
}

/// The name of the site that shall be removed, typed by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sure {
    name: String,
}

/// Removes the site with everything that belongs to it, if its name was typed.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    request: HttpRequest,
    visit: Visit,
    OwnedSite { site }: OwnedSite,
    Posted(Sure { name }): Posted<Sure>,
    db: Data<Db>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let is_sure = Name::try_from(name.as_str()).is_ok_and(|name| name.as_str() == site.name);
    if !is_sure {
        let (page, recount) = page(visit, &site, &db).await?;
        let beside = Beside { misspelled: Some(name), recount, ..Beside::default() };
        return super::unprocessable(&SettingsView::new(page, Typed::of(&site)?, &Mistakes::default(), beside));
    }
    // Whoever closes the page meanwhile does not leave half a site behind.
    let (id, db, live) = (site.id, db.into_inner(), live.into_inner());
    let removing = rt::spawn(async move {
        retention::erase(&db, id, i64::MAX).await?;
        db.transaction(move |connection| erasure::site(connection, id)).await?;
        live.forget();
        Ok::<_, AppError>(())
    });
    removing.await.map_err(|_| AppError::Db(crate::db::DbError::Interrupted))??;
    audit::site_is_gone(&request);
    Ok(super::surveys::to("/sites"))
}

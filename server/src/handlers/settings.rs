//! What holds for a site as a whole, and removing it.

use crate::{
    audit,
    db::{
        Db, erasure,
        journey::Name,
        sites::{self, Site},
    },
    error::AppError,
    live::LiveSites,
    retention,
    session::{OwnedSite, Posted},
    views::{
        Page, Place, Visit,
        settings::{Mistakes, SettingsView, Typed},
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
    let page = page(visit, &site, &db).await?;
    super::html(&SettingsView::new(page, typed, &Mistakes::default(), saved, None))
}

async fn page(visit: Visit, site: &Site, db: &Db) -> Result<Page, AppError> {
    let sites = db.run(sites::all).await?;
    let title = Words::of(visit.locale).settings;
    Ok(Page::of_site(visit, title, Place::Settings, site, &sites))
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
            let page = page(visit, &site, &db).await?;
            return super::unprocessable(&SettingsView::new(page, typed, &mistakes, false, None));
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
        let (typed, page) = (Typed::of(&site)?, page(visit, &site, &db).await?);
        return super::unprocessable(&SettingsView::new(page, typed, &Mistakes::default(), false, Some(name)));
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

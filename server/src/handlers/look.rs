//! The look of all surveys of a site, and how often one visitor is asked.

use crate::{
    db::{
        Db,
        sites::{self, Site},
    },
    error::AppError,
    live::LiveSites,
    session::{Posted, SiteContext},
    views::{
        Page, Place, Visit,
        look::{LookView, Looking, Saved, TypedBudget, TypedLook},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
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
    SiteContext { site }: SiteContext,
    query: Query<Done>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let named = |saved: &Saved| Some(saved.key()) == query.saved.as_deref();
    let saved = [Saved::Look, Saved::Budget].into_iter().find(named);
    let looking = Looking { saved, ..as_saved(&site)? };
    super::html(&view(visit, &site, looking, &db).await?)
}

fn as_saved(site: &Site) -> Result<Looking, AppError> {
    let (look, budget) = (TypedLook::from(&site.theme()?), TypedBudget::from(site.budget()?));
    Ok(Looking { look, budget, problems: Vec::new(), wrong: Vec::new(), saved: None })
}

async fn view(visit: Visit, site: &Site, looking: Looking, db: &Db) -> Result<LookView, AppError> {
    let sites = db.run(sites::all).await?;
    let title = Words::of(visit.locale).look;
    let page = Page::of_site(visit, title, Place::Look, site, &sites);
    Ok(LookView::new(page, looking))
}

/// What one of the page's forms saves, as it was typed.
#[derive(Deserialize)]
#[serde(tag = "save", rename_all = "snake_case")]
pub enum Change {
    /// The look of all surveys.
    Look(TypedLook),
    /// How often one visitor is asked.
    Budget(TypedBudget),
}

/// Saves one of the page's forms. What makes no sense, or what somebody could not read, comes back as it was typed.
///
/// # Errors
/// When the database fails.
pub async fn update(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(change): Posted<Change>,
    db: Data<Db>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let id = site.id;
    let (saved, refused) = match change {
        Change::Look(look) => match look.check() {
            Ok(theme) => {
                db.run(move |connection| sites::set_theme(connection, id, &theme)).await?;
                (Saved::Look, None)
            }
            Err(problems) => (Saved::Look, Some(Looking { look, problems, ..as_saved(&site)? })),
        },
        Change::Budget(budget) => match budget.check() {
            Ok(limit) => {
                db.run(move |connection| sites::set_budget(connection, id, limit)).await?;
                (Saved::Budget, None)
            }
            Err(wrong) => (Saved::Budget, Some(Looking { budget, wrong, ..as_saved(&site)? })),
        },
    };
    if let Some(refused) = refused {
        return super::unprocessable(&view(visit, &site, refused, &db).await?);
    }
    live.forget();
    let key = saved.key();
    Ok(super::surveys::to(&format!("/sites/{}/look?saved={key}#{key}", site.key)))
}

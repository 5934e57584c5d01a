//! Making, changing and removing a touchpoint.

use crate::{
    db::{
        Db,
        journey::{self, Edited, Map},
        sites::{self, Site},
        touchpoints,
    },
    error::AppError,
    session::{Posted, SiteContext},
    views::{
        Page, Place, Visit,
        touchpoint_form::{Mistakes, TouchpointForm, Typed},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Path, Query},
};
use serde::Deserialize;

/// The cell in which a new touchpoint starts.
#[derive(Deserialize)]
pub struct Cell {
    phase: Option<i64>,
    channel: Option<i64>,
}

/// The form of a new touchpoint.
///
/// # Errors
/// When the database fails.
pub async fn new(
    visit: Visit,
    SiteContext { site }: SiteContext,
    cell: Query<Cell>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let typed =
        Typed { phase: cell.phase.unwrap_or_default(), channel: cell.channel.unwrap_or_default(), ..Typed::default() };
    let map = around(&db, site.id).await?;
    super::html(&form(visit, &site, None, map, typed, &Mistakes::default()))
}

/// The form of a touchpoint that is there.
///
/// # Errors
/// 404 for a touchpoint the site does not have.
pub async fn edit(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let (_, id) = path.into_inner();
    let around = around(&db, site.id).await?;
    let typed = Typed::of(around.1.touchpoint(id).ok_or(AppError::NotFound)?);
    super::html(&form(visit, &site, Some(id), around, typed, &Mistakes::default()))
}

type Around = (Vec<Site>, Map);

async fn around(db: &Db, site: i64) -> Result<Around, AppError> {
    Ok(db.run(move |connection| Ok((sites::all(connection)?, journey::map(connection, site)?))).await?)
}

fn form(
    visit: Visit,
    site: &Site,
    id: Option<i64>,
    (sites, map): Around,
    typed: Typed,
    mistakes: &Mistakes,
) -> TouchpointForm {
    let words = Words::of(visit.locale);
    let title = if id.is_some() { words.edit_touchpoint } else { words.add_touchpoint };
    let page = Page::of_site(visit, title, Place::Journey, site, &sites);
    TouchpointForm::new(page, &site.key, id, map, typed, mistakes)
}

/// What the form sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    name: String,
    phase: i64,
    channel: i64,
    moment_of_truth: Option<String>,
    target: String,
}

impl From<Sent> for Typed {
    fn from(sent: Sent) -> Self {
        let Sent { name, phase, channel, moment_of_truth, target } = sent;
        Self { name, phase, channel, moment_of_truth: moment_of_truth.is_some(), target }
    }
}

/// Adds a touchpoint and leads to it.
///
/// # Errors
/// 404 for a cell the site does not have. What cannot be saved is shown again with what to mend.
pub async fn create(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(sent): Posted<Sent>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let typed = Typed::from(sent);
    let wanted = match typed.check() {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            let around = around(&db, site.id).await?;
            return super::unprocessable(&form(visit, &site, None, around, typed, &mistakes));
        }
    };
    let site_id = site.id;
    let id = db.transaction(move |connection| touchpoints::add(connection, site_id, &wanted)).await?;
    Ok(to_touchpoint(&site, id.ok_or(AppError::NotFound)?))
}

/// Changes a touchpoint.
///
/// # Errors
/// 404 for a touchpoint or cell the site does not have. What cannot be saved is shown again with what to mend.
pub async fn update(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    Posted(sent): Posted<Sent>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (typed, (_, id)) = (Typed::from(sent), path.into_inner());
    let wanted = match typed.check() {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            let around = around(&db, site.id).await?;
            return super::unprocessable(&form(visit, &site, Some(id), around, typed, &mistakes));
        }
    };
    let site_id = site.id;
    match db.transaction(move |connection| touchpoints::change(connection, site_id, id, &wanted)).await? {
        true => Ok(to_touchpoint(&site, id)),
        false => Err(AppError::NotFound),
    }
}

/// Nothing but the proof that the form is ours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Removes a touchpoint to which no survey belongs.
///
/// # Errors
/// 404 for a touchpoint the site does not have; 422 when surveys belong to it.
pub async fn remove(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (site_id, (_, id)) = (site.id, path.into_inner());
    match db.transaction(move |connection| touchpoints::remove(connection, site_id, id)).await? {
        Edited::Done => Ok(to(format!("/sites/{}/journey", site.key))),
        Edited::NotFound => Err(AppError::NotFound),
        Edited::InUse => Err(AppError::Invalid(Words::of(visit.locale).touchpoint_in_use.to_owned())),
    }
}

fn to_touchpoint(site: &Site, id: i64) -> HttpResponse {
    to(format!("/sites/{}/touchpoints/{id}", site.key))
}

fn to(address: String) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

//! Making a touchpoint and changing what is known of it.

use crate::{
    db::{
        Db,
        connection::AnyConnection,
        journey, members,
        sites::{self, Site},
        touchpoints::{self, Changed},
    },
    error::AppError,
    session::{EditedSite, Posted, SiteContext},
    views::{
        Page, Place, Visit,
        touchpoint_form::{Around, Mistakes, TouchpointForm, Typed},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path, Query},
};
use askama::Template;
use diesel::QueryResult;
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
    EditedSite { site }: EditedSite,
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
    EditedSite { site }: EditedSite,
    path: Path<(String, i64)>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let (_, id) = path.into_inner();
    let around = around(&db, site.id).await?;
    let typed = Typed::of(around.1.map.touchpoint(id).ok_or(AppError::NotFound)?);
    super::html(&form(visit, &site, Some(id), around, typed, &Mistakes::default()))
}

async fn around(db: &Db, site: i64) -> Result<(Vec<Site>, Around), AppError> {
    let load = move |connection: &mut AnyConnection| {
        let (map, owners) = (journey::map(connection, site)?, members::of_site(connection, site)?);
        Ok((sites::all(connection)?, Around { map, owners }))
    };
    Ok(db.run(load).await?)
}

fn form(
    visit: Visit,
    site: &Site,
    id: Option<i64>,
    (sites, around): (Vec<Site>, Around),
    typed: Typed,
    mistakes: &Mistakes,
) -> TouchpointForm {
    let words = Words::of(visit.locale);
    let title = if id.is_some() { words.edit_touchpoint } else { words.add_touchpoint };
    let page = Page::of_site(visit, title, Place::Journey, site, &sites);
    TouchpointForm::new(page, &site.key, id, around, typed, mistakes)
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
    #[serde(default)]
    target_by: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    description: String,
    /// Which state of the touchpoint was edited, where there is one.
    #[serde(default)]
    revision: i32,
    /// What to do with the new touchpoint at once: `ask` there.
    then: Option<String>,
}

impl From<Sent> for Typed {
    fn from(sent: Sent) -> Self {
        let Sent { name, phase, channel, target, target_by, owner, description, .. } = sent;
        let moment_of_truth = sent.moment_of_truth.is_some();
        Self { name, phase, channel, moment_of_truth, target, target_by, owner, description }
    }
}

/// Adds a touchpoint and leads to it, or to a new survey that asks there.
///
/// # Errors
/// 404 for a cell or an owner the site does not have. What cannot be saved is shown again with what to mend.
pub async fn create(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(sent): Posted<Sent>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let asks = sent.then.as_deref() == Some("ask");
    let typed = Typed::from(sent);
    let wanted = match typed.check() {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            let around = around(&db, site.id).await?;
            return super::unprocessable(&form(visit, &site, None, around, typed, &mistakes));
        }
    };
    let site_id = site.id;
    let add = move |connection: &mut AnyConnection| match may_own(connection, site_id, wanted.owner_id)? {
        true => touchpoints::add(connection, site_id, &wanted),
        false => Ok(None),
    };
    let id = db.transaction(add).await?.ok_or(AppError::NotFound)?;
    if asks {
        return super::surveys::ask(visit, &site, id, None, &db).await;
    }
    Ok(to_touchpoint(&site, id))
}

fn may_own(connection: &mut AnyConnection, site_id: i64, owner: Option<i64>) -> QueryResult<bool> {
    let Some(owner) = owner else { return Ok(true) };
    Ok(members::of_site(connection, site_id)?.iter().any(|member| member.admin_id == owner))
}

/// Changes a touchpoint.
///
/// # Errors
/// 404 for a touchpoint, cell or owner the site does not have. What cannot be saved is shown again with what to mend, and
/// what somebody else changed meanwhile with what they saved.
pub async fn update(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    Posted(sent): Posted<Sent>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (revision, (_, id)) = (sent.revision, path.into_inner());
    let typed = Typed::from(sent);
    let wanted = match typed.check() {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            let around = around(&db, site.id).await?;
            return super::unprocessable(&form(visit, &site, Some(id), around, typed, &mistakes));
        }
    };
    let site_id = site.id;
    let change = move |connection: &mut AnyConnection| match may_own(connection, site_id, wanted.owner_id)? {
        true => touchpoints::change(connection, site_id, id, revision, &wanted),
        false => Ok(Changed::NotFound),
    };
    match db.transaction(change).await? {
        Changed::Done => Ok(to_touchpoint(&site, id)),
        Changed::NotFound => Err(AppError::NotFound),
        Changed::Stale => {
            let around = around(&db, site.id).await?;
            let saved = Typed::of(around.1.map.touchpoint(id).ok_or(AppError::NotFound)?);
            let form = form(visit, &site, Some(id), around, typed, &Mistakes::default()).beside(&saved);
            Ok(HttpResponse::Conflict().content_type("text/html; charset=utf-8").body(form.render()?))
        }
    }
}

fn to_touchpoint(site: &Site, id: i64) -> HttpResponse {
    super::surveys::to(&format!("/sites/{}/touchpoints/{id}", site.key))
}

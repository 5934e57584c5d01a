//! Editing the journey map: its phases and channels.

use crate::{
    db::{
        Db,
        journey::{self, Axis, Direction, Edit, Edited, Name},
        sites,
    },
    error::AppError,
    session::{Posted, SiteContext},
    views::{Page, Place, Visit, journey_edit::EditView, name_mistake},
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Path},
};
use serde::Deserialize;

/// The page that edits the map.
///
/// # Errors
/// When the database fails.
pub async fn show(visit: Visit, SiteContext { site }: SiteContext, db: Data<Db>) -> Result<Html, AppError> {
    let id = site.id;
    let (sites, map) = db.run(move |connection| Ok((sites::all(connection)?, journey::map(connection, id)?))).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).edit_map, Place::Journey, &site, &sites);
    super::html(&EditView::new(page, &site.key, &map))
}

/// The name of a new phase or channel.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    name: String,
}

/// Adds a phase or channel behind the others.
///
/// # Errors
/// When the name cannot be shown, the map is full or the database fails.
pub async fn add(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, Axis)>,
    Posted(new): Posted<New>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (words, (_, axis)) = (Words::of(visit.locale), path.into_inner());
    let name = name(words, &new.name)?;
    let id = site.id;
    match db.transaction(move |connection| journey::add(connection, axis, id, &name)).await? {
        true => Ok(back(&site.key, axis)),
        false => Err(AppError::Invalid(words.step_full.to_owned())),
    }
}

/// What to do with a phase or channel.
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
    Earlier,
    Later,
    Remove,
}

/// Renames, moves or removes a phase or channel.
///
/// # Errors
/// When the name cannot be shown, touchpoints hang on what is to be removed, or the database fails.
pub async fn change(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, Axis, i64)>,
    Posted(Changed { name: typed, change }): Posted<Changed>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (words, (_, axis, id)) = (Words::of(visit.locale), path.into_inner());
    // Only a new name has to make sense: whoever moves or removes a line may have emptied its field.
    let edit = match change {
        Change::Rename => Edit::Rename(name(words, &typed)?),
        Change::Earlier => Edit::Shift(Direction::Earlier),
        Change::Later => Edit::Shift(Direction::Later),
        Change::Remove => Edit::Remove,
    };
    let site_id = site.id;
    let done = db.transaction(move |connection| journey::edit(connection, axis, site_id, id, &edit)).await?;
    match done {
        Edited::Done => Ok(back(&site.key, axis)),
        Edited::NotFound => Err(AppError::NotFound),
        Edited::InUse => Err(AppError::Invalid(words.step_in_use.to_owned())),
    }
}

fn name(words: &Words, typed: &str) -> Result<Name, AppError> {
    Name::try_from(typed).map_err(|mistake| AppError::Invalid(name_mistake(words, mistake)))
}

fn back(key: &str, axis: Axis) -> HttpResponse {
    let part = match axis {
        Axis::Phase => "phases",
        Axis::Channel => "channels",
    };
    let to = format!("/sites/{key}/journey/edit#{part}");
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

//! Editing the journey map: its phases, channels and touchpoints, and taking changes back.

use crate::{
    clock,
    db::{
        Db,
        journey::{self, Axis, Cell, Name},
        map_edit::{self, Direction, Edit, Refused, Way},
        sites::{self, Site},
        surveys,
    },
    error::AppError,
    session::{EditedSite, Posted, SiteContext},
    views::{
        Page, Place, Visit,
        journey_edit::{EditView, Editing, Notice, Thing},
        name_mistake,
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use askama::Template;
use serde::Deserialize;

/// What is chosen, and what was done just before.
#[derive(Deserialize)]
pub struct At {
    at: Option<String>,
    focus: Option<String>,
    remove: Option<String>,
    change: Option<i64>,
    done: Option<String>,
}

/// The page that edits the map.
///
/// # Errors
/// When the database fails.
pub async fn show(
    visit: Visit,
    EditedSite { site }: EditedSite,
    query: Query<At>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let At { at, focus, remove, change, done } = query.into_inner();
    let at = at.as_deref().and_then(Thing::read);
    let lost = (done.as_deref() == Some("removed")).then_some(Words::of(visit.locale).map_removed_for_good);
    let notice = lost.map(|text| Notice { text: text.to_owned(), refused: false, undo: None });
    let editing = Editing { at, focus, removing: remove.is_some(), notice, ..Editing::default() };
    page(visit, &site, editing, change, StatusCode::OK, &db).await
}

async fn page(
    visit: Visit,
    site: &Site,
    mut editing: Editing,
    change: Option<i64>,
    status: StatusCode,
    db: &Db,
) -> Result<HttpResponse, AppError> {
    let (id, removing) = (site.id, editing.removing);
    let (sites, map, listed, undo) = db
        .run(move |connection| {
            let listed = if removing { surveys::list(connection, id)? } else { Vec::new() };
            let undo = change.map(|entry| map_edit::undo(connection, id, entry)).transpose()?.flatten();
            Ok((sites::all(connection)?, journey::map(connection, id)?, listed, undo))
        })
        .await?;
    let words = Words::of(visit.locale);
    if let (Some(entry), Some(undo)) = (change, undo) {
        editing.notice = Some(Notice::done(words, &map, entry, &undo));
    }
    editing.surveys = listed;
    let page = Page::of_site(visit, words.edit_map, Place::Journey, site, &sites);
    let view = EditView::new(page, &site.key, &map, editing);
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(view.render()?))
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
/// When the database fails. What cannot be done is said on the page: a name nobody could read, a full map.
pub async fn add(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, Axis)>,
    Posted(new): Posted<New>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (_, axis) = path.into_inner();
    let edit =
        name(Words::of(visit.locale), &new.name).map(|name| Edit::AddStep { axis, name, before: None, back: None });
    make(visit, site, None, edit, "item", &db).await
}

/// What to do with a phase, channel or touchpoint.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    change: Change,
    /// The name that is wanted, and the one that was read.
    name: Option<String>,
    was: Option<String>,
    /// Where to: before which other one, in which cell, and from which.
    before: Option<i64>,
    phase: Option<i64>,
    channel: Option<i64>,
    from_phase: Option<i64>,
    from_channel: Option<i64>,
    /// Who gets the touchpoints of what is removed.
    heir: Option<i64>,
    /// Whether drafts of surveys go with what is removed.
    drafts: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    Rename,
    Earlier,
    Later,
    Left,
    Right,
    Up,
    Down,
    Place,
    Remove,
}

impl Change {
    /// What has the focus when it is done: the button that was pushed, or what was dragged.
    fn focus(self) -> &'static str {
        match self {
            Self::Rename => "name",
            Self::Earlier => "earlier",
            Self::Later => "later",
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
            Self::Place | Self::Remove => "item",
        }
    }

    fn malformed() -> AppError {
        AppError::Malformed("the form lacks what this change needs".to_owned())
    }
}

impl Changed {
    /// The change to a phase or channel; the inner error is what to mend.
    fn of_step(self, words: &Words, axis: Axis, id: i64) -> Result<Result<Edit, String>, AppError> {
        Ok(Ok(match self.change {
            Change::Rename => {
                let (was, name) = self.names(words)?;
                return Ok(name.map(|name| Edit::RenameStep { axis, id, was, name }));
            }
            Change::Earlier => Edit::ShiftStep { axis, id, direction: Direction::Earlier },
            Change::Later => Edit::ShiftStep { axis, id, direction: Direction::Later },
            Change::Place => Edit::PlaceStep { axis, id, before: self.before },
            Change::Remove => Edit::RemoveStep { axis, id, heir: self.heir },
            Change::Left | Change::Right | Change::Up | Change::Down => return Err(Change::malformed()),
        }))
    }

    /// The change to a touchpoint; the inner error is what to mend.
    fn of_touchpoint(self, words: &Words, id: i64) -> Result<Result<Edit, String>, AppError> {
        Ok(Ok(match self.change {
            Change::Rename => {
                let (was, name) = self.names(words)?;
                return Ok(name.map(|name| Edit::RenameTouchpoint { id, was, name }));
            }
            Change::Left => Edit::ShiftTouchpoint { id, way: Way::Left },
            Change::Right => Edit::ShiftTouchpoint { id, way: Way::Right },
            Change::Up => Edit::ShiftTouchpoint { id, way: Way::Up },
            Change::Down => Edit::ShiftTouchpoint { id, way: Way::Down },
            Change::Place => {
                let cell = |phase: Option<i64>, channel: Option<i64>| {
                    let (phase_id, channel_id) = phase.zip(channel).ok_or_else(Change::malformed)?;
                    Ok::<Cell, AppError>(Cell { phase_id, channel_id })
                };
                let (from, to) = (cell(self.from_phase, self.from_channel)?, cell(self.phase, self.channel)?);
                Edit::PlaceTouchpoint { id, from, to, before: self.before }
            }
            Change::Remove => Edit::RemoveTouchpoint { id, drafts: self.drafts.is_some() },
            Change::Earlier | Change::Later => return Err(Change::malformed()),
        }))
    }

    /// The name that was read, and the one that is wanted.
    fn names(self, words: &Words) -> Result<(String, Result<Name, String>), AppError> {
        let (was, typed) = self.was.zip(self.name).ok_or_else(Change::malformed)?;
        Ok((was, name(words, &typed)))
    }
}

/// Renames, moves or removes a phase or channel.
///
/// # Errors
/// 404 for one the site does not have. What else cannot be done is said on the page.
pub async fn change_step(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, Axis, i64)>,
    Posted(changed): Posted<Changed>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (_, axis, id) = path.into_inner();
    let focus = changed.change.focus();
    let edit = changed.of_step(Words::of(visit.locale), axis, id)?;
    make(visit, site, Some(Thing::Step(axis, id)), edit, focus, &db).await
}

/// Renames, moves or removes a touchpoint.
///
/// # Errors
/// 404 for one the site does not have. What else cannot be done is said on the page.
pub async fn change_touchpoint(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    Posted(changed): Posted<Changed>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (_, id) = path.into_inner();
    let focus = changed.change.focus();
    let edit = changed.of_touchpoint(Words::of(visit.locale), id)?;
    make(visit, site, Some(Thing::Touchpoint(id)), edit, focus, &db).await
}

/// Nothing but the proof that the form is ours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Takes a change back. That can be taken back in turn.
///
/// # Errors
/// 404 when the site has no such change, or it was taken back already.
pub async fn undo(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (site_id, (_, entry)) = (site.id, path.into_inner());
    let found = db.run(move |connection| map_edit::undo(connection, site_id, entry)).await?;
    let edit = found.ok_or(AppError::NotFound)?;
    let thing = match &edit {
        Edit::RenameStep { axis, id, .. } | Edit::PlaceStep { axis, id, .. } => Some(Thing::Step(*axis, *id)),
        Edit::RenameTouchpoint { id, .. } | Edit::PlaceTouchpoint { id, .. } => Some(Thing::Touchpoint(*id)),
        _ => None,
    };
    let done = make(visit, site, thing, Ok(edit), "item", &db).await?;
    if done.status() == StatusCode::SEE_OTHER {
        db.run(move |connection| map_edit::forget(connection, site_id, entry)).await?;
    }
    Ok(done)
}

/// Makes a change and leads back to where it was made; or shows there why it was not.
async fn make(
    visit: Visit,
    site: Site,
    thing: Option<Thing>,
    edit: Result<Edit, String>,
    focus: &str,
    db: &Db,
) -> Result<HttpResponse, AppError> {
    let words = Words::of(visit.locale);
    let edit = match edit {
        Ok(edit) => edit,
        Err(mistake) => return refuse(visit, &site, thing, mistake, StatusCode::UNPROCESSABLE_ENTITY, db).await,
    };
    let (site_id, now, wanted) = (site.id, clock::now(), edit.clone());
    let made = db
        .transaction(move |connection| {
            let made = match map_edit::make(connection, site_id, &wanted)? {
                Ok(made) => made,
                Err(refused) => return Ok(Err(refused)),
            };
            let entry = made.undo.map(|undo| map_edit::remember(connection, site_id, &undo, now)).transpose()?;
            Ok(Ok((entry, made.id)))
        })
        .await?;
    match made {
        Ok((entry, id)) => Ok(super::surveys::to(&back(&site.key, shown(&edit, thing, id), focus, entry))),
        Err(Refused::NotFound) => Err(AppError::NotFound),
        Err(Refused::InUse) => {
            let text = if matches!(thing, Some(Thing::Touchpoint(_))) { words.remove_asked } else { words.step_in_use };
            refuse(visit, &site, thing, text.to_owned(), StatusCode::UNPROCESSABLE_ENTITY, db).await
        }
        Err(Refused::Full) => {
            refuse(visit, &site, thing, words.step_full.to_owned(), StatusCode::UNPROCESSABLE_ENTITY, db).await
        }
        Err(Refused::Stale) => refuse(visit, &site, thing, words.map_stale.to_owned(), StatusCode::CONFLICT, db).await,
    }
}

/// What is chosen after a change: what was changed, unless it is gone.
fn shown(edit: &Edit, thing: Option<Thing>, id: i64) -> Option<Thing> {
    match edit {
        Edit::RemoveStep { .. } | Edit::RemoveTouchpoint { .. } => None,
        Edit::AddStep { axis, .. } => Some(Thing::Step(*axis, id)),
        Edit::AddTouchpoint(_) => Some(Thing::Touchpoint(id)),
        _ => thing,
    }
}

fn back(key: &str, thing: Option<Thing>, focus: &str, entry: Option<i64>) -> String {
    let at = thing.map(|thing| format!("at={thing}&focus={focus}&")).unwrap_or_default();
    let done = entry.map_or_else(|| "done=removed".to_owned(), |entry| format!("change={entry}"));
    format!("/sites/{key}/journey/edit?{at}{done}")
}

async fn refuse(
    visit: Visit,
    site: &Site,
    at: Option<Thing>,
    text: String,
    status: StatusCode,
    db: &Db,
) -> Result<HttpResponse, AppError> {
    let notice = Some(Notice::refused(text));
    let editing = Editing { at, notice, ..Editing::default() };
    page(visit, site, editing, None, status, db).await
}

fn name(words: &Words, typed: &str) -> Result<Name, String> {
    Name::try_from(typed).map_err(|mistake| name_mistake(words, mistake))
}

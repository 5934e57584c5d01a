//! A survey's versions: listed, compared, and brought back into the draft.

use super::surveys::to;
use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        sites::{self, Site},
        survey_versions::{self, Version},
        surveys::{self, Change, Survey},
    },
    error::AppError,
    session::{EditedSite, Posted, SiteContext},
    views::{
        Page, Place, Visit, format,
        survey_editor::Notice,
        survey_versions::{Asked, CompareView, VersionsView, Which},
    },
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use serde::Deserialize;
use shared::definition::Definition;

/// What the pages are made of.
struct History {
    sites: Vec<Site>,
    survey: Survey,
    versions: Vec<Version>,
}

impl History {
    fn read(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<Option<Self>> {
        let Some(survey) = surveys::one(connection, site_id, id)? else { return Ok(None) };
        let (sites, versions) = (sites::all(connection)?, survey_versions::all(connection, site_id, id)?);
        Ok(Some(Self { sites, survey, versions }))
    }

    async fn load(db: &Db, site: &Site, id: i64) -> Result<Self, AppError> {
        let site = site.id;
        db.run(move |connection| Self::read(connection, site, id)).await?.ok_or(AppError::NotFound)
    }

    fn page(&self, visit: Visit, site: &Site) -> Page {
        Page::of_site(visit, &self.survey.name, Place::Surveys, site, &self.sites)
    }

    fn find(&self, which: Which) -> Option<&Definition> {
        match which {
            Which::Draft => Some(&self.survey.draft),
            Which::Version(number) => {
                self.versions.iter().find(|version| version.number == number).map(|version| &version.definition)
            }
        }
    }

    /// The page that asks whether the draft shall be made equal to a version.
    fn question(&self, visit: Visit, site: &Site, number: i32, stale: bool) -> Result<CompareView, AppError> {
        let version = self.find(Which::Version(number)).ok_or(AppError::NotFound)?;
        let asked = Asked {
            number,
            published: self.survey.published_version.ok_or(AppError::NotFound)?,
            revision: self.survey.revision,
            loses: self.versions.iter().all(|version| version.definition != self.survey.draft),
            stale,
        };
        let zone = format::zone(&site.time_zone);
        Ok(CompareView::restoring(self.page(visit, site), &self.survey, &zone, version, asked))
    }
}

/// Every version.
///
/// # Errors
/// 404 for a survey the site does not have.
pub async fn list(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let history = History::load(&db, &site, path.1).await?;
    let (page, zone) = (history.page(visit, &site), format::zone(&site.time_zone));
    super::html(&VersionsView::new(page, &history.survey, &history.versions, &zone, clock::now()))
}

/// The two to be compared: without a word, what is asked now and the draft.
#[derive(Deserialize)]
pub struct Compared {
    from: Option<String>,
    to: Option<String>,
}

/// What differs between two versions, or between one and the draft.
///
/// # Errors
/// 404 for a survey the site does not have, or a version that was never published.
pub async fn compare(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    compared: Query<Compared>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let history = History::load(&db, &site, path.1).await?;
    let find = |key: Option<&str>, usual: Option<Which>| {
        let which = key.map_or(usual, Which::read)?;
        Some((which, history.find(which)?))
    };
    let asked = history.survey.published_version.map(Which::Version);
    let from = find(compared.from.as_deref(), asked).ok_or(AppError::NotFound)?;
    let to = find(compared.to.as_deref(), Some(Which::Draft)).ok_or(AppError::NotFound)?;
    let (page, zone) = (history.page(visit, &site), format::zone(&site.time_zone));
    super::html(&CompareView::new(page, &history.survey, &zone, from, to))
}

/// What rolling back to a version does to the draft, and whether to.
///
/// # Errors
/// 404 for a survey the site does not have, or a version that was never published.
pub async fn ask(
    visit: Visit,
    EditedSite { site }: EditedSite,
    path: Path<(String, i64, i32)>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let history = History::load(&db, &site, path.1).await?;
    super::html(&history.question(visit, &site, path.2, false)?)
}

/// The revision of the draft that was seen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    revision: i32,
}

/// Makes the draft equal to a version. Who has not seen what someone else saved meanwhile is asked again.
///
/// # Errors
/// 404 for a survey the site does not have, or a version that was never published.
pub async fn restore(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64, i32)>,
    Posted(seen): Posted<Seen>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (_, id, number) = path.into_inner();
    let site_id = site.id;
    let restored = db
        .transaction(move |connection| {
            let Some(survey) = surveys::one(connection, site_id, id)? else { return Ok(None) };
            let Some(version) = survey_versions::one(connection, site_id, id, number)? else { return Ok(None) };
            let change = surveys::save(connection, site_id, id, seen.revision, &survey.name, &version)?;
            Ok(Some((survey.published_version == Some(number), change)))
        })
        .await?;
    match restored {
        Some((discarded, Change::Done(_) | Change::Unchanged)) => {
            let notice = if discarded { Notice::Discarded } else { Notice::Restored };
            Ok(to(&format!("/sites/{}/surveys/{id}?done={}", site.key, notice.key())))
        }
        Some((_, Change::Stale)) => {
            let question = History::load(&db, &site, id).await?.question(visit, &site, number, true)?;
            let page = askama::Template::render(&question)?;
            Ok(HttpResponse::build(StatusCode::CONFLICT).content_type("text/html; charset=utf-8").body(page))
        }
        Some((_, Change::Gone)) | None => Err(AppError::NotFound),
    }
}

//! The surveys of a site in the console, and starting one.

use crate::{
    clock,
    db::{Db, sites, surveys},
    error::AppError,
    session::{Posted, SiteContext},
    survey_templates::{SurveyTemplate, TemplateError},
    views::{
        Page, Place, Visit,
        survey_editor::Notice,
        surveys::{ListView, NewView},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Query},
};
use serde::Deserialize;

/// What an address may say about what was done just before.
#[derive(Deserialize)]
pub struct Done {
    pub(super) done: Option<String>,
}

/// The list.
///
/// # Errors
/// When the database fails.
pub async fn list(
    visit: Visit,
    SiteContext { site }: SiteContext,
    query: Query<Done>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let id = site.id;
    let (sites, found) =
        db.run(move |connection| Ok((sites::all(connection)?, surveys::list(connection, id)?))).await?;
    let title = Words::of(visit.locale).surveys;
    let page = Page::of_site(visit, title, Place::Surveys, &site, &sites);
    super::html(&ListView::new(page, found, clock::now(), query.done.as_deref() == Some("deleted")))
}

/// The touchpoint to start with.
#[derive(Deserialize)]
pub struct At {
    touchpoint: Option<i64>,
}

/// Where to start a survey.
///
/// # Errors
/// When the database fails.
pub async fn new(
    visit: Visit,
    SiteContext { site }: SiteContext,
    query: Query<At>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let id = site.id;
    let (sites, places) =
        db.run(move |connection| Ok((sites::all(connection)?, surveys::places(connection, id)?))).await?;
    let title = Words::of(visit.locale).survey_new;
    let page = Page::of_site(visit, title, Place::Surveys, &site, &sites);
    super::html(&NewView::new(page, places, query.touchpoint)?)
}

/// A survey to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSurvey {
    touchpoint: i64,
    template: String,
}

/// Makes a draft of a template and opens it.
///
/// # Errors
/// 404 for a touchpoint or template there is not.
pub async fn create(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(new): Posted<NewSurvey>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let template = SurveyTemplate::by_key(&new.template).ok_or(AppError::NotFound)?;
    let definition = template.definition(&site.name, visit.locale)?;
    let made = db
        .transaction(move |connection| {
            let places = surveys::places(connection, site.id)?;
            let Some(place) = places.into_iter().find(|place| place.touchpoint_id == new.touchpoint) else {
                return Ok(None);
            };
            let name = format!("{} {}", place.touchpoint, template.key().to_uppercase());
            surveys::insert(connection, site.id, new.touchpoint, &name, &definition, clock::now())
        })
        .await?;
    let id = made.ok_or(AppError::NotFound)?;
    Ok(to(&format!("/sites/{}/surveys/{id}?done={}", site.key, Notice::Created.key())))
}

pub(super) fn to(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

impl From<TemplateError> for AppError {
    fn from(error: TemplateError) -> Self {
        Self::Invalid(error.to_string())
    }
}

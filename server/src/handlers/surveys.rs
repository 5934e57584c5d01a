//! The surveys of a site in the console, and starting one.

use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        journey::{self, Cell, Name},
        sites::{self, Site},
        surveys,
        touchpoints::{self, Wanted},
    },
    error::AppError,
    journey_templates,
    session::{EditedSite, Posted, SiteContext},
    survey_templates::{SurveyTemplate, TemplateError},
    views::{
        Page, Place, Visit,
        survey_editor::Notice,
        surveys::{First, ListView, NewView, describe},
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
    EditedSite { site }: EditedSite,
    query: Query<At>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    super::html(&start(visit, &site, query.touchpoint, First::default(), &db).await?)
}

async fn start(visit: Visit, site: &Site, chosen: Option<i64>, typed: First, db: &Db) -> Result<NewView, AppError> {
    let id = site.id;
    let load = move |connection: &mut AnyConnection| {
        let (places, map) = (surveys::places(connection, id)?, journey::map(connection, id)?);
        Ok((sites::all(connection)?, places, map))
    };
    let (sites, places, map) = db.run(load).await?;
    let steps = [map.phases, map.channels].map(|steps| steps.into_iter().map(|step| (step.id, step.name)).collect());
    let title = Words::of(visit.locale).survey_new;
    let page = Page::of_site(visit, title, Place::Surveys, site, &sites);
    Ok(NewView::new(page, places, chosen, First { steps, ..typed })?)
}

/// A survey to be made: at a touchpoint, or at a new one in this cell.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSurvey {
    touchpoint: Option<i64>,
    #[serde(default)]
    name: String,
    phase: Option<i64>,
    channel: Option<i64>,
    /// Without it, the one that fits the touchpoint's phase.
    template: Option<String>,
}

/// Makes a draft of a template and opens it.
///
/// # Errors
/// 404 for a touchpoint, a cell or a template there is not. A name that cannot be is shown again with what to mend.
pub async fn create(
    visit: Visit,
    SiteContext { site }: SiteContext,
    Posted(new): Posted<NewSurvey>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let chosen = new.template.map(|key| SurveyTemplate::by_key(&key).ok_or(AppError::NotFound)).transpose()?;
    let touchpoint = match new.touchpoint {
        Some(touchpoint) => touchpoint,
        None => {
            let cell = new.phase.zip(new.channel).ok_or(AppError::NotFound)?;
            let cell = Cell { phase_id: cell.0, channel_id: cell.1 };
            let wanted = match Name::try_from(new.name.as_str()) {
                Ok(name) => Wanted::new(cell, name),
                Err(mistake) => {
                    let typed = First { name: new.name, mistake: Some(mistake), ..First::default() };
                    return super::unprocessable(&start(visit, &site, None, typed, &db).await?);
                }
            };
            let id = site.id;
            let added = db.transaction(move |connection| touchpoints::add(connection, id, &wanted)).await?;
            added.ok_or(AppError::NotFound)?
        }
    };
    ask(visit, &site, touchpoint, chosen, &db).await
}

/// Makes a draft that asks at a touchpoint and opens it: of a template, or of the one that fits the phase.
///
/// # Errors
/// 404 for a touchpoint there is not.
pub(super) async fn ask(
    visit: Visit,
    site: &Site,
    touchpoint: i64,
    template: Option<SurveyTemplate>,
    db: &Db,
) -> Result<HttpResponse, AppError> {
    let id = site.id;
    let places = db.run(move |connection| surveys::places(connection, id)).await?;
    let place = places.into_iter().find(|place| place.touchpoint_id == touchpoint).ok_or(AppError::NotFound)?;
    let template = template.unwrap_or_else(|| journey_templates::fitting(&place.phase));
    let definition = template.in_languages(&site.name, site.languages()?, visit.locale)?;
    let [named, ..] = describe(Words::of(visit.locale), template);
    let name = format!("{} {named}", place.touchpoint);
    let made = db
        .transaction(move |connection| surveys::insert(connection, id, touchpoint, &name, &definition, clock::now()))
        .await?;
    let survey = made.ok_or(AppError::NotFound)?;
    Ok(to(&format!("/sites/{}/surveys/{survey}?done={}", site.key, Notice::Created.key())))
}

pub(super) fn to(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

impl From<TemplateError> for AppError {
    fn from(error: TemplateError) -> Self {
        Self::Invalid(error.to_string())
    }
}

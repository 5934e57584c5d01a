//! What was answered to a survey, and to one of its questions.

use super::lens::choices;
use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        figures::Figures,
        matching, publications,
        results::Within,
        sites,
        surveys::{self, Survey},
    },
    error::AppError,
    filter::Filter,
    locale::Locale,
    session::SiteContext,
    share::Redaction,
    views::{
        Page, Place, Visit,
        funnel::may_read_comments,
        lens::Lens,
        period::Span,
        question::{self, QuestionView},
        survey_results::{Rows, SurveyResultsView},
    },
    words::{Words, fill},
};
use actix_web::web::{Data, Html, Path};
use diesel::QueryResult;

/// How many comments are read for their words.
const MOST_COMMENTS: i64 = 5_000;

/// Every question of a survey.
///
/// # Errors
/// 404 for a survey the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site, .. }: SiteContext,
    path: Path<(String, i64)>,
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let span = lens.span(&site, clock::now());
    let (site_id, (_, id), looked) = (site.id, path.into_inner(), (lens.filter.clone(), span.clone()));
    let load = move |connection: &mut AnyConnection| {
        let rows = load(connection, site_id, id, &looked.1, &looked.0, Redaction::default())?;
        Ok((sites::all(connection)?, rows))
    };
    let (sites, rows) = db.run(load).await?;
    let rows = rows.ok_or(AppError::NotFound)?;
    let page = Page::of_site(visit.clone(), title(visit.locale, &rows.survey), Place::Surveys, &site, &sites);
    super::html(&SurveyResultsView::new(page, &site, &lens, &span, &rows))
}

/// What the page of a survey's results is called.
pub(super) fn title(locale: Locale, survey: &Survey) -> String {
    fill(Words::of(locale).results_of, &[("name", &survey.name)])
}

/// A filter of one survey alone.
fn of_survey(filter: &Filter, survey: &Survey) -> Filter {
    Filter { survey: Some(survey.id), ..filter.clone() }
}

/// What the page is made of, without the answers to some questions. `None` for a survey the site does not have.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub(super) fn load(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    span: &Span,
    filter: &Filter,
    redaction: Redaction,
) -> QueryResult<Option<Rows>> {
    let Some(survey) = surveys::one(connection, site_id, id)? else { return Ok(None) };
    let (here, id, own) = (&[survey.place.touchpoint_id], survey.id, of_survey(filter, &survey));
    let within = Within { site_id, touchpoints: here, hours: &span.hours };
    let choices = choices(connection, site_id)?;
    let asked = surveys::versions(connection, site_id, id)?.pop();
    let commented = matching::commented(connection, within, &own)?;
    let seconds = matching::seconds(connection, within, &own)?;
    let publications = publications::of_survey(connection, site_id, id)?;
    let both = &span.both();
    let figures = Figures::redacted(connection, Within { hours: both, ..within }, filter, &redaction)?;
    Ok(Some(Rows {
        scores: figures.of_questions(id, both),
        chosen: figures.chosen(&span.hours),
        funnel: figures.funnel_of(id, &span.hours),
        survey,
        asked,
        choices,
        commented,
        seconds,
        publications,
        redaction,
    }))
}

/// One question.
///
/// # Errors
/// 404 for a survey the site does not have, or a question the survey does not ask.
pub async fn question(
    visit: Visit,
    SiteContext { site, .. }: SiteContext,
    path: Path<(String, i64, String)>,
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let span = lens.span(&site, clock::now());
    let (site_id, (_, id, asked), looked) = (site.id, path.into_inner(), (lens.filter.clone(), span.clone()));
    let load = move |connection: &mut AnyConnection| {
        let Some(survey) = surveys::one(connection, site_id, id)? else { return Ok(None) };
        let sites = sites::all(connection)?;
        let rows = load_question(connection, site_id, survey, &looked.0, &looked.1)?;
        Ok(rows.map(|rows| (rows, sites)))
    };
    let (rows, sites) = db.run(load).await?.ok_or(AppError::NotFound)?;
    let title = QuestionView::title(visit.locale, &rows.asked, &asked).ok_or(AppError::NotFound)?;
    let page = Page::of_site(visit, title, Place::Surveys, &site, &sites);
    super::html(&QuestionView::new(page, &site, &lens, &span, &asked, &rows).ok_or(AppError::NotFound)?)
}

fn load_question(
    connection: &mut AnyConnection,
    site_id: i64,
    survey: Survey,
    filter: &Filter,
    span: &Span,
) -> QueryResult<Option<question::Rows>> {
    let Some(asked) = surveys::versions(connection, site_id, survey.id)?.pop() else { return Ok(None) };
    let (here, id, own) = (&[survey.place.touchpoint_id], survey.id, of_survey(filter, &survey));
    let within = Within { site_id, touchpoints: here, hours: &span.hours };
    let choices = choices(connection, site_id)?;
    let publications = publications::of_survey(connection, site_id, id)?;
    let divided = matching::divided(connection, within, &own)?;
    let both = &span.both();
    let figures = Figures::of(connection, Within { hours: both, ..within }, filter)?;
    let (scores, chosen) = (figures.of_questions(id, both), figures.chosen(&span.hours));
    let funnel = figures.funnel_of(id, &span.hours);
    let comments = match may_read_comments(&funnel) {
        true => matching::latest_comments(connection, within, &own, Redaction::nothing(), MOST_COMMENTS)?,
        false => Vec::new(),
    };
    Ok(Some(question::Rows { survey, asked, choices, scores, divided, chosen, funnel, publications, comments }))
}

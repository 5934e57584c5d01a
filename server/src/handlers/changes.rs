//! What changed since the period before, and which part of the answers it comes from.

use super::lens::choices;
use crate::{
    clock,
    db::{
        Db,
        connection::AnyConnection,
        figures::Figures,
        journey::{self, Map},
        matching, publications,
        results::Within,
        sites, surveys,
    },
    error::AppError,
    session::SiteContext,
    views::{
        Page, Place, Visit,
        changes::{ChangesView, Rows},
        lens::Lens,
        period::Span,
        why::{self, WhyView},
    },
    words::{Words, fill},
};
use actix_web::web::{Data, Html, Path};
use diesel::QueryResult;

/// Every touchpoint, compared.
///
/// # Errors
/// When the database fails.
pub async fn show(visit: Visit, SiteContext { site }: SiteContext, lens: Lens, db: Data<Db>) -> Result<Html, AppError> {
    let span = lens.span(&site, clock::now());
    let (id, filter) = (site.id, lens.filter.clone());
    let load = move |connection: &mut AnyConnection| {
        let (sites, map, choices) = (sites::all(connection)?, journey::map(connection, id)?, choices(connection, id)?);
        let within = Within { site_id: id, touchpoints: &map.ids(), hours: &span.both() };
        let figures = Figures::of(connection, within, &filter)?;
        let (now, before) = (figures.by_touchpoint(&span.hours), figures.by_touchpoint(&span.before));
        let funnel = figures.funnel_by_touchpoint(&span.hours);
        Ok((sites, Rows { map, now, before, funnel, choices }))
    };
    let (sites, rows) = db.run(load).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).what_changed, Place::Changes, &site, &sites);
    super::html(&ChangesView::new(page, &site, &lens, &rows))
}

/// Which part of a touchpoint's answers moved.
///
/// # Errors
/// 404 for a touchpoint the site does not have.
pub async fn why(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let span = lens.span(&site, clock::now());
    let (site_id, (_, id), looked) = (site.id, path.into_inner(), (lens.clone(), span.clone()));
    let load = move |connection: &mut AnyConnection| {
        let (sites, map) = (sites::all(connection)?, journey::map(connection, site_id)?);
        let found = map.touchpoint(id).is_some();
        Ok(if found { Some((sites, parts(connection, site_id, id, &looked.0, &looked.1, map)?)) } else { None })
    };
    let (sites, rows) = db.run(load).await?.ok_or(AppError::NotFound)?;
    let name = rows.map.touchpoint(id).map(|touchpoint| touchpoint.name.clone()).unwrap_or_default();
    let title = fill(Words::of(visit.locale).why_of, &[("name", &name)]);
    let page = Page::of_site(visit, title, Place::Changes, &site, &sites);
    super::html(&WhyView::new(page, &site, &lens, &span, id, &rows))
}

fn parts(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    lens: &Lens,
    span: &Span,
    map: Map,
) -> QueryResult<why::Rows> {
    let (here, both, filter) = (&[id], &span.both(), &lens.filter);
    let within = Within { site_id, touchpoints: here, hours: both };
    let (choices, surveys) = (choices(connection, site_id)?, surveys::at_touchpoint(connection, site_id, id)?);
    let divided = matching::divided(connection, within, filter)?;
    let mut segments = Vec::new();
    // A segment is a filter of its own: under another one it would be something else.
    for segment in choices.segments.iter().filter(|_| filter.is_empty()) {
        let scores = Figures::of(connection, within, &segment.filter)?.by_hour(both);
        segments.push((segment.clone(), scores));
    }
    let publications = publications::within(connection, site_id, here, both)?;
    let figures = Figures::of(connection, within, filter)?;
    let mut questions = Vec::new();
    for survey in &surveys {
        questions.extend(figures.of_questions(survey.id, both));
    }
    let [chosen, chosen_before] = [figures.chosen(&span.hours), figures.chosen(&span.before)];
    let left = figures.funnel_by_touchpoint(&span.hours).first().map_or(0, |(_, funnel)| funnel.started);
    let answers = figures.by_touchpoint(&span.hours);
    let scores = figures.by_hour(both);
    Ok(why::Rows {
        map,
        choices,
        surveys,
        answers,
        scores,
        divided,
        segments,
        questions,
        chosen: [chosen, chosen_before],
        publications,
        left,
    })
}

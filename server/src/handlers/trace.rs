//! `/w/KEY/trace/TOKEN.js`: the panel that says on a page why each survey shows or not, for who holds an open link.

use super::refusal::Refusal;
use crate::{
    assets, clock,
    db::{Db, surveys, trace_links},
    live::LiveSites,
    session::Token,
};
use actix_web::{HttpResponse, http::header, web};
use std::collections::BTreeMap;

/// The mark in `trace.js` that is replaced by what the panel is told.
const MARK: &str = "__TRACE__";

/// What the panel is told: the names that the team gave its surveys.
#[derive(serde::Serialize)]
struct Told {
    surveys: BTreeMap<i64, String>,
}

/// The panel, kept by nobody.
///
/// # Errors
/// 404 for an unknown site, and for a link that is not open.
pub async fn show(
    path: web::Path<(String, String)>,
    sites: web::Data<LiveSites>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Refusal> {
    let (key, token) = path.into_inner();
    let site = sites.get(&key).await?.ok_or(Refusal::NotFound("site"))?.site.id;
    let (hash, now) = (Token::from(token).hash(), clock::now());
    let listed = db
        .run(move |connection| match trace_links::is_open(connection, site, &hash, now)? {
            true => surveys::list(connection, site).map(Some),
            false => Ok(None),
        })
        .await?
        .ok_or(Refusal::NotFound("link"))?;
    let told = Told { surveys: listed.into_iter().map(|survey| (survey.id, survey.name)).collect() };
    let told = serde_json::to_string(&told).map_err(|error| Refusal::Invalid(error.to_string()))?;
    let script = match &assets::WIDGET {
        Some(widget) => widget.trace.replacen(MARK, &told, 1),
        None => "export default () => console.warn('Opina was built without its widget');".to_owned(),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/javascript; charset=utf-8")
        .body(script))
}

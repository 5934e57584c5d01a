//! `/w/KEY/forms/SURVEY/VERSION/LANGUAGE`: a published survey in one language.

use super::refusal::Refusal;
use crate::live::LiveSites;
use actix_web::{HttpResponse, http::header, web};
use shared::wire::Form;

/// The form, which never changes for a version and colours, so that a browser keeps it for a day.
///
/// # Errors
/// 404 for an unknown site, survey or version; 410 for one that is paused.
pub async fn show(
    path: web::Path<(String, i64, i32, String)>,
    sites: web::Data<LiveSites>,
) -> Result<HttpResponse, Refusal> {
    let (key, survey, version, language) = path.into_inner();
    let site = sites.get(&key).await?.ok_or(Refusal::NotFound("site"))?;
    if site.is_paused(survey) {
        return Err(Refusal::Closed);
    }
    let published = site.version(survey, version).ok_or(Refusal::NotFound("version of the survey"))?;
    let form = Form::new(&published.definition, &site.theme, &language);
    Ok(HttpResponse::Ok()
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .json(form))
}

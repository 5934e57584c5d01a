//! `/w/KEY.js`: the script a site embeds, with what it needs to decide whether a survey is due.

use super::refusal::Refusal;
use crate::{
    assets, clock,
    config::BaseUrl,
    db::{intake::Entry, sites::Sighting},
    intake::Intake,
    live::{LiveSite, LiveSites},
    sightings::Seen,
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use shared::wire::{LoaderConfig, LoaderSurvey};

/// The loader with the site's configuration. Cached for five minutes, then revalidated.
///
/// # Errors
/// 404 for an unknown key.
pub async fn show(
    request: HttpRequest,
    key: web::Path<String>,
    base: web::Data<BaseUrl>,
    sites: web::Data<LiveSites>,
    intake: web::Data<Intake>,
    seen: web::Data<Seen>,
) -> Result<HttpResponse, Refusal> {
    let site = sites.get(&key).await?.ok_or(Refusal::NotFound("site"))?;
    let now = clock::now();
    if let Some(page) = page_of(&request).filter(|page| seen.is_news(site.site.id, page, now)) {
        intake.note(Entry::Sighting(Sighting { site_id: site.site.id, page, seen_at: now }));
    }
    let script = script(&base, &site, now).map_err(|error| Refusal::Invalid(error.to_string()))?;
    let tag = header::EntityTag::new_strong(format!("{:x}", super::fingerprint(script.as_bytes())));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=300, stale-while-revalidate=86400"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header(header::ETag(tag.clone()));
    if super::has(&request, &tag) {
        return Ok(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    Ok(response.content_type("text/javascript; charset=utf-8").body(script))
}

fn script(base: &BaseUrl, site: &LiveSite, now: i64) -> Result<String, serde_json::Error> {
    let Some(widget) = &assets::WIDGET else {
        return Ok("console.warn('Opina was built without its widget: run `cargo xtask dist`');".to_owned());
    };
    let survey = |one: &std::sync::Arc<crate::db::surveys::Published>| {
        LoaderSurvey::new(one.survey_id, one.version, &one.definition)
    };
    let config = LoaderConfig {
        base: base.as_str().to_owned(),
        site: site.site.key.clone(),
        widget: widget.version.to_owned(),
        budget: site.budget,
        surveys: site.asked(now).map(survey).collect(),
    };
    config.embed_in(widget.loader)
}

/// The page that loaded the script, as far as its browser tells: most tell the origin only. Never a query.
fn page_of(request: &HttpRequest) -> Option<String> {
    let referrer = request.headers().get(header::REFERER)?.to_str().ok()?;
    let url = url::Url::parse(referrer).ok()?;
    let page = format!("{}{}", url.origin().ascii_serialization(), url.path());
    (url.origin().is_tuple() && page.len() <= 300).then_some(page)
}

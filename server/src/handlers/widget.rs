//! `/w/VERSION/widget.wasm` and the scripts beside it: the survey itself and what holds it, the same for every site and
//! for ever.

use super::refusal::Refusal;
use crate::assets::{self, Encoded};
use actix_web::{HttpRequest, HttpResponse, http::header, web};

/// One of its scripts.
///
/// # Errors
/// 404 for another version than the one inside this binary, and for a script it does not have.
pub async fn script(request: HttpRequest, path: web::Path<(String, String)>) -> Result<HttpResponse, Refusal> {
    let (version, name) = &*path;
    let scripts = files(version)?.scripts;
    let (_, script) = scripts.iter().find(|(one, _)| one == name).ok_or(Refusal::NotFound("script of the widget"))?;
    Ok(send(&request, script, "text/javascript; charset=utf-8"))
}

/// The WebAssembly module.
///
/// # Errors
/// 404 for another version than the one inside this binary.
pub async fn module(request: HttpRequest, version: web::Path<String>) -> Result<HttpResponse, Refusal> {
    let files = files(&version)?;
    Ok(send(&request, &files.module, "application/wasm"))
}

/// What the script gives a site, for those who program it.
///
/// # Errors
/// 404 where the server was built without its widget.
pub async fn types() -> Result<HttpResponse, Refusal> {
    let files = assets::WIDGET.as_ref().ok_or(Refusal::NotFound("widget"))?;
    let mut response = HttpResponse::Ok();
    response.content_type("text/plain; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-cache"));
    Ok(response.body(files.types))
}

fn files(version: &str) -> Result<&'static assets::WidgetFiles, Refusal> {
    assets::WIDGET.as_ref().filter(|files| files.version == version).ok_or(Refusal::NotFound("version of the widget"))
}

fn send(request: &HttpRequest, file: &Encoded, kind: &'static str) -> HttpResponse {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let takes = |encoding: &str| accepted.split(',').any(|one| one.split(';').next().map(str::trim) == Some(encoding));
    let (encoding, body) = match (takes("br"), takes("gzip")) {
        (true, _) => (Some("br"), file.brotli),
        (false, true) => (Some("gzip"), file.gzip),
        (false, false) => (None, file.plain),
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(kind)
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"));
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    response.body(body)
}

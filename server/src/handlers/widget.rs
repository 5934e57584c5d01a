//! `/w/VERSION/widget.js` and `.wasm`, `host.js` and `link.js`: the survey itself and what holds it, the same for every
//! site and for ever.

use super::refusal::Refusal;
use crate::assets::{self, Encoded};
use actix_web::{HttpRequest, HttpResponse, http::header, web};

/// The JavaScript that starts the module.
///
/// # Errors
/// 404 for another version than the one inside this binary.
pub async fn script(request: HttpRequest, version: web::Path<String>) -> Result<HttpResponse, Refusal> {
    let files = files(&version)?;
    Ok(send(&request, &files.script, "text/javascript; charset=utf-8"))
}

/// The WebAssembly module.
///
/// # Errors
/// 404 for another version than the one inside this binary.
pub async fn module(request: HttpRequest, version: web::Path<String>) -> Result<HttpResponse, Refusal> {
    let files = files(&version)?;
    Ok(send(&request, &files.module, "application/wasm"))
}

/// The JavaScript that holds a survey on a page.
///
/// # Errors
/// 404 for another version than the one inside this binary.
pub async fn host(request: HttpRequest, version: web::Path<String>) -> Result<HttpResponse, Refusal> {
    let files = files(&version)?;
    Ok(send(&request, &files.host, "text/javascript; charset=utf-8"))
}

/// The JavaScript of a link page.
///
/// # Errors
/// 404 for another version than the one inside this binary.
pub async fn link(request: HttpRequest, version: web::Path<String>) -> Result<HttpResponse, Refusal> {
    let files = files(&version)?;
    Ok(send(&request, &files.link, "text/javascript; charset=utf-8"))
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

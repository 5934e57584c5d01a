//! `/static/…`: the console's own sheet, scripts and icon, and the link pages' sheet, from inside the binary.

use crate::error::AppError;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use std::sync::LazyLock;

/// The sheet of link pages: the survey's, and that of the page around it.
static LINK: LazyLock<String> =
    LazyLock::new(|| format!("{}{}", widget::style::own(), include_str!("../../static/link.css")));

/// A file of ours. Kept by browsers and revalidated each time, so that an upgrade shows at once.
///
/// # Errors
/// 404 for any other name.
pub async fn show(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, AppError> {
    let (kind, content) = match name.as_str() {
        "console.css" => ("text/css; charset=utf-8", include_str!("../../static/console.css")),
        "console.js" => ("text/javascript; charset=utf-8", include_str!("../../static/console.js")),
        "editor.js" => ("text/javascript; charset=utf-8", include_str!("../../static/editor.js")),
        "preview.js" => ("text/javascript; charset=utf-8", include_str!("../../static/preview.js")),
        "link.css" => ("text/css; charset=utf-8", LINK.as_str()),
        "favicon.svg" => ("image/svg+xml", include_str!("../../static/favicon.svg")),
        _ => return Err(AppError::NotFound),
    };
    let tag = header::EntityTag::new_strong(format!("{:x}", super::fingerprint(content.as_bytes())));
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-cache")).insert_header(header::ETag(tag.clone()));
    if super::has(&request, &tag) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    Ok(response.content_type(kind).body(content))
}

//! One module a noun: each function takes what it needs from a request, makes one call and answers.

pub mod health;

pub mod loader;

pub mod forms;

pub mod widget;

pub mod responses;

pub mod response_batch;

pub mod events;

pub mod trace;

pub mod link;

pub mod frame;

pub mod questions;

pub mod sent;

pub mod refusal;

pub mod setup;

pub mod sign_in;

pub mod sign_in_code;

pub mod invite;

pub mod account;

pub mod two_factor;

pub mod static_files;

pub mod visit;

pub mod lens;

pub mod overview;

pub mod pulse;

pub mod sites;

pub mod journey;

pub mod journey_edit;

pub mod touchpoint;

pub mod segments;

pub mod changes;

pub mod listing;

pub mod exports;

pub mod survey_results;

pub mod touchpoint_form;

pub mod language;

pub mod surveys;

pub mod survey_editor;

pub mod survey_versions;

pub mod survey_translations;

pub mod preview;

pub mod reach;

pub mod comments;

pub mod comment;

pub mod comment_exports;

pub mod install;

pub mod look;

pub mod settings;

pub mod people;

pub mod organisation;

pub mod keys;

pub mod shares;

pub mod shared;

pub mod audit;

pub mod api_scores;

pub mod api_responses;

use actix_web::{HttpMessage, HttpRequest, HttpResponse, http::header};
use sha2::{Digest, Sha256};

/// 64 bits that tell contents apart.
fn fingerprint(content: &[u8]) -> i64 {
    let hash = Sha256::digest(content);
    i64::from_be_bytes(std::array::from_fn(|index| hash[index]))
}

/// Whether the client says it has this version already.
fn has(request: &HttpRequest, tag: &header::EntityTag) -> bool {
    match request.get_header::<header::IfNoneMatch>() {
        Some(header::IfNoneMatch::Any) => true,
        Some(header::IfNoneMatch::Items(tags)) => tags.iter().any(|one| one.weak_eq(tag)),
        None => false,
    }
}

/// Reads a JSON body. What is not JSON at all is malformed; what is JSON of another shape is invalid.
fn read<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T, refusal::Refusal> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data if !error.to_string().starts_with("duplicate field") => {
            refusal::Refusal::Invalid(error.to_string())
        }
        _ => refusal::Refusal::Malformed(error.to_string()),
    })
}

/// An address that leads nowhere.
pub async fn not_found() -> Result<HttpResponse, crate::error::AppError> {
    Err(crate::error::AppError::NotFound)
}

/// A page.
fn html(view: &impl askama::Template) -> Result<actix_web::web::Html, crate::error::AppError> {
    Ok(actix_web::web::Html::new(view.render()?))
}

/// A page that shows a secret that was just made, this once: nobody keeps it.
fn html_once(view: &impl askama::Template) -> Result<HttpResponse, crate::error::AppError> {
    let mut response = HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/html; charset=utf-8")
        .body(view.render()?);
    crate::audit::mark(&mut response, None);
    Ok(response)
}

/// A page whose form says what to mend.
fn unprocessable(view: &impl askama::Template) -> Result<HttpResponse, crate::error::AppError> {
    Ok(HttpResponse::UnprocessableEntity().content_type("text/html; charset=utf-8").body(view.render()?))
}

/// A page whose form says what somebody else saved meanwhile.
fn conflict(view: &impl askama::Template) -> Result<HttpResponse, crate::error::AppError> {
    Ok(HttpResponse::Conflict().content_type("text/html; charset=utf-8").body(view.render()?))
}

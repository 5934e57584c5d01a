//! Signing in and out.

use super::sign_in_code;
use crate::{
    client::{self, Proxies},
    config::BaseUrl,
    db::{Db, admins, two_factor},
    error::AppError,
    locale::Locale,
    password::Gate,
    session::{self, Entered, Nothing, Posted},
    views::entry::SignInView,
    words::Words,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Data},
};
use serde::Deserialize;

/// What is typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    email: String,
    password: String,
}

/// The form.
///
/// # Errors
/// When the page cannot be written.
pub async fn show(locale: Locale) -> Result<web::Html, AppError> {
    super::html(&SignInView { locale, email: "", error: None })
}

/// Opens a session. An unknown address and a wrong password look the same, and take the same time.
///
/// # Errors
/// 429 after too many tries.
pub async fn create(
    request: HttpRequest,
    locale: Locale,
    Entered(typed): Entered<Credentials>,
    gate: Data<Gate>,
    proxies: Data<Proxies>,
    db: Data<Db>,
    base: Data<BaseUrl>,
) -> Result<HttpResponse, AppError> {
    let email = session::address(&typed.email).unwrap_or_default();
    let network = proxies.network(&request);
    for who in [&email, &network] {
        gate.admit(who).map_err(AppError::TooManyTries)?;
    }
    let address = email.clone();
    let admin = db.run(move |connection| admins::by_email(connection, &address)).await?;
    let hash = admin.as_ref().map(|admin| admin.password_hash.clone());
    // Asked whether or not there is such an admin, so that both take as long.
    let fits = gate.fits(typed.password, hash).await;
    let Some(admin) = admin.filter(|_| fits) else { return refused(locale, &typed.email) };
    gate.forget(&email);
    gate.forget(&network);
    if db.run(move |connection| two_factor::secret(connection, admin.id)).await?.is_some() {
        return sign_in_code::ask(locale, admin.id, &db).await;
    }
    welcome(&request, admin.id, &db, &base).await
}

/// Opens a session for somebody who has proved to be this admin.
pub(super) async fn welcome(
    request: &HttpRequest,
    admin_id: i64,
    db: &Db,
    base: &BaseUrl,
) -> Result<HttpResponse, AppError> {
    let token = session::open(db, admin_id, client::browser(request)).await?;
    let mut response = HttpResponse::SeeOther();
    Ok(response.cookie(session::cookie(base, &token)).insert_header((header::LOCATION, "/")).finish())
}

/// Ends the session.
///
/// # Errors
/// When the database fails.
pub async fn destroy(
    request: HttpRequest,
    _form: Posted<Nothing>,
    db: Data<Db>,
    base: Data<BaseUrl>,
) -> Result<HttpResponse, AppError> {
    session::close(&db, &request).await?;
    let mut response = HttpResponse::SeeOther();
    Ok(response.cookie(session::no_cookie(&base)).insert_header((header::LOCATION, "/sign-in")).finish())
}

fn refused(locale: Locale, email: &str) -> Result<HttpResponse, AppError> {
    super::unprocessable(&SignInView { locale, email, error: Some(Words::of(locale).sign_in_wrong) })
}

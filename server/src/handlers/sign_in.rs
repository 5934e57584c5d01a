//! Signing in and out.

use super::sign_in_code;
use crate::{
    client::{self, Proxies},
    clock,
    config::BaseUrl,
    db::{Db, admins, connection::AnyConnection, tries, two_factor},
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
    try_as([email.clone(), network.clone()], &db).await?;
    let address = email.clone();
    let admin = db.run(move |connection| admins::by_email(connection, &address)).await?;
    let hash = admin.as_ref().map(|admin| admin.password_hash.clone());
    // Asked whether or not there is such an admin, so that both take as long.
    let fits = gate.fits(typed.password, hash).await;
    let Some(admin) = admin.filter(|_| fits) else { return refused(locale, &typed.email) };
    forget_tries([email, network], &db).await?;
    if db.run(move |connection| two_factor::secret(connection, admin.id)).await?.is_some() {
        return sign_in_code::ask(locale, admin.id, &db).await;
    }
    welcome(&request, admin.id, &db, &base).await
}

/// Counts a try to sign in for each: an address, a network.
///
/// # Errors
/// 429 after too many.
pub(super) async fn try_as<const N: usize>(who: [String; N], db: &Db) -> Result<(), AppError> {
    let now = clock::now();
    let admitted = db.transaction(move |connection| {
        for who in &who {
            if let Err(seconds) = tries::admit(connection, who, now)? {
                return Ok(Err(seconds));
            }
        }
        Ok(Ok(()))
    });
    admitted.await?.map_err(AppError::TooManyTries)
}

/// Forgets the tries of somebody who got in.
///
/// # Errors
/// When the database fails.
pub(super) async fn forget_tries<const N: usize>(who: [String; N], db: &Db) -> Result<(), AppError> {
    let forget = move |connection: &mut AnyConnection| who.iter().try_for_each(|who| tries::forget(connection, who));
    Ok(db.transaction(forget).await?)
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

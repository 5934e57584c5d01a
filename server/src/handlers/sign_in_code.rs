//! The second page of signing in: a code of the admin's app, or one of those kept for when it is lost.

use super::sign_in::{forget_tries, try_as, welcome};
use crate::{
    client::Proxies,
    clock,
    config::BaseUrl,
    db::{Db, connection::AnyConnection, two_factor},
    error::AppError,
    locale::Locale,
    password::Legible,
    session::{Entered, Token},
    views::entry::{SignInCodeView, SignInView},
    words::Words,
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use diesel::QueryResult;
use serde::Deserialize;

/// How long a sign-in waits for its code, in milliseconds.
const OPEN: i64 = 10 * 60_000;

/// Asks whoever knew the password for a code.
pub(super) async fn ask(locale: Locale, admin_id: i64, db: &Db) -> Result<HttpResponse, AppError> {
    let (token, now) = (Token::random(), clock::now());
    let hash = token.hash();
    db.transaction(move |connection| two_factor::wait(connection, &hash, admin_id, now, now + OPEN)).await?;
    super::html_once(&SignInCodeView { locale, token: token.as_str(), error: None })
}

/// What is typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    token: String,
    code: String,
}

/// Opens a session for a right code, once.
///
/// # Errors
/// 429 after too many tries.
pub async fn create(
    request: HttpRequest,
    locale: Locale,
    Entered(Typed { token, code }): Entered<Typed>,
    proxies: Data<Proxies>,
    db: Data<Db>,
    base: Data<BaseUrl>,
) -> Result<HttpResponse, AppError> {
    let words = Words::of(locale);
    let (token, now) = (Token::from(token), clock::now());
    let hash = token.hash();
    let Some(admin_id) = db.run(move |connection| two_factor::waiting(connection, &hash, now)).await? else {
        return super::unprocessable(&SignInView { locale, email: "", error: Some(words.code_too_late) });
    };
    let (who, network) = (format!("code of {admin_id}"), proxies.network(&request));
    try_as([who.clone(), network.clone()], &db).await?;
    if !db.transaction(move |connection| is_right(connection, admin_id, &code, now)).await? {
        let view = SignInCodeView { locale, token: token.as_str(), error: Some(words.code_wrong) };
        return super::unprocessable(&view);
    }
    forget_tries([who, network], &db).await?;
    welcome(&request, admin_id, &db, &base).await
}

/// Whether it is a code that was not used yet. It is used from then on, and every sign-in that waited is over.
fn is_right(connection: &mut AnyConnection, admin_id: i64, typed: &str, now: i64) -> QueryResult<bool> {
    let Some((secret, used)) = two_factor::secret(connection, admin_id)? else { return Ok(false) };
    let right = match secret.step_of(typed, now, used) {
        Some(step) => two_factor::use_step(connection, admin_id, step)?,
        None => two_factor::use_recovery_code(connection, admin_id, &Legible::hash(typed))?,
    };
    if right {
        two_factor::forget_waiting(connection, admin_id)?;
    }
    Ok(right)
}

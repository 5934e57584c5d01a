//! The one-time link with which the first admin is made.

use super::sign_in::welcome;
use crate::{
    clock,
    config::BaseUrl,
    db::{
        Db,
        admins::{self, NewAdmin},
        this_database,
    },
    error::AppError,
    locale::Locale,
    password::{self, Password},
    session::{self, Entered, Token},
    views::entry::SetupView,
    words::Words,
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data},
};
use serde::Deserialize;
use subtle::ConstantTimeEq;

/// What the link carries.
#[derive(Deserialize)]
pub struct Link {
    token: String,
}

/// What is typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    token: String,
    email: String,
    password: String,
    repeated: String,
}

/// The form, for whoever has the link.
///
/// # Errors
/// 404 without it, and once somebody can sign in.
pub async fn show(locale: Locale, link: web::Query<Link>, db: Data<Db>) -> Result<web::Html, AppError> {
    check(&db, &link.token).await?;
    super::html(&SetupView { locale, token: &link.token, email: "", error: None })
}

/// Makes the first admin, signs in and uses the link up.
///
/// # Errors
/// 404 without the link, and once somebody can sign in.
pub async fn create(
    request: HttpRequest,
    locale: Locale,
    Entered(account): Entered<Account>,
    db: Data<Db>,
    base: Data<BaseUrl>,
) -> Result<HttpResponse, AppError> {
    check(&db, &account.token).await?;
    let (email, hash) = match checked(locale, &account) {
        Ok(checked) => checked,
        Err(error) => {
            let view = SetupView { locale, token: &account.token, email: &account.email, error: Some(&error) };
            return super::unprocessable(&view);
        }
    };
    let made = db
        .transaction(move |connection| {
            if !admins::none_yet(connection)? {
                return Ok(None);
            }
            let first = NewAdmin { email, password_hash: hash, owner: true, created_at: clock::now() };
            admins::insert(connection, &first).map(Some)
        })
        .await?;
    welcome(&request, made.ok_or(AppError::NotFound)?, &db, &base).await
}

/// Refuses whoever has not the secret of the link.
async fn check(db: &Db, sent: &str) -> Result<(), AppError> {
    let token = db.run(this_database::setup_token).await?;
    let fits = |token: Token| bool::from(token.as_str().as_bytes().ct_eq(sent.as_bytes()));
    if token.is_some_and(fits) { Ok(()) } else { Err(AppError::NotFound) }
}

/// The address and the password's hash, or what to mend.
fn checked(locale: Locale, account: &Account) -> Result<(String, String), String> {
    let email = session::address(&account.email).ok_or_else(|| Words::of(locale).people_no_address.to_owned())?;
    Ok((email, new_hash(locale, account.password.clone(), &account.repeated)?))
}

/// The hash of a password that somebody chose, or what to mend.
pub(super) fn new_hash(locale: Locale, password: String, repeated: &str) -> Result<String, String> {
    let words = Words::of(locale);
    if password != repeated {
        return Err(words.password_differs.to_owned());
    }
    let password = Password::try_from(password).map_err(|_| words.password_length.to_owned())?;
    password::hash(&password).map_err(|error| error.to_string())
}

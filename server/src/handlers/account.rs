//! One's own account: the password, and the sessions that are open.

use super::{
    setup::new_hash,
    sign_in::{forget_tries, try_as},
    surveys::to,
};
use crate::{
    clock,
    db::{Db, admins, two_factor},
    error::AppError,
    password::Gate,
    session::{self, Admin, Nothing, Posted},
    views::{
        Page, Visit,
        account::{AccountView, Mistake, Notice, Rows, Said},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path, Query},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;

/// What an address may say about what was done just before.
#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn show(visit: Visit, admin: Admin, query: Query<Done>, db: Data<Db>) -> Result<Html, AppError> {
    let said = query.done.as_deref().and_then(Notice::by_key).map_or(Said::Nothing, Said::Notice);
    super::html(&view(visit, &admin, said, &db).await?)
}

pub(super) async fn view(visit: Visit, admin: &Admin, said: Said, db: &Db) -> Result<AccountView, AppError> {
    let id = admin.id;
    let sessions = session::list(db, id).await?;
    let recovery_codes = db
        .run(move |connection| match two_factor::secret(connection, id)? {
            Some(_) => two_factor::recovery_codes_left(connection, id).map(Some),
            None => Ok(None),
        })
        .await?;
    let title = Words::of(visit.locale).account;
    let rows = Rows { sessions, current: admin.session.clone(), recovery_codes };
    Ok(AccountView::new(Page::new(visit, title), rows, said, clock::now()))
}

/// Whether it is the admin's password. Counts as a try to sign in.
///
/// # Errors
/// 429 after too many tries.
pub(super) async fn knows_password(admin: &Admin, typed: String, gate: &Gate, db: &Db) -> Result<bool, AppError> {
    try_as([admin.email.clone()], db).await?;
    let email = admin.email.clone();
    let row = db.run(move |connection| admins::by_email(connection, &email)).await?;
    let fits = gate.fits(typed, row.map(|row| row.password_hash)).await;
    if fits {
        forget_tries([admin.email.clone()], db).await?;
    }
    Ok(fits)
}

/// The password there is, and the one there is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    old: String,
    password: String,
    repeated: String,
}

/// Changes the password and ends the other sessions.
///
/// # Errors
/// 429 after too many tries. What cannot be saved is told on the page.
pub async fn change_password(
    visit: Visit,
    admin: Admin,
    Posted(NewPassword { old, password, repeated }): Posted<NewPassword>,
    gate: Data<Gate>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let refused = if knows_password(&admin, old, &gate, &db).await? {
        match new_hash(visit.locale, password, &repeated) {
            Ok(hash) => {
                let (id, kept) = (admin.id, admin.session);
                db.transaction(move |connection| admins::change_password(connection, id, &hash, &kept)).await?;
                return Ok(to("/account?done=password"));
            }
            Err(mistake) => Mistake::NewPassword(mistake),
        }
    } else {
        Mistake::OldPassword
    };
    super::unprocessable(&view(visit, &admin, Said::Refused(refused), &db).await?)
}

/// Ends one session of the admin.
///
/// # Errors
/// 404 for a session the admin does not have.
pub async fn end_session(
    admin: Admin,
    path: Path<String>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let hash = BASE64_URL_SAFE_NO_PAD.decode(path.as_bytes()).map_err(|_| AppError::NotFound)?;
    match db.run(move |connection| admins::end_session(connection, admin.id, &hash)).await? {
        true => Ok(to("/account?done=session")),
        false => Err(AppError::NotFound),
    }
}

/// Ends every session of the admin but this one.
///
/// # Errors
/// When the database fails.
pub async fn end_other_sessions(admin: Admin, _: Posted<Nothing>, db: Data<Db>) -> Result<HttpResponse, AppError> {
    let (id, kept) = (admin.id, admin.session);
    db.transaction(move |connection| admins::end_other_sessions(connection, id, &kept)).await?;
    Ok(to("/account?done=sessions"))
}

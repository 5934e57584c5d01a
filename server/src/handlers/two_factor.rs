//! Turning the second factor of one's account on and off, and the codes for when the app is lost.

use super::{
    account::{knows_password, view},
    surveys::to,
};
use crate::{
    audit, clock,
    db::{Db, admins, two_factor},
    error::AppError,
    password::{Gate, Legible},
    session::{Admin, Posted},
    totp::Secret,
    views::{
        Page, Visit,
        account::{Mistake, Said},
        two_factor::{CodesView, Problem, TurnOnView},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html},
};
use serde::Deserialize;

/// How many codes are kept for when the app is lost.
const RECOVERY_CODES: usize = 10;

/// The form with a new secret, which nobody keeps until a code proves that an app knows it.
///
/// # Errors
/// When the page cannot be written.
pub async fn new(visit: Visit) -> Result<Html, AppError> {
    super::html(&form(visit, &Secret::random(), None)?)
}

fn form(visit: Visit, secret: &Secret, problem: Option<Problem>) -> Result<TurnOnView, AppError> {
    let title = Words::of(visit.locale).two_factor;
    TurnOnView::new(Page::new(visit, title), secret, problem).map_err(|error| AppError::Invalid(error.to_string()))
}

/// A secret, with a code of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    secret: String,
    code: String,
    password: String,
}

/// Asks for codes from now on, ends the other sessions and shows the codes for when the app is lost, once.
///
/// # Errors
/// 429 after too many tries. A wrong code or password brings the form back with the same secret.
pub async fn turn_on(
    visit: Visit,
    admin: Admin,
    Posted(Proof { secret, code, password }): Posted<Proof>,
    gate: Data<Gate>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let secret: Secret = secret.parse().map_err(|_| AppError::Malformed("the secret is damaged".to_owned()))?;
    if !knows_password(&admin, password, &gate, &db).await? {
        return super::unprocessable(&form(visit, &secret, Some(Problem::Password))?);
    }
    let Some(step) = secret.step_of(&code, clock::now(), 0) else {
        return super::unprocessable(&form(visit, &secret, Some(Problem::Code))?);
    };
    let (codes, hashes) = recovery_codes();
    let (id, kept) = (admin.id, admin.session);
    db.transaction(move |connection| {
        two_factor::turn_on(connection, id, &secret, step)?;
        two_factor::set_recovery_codes(connection, id, &hashes)?;
        admins::end_other_sessions(connection, id, &kept)
    })
    .await?;
    show(visit, codes)
}

fn recovery_codes() -> (Vec<Legible>, Vec<Vec<u8>>) {
    let codes: Vec<_> = std::iter::repeat_with(Legible::random).take(RECOVERY_CODES).collect();
    let hashes = codes.iter().map(|code| Legible::hash(code.as_str())).collect();
    (codes, hashes)
}

fn show(visit: Visit, codes: Vec<Legible>) -> Result<HttpResponse, AppError> {
    let title = Words::of(visit.locale).recovery_codes;
    let mut shown = super::html_once(&CodesView::new(Page::new(visit, title), codes))?;
    audit::mark(&mut shown, None);
    Ok(shown)
}

/// What proves that it is the admin who changes a factor.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    password: String,
}

/// Asks for a password alone from now on.
///
/// # Errors
/// 429 after too many tries. A wrong password is told on the page.
pub async fn turn_off(
    visit: Visit,
    admin: Admin,
    Posted(Known { password }): Posted<Known>,
    gate: Data<Gate>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    if !knows_password(&admin, password, &gate, &db).await? {
        return super::unprocessable(&view(visit, &admin, Said::Refused(Mistake::Factor), &db).await?);
    }
    db.transaction(move |connection| two_factor::turn_off(connection, admin.id)).await?;
    Ok(to("/account?done=two-factor-off"))
}

/// Shows new codes for when the app is lost, once. The earlier ones are void.
///
/// # Errors
/// As [`turn_off`]; 404 where no codes are asked for.
pub async fn renew_codes(
    visit: Visit,
    admin: Admin,
    Posted(Known { password }): Posted<Known>,
    gate: Data<Gate>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    if !knows_password(&admin, password, &gate, &db).await? {
        return super::unprocessable(&view(visit, &admin, Said::Refused(Mistake::Factor), &db).await?);
    }
    let (codes, hashes) = recovery_codes();
    let renewed = db
        .transaction(move |connection| {
            let is_on = two_factor::secret(connection, admin.id)?.is_some();
            if is_on {
                two_factor::set_recovery_codes(connection, admin.id, &hashes)?;
            }
            Ok(is_on)
        })
        .await?;
    if renewed { show(visit, codes) } else { Err(AppError::NotFound) }
}

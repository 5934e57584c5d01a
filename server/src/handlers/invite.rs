//! Coming in by an invitation: with a new account, or with the one there is.

use super::{setup::new_hash, surveys::to};
use crate::{
    audit, client, clock,
    config::BaseUrl,
    db::{
        Db,
        admins::{self, NewAdmin},
        audit::{self as audit_log, NewRecord},
        invitations::{self, Offer},
    },
    error::AppError,
    locale::Locale,
    session::{self, Admin, Entered, Nothing, Posted, Token},
    views::invite::{InviteView, Way},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Html, Path},
};
use serde::Deserialize;
use std::collections::BTreeMap;

async fn offer(db: &Db, token: &Token) -> Result<Offer, AppError> {
    let (hash, now) = (token.hash(), clock::now());
    let found = db.run(move |connection| invitations::offer(connection, &hash, now)).await?;
    found.ok_or(AppError::NotFound)
}

/// What the link invites to, and the way in for whoever opened it.
///
/// # Errors
/// 404 without an invitation that is open.
pub async fn show(
    locale: Locale,
    token: Path<String>,
    admin: Result<Admin, AppError>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let admin = match admin {
        Ok(admin) => Some(admin),
        Err(AppError::Unauthenticated) => None,
        Err(error) => return Err(error),
    };
    let token = Token::from(token.into_inner());
    let offer = offer(&db, &token).await?;
    let way = match &admin {
        Some(admin) if admin.email == offer.email => Way::Join { csrf: &admin.csrf },
        Some(admin) => Way::SomebodyElse { email: &admin.email, csrf: &admin.csrf },
        None if offer.is_known => Way::SignIn,
        None => Way::MakeAccount { error: None },
    };
    super::html(&InviteView { locale, token: token.as_str(), offer: &offer, way })
}

/// What is typed for a new account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    password: String,
    repeated: String,
}

/// Makes an account with the invited address, uses the invitation up and signs in.
///
/// # Errors
/// 404 without an invitation that is open. What cannot be saved is shown again with what to mend.
pub async fn create(
    request: HttpRequest,
    locale: Locale,
    token: Path<String>,
    Entered(account): Entered<Account>,
    db: Data<Db>,
    base: Data<BaseUrl>,
) -> Result<HttpResponse, AppError> {
    let token = Token::from(token.into_inner());
    let offer = offer(&db, &token).await?;
    let refused = |way| super::unprocessable(&InviteView { locale, token: token.as_str(), offer: &offer, way });
    if offer.is_known {
        return refused(Way::SignIn);
    }
    let password_hash = match new_hash(locale, account.password, &account.repeated) {
        Ok(hash) => hash,
        Err(error) => return refused(Way::MakeAccount { error: Some(&error) }),
    };
    let (token_hash, site_id, now) = (token.hash(), offer.site_id, clock::now());
    let new = NewAdmin { email: offer.email.clone(), password_hash, owner: false, created_at: now };
    let made = db
        .transaction(move |connection| {
            let id = admins::insert(connection, &new)?;
            // Without an invitation there is no account either.
            if !invitations::accept(connection, &token_hash, id, now)? {
                return Err(diesel::result::Error::NotFound);
            }
            // Nobody was signed in whose changes are noted by themselves.
            audit_log::insert(connection, &joined(id, &new, site_id))?;
            Ok(id)
        })
        .await;
    let id = made.map_err(too_late)?;
    let opened = session::open(&db, id, client::browser(&request)).await?;
    let mut response = HttpResponse::SeeOther();
    let location = format!("/sites/{}/overview", offer.key);
    Ok(response.cookie(session::cookie(&base, &opened)).insert_header((header::LOCATION, location)).finish())
}

fn joined(admin_id: i64, new: &NewAdmin, site_id: i64) -> NewRecord {
    NewRecord {
        site_id: Some(site_id),
        admin_id,
        email: new.email.clone(),
        at: new.created_at,
        action: "/invite/{token}".to_owned(),
        object: BTreeMap::new(),
        detail: String::new(),
    }
}

/// Of two that use an invitation at once, the second finds the address taken or the invitation gone.
fn too_late(error: crate::db::DbError) -> AppError {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    match error {
        crate::db::DbError::Query(Error::NotFound | Error::DatabaseError(UniqueViolation, _)) => AppError::NotFound,
        other => other.into(),
    }
}

/// Joins with the account that is signed in and uses the invitation up.
///
/// # Errors
/// 404 without an invitation that is open, and for one to somebody else.
pub async fn join(
    admin: Admin,
    token: Path<String>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let token = Token::from(token.into_inner());
    let offer = offer(&db, &token).await?;
    if offer.email != admin.email {
        return Err(AppError::NotFound);
    }
    let (hash, now) = (token.hash(), clock::now());
    match db.transaction(move |connection| invitations::accept(connection, &hash, admin.id, now)).await? {
        true => {
            let mut joined = to(&format!("/sites/{}/overview", offer.key));
            audit::mark(&mut joined, Some(offer.site_id));
            Ok(joined)
        }
        false => Err(AppError::NotFound),
    }
}

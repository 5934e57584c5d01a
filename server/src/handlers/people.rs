//! Who belongs to a site: roles, and invitations by a link.

use crate::{
    access::Role,
    clock,
    config::BaseUrl,
    db::{
        Db,
        connection::AnyConnection,
        invitations::{self, NewInvitation},
        members::{self, Changed},
        sites::{self, Site},
    },
    error::AppError,
    session::{self, Admin, Nothing, OwnedSite, Posted, Token},
    views::{
        Page, Place, Visit,
        people::{Notice, PeopleView, Rows, Said},
    },
    words::{Words, fill},
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use serde::Deserialize;

/// How long an invitation is open, in milliseconds.
const OPEN: i64 = 7 * 24 * clock::HOUR;

/// What an address may say about what was done just before.
#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn show(
    visit: Visit,
    OwnedSite { site }: OwnedSite,
    query: Query<Done>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let said = query.done.as_deref().and_then(Notice::by_key).map_or(Said::Nothing, Said::Notice);
    super::html(&view(visit, &site, said, &db).await?)
}

async fn view(visit: Visit, site: &Site, said: Said, db: &Db) -> Result<PeopleView, AppError> {
    let (id, now) = (site.id, clock::now());
    let load = move |connection: &mut AnyConnection| -> QueryResult<_> {
        let members = members::of_site(connection, id)?;
        Ok((sites::all(connection)?, Rows { members, invitations: invitations::of_site(connection, id, now)? }))
    };
    let (sites, rows) = db.run(load).await?;
    let title = Words::of(visit.locale).people;
    Ok(PeopleView::new(Page::of_site(visit, title, Place::People, site, &sites), rows, said, now))
}

/// Another role for a member.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    role: Role,
}

/// Gives a member another role.
///
/// # Errors
/// 404 for somebody who is no member of this site; 422 for its last owner.
pub async fn change(
    visit: Visit,
    OwnedSite { site }: OwnedSite,
    path: Path<(String, i64)>,
    Posted(NewRole { role }): Posted<NewRole>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    set(&visit, &site, path.1, Some(role), &db).await
}

/// Removes a member. The account stays, with its other sites.
///
/// # Errors
/// As [`change`].
pub async fn remove(
    visit: Visit,
    OwnedSite { site }: OwnedSite,
    path: Path<(String, i64)>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    set(&visit, &site, path.1, None, &db).await
}

async fn set(visit: &Visit, site: &Site, admin: i64, role: Option<Role>, db: &Db) -> Result<HttpResponse, AppError> {
    let id = site.id;
    let notice = if role.is_some() { Notice::Changed } else { Notice::Removed };
    match db.transaction(move |connection| members::change(connection, id, admin, role)).await? {
        Changed::Done => Ok(back(site, notice)),
        Changed::NotFound => Err(AppError::NotFound),
        Changed::LastOwner => Err(AppError::Invalid(Words::of(visit.locale).people_last_owner.to_owned())),
    }
}

/// Whom to invite, and as what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    email: String,
    role: Role,
}

/// Opens an invitation and shows its link, once: only its hash is stored.
///
/// # Errors
/// When the database fails. What is no address, or a member's, comes back as it was typed.
pub async fn invite(
    visit: Visit,
    admin: Admin,
    OwnedSite { site }: OwnedSite,
    Posted(Wanted { email: typed, role }): Posted<Wanted>,
    db: Data<Db>,
    base: Data<BaseUrl>,
) -> Result<HttpResponse, AppError> {
    let words = Words::of(visit.locale);
    let Some(email) = session::address(&typed) else {
        let said = Said::Refused { typed, mistake: words.people_no_address.to_owned() };
        return super::unprocessable(&view(visit, &site, said, &db).await?);
    };
    let (token, now) = (Token::random(), clock::now());
    let (token_hash, expires_at) = (token.hash(), now + OPEN);
    let new =
        NewInvitation { site_id: site.id, email: email.clone(), role, token_hash, admin_id: admin.id, expires_at };
    if !db.transaction(move |connection| invitations::open(connection, &new, now)).await? {
        let said = Said::Refused { mistake: fill(words.people_is_member, &[("email", &email)]), typed };
        return super::unprocessable(&view(visit, &site, said, &db).await?);
    }
    let link = format!("{}/invite/{}", base.as_str(), token.as_str());
    super::html_once(&view(visit, &site, Said::Invited { email, link }, &db).await?)
}

/// Takes an invitation back.
///
/// # Errors
/// 404 for an invitation the site does not have.
pub async fn revoke(
    OwnedSite { site }: OwnedSite,
    path: Path<(String, i64)>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (site_id, id) = (site.id, path.1);
    match db.run(move |connection| invitations::revoke(connection, site_id, id)).await? {
        true => Ok(back(&site, Notice::Revoked)),
        false => Err(AppError::NotFound),
    }
}

fn back(site: &Site, notice: Notice) -> HttpResponse {
    super::surveys::to(&format!("/sites/{}/people?done={}", site.key, notice.key()))
}

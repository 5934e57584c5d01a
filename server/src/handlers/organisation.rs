//! Everybody who can sign in, for the owners of the organisation.

use super::surveys::to;
use crate::{
    db::{Db, members::Changed, organisation},
    error::AppError,
    session::{OrganisationOwner, Posted},
    views::{Page, Visit, organisation::OrganisationView},
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path},
};
use serde::Deserialize;

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn show(visit: Visit, _: OrganisationOwner, db: Data<Db>) -> Result<Html, AppError> {
    let people = db.run(organisation::everybody).await?;
    let title = Words::of(visit.locale).everybody;
    super::html(&OrganisationView::new(Page::new(visit, title), people))
}

/// What to do with somebody.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    change: Change,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    MakeOwner,
    MakeMember,
    Remove,
}

/// Makes somebody an owner of the organisation or one no more, or removes the account.
///
/// # Errors
/// 404 for nobody; 422 for the last owner.
pub async fn change(
    visit: Visit,
    _: OrganisationOwner,
    path: Path<i64>,
    Posted(Order { change }): Posted<Order>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let id = path.into_inner();
    let done = db
        .transaction(move |connection| match change {
            Change::MakeOwner => organisation::set_owner(connection, id, true),
            Change::MakeMember => organisation::set_owner(connection, id, false),
            Change::Remove => organisation::remove(connection, id),
        })
        .await?;
    match done {
        Changed::Done => Ok(to("/people")),
        Changed::NotFound => Err(AppError::NotFound),
        Changed::LastOwner => Err(AppError::Invalid(Words::of(visit.locale).everybody_last_owner.to_owned())),
    }
}

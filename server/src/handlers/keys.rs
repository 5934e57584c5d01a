//! The keys with which programs read or change a site.

use crate::{
    bearer::Scope,
    clock,
    db::{
        Db,
        api_keys::{self, NewKey},
        journey::Name,
        sites::{self, Site},
    },
    error::AppError,
    session::{Nothing, OwnedSite, Posted, Token},
    views::{
        Page, Place, Visit,
        keys::{KeysView, Said},
        name_mistake,
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path, Query},
};
use serde::Deserialize;

/// How much of a key stays readable, to tell keys apart: its mark, and 24 of 256 bits.
const HINT: usize = 10;

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
    let said = if query.done.is_some() { Said::Revoked } else { Said::Nothing };
    super::html(&view(visit, &site, said, &db).await?)
}

async fn view(visit: Visit, site: &Site, said: Said, db: &Db) -> Result<KeysView, AppError> {
    let id = site.id;
    let (sites, keys) =
        db.run(move |connection| Ok((sites::all(connection)?, api_keys::of_site(connection, id)?))).await?;
    let title = Words::of(visit.locale).keys;
    Ok(KeysView::new(Page::of_site(visit, title, Place::Keys, site, &sites), keys, said, clock::now()))
}

/// A key to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    name: String,
    scope: Scope,
}

/// Makes a key and shows it, once: only its hash is stored.
///
/// # Errors
/// When the database fails. A name that cannot be shown comes back as it was typed.
pub async fn create(
    visit: Visit,
    OwnedSite { site }: OwnedSite,
    Posted(Wanted { name: typed, scope }): Posted<Wanted>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let name = match Name::try_from(typed.as_str()) {
        Ok(name) => name.as_str().to_owned(),
        Err(mistake) => {
            let said = Said::Refused { mistake: name_mistake(Words::of(visit.locale), mistake), typed };
            return super::unprocessable(&view(visit, &site, said, &db).await?);
        }
    };
    let key = Token::from(format!("opina_{}", Token::random().as_str()));
    let hint = key.as_str().chars().take(HINT).collect();
    let new = NewKey { site_id: site.id, name, scope, token_hash: key.hash(), hint, created_at: clock::now() };
    db.run(move |connection| api_keys::insert(connection, &new)).await?;
    super::html_once(&view(visit, &site, Said::Made(key.as_str().to_owned()), &db).await?)
}

/// Takes a key away; the next request that shows it is refused.
///
/// # Errors
/// 404 for a key the site does not have.
pub async fn revoke(
    OwnedSite { site }: OwnedSite,
    path: Path<(String, i64)>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (site_id, id) = (site.id, path.1);
    match db.run(move |connection| api_keys::revoke(connection, site_id, id)).await? {
        true => Ok(super::surveys::to(&format!("/sites/{}/keys?done=revoked", site.key))),
        false => Err(AppError::NotFound),
    }
}

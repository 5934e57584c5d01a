//! Keys with which programs read or change one site. Only a hash of each is stored.

use super::{
    connection::AnyConnection,
    schema::{api_key, site},
    sites::Site,
};
use crate::bearer::Scope;
use diesel::{prelude::*, result::Error as QueryError};

/// How often use is written down, in milliseconds.
const TOUCH: i64 = 60_000;

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The site.
    pub site_id: i64,
    /// What the team calls it.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// Of the key.
    pub token_hash: Vec<u8>,
    /// How the key begins.
    pub hint: String,
    /// UTC milliseconds.
    pub created_at: i64,
}

/// Makes a key.
///
/// # Errors
/// When the query fails.
pub fn insert(connection: &mut AnyConnection, new: &NewKey) -> QueryResult<()> {
    diesel::insert_into(api_key::table)
        .values((
            api_key::site_id.eq(new.site_id),
            api_key::name.eq(&new.name),
            api_key::scope.eq(new.scope.as_str()),
            api_key::token_hash.eq(&new.token_hash),
            api_key::hint.eq(&new.hint),
            api_key::created_at.eq(new.created_at),
        ))
        .execute(connection)
        .map(drop)
}

/// A key as its owners see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// How the key begins.
    pub hint: String,
    /// UTC milliseconds.
    pub created_at: i64,
    /// UTC milliseconds; `None` for a key that was never used.
    pub used_at: Option<i64>,
}

/// The keys of a site, the oldest first.
///
/// # Errors
/// When the query fails.
pub fn of_site(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Key>> {
    type Row = (i64, String, String, String, i64, Option<i64>);
    let columns = (api_key::id, api_key::name, api_key::scope, api_key::hint, api_key::created_at, api_key::used_at);
    let of_site = api_key::table.filter(api_key::site_id.eq(site_id)).order(api_key::id);
    let rows: Vec<Row> = of_site.select(columns).load(connection)?;
    let read = |(id, name, scope, hint, created_at, used_at): Row| {
        Ok(Key { id, name, scope: read(&scope)?, hint, created_at, used_at })
    };
    rows.into_iter().map(read).collect()
}

/// Takes a key away. `false` when the site has no such key.
///
/// # Errors
/// When the query fails.
pub fn revoke(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<bool> {
    let one = api_key::table.filter(api_key::site_id.eq(site_id)).filter(api_key::id.eq(id));
    diesel::delete(one).execute(connection).map(|rows| rows > 0)
}

/// The site and the scope of the key with this hash, and notes that it is used.
///
/// # Errors
/// When a query fails; no such key is `None`.
pub fn shown(connection: &mut AnyConnection, token_hash: &[u8], now: i64) -> QueryResult<Option<(Site, Scope)>> {
    let found: Option<(i64, String, Option<i64>, Site)> = api_key::table
        .inner_join(site::table)
        .filter(api_key::token_hash.eq(token_hash))
        .select((api_key::id, api_key::scope, api_key::used_at, Site::as_select()))
        .first(connection)
        .optional()?;
    let Some((id, scope, used_at, site)) = found else { return Ok(None) };
    if used_at.is_none_or(|used_at| now - used_at > TOUCH) {
        diesel::update(api_key::table.find(id)).set(api_key::used_at.eq(now)).execute(connection)?;
    }
    Ok(Some((site, read(&scope)?)))
}

/// Only Opina writes scopes, so what is none is damage.
fn read(scope: &str) -> QueryResult<Scope> {
    scope.parse().map_err(|error| QueryError::DeserializationError(Box::new(error)))
}

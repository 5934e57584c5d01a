//! Links that show a page of results to whoever has them. Only a hash of each is stored; what no link opens any more is as
//! if it had never been.

use super::{
    connection::AnyConnection,
    schema::{admin, share_link, site},
    sites::Site,
};
use crate::share::{MOST_LINKS, Redaction, SharedPage};
use diesel::{prelude::*, result::Error as QueryError};

/// How often being opened is written down, in milliseconds.
const TOUCH: i64 = 60_000;

/// A link to be made.
#[derive(Clone, Debug)]
pub struct NewShare {
    /// The site.
    pub site_id: i64,
    /// What the team calls it.
    pub name: String,
    /// Of the link's secret.
    pub token_hash: Vec<u8>,
    /// What it shows.
    pub page: SharedPage,
    /// Period, metric and filter, as in an address.
    pub query: String,
    /// What it leaves out.
    pub redaction: Redaction,
    /// Who makes it.
    pub admin_id: i64,
    /// UTC milliseconds.
    pub created_at: i64,
    /// UTC milliseconds; nothing for a link that does not end by itself.
    pub expires_at: Option<i64>,
}

/// Makes a link. `false` when the site has as many as it may.
///
/// # Errors
/// When a query fails. Run it in a transaction: it counts before it adds.
pub fn insert(connection: &mut AnyConnection, new: &NewShare) -> QueryResult<bool> {
    let over = share_link::expires_at.le(new.created_at);
    diesel::delete(share_link::table.filter(share_link::site_id.eq(new.site_id)).filter(over)).execute(connection)?;
    let there: i64 = share_link::table.filter(share_link::site_id.eq(new.site_id)).count().get_result(connection)?;
    if there >= MOST_LINKS {
        return Ok(false);
    }
    diesel::insert_into(share_link::table)
        .values((
            share_link::site_id.eq(new.site_id),
            share_link::name.eq(&new.name),
            share_link::token_hash.eq(&new.token_hash),
            share_link::page.eq(new.page.kind()),
            share_link::object_id.eq(new.page.object()),
            share_link::query.eq(&new.query),
            share_link::redacted.eq(new.redaction.to_string()),
            share_link::admin_id.eq(new.admin_id),
            share_link::created_at.eq(new.created_at),
            share_link::expires_at.eq(new.expires_at),
        ))
        .execute(connection)
        .map(|rows| rows == 1)
}

/// What a link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The page.
    pub page: SharedPage,
    /// Period, metric and filter, as in an address.
    pub query: String,
    /// What it leaves out.
    pub redaction: Redaction,
}

/// A link as the members of its site see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// What it shows.
    pub shown: Shown,
    /// The address of who made it, while they can sign in.
    pub email: Option<String>,
    /// UTC milliseconds.
    pub created_at: i64,
    /// UTC milliseconds; nothing for a link that does not end by itself.
    pub expires_at: Option<i64>,
    /// UTC milliseconds; nothing for a link that was never opened.
    pub opened_at: Option<i64>,
}

/// The links of a site that can be opened, the newest first.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn of_site(connection: &mut AnyConnection, site_id: i64, now: i64) -> QueryResult<Vec<Share>> {
    type Row = (i64, String, (String, Option<i64>, String, String), Option<String>, i64, Option<i64>, Option<i64>);
    let rows: Vec<Row> = share_link::table
        .left_join(admin::table)
        .filter(share_link::site_id.eq(site_id))
        .filter(share_link::expires_at.is_null().or(share_link::expires_at.gt(now)))
        .order(share_link::id.desc())
        .select((
            share_link::id,
            share_link::name,
            (share_link::page, share_link::object_id, share_link::query, share_link::redacted),
            admin::email.nullable(),
            share_link::created_at,
            share_link::expires_at,
            share_link::opened_at,
        ))
        .load(connection)?;
    let share = |(id, name, shown, email, created_at, expires_at, opened_at): Row| {
        Ok(Share { id, name, shown: read(shown)?, email, created_at, expires_at, opened_at })
    };
    rows.into_iter().map(share).collect()
}

/// Takes a link back. `false` when the site has no such link.
///
/// # Errors
/// When the query fails.
pub fn revoke(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<bool> {
    let one = share_link::table.filter(share_link::site_id.eq(site_id)).filter(share_link::id.eq(id));
    diesel::delete(one).execute(connection).map(|rows| rows > 0)
}

/// What the link with this hash shows, and of which site, and notes that it is opened.
///
/// # Errors
/// When a query fails or the row is damaged; no link, or one that is over, is `None`.
pub fn opened(connection: &mut AnyConnection, token_hash: &[u8], now: i64) -> QueryResult<Option<(Site, Shown)>> {
    type Row = (i64, Option<i64>, (String, Option<i64>, String, String), Site);
    let found: Option<Row> = share_link::table
        .inner_join(site::table)
        .filter(share_link::token_hash.eq(token_hash))
        .filter(share_link::expires_at.is_null().or(share_link::expires_at.gt(now)))
        .select((
            share_link::id,
            share_link::opened_at,
            (share_link::page, share_link::object_id, share_link::query, share_link::redacted),
            Site::as_select(),
        ))
        .first(connection)
        .optional()?;
    let Some((id, opened_at, shown, site)) = found else { return Ok(None) };
    if opened_at.is_none_or(|opened_at| now - opened_at > TOUCH) {
        diesel::update(share_link::table.find(id)).set(share_link::opened_at.eq(now)).execute(connection)?;
    }
    Ok(Some((site, read(shown)?)))
}

/// Only Opina writes what a link shows, so what makes no sense is damage.
fn read((page, object, query, redacted): (String, Option<i64>, String, String)) -> QueryResult<Shown> {
    let damaged = |what: String| QueryError::DeserializationError(what.into());
    let page = SharedPage::of(&page, object).ok_or_else(|| damaged(format!("“{page}” is no page")))?;
    let redaction = redacted.parse().map_err(|error| QueryError::DeserializationError(Box::new(error)))?;
    Ok(Shown { page, query, redaction })
}

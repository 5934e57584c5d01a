//! Invitations to a site: for one address, until they end, used once. Only a hash of their link is stored.

use super::{
    connection::AnyConnection,
    members,
    schema::{admin, invitation, membership, site},
};
use crate::access::Role;
use diesel::{dsl::exists, prelude::*};

/// An invitation to be made.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The site.
    pub site_id: i64,
    /// Whom: an address in lower case.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Of the link's secret.
    pub token_hash: Vec<u8>,
    /// Who invites.
    pub admin_id: i64,
    /// UTC milliseconds.
    pub expires_at: i64,
}

/// Makes an invitation in place of an earlier one to the same address. `false` when the address belongs to a member.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it makes.
pub fn open(connection: &mut AnyConnection, new: &NewInvitation, now: i64) -> QueryResult<bool> {
    let member = membership::table
        .inner_join(admin::table)
        .filter(membership::site_id.eq(new.site_id))
        .filter(admin::email.eq(&new.email));
    let owner = admin::table.filter(admin::email.eq(&new.email)).filter(admin::owner);
    if diesel::select(exists(member)).get_result(connection)? || diesel::select(exists(owner)).get_result(connection)? {
        return Ok(false);
    }
    let earlier = invitation::site_id.eq(new.site_id).and(invitation::email.eq(&new.email));
    diesel::delete(invitation::table.filter(earlier.or(invitation::expires_at.le(now)))).execute(connection)?;
    diesel::insert_into(invitation::table)
        .values((
            invitation::site_id.eq(new.site_id),
            invitation::email.eq(&new.email),
            invitation::role.eq(new.role.as_str()),
            invitation::token_hash.eq(&new.token_hash),
            invitation::admin_id.eq(new.admin_id),
            invitation::expires_at.eq(new.expires_at),
        ))
        .execute(connection)
        .map(|_| true)
}

/// An invitation that was not used yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Row id.
    pub id: i64,
    /// Whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// UTC milliseconds.
    pub expires_at: i64,
}

/// The invitations to a site that are open, by address.
///
/// # Errors
/// When the query fails.
pub fn of_site(connection: &mut AnyConnection, site_id: i64, now: i64) -> QueryResult<Vec<Invitation>> {
    let rows: Vec<(i64, String, String, i64)> = invitation::table
        .filter(invitation::site_id.eq(site_id))
        .filter(invitation::expires_at.gt(now))
        .order(invitation::email)
        .select((invitation::id, invitation::email, invitation::role, invitation::expires_at))
        .load(connection)?;
    let read = |(id, email, role, expires_at): (i64, String, String, i64)| {
        Ok(Invitation { id, email, role: members::read(&role)?, expires_at })
    };
    rows.into_iter().map(read).collect()
}

/// Takes an invitation back. `false` when the site has no such invitation.
///
/// # Errors
/// When the query fails.
pub fn revoke(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<bool> {
    let one = invitation::table.filter(invitation::site_id.eq(site_id)).filter(invitation::id.eq(id));
    diesel::delete(one).execute(connection).map(|rows| rows > 0)
}

/// What a link invites to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Row id of the site.
    pub site_id: i64,
    /// The site's public key.
    pub key: String,
    /// What the team calls the site.
    pub site: String,
    /// Whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Whether somebody signs in with this address already.
    pub is_known: bool,
}

/// What the link with this hash invites to, while it is open.
///
/// # Errors
/// When a query fails; no such invitation is `None`.
pub fn offer(connection: &mut AnyConnection, token_hash: &[u8], now: i64) -> QueryResult<Option<Offer>> {
    let found: Option<(i64, String, String, String, String)> = invitation::table
        .inner_join(site::table)
        .filter(invitation::token_hash.eq(token_hash))
        .filter(invitation::expires_at.gt(now))
        .select((site::id, site::key, site::name, invitation::email, invitation::role))
        .first(connection)
        .optional()?;
    let Some((site_id, key, site, email, role)) = found else { return Ok(None) };
    let is_known = diesel::select(exists(admin::table.filter(admin::email.eq(&email)))).get_result(connection)?;
    Ok(Some(Offer { site_id, key, site, role: members::read(&role)?, is_known, email }))
}

/// Uses an invitation up: the admin belongs to the site from then on, and keeps a higher role. `false` when it was used,
/// taken back or over.
///
/// # Errors
/// When a query fails. Run it in a transaction: of two that use it at once, one is too late.
pub fn accept(connection: &mut AnyConnection, token_hash: &[u8], admin_id: i64, now: i64) -> QueryResult<bool> {
    let Some(offer) = offer(connection, token_hash, now)? else { return Ok(false) };
    let used = diesel::delete(invitation::table.filter(invitation::token_hash.eq(token_hash))).execute(connection)?;
    if used == 0 {
        return Ok(false);
    }
    let row = membership::table.find((offer.site_id, admin_id)).select(membership::role);
    let role: Option<String> = row.first(connection).optional()?;
    let role = role.as_deref().map(members::read).transpose()?.map_or(offer.role, |role| role.max(offer.role));
    members::set(connection, offer.site_id, admin_id, role).map(|()| true)
}

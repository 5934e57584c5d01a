//! Everybody who can sign in, and who of them owns the organisation. Refuses to leave it without an owner.

use super::{
    connection::AnyConnection,
    members::{self, Changed},
    schema::{admin, membership, site},
};
use crate::access::Role;
use diesel::prelude::*;

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Row id.
    pub id: i64,
    /// The address signed in with.
    pub email: String,
    /// Whether it owns the organisation.
    pub owner: bool,
    /// Whether signing in asks for a code too.
    pub two_factor: bool,
    /// The sites the person belongs to, by name.
    pub sites: Vec<(String, Role)>,
}

/// Everybody, by address.
///
/// # Errors
/// When a query fails.
pub fn everybody(connection: &mut AnyConnection) -> QueryResult<Vec<Person>> {
    let rows: Vec<(i64, String, bool, Option<Vec<u8>>)> = admin::table
        .order(admin::email)
        .select((admin::id, admin::email, admin::owner, admin::totp_secret))
        .load(connection)?;
    let belonging: Vec<(i64, String, String)> = membership::table
        .inner_join(site::table)
        .order(site::name)
        .select((membership::admin_id, site::name, membership::role))
        .load(connection)?;
    let sites = |id: i64| {
        let own = belonging.iter().filter(|(admin, ..)| *admin == id);
        own.map(|(_, site, role)| Ok((site.clone(), members::read(role)?))).collect::<QueryResult<_>>()
    };
    let person = |(id, email, owner, secret): (i64, String, bool, Option<Vec<u8>>)| {
        Ok(Person { id, email, owner, two_factor: secret.is_some(), sites: sites(id)? })
    };
    rows.into_iter().map(person).collect()
}

/// Makes somebody an owner of the organisation, or one no more.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it changes.
pub fn set_owner(connection: &mut AnyConnection, id: i64, owner: bool) -> QueryResult<Changed> {
    if !owner && is_last_owner(connection, id)? {
        return Ok(Changed::LastOwner);
    }
    let rows = diesel::update(admin::table.find(id)).set(admin::owner.eq(owner)).execute(connection)?;
    Ok(if rows > 0 { Changed::Done } else { Changed::NotFound })
}

/// Removes an account with its sessions and memberships.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it removes.
pub fn remove(connection: &mut AnyConnection, id: i64) -> QueryResult<Changed> {
    if is_last_owner(connection, id)? {
        return Ok(Changed::LastOwner);
    }
    let rows = diesel::delete(admin::table.find(id)).execute(connection)?;
    Ok(if rows > 0 { Changed::Done } else { Changed::NotFound })
}

fn is_last_owner(connection: &mut AnyConnection, id: i64) -> QueryResult<bool> {
    let owners: Vec<i64> = admin::table.filter(admin::owner).select(admin::id).load(connection)?;
    Ok(owners == [id])
}

//! Who belongs to which site, and as what. Refuses to leave a site without an owner.

use super::{
    admins::Admin,
    connection::AnyConnection,
    schema::{admin, membership, site},
};
use crate::{
    access::{Access, Role},
    db::sites::Site,
    on_each,
};
use diesel::{prelude::*, result::Error as QueryError};

/// What an admin may do.
///
/// # Errors
/// When the query fails.
pub fn access(connection: &mut AnyConnection, admin: &Admin) -> QueryResult<Access> {
    if admin.owner {
        return Ok(Access::Organisation);
    }
    let of_admin = membership::table.filter(membership::admin_id.eq(admin.id));
    let rows: Vec<(i64, String)> = of_admin.select((membership::site_id, membership::role)).load(connection)?;
    let roles = rows.into_iter().map(|(site, role)| Ok((site, read(&role)?)));
    roles.collect::<QueryResult<_>>().map(Access::Sites)
}

/// The sites an admin belongs to, the oldest first.
///
/// # Errors
/// When the query fails.
pub fn sites(connection: &mut AnyConnection, access: &Access) -> QueryResult<Vec<Site>> {
    match access {
        Access::Organisation => super::sites::all(connection),
        Access::Sites(roles) => {
            let own = site::table.filter(site::id.eq_any(roles.keys().copied().collect::<Vec<_>>()));
            own.order(site::id).select(Site::as_select()).load(connection)
        }
    }
}

/// Gives an admin a role on a site, in place of the one there was.
///
/// # Errors
/// When the query fails.
pub fn set(connection: &mut AnyConnection, site_id: i64, admin_id: i64, role: Role) -> QueryResult<()> {
    let insert = diesel::insert_into(membership::table).values((
        membership::site_id.eq(site_id),
        membership::admin_id.eq(admin_id),
        membership::role.eq(role.as_str()),
    ));
    on_each!(connection, |each| insert
        .on_conflict((membership::site_id, membership::admin_id))
        .do_update()
        .set(membership::role.eq(role.as_str()))
        .execute(each))
    .map(drop)
}

/// Somebody who belongs to a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Row id of the admin.
    pub admin_id: i64,
    /// The address signed in with.
    pub email: String,
    /// What the member may do there.
    pub role: Role,
    /// Whether it is an owner of the organisation, whom no site can change.
    pub of_organisation: bool,
}

/// Everybody who belongs to a site: owners of the organisation first, each part by address.
///
/// # Errors
/// When a query fails.
pub fn of_site(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Member>> {
    let owners: Vec<(i64, String)> =
        admin::table.filter(admin::owner).order(admin::email).select((admin::id, admin::email)).load(connection)?;
    let members: Vec<(i64, String, String)> = membership::table
        .inner_join(admin::table)
        .filter(membership::site_id.eq(site_id))
        .filter(diesel::dsl::not(admin::owner))
        .order(admin::email)
        .select((admin::id, admin::email, membership::role))
        .load(connection)?;
    let owner = |(admin_id, email)| Ok(Member { admin_id, email, role: Role::Owner, of_organisation: true });
    let member = |(admin_id, email, role): (i64, String, String)| {
        Ok(Member { admin_id, email, role: read(&role)?, of_organisation: false })
    };
    owners.into_iter().map(owner).chain(members.into_iter().map(member)).collect()
}

/// What came of a change of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is done.
    Done,
    /// The site has no such member.
    NotFound,
    /// Nobody could say any more who its members are.
    LastOwner,
}

/// Gives a member another role, or none.
///
/// # Errors
/// When a query fails. Run it in a transaction: it looks before it changes.
pub fn change(connection: &mut AnyConnection, site_id: i64, admin_id: i64, role: Option<Role>) -> QueryResult<Changed> {
    let members = of_site(connection, site_id)?;
    let is_one = |member: &&Member| member.admin_id == admin_id && !member.of_organisation;
    if !members.iter().any(|member| is_one(&member)) {
        return Ok(Changed::NotFound);
    }
    let other_owner = |member: &Member| member.role == Role::Owner && member.admin_id != admin_id;
    if role != Some(Role::Owner) && !members.iter().any(other_owner) {
        return Ok(Changed::LastOwner);
    }
    let row = membership::table.find((site_id, admin_id));
    match role {
        Some(role) => diesel::update(row).set(membership::role.eq(role.as_str())).execute(connection)?,
        None => diesel::delete(row).execute(connection)?,
    };
    Ok(Changed::Done)
}

/// Only Opina writes roles, so what is none is damage.
pub(super) fn read(role: &str) -> QueryResult<Role> {
    role.parse().map_err(|error| QueryError::DeserializationError(Box::new(error)))
}

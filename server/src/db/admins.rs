//! Admins and their sessions. Passwords and tokens are stored as hashes only.

use super::{
    connection::AnyConnection,
    schema::{admin, session},
};
use diesel::prelude::*;

/// Someone who may sign in to the console.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = admin)]
pub struct Admin {
    /// Row id.
    pub id: i64,
    /// In lower case; unique.
    pub email: String,
    /// An argon2id string.
    pub password_hash: String,
    /// Whether it owns the organisation: every site and every person.
    pub owner: bool,
}

/// Whether nobody can sign in yet.
///
/// # Errors
/// When the query fails.
pub fn none_yet(connection: &mut AnyConnection) -> QueryResult<bool> {
    admin::table.count().get_result::<i64>(connection).map(|count| count == 0)
}

/// An admin to be made.
#[derive(Clone, Debug)]
pub struct NewAdmin {
    /// In lower case.
    pub email: String,
    /// An argon2id string.
    pub password_hash: String,
    /// Whether it owns the organisation.
    pub owner: bool,
    /// UTC milliseconds.
    pub created_at: i64,
}

/// Makes an admin and returns the id.
///
/// # Errors
/// A unique violation when the address is taken.
pub fn insert(connection: &mut AnyConnection, new: &NewAdmin) -> QueryResult<i64> {
    diesel::insert_into(admin::table)
        .values((
            admin::email.eq(&new.email),
            admin::password_hash.eq(&new.password_hash),
            admin::owner.eq(new.owner),
            admin::created_at.eq(new.created_at),
        ))
        .returning(admin::id)
        .get_result(connection)
}

/// The admin with this address.
///
/// # Errors
/// When the query fails; absence is `None`.
pub fn by_email(connection: &mut AnyConnection, email: &str) -> QueryResult<Option<Admin>> {
    admin::table.filter(admin::email.eq(email)).select(Admin::as_select()).first(connection).optional()
}

/// Every admin's address, in order.
///
/// # Errors
/// When the query fails.
pub fn emails(connection: &mut AnyConnection) -> QueryResult<Vec<String>> {
    admin::table.order(admin::email).select(admin::email).load(connection)
}

/// The address of an admin.
///
/// # Errors
/// When the query fails; absence is `None`.
pub fn email(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<String>> {
    admin::table.find(id).select(admin::email).first(connection).optional()
}

/// Sets a new password and ends every session of the admin. `false` when there is none with this address.
///
/// # Errors
/// When a query fails.
pub fn set_password(connection: &mut AnyConnection, email: &str, password_hash: &str) -> QueryResult<bool> {
    let Some(found) = by_email(connection, email)? else { return Ok(false) };
    change_password(connection, found.id, password_hash, &[]).map(|()| true)
}

/// Sets a new password and ends every session of the admin but this one.
///
/// # Errors
/// When a query fails.
pub fn change_password(
    connection: &mut AnyConnection,
    admin_id: i64,
    password_hash: &str,
    kept: &[u8],
) -> QueryResult<()> {
    diesel::update(admin::table.find(admin_id)).set(admin::password_hash.eq(password_hash)).execute(connection)?;
    end_other_sessions(connection, admin_id, kept)
}

/// Removes an admin with all sessions. `false` when there is none with this address.
///
/// # Errors
/// When the query fails.
pub fn delete(connection: &mut AnyConnection, email: &str) -> QueryResult<bool> {
    diesel::delete(admin::table.filter(admin::email.eq(email))).execute(connection).map(|rows| rows > 0)
}

/// Opens a session.
///
/// # Errors
/// When the query fails.
pub fn open_session(
    connection: &mut AnyConnection,
    token_hash: &[u8],
    admin_id: i64,
    browser: &str,
    now: i64,
) -> QueryResult<()> {
    diesel::insert_into(session::table)
        .values((
            session::token_hash.eq(token_hash),
            session::admin_id.eq(admin_id),
            session::created_at.eq(now),
            session::used_at.eq(now),
            session::browser.eq(browser),
        ))
        .execute(connection)
        .map(drop)
}

/// The admin of a session that was opened after `oldest` and used after `idle`, both UTC milliseconds.
///
/// # Errors
/// When the query fails; no such session is `None`.
pub fn of_session(
    connection: &mut AnyConnection,
    token_hash: &[u8],
    oldest: i64,
    idle: i64,
) -> QueryResult<Option<(Admin, i64)>> {
    session::table
        .inner_join(admin::table)
        .filter(session::token_hash.eq(token_hash))
        .filter(session::created_at.gt(oldest))
        .filter(session::used_at.gt(idle))
        .select((Admin::as_select(), session::used_at))
        .first(connection)
        .optional()
}

/// Notes that a session was used.
///
/// # Errors
/// When the query fails.
pub fn touch_session(connection: &mut AnyConnection, token_hash: &[u8], now: i64) -> QueryResult<()> {
    let one = session::table.filter(session::token_hash.eq(token_hash));
    diesel::update(one).set(session::used_at.eq(now)).execute(connection).map(drop)
}

/// Ends a session.
///
/// # Errors
/// When the query fails.
pub fn close_session(connection: &mut AnyConnection, token_hash: &[u8]) -> QueryResult<()> {
    diesel::delete(session::table.filter(session::token_hash.eq(token_hash))).execute(connection).map(drop)
}

/// An open session, as its admin sees it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = session)]
pub struct Session {
    /// The hash of its token, which names it.
    pub token_hash: Vec<u8>,
    /// When it was opened, UTC milliseconds.
    pub created_at: i64,
    /// When it was last used, UTC milliseconds.
    pub used_at: i64,
    /// The browser's family, or empty.
    pub browser: String,
}

/// The sessions of an admin that were opened after `oldest` and used after `idle`, the last used first.
///
/// # Errors
/// When the query fails.
pub fn sessions(connection: &mut AnyConnection, admin_id: i64, oldest: i64, idle: i64) -> QueryResult<Vec<Session>> {
    session::table
        .filter(session::admin_id.eq(admin_id))
        .filter(session::created_at.gt(oldest))
        .filter(session::used_at.gt(idle))
        .order(session::used_at.desc())
        .select(Session::as_select())
        .load(connection)
}

/// Ends one session of an admin. `false` when the admin has no such session.
///
/// # Errors
/// When the query fails.
pub fn end_session(connection: &mut AnyConnection, admin_id: i64, token_hash: &[u8]) -> QueryResult<bool> {
    let one = session::table.find(token_hash).filter(session::admin_id.eq(admin_id));
    diesel::delete(one).execute(connection).map(|rows| rows > 0)
}

/// Ends every session of an admin but this one, and sign-ins that wait for a code.
///
/// # Errors
/// When a query fails.
pub fn end_other_sessions(connection: &mut AnyConnection, admin_id: i64, kept: &[u8]) -> QueryResult<()> {
    let others = session::table.filter(session::admin_id.eq(admin_id)).filter(session::token_hash.ne(kept));
    diesel::delete(others).execute(connection)?;
    super::two_factor::forget_waiting(connection, admin_id)
}

/// Ends sessions that nobody can use any more.
///
/// # Errors
/// When the query fails.
pub fn sweep_sessions(connection: &mut AnyConnection, oldest: i64, idle: i64) -> QueryResult<usize> {
    let dead = session::table.filter(session::created_at.le(oldest).or(session::used_at.le(idle)));
    diesel::delete(dead).execute(connection)
}

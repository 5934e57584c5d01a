//! The second factor of signing in: codes by time, codes for whoever lost them, and sign-ins that wait for one.

use super::{
    connection::AnyConnection,
    schema::{admin, pending_sign_in, recovery_code},
};
use crate::totp::Secret;
use diesel::{prelude::*, result::Error as QueryError};

/// The secret of an admin's codes and the last step of time whose code was used. `None` where a password is enough.
///
/// # Errors
/// When the query fails.
pub fn secret(connection: &mut AnyConnection, admin_id: i64) -> QueryResult<Option<(Secret, i64)>> {
    let row = admin::table.find(admin_id).select((admin::totp_secret, admin::totp_step));
    let found: Option<(Option<Vec<u8>>, i64)> = row.first(connection).optional()?;
    let Some((Some(bytes), step)) = found else { return Ok(None) };
    let secret = Secret::try_from(bytes.as_slice());
    secret.map(|secret| Some((secret, step))).map_err(|error| QueryError::DeserializationError(Box::new(error)))
}

/// Asks for codes of this secret from now on, later than `step`.
///
/// # Errors
/// When a query fails.
pub fn turn_on(connection: &mut AnyConnection, admin_id: i64, secret: &Secret, step: i64) -> QueryResult<()> {
    let (secret, step) = (admin::totp_secret.eq(secret.as_bytes()), admin::totp_step.eq(step));
    diesel::update(admin::table.find(admin_id)).set((secret, step)).execute(connection).map(drop)
}

/// Asks for no codes any more.
///
/// # Errors
/// When a query fails.
pub fn turn_off(connection: &mut AnyConnection, admin_id: i64) -> QueryResult<()> {
    let none: Option<Vec<u8>> = None;
    diesel::update(admin::table.find(admin_id)).set(admin::totp_secret.eq(none)).execute(connection)?;
    set_recovery_codes(connection, admin_id, &[])
}

/// Notes that the code of a step was used. `false` when it or a later one was used already.
///
/// # Errors
/// When the query fails.
pub fn use_step(connection: &mut AnyConnection, admin_id: i64, step: i64) -> QueryResult<bool> {
    let unused = admin::table.find(admin_id).filter(admin::totp_step.lt(step));
    diesel::update(unused).set(admin::totp_step.eq(step)).execute(connection).map(|rows| rows > 0)
}

/// Replaces the codes for whoever lost the others, by their hashes.
///
/// # Errors
/// When a query fails.
pub fn set_recovery_codes(connection: &mut AnyConnection, admin_id: i64, hashes: &[Vec<u8>]) -> QueryResult<()> {
    diesel::delete(recovery_code::table.filter(recovery_code::admin_id.eq(admin_id))).execute(connection)?;
    for hash in hashes {
        diesel::insert_into(recovery_code::table)
            .values((recovery_code::admin_id.eq(admin_id), recovery_code::code_hash.eq(hash)))
            .execute(connection)?;
    }
    Ok(())
}

/// Uses up a code by its hash. `false` when the admin has no such code.
///
/// # Errors
/// When the query fails.
pub fn use_recovery_code(connection: &mut AnyConnection, admin_id: i64, hash: &[u8]) -> QueryResult<bool> {
    diesel::delete(recovery_code::table.find((admin_id, hash))).execute(connection).map(|rows| rows > 0)
}

/// How many such codes are left.
///
/// # Errors
/// When the query fails.
pub fn recovery_codes_left(connection: &mut AnyConnection, admin_id: i64) -> QueryResult<i64> {
    recovery_code::table.filter(recovery_code::admin_id.eq(admin_id)).count().get_result(connection)
}

/// Lets a sign-in wait for its code until `expires_at`, and forgets those that waited too long. Times are UTC
/// milliseconds.
///
/// # Errors
/// When a query fails.
pub fn wait(
    connection: &mut AnyConnection,
    token_hash: &[u8],
    admin_id: i64,
    now: i64,
    expires_at: i64,
) -> QueryResult<()> {
    diesel::delete(pending_sign_in::table.filter(pending_sign_in::expires_at.le(now))).execute(connection)?;
    diesel::insert_into(pending_sign_in::table)
        .values((
            pending_sign_in::token_hash.eq(token_hash),
            pending_sign_in::admin_id.eq(admin_id),
            pending_sign_in::expires_at.eq(expires_at),
        ))
        .execute(connection)
        .map(drop)
}

/// Whose sign-in waits with this token.
///
/// # Errors
/// When the query fails; none, or one that waited too long, is `None`.
pub fn waiting(connection: &mut AnyConnection, token_hash: &[u8], now: i64) -> QueryResult<Option<i64>> {
    let open = pending_sign_in::table.find(token_hash).filter(pending_sign_in::expires_at.gt(now));
    open.select(pending_sign_in::admin_id).first(connection).optional()
}

/// Ends every sign-in of an admin that waits for a code.
///
/// # Errors
/// When the query fails.
pub fn forget_waiting(connection: &mut AnyConnection, admin_id: i64) -> QueryResult<()> {
    let of_admin = pending_sign_in::table.filter(pending_sign_in::admin_id.eq(admin_id));
    diesel::delete(of_admin).execute(connection).map(drop)
}

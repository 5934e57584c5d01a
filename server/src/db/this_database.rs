//! What a database knows of itself: who it is, which database is moving or was moved into it, and by which link somebody
//! comes in first.

use super::{admins, connection::AnyConnection, schema::this_database};
use crate::session::Token;
use diesel::prelude::*;

/// What a database is for a move into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is served on, or free.
    Itself,
    /// A move of the database with this id into it has begun.
    Begun(Vec<u8>),
    /// The move was proved to be complete, and nobody has served on it since.
    Complete(Vec<u8>),
}

/// Who it is: a backup is the same, every other database another.
///
/// # Errors
/// When the query fails.
pub fn id(connection: &mut AnyConnection) -> QueryResult<Vec<u8>> {
    this_database::table.select(this_database::id).first(connection)
}

/// What it is for a move.
///
/// # Errors
/// When the query fails.
pub fn role(connection: &mut AnyConnection) -> QueryResult<Role> {
    let (from, at): (Option<Vec<u8>>, Option<i64>) =
        this_database::table.select((this_database::moved_from, this_database::moved_at)).first(connection)?;
    Ok(match (from, at) {
        (None, _) => Role::Itself,
        (Some(from), None) => Role::Begun(from),
        (Some(from), Some(_)) => Role::Complete(from),
    })
}

/// Notes that a move of the database with this id begins or goes on.
///
/// # Errors
/// When the query fails.
pub fn begin_move(connection: &mut AnyConnection, from: &[u8]) -> QueryResult<()> {
    let begun = (this_database::moved_from.eq(Some(from)), this_database::moved_at.eq(None::<i64>));
    diesel::update(this_database::table).set(begun).execute(connection).map(drop)
}

/// Notes that the move was proved to be complete at this time, UTC milliseconds.
///
/// # Errors
/// When the query fails.
pub fn end_move(connection: &mut AnyConnection, now: i64) -> QueryResult<()> {
    diesel::update(this_database::table).set(this_database::moved_at.eq(now)).execute(connection).map(drop)
}

/// Makes it a database of its own, which takes answers that no other has. `false`, and nothing changes, while a move into
/// it has not been completed.
///
/// # Errors
/// When a query fails.
pub fn take_into_use(connection: &mut AnyConnection) -> QueryResult<bool> {
    match role(connection)? {
        Role::Itself => Ok(true),
        Role::Begun(_) => Ok(false),
        Role::Complete(_) => {
            let own = (this_database::moved_from.eq(None::<Vec<u8>>), this_database::moved_at.eq(None::<i64>));
            diesel::update(this_database::table).set(own).execute(connection).map(|_| true)
        }
    }
}

/// The secret in the link with which the first admin is made, `fresh` unless another process made one before; none once
/// somebody can sign in. Called inside a transaction.
///
/// # Errors
/// When a query fails.
pub fn offer_setup(connection: &mut AnyConnection, fresh: &Token) -> QueryResult<Option<Token>> {
    if admins::none_yet(connection)? {
        let without = this_database::table.filter(this_database::setup_token.is_null());
        diesel::update(without).set(this_database::setup_token.eq(fresh.as_str())).execute(connection)?;
    }
    setup_token(connection)
}

/// The secret in the link with which the first admin is made; none once somebody can sign in.
///
/// # Errors
/// When a query fails.
pub fn setup_token(connection: &mut AnyConnection) -> QueryResult<Option<Token>> {
    let token: Option<String> = this_database::table.select(this_database::setup_token).first(connection)?;
    Ok(if admins::none_yet(connection)? { token.map(Token::from) } else { None })
}

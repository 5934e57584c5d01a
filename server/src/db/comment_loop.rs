//! What the team makes of comments: status, owner, root cause, tags and notes, with who changed what. Changes are written
//! down, so that they can be told and undone; notes are only added.

mod history;

mod redaction;

mod undo;

use super::{
    comments::Key,
    connection::AnyConnection,
    members,
    schema::{comment, comment_loop, comment_note, comment_tag},
};
use crate::{access::Role, inbox::Status, on_each};
use diesel::{
    dsl::{count_star, sql},
    prelude::*,
    result::Error as QueryError,
    sql_types::BigInt,
};
use history::tell;
pub use history::{Change, Field, Past, What, changed, history};
pub use redaction::{forget_pages, redact};
use std::collections::{BTreeMap, BTreeSet};
pub use undo::undo;
use uuid::Uuid;

/// How many keys one query asks for.
const CHUNK: usize = 400;
/// How many earlier causes and tags are offered.
const SUGGESTED: i64 = 60;

/// What stands in the place of a text that was taken out for good.
pub const PLACEHOLDER: &str = "█████";

/// What an admin can set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handling {
    /// Where the comment is on its way.
    pub status: Status,
    /// Whose it is: the row id of a member who may change it.
    pub owner: Option<i64>,
    /// What it comes from.
    pub cause: Option<String>,
    /// In order.
    pub tags: BTreeSet<String>,
}

/// What the team made of a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loop {
    /// What was set.
    pub handling: Handling,
    /// Whether the text was taken out for good.
    pub redacted: bool,
    /// Counts up with each change.
    pub revision: i32,
}

/// Who changes something, and when.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The admin.
    pub admin_id: i64,
    /// UTC milliseconds.
    pub at: i64,
}

/// The loops of these comments; those that nobody touched are not in it.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn of(connection: &mut AnyConnection, site_id: i64, keys: &[Key]) -> QueryResult<BTreeMap<Key, Loop>> {
    type Row = (Vec<u8>, String, String, Option<i64>, Option<String>, bool, i32);
    let mut loops = BTreeMap::new();
    for keys in keys.chunks(CHUNK) {
        let responses: Vec<&[u8]> = keys.iter().map(|key| key.response.as_bytes().as_slice()).collect();
        let rows: Vec<Row> = comment_loop::table
            .filter(comment_loop::site_id.eq(site_id))
            .filter(comment_loop::response_id.eq_any(&responses))
            .select((
                comment_loop::response_id,
                comment_loop::question,
                comment_loop::status,
                comment_loop::owner_id,
                comment_loop::cause,
                comment_loop::redacted,
                comment_loop::revision,
            ))
            .load(connection)?;
        for (response, question, status, owner, cause, redacted, revision) in rows {
            let handling = Handling { status: read(&status)?, owner, cause, tags: BTreeSet::new() };
            loops.insert(Key::read(&response, question)?, Loop { handling, redacted, revision });
        }
        let tags: Vec<(Vec<u8>, String, String)> = comment_tag::table
            .filter(comment_tag::site_id.eq(site_id))
            .filter(comment_tag::response_id.eq_any(&responses))
            .select((comment_tag::response_id, comment_tag::question, comment_tag::tag))
            .load(connection)?;
        for (response, question, tag) in tags {
            loops.entry(Key::read(&response, question)?).or_default().handling.tags.insert(tag);
        }
    }
    Ok(loops)
}

fn read(status: &str) -> QueryResult<Status> {
    Status::of(status).ok_or_else(|| QueryError::DeserializationError(format!("no comment is “{status}”").into()))
}

/// What someone wants of a comment.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The revision that was looked at.
    pub revision: i32,
    /// What is to hold.
    pub handling: Handling,
    /// A note to add.
    pub note: Option<String>,
}

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was done.
    Done,
    /// Somebody else changed something else meanwhile. Nothing was done.
    Stale(Loop),
    /// There is no such comment, or the owner may not be one.
    Gone,
}

/// Saves what is wanted, unless somebody else changed it since. A note stands in nobody's way.
///
/// # Errors
/// When a query fails. Run it in a transaction: it writes several rows.
pub fn save(connection: &mut AnyConnection, site_id: i64, key: &Key, edit: &Edit, by: By) -> QueryResult<Saved> {
    take_turns(connection, site_id)?;
    let stored = of(connection, site_id, std::slice::from_ref(key))?.remove(key).unwrap_or_default();
    let owner = edit.handling.owner.filter(|_| edit.handling.owner != stored.handling.owner);
    if !is_there(connection, site_id, key)? || !can_own(connection, site_id, owner)? {
        return Ok(Saved::Gone);
    }
    if stored.revision != edit.revision && stored.handling != edit.handling {
        return Ok(Saved::Stale(stored));
    }
    write(connection, site_id, key, &stored, &edit.handling, Uuid::now_v7(), by)?;
    if let Some(text) = &edit.note {
        diesel::insert_into(comment_note::table)
            .values((
                comment_note::site_id.eq(site_id),
                comment_note::response_id.eq(key.response.as_bytes().as_slice()),
                comment_note::question.eq(&key.question),
                comment_note::admin_id.eq(by.admin_id),
                comment_note::noted_at.eq(by.at),
                comment_note::text.eq(text),
            ))
            .execute(connection)?;
    }
    Ok(Saved::Done)
}

/// What is to be done with many comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Sets their status.
    Status(Status),
    /// Gives them to an admin, or takes them from whoever has them.
    Owner(Option<i64>),
    /// Adds a tag.
    Tag(String),
}

impl Order {
    fn apply(&self, handling: &Handling) -> Handling {
        let mut after = handling.clone();
        match self {
            Self::Status(status) => after.status = *status,
            Self::Owner(owner) => after.owner = *owner,
            Self::Tag(tag) if after.tags.len() < crate::inbox::MOST_TAGS => {
                after.tags.insert(tag.clone());
            }
            Self::Tag(_) => {}
        }
        after
    }
}

/// What was done at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its id, to undo it.
    pub id: Uuid,
    /// How many comments it changed.
    pub changed: usize,
}

/// Does the same with many comments. `None` for an owner who may not be one.
///
/// # Errors
/// When a query fails. Run it in a transaction: it writes many rows.
pub fn change(
    connection: &mut AnyConnection,
    site_id: i64,
    keys: &[Key],
    order: &Order,
    by: By,
) -> QueryResult<Option<Batch>> {
    take_turns(connection, site_id)?;
    if let Order::Owner(owner) = order
        && !can_own(connection, site_id, *owner)?
    {
        return Ok(None);
    }
    let mut batch = Batch { id: Uuid::now_v7(), changed: 0 };
    let loops = of(connection, site_id, keys)?;
    for key in keys {
        let stored = loops.get(key).cloned().unwrap_or_default();
        let after = order.apply(&stored.handling);
        let changed = stored.handling != after && is_there(connection, site_id, key)?;
        if changed {
            write(connection, site_id, key, &stored, &after, batch.id, by)?;
        }
        batch.changed += usize::from(changed);
    }
    Ok(Some(batch))
}

/// The root causes that were named so far, the most frequent first.
///
/// # Errors
/// When the query fails.
pub fn causes(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<String>> {
    let named: Vec<Option<String>> = comment_loop::table
        .filter(comment_loop::site_id.eq(site_id))
        .filter(comment_loop::cause.is_not_null())
        .group_by(comment_loop::cause)
        .order((sql::<BigInt>("COUNT(*)").desc(), comment_loop::cause))
        .limit(SUGGESTED)
        .select(comment_loop::cause)
        .load(connection)?;
    Ok(named.into_iter().flatten().collect())
}

/// The tags that are in use, the most frequent first.
///
/// # Errors
/// When the query fails.
pub fn tags(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<String>> {
    comment_tag::table
        .filter(comment_tag::site_id.eq(site_id))
        .group_by(comment_tag::tag)
        .order((count_star().desc(), comment_tag::tag))
        .limit(SUGGESTED)
        .select(comment_tag::tag)
        .load(connection)
}

/// Has those who change loops of one site wait for each other, so that each sees what the one before did. SQLite lets one
/// write at a time anyway.
fn take_turns(connection: &mut AnyConnection, site_id: i64) -> QueryResult<()> {
    match connection {
        AnyConnection::Postgres(postgres) => {
            let row = diesel::sql_query("SELECT id FROM site WHERE id = $1 FOR NO KEY UPDATE");
            row.bind::<BigInt, _>(site_id).execute(postgres).map(drop)
        }
        AnyConnection::Sqlite(_) => Ok(()),
    }
}

fn is_there(connection: &mut AnyConnection, site_id: i64, key: &Key) -> QueryResult<bool> {
    let here = comment::table.find((site_id, key.response.as_bytes().as_slice(), &key.question));
    here.count().get_result::<i64>(connection).map(|n| n > 0)
}

fn can_own(connection: &mut AnyConnection, site_id: i64, owner: Option<i64>) -> QueryResult<bool> {
    let Some(owner) = owner else { return Ok(true) };
    let members = members::of_site(connection, site_id)?;
    Ok(members.iter().any(|member| member.admin_id == owner && member.role >= Role::Editor))
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = comment_loop, treat_none_as_null = true)]
struct LoopRow<'a> {
    site_id: i64,
    response_id: &'a [u8],
    question: &'a str,
    status: &'static str,
    owner_id: Option<i64>,
    cause: Option<&'a str>,
    redacted: bool,
    revision: i32,
}

/// Puts `after` in the place of what is stored, and writes down what that changes.
fn write(
    connection: &mut AnyConnection,
    site_id: i64,
    key: &Key,
    stored: &Loop,
    after: &Handling,
    batch: Uuid,
    by: By,
) -> QueryResult<()> {
    let before = &stored.handling;
    if before == after {
        return Ok(());
    }
    put(connection, site_id, key, &Loop { handling: after.clone(), revision: stored.revision + 1, ..*stored })?;
    let mut changes = Vec::new();
    let mut changed = |field, was, became| changes.push(Change { field, was, became });
    if before.status != after.status {
        changed(Field::Status, Some(before.status.id().to_owned()), Some(after.status.id().to_owned()));
    }
    if before.owner != after.owner {
        let [was, became] = [before.owner, after.owner].map(|owner| owner.map(|id| id.to_string()));
        changed(Field::Owner, was, became);
    }
    if before.cause != after.cause {
        changed(Field::Cause, before.cause.clone(), after.cause.clone());
    }
    for tag in after.tags.difference(&before.tags) {
        insert_tag(connection, site_id, key, tag)?;
        changed(Field::Tag, None, Some(tag.clone()));
    }
    for tag in before.tags.difference(&after.tags) {
        let row = (site_id, tag, key.response.as_bytes().as_slice(), &key.question);
        diesel::delete(comment_tag::table.find(row)).execute(connection)?;
        changed(Field::Tag, Some(tag.clone()), None);
    }
    tell(connection, site_id, key, batch, by, changes)
}

fn put(connection: &mut AnyConnection, site_id: i64, key: &Key, state: &Loop) -> QueryResult<()> {
    let Loop { handling, redacted, revision } = state;
    let row = LoopRow {
        site_id,
        response_id: key.response.as_bytes(),
        question: &key.question,
        status: handling.status.id(),
        owner_id: handling.owner,
        cause: handling.cause.as_deref(),
        redacted: *redacted,
        revision: *revision,
    };
    let insert = diesel::insert_into(comment_loop::table).values(&row);
    let key = (comment_loop::site_id, comment_loop::response_id, comment_loop::question);
    on_each!(connection, |each| insert.on_conflict(key).do_update().set(&row).execute(each)).map(drop)
}

fn insert_tag(connection: &mut AnyConnection, site_id: i64, key: &Key, tag: &str) -> QueryResult<()> {
    diesel::insert_into(comment_tag::table)
        .values((
            comment_tag::site_id.eq(site_id),
            comment_tag::tag.eq(tag),
            comment_tag::response_id.eq(key.response.as_bytes().as_slice()),
            comment_tag::question.eq(&key.question),
        ))
        .execute(connection)
        .map(drop)
}

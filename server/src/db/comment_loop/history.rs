//! What was done about comments, by whom and when. Written down, never changed.

use super::By;
use crate::{
    db::{
        comments::Key,
        connection::AnyConnection,
        schema::{comment_change, comment_note},
    },
    on_each,
};
use diesel::{prelude::*, result::Error as QueryError};
use uuid::Uuid;

/// How many comments a batch changed; none for a batch of another site.
///
/// # Errors
/// When the query fails.
pub fn changed(connection: &mut AnyConnection, site_id: i64, batch: Uuid) -> QueryResult<usize> {
    let keys: Vec<(Vec<u8>, String)> = comment_change::table
        .filter(comment_change::site_id.eq(site_id))
        .filter(comment_change::batch.eq(batch.as_bytes().as_slice()))
        .select((comment_change::response_id, comment_change::question))
        .distinct()
        .load(connection)?;
    Ok(keys.len())
}

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Where the comment is on its way.
    Status,
    /// Whose it is.
    Owner,
    /// What it comes from.
    Cause,
    /// A tag was added or removed.
    Tag,
    /// The text was taken out for good.
    Redacted,
}

impl Field {
    const ALL: [Self; 5] = [Self::Status, Self::Owner, Self::Cause, Self::Tag, Self::Redacted];

    fn id(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Cause => "cause",
            Self::Tag => "tag",
            Self::Redacted => "redacted",
        }
    }
}

/// A field that became something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub field: Field,
    /// What it was, as it is stored: owners are row ids. Nothing for a tag that was added.
    pub was: Option<String>,
    /// What it became. Nothing for a tag that was removed.
    pub became: Option<String>,
}

/// One change, or one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// UTC milliseconds.
    pub at: i64,
    /// Who; `None` for someone who is an admin no more.
    pub admin_id: Option<i64>,
    /// What.
    pub what: What,
}

/// What happened to a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A field became something else.
    Changed(Change),
    /// A note was added.
    Noted(String),
}

/// What happened to a comment, the oldest first.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn history(connection: &mut AnyConnection, site_id: i64, key: &Key) -> QueryResult<Vec<Past>> {
    let response = key.response.as_bytes().as_slice();
    type Row = (i64, Option<i64>, String, Option<String>, Option<String>);
    let changes: Vec<Row> = comment_change::table
        .filter(comment_change::site_id.eq(site_id))
        .filter(comment_change::response_id.eq(response))
        .filter(comment_change::question.eq(&key.question))
        .order(comment_change::id)
        .select((
            comment_change::changed_at,
            comment_change::admin_id,
            comment_change::field,
            comment_change::was,
            comment_change::became,
        ))
        .load(connection)?;
    let notes: Vec<(i64, Option<i64>, String)> = comment_note::table
        .filter(comment_note::site_id.eq(site_id))
        .filter(comment_note::response_id.eq(response))
        .filter(comment_note::question.eq(&key.question))
        .order(comment_note::id)
        .select((comment_note::noted_at, comment_note::admin_id, comment_note::text))
        .load(connection)?;
    let changes = changes.into_iter().map(|(at, admin_id, field, was, became)| {
        Ok(Past { at, admin_id, what: What::Changed(Change { field: field_of(&field)?, was, became }) })
    });
    let notes = notes.into_iter().map(|(at, admin_id, text)| Ok(Past { at, admin_id, what: What::Noted(text) }));
    let mut past = changes.chain(notes).collect::<QueryResult<Vec<Past>>>()?;
    past.sort_by_key(|one| one.at);
    Ok(past)
}

pub(super) fn field_of(id: &str) -> QueryResult<Field> {
    let unknown = || QueryError::DeserializationError(format!("nothing of a comment is “{id}”").into());
    Field::ALL.into_iter().find(|field| field.id() == id).ok_or_else(unknown)
}

#[derive(Insertable)]
#[diesel(table_name = comment_change)]
struct ChangeRow<'a> {
    site_id: i64,
    response_id: &'a [u8],
    question: &'a str,
    batch: &'a [u8],
    admin_id: i64,
    changed_at: i64,
    field: &'static str,
    was: Option<String>,
    became: Option<String>,
}

/// Writes down what was changed at once.
pub(super) fn tell(
    connection: &mut AnyConnection,
    site_id: i64,
    key: &Key,
    batch: Uuid,
    By { admin_id, at: changed_at }: By,
    changes: Vec<Change>,
) -> QueryResult<()> {
    let (response_id, question, batch) = (key.response.as_bytes().as_slice(), key.question.as_str(), batch.as_bytes());
    let row = |Change { field, was, became }| ChangeRow {
        site_id,
        response_id,
        question,
        batch,
        admin_id,
        changed_at,
        field: field.id(),
        was,
        became,
    };
    let rows: Vec<ChangeRow<'_>> = changes.into_iter().map(row).collect();
    on_each!(connection, |each| diesel::insert_into(comment_change::table).values(&rows).execute(each)).map(drop)
}

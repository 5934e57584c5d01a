//! Taking back what was changed at once. What somebody changed again since stays as it is.

use super::{Batch, By, Change, Field, Handling, history::field_of, of, read, take_turns, write};
use crate::db::{comments::Key, connection::AnyConnection, schema::comment_change};
use diesel::{prelude::*, result::Error as QueryError};
use std::{collections::BTreeMap, num::ParseIntError};
use uuid::Uuid;

/// Puts back what was before a batch. That is a batch of its own, and can be undone too.
///
/// # Errors
/// When a query fails or a row is damaged. Run it in a transaction: it writes many rows.
pub fn undo(connection: &mut AnyConnection, site_id: i64, batch: Uuid, by: By) -> QueryResult<Batch> {
    take_turns(connection, site_id)?;
    type Row = (Vec<u8>, String, String, Option<String>, Option<String>);
    let rows: Vec<Row> = comment_change::table
        .filter(comment_change::site_id.eq(site_id))
        .filter(comment_change::batch.eq(batch.as_bytes().as_slice()))
        .order(comment_change::id)
        .select((
            comment_change::response_id,
            comment_change::question,
            comment_change::field,
            comment_change::was,
            comment_change::became,
        ))
        .load(connection)?;
    let mut changes: BTreeMap<Key, Vec<Change>> = BTreeMap::new();
    for (response, question, field, was, became) in rows {
        changes.entry(Key::read(&response, question)?).or_default().push(Change {
            field: field_of(&field)?,
            was,
            became,
        });
    }
    let keys: Vec<Key> = changes.keys().cloned().collect();
    let loops = of(connection, site_id, &keys)?;
    let mut undone = Batch { id: Uuid::now_v7(), changed: 0 };
    for (key, changes) in changes {
        let stored = loops.get(&key).cloned().unwrap_or_default();
        let mut handling = stored.handling.clone();
        for change in changes {
            put_back(&mut handling, change)?;
        }
        undone.changed += usize::from(handling != stored.handling);
        write(connection, site_id, &key, &stored, &handling, undone.id, by)?;
    }
    Ok(undone)
}

fn put_back(handling: &mut Handling, Change { field, was, became }: Change) -> QueryResult<()> {
    match field {
        Field::Status => {
            if became.as_deref() == Some(handling.status.id()) {
                handling.status = read(was.as_deref().unwrap_or_default())?;
            }
        }
        Field::Owner => {
            if became == handling.owner.map(|id| id.to_string()) {
                let damaged = |error: ParseIntError| QueryError::DeserializationError(error.into());
                handling.owner = was.map(|id| id.parse()).transpose().map_err(damaged)?;
            }
        }
        Field::Cause => {
            if became == handling.cause {
                handling.cause = was;
            }
        }
        Field::Tag => {
            if let Some(tag) = became {
                handling.tags.remove(&tag);
            }
            handling.tags.extend(was);
        }
        // What was taken out for good does not come back.
        Field::Redacted => {}
    }
    Ok(())
}

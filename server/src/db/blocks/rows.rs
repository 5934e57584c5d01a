//! Responses read from their rows, with all that figures are made of.

use crate::{
    blocks::{Asked, ID, Response},
    clock,
    db::{
        answers,
        connection::AnyConnection,
        schema::{comment, response},
        sites::from_json,
    },
};
use diesel::{prelude::*, result::Error as QueryError};
use shared::condition::Fields;
use std::{collections::BTreeMap, ops::Bound};

/// The most ids that one query names: SQLite takes 32,766 values.
const MOST_IDS: usize = 1_000;

#[derive(Queryable)]
struct Row {
    id: Vec<u8>,
    survey_id: i64,
    version: i32,
    touchpoint_id: i64,
    received_at: i64,
    complete: bool,
    elapsed: i32,
    language: String,
    device: String,
    path: Option<String>,
    fields: Option<String>,
    answers: String,
}

type CommentRow = (Vec<u8>, String);

macro_rules! columns {
    () => {
        (
            response::id,
            response::survey_id,
            response::version,
            response::touchpoint_id,
            response::received_at,
            response::complete,
            response::elapsed,
            response::language,
            response::device,
            response::path,
            response::fields,
            response::answers,
        )
    };
}

/// The first so many responses whose ids come after one, up to another, in the order of ids.
pub(super) fn between(
    connection: &mut AnyConnection,
    site_id: i64,
    after: &[u8],
    upto: Bound<&[u8]>,
    most: usize,
) -> QueryResult<Vec<Response>> {
    let mut query = response::table
        .filter(response::site_id.eq(site_id))
        .filter(response::id.gt(after))
        .order(response::id)
        .limit(most as i64)
        .select(columns!())
        .into_boxed();
    query = match upto {
        Bound::Included(upto) => query.filter(response::id.le(upto)),
        Bound::Excluded(upto) => query.filter(response::id.lt(upto)),
        Bound::Unbounded => query,
    };
    let rows: Vec<Row> = query.load(connection)?;
    let Some(last) = rows.last().map(|row| row.id.clone()) else { return Ok(Vec::new()) };
    let comments: Vec<CommentRow> = comment::table
        .filter(comment::site_id.eq(site_id))
        .filter(comment::response_id.gt(after))
        .filter(comment::response_id.le(&last))
        .select((comment::response_id, comment::question))
        .load(connection)?;
    together(rows, comments)
}

/// The responses of these ids; those that are gone are left out.
pub(super) fn of(connection: &mut AnyConnection, site_id: i64, ids: &[Vec<u8>]) -> QueryResult<Vec<Response>> {
    let mut all = Vec::with_capacity(ids.len());
    for ids in ids.chunks(MOST_IDS) {
        let rows: Vec<Row> = response::table
            .filter(response::site_id.eq(site_id))
            .filter(response::id.eq_any(ids))
            .select(columns!())
            .load(connection)?;
        let comments: Vec<CommentRow> = comment::table
            .filter(comment::site_id.eq(site_id))
            .filter(comment::response_id.eq_any(ids))
            .select((comment::response_id, comment::question))
            .load(connection)?;
        all.extend(together(rows, comments)?);
    }
    Ok(all)
}

fn together(rows: Vec<Row>, comments: Vec<CommentRow>) -> QueryResult<Vec<Response>> {
    let mut words = BTreeMap::<Vec<u8>, Vec<String>>::new();
    for (id, question) in comments {
        words.entry(id).or_default().push(question);
    }
    let read = |row: Row| {
        let mut words = words.remove(&row.id).unwrap_or_default();
        // In one order, so that the same questions are one entry of a dictionary.
        words.sort_unstable();
        response(row, words)
    };
    rows.into_iter().map(read).collect()
}

fn response(row: Row, words: Vec<String>) -> QueryResult<Response> {
    let fields: Fields = row.fields.as_deref().map(from_json).transpose()?.unwrap_or_else(Fields::new);
    Ok(Response {
        id: id(&row.id)?,
        asked: Asked { touchpoint_id: row.touchpoint_id, survey_id: row.survey_id, version: row.version },
        hour: clock::hour_of(row.received_at),
        language: row.language,
        device: row.device,
        path: row.path,
        fields: fields.iter().map(|(field, value)| (field.as_str().to_owned(), value.clone())).collect(),
        seconds: row.complete.then_some(row.elapsed / 1_000),
        answers: answers::read(&row.answers)?,
        words,
    })
}

/// An id as bytes of one length.
pub(super) fn id(bytes: &[u8]) -> QueryResult<[u8; ID]> {
    bytes.try_into().map_err(|_| QueryError::DeserializationError("an id has another length".into()))
}

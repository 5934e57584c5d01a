//! Responses one by one: what each visitor answered, and what is known of the visit. A stretch of them at a time, in the
//! order in which they were begun, the latest first: never all of them at once.

use super::{
    answers, blocks,
    connection::AnyConnection,
    limit::limited,
    matching::{Asked, Matching, load},
    results::Within,
    schema::comment,
    sites::from_json,
};
use crate::{
    blocks::{Given, Starts},
    filter::Filter,
};
use diesel::{
    prelude::*,
    result::Error as QueryError,
    sql_query,
    sql_types::{BigInt, Binary, Bool, Integer, Nullable, Text},
};
use shared::{condition::Fields, definition::Definition};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many responses one page has.
pub const PAGE: usize = 50;

/// One response.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The id the visitor's browser gave it.
    pub id: Vec<u8>,
    /// The survey.
    pub survey_id: i64,
    /// The version that was answered.
    pub version: i32,
    /// Where it was asked.
    pub touchpoint_id: i64,
    /// When it began, UTC milliseconds.
    pub received_at: i64,
    /// Whether the visitor reached the end.
    pub complete: bool,
    /// The language it was asked in.
    pub language: String,
    /// The kind of device.
    pub device: String,
    /// The page's path.
    pub path: Option<String>,
    /// Attributes and hidden fields.
    pub fields: Fields,
    /// Scores and options by question, `question.expectation` and `question.perception` for the halves of a gap.
    pub answers: Vec<(String, Given)>,
    /// What was said in words, by question.
    pub comments: Vec<(String, String)>,
}

/// A stretch of responses.
#[derive(Debug)]
pub struct Stretch {
    /// The responses.
    pub rows: Vec<Listed>,
    /// Whether there are more behind them.
    pub more: bool,
}

impl Stretch {
    /// The response behind which the next stretch begins.
    ///
    /// # Errors
    /// When its id is damaged.
    pub fn next(&self) -> QueryResult<Option<Uuid>> {
        let last = self.rows.last().filter(|_| self.more).map(|last| Uuid::from_slice(&last.id));
        last.transpose().map_err(|error| QueryError::DeserializationError(error.into()))
    }
}

/// A page of responses.
#[derive(Debug)]
pub struct Page {
    /// At most [`PAGE`].
    pub rows: Vec<Listed>,
    /// What was asked, by survey and version.
    pub asked: Versions,
    /// Whether there are more.
    pub more: bool,
}

/// What was asked, by survey and version.
pub type Versions = BTreeMap<(i64, i32), Definition>;

/// Every version of every survey of a site.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn versions(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Versions> {
    Ok(Asked::load(connection, site_id)?.0)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Binary)]
    id: Vec<u8>,
    #[diesel(sql_type = BigInt)]
    survey_id: i64,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = BigInt)]
    touchpoint_id: i64,
    #[diesel(sql_type = BigInt)]
    received_at: i64,
    #[diesel(sql_type = Bool)]
    complete: bool,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Text)]
    device: String,
    #[diesel(sql_type = Nullable<Text>)]
    path: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    fields: Option<String>,
    #[diesel(sql_type = Text)]
    answers: String,
}

/// The first page of the responses that a filter leaves, or the one behind `after`.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub fn page(
    connection: &mut AnyConnection,
    within: Within<'_>,
    filter: &Filter,
    after: Option<Uuid>,
) -> QueryResult<Page> {
    let Stretch { rows, more } = stretch(connection, within, filter, after, PAGE)?;
    Ok(Page { rows, asked: versions(connection, within.site_id)?, more })
}

/// At most so many of the responses that a filter leaves, from the latest on or from the one behind `after` on.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub fn stretch(
    connection: &mut AnyConnection,
    within: Within<'_>,
    filter: &Filter,
    after: Option<Uuid>,
    most: usize,
) -> QueryResult<Stretch> {
    let matching = Matching::new(connection, within, filter);
    let (sql, texts) = (&matching.sql, &matching.texts);
    // Sixteen bytes are digits only, so they are written into the text as numbers are.
    let after = after.map(|id| format!(" AND r.id < {}", matching.bytes(id.as_bytes()))).unwrap_or_default();
    let query = format!(
        "SELECT r.id, r.survey_id, r.version, r.touchpoint_id, r.received_at, r.complete, r.language, r.device, r.path, \
         r.fields, r.answers FROM response r WHERE {sql}{after} ORDER BY r.id DESC LIMIT {}",
        most + 1
    );
    let mut rows = limited(connection, |connection| load!(connection, query, texts, Row))?;
    let more = rows.len() > most;
    rows.truncate(most);
    let ids: Vec<&[u8]> = rows.iter().map(|row| row.id.as_slice()).collect();
    let mut comments = comments(connection, within.site_id, &ids)?;
    let read = |row: Row| {
        Ok(Listed {
            answers: answers::read(&row.answers)?,
            comments: comments.remove(&row.id).unwrap_or_default(),
            fields: row.fields.as_deref().map(from_json).transpose()?.unwrap_or_default(),
            id: row.id,
            survey_id: row.survey_id,
            version: row.version,
            touchpoint_id: row.touchpoint_id,
            received_at: row.received_at,
            complete: row.complete,
            language: row.language,
            device: row.device,
            path: row.path,
        })
    };
    let rows = rows.into_iter().map(read).collect::<QueryResult<_>>()?;
    Ok(Stretch { rows, more })
}

/// All that a filter leaves, before any of it is read.
#[derive(Clone, Debug, Default)]
pub struct Extent {
    /// How many responses.
    pub n: u64,
    /// What they answered.
    pub asked: Versions,
}

/// Counts the responses that a filter leaves: what retention erased is not among them.
///
/// # Errors
/// When a query fails or takes too long, or a row is damaged.
pub fn extent(connection: &mut AnyConnection, within: Within<'_>, filter: &Filter) -> QueryResult<Extent> {
    let mut starts = Starts::default();
    blocks::count(connection, within, filter, &mut [&mut starts])?;
    let started = starts.counted();
    let answered: BTreeSet<(i64, i32)> = started.iter().map(|one| (one.asked.survey_id, one.asked.version)).collect();
    let mut asked = versions(connection, within.site_id)?;
    asked.retain(|version, _| answered.contains(version));
    Ok(Extent { n: started.iter().map(|one| one.n).sum(), asked })
}

/// What responses say in words, by their id and then by question.
type ByResponse = BTreeMap<Vec<u8>, Vec<(String, String)>>;

fn comments(connection: &mut AnyConnection, site_id: i64, ids: &[&[u8]]) -> QueryResult<ByResponse> {
    let rows: Vec<(Vec<u8>, String, String)> = comment::table
        .filter(comment::site_id.eq(site_id))
        .filter(comment::response_id.eq_any(ids))
        .order((comment::response_id, comment::question))
        .select((comment::response_id, comment::question, comment::text))
        .load(connection)?;
    let mut comments = ByResponse::new();
    for (id, question, text) in rows {
        comments.entry(id).or_default().push((question, text));
    }
    Ok(comments)
}

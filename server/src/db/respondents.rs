//! Who left a response: all that was answered with it, and the other responses of the same person.

use super::{
    answers, comment_loop,
    comments::Key,
    connection::AnyConnection,
    schema::{comment, response, survey, survey_version},
    sites::from_json,
};
use crate::blocks::Given;
use diesel::{prelude::*, result::Error as QueryError};
use shared::{
    definition::Definition,
    score::Metric,
    survey::Kind,
    text::{QuestionId, Translations},
};
use std::collections::{BTreeMap, btree_map::Entry};
use uuid::Uuid;

/// The most responses of one person that are looked at.
const LINE: i64 = 50;

/// A response with all that came with it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its id.
    pub id: Uuid,
    /// What the team calls the survey.
    pub survey: String,
    /// The version that was answered.
    pub version: i32,
    /// What that version asked.
    pub definition: Definition,
    /// Where it counts.
    pub touchpoint_id: i64,
    /// UTC milliseconds.
    pub received_at: i64,
    /// Whether the end was reached.
    pub complete: bool,
    /// The language it was asked in.
    pub language: String,
    /// The kind of device.
    pub device: String,
    /// The page's path.
    pub path: Option<String>,
    /// Attributes and hidden fields.
    pub fields: BTreeMap<String, String>,
    /// The site's own name for the visitor.
    pub person: Option<String>,
    /// What was answered, other than in words: by the question's id, or with the half of a gap behind a dot.
    pub given: Vec<(String, Given)>,
    /// What was answered in words.
    pub said: Vec<Said>,
}

/// Words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Which.
    pub key: Key,
    /// The words.
    pub text: String,
    /// Whether they were taken out for good.
    pub redacted: bool,
}

/// A response of a site.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn whole(connection: &mut AnyConnection, site_id: i64, id: Uuid) -> QueryResult<Option<Whole>> {
    type About = (i32, i64, i64, bool, String, String, Option<String>, Option<String>, Option<String>, String);
    let key = (site_id, id.as_bytes().as_slice());
    let version = survey_version::site_id
        .eq(response::site_id)
        .and(survey_version::survey_id.eq(response::survey_id))
        .and(survey_version::version.eq(response::version));
    let row: Option<(About, String, String)> = response::table
        .inner_join(survey_version::table.on(version))
        .inner_join(survey::table.on(survey::id.eq(response::survey_id)))
        .filter(response::site_id.eq(key.0))
        .filter(response::id.eq(key.1))
        .select((
            (
                response::version,
                response::touchpoint_id,
                response::received_at,
                response::complete,
                response::language,
                response::device,
                response::path,
                response::fields,
                response::person,
                response::answers,
            ),
            survey::name,
            survey_version::definition,
        ))
        .first(connection)
        .optional()?;
    let Some((about, survey, definition)) = row else { return Ok(None) };
    let (version, touchpoint_id, received_at, complete, language, device, path, fields, person, answers) = about;
    let ids = [id.as_bytes().as_slice()];
    Ok(Some(Whole {
        id,
        survey,
        version,
        definition: from_json(&definition)?,
        touchpoint_id,
        received_at,
        complete,
        language,
        device,
        path,
        fields: fields.as_deref().map(from_json).transpose()?.unwrap_or_default(),
        person,
        given: answers::read(&answers)?,
        said: said(connection, site_id, &ids)?,
    }))
}

fn said(connection: &mut AnyConnection, site_id: i64, ids: &[&[u8]]) -> QueryResult<Vec<Said>> {
    let rows: Vec<(Vec<u8>, String, String)> = comment::table
        .filter(comment::site_id.eq(site_id))
        .filter(comment::response_id.eq_any(ids))
        .order((comment::response_id, comment::question))
        .select((comment::response_id, comment::question, comment::text))
        .load(connection)?;
    let keys = rows.iter().map(|(id, question, _)| Key::read(id, question.clone()));
    let keys = keys.collect::<QueryResult<Vec<Key>>>()?;
    let loops = comment_loop::of(connection, site_id, &keys)?;
    let said = keys.into_iter().zip(rows).map(|(key, (_, _, text))| {
        let redacted = loops.get(&key).is_some_and(|state| state.redacted);
        Said { key, text, redacted }
    });
    Ok(said.collect())
}

/// One response in somebody's line of time.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The response.
    pub id: Uuid,
    /// Where it counts.
    pub touchpoint_id: i64,
    /// UTC milliseconds.
    pub received_at: i64,
    /// What its headline question was answered with.
    pub score: Option<(Metric, u8)>,
    /// What was said.
    pub said: Vec<Said>,
}

/// The latest responses of a person, the oldest of them first.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn line_of_time(connection: &mut AnyConnection, site_id: i64, person: &str) -> QueryResult<Vec<Moment>> {
    type Row = (Vec<u8>, i64, i32, i64, i64, String);
    let rows: Vec<Row> = response::table
        .filter(response::site_id.eq(site_id))
        .filter(response::person.eq(person))
        .order((response::received_at.desc(), response::id.desc()))
        .limit(LINE)
        .select((
            response::id,
            response::survey_id,
            response::version,
            response::touchpoint_id,
            response::received_at,
            response::answers,
        ))
        .load(connection)?;
    let ids: Vec<&[u8]> = rows.iter().map(|(id, ..)| id.as_slice()).collect();
    let mut said = said(connection, site_id, &ids)?;
    let mut headlines: BTreeMap<(i64, i32), Option<(QuestionId, Metric)>> = BTreeMap::new();
    let mut line = Vec::with_capacity(rows.len());
    for (row, survey_id, version, touchpoint_id, received_at, written) in rows.iter().rev() {
        let asked = match headlines.entry((*survey_id, *version)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(headline(connection, site_id, *survey_id, *version)?),
        };
        let given = answers::read(written)?;
        let score = asked.as_ref().and_then(|(question, metric)| {
            match given.iter().find(|(name, _)| name == question.as_str())? {
                (_, Given::Score(score)) => Some((*metric, *score)),
                _ => None,
            }
        });
        let id = Uuid::from_slice(row).map_err(|error| QueryError::DeserializationError(error.into()))?;
        let (here, rest) = said.into_iter().partition(|one: &Said| one.key.response == id);
        said = rest;
        line.push(Moment { id, touchpoint_id: *touchpoint_id, received_at: *received_at, score, said: here });
    }
    Ok(line)
}

fn headline(
    connection: &mut AnyConnection,
    site_id: i64,
    survey_id: i64,
    version: i32,
) -> QueryResult<Option<(QuestionId, Metric)>> {
    let definition: String = survey_version::table
        .find((site_id, survey_id, version))
        .select(survey_version::definition)
        .first(connection)?;
    let definition: Definition = from_json(&definition)?;
    let metric = |kind: &Kind<Translations>| kind.metric();
    Ok(definition.survey().headline().and_then(|question| Some((question.id.clone(), metric(&question.kind)?))))
}

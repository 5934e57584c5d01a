//! Storing what visitors send: responses, the rollups they move and the events around them, in one transaction a batch.

mod rollup;

mod rows;

mod quota;

use super::{
    connection::AnyConnection,
    schema::{answer, comment, response},
    sites::{self, Sighting},
    surveys::Published,
};
use crate::{clock, on_each};
use diesel::prelude::*;
use quota::Started;
pub use quota::started;
use rollup::Rollups;
use rows::AnswerRow;
use shared::{
    answer::{Answers, Checked},
    targeting::Device,
    wire::Event,
};
use std::sync::Arc;

/// Something to be stored.
pub enum Entry {
    /// A response, for which somebody waits.
    Response(Box<Arrival>),
    /// Something that happened to a survey on a page.
    Event {
        /// The survey, and with it site and touchpoint.
        survey: Arc<Published>,
        /// What happened.
        event: Event,
        /// For how many page views it stands.
        n: u16,
        /// When, UTC milliseconds.
        at: i64,
    },
    /// The script was loaded on a page.
    Sighting(Sighting),
}

/// A response whose answers fit its survey.
pub struct Arrival {
    /// The version that was answered.
    pub survey: Arc<Published>,
    /// The id the visitor's browser gave it.
    pub id: [u8; 16],
    /// From 1; a higher one replaces what was stored. `None` replaces whatever was stored: a page without script is sent
    /// again when the visitor goes back in the browser, which no number foresees.
    pub sequence: Option<u16>,
    /// Whether the visitor reached the end.
    pub complete: bool,
    /// What was answered.
    pub answers: Checked,
    /// Of the body, to tell a repeat from a contradiction.
    pub fingerprint: i64,
    /// The language it was asked in.
    pub language: String,
    /// The kind of device.
    pub device: Device,
    /// The page's path.
    pub path: Option<String>,
    /// The site's own name for the visitor.
    pub person: Option<String>,
    /// Whether the visitor opted out by Global Privacy Control or Do Not Track.
    pub private: bool,
    /// The chance that this visitor was asked.
    pub chance: f64,
    /// Milliseconds from being shown to this sending.
    pub elapsed: u32,
    /// When the server got it, UTC milliseconds.
    pub received_at: i64,
    /// Whether it is taken if it was not begun before.
    pub admission: Admission,
    /// Whether it stands for being shown too, because nobody told of that.
    pub tells_shown: bool,
}

/// Which responses are taken that were not begun before. One that was begun can always be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Every response.
    Open,
    /// The first so many responses of the survey, over all its versions.
    AtMost(u32),
    /// None: the survey does not run.
    Closed,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored.
    Stored,
    /// It, or something newer of the same response, was stored before.
    Repeated,
    /// Something else was stored under the same id and sequence, or the response was complete.
    Contradicted,
    /// It was not begun before, and the survey takes no new ones.
    Refused,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = response)]
struct ResponseRow {
    site_id: i64,
    id: Vec<u8>,
    survey_id: i64,
    version: i32,
    touchpoint_id: i64,
    received_at: i64,
    sequence: i32,
    complete: bool,
    fingerprint: i64,
    language: String,
    device: String,
    path: Option<String>,
    chance: f64,
    elapsed: i32,
    fields: Option<String>,
    person: Option<String>,
    private: bool,
}

/// Stores a batch and moves the rollups by what it adds. Called inside a transaction.
///
/// # Errors
/// The first query's; the caller takes everything back.
pub fn store(connection: &mut AnyConnection, batch: &[Entry]) -> QueryResult<Vec<Outcome>> {
    let (mut rollups, mut started) = (Rollups::default(), Started::default());
    let mut outcomes = Vec::with_capacity(batch.len());
    for entry in batch {
        outcomes.push(match entry {
            Entry::Response(arrival) => store_response(connection, arrival, &mut rollups, &mut started)?,
            Entry::Event { survey, event, n, at } => {
                rollups.add_event(survey, clock::hour_of(*at), *event, i64::from(*n));
                Outcome::Stored
            }
            Entry::Sighting(seen) => {
                sites::see(connection, seen)?;
                Outcome::Stored
            }
        });
    }
    rollups.write(connection)?;
    Ok(outcomes)
}

fn store_response(
    connection: &mut AnyConnection,
    arrival: &Arrival,
    rollups: &mut Rollups,
    started: &mut Started,
) -> QueryResult<Outcome> {
    let row = arrival.row()?;
    if !started.admit(connection, arrival)? {
        return Ok(Outcome::Refused);
    }
    let insert = diesel::insert_into(response::table).values(&row);
    let inserted = on_each!(connection, |each| insert.on_conflict_do_nothing().execute(each))?;
    if inserted == 1 {
        let hour = clock::hour_of(arrival.received_at);
        rollups.add_response(&arrival.survey, hour, arrival.answers.answers(), arrival.complete);
        if arrival.tells_shown {
            rollups.add_event(&arrival.survey, hour, Event::Shown, 1);
        }
        insert_answers(connection, arrival, arrival.received_at)?;
        return Ok(Outcome::Stored);
    }
    let stored: ResponseRow =
        response::table.find((row.site_id, &row.id)).select(ResponseRow::as_select()).first(connection)?;
    let same_survey = (stored.survey_id, stored.version) == (row.survey_id, row.version);
    let sequence = arrival.sequence.map_or(stored.sequence.saturating_add(1), i32::from);
    if stored.fingerprint == row.fingerprint || (same_survey && sequence < stored.sequence) {
        return Ok(Outcome::Repeated);
    }
    if !same_survey || stored.complete || sequence == stored.sequence {
        return Ok(Outcome::Contradicted);
    }
    replace(connection, &stored, arrival, &ResponseRow { sequence, ..row }, rollups)?;
    Ok(Outcome::Stored)
}

/// Puts newer answers, and what is known of the visitor by now, in the place of older ones. The response stays in the hour
/// in which it began.
fn replace(
    connection: &mut AnyConnection,
    stored: &ResponseRow,
    arrival: &Arrival,
    row: &ResponseRow,
    rollups: &mut Rollups,
) -> QueryResult<()> {
    let hour = clock::hour_of(stored.received_at);
    let before = stored_answers(connection, &arrival.survey, stored)?;
    rollups.remove_response(&arrival.survey, hour, &before, stored.complete);
    rollups.add_response(&arrival.survey, hour, arrival.answers.answers(), arrival.complete);
    let answers = answer::table.filter(answer::site_id.eq(stored.site_id)).filter(answer::response_id.eq(&stored.id));
    diesel::delete(answers).execute(connection)?;
    let comments =
        comment::table.filter(comment::site_id.eq(stored.site_id)).filter(comment::response_id.eq(&stored.id));
    diesel::delete(comments).execute(connection)?;
    insert_answers(connection, arrival, stored.received_at)?;
    diesel::update(response::table.find((stored.site_id, &stored.id)))
        .set((
            response::sequence.eq(row.sequence),
            response::complete.eq(row.complete),
            response::fingerprint.eq(row.fingerprint),
            response::language.eq(&row.language),
            response::device.eq(&row.device),
            response::path.eq(&row.path),
            response::elapsed.eq(row.elapsed),
            response::fields.eq(&row.fields),
            response::person.eq(&row.person),
            response::private.eq(row.private),
        ))
        .execute(connection)
        .map(drop)
}

fn insert_answers(connection: &mut AnyConnection, arrival: &Arrival, received_at: i64) -> QueryResult<()> {
    let rows = rows::answer_rows(arrival);
    if !rows.is_empty() {
        on_each!(connection, |each| diesel::insert_into(answer::table).values(&rows).execute(each))?;
    }
    let rows = rows::comment_rows(arrival, received_at);
    if !rows.is_empty() {
        on_each!(connection, |each| diesel::insert_into(comment::table).values(&rows).execute(each))?;
    }
    Ok(())
}

/// What was answered before, as far as rollups count it.
fn stored_answers(connection: &mut AnyConnection, survey: &Published, stored: &ResponseRow) -> QueryResult<Answers> {
    let rows: Vec<AnswerRow> = answer::table
        .filter(answer::site_id.eq(stored.site_id))
        .filter(answer::response_id.eq(&stored.id))
        .select(AnswerRow::as_select())
        .load(connection)?;
    let commented: Vec<String> = comment::table
        .filter(comment::site_id.eq(stored.site_id))
        .filter(comment::response_id.eq(&stored.id))
        .select(comment::question)
        .load(connection)?;
    rows::answers(survey, rows, commented).map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))
}

impl Arrival {
    fn row(&self) -> QueryResult<ResponseRow> {
        Ok(ResponseRow {
            site_id: self.survey.site_id,
            id: self.id.to_vec(),
            survey_id: self.survey.survey_id,
            version: self.survey.version,
            touchpoint_id: self.survey.touchpoint_id,
            received_at: self.received_at,
            sequence: self.sequence.map_or(1, i32::from),
            complete: self.complete,
            fingerprint: self.fingerprint,
            language: self.language.clone(),
            device: self.device.id().to_owned(),
            path: self.path.clone(),
            chance: self.chance,
            elapsed: i32::try_from(self.elapsed).unwrap_or(i32::MAX),
            fields: self.stored_fields()?,
            person: self.person.clone(),
            private: self.private,
        })
    }

    fn stored_fields(&self) -> QueryResult<Option<String>> {
        let fields = self.answers.fields();
        (!fields.is_empty()).then(|| sites::to_json(fields)).transpose()
    }
}

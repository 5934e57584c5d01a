//! Storing the responses of a batch: which are new, which have grown, which say again or otherwise what is stored.

use super::{
    Admission, Arrival, Key, Outcome,
    insert::{self, Insert, Rows, row},
    quota::Started,
    rollup::Rollups,
    rows::{self, CommentRow, NewerComments},
    stored::{self, Stored},
};
use crate::{
    clock,
    db::{connection::AnyConnection, sites},
};
use diesel::{
    QueryResult,
    result::Error as QueryError,
    sql_types::{BigInt, Binary, Bool, Double, Integer, Nullable, Text},
};
use shared::wire::Event;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    mem,
};

/// A response as it is stored.
struct ResponseRow<'a> {
    site_id: i64,
    id: &'a [u8],
    survey_id: i64,
    version: i32,
    touchpoint_id: i64,
    received_at: i64,
    sequence: i32,
    complete: bool,
    fingerprint: i64,
    language: &'a str,
    device: &'static str,
    path: Option<&'a str>,
    chance: f64,
    elapsed: i32,
    fields: Option<String>,
    person: Option<&'a str>,
    private: bool,
    answers: String,
}

row!(ResponseRow<'_>, response, {
    site_id: BigInt, id: Binary, survey_id: BigInt, version: Integer, touchpoint_id: BigInt, received_at: BigInt,
    sequence: Integer, complete: Bool, fingerprint: BigInt, language: Text, device: Text, path: Nullable<Text>,
    chance: Double, elapsed: Integer, fields: Nullable<Text>, person: Nullable<Text>, private: Bool,
    answers: Text,
});

struct NewResponses;

impl Insert for NewResponses {
    type Row<'a> = ResponseRow<'a>;
    const CONFLICT: &'static str = "DO NOTHING";
}

/// What later sendings change, which may know more of the visitor; the rest is as it was when the response began.
struct GrownResponses;

impl Insert for GrownResponses {
    type Row<'a> = ResponseRow<'a>;
    const CONFLICT: &'static str = "(site_id, id) DO UPDATE SET \
         sequence = excluded.sequence, complete = excluded.complete, fingerprint = excluded.fingerprint, \
         language = excluded.language, device = excluded.device, path = excluded.path, elapsed = excluded.elapsed, \
         fields = excluded.fields, person = excluded.person, private = excluded.private, answers = excluded.answers";
}

/// The place of each arrival in its batch, in the order of keys: two servers that write at once never wait for each other
/// in a circle, and SQLite finds neighbours on one page.
type Round<'a> = BTreeMap<Key, (usize, &'a Arrival)>;

/// Stores responses and says at their places what became of them. What has the same id is stored in the order of the
/// batch, a round each. What was said in words is still to be inserted: at once with whatever else is.
pub(super) fn store<'a>(
    connection: &mut AnyConnection,
    mut arrivals: Vec<(usize, &'a Arrival)>,
    rollups: &mut Rollups,
    outcomes: &mut [Outcome],
) -> QueryResult<Rows<'a, NewerComments>> {
    let mut started = Started::count(connection, arrivals.iter().map(|(_, arrival)| *arrival))?;
    let mut comments = Rows::default();
    while !arrivals.is_empty() {
        let mut round = Round::new();
        let mut later = Vec::new();
        for (place, arrival) in arrivals {
            match round.entry((arrival.survey.site_id, arrival.id)) {
                Entry::Vacant(first) => _ = first.insert((place, arrival)),
                Entry::Occupied(_) => later.push((place, arrival)),
            }
        }
        // A later round looks up what an earlier one stored.
        insert::all(connection, &[&mem::take(&mut comments)])?;
        refuse_unadmitted(connection, &mut round, &mut started, outcomes)?;
        comments = store_round(connection, &round, rollups, outcomes)?;
        arrivals = later;
    }
    Ok(comments)
}

/// Takes out of a round what was not begun before and which its survey does not take any more.
fn refuse_unadmitted(
    connection: &mut AnyConnection,
    round: &mut Round<'_>,
    started: &mut Started,
    outcomes: &mut [Outcome],
) -> QueryResult<()> {
    let limited = round.iter().filter(|(_, (_, arrival))| arrival.admission != Admission::Open);
    let limited: Vec<Key> = limited.map(|(key, _)| *key).collect();
    let begun = stored::responses(connection, &limited)?;
    for key in limited {
        if let Entry::Occupied(one) = round.entry(key)
            && !begun.contains_key(&key)
            && !started.admit(one.get().1)
        {
            outcomes[one.remove().0] = Outcome::Refused;
        }
    }
    Ok(())
}

fn store_round<'a>(
    connection: &mut AnyConnection,
    round: &Round<'a>,
    rollups: &mut Rollups,
    outcomes: &mut [Outcome],
) -> QueryResult<Rows<'a, NewerComments>> {
    let rows = round.values().map(|(_, arrival)| arrival.row()).collect::<QueryResult<Vec<_>>>()?;
    let new = insert::absent::<NewResponses>(connection, &rows, |row| (row.site_id, row.id))?;
    let known: Vec<Key> = round.keys().zip(&new).filter(|(_, new)| !**new).map(|(key, _)| *key).collect();
    let stored = stored::responses(connection, &known)?;
    let (mut comments, mut grown) = (Vec::new(), Vec::new());
    for (((key, (place, arrival)), mut row), new) in round.iter().zip(rows).zip(new) {
        if new {
            let hour = clock::hour_of(arrival.received_at);
            rollups.add_response(&arrival.survey, hour, arrival.answers.answers(), arrival.complete);
            if arrival.tells_shown {
                rollups.add_event(&arrival.survey, hour, Event::Shown, 1);
            }
            comments.extend(rows::comment_rows(arrival, arrival.received_at));
            continue;
        }
        let stored = stored.get(key).ok_or(QueryError::NotFound)?;
        if arrival.sequence.is_none() {
            row.sequence = stored.sequence.saturating_add(1);
        }
        let outcome = compared(stored, &row);
        if outcome == Outcome::Stored {
            grown.push(Grown { key: *key, arrival, row, stored });
        }
        outcomes[*place] = outcome;
    }
    grow(connection, grown, rollups, &mut comments)?;
    Ok(Rows(comments))
}

/// What becomes of a response that is there: its newer answers replace what is stored, or they do not.
fn compared(stored: &Stored, row: &ResponseRow<'_>) -> Outcome {
    let same_survey = (stored.survey_id, stored.version) == (row.survey_id, row.version);
    if stored.fingerprint == row.fingerprint || (same_survey && row.sequence < stored.sequence) {
        Outcome::Repeated
    } else if !same_survey || stored.complete || row.sequence == stored.sequence {
        Outcome::Contradicted
    } else {
        Outcome::Stored
    }
}

/// A response to which answers came.
struct Grown<'a, 's> {
    key: Key,
    arrival: &'a Arrival,
    row: ResponseRow<'a>,
    stored: &'s Stored,
}

/// Puts newer answers in the place of older ones. A response stays in the hour in which it began.
fn grow<'a>(
    connection: &mut AnyConnection,
    grown: Vec<Grown<'a, '_>>,
    rollups: &mut Rollups,
    comments: &mut Vec<CommentRow<'a>>,
) -> QueryResult<()> {
    if grown.is_empty() {
        return Ok(());
    }
    let keys: Vec<Key> = grown.iter().map(|one| one.key).collect();
    let mut commented = stored::commented(connection, &keys)?;
    let mut rows = Vec::with_capacity(grown.len());
    for Grown { key, arrival, row, stored } in grown {
        let commented = commented.remove(&key).unwrap_or_default();
        let hour = clock::hour_of(stored.received_at);
        let counted = rows::answers(&arrival.survey, &stored.answers, &commented)
            .map_err(|error| QueryError::DeserializationError(Box::new(error)))?;
        rollups.remove_response(&arrival.survey, hour, &counted, stored.complete);
        rollups.add_response(&arrival.survey, hour, arrival.answers.answers(), arrival.complete);
        let newer = rows::comment_rows(arrival, stored.received_at);
        remove_unasked(connection, key, &commented, &newer)?;
        comments.extend(newer);
        rows.push(row);
    }
    insert::all(connection, &[&Rows::<GrownResponses>(rows)])
}

/// Removes what was said on a way that the visitor took back.
fn remove_unasked(
    connection: &mut AnyConnection,
    key: Key,
    commented: &[String],
    newer: &[CommentRow<'_>],
) -> QueryResult<()> {
    for question in commented {
        if !newer.iter().any(|newer| newer.question == question) {
            stored::remove_comment(connection, key, question)?;
        }
    }
    Ok(())
}

impl Arrival {
    fn row(&self) -> QueryResult<ResponseRow<'_>> {
        let fields = self.answers.fields();
        Ok(ResponseRow {
            site_id: self.survey.site_id,
            id: &self.id,
            survey_id: self.survey.survey_id,
            version: self.survey.version,
            touchpoint_id: self.survey.touchpoint_id,
            received_at: self.received_at,
            sequence: self.sequence.map_or(1, i32::from),
            complete: self.complete,
            fingerprint: self.fingerprint,
            language: &self.language,
            device: self.device.id(),
            path: self.path.as_deref(),
            chance: self.chance,
            elapsed: i32::try_from(self.elapsed).unwrap_or(i32::MAX),
            fields: (!fields.is_empty()).then(|| sites::to_json(fields)).transpose()?,
            person: self.person.as_deref(),
            private: self.private,
            answers: rows::written(self),
        })
    }
}

//! Counting the rows of a site again, to hold its counters against them. Rows and counters are read in one snapshot, so
//! answers may arrive meanwhile; and what is missing is added, as answers add to counters, so it stays right whatever was
//! added since. Refuses to touch counters of hours whose rows were erased.

mod noted;

pub use super::rollup::{Counter, Difference};
use super::{rollup::Rollups, rows};
use crate::{
    clock::{self, HOUR},
    db::{
        connection::{self, AnyConnection},
        schema::{comment, recount, response, rollup_funnel, site},
        surveys::{self, Published},
    },
};
use diesel::{
    dsl::sql,
    prelude::*,
    result::Error as QueryError,
    sql_query,
    sql_types::{BigInt, Bool, Nullable},
};
pub use noted::{Noted, NotedDifferences, last};
use std::{collections::BTreeMap, iter::Peekable, vec::IntoIter};

/// How many responses are read at once.
const BATCH: i64 = 2_000;
/// How many counters are mended at once, so that whoever stores answers gets the database in between.
const MOST_MENDED: usize = 2_000;
/// Any number that no other program is likely to lock: the letters of "recount". A site's id is added.
const POSTGRES_LOCK: i64 = 0x0072_6563_6f75_6e74;

/// A count that is going on.
pub struct Recount {
    connection: AnyConnection,
    site_id: i64,
    /// The first hour of which all rows are there.
    from_hour: i32,
    /// Of the note of the last count; none when there was none.
    revision: Option<i32>,
    versions: BTreeMap<(i64, i32), Published>,
    /// The id of the last response that was read.
    after: Vec<u8>,
    counted: Rollups,
    responses: i64,
    expected: i64,
}

/// What counting found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many responses were counted.
    pub responses: i64,
    /// Where counters differed from them, by hour.
    pub differences: Vec<Difference>,
    /// Whether the differences are mended.
    pub mended: bool,
}

/// How far a count has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to count.
    More,
    /// Every row was read.
    Done,
}

/// Why there is no count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// Another process counts the same site.
    #[error("another process is counting the same answers; try again when it has finished")]
    Busy,
    /// The site is gone.
    #[error("there is no such site any more")]
    Gone,
}

impl Recount {
    /// Begins to count the rows of a site as they are now. On PostgreSQL it is the only one until it ends; on SQLite two
    /// may count, and only one of them mends.
    ///
    /// # Errors
    /// When a query fails or a survey is damaged.
    pub fn begin(mut connection: AnyConnection, site_id: i64) -> QueryResult<Result<Self, Hindrance>> {
        if !lock(&mut connection, site_id)? {
            return Ok(Err(Hindrance::Busy));
        }
        connection::begin_snapshot(&mut connection)?;
        let erased_before: Option<i64> =
            site::table.find(site_id).select(site::erased_before).first(&mut connection).optional()?;
        let Some(erased_before) = erased_before else { return Ok(Err(Hindrance::Gone)) };
        let from_hour = first_whole_hour(erased_before);
        let revision = recount::table.find(site_id).select(recount::revision).first(&mut connection).optional()?;
        let expected: Option<i64> = rollup_funnel::table
            .filter(rollup_funnel::site_id.eq(site_id))
            .filter(rollup_funnel::hour.ge(from_hour))
            // PostgreSQL sums BIGINT to NUMERIC.
            .select(sql::<Nullable<BigInt>>("CAST(SUM(started) AS BIGINT)"))
            .first(&mut connection)?;
        let versions = surveys::published_of(&mut connection, site_id)?;
        let versions = versions.into_iter().map(|one| ((one.survey_id, one.version), one)).collect();
        Ok(Ok(Self {
            connection,
            site_id,
            from_hour,
            revision,
            versions,
            after: Vec::new(),
            counted: Rollups::default(),
            responses: 0,
            expected: expected.unwrap_or_default(),
        }))
    }

    /// How many responses were counted, and how many there are if the counters are right.
    pub fn progress(&self) -> (i64, i64) {
        (self.responses, self.expected)
    }

    /// Counts the next few responses.
    ///
    /// # Errors
    /// When a query fails, or a row is damaged, which cannot be counted.
    pub fn step(&mut self) -> QueryResult<Step> {
        type Row = (Vec<u8>, i64, i32, i64, i64, bool, String);
        let read: Vec<Row> = response::table
            .filter(response::site_id.eq(self.site_id))
            .filter(response::id.gt(&self.after))
            .order(response::id)
            .limit(BATCH)
            .select((
                response::id,
                response::survey_id,
                response::version,
                response::touchpoint_id,
                response::received_at,
                response::complete,
                response::answers,
            ))
            .load(&mut self.connection)?;
        let Some(last) = read.last().map(|(id, ..)| id.clone()) else { return Ok(Step::Done) };
        let mut comments = self.comments(&last)?.into_iter().peekable();
        for (id, survey, version, touchpoint, received_at, complete, written) in read {
            let commented = taken(&mut comments, &id);
            let hour = clock::hour_of(received_at);
            if hour < self.from_hour {
                continue;
            }
            let survey = self.versions.get_mut(&(survey, version)).ok_or(QueryError::NotFound)?;
            survey.touchpoint_id = touchpoint;
            let answers = rows::answers(survey, &written, &commented).map_err(|error| damaged(&id, &error))?;
            self.counted.add_response(survey, hour, &answers, complete);
            self.responses += 1;
        }
        self.after = last;
        Ok(Step::More)
    }

    /// What was said in words in the responses after the last one that was read, up to this one, in their order: the
    /// responses and the questions.
    fn comments(&mut self, last: &[u8]) -> QueryResult<Vec<(Vec<u8>, String)>> {
        comment::table
            .filter(comment::site_id.eq(self.site_id))
            .filter(comment::response_id.gt(&self.after))
            .filter(comment::response_id.le(last))
            .order((comment::response_id, comment::question))
            .select((comment::response_id, comment::question))
            .load(&mut self.connection)
    }

    /// Holds the counters against what was counted and ends the snapshot.
    ///
    /// # Errors
    /// When a query fails or a counter is damaged.
    pub fn compare(mut self) -> QueryResult<Compared> {
        let differences =
            std::mem::take(&mut self.counted).differences(&mut self.connection, self.site_id, self.from_hour)?;
        connection::end_snapshot(&mut self.connection)?;
        let found = Found { responses: self.responses, mended: false, differences };
        Ok(Compared { connection: self.connection, site_id: self.site_id, revision: self.revision, found })
    }
}

/// A count whose result is known and nowhere noted.
pub struct Compared {
    connection: AnyConnection,
    site_id: i64,
    revision: Option<i32>,
    found: Found,
}

impl Compared {
    /// What was found, changing nothing.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn leave(mut self) -> QueryResult<Found> {
        unlock(&mut self.connection, self.site_id)?;
        Ok(self.found)
    }

    /// Adds what the counters lack and notes when it was and what was found. `None` if another count was quicker: what
    /// this one found may be mended already.
    ///
    /// # Errors
    /// When a query fails.
    pub fn mend(mut self, now: i64) -> QueryResult<Option<Found>> {
        let mut parts: Vec<&[Difference]> = self.found.differences.chunks(MOST_MENDED).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        for part in parts {
            let (site_id, revision, found) = (self.site_id, self.revision, &self.found);
            let is_mine = connection::write(&mut self.connection, |connection| {
                if !noted::note(connection, site_id, revision, found, now)? {
                    return Ok(false);
                }
                Rollups::making_up_for(site_id, part)?.store(connection, &[]).map(|()| true)
            })?;
            if !is_mine {
                return Ok(None);
            }
            self.revision = Some(self.revision.unwrap_or_default() + 1);
        }
        self.found.mended = true;
        self.leave().map(Some)
    }
}

/// The first hour that began when nothing of it was erased.
fn first_whole_hour(erased_before: i64) -> i32 {
    let hour = (erased_before - 1).div_euclid(HOUR) + 1;
    i32::try_from(hour).unwrap_or(i32::MAX)
}

/// The questions of what stands at the front and belongs to this response. What belongs to none, because something removed
/// it past Opina, counts nothing.
fn taken(comments: &mut Peekable<IntoIter<(Vec<u8>, String)>>, id: &[u8]) -> Vec<String> {
    while comments.next_if(|(response, _)| response.as_slice() < id).is_some() {}
    let mut questions = Vec::new();
    while let Some((_, question)) = comments.next_if(|(response, _)| response.as_slice() == id) {
        questions.push(question);
    }
    questions
}

fn damaged(id: &[u8], error: &rows::Damaged) -> QueryError {
    let id = uuid::Uuid::from_slice(id).unwrap_or_default();
    QueryError::DeserializationError(format!("response {id}: {error}").into())
}

/// Takes PostgreSQL's advisory lock for a site, which ends with the connection; whether nobody else has it.
fn lock(connection: &mut AnyConnection, site_id: i64) -> QueryResult<bool> {
    let AnyConnection::Postgres(postgres) = connection else { return Ok(true) };
    #[derive(QueryableByName)]
    struct Locked {
        #[diesel(sql_type = Bool)]
        locked: bool,
    }
    let query = sql_query("SELECT pg_try_advisory_lock($1) AS locked");
    let Locked { locked } = query.bind::<BigInt, _>(POSTGRES_LOCK.wrapping_add(site_id)).get_result(postgres)?;
    Ok(locked)
}

/// Gives the lock back at once: a connection that is closed keeps it for a moment.
fn unlock(connection: &mut AnyConnection, site_id: i64) -> QueryResult<()> {
    let AnyConnection::Postgres(postgres) = connection else { return Ok(()) };
    let query = sql_query("SELECT pg_advisory_unlock($1)");
    query.bind::<BigInt, _>(POSTGRES_LOCK.wrapping_add(site_id)).execute(postgres).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_counts_if_nothing_of_it_was_erased() {
        let check = |erased_before: i64, expected: i32| assert_eq!(first_whole_hour(erased_before), expected);
        check(0, 0);
        check(1, 1);
        check(HOUR, 1);
        check(HOUR + 1, 2);
        check(i64::MAX, i32::MAX);
    }
}

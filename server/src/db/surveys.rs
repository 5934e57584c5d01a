//! Surveys: drafts that are edited, versions that are published, and what is live. A version never changes.

use super::{
    connection::AnyConnection,
    schema::{channel, phase, rollup_funnel, survey, survey_version, touchpoint},
    sites::{from_json, to_json},
};
use diesel::{
    dsl::sql,
    prelude::*,
    result::Error as QueryError,
    sql_types::{BigInt, Integer, Nullable},
};
use shared::definition::Definition;
use std::{collections::BTreeMap, fmt};

const HOUR: i64 = 3_600_000;

/// Where a survey is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Never published: nobody is asked, nobody has answered.
    Draft,
    /// Its published version is asked.
    Live,
    /// It was live; nobody is asked until it is resumed.
    Paused,
}

impl Status {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Live => "live",
            Self::Paused => "paused",
        }
    }

    fn read(text: &str) -> QueryResult<Self> {
        let unknown = || QueryError::DeserializationError(format!("no survey is “{text}”").into());
        [Self::Draft, Self::Live, Self::Paused].into_iter().find(|status| status.as_str() == text).ok_or_else(unknown)
    }
}

/// One version of a survey that is live or paused.
#[derive(Clone, Debug)]
pub struct Published {
    /// The site.
    pub site_id: i64,
    /// The survey.
    pub survey_id: i64,
    /// Where its answers count.
    pub touchpoint_id: i64,
    /// Whether it is asked at the moment.
    pub status: Status,
    /// The version; the highest of a survey is the one that is asked.
    pub version: i32,
    /// The address of its link page.
    pub slug: String,
    /// What this version asks.
    pub definition: Definition,
}

/// Every version of every survey that is live or paused, of all sites: by site, then survey, then version.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn published(connection: &mut AnyConnection) -> QueryResult<Vec<Published>> {
    versions_of(connection, None)
}

/// The same of one site.
///
/// # Errors
/// As [`published`].
pub fn published_of(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Published>> {
    versions_of(connection, Some(site_id))
}

fn versions_of(connection: &mut AnyConnection, site_id: Option<i64>) -> QueryResult<Vec<Published>> {
    let mut query = survey_version::table
        .inner_join(
            survey::table.on(survey::site_id.eq(survey_version::site_id).and(survey::id.eq(survey_version::survey_id))),
        )
        .order((survey_version::site_id, survey_version::survey_id, survey_version::version))
        .select((
            survey_version::site_id,
            survey_version::survey_id,
            survey::touchpoint_id,
            survey::status,
            survey_version::version,
            survey::slug,
            survey_version::definition,
        ))
        .into_boxed();
    if let Some(site_id) = site_id {
        query = query.filter(survey_version::site_id.eq(site_id));
    }
    type Row = (i64, i64, i64, String, i32, String, String);
    let read = |(site_id, survey_id, touchpoint_id, status, version, slug, definition): Row| {
        let (status, definition) = (Status::read(&status)?, from_json(&definition)?);
        Ok(Published { site_id, survey_id, touchpoint_id, status, version, slug, definition })
    };
    query.load::<Row>(connection)?.into_iter().map(read).collect()
}

/// A touchpoint, and where on the journey map it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Row id.
    pub touchpoint_id: i64,
    /// The touchpoint's name.
    pub touchpoint: String,
    /// The name of its phase.
    pub phase: String,
    /// The name of its channel.
    pub channel: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {} × {}", self.touchpoint, self.channel, self.phase)
    }
}

/// A survey as it is edited.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Row id.
    pub id: i64,
    /// Where its answers count.
    pub place: Place,
    /// What the team calls it; visitors never see it.
    pub name: String,
    /// Where it is in its life.
    pub status: Status,
    /// What is being edited.
    pub draft: Definition,
    /// Counts up with each save, so that two editors notice each other.
    pub revision: i32,
    /// The version that is asked while it is live.
    pub published_version: Option<i32>,
    /// The address of its link page.
    pub slug: String,
}

/// A survey in the list of a site.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// Where it is in its life.
    pub status: Status,
    /// The version that is asked while it is live.
    pub version: Option<i32>,
    /// Where its answers count.
    pub place: Place,
    /// How many responses it has.
    pub responses: i64,
    /// The end of the hour of the latest response, UTC milliseconds.
    pub answered_by: Option<i64>,
}

/// The surveys of a site in the order in which they were made.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn list(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Listed>> {
    type Row = (i64, String, String, Option<i32>, PlaceRow);
    let rows: Vec<Row> = survey::table
        .inner_join(touchpoint::table.inner_join(phase::table).inner_join(channel::table))
        .filter(survey::site_id.eq(site_id))
        .order(survey::id)
        .select((
            survey::id,
            survey::name,
            survey::status,
            survey::published_version,
            (touchpoint::id, touchpoint::name, phase::name, channel::name),
        ))
        .load(connection)?;
    let answered: Vec<(i64, i64, Option<i32>)> = rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(site_id))
        .filter(rollup_funnel::started.gt(0))
        .group_by(rollup_funnel::survey_id)
        .select((
            rollup_funnel::survey_id,
            // PostgreSQL sums BIGINT to NUMERIC.
            sql::<BigInt>("CAST(SUM(started) AS BIGINT)"),
            sql::<Nullable<Integer>>("MAX(hour)"),
        ))
        .load(connection)?;
    let answered: BTreeMap<i64, (i64, Option<i32>)> =
        answered.into_iter().map(|(id, responses, hour)| (id, (responses, hour))).collect();
    let read = |(id, name, status, version, at): Row| {
        let (responses, hour) = answered.get(&id).copied().unwrap_or_default();
        let answered_by = hour.map(|hour| (i64::from(hour) + 1) * HOUR);
        let (status, place) = (Status::read(&status)?, place(at));
        Ok(Listed { id, name, status, version, place, responses, answered_by })
    };
    rows.into_iter().map(read).collect()
}

type PlaceRow = (i64, String, String, String);

fn place((touchpoint_id, touchpoint, phase, channel): PlaceRow) -> Place {
    Place { touchpoint_id, touchpoint, phase, channel }
}

/// Where a survey of this site can count: every touchpoint in the order of the journey.
///
/// # Errors
/// When the query fails.
pub fn places(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Place>> {
    let rows: Vec<PlaceRow> = touchpoint::table
        .inner_join(phase::table)
        .inner_join(channel::table)
        .filter(touchpoint::site_id.eq(site_id))
        .order((phase::position, channel::position, touchpoint::id))
        .select((touchpoint::id, touchpoint::name, phase::name, channel::name))
        .load(connection)?;
    Ok(rows.into_iter().map(place).collect())
}

/// One survey of a site.
///
/// # Errors
/// When the query fails or the row is damaged; absence, and a survey of another site, is `None`.
pub fn one(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<Option<Survey>> {
    type Row = (PlaceRow, String, String, String, i32, Option<i32>, String);
    let row: Option<Row> = survey::table
        .inner_join(touchpoint::table.inner_join(phase::table).inner_join(channel::table))
        .filter(survey::site_id.eq(site_id))
        .filter(survey::id.eq(id))
        .select((
            (touchpoint::id, touchpoint::name, phase::name, channel::name),
            survey::name,
            survey::status,
            survey::draft,
            survey::revision,
            survey::published_version,
            survey::slug,
        ))
        .first(connection)
        .optional()?;
    let read = |(at, name, status, draft, revision, published_version, slug): Row| {
        let (status, draft) = (Status::read(&status)?, from_json(&draft)?);
        Ok(Survey { id, place: place(at), name, status, draft, revision, published_version, slug })
    };
    row.map(read).transpose()
}

/// Every version of a survey, the oldest first.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn versions(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<Vec<Definition>> {
    let definitions: Vec<String> = survey_version::table
        .filter(survey_version::site_id.eq(site_id))
        .filter(survey_version::survey_id.eq(id))
        .order(survey_version::version)
        .select(survey_version::definition)
        .load(connection)?;
    definitions.iter().map(|definition| from_json(definition)).collect()
}

/// A survey at one touchpoint.
#[derive(Clone, Debug)]
pub struct AtTouchpoint {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// Where it is in its life.
    pub status: Status,
    /// What its published version asks.
    pub published: Option<Definition>,
}

/// The surveys of one touchpoint in the order in which they were made.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn at_touchpoint(
    connection: &mut AnyConnection,
    site_id: i64,
    touchpoint_id: i64,
) -> QueryResult<Vec<AtTouchpoint>> {
    let published = survey_version::site_id
        .eq(survey::site_id)
        .and(survey_version::survey_id.eq(survey::id))
        .and(survey::published_version.eq(survey_version::version.nullable()));
    let rows: Vec<(i64, String, String, Option<String>)> = survey::table
        .left_join(survey_version::table.on(published))
        .filter(survey::site_id.eq(site_id))
        .filter(survey::touchpoint_id.eq(touchpoint_id))
        .order(survey::id)
        .select((survey::id, survey::name, survey::status, survey_version::definition.nullable()))
        .load(connection)?;
    let read = |(id, name, status, definition): (_, _, String, Option<String>)| {
        let published = definition.as_deref().map(from_json).transpose()?;
        Ok(AtTouchpoint { id, name, status: Status::read(&status)?, published })
    };
    rows.into_iter().map(read).collect()
}

/// Makes a survey that is a draft and returns its id. `None` when the site has no such touchpoint.
///
/// # Errors
/// When a query fails.
pub fn insert(
    connection: &mut AnyConnection,
    site_id: i64,
    touchpoint_id: i64,
    name: &str,
    draft: &Definition,
    now: i64,
) -> QueryResult<Option<i64>> {
    let here = touchpoint::table.filter(touchpoint::site_id.eq(site_id)).filter(touchpoint::id.eq(touchpoint_id));
    if here.count().get_result::<i64>(connection)? == 0 {
        return Ok(None);
    }
    diesel::insert_into(survey::table)
        .values((
            survey::site_id.eq(site_id),
            survey::touchpoint_id.eq(touchpoint_id),
            survey::name.eq(name),
            survey::status.eq(Status::Draft.as_str()),
            survey::draft.eq(to_json(draft)?),
            survey::revision.eq(1),
            survey::slug.eq(slug()),
            survey::created_at.eq(now),
        ))
        .returning(survey::id)
        .get_result(connection)
        .map(Some)
}

/// An address nobody can guess: 12 of 32 letters and digits that are not mistaken for each other.
fn slug() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes: [u8; 12] = rand::random();
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// What became of a draft that was to be saved or published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was done; the new revision or version.
    Done(i32),
    /// Someone else saved since the revision that was edited.
    Stale,
    /// The published version asks the same.
    Unchanged,
    /// The site has no such survey.
    Gone,
}

/// Saves the draft if nobody else did since `revision`. [`Change::Done`] holds the next revision.
///
/// # Errors
/// When a query fails.
pub fn save(
    connection: &mut AnyConnection,
    site_id: i64,
    id: i64,
    revision: i32,
    name: &str,
    draft: &Definition,
) -> QueryResult<Change> {
    let saved: Option<i32> = diesel::update(of(site_id, id).filter(survey::revision.eq(revision)))
        .set((survey::name.eq(name), survey::draft.eq(to_json(draft)?), survey::revision.eq(revision.wrapping_add(1))))
        .returning(survey::revision)
        .get_result(connection)
        .optional()?;
    match saved {
        Some(revision) => Ok(Change::Done(revision)),
        None => gone_or(connection, site_id, id, Change::Stale),
    }
}

/// Makes the draft of this revision the next version and asks it from now on. [`Change::Done`] holds the version.
///
/// # Errors
/// When a query fails. Run it in a transaction: it writes twice.
pub fn publish(connection: &mut AnyConnection, site_id: i64, id: i64, revision: i32, now: i64) -> QueryResult<Change> {
    let Some(found) = one(connection, site_id, id)? else { return Ok(Change::Gone) };
    if found.revision != revision {
        return Ok(Change::Stale);
    }
    if versions(connection, site_id, id)?.last() == Some(&found.draft) {
        return Ok(Change::Unchanged);
    }
    let next = found.published_version.map_or(1, |version| version.saturating_add(1));
    // Nobody else saved or published since it was read above: on PostgreSQL this is where two publishers meet.
    let unmoved = of(site_id, id)
        .filter(survey::revision.eq(revision))
        .filter(survey::published_version.is_null().or(survey::published_version.lt(next)));
    let changed = diesel::update(unmoved)
        .set((survey::status.eq(Status::Live.as_str()), survey::published_version.eq(next)))
        .execute(connection)?;
    if changed == 0 {
        return Ok(Change::Stale);
    }
    diesel::insert_into(survey_version::table)
        .values((
            survey_version::site_id.eq(site_id),
            survey_version::survey_id.eq(id),
            survey_version::version.eq(next),
            survey_version::definition.eq(to_json(&found.draft)?),
            survey_version::published_at.eq(now),
        ))
        .execute(connection)?;
    Ok(Change::Done(next))
}

/// Stops or starts asking a survey that was published. `false` when there is none, or it is as wanted already.
///
/// # Errors
/// When the query fails.
pub fn set_paused(connection: &mut AnyConnection, site_id: i64, id: i64, paused: bool) -> QueryResult<bool> {
    let (from, to) = if paused { (Status::Live, Status::Paused) } else { (Status::Paused, Status::Live) };
    diesel::update(of(site_id, id).filter(survey::status.eq(from.as_str())))
        .set(survey::status.eq(to.as_str()))
        .execute(connection)
        .map(|rows| rows > 0)
}

/// Removes a survey that was never published and so was never answered. `false` when there is no such draft.
///
/// # Errors
/// When the query fails.
pub fn delete_draft(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<bool> {
    let draft = survey::table
        .filter(survey::site_id.eq(site_id))
        .filter(survey::id.eq(id))
        .filter(survey::status.eq(Status::Draft.as_str()))
        .filter(survey::published_version.is_null());
    diesel::delete(draft).execute(connection).map(|rows| rows > 0)
}

#[diesel::dsl::auto_type]
fn of(site_id: i64, id: i64) -> _ {
    survey::table.filter(survey::site_id.eq(site_id)).filter(survey::id.eq(id))
}

fn gone_or(connection: &mut AnyConnection, site_id: i64, id: i64, otherwise: Change) -> QueryResult<Change> {
    let found: i64 = of(site_id, id).count().get_result(connection)?;
    Ok(if found == 0 { Change::Gone } else { otherwise })
}

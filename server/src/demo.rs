//! A made-up shop with a year of generated answers, to try Opina out. What is generated is decided in [`plan`], apart
//! from how it is stored here: by the way that real answers take, so that every figure is counted as theirs are.

pub mod plan;

pub mod places;

pub mod comments;

mod rhythm;

mod dice;

mod surveys;

mod portuguese;

mod team;

use crate::{
    db::{
        connection::AnyConnection,
        intake::{self, Admission, Arrival, Entry},
        journey::{self, Cell, Name},
        sites::{self, NewSite},
        surveys::{Published, Status},
        touchpoints::{self, Wanted},
    },
    views::format,
};
use diesel::{QueryResult, result::Error as QueryError};
use places::{CHANNELS, PHASES, PLACES, Place};
use plan::{DAYS, Happening, Reply, TIME_ZONE, What, Year};
use shared::{condition::Fields, definition::Definition, wire::Event};
use std::sync::Arc;
pub use surveys::DemoError;

/// The public key of the demo's site.
pub const KEY: &str = "demo";
/// The name of the demo's site; nobody should take it for real.
pub const NAME: &str = "Tienda Lumen (demo)";
/// Where the example shop is served.
const ORIGINS: [&str; 2] = ["http://127.0.0.1:8081", "http://localhost:8081"];
/// Days that are stored at once.
const BATCH: usize = 7;

/// Makes the site and stores the year before `now`; returns how many responses. Tells its progress in percent.
///
/// # Errors
/// A unique violation when there is a site with the key [`KEY`]. Run it in a transaction: it writes a lot.
pub fn fill(
    connection: &mut AnyConnection,
    now: i64,
    mut year: Year,
    progress: &mut dyn FnMut(usize),
) -> QueryResult<u64> {
    let began = now - i64::from(DAYS) * 24 * crate::clock::HOUR;
    let site_id = sites::insert(connection, &site(began))?;
    journey::lay_out(connection, site_id, &PHASES, &CHANNELS)?;
    let definitions = year.definitions().cloned().collect::<Vec<_>>();
    let stands = PLACES.iter().zip(definitions);
    let stands = stands.map(|(place, definition)| open(connection, site_id, place, definition, now));
    let stands = stands.collect::<QueryResult<Vec<_>>>()?;
    let (mut responses, mut days) = (0, 0);
    loop {
        let batch: Vec<Vec<Happening>> = year.by_ref().take(BATCH).collect::<Result<_, _>>().map_err(unforeseen)?;
        if batch.is_empty() {
            team::handle(connection, site_id, now)?;
            return Ok(responses);
        }
        days += batch.len();
        let entries = batch.into_iter().flatten().map(|happening| entry(&stands, happening));
        let entries = entries.collect::<QueryResult<Vec<Entry>>>()?;
        responses += entries.iter().filter(|entry| matches!(entry, Entry::Response(_))).count() as u64;
        intake::store(connection, &entries)?;
        progress(100 * days / usize::from(DAYS + 1));
    }
}

fn site(created_at: i64) -> NewSite {
    NewSite {
        key: KEY.to_owned(),
        name: NAME.to_owned(),
        origins: ORIGINS.map(str::to_owned).to_vec(),
        time_zone: TIME_ZONE.to_owned(),
        demo: true,
        created_at,
    }
}

/// Puts a place on the map and its survey on its pages.
fn open(
    connection: &mut AnyConnection,
    site_id: i64,
    place: &Place,
    definition: Definition,
    now: i64,
) -> QueryResult<Arc<Published>> {
    let map = journey::map(connection, site_id)?;
    let id = |steps: &[journey::Step], name: &str| {
        steps.iter().find(|step| step.name == name).map(|step| step.id).ok_or(QueryError::NotFound)
    };
    let cell = Cell { phase_id: id(&map.phases, place.phase)?, channel_id: id(&map.channels, place.channel)? };
    let name = Name::try_from(place.name).map_err(|error| unforeseen(error.to_string()))?;
    // What decides the relationship was promised for two weeks ago, the rest has a quarter of a year.
    let days = if place.moment_of_truth { -14 } else { 90 };
    let due = format::local_day(now + days * 24 * crate::clock::HOUR, &format::zone(TIME_ZONE));
    let wanted = Wanted {
        moment_of_truth: place.moment_of_truth,
        target: place.target,
        target_by: place.target.map(|_| due),
        ..Wanted::new(cell, name)
    };
    let touchpoint_id = touchpoints::add(connection, site_id, &wanted)?.ok_or(QueryError::NotFound)?;
    let since = now - i64::from(place.traffic.since) * 24 * crate::clock::HOUR;
    let name = format!("{} {}", place.name, place.metric.id().to_uppercase());
    let survey_id = crate::db::surveys::insert(connection, site_id, touchpoint_id, &name, &definition, since)?;
    let survey_id = survey_id.ok_or(QueryError::NotFound)?;
    crate::db::surveys::publish(connection, site_id, survey_id, 1, since)?;
    // The link page's address matters to nobody who stores answers.
    let (status, slug) = (Status::Live, String::new());
    Ok(Arc::new(Published { site_id, survey_id, touchpoint_id, status, version: 1, slug, definition }))
}

fn entry(surveys: &[Arc<Published>], Happening { place, at, what }: Happening) -> QueryResult<Entry> {
    let survey = surveys.get(place).ok_or(QueryError::NotFound)?.clone();
    Ok(match what {
        What::Shown => Entry::Event { survey, event: Event::Shown, n: 1, at },
        What::Dismissed => Entry::Event { survey, event: Event::Dismissed, n: 1, at },
        What::Answered(reply) => Entry::Response(Box::new(arrival(survey, at, *reply)?)),
    })
}

fn arrival(survey: Arc<Published>, received_at: i64, reply: Reply) -> QueryResult<Arrival> {
    let answers = survey.definition.survey().check(reply.answers, Fields::new(), reply.complete).map_err(unforeseen)?;
    let chance = survey.definition.targeting().chance.get();
    Ok(Arrival {
        survey,
        id: reply.id,
        sequence: Some(reply.sequence),
        complete: reply.complete,
        answers,
        fingerprint: reply.fingerprint,
        language: reply.voice.tag().to_owned(),
        device: reply.device,
        path: reply.path.map(str::to_owned),
        person: None,
        private: reply.path.is_none(),
        chance,
        elapsed: reply.elapsed,
        received_at,
        admission: Admission::Open,
        tells_shown: false,
    })
}

/// What tests rule out, in the words of the database: it takes back the transaction all the same.
fn unforeseen(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> QueryError {
    QueryError::QueryBuilderError(error.into())
}

//! Storing what visitors send: responses, the rollups they move and the events around them, in one transaction a batch.

mod responses;

mod stored;

mod rows;

mod quota;

mod rollup;

mod insert;

pub mod recount;

use super::{
    connection::AnyConnection,
    sites::{self, Sighting},
    surveys::Published,
};
use crate::clock;
use diesel::QueryResult;
pub use quota::started;
use rollup::Rollups;
use shared::{answer::Checked, targeting::Device, wire::Event};
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

impl Entry {
    /// The site it belongs to.
    pub fn site_id(&self) -> i64 {
        match self {
            Self::Response(arrival) => arrival.survey.site_id,
            Self::Event { survey, .. } => survey.site_id,
            Self::Sighting(seen) => seen.site_id,
        }
    }
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

/// A response's key: its site and its id.
type Key = (i64, [u8; 16]);

/// Stores a batch and moves the rollups by what it adds. Called inside a transaction.
///
/// # Errors
/// The first query's; the caller takes everything back.
pub fn store(connection: &mut AnyConnection, batch: &[Entry]) -> QueryResult<Vec<Outcome>> {
    let mut rollups = Rollups::default();
    let mut outcomes = vec![Outcome::Stored; batch.len()];
    let (mut arrivals, mut sightings) = (Vec::with_capacity(batch.len()), Vec::new());
    for (place, entry) in batch.iter().enumerate() {
        match entry {
            Entry::Response(arrival) => arrivals.push((place, arrival.as_ref())),
            Entry::Event { survey, event, n, at } => {
                rollups.add_event(survey, clock::hour_of(*at), *event, i64::from(*n));
            }
            Entry::Sighting(seen) => sightings.push(seen),
        }
    }
    sites::see(connection, sightings)?;
    let comments = responses::store(connection, arrivals, &mut rollups, &mut outcomes)?;
    rollups.store(connection, &[&comments])?;
    Ok(outcomes)
}

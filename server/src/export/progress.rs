//! How far exports are, for the pages that began them. Holds counts and no answers, forgets an export soon after its end,
//! and knows nothing of what another process writes.

use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// The most exports of one site at once.
pub const MOST_OF_SITE: usize = 2;
/// The most exports at once: each has a connection of its own.
pub const MOST: usize = 4;
/// How long an export is remembered after its end, for a page that asks late.
const KEPT: Duration = Duration::from_secs(60);
/// How long an export may stand still and keep its place: whoever asks for a file and does not read it keeps out nobody.
const STILL: Duration = Duration::from_secs(60);

/// The exports that run, and those that ended just now.
#[derive(Clone, Debug, Default)]
pub struct Exports(Arc<Mutex<BTreeMap<Uuid, Export>>>);

#[derive(Debug)]
struct Export {
    site_id: i64,
    progress: Progress,
    moved_at: Instant,
    ended_at: Option<Instant>,
}

impl Export {
    /// Whether it takes a place at this time.
    fn runs(&self, now: Instant) -> bool {
        self.ended_at.is_none() && now.saturating_duration_since(self.moved_at) < STILL
    }
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// How many rows are written.
    pub done: u64,
    /// How many there were when it began.
    pub total: u64,
    /// Whether it goes on.
    pub state: State,
}

/// Whether an export goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It does.
    Running,
    /// Everything is written.
    Done,
    /// Whoever read it left, or the database failed.
    Stopped,
}

/// Why an export may not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many exports run at once; wait until one has ended")]
pub struct TooMany;

/// An export that runs. Dropping it before its end stops it.
#[derive(Debug)]
pub struct Running {
    exports: Exports,
    id: Uuid,
}

impl Exports {
    /// Begins an export of so many responses. `asked` is the name by which a page will ask for it.
    ///
    /// # Errors
    /// [`TooMany`], of this site or of all.
    pub fn begin(&self, asked: Option<Uuid>, site_id: i64, total: u64) -> Result<Running, TooMany> {
        self.begin_at(Instant::now(), asked, site_id, total)
    }

    fn begin_at(&self, now: Instant, asked: Option<Uuid>, site_id: i64, total: u64) -> Result<Running, TooMany> {
        let mut exports = self.known();
        let is_recent = |ended_at: Instant| now.saturating_duration_since(ended_at) < KEPT;
        exports.retain(|_, export| export.ended_at.is_none_or(is_recent));
        let running = exports.values().filter(|export| export.runs(now));
        let his = running.clone().filter(|export| export.site_id == site_id).count();
        if his >= MOST_OF_SITE || running.count() >= MOST {
            return Err(TooMany);
        }
        // A name that is in use belongs to whoever came first.
        let is_free = |id: &Uuid| exports.get(id).is_none_or(|export| export.ended_at.is_some());
        let id = asked.filter(is_free).unwrap_or_else(Uuid::now_v7);
        let progress = Progress { done: 0, total, state: State::Running };
        exports.insert(id, Export { site_id, progress, moved_at: now, ended_at: None });
        Ok(Running { exports: self.clone(), id })
    }

    /// How far an export of this site is. The end is told once: afterwards the name may stand for another export.
    pub fn progress(&self, site_id: i64, id: Uuid) -> Option<Progress> {
        let mut exports = self.known();
        let export = exports.get(&id).filter(|export| export.site_id == site_id)?;
        let (progress, has_ended) = (export.progress, export.ended_at.is_some());
        if has_ended {
            exports.remove(&id);
        }
        Some(progress)
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Uuid, Export>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Says that more rows are written.
    pub fn add(&self, rows: usize) {
        if let Some(export) = self.exports.known().get_mut(&self.id) {
            export.progress.done += rows as u64;
            export.moved_at = Instant::now();
        }
    }

    /// Says that everything is written.
    pub fn finish(self) {
        self.end(State::Done);
    }

    fn end(&self, state: State) {
        if let Some(export) = self.exports.known().get_mut(&self.id).filter(|export| export.ended_at.is_none()) {
            export.progress.state = state;
            export.ended_at = Some(Instant::now());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end(State::Stopped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_follows_its_export_to_the_end() {
        let (exports, id) = (Exports::default(), Uuid::now_v7());
        let check = |done, state| {
            assert_eq!(exports.progress(1, id), Some(Progress { done, total: 3, state }));
        };
        assert_eq!(exports.progress(1, id), None);
        let running = exports.begin(Some(id), 1, 3).unwrap();
        running.add(2);
        check(2, State::Running);
        assert_eq!(exports.progress(2, id), None, "it is of another site");
        running.add(1);
        running.finish();
        check(3, State::Done);
        assert_eq!(exports.progress(1, id), None, "its end is told once");
        drop(exports.begin(Some(id), 1, 3).unwrap());
        check(0, State::Stopped);
    }

    #[test]
    fn few_run_at_once() {
        let exports = Exports::default();
        let id = Uuid::now_v7();
        let first = exports.begin(Some(id), 1, 9).unwrap();
        let _second = exports.begin(Some(id), 1, 5).unwrap();
        assert_eq!(exports.progress(1, id).map(|one| one.total), Some(9), "a name in use is not given away");
        assert_eq!(exports.begin(None, 1, 9).err(), Some(TooMany));
        let _of_others = [exports.begin(None, 2, 9).unwrap(), exports.begin(None, 3, 9).unwrap()];
        assert_eq!(exports.begin(None, 4, 9).err(), Some(TooMany));
        first.finish();
        assert!(exports.begin(None, 4, 9).is_ok());
        // Whoever does not read keeps out nobody.
        let later = Instant::now() + STILL;
        let _third = [exports.begin_at(later, None, 1, 9).unwrap(), exports.begin_at(later, None, 1, 9).unwrap()];
        assert_eq!(exports.begin_at(later, None, 1, 9).err(), Some(TooMany));
    }
}

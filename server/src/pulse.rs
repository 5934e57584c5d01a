//! Tells open pages that answers were stored: one number a site, which grows. Carries no answer, and waits for nobody.
//!
//! A page that reads slowly misses numbers, not the newest one, so what it costs does not grow with how slow it is.

mod relay;

pub use relay::Relay;

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// The most streams one admin may have open at once.
pub const MOST_BY_ADMIN: usize = 12;
/// The most streams all admins may have open at once.
pub const MOST: usize = 10_000;

/// Who listens to which site.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    sites: HashMap<i64, watch::Sender<u64>>,
    by_admin: HashMap<i64, usize>,
    open: usize,
    /// Sites whose beats other processes have not been told of.
    untold: BTreeSet<i64>,
}

/// Why nobody may listen any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many pages are open at once; close some")]
pub struct TooMany;

/// An open page. Dropping it makes room for another.
#[derive(Debug)]
pub struct Listener {
    pulse: Pulse,
    admin_id: i64,
    beats: watch::Receiver<u64>,
}

impl Pulse {
    /// Says that answers to this site's surveys were stored by this process.
    pub fn beat(&self, site_id: i64) {
        let mut state = self.state();
        state.untold.insert(site_id);
        state.beat(site_id);
    }

    /// Says that another process stored some.
    fn echo(&self, site_id: i64) {
        self.state().beat(site_id);
    }

    /// The sites that other processes have not been told of, once.
    fn untold(&self) -> BTreeSet<i64> {
        std::mem::take(&mut self.state().untold)
    }

    /// Listens to a site from now on.
    ///
    /// # Errors
    /// [`TooMany`], for this admin or for all.
    pub fn listen(&self, site_id: i64, admin_id: i64) -> Result<Listener, TooMany> {
        let mut state = self.state();
        let his = state.by_admin.get(&admin_id).copied().unwrap_or_default();
        if his >= MOST_BY_ADMIN || state.open >= MOST {
            return Err(TooMany);
        }
        state.by_admin.insert(admin_id, his + 1);
        state.open += 1;
        let beats = state.sites.entry(site_id).or_insert_with(|| watch::channel(0).0).subscribe();
        Ok(Listener { pulse: self.clone(), admin_id, beats })
    }

    /// Ends every stream, so that a server that is to stop need not wait for pages that stay open.
    pub fn close(&self) {
        self.state().sites.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn beat(&mut self, site_id: i64) {
        let Some(site) = self.sites.get(&site_id) else { return };
        if site.receiver_count() == 0 {
            self.sites.remove(&site_id);
        } else {
            site.send_modify(|beats| *beats += 1);
        }
    }
}

impl Listener {
    /// Waits for the next beat, or for one that was missed, and gives its number. `None` when there will be none.
    pub async fn next(&mut self) -> Option<u64> {
        self.beats.changed().await.ok()?;
        Some(*self.beats.borrow_and_update())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut state = self.pulse.state();
        state.open -= 1;
        if let Some(his) = state.by_admin.get_mut(&self.admin_id) {
            *his -= 1;
            if *his == 0 {
                state.by_admin.remove(&self.admin_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    /// What the listener hears without waiting.
    fn heard(listener: &mut Listener) -> Option<u64> {
        match pin!(listener.next()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(beat) => beat,
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_page_hears_of_its_own_site_and_of_the_newest_beat_only() {
        let pulse = Pulse::default();
        let mut one = pulse.listen(1, 7).unwrap();
        assert_eq!(heard(&mut one), None);
        pulse.beat(2);
        assert_eq!(heard(&mut one), None);
        for _ in 0..3 {
            pulse.beat(1);
        }
        assert_eq!((heard(&mut one), heard(&mut one)), (Some(3), None));
        pulse.echo(1);
        assert_eq!(heard(&mut one), Some(4));
    }

    #[test]
    fn other_processes_are_told_once_and_of_our_own_beats_only() {
        let pulse = Pulse::default();
        pulse.beat(1);
        pulse.beat(1);
        pulse.echo(2);
        assert_eq!(pulse.untold(), [1].into());
        assert_eq!(pulse.untold(), [].into());
    }

    #[test]
    fn one_admin_takes_no_more_than_a_share() {
        let pulse = Pulse::default();
        let mut open: Vec<_> = (0..MOST_BY_ADMIN).map(|_| pulse.listen(1, 7).unwrap()).collect();
        assert!(pulse.listen(1, 7).is_err());
        assert!(pulse.listen(1, 8).is_ok());
        open.pop();
        assert!(pulse.listen(1, 7).is_ok());
        open.clear();
        pulse.beat(1);
        let state = pulse.state();
        assert_eq!((state.open, state.by_admin.len(), state.sites.len()), (0, 0, 0), "nothing is kept of who left");
    }
}

//! What waits to be stored: bounded, and shared so that one site's flood leaves room and turns for the others. Refuses what
//! has no room at once.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// A queue that many fill and one empties.
///
/// A site may take as many places as are still free. So one that floods gets half of them, two get a third each, and the
/// next one always finds some.
pub(super) struct Queue<T> {
    waiting: Mutex<Waiting<T>>,
    arrived: Condvar,
    capacity: usize,
}

struct Waiting<T> {
    /// By site, the oldest first. No site is here that has nothing.
    sites: BTreeMap<i64, VecDeque<T>>,
    /// The sites, the one whose turn it is first.
    turns: VecDeque<i64>,
    count: usize,
    open: bool,
}

/// There was no room.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full;

impl<T> Queue<T> {
    /// An empty queue with so many places.
    pub(super) fn new(capacity: usize) -> Self {
        let waiting = Waiting { sites: BTreeMap::new(), turns: VecDeque::new(), count: 0, open: true };
        Self { waiting: Mutex::new(waiting), arrived: Condvar::new(), capacity }
    }

    /// Adds what a site sent, or nothing of it where there is not room for all.
    pub(super) fn push(
        &self,
        site: i64,
        jobs: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
    ) -> Result<(), Full> {
        let jobs = jobs.into_iter();
        if jobs.len() == 0 {
            return Ok(());
        }
        let mut guard = self.lock();
        let waiting = &mut *guard;
        let taken = waiting.sites.get(&site).map_or(0, VecDeque::len);
        let free = self.capacity.saturating_sub(waiting.count);
        if !waiting.open || taken + jobs.len() > free {
            return Err(Full);
        }
        waiting.count += jobs.len();
        if taken == 0 {
            waiting.turns.push_back(site);
        }
        waiting.sites.entry(site).or_default().extend(jobs);
        drop(guard);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits until there is something and takes at most so many, one of each site in turn. `None` when the queue is closed
    /// and everything was taken.
    pub(super) fn take(&self, most: usize) -> Option<Vec<T>> {
        let mut guard = self.lock();
        while guard.count == 0 {
            if !guard.open {
                return None;
            }
            guard = self.arrived.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        let waiting = &mut *guard;
        let mut taken = Vec::with_capacity(most.min(waiting.count));
        while taken.len() < most
            && let Some(site) = waiting.turns.pop_front()
            && let Some(jobs) = waiting.sites.get_mut(&site)
        {
            taken.extend(jobs.pop_front());
            if jobs.is_empty() {
                waiting.sites.remove(&site);
            } else {
                waiting.turns.push_back(site);
            }
        }
        waiting.count -= taken.len();
        Some(taken)
    }

    /// Lets nothing in any more. What waits can still be taken.
    pub(super) fn close(&self) {
        self.lock().open = false;
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_leaves_room_for_others() {
        let check = |floods: i64, each: usize| {
            let queue = Queue::new(1_200);
            // They push by turns until none of them gets in.
            while (1..=floods).map(|site| queue.push(site, [site])).filter(Result::is_ok).count() > 0 {}
            let taken = queue.take(usize::MAX).unwrap();
            let of = |site: i64| taken.iter().filter(|one| **one == site).count();
            assert!((1..=floods).all(|site| of(site).abs_diff(each) <= 1), "{floods} floods");
        };
        check(1, 600);
        check(2, 400);
        check(3, 300);
        check(11, 100);
    }

    #[test]
    fn sites_take_turns_and_each_keeps_its_order() {
        let queue = Queue::new(100);
        for job in ["a1", "a2", "a3", "a4"] {
            queue.push(1, [job]).unwrap();
        }
        queue.push(2, ["b1", "b2"]).unwrap();
        queue.push(3, ["c1"]).unwrap();
        assert_eq!(queue.take(5), Some(vec!["a1", "b1", "c1", "a2", "b2"]));
        queue.push(2, ["b3"]).unwrap();
        assert_eq!(queue.take(5), Some(vec!["a3", "b3", "a4"]));
    }

    #[test]
    fn what_belongs_together_goes_in_together_or_not_at_all() {
        let queue = Queue::new(10);
        queue.push(1, 0..4).unwrap();
        assert_eq!(queue.push(1, 4..7), Err(Full));
        assert_eq!(queue.push(1, 4..6), Ok(()));
        assert_eq!(queue.push(1, 6..7), Err(Full));
        assert_eq!(queue.push(2, 7..11), Ok(()));
        assert_eq!(queue.push(3, 11..12), Err(Full));
        assert_eq!(queue.push(3, []), Ok(()));
    }

    #[test]
    fn what_waits_at_the_end_is_still_taken() {
        let queue = Queue::new(10);
        queue.push(1, [1, 2]).unwrap();
        queue.close();
        assert_eq!(queue.push(1, [3]), Err(Full));
        assert_eq!(queue.take(1), Some(vec![1]));
        assert_eq!(queue.take(1), Some(vec![2]));
        assert_eq!(queue.take(1), None);
    }

    #[test]
    fn whoever_takes_waits_for_the_first() {
        let queue = Queue::new(10);
        std::thread::scope(|scope| {
            let taken = scope.spawn(|| queue.take(10));
            queue.push(1, [1]).unwrap();
            assert_eq!(taken.join().unwrap(), Some(vec![1]));
        });
    }
}

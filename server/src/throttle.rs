//! How much one network may send to the public routes. Remembers no address: a network is a bucket, found by a hash that
//! nobody outside can foresee.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// Buckets there are. Two networks that share one are rare, and share its tokens.
const BUCKETS: usize = 1 << 16;
/// Tokens a full bucket holds: what an office or a campus behind one address sends when a survey begins.
pub const BURST: u32 = 600;
/// How long a token takes to come back.
const INTERVAL: Duration = Duration::from_millis(50);

/// A bucket of tokens for each network: a response takes one, and one comes back every `INTERVAL`.
pub struct Throttle {
    /// When each bucket will be full again, in nanoseconds from the start.
    full_at: Box<[AtomicU64]>,
    hasher: RandomState,
    start: Instant,
}

impl Default for Throttle {
    fn default() -> Self {
        let full_at = (0..BUCKETS).map(|_| AtomicU64::new(0)).collect();
        Self { full_at, hasher: RandomState::new(), start: Instant::now() }
    }
}

impl Throttle {
    /// Takes tokens out of a network's bucket.
    ///
    /// # Errors
    /// How long it takes until they are there.
    pub fn take(&self, network: impl Hash, tokens: u32) -> Result<(), Duration> {
        self.take_at(self.start.elapsed(), network, tokens)
    }

    fn take_at(&self, now: Duration, network: impl Hash, tokens: u32) -> Result<(), Duration> {
        let nanoseconds = |duration: Duration| u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let (now, burst) = (nanoseconds(now), nanoseconds(INTERVAL * BURST));
        let filled = |full_at: u64| full_at.max(now).saturating_add(nanoseconds(INTERVAL * tokens));
        let bucket = self.hasher.hash_one(network) as usize % BUCKETS;
        let taken = self.full_at[bucket].fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full_at| {
            Some(filled(full_at)).filter(|full_at| full_at - now <= burst)
        });
        taken.map(drop).map_err(|full_at| Duration::from_nanos((filled(full_at) - now).saturating_sub(burst)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_holds_a_burst_and_fills_with_time() {
        let throttle = Throttle::default();
        let check = |at: u64, network: u8, tokens: u32, expected: Result<(), u64>| {
            let taken = throttle.take_at(Duration::from_millis(at), network, tokens);
            assert_eq!(taken, expected.map_err(Duration::from_millis), "{network} takes {tokens} at {at} ms");
        };
        check(1_000, 1, BURST - 10, Ok(()));
        check(1_000, 1, 11, Err(50));
        check(1_000, 1, 10, Ok(()));
        check(1_000, 1, 1, Err(50));
        check(1_000, 1, 100, Err(5_000));
        // Another network has a bucket of its own.
        check(1_000, 2, BURST, Ok(()));
        check(1_049, 1, 1, Err(1));
        check(1_050, 1, 1, Ok(()));
        check(1_100, 1, 2, Err(50));
        // It never holds more than a burst.
        check(10_000_000, 1, BURST, Ok(()));
        check(10_000_000, 1, 1, Err(50));
    }
}

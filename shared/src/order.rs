//! The order in which shuffled options are shown: drawn from the response's id, so that it stays the same when the
//! visitor goes back or resumes, and so that the server can store it without being told.

use crate::text::QuestionId;
use alloc::vec::Vec;

/// The positions of `count` options in the order in which the visitor with this response id sees them.
///
/// A Fisher-Yates shuffle driven by SplitMix64 (Steele, Lea & Flood 2014, OOPSLA), seeded with the random half of the
/// UUID and the question's name (FNV-1a), so that questions of one response are shuffled independently.
pub fn shuffled(response: &[u8; 16], question: &QuestionId, count: usize) -> Vec<usize> {
    let mut state = response[8..]
        .iter()
        .chain(question.as_str().as_bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let mut positions: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // A bias of at most `MOST_OPTIONS` in 2^64.
        positions.swap(last, (mixed % (last as u64 + 1)) as usize);
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_about_as_likely_as_any_other() {
        let question: QuestionId = "reason".try_into().unwrap();
        let mut seen = std::collections::BTreeMap::new();
        for n in 0..6_000_u64 {
            let mut id = [0; 16];
            id[8..].copy_from_slice(&n.wrapping_mul(0x2545_f491_4f6c_dd1d).to_be_bytes());
            *seen.entry(shuffled(&id, &question, 3)).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|n| (900..=1_100).contains(n)), "{seen:?}");
    }

    #[test]
    fn an_order_stays_and_differs_by_question() {
        let order = |question: &str| shuffled(&[7; 16], &question.try_into().unwrap(), 10);
        assert_eq!(order("a"), order("a"));
        assert_ne!(order("a"), order("b"));
        let mut sorted = order("a");
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10).collect::<Vec<_>>());
        assert!(shuffled(&[0; 16], &"a".try_into().unwrap(), 0).is_empty());
    }
}

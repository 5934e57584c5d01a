//! Which of many tests count as findings, when looking at many makes some succeed by luck.

use alloc::vec::Vec;

/// The share of false findings that a scan over touchpoints accepts.
pub const FALSE_DISCOVERY_RATE: f64 = 0.10;

/// Marks the tests that are findings, so that on average no more than a share `q` of the findings is false.
///
/// Sorts the p values and accepts all up to the largest k with `p_k <= q k / m`, where `m` is the number of tests:
/// pass every test looked at, also those that a filter hides later. NaN counts as a test and is never a finding.
/// Holds for independent and positively related tests. Source: Benjamini & Hochberg 1995, JRSSB 57:289.
pub fn discoveries(p_values: &[f64], q: f64) -> Vec<bool> {
    let mut sorted: Vec<f64> = p_values.iter().copied().filter(|p| !p.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let tests = p_values.len() as f64;
    let passes = |(rank, p): &(usize, &f64)| **p * tests <= q * (rank + 1) as f64;
    let largest = sorted.iter().enumerate().rev().find(passes).map(|(_, p)| *p);
    p_values.iter().map(|p| largest.is_some_and(|largest| *p <= largest)).collect()
}

/// The p values corrected for all tests looked at: a test is a finding of [`discoveries`] at `q` exactly if its corrected
/// p value is at most `q`.
///
/// `m p_k / k` for the k-th smallest of `m`, or the least of those behind it where that is less; at most 1. NaN counts
/// as a test and becomes 1. Source: Benjamini & Hochberg 1995, JRSSB 57:289.
pub fn adjusted(p_values: &[f64]) -> Vec<f64> {
    let tests = p_values.len() as f64;
    let mut order: Vec<usize> = (0..p_values.len()).filter(|&index| !p_values[index].is_nan()).collect();
    order.sort_unstable_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = alloc::vec![1.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (rank, &index) in order.iter().enumerate().rev() {
        least = least.min(p_values[index] * tests / (rank + 1) as f64);
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_those_of_benjamini_and_hochberg() {
        let check = |p_values: &[f64], q, expected: &[usize]| {
            let found = discoveries(p_values, q);
            let found: Vec<usize> = (0..found.len()).filter(|&i| found[i]).collect();
            assert_eq!(found, expected, "{p_values:?} at {q}");
            let adjusted = adjusted(p_values);
            let found: Vec<usize> = (0..adjusted.len()).filter(|&i| adjusted[i] <= q).collect();
            assert_eq!(found, expected, "{adjusted:?} at {q}");
        };
        // The fifteen p values of the 1995 paper: four findings at .05, and the order given does not matter.
        let paper = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        check(&paper, 0.05, &[0, 1, 2, 3]);
        let mut reversed = paper;
        reversed.reverse();
        check(&reversed, 0.05, &[11, 12, 13, 14]);
        check(&paper, FALSE_DISCOVERY_RATE, &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
        check(&[], 0.1, &[]);
        check(&[0.1], 0.1, &[0]);
        check(&[0.11], 0.1, &[]);
        // A later success carries an earlier failure; equal p values share their fate.
        check(&[0.09, 0.08], 0.1, &[0, 1]);
        check(&[0.04, 0.04, 0.9], 0.1, &[0, 1]);
        check(&[0.03, f64::NAN, 0.9], 0.1, &[0]);
        check(&[0.04, f64::NAN, 0.9], 0.1, &[]);
    }
    #[test]
    fn corrected_p_values_are_the_published_ones() {
        let check = |p_values: &[f64], expected: &[f64]| {
            let found = adjusted(p_values);
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.into_iter().zip(expected) {
                crate::score::tests::close(found, *expected, 1e-9);
            }
        };
        check(&[], &[]);
        check(&[0.02], &[0.02]);
        check(&[0.01, 0.04, 0.03, 0.5], &[0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5]);
        check(&[0.9, f64::NAN, 0.001], &[1.0, 1.0, 0.003]);
    }
}

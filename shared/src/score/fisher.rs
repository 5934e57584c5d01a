//! Fisher's exact test for two shares of few answers.

use super::{Counts, Figure};

/// The p value of a change in a share that has too few answers for the limits alone: fewer than 40 in all,
/// or fewer than 5 satisfied or other ones on a side.
pub(super) fn exact_p(both: [&Counts; 2]) -> Option<f64> {
    let cells = both.map(|counts| counts.groups()).map(|[low, middle, high]| [high, low.saturating_add(middle)]);
    let cell_is_small = cells.as_flattened().iter().any(|cell| *cell < 5);
    let few = cell_is_small || both[0].n().saturating_add(both[1].n()) < 40;
    (few && both[0].metric().figure() == Figure::Share).then(|| fisher(cells))
}

/// The two-sided p value of Fisher's exact test: of all tables with the same sums, how many are at most as likely.
fn fisher([[a, b], [c, d]]: [[u64; 2]; 2]) -> f64 {
    let [a, b, c, d] = [a as f64, b as f64, c as f64, d as f64];
    // How likely the tables on either side are, this one being 1.
    let (extreme_up, all_up) = tables_beyond([a, b, c, d]);
    let (extreme_down, all_down) = tables_beyond([b, a, d, c]);
    ((1.0 + extreme_up + extreme_down) / (1.0 + all_up + all_down)).min(1.0)
}

/// The sums over the tables with larger diagonals, relative to this table: of those at most as likely, and of all.
fn tables_beyond([mut a, mut b, mut c, mut d]: [f64; 4]) -> (f64, f64) {
    let (mut extreme, mut all, mut likelihood) = (0.0, 0.0, 1.0);
    while b > 0.0 && c > 0.0 {
        let ratio = b * c / ((a + 1.0) * (d + 1.0));
        likelihood *= ratio;
        // Rounding must not part tables that are equally likely.
        if likelihood <= 1.0 + 1e-9 {
            extreme += likelihood;
        }
        all += likelihood;
        if all.is_infinite() || (ratio < 1.0 && likelihood < 1e-20) {
            break;
        }
        [a, b, c, d] = [a + 1.0, b - 1.0, c - 1.0, d + 1.0];
    }
    (extreme, all)
}

#[cfg(test)]
mod tests {
    use super::super::{Metric, tests::close};
    use super::*;

    fn csat([satisfied, others]: [u64; 2]) -> Counts {
        Counts::from_points(Metric::Csat, &[0, others, 0, 0, satisfied]).unwrap()
    }

    #[test]
    fn fishers_test_goes_with_few_answers() {
        let check = |a: [u64; 2], b: [u64; 2], expected: Option<f64>| {
            let [after, before] = [a, b].map(csat);
            match (exact_p([&after, &before]), expected) {
                (Some(found), Some(expected)) => close(found, expected, 1e-9),
                (found, expected) => assert_eq!(found, expected, "{a:?} {b:?}"),
            }
        };
        check([3, 1], [1, 3], Some(0.48571428571428565));
        check([8, 2], [1, 5], Some(0.034965034965034975));
        check([0, 5], [5, 0], Some(0.007936507936507938));
        check([10, 90], [3, 97], Some(0.08179405296897922));
        check([2, 3], [200, 1000], Some(0.1978491786294615));
        check([15, 5], [9, 9], Some(0.17879926645221417));
        check([15, 5], [9, 11], None);
        // Done at once however large the counts.
        check([3, 1_000_000_000_000], [1_000_000_000_000, 1_000_000_000_000], Some(0.0));
        let nps = Counts::from_points(Metric::Nps, &[1; 11]).unwrap();
        assert_eq!(exact_p([&nps, &nps]), None);
    }
}

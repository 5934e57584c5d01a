//! Whether a score really moved between two periods or differs between two groups of other people.

use super::{
    Counts, Figure, Interval, LEVEL, Metric,
    distribution::{two_sided_normal_tail, two_sided_t, two_sided_t_tail, two_sided_z},
    fisher,
    mean::{AUGMENT, Moments},
    nps, proportion, root,
};

/// How the headline figure differs from an earlier one, in its unit: points for NPS and shares, a point of the scale for means.
///
/// Judge by `p` or by whether `interval` holds 0, never by whether the intervals of the two scores overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The later figure less the earlier one.
    pub difference: f64,
    /// Where the difference may truly lie.
    pub interval: Interval,
    /// How often a difference at least this large comes from noise alone, from 0 to 1.
    pub p: f64,
    /// For shares with fewer than 40 answers in all, or fewer than 5 satisfied or other ones on a side: the p value of
    /// Fisher's exact test, to be preferred to `p`.
    pub exact_p: Option<f64>,
    /// The smallest true change that these numbers of answers would reveal four times out of five; `None` if even the
    /// widest possible move might be missed.
    pub minimum_detectable: Option<f64>,
}

impl Counts {
    /// How the headline figure changed since `before`. `None` if either has no answers, or they rate different things.
    ///
    /// Takes the two groups to be different people.
    ///
    /// - NPS and shares: limits by square-and-add of the two score intervals (Newcombe 1998, Stat Med 17:873; Zou &
    ///   Donner 2008, Stat Med 27:1693); `p` is the level at which the interval just touches 0.
    /// - Means: Welch's t for the difference of the plain means. With no spread on either side, a quarter of an answer
    ///   is added at each end of the scale, as for a single mean; one answer on a side leaves every difference
    ///   possible. It is approximate below 30 answers and near the ends of the scale: a permutation test is not done.
    pub fn change_since(&self, before: &Self) -> Option<Change> {
        if self.metric() != before.metric() {
            return None;
        }
        let both = [self, before];
        let (difference, limits, p) = match self.metric().figure() {
            Figure::Net => square_and_add(both, |counts, z| nps::limits(counts.groups(), z))?,
            Figure::Share => square_and_add(both, |counts, z| proportion::limits(counts.groups()[2], counts.n(), z))?,
            Figure::Mean => welch(both)?,
        };
        Some(Change {
            difference,
            interval: Interval::around(difference, limits),
            p,
            exact_p: fisher::exact_p(both),
            minimum_detectable: minimum_detectable(both),
        })
    }
}

/// The difference, its limits at [`LEVEL`] and the p value from the limits that each score has at a normal quantile.
fn square_and_add(both: [&Counts; 2], limits: impl Fn(&Counts, f64) -> [f64; 2]) -> Option<(f64, [f64; 2], f64)> {
    let [after, before] = [both[0].score()?.value, both[1].score()?.value];
    let difference = after - before;
    let z = two_sided_z(LEVEL);
    let [after_limits, before_limits] = both.map(|counts| limits(counts, z));
    let (low, high) = limits_of_difference([after, before], [after_limits, before_limits]);

    // The interval touches 0 on the side where the scores face each other.
    let (upper, lower) = if difference < 0.0 { (1, 0) } else { (0, 1) };
    let facing = |z| {
        let [upper_low, _] = limits(both[upper], z);
        let [_, lower_high] = limits(both[lower], z);
        hypotenuse(after.max(before) - upper_low, lower_high - after.min(before))
    };
    let [touching, _] = root::bracket([0.0, LARGEST_Z], 1e-12, |z| difference.abs() - facing(z));
    Some((difference, [low, high], two_sided_normal_tail(touching)))
}

/// Square and add: each side's distance from its score to the limit that faces the other score.
fn limits_of_difference([after, before]: [f64; 2], [after_limits, before_limits]: [[f64; 2]; 2]) -> (f64, f64) {
    let difference = after - before;
    let low = difference - hypotenuse(after - after_limits[0], before_limits[1] - before);
    let high = difference + hypotenuse(after_limits[1] - after, before - before_limits[0]);
    (low, high)
}

/// Beyond this normal quantile probabilities are too small for a float.
const LARGEST_Z: f64 = 38.0;

fn hypotenuse(a: f64, b: f64) -> f64 {
    libm::sqrt(a * a + b * b)
}

/// Welch 1947: the difference of two means, its limits at [`LEVEL`] and its p value, with the degrees of freedom of
/// Satterthwaite.
fn welch(both: [&Counts; 2]) -> Option<(f64, [f64; 2], f64)> {
    let difference = both[0].mean()? - both[1].mean()?;
    let plain = both.map(|counts| Moments::of_answers(counts, 0.0));
    let spread = plain.iter().any(|moments| moments.squares > 0.0);
    let moments = if spread { plain } else { both.map(|counts| Moments::of_answers(counts, AUGMENT)) };
    let widest = widest_move(both[0].metric());
    let degrees = both.map(|counts| counts.n() as f64 - 1.0);
    if degrees.contains(&0.0) {
        return Some((difference, [-widest, widest], 1.0));
    }
    let [a, b] = moments.map(|moments| moments.sample_variance() / moments.n);
    let df = (a + b) * (a + b) / (a * a / degrees[0] + b * b / degrees[1]);
    let error = libm::sqrt(a + b);
    let half = two_sided_t(LEVEL, df) * error;
    let limits = [(difference - half).max(-widest), (difference + half).min(widest)];
    Some((difference, limits, two_sided_t_tail(difference.abs() / error, df)))
}

/// From one end of the headline's scale to the other.
fn widest_move(metric: Metric) -> f64 {
    metric.high_bound() - metric.low_bound()
}

/// For 80 % power at the 5 % level: `2.80 sqrt(v (1/n1 + 1/n2))`, where `v` is the variance of one answer in both
/// groups together with a few answers added, so that agreement among few does not pass for certainty.
fn minimum_detectable([after, before]: [&Counts; 2]) -> Option<f64> {
    let metric = after.metric();
    let of_groups = |values: [f64; 3], added: [f64; 3]| {
        let groups = after.groups().into_iter().zip(before.groups());
        let weights = groups.zip(added).map(|((after, before), added)| after as f64 + before as f64 + added);
        let moments = Moments::of(values.into_iter().zip(weights));
        moments.squares / moments.n
    };
    let variance = match metric.figure() {
        Figure::Net => of_groups([-100.0, 0.0, 100.0], [0.75, 1.5, 0.75]),
        Figure::Share => of_groups([0.0, 0.0, 100.0], [1.0, 1.0, 2.0]),
        Figure::Mean => {
            let mut together = *after;
            together.merge(before).then(|| Moments::of_answers(&together, AUGMENT).sample_variance())?
        }
    };
    let change = 2.80 * libm::sqrt(variance * (1.0 / after.n() as f64 + 1.0 / before.n() as f64));
    (change <= widest_move(metric)).then_some(change)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{close, outcomes};
    use super::*;
    use alloc::vec::Vec;
    use core::ops::RangeInclusive;

    /// Counts whose low, middle and high answers are as given.
    fn grouped(metric: Metric, groups: [u64; 3]) -> Counts {
        let [middle, high] = metric.cuts();
        // Where no answer is in the middle, those that would be are high.
        let points = [*metric.points().start(), middle.min(high), high];
        let mut counts = Counts::new(metric);
        assert!(points.into_iter().zip(groups).all(|(point, n)| counts.add(point, n)));
        counts
    }

    fn nps(groups: [u64; 3]) -> Counts {
        grouped(Metric::Nps, groups)
    }

    fn csat(satisfied: u64, n: u64) -> Counts {
        grouped(Metric::Csat, [n - satisfied, 0, satisfied])
    }

    fn ces(counters: [u64; 7]) -> Counts {
        Counts::from_points(Metric::Ces, &counters).unwrap()
    }

    #[test]
    fn changes_are_the_published_ones() {
        let check = |after: Counts, before: Counts, expected: [f64; 4], tolerance| {
            let change = after.change_since(&before).unwrap();
            let found = [change.difference, change.interval.low, change.interval.high, change.p];
            // Looked at from the other side, the same change has the other sign.
            let back = before.change_since(&after).unwrap();
            let mirrored = [-back.difference, -back.interval.high, -back.interval.low, back.p];
            for ((found, mirrored), expected) in found.into_iter().zip(mirrored).zip(expected) {
                close(found, expected, tolerance);
                close(mirrored, expected, tolerance);
            }
            assert_eq!(change.interval.level, LEVEL);
        };
        check(nps([12, 28, 60]), nps([20, 30, 50]), [18.0, -2.7464, 38.2707, 0.088718], 5e-5);
        check(nps([50, 30, 20]), nps([60, 28, 12]), [18.0, -2.7464, 38.2707, 0.088718], 5e-5);
        for (after, before, expected) in [
            (csat(56, 70), csat(48, 80), [20.0, 5.243147240236505, 33.387265403690606, 0.008133140358606789]),
            (csat(0, 10), csat(9, 10), [-90.0, -98.21237869049271, -48.82577337711383, 1.3792455295494366e-5]),
            (csat(10, 10), csat(0, 20), [100.0, 67.90860371419146, 100.0, 4.507819558742648e-9]),
        ] {
            check(after, before, expected, 1e-9);
        }
        for (after, before, expected) in [
            (
                [0, 1, 2, 3, 6, 8, 10],
                [3, 4, 0, 5, 6, 0, 4],
                [1.5545454545454538, 0.5406722056745716, 2.568418703416336, 0.0036689683098032775],
            ),
            (
                [0, 0, 0, 0, 0, 0, 12],
                [0, 0, 0, 0, 0, 3, 9],
                [0.25, -0.03735675309652159, 0.5373567530965215, 0.08186423116569438],
            ),
            (
                [0, 0, 50, 0, 80, 300, 900],
                [20, 0, 100, 10, 300, 500, 600],
                [0.5821907710452603, 0.5034079964006843, 0.6609735456898362, 6.3096550401654234e-46],
            ),
        ] {
            check(ces(after), ces(before), expected, 1e-9);
        }
    }

    #[test]
    fn equal_scores_have_not_changed() {
        for counts in [
            nps([0, 9, 0]),
            nps([3, 2, 3]),
            csat(0, 4),
            csat(9, 9),
            csat(20, 50),
            ces([0, 0, 0, 0, 0, 0, 8]),
            ces([1, 2, 3, 4, 3, 2, 1]),
            ces([0, 1, 0, 0, 0, 0, 0]),
        ] {
            let change = counts.change_since(&counts).unwrap();
            assert_eq!((change.difference, change.p), (0.0, 1.0), "{counts:?}");
            assert!(change.interval.low < 0.0 && 0.0 < change.interval.high, "{counts:?}");
        }
    }

    #[test]
    fn only_the_same_metric_is_compared() {
        for after in Metric::ALL {
            for before in Metric::ALL {
                let [after, before] = [after, before].map(|metric| grouped(metric, [1, 2, 3]));
                assert_eq!(after.change_since(&before).is_some(), after.metric() == before.metric());
                assert_eq!(after.change_since(&Counts::new(before.metric())), None);
            }
        }
    }

    #[test]
    fn means_without_spread_are_not_certain() {
        let check = |after, before, low: f64, high: f64, p: RangeInclusive<f64>| {
            let change = ces(after).change_since(&ces(before)).unwrap();
            close(change.interval.low, low, 0.005);
            close(change.interval.high, high, 0.005);
            assert!(p.contains(&change.p), "{}", change.p);
        };
        // One answer on a side.
        check([0, 0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0, 0], -6.0, 6.0, 1.0..=1.0);
        check([0, 0, 0, 0, 0, 0, 1], [9, 5, 5, 5, 0, 0, 0], -6.0, 6.0, 1.0..=1.0);
        // All equal on both sides: plainly apart from 30 answers, unclear from 3.
        check([0, 0, 0, 0, 0, 0, 30], [0, 0, 0, 0, 0, 30, 0], 0.738, 1.262, 0.0..=1e-9);
        check([0, 0, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 3, 0], -2.614, 4.614, 0.482..=0.483);
    }

    #[test]
    fn small_samples_reveal_only_large_changes() {
        // A third each: the variance of one answer is 2/3, and few answers hide any change.
        let check = |n: u64, expected: Option<f64>| {
            let thirds = nps([n / 3; 3]);
            let found = thirds.change_since(&thirds).unwrap().minimum_detectable;
            assert_eq!(found.map(libm::round), expected, "{n}");
        };
        for (n, expected) in [
            (3, Some(179.0)),
            (30, Some(59.0)),
            (99, Some(32.0)),
            (201, Some(23.0)),
            (399, Some(16.0)),
            (999, Some(10.0)),
        ] {
            check(n, expected);
        }
        assert_eq!(nps([0, 0, 1]).change_since(&nps([1, 0, 0])).unwrap().minimum_detectable, None);
        for (change, expected) in [
            (csat(40, 80).change_since(&csat(40, 80)), 280.0 * libm::sqrt(0.25 / 40.0)),
            (ces([0, 0, 0, 0, 0, 0, 50]).change_since(&ces([0, 0, 0, 0, 0, 0, 50])), 0.168),
        ] {
            close(change.unwrap().minimum_detectable.unwrap(), expected, 0.005);
        }
    }

    #[test]
    fn ninety_five_of_a_hundred_intervals_hold_the_difference() {
        let check = |n: u64, p: [[f64; 3]; 2], expected| {
            let truth = 100.0 * (p[0][2] - p[0][0] - p[1][2] + p[1][0]);
            let known = |p| -> Vec<_> {
                let limits =
                    |groups| (crate::score::nps::value(groups), crate::score::nps::limits(groups, two_sided_z(LEVEL)));
                outcomes(n, p).into_iter().map(|(groups, weight)| (limits(groups), weight)).collect()
            };
            let [after, before] = p.map(known);
            let mut covered = 0.0;
            for ((after, after_limits), after_weight) in &after {
                for ((before, before_limits), before_weight) in &before {
                    let (low, high) = limits_of_difference([*after, *before], [*after_limits, *before_limits]);
                    covered += if low <= truth && truth <= high { after_weight * before_weight } else { 0.0 };
                }
            }
            close(100.0 * covered, expected, 0.051);
        };
        let [poor, typical] = [[0.60, 0.25, 0.15], [0.25, 0.30, 0.45]];
        let [polarised, passive, strong] = [[0.45, 0.10, 0.45], [0.10, 0.80, 0.10], [0.10, 0.20, 0.70]];
        check(5, [typical, typical], 96.6);
        check(5, [poor, strong], 94.6);
        check(10, [passive, polarised], 95.9);
        check(10, [poor, strong], 94.8);
    }

    #[test]
    fn the_interval_and_the_p_value_agree() {
        for metric in Metric::ALL {
            for (after, _) in outcomes(12, [0.3, 0.3, 0.4]) {
                for before in [[4, 4, 4], [0, 0, 9], [1, 20, 2]] {
                    let change = grouped(metric, after).change_since(&grouped(metric, before)).unwrap();
                    let Interval { low, high, .. } = change.interval;
                    let span = widest_move(metric);
                    assert!(-span <= low && low <= change.difference, "{metric:?} {after:?} {before:?}");
                    assert!(change.difference <= high && high <= span, "{metric:?} {after:?} {before:?}");
                    let clear = low > 0.0 || high < 0.0;
                    assert_eq!(clear, change.p < 1.0 - LEVEL, "{metric:?} {after:?} {before:?}");
                }
            }
        }
    }
}

//! Net Promoter Score with the score interval for a difference of two classes of a trinomial.

use super::root;

/// Detractors, passives and promoters.
pub(super) type Classes = [u64; 3];

/// `100 (R - D) / n` points. `n` is at least 1.
pub(super) fn value([detractors, passives, promoters]: Classes) -> f64 {
    let [d, r] = [detractors as f64, promoters as f64];
    100.0 * (r - d) / (d + passives as f64 + r)
}

/// The limits in points at the normal quantile `z`: those scores that a test at `z` does not reject.
///
/// Inside -100 to 100, around the score and never without width, also when everyone agrees or all are passive.
/// Source: Tango 1998, Stat Med 17:891; for NPS Rocks 2016, Am Stat 70:365 ("iterative score").
pub(super) fn limits([detractors, passives, promoters]: Classes, z: f64) -> [f64; 2] {
    [lower_limit([detractors, passives, promoters], z), -lower_limit([promoters, passives, detractors], z)]
}

/// The lower limit. The upper one is that of the mirrored scale, mirrored.
fn lower_limit(classes: Classes, z: f64) -> f64 {
    let [low, _] = root::bracket([-1.0, value(classes) / 100.0], 1e-14, |t| {
        let (distance, error) = distance_from(classes, t);
        distance - z * error
    });
    100.0 * low
}

/// How far the promoters less the detractors lie above what a true score of `t` (-1 to 1) expects, and the standard
/// error of that distance if `t` were true.
///
/// Their ratio falls in `t` and is the test of Tango.
fn distance_from([detractors, passives, promoters]: Classes, t: f64) -> (f64, f64) {
    let [d, r] = [detractors as f64, promoters as f64];
    let n = d + passives as f64 + r;
    // The likeliest share of detractors under `t` solves `a q^2 + b q + c = 0`; the form without cancellation.
    let a = 2.0 * n;
    let b = -(d + r) + (2.0 * n - r + d) * t;
    let c = -d * t * (1.0 - t);
    let root = libm::sqrt((b * b - 4.0 * a * c).max(0.0));
    let q = if b > 0.0 { -2.0 * c / (b + root) } else { (root - b) / (2.0 * a) };
    let variance = n * (2.0 * q + t * (1.0 - t));
    (r - d - n * t, libm::sqrt(variance.max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{close, outcomes};
    use super::*;

    const Z: f64 = 1.959963984540054;

    #[test]
    fn limits_are_the_published_ones() {
        let check = |classes, expected: [f64; 2], tolerance| {
            let [low, high] = limits(classes, Z);
            close(low, expected[0], tolerance);
            close(high, expected[1], tolerance);
        };
        check([20, 30, 50], [13.9551, 44.3393], 5e-5);
        check([50, 30, 20], [-44.3393, -13.9551], 5e-5);
        check([0, 0, 8], [35.1185, 100.0], 5e-5);
        check([8, 0, 0], [-100.0, -35.1185], 5e-5);
        check([0, 0, 1], [-59.0, 100.0], 0.5);
        close(value([20, 30, 50]), 30.0, 0.0);
        let (distance, error) = distance_from([20, 30, 50], 0.0);
        close(distance / error, 3.58569, 5e-6);
    }

    #[test]
    fn all_passive_is_symmetric_and_not_certain() {
        for n in [1, 2, 8, 500] {
            let [low, high] = limits([0, n, 0], Z);
            assert!(low < 0.0, "{n}");
            assert_eq!(low, -high);
        }
    }

    #[test]
    fn limits_surround_the_score_and_stay_on_the_scale() {
        for n in [1, 2, 5, 13, 40] {
            for (classes, _) in outcomes(n, [0.3, 0.3, 0.4]) {
                let [score, [low, high]] = [[value(classes); 2], limits(classes, Z)];
                assert!(-100.0 <= low && low <= score[0] && score[1] <= high && high <= 100.0, "{classes:?}");
                assert!(high - low > 0.1, "{classes:?}");
                let [wider_low, wider_high] = limits(classes, 2.5);
                assert!(wider_low <= low && high <= wider_high, "{classes:?}");
                // One more promoter never lowers a limit.
                let [more_low, more_high] = limits([classes[0], classes[1], classes[2] + 1], Z);
                assert!(more_low >= low - 1e-9 && more_high >= high - 1e-9, "{classes:?}");
            }
        }
        let huge = u64::MAX / 4;
        let [low, high] = limits([huge, huge, huge], Z);
        assert!((-0.001..=0.0).contains(&low) && (0.0..0.001).contains(&high));
    }

    #[test]
    fn ninety_five_of_a_hundred_intervals_hold_the_truth() {
        let check = |n, p: [f64; 3], coverage, width| {
            let truth = 100.0 * (p[2] - p[0]);
            let [mut covered, mut widths] = [0.0; 2];
            for (classes, probability) in outcomes(n, p) {
                let [low, high] = limits(classes, Z);
                covered += if low <= truth && truth <= high { probability } else { 0.0 };
                widths += probability * (high - low);
            }
            close(100.0 * covered, coverage, 0.051);
            close(widths, width, 0.51);
        };
        for (n, p, coverage, width) in [
            (5, [0.60, 0.25, 0.15], 95.3, 108.0),
            (5, [0.45, 0.10, 0.45], 92.2, 120.0),
            (5, [0.10, 0.80, 0.10], 99.9, 95.0),
            (10, [0.25, 0.30, 0.45], 95.5, 88.0),
            (10, [0.03, 0.12, 0.85], 96.5, 66.0),
            (10, [0.01, 0.04, 0.95], 96.2, 60.0),
            (30, [0.45, 0.10, 0.45], 94.7, 63.0),
            (30, [0.10, 0.20, 0.70], 95.0, 46.0),
        ] {
            check(n, p, coverage, width);
        }
    }
}

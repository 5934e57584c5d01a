//! Shares of answers in percent, with Wilson's interval.

use super::{Interval, LEVEL, Score, distribution::two_sided_z};

/// Wilson's limits in percent for `part` of `whole`, at the normal quantile `z`. `whole` is at least 1.
///
/// `c = (p + z^2/2n) / (1 + z^2/n)`, `h = z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n)`, `c -+ h`; none and all reach the
/// end of the scale exactly. Source: Wilson 1927, JASA 22:209.
pub(super) fn limits(part: u64, whole: u64, z: f64) -> [f64; 2] {
    let n = whole as f64;
    let share = part as f64 / n;
    let spread = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / spread;
    let half = z * libm::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / spread;
    let low = if part == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if part == whole { 1.0 } else { (centre + half).min(1.0) };
    [100.0 * low, 100.0 * high]
}

/// The share of `part` in `whole` in percent, such as a response rate. `None` for nothing, or for more than the whole.
pub fn rate(part: u64, whole: u64) -> Option<Score> {
    (whole > 0 && part <= whole).then(|| {
        let value = 100.0 * part as f64 / whole as f64;
        let interval = Interval::around(value, limits(part, whole, two_sided_z(LEVEL)));
        Score { value, interval, n: whole }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{close, outcomes};
    use super::*;

    #[test]
    fn rates_have_wilsons_limits() {
        let check = |part, whole, low: f64, high: f64| {
            let rate = rate(part, whole).unwrap();
            assert_eq!((rate.value, rate.n), (100.0 * part as f64 / whole as f64, whole));
            close(rate.interval.low, low, 1e-9);
            close(rate.interval.high, high, 1e-9);
        };
        for (part, whole, low, high) in [
            (0, 10, 0.0, 27.753279986288927),
            (10, 10, 72.24672001371108, 100.0),
            (1, 1, 20.654931437723747, 100.0),
            (8, 10, 49.016247153664175, 94.33178485456249),
            (15, 148, 6.238639953073629, 16.048724172330804),
            (81, 263, 25.528851987827423, 36.62095769828),
            (3, 1000, 0.10207838811386186, 0.8783014053503173),
        ] {
            check(part, whole, low, high);
        }
    }

    #[test]
    fn there_is_no_rate_of_nothing() {
        for (part, whole) in [(0, 0), (1, 0), (6, 5)] {
            assert_eq!(rate(part, whole), None);
        }
    }

    #[test]
    fn limits_hold_the_share_and_stay_on_the_scale() {
        for whole in [1, 2, 3, 7, 30, 1_000, u64::MAX] {
            let mut before = [0.0; 2];
            for step in 0..=whole.min(30) {
                let part = if whole > 30 { whole / 30 * step } else { step };
                let Score { value, interval, .. } = rate(part, whole).unwrap();
                assert!((0.0..=value).contains(&interval.low) && (value..=100.0).contains(&interval.high));
                assert!(interval.low < interval.high || whole == u64::MAX, "{part} of {whole}");
                assert!(interval.low >= before[0] && interval.high >= before[1], "{part} of {whole}");
                before = [interval.low, interval.high];
            }
        }
    }

    #[test]
    fn ninety_five_of_a_hundred_intervals_hold_the_truth() {
        let check = |n, p: f64, expected| {
            let holds = |part| {
                let interval = rate(part, n).unwrap().interval;
                interval.low <= 100.0 * p && 100.0 * p <= interval.high
            };
            let all = outcomes(n, [1.0 - p, 0.0, p]);
            let covered = all.iter().filter(|(classes, _)| classes[1] == 0 && holds(classes[2])).map(|(_, p)| p);
            close(100.0 * covered.sum::<f64>(), expected, 0.051);
        };
        for (n, p, expected) in [
            (5, 0.8, 94.2),
            (5, 0.95, 97.7),
            (10, 0.8, 96.7),
            (10, 0.95, 91.4),
            (30, 0.8, 96.4),
            (30, 0.95, 93.9),
            (100, 0.8, 94.1),
        ] {
            check(n, p, expected);
        }
    }
}

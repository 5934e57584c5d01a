//! Means of answers on a bounded scale.

use super::{Counts, Interval, LEVEL, Score, distribution::two_sided_t};

/// What a mean and its noise need to know of weighted values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    /// The sum of the weights.
    pub n: f64,
    /// The weighted mean.
    pub mean: f64,
    /// The weighted sum of squared distances from the mean.
    pub squares: f64,
}

impl Moments {
    /// Of values with their weights, which are not all 0.
    pub(super) fn of(values: impl Iterator<Item = (f64, f64)> + Clone) -> Self {
        let n = values.clone().map(|(_, weight)| weight).sum();
        let mean = values.clone().map(|(value, weight)| value * weight).sum::<f64>() / n;
        let squares = values.map(|(value, weight)| weight * (value - mean) * (value - mean)).sum();
        Self { n, mean, squares }
    }

    /// Of the answers, with `extra` answers added at each end of the scale.
    pub(super) fn of_answers(counts: &Counts, extra: f64) -> Self {
        let scale = counts.metric().points();
        let ends = [(f64::from(*scale.start()), extra), (f64::from(*scale.end()), extra)];
        Self::of(counts.iter().map(|(point, n)| (f64::from(point), n as f64)).chain(ends))
    }

    /// The variance of one answer as estimated from a sample.
    pub(super) fn sample_variance(self) -> f64 {
        self.squares / (self.n - 1.0)
    }
}

/// The answers added at each end of the scale before the noise is measured: near the end of a scale the classical
/// interval is far too narrow, and without width when all answers are equal.
pub(super) const AUGMENT: f64 = 0.25;

/// The mean in scale units with the augmented t interval. `None` without answers; one answer leaves the whole scale.
///
/// With a quarter of an answer added at either end, `N = n + 1/2`, mean `m` and variance `q` of divisor `N - 1`:
/// `m -+ t_(n-1) sqrt(q / N)`, clipped to the scale and widened to hold the plain mean, which stays the figure.
/// Simulated coverage of the 95 % interval is between 94 and 100 % from 5 to 1000 answers.
pub(super) fn score(counts: &Counts) -> Option<Score> {
    let value = counts.mean()?;
    let augmented = Moments::of_answers(counts, AUGMENT);
    let t = two_sided_t(LEVEL, counts.n() as f64 - 1.0);
    let half = t * libm::sqrt(augmented.sample_variance() / augmented.n);
    let scale = counts.metric().points();
    let low = (augmented.mean - half).max(f64::from(*scale.start()));
    let high = (augmented.mean + half).min(f64::from(*scale.end()));
    Some(Score { value, interval: Interval::around(value, [low, high]), n: counts.n() })
}

#[cfg(test)]
mod tests {
    use super::super::{Metric, tests::close};
    use super::*;

    #[test]
    fn means_have_the_augmented_t_interval() {
        let check = |metric, counts: &[u64], mean: f64, low: f64, high: f64| {
            let Score { value, interval, n } = score(&Counts::from_points(metric, counts).unwrap()).unwrap();
            close(value, mean, 1e-12);
            close(interval.low, low, 5e-6);
            close(interval.high, high, 5e-6);
            assert_eq!(n, counts.iter().sum::<u64>());
        };
        check(Metric::Ces, &[0, 1, 2, 3, 6, 8, 10], 5.6, 5.03275, 6.11479);
        check(Metric::Csat, &[0, 0, 0, 0, 8], 5.0, 4.29881, 5.0);
        check(Metric::Csat, &[8, 0, 0, 0, 0], 1.0, 1.0, 1.70119);
        check(Metric::Ces, &[0, 0, 0, 0, 1, 0, 0], 5.0, 1.0, 7.0);
        check(Metric::Nps, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 10.0, 0.0, 10.0);
    }

    #[test]
    fn intervals_hold_the_mean_and_stay_on_the_scale() {
        for code in 0..4_u64.pow(5) {
            let counts: [u64; 5] = core::array::from_fn(|i| [0, 1, 4, 90][(code / 4_u64.pow(i as u32) % 4) as usize]);
            let Some(Score { value, interval, .. }) = score(&Counts::from_points(Metric::Csat, &counts).unwrap())
            else {
                assert_eq!(code, 0);
                continue;
            };
            assert!(1.0 <= interval.low && interval.low <= value, "{counts:?}");
            assert!(value <= interval.high && interval.high <= 5.0, "{counts:?}");
            assert!(interval.low < interval.high, "{counts:?}");
        }
    }
}

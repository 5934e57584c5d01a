//! Scores as pure functions of counts: NPS, CSAT and CES with their intervals and what changed between two periods.
//!
//! Refuses to pool scales, to score nothing as 0, and to give a figure without saying how sure it is. An interval
//! covers the noise of sampling alone, as if those who answered were a random sample of visitors like them.

use crate::survey::RatingPoints;
use core::ops::RangeInclusive;

mod base;
mod change;
mod counts;
mod distribution;
mod fisher;
mod mean;
mod nps;
mod proportion;
mod root;
mod scan;
mod terms;

pub use base::{Base, COMMENTS_MIN_N, DEFAULT_MIN_N, HOMOGENEOUS_BELOW, LOW_BASE_BELOW};
pub use change::Change;
pub use counts::Counts;
pub use proportion::rate;
pub use scan::{FALSE_DISCOVERY_RATE, adjusted, discoveries};
pub use terms::{Contrast, contrast};

/// What a rating measures. Scales are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Net Promoter Score, from 0 to 10; -100 to 100 points.
    Nps,
    /// Customer satisfaction, from 1 to 5; the share of 4 and 5 in percent.
    Csat,
    /// Customer Effort Score 2.0, from 1 to 7, high is good; the mean.
    Ces,
    /// Ease on five points, high is good; the mean. Another metric than [`Metric::Ces`], as scales are never mixed.
    Ces5,
    /// Thumb down (0) or up (1); the share of thumbs up in percent.
    Thumbs,
    /// A rating of the team's own; the mean.
    Rating(RatingPoints),
    /// What was expected, from 1 to 7; the mean. Half of a SERVQUAL item.
    Expectation,
    /// What was got, from 1 to 7; the mean. The other half.
    Perception,
}

/// What the headline figure of a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The share of high answers less the share of low ones, -100 to 100 points.
    Net,
    /// The share of high answers, 0 to 100 percent.
    Share,
    /// The mean, in points of the scale.
    Mean,
}

impl Metric {
    /// Every metric, in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::Nps,
        Self::Csat,
        Self::Ces,
        Self::Ces5,
        Self::Thumbs,
        Self::Rating(RatingPoints::ALL[0]),
        Self::Rating(RatingPoints::ALL[1]),
        Self::Rating(RatingPoints::ALL[2]),
        Self::Rating(RatingPoints::ALL[3]),
        Self::Rating(RatingPoints::ALL[4]),
        Self::Rating(RatingPoints::ALL[5]),
        Self::Rating(RatingPoints::ALL[6]),
        Self::Rating(RatingPoints::ALL[7]),
        Self::Rating(RatingPoints::ALL[8]),
        Self::Rating(RatingPoints::ALL[9]),
        Self::Expectation,
        Self::Perception,
    ];

    /// The points of its scale, lowest first.
    pub fn points(self) -> RangeInclusive<u8> {
        match self {
            Self::Nps => 0..=10,
            Self::Csat | Self::Ces5 => 1..=5,
            Self::Ces | Self::Expectation | Self::Perception => 1..=7,
            Self::Thumbs => 0..=1,
            Self::Rating(points) => points.range(),
        }
    }

    /// The name under which it is stored and sent.
    pub fn id(self) -> &'static str {
        const RATINGS: [&str; 10] = [
            "rating_2",
            "rating_3",
            "rating_4",
            "rating_5",
            "rating_6",
            "rating_7",
            "rating_8",
            "rating_9",
            "rating_10",
            "rating_11",
        ];
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Ces5 => "ces_5",
            Self::Thumbs => "thumbs",
            Self::Rating(points) => RATINGS[usize::from(u8::from(points) - RatingPoints::FEWEST)],
            Self::Expectation => "expectation",
            Self::Perception => "perception",
        }
    }

    /// What its headline figure is.
    pub fn figure(self) -> Figure {
        match self {
            Self::Nps => Figure::Net,
            Self::Csat | Self::Thumbs => Figure::Share,
            Self::Ces | Self::Ces5 | Self::Rating(_) | Self::Expectation | Self::Perception => Figure::Mean,
        }
    }

    /// The lowest headline figure: -100 points, 0 percent, a mean of the lowest point.
    pub fn low_bound(self) -> f64 {
        match self.figure() {
            Figure::Net => -100.0,
            Figure::Share => 0.0,
            Figure::Mean => f64::from(*self.points().start()),
        }
    }

    /// The highest headline figure: 100 points, 100 percent, a mean of the highest point.
    pub fn high_bound(self) -> f64 {
        match self.figure() {
            Figure::Net | Figure::Share => 100.0,
            Figure::Mean => f64::from(*self.points().end()),
        }
    }

    /// Where the middle and the high answers begin.
    ///
    /// Ratings of the team's own are cut into thirds of their scale, as evenly as it can be; the middle may be empty.
    pub fn cuts(self) -> [u8; 2] {
        match self {
            Self::Nps => [7, 9],
            Self::Csat | Self::Ces5 => [3, 4],
            Self::Ces | Self::Expectation | Self::Perception => [4, 5],
            Self::Thumbs => [1, 1],
            Self::Rating(points) => {
                let (low, high) = points.range().into_inner();
                let steps = high - low;
                [low + steps.div_ceil(3), low + 2 * steps / 3 + 1]
            }
        }
    }
}

impl TryFrom<&str> for Metric {
    type Error = &'static str;
    fn try_from(id: &str) -> Result<Self, Self::Error> {
        Self::ALL.into_iter().find(|metric| metric.id() == id).ok_or("no metric has this name")
    }
}

/// The most points a scale has, and so the counters a rollup row holds.
pub const MOST_POINTS: usize = 11;

/// The confidence level of every interval of a score or a change.
pub const LEVEL: f64 = 0.95;

/// The figures that the answers do not contradict, in the unit of the figure they surround.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lowest of them.
    pub low: f64,
    /// The highest of them.
    pub high: f64,
    /// How often such intervals hold the truth, from 0 to 1.
    pub level: f64,
}

impl Interval {
    /// From limits computed apart from the `value`, which they hold even where rounding would shut it out.
    fn around(value: f64, [low, high]: [f64; 2]) -> Self {
        Self { low: low.min(value), high: high.max(value), level: LEVEL }
    }
}

/// A figure, how sure it is and from how many answers it comes. Unrounded: round limits outwards when showing them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The figure: points for NPS, percent for shares, a point of the scale for means.
    pub value: f64,
    /// Where the figure may truly lie. Always holds `value`, never leaves the scale.
    pub interval: Interval,
    /// The answers counted. Never 0.
    pub n: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn metrics_are_found_by_their_id() {
        for metric in Metric::ALL {
            assert_eq!(Metric::try_from(metric.id()), Ok(metric));
            assert!(metric.points().count() <= MOST_POINTS);
            assert!(metric.low_bound() < metric.high_bound());
        }
        for unknown in ["", "NPS", "nps ", "stars"] {
            assert_eq!(Metric::try_from(unknown), Err("no metric has this name"));
        }
    }

    /// `value` within `tolerance` of `expected`, and never NaN.
    #[track_caller]
    pub(super) fn close(value: f64, expected: f64, tolerance: f64) {
        assert!((value - expected).abs() <= tolerance, "{value} is not {expected} +- {tolerance}");
    }

    /// Every way in which `n` answers fall into three classes, with its probability under the shares `p`.
    pub(super) fn outcomes(n: u64, p: [f64; 3]) -> Vec<([u64; 3], f64)> {
        let log_factorial = |k: u64| libm::lgamma(k as f64 + 1.0);
        let mut all = Vec::new();
        for low in 0..=n {
            for high in 0..=n - low {
                let classes = [low, n - low - high, high];
                let log = |k: u64, p: f64| if k == 0 { 0.0 } else { k as f64 * libm::log(p) - log_factorial(k) };
                let logs: f64 = classes.iter().zip(p).map(|(&k, p)| log(k, p)).sum();
                all.push((classes, libm::exp(log_factorial(n) + logs)));
            }
        }
        all
    }
}

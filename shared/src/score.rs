//! Scores as pure functions of counts: NPS, CSAT and CES with their intervals and what changed between two periods.

use core::ops::RangeInclusive;

/// What a rating measures. Scales are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Metric {
    /// Net Promoter Score, from 0 to 10; -100 to 100 points.
    Nps,
    /// Customer satisfaction, from 1 to 5; the share of 4 and 5 in percent.
    Csat,
    /// Customer Effort Score 2.0, from 1 to 7, high is good; the mean.
    Ces,
}

impl Metric {
    /// Every metric, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Nps, Self::Csat, Self::Ces];

    /// The points of its scale, lowest first.
    pub fn points(self) -> RangeInclusive<u8> {
        match self {
            Self::Nps => 0..=10,
            Self::Csat => 1..=5,
            Self::Ces => 1..=7,
        }
    }
}

/// The most points a scale has, and so the counters a rollup row holds.
pub const MOST_POINTS: usize = 11;

/// How often each point of a metric's scale was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    metric: Metric,
    /// By distance from the lowest point.
    by_point: [u64; MOST_POINTS],
}

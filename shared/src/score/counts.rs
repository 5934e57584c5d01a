//! How often each point of a scale was chosen, and the figures that follow from it. Refuses points off the scale.

use super::{
    Base, Figure, HOMOGENEOUS_BELOW, Interval, LEVEL, MOST_POINTS, Metric, Score, distribution::two_sided_z, mean, nps,
    rate,
};

/// How often each point of a metric's scale was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    metric: Metric,
    /// By distance from the lowest point.
    by_point: [u64; MOST_POINTS],
}

impl Counts {
    /// No answers yet.
    pub fn new(metric: Metric) -> Self {
        Self { metric, by_point: [0; MOST_POINTS] }
    }

    /// From one counter per point, lowest point first. `None` unless there are exactly as many as the scale has points.
    pub fn from_points(metric: Metric, counters: &[u64]) -> Option<Self> {
        let mut counts = Self::new(metric);
        (counters.len() == metric.points().count()).then(|| {
            counts.by_point[..counters.len()].copy_from_slice(counters);
            counts
        })
    }

    /// What was rated.
    pub fn metric(&self) -> Metric {
        self.metric
    }

    /// Adds `n` answers at `point`. False, and nothing changes, if the scale has no such point.
    #[must_use = "false says that the answers were not counted"]
    pub fn add(&mut self, point: u8, n: u64) -> bool {
        let Some(index) = self.index(point) else { return false };
        self.by_point[index] = self.by_point[index].saturating_add(n);
        true
    }

    /// Adds the answers of another group. False, and nothing changes, if they rate something else.
    #[must_use = "false says that the answers were not counted"]
    pub fn merge(&mut self, other: &Self) -> bool {
        if self.metric != other.metric {
            return false;
        }
        for (mine, theirs) in self.by_point.iter_mut().zip(other.by_point) {
            *mine = mine.saturating_add(theirs);
        }
        true
    }

    /// The number of answers.
    pub fn n(&self) -> u64 {
        self.by_point.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// The answers at `point`; 0 off the scale.
    pub fn get(&self, point: u8) -> u64 {
        self.index(point).map_or(0, |index| self.by_point[index])
    }

    /// Every point of the scale with its answers, lowest point first.
    pub fn iter(&self) -> impl Iterator<Item = (u8, u64)> + Clone + use<> {
        self.metric.points().zip(self.by_point)
    }

    /// Every point of the scale with its share of the answers in percent. `None` without answers.
    pub fn shares(&self) -> Option<impl Iterator<Item = (u8, f64)> + Clone + use<>> {
        let n = self.n();
        (n > 0).then(|| self.iter().map(move |(point, count)| (point, 100.0 * count as f64 / n as f64)))
    }

    /// The low, middle and high answers.
    ///
    /// NPS: detractors 0 to 6, passives 7 and 8, promoters 9 and 10. CSAT and ease on five points: 1 and 2, 3, 4 and 5.
    /// CES: 1 to 3, 4, 5 to 7. Thumbs: down, none, up. Others: thirds of the scale.
    pub fn groups(&self) -> [u64; 3] {
        let [middle, high] = self.metric.cuts();
        let mut groups = [0_u64; 3];
        for (point, n) in self.iter() {
            let group = &mut groups[usize::from(point >= middle) + usize::from(point >= high)];
            *group = group.saturating_add(n);
        }
        groups
    }

    /// The shares of the low, middle and high answers in percent. `None` without answers.
    pub fn group_shares(&self) -> Option<[f64; 3]> {
        let n = self.n();
        (n > 0).then(|| self.groups().map(|group| 100.0 * group as f64 / n as f64))
    }

    /// The headline figure. `None` without answers.
    ///
    /// - NPS: `100 (promoters - detractors) / n`, -100 to 100 points (Reichheld 2003, HBR 81(12):46), with Tango's
    ///   score interval.
    /// - CSAT and thumbs: the percentage of high answers, with Wilson's interval.
    /// - Others: the mean, with the augmented t interval. One answer has the whole scale as its interval.
    pub fn score(&self) -> Option<Score> {
        match self.metric.figure() {
            Figure::Net => (self.n() > 0).then(|| {
                let value = nps::value(self.groups());
                let interval = Interval::around(value, nps::limits(self.groups(), two_sided_z(LEVEL)));
                Score { value, interval, n: self.n() }
            }),
            Figure::Share => rate(self.groups()[2], self.n()),
            Figure::Mean => mean::score(self),
        }
    }

    /// The figure shown beside the headline: for CSAT the mean, 1 to 5; for ease the percentage of high answers. Other
    /// metrics have none.
    pub fn second(&self) -> Option<Score> {
        match self.metric {
            Metric::Csat => mean::score(self),
            Metric::Ces | Metric::Ces5 => rate(self.groups()[2], self.n()),
            Metric::Nps | Metric::Thumbs | Metric::Rating(_) | Metric::Expectation | Metric::Perception => None,
        }
    }

    /// The mean in scale units. `None` without answers.
    pub fn mean(&self) -> Option<f64> {
        (self.n() > 0).then(|| mean::Moments::of_answers(self, 0.0).mean)
    }

    /// The percent of maximum possible, `100 (mean - lowest) / (highest - lowest)`. `None` without answers.
    ///
    /// The only unit in which different metrics share an axis, as on the experience curve. Never call it CSAT.
    /// Source: Cohen, Cohen, Aiken & West 1999, MBR 34:315.
    pub fn pomp(&self) -> Option<f64> {
        let scale = self.metric.points();
        let [lowest, highest] = [f64::from(*scale.start()), f64::from(*scale.end())];
        self.mean().map(|mean| 100.0 * (mean - lowest) / (highest - lowest))
    }

    /// Whether there are enough answers by a site's threshold.
    pub fn base(&self, min_n: u64) -> Base {
        Base::of(self.n(), min_n)
    }

    /// Whether the distribution must stay hidden because a few answers are all equal: it would tell what each one said.
    pub fn is_homogeneous(&self) -> bool {
        let n = self.n();
        (1..HOMOGENEOUS_BELOW).contains(&n) && self.by_point.contains(&n)
    }

    fn index(&self, point: u8) -> Option<usize> {
        let scale = self.metric.points();
        scale.contains(&point).then(|| usize::from(point - scale.start()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::close;
    use super::*;
    use alloc::vec::Vec;

    fn counts(metric: Metric, counters: &[u64]) -> Counts {
        Counts::from_points(metric, counters).unwrap()
    }

    #[test]
    fn answers_are_counted_on_the_scale_alone() {
        for metric in Metric::ALL {
            let mut counts = Counts::new(metric);
            for point in 0..=u8::MAX {
                let on_scale = metric.points().contains(&point);
                assert_eq!(counts.add(point, 2), on_scale, "{metric:?} {point}");
                assert_eq!(counts.get(point), if on_scale { 2 } else { 0 });
            }
            let points = metric.points().count();
            assert_eq!(counts.n(), 2 * points as u64);
            let (all, count): (Vec<u8>, Vec<u64>) = counts.iter().unzip();
            assert_eq!(all, metric.points().collect::<Vec<_>>());
            assert_eq!(Counts::from_points(metric, &count), Some(counts));
            for wrong in [0, points - 1, points + 1, MOST_POINTS + 1] {
                assert_eq!(Counts::from_points(metric, &[1; MOST_POINTS + 1][..wrong]), None);
            }
        }
    }

    #[test]
    fn groups_merge_only_within_a_metric() {
        let mut total = counts(Metric::Csat, &[1, 2, 3, 4, 5]);
        assert!(total.merge(&counts(Metric::Csat, &[5, 4, 3, 2, 1])));
        assert_eq!(total, counts(Metric::Csat, &[6; 5]));
        assert!(!total.merge(&Counts::new(Metric::Ces)));
        assert_eq!(total, counts(Metric::Csat, &[6; 5]));
        assert!(total.add(5, u64::MAX) && total.merge(&total.clone()));
        assert_eq!(total.n(), u64::MAX);
        assert!(total.score().is_some());
    }

    #[test]
    fn answers_fall_into_three_groups() {
        let check = |metric, counters: &[u64], expected: [u64; 3]| {
            let counts = counts(metric, counters);
            assert_eq!(counts.groups(), expected, "{metric:?}");
            close(counts.group_shares().unwrap().iter().sum(), 100.0, 1e-9);
            close(counts.shares().unwrap().map(|(_, share)| share).sum(), 100.0, 1e-9);
        };
        check(Metric::Nps, &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], [127, 384, 1536]);
        check(Metric::Csat, &[1, 2, 4, 8, 16], [3, 4, 24]);
        check(Metric::Ces, &[1, 2, 4, 8, 16, 32, 64], [7, 8, 112]);
        check(Metric::Ces5, &[1, 2, 4, 8, 16], [3, 4, 24]);
        check(Metric::Thumbs, &[1, 2], [1, 0, 2]);
        let rating = |points: u8| Metric::Rating(points.try_into().unwrap());
        check(rating(2), &[1, 2], [1, 0, 2]);
        check(rating(3), &[1, 2, 4], [1, 2, 4]);
        check(rating(4), &[1, 2, 4, 8], [1, 6, 8]);
        check(rating(5), &[1, 2, 4, 8, 16], [3, 4, 24]);
        check(rating(7), &[1, 2, 4, 8, 16, 32, 64], [3, 28, 96]);
        check(rating(11), &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], [15, 112, 1920]);
    }

    #[test]
    fn figures_follow_from_counts() {
        let check = |metric, counters: &[u64], score: f64, second: Option<f64>, mean: f64, pomp: f64| {
            let counts = counts(metric, counters);
            close(counts.score().unwrap().value, score, 1e-12);
            assert_eq!(counts.score().unwrap().n, counters.iter().sum::<u64>());
            assert_eq!(counts.second().map(|second| second.value), second);
            close(counts.mean().unwrap(), mean, 1e-12);
            close(counts.pomp().unwrap(), pomp, 1e-12);
        };
        check(Metric::Nps, &[0, 0, 0, 0, 0, 0, 20, 0, 30, 0, 50], 30.0, None, 8.6, 86.0);
        check(Metric::Csat, &[1, 0, 1, 4, 4], 80.0, Some(4.0), 4.0, 75.0);
        check(Metric::Ces, &[0, 1, 2, 3, 6, 8, 10], 5.6, Some(80.0), 5.6, 100.0 * 4.6 / 6.0);
        check(Metric::Ces, &[1, 0, 0, 0, 0, 0, 0], 1.0, Some(0.0), 1.0, 0.0);
        check(Metric::Ces5, &[0, 0, 0, 1, 3], 4.75, Some(100.0), 4.75, 93.75);
        check(Metric::Thumbs, &[1, 3], 75.0, None, 0.75, 75.0);
        check(Metric::Rating(3.try_into().unwrap()), &[0, 1, 1], 2.5, None, 2.5, 75.0);
    }

    #[test]
    fn nothing_scores_nothing() {
        for metric in Metric::ALL {
            let none = Counts::new(metric);
            assert_eq!((none.score(), none.second(), none.mean(), none.pomp()), (None, None, None, None));
            assert!(none.shares().is_none() && none.group_shares().is_none() && none.change_since(&none).is_none());
            assert_eq!((none.n(), none.base(0), none.is_homogeneous()), (0, Base::Suppressed, false));
        }
    }

    #[test]
    fn headlines_stay_between_the_bounds() {
        for metric in Metric::ALL {
            for [n, point] in [[1, 0], [1, 1], [4, 2], [9, 3], [50, 4]] {
                let mut counters = [0; MOST_POINTS];
                let points = metric.points().count();
                counters[point.min(points - 1)] = n as u64;
                let one_class = counts(metric, &counters[..points]);
                let Score { value, interval, .. } = one_class.score().unwrap();
                assert!(metric.low_bound() <= interval.low && interval.low <= value, "{one_class:?}");
                assert!(value <= interval.high && interval.high <= metric.high_bound(), "{one_class:?}");
                assert_eq!(interval.level, LEVEL);
            }
        }
    }

    #[test]
    fn a_few_equal_answers_keep_their_distribution_hidden() {
        let check = |counters: [u64; 5], expected| {
            assert_eq!(counts(Metric::Csat, &counters).is_homogeneous(), expected, "{counters:?}");
        };
        check([0, 0, 0, 0, 9], true);
        check([1, 0, 0, 0, 0], true);
        check([0, 0, 0, 0, 10], false);
        check([0, 0, 0, 1, 8], false);
    }
}

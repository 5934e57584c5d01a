//! Chance with a fixed seed: how many come, which score they give, which of several things they say.

use rand::{Rng, rngs::StdRng, seq::SliceRandom};
use shared::score::Metric;

/// Draws how many come when `mean` are expected (Poisson, by multiplying until e^-mean is passed).
pub fn count(rng: &mut StdRng, mean: f64) -> u32 {
    let limit = (-mean).exp();
    let mut product: f64 = rng.random();
    let mut count = 0;
    while product > limit {
        product *= rng.random::<f64>();
        count += 1;
    }
    count
}

/// The position drawn among weights. 0 when all of them are.
pub fn weighted(rng: &mut StdRng, weights: impl Iterator<Item = u32> + Clone) -> usize {
    let total: u32 = weights.clone().sum();
    if total == 0 {
        return 0;
    }
    let mut left = rng.random_range(0..total);
    let fits = |weight: u32| {
        let here = left < weight;
        left = left.saturating_sub(weight);
        here
    };
    weights.map(fits).position(|here| here).unwrap_or_default()
}

/// Things dealt in random order, each once before any comes again.
pub struct Deck<T> {
    all: Vec<T>,
    left: Vec<T>,
}

impl<T: Copy> Deck<T> {
    /// A deck that will be shuffled when the first is drawn.
    pub fn new(all: Vec<T>) -> Self {
        Self { all, left: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The next one. `None` when there are none at all.
    pub fn draw(&mut self, rng: &mut StdRng) -> Option<T> {
        if self.left.is_empty() {
            self.left.clone_from(&self.all);
            self.left.shuffle(rng);
        }
        self.left.pop()
    }
}

/// Into how many slices the scores of a place are dealt: few enough that a day looks random, many enough that the year's
/// story comes out whatever the date.
const SLICES: u32 = 25;

/// Where in the order from the worst to the best score the next one stands, 0 to 1.
pub struct Ranks(Deck<u32>);

impl Ranks {
    /// A fresh order.
    pub fn new() -> Self {
        Self(Deck::new((0..SLICES).collect()))
    }

    /// The next one.
    pub fn draw(&mut self, rng: &mut StdRng) -> f64 {
        let slice = self.0.draw(rng).unwrap_or_default();
        (f64::from(slice) + rng.random::<f64>()) / f64::from(SLICES)
    }
}

/// The score at this rank where the headline figure is `level`.
pub fn score(metric: Metric, level: f64, rank: f64) -> u8 {
    let mut below = 0.0;
    for (point, share) in metric.points().zip(shares(metric, level)) {
        below += share;
        if rank < below {
            return point;
        }
    }
    *metric.points().end()
}

/// The share of each point, lowest first, so that the headline figure is `level`.
fn shares(metric: Metric, level: f64) -> Vec<f64> {
    let groups: Vec<(f64, &[f64])> = match metric {
        Metric::Nps => {
            // The further from the middle, the fewer have no opinion.
            let net = level / 100.0;
            let passives = 0.3 * (1.0 - net * net);
            let detractors = (1.0 - passives - net) / 2.0;
            vec![
                (detractors, &[0.15, 0.075, 0.10, 0.125, 0.125, 0.20, 0.225]),
                (passives, &[0.46, 0.54]),
                (1.0 - passives - detractors, &[0.44, 0.56]),
            ]
        }
        Metric::Csat => vec![(1.0 - level / 100.0, &[0.26, 0.32, 0.42]), (level / 100.0, &[0.41, 0.59])],
        // No place of the demo asks anything else.
        Metric::Ces5 | Metric::Thumbs | Metric::Rating(_) | Metric::Expectation | Metric::Perception => {
            let points = metric.points().count();
            return vec![1.0 / points as f64; points];
        }
        Metric::Ces => {
            const HARD: [f64; 7] = [0.22, 0.17, 0.15, 0.14, 0.14, 0.10, 0.08];
            const EASY: [f64; 7] = [0.02, 0.02, 0.04, 0.08, 0.16, 0.29, 0.39];
            const HARD_MEAN: f64 = 3.43;
            const EASY_MEAN: f64 = 5.77;
            let ease = ((level - HARD_MEAN) / (EASY_MEAN - HARD_MEAN)).clamp(0.0, 1.0);
            return HARD.iter().zip(EASY).map(|(hard, easy)| hard * (1.0 - ease) + easy * ease).collect();
        }
    };
    groups.into_iter().flat_map(|(share, points)| points.iter().map(move |point| share * point)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use shared::score::Counts;

    #[test]
    fn scores_give_the_figure_they_were_drawn_for() {
        let check = |metric: Metric, level: f64, tolerance: f64| {
            let mut counts = Counts::new(metric);
            for rank in 0..1000 {
                assert!(counts.add(score(metric, level, f64::from(rank) / 1000.0), 1));
            }
            let value = counts.score().unwrap().value;
            assert!((value - level).abs() <= tolerance, "{metric:?} {level}: {value}");
        };
        for level in [-38.0, -14.0, 0.0, 52.0, 61.0] {
            check(Metric::Nps, level, 0.5);
        }
        check(Metric::Csat, 72.0, 0.5);
        check(Metric::Csat, 88.0, 0.5);
        check(Metric::Ces, 4.4, 0.02);
        check(Metric::Ces, 5.5, 0.02);
    }

    #[test]
    fn as_many_come_as_expected() {
        let mut rng = StdRng::seed_from_u64(1);
        for mean in [0.0, 0.3, 5.0, 60.0] {
            let draws = 2000;
            let total: u32 = (0..draws).map(|_| count(&mut rng, mean)).sum();
            let average = f64::from(total) / f64::from(draws);
            assert!((average - mean).abs() <= 5.0 * (mean / f64::from(draws)).sqrt(), "{mean}: {average}");
        }
    }

    #[test]
    fn a_deck_deals_everything_before_anything_again() {
        let mut rng = StdRng::seed_from_u64(1);
        let mut deck = Deck::new(vec!['a', 'b', 'c']);
        for _ in 0..3 {
            let mut round: Vec<_> = (0..3).filter_map(|_| deck.draw(&mut rng)).collect();
            round.sort_unstable();
            assert_eq!(round, ['a', 'b', 'c']);
        }
        assert_eq!(Deck::<char>::new(vec![]).draw(&mut rng), None);
        assert_eq!(weighted(&mut rng, [0, 3, 0].into_iter()), 1);
        assert_eq!(weighted(&mut rng, [].into_iter()), 0);
    }
}

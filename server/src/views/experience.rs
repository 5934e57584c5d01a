//! The experience along the journey, phase by phase: as it is, and as it would be with every target reached.

use super::{
    chart::{Column, Curve},
    colour, format,
};
use crate::locale::Locale;
use shared::score::{Counts, Metric};

/// What one touchpoint adds to its phase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// Its answers.
    pub counts: Counts,
    /// The score the team wants there.
    pub target: Option<f64>,
}

/// The curve with what is written on it.
#[derive(Clone, Debug)]
pub struct Experience {
    /// The lines.
    pub curve: Curve,
    /// For each of the curve's spots: the class of its colour, and its figure.
    pub labels: Vec<(&'static str, String)>,
    /// The same in figures, a row for each phase that has some.
    pub rows: Vec<Row>,
    /// The metric it is drawn in; none where several meet, and percents of the best possible stand for them.
    pub metric: Option<Metric>,
}

/// What the curve says of one phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The phase, counted from 0.
    pub phase: usize,
    /// What it is today.
    pub as_is: String,
    /// How many answers that rests on.
    pub n: String,
    /// What it shall be, where there are targets.
    pub to_be: Option<String>,
    /// How far that is from today, where it is not reached.
    pub to_go: Option<String>,
}

impl Experience {
    /// The curve over phases with these touchpoints. `None` when nothing is heard at any of them.
    pub fn new(locale: Locale, phases: &[Vec<Heard>]) -> Option<Self> {
        let metric = common_metric(phases);
        let column = |heard: &Vec<Heard>| column(metric, heard);
        let columns: Vec<Option<Column>> = phases.iter().map(column).collect();
        let neutral = (metric == Some(Metric::Nps)).then_some(0.0);
        let curve = Curve::new(&columns, neutral)?;
        let told = |value: f64| match metric {
            Some(metric) => format::score(locale, metric, value),
            None => format::number(locale, value.round() as u64),
        };
        let row = |(phase, column): (usize, &Option<Column>)| {
            let Column { as_is, to_be } = (*column)?;
            let n = phases.get(phase).map(|heard| heard.iter().map(|one| one.counts.n()).sum());
            let missing = to_be.filter(|to_be| *to_be > as_is).map(|to_be| to_be - as_is);
            Some(Row {
                phase,
                as_is: told(as_is),
                n: format::number(locale, n.unwrap_or_default()),
                to_be: to_be.map(told),
                to_go: missing.map(|missing| match metric {
                    Some(metric) => format::moved(locale, metric, missing),
                    None => format::number(locale, missing.round() as u64),
                }),
            })
        };
        let rows = columns.iter().enumerate().filter_map(row).collect();
        let label = |index: usize| {
            let text = told(columns.get(index).copied().flatten().map_or(0.0, |column| column.as_is));
            let pomp = phases.get(index).and_then(|heard| weighted(heard, |one| one.counts.pomp()));
            (colour::of(pomp.unwrap_or_default()), text)
        };
        let labels = curve.spots.iter().map(|(index, _)| label(*index)).collect();
        Some(Self { curve, labels, rows, metric })
    }
}

fn common_metric(phases: &[Vec<Heard>]) -> Option<Metric> {
    let mut metrics = phases.iter().flatten().map(|heard| heard.counts.metric());
    let first = metrics.next()?;
    metrics.all(|metric| metric == first).then_some(first)
}

fn column(metric: Option<Metric>, heard: &[Heard]) -> Option<Column> {
    let as_is = |one: &Heard| match metric {
        Some(_) => one.counts.score().map(|score| score.value),
        None => one.counts.pomp(),
    };
    let to_be = |one: &Heard| match (metric, one.target) {
        (Some(_), Some(target)) => Some(target),
        (None, Some(target)) => pomp_at(&one.counts, target),
        (_, None) => as_is(one),
    };
    let has_target = heard.iter().any(|one| one.target.is_some());
    Some(Column { as_is: weighted(heard, as_is)?, to_be: has_target.then(|| weighted(heard, to_be)).flatten() })
}

/// The mean over all answers of a phase: each touchpoint counts as much as it has answers.
fn weighted(heard: &[Heard], value: impl Fn(&Heard) -> Option<f64>) -> Option<f64> {
    let mut sum = (0.0, 0.0);
    for one in heard {
        if let Some(value) = value(one) {
            let n = one.counts.n() as f64;
            sum = (sum.0 + n * value, sum.1 + n);
        }
    }
    (sum.1 > 0.0).then(|| sum.0 / sum.1)
}

/// The percent of the maximum possible that goes with a target: today's answers tilted towards the better groups just
/// as far as the target asks, and within each group left as they are.
fn pomp_at(counts: &Counts, target: f64) -> Option<f64> {
    let metric = counts.metric();
    let of_scale = |point: f64| {
        let scale = metric.points();
        let [lowest, highest] = [f64::from(*scale.start()), f64::from(*scale.end())];
        100.0 * (point - lowest) / (highest - lowest)
    };
    // What the groups of answers are worth in the score, and where an answer of a group stands if it has none yet.
    let (worth, centres) = match metric {
        Metric::Nps => ([-100.0, 0.0, 100.0], [3.0, 7.5, 9.5]),
        Metric::Csat => ([0.0, 0.0, 100.0], [1.5, 3.0, 4.5]),
        Metric::Thumbs => ([0.0, 0.0, 100.0], [0.0, 0.5, 1.0]),
        Metric::Ces | Metric::Ces5 | Metric::Rating(_) | Metric::Expectation | Metric::Perception => {
            return Some(of_scale(target));
        }
    };
    let mut groups = [(0.0, 0.0); 3];
    for (point, n) in counts.iter().filter(|(_, n)| *n > 0) {
        let mut one = Counts::new(metric);
        let index = one.add(point, 1).then(|| one.groups().iter().position(|n| *n > 0)).flatten()?;
        groups[index].0 += n as f64;
        groups[index].1 += n as f64 * of_scale(f64::from(point));
    }
    let shares = groups.map(|(n, _)| n.max(0.5));
    let pomps: [f64; 3] = std::array::from_fn(|index| match groups[index] {
        (n, sum) if n > 0.0 => sum / n,
        _ => of_scale(centres[index]),
    });
    let at = |tilt: f64, values: [f64; 3]| {
        let weights: [f64; 3] = std::array::from_fn(|index| shares[index] * (tilt * worth[index] / 100.0).exp());
        let sum: f64 = weights.iter().sum();
        weights.iter().zip(values).map(|(weight, value)| weight * value).sum::<f64>() / sum
    };
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if at(middle, worth) < target { low = middle } else { high = middle }
    }
    Some(at(low, pomps))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(metric: Metric, counters: &[u64], target: Option<f64>) -> Heard {
        Heard { counts: Counts::from_points(metric, counters).unwrap(), target }
    }

    const NPS: [u64; 11] = [2, 0, 0, 4, 4, 5, 5, 10, 20, 20, 30];

    #[test]
    fn one_metric_is_drawn_in_its_own_unit() {
        let phases = [
            vec![heard(Metric::Nps, &NPS, Some(50.0)), heard(Metric::Nps, &NPS, None)],
            vec![],
            vec![heard(Metric::Nps, &NPS, None)],
        ];
        let experience = Experience::new(Locale::En, &phases).unwrap();
        assert_eq!(experience.metric, Some(Metric::Nps));
        let texts: Vec<&str> = experience.labels.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["+30", "+30"]);
        let told =
            |row: &Row| (row.phase, row.to_be.clone().unwrap_or_default(), row.to_go.clone().unwrap_or_default());
        let told: Vec<_> = experience.rows.iter().map(told).collect();
        assert_eq!(told, [(0, "+40".to_owned(), "10".to_owned()), (2, String::new(), String::new())]);
        assert_eq!(experience.rows[0].n, "200");
        // One target of 50 and one touchpoint that stays at 30 make 40.
        assert_eq!(column(Some(Metric::Nps), &phases[0]).unwrap().to_be, Some(40.0));
        assert_eq!(column(Some(Metric::Nps), &phases[2]).unwrap().to_be, None);
    }

    #[test]
    fn several_metrics_share_a_scale() {
        let phases = [vec![heard(Metric::Nps, &NPS, None)], vec![heard(Metric::Csat, &[0, 0, 0, 5, 5], None)]];
        let experience = Experience::new(Locale::Es, &phases).unwrap();
        assert_eq!(experience.metric, None);
        assert_eq!(experience.labels[1], ("f5", "88".to_owned()));
    }

    #[test]
    fn a_target_that_is_reached_changes_nothing() {
        let check = |one: Heard| {
            let score = one.counts.score().unwrap().value;
            let close = (pomp_at(&one.counts, score).unwrap() - one.counts.pomp().unwrap()).abs() < 1e-6;
            assert!(close, "{one:?}");
        };
        check(heard(Metric::Nps, &NPS, None));
        check(heard(Metric::Csat, &[1, 2, 3, 4, 5], None));
        check(heard(Metric::Ces, &[1, 2, 3, 4, 5, 6, 7], None));
    }

    #[test]
    fn higher_targets_lie_higher_and_on_the_scale() {
        for (metric, counters, [low, high]) in [
            (Metric::Nps, &NPS[..], [-100.0, 100.0]),
            (Metric::Nps, &[9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [-100.0, 100.0]),
            (Metric::Csat, &[0, 0, 0, 0, 9], [0.0, 100.0]),
            (Metric::Ces, &[0, 0, 0, 9, 0, 0, 0], [1.0, 7.0]),
        ] {
            let counts = Counts::from_points(metric, counters).unwrap();
            let places: Vec<f64> =
                (0..=20).map(|step| pomp_at(&counts, low + (high - low) * f64::from(step) / 20.0).unwrap()).collect();
            assert!(places.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9), "{places:?}");
            assert!(places.iter().all(|place| (-1e-9..=100.0 + 1e-9).contains(place)), "{places:?}");
        }
    }
}

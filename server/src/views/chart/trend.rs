//! A figure over time with its band of uncertainty, and the scale beside it.

use super::{Rule, SIDE, Sample, Spot, across, percent, runs};

/// A mark under the plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// From the left, in percent.
    pub x: String,
    /// Which sample it names.
    pub index: usize,
    /// How its text stands to it: `start`, `middle` or `end`.
    pub anchor: &'static str,
}

/// A figure over time with its band of uncertainty.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Closed paths, one for each stretch without a gap.
    pub bands: Vec<String>,
    /// Open paths, one for each stretch without a gap.
    pub curves: Vec<String>,
    /// Samples without neighbours.
    pub dots: Vec<Spot>,
    /// The lines of the scale, lowest first.
    pub rules: Vec<Rule>,
    /// Some of the samples, to be named under the plot.
    pub marks: Vec<Mark>,
    /// Where the target lies.
    pub target: Option<Rule>,
}

impl Trend {
    /// A trend within `bounds`. `None` when there is nothing to draw.
    pub fn new(samples: &[Option<Sample>], bounds: [f64; 2], target: Option<f64>) -> Option<Self> {
        let target = target.filter(|target| (bounds[0]..=bounds[1]).contains(target));
        let drawn = || samples.iter().flatten();
        drawn().next()?;
        let lowest = drawn().map(|sample| sample.low).chain(target).fold(f64::INFINITY, f64::min);
        let highest = drawn().map(|sample| sample.high).chain(target).fold(f64::NEG_INFINITY, f64::max);
        let axis = Axis::around(lowest, highest, bounds);
        let rule = |value: f64| Rule { y: percent(axis.depth(value)), value };

        let (mut bands, mut curves, mut dots) = (Vec::new(), Vec::new(), Vec::new());
        for run in runs(samples) {
            let x = |index: usize| across(index, samples.len());
            if let [(index, sample)] = run[..] {
                let [low, high, y] = [sample.low, sample.high, sample.value].map(|value| percent(axis.depth(value)));
                dots.push(Spot { x: percent(x(index)), y, low, high });
                continue;
            }
            let line = |values: &mut dyn Iterator<Item = (usize, f64)>| {
                let points: Vec<String> =
                    values.map(|(index, value)| format!("{:.1} {:.1}", x(index), axis.depth(value))).collect();
                points.join(" L")
            };
            curves.push(format!("M{}", line(&mut run.iter().map(|(index, sample)| (*index, sample.value)))));
            let above = line(&mut run.iter().map(|(index, sample)| (*index, sample.high)));
            let below = line(&mut run.iter().rev().map(|(index, sample)| (*index, sample.low)));
            bands.push(format!("M{above} L{below} Z"));
        }
        let rules = axis.ticks().into_iter().map(rule).collect();
        Some(Self { bands, curves, dots, rules, marks: marks(samples.len()), target: target.map(rule) })
    }
}

/// At most four samples, evenly spread, so that their names have room on a phone.
fn marks(count: usize) -> Vec<Mark> {
    let most = count.min(4);
    let anchor = |nth: usize| match nth {
        _ if count == 1 => "middle",
        0 => "start",
        _ if nth + 1 == most => "end",
        _ => "middle",
    };
    let nth = |nth: usize| {
        let index = if most < 2 { 0 } else { (nth * (count - 1) + (most - 1) / 2) / (most - 1) };
        Mark { x: percent(across(index, count)), index, anchor: anchor(nth) }
    };
    (0..most).map(nth).collect()
}

/// A vertical axis with round values on it.
#[derive(Clone, Copy, Debug)]
struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// From `lowest` to `highest` and on to the next round values, but never out of `bounds`.
    fn around(lowest: f64, highest: f64, bounds: [f64; 2]) -> Self {
        let width = (highest - lowest).max((bounds[1] - bounds[0]) / 100.0);
        let magnitude = 10_f64.powf(width.log10().floor());
        let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0].map(|step| step * magnitude);
        let lines = |step: &f64| (highest / step).ceil() - (lowest / step).floor();
        let step = steps.into_iter().find(|step| lines(step) <= 5.0).unwrap_or(10.0 * magnitude);
        let low = ((lowest / step).floor() * step).max(bounds[0]);
        let high = ((highest / step).ceil() * step).min(bounds[1]);
        // A flat line gets room around it.
        let (low, high) = if high - low < step / 2.0 { (low - step, high + step) } else { (low, high) };
        Self { low: low.max(bounds[0]), high: high.min(bounds[1]), step }
    }

    fn depth(&self, value: f64) -> f64 {
        (SIDE * (self.high - value) / (self.high - self.low)).clamp(0.0, SIDE)
    }

    fn ticks(&self) -> Vec<f64> {
        let [first, last] = [(self.low / self.step).ceil() as i64, (self.high / self.step).floor() as i64];
        (first..=last).map(|nth| nth as f64 * self.step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::numbers, *};

    fn sample(value: f64) -> Option<Sample> {
        Some(Sample { value, low: value - 4.0, high: value + 4.0 })
    }

    #[test]
    fn trends_stay_inside_and_have_gaps() {
        let check = |samples: &[Option<Sample>], bounds: [f64; 2], target, runs: usize, dots: usize| {
            let trend = Trend::new(samples, bounds, target).unwrap();
            assert_eq!((trend.curves.len(), trend.bands.len(), trend.dots.len()), (runs, runs, dots));
            let inside = |text: &String, most: f64| numbers(text).into_iter().all(|n| (0.0..=most).contains(&n));
            assert!(trend.curves.iter().chain(&trend.bands).all(|path| inside(path, SIDE)), "{trend:?}");
            let spots = trend.dots.iter().flat_map(|dot| [&dot.x, &dot.y, &dot.low, &dot.high]);
            let rules = trend.rules.iter().chain(&trend.target).map(|rule| &rule.y);
            let marks = trend.marks.iter().map(|mark| &mark.x);
            assert!(spots.chain(rules).chain(marks).all(|place| inside(place, 100.0)), "{trend:?}");
            assert!((2..=6).contains(&trend.rules.len()), "{:?}", trend.rules);
            assert!(trend.rules.iter().all(|rule| (bounds[0]..=bounds[1]).contains(&rule.value)));
        };
        let nps = [-100.0, 100.0];
        check(&[sample(10.0), sample(20.0), None, sample(5.0)], nps, None, 1, 1);
        check(&[None, sample(-96.0), sample(96.0), None], nps, Some(10.0), 1, 0);
        check(&[sample(0.0)], nps, None, 0, 1);
        check(&[Some(Sample { value: 100.0, low: 100.0, high: 100.0 }); 3], nps, None, 1, 0);
        check(&[Some(Sample { value: 1.0, low: 1.0, high: 1.2 }); 2], [1.0, 7.0], Some(1.0), 1, 0);
        check(&[Some(Sample { value: 4.0, low: 1.0, high: 7.0 }); 90], [1.0, 7.0], Some(5.5), 1, 0);
        check(&[sample(50.0); 2], [0.0, 100.0], Some(1e9), 1, 0);
    }

    #[test]
    fn marks_are_few_and_reach_both_ends() {
        let check = |count: usize, expected: &[usize]| {
            let marks = marks(count);
            assert_eq!(marks.iter().map(|mark| mark.index).collect::<Vec<_>>(), expected);
        };
        check(1, &[0]);
        check(2, &[0, 1]);
        check(7, &[0, 2, 4, 6]);
        check(30, &[0, 10, 19, 29]);
    }
}

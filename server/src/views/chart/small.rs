//! Charts as small as a word: a line, the parts of a whole, a row of bars.

use super::{SIDE, Sample, across, runs};

/// A trend as small as a word, 96 by 36.
#[derive(Clone, Debug, PartialEq)]
pub struct Spark {
    /// One path for each stretch without a gap.
    pub paths: Vec<String>,
    /// Where the last figure stands.
    pub end: (String, String),
}

impl Spark {
    /// `None` with fewer than two figures: a dot shows nothing.
    pub fn new(values: &[Option<f64>]) -> Option<Self> {
        const INSET: f64 = 4.0;
        const WIDTH: f64 = 96.0;
        const HEIGHT: f64 = 36.0;
        let drawn = || values.iter().flatten().copied();
        if drawn().count() < 2 {
            return None;
        }
        let low = drawn().fold(f64::INFINITY, f64::min);
        let high = drawn().fold(f64::NEG_INFINITY, f64::max);
        let place = |index: usize, value: f64| {
            let x = INSET + across(index, values.len()) / SIDE * (WIDTH - 2.0 * INSET);
            let share = if high > low { (high - value) / (high - low) } else { 0.5 };
            (format!("{x:.1}"), format!("{:.1}", INSET + share * (HEIGHT - 2.0 * INSET)))
        };
        let samples: Vec<Option<Sample>> =
            values.iter().map(|value| value.map(|value| Sample { value, low: value, high: value })).collect();
        let runs = runs(&samples);
        let path = |run: &Vec<(usize, Sample)>| {
            let points: Vec<String> = run
                .iter()
                .map(|(index, sample)| {
                    let (x, y) = place(*index, sample.value);
                    format!("{x} {y}")
                })
                .collect();
            format!("M{}", points.join(" L"))
        };
        let (index, last) = *runs.last()?.last()?;
        Some(Self { paths: runs.iter().map(path).collect(), end: place(index, last.value) })
    }
}

/// One part of a whole, for a bar of parts laid side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Where it starts, in percent of the bar.
    pub x: String,
    /// How long it is, in percent of the bar.
    pub width: String,
}

/// The parts of a whole side by side, each with the position it had; empty parts are left out.
pub fn parts(counts: &[u64]) -> Vec<(usize, Part)> {
    let total: f64 = counts.iter().map(|n| *n as f64).sum();
    let mut before = 0.0;
    let mut parts = Vec::new();
    for (index, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let width = 100.0 * *n as f64 / total;
        parts.push((index, Part { x: format!("{before:.2}%"), width: format!("{width:.2}%") }));
        before += width;
    }
    parts
}

/// One upright bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its left side.
    pub x: String,
    /// Its middle, for the text below.
    pub middle: String,
    /// Its top.
    pub y: String,
    /// How wide it is.
    pub width: String,
    /// How high it is.
    pub height: String,
}

/// Bars of these heights in a frame of 286 by 110, the highest as high as the frame.
pub fn bars(counts: &[u64]) -> Vec<Bar> {
    const WIDTH: f64 = 286.0;
    const HEIGHT: f64 = 110.0;
    let highest = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let each = WIDTH / counts.len().max(1) as f64;
    let gap = (each * 0.2).min(8.0);
    let bar = |(index, n): (usize, &u64)| {
        let height = HEIGHT * *n as f64 / highest;
        let x = index as f64 * each + gap / 2.0;
        Bar {
            x: format!("{x:.1}"),
            middle: format!("{:.1}", x + (each - gap) / 2.0),
            y: format!("{:.1}", HEIGHT - height),
            width: format!("{:.1}", each - gap),
            height: format!("{height:.1}"),
        }
    };
    counts.iter().enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::numbers, *};

    #[test]
    fn sparks_stay_inside() {
        for values in [vec![Some(1.0), None, Some(3.0), Some(-9.0)], vec![Some(5.0); 40]] {
            let spark = Spark::new(&values).unwrap();
            for path in &spark.paths {
                let places = numbers(path);
                assert!(places.chunks(2).all(|at| (0.0..=96.0).contains(&at[0]) && (0.0..=36.0).contains(&at[1])));
            }
        }
    }

    #[test]
    fn parts_and_bars_fill_their_frame() {
        let widths: f64 = parts(&[26, 0, 30, 44]).iter().flat_map(|(_, part)| numbers(&part.width)).sum();
        assert!((widths - 100.0).abs() < 0.05);
        assert_eq!(parts(&[0, 5]), [(1, Part { x: "0.00%".to_owned(), width: "100.00%".to_owned() })]);
        let heights: Vec<f64> = bars(&[5, 0, 10]).iter().flat_map(|bar| numbers(&bar.height)).collect();
        assert_eq!(heights, [55.0, 0.0, 110.0]);
    }
}

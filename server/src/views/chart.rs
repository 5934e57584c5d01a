//! Charts as coordinates for inline SVG. Pure: nothing here knows a language, a colour or a score's meaning.
//!
//! Plots are drawn in a square of 1000 by 1000 that the page stretches; what must keep its shape (text, dots) is placed
//! in percent of it. Where nothing may be shown there is a gap, never a guess.

mod curve;

mod small;

mod trend;

pub use curve::{Column, Curve};
pub use small::{Bar, Part, Spark, bars, parts};
pub use trend::{Mark, Trend};

/// The side of the square a plot is drawn in.
pub const SIDE: f64 = 1000.0;

/// One figure with its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The figure.
    pub value: f64,
    /// Its lower limit.
    pub low: f64,
    /// Its upper limit.
    pub high: f64,
}

/// A place in percent of the plot, from its top left.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// The lower limit, from the top.
    pub low: String,
    /// The upper limit, from the top.
    pub high: String,
}

/// A horizontal line with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// From the top, in percent.
    pub y: String,
    /// Where it stands on the axis.
    pub value: f64,
}

/// The samples without a gap between them, with their positions.
fn runs(samples: &[Option<Sample>]) -> Vec<Vec<(usize, Sample)>> {
    let mut runs = vec![Vec::new()];
    for (index, sample) in samples.iter().enumerate() {
        match (sample, runs.last_mut()) {
            (Some(sample), Some(run)) => run.push((index, *sample)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// Where the sample at `index` of `count` stands, from the left.
fn across(index: usize, count: usize) -> f64 {
    if count < 2 { SIDE / 2.0 } else { SIDE * index as f64 / (count - 1) as f64 }
}

/// Where the sample at `index` of `count` stands, from the left, in percent.
pub fn place(index: usize, count: usize) -> String {
    percent(across(index, count))
}

fn percent(of_side: f64) -> String {
    format!("{:.2}%", of_side / SIDE * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every number in a path or attribute.
    pub(super) fn numbers(text: &str) -> Vec<f64> {
        text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').filter_map(|part| part.parse().ok()).collect()
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(Trend::new(&[], [0.0, 1.0], Some(0.5)), None);
        assert_eq!(Trend::new(&[None, None], [0.0, 1.0], None), None);
        assert_eq!(Spark::new(&[None, Some(3.0)]), None);
        assert_eq!(Curve::new(&[None], Some(0.0)), None);
        assert!(parts(&[0, 0]).is_empty() && bars(&[]).is_empty());
    }
}

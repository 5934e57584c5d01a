//! The colours of scores, as classes of the sheet: `f1` to `f5` fill a shape, `v1` to `v5` are grounds to write on.

use shared::score::Metric;

/// The fill of one point of a scale.
pub fn of_point(metric: Metric, point: u8) -> &'static str {
    FILLS[step_of_point(metric, point)]
}

/// The ground for one answer's score.
pub fn ground_of_point(metric: Metric, point: u8) -> &'static str {
    GROUNDS[step_of_point(metric, point)]
}

/// The fill for a score, by its percent of the maximum possible.
pub fn of(pomp: f64) -> &'static str {
    FILLS[step(pomp)]
}

/// The ground for a score, by its percent of the maximum possible.
pub fn ground_of(pomp: f64) -> &'static str {
    GROUNDS[step(pomp)]
}

const FILLS: [&str; 5] = ["f1", "f2", "f3", "f4", "f5"];
const GROUNDS: [&str; 5] = ["v1", "v2", "v3", "v4", "v5"];

fn step_of_point(metric: Metric, point: u8) -> usize {
    let steps = usize::from(*metric.points().end() - *metric.points().start());
    let from_lowest = usize::from(point - *metric.points().start());
    match (metric, point) {
        (Metric::Nps, 0..=6) | (Metric::Ces, 1 | 2) => 0,
        (Metric::Ces, 3) => 1,
        (Metric::Nps, 7 | 8) | (Metric::Ces, 4) => 2,
        (Metric::Ces, 5) => 3,
        (Metric::Nps | Metric::Ces, _) => 4,
        // Five steps spread evenly over the scale.
        _ => 4 * from_lowest / steps,
    }
}

/// The bounds are set so that an NPS of about -35, -12, +10 and +38, and what usually goes with them on the other
/// scales, divide the map into five.
fn step(pomp: f64) -> usize {
    match pomp {
        ..63.0 => 0,
        63.0..69.0 => 1,
        69.0..75.0 => 2,
        75.0..82.0 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_is_never_painted_worse() {
        for metric in Metric::ALL {
            let steps: Vec<usize> = metric.points().map(|point| step_of_point(metric, point)).collect();
            assert!(
                steps.is_sorted() && steps.first() == Some(&0) && steps.last() == Some(&4),
                "{metric:?}: {steps:?}"
            );
        }
        let steps: Vec<usize> = (0..=100).map(|pomp| step(f64::from(pomp))).collect();
        assert!(steps.is_sorted() && steps.first() == Some(&0) && steps.last() == Some(&4));
    }
}

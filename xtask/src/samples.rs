//! What was measured again and again, and the figures that stand for it.

/// Measured values, at least one, the smallest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// These values; nothing if there are none.
    pub fn new(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        (!values.is_empty()).then_some(Self(values))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The one in the middle, or halfway between the two there.
    pub fn median(&self) -> f64 {
        let half = self.0.len() / 2;
        if self.0.len().is_multiple_of(2) { (self.0[half - 1] + self.0[half]) / 2.0 } else { self.0[half] }
    }

    /// The smallest value that 95 % of them do not exceed.
    pub fn p95(&self) -> f64 {
        self.0[(self.0.len() * 95).div_ceil(100) - 1]
    }

    /// The largest.
    pub fn worst(&self) -> f64 {
        self.0[self.0.len() - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_for_what_was_measured() {
        let check = |values: &[f64], expected: Option<(f64, f64, f64)>| {
            let samples = Samples::new(values.to_vec());
            assert_eq!(samples.map(|one| (one.median(), one.p95(), one.worst())), expected, "{values:?}");
        };
        check(&[], None);
        check(&[7.0], Some((7.0, 7.0, 7.0)));
        check(&[3.0, 1.0, 2.0], Some((2.0, 3.0, 3.0)));
        check(&[4.0, 1.0, 3.0, 2.0], Some((2.5, 4.0, 4.0)));
        // Of 30, the 29th: one may be late.
        let thirty: Vec<f64> = (1..=30).map(f64::from).collect();
        check(&thirty, Some((15.5, 29.0, 30.0)));
        let twenty: Vec<f64> = (1..=20).map(f64::from).collect();
        check(&twenty, Some((10.5, 19.0, 20.0)));
    }
}

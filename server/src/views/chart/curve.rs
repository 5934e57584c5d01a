//! The experience along the journey: what it is today and what it shall be, over columns of equal width.

use super::{Rule, SIDE, Sample, Spot, percent, runs};

/// One column of the experience curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// What it is today.
    pub as_is: f64,
    /// What it shall be.
    pub to_be: Option<f64>,
}

/// The experience along the journey: smooth lines over columns of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Today, one path for each stretch without a gap.
    pub as_is: Vec<String>,
    /// The targets, one path for each stretch without a gap.
    pub to_be: Vec<String>,
    /// Today's figure of each column that has one, with the column's position.
    pub spots: Vec<(usize, Spot)>,
    /// Where the neutral value lies, if it is in the picture.
    pub neutral: Option<Rule>,
}

impl Curve {
    /// `None` when no column has a figure.
    pub fn new(columns: &[Option<Column>], neutral: Option<f64>) -> Option<Self> {
        let figures = || columns.iter().flatten().flat_map(|column| [Some(column.as_is), column.to_be]).flatten();
        figures().next()?;
        let [low, high] = [figures().fold(f64::INFINITY, f64::min), figures().fold(f64::NEG_INFINITY, f64::max)];
        let from_top = |value: f64| if high > low { SIDE * (high - value) / (high - low) } else { SIDE / 2.0 };
        let x = |index: usize| SIDE * (index as f64 + 0.5) / columns.len() as f64;
        let place = |value: f64| Sample { value, low: value, high: value };
        let smooth = |values: Vec<Option<Sample>>| -> Vec<String> {
            let path = |run: Vec<(usize, Sample)>| {
                let start = format!("M{:.1} {:.1}", x(run[0].0), from_top(run[0].1.value));
                run.windows(2).fold(start, |path, pair| {
                    let [(left, from), (right, to)] = [pair[0], pair[1]];
                    let [from, to] = [from.value, to.value].map(from_top);
                    let middle = (x(left) + x(right)) / 2.0;
                    format!("{path} C{middle:.1} {from:.1} {middle:.1} {to:.1} {:.1} {to:.1}", x(right))
                })
            };
            runs(&values).into_iter().filter(|run| run.len() > 1).map(path).collect()
        };
        let spot = |(index, column): (usize, &Option<Column>)| {
            let y = percent(from_top((*column)?.as_is));
            Some((index, Spot { x: percent(x(index)), low: y.clone(), high: y.clone(), y }))
        };
        let neutral = neutral.filter(|neutral| (low..=high).contains(neutral));
        Some(Self {
            as_is: smooth(columns.iter().map(|column| column.map(|column| place(column.as_is))).collect()),
            to_be: smooth(columns.iter().map(|column| Some(place(column.as_ref()?.to_be?))).collect()),
            spots: columns.iter().enumerate().filter_map(spot).collect(),
            neutral: neutral.map(|value| Rule { y: percent(from_top(value)), value }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::numbers, *};

    #[test]
    fn the_experience_breaks_where_nobody_listens() {
        let column = |as_is, to_be| Some(Column { as_is, to_be });
        let columns = [column(22.0, Some(30.0)), column(9.0, Some(20.0)), None, column(-6.0, None), column(50.0, None)];
        let curve = Curve::new(&columns, Some(0.0)).unwrap();
        assert_eq!((curve.as_is.len(), curve.to_be.len(), curve.spots.len()), (2, 1, 4));
        assert!(curve.neutral.is_some());
        let paths = curve.as_is.iter().chain(&curve.to_be);
        assert!(paths.flat_map(|path| numbers(path)).all(|n| (0.0..=SIDE).contains(&n)), "{curve:?}");
        assert!(Curve::new(&columns[..2], Some(0.0)).unwrap().neutral.is_none());
    }
}

//! The answers to one question as they are shown: a score with its limits and how it came about, or the shares of what
//! was chosen. Every chart is a table with bars in it.

use super::{
    colour,
    figure::{self, Delta, Figure},
    format,
};
use crate::{locale::Locale, words::Words};
use shared::score::{Base, Counts, HOMOGENEOUS_BELOW, Metric, rate};

/// One line of a distribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The point or the option.
    pub label: String,
    /// The class of its colour.
    pub class: &'static str,
    /// The length of its bar.
    pub width: String,
    /// Its share of the answers.
    pub share: String,
    /// The limits of the share.
    pub limits: String,
    /// How often it was given.
    pub n: String,
}

impl Line {
    fn new(locale: Locale, label: String, class: &'static str, n: u64, all: u64) -> Self {
        let share = rate(n.min(all), all);
        Self {
            label,
            class,
            width: share.map_or_else(|| "0".to_owned(), |share| format!("{:.2}%", share.value)),
            share: share.map_or_else(String::new, |share| format::share(locale, share.value)),
            limits: share.map_or_else(String::new, |share| format::share_interval(locale, &share)),
            n: format::number(locale, n),
        }
    }
}

/// A rating: its score and each point of its scale.
#[derive(Clone, Debug)]
pub struct Rated {
    /// `NPS`.
    pub metric: &'static str,
    /// The score.
    pub figure: Figure,
    /// How it moved since the period before.
    pub delta: Option<Delta>,
    /// Each point; empty where it would tell on few people.
    pub points: Vec<Line>,
    /// How the figure is made.
    pub working: Option<Working>,
}

impl Rated {
    /// The answers of this period and the one before.
    pub fn of(locale: Locale, counts: &Counts, before: &Counts, min_n: u64) -> Self {
        let hidden = counts.base(min_n) == Base::Suppressed || counts.is_homogeneous();
        let metric = counts.metric();
        let line = |(point, n): (u8, u64)| {
            Line::new(locale, point.to_string(), colour::of_point(metric, point), n, counts.n())
        };
        Self {
            metric: figure::name(Words::of(locale), metric),
            figure: Figure::of(locale, counts, min_n),
            delta: Delta::of(locale, counts, before, min_n),
            points: if hidden { Vec::new() } else { counts.iter().map(line).collect() },
            working: (counts.base(min_n) != Base::Suppressed).then(|| Working::of(locale, counts)),
        }
    }
}

/// The shares of what was chosen, the most chosen first. Empty where it would tell on few people.
pub fn chosen(locale: Locale, options: &[(String, u64)], min_n: u64) -> Vec<Line> {
    let all: u64 = options.iter().map(|(_, n)| n).sum();
    let tells_on_people = all < min_n || (options.len() == 1 && all < HOMOGENEOUS_BELOW);
    if tells_on_people {
        return Vec::new();
    }
    let mut options = options.to_vec();
    options.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    options.into_iter().map(|(label, n)| Line::new(locale, label, "fa", n, all)).collect()
}

/// How a figure is made, so that anyone can make it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    /// The formula in words.
    pub formula: &'static str,
    /// The numbers in it: `100 × (1,204 − 380) ÷ 2,410`.
    pub numbers: String,
    /// How the interval is made.
    pub interval: &'static str,
}

impl Working {
    /// The figure of these answers.
    pub fn of(locale: Locale, counts: &Counts) -> Self {
        let words = Words::of(locale);
        let number = |n: u64| format::number(locale, n);
        let ([low, _, high], n) = (counts.groups(), counts.n());
        let sum: u64 = counts.iter().map(|(point, n)| u64::from(point) * n).sum();
        let (formula, numbers, interval) = match counts.metric() {
            Metric::Nps => (
                words.working_nps,
                format!("100 × ({} − {}) ÷ {}", number(high), number(low), number(n)),
                words.working_score_interval,
            ),
            Metric::Csat | Metric::Thumbs => {
                (words.working_share, format!("100 × {} ÷ {}", number(high), number(n)), words.working_wilson)
            }
            Metric::Ces | Metric::Ces5 | Metric::Rating(_) | Metric::Expectation | Metric::Perception => {
                (words.working_mean, format!("{} ÷ {}", number(sum), number(n)), words.working_t)
            }
        };
        let score = counts.score().map(|score| format::score(locale, counts.metric(), score.value));
        let numbers = format!("{numbers} = {}", score.unwrap_or_default());
        Self { formula, numbers, interval }
    }

    /// The rate of those who answered among those who were asked.
    pub fn of_rate(locale: Locale, [answered, asked]: [u64; 2]) -> Self {
        let words = Words::of(locale);
        let [part, whole] = [answered, asked].map(|n| format::number(locale, n));
        let rate = rate(answered, asked).map_or_else(String::new, |rate| format::rate(locale, &rate));
        let numbers = format!("100 × {part} ÷ {whole} = {rate}");
        Self { formula: words.working_rate, numbers, interval: words.working_wilson }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_how_it_is_made() {
        let check = |metric, points: &[u64], english: &str, spanish: &str| {
            let counts = Counts::from_points(metric, points).unwrap();
            let found = [Locale::En, Locale::Es].map(|locale| Working::of(locale, &counts).numbers);
            assert_eq!(found, [english, spanish]);
        };
        let nps = [200, 0, 0, 0, 0, 0, 0, 0, 300, 0, 1_500];
        check(Metric::Nps, &nps, "100 × (1,500 − 200) ÷ 2,000 = +65", "100 × (1.500 − 200) ÷ 2.000 = +65");
        check(Metric::Csat, &[1, 1, 0, 4, 4], "100 × 8 ÷ 10 = 80\u{a0}%", "100 × 8 ÷ 10 = 80\u{a0}%");
        check(Metric::Ces, &[0, 0, 0, 0, 0, 5, 5], "65 ÷ 10 = 6.5", "65 ÷ 10 = 6,5");
        let rate = Working::of_rate(Locale::En, [1_204, 10_000]);
        assert_eq!(rate.numbers, "100 × 1,204 ÷ 10,000 = 12.0\u{a0}%");
    }

    #[test]
    fn what_would_tell_on_people_is_hidden() {
        let check = |points: [u64; 5], expected: usize| {
            let counts = Counts::from_points(Metric::Csat, &points).unwrap();
            let rated = Rated::of(Locale::En, &counts, &Counts::new(Metric::Csat), 5);
            assert_eq!(rated.points.len(), expected, "{points:?}");
        };
        check([1, 1, 1, 1, 0], 0);
        check([0, 0, 0, 0, 9], 0);
        check([0, 0, 0, 1, 8], 5);
        let options = |all: &[u64]| all.iter().map(|n| (n.to_string(), *n)).collect::<Vec<_>>();
        let check = |all: &[u64], expected: &[&str]| {
            let lines = chosen(Locale::En, &options(all), 5);
            assert_eq!(lines.iter().map(|line| line.share.as_str()).collect::<Vec<_>>(), expected, "{all:?}");
        };
        check(&[2, 2], &[]);
        check(&[9], &[]);
        check(&[2, 8], &["80\u{a0}%", "20\u{a0}%"]);
    }
}

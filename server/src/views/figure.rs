//! A score as it may be shown: its figure, limits, number of answers, distribution, and how it changed. Hides what rests
//! on too few answers.

use super::{chart, colour, format};
use crate::{
    db::sites::Site,
    locale::Locale,
    words::{Words, fill},
};
use shared::score::{Base, Counts, DEFAULT_MIN_N, LOW_BASE_BELOW, Metric, rate};

/// Below this chance of coming from noise alone, a change is called one.
const SIGNIFICANT: f64 = 0.05;

/// What metrics are called.
pub fn name(words: &'static Words, metric: Metric) -> &'static str {
    match metric {
        Metric::Nps => "NPS",
        Metric::Csat => "CSAT",
        Metric::Ces => "CES",
        Metric::Ces5 => "CES 1–5",
        Metric::Thumbs => words.metric_thumbs,
        Metric::Rating(_) => words.metric_rating,
        Metric::Expectation => words.metric_expectation,
        Metric::Perception => words.metric_perception,
    }
}

/// The fewest answers a figure of the site may rest on.
pub fn min_n(site: &Site) -> u64 {
    u64::try_from(site.min_n).unwrap_or_default().max(DEFAULT_MIN_N)
}

/// A figure, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// Nobody answered.
    Nothing,
    /// Fewer answers than may be shown; the text says fewer than how many.
    Few(String),
    /// Enough answers.
    Shown(Shown),
}

/// A figure with all that belongs beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// `+18`.
    pub value: String,
    /// `95 % CI +15 to +21`.
    pub limits: String,
    /// `n = 6,412`.
    pub n: String,
    /// A second figure of the same answers: the mean of CSAT, the share of 5 to 7 of CES.
    pub second: Option<String>,
    /// Whether it rests on so few answers that it says little.
    pub low_base: bool,
}

impl Figure {
    /// The headline figure of these answers, at a site that shows `min_n` or more.
    pub fn of(locale: Locale, counts: &Counts, min_n: u64) -> Self {
        let words = Words::of(locale);
        let low_base = match counts.base(min_n) {
            _ if counts.n() == 0 => return Self::Nothing,
            Base::Suppressed => return Self::Few(fewer_than(locale, min_n)),
            base => base == Base::Low,
        };
        let Some(score) = counts.score() else { return Self::Nothing };
        let metric = counts.metric();
        let limits = format::interval(locale, metric, score.interval);
        Self::Shown(Shown {
            value: format::score(locale, metric, score.value),
            limits: fill(words.confidence, &[("limits", &limits)]),
            n: n(locale, score.n),
            second: second(locale, counts),
            low_base,
        })
    }

    /// The rate of those who answered among those who were asked. `n` says of how many it is.
    pub fn of_rate(locale: Locale, [answered, asked]: [u64; 2], min_n: u64, n: impl FnOnce(&str) -> String) -> Self {
        let Some(rate) = rate(answered.min(asked), asked) else { return Self::Nothing };
        if answered < min_n {
            return Self::Few(fewer_than(locale, min_n));
        }
        let limits = format::rate_interval(locale, &rate);
        Self::Shown(Shown {
            value: format::rate(locale, &rate),
            limits: fill(Words::of(locale).confidence, &[("limits", &limits)]),
            n: n(&format::number(locale, rate.n)),
            second: None,
            low_base: rate.n < LOW_BASE_BELOW,
        })
    }
}

/// `n = 6,412`.
pub fn n(locale: Locale, n: u64) -> String {
    format!("n\u{a0}=\u{a0}{}", format::number(locale, n))
}

/// `n < 5`.
pub fn fewer_than(locale: Locale, min_n: u64) -> String {
    format!("n\u{a0}<\u{a0}{}", format::number(locale, min_n))
}

fn second(locale: Locale, counts: &Counts) -> Option<String> {
    let words = Words::of(locale);
    let value = counts.second()?.value;
    match counts.metric() {
        Metric::Csat => Some(fill(words.mean_of, &[("mean", &format::score(locale, Metric::Ces, value))])),
        Metric::Ces | Metric::Ces5 => Some(fill(words.share_of_easy, &[("share", &format::share(locale, value))])),
        Metric::Nps | Metric::Thumbs | Metric::Rating(_) | Metric::Expectation | Metric::Perception => None,
    }
}

/// How a figure moved since the period before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// `up`, `down` or `flat`.
    pub class: &'static str,
    /// `▲ 4 · p = 0.01`.
    pub text: String,
    /// What a clear change would take, where there is none.
    pub note: Option<String>,
}

impl Delta {
    /// Nothing to compare with.
    fn flat(text: &str) -> Self {
        Self { class: "flat", text: text.to_owned(), note: None }
    }

    /// Whether the answers differ from those before. `None` when there is no figure to begin with.
    pub fn of(locale: Locale, counts: &Counts, before: &Counts, min_n: u64) -> Option<Self> {
        let words = Words::of(locale);
        if counts.base(min_n) == Base::Suppressed {
            return None;
        }
        let change = counts.change_since(before).filter(|_| before.base(min_n) != Base::Suppressed);
        let Some(change) = change else { return Some(Self::flat(words.nothing_before)) };
        let p = change.exact_p.unwrap_or(change.p);
        if p >= SIGNIFICANT {
            let seen = |least: f64| {
                let least = format::moved(locale, counts.metric(), least);
                fill(words.unseen_below, &[("n", &least)])
            };
            let note = change.minimum_detectable.map(seen);
            return Some(Self { note, ..Self::flat(words.no_clear_change) });
        }
        let moved = format::moved(locale, counts.metric(), change.difference);
        Some(Self::clear(locale, change.difference, &moved, p))
    }

    /// Whether a rate differs from the one before.
    pub fn of_rate(locale: Locale, [part, whole]: [u64; 2], [part_before, whole_before]: [u64; 2]) -> Option<Self> {
        let words = Words::of(locale);
        if whole == 0 {
            return None;
        }
        // A rate is a share of yes among yes and no, which is what CSAT's counts are too.
        let yes_and_no = |part: u64, whole: u64| {
            let mut counts = Counts::new(Metric::Csat);
            let _on_scale = counts.add(5, part) && counts.add(1, whole.saturating_sub(part));
            counts
        };
        let change = yes_and_no(part, whole).change_since(&yes_and_no(part_before, whole_before));
        let Some(change) = change else { return Some(Self::flat(words.nothing_before)) };
        let p = change.exact_p.unwrap_or(change.p);
        if p >= SIGNIFICANT {
            return Some(Self::flat(words.no_clear_change));
        }
        Some(Self::clear(locale, change.difference, &format::rate_moved(locale, change.difference), p))
    }

    fn clear(locale: Locale, difference: f64, moved: &str, p: f64) -> Self {
        let (class, arrow) = direction(difference);
        Self { class, text: format!("{arrow}\u{a0}{moved} · {}", format::p_value(locale, p)), note: None }
    }
}

/// The class and arrow of a change: more is better for every metric.
pub fn direction(difference: f64) -> (&'static str, char) {
    if difference < 0.0 { ("down", '▼') } else { ("up", '▲') }
}

/// The parts of a bar with their colours, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// The class of each part's colour, and where it lies.
    pub parts: Vec<(&'static str, chart::Part)>,
    /// The same in words.
    pub label: String,
}

impl Distribution {
    /// Detractors, passives and promoters, or the points of a scale. `None` where it must stay hidden.
    pub fn of(locale: Locale, counts: &Counts, min_n: u64) -> Option<Self> {
        if counts.base(min_n) == Base::Suppressed || counts.is_homogeneous() {
            return None;
        }
        let words = Words::of(locale);
        let (groups, classes, names): (Vec<u64>, Vec<&'static str>, Vec<String>) = match counts.metric() {
            Metric::Nps => (
                counts.groups().to_vec(),
                vec!["f1", "f3", "f5"],
                [words.detractors, words.passives, words.promoters].map(str::to_owned).to_vec(),
            ),
            metric => (
                counts.iter().map(|(_, n)| n).collect(),
                metric.points().map(|point| colour::of_point(metric, point)).collect(),
                metric.points().map(|point| point.to_string()).collect(),
            ),
        };
        let total: f64 = counts.n() as f64;
        let said = |(n, name): (&u64, &String)| format!("{name}: {}", format::share(locale, 100.0 * *n as f64 / total));
        let label = groups.iter().zip(&names).map(said).collect::<Vec<_>>().join(", ");
        let parts = chart::parts(&groups).into_iter().map(|(index, part)| (classes[index], part)).collect();
        Some(Self { parts, label })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Es};

    fn nps(low: u64, middle: u64, high: u64) -> Counts {
        let mut counts = Counts::new(Metric::Nps);
        for (point, n) in [(3, low), (8, middle), (10, high)] {
            assert!(counts.add(point, n));
        }
        counts
    }

    #[test]
    fn few_answers_stay_hidden() {
        let check = |counts: &Counts, min_n, expected: Result<(&str, bool), &str>| {
            let found = Figure::of(En, counts, min_n);
            let found = match &found {
                Figure::Shown(shown) => Ok((shown.value.as_str(), shown.low_base)),
                Figure::Few(text) => Err(text.as_str()),
                Figure::Nothing => Err(""),
            };
            assert_eq!(found, expected, "{counts:?}");
        };
        check(&nps(0, 0, 0), 5, Err(""));
        check(&nps(1, 1, 2), 5, Err("n\u{a0}<\u{a0}5"));
        check(&nps(1, 1, 3), 5, Ok(("+40", true)));
        check(&nps(20, 30, 50), 5, Ok(("+30", false)));
        check(&nps(20, 30, 50), 200, Err("n\u{a0}<\u{a0}200"));
    }

    #[test]
    fn limits_and_second_figures_stand_beside() {
        let Figure::Shown(shown) = Figure::of(Es, &nps(2000, 3000, 5000), 5) else { panic!("enough answers") };
        assert_eq!(shown.limits, "IC 95\u{a0}%: de +28 a +32");
        assert_eq!((shown.n.as_str(), shown.second), ("n\u{a0}=\u{a0}10.000", None));
        let counts = Counts::from_points(Metric::Ces, &[0, 1, 2, 3, 6, 8, 10]).unwrap();
        let Figure::Shown(shown) = Figure::of(En, &counts, 5) else { panic!("enough answers") };
        assert_eq!((shown.value.as_str(), shown.second.as_deref()), ("5.6", Some("80\u{a0}% answered 5 to 7")));
    }

    #[test]
    fn only_clear_changes_are_called_changes() {
        let check = |counts: Counts, before: Counts, expected: Option<(&str, &str)>| {
            let found = Delta::of(En, &counts, &before, 5);
            assert_eq!(found.as_ref().map(|delta| (delta.class, delta.text.as_str())), expected);
        };
        check(nps(1, 1, 1), nps(20, 30, 50), None);
        check(nps(20, 30, 50), nps(1, 1, 1), Some(("flat", "nothing to compare with yet")));
        check(nps(20, 30, 50), nps(12, 28, 60), Some(("flat", "≈ no clear change")));
        check(nps(500, 300, 200), nps(200, 300, 500), Some(("down", "▼\u{a0}60 · p\u{a0}<\u{a0}0.001")));
        assert!(Delta::of(En, &nps(20, 30, 50), &nps(12, 28, 60), 5).unwrap().note.is_some());
    }

    #[test]
    fn rates_are_compared_too() {
        let class = |now, before| Delta::of_rate(En, now, before).map(|delta| delta.class);
        assert_eq!(class([0, 0], [5, 100]), None);
        assert_eq!(class([50, 1000], [0, 0]), Some("flat"));
        assert_eq!(class([150, 1000], [50, 1000]), Some("up"));
    }

    #[test]
    fn a_distribution_that_names_people_is_hidden() {
        assert_eq!(Distribution::of(En, &nps(0, 0, 9), 5), None);
        assert_eq!(Distribution::of(En, &nps(1, 1, 1), 5), None);
        let shown = Distribution::of(En, &nps(26, 30, 44), 5).unwrap();
        assert_eq!(shown.label, "detractors: 26\u{a0}%, passives: 30\u{a0}%, promoters: 44\u{a0}%");
        assert_eq!(shown.parts.iter().map(|(class, _)| *class).collect::<Vec<_>>(), ["f1", "f3", "f5"]);
    }
}

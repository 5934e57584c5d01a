//! Many groups of answers, each compared with itself in the period before. What is called a finding is decided for all
//! of them together, so that looking at many does not make noise look like news.

use super::{figure, format};
use crate::{
    db::results::TouchpointScore,
    locale::Locale,
    words::{Words, fill},
};
use shared::score::{Base, Change, Counts, FALSE_DISCOVERY_RATE, Metric, adjusted};
use std::collections::BTreeMap;

/// The answers of each group to each metric.
pub type Groups<K> = BTreeMap<(K, Metric), Counts>;

/// A group that could be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared<K> {
    /// Which group.
    pub group: K,
    /// Its answers in the period before.
    pub before: Counts,
    /// Its answers in this period.
    pub after: Counts,
    /// How they differ.
    pub change: Change,
    /// The chance of noise alone, corrected for all comparisons made.
    pub adjusted_p: f64,
}

impl<K> Compared<K> {
    /// Whether noise does not explain it.
    pub fn is_finding(&self) -> bool {
        self.adjusted_p <= FALSE_DISCOVERY_RATE
    }
}

/// Every group, compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<K> {
    /// Those with enough answers on both sides, the clearest change first.
    pub tested: Vec<Compared<K>>,
    /// How many have too few answers in one of the periods.
    pub untested: usize,
}

impl<K: Ord + Clone> Comparison<K> {
    /// Compares every group that has answers now with itself before.
    pub fn new(now: &Groups<K>, before: &Groups<K>, min_n: u64) -> Self {
        let (mut tested, mut untested) = (Vec::new(), 0);
        for (key, after) in now {
            let earlier = before.get(key);
            let both = earlier.filter(|before| [after, before].iter().all(|one| one.base(min_n) != Base::Suppressed));
            match both.and_then(|before| Some((*before, after.change_since(before)?))) {
                Some((before, change)) => tested.push((key.0.clone(), before, *after, change)),
                None => untested += 1,
            }
        }
        let p_values: Vec<f64> = tested.iter().map(|(.., change)| p(change)).collect();
        let tested = tested.into_iter().zip(adjusted(&p_values));
        let mut tested: Vec<Compared<K>> = tested
            .map(|((group, before, after, change), adjusted_p)| Compared { group, before, after, change, adjusted_p })
            .collect();
        tested.sort_by(|a, b| p(&a.change).total_cmp(&p(&b.change)));
        Self { tested, untested }
    }

    /// The groups of which noise does not explain the change.
    pub fn findings(&self) -> impl Iterator<Item = &Compared<K>> {
        self.tested.iter().filter(|one| one.is_finding())
    }
}

/// The p value to go by.
fn p(change: &Change) -> f64 {
    change.exact_p.unwrap_or(change.p)
}

/// The answers of all surveys at a touchpoint to one metric, together.
pub fn by_touchpoint(scores: &[TouchpointScore]) -> Groups<i64> {
    group(scores.iter().map(|row| (row.touchpoint_id, row.counts)))
}

/// Puts together the answers of each group to each metric. Groups without answers are left out.
pub fn group<K: Ord>(rows: impl Iterator<Item = (K, Counts)>) -> Groups<K> {
    let mut groups = Groups::new();
    for (key, counts) in rows.filter(|(_, counts)| counts.n() > 0) {
        let metric = counts.metric();
        let sum = groups.entry((key, metric)).or_insert_with(|| Counts::new(metric));
        let _same_metric = sum.merge(&counts);
    }
    groups
}

/// A comparison as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `up`, `down` or `flat`.
    pub class: &'static str,
    /// `▲ 4`, or `≈` where nothing is clear.
    pub amount: String,
    /// `NPS`.
    pub metric: &'static str,
    /// `+14 → +18`.
    pub from_to: String,
    /// `+1 to +7`: where the difference may truly lie.
    pub limits: String,
    /// `412 → 380`.
    pub n: String,
    /// The evidence in words.
    pub evidence: String,
    /// `p = 0.01`.
    pub p: String,
}

impl Told {
    /// Says a comparison.
    pub fn of<K>(locale: Locale, compared: &Compared<K>) -> Self {
        let words = Words::of(locale);
        let Compared { before, after, change, adjusted_p, .. } = compared;
        let metric = after.metric();
        let (class, arrow) = figure::direction(change.difference);
        let moved = format::moved(locale, metric, change.difference);
        let score = |counts: &Counts| counts.score().map(|score| format::score(locale, metric, score.value));
        let (class, amount) =
            if compared.is_finding() { (class, format!("{arrow}\u{a0}{moved}")) } else { ("flat", "≈".to_owned()) };
        Self {
            class,
            amount,
            metric: figure::name(words, metric),
            from_to: format!("{} → {}", score(before).unwrap_or_default(), score(after).unwrap_or_default()),
            limits: format::difference(locale, metric, change.interval),
            n: format!("{} → {}", format::number(locale, before.n()), format::number(locale, after.n())),
            evidence: evidence(locale, metric, change, *adjusted_p),
            p: format::p_value(locale, *adjusted_p),
        }
    }
}

fn evidence(locale: Locale, metric: Metric, change: &Change, adjusted_p: f64) -> String {
    let words = Words::of(locale);
    match adjusted_p {
        p if p <= 0.01 => words.evidence_strong.to_owned(),
        p if p <= 0.05 => words.evidence_clear.to_owned(),
        p if p <= FALSE_DISCOVERY_RATE => words.evidence_some.to_owned(),
        _ => match change.minimum_detectable {
            Some(least) => fill(words.evidence_none, &[("n", &format::moved(locale, metric, least))]),
            None => words.evidence_too_few.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nps([low, middle, high]: [u64; 3]) -> Counts {
        let mut counts = Counts::new(Metric::Nps);
        assert!(counts.add(3, low) && counts.add(8, middle) && counts.add(10, high));
        counts
    }

    #[test]
    fn the_more_is_looked_at_the_clearer_a_change_must_be() {
        let moved = (nps([30, 40, 30]), nps([20, 40, 40]));
        let still = (nps([30, 40, 30]), nps([30, 40, 30]));
        let check = |others: u64, findings: usize| {
            let all = [(0, moved)].into_iter().chain((1..=others).map(|id| (id, still)));
            let (now, before): (Vec<_>, Vec<_>) = all.map(|(id, (now, before))| ((id, now), (id, before))).unzip();
            let compared = Comparison::new(&group(now.into_iter()), &group(before.into_iter()), 5);
            assert_eq!(compared.findings().count(), findings, "{others}");
            assert_eq!(compared.tested[0].group, 0, "the clearest comes first");
            assert_eq!(compared.tested.len() as u64, others + 1);
        };
        check(0, 1);
        check(20, 0);
    }

    #[test]
    fn few_answers_are_not_compared() {
        let now = group([(1, nps([10, 10, 10])), (2, nps([1, 1, 1])), (3, nps([9, 9, 9]))].into_iter());
        let before = group([(1, nps([10, 10, 10])), (2, nps([9, 9, 9])), (4, nps([9, 9, 9]))].into_iter());
        let compared = Comparison::new(&now, &before, 5);
        assert_eq!((compared.tested.len(), compared.untested), (1, 2));
    }

    #[test]
    fn a_comparison_says_how_sure_it_is() {
        let check = |now, before, class: &str, evidence: &str| {
            let [now, before] = [now, before].map(|counts| group([((), nps(counts))].into_iter()));
            let compared = Comparison::new(&now, &before, 5);
            let told = Told::of(Locale::En, &compared.tested[0]);
            assert_eq!(told.class, class);
            assert!(told.evidence.starts_with(evidence), "{told:?}");
        };
        check([500, 300, 200], [200, 300, 500], "down", "strong evidence");
        check([20, 30, 50], [20, 30, 50], "flat", "no clear change");
    }
}

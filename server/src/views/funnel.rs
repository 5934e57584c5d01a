//! The way from being shown to leaving a comment, stage by stage. Hides stages that few people reached.

use super::{Page, format, lens::Lens};
use crate::{db::results::Funnel, locale::Locale, words::Words};
use shared::score::{COMMENTS_MIN_N, rate};

/// One stage of the funnel.
#[derive(Debug, PartialEq, Eq)]
pub struct Stage {
    /// What it is called.
    pub name: &'static str,
    /// How many.
    pub n: String,
    /// The share of those shown; empty where it may not be told.
    pub share: String,
    /// The limits of the share.
    pub limits: String,
}

/// Whether comments from a group in which so many people answered may be read.
pub fn may_read_comments(funnel: &Funnel) -> bool {
    funnel.started >= COMMENTS_MIN_N
}

/// The funnel as a page may tell it. Where answers were left out it ends with who answered: how many came to a question is
/// told by its answers.
pub fn told(page: &Page, funnel: &Funnel, lens: &Lens, min_n: u64) -> Vec<Stage> {
    let shown_is_known = lens.filter.is_empty();
    let mut stages = stages(page.locale, funnel, shown_is_known, min_n);
    if page.is_redacted() {
        stages.truncate(if shown_is_known { 2 } else { 1 });
    }
    stages
}

/// From being shown to leaving a comment. Empty when nothing was shown or answered. Where it is not known how often it
/// was shown, as of a part of the visitors, it begins with the responses.
fn stages(locale: Locale, funnel: &Funnel, shown_is_known: bool, min_n: u64) -> Vec<Stage> {
    let words = Words::of(locale);
    if funnel.shown == 0 && funnel.started == 0 {
        return Vec::new();
    }
    let all = if shown_is_known { funnel.shown } else { funnel.started };
    let stage = |name: &'static str, n: u64| {
        let n_or_fewer = if n < min_n {
            (format!("<\u{a0}{}", format::number(locale, min_n)), None)
        } else {
            (format::number(locale, n), rate(n.min(all), all))
        };
        let (n, share) = n_or_fewer;
        Stage {
            name,
            n,
            share: share.map_or_else(String::new, |share| format::rate(locale, &share)),
            limits: share.map_or_else(String::new, |share| format::rate_interval(locale, &share)),
        }
    };
    let reached = [
        stage(words.funnel_started, funnel.started),
        stage(words.funnel_scored, funnel.scored),
        stage(words.funnel_commented, funnel.commented),
    ];
    let shown = shown_is_known.then(|| Stage {
        name: words.funnel_shown,
        n: format::number(locale, funnel.shown),
        share: format::share(locale, 100.0),
        limits: String::new(),
    });
    shown.into_iter().chain(reached).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage_numbers(funnel: Funnel) -> Vec<[String; 2]> {
        stages(Locale::En, &funnel, true, 5).into_iter().map(|stage| [stage.n, stage.share]).collect()
    }

    #[test]
    fn the_funnel_hides_few_people() {
        let funnel = Funnel { shown: 21_040, started: 3_118, scored: 2_410, commented: 4 };
        let expected = [["21,040", "100\u{a0}%"], ["3,118", "14.8\u{a0}%"], ["2,410", "11.5\u{a0}%"], ["<\u{a0}5", ""]];
        assert_eq!(stage_numbers(funnel), expected);
        assert!(stage_numbers(Funnel::default()).is_empty());
        // Answers arrive although their being shown was never told.
        let lost = stage_numbers(Funnel { shown: 0, started: 7, scored: 7, commented: 7 });
        assert_eq!(lost[1], ["7", ""]);
        // Of a part of the visitors nobody knows how many were asked.
        let part = stages(Locale::En, &Funnel { shown: 0, started: 40, scored: 20, commented: 10 }, false, 5);
        let shares: Vec<&str> = part.iter().map(|stage| &*stage.share).collect();
        assert_eq!(shares, ["100.0\u{a0}%", "50.0\u{a0}%", "25.0\u{a0}%"]);
    }
}

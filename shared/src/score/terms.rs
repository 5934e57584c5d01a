//! Which words one group uses more than another, beyond what chance and rarity explain.

use super::distribution::two_sided_normal_tail;

/// How much more one group uses a word than another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// The logarithm of the ratio of the odds of the word; above 0 if the first group uses it more.
    pub log_odds: f64,
    /// The same in standard errors.
    pub z: f64,
    /// How often chance alone makes it this large, either way.
    pub p: f64,
}

/// Compares how often two groups use a word. `used` of `all` words in each group are this one; `background` is how often
/// it is used among how many words by everybody. `None` where a group says nothing or the numbers contradict.
///
/// The weighted log odds ratio with an informative Dirichlet prior: the prior holds as many words as the smaller group,
/// in the shares in which everybody uses them, so that a rare word needs many uses and a common one a large
/// difference. Source: Monroe, Colaresi & Quinn 2008, Political Analysis 16:372.
pub fn contrast(used: [u64; 2], all: [u64; 2], background: [u64; 2]) -> Option<Contrast> {
    let [of_word, of_all] = background.map(|n| n as f64);
    let sizes = all.map(|n| n as f64);
    let prior_size = sizes[0].min(sizes[1]);
    if prior_size < 1.0 || of_word < 1.0 || of_word >= of_all || (0..2).any(|group| used[group] > all[group]) {
        return None;
    }
    let prior = prior_size * of_word / of_all;
    let smoothed = used.map(|n| n as f64 + prior);
    let odds = |group: usize| smoothed[group] / (sizes[group] + prior_size - smoothed[group]);
    let log_odds = libm::log(odds(0)) - libm::log(odds(1));
    let z = log_odds / libm::sqrt(1.0 / smoothed[0] + 1.0 / smoothed[1]);
    Some(Contrast { log_odds, z, p: two_sided_normal_tail(z.abs()) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::close;
    use super::*;

    #[test]
    fn contrasts_are_those_of_the_formula() {
        let check = |used: [u64; 2], all: [u64; 2], background: [u64; 2], log_odds: f64, z: f64| {
            let found = contrast(used, all, background).unwrap();
            close(found.log_odds, log_odds, 1e-6);
            close(found.z, z, 1e-6);
            // From the other side it is the same with the other sign.
            let [a, b] = used;
            let back = contrast([b, a], [all[1], all[0]], background).unwrap();
            close(back.z, -z, 1e-6);
            close(back.p, found.p, 1e-12);
            assert!((0.0..=1.0).contains(&found.p));
        };
        // Prior 100 · 30 / 300 = 10 of 100 words: odds 30 / 170 and 15 / 285, log 3.352941, over sqrt(1/30 + 1/15).
        check([20, 5], [100, 200], [30, 300], 1.2098379, 3.8258433);
        check([7, 7], [100, 100], [20, 250], 0.0, 0.0);
        // Prior 1 of 100 words: odds 4 / 196 and 1 / 199.
        check([3, 0], [100, 100], [3, 300], 1.4014845, 1.2535259);
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let check = |used, all, background| assert_eq!(contrast(used, all, background), None);
        check([0, 0], [0, 10], [1, 10]);
        check([0, 0], [10, 0], [1, 10]);
        check([1, 0], [10, 10], [0, 10]);
        check([1, 0], [10, 10], [10, 10]);
        check([11, 0], [10, 10], [12, 40]);
    }
}

//! How many answers a figure needs before it may be shown. Figures are computed from any number: hiding is the caller's.

/// The fewest answers a shown score rests on, unless a site asks for more.
pub const DEFAULT_MIN_N: u64 = 5;
/// Below this many answers a score is shown with a warning.
pub const LOW_BASE_BELOW: u64 = 30;
/// The fewest answers in a group whose comments may be read.
pub const COMMENTS_MIN_N: u64 = 10;
/// Below this many answers a distribution is hidden when all of them are equal: it would tell what each one said.
pub const HOMOGENEOUS_BELOW: u64 = 10;

/// Whether a figure rests on enough answers to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// Fewer than the threshold: neither score nor interval nor the exact number may leave the server.
    Suppressed,
    /// Enough to be shown, too few to be trusted.
    Low,
    /// Enough.
    Fine,
}

impl Base {
    /// Judges `n` answers by a site's threshold, commonly [`DEFAULT_MIN_N`]. No answers are always suppressed.
    ///
    /// After k-anonymity: Sweeney 2002, IJUFKS 10:557.
    pub fn of(n: u64, min_n: u64) -> Self {
        match n {
            _ if n < min_n.max(1) => Self::Suppressed,
            _ if n < LOW_BASE_BELOW => Self::Low,
            _ => Self::Fine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Base::{self, Fine, Low, Suppressed};

    #[test]
    fn the_threshold_hides_and_thirty_suffices() {
        let check = |n, min_n, expected| assert_eq!(Base::of(n, min_n), expected, "{n} by {min_n}");
        for (n, min_n, expected) in [
            (0, 0, Suppressed),
            (0, 5, Suppressed),
            (4, 5, Suppressed),
            (5, 5, Low),
            (29, 5, Low),
            (30, 5, Fine),
            (1, 1, Low),
            (39, 40, Suppressed),
            (40, 40, Fine),
            (u64::MAX, 5, Fine),
        ] {
            check(n, min_n, expected);
        }
    }
}

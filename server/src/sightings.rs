//! Which pages were seen loading the script lately, so that a busy page is written down once a minute and not at each view.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How often one page is written down, in milliseconds.
const EVERY: i64 = 60_000;
/// Pages remembered; a site with more is written down a little more often.
const MOST: usize = 10_000;

/// The pages seen lately, by site.
#[derive(Debug, Default)]
pub struct Seen(Mutex<HashMap<(i64, String), i64>>);

impl Seen {
    /// Whether a page is due to be written down. Remembers that it was.
    pub fn is_news(&self, site_id: i64, page: &str, now: i64) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, at| now - *at < EVERY);
            if seen.len() >= MOST {
                seen.clear();
            }
        }
        let last = seen.entry((site_id, page.to_owned())).or_insert(i64::MIN / 2);
        let news = now - *last >= EVERY;
        if news {
            *last = now;
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_page_is_news_once_a_minute() {
        let seen = Seen::default();
        let check = |site: i64, page: &str, now: i64, expected: bool| {
            assert_eq!(seen.is_news(site, page, now), expected, "{site} {page} {now}");
        };
        check(1, "https://a", 0, true);
        check(1, "https://a", 59_999, false);
        check(2, "https://a", 59_999, true);
        check(1, "https://b", 59_999, true);
        check(1, "https://a", 60_000, true);
        for page in 0..MOST {
            check(3, &format!("https://{page}"), 60_000, true);
        }
        assert!(seen.0.lock().unwrap().len() <= MOST);
    }
}

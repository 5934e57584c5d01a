//! What those who score low say more than those who score high, each word leading to the comments with it.

use super::{Page, format};
use crate::{
    db::results::Comment,
    terms::{Term, Terms},
    words::fill,
};
use shared::score::Metric;
use url::form_urlencoded::Serializer;

/// What sets the sides apart.
#[derive(Clone, Debug)]
pub struct TermsView {
    /// Those who scored low.
    pub low: Vec<Row>,
    /// Those who scored high.
    pub high: Vec<Row>,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The word.
    pub text: String,
    /// Its language.
    pub language: String,
    /// The comments with it.
    pub href: String,
    /// `in 40 low, 3 high`.
    pub said: String,
}

impl TermsView {
    /// The words of comments that come with a score of this metric; `narrowed` is the query that narrows the list of
    /// comments to where they are from.
    pub fn of(page: &Page, metric: Metric, comments: &[Comment], narrowed: &str, min_n: u64) -> Self {
        let site = page.site.as_ref().map(|site| site.key.as_str()).unwrap_or_default();
        let Terms { low, high } = Terms::of(metric, comments, min_n);
        let row = |term: Term| {
            let mut query = Serializer::new(format!("status=all&{narrowed}"));
            query.append_pair("q", &term.text);
            let counts = [term.low, term.high].map(|n| match n {
                n if n > 0 && n < min_n => format!("<\u{a0}{}", format::number(page.locale, min_n)),
                n => format::number(page.locale, n),
            });
            Row {
                href: format!("/sites/{site}/comments?{}", query.finish()),
                said: fill(page.words.terms_said, &[("low", &counts[0]), ("high", &counts[1])]),
                text: term.text,
                language: term.language,
            }
        };
        Self { low: low.into_iter().map(row).collect(), high: high.into_iter().map(row).collect() }
    }

    /// Whether nothing sets the sides apart.
    pub fn is_empty(&self) -> bool {
        self.low.is_empty() && self.high.is_empty()
    }
}

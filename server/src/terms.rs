//! What those who score low say more than those who score high, and the other way round: words of any language, counted
//! once a comment. Refuses what so few people said that they could be known by it.

use crate::db::results::Comment;
use shared::score::{COMMENTS_MIN_N, DEFAULT_MIN_N, FALSE_DISCOVERY_RATE, Metric, adjusted, contrast};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};
use unicode_segmentation::UnicodeSegmentation;

/// The most terms of one side.
const MOST_TERMS: usize = 10;
/// The fewest letters of a word: shorter ones hold sentences together and say nothing.
const SHORTEST_WORD: usize = 3;

/// A word that one side says more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word, or two characters of a script without spaces.
    pub text: String,
    /// The language of the comments it is from.
    pub language: String,
    /// How many comments of those who scored low hold it.
    pub low: u64,
    /// How many comments of those who scored high hold it.
    pub high: u64,
}

/// What each side says more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Those who scored low, what sets them apart most first.
    pub low: Vec<Term>,
    /// Those who scored high.
    pub high: Vec<Term>,
}

impl Terms {
    /// Compares the comments that come with a score of this metric, each language with itself: otherwise a language whose
    /// speakers are unhappy would make its every word a complaint.
    ///
    /// A term is told if at least as many people said it as a site shows at least, and at least five, and if chance does
    /// not explain the difference, corrected for all terms compared.
    pub fn of(metric: Metric, comments: &[Comment], min_n: u64) -> Self {
        let mut compared = Vec::new();
        for (language, spoken) in &by_language(metric, comments) {
            compared.extend(spoken.compare(language, min_n.max(DEFAULT_MIN_N)));
        }
        let p_values: Vec<f64> = compared.iter().map(|(.., p)| *p).collect();
        let mut found: Vec<(Term, f64)> = compared
            .into_iter()
            .zip(adjusted(&p_values))
            .filter(|(_, adjusted)| *adjusted <= FALSE_DISCOVERY_RATE)
            .map(|((term, z, _), _)| (term, z))
            .collect();
        found.sort_by(|(a, a_z), (b, b_z)| b_z.abs().total_cmp(&a_z.abs()).then_with(|| a.text.cmp(&b.text)));
        let side = |is_low: bool| {
            let own = found.iter().filter(|(_, z)| (*z > 0.0) == is_low);
            own.map(|(term, _)| term.clone()).take(MOST_TERMS).collect()
        };
        Self { low: side(true), high: side(false) }
    }

    /// Whether nothing sets the sides apart.
    pub fn is_empty(&self) -> bool {
        self.low.is_empty() && self.high.is_empty()
    }
}

/// The comments in one language: in how many of each side, and in how many of all, each term is.
#[derive(Default)]
struct Spoken {
    /// Comments of those who scored low, and of those who scored high.
    comments: [u64; 2],
    terms: HashMap<String, Said>,
}

/// In how many comments a term is.
#[derive(Default)]
struct Said {
    /// Low, high, all.
    counts: [u64; 3],
    /// The number of the last comment that was counted, from one: it may say a term again.
    last: usize,
}

fn by_language(metric: Metric, comments: &[Comment]) -> BTreeMap<&str, Spoken> {
    let [middle, high] = metric.cuts();
    let mut languages = BTreeMap::<&str, Spoken>::new();
    for (number, comment) in (1..).zip(comments) {
        let Some((_, point)) = comment.score.filter(|(scored, _)| *scored == metric) else { continue };
        let side = match point {
            point if point >= high => Some(1),
            point if point < middle => Some(0),
            _ => None,
        };
        let spoken = languages.entry(&comment.language).or_default();
        if let Some(side) = side {
            spoken.comments[side] += 1;
        }
        each_term(&comment.text, &mut |term| {
            // Nearly all words were said before, and need not be kept once more.
            let said = match spoken.terms.get_mut(term) {
                Some(said) => said,
                None => spoken.terms.entry(term.to_owned()).or_default(),
            };
            if said.last == number {
                return;
            }
            said.last = number;
            said.counts[2] += 1;
            if let Some(side) = side {
                said.counts[side] += 1;
            }
        });
    }
    languages
}

impl Spoken {
    /// Each term that enough people said, with how far and how surely it sets the sides apart.
    fn compare(&self, language: &str, min_n: u64) -> Vec<(Term, f64, f64)> {
        if self.comments.iter().any(|n| *n < COMMENTS_MIN_N) {
            return Vec::new();
        }
        let all = self.terms.values().fold([0; 3], |sum, said| [0, 1, 2].map(|side| sum[side] + said.counts[side]));
        let compare = |(text, Said { counts, .. }): (&String, &Said)| {
            let found = contrast([counts[0], counts[1]], [all[0], all[1]], [counts[2], all[2]])?;
            let [low, high, _] = *counts;
            let term = Term { text: text.clone(), language: language.to_owned(), low, high };
            Some((term, found.z, found.p))
        };
        // The side that says it more must itself be large enough to be told.
        let is_told = |(_, said): &(&String, &Said)| said.counts[0].max(said.counts[1]) >= min_n;
        self.terms.iter().filter(is_told).filter_map(compare).collect()
    }
}

/// Tells the terms of a text, as often as it says them: words in small letters, and pairs of characters where words have
/// no spaces between them.
fn each_term(text: &str, tell: &mut impl FnMut(&str)) {
    // Most texts have spaces throughout, and pages read thousands of them.
    let spaced = if text.chars().any(is_unspaced) { Cow::Owned(without_pairs(text, tell)) } else { text.into() };
    let letters = |word: &str| if word.is_ascii() { word.len() } else { word.graphemes(true).count() };
    let is_word = |word: &&str| letters(word) >= SHORTEST_WORD && word.chars().any(char::is_alphabetic);
    let mut small = String::new();
    for word in spaced.unicode_words().filter(is_word) {
        if word.is_ascii() {
            small.clear();
            small.push_str(word);
            small.make_ascii_lowercase();
        } else {
            small = word.to_lowercase();
        }
        tell(&small);
    }
}

/// Takes pairs of characters that have no spaces between them, and leaves the rest of the text.
fn without_pairs(text: &str, tell: &mut impl FnMut(&str)) -> String {
    let mut run: Vec<&str> = Vec::new();
    let mut spaced = String::new();
    for character in text.graphemes(true) {
        if character.chars().next().is_some_and(is_unspaced) {
            run.push(character);
            spaced.push(' ');
        } else {
            tell_pairs(&run, tell);
            run.clear();
            spaced.push_str(character);
        }
    }
    tell_pairs(&run, tell);
    spaced
}

fn tell_pairs(run: &[&str], tell: &mut impl FnMut(&str)) {
    run.windows(2).for_each(|pair| tell(&pair.concat()));
}

/// Whether a character is of a script that writes words without spaces between them.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0E01}'..='\u{0E4E}' | '\u{0E81}'..='\u{0EDF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}' // Burmese, Khmer
        | '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FF}' // Hiragana, Katakana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::comments::Key;
    use std::collections::BTreeSet;

    #[test]
    fn words_of_any_language_are_told_apart() {
        let check = |text: &str, expected: &[&str]| {
            let mut terms = BTreeSet::new();
            each_term(text, &mut |term| _ = terms.insert(term.to_owned()));
            assert_eq!(terms.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{text}");
        };
        check("Too slow, TOO slow! It's 5 % slower.", &["it's", "slow", "slower", "too"]);
        check("El envío cuesta 12,50 €", &["cuesta", "envío"]);
        check("Lieferung war zu spät", &["lieferung", "spät", "war"]);
        check("доставка опоздала", &["доставка", "опоздала"]);
        check("التوصيل بطيء جدا", &["التوصيل", "بطيء", "جدا"]);
        check("配送が遅い", &["が遅", "送が", "遅い", "配送"]);
        check("价格太高 iPhone 好", &["iphone", "价格", "太高", "格太"]);
        check("ส่งช้า", &["งช้", "ช้า", "ส่ง"]);
        check("😀 !!! 42", &[]);
    }

    fn comment(language: &str, point: u8, text: &str) -> Comment {
        Comment {
            key: Key { response: uuid::Uuid::nil(), question: "comment".to_owned() },
            touchpoint_id: 1,
            received_at: 0,
            score: Some((Metric::Nps, point)),
            language: language.to_owned(),
            device: "phone".to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_sets_the_sides_apart_is_told() {
        let said = |n: usize, language: &'static str, point: u8, text: &'static str| {
            (0..n).map(move |_| comment(language, point, text))
        };
        let check = |comments: Vec<Comment>, low: &[&str], high: &[&str]| {
            let found = Terms::of(Metric::Nps, &comments, 5);
            let names = |terms: &[Term]| terms.iter().map(|term| term.text.clone()).collect::<Vec<_>>();
            assert_eq!(
                (names(&found.low), names(&found.high)),
                (
                    low.iter().map(|text| (*text).to_owned()).collect(),
                    high.iter().map(|text| (*text).to_owned()).collect(),
                )
            );
        };
        let both = |slow: usize, fast: usize| {
            said(slow, "en", 2, "the delivery was slow").chain(said(fast, "en", 10, "the delivery was quick")).collect()
        };
        check(both(40, 40), &["slow"], &["quick"]);
        check(both(9, 40), &[], &[]);
        check(Vec::new(), &[], &[]);
        // One side speaks another language: that alone is no complaint.
        let apart = said(40, "es", 1, "la entrega fue lenta").chain(said(40, "en", 10, "the delivery was quick"));
        check(apart.collect(), &[], &[]);
    }
    #[test]
    fn what_few_people_said_is_not_even_compared() {
        let check = |said: usize, expected: bool| {
            let low = (0..20).map(|n| comment("en", 1, if n < said { "rude courier" } else { "courier" }));
            let comments: Vec<Comment> = low.chain((0..20).map(|_| comment("en", 9, "courier"))).collect();
            let spoken = by_language(Metric::Nps, &comments);
            let compared = spoken["en"].compare("en", DEFAULT_MIN_N);
            assert_eq!(compared.iter().any(|(term, ..)| term.text == "rude"), expected, "{said}");
            assert!(compared.iter().any(|(term, ..)| term.text == "courier"));
        };
        check(4, false);
        check(5, true);
    }
}

//! Two texts side by side, with the words that differ between them marked.

/// Above so many pairs of words nobody reads on; all of both is marked then.
const MOST_PAIRS: usize = 1_000_000;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// One word or several, with the space behind them.
    pub text: String,
    /// Whether the other text lacks it.
    pub differs: bool,
}

/// Two texts, piece by piece. Each is whole: its pieces in a row are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The one that was there.
    pub before: Vec<Piece>,
    /// The one in its place.
    pub after: Vec<Piece>,
}

impl Marked {
    /// Keeps as many words of both as can be kept in order (a longest common subsequence) and marks the others.
    pub fn new(before: &str, after: &str) -> Self {
        let [old, new]: [Vec<&str>; 2] =
            [before, after].map(|text| text.split_inclusive(char::is_whitespace).collect());
        if old.len().saturating_mul(new.len()) > MOST_PAIRS {
            return Self { before: pieces(&old, |_| true), after: pieces(&new, |_| true) };
        }
        let kept = common(
            &old.iter().map(|word| word.trim()).collect::<Vec<_>>(),
            &new.iter().map(|word| word.trim()).collect::<Vec<_>>(),
        );
        Self {
            before: pieces(&old, |at| !kept.iter().any(|(one, _)| *one == at)),
            after: pieces(&new, |at| !kept.iter().any(|(_, one)| *one == at)),
        }
    }
}

/// The positions of a longest common subsequence: in the first list and in the second.
pub fn common<T: PartialEq>(first: &[T], second: &[T]) -> Vec<(usize, usize)> {
    let width = second.len() + 1;
    // How long it is from each pair of positions on.
    let mut longest = vec![0_usize; (first.len() + 1) * width];
    for (at, one) in first.iter().enumerate().rev() {
        for (to, other) in second.iter().enumerate().rev() {
            let (skip_one, skip_other) = (longest[(at + 1) * width + to], longest[at * width + to + 1]);
            let both = if one == other { longest[(at + 1) * width + to + 1] + 1 } else { 0 };
            longest[at * width + to] = both.max(skip_one).max(skip_other);
        }
    }
    let (mut found, mut at, mut to) = (Vec::new(), 0, 0);
    while at < first.len() && to < second.len() {
        if first[at] == second[to] {
            found.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if longest[(at + 1) * width + to] >= longest[at * width + to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    found
}

fn pieces(words: &[&str], differs: impl Fn(usize) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let differs = differs(at);
        match pieces.last_mut() {
            Some(last) if last.differs == differs => last.text.push_str(word),
            _ => pieces.push(Piece { text: (*word).to_owned(), differs }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with brackets around what is marked.
    fn shown(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() })
            .collect()
    }

    #[test]
    fn words_that_the_other_text_lacks_are_marked() {
        let check = |before: &str, after: &str, expected: [&str; 2]| {
            let marked = Marked::new(before, after);
            assert_eq!([shown(&marked.before), shown(&marked.after)], expected);
        };
        check("", "", ["", ""]);
        check("", "all new", ["", "[all new]"]);
        check("How likely is it?", "How likely is it?", ["How likely is it?", "How likely is it?"]);
        check(
            "What got in the way?",
            "What came in your way?",
            ["What [got ]in [the ]way?", "What [came ]in [your ]way?"],
        );
        check("one two", "one two three", ["one two", "one two [three]"]);
        check("/a\n/b\n/c", "/a\n/c", ["/a\n[/b\n]/c", "/a\n/c"]);
        check(
            &"x ".repeat(2_000),
            &"y ".repeat(2_000),
            [&format!("[{}]", "x ".repeat(2_000)), &format!("[{}]", "y ".repeat(2_000))],
        );
    }
}

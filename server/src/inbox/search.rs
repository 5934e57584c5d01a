//! What someone looks for in texts: words of which all must be there, "phrases", beginnings* and -what must not be there.
//! Whatever is typed is looked for as it stands; nothing in it is an order to a database.

use icu_normalizer::DecomposingNormalizerBorrowed;
use std::ops::Range;

/// The most characters that are read of what someone typed.
const LONGEST: usize = 200;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    wanted: Vec<Term>,
    unwanted: Vec<Term>,
}

/// One thing that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Words that follow each other; of the last one perhaps only the beginning.
    Words {
        /// One or more, as they were typed.
        words: Vec<String>,
        /// Whether the last one may go on.
        prefix: bool,
    },
    /// Letters wherever they are: no index knows the words of scripts that are written without spaces, nor signs.
    Letters(String),
}

impl Search {
    /// Reads what someone typed.
    pub fn parse(typed: &str) -> Self {
        let mut search = Self::default();
        let cut = typed.char_indices().nth(LONGEST).map_or(typed.len(), |(end, _)| end);
        let mut rest = typed[..cut].trim_start();
        while !rest.is_empty() {
            let negated = rest.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
            rest = negated.unwrap_or(rest);
            let (content, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
            };
            let star = after.strip_prefix('*').filter(|_| rest.starts_with('"'));
            if let Some(term) = Term::of(content, star.is_some()) {
                let terms = if negated.is_some() { &mut search.unwanted } else { &mut search.wanted };
                terms.push(term);
            }
            rest = star.unwrap_or(after).trim_start();
        }
        search
    }

    /// What must be there.
    pub fn wanted(&self) -> &[Term] {
        &self.wanted
    }

    /// What must not be there.
    pub fn unwanted(&self) -> &[Term] {
        &self.unwanted
    }

    /// The text in pieces, each with whether it is what was looked for.
    pub fn pieces(&self, text: &str) -> Vec<(bool, String)> {
        let mut hits: Vec<Range<usize>> = Vec::new();
        let words: Vec<(Range<usize>, String)> = words(text).map(|(place, word)| (place, folded(word))).collect();
        for term in &self.wanted {
            match term {
                Term::Words { words: looked_for, prefix } => {
                    let looked_for: Vec<String> = looked_for.iter().map(|word| folded(word)).collect();
                    hits.extend(words.windows(looked_for.len()).filter_map(|found| {
                        let last = found.len() - 1;
                        let fits =
                            found.iter().zip(&looked_for).enumerate().all(|(place, ((_, found), looked_for))| {
                                found == looked_for || (*prefix && place == last && found.starts_with(looked_for))
                            });
                        fits.then(|| found[0].0.start..found[last].0.end)
                    }));
                }
                Term::Letters(letters) => {
                    let text = text.to_ascii_lowercase();
                    let found = text.match_indices(letters.as_str());
                    hits.extend(found.map(|(start, found)| start..start + found.len()));
                }
            }
        }
        cut(text, hits)
    }
}

impl Term {
    /// `None` where nothing is left to look for.
    fn of(content: &str, star: bool) -> Option<Self> {
        let content: String = content.chars().filter(|c| !c.is_control()).collect();
        let found: Vec<String> = words(&content).map(|(_, word)| word.to_owned()).collect();
        let prefix = star || content.ends_with('*');
        match content.trim() {
            "" => None,
            letters if found.is_empty() => Some(Self::Letters(letters.to_ascii_lowercase())),
            letters if letters.chars().any(is_unspaced) => {
                Some(Self::Letters(letters.trim_end_matches('*').to_ascii_lowercase()))
            }
            _ => Some(Self::Words { words: found, prefix }),
        }
    }
}

/// A word as it is compared: without accents and capitals.
pub fn folded(word: &str) -> String {
    let plain = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(word.chars());
    plain.filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).flat_map(char::to_lowercase).collect()
}

/// The words of a text, with where they stand.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let words = text.split(is_separator).filter(|word| !word.is_empty());
    words.map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start..start + word.len(), word)
    })
}

/// Whether a character stands between words, as the function `comment_words` of PostgreSQL has it. SQLite knows more
/// of them, which does no harm: what it cuts, it looks for as a phrase.
fn is_separator(c: char) -> bool {
    match c {
        '\0'..='\u{ab}' => !c.is_alphanumeric(),
        '\u{ac}'..='\u{bf}' => !matches!(c, '²' | '³' | 'µ' | '¹' | 'º' | '¼' | '½' | '¾'),
        '×' | '÷' => true,
        '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{2bff}' => true,
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{30fb}' => true,
        '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' => true,
        '\u{1f000}'..='\u{1faff}' => true,
        _ => false,
    }
}

/// Whether a character belongs to a script whose words are not kept apart: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn cut(text: &str, mut hits: Vec<Range<usize>>) -> Vec<(bool, String)> {
    hits.sort_by_key(|hit| hit.start);
    let (mut pieces, mut done) = (Vec::new(), 0);
    for hit in hits {
        if hit.end <= done {
            continue;
        }
        let start = hit.start.max(done);
        if start > done {
            pieces.push((false, text[done..start].to_owned()));
        }
        pieces.push((true, text[start..hit.end].to_owned()));
        done = hit.end;
    }
    if done < text.len() {
        pieces.push((false, text[done..].to_owned()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(words: &[&str]) -> Term {
        Term::Words { words: words.iter().map(|word| (*word).to_owned()).collect(), prefix: false }
    }

    fn beginning(words: &[&str]) -> Term {
        Term::Words { words: words.iter().map(|word| (*word).to_owned()).collect(), prefix: true }
    }

    fn letters(letters: &str) -> Term {
        Term::Letters(letters.to_owned())
    }

    #[test]
    fn what_is_typed_is_looked_for_as_it_stands() {
        let check = |typed: &str, wanted: &[Term], unwanted: &[Term]| {
            let search = Search::parse(typed);
            assert_eq!((search.wanted(), search.unwanted()), (wanted, unwanted), "{typed}");
        };
        check("", &[], &[]);
        check("  shipping   cost ", &[all(&["shipping"]), all(&["cost"])], &[]);
        check("\"last step\" -price", &[all(&["last", "step"])], &[all(&["price"])]);
        check("ship* -\"too dear\"", &[beginning(&["ship"])], &[all(&["too", "dear"])]);
        check("\"last st\"* next", &[beginning(&["last", "st"]), all(&["next"])], &[]);
        check("e-mail", &[all(&["e", "mail"])], &[]);
        check("\"never closed", &[all(&["never", "closed"])], &[]);
        check(
            "a AND (NEAR( b) OR text:c",
            &[all(&["a"]), all(&["AND"]), all(&["NEAR"]), all(&["b"]), all(&["OR"]), all(&["text", "c"])],
            &[],
        );
        check("¿qué? l'été", &[all(&["qué"]), all(&["l", "été"])], &[]);
        check("% _ \\ ' -", &[letters("%"), letters("_"), letters("\\"), letters("'"), letters("-")], &[]);
        check("😀 -:(", &[letters("😀")], &[letters(":(")]);
        check("配送* -AI方", &[letters("配送")], &[letters("ai方")]);
        check("доставка हिन्दी", &[all(&["доставка"]), all(&["हिन्दी"])], &[]);
        check("\"\" \"\0\" *", &[letters("*")], &[]);
        check(&"a ".repeat(300), &vec![all(&["a"]); 100], &[]);
    }

    #[test]
    fn what_was_looked_for_is_marked() {
        let check = |typed: &str, text: &str, expected: &str| {
            let pieces = Search::parse(typed).pieces(text);
            assert_eq!(pieces.iter().map(|(_, piece)| piece.as_str()).collect::<String>(), text, "nothing is lost");
            let marked = pieces.iter().map(|(hit, piece)| if *hit { format!("[{piece}]") } else { piece.clone() });
            assert_eq!(marked.collect::<String>(), expected, "{typed}");
        };
        check("", "Nothing", "Nothing");
        check("envio", "El ENVÍO llegó. Envíos no.", "El [ENVÍO] llegó. Envíos no.");
        check("envio*", "El envío y los envíos.", "El [envío] y los [envíos].");
        check("\"last step\"", "The last, step by step.", "The [last, step] by step.");
        check("step \"last step\"", "last step", "[last step]");
        check("-step last", "last step", "[last] step");
        check("配送", "配送が遅い、配送料も", "[配送]が遅い、[配送]料も");
        check("%", "100 % sure", "100 [%] sure");
        check("cafe", "cafe\u{301} und Café", "[cafe\u{301}] und [Café]");
        check("a", "", "");
    }
}

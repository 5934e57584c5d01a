//! Makes JavaScript smaller by dropping comments and spaces. It renames nothing, moves nothing and joins no statements.
//!
//! It knows just enough of the language to leave strings, templates and regular expressions alone. A `/` after `)`, `]`
//! or `}` is read as a division, so write `const pattern = /…/` rather than `if (x) /…/.test(y)`.

use crate::failure::{Failure, Result};

/// The same program without comments, indentation and the spaces around punctuation.
///
/// # Errors
/// The line on which a string, template, comment or regular expression does not end.
pub fn minify(source: &str) -> Result<String> {
    let mut tokens = Tokens { rest: source, after_value: false };
    let mut small = String::with_capacity(source.len());
    let (mut last, mut space, mut newline) = ("", false, false);
    while !tokens.rest.is_empty() {
        let at = source.len() - tokens.rest.len();
        let Some((token, kind)) = tokens.next() else {
            let line = source[..at].matches('\n').count() + 1;
            let what = "a string, template, comment or regular expression that does not end";
            return Err(Failure::new(format!("line {line} of the script has {what}")));
        };
        if kind == Kind::Blank {
            newline |= token.contains('\n');
            space = true;
            continue;
        }
        if newline && needs_newline(last, token) {
            small.push('\n');
        } else if space && needs_space(last, token) {
            small.push(' ');
        }
        (last, space, newline) = (token, false, false);
        small.push_str(token);
    }
    small.push('\n');
    Ok(small)
}

/// What a token is to the one after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Spaces or a comment.
    Blank,
    /// A `/` after it divides.
    Value,
    /// A `/` after it begins a regular expression.
    Other,
}

struct Tokens<'a> {
    rest: &'a str,
    after_value: bool,
}

impl<'a> Tokens<'a> {
    /// The next token; `None` at the end and where a token does not end.
    fn next(&mut self) -> Option<(&'a str, Kind)> {
        let text = self.rest;
        let first = text.chars().next()?;
        let (length, kind) = match first {
            _ if first.is_whitespace() => (text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len()), Kind::Blank),
            _ if text.starts_with("//") => (text.find('\n').unwrap_or(text.len()), Kind::Blank),
            _ if text.starts_with("/*") => (text[2..].find("*/")? + 4, Kind::Blank),
            _ if is_word(first) => {
                let length = text.find(|c| !is_word(c)).unwrap_or(text.len());
                (length, if BEFORE_A_VALUE.contains(&&text[..length]) { Kind::Other } else { Kind::Value })
            }
            '"' | '\'' => (quoted_length(text, first)?, Kind::Value),
            '`' => (template_length(text)?, Kind::Value),
            '/' if !self.after_value => (regex_length(text)?, Kind::Value),
            // `a++ / b` divides, as `a / b` does.
            _ if text.starts_with("++") || text.starts_with("--") => {
                (2, if self.after_value { Kind::Value } else { Kind::Other })
            }
            ')' | ']' | '}' => (1, Kind::Value),
            _ => (first.len_utf8(), Kind::Other),
        };
        let (token, rest) = text.split_at(length);
        self.rest = rest;
        if kind != Kind::Blank {
            self.after_value = kind == Kind::Value;
        }
        Some((token, kind))
    }
}

/// The words after which a value stands.
const BEFORE_A_VALUE: [&str; 13] =
    ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "instanceof", "else", "do", "await"];

fn quoted_length(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn regex_length(text: &str) -> Option<usize> {
    let (mut escaped, mut in_class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A template with everything in it, kept as it is: `${` may hold any code, templates included.
fn template_length(text: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        let rest = &text[at..];
        match rest.chars().next()? {
            '\\' => at += 1 + rest.chars().nth(1)?.len_utf8(),
            '`' => return Some(at + 1),
            '$' if rest.starts_with("${") => at += 2 + code_length(&rest[2..])?,
            c => at += c.len_utf8(),
        }
    }
}

/// Code up to and with the `}` that closes it.
fn code_length(text: &str) -> Option<usize> {
    let mut tokens = Tokens { rest: text, after_value: false };
    let mut depth = 0;
    loop {
        match tokens.next()?.0 {
            "{" => depth += 1,
            "}" if depth == 0 => return Some(text.len() - tokens.rest.len()),
            "}" => depth -= 1,
            _ => {}
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Whether two tokens on one line would be read as something else without a space between them.
fn needs_space(before: &str, after: &str) -> bool {
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else { return false };
    match (left, right) {
        _ if is_word(left) && is_word(right) => true,
        // A regular expression would take the word for its flags.
        ('/', _) if is_word(right) => before.len() > 1,
        // `1 .toString()` is no fraction.
        (_, '.') => before.starts_with(|c: char| c.is_ascii_digit()),
        ('+', '+') | ('-', '-') | ('/', '/' | '*') | ('<', '!') => true,
        _ => false,
    }
}

/// Whether a statement may end here, so that the end of the line may mean something.
fn needs_newline(before: &str, after: &str) -> bool {
    let goes_on = matches!(before, "" | "{" | "(" | "[" | "," | ";" | ":" | "?" | "=" | "&" | "|");
    !goes_on && !matches!(after, "}" | ")" | "]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        assert_eq!(minify(source).unwrap(), format!("{expected}\n"), "{source}");
    }

    #[test]
    fn comments_and_spaces_go() {
        check("// a\nconst a = 1; // b\n\n  /* c\n */ let b = 2;\n", "const a=1;let b=2;");
        check("if (a) {\n    b();\n}\nc();", "if(a){b();}\nc();");
        check("const f = (a, b) => {\n  return a && b ? 1 : 2\n}", "const f=(a,b)=>{return a&&b?1:2}");
        check("a\n  .b()\n  .c()", "a\n.b()\n.c()");
        check("x = {\n  a: 1,\n  'b': 2,\n}", "x={a:1,'b':2,}");
    }

    #[test]
    fn what_means_something_stays() {
        check("a + +b - -c", "a+ +b- -c");
        check("a = b\n(c)", "a=b\n(c)");
        check("return\n'x'", "return\n'x'");
        check("let a = 1\nlet b = 2", "let a=1\nlet b=2");
        check("a++\nb--", "a++\nb--");
        check("1 .toString()", "1 .toString()");
        check("a < !--b", "a< !--b");
        check("async function f() { await g() }", "async function f(){await g()}");
    }

    #[test]
    fn strings_templates_and_regular_expressions_are_left_alone() {
        check("a = 'x // y  z' + \"/* \\\" */\"", "a='x // y  z'+\"/* \\\" */\"");
        check("a = `  b ${ c + `}${ '}' } ` } // d\n  e`", "a=`  b ${ c + `}${ '}' } ` } // d\n  e`");
        check("a = `${ { b: 1 } }` + 1", "a=`${ { b: 1 } }`+1");
        check("a = /[/'\"] b\\/ \\[/g.test(c)", "a=/[/'\"] b\\/ \\[/g.test(c)");
        check("return /a  b/.test(c)", "return/a  b/.test(c)");
        check("x = a / b / c // d", "x=a/b/c");
        check("x = (a) / 2; y = b[0] / 2 /* ' */", "x=(a)/2;y=b[0]/2");
        check("x = a / /b  c/.d", "x=a/ /b  c/.d");
        check("x = /b/ in c; y = a++ / 2 / c", "x=/b/ in c;y=a++/2/c");
        check("s.split(/  /)", "s.split(/  /)");
    }

    #[test]
    fn what_does_not_end_is_refused_by_line() {
        let check = |source: &str, line: &str| {
            let sentence = minify(source).unwrap_err().to_string();
            assert!(sentence.starts_with(line), "{sentence}");
        };
        check("a\nb = 'c\n'", "line 2 ");
        check("\n\n`a${b`", "line 3 ");
        check("a = /b\n/", "line 1 ");
        check("/* a", "line 1 ");
    }
}

//! One cell of a table: quoted as RFC 4180 says, and never a formula. What visitors wrote is text, whatever a spreadsheet
//! would make of it.

/// Begins what a spreadsheet computes instead of showing it, full-width forms too.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// Appends a text. One that could be a formula gets an apostrophe before it, which makes it a text again.
pub fn text(line: &mut String, text: &str) {
    let guard = if is_formula(text) { "'" } else { "" };
    if !guard.is_empty() || text.contains(['"', ',', ';', '\t', '\r', '\n']) {
        line.push('"');
        line.push_str(guard);
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA) && !is_negative_number(text)
}

/// A number below zero is no formula, and of use only as a number.
fn is_negative_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('-') else { return false };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let check = |given: &str, expected: &str| {
            let mut line = String::new();
            text(&mut line, given);
            assert_eq!(line, expected, "{given}");
        };
        check("", "");
        check("Very good", "Very good");
        check("7", "7");
        check("-3", "-3");
        check("-3.25", "-3.25");
        check("one, two", "\"one, two\"");
        check("one; two", "\"one; two\"");
        check("say \"ah\"", "\"say \"\"ah\"\"\"");
        check("two\r\nlines", "\"two\r\nlines\"");
        check("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"");
        check("\"=1+1", "\"\"\"=1+1\"");
        check("+34 600 000 000", "\"'+34 600 000 000\"");
        check("-1+1", "\"'-1+1\"");
        check("-", "\"'-\"");
        check("-.5", "\"'-.5\"");
        check("-1.2.3", "\"'-1.2.3\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("\t=1", "\"'\t=1\"");
        check("\r=1", "\"'\r=1\"");
        check("\n=1", "\"'\n=1\"");
        check("＝1+1", "\"'＝1+1\"");
        check("a=1", "a=1");
    }
}

//! Fields for words of the visitor's own: several lines, one line, an e-mail address or a number.

use super::{
    Page,
    question::{described, part},
};
use shared::{
    answer::Answer,
    survey::{Kind, Question, TextFormat},
};
use yew::prelude::*;

pub fn text(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let Kind::Text { placeholder, least, most, format } = &question.kind else { return Html::default() };
    let words = match answer {
        Some(Answer::Text(words)) => words.as_str(),
        _ => "",
    };
    let name = question.id.as_str().to_owned();
    let placeholder = page.fill(placeholder);
    let title = part(question, "title");
    let about = described(question);
    let invalid = page.walk.problem(question).map(|_| "true");
    let limit = most.to_string();
    let (kind, keys, complete) = match format {
        TextFormat::Email => ("email", "email", "email"),
        TextFormat::Number => ("text", "decimal", "off"),
        _ => ("text", "text", "off"),
    };
    let field = if *format == TextFormat::Long {
        html! {
            <textarea class="field" name={name} value={words.to_owned()} placeholder={placeholder} rows="3"
                maxlength={limit} required={question.required} aria-labelledby={title} aria-describedby={about}
                aria-invalid={invalid} />
        }
    } else {
        html! {
            <input class="field" type={kind} inputmode={keys} autocomplete={complete} name={name}
                value={words.to_owned()} placeholder={placeholder} maxlength={limit} required={question.required}
                aria-labelledby={title} aria-describedby={about} aria-invalid={invalid} />
        }
    };
    html! {
        <>
            {field}
            <p class="count"><bdi dir="ltr">{counted(words, (*least).into(), (*most).into())}</bdi></p>
        </>
    }
}

/// How long it is, where that is worth a look: begun and too short, or near the limit.
fn counted(words: &str, least: usize, most: usize) -> String {
    // Browsers count as JavaScript does.
    let length = words.trim().encode_utf16().count();
    let limit = match length {
        0 => return String::new(),
        length if length < least => least,
        length if length > most * 4 / 5 => most,
        _ => return String::new(),
    };
    length.to_string() + " / " + &limit.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_shown_where_it_matters() {
        let check = |length: usize, least, most, expected: &str| {
            assert_eq!(counted(&"x".repeat(length), least, most), expected, "{length}");
        };
        check(0, 10, 100, "");
        check(9, 10, 100, "9 / 10");
        check(10, 10, 100, "");
        check(80, 10, 100, "");
        check(81, 10, 100, "81 / 100");
    }
}

//! Fields for words of the visitor's own: several lines, one line, an e-mail address or a number.

use super::{
    Page,
    question::{described, part},
    tag::{Name, all, tag},
};
use shared::{
    answer::Answer,
    survey::{Kind, Question, TextFormat},
    text::digits,
};
use yew::prelude::*;

pub fn text(page: &Page<'_>, question: &Question<String>, answer: Option<&Answer>) -> Html {
    let Kind::Text { placeholder, least, most, format } = &question.kind else { return Html::default() };
    let words = match answer {
        Some(Answer::Text(words)) => words.as_str(),
        _ => "",
    };
    let field = match format {
        TextFormat::Long => tag("textarea").set(Name::Rows, "3"),
        TextFormat::Short => tag("input").set(Name::Type, "text"),
        TextFormat::Email => tag("input").set(Name::Type, "email").set(Name::Autocomplete, "email"),
        TextFormat::Number => tag("input").set(Name::Type, "text").set(Name::InputMode, "decimal"),
    };
    let field = field
        .set(Name::Class, "field")
        .own(Name::Control, question.id.as_str())
        .value(words)
        .own(Name::Placeholder, &page.fill(placeholder))
        .own(Name::MaxLength, &digits(*most))
        .when(question.required, Name::Required)
        .own(Name::LabelledBy, &part(question, "title"));
    let count = tag("bdi").set(Name::Dir, "ltr").say(&counted(words, *least, *most));
    all(vec![described(field, page, question, true).done(), tag("p").set(Name::Class, "count").tag(count).done()])
}

/// How long it is, where that is worth a look: begun and too short, or near the limit.
fn counted(words: &str, least: u16, most: u16) -> String {
    // Browsers count as JavaScript does.
    let length = words.trim().encode_utf16().count() as u32;
    let limit = match length {
        0 => return String::new(),
        _ if length < least.into() => least,
        _ if length > u32::from(most) * 4 / 5 => most,
        _ => return String::new(),
    };
    digits(length) + " / " + &digits(limit)
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

//! The language of the console, remembered by a cookie that says nothing else.

use crate::locale::{self, Locale};
use actix_web::{
    HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header,
    web::Query,
};
use serde::Deserialize;

/// Which language, and the page to come back to.
#[derive(Deserialize)]
pub struct Choice {
    to: String,
    #[serde(default)]
    back: String,
}

/// Remembers the language and leads back. What is not a language changes nothing.
pub async fn choose(Query(Choice { to, back }): Query<Choice>) -> HttpResponse {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((header::LOCATION, own_page(&back)));
    if let Some(locale) = Locale::from_tag(&to) {
        let cookie = Cookie::build(locale::COOKIE, locale.tag()).path("/").same_site(SameSite::Lax).http_only(true);
        response.cookie(cookie.max_age(Duration::days(365)).finish());
    }
    response.finish()
}

/// The address if it is a path of this server, else the start: `//host`, `/\host` and full addresses lead elsewhere.
fn own_page(back: &str) -> &str {
    let is_path = back.starts_with('/') && !back[1..].starts_with(['/', '\\']);
    let is_plain = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_a_page_of_ours_only() {
        let check = |back: &str, expected: &str| assert_eq!(own_page(back), expected, "{back}");
        check("/sites/lumen/overview?days=30", "/sites/lumen/overview?days=30");
        check("/", "/");
        for elsewhere in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/\r\nx:y"]
        {
            check(elsewhere, "/");
        }
    }
}

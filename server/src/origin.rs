//! Origins as people write them, in the one spelling that browsers send.

use url::Url;

/// The most origins one site may have.
pub const MOST_ORIGINS: usize = 50;

/// Scheme, host and port of a website: `https://www.example.com`. What comes after the host is left out; without a
/// scheme it is https. `None` for what is no website, a wildcard too.
pub fn normal(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let with_scheme = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&with_scheme).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str().filter(|host| !host.is_empty() && !host.contains('*'))?;
    let plain = url.username().is_empty() && url.password().is_none() && !host.chars().any(char::is_whitespace);
    plain.then(|| url.origin().ascii_serialization())
}

/// Whether what visitors send to it can be read on the way: http to another machine.
pub fn is_plain(origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else { return false };
    let here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "http" && !here
}

/// The origins in a text with one a line, without repetitions.
///
/// # Errors
/// The lines that are no websites.
pub fn all(text: &str) -> Result<Vec<String>, Vec<String>> {
    let (mut origins, mut wrong) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match normal(line) {
            Some(origin) if origins.contains(&origin) => {}
            Some(origin) => origins.push(origin),
            None => wrong.push(line.to_owned()),
        }
    }
    if wrong.is_empty() { Ok(origins) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_spelled_as_browsers_do() {
        let check = |typed: &str, expected: Option<&str>| assert_eq!(normal(typed).as_deref(), expected, "{typed}");
        check("https://www.example.com", Some("https://www.example.com"));
        check("  HTTPS://WWW.Example.COM:443/shop?a=1#b ", Some("https://www.example.com"));
        check("www.example.com", Some("https://www.example.com"));
        check("shop.example.com:8443", Some("https://shop.example.com:8443"));
        check("http://localhost:3000/", Some("http://localhost:3000"));
        check("http://[::1]:3000", Some("http://[::1]:3000"));
        check("https://tienda-lámpara.es", Some("https://xn--tienda-lmpara-beb.es"));
        for wrong in ["", "*", "https://*.example.com", "ftp://example.com", "https://", "javascript:alert(1)", "a b"] {
            check(wrong, None);
        }
        check("https://user:secret@example.com", None);
        check("file:///etc/passwd", None);
    }

    #[test]
    fn http_is_plain_except_on_this_machine() {
        let check = |origin: &str, expected: bool| assert_eq!(is_plain(origin), expected, "{origin}");
        check("http://example.com", true);
        check("http://192.168.1.2:8000", true);
        check("https://example.com", false);
        check("http://localhost:3000", false);
        check("http://shop.localhost", false);
        check("http://127.0.0.1:8080", false);
        check("http://[::1]", false);
    }

    #[test]
    fn lines_become_origins_once() {
        assert_eq!(
            all("https://a.example\r\n\na.example\nhttp://a.example"),
            Ok(vec!["https://a.example".to_owned(), "http://a.example".to_owned()])
        );
        assert_eq!(all("a.example\nnot a site\n*"), Err(vec!["not a site".to_owned(), "*".to_owned()]));
        assert_eq!(all(""), Ok(vec![]));
    }
}

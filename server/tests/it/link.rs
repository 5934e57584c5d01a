//! A survey opened by its link, in a browser without scripts.

use crate::{
    app::{Asked, Reply, TestApp, nps, on_both},
    kinds::{every_kind, figures},
    page,
    rollups::{Figures, assert_rollups_equal_rows, counted, rollups},
};
use diesel::prelude::*;
use serde_json::json;
use server::db::{
    answers,
    schema::{comment, response},
};
use shared::definition::Definition;

type Fields = Vec<(String, String)>;

/// The form of a page with some of its controls filled in. What is filled in takes the place of what was chosen.
fn filled(html: &str, entered: &[(&str, &str)]) -> Fields {
    let mut fields = page::fields(html, "survey");
    fields.retain(|(name, _)| !entered.iter().any(|(one, _)| one == name));
    fields.extend(entered.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn send(app: &TestApp, address: &str, fields: &Fields) -> Reply {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.enter(address, &fields)
}

fn open(app: &TestApp, address: &str) -> String {
    let reply = app.get_with(address, &[]);
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

/// Fills in page after page and comes to the end.
fn answer_all(app: &TestApp, address: &str, pages: &[&[(&str, &str)]]) -> Reply {
    let mut reply = app.get_with(address, &[]);
    for entered in pages {
        assert_eq!(reply.status, 200, "before {entered:?}: {}", reply.body);
        reply = send(app, address, &filled(&reply.body, entered));
    }
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(!reply.body.contains("<form"), "{}", reply.body);
    reply
}

/// One answer to each question of [`every_kind`], page by page.
const EVERYTHING: &[&[(&str, &str)]] = &[
    &[("nps", "9"), ("csat", "4")],
    &[("ces", "5")],
    &[("thumbs", "0")],
    &[("rating", "10")],
    &[("one", "+other"), ("one.+other", "The <colour> & \"more\"")],
    &[("many", "a"), ("many", "c"), ("many.+other", "")],
    &[("gap.expectation", "7"), ("gap.perception", "3")],
    &[("points.price", "60"), ("points.speed", "40"), ("points.help", "")],
    &[("terms", "yes")],
    &[("mail", "ana@example.com")],
    &[("age", "42")],
    &[],
    &[("comment", "First line\r\nsecond 😀")],
];

fn everything() -> Figures {
    let scores = [
        ("nps", 9),
        ("csat", 4),
        ("ces", 5),
        ("thumbs", 0),
        ("rating", 10),
        ("gap.expectation", 7),
        ("gap.perception", 3),
    ];
    let choices = [
        ("one", "+other", 1),
        ("many", "a", 1),
        ("many", "c", 1),
        ("points", "price", 60),
        ("points", "speed", 40),
        ("terms", "yes", 1),
    ];
    figures(&scores, &choices, [1, 1, 1, 1])
}

#[test]
fn every_kind_of_question_is_answered_without_script() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        let address = format!("/s/{}?lang=es", asked.slug);
        let thanks = answer_all(app, &address, EVERYTHING);
        assert!(thanks.body.contains("es: Thank you, friend"), "{}", thanks.body);
        let connection = &mut app.connection();
        assert_eq!(counted(connection), everything());
        assert_rollups_equal_rows(&app.db);
        // It was shown as often as it was begun.
        assert_eq!(rollups(connection).2[..3], [1, 0, 1]);
        type Row = (bool, String, String, Option<String>, Option<String>, bool, f64);
        let stored: Row = response::table
            .select((
                response::complete,
                response::language,
                response::device,
                response::path,
                response::fields,
                response::private,
                response::chance,
            ))
            .first(connection)
            .unwrap();
        assert_eq!(
            stored,
            (true, "es".to_owned(), "desktop".to_owned(), Some(format!("/s/{}", asked.slug)), None, false, 1.0)
        );
        let words: Vec<(String, String)> = comment::table
            .order(comment::question)
            .select((comment::question, comment::text))
            .load(connection)
            .unwrap();
        let said = |question: &str, text: &str| (question.to_owned(), text.to_owned());
        let expected = [
            said("age", "42"),
            said("comment", "First line\nsecond 😀"),
            said("mail", "ana@example.com"),
            said("one", "The <colour> & \"more\""),
        ];
        assert_eq!(words, expected);
        let written: String = response::table.select(response::answers).first(connection).unwrap();
        let one = answers::lines(&written).map(Result::unwrap).find(|line| line.name == "one");
        let mut shown: Vec<&str> = one.and_then(|line| line.shown).unwrap().split(' ').collect();
        shown.sort_unstable();
        assert_eq!(shown, ["price", "speed", "staff"]);
    });
}

#[test]
fn what_is_wrong_is_said_beside_what_was_entered() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        let address = format!("/s/{}?lang=en", asked.slug);
        let at = |pages: usize| {
            let mut html = open(app, &address);
            for entered in &EVERYTHING[..pages] {
                html = send(app, &address, &filled(&html, entered)).body;
            }
            html
        };
        let check = |pages: usize, entered: &[(&str, &str)], said: &str, kept: &str| {
            let held = send(app, &address, &filled(&at(pages), entered));
            assert_eq!(held.status, 422, "{entered:?}: {}", held.body);
            for expected in [said, kept] {
                assert!(held.body.contains(expected), "{expected} in {}", held.body);
            }
            // What was answered before is still on its way.
            let mended = send(app, &address, &filled(&held.body, EVERYTHING[pages]));
            assert_eq!(mended.status, 200, "{}", mended.body);
        };
        check(4, &[("one", "+other"), ("one.+other", " ")], "Please say what else", "value=\"+other\"");
        check(5, &[("many", "b")], "Please choose at least 2", "value=\"b\"");
        check(6, &[("gap.expectation", "7")], "Please rate both", "value=\"7\"");
        check(7, &[("points.price", "60"), ("points.speed", "60")], "20 points too many", "value=\"60\"");
        check(9, &[("mail", "ana")], "an e-mail address", "value=\"ana\"");
        check(10, &[("age", "old")], "Please write a number", "value=\"old\"");
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn going_back_keeps_everything() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        let address = format!("/s/{}", asked.slug);
        let mut html = open(app, &address);
        for entered in &EVERYTHING[..9] {
            html = send(app, &address, &filled(&html, entered)).body;
        }
        // Back from a page that is not filled in rightly, to the first one.
        for _ in 0..9 {
            let mut fields = filled(&html, &[("mail", "half")]);
            fields.push((":back".to_owned(), "1".to_owned()));
            let before = send(app, &address, &fields);
            assert_eq!(before.status, 200);
            html = before.body;
        }
        assert!(!html.contains(":back"), "{html}");
        // On again with what is there already; only what was changed and what was not reached is entered.
        for (position, entered) in EVERYTHING.iter().enumerate() {
            let entered = if position < 9 { &[] } else { *entered };
            let next = send(app, &address, &filled(&html, entered));
            assert_eq!(next.status, 200, "{position}: {}", next.body);
            html = next.body;
        }
        assert!(!html.contains("<form"), "{html}");
        assert_eq!(counted(&mut app.connection()), everything());
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn sending_again_counts_once() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let address = format!("/s/{}", asked.slug);
        let first = open(app, &address);
        let sent = filled(&first, &[("score", "3")]);
        let second = send(app, &address, &sent);
        assert_eq!(send(app, &address, &sent).body, second.body);
        let why = filled(&second.body, &[("why", "price")]);
        let third = send(app, &address, &why).body;
        // Back in the browser to the first page, which is sent with another answer that leads past the reason.
        let again = send(app, &address, &filled(&first, &[("score", "9")])).body;
        let last = filled(&again, &[("comment", "Fine")]);
        assert_eq!(send(app, &address, &last).status, 200);
        assert_eq!(send(app, &address, &last).status, 200);
        let connection = &mut app.connection();
        assert_eq!(counted(connection), figures(&[("score", 9)], &[], [1, 1, 1, 1]));
        // It is over: what was sent before changes nothing any more, and whoever sends it is told.
        for old in [&sent, &filled(&third, &[("comment", "Late")])] {
            let late = send(app, &address, old);
            assert_eq!((late.status, late.body.contains("already")), (409, true), "{}", late.body);
        }
        assert_eq!(counted(connection), figures(&[("score", 9)], &[], [1, 1, 1, 1]));
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn an_address_fills_in_answers_and_declared_fields() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        let address = format!("/s/{}", asked.slug);
        let given = "?nps=9&csat=17&many=a&many=b&plan=pro&utm=x&points.price=100";
        let html = open(app, &format!("{address}{given}"));
        let fields = page::fields(&html, "survey");
        assert_eq!(page::value(&fields, "nps"), Some("9"), "{html}");
        assert_eq!(page::value(&fields, "csat"), None);
        assert_eq!(page::value(&fields, "field:plan"), Some("pro"));
        assert_eq!(fields.iter().filter(|(name, _)| name == "many").count(), 2);
        assert!(!html.contains("utm"), "{html}");
        // The next pages need the address no more.
        let second = send(app, &address, &fields);
        assert_eq!(second.status, 200);
        let stored: (Option<String>, bool) =
            response::table.select((response::fields, response::private)).first(&mut app.connection()).unwrap();
        assert_eq!(stored, (Some(r#"{"plan":"pro"}"#.to_owned()), false));
        assert_eq!(counted(&mut app.connection()).scores.len(), 1);
    });
}

#[test]
fn what_an_address_fills_in_is_text_and_nothing_else() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        // `<script>x</script>"onload=x&amp;` by the names of a field and of a question in words.
        let hostile = "%3Cscript%3Ex%3C/script%3E%22onload%3Dx%26amp%3B";
        let address = format!("/s/{}?plan={hostile}&comment={hostile}", asked.slug);
        let mut reply = app.get_with(&address, &[]);
        let check = |html: &str| assert!(!html.contains("<script>"), "{html}");
        for entered in &EVERYTHING[..EVERYTHING.len() - 1] {
            check(&reply.body);
            reply = send(app, &address, &filled(&reply.body, entered));
        }
        check(&reply.body);
        assert!(reply.body.contains("&lt;script"), "the comment is there: {}", reply.body);
        let thanks = send(app, &address, &filled(&reply.body, &[]));
        check(&thanks.body);
        assert!(thanks.body.contains("Thank you, &lt;script"), "{}", thanks.body);
        // A quote that ended the attribute it went through would have cut it short.
        let comments = comment::table.filter(comment::question.eq("comment")).select(comment::text);
        let stored: String = comments.first(&mut app.connection()).unwrap();
        assert_eq!(stored, "<script>x</script>\"onload=x&amp;");
    });
}

#[test]
fn who_opted_out_is_not_known() {
    on_both(|app| {
        let asked = app.publish(app.site("shop"), &every_kind());
        let address = format!("/s/{}?plan=pro&nps=9", asked.slug);
        for header in [("sec-gpc", "1"), ("dnt", "1")] {
            let html = app.get_with(&address, &[header]).body;
            assert!(!html.contains("pro\""), "{html}");
            let mut fields = page::fields(&html, "survey");
            fields.push(("field:plan".to_owned(), "pro".to_owned()));
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let headers =
                [header, ("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
            let sent = app.send(&format!("/s/{}", asked.slug), &headers, body.as_bytes());
            assert_eq!(sent.status, 200, "{}", sent.body);
        }
        let stored: Vec<(Option<String>, Option<String>, bool)> = response::table
            .select((response::fields, response::path, response::private))
            .load(&mut app.connection())
            .unwrap();
        assert_eq!(stored, [(None, None, true), (None, None, true)]);
    });
}

#[test]
fn a_page_speaks_the_visitors_language() {
    on_both(|app| {
        let mut definition = serde_json::to_value(nps()).unwrap();
        definition["languages"] = json!(["en", "es", "ar"]);
        let definition: Definition = serde_json::from_value(definition).unwrap();
        let asked = app.publish(app.site("shop"), &definition);
        let check = |query: &str, reads: &str, expected: [&str; 3]| {
            let reply = app.get_with(&format!("/s/{}{query}", asked.slug), &[("accept-language", reads)]);
            for expected in expected {
                assert!(reply.body.contains(expected), "{query} {reads} {expected}: {}", reply.body);
            }
        };
        check("", "", ["lang=\"en\" dir=\"ltr\"", "How likely?", "hreflang=\"es\""]);
        check("", "ja,es-MX;q=0.5", ["lang=\"es\" dir=\"ltr\"", "¿Cómo de probable?", "Siguiente"]);
        check("?lang=ar", "es", ["lang=\"ar\" dir=\"rtl\"", "How likely?", "التالي"]);
        check("?lang=xx", "es", ["lang=\"es\"", "?lang=es\" id=\"survey\"", "hreflang=\"ar\""]);
    });
}

#[test]
fn a_page_trusts_nobody_and_remembers_nobody() {
    on_both(|app| {
        let asked = app.ask(app.site("shop"));
        let address = format!("/s/{}", asked.slug);
        let shown = app.get_with(&address, &[("cookie", "opina=x; opina_language=es")]);
        assert!(shown.body.contains("How likely?"), "{}", shown.body);
        let policy = shown.header("content-security-policy").unwrap();
        for expected in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval';",
            "style-src 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(expected), "{policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !shown.body.contains("style=") && !shown.body.contains(" on"),
            "{}",
            shown.body
        );
        assert_eq!(shown.header("x-robots-tag"), Some("noindex"));
        assert_eq!(shown.header("referrer-policy"), Some("same-origin"));
        assert_eq!(shown.header("set-cookie"), None);

        let fields = filled(&shown.body, &[("score", "9")]);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let check = |headers: &[(&str, &str)], status: u16| {
            let form = ("content-type", "application/x-www-form-urlencoded");
            let headers: Vec<_> = headers.iter().copied().chain([form]).collect();
            let reply = app.send(&address, &headers, body.as_bytes());
            assert_eq!((reply.status, reply.header("set-cookie")), (status, None), "{headers:?}: {}", reply.body);
        };
        check(&[], 403);
        check(&[("origin", "null")], 403);
        check(&[("origin", "https://shop.example.com")], 403);
        check(&[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")], 403);
        check(&[("sec-fetch-site", "cross-site")], 403);
        check(&[("sec-fetch-site", "none")], 403);
        assert_eq!(counted(&mut app.connection()), Figures::default());
        check(&[("origin", &app.base)], 200);
        check(&[("sec-fetch-site", "same-origin")], 200);
        // What no page of ours sends.
        let origin = ("origin", app.base.as_str());
        let form = ("content-type", "application/x-www-form-urlencoded");
        assert_eq!(app.send(&address, &[origin, form], b"score=9").status, 400);
        assert_eq!(app.send(&address, &[origin, ("content-type", "text/plain")], b"score=9").status, 415);
        assert_eq!(app.send(&address, &[origin, form], &vec![b'x'; 300_000]).status, 413);
        let sheet = app.get_with(&format!("{address}/theme.css"), &[]);
        assert_eq!((sheet.status, sheet.header("content-type")), (200, Some("text/css; charset=utf-8")));
        assert_eq!(app.get_with("/static/link.css", &[]).status, 200);
    });
}

#[test]
fn a_page_says_why_it_does_not_ask() {
    on_both(|app| {
        let site = app.site("shop");
        let check = |asked: &str, status: u16, english: &str, spanish: &str| {
            for (reads, said) in [("en", english), ("es", spanish)] {
                let reply = app.get_with(&format!("/s/{asked}"), &[("accept-language", reads)]);
                assert_eq!((reply.status, reply.body.contains(said)), (status, true), "{said}: {}", reply.body);
                assert!(reply.body.contains(&format!("lang=\"{reads}\"")), "{}", reply.body);
                assert!(!reply.body.contains("<form"));
            }
        };
        check("nowhere", 404, "no survey at this address", "ninguna encuesta");
        let with = |targeting: serde_json::Value| {
            let mut definition = serde_json::to_value(nps()).unwrap();
            definition["targeting"].as_object_mut().unwrap().extend(targeting.as_object().unwrap().clone());
            app.publish(site, &serde_json::from_value(definition).unwrap())
        };
        let now = server::clock::now();
        check(&with(json!({ "from": now + 3_600_000 })).slug, 410, "has not begun yet", "aún no ha empezado");
        check(&with(json!({ "until": now - 1 })).slug, 410, "is over", "ha terminado");
        let full = with(json!({ "quota": 1 }));
        assert_eq!(app.get_with(&format!("/s/{}", full.slug), &[]).status, 200);
        answer_all(app, &format!("/s/{}", full.slug), &[&[("score", "9")], &[("comment", "")]]);
        app.forget();
        check(&full.slug, 410, "has all the answers it needs", "todas las respuestas");
        let paused = with(json!({}));
        let html = open(app, &format!("/s/{}", paused.slug));
        server::db::surveys::set_paused(&mut app.connection(), site, paused.survey, true).unwrap();
        app.forget();
        check(&paused.slug, 410, "is paused", "en pausa");
        let late = send(app, &format!("/s/{}", paused.slug), &filled(&html, &[("score", "9")]));
        assert_eq!(late.status, 410, "{}", late.body);
    });
}

#[test]
fn a_frame_stands_on_pages_of_the_site_alone() {
    on_both(|app| {
        let asked: Asked = app.ask(app.site("shop"));
        let address = format!("/w/shop/frame/{}/es-MX?chance=0.25", asked.survey);
        let shown = app.get_with(&format!("{address}&score=9"), &[]);
        assert_eq!(shown.status, 200, "{}", shown.body);
        assert!(
            shown.body.contains("<body data-framed>") && shown.body.contains("¿Cómo de probable?"),
            "{}",
            shown.body
        );
        let policy = shown.header("content-security-policy").unwrap();
        assert!(policy.ends_with("frame-ancestors 'self' https://shop.example.com"), "{policy}");
        assert_eq!(page::value(&page::fields(&shown.body, "survey"), "score"), Some("9"));
        let next = send(app, &address, &filled(&shown.body, &[]));
        let thanks = send(app, &address, &filled(&next.body, &[("comment", "")]));
        assert_eq!((thanks.status, thanks.body.contains("Gracias")), (200, true), "{}", thanks.body);
        let connection = &mut app.connection();
        let stored: (f64, bool) =
            response::table.select((response::chance, response::complete)).first(connection).unwrap();
        assert_eq!(stored, (0.25, true));
        // The page around it told that it was shown.
        assert_eq!(rollups(connection).2, [0, 0, 1, 1, 0, 1]);
        assert_eq!(app.get_with("/w/shop/frame/999/en", &[]).status, 404);
        assert_eq!(app.get_with(&format!("/w/nowhere/frame/{}/en", asked.survey), &[]).status, 404);
    });
}

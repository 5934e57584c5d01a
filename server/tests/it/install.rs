//! Installing: what is pasted, what was seen, and who may send answers.

use crate::app::on_both;
use serde_json::json;

#[test]
fn a_page_that_was_seen_is_allowed_with_one_click() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        let page = app.get("/sites/shop/install").body;
        assert!(page.contains(&format!("&#60;script async src=&#34;{}/w/shop.js&#34;&#62;", app.base)), "{page}");
        assert!(page.contains("Waiting for the first visit"), "{page}");

        let answer = |origin: &str| {
            let body = json!({
                "id": uuid::Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
                "answers": { "score": { "score": 9 } }, "language": "en", "path": null, "device": "phone",
                "chance": 1, "elapsed": 1
            });
            let headers = [("origin", origin), ("content-type", "text/plain")];
            app.send("/w/shop/responses", &headers, body.to_string().as_bytes()).status
        };
        app.get_with("/w/shop.js", &[("referer", "https://new.example.com/checkout?token=secret")]);
        // Stored in order with sightings, so its 201 says that the page is there.
        assert_eq!(answer("https://shop.example.com"), 201);
        assert_eq!(answer("https://new.example.com"), 403);
        let page = app.get("/sites/shop/install").body;
        assert!(page.contains("https://new.example.com/checkout<"), "{page}");
        assert!(page.contains("value=\"https://new.example.com\">Allow https://new.example.com"), "{page}");

        let fields = [("origins", "https://shop.example.com"), ("allow", "https://new.example.com")];
        let saved = app.submit("/sites/shop/install", &fields);
        assert_eq!(saved.header("location"), Some("/sites/shop/install?saved=origins#origins"), "{}", saved.body);
        assert_eq!(answer("https://new.example.com"), 201);
        assert!(!app.get("/sites/shop/install").body.contains("Allow https"));
    });
}

#[test]
fn what_is_no_website_comes_back_as_it_was_typed() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let check = |fields: &[(&str, &str)], status: u16, expected: &[&str]| {
            let reply = app.submit("/sites/shop/install", fields);
            assert_eq!(reply.status, status, "{fields:?}: {}", reply.body);
            for text in expected {
                assert!(reply.body.contains(text), "{text} in {}", reply.body);
            }
        };
        let typed = "https://a.example\nhttps://*.example";
        check(&[("origins", typed)], 422, &[typed, "“https://*.example” is not a website"]);
        check(&[("origins", " WWW.example.com/shop \r\n\r\nwww.example.com")], 303, &[]);
        check(&[], 400, &[]);
        check(&[("origins", ""), ("min_n", "5")], 400, &[]);
        let row = server::db::sites::by_key(&mut app.connection(), "shop").unwrap().unwrap();
        assert_eq!((row.id, row.origins().unwrap()), (site, vec!["https://www.example.com".to_owned()]));
    });
}

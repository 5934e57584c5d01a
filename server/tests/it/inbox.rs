//! The comments inbox: finding comments, and what a team does about them.

use crate::{
    app::{Asked, TestApp, on_both},
    page,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// A site whose comments may be read: ten people answered without a word.
pub fn readable(app: &TestApp) -> Asked {
    app.sign_in();
    let asked = app.ask(app.site("shop"));
    for _ in 0..10 {
        send(app, &response(&asked, 9, None));
    }
    asked
}

pub fn response(asked: &Asked, score: u8, comment: Option<&str>) -> Value {
    let mut answers = json!({ "score": { "score": score } });
    if let Some(comment) = comment {
        answers["comment"] = json!({ "text": comment });
    }
    json!({
        "id": Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
        "answers": answers, "language": "en", "device": "desktop", "chance": 1.0, "elapsed": 9000
    })
}

pub fn send(app: &TestApp, response: &Value) {
    let reply = app.post("/w/shop/responses", response);
    assert_eq!(reply.status, 201, "{}", reply.body);
}

/// Leaves a comment and gives its key.
pub fn say(app: &TestApp, asked: &Asked, score: u8, comment: &str) -> String {
    let response = response(asked, score, Some(comment));
    send(app, &response);
    format!("{}/comment", response["id"].as_str().expect("an id"))
}

/// The texts a page of the inbox lists, in its order, without marks.
pub fn listed(html: &str) -> Vec<String> {
    let rows = html.split("<bdi lang=").skip(1).filter_map(|row| row.split_once('>')?.1.split_once("</bdi>"));
    rows.map(|(text, _)| text.replace("<mark>", "").replace("</mark>", "")).collect()
}

pub fn inbox(app: &TestApp, query: &str) -> String {
    let page = app.get(&format!("/sites/shop/comments{query}"));
    assert_eq!(page.status, 200, "{query}: {}", page.body);
    page.body
}

#[track_caller]
fn assert_listed(app: &TestApp, query: &str, expected: &[&str]) {
    assert_eq!(listed(&inbox(app, query)), expected, "{query}");
}

pub fn typed(search: &str) -> String {
    let typed: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
    format!("?q={typed}")
}

/// What the tabs count: open, new, seen, in work, solved, set aside, all.
fn counts(html: &str) -> Vec<String> {
    let tabs = html.split_once("class=\"tabs\"").expect("tabs").1.split_once("</nav>").expect("their end").0;
    tabs.split("class=\"n\">").skip(1).filter_map(|n| n.split_once('<')).map(|(n, _)| n.to_owned()).collect()
}

/// Does something with the comments of these keys, and gives the page it leads to.
pub fn bulk(app: &TestApp, keys: &[&str], fields: &[(&str, &str)]) -> String {
    let keys = keys.iter().map(|key| ("comment", *key));
    let done = app.submit("/sites/shop/comments", &keys.chain(fields.iter().copied()).collect::<Vec<_>>());
    assert_eq!(done.status, 303, "{}", done.body);
    let to = done.header("location").expect("it leads back");
    app.get(to).body
}

#[test]
fn comments_are_kept_back_until_ten_people_answered() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        assert!(inbox(app, "").contains("No comments yet"));
        say(app, &asked, 2, "Too dear");
        for _ in 0..8 {
            send(app, &response(&asked, 9, None));
        }
        let page = inbox(app, "");
        assert!(page.contains("Comments appear once 10 people have answered"), "{page}");
        assert!(!page.contains("Too dear") && !page.contains("class=\"n\" aria-hidden"), "{page}");
        send(app, &response(&asked, 9, None));
        assert_listed(app, "", &["Too dear"]);
        let page = app.get("/sites/shop/overview").body;
        assert!(page.contains("<span class=\"hidden\"> 1 new</span>"), "the menu tells of it: {page}");
        assert!(app.speaking("es", || inbox(app, "")).contains("Comentarios"));
        // Nobody reads another site's comments.
        app.site("other");
        assert!(app.get("/sites/other/comments").body.contains("No comments yet"));
    });
}

#[test]
fn words_are_found_in_any_language_and_nothing_typed_is_an_order() {
    on_both(|app| {
        let asked = readable(app);
        let dear = "El ENVÍO es caro, el último paso lo dice";
        let late = "Shipping took two weeks; envíos lentos";
        let thai = "ส่งของช้ามาก";
        let japanese = "配送が遅いです";
        let russian = "Доставка опоздала";
        let hindi = "वितरण में देरी हुई";
        let signs = "100% \"sure\" it's C:\\temp_1 :-( 😀";
        for text in [dear, late, thai, japanese, russian, hindi, signs] {
            say(app, &asked, 3, text);
        }
        let check = |search: &str, expected: &[&str]| {
            let page = inbox(app, &typed(search));
            let expected: Vec<String> =
                expected.iter().map(|text| text.replace('"', "&#34;").replace('\'', "&#39;")).collect();
            assert_eq!(listed(&page), expected, "{search}");
        };
        check("envio", &[dear]);
        check("Envío caro", &[dear]);
        check("envio*", &[late, dear]);
        check("envio* -caro", &[late]);
        check("\"ultimo paso\"", &[dear]);
        check("\"paso ultimo\"", &[]);
        check("\"two we\"*", &[late]);
        check("shipping -\"two weeks\"", &[]);
        check("-envio* -100", &[hindi, russian, japanese, thai]);
        check("ของช้า", &[thai]);
        check("遅い", &[japanese]);
        check("-遅い -ของช้า -C -देरी -envio*", &[russian]);
        check("доставка", &[russian]);
        check("देरी", &[hindi]);
        for signs_of_it in ["%", "\"%\"", "😀", "\\", ":-(", "sure its OR -\"its\"", "C:\\temp_1", "\"100 sure\""] {
            match signs_of_it {
                "sure its OR -\"its\"" => check(signs_of_it, &[]),
                _ => check(signs_of_it, &[signs]),
            }
        }
        for nothing in [
            "NEAR(",
            "a\"b\"c*",
            "text:envio",
            "^",
            "envio) OR (caro",
            "_x",
            "'; --",
            "''",
            "<->",
            "!",
            "|&",
            "\u{1}",
            "\"",
            "*",
            "-",
        ] {
            inbox(app, &typed(nothing));
        }
        assert_eq!(app.get("/sites/shop/comments?q=%00caro").status, 200);
        let page = inbox(app, &typed("envio*"));
        assert!(page.contains("<mark>ENVÍO</mark> es caro") && page.contains("<mark>envíos</mark> lentos"), "{page}");
        assert!(page.contains("value=\"envio*\""), "what was typed stays");
        assert!(inbox(app, &typed("nowhere")).contains("No comment matches"));
    });
}

#[test]
fn comments_are_narrowed_by_what_is_known_of_them() {
    on_both(|app| {
        let asked = readable(app);
        let low = say(app, &asked, 2, "low");
        say(app, &asked, 8, "middle");
        let mut high = response(&asked, 10, Some("high"));
        high["language"] = json!("es");
        high["device"] = json!("phone");
        send(app, &high);
        let elsewhere = app.ask(1);
        for _ in 0..10 {
            send(app, &response(&elsewhere, 5, None));
        }
        say(app, &elsewhere, 5, "elsewhere");
        bulk(app, &[&low], &[("do", "tag"), ("tag", " last  step ")]);
        bulk(app, &[&low], &[("do", "owner"), ("owner", "1")]);
        bulk(app, &[&low], &[("do", "status"), ("status", "working")]);
        let check = |query: &str, expected: &[&str]| assert_listed(app, query, expected);
        check("", &["elsewhere", "high", "middle", "low"]);
        check("?score=detractors", &["elsewhere", "low"]);
        check("?score=passives", &["middle"]);
        check("?score=promoters", &["high"]);
        check("?score=8", &["middle"]);
        check("?language=es", &["high"]);
        check("?device=desktop&score=promoters", &[]);
        check(&format!("?touchpoint={}", elsewhere.touchpoint), &["elsewhere"]);
        check(&format!("?survey={}", asked.survey), &["high", "middle", "low"]);
        check("?owner=me", &["low"]);
        check("?owner=1", &["low"]);
        check("?owner=nobody", &["elsewhere", "high", "middle"]);
        check("?owner=99", &[]);
        check("?tag=last+step", &["low"]);
        check("?status=working", &["low"]);
        check("?status=new&days=7", &["elsewhere", "high", "middle"]);
        check("?noted=yes", &[]);
        check("?noted=no&cause=none", &[]);
        check("?days=x&touchpoint=x&score=x", &["elsewhere", "high", "middle", "low"]);
        assert_eq!(counts(&inbox(app, "")), ["4", "3", "0", "1", "0", "0", "4"]);
        assert_eq!(counts(&inbox(app, "?score=detractors&status=solved")), ["2", "1", "0", "1", "0", "0", "2"]);
        let page = inbox(app, "?tag=last+step&score=detractors");
        assert!(page.contains("Filters: 2") && page.contains("<option value=\"last step\" selected>"), "{page}");
        assert!(page.contains("# <bdi>last step</bdi>") && page.contains("In work"), "{page}");
    });
}

#[test]
fn a_long_list_is_read_page_by_page() {
    on_both(|app| {
        let asked = readable(app);
        for n in 0..120 {
            say(app, &asked, 3, &format!("number {n}"));
        }
        let mut found = Vec::new();
        let mut next = Some(String::from("/sites/shop/comments?status=new"));
        let mut pages = 0;
        while let Some(address) = next {
            let page = app.get(&address).body;
            found.extend(listed(&page));
            let older =
                page.split_once("rel=\"next\"").map(|(before, _)| before.rsplit_once("href=\"").expect("a link").1);
            next = older.map(|link| link.trim_end_matches("\" ").replace("&#38;", "&"));
            pages += 1;
            assert!(pages < 9, "it ends");
        }
        let expected: Vec<String> = (0..120).rev().map(|n| format!("number {n}")).collect();
        assert_eq!((found, pages), (expected, 3));
        assert!(inbox(app, "?after=nonsense").contains("number 119"));
    });
}

#[test]
fn what_is_done_with_many_can_be_undone() {
    on_both(|app| {
        let asked = readable(app);
        let keys: Vec<String> = (0..4).map(|n| say(app, &asked, 3, &format!("number {n}"))).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        bulk(app, &keys[..1], &[("do", "status"), ("status", "seen")]);
        let page = bulk(app, &keys[..2], &[("do", "status"), ("status", "solved"), ("query", "status=all")]);
        assert!(page.contains("Changed: 2"), "{page}");
        assert_eq!(counts(&page), ["2", "2", "0", "0", "2", "0", "4"]);
        let undo = |page: &str| {
            let batch = page.split_once("name=\"batch\" value=\"").expect("it can be undone").1;
            let batch = batch.split_once('"').expect("a value").0.to_owned();
            let done = app.submit("/sites/shop/comments/undo", &[("batch", &batch), ("query", "status=all")]);
            assert_eq!(done.status, 303, "{}", done.body);
            app.get(done.header("location").expect("it leads back")).body
        };
        let undone = undo(&page);
        assert_eq!(counts(&undone), ["4", "3", "1", "0", "0", "0", "4"]);
        // Undoing is a change like any other.
        assert_eq!(counts(&undo(&undone)), ["2", "2", "0", "0", "2", "0", "4"]);

        // What somebody changed since stays.
        let page = bulk(app, &keys, &[("do", "tag"), ("tag", "shipping")]);
        let again = bulk(app, &keys, &[("do", "tag"), ("tag", "shipping")]);
        assert!(again.contains("Changed: 0") && !again.contains("name=\"batch\""), "{again}");
        assert_listed(app, "?status=all&tag=shipping", &["number 3", "number 2", "number 1", "number 0"]);
        undo(&page);
        assert_listed(app, "?status=all&tag=shipping", &[]);
        let page = bulk(app, &keys[3..], &[("do", "status"), ("status", "working")]);
        bulk(app, &keys[3..], &[("do", "status"), ("status", "aside")]);
        assert!(undo(&page).contains("Changed: 0"));
        assert_listed(app, "?status=aside", &["number 3"]);

        // All that match, as they were seen: what came since is not touched.
        let seen = inbox(app, "?status=new");
        let fields = page::fields(&seen, "bulk");
        say(app, &asked, 3, "too late");
        let until = page::value(&fields, "until").expect("the moment");
        let page = bulk(
            app,
            &[],
            &[("all", "yes"), ("query", "status=new"), ("until", until), ("do", "owner"), ("owner", "1")],
        );
        assert!(page.contains("Changed: 1"), "{page}");
        assert_listed(app, "?status=new&owner=nobody", &["too late"]);
    });
}

#[test]
fn what_makes_no_sense_changes_nothing_and_says_so() {
    on_both(|app| {
        let asked = readable(app);
        let key = say(app, &asked, 3, "Slow");
        let check = |fields: &[(&str, &str)], status: u16, expected: &str| {
            let reply = app.submit("/sites/shop/comments", fields);
            assert_eq!(reply.status, status, "{fields:?}: {}", reply.body);
            assert!(reply.body.contains(expected), "{fields:?}: {}", reply.body);
        };
        check(&[("do", "status"), ("status", "solved")], 422, "Select at least one comment");
        check(&[("comment", &key), ("do", "tag"), ("tag", "  ")], 422, "Write a tag");
        check(&[("comment", &key), ("do", "tag"), ("tag", &"x".repeat(61))], 422, "Write a tag");
        check(&[("comment", &key), ("do", "owner"), ("owner", "99")], 404, "does not exist");
        check(&[("comment", "nonsense"), ("do", "status"), ("status", "seen")], 422, "Select at least one");
        let nobody = format!("{}/comment", Uuid::now_v7());
        assert!(bulk(app, &[&nobody], &[("do", "status"), ("status", "seen")]).contains("Changed: 0"));
        let done = app.submit("/sites/shop/comments/undo", &[("batch", "nonsense")]);
        assert_eq!(done.status, 404);
        // Another site's comment is nobody's business.
        app.site("other");
        let done = app.submit("/sites/other/comments", &[("comment", &key), ("do", "status"), ("status", "solved")]);
        assert_eq!(done.status, 303);
        assert_listed(app, "?status=new", &["Slow"]);
    });
}

//! One comment: its way from new to solved, who left it, and how its text is taken out for good.

use crate::{
    app::{Reply, TestApp, nps, on_both},
    inbox::{bulk, inbox, listed, readable, response, say, send, typed},
    page,
    rollups::assert_rollups_equal_rows,
};
use diesel::prelude::*;
use serde_json::json;
use server::{
    access::Role,
    db::{connection::AnyConnection, schema::comment},
};

type Fields = Vec<(String, String)>;

fn open(app: &TestApp, key: &str) -> String {
    let page = app.get(&format!("/sites/shop/comments/{key}"));
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}

fn form(app: &TestApp, key: &str) -> Fields {
    page::fields(&open(app, key), "loop")
}

fn save(app: &TestApp, key: &str, fields: &Fields) -> Reply {
    let fields = fields.iter().filter(|(name, _)| name != "csrf");
    let fields: Vec<(&str, &str)> = fields.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.submit(&format!("/sites/shop/comments/{key}"), &fields)
}

#[track_caller]
fn assert_has(page: &str, expected: &[&str]) {
    for text in expected {
        assert!(page.contains(text), "it lacks {text}: {page}");
    }
}

#[test]
fn a_comment_goes_its_way_from_new_to_solved() {
    on_both(|app| {
        let asked = readable(app);
        let mut left = response(&asked, 2, Some("Too <dear>"));
        left["answers"]["why"] = json!({ "chosen": { "options": ["price"] } });
        left["path"] = json!("/checkout");
        send(app, &left);
        let key = format!("{}/comment", left["id"].as_str().expect("an id"));
        let page = open(app, &key);
        assert_has(
            &page,
            &["Too &#60;dear&#62;", "How likely?", "2 (0–10)", "What got in the way?", "Price", "/checkout"],
        );
        assert_has(&page, &["Nothing yet.", "The site does not say who this is", "Checkout NPS · version 1"]);

        let mut fields = form(app, &key);
        for (name, value) in
            [("status", "working"), ("owner", "1"), ("cause", "Shipping  cost"), ("tags", "late, abandon")]
        {
            page::put(&mut fields, name, value);
        }
        page::set(&mut fields, "note", "Ask the carrier.\r\nThen write back.");
        let saved = save(app, &key, &fields);
        assert_eq!(saved.status, 303, "{}", saved.body);
        let page = app.get(saved.header("location").expect("it leads back")).body;
        assert_has(&page, &["Saved.", "State: New → In work", "Owner: nobody → ana@example.com"]);
        assert_has(&page, &["Root cause: nothing → Shipping cost", "Tag: +\u{a0}abandon", "Tag: +\u{a0}late"]);
        assert_has(
            &page,
            &["Ask the carrier.\nThen write back.", "value=\"Shipping cost\"", "value=\"abandon, late\""],
        );
        let list = inbox(app, "?status=working&owner=me&cause=Shipping+cost&tag=late&noted=yes");
        assert_eq!(listed(&list), ["Too &#60;dear&#62;"]);
        assert_has(&list, &["1 note", "Shipping cost", "# <bdi>abandon</bdi>", "ana@example.com"]);
        // What was named before is offered for other comments.
        let other = say(app, &asked, 3, "Slow");
        assert_has(&open(app, &other), &["<option value=\"Shipping cost\">", "abandon, late"]);

        let mut fields = form(app, &key);
        fields.push(("do".to_owned(), "solved".to_owned()));
        page::set(&mut fields, "tags", "late");
        assert_eq!(save(app, &key, &fields).status, 303);
        let page = open(app, &key);
        assert_has(&page, &["State: In work → Solved", "Tag: −\u{a0}abandon"]);
        assert!(!page.contains("Mark as solved"), "it is solved");
        assert_eq!(listed(&inbox(app, "")), ["Slow"]);

        page::set(&mut fields, "tags", &"x".repeat(61));
        let refused = save(app, &key, &fields);
        assert_eq!(refused.status, 422);
        assert_has(&refused.body, &["Use at most 12 tags", "aria-invalid=\"true\"", &"x".repeat(61)]);
        page::set(&mut fields, "tags", "");
        page::put(&mut fields, "owner", "99");
        assert_eq!(save(app, &key, &fields).status, 404);
        assert_eq!(app.get("/sites/shop/comments/nonsense/comment").status, 404);
        app.site("other");
        assert_eq!(app.get(&format!("/sites/other/comments/{key}")).status, 404);
    });
}

#[test]
fn whoever_may_only_look_is_offered_nothing() {
    on_both(|app| {
        let asked = readable(app);
        let key = say(app, &asked, 2, "Too dear");
        let done = bulk(app, &[&key], &[("do", "status"), ("status", "seen")]);
        let batch = done.split_once("name=\"batch\" value=\"").expect("it can be undone").1;
        let batch = batch.split_once('"').expect("a value").0;
        let viewer = app.admin("vera@example.com", &[(1, Role::Viewer)]);
        app.acting(&viewer, || {
            let list = inbox(app, &format!("?done={batch}"));
            assert_has(&list, &["Too dear", "Changed: 1"]);
            for offer in ["name=\"comment\"", "name=\"do\"", "name=\"batch\""] {
                assert!(!list.contains(offer), "{offer} in {list}");
            }
            let page = open(app, &key);
            assert_has(&page, &["Too dear", "State: New → Seen", "<fieldset disabled>"]);
            assert!(!page.contains("Redact the text") && !page.contains("Mark as solved"), "{page}");
            assert_eq!(app.submit(&format!("/sites/shop/comments/{key}/redact"), &[("query", "")]).status, 403);
        });
        // Nobody gives a comment to somebody who could do nothing about it.
        let vera = open(app, &key);
        assert!(!vera.contains(">vera@example.com</option>"), "{vera}");
    });
}

#[test]
fn two_who_edit_at_once_lose_nothing() {
    on_both(|app| {
        let asked = readable(app);
        let key = say(app, &asked, 2, "Too dear");
        let (mut mine, mut theirs) = (form(app, &key), form(app, &key));
        page::put(&mut theirs, "cause", "Carrier");
        page::put(&mut theirs, "status", "seen");
        page::set(&mut theirs, "note", "Their note");
        assert_eq!(save(app, &key, &theirs).status, 303);
        page::put(&mut mine, "cause", "Shipping cost");
        page::set(&mut mine, "note", "My note");
        let conflict = save(app, &key, &mine);
        assert_eq!(conflict.status, 409);
        assert_has(&conflict.body, &["Someone else changed this", "value=\"Shipping cost\"", "My note", "Their note"]);
        assert_has(&conflict.body, &["They saved: Carrier", "They saved: Seen"]);
        assert!(!conflict.body.contains("They saved: nobody"), "the owner is the same");
        // Seen, it is put in the place of theirs.
        assert_eq!(save(app, &key, &page::fields(&conflict.body, "loop")).status, 303);
        assert_has(&open(app, &key), &["Root cause: Carrier → Shipping cost", "My note", "Their note"]);

        // Notes stand in nobody's way, and what is the same is no conflict.
        let [mut one, mut two] = [form(app, &key), form(app, &key)];
        page::set(&mut one, "note", "One");
        page::set(&mut two, "note", "Two");
        assert_eq!((save(app, &key, &one).status, save(app, &key, &two).status), (303, 303));
        for fields in [&mut one, &mut two] {
            page::set(fields, "tags", "late");
            page::set(fields, "note", "");
        }
        assert_eq!((save(app, &key, &one).status, save(app, &key, &two).status), (303, 303));
        let mut old = form(app, &key);
        bulk(app, &[&key], &[("do", "status"), ("status", "aside")]);
        page::put(&mut old, "status", "solved");
        assert_eq!(save(app, &key, &old).status, 409);
    });
}

#[test]
fn a_customer_is_seen_along_a_line_of_time() {
    on_both(|app| {
        let asked = readable(app);
        let elsewhere = app.ask(1);
        let mut keys = Vec::new();
        for (asked, score, text) in [(&asked, 9, "Lovely"), (&elsewhere, 3, "Hidden yet"), (&asked, 2, "Too dear")] {
            let mut left = response(asked, score, Some(text));
            left["person"] = json!("customer-7");
            send(app, &left);
            keys.push(format!("{}/comment", left["id"].as_str().expect("an id")));
        }
        let mut silent = response(&asked, 5, None);
        silent["person"] = json!("customer-7");
        send(app, &silent);
        let mut other = response(&asked, 1, Some("Somebody else"));
        other["person"] = json!("customer-8");
        send(app, &other);
        let page = open(app, &keys[2]);
        let line = page
            .split_once("This customer’s line of time")
            .expect("a line")
            .1
            .split_once("</section>")
            .expect("its end")
            .0;
        assert_has(line, &["customer-7", "Lovely", "this one", &format!("/sites/shop/comments/{}", keys[0])]);
        assert_eq!(line.matches("<li").count(), 4, "{line}");
        assert_eq!(line.matches("class=\"score").count(), 4, "{line}");
        assert!(line.find("Lovely") < line.find("Too dear"), "in order of time: {line}");
        assert!(!line.contains("Hidden yet") && !line.contains("Somebody else"), "{line}");
        assert_eq!(app.get(&format!("/sites/shop/comments/{}", keys[1])).status, 404, "too few answered there");
    });
}

fn texts(connection: &mut AnyConnection) -> Vec<String> {
    comment::table.order(comment::id).select(comment::text).load(connection).expect("the comments")
}

#[test]
fn a_redacted_text_is_gone_for_good() {
    on_both(|app| {
        let asked = readable(app);
        let mut left = response(&asked, 2, Some("My name is Zarquonia Beeblebrox"));
        left["complete"] = json!(false);
        send(app, &left);
        say(app, &asked, 2, "Another one");
        let key = format!("{}/comment", left["id"].as_str().expect("an id"));
        let address = format!("/sites/shop/comments/{key}/redact");
        let asks = app.get(&address);
        assert_has(&asks.body, &["Zarquonia", "This cannot be undone", "Redact for good"]);
        let connection = &mut app.connection();
        assert_eq!(texts(connection)[0], "My name is Zarquonia Beeblebrox");
        assert_eq!(listed(&inbox(app, &typed("zarquonia"))), ["My name is Zarquonia Beeblebrox"]);
        let done = app.submit(&address, &[("query", "")]);
        assert_eq!(done.status, 303, "{}", done.body);

        let gone = |app: &TestApp| {
            assert_eq!(texts(&mut app.connection()).iter().filter(|text| text.contains("Zarquonia")).count(), 0);
            let page = open(app, &key);
            assert!(!page.contains("Zarquonia"), "{page}");
            assert_has(&page, &["The text was taken out for good."]);
            assert!(inbox(app, &typed("zarquonia")).contains("No comment matches"));
            assert!(inbox(app, "").contains("The text was taken out for good."));
            assert!(!app.get(&format!("/sites/shop/touchpoints/{}", asked.touchpoint)).body.contains("Zarquonia"));
            assert_rollups_equal_rows(&app.db);
        };
        gone(app);
        assert_eq!(app.get(&address).status, 404, "there is nothing left to take out");
        assert_nothing_is_left(&app.database, "arquonia");

        // The visitor goes on, and everything is sent again.
        left["sequence"] = json!(2);
        left["answers"]["comment"] = json!({ "text": "My name is still Zarquonia" });
        send(app, &left);
        gone(app);
        // The visitor takes the words back, and then does not.
        left["sequence"] = json!(3);
        let said = left["answers"].as_object_mut().expect("answers").remove("comment").expect("a comment");
        send(app, &left);
        assert_rollups_equal_rows(&app.db);
        left["sequence"] = json!(4);
        left["answers"]["comment"] = said;
        left["complete"] = json!(true);
        send(app, &left);
        gone(app);
        assert_nothing_is_left(&app.database, "arquonia");
        assert_eq!(listed(&inbox(app, &typed("another"))), ["Another one"], "the index is whole");
    });
}

/// No file of an SQLite database holds these letters.
fn assert_nothing_is_left(database: &str, letters: &str) {
    let Some(file) = database.strip_prefix("sqlite:") else { return };
    for file in [file.to_owned(), format!("{file}-wal")] {
        let bytes = std::fs::read(&file).expect("the database's file");
        let found = bytes.windows(letters.len()).any(|window| window == letters.as_bytes());
        assert!(!found, "{letters} is in {file}");
    }
}

#[test]
fn the_loop_survives_while_a_visitor_still_answers() {
    on_both(|app| {
        let asked = readable(app);
        let mut left = response(&asked, 2, Some("First words"));
        left["complete"] = json!(false);
        send(app, &left);
        let key = format!("{}/comment", left["id"].as_str().expect("an id"));
        bulk(app, &[&key], &[("do", "status"), ("status", "working")]);
        bulk(app, &[&key], &[("do", "tag"), ("tag", "dear")]);
        left["sequence"] = json!(2);
        left["answers"]["comment"] = json!({ "text": "Second thoughts" });
        send(app, &left);
        assert_eq!(listed(&inbox(app, "?status=working&tag=dear")), ["Second thoughts"]);
        assert_eq!(listed(&inbox(app, &typed("first"))), [""; 0]);
        assert_eq!(listed(&inbox(app, &typed("second"))), ["Second thoughts"]);
        left["sequence"] = json!(3);
        let said = left["answers"].as_object_mut().expect("answers").remove("comment").expect("a comment");
        send(app, &left);
        assert_eq!(listed(&inbox(app, "?status=all")), [""; 0]);
        left["sequence"] = json!(4);
        left["answers"]["comment"] = said;
        send(app, &left);
        assert_eq!(listed(&inbox(app, "?status=working&tag=dear")), ["Second thoughts"]);
    });
}

#[test]
fn words_beside_a_choice_are_comments_too() {
    on_both(|app| {
        readable(app);
        let mut survey = serde_json::to_value(nps()).expect("JSON");
        survey["survey"]["questions"][1]["kind"]["other"] = json!({ "en": "Something else", "es": "Otra cosa" });
        let asked = app.publish(1, &serde_json::from_value(survey).expect("a survey"));
        for _ in 0..10 {
            send(app, &response(&asked, 9, None));
        }
        let mut left = response(&asked, 2, None);
        left["answers"]["why"] = json!({ "chosen": { "options": [], "other": "The carrier" } });
        send(app, &left);
        let page = open(app, &format!("{}/why", left["id"].as_str().expect("an id")));
        assert_has(&page, &["Something else", "The carrier"]);
    });
}

//! A survey's versions: listed, compared, and brought back when what was published is regretted.

use crate::{
    app::{TestApp, on_both},
    page::{fields, set, value},
    surveys::{Fields, drafted, form, open, press, without_csrf},
};
use serde_json::{Value, json};

/// Publishes the survey with other words for its first question.
fn publish(app: &TestApp, editor: &str, question: &str) {
    let mut typed = open(app, editor);
    set(&mut typed, "q.score.title.en", question);
    let published = press(app, editor, &typed, "publish");
    assert_eq!(published.header("location"), Some(format!("{editor}?done=published").as_str()), "{}", published.body);
}

/// Presses the button of the page that asks whether to roll back.
fn roll_back(app: &TestApp, address: &str, seen: &Fields) -> crate::app::Reply {
    let seen: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.submit(address, &seen)
}

fn question(app: &TestApp, address: &str) -> Fields {
    let page = app.get(address);
    assert_eq!(page.status, 200, "{}", page.body);
    without_csrf(fields(&page.body, "restore"))
}

/// What a visitor is asked first in a version.
fn asked(app: &TestApp, editor: &str, version: i32) -> String {
    let form: Value = serde_json::from_str(&form(app, editor, version, "en").body).unwrap();
    form["survey"]["questions"][0]["title"].as_str().unwrap().to_owned()
}

#[test]
fn what_was_published_is_regretted_and_rolled_back() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let versions = format!("{editor}/versions");
        assert!(app.get(&versions).body.contains("No version yet"));
        publish(app, &editor, "First words?");
        publish(app, &editor, "Words that nobody understands?");
        let answer = json!({
            "id": uuid::Uuid::now_v7(), "survey": editor.rsplit('/').next().unwrap().parse::<i64>().unwrap(), "version": 1,
            "sequence": 1, "complete": true, "answers": { "score": { "score": 9 } }, "language": "en", "path": null,
            "device": "phone", "chance": 1, "elapsed": 1
        });
        assert_eq!(app.post("/w/shop/responses", &answer).status, 201);
        let list = app.get(&versions).body;
        let rows: Vec<&str> = list.split("<tr>").skip(2).collect();
        assert!(rows[0].contains("<b>Version 2</b>") && rows[0].contains("asked now"), "{list}");
        assert!(rows[0].contains("Question (English)") && rows[0].contains("<td class=\"num\">0</td>"), "{list}");
        assert!(rows[1].contains("<b>Version 1</b>") && rows[1].contains("<td class=\"num\">1</td>"), "{list}");

        let back = format!("{versions}/1/restore");
        let page = app.get(&back).body;
        assert!(page.contains("that makes version 3") && page.contains("<ins>First words?</ins>"), "{page}");
        let restored = roll_back(app, &back, &question(app, &back));
        assert_eq!(restored.header("location"), Some(format!("{editor}?done=restored").as_str()), "{}", restored.body);
        assert_eq!(value(&open(app, &editor), "q.score.title.en"), Some("First words?"));
        assert_eq!(asked(app, &editor, 2), "Words that nobody understands?", "visitors notice nothing yet");
        assert_eq!(form(app, &editor, 3, "en").status, 404);
        press(app, &editor, &open(app, &editor), "publish");
        assert_eq!(asked(app, &editor, 3), "First words?");
        assert_eq!(asked(app, &editor, 2), "Words that nobody understands?", "a version never changes");
        let same = app.get(&format!("{versions}/compare?from=1&to=3")).body;
        assert!(same.contains("They say the same."), "{same}");
    });
}

#[test]
fn a_drafts_changes_are_discarded_unless_someone_else_saved_meanwhile() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        publish(app, &editor, "Published?");
        let mut typed = open(app, &editor);
        set(&mut typed, "q.score.title.en", "Being thought about?");
        press(app, &editor, &typed, "save");
        let list = app.get(&format!("{editor}/versions")).body;
        assert!(list.contains("Discard its changes: Draft"), "{list}");
        let back = format!("{editor}/versions/1/restore");
        let seen = question(app, &back);
        let mut typed = open(app, &editor);
        set(&mut typed, "q.score.title.en", "Saved by Ben?");
        press(app, &editor, &typed, "save");
        let stale = roll_back(app, &back, &seen);
        assert_eq!(stale.status, 409);
        assert!(stale.body.contains("someone else saved the draft meanwhile"), "{}", stale.body);
        assert!(stale.body.contains("<del>Saved by Ben?</del>"), "{}", stale.body);
        assert_eq!(value(&open(app, &editor), "q.score.title.en"), Some("Saved by Ben?"));
        let done = roll_back(app, &back, &without_csrf(fields(&stale.body, "restore")));
        assert_eq!(done.header("location"), Some(format!("{editor}?done=discarded").as_str()), "{}", done.body);
        assert_eq!(value(&open(app, &editor), "q.score.title.en"), Some("Published?"));
        assert!(!app.get(&editor).body.contains("Draft has changes"));
    });
}

#[test]
fn differences_are_read_in_the_admins_language() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        publish(app, &editor, "How was it?");
        let mut typed = open(app, &editor);
        for button in ["remove:obstacle", "down:improve", "add:csat"] {
            typed = without_csrf(fields(&press(app, &editor, &typed, button).body, "survey"));
        }
        set(&mut typed, "percent", "25");
        set(&mut typed, "q.score.title.en", "How bad was it?");
        let saved = press(app, &editor, &typed, "save");
        assert_eq!(saved.status, 303, "{}", saved.body);
        let address = format!("{editor}/versions/compare?from=1&to=draft");
        let (english, spanish) = (app.get(&address).body, app.speaking("es", || app.get(&address)).body);
        for (page, expected) in [
            (&english, ["Version 1 → Draft", "removed", "Visitors, in %", "How <ins>bad </ins>was it?"]),
            (&spanish, ["Versión 1 → Borrador", "quitado", "Visitantes, en %", "How <ins>bad </ins>was it?"]),
        ] {
            for expected in expected {
                assert!(page.contains(expected), "{expected} in {page}");
            }
        }
    });
}

#[test]
fn only_versions_of_the_sites_own_surveys_are_there() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        publish(app, &editor, "Ours?");
        app.site("other");
        let foreign = editor.replace("/shop/", "/other/");
        for path in ["versions", "versions/compare?from=1&to=draft", "versions/1/restore"] {
            assert_eq!(app.get(&format!("{foreign}/{path}")).status, 404, "{path}");
        }
        for path in ["versions/compare?from=1&to=2", "versions/compare?from=x&to=1", "versions/9/restore"] {
            assert_eq!(app.get(&format!("{editor}/{path}")).status, 404, "{path}");
        }
        let before = open(app, &editor);
        for address in [format!("{foreign}/versions/1/restore"), format!("{editor}/versions/9/restore")] {
            assert_eq!(app.submit(&address, &[("revision", "1")]).status, 404, "{address}");
        }
        assert_eq!(open(app, &editor), before);
    });
}

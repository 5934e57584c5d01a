//! A survey's life in the console: from a template to its visitors and back, by pages without scripts.

use crate::{
    app::{Reply, TestApp, on_both},
    page::{fields, set, value},
};
use serde_json::Value;
use server::survey_templates::SurveyTemplate;

/// The fields of a form, by name.
pub type Fields = Vec<(String, String)>;

/// A site with a touchpoint, and a survey made of the NPS template; the address of its editor.
pub fn drafted(app: &TestApp) -> String {
    let touchpoint = app.ask(app.site("shop")).touchpoint.to_string();
    let made = app.submit("/sites/shop/surveys", &[("touchpoint", &touchpoint), ("template", "nps")]);
    assert_eq!(made.status, 303, "{}", made.body);
    made.header("location").unwrap().split('?').next().unwrap().to_owned()
}

/// Opens the editor.
pub fn open(app: &TestApp, editor: &str) -> Fields {
    let page = app.get(editor);
    assert_eq!(page.status, 200, "{}", page.body);
    without_csrf(fields(&page.body, "survey"))
}

/// The fields without the token that differs between sessions.
pub fn without_csrf(mut fields: Fields) -> Fields {
    fields.retain(|(name, _)| name != "csrf");
    fields
}

/// Presses a button of the editor.
pub fn press(app: &TestApp, editor: &str, fields: &Fields, button: &str) -> Reply {
    let mut sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sent.push(("do", button));
    app.submit(editor, &sent)
}

/// What a visitor is given of a version.
pub fn form(app: &TestApp, editor: &str, version: i32, language: &str) -> Reply {
    let id = editor.rsplit('/').next().unwrap();
    app.get(&format!("/w/shop/forms/{id}/{version}/{language}"))
}

#[test]
fn a_survey_is_made_worded_published_changed_and_paused() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let mut typed = open(app, &editor);
        assert_eq!(
            value(&typed, "q.score.title.en"),
            Some("How likely are you to recommend shop to someone you know?")
        );
        set(&mut typed, "q.score.title.en", "Would you \"recommend\" <us> & ours?");
        set(&mut typed, "q.score.title.es", "¿Nos recomendarías?");
        assert_eq!(form(app, &editor, 1, "en").status, 404);
        let saved = press(app, &editor, &typed, "save");
        assert_eq!(saved.header("location"), Some(format!("{editor}?done=saved").as_str()), "{}", saved.body);
        assert_eq!(form(app, &editor, 1, "en").status, 404, "a draft is nobody's business");

        let published = press(app, &editor, &open(app, &editor), "publish");
        assert_eq!(
            published.header("location"),
            Some(format!("{editor}?done=published").as_str()),
            "{}",
            published.body
        );
        let title = |version: i32, language: &str| {
            let reply = form(app, &editor, version, language);
            let form: Value =
                serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{error}: {}", reply.body));
            form["survey"]["questions"][0]["title"].as_str().unwrap().to_owned()
        };
        assert_eq!(title(1, "en"), "Would you \"recommend\" <us> & ours?");
        assert_eq!(title(1, "es-MX"), "¿Nos recomendarías?");

        let unchanged = press(app, &editor, &open(app, &editor), "publish");
        assert_eq!(unchanged.header("location"), Some(format!("{editor}?done=unchanged").as_str()));
        let mut typed = open(app, &editor);
        set(&mut typed, "q.score.title.es", "");
        press(app, &editor, &typed, "publish");
        assert_eq!(title(2, "es"), "Would you \"recommend\" <us> & ours?", "what is missing falls back");
        assert_eq!(title(1, "es"), "¿Nos recomendarías?", "a version never changes");

        press(app, &editor, &open(app, &editor), "pause");
        assert_eq!(form(app, &editor, 2, "en").status, 410);
        let mut typed = open(app, &editor);
        set(&mut typed, "q.score.title.en", "");
        let resumed = press(app, &editor, &typed, "resume");
        assert_eq!(resumed.status, 200, "{}", resumed.body);
        assert_eq!(value(&fields(&resumed.body, "survey"), "q.score.title.en"), Some(""), "what was typed stays");
        assert_eq!(title(2, "en"), "Would you \"recommend\" <us> & ours?");
        assert!(app.get("/sites/shop/surveys").body.contains("Live · version 2"));
    });
}

#[test]
fn mistakes_are_named_and_nothing_typed_is_lost() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let before = open(app, &editor);
        let check = |changes: &[(&str, &str)], expected: &str| {
            let mut typed = before.clone();
            for (name, value) in changes {
                set(&mut typed, name, value);
            }
            let reply = press(app, &editor, &typed, "publish");
            assert_eq!(reply.status, 422, "{changes:?}");
            assert!(reply.body.contains(expected), "{changes:?}: {}", reply.body);
            assert_eq!(without_csrf(fields(&reply.body, "survey")), typed, "{changes:?}");
        };
        check(&[("q.score.title.en", " ")], "Write it in English at least");
        check(&[("include", "/a\n/b?c=d")], "“/b?c=d” is not a page");
        check(&[("percent", "0"), ("name", "")], "A number above 0 and up to 100.");
        check(&[("q.improve.to.any", "question.score")], "This question does not come later");
        check(&[("q.obstacle.option.price.en", "")], "href=\"#q.obstacle.option.price.en\">2 · Write it in English");
        assert_eq!(open(app, &editor), before);
        for malformed in ["", "burn", "up"] {
            assert_eq!(press(app, &editor, &before, malformed).status, 400, "{malformed}");
        }
    });
}

#[test]
fn buttons_add_move_and_remove_before_anything_is_saved() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let mut typed = open(app, &editor);
        for button in ["add:csat", "up:csat", "remove:reason", "add-option:obstacle", "make-default:es"] {
            let reply = press(app, &editor, &typed, button);
            assert_eq!(reply.status, 200, "{button}: {}", reply.body);
            typed = without_csrf(fields(&reply.body, "survey"));
        }
        set(&mut typed, "q.obstacle.option.+1.es", "La atención");
        let saved = press(app, &editor, &typed, "save");
        assert_eq!(saved.status, 303, "{}", saved.body);
        let typed = open(app, &editor);
        let all = |name: &str| {
            let values = typed.iter().filter(|(one, _)| one == name).map(|(_, value)| value.as_str());
            values.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(all("question"), "score obstacle improve csat");
        assert_eq!(all("q.obstacle.option"), "quality price effort delivery help other la-atencion");
        assert_eq!(all("language"), "es en");
        assert_eq!(value(&typed, "q.score.to.high"), Some("next"));
    });
}

#[test]
fn two_who_edit_at_once_both_keep_their_texts() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let (mut ana, mut ben) = (open(app, &editor), open(app, &editor));
        set(&mut ana, "q.score.title.en", "Ana's question?");
        assert_eq!(press(app, &editor, &ana, "save").status, 303);
        set(&mut ben, "q.score.title.en", "Ben's question?");
        let conflict = press(app, &editor, &ben, "save");
        assert_eq!(conflict.status, 409);
        for expected in
            ["They saved:</small> <del>Ana&#39;s </del>question?", "You typed:</small> <ins>Ben&#39;s </ins>question?"]
        {
            assert!(conflict.body.contains(expected), "{expected} in {}", conflict.body);
        }
        let mut again = without_csrf(fields(&conflict.body, "survey"));
        assert_eq!(value(&again, "q.score.title.en"), Some("Ben's question?"));
        assert_eq!(value(&open(app, &editor), "q.score.title.en"), Some("Ana's question?"));
        // Another change of Ana's is not replaced by the second try either.
        let mut ana = open(app, &editor);
        set(&mut ana, "name", "Ana's survey");
        press(app, &editor, &ana, "save");
        assert_eq!(press(app, &editor, &again, "publish").status, 409);
        set(&mut again, "revision", value(&open(app, &editor), "revision").unwrap());
        assert_eq!(press(app, &editor, &again, "save").status, 303);
        assert_eq!(value(&open(app, &editor), "q.score.title.en"), Some("Ben's question?"));
    });
}

#[test]
fn another_sites_survey_is_not_there() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let elsewhere = editor.replace("/shop/", "/other/");
        let touchpoint = app.ask(app.site("other")).touchpoint.to_string();
        let typed = open(app, &editor);
        assert_eq!(app.get(&elsewhere).status, 404);
        for button in ["save", "publish", "pause", "delete", "add:text"] {
            assert_eq!(press(app, &elsewhere, &typed, button).status, 404, "{button}");
        }
        let foreign = app.submit("/sites/shop/surveys", &[("touchpoint", &touchpoint), ("template", "nps")]);
        assert_eq!(foreign.status, 404);
        assert_eq!(app.submit("/sites/nobody/surveys", &[("touchpoint", "1"), ("template", "nps")]).status, 404);
        assert_eq!(open(app, &editor), typed);
    });
}

#[test]
fn only_a_draft_can_be_deleted() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        press(app, &editor, &open(app, &editor), "publish");
        assert_eq!(press(app, &editor, &open(app, &editor), "delete").status, 404);
        let touchpoint = app.ask(app.site("other")).touchpoint.to_string();
        let made = app.submit("/sites/other/surveys", &[("touchpoint", &touchpoint), ("template", "ces")]);
        let draft = made.header("location").unwrap().split('?').next().unwrap().to_owned();
        let deleted = press(app, &draft, &open(app, &draft), "delete");
        assert_eq!(deleted.header("location"), Some("/sites/other/surveys?done=deleted"));
        assert_eq!(app.get(&draft).status, 404);
    });
}

#[test]
fn the_list_counts_answers() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        let shows = |expected: &str| {
            let list = app.get("/sites/shop/surveys").body;
            assert!(list.contains(expected), "{expected} in {list}");
        };
        shows(">0</a></td>");
        for _ in 0..2 {
            let answer = serde_json::json!({
                "id": uuid::Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
                "answers": { "score": { "score": 9 } }, "language": "en", "path": null, "device": "phone",
                "chance": 1, "elapsed": 1
            });
            assert_eq!(app.post("/w/shop/responses", &answer).status, 201);
        }
        shows(">2</a></td>");
        shows("just now");
    });
}

#[test]
fn every_template_is_published_as_it_comes() {
    on_both(|app| {
        app.sign_in();
        let touchpoint = app.ask(app.site("shop")).touchpoint.to_string();
        for language in ["en", "es"] {
            let offered = app.speaking(language, || app.get("/sites/shop/surveys/new")).body;
            for template in SurveyTemplate::ALL {
                let key = template.key();
                assert!(offered.contains(&format!("name=\"template\" value=\"{key}\"")), "{key} in {offered}");
                let new = [("touchpoint", touchpoint.as_str()), ("template", key)];
                let made = app.speaking(language, || app.submit("/sites/shop/surveys", &new));
                let editor = made.header("location").unwrap().split('?').next().unwrap().to_owned();
                let published = press(app, &editor, &open(app, &editor), "publish");
                let expected = format!("{editor}?done=published");
                assert_eq!(published.header("location"), Some(expected.as_str()), "{key}: {}", published.body);
                assert_eq!(form(app, &editor, 1, language).status, 200, "{key}");
            }
        }
    });
}

#[test]
fn a_first_survey_makes_its_touchpoint() {
    on_both(|app| {
        app.sign_in();
        app.site("shop");
        let empty = app.get("/sites/shop/surveys/new").body;
        assert!(empty.contains("First say where you meet your customers"), "there is no map yet: {empty}");
        for axis in ["phases", "channels"] {
            assert_eq!(app.submit(&format!("/sites/shop/journey/{axis}"), &[("name", "One")]).status, 303);
        }
        let page = app.get("/sites/shop/surveys/new").body;
        let start = |name: &str| {
            let select = |name: &str| {
                let (_, rest) = page.split_once(&format!("name=\"{name}\"><option value=\"")).unwrap();
                rest.split('"').next().unwrap().to_owned()
            };
            let (phase, channel) = (select("phase"), select("channel"));
            let new = [("name", name), ("phase", &phase), ("channel", &channel), ("template", "delivery")];
            app.submit("/sites/shop/surveys", &new)
        };
        let nameless = start(" ");
        assert_eq!(nameless.status, 422);
        assert!(nameless.body.contains("Write a name."), "{}", nameless.body);
        let made = start("Doorstep");
        let editor = made.header("location").unwrap().split('?').next().unwrap().to_owned();
        assert_eq!(value(&open(app, &editor), "name"), Some("Doorstep Delivery"));
        assert!(app.get("/sites/shop/surveys").body.contains("Doorstep"));
        let nowhere = [("name", "Nowhere"), ("phase", "999"), ("channel", "1"), ("template", "nps")];
        assert_eq!(app.submit("/sites/shop/surveys", &nowhere).status, 404);
        let published = press(app, &editor, &open(app, &editor), "publish");
        assert!(
            app.get(published.header("location").unwrap())
                .body
                .contains("href=\"/sites/shop/install\">Install the script")
        );
    });
}

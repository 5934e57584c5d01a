//! Everything a survey can say, made through the editor's pages: every kind of question, rules, endings, targeting, looks.

use crate::{
    app::{TestApp, on_both},
    page::{fields, put, value},
    surveys::{Fields, drafted, form, open, press, without_csrf},
};
use serde_json::{Value, json};
use server::db::surveys;
use shared::wire::LoaderSurvey;

const KINDS: [&str; 12] =
    ["nps", "csat", "ces", "thumbs", "rating", "choice", "text", "gap", "importance", "consent", "statement", "link"];

/// Presses a button that changes the form before anything is saved.
fn edit(app: &TestApp, editor: &str, typed: &Fields, button: &str) -> Fields {
    let reply = press(app, editor, typed, button);
    assert_eq!(reply.status, 200, "{button}: {}", reply.body);
    without_csrf(fields(&reply.body, "survey"))
}

/// Publishes a survey, and checks that the page sends all of it when it is opened again.
fn publish(app: &TestApp, editor: &str, typed: &Fields) {
    let published = press(app, editor, typed, "publish");
    assert_eq!(published.header("location"), Some(format!("{editor}?done=published").as_str()), "{}", published.body);
    let unchanged = press(app, editor, &open(app, editor), "publish");
    assert_eq!(unchanged.header("location"), Some(format!("{editor}?done=unchanged").as_str()), "{}", unchanged.body);
}

/// What visitors are given of the published survey.
fn published(app: &TestApp, editor: &str, version: i32) -> Value {
    let reply = form(app, editor, version, "es");
    serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{error}: {}", reply.body))
}

#[test]
fn a_survey_of_every_kind_is_made_and_asked() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let mut typed = open(app, &editor);
        for kind in KINDS {
            typed = edit(app, &editor, &typed, &format!("add:{kind}"));
        }
        for question in ["score", "obstacle", "improve", "reason"] {
            typed = edit(app, &editor, &typed, &format!("remove:{question}"));
        }
        for (name, typed_in) in [
            ("q.csat.style", "stars"),
            ("q.ces.points", "5"),
            ("q.rating.points", "11"),
            ("q.choice.several", "on"),
            ("q.choice.most", "3"),
            ("q.choice.shuffled", "on"),
            ("q.comment.format", "email"),
            ("q.comment.together", "on"),
            ("q.consent.agreement.es", "Sí, quiero"),
            ("q.statement.note.es", "Ya casi está, {{comment|amigo}}"),
            ("q.link.address", "https://example.com/hola"),
        ] {
            put(&mut typed, name, typed_in);
        }
        publish(app, &editor, &typed);
        let survey = &published(app, &editor, 1)["survey"];
        let kinds: Vec<&str> =
            survey["questions"].as_array().unwrap().iter().map(|one| one["kind"]["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, KINDS);
        let at = |number: usize, path: &str| survey["questions"][number].pointer(path).cloned().unwrap_or_default();
        assert_eq!(at(1, "/kind/style"), json!("stars"));
        assert_eq!(at(2, "/kind/points"), json!("five"));
        assert_eq!(at(4, "/kind/points"), json!(11));
        assert_eq!(at(5, "/kind/several"), json!({ "least": 1, "most": 3 }));
        assert_eq!((at(5, "/kind/other"), at(5, "/kind/shuffled")), (json!("Otra cosa"), json!(true)));
        assert_eq!((at(6, "/kind/format"), at(6, "/together")), (json!("email"), json!(true)));
        assert_eq!(at(9, "/kind/label"), json!("Sí, quiero"));
        assert_eq!(at(10, "/note"), json!("Ya casi está, {{comment|amigo}}"));
        assert_eq!(at(11, "/kind/address"), json!("https://example.com/hola"));
    });
}

#[test]
fn rules_and_endings_are_made_row_by_row() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let mut typed = open(app, &editor);
        put(&mut typed, "fields", "plan");
        typed = edit(app, &editor, &typed, "use-rules:reason");
        typed = edit(app, &editor, &typed, "use-rules:score");
        let back = edit(app, &editor, &typed, "use-groups:score");
        assert_eq!(value(&back, "q.score.to.low"), Some("question.obstacle"), "there is a way back");
        put(&mut typed, "q.score.branch.1.add", "field.plan");
        typed = edit(app, &editor, &typed, "add-condition:q.score.branch.1");
        put(&mut typed, "q.score.branch.1.if.2.is", "not-equals");
        put(&mut typed, "q.score.branch.1.if.2.text", "pro");
        typed = edit(app, &editor, &typed, "drop:q.score.branch:3");
        typed = edit(app, &editor, &typed, "add-ending");
        put(&mut typed, "ending.1.add", "question.obstacle");
        typed = edit(app, &editor, &typed, "add-condition:ending.1");
        put(&mut typed, "ending.1.if.1.option", "price");
        put(&mut typed, "ending.1.text.es", "Pronto, mejores precios, {{plan}}");
        put(&mut typed, "ending.1.button.en", "See the offers");
        put(&mut typed, "ending.1.address", "https://example.com/offers");
        let page = press(app, &editor, &typed, "add-ending").body;
        let sentence = "0–6 and plan is not “pro” → 2 · What got in the way?";
        assert!(page.contains(sentence), "{sentence} in {page}");
        publish(app, &editor, &typed);
        let survey = &published(app, &editor, 1)["survey"];
        let expected = json!([
            {
                "when": [
                    { "question": "score", "is": { "score": [0, 6] } },
                    { "field": "plan", "is": { "equals": "pro" }, "not": true },
                ],
                "to": { "question": "obstacle" },
            },
            { "when": [{ "question": "score", "is": { "score": [7, 8] } }], "to": { "question": "reason" } },
        ]);
        assert_eq!(survey["questions"][0]["branches"], expected);
        assert_eq!(survey["fields"], json!(["plan"]));
        let ending = json!([{
            "when": [{ "question": "obstacle", "is": { "chosen": "price" } }],
            "text": "Pronto, mejores precios, {{plan}}",
            "link": { "label": "See the offers", "address": "https://example.com/offers" },
        }]);
        assert_eq!(survey["endings"], ending);
    });
}

#[test]
fn who_is_asked_when_and_how_it_looks_reaches_the_page() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let mut typed = open(app, &editor);
        for kind in ["click", "scroll", "event", "idle", "exit"] {
            typed = edit(app, &editor, &typed, &format!("add-trigger:{kind}"));
        }
        put(&mut typed, "who.add", "plan");
        typed = edit(app, &editor, &typed, "add-condition:who");
        for (name, typed_in) in [
            ("include", "/checkout/*"),
            ("exclude", "/checkout/done"),
            ("referrer", "www.example.org/*"),
            ("device.phone", "on"),
            ("speaks", "es pt-BR"),
            ("who.if.1.text", "pro"),
            ("visits", "3"),
            ("days", "7"),
            ("from", "2026-01-31T09:00"),
            ("until", "2026-07-31T09:00"),
            ("quota", "500"),
            ("trigger.1.value", "#pay"),
            ("trigger.2.value", "60"),
            ("trigger.2.within", "#terms"),
            ("trigger.3.value", "order placed"),
            ("trigger.4.value", "20"),
            ("cancel", "bought"),
            ("delay", "5"),
            ("percent", "25"),
            ("again", "after"),
            ("again.after", "30"),
            ("priority", "9"),
            ("display", "modal"),
            ("place", "center"),
            ("overlay", "on"),
            ("outside_closes", "on"),
            ("closes_after", "60"),
        ] {
            put(&mut typed, name, typed_in);
        }
        publish(app, &editor, &typed);
        let all = surveys::published(&mut app.connection()).unwrap();
        let one = all.last().unwrap();
        let loaded = serde_json::to_value(LoaderSurvey::new(one.survey_id, one.version, &one.definition)).unwrap();
        let expected = json!({
            "id": one.survey_id, "version": 1, "display": "modal", "include": ["/checkout/*"],
            "exclude": ["/checkout/done"], "referrer": ["www.example.org/*"], "devices": ["phone"],
            "languages": ["es", "pt-BR"], "who": [{ "field": "plan", "is": { "equals": "pro" } }], "visits": 3, "days": 7,
            // 09:00 in Madrid, in winter and in summer.
            "from": 1_769_846_400_000_i64, "until": 1_785_481_200_000_i64,
            "triggers": [
                { "click": "#pay" }, { "scroll": { "percent": 60, "within": "#terms" } }, { "event": "order placed" },
                { "idle": 20 }, "exit",
            ],
            "cancel": "bought", "delay": 5, "chance": 0.25, "again": { "answered": 30, "dismissed": 30 }, "priority": 9,
        });
        assert_eq!(loaded, expected);
        assert_eq!(one.definition.targeting().quota, Some(500));
        let looks = json!({
            "display": "modal", "place": "center", "overlay": true, "outside_closes": true, "closes_after": 60,
        });
        assert_eq!(published(app, &editor, 1)["appearance"], looks);
        let summary = "Shows on /checkout/* but never on /checkout/done to 25 % of visitors on phones";
        assert!(app.get(&editor).body.contains(summary));
    });
}

#[test]
fn what_cannot_be_asked_is_refused_at_its_field_in_both_languages() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let before = open(app, &editor);
        let check = |buttons: &[&str], changes: &[(&str, &str)], field: &str, expected: [&str; 2]| {
            let mut typed = buttons.iter().fold(before.clone(), |typed, button| edit(app, &editor, &typed, button));
            for (name, value) in changes {
                put(&mut typed, name, value);
            }
            for (language, expected) in ["en", "es"].into_iter().zip(expected) {
                let reply = app.speaking(language, || press(app, &editor, &typed, "save"));
                assert_eq!(reply.status, 422, "{changes:?}: {}", reply.body);
                assert!(reply.body.contains(expected), "{expected} in {}", reply.body);
                assert!(reply.body.contains(&format!("href=\"#{field}\"")), "{field} in {}", reply.body);
                assert!(reply.body.contains(&format!("id=\"{field}\"")), "{field} in {}", reply.body);
                let kept = without_csrf(fields(&reply.body, "survey"));
                for (name, typed_in) in changes {
                    assert_eq!(value(&kept, name), Some(*typed_in), "what was typed stays");
                }
            }
        };
        check(
            &[],
            &[("q.score.to.low", "question.score")],
            "q.score.to.low",
            ["This question does not come later", "Esa pregunta no va después"],
        );
        check(
            &[],
            &[("q.reason.together", "on")],
            "q.score.to.middle",
            ["shares the page of the one before", "comparte página con la anterior"],
        );
        check(
            &[],
            &[("q.obstacle.together", "on")],
            "q.obstacle.together",
            ["only the last one of a page can do", "la última de una página"],
        );
        check(
            &[],
            &[("q.score.title.es", "¿{{improve}}?")],
            "q.score.title.es",
            ["“improve” in double braces is neither", "«improve» entre llaves dobles no"],
        );
        check(
            &["use-rules:score"],
            &[("q.score.branch.1.if.1.to", "12")],
            "q.score.branch.1.if.1.to",
            ["A whole number from 0 to 10.", "Un número entero de 0 a 10."],
        );
        check(
            &["use-rules:reason", "down:score", "down:score", "down:score"],
            &[],
            "q.score.to.low",
            ["This question does not come later", "Esa pregunta no va después"],
        );
        check(
            &["add:link"],
            &[("q.link.address", "javascript:alert(1)")],
            "q.link.address",
            ["An address that begins with https://", "Una dirección que empiece por https://"],
        );
        check(
            &["add-trigger:click"],
            &[("trigger.1.value", "")],
            "trigger.1.value",
            ["A CSS selector of one line", "Un selector CSS de una línea"],
        );
        check(
            &[],
            &[("from", "2026-07-01T00:00"), ("until", "2026-01-01T00:00")],
            "until",
            ["It would end before it begins.", "Terminaría antes de empezar."],
        );
        check(&[], &[("display", "inline"), ("within", "")], "within", ["A CSS selector", "Un selector CSS"]);
        check(&[], &[("fields", "The plan")], "fields", ["“The plan” is not a name", "«The plan» no es un nombre"]);
        let attribute = press(app, &editor, &before, "add-condition:who");
        assert_eq!(attribute.status, 422, "{}", attribute.body);
        assert!(attribute.body.contains("href=\"#who.add\""), "{}", attribute.body);
        assert_eq!(open(app, &editor), before);
    });
}

#[test]
fn two_who_edit_rules_at_once_see_each_others() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let (mut ana, ben) = (open(app, &editor), open(app, &editor));
        ana = edit(app, &editor, &ana, "use-rules:score");
        put(&mut ana, "q.score.branch.1.if.1.to", "4");
        put(&mut ana, "percent", "10");
        assert_eq!(press(app, &editor, &ana, "save").status, 303);
        let conflict = press(app, &editor, &ben, "save");
        assert_eq!(conflict.status, 409);
        for theirs in
            ["They saved: 0–4 → 2 · What got in the way?", "They saved: Shows on every page to 10 % of visitors"]
        {
            assert!(conflict.body.contains(theirs), "{theirs} in {}", conflict.body);
        }
    });
}

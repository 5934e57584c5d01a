//! The look of all surveys of a site, and how often one visitor is asked.

use crate::{
    app::{TestApp, on_both},
    page::{fields, value},
};
use serde_json::Value;

const FIELDS: [&str; 8] =
    ["accent", "background", "text", "accent_dark", "background_dark", "text_dark", "radius", "font"];

/// Sends the form of the look with these values in it and nothing in the other fields.
fn send(app: &TestApp, changes: &[(&str, &str)]) -> crate::app::Reply {
    let value = |name: &str| changes.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value);
    let sent: Vec<(&str, &str)> = FIELDS.iter().map(|name| (*name, value(name))).chain([("save", "look")]).collect();
    app.submit("/sites/shop/look", &sent)
}

fn theme(app: &TestApp, survey: i64) -> Value {
    let form: Value = serde_json::from_str(&app.get(&format!("/w/shop/forms/{survey}/1/en")).body).unwrap();
    form["look"].clone()
}

#[test]
fn a_look_that_everybody_can_read_reaches_the_next_visitor() {
    on_both(|app| {
        app.sign_in();
        let survey = app.ask(app.site("shop")).survey;
        assert_eq!(theme(app, survey), Value::from(""), "Opina's own");
        let look = [
            ("accent", "B00020"),
            ("background", "#fffaf0"),
            ("text", "#202020"),
            ("accent_dark", "#ff8a80"),
            ("radius", "4"),
            ("font", "Inter, sans-serif"),
        ];
        let saved = send(app, &look);
        assert_eq!(saved.header("location"), Some("/sites/shop/look?saved=look#look"), "{}", saved.body);
        let look = theme(app, survey).to_string();
        for part in ["#b00020", "#fffaf0", "#202020", "#ff8a80", "4px", "Inter, sans-serif"] {
            assert!(look.contains(part), "{part} in {look}");
        }
        let page = app.get("/sites/shop/look?saved=look").body;
        assert!(page.contains("The look is saved."), "{page}");
        assert_eq!(value(&fields(&page, "look"), "accent"), Some("#b00020"));
        assert!(page.contains("fill=\"#fffaf0\""), "the sample shows it: {page}");
        assert!(!page.contains("style="), "{page}");
    });
}

#[test]
fn a_look_that_somebody_cannot_read_is_refused_naming_the_pair() {
    on_both(|app| {
        app.sign_in();
        let survey = app.ask(app.site("shop")).survey;
        let before = theme(app, survey);
        let check = |changes: &[(&str, &str)], expected: [&str; 2]| {
            for (language, expected) in ["en", "es"].into_iter().zip(expected) {
                let reply = app.speaking(language, || send(app, changes));
                assert_eq!(reply.status, 422, "{changes:?}");
                assert!(reply.body.contains(expected), "{expected} in {}", reply.body);
                let kept = fields(&reply.body, "look");
                for (name, typed) in changes {
                    assert_eq!(value(&kept, name), Some(*typed), "what was typed stays");
                }
            }
            assert_eq!(theme(app, survey), before, "{changes:?}");
        };
        check(
            &[("text", "#999999"), ("font", "Inter")],
            [
                "On light pages: text and background differ by 2.8\u{a0}:\u{a0}1. Everybody can read it from 4.5\u{a0}:\u{a0}1 on.",
                "En páginas claras: el texto y el fondo se distinguen con 2,8\u{a0}:\u{a0}1. Se puede leer bien a partir de 4,5\u{a0}:\u{a0}1.",
            ],
        );
        check(
            &[("accent_dark", "#202830")],
            [
                "Where the visitor prefers dark: buttons and background differ by 1.1\u{a0}:\u{a0}1.",
                "Si el visitante prefiere oscuro: los botones y el fondo se distinguen con 1,1\u{a0}:\u{a0}1.",
            ],
        );
        check(&[("accent", "red")], ["“red” is not a colour", "«red» no es un color"]);
        check(&[("radius", "99")], ["A whole number from 0 to 32.", "Un número entero de 0 a 32."]);
        check(&[("font", "x;}")], ["Names of letters, digits", "Nombres de letras, cifras"]);
        assert_eq!(app.submit("/sites/shop/look", &[("save", "look")]).status, 400);
        assert_eq!(app.submit("/sites/nobody/look", &[("save", "budget"), ("surveys", ""), ("days", "")]).status, 404);
    });
}

#[test]
fn a_visitor_is_asked_so_often_and_no_more() {
    on_both(|app| {
        app.sign_in();
        app.site("shop");
        let budget = || {
            let site = server::db::sites::by_key(&mut app.connection(), "shop").unwrap().unwrap();
            site.budget().unwrap().map(|budget| (budget.surveys, budget.days))
        };
        let send = |surveys: &str, days: &str| {
            app.submit("/sites/shop/look", &[("save", "budget"), ("surveys", surveys), ("days", days)])
        };
        assert_eq!(budget(), None, "off unless somebody sets it");
        let saved = send("2", "30");
        assert_eq!(saved.header("location"), Some("/sites/shop/look?saved=budget#budget"), "{}", saved.body);
        assert_eq!(budget(), Some((2, 30)));
        let refused = send("2", "many");
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("A whole number from 1 to 3650, or both empty."), "{}", refused.body);
        assert_eq!(value(&fields(&refused.body, "budget"), "days"), Some("many"));
        assert_eq!(budget(), Some((2, 30)));
        assert_eq!(send("", "").status, 303);
        assert_eq!(budget(), None);
    });
}

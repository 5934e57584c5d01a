//! The frame beside the survey editor: the draft is asked there, and nothing comes of it.

use crate::{
    app::{Reply, TestApp, on_both},
    page::{fields, put, set, value},
    surveys::{Fields, drafted, open},
};
use serde_json::{Value, json};

/// What the frame is told of what is typed.
fn follow(app: &TestApp, editor: &str, typed: &Fields, place: &str, language: &str) -> Reply {
    let mut sent: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sent.extend([(":place", place), (":language", language)]);
    app.submit(&format!("{editor}/preview"), &sent)
}

#[test]
fn only_the_frame_may_run_webassembly_and_only_for_who_is_signed_in() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let frame = app.get(&format!("{editor}/preview"));
        let policy = frame.header("content-security-policy").unwrap();
        for rule in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval';", "frame-ancestors 'self'"] {
            assert!(policy.contains(rule), "{policy}");
        }
        let page = app.get(&editor);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-src 'self'") && !policy.contains("wasm"), "{policy}");
        assert!(page.body.contains(&format!("src=\"{editor}/preview\"")), "{}", page.body);
        assert_eq!(app.get_with(&format!("{editor}/preview"), &[]).status, 303);
        app.site("other");
        let foreign = editor.replace("/shop/", "/other/");
        assert_eq!(app.get(&format!("{foreign}/preview")).status, 404);
        assert_eq!(follow(app, &foreign, &open(app, &editor), "", "en").status, 404);
    });
}

#[test]
fn without_script_one_goes_through_the_saved_draft_page_by_page() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let address = |given: &str| format!("{editor}/preview?{given}");
        let check = |given: &str, expected: &str| {
            let page = app.get(&address(given)).body;
            assert!(page.contains(expected), "{expected} in {page}");
            page
        };
        let sent = |page: String| fields(&page, "opina");
        let first = sent(check("", "How likely are you to recommend shop to someone you know?"));
        assert_eq!(value(&first, ":at"), Some("0"));
        check(":language=es", "¿Con qué probabilidad recomendarías shop");
        check(":at=0", "How likely are you");
        let second = sent(check(":at=0&score=3", "What got in the way?"));
        assert_eq!((value(&second, "score"), value(&second, ":at")), (Some("3"), Some("1")));
        check(":at=0&score=9", "What is the main reason for your score?");
        check(":at=1&score=3&:back=1", "How likely are you");
        check(":at=3&score=9&reason=Fast", "The team at shop reads every answer.");
        check(":place=question.improve", "What should we do better?");
        check(":place=thanks&:language=es", "Gracias. El equipo de shop lee todas las respuestas.");
        assert_eq!(app.get("/sites/shop/look.css").header("content-type"), Some("text/css; charset=utf-8"));
    });
}

#[test]
fn the_frame_is_told_what_is_typed_and_nothing_is_saved() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let before = open(app, &editor);
        let shown = |typed: &Fields, place: &str, language: &str| -> Value {
            let reply = follow(app, &editor, typed, place, language);
            assert_eq!(reply.status, 200, "{}", reply.body);
            serde_json::from_str(&reply.body).unwrap()
        };
        let mut typed = before.clone();
        set(&mut typed, "q.score.title.es", "¿Y bien?");
        set(&mut typed, "q.score.title.en", "");
        put(&mut typed, "display", "modal");
        let preview = shown(&typed, "", "es-MX");
        assert_eq!(preview["form"]["survey"]["questions"][0]["title"], json!("¿Y bien?"));
        assert_eq!((&preview["display"], &preview["pages"]), (&json!("modal"), &json!(0)));
        let preview = shown(&typed, "question.improve", "en");
        assert_eq!(preview["form"]["survey"]["questions"][0]["title"], json!("…"), "it is still being written");
        assert_eq!(preview["pages"], json!(2));
        assert_eq!(preview["given"], json!([["obstacle", "quality"], ["score", "0"]]));
        set(&mut typed, "percent", "none");
        let broken = follow(app, &editor, &typed, "", "en");
        assert_eq!((broken.status, broken.body.as_str()), (422, "{\"problems\":1}"));
        assert_eq!(open(app, &editor), before);
    });
}

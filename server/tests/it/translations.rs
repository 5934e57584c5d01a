//! A survey is translated: text by text beside the default language, by two people at once.

use crate::{
    app::{Reply, TestApp, on_both},
    page::{fields, put, set, value},
    surveys::{Fields, drafted, open, press, without_csrf},
};

fn texts(app: &TestApp, editor: &str, language: &str) -> Fields {
    let page = app.get(&format!("{editor}/translations?language={language}"));
    assert_eq!(page.status, 200, "{}", page.body);
    without_csrf(fields(&page.body, "translations"))
}

fn send(app: &TestApp, editor: &str, typed: &Fields, button: &str) -> Reply {
    let mut sent: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sent.push(("do", button));
    app.submit(&format!("{editor}/translations"), &sent)
}

#[test]
fn a_language_is_added_translated_and_taken_away() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let mut typed = texts(app, &editor, "es");
        put(&mut typed, "new_language", "pt-br");
        set(&mut typed, "q.score.title.es", "¿Nos recomendarías?");
        let added = send(app, &editor, &typed, "add-language");
        let expected = format!("{editor}/translations?done=saved&language=pt-BR");
        assert_eq!(added.header("location"), Some(expected.as_str()), "{}", added.body);
        assert_eq!(value(&open(app, &editor), "q.score.title.es"), Some("¿Nos recomendarías?"), "it is saved too");
        let page = app.get(&expected).body;
        assert!(page.contains("Português (pt-BR): 0 of 15 texts") && page.contains("15 of 15 texts"), "{page}");
        assert!(page.contains("Falls back to English") && page.contains("<span class=\"tag warn\">missing</span>"));
        assert!(app.speaking("es", || app.get(&expected)).body.contains("0 de 15 textos"));
        let mut typed = texts(app, &editor, "pt-BR");
        set(&mut typed, "q.score.title.pt-BR", "Recomendaria a {{nobody}}?");
        let refused = send(app, &editor, &typed, "save");
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("href=\"#q.score.title.pt-BR\""), "{}", refused.body);
        assert_eq!(without_csrf(fields(&refused.body, "translations")), typed, "what was typed stays");
        put(&mut typed, "new_language", "fr");
        let refused = send(app, &editor, &typed, "add-language");
        assert_eq!(without_csrf(fields(&refused.body, "translations")), typed, "before a language comes, too");
        put(&mut typed, "new_language", "");
        set(&mut typed, "q.score.title.pt-BR", "Recomendaria a loja?");
        assert_eq!(send(app, &editor, &typed, "save").status, 303);
        assert!(app.get(&expected).body.contains("1 of 15 texts"));
        assert_eq!(value(&open(app, &editor), "q.score.title.pt-BR"), Some("Recomendaria a loja?"));
        let mut typed = texts(app, &editor, "es");
        put(&mut typed, "new_language", "es");
        assert!(send(app, &editor, &typed, "add-language").body.contains("The survey has this language already."));
        assert_eq!(send(app, &editor, &texts(app, &editor, "es"), "remove-language:es").status, 303);
        assert_eq!(value(&open(app, &editor), "q.score.title.es"), None);
        for button in ["", "publish", "delete", "up:score"] {
            assert_eq!(send(app, &editor, &texts(app, &editor, "pt-BR"), button).status, 400, "{button}");
        }
    });
}

#[test]
fn who_translates_and_who_writes_do_not_lose_each_others_texts() {
    on_both(|app| {
        app.sign_in();
        let editor = drafted(app);
        let mut ana = texts(app, &editor, "es");
        let mut ben = open(app, &editor);
        set(&mut ben, "q.score.title.es", "¿Qué tal, de Ben?");
        set(&mut ben, "q.score.title.en", "How was it, asks Ben?");
        assert_eq!(press(app, &editor, &ben, "save").status, 303);
        set(&mut ana, "q.score.title.es", "¿Qué tal, de Ana?");
        let conflict = send(app, &editor, &ana, "save");
        assert_eq!(conflict.status, 409);
        assert!(conflict.body.contains("They saved:</small> ¿Qué tal, de <del>Ben?</del>"), "{}", conflict.body);
        let again = without_csrf(fields(&conflict.body, "translations"));
        assert_eq!(value(&again, "q.score.title.es"), Some("¿Qué tal, de Ana?"));
        assert_eq!(value(&open(app, &editor), "q.score.title.es"), Some("¿Qué tal, de Ben?"));
        assert_eq!(send(app, &editor, &again, "save").status, 303);
        let saved = open(app, &editor);
        assert_eq!(value(&saved, "q.score.title.es"), Some("¿Qué tal, de Ana?"));
        assert_eq!(value(&saved, "q.score.title.en"), Some("How was it, asks Ben?"), "the other language is Ben's");
    });
}

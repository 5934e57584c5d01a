//! One's own account: another password, a second factor, and sessions ended from elsewhere.

use crate::{
    app::{Reply, Session, TestApp, on_both},
    page,
};
use server::{clock, totp::Secret};

const PASSWORD: &str = "a long enough secret";

fn sign_in(app: &TestApp, password: &str) -> Reply {
    app.enter("/sign-in", &[("email", "ana@example.com"), ("password", password)])
}

/// Signs in once more, elsewhere.
fn elsewhere(app: &TestApp) -> Session {
    let here = app.swap(None);
    app.remember(&sign_in(app, PASSWORD));
    app.swap(here).expect("signed in")
}

fn is_in(app: &TestApp, who: &Session) -> bool {
    app.acting(who, || app.get("/account").status == 200)
}

/// Turns the second factor on and returns its secret with the codes for when the app is lost.
fn turn_on(app: &TestApp) -> (Secret, Vec<String>) {
    let form = page::fields(&app.get("/account/two-factor").body, "two-factor-form");
    let text = page::value(&form, "secret").unwrap().to_owned();
    let secret: Secret = text.parse().unwrap();
    let send = |code: &str, password: &str| {
        app.submit("/account/two-factor", &[("secret", &text), ("code", code), ("password", password)])
    };
    let wrong = send("12345", PASSWORD);
    assert_eq!((wrong.status, wrong.body.contains(&text)), (422, true), "the secret stays");
    assert_eq!(send(&secret.code(present()), "not the password").status, 422);
    let codes = send(&secret.code(present()), PASSWORD);
    assert_eq!((codes.status, codes.header("cache-control")), (200, Some("no-store")), "{}", codes.body);
    let codes = codes.body.split("<pre id=\"codes\">").nth(1).unwrap().split("</pre>").next().unwrap();
    (secret, codes.lines().map(str::to_owned).collect())
}

/// What the form for a code carries.
fn token(page: &Reply) -> String {
    let rest = page.body.split("name=\"token\" value=\"").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    rest.split('"').next().unwrap().to_owned()
}

fn present() -> i64 {
    clock::now() / 30_000
}

#[test]
fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    on_both(|app| {
        app.sign_in();
        let other = elsewhere(app);
        let change = |old: &str, password: &str, repeated: &str| {
            app.submit("/account/password", &[("old", old), ("password", password), ("repeated", repeated)])
        };
        let new = "another long secret";
        let check = |reply: Reply, says: &str| {
            assert_eq!((reply.status, reply.body.contains(says)), (422, true), "{says}: {}", reply.body);
        };
        check(change("not the password", new, new), "This is not your password.");
        check(change(PASSWORD, "short", "short"), "12 to 128 characters");
        check(change(PASSWORD, new, "something else"), "differ");
        assert!(is_in(app, &other), "nothing was changed");
        assert_eq!(change(PASSWORD, new, new).header("location"), Some("/account?done=password"));
        assert_eq!(app.get("/account").status, 200, "this session stays");
        assert!(!is_in(app, &other));
        assert_eq!((sign_in(app, PASSWORD).status, sign_in(app, new).status), (422, 303));
    });
}

#[test]
fn sessions_are_listed_and_ended() {
    on_both(|app| {
        app.sign_in();
        let others = [elsewhere(app), elsewhere(app), elsewhere(app)];
        let ends = || -> Vec<String> {
            let html = app.get("/account").body;
            let actions = html.split("action=\"").map(|part| part.split('"').next().unwrap_or_default());
            actions.filter(|action| action.ends_with("/end")).map(str::to_owned).collect()
        };
        let all = ends();
        assert_eq!(all.len(), 3, "all but this one");
        assert_eq!(app.submit(&all[0], &[]).status, 303);
        assert_eq!(app.submit(&all[0], &[]).status, 404, "it is over");
        assert_eq!(others.iter().filter(|who| is_in(app, who)).count(), 2);
        let stranger = app.admin("stranger@example.com", &[]);
        assert_eq!(app.acting(&stranger, || app.submit(&all[1], &[]).status), 404, "sessions of others are not there");
        assert_eq!(app.submit("/account/sessions/end-others", &[]).status, 303);
        assert_eq!(others.iter().filter(|who| is_in(app, who)).count(), 0);
        assert!(is_in(app, &stranger));
        assert!(ends().is_empty());
    });
}

#[test]
fn a_second_factor_is_asked_for_and_each_code_counts_once() {
    on_both(|app| {
        app.sign_in();
        let other = elsewhere(app);
        let (secret, codes) = turn_on(app);
        assert_eq!(codes.len(), 10);
        assert!(!is_in(app, &other), "who came in by the password alone is out");
        assert!(app.get("/account").body.contains("It is on."));
        let here = app.swap(None);
        let asked = || {
            let page = sign_in(app, PASSWORD);
            assert_eq!((page.status, page.header("set-cookie")), (200, None), "a password alone opens nothing");
            token(&page)
        };
        let send = |token: &str, code: &str| app.enter("/sign-in/code", &[("token", token), ("code", code)]);
        let token = asked();
        let check = |token: &str, code: &str, says: &str| {
            let reply = send(token, code);
            assert_eq!((reply.status, reply.body.contains(says)), (422, true), "{code}: {}", reply.body);
        };
        check(&token, "000000", "wrong, too old or was used");
        check(&token, &secret.code(present()), "was used already");
        check(&token, &secret.code(present() + 9), "wrong");
        check("another-token", &secret.code(present() + 1), "Sign in again");
        let code = secret.code(present() + 1);
        let entered = send(&token, &code);
        assert_eq!(entered.status, 303, "{}", entered.body);
        app.remember(&entered);
        assert_eq!(app.get("/account").status, 200);
        check(&token, &codes[0], "Sign in again");
        check(&asked(), &code, "was used already");

        let lost = codes[0].to_uppercase().replace('-', " ");
        assert_eq!(send(&asked(), &lost).status, 303, "a code that was kept works in place of one");
        check(&asked(), &lost, "was used already");
        app.swap(here);
        assert!(app.get("/account").body.contains("lose the app: 9"));
    });
}

#[test]
fn guessing_codes_is_slowed_down() {
    on_both(|app| {
        app.sign_in();
        turn_on(app);
        let token = token(&sign_in(app, PASSWORD));
        let guess = || app.enter("/sign-in/code", &[("token", &token), ("code", "000000")]).status;
        for _ in 0..10 {
            assert_eq!(guess(), 422);
        }
        assert_eq!(guess(), 429);
        assert_eq!(sign_in(app, PASSWORD).status, 429, "knowing the password buys no new tries");
    });
}

#[test]
fn a_second_factor_is_turned_off_by_password() {
    on_both(|app| {
        app.sign_in();
        let (_, codes) = turn_on(app);
        assert_eq!(app.submit("/account/two-factor/off", &[("password", "not the password")]).status, 422);
        assert_eq!(app.submit("/account/two-factor/codes", &[("password", "not the password")]).status, 422);
        let renewed = app.submit("/account/two-factor/codes", &[("password", PASSWORD)]);
        assert!(renewed.status == 200 && !renewed.body.contains(&codes[0]), "{}", renewed.body);
        assert_eq!(sign_in(app, PASSWORD).status, 200, "a code is asked for");
        assert_eq!(app.submit("/account/two-factor/off", &[("password", PASSWORD)]).status, 303);
        assert_eq!(sign_in(app, PASSWORD).status, 303);
        assert_eq!(app.submit("/account/two-factor/codes", &[("password", PASSWORD)]).status, 404);
    });
}

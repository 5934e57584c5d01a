//! Getting in, and what keeps others out.

use crate::app::on_both;

#[test]
fn the_set_up_link_works_once() {
    on_both(|app| {
        let link = app.setup_link.clone().unwrap();
        let path = link.strip_prefix(&app.base).unwrap();
        assert_eq!(app.get("/setup?token=guessed").status, 404);
        assert_eq!(app.get(path).status, 200);
        let token = path.split_once('=').unwrap().1;
        let account = |password: &'static str, repeated: &'static str| {
            [("token", token), ("email", "Ana@Example.com "), ("password", password), ("repeated", repeated)]
        };
        let short = app.enter("/setup", &account("short", "short"));
        assert_eq!((short.status, short.body.contains("12 to 128 characters")), (422, true));
        let differ = app.enter("/setup", &account("a long enough secret", "another long secret"));
        assert_eq!((differ.status, differ.body.contains("differ")), (422, true));
        assert!(differ.body.contains("Ana@Example.com"), "what was typed is kept");
        assert_eq!(app.enter("/setup", &account("a long enough secret", "a long enough secret")).status, 303);
        assert_eq!(app.get(path).status, 404);
        assert_eq!(app.enter("/setup", &account("a long enough secret", "a long enough secret")).status, 404);
    });
}

#[test]
fn one_signs_in_by_password_and_out_for_good() {
    on_both(|app| {
        app.sign_in();
        let enter = |email: &str, password: &str| app.enter("/sign-in", &[("email", email), ("password", password)]);
        let unknown = enter("nobody@example.com", "a long enough secret");
        let wrong = enter("ana@example.com", "the wrong long secret");
        assert_eq!((unknown.status, wrong.status), (422, 422));
        assert_eq!(unknown.body.replace("nobody", "ana"), wrong.body, "both look the same");
        let entered = enter("ANA@example.com", "a long enough secret");
        assert_eq!((entered.status, entered.header("location")), (303, Some("/")));
        let cookie = entered.header("set-cookie").unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        app.remember(&entered);
        assert_eq!(app.get("/").status, 303);
        assert_ne!(app.get("/").header("location"), Some("/sign-in"));
        assert_eq!(app.submit("/sign-out", &[]).status, 303);
        assert_eq!(app.get("/").header("location"), Some("/sign-in"), "the session is gone from the server too");
    });
}

#[test]
fn a_change_needs_our_own_page_and_its_token() {
    on_both(|app| {
        app.sign_in();
        let csrf = app.csrf();
        let check = |headers: &[(&str, &str)], csrf: Option<&str>, status: u16| {
            assert_eq!(app.submit_as("/sign-out", headers, csrf).status, status, "{headers:?} {csrf:?}");
        };
        let ours = [("sec-fetch-site", "same-origin")];
        check(&[("sec-fetch-site", "cross-site")], Some(&csrf), 403);
        check(&[("sec-fetch-site", "same-site")], Some(&csrf), 403);
        check(&[("origin", "https://evil.example")], Some(&csrf), 403);
        check(&[("origin", "null")], Some(&csrf), 403);
        check(&[], Some(&csrf), 403);
        check(&ours, None, 403);
        check(&ours, Some(""), 403);
        check(&ours, Some("another-token"), 403);
        let base = app.base.clone();
        check(&[("origin", &base)], Some(&csrf), 303);
    });
}

#[test]
fn guessing_passwords_is_slowed_down() {
    on_both(|app| {
        app.sign_in();
        let guess = || app.enter("/sign-in", &[("email", "ana@example.com"), ("password", "guess after guess")]);
        for _ in 0..10 {
            assert_eq!(guess().status, 422);
        }
        let slowed = guess();
        assert_eq!(slowed.status, 429);
        assert!(slowed.header("retry-after").is_some_and(|seconds| seconds.parse::<u64>().is_ok()));
    });
}

#[test]
fn every_page_forbids_what_it_does_not_need() {
    on_both(|app| {
        let page = app.get("/sign-in");
        let policy = page.header("content-security-policy").unwrap();
        for rule in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert!(!policy.contains("unsafe"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(app.get("/nowhere").status, 404);
    });
}

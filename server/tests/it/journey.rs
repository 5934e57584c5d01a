//! From making a site to seeing its customers move the journey map.

use crate::app::{Reply, TestApp, on_both};
use serde_json::json;
use server::db::{journey, sites};

fn site_key(made: &Reply) -> String {
    let to = made.header("location").unwrap_or_else(|| panic!("{}: {}", made.status, made.body));
    to.strip_prefix("/sites/").unwrap().strip_suffix("/overview").unwrap().to_owned()
}

fn steps(app: &TestApp, axis: journey::Axis, site: i64) -> Vec<(i64, String)> {
    let steps = journey::steps(&mut app.connection(), axis, site).unwrap();
    steps.into_iter().map(|step| (step.id, step.name)).collect()
}

/// One visitor gives this score, and says something.
fn answer(app: &TestApp, survey: i64, score: u8, comment: &str) {
    let body = json!({
        "id": uuid::Uuid::now_v7(), "survey": survey, "version": 1, "sequence": 1, "complete": true,
        "answers": { "score": { "score": score }, "comment": { "text": comment } },
        "language": "en", "path": "/checkout", "device": "phone", "chance": 1, "elapsed": 1
    });
    let reply = app.post("/w/shop/responses", &body);
    assert_eq!(reply.status, 201, "{}", reply.body);
}

#[test]
fn a_new_site_has_a_journey_map_in_the_admins_language() {
    on_both(|app| {
        app.sign_in();
        assert_eq!(app.get("/").header("location"), Some("/sites/new"));
        let typed = [("name", " "), ("website", "not a site"), ("time_zone", "Mars/Base")];
        let refused = app.submit("/sites", &typed);
        assert_eq!(refused.status, 422);
        assert_eq!(refused.body.matches("aria-invalid").count(), 3, "{}", refused.body);
        assert!(refused.body.contains("value=\"not a site\""), "what was typed is kept");

        let typed = [("name", "Lumen & Co"), ("website", "www.lumen.example/x"), ("time_zone", "Europe/Madrid")];
        let key = site_key(&app.submit("/sites", &typed));
        let site = sites::by_key(&mut app.connection(), &key).unwrap().unwrap();
        assert_eq!(site.origins().unwrap(), ["https://www.lumen.example"]);
        assert_eq!(app.get("/").header("location"), Some(format!("/sites/{key}/overview").as_str()));
        let overview = app.get(&format!("/sites/{key}/overview")).body;
        assert!(overview.contains("Lumen &#38; Co") && overview.contains("Start listening"), "{overview}");
        let map = app.get(&format!("/sites/{key}/journey")).body;
        assert_eq!(map.matches("class=\"cell none\"").count(), 54, "{map}");
        assert!(map.contains("Renew or upgrade"));
        assert_eq!(app.get(&format!("/w/{key}.js")).status, 200, "the script is there at once");
    });
}

#[test]
fn answers_move_the_map_once_they_are_enough() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        let (map, page) = ("/sites/shop/journey", format!("/sites/shop/touchpoints/{}", asked.touchpoint));
        let shows = |path: &str, text: &str| app.get(path).body.contains(text);
        assert!(shows(map, "no answers") && shows(&page, "No answers in this period."));
        for score in [10, 9, 9, 2] {
            answer(app, asked.survey, score, "<b>slow</b>");
        }
        for path in [map, &page, "/sites/shop/overview"] {
            assert!(shows(path, "n\u{a0}&#60;\u{a0}5"), "{path}");
            assert!(!shows(path, "n\u{a0}=\u{a0}4") && !shows(path, "+50"), "{path}");
        }
        answer(app, asked.survey, 8, "fine");
        for (path, n) in [(map, "n\u{a0}5"), (&page, "n\u{a0}=\u{a0}5"), ("/sites/shop/overview", "n\u{a0}=\u{a0}5")] {
            assert!(shows(path, "+40") && shows(path, n), "{path}");
            assert!(!shows(path, "slow"), "{path} shows comments of few people");
        }
        assert!(shows(&page, "Comments appear once 10 people have answered."));
        for _ in 0..5 {
            answer(app, asked.survey, 10, "<b>slow</b>");
        }
        for path in [&page, "/sites/shop/overview"] {
            assert!(shows(path, "&#60;b&#62;slow&#60;/b&#62;") && !shows(path, "<b>slow"), "{path}");
        }
        assert!(shows(&page, "+70") && shows(map, "class=\"cell v"));
        assert!(shows(&format!("{map}?metric=csat"), "no answers"), "another metric is not mixed in");
    });
}

#[test]
fn phases_and_channels_are_edited() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        let names = || steps(app, journey::Axis::Phase, site).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        let id = |name: &str| steps(app, journey::Axis::Phase, site).into_iter().find(|one| one.1 == name).unwrap().0;
        let change = |id: i64, name: &str, change: &str, status: u16| {
            let path = format!("/sites/shop/journey/phases/{id}");
            let reply = app.submit(&path, &[("name", name), ("change", change)]);
            assert_eq!(reply.status, status, "{change} {name}: {}", reply.body);
        };
        assert_eq!(app.submit("/sites/shop/journey/phases", &[("name", " Get  help ")]).status, 303);
        assert_eq!(app.submit("/sites/shop/journey/phases", &[("name", " ")]).status, 422);
        assert_eq!(app.submit("/sites/shop/journey/seasons", &[("name", "Spring")]).status, 404);
        assert_eq!(names(), ["Act", "Get help"]);
        change(id("Get help"), "", "earlier", 303);
        change(id("Get help"), "", "earlier", 303);
        assert_eq!(names(), ["Get help", "Act"]);
        change(id("Get help"), "Help", "rename", 303);
        change(id("Help"), &"x".repeat(61), "rename", 422);
        change(id("Act"), "", "remove", 422);
        change(id("Help"), "", "remove", 303);
        change(999_999, "Help", "rename", 404);
        assert_eq!(names(), ["Act"]);

        // Another site's phase is not there for this one.
        let other = app.site("other");
        assert_eq!(app.submit("/sites/other/journey/phases", &[("name", "Theirs")]).status, 303);
        let theirs = steps(app, journey::Axis::Phase, other)[0].0;
        for done in ["rename", "earlier", "remove"] {
            change(theirs, "Ours", done, 404);
        }
        assert_eq!(steps(app, journey::Axis::Phase, other)[0].1, "Theirs");
        assert!(app.get("/sites/shop/journey/edit").body.contains(&format!("/touchpoints/{}/edit", asked.touchpoint)));
    });
}

#[test]
fn touchpoints_are_added_changed_and_removed() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        let phase = steps(app, journey::Axis::Phase, site)[0].0.to_string();
        let channel = steps(app, journey::Axis::Channel, site)[0].0.to_string();
        let fields = |name: &'static str, target: &'static str| {
            [("name", name), ("phase", &*phase), ("channel", &*channel), ("target", target)]
                .map(|(a, b)| (a, b.to_owned()))
        };
        let send = |path: &str, fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            app.submit(path, &fields)
        };
        let form = app.get(&format!("/sites/shop/touchpoints/new?phase={phase}&channel={channel}"));
        assert_eq!(form.body.matches(" selected").count(), 2, "{}", form.body);
        let refused = send("/sites/shop/touchpoints", &fields("", "many"));
        assert_eq!((refused.status, refused.body.matches("aria-invalid").count()), (422, 2));

        let made = send("/sites/shop/touchpoints", &fields("Cart", "5,5"));
        let page = made.header("location").unwrap_or_else(|| panic!("{}", made.body)).to_owned();
        assert!(app.get(&page).body.contains("Ask here"));
        let edit = app.get(&format!("{page}/edit")).body;
        assert!(edit.contains("value=\"Cart\"") && edit.contains("value=\"5.5\""), "{edit}");
        let mut changed = fields("Basket", "").to_vec();
        changed.push(("moment_of_truth", "yes".to_owned()));
        assert_eq!(send(&page, &changed).status, 303);
        let shown = app.get(&page).body;
        assert!(shown.contains("Basket") && shown.contains("★ moment of truth"), "{shown}");

        // The cell and the touchpoint must be the site's own.
        app.site("other");
        assert_eq!(send("/sites/other/touchpoints", &fields("Cart", "")).status, 404);
        let id = page.rsplit('/').next().unwrap();
        for foreign in [format!("/sites/other/touchpoints/{id}"), format!("/sites/other/touchpoints/{id}/edit")] {
            assert_eq!(app.get(&foreign).status, 404, "{foreign}");
        }
        assert_eq!(send(&format!("/sites/other/touchpoints/{id}"), &fields("Theirs", "")).status, 404);
        assert_eq!(app.submit(&format!("/sites/other/touchpoints/{id}/remove"), &[]).status, 404);

        let removed = app.submit(&format!("{page}/remove"), &[]);
        assert_eq!((removed.status, removed.header("location")), (303, Some("/sites/shop/journey")));
        assert_eq!(app.get(&page).status, 404);
        let kept = app.submit(&format!("/sites/shop/touchpoints/{}/remove", asked.touchpoint), &[]);
        assert_eq!((kept.status, kept.body.contains("Surveys belong to it.")), (422, true));
    });
}

#[test]
fn the_console_speaks_the_language_one_chooses() {
    on_both(|app| {
        app.sign_in();
        app.site("shop");
        let page = app.get("/sites/shop/journey").body;
        assert!(
            page.contains("<html lang=\"en\"") && page.contains("/language?to=es&#38;back=%2Fsites%2Fshop%2Fjourney")
        );
        let chosen = app.get("/language?to=es&back=%2Fsites%2Fshop%2Fjourney");
        assert_eq!((chosen.status, chosen.header("location")), (303, Some("/sites/shop/journey")));
        let cookie = chosen.header("set-cookie").unwrap().split(';').next().unwrap();
        assert_eq!(cookie, "opina_language=es");
        let page = app.get_with("/sign-in", &[("cookie", cookie)]).body;
        assert!(page.contains("<html lang=\"es\""), "{page}");
        assert_eq!(app.get("/language?to=es&back=//evil.example").header("location"), Some("/"));
        assert_eq!(app.get("/language?to=xx&back=/").header("set-cookie"), None);
    });
}

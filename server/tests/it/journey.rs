//! From making a site to seeing its customers move the journey map.

use crate::{
    app::{Reply, TestApp, on_both},
    page::{fields, put, set, value},
};
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
        assert_eq!(map.matches("class=\"cell none\"").count(), 54 - 8, "{map}");
        assert!(map.contains("Renew or upgrade") && map.contains("Call centre"));
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
fn touchpoints_are_added_and_described() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        app.ask(site);
        let phase = steps(app, journey::Axis::Phase, site)[0].0.to_string();
        let channel = steps(app, journey::Axis::Channel, site)[0].0.to_string();
        let form = app.get(&format!("/sites/shop/touchpoints/new?phase={phase}&channel={channel}"));
        assert_eq!(form.body.matches(" selected").count(), 3, "{}", form.body);
        let mut typed = fields(&form.body, "touchpoint");
        let send = |path: &str, typed: &[(String, String)]| {
            let sent: Vec<(&str, &str)> =
                typed.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (&**name, &**value)).collect();
            app.submit(path, &sent)
        };
        set(&mut typed, "target", "many");
        set(&mut typed, "target_by", "soon");
        let refused = send("/sites/shop/touchpoints", &typed);
        assert_eq!((refused.status, refused.body.matches("aria-invalid").count()), (422, 3), "{}", refused.body);

        for (name, value) in [("name", "Cart"), ("target", "5,5"), ("target_by", "2026-12-31"), ("description", "<b>")]
        {
            set(&mut typed, name, value);
        }
        let made = send("/sites/shop/touchpoints", &typed);
        let page = made.header("location").unwrap_or_else(|| panic!("{}", made.body)).to_owned();
        assert!(app.get(&page).body.contains("Ask here"));
        let mut edited = fields(&app.get(&format!("{page}/edit")).body, "touchpoint");
        let expected =
            [("name", "Cart"), ("target", "5.5"), ("target_by", "2026-12-31"), ("description", "<b>"), ("owner", "")];
        for (name, expected) in expected {
            assert_eq!(value(&edited, name), Some(expected), "{name}");
        }
        let members = server::db::members::of_site(&mut app.connection(), site).unwrap();
        let (admin, email) = (members[0].admin_id, members[0].email.as_str());
        set(&mut edited, "name", "Basket");
        set(&mut edited, "owner", &admin.to_string());
        put(&mut edited, "moment_of_truth", "yes");
        let stale = edited.clone();
        assert_eq!(send(&page, &edited).status, 303);
        let shown = app.get(&page).body;
        for expected in ["Basket", "★ moment of truth", "&#60;b&#62;", email] {
            assert!(shown.contains(expected), "{expected} in {shown}");
        }

        // Whoever opened the form before sees what was saved meanwhile, and may save over it knowingly.
        let mut theirs = stale;
        set(&mut theirs, "name", "Trolley");
        let conflict = send(&page, &theirs);
        assert_eq!(conflict.status, 409, "{}", conflict.body);
        assert!(conflict.body.contains("saved meanwhile: Basket"), "{}", conflict.body);
        let again = fields(&conflict.body, "touchpoint");
        assert_eq!(value(&again, "name"), Some("Trolley"), "what was typed stays");
        assert_eq!(send(&page, &again).status, 303);
        assert!(app.get(&page).body.contains("Trolley"));

        // The cell, the owner and the touchpoint must be the site's own.
        app.site("other");
        assert_eq!(send("/sites/other/touchpoints", &typed).status, 404);
        set(&mut typed, "owner", "999999");
        assert_eq!(send("/sites/shop/touchpoints", &typed).status, 404);
        let id = page.rsplit('/').next().unwrap();
        for foreign in [format!("/sites/other/touchpoints/{id}"), format!("/sites/other/touchpoints/{id}/edit")] {
            assert_eq!(app.get(&foreign).status, 404, "{foreign}");
        }
        assert_eq!(send(&format!("/sites/other/touchpoints/{id}"), &again).status, 404);
    });
}

#[test]
fn a_touchpoint_nobody_listens_to_gets_the_survey_that_fits() {
    on_both(|app| {
        app.sign_in();
        let typed = [("name", "Lumen"), ("website", "lumen.example"), ("time_zone", "UTC"), ("template", "aida")];
        let key = site_key(&app.submit("/sites", &typed));
        let site = sites::by_key(&mut app.connection(), &key).unwrap().unwrap();
        let map = journey::map(&mut app.connection(), site.id).unwrap();
        let page = app.get(&format!("/sites/{key}/journey")).body;
        assert!(page.contains("Listened to: 0 of 8 touchpoints, 0 of 54 cells"), "{page}");
        assert_eq!(page.matches("nobody asks here yet").count(), 8);
        let check = |touchpoint: &str, template: &str| {
            let id = map.touchpoints.iter().find(|one| one.name == touchpoint).unwrap().id.to_string();
            assert!(page.contains(&format!("name=\"touchpoint\" value=\"{id}\"")), "a button for {touchpoint}");
            let made = app.submit(&format!("/sites/{key}/surveys"), &[("touchpoint", &id)]);
            let survey = made.header("location").unwrap_or_else(|| panic!("{}", made.body));
            let editor = app.get(survey).body;
            assert!(editor.contains(&format!("{touchpoint} {template}")), "{editor}");
        };
        check("Order", "CES");
        check("Customer survey", "NPS");
        check("Home page", "CSAT");
        let page = app.get(&format!("/sites/{key}/journey")).body;
        assert_eq!(page.matches("Open its survey").count(), 3, "a draft that waits is opened, not made again: {page}");
        // Adding and asking is one step, too.
        let cell = map.touchpoints[0].cell();
        let (phase, channel) = (cell.phase_id.to_string(), cell.channel_id.to_string());
        let typed = [("name", "Menu"), ("phase", &phase), ("channel", &channel), ("target", ""), ("then", "ask")];
        let made = app.submit(&format!("/sites/{key}/touchpoints"), &typed);
        assert!(made.header("location").is_some_and(|to| to.contains("/surveys/")), "{}", made.body);
    });
}

#[test]
fn cells_say_how_far_they_are_from_their_targets() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        for score in [10, 10, 10, 10, 10, 0, 8, 8, 8, 8] {
            answer(app, asked.survey, score, "");
        }
        let map = || app.get("/sites/shop/journey").body;
        assert!(map().contains("Listened to: 1 of 1 touchpoints, 1 of 1 cells"), "{}", map());
        let aim = |target: &str, day: &str| {
            let path = format!("/sites/shop/touchpoints/{}", asked.touchpoint);
            let mut typed = fields(&app.get(&format!("{path}/edit")).body, "touchpoint");
            set(&mut typed, "target", target);
            set(&mut typed, "target_by", day);
            let sent: Vec<(&str, &str)> =
                typed.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (&**name, &**value)).collect();
            assert_eq!(app.submit(&path, &sent).status, 303);
        };
        aim("60", "2999-01-01");
        assert!(map().contains("to-be +60, 20 to go, by 1\u{a0}Jan\u{a0}2999"), "{}", map());
        aim("60", "2020-01-01");
        assert!(map().contains("<strong>overdue since 1\u{a0}Jan\u{a0}2020</strong>"), "{}", map());
        assert!(
            map().contains("<td class=\"num\">+40</td><td class=\"num\">10</td><td class=\"num\">+60</td>"),
            "{}",
            map()
        );
        aim("40", "2020-01-01");
        assert!(map().contains("to-be +40, reached") && !map().contains("overdue"), "{}", map());
        assert!(!app.get("/sites/shop/journey?metric=csat").body.contains("to-be +40"), "a target has one unit");
    });
}

#[test]
fn the_map_is_a_picture_that_stands_alone() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        rename_site(app, site, "a\u{fffe}<b>&\"shop\"");
        rename_touchpoint(app, asked.touchpoint, "<script>alert(1)</script> & \u{ffff}\"quotes\" 用户体验");
        for score in [10, 10, 10, 10, 10, 0] {
            answer(app, asked.survey, score, "");
        }
        let picture = app.get("/sites/shop/journey.svg?days=90");
        assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/svg+xml")));
        assert_well_formed(&picture.body);
        for expected in ["xmlns=\"http://www.w3.org/2000/svg\"", ">+67<", "★ moment of truth", "Last 90 days", "NPS"]
        {
            assert!(picture.body.contains(expected), "{expected} in {}", picture.body);
        }
        assert!(!picture.body.contains("<script") && !picture.body.contains("style="), "{}", picture.body);
        assert_eq!(app.get("/sites/nobody/journey.svg").status, 404);
    });
}

/// Gives a touchpoint a name, whatever it may be.
fn rename_touchpoint(app: &TestApp, id: i64, name: &str) {
    use diesel::prelude::*;
    use server::db::schema::touchpoint;
    let one = diesel::update(touchpoint::table.find(id)).set(touchpoint::name.eq(name));
    one.execute(&mut app.connection()).unwrap();
}

/// Gives a site a name, whatever it may be.
fn rename_site(app: &TestApp, id: i64, name: &str) {
    use diesel::prelude::*;
    use server::db::schema::site;
    diesel::update(site::table.find(id)).set(site::name.eq(name)).execute(&mut app.connection()).unwrap();
}

/// Fails where a reader of XML would stop: tags that do not match, attributes without quotes or given twice, characters
/// and references that XML does not have.
#[track_caller]
fn assert_well_formed(xml: &str) {
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(is_char), "characters XML does not have");
    let entities = ["amp;", "lt;", "gt;", "quot;", "apos;"];
    for reference in xml.split('&').skip(1) {
        let number = reference.strip_prefix('#').and_then(|rest| rest.split_once(';'));
        let is_number = number.is_some_and(|(digits, _)| digits.parse::<u32>().is_ok());
        assert!(is_number || entities.iter().any(|one| reference.starts_with(one)), "&{reference:.20}");
    }
    let mut open: Vec<&str> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name.trim_end()), "{piece}");
        } else {
            let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{piece}");
            let mut names = std::collections::BTreeSet::new();
            let mut rest = attributes.trim();
            while !rest.is_empty() {
                let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{piece}"));
                let (_, after) = after.split_once('"').unwrap_or_else(|| panic!("{piece}"));
                assert!(names.insert(name) && !name.contains([' ', '"', '=']), "{name} in {piece}");
                rest = after.trim_start();
            }
            if !is_empty {
                open.push(name);
            }
        }
        assert!(!open.is_empty() || text.trim().is_empty(), "text behind the end: {text}");
    }
    assert_eq!(open, Vec::<&str>::new(), "tags that do not end");
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

//! Editing the journey map: what moves keeps its answers, what is done can be undone, and two editors lose nothing.

use crate::app::{Asked, Reply, TestApp, on_both};
use serde_json::json;
use server::db::journey::{self, Axis, Map};

/// A site with four phases, two channels and a touchpoint where somebody asks.
fn shop(app: &TestApp) -> (i64, Asked) {
    app.sign_in();
    let site = app.site("shop");
    let asked = app.ask(site);
    for name in ["Use", "Get help", "Renew"] {
        assert_eq!(app.submit("/sites/shop/journey/phases", &[("name", name)]).status, 303);
    }
    assert_eq!(app.submit("/sites/shop/journey/channels", &[("name", " Phone \n line ")]).status, 303);
    (site, asked)
}

fn map(app: &TestApp, site: i64) -> Map {
    journey::map(&mut app.connection(), site).unwrap()
}

fn names(app: &TestApp, site: i64, axis: Axis) -> String {
    let names: Vec<String> = map(app, site).steps(axis).iter().map(|step| step.name.clone()).collect();
    names.join(" ")
}

fn id(app: &TestApp, site: i64, axis: Axis, name: &str) -> i64 {
    let map = map(app, site);
    map.steps(axis).iter().find(|step| step.name == name).unwrap_or_else(|| panic!("no {name}")).id
}

/// Sends a change of a phase, by name.
fn phase(app: &TestApp, site: i64, name: &str, fields: &[(&str, &str)]) -> Reply {
    app.submit(&format!("/sites/shop/journey/phases/{}", id(app, site, Axis::Phase, name)), fields)
}

/// Follows a change back to the page and pushes its button to take it back.
#[track_caller]
fn undo(app: &TestApp, done: &Reply) -> Reply {
    assert_eq!(done.status, 303, "{}", done.body);
    let page = app.get(done.header("location").unwrap()).body;
    let (_, rest) = page.split_once("action=\"/sites/shop/journey/undo/").unwrap_or_else(|| panic!("no undo: {page}"));
    app.submit(&format!("/sites/shop/journey/undo/{}", rest.split_once('"').unwrap().0), &[])
}

/// Where a touchpoint is: channel, phase.
fn place(app: &TestApp, site: i64, touchpoint: i64) -> String {
    let map = map(app, site);
    let one = map.touchpoint(touchpoint).expect("it is there");
    format!("{}, {}", map.channel(one.channel_id), map.phase(one.phase_id))
}

fn add(app: &TestApp, site: i64, name: &str, phase: &str, channel: &str) -> i64 {
    let phase = id(app, site, Axis::Phase, phase).to_string();
    let channel = id(app, site, Axis::Channel, channel).to_string();
    let fields = [("name", name), ("phase", &phase), ("channel", &channel), ("target", "7,5")];
    let made = app.submit("/sites/shop/touchpoints", &fields);
    made.header("location").unwrap().rsplit('/').next().unwrap().parse().unwrap()
}

fn order(app: &TestApp, site: i64, touchpoint: i64) -> String {
    let map = map(app, site);
    let cell = map.touchpoint(touchpoint).unwrap().cell();
    map.at(cell).map(|one| one.name.clone()).collect::<Vec<_>>().join(" ")
}

#[test]
fn phases_and_channels_are_added_named_moved_and_removed() {
    on_both(|app| {
        let (site, _) = shop(app);
        assert_eq!(names(app, site, Axis::Channel), "Website Phone line");
        let check = |reply: Reply, status: u16, expected: &str| {
            assert_eq!(reply.status, status, "{}", reply.body);
            assert_eq!(names(app, site, Axis::Phase), expected);
            reply
        };
        let change = |name: &str, change: &str| phase(app, site, name, &[("change", change), ("name", "")]);
        assert_eq!(names(app, site, Axis::Phase), "Act Use Get help Renew");
        let moved = check(change("Renew", "earlier"), 303, "Act Use Renew Get help");
        check(undo(app, &moved), 303, "Act Use Get help Renew");
        check(change("Act", "earlier"), 303, "Act Use Get help Renew");
        check(change("Act", "later"), 303, "Use Act Get help Renew");
        let before = id(app, site, Axis::Phase, "Use").to_string();
        let dragged = phase(app, site, "Renew", &[("change", "place"), ("before", &before)]);
        let dragged = check(dragged, 303, "Renew Use Act Get help");
        check(undo(app, &dragged), 303, "Use Act Get help Renew");
        check(phase(app, site, "Use", &[("change", "place")]), 303, "Act Get help Renew Use");

        let rename =
            |was: &str, name: &str| phase(app, site, was, &[("change", "rename"), ("was", was), ("name", name)]);
        let renamed = check(rename("Get help", " Support "), 303, "Act Support Renew Use");
        let page = app.get(renamed.header("location").unwrap()).body;
        assert!(page.contains("“Get help” is now called “Support”."), "{page}");
        check(undo(app, &renamed), 303, "Act Get help Renew Use");
        check(rename("Use", &"x".repeat(61)), 422, "Act Get help Renew Use");
        check(rename("Use", " "), 422, "Act Get help Renew Use");
        check(phase(app, site, "Use", &[("change", "rename"), ("name", "Help")]), 400, "Act Get help Renew Use");
        check(phase(app, site, "Use", &[("change", "left")]), 400, "Act Get help Renew Use");

        let removed = check(change("Get help", "remove"), 303, "Act Renew Use");
        let back = check(undo(app, &removed), 303, "Act Get help Renew Use");
        check(undo(app, &back), 303, "Act Renew Use");
        assert_eq!(app.submit("/sites/shop/journey/phases", &[("name", " ")]).status, 422);
        assert_eq!(app.submit("/sites/shop/journey/seasons", &[("name", "Spring")]).status, 404);
        assert_eq!(app.submit("/sites/shop/journey/undo/999999", &[]).status, 404);
    });
}

#[test]
fn a_phase_with_touchpoints_goes_when_another_takes_them() {
    on_both(|app| {
        let (site, asked) = shop(app);
        let act = id(app, site, Axis::Phase, "Act");
        let ask = app.get(&format!("/sites/shop/journey/edit?at=phases-{act}&remove=yes")).body;
        assert!(ask.contains("Remove “Act”?") && ask.contains("<bdi>Checkout</bdi></a></li>"), "{ask}");
        assert_eq!(phase(app, site, "Act", &[("change", "remove")]).status, 422);
        let heir = id(app, site, Axis::Phase, "Use").to_string();
        let removed = phase(app, site, "Act", &[("change", "remove"), ("heir", &heir)]);
        assert_eq!(names(app, site, Axis::Phase), "Use Get help Renew");
        assert_eq!(place(app, site, asked.touchpoint), "Website, Use");
        assert_eq!(undo(app, &removed).status, 303);
        assert_eq!(names(app, site, Axis::Phase), "Act Use Get help Renew");
        assert_eq!(place(app, site, asked.touchpoint), "Website, Act");
    });
}

#[test]
fn a_touchpoint_moves_with_its_answers() {
    on_both(|app| {
        let (site, asked) = shop(app);
        for score in [10, 10, 10, 10, 10] {
            let body = json!({
                "id": uuid::Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
                "answers": { "score": { "score": score } },
                "language": "en", "path": "/checkout", "device": "phone", "chance": 1, "elapsed": 1
            });
            assert_eq!(app.post("/w/shop/responses", &body).status, 201);
        }
        let one = asked.touchpoint;
        let path = format!("/sites/shop/journey/touchpoints/{one}");
        let go = |change: &str, expected: &str| {
            let done = app.submit(&path, &[("change", change), ("name", ""), ("was", "Checkout")]);
            assert_eq!(done.status, 303, "{}", done.body);
            assert_eq!(place(app, site, one), expected, "{change}");
            done
        };
        go("left", "Website, Act");
        go("right", "Website, Use");
        let down = go("down", "Phone line, Use");
        let page = app.get(down.header("location").unwrap()).body;
        assert!(page.contains("“Checkout” is now at Phone line · Use."), "{page}");
        go("down", "Phone line, Use");
        assert_eq!(undo(app, &down).status, 303);
        assert_eq!(place(app, site, one), "Website, Use");
        assert!(app.get("/sites/shop/journey").body.contains("+100"), "its answers came along");

        // Within a cell it passes the others first.
        let help = add(app, site, "Help", "Use", "Website");
        assert_eq!(order(app, site, help), "Checkout Help");
        go("down", "Website, Use");
        assert_eq!(order(app, site, help), "Help Checkout");
        go("up", "Website, Use");
        assert_eq!(order(app, site, help), "Checkout Help");

        // Dragged, it says where it was seen: somebody else's move is not undone by accident.
        let cell = |phase: &str, channel: &str| {
            [id(app, site, Axis::Phase, phase), id(app, site, Axis::Channel, channel)].map(|id| id.to_string())
        };
        let [phase, channel] = cell("Renew", "Phone line");
        let drag = |[from_phase, from_channel]: &[String; 2]| {
            let to = [("change", "place"), ("phase", &*phase), ("channel", &*channel)];
            app.submit(&path, &[&to[..], &[("from_phase", from_phase), ("from_channel", from_channel)]].concat())
        };
        let refused = drag(&cell("Act", "Website"));
        assert_eq!(refused.status, 409);
        assert!(refused.body.contains("Somebody else changed this meanwhile."), "{}", refused.body);
        assert_eq!(drag(&cell("Use", "Website")).status, 303);
        assert_eq!(place(app, site, one), "Phone line, Renew");
    });
}

#[test]
fn the_focus_stays_on_what_was_moved() {
    on_both(|app| {
        let (_, asked) = shop(app);
        let path = format!("/sites/shop/journey/touchpoints/{}", asked.touchpoint);
        let focused = |change: &str| {
            let moved = app.submit(&path, &[("change", change)]);
            let page = app.get(moved.header("location").unwrap()).body;
            assert_eq!(page.matches(" autofocus").count(), 1, "{page}");
            let tag = page.split('<').find(|tag| tag.contains(" autofocus")).unwrap().to_owned();
            tag.split_once("value=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
        };
        assert_eq!(focused("right"), "right");
        assert_eq!(focused("right"), "right");
        // At the edge the button cannot be pushed again: another one has the focus.
        assert_eq!(focused("right"), "left");
        assert_eq!(focused("down"), "left");
    });
}

#[test]
fn what_hangs_on_a_touchpoint_is_said_before_it_is_removed() {
    on_both(|app| {
        let (site, asked) = shop(app);
        let question =
            |touchpoint: i64| app.get(&format!("/sites/shop/journey/edit?at=touchpoints-{touchpoint}&remove=yes")).body;
        let remove = |touchpoint: i64, fields: &[(&str, &str)]| {
            let path = format!("/sites/shop/journey/touchpoints/{touchpoint}");
            app.submit(&path, &[&[("change", "remove")], fields].concat())
        };
        let asks = question(asked.touchpoint);
        assert!(
            asks.contains("Checkout NPS: live, 0 responses") && asks.contains("Customers were asked here"),
            "{asks}"
        );
        assert!(!asks.contains("value=\"remove\""), "{asks}");
        assert_eq!(remove(asked.touchpoint, &[("drafts", "yes")]).status, 422);

        let help = add(app, site, "Help", "Get help", "Website");
        app.submit("/sites/shop/surveys", &[("touchpoint", &help.to_string()), ("template", "ces")]);
        let asks = question(help);
        assert!(asks.contains("Help CES: a draft") && asks.contains("This cannot be undone."), "{asks}");
        assert_eq!(remove(help, &[]).status, 422);
        let gone = remove(help, &[("drafts", "yes")]);
        assert_eq!(gone.header("location"), Some("/sites/shop/journey/edit?done=removed"));
        assert!(map(app, site).touchpoint(help).is_none());

        let cart = add(app, site, "Cart", "Use", "Website");
        assert!(question(cart).contains("Nothing hangs on it."));
        let gone = remove(cart, &[]);
        assert!(map(app, site).touchpoint(cart).is_none());
        assert_eq!(undo(app, &gone).status, 303);
        let map = map(app, site);
        let back = map.touchpoints.iter().find(|one| one.name == "Cart").expect("it is back");
        assert_eq!((map.phase(back.phase_id), back.target), ("Use", Some(7.5)));
    });
}

#[test]
fn two_editors_do_not_lose_each_others_changes() {
    on_both(|app| {
        let (site, asked) = shop(app);
        // Both read "Use"; the first one's name stays.
        let use_id = id(app, site, Axis::Phase, "Use");
        let rename = |name: &str| {
            let fields = [("change", "rename"), ("was", "Use"), ("name", name)];
            app.submit(&format!("/sites/shop/journey/phases/{use_id}"), &fields)
        };
        let first = rename("Enjoy");
        assert_eq!(first.status, 303);
        let second = rename("Employ");
        assert_eq!(second.status, 409);
        assert!(second.body.contains("role=\"alert\"") && second.body.contains("value=\"Enjoy\""), "{}", second.body);
        // What somebody built on is not taken back from under them.
        let again = [("change", "rename"), ("was", "Enjoy"), ("name", "Benefit")];
        assert_eq!(app.submit(&format!("/sites/shop/journey/phases/{use_id}"), &again).status, 303);
        assert_eq!(undo(app, &first).status, 409);
        assert_eq!(names(app, site, Axis::Phase), "Act Benefit Get help Renew");
        // One removes a phase, the other put a touchpoint there meanwhile.
        let path = format!("/sites/shop/journey/touchpoints/{}", asked.touchpoint);
        assert_eq!(app.submit(&path, &[("change", "right")]).status, 303);
        assert_eq!(phase(app, site, "Benefit", &[("change", "remove")]).status, 422);
        assert_eq!(app.submit(&format!("{path}9999"), &[("change", "right")]).status, 404);
    });
}

#[test]
fn another_sites_map_is_not_there() {
    on_both(|app| {
        let (site, asked) = shop(app);
        let other = app.site("other");
        assert_eq!(app.submit("/sites/other/journey/phases", &[("name", "Theirs")]).status, 303);
        let theirs = id(app, other, Axis::Phase, "Theirs");
        for change in ["earlier", "later", "place", "remove"] {
            let reply = app.submit(&format!("/sites/shop/journey/phases/{theirs}"), &[("change", change)]);
            assert_eq!(reply.status, 404, "{change}");
        }
        let path = format!("/sites/other/journey/touchpoints/{}", asked.touchpoint);
        for change in ["left", "remove"] {
            assert_eq!(app.submit(&path, &[("change", change)]).status, 404, "{change}");
        }
        let moved = phase(app, site, "Act", &[("change", "later")]);
        let entry = moved.header("location").unwrap().rsplit('=').next().unwrap().to_owned();
        assert_eq!(app.submit(&format!("/sites/other/journey/undo/{entry}"), &[]).status, 404);
        assert_eq!(names(app, site, Axis::Phase), "Use Act Get help Renew");
        assert_eq!(names(app, other, Axis::Phase), "Theirs");
    });
}

#[test]
fn an_empty_map_starts_from_a_template() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let page = app.get("/sites/shop/journey").body;
        assert_eq!(page.matches("name=\"template\"").count(), 4, "{page}");
        let start = |key: &str| app.submit("/sites/shop/journey/start", &[("template", key)]);
        assert_eq!(start("nothing").status, 404);
        assert_eq!(app.speaking("es", || start("retail")).status, 303);
        assert!(names(app, site, Axis::Phase).starts_with("Descubrir Mirar Elegir"));
        let page = app.get("/sites/shop/journey").body;
        assert!(page.contains("Cesta y pago") && !page.contains("name=\"template\""), "{page}");
        assert_eq!(start("saas").status, 409);
    });
}

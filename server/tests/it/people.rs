//! Who belongs to a site, and what each may see and do there.

use crate::app::{Reply, TestApp, on_both};
use diesel::prelude::*;
use server::{access::Role, db::schema::invitation};

/// The path of the link on a page that shows one.
fn link(app: &TestApp, page: &Reply) -> String {
    assert_eq!(page.status, 200, "{}", page.body);
    let from = page.body.find(&format!("{}/invite/", app.base)).unwrap_or_else(|| panic!("no link in {}", page.body));
    page.body[from + app.base.len()..].split('<').next().unwrap().to_owned()
}

#[test]
fn one_sees_only_ones_own_sites() {
    on_both(|app| {
        let (shop, other) = (app.site("shop"), app.site("other"));
        let viewer = app.admin("viewer@example.com", &[(other, Role::Viewer)]);
        let lonely = app.admin("lonely@example.com", &[(shop, Role::Owner)]);
        let organisation = app.admin("organisation@example.com", &[]);
        let first = |app: &TestApp| app.get("/").header("location").map(str::to_owned);
        app.acting(&viewer, || {
            assert_eq!(first(app).as_deref(), Some("/sites/other/overview"));
            let menu = app.get("/sites/other/overview").body;
            assert!(menu.contains("/sites/other/overview") && !menu.contains("/sites/shop/"), "{menu}");
            assert!(!menu.contains("/sites/new"), "a member makes no sites");
        });
        app.acting(&lonely, || assert_eq!(first(app).as_deref(), Some("/sites/shop/overview")));
        app.acting(&organisation, || {
            let menu = app.get("/sites/other/overview").body;
            assert!(menu.contains("/sites/shop/overview") && menu.contains("/sites/new"), "{menu}");
        });
    });
}

#[test]
fn a_viewer_is_offered_nothing_that_changes() {
    on_both(|app| {
        let shop = app.site("shop");
        let asked = app.ask(shop);
        let (viewer, editor) = (
            app.admin("vera@example.com", &[(shop, Role::Viewer)]),
            app.admin("eva@example.com", &[(shop, Role::Editor)]),
        );
        let pages = [
            ("/sites/shop/journey".to_owned(), "/sites/shop/touchpoints/new"),
            (format!("/sites/shop/touchpoints/{}", asked.touchpoint), "/edit\""),
            ("/sites/shop/surveys".to_owned(), "/sites/shop/surveys/new"),
            (format!("/sites/shop/surveys/{}", asked.survey), "value=\"publish\""),
            ("/sites/shop/install".to_owned(), "type=\"submit\">Save"),
            ("/sites/shop/look".to_owned(), "type=\"submit\">Save"),
        ];
        for (page, offer) in pages {
            let [theirs, ours] = [&viewer, &editor].map(|who| app.acting(who, || app.get(&page).body));
            assert!(theirs.contains("You may look, not change") && !theirs.contains(offer), "{page}: {theirs}");
            assert!(ours.contains(offer) && !ours.contains("You may look"), "{page}: {ours}");
        }
        let refused = app.acting(&viewer, || app.submit("/sites/shop/install", &[("origins", "")]));
        assert_eq!((refused.status, refused.body.contains("You may look here, but change nothing")), (403, true));
        let hidden = app.acting(&viewer, || app.get("/sites/new"));
        assert_eq!((hidden.status, hidden.body.contains("owners of the organisation")), (403, true));
    });
}

#[test]
fn an_invitation_makes_one_account_once() {
    on_both(|app| {
        let shop = app.site("shop");
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner)]);
        app.swap(Some(owner));
        let invite =
            |email: &str, role: &str| app.submit("/sites/shop/invitations", &[("email", email), ("role", role)]);
        let wrong = invite("not an address", "editor");
        assert_eq!((wrong.status, wrong.body.contains("value=\"not an address\"")), (422, true));
        assert_eq!(invite("owner@example.com", "viewer").status, 422, "a member is not invited");
        assert_eq!(invite("bea@example.com", "king").status, 400);

        let shown = invite(" Bea@Example.com", "editor");
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        let link = link(app, &shown);
        let listed = app.get("/sites/shop/people").body;
        assert!(listed.contains("bea@example.com") && !listed.contains(&link), "the link is shown once");

        let owner = app.swap(None);
        let page = app.get(&link).body;
        assert!(page.contains("Come to shop") && page.contains("bea@example.com"), "{page}");
        let enter = |password: &str| app.enter(&link, &[("password", password), ("repeated", password)]);
        assert_eq!(enter("short").status, 422);
        let made = enter("a long enough secret");
        assert_eq!((made.status, made.header("location")), (303, Some("/sites/shop/overview")), "{}", made.body);
        app.remember(&made);
        assert_eq!(app.get("/sites/shop/overview").status, 200);
        assert_eq!(app.submit("/sites/shop/journey/phases", &[("name", "Act")]).status, 303, "an editor edits");
        assert_eq!(app.get("/sites/shop/people").status, 403, "and invites nobody");
        app.swap(None);
        assert_eq!((app.get(&link).status, enter("another long secret").status), (404, 404), "a link works once");
        app.swap(owner);
        let people = app.get("/sites/shop/people").body;
        assert!(!people.contains("Invited, not here yet") && people.contains("bea@example.com"), "{people}");
    });
}

#[test]
fn an_invitation_is_for_one_address_and_can_be_taken_back() {
    on_both(|app| {
        let (shop, other) = (app.site("shop"), app.site("other"));
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner)]);
        let bea = app.admin("bea@example.com", &[(other, Role::Viewer)]);
        let invite = |role: &str| {
            let fields = [("email", "bea@example.com"), ("role", role)];
            link(app, &app.acting(&owner, || app.submit("/sites/shop/invitations", &fields)))
        };
        let (first, second) = (invite("viewer"), invite("editor"));
        assert_eq!(app.get(&first).status, 404, "another invitation takes its place");
        assert!(app.get(&second).body.contains("Sign in, then open this link again."));
        let passwords = [("password", "a long enough secret"), ("repeated", "a long enough secret")];
        assert_eq!(app.enter(&second, &passwords).status, 422, "nobody gets a second account");
        let join = format!("{second}/join");
        app.acting(&owner, || {
            assert!(app.get(&second).body.contains("you are signed in as"));
            assert_eq!(app.submit(&join, &[]).status, 404, "it is for somebody else");
        });
        let of_shop = || app.acting(&bea, || app.get("/sites/shop/overview").status);
        assert_eq!(of_shop(), 404);
        app.acting(&bea, || {
            assert!(app.get(&second).body.contains("Join"));
            assert_eq!(app.submit(&join, &[]).header("location"), Some("/sites/shop/overview"));
            assert_eq!(app.submit(&join, &[]).status, 404, "it works once");
        });
        assert_eq!(of_shop(), 200);

        let fields = [("email", "new@example.com"), ("role", "viewer")];
        let link = link(app, &app.acting(&owner, || app.submit("/sites/shop/invitations", &fields)));
        assert_eq!(app.get(&link).status, 200);
        let connection = &mut app.connection();
        let id: i64 = invitation::table.select(invitation::id).first(connection).unwrap();
        let revoke = format!("/sites/shop/invitations/{id}/revoke");
        assert_eq!(app.acting(&owner, || app.submit(&revoke, &[]).status), 303);
        assert_eq!(app.get(&link).status, 404);
    });
}

#[test]
fn an_invitation_ends_by_itself() {
    on_both(|app| {
        let shop = app.site("shop");
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner)]);
        let fields = [("email", "late@example.com"), ("role", "viewer")];
        let link = link(app, &app.acting(&owner, || app.submit("/sites/shop/invitations", &fields)));
        let connection = &mut app.connection();
        let ends: i64 = invitation::table.select(invitation::expires_at).first(connection).unwrap();
        let days = (ends - server::clock::now()) / (24 * server::clock::HOUR);
        assert_eq!(days, 6, "a little less than seven days are left");
        let now = server::clock::now();
        diesel::update(invitation::table).set(invitation::expires_at.eq(now)).execute(connection).unwrap();
        assert_eq!(app.get(&link).status, 404);
        let people = app.acting(&owner, || app.get("/sites/shop/people").body);
        assert!(!people.contains("late@example.com"), "{people}");
    });
}

#[test]
fn roles_change_and_the_last_owner_stays() {
    on_both(|app| {
        let shop = app.site("shop");
        let (owner, bea) = (
            app.admin("owner@example.com", &[(shop, Role::Owner)]),
            app.admin("bea@example.com", &[(shop, Role::Viewer)]),
        );
        let set = |who: &str, role: &str| {
            app.acting(&owner, || app.submit(&format!("/sites/shop/people/{}", id(app, who)), &[("role", role)]))
        };
        let remove =
            |who: &str| app.acting(&owner, || app.submit(&format!("/sites/shop/people/{}/remove", id(app, who)), &[]));
        let may_edit = || app.acting(&bea, || app.submit("/sites/shop/journey/phases", &[("name", "Act")]).status);
        assert_eq!(may_edit(), 403);
        assert_eq!(set("bea@example.com", "editor").header("location"), Some("/sites/shop/people?done=changed"));
        assert_eq!(may_edit(), 303, "a role holds from the next request on");
        for reply in [set("owner@example.com", "viewer"), remove("owner@example.com")] {
            assert_eq!((reply.status, reply.body.contains("last owner")), (422, true), "{}", reply.body);
        }
        assert_eq!(set("bea@example.com", "owner").status, 303);
        assert_eq!(set("owner@example.com", "viewer").status, 303, "there is another owner now");
        assert_eq!(
            app.acting(&bea, || app
                .submit(&format!("/sites/shop/people/{}/remove", id(app, "owner@example.com")), &[]))
                .status,
            303
        );
        assert_eq!(app.acting(&owner, || app.get("/sites/shop/overview").status), 404);
    });
}

#[test]
fn a_site_does_not_change_the_owners_of_the_organisation() {
    on_both(|app| {
        let shop = app.site("shop");
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner)]);
        app.admin("boss@example.com", &[]);
        let boss = id(app, "boss@example.com");
        app.acting(&owner, || {
            let people = app.get("/sites/shop/people").body;
            assert!(people.contains("boss@example.com") && people.contains("owner of the organisation"), "{people}");
            assert_eq!(app.submit(&format!("/sites/shop/people/{boss}"), &[("role", "viewer")]).status, 404);
            assert_eq!(app.submit(&format!("/sites/shop/people/{boss}/remove"), &[]).status, 404);
            assert_eq!(
                app.submit("/sites/shop/invitations", &[("email", "boss@example.com"), ("role", "viewer")]).status,
                422
            );
        });
    });
}

#[test]
fn owners_of_the_organisation_manage_everybody() {
    on_both(|app| {
        let shop = app.site("shop");
        let boss = app.admin("boss@example.com", &[]);
        let bea = app.admin("bea@example.com", &[(shop, Role::Viewer)]);
        let order = |who: &str, change: &str| app.submit(&format!("/people/{}", id(app, who)), &[("change", change)]);
        app.acting(&bea, || {
            assert_eq!(app.get("/people").status, 403);
            assert_eq!(order("bea@example.com", "make_owner").status, 403);
            assert!(!app.get("/sites/shop/overview").body.contains("href=\"/people\""));
        });
        app.swap(Some(boss));
        let listed = app.get("/people").body;
        assert!(listed.contains("bea@example.com") && listed.contains("shop</bdi> · viewer"), "{listed}");
        for change in ["make_member", "remove"] {
            let refused = order("boss@example.com", change);
            assert_eq!((refused.status, refused.body.contains("last owner")), (422, true), "{change}");
        }
        assert_eq!(order("bea@example.com", "make_owner").status, 303);
        assert_eq!(app.acting(&bea, || app.get("/people").status), 200);
        assert_eq!(order("bea@example.com", "make_member").status, 303);
        assert_eq!(app.acting(&bea, || app.get("/people").status), 403);
        let path = format!("/people/{}", id(app, "bea@example.com"));
        assert_eq!(app.submit(&path, &[("change", "remove")]).status, 303);
        assert_eq!(app.submit(&path, &[("change", "remove")]).status, 404);
        assert_eq!(
            app.acting(&bea, || app.get("/account").header("location").map(str::to_owned)).as_deref(),
            Some("/sign-in")
        );
    });
}

fn id(app: &TestApp, email: &str) -> i64 {
    server::db::admins::by_email(&mut app.connection(), email).unwrap().unwrap().id
}

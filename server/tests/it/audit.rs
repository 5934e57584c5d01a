//! Every change through the console is noted, with who made it; what was refused or only looked at is not.

use crate::{
    app::{TestApp, on_both},
    page,
};
use diesel::prelude::*;
use server::{
    access::Role,
    db::{
        admins,
        audit::{self as records, NewRecord},
        connection::{self, AnyConnection},
        schema::audit,
    },
};
use std::collections::BTreeMap;

/// What the page says was done, the latest first.
fn changes(app: &TestApp, page: &str) -> Vec<String> {
    let html = app.get(page);
    assert_eq!(html.status, 200, "{}", html.body);
    let rows = html.body.split("<tr><td>").skip(1);
    let cells = |row: &str| {
        row.split("<bdi>").skip(1).map(|cell| cell.split('<').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    rows.map(|row| cells(row).join(" ")).collect()
}

#[test]
fn changes_are_noted_in_sentences() {
    on_both(|app| {
        let (shop, other) = (app.site("shop"), app.site("other"));
        let asked = app.ask(shop);
        let (owner, editor, viewer) = (
            app.admin("owner@example.com", &[(shop, Role::Owner), (other, Role::Owner)]),
            app.admin("eva@example.com", &[(shop, Role::Editor)]),
            app.admin("vera@example.com", &[(shop, Role::Viewer)]),
        );
        let survey = format!("/sites/shop/surveys/{}", asked.survey);
        let press = |button: &str| {
            let mut form = page::fields(&app.get(&survey).body, "survey");
            form.push(("do".to_owned(), button.to_owned()));
            form.retain(|(name, _)| name != "csrf");
            let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            app.submit(&survey, &form).status
        };
        app.acting(&editor, || {
            assert_eq!(app.submit("/sites/shop/install", &[("origins", "not a site")]).status, 422);
            assert_eq!(app.submit("/sites/shop/install", &[("origins", "a.example")]).status, 303);
            assert_eq!(press("add:thumbs"), 200, "nothing is saved by a button that adds a question");
            assert_eq!(press("pause"), 303);
            assert_eq!(app.submit(&format!("{survey}/reach"), &[("address", "")]).status, 200);
            assert_eq!(app.get("/sites/shop/audit").status, 403);
        });
        app.acting(&viewer, || assert_eq!(app.submit("/sites/shop/install", &[("origins", "")]).status, 403));
        app.swap(Some(owner));
        let wanted = [("email", "bea@example.com"), ("role", "viewer")];
        assert_eq!(app.submit("/sites/shop/invitations", &wanted).status, 200);
        assert_eq!(
            changes(app, "/sites/shop/audit"),
            [
                "owner@example.com invited somebody as viewer",
                "eva@example.com opened a link that shows why “Checkout NPS” is not shown",
                "eva@example.com paused the survey “Checkout NPS”",
                "eva@example.com changed which websites may send answers",
            ]
        );
        assert_eq!(changes(app, "/sites/other/audit"), Vec::<String>::new(), "other sites have their own");
    });
}

#[test]
fn whoever_comes_in_is_noted_and_secrets_are_not() {
    on_both(|app| {
        app.sign_in();
        let typed = [("name", "Shop"), ("website", "shop.example.com"), ("time_zone", "Europe/Madrid")];
        let made = app.submit("/sites", &typed);
        let to = made.header("location").unwrap_or_else(|| panic!("{}", made.body));
        let key = to.strip_prefix("/sites/").unwrap().split('/').next().unwrap().to_owned();
        let wanted = [("email", "bea@example.com"), ("role", "owner")];
        let page = app.submit(&format!("/sites/{key}/invitations"), &wanted).body;
        let token = page.split("/invite/").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let secret = "a long enough secret";
        let joined = app.enter(&format!("/invite/{token}"), &[("password", secret), ("repeated", secret)]);
        assert_eq!(joined.status, 303, "{}", joined.body);
        app.remember(&joined);
        assert_eq!(
            changes(app, &format!("/sites/{key}/audit")),
            [
                "bea@example.com came by an invitation",
                "ana@example.com invited somebody as owner",
                "ana@example.com made the site",
            ]
        );
        let new = "another long secret";
        let change = [("old", secret), ("password", new), ("repeated", new)];
        assert_eq!(app.submit("/account/password", &change).status, 303);
        let rows: Vec<(Option<i64>, String, String, String)> = audit::table
            .select((audit::site_id, audit::action, audit::object, audit::detail))
            .load(&mut app.connection())
            .unwrap();
        assert!(rows.iter().any(|(site, action, ..)| site.is_none() && action == "/account/password"), "{rows:?}");
        let all = format!("{rows:?}");
        for hidden in [token.as_str(), secret, new] {
            assert!(!all.contains(hidden), "{all}");
        }
    });
}

#[test]
fn what_is_changed_of_people_and_accounts_is_seen_by_owners_of_the_organisation() {
    on_both(|app| {
        let shop = app.site("shop");
        app.sign_in();
        let (vera, eva) = (app.admin("vera@example.com", &[(shop, Role::Viewer)]), app.admin("eva@example.com", &[]));
        let id = |email: &str| admins::by_email(&mut app.connection(), email).unwrap().unwrap().id;
        let (secret, new) = ("a long enough secret", "another long secret");
        let change = |old| [("old", old), ("password", new), ("repeated", new)];
        assert_eq!(app.submit("/account/password", &change("wrong")).status, 422);
        assert_eq!(app.submit("/account/password", &change(secret)).status, 303);
        assert_eq!(app.submit("/account/sessions/end-others", &[]).status, 303);
        let made = app.submit(&format!("/people/{}", id("vera@example.com")), &[("change", "make_owner")]);
        assert_eq!(made.status, 303, "{}", made.body);
        app.acting(&eva, || assert_eq!(app.submit("/sign-out", &[]).status, 303));
        assert_eq!(
            changes(app, "/audit"),
            [
                "eva@example.com signed out",
                "ana@example.com made vera@example.com an owner of the organisation",
                "ana@example.com ended own sessions elsewhere",
                "ana@example.com changed the own password",
            ]
        );
        assert!(app.get("/people").body.contains("href=\"/audit\""));
        assert_eq!(changes(app, "/sites/shop/audit"), Vec::<String>::new(), "sites have their own");
        let member = app.admin("bea@example.com", &[(shop, Role::Owner)]);
        app.acting(&member, || assert_eq!(app.get("/audit").status, 403));
        app.acting(&vera, || assert_eq!(app.get("/audit").status, 200, "an owner since"));
    });
}

#[test]
fn long_lists_have_pages() {
    on_both(|app| {
        let shop = app.site("shop");
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner)]);
        app.swap(Some(owner));
        let many = |connection: &mut AnyConnection| {
            let email = "owner@example.com".to_owned();
            let admin_id = admins::by_email(connection, &email)?.map(|admin| admin.id).unwrap_or_default();
            let (action, object, detail) = ("/sites/{site}/install".to_owned(), BTreeMap::new(), String::new());
            let new = NewRecord { site_id: Some(shop), admin_id, email, at: 0, action, object, detail };
            (0..60).try_for_each(|_| records::insert(connection, &new))
        };
        connection::write(&mut app.connection(), many).unwrap();
        let first = app.get("/sites/shop/audit").body;
        let older = first.split("/sites/shop/audit?before=").nth(1).unwrap().split('"').next().unwrap();
        let older = format!("/sites/shop/audit?before={older}");
        assert_eq!((changes(app, "/sites/shop/audit").len(), changes(app, &older).len()), (50, 10));
        assert!(!app.get(&older).body.contains("?before="), "there are no earlier ones");
    });
}

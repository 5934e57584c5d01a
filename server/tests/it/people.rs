//! Who belongs to a site, and what each may see and do there.

use crate::app::{TestApp, on_both};
use server::access::Role;

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

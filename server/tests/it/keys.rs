//! Keys of programs: made by owners, shown once, good for one site until they are taken away.

use crate::app::{Reply, TestApp, on_both};
use serde_json::{Value, json};
use server::{access::Role, db::api_keys};

fn make(app: &TestApp, site: &str, scope: &str) -> String {
    let made = app.submit(&format!("/sites/{site}/keys"), &[("name", "Reports"), ("scope", scope)]);
    assert_eq!((made.status, made.header("cache-control")), (200, Some("no-store")), "{}", made.body);
    made.body.split("id=\"key-made\" class=\"wrap\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

fn ask(app: &TestApp, site: &str, authorization: &str) -> Reply {
    app.get_with(&format!("/api/sites/{site}/scores"), &[("authorization", authorization)])
}

#[test]
fn a_key_reads_its_own_site_until_it_is_taken_away() {
    on_both(|app| {
        let (shop, other) = (app.site("shop"), app.site("other"));
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner), (other, Role::Owner)]);
        app.swap(Some(owner));
        let key = make(app, "shop", "read");
        assert!(key.starts_with("opina_") && key.len() == 49, "{key}");
        let listed = app.get("/sites/shop/keys").body;
        assert!(listed.contains("Reports") && listed.contains("never used") && !listed.contains(&key), "{listed}");

        let bearer = format!("Bearer {key}");
        assert_eq!(ask(app, "shop", &bearer).status, 200);
        assert_eq!(ask(app, "shop", &format!("bearer {key}")).status, 200);
        for site in ["other", "no-such-site"] {
            assert_eq!(ask(app, site, &bearer).status, 404, "{site}");
        }
        for wrong in ["", "Bearer", "Bearer ", "Basic b3BpbmE6", &format!("Bearer {key}x"), &key] {
            let refused = ask(app, "shop", wrong);
            assert_eq!((refused.status, refused.header("www-authenticate")), (401, Some("Bearer")), "{wrong}");
        }
        assert_eq!(app.get("/api/sites/shop/scores").status, 401, "a session is no key");
        assert!(app.get("/sites/shop/keys").body.contains("last used"));

        let id = api_keys::of_site(&mut app.connection(), shop).unwrap()[0].id;
        assert_eq!(app.submit(&format!("/sites/shop/keys/{id}/revoke"), &[]).status, 303);
        assert_eq!(ask(app, "shop", &bearer).status, 401);
        assert_eq!(app.submit(&format!("/sites/shop/keys/{id}/revoke"), &[]).status, 404);
        assert_eq!(app.submit("/sites/shop/keys", &[("name", " "), ("scope", "read")]).status, 422);
        assert_eq!(app.submit("/sites/shop/keys", &[("name", "Reports"), ("scope", "all")]).status, 400);
    });
}

#[test]
fn a_program_reads_what_the_console_shows_and_no_more() {
    on_both(|app| {
        let shop = app.site("shop");
        let asked = app.ask(shop);
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner)]);
        let bearer = app.acting(&owner, || format!("Bearer {}", make(app, "shop", "write")));
        let scores = || -> Value {
            let reply = ask(app, "shop", &bearer);
            assert_eq!(reply.header("content-type"), Some("application/json"));
            let reply: Value = serde_json::from_str(&reply.body).unwrap();
            assert_eq!((&reply["days"], &reply["time_zone"]), (&json!(30), &json!("Europe/Madrid")));
            reply["touchpoints"][0].clone()
        };
        let answer = |score: u8| {
            let body = json!({
                "id": uuid::Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
                "answers": { "score": { "score": score } },
                "language": "en", "path": "/checkout", "device": "phone", "chance": 1, "elapsed": 1
            });
            assert_eq!(app.post("/w/shop/responses", &body).status, 201);
        };
        let empty =
            json!({ "id": asked.touchpoint, "name": "Checkout", "phase": "Act", "channel": "Website", "scores": [] });
        assert_eq!(scores(), empty);
        for score in [10, 9, 9, 2] {
            answer(score);
        }
        assert_eq!(scores()["scores"], json!([{ "metric": "nps", "n_below": 5 }]), "four could be told apart");
        answer(8);
        let found = scores()["scores"][0].clone();
        assert_eq!((&found["metric"], &found["n"], &found["value"]), (&json!("nps"), &json!(5), &json!(40.0)));
        let [low, high] = ["low", "high"].map(|limit| found[limit].as_f64().unwrap());
        assert!(low < 40.0 && 40.0 < high, "{found}");
    });
}

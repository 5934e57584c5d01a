//! What holds for a site as a whole: names and days, what is kept of visitors and for how long, and removing it.

use crate::{
    app::{Asked, Reply, TestApp, on_both},
    page::{fields, set, value},
    rollups::{assert_rollups_equal_rows, counted},
};
use diesel::{prelude::*, sql_query};
use serde_json::json;
use server::{
    clock,
    db::{connection::AnyConnection, schema::response, sites},
    retention,
};

const DAY: i64 = 24 * clock::HOUR;

/// Changes some of the settings as the page's form sends them; nothing is a box that is not ticked.
fn save(app: &TestApp, changes: &[(&str, &str)]) -> Reply {
    let mut typed = fields(&app.get("/sites/shop/settings").body, "settings");
    for (name, typed_value) in changes {
        match *typed_value {
            "off" => typed.retain(|(one, _)| one != name),
            _ => set(&mut typed, name, typed_value),
        }
    }
    let sent: Vec<(&str, &str)> =
        typed.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (&**name, &**value)).collect();
    app.submit("/sites/shop/settings", &sent)
}

/// A visitor whom the site knows answers on a page.
fn answer(app: &TestApp, survey: i64) {
    let body = json!({
        "id": uuid::Uuid::now_v7(), "survey": survey, "version": 1, "sequence": 1, "complete": true,
        "answers": { "score": { "score": 9 }, "comment": { "text": "fine" } }, "person": "c-17",
        "language": "en", "path": "/checkout", "device": "phone", "chance": 1, "elapsed": 1
    });
    let reply = app.post("/w/shop/responses", &body);
    assert_eq!(reply.status, 201, "{}", reply.body);
}

fn kept(app: &TestApp) -> Vec<(Option<String>, Option<String>)> {
    let rows = response::table.order(response::received_at).select((response::path, response::person));
    rows.load(&mut app.connection()).unwrap()
}

#[test]
fn settings_are_saved_or_come_back_as_they_were_typed() {
    on_both(|app| {
        app.sign_in();
        app.site("shop");
        let changes =
            [("name", " Lumen  shop "), ("time_zone", "Atlantic/Canary"), ("languages", "pt-BR es"), ("min_n", "12")];
        let saved = save(app, &[&changes[..], &[("retention_days", "365")]].concat());
        assert_eq!(saved.header("location"), Some("/sites/shop/settings?saved=yes"), "{}", saved.body);
        let site = sites::by_key(&mut app.connection(), "shop").unwrap().unwrap();
        assert_eq!((&*site.name, &*site.time_zone, site.min_n), ("Lumen shop", "Atlantic/Canary", 12));
        assert_eq!((site.retention_days, site.keeps_path, site.keeps_person), (Some(365), true, true));
        let page = app.get("/sites/shop/settings?saved=yes").body;
        assert!(page.contains("The settings are saved.") && page.contains("Counts stay"), "{page}");
        assert_eq!(value(&fields(&page, "settings"), "languages"), Some("pt-BR, es"));

        let wrong = [("name", " "), ("languages", "klingon!"), ("min_n", "4"), ("retention_days", "29")];
        let refused = save(app, &wrong);
        assert_eq!((refused.status, refused.body.matches("aria-invalid").count()), (422, 4), "{}", refused.body);
        let typed = fields(&refused.body, "settings");
        for (name, expected) in wrong {
            assert_eq!(value(&typed, name), Some(expected), "what was typed stays");
        }
        assert!(app.speaking("es", || save(app, &wrong)).body.contains("Un número entero de 30 a 3650, o nada."));
    });
}

#[test]
fn a_new_survey_speaks_the_languages_of_the_site() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        assert_eq!(save(app, &[("languages", "pt-BR, es")]).status, 303);
        let made = app.submit("/sites/shop/surveys", &[("touchpoint", &asked.touchpoint.to_string())]);
        let editor = app.get(made.header("location").unwrap()).body;
        assert!(editor.contains("pt-BR") && !editor.contains("How easy"), "{editor}");
    });
}

#[test]
fn what_a_site_does_not_want_is_not_stored() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        answer(app, asked.survey);
        assert_eq!(save(app, &[("keeps_path", "off"), ("keeps_person", "off")]).status, 303);
        answer(app, asked.survey);
        let known = (Some("/checkout".to_owned()), Some("c-17".to_owned()));
        assert_eq!(kept(app), [known, (None, None)]);
    });
}

/// Puts what is stored so many days into the past, counters and all.
fn age(connection: &mut AnyConnection, days: i64) {
    for statement in [
        format!("UPDATE response SET received_at = received_at - {}", days * DAY),
        format!("UPDATE comment SET received_at = received_at - {}", days * DAY),
        format!("UPDATE rollup_score SET hour = hour - {}", days * 24),
        format!("UPDATE rollup_choice SET hour = hour - {}", days * 24),
        format!("UPDATE rollup_funnel SET hour = hour - {}", days * 24),
    ] {
        match connection {
            AnyConnection::Sqlite(sqlite) => sql_query(statement).execute(sqlite),
            AnyConnection::Postgres(postgres) => sql_query(statement).execute(postgres),
        }
        .unwrap();
    }
}

fn sweep(app: &TestApp) -> usize {
    actix_web::rt::System::new().block_on(retention::sweep(&app.db, clock::now())).unwrap()
}

#[test]
fn what_is_old_is_erased_and_stays_counted() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        let other = app.ask(app.site("other"));
        let rows = |app: &TestApp| kept(app).len();
        for _ in 0..6 {
            answer(app, asked.survey);
        }
        age(&mut app.connection(), 40);
        answer(app, asked.survey);
        let before = counted(&mut app.connection());
        assert_rollups_equal_rows(&app.db);
        assert_eq!(sweep(app), 0, "nothing is erased unless the site says so");
        assert_eq!(save(app, &[("retention_days", "50")]).status, 303);
        assert_eq!((sweep(app), rows(app)), (0, 7), "it is not that old");
        assert_eq!(save(app, &[("retention_days", "30")]).status, 303);
        assert_eq!((sweep(app), rows(app)), (6, 1));
        assert_eq!(sweep(app), 0);
        assert_eq!(counted(&mut app.connection()), before, "what was counted stays counted");
        assert!(app.get("/sites/shop/journey?days=90").body.contains("n\u{a0}7"), "and is shown");
        // Whoever answers now is stored and counted as ever.
        answer(app, asked.survey);
        assert_eq!(rows(app), 2);
        assert_ne!(other.survey, asked.survey);
    });
}

/// The tables with a column `site_id`, and how many of their rows are of this site.
fn rows_of(connection: &mut AnyConnection, site: i64) -> Vec<(String, i64)> {
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let tables: Vec<Table> = match connection {
        AnyConnection::Sqlite(sqlite) => sql_query(
            "SELECT m.name AS name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.name = 'site_id' ORDER BY m.name",
        )
        .load(sqlite),
        AnyConnection::Postgres(postgres) => sql_query(
            "SELECT table_name::text AS name FROM information_schema.columns \
             WHERE table_schema = 'public' AND column_name = 'site_id' ORDER BY table_name",
        )
        .load(postgres),
    }
    .unwrap();
    assert!(tables.len() > 10, "the tables are found");
    let count = |Table { name }: Table| {
        let query = sql_query(format!("SELECT COUNT(*) AS n FROM {name} WHERE site_id = {site}"));
        let found: Count = match connection {
            AnyConnection::Sqlite(sqlite) => query.get_result(sqlite),
            AnyConnection::Postgres(postgres) => query.get_result(postgres),
        }
        .unwrap();
        (name, found.n)
    };
    tables.into_iter().map(count).filter(|(_, n)| *n > 0).collect()
}

#[test]
fn everything_of_a_site_goes_when_its_name_is_typed() {
    on_both(|app| {
        app.sign_in();
        let (site, other) = (app.site("shop"), app.site("other"));
        let Asked { survey, slug, .. } = app.ask(site);
        app.ask(other);
        for _ in 0..3 {
            answer(app, survey);
        }
        let shown = json!([{ "survey": survey, "event": "shown", "n": 1 }]);
        assert_eq!(app.post("/w/shop/events", &shown).status, 202);
        assert_eq!(app.submit("/sites/shop/journey/phases", &[("name", "Use")]).status, 303);
        let theirs = rows_of(&mut app.connection(), other);
        assert!(rows_of(&mut app.connection(), site).len() > 8);

        let refused = app.submit("/sites/shop/remove", &[("name", "Shop")]);
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("This is not its name.") && refused.body.contains("value=\"Shop\""));
        let removed = app.submit("/sites/shop/remove", &[("name", " shop ")]);
        assert_eq!(removed.header("location"), Some("/sites"), "{}", removed.body);
        assert_eq!(rows_of(&mut app.connection(), site), []);
        assert_eq!(rows_of(&mut app.connection(), other), theirs, "another site is as it was");
        for gone in ["/sites/shop/overview", "/w/shop.js", &format!("/s/{slug}")] {
            assert_eq!(app.get(gone).status, 404, "{gone}");
        }
        // On SQLite the next site gets its row id, and nothing of what was counted late.
        let late = "INSERT INTO rollup_gate (site_id, survey_id, hour, gate, n) VALUES ";
        let late = format!("{late} ({site}, 1, 1, 'page', 1), ({}, 1, 1, 'page', 1)", site + 2);
        match &mut app.connection() {
            AnyConnection::Sqlite(sqlite) => sql_query(late).execute(sqlite),
            AnyConnection::Postgres(postgres) => sql_query(late).execute(postgres),
        }
        .unwrap();
        let next = app.site("next");
        let own = [("block_horizon".to_owned(), 1)];
        assert_eq!(rows_of(&mut app.connection(), next), own, "what every site has from the beginning");
    });
}

#[test]
fn all_sites_stand_side_by_side_with_their_main_figure() {
    on_both(|app| {
        app.sign_in();
        let asked = app.ask(app.site("shop"));
        app.site("quiet");
        for _ in 0..5 {
            answer(app, asked.survey);
        }
        let page = app.get("/sites").body;
        for expected in
            ["/sites/shop/overview", "/sites/quiet/overview", "+100", "n\u{a0}=\u{a0}5", "1 live", "no answers"]
        {
            assert!(page.contains(expected), "{expected} in {page}");
        }
        assert!(app.get("/sites/shop/overview").body.contains("href=\"/sites\""), "the menu leads there");
    });
}

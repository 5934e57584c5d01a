//! Responses as a file: what one sees is what one gets, every row of it, and nothing in it is a formula.

use crate::{
    app::{Asked, Reply, SERVERS, TestApp, on_both},
    kinds::every_kind,
};
use diesel::{RunQueryDsl, sql_query};
use serde_json::{Value, json};
use server::{
    access::Role,
    clock,
    db::{api_keys, connection::AnyConnection},
};
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read},
    time::{Duration, Instant},
};
use uuid::Uuid;

fn send(app: &TestApp, asked: &Asked, device: &str, complete: bool, answers: &Value, fields: &Value) {
    let body = json!({
        "id": Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": complete,
        "answers": answers, "fields": fields, "language": "en", "path": "/checkout", "device": device, "chance": 1,
        "elapsed": 9000
    });
    let sent = app.post("/w/shop/responses", &body);
    assert_eq!(sent.status, 201, "{body}: {}", sent.body);
}

/// The cells of a table, read as RFC 4180 says.
fn cells(table: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut characters) = (false, table.chars().peekable());
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(characters.next(), Some('\n'), "lines end as they should");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "the last line ends");
    rows
}

/// The rows of a table by their headings.
fn table(reply: &Reply) -> Vec<std::collections::BTreeMap<String, String>> {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let body = reply.body.strip_prefix('\u{feff}').expect("spreadsheets need the mark");
    let rows = cells(body);
    let read = |row: &Vec<String>| {
        assert_eq!(row.len(), rows[0].len(), "{row:?}");
        rows[0].iter().cloned().zip(row.iter().cloned()).collect()
    };
    rows[1..].iter().map(read).collect()
}

fn lines(reply: &Reply) -> Vec<Value> {
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// Eleven that say little, and one of every kind of answer; the fourth page of hostile texts is among them.
fn visitors(app: &TestApp, asked: &Asked) {
    for n in 0..11 {
        let plan = ["pro", "free"][n % 2];
        send(
            app,
            asked,
            ["phone", "desktop"][n % 2],
            n % 3 == 0,
            &json!({ "nps": { "score": n % 11 } }),
            &json!({ "plan": plan }),
        );
    }
    let answers = json!({
        "nps": { "score": 10 },
        "one": { "chosen": { "options": [], "other": "=cmd|' /C calc'!A0" } },
        "many": { "chosen": { "options": ["a", "b"] } },
        "gap": { "gap": [7, 5] },
        "points": { "points": { "price": 75, "speed": 25 } },
        "terms": { "yes": true },
        "age": { "text": "-3" },
        "comment": { "text": "Two lines,\nand \"quotes\"" }
    });
    send(app, asked, "tablet", true, &answers, &json!({ "plan": "+1", "city": "@Home, \"sweet\"" }));
}

#[test]
fn a_table_holds_what_was_answered_and_no_formula() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &every_kind());
        visitors(app, &asked);
        let reply = app.get("/sites/shop/responses.csv?days=30");
        assert_eq!(reply.header("content-type"), Some("text/csv; charset=utf-8"));
        let name = reply.header("content-disposition").expect("it is saved");
        assert!(name.starts_with("attachment; filename=\"shop-responses-20") && name.ends_with(".csv\""), "{name}");
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        let rows = table(&reply);
        assert_eq!(rows.len(), 12);
        let last = &rows[0];
        let check = |heading: &str, expected: &str| {
            let heading = heading.replace('#', &asked.survey.to_string());
            assert_eq!(last.get(&heading).map(String::as_str), Some(expected), "{heading} in {last:?}");
        };
        check("Survey", "Checkout NPS");
        check("Version", "1");
        check("Touchpoint", "Checkout");
        check("Device", "tablet");
        check("Page", "/checkout");
        check("Finished", "complete");
        check("About nps [#.nps]", "10");
        check("About csat [#.csat]", "");
        check("About one [#.one]", "Other");
        check("About one · own words [#.one.text]", "'=cmd|' /C calc'!A0");
        check("About many [#.many]", "The a; The b");
        check("About gap · Expectation [#.gap.expectation]", "7");
        check("About gap · Perception [#.gap.perception]", "5");
        check("About points [#.points]", "The price 75; The speed 25");
        check("About terms [#.terms]", "yes");
        check("About age [#.age]", "-3");
        check("About comment [#.comment]", "Two lines,\nand \"quotes\"");
        check("Field [plan]", "'+1");
        check("Field [city]", "'@Home, \"sweet\"");
        assert!(!last.keys().any(|heading| heading.contains("said")), "a statement asks for nothing");
        let stored = &last["Stored at"];
        assert!(stored.ends_with("+01:00") || stored.ends_with("+02:00"), "{stored} is Madrid's time");
        assert!(last["Response"].parse::<Uuid>().is_ok(), "{last:?}");
        assert!(rows.iter().any(|row| row["Finished"] == "partial"));

        let spanish = app.speaking("es", || app.get("/sites/shop/responses.csv?days=30"));
        assert_eq!(table(&spanish)[0][&format!("es: About nps [{}.nps]", asked.survey)], "10");
    });
}

#[test]
fn lines_of_json_hold_what_was_answered_unchanged() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &every_kind());
        visitors(app, &asked);
        let reply = app.get("/sites/shop/responses.jsonl?days=30");
        let all = lines(&reply);
        assert_eq!(all.len(), 12);
        let last = &all[0];
        assert_eq!(last["survey"], json!({ "id": asked.survey, "name": "Checkout NPS" }));
        assert_eq!(last["touchpoint"], json!({ "id": asked.touchpoint, "name": "Checkout" }));
        assert_eq!((&last["complete"], &last["page"]), (&json!(true), &json!("/checkout")));
        assert_eq!(last["fields"], json!({ "plan": "+1", "city": "@Home, \"sweet\"" }));
        let title = |id: &str| format!("About {id}");
        let option = |id: &str| json!({ "option": id, "label": format!("The {id}") });
        let weighed = |id: &str, points: u8| json!({ "option": id, "label": format!("The {id}"), "points": points });
        let formula = "=cmd|' /C calc'!A0";
        assert_eq!(
            last["answers"],
            json!([
                { "question": "nps", "title": title("nps"), "score": 10 },
                {
                    "question": "one", "title": title("one"), "chosen": [{ "option": "+other", "label": "Other" }],
                    "text": formula
                },
                { "question": "many", "title": title("many"), "chosen": [option("a"), option("b")] },
                { "question": "gap", "title": title("gap"), "expectation": 7, "perception": 5 },
                { "question": "points", "title": title("points"), "chosen": [weighed("price", 75), weighed("speed", 25)] },
                { "question": "terms", "title": title("terms"), "chosen": [{ "option": "yes", "label": "yes" }] },
                { "question": "age", "title": title("age"), "text": "-3" },
                { "question": "comment", "title": title("comment"), "text": "Two lines,\nand \"quotes\"" },
            ])
        );
    });
}

#[test]
fn an_export_keeps_the_filter_and_hides_what_the_page_hides() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.publish(site, &every_kind());
        let place = format!("/sites/shop/touchpoints/{}", asked.touchpoint);
        for n in 0..20 {
            let device = if n < 9 { "phone" } else { "desktop" };
            send(app, &asked, device, true, &json!({ "nps": { "score": 9 } }), &json!({}));
        }
        let count = |address: &str| table(&app.get(address)).len();
        assert_eq!(count("/sites/shop/responses.csv?days=30"), 20);
        assert_eq!(count(&format!("{place}/responses.csv?days=30&device=desktop")), 11);
        assert_eq!(lines(&app.get(&format!("{place}/responses.jsonl?days=30&device=desktop"))).len(), 11);

        let kept = "?days=7&#38;device=desktop";
        let pages = [
            ("overview".to_owned(), "/sites/shop/export"),
            (format!("touchpoints/{}", asked.touchpoint), &format!("{place}/export")),
            (format!("touchpoints/{}/responses", asked.touchpoint), &format!("{place}/export")),
            ("responses".to_owned(), "/sites/shop/export"),
            ("changes".to_owned(), "/sites/shop/export"),
        ];
        for (page, export) in pages {
            let html = app.get(&format!("/sites/shop/{page}?days=7&device=desktop")).body;
            assert!(html.contains(&format!("href=\"{export}{kept}\"")), "{page} leads to {export}: {html}");
        }
        let survey = format!("href=\"/sites/shop/export?days=7&#38;survey={}&#38;device=desktop\"", asked.survey);
        for page in ["results", "questions/nps"] {
            let html = app.get(&format!("/sites/shop/surveys/{}/{page}?days=7&device=desktop", asked.survey)).body;
            assert!(html.contains(&survey), "{page}: {html}");
        }

        let page = app.get(&format!("{place}/export?days=7&device=desktop")).body;
        assert!(page.contains("11 responses will be exported"), "{page}");
        assert!(page.contains(&format!("{place}/responses.csv{kept}&#38;export=")), "{page}");
        assert!(page.contains("byte order mark"), "it says why there is one");
        // Nine could be told apart, in a file as on a page.
        let few = "days=7&device=phone";
        for address in ["/sites/shop/export".to_owned(), format!("{place}/export")] {
            let page = app.get(&format!("{address}?{few}")).body;
            assert!(page.contains("Responses appear once 10 people have answered."), "{page}");
            assert!(!page.contains("responses.csv"), "{page}");
        }
        for address in ["/sites/shop/responses.csv", "/sites/shop/responses.jsonl"] {
            assert_eq!(app.get(&format!("{address}?{few}")).status, 422);
            assert_eq!(app.get(&format!("{address}?device=watch")).status, 422);
        }
        assert_eq!(app.get("/sites/shop/touchpoints/999999/responses.csv").status, 404);
    });
}

#[test]
fn who_took_responses_out_is_noted() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.ask(site);
        for _ in 0..10 {
            send(app, &asked, "phone", true, &json!({ "score": { "score": 9 } }), &json!({}));
        }
        let viewer = app.admin("vera@example.com", &[(site, Role::Viewer)]);
        let owner = app.admin("owner@example.com", &[(site, Role::Owner)]);
        app.acting(&viewer, || {
            assert_eq!(app.get("/sites/shop/export").status, 200);
            assert_eq!(app.get("/sites/shop/responses.csv").status, 200);
            assert_eq!(app.get("/sites/shop/responses.csv?device=desktop").status, 422);
        });
        let log = app.acting(&owner, || app.get("/sites/shop/audit").body);
        assert!(log.contains("vera@example.com") && log.contains("took out 10 responses as CSV"), "{log}");
        assert_eq!(log.matches("took out").count(), 1, "looking at the page and what was refused took nothing out");
    });
}

#[test]
fn a_redacted_text_stays_redacted() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        for _ in 0..9 {
            send(app, &asked, "phone", true, &json!({ "score": { "score": 9 } }), &json!({}));
        }
        let said = json!({ "score": { "score": 9 }, "comment": { "text": "My name is Zarquonia" } });
        send(app, &asked, "phone", true, &said, &json!({}));
        let id = table(&app.get("/sites/shop/responses.csv"))[0]["Response"].clone();
        assert_eq!(app.submit(&format!("/sites/shop/comments/{id}/comment/redact"), &[("query", "")]).status, 303);
        for address in ["/sites/shop/responses.csv", "/sites/shop/responses.jsonl"] {
            let file = app.get(address).body;
            assert!(file.contains("█████") && !file.contains("Zarquonia"), "{file}");
        }
    });
}

#[test]
fn comments_are_exported_as_the_inbox_shows_them() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        for n in 0..12 {
            let text = if n == 5 { "=HYPERLINK(\"lamps\")" } else { "Too slow" };
            send(
                app,
                &asked,
                "phone",
                true,
                &json!({ "score": { "score": n % 11 }, "comment": { "text": text } }),
                &json!({}),
            );
        }
        let address = "/sites/shop/comments.csv?status=all";
        let all = table(&app.get(address));
        assert_eq!(all.len(), 12);
        let (first, formula) = (&all[0], all.iter().find(|row| row["Score"] == "5").expect("the sixth"));
        assert_eq!(formula["Comment"], "'=HYPERLINK(\"lamps\")");
        assert_eq!([&*formula["Question"], &formula["Question id"], &formula["Metric"]], ["Why?", "comment", "NPS"]);
        assert_eq!(
            [&*formula["Survey"], &formula["Touchpoint"], &formula["Status"]],
            ["Checkout NPS", "Checkout", "New"]
        );

        let key = format!("{}/comment", first["Response"]);
        let seen = [("query", ""), ("comment", key.as_str()), ("do", "status"), ("status", "solved")];
        assert_eq!(app.submit("/sites/shop/comments", &seen).status, 303);
        let tagged = [("query", ""), ("comment", key.as_str()), ("do", "tag"), ("tag", "lamps")];
        assert_eq!(app.submit("/sites/shop/comments", &tagged).status, 303);
        let solved = table(&app.get("/sites/shop/comments.csv?status=solved"));
        assert_eq!(solved.len(), 1);
        assert_eq!([&*solved[0]["Status"], &solved[0]["Tags"]], ["Solved", "lamps"]);
        let found = lines(&app.get("/sites/shop/comments.jsonl?status=all&q=hyperlink"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["text"], "=HYPERLINK(\"lamps\")");
        assert_eq!(
            [&found[0]["status"], &found[0]["metric"], &found[0]["score"]],
            [&json!("new"), &json!("nps"), &json!(5)]
        );

        let inbox = app.get("/sites/shop/comments?status=all&device=phone").body;
        assert!(inbox.contains("/sites/shop/comments/export?status=all&#38;device=phone"), "{inbox}");
        let page = app.get("/sites/shop/comments/export?status=all&device=phone").body;
        assert!(page.contains("12 comments will be exported"), "{page}");
        assert!(page.contains("/sites/shop/comments.csv?status=all&#38;device=phone&#38;export="), "{page}");
        let none = app.get("/sites/shop/comments/export?status=aside").body;
        assert!(none.contains("No comment matches") && !none.contains("comments.csv"), "{none}");
        assert!(app.get("/sites/shop/audit").body.contains("took out 12 comments as CSV"));
    });
}

/// Many responses, made by the database: only their number matters.
fn many(connection: &mut AnyConnection, site: i64, asked: &Asked, n: usize, path: &str) {
    let now = clock::now();
    let columns = "site_id, id, survey_id, version, touchpoint_id, received_at, sequence, complete, fingerprint, language, \
                   device, path, chance, elapsed, private";
    let values = |id: &str| {
        format!(
            "{site}, {id}, {}, 1, {}, {now}, 1, TRUE, 0, 'en', 'phone', '{path}', 1.0, 0, FALSE",
            asked.survey, asked.touchpoint
        )
    };
    let insert = match connection {
        AnyConnection::Sqlite(_) => format!(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {n}) INSERT INTO response ({columns}) \
             SELECT {} FROM n",
            values("CAST(printf('%016d', n) AS BLOB)")
        ),
        AnyConnection::Postgres(_) => format!(
            "INSERT INTO response ({columns}) SELECT {} FROM generate_series(1, {n}) AS n",
            values("convert_to(lpad(n::text, 16, '0'), 'UTF8')")
        ),
    };
    assert_eq!(sql_query(insert).execute(connection).expect("they are stored"), n);
}

#[test]
fn every_response_is_exported_once_however_many_there_are() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        // They are read by the thousand: the last stretch is full, too short, or one row long.
        for (n, more) in [(2_000, 2_000), (2_001, 1), (2_999, 998)] {
            let connection = &mut app.connection();
            sql_query("DELETE FROM response").execute(connection).expect("the table is empty");
            many(connection, site, &asked, n, "/");
            let rows = table(&app.get("/sites/shop/responses.csv"));
            let ids: BTreeSet<&String> = rows.iter().map(|row| &row["Response"]).collect();
            assert_eq!((rows.len(), ids.len()), (n, n), "{more}");
            assert_eq!(lines(&app.get("/sites/shop/responses.jsonl")).len(), n);
            let page = app.get("/sites/shop/export").body;
            let shown = format!("{},{:03} responses will be exported", n / 1_000, n % 1_000);
            assert!(page.contains(&shown), "{page}");
        }
    });
}

/// How far an export is, once it has ended.
/// What the server that writes an export tells of it, once it is what is waited for. Others do not know of it.
fn told_of(app: &TestApp, export: Uuid, awaited: impl Fn(&str) -> bool) -> Value {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let reply = app.get(&format!("/sites/shop/exports/{export}"));
        if reply.status == 200 && awaited(&reply.body) {
            return serde_json::from_str(&reply.body).expect("it is JSON");
        }
        assert!(Instant::now() < deadline, "nothing is told of it: {} {}", reply.status, reply.body);
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn end_of(app: &TestApp, export: Uuid) -> Value {
    told_of(app, export, |told| !told.contains("running"))
}

#[test]
fn a_page_follows_an_export_and_it_stops_when_whoever_reads_it_leaves() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        app.site("other");
        let asked = app.ask(site);
        // More than the system keeps for a reader who does not read.
        let n = 30_000;
        many(&mut app.connection(), site, &asked, n, &format!("/{}", "x".repeat(900)));
        let export = Uuid::now_v7();
        assert_eq!(app.get(&format!("/sites/shop/exports/{export}")).status, 204, "it has not begun");
        let address = format!("/sites/shop/responses.csv?days=30&export={export}");
        let mut reading = app.open(&address).into_body().into_reader();
        reading.read_exact(&mut [0; 4096]).expect("it begins");
        let told = told_of(app, export, |told| told.contains("state"));
        assert_eq!((&told["total"], &told["state"]), (&json!(n), &json!("running")));
        for _ in 0..SERVERS {
            assert_eq!(app.get(&format!("/sites/other/exports/{export}")).status, 204, "it is none of theirs");
        }
        drop(reading);
        let ended = end_of(app, export);
        assert_eq!(ended["state"], "stopped");
        assert!(ended["done"].as_u64() < Some(n as u64), "{ended}");

        // One that is read to its end says so, under the same name.
        let lines = BufReader::new(app.open(&address).into_body().into_reader()).lines();
        assert_eq!(lines.count(), n + 1, "and the headings");
        assert_eq!(end_of(app, export), json!({ "done": n, "total": n, "state": "done" }));
    });
}

#[test]
fn a_program_with_a_key_reads_the_same() {
    on_both(|app| {
        let (shop, other) = (app.site("shop"), app.site("other"));
        let asked = app.publish(shop, &every_kind());
        visitors(app, &asked);
        let owner = app.admin("owner@example.com", &[(shop, Role::Owner), (other, Role::Owner)]);
        app.swap(Some(owner));
        let made = app.submit("/sites/shop/keys", &[("name", "Reports"), ("scope", "read")]).body;
        let key = made.split("id=\"key-made\" class=\"wrap\">").nth(1).and_then(|rest| rest.split('<').next());
        let key = format!("Bearer {}", key.expect("a key"));
        let ask = |path: &str| app.get_with(&format!("/api/sites/{path}"), &[("authorization", &key)]);
        assert_eq!(table(&ask("shop/responses.csv")).len(), 12);
        assert_eq!(lines(&ask("shop/responses.jsonl?days=7")).len(), 12);
        let check = |path: &str, status: u16| {
            let reply = ask(path);
            assert_eq!(reply.status, status, "{path}: {}", reply.body);
        };
        check("shop/responses.csv?device=tablet", 422);
        check("shop/responses.csv?device=watch", 422);
        check("other/responses.csv", 404);
        assert_eq!(app.get("/api/sites/shop/responses.csv").status, 401, "a session is no key");
        assert!(api_keys::of_site(&mut app.connection(), shop).expect("the keys")[0].used_at.is_some());
    });
}

//! Filters and segments: what a filter leaves is exactly what matches, on every page, and is counted when one looks.

use crate::app::{Asked, TestApp, nps, on_both};
use diesel::{QueryResult, RunQueryDsl, result::Error as QueryError, sql_query};
use serde_json::{Value, json};
use server::{
    clock,
    db::{DbError, connection::AnyConnection, figures::Figures, limit, results::Within, sites},
    filter::Filter,
};
use shared::{
    definition::Definition,
    score::{Counts, Metric},
};
use std::{
    sync::mpsc,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// What one visitor was and said.
struct Said {
    language: &'static str,
    device: &'static str,
    path: Option<&'static str>,
    plan: Option<&'static str>,
    age: Option<&'static str>,
    score: u8,
    price: bool,
    words: bool,
}

/// A survey that knows its visitors' plan and age.
pub fn knowing() -> Definition {
    let mut definition = serde_json::to_value(nps()).expect("it can be written");
    definition["survey"]["fields"] = json!(["age", "plan"]);
    serde_json::from_value(definition).expect("a valid survey")
}

/// Visitors of every sort: no two attributes have the same rhythm.
fn visitors() -> Vec<Said> {
    let plans =
        [Some("pro"), Some(" Pro "), Some("free"), None, Some("pro plus"), Some("Größe"), Some("it's \"1\" %_")];
    let ages =
        [Some("17"), Some("18"), Some("+40"), None, Some("many"), Some("-3"), Some("18.5"), Some("018"), Some("4x")];
    let paths = [Some("/checkout"), Some("/checkout/pay"), Some("/Checkout"), None, Some("/check%out"), Some("/año/1")];
    let scores = [0, 10, 9, 6, 8, 3, 7, 10, 2, 9, 10];
    (0..120)
        .map(|n| Said {
            language: ["en", "es"][n % 2],
            device: ["phone", "tablet", "desktop", "phone", "phone"][n % 5],
            path: paths[n % paths.len()],
            plan: plans[n % plans.len()],
            age: ages[n % ages.len()],
            score: scores[n % scores.len()],
            price: n % 3 == 0,
            words: n % 4 == 0,
        })
        .collect()
}

fn send(app: &TestApp, asked: &Asked, said: &Said) {
    let mut answers = json!({ "score": { "score": said.score } });
    if said.price && said.score < 7 {
        answers["why"] = json!({ "chosen": { "options": ["price"] } });
    }
    if said.words {
        answers["comment"] = json!({ "text": "Said in words" });
    }
    let fields: serde_json::Map<String, Value> = [("plan", said.plan), ("age", said.age)]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.into())))
        .collect();
    let body = json!({
        "id": Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
        "answers": answers, "fields": fields, "language": said.language, "path": said.path, "device": said.device,
        "chance": 1, "elapsed": 9000
    });
    let sent = app.post("/w/shop/responses", &body);
    assert_eq!(sent.status, 201, "{body}: {}", sent.body);
}

fn plan(said: &Said) -> &str {
    said.plan.unwrap_or_default().trim()
}

fn age(said: &Said) -> Option<i32> {
    said.age?.parse().ok()
}

#[test]
fn a_filter_leaves_exactly_what_matches() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.publish(site, &knowing());
        let visitors = visitors();
        visitors.iter().for_each(|said| send(app, &asked, said));
        let survey = format!("survey={}", asked.survey);
        let check = |query: &str, matches: &dyn Fn(&Said) -> bool| {
            let left: Vec<&Said> = visitors.iter().filter(|said| matches(said)).collect();
            let mut expected = Counts::new(Metric::Nps);
            assert!(left.iter().all(|said| expected.add(said.score, 1)));
            let hours = (0, clock::hour_of(clock::now()) + 1);
            let hours = &(hours.0..hours.1);
            let filter = Filter::read(query).expect("it makes sense");
            let connection = &mut app.connection();
            let within = Within { site_id: site, touchpoints: &[asked.touchpoint], hours };
            let mut figures = Figures::of(connection, within, &filter).expect("it is counted");
            let mut found = Counts::new(Metric::Nps);
            for row in figures.by_touchpoint(hours) {
                assert!(found.merge(&row.counts));
            }
            assert_eq!(found, expected, "{query}");
            let funnel = figures.funnel_by_touchpoint(hours);
            let funnel = funnel.first().map(|(_, funnel)| *funnel).unwrap_or_default();
            let said = left.iter().filter(|said| said.words).count() as u64;
            let n = left.len() as u64;
            assert_eq!([funnel.started, funnel.scored, funnel.commented], [n, n, said], "{query}");
            let prices = left.iter().filter(|said| said.price && said.score < 7).count() as u64;
            let chosen: u64 = figures.chosen(hours).iter().map(|one| one.n).sum();
            assert_eq!(chosen, prices, "{query}");
            let comments = figures.latest_comments(&[asked.touchpoint], hours, 1_000).expect("comments");
            assert_eq!(comments.len() as u64, said, "{query}");
            // The pages say the same, and hide what rests on few.
            let shown =
                if (1..5).contains(&n) { "&#60;\u{a0}5 responses".to_owned() } else { format!("{n} responses") };
            for path in ["overview".to_owned(), "journey".to_owned(), format!("touchpoints/{}", asked.touchpoint)] {
                let page = app.get(&format!("/sites/shop/{path}?{query}"));
                assert_eq!(page.status, 200, "{path}?{query}: {}", page.body);
                assert!(page.body.contains(&shown), "{path}?{query} lacks {shown}: {}", page.body);
            }
        };
        check("", &|_| true);
        check(&survey, &|_| true);
        check(&format!("survey={}", asked.survey + 1), &|_| false);
        check("version=1", &|_| true);
        check("version=2", &|_| false);
        check("language=es", &|said| said.language == "es");
        check("language=es&language=en", &|_| true);
        check("device=phone&device=tablet", &|said| said.device != "desktop");
        check("page=/checkout", &|said| said.path.is_some_and(|path| path.starts_with("/checkout")));
        check("page=/check%2525out", &|_| false);
        check("page=/check%25", &|said| said.path == Some("/check%out"));
        check("page=/a%C3%B1o", &|said| said.path == Some("/año/1"));
        check("field=plan&test=is&value=PRO", &|said| plan(said).eq_ignore_ascii_case("pro"));
        check("field=plan&test=not&value=pro", &|said| !plan(said).eq_ignore_ascii_case("pro"));
        check("field=plan&test=has&value=pro", &|said| plan(said).to_ascii_lowercase().contains("pro"));
        check("field=plan&test=has&value=%25_", &|said| plan(said).contains("%_"));
        check("field=plan&test=is&value=it%27s+%221%22+%25_", &|said| plan(said).starts_with("it's"));
        check("field=plan&test=is&value=GR%C3%B6%C3%9Fe", &|said| plan(said) == "Größe");
        check("field=plan&test=is&value=GR%C3%96%C3%9Fe", &|_| false);
        check("field=plan&test=given&value=", &|said| said.plan.is_some());
        check("field=plan&test=missing&value=", &|said| said.plan.is_none());
        check("field=age&test=from&value=18", &|said| age(said).is_some_and(|age| age >= 18));
        check("field=age&test=to&value=17", &|said| age(said).is_some_and(|age| age <= 17));
        check("field=nobody-sent-it&test=missing&value=", &|_| true);
        check(
            "device=phone&language=es&page=/checkout&field=plan&test=has&value=pro&field=age&test=from&value=0",
            &|said| {
                said.device == "phone"
                    && said.language == "es"
                    && said.path.is_some_and(|path| path.starts_with("/checkout"))
                    && plan(said).to_ascii_lowercase().contains("pro")
                    && age(said).is_some_and(|age| age >= 0)
            },
        );
    });
}

#[test]
fn a_filter_that_makes_no_sense_is_refused_in_plain_words() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &knowing());
        let check = |query: &str, expected: &str| {
            let touchpoint = format!("touchpoints/{}", asked.touchpoint);
            for path in ["overview", &touchpoint, "segments", "journey", "journey.svg"] {
                let page = app.get(&format!("/sites/shop/{path}?{query}"));
                assert_eq!(page.status, 422, "{path}?{query}: {}", page.body);
                assert!(
                    page.body.contains("This filter cannot be used") && page.body.contains(expected),
                    "{}",
                    page.body
                );
            }
        };
        check("device=watch", "“watch” is no kind of device.");
        check("page=checkout", "“checkout” is not how a page begins.");
        check("field=plan&test=is&value=", "A condition lacks its value.");
        check("field=plan%27;DROP&test=is&value=x", "is no field.");
        let page = app.speaking("es", || app.get("/sites/shop/overview?device=watch"));
        assert!(page.body.contains("Este filtro no se puede usar"), "{}", page.body);
    });
}

#[test]
fn every_link_of_a_filtered_page_keeps_the_filter() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &knowing());
        visitors().iter().for_each(|said| send(app, &asked, said));
        let kept = "device=phone&#38;field=plan&#38;test=is&#38;value=pro";
        let page = app.get("/sites/shop/overview?days=7&device=phone&field=plan&test=is&value=pro").body;
        for expected in [
            "<b>Only</b> <bdi>device: phone; plan is “pro”</bdi>".to_owned(),
            format!("overview?days=90&#38;{kept}"),
            format!("responses?days=7&#38;{kept}"),
            "href=\"/sites/shop/overview?days=7\"".to_owned(),
            "name=\"device\" value=\"phone\" checked".to_owned(),
            "<option value=\"plan\" selected>".to_owned(),
            "name=\"value\" value=\"pro\"".to_owned(),
        ] {
            assert!(page.contains(&expected), "{expected} is missing: {page}");
        }
        assert!(!page.contains("Response rate"), "nobody knows how many phones were asked");
    });
}

#[test]
fn the_map_is_seen_for_some_visitors_and_so_is_its_picture() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &knowing());
        let visitor = |device, score| {
            let (language, path, plan, age, price, words) = ("en", None, None, None, false, false);
            Said { language, device, path, plan, age, score, price, words }
        };
        for score in [10, 10, 10, 2, 8] {
            send(app, &asked, &visitor("phone", score));
            send(app, &asked, &visitor("desktop", 0));
        }
        let map = app.get("/sites/shop/journey?days=7&device=phone").body;
        let kept = "days=7&#38;device=phone";
        for expected in [
            "<bdi>device: phone</bdi> · 5 responses".to_owned(),
            "+40".to_owned(),
            format!("touchpoints/{}?{kept}", asked.touchpoint),
            format!("/sites/shop/journey.svg?{kept}"),
            "/sites/shop/journey?days=90&#38;device=phone".to_owned(),
        ] {
            assert!(map.contains(&expected), "{expected} is missing: {map}");
        }
        let by_nps = app.get("/sites/shop/journey?device=phone&metric=nps").body;
        assert!(by_nps.contains("name=\"metric\" value=\"nps\""), "another filter keeps the metric: {by_nps}");
        let picture = |query: &str| app.get(&format!("/sites/shop/journey.svg?days=7{query}")).body;
        let (all, phones) = (picture(""), picture("&device=phone"));
        assert!(all.contains(">−30<") && !all.contains("Only"), "{all}");
        assert!(phones.contains(">+40<") && phones.contains("Only device: phone · 5 responses"), "{phones}");
    });
}

#[test]
fn a_segment_is_counted_when_one_looks() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.publish(site, &knowing());
        app.site("other");
        let path = "/sites/shop/segments";
        assert!(app.get(path).body.contains("No segments yet."));
        let keep = |name: &str, filter: &str| app.submit(path, &[("name", name), ("filter", filter)]).status;
        assert_eq!(keep("On phones", "device=phone"), 303);
        assert_eq!(keep(" ", "device=phone"), 422);
        assert_eq!(keep("Everybody", "days=30"), 422);
        assert_eq!(keep("Watches", "device=watch"), 422);
        let shows = |expected: &[&str]| {
            let page = app.get(path).body;
            for text in expected {
                assert!(page.contains(text), "{text} is missing: {page}");
            }
        };
        shows(&["On phones", "device: phone", "0 responses", "No answers in this period."]);
        let phone = |score| Said {
            language: "en",
            device: "phone",
            path: None,
            plan: None,
            age: None,
            score,
            price: false,
            words: false,
        };
        for score in [10, 10, 10, 2, 8] {
            send(app, &asked, &phone(score));
            send(app, &asked, &Said { device: "desktop", ..phone(0) });
        }
        shows(&["5 responses", "+40", "n\u{a0}=\u{a0}5"]);
        send(app, &asked, &phone(9));
        shows(&["6 responses", "+50", "n\u{a0}=\u{a0}6"]);
        // Chosen in the bar of every page, with what it is called.
        let overview = app.get("/sites/shop/overview?device=phone").body;
        assert!(overview.contains("aria-current=\"true\">On phones"), "{overview}");

        let page = app.get(path).body;
        let id = page.split("segment-").nth(1).and_then(|rest| rest.split('"').next()).expect("it has an address");
        let change = |site: &str, name: &str, change: &str| {
            app.submit(&format!("/sites/{site}/segments/{id}"), &[("name", name), ("change", change)]).status
        };
        assert_eq!([change("other", "Theirs", "rename"), change("other", "", "remove")], [404, 404]);
        assert_eq!(change("shop", "", "rename"), 422);
        assert_eq!(change("shop", "Pocket", "rename"), 303);
        shows(&["Pocket", "6 responses"]);
        assert_eq!([change("shop", "", "remove"), change("shop", "", "remove")], [303, 404]);
        shows(&["No segments yet."]);
        assert!(sites::by_key(&mut app.connection(), "shop").expect("read").is_some());
        assert!(app.get("/sites/shop/overview").body.contains("11 responses"), "its responses stay");
    });
}

/// Moves what was answered so far into the period before.
fn a_month_ago(app: &TestApp) {
    use diesel::prelude::*;
    use server::db::schema::{comment, response, rollup_choice, rollup_funnel, rollup_score};
    let connection = &mut app.connection();
    let (days, milliseconds) = (24 * 40, 40 * 24 * clock::HOUR);
    diesel::update(response::table)
        .set(response::received_at.eq(response::received_at - milliseconds))
        .execute(connection)
        .expect("responses");
    diesel::update(comment::table)
        .set(comment::received_at.eq(comment::received_at - milliseconds))
        .execute(connection)
        .expect("comments");
    diesel::update(rollup_score::table)
        .set(rollup_score::hour.eq(rollup_score::hour - days))
        .execute(connection)
        .expect("scores");
    diesel::update(rollup_choice::table)
        .set(rollup_choice::hour.eq(rollup_choice::hour - days))
        .execute(connection)
        .expect("options");
    diesel::update(rollup_funnel::table)
        .set(rollup_funnel::hour.eq(rollup_funnel::hour - days))
        .execute(connection)
        .expect("funnels");
}

#[test]
fn one_finds_which_part_of_the_answers_moved() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &knowing());
        app.submit("/sites/shop/segments", &[("name", "Pro"), ("filter", "field=plan&test=is&value=pro")]);
        let say = |device, language, score| {
            let plan = Some(if language == "en" { "pro" } else { "free" });
            send(
                app,
                &asked,
                &Said { language, device, path: None, plan, age: None, score, price: false, words: false },
            );
        };
        let four = |phone: u8| {
            for n in 0..20 {
                let language = ["en", "es"][n % 2];
                say("phone", language, phone);
                say("desktop", language, [9, 10, 8, 3][n % 4]);
            }
        };
        four(9);
        a_month_ago(app);
        let page = app.get("/sites/shop/changes").body;
        assert!(page.contains("Nothing to compare yet"), "{page}");
        four(2);
        let changes = app.get("/sites/shop/changes").body;
        for expected in ["▼", "Checkout", "NPS</small> +63 → −38", "strong evidence of a change", "40 → 40"] {
            assert!(changes.contains(expected), "{expected} is missing: {changes}");
        }
        let why = format!("/sites/shop/changes/{}", asked.touchpoint);
        assert!(changes.contains(&format!("{why}?days=30&#38;metric=nps")), "{changes}");
        let page = app.get(&format!("{why}?days=30&metric=nps")).body;
        let row = |name: &str| {
            let at = page.find(&format!("<b><bdi>{name}</bdi></b>")).unwrap_or_else(|| panic!("no {name} in {page}"));
            (at, page[at..].split("</tr>").next().unwrap_or_default())
        };
        let (phone, told) = row("phone");
        assert!(told.contains("▼") && told.contains("+100 → −100"), "{told}");
        let (desktop, told) = row("desktop");
        assert!(told.contains("≈") && told.contains("+25 → +25"), "{told}");
        assert!(phone < desktop, "what moved most comes first");
        for part in ["en", "Pro"] {
            row(part);
        }
        assert!(!page.contains("<bdi>How likely?</bdi>"), "the only question is all there is");
        assert!(page.contains(&format!("touchpoints/{}?days=30&#38;metric=nps&#38;device=phone", asked.touchpoint)));
        // Another site's touchpoint is not there.
        app.site("other");
        assert_eq!(app.get(&format!("/sites/other/changes/{}", asked.touchpoint)).status, 404);
    });
}

#[test]
fn the_responses_behind_a_figure_can_be_read_once_they_are_many() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &knowing());
        let all = format!("/sites/shop/touchpoints/{}/responses", asked.touchpoint);
        let visitors = visitors();
        visitors.iter().take(9).for_each(|said| send(app, &asked, said));
        let hidden = app.get(&all).body;
        assert!(hidden.contains("Responses appear once 10 people have answered.") && !hidden.contains("Said in words"));
        visitors.iter().skip(9).for_each(|said| send(app, &asked, said));
        let pages = |path: &str| {
            let (mut rows, mut next) = (0, Some(path.to_owned()));
            while let Some(path) = next {
                let page = app.get(&path);
                assert_eq!(page.status, 200, "{path}: {}", page.body);
                rows += page.body.matches("<tr><th scope=\"row\">").count();
                let link = page.body.split("\" rel=\"next\"").next().and_then(|before| before.rsplit("href=\"").next());
                next = page.body.contains("rel=\"next\"").then(|| link.expect("a link").replace("&#38;", "&"));
            }
            rows
        };
        assert_eq!(pages(&all), 120);
        assert_eq!(pages("/sites/shop/responses?device=phone"), 72);
        assert_eq!(pages("/sites/shop/responses?device=tablet&language=es"), 12);
        let page = app.get("/sites/shop/responses?field=plan&test=has&value=it%27s").body;
        for expected in ["How likely?", "Said in words", "plan: <bdi>it&#39;s &#34;1&#34; %_</bdi>", "Checkout NPS · 1"]
        {
            assert!(page.contains(expected), "{expected} is missing: {page}");
        }
        assert!(app.get(&all).body.contains("<dd><bdi lang=\"en\" dir=\"auto\">Price</bdi>"), "options in words");
        app.site("other");
        assert_eq!(app.get(&all.replace("shop", "other")).status, 404);
        assert_eq!(app.get("/sites/shop/responses?after=x").status, 400);
    });
}

/// A query that goes on until it is stopped.
fn endless(connection: &mut AnyConnection) -> QueryResult<usize> {
    match connection {
        AnyConnection::Postgres(postgres) => sql_query("SELECT pg_sleep(60)").execute(postgres),
        AnyConnection::Sqlite(sqlite) => {
            let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
            sql_query(format!("{numbers} SELECT count(*) FROM n WHERE in_time() AND i < 0")).execute(sqlite)
        }
    }
}

#[test]
fn a_count_that_takes_too_long_is_told_from_a_failure() {
    on_both(|app| {
        let connection = &mut app.connection();
        let begun = Instant::now();
        let slow = limit::limited_to(connection, Duration::from_millis(50), endless);
        assert!(DbError::Query(slow.expect_err("it is stopped")).is_too_slow());
        assert!(begun.elapsed() < Duration::from_secs(30));
        let wrong = limit::limited(connection, |_| QueryResult::<()>::Err(QueryError::NotFound));
        assert!(!DbError::Query(wrong.expect_err("it is wrong")).is_too_slow());
        assert_eq!(limit::limited(connection, |_| Ok(7)), Ok(7), "the connection goes on");
    });
}

#[test]
fn what_nobody_waits_for_is_given_up() {
    on_both(|app| {
        let (tell, told) = mpsc::channel();
        let steps = move |connection: &mut AnyConnection| match connection {
            AnyConnection::Sqlite(_) => endless(connection),
            // A query that runs goes on; the next one is not begun.
            AnyConnection::Postgres(_) => loop {
                limit::in_time()?;
            },
        };
        let count = app.db.run(move |connection| {
            let done = limit::limited_to(connection, Duration::from_secs(60), steps);
            tell.send(done.is_err()).expect("somebody listens");
            done
        });
        let begun = Instant::now();
        actix_web::rt::System::new().block_on(async {
            let left = actix_web::rt::time::timeout(Duration::from_millis(50), count).await;
            assert!(left.is_err(), "one leaves before it is counted");
        });
        assert_eq!(told.recv(), Ok(true));
        assert!(begun.elapsed() < Duration::from_secs(30), "it is not counted to the end");
    });
}

//! Blocks: what a filter leaves is the same from blocks as from rows, whatever happens to a response after it was packed.

use crate::{
    app::{Asked, TestApp, on_both},
    command_line::opina,
    filters::knowing,
};
use diesel::{prelude::*, sql_query, sql_types::Binary};
use serde_json::{Value, json};
use server::{
    clock,
    db::{
        comment_loop::{self, By},
        comments::Key,
        figures::Figures,
        matching,
        results::Within,
        schema::{admin, block, block_change, block_horizon, comment, response},
    },
    filter::Filter,
    on_each, retention, sealer,
};
use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};
use uuid::Uuid;

const DAY: i64 = 24 * clock::HOUR;
/// Enough to be packed.
const MANY: usize = 1_500;
/// How many of them are sent.
const SENT: usize = 500;

const FILTERS: [&str; 12] = [
    "version=1",
    "version=2",
    "language=es",
    "device=phone&device=tablet",
    "page=/checkout",
    "page=/nowhere",
    "field=plan&test=is&value=PRO",
    "field=plan&test=not&value=pro",
    "field=plan&test=missing&value=",
    "field=age&test=from&value=18",
    "field=nobody-sent-it&test=missing&value=",
    "device=phone&language=es&page=/checkout&field=plan&test=has&value=pro&field=age&test=to&value=40",
];

/// What a visitor sends; of every third visitor there will be more.
fn sent(asked: &Asked, number: usize) -> Value {
    let score = number * 7 % 11;
    let option = ["price", "speed"][number / 3 % 2];
    let (language, device) = (["en", "es"][number % 2], ["phone", "tablet", "desktop"][number % 3]);
    let mut answers = json!({ "score": { "score": score } });
    if number % 3 == 1 && score < 7 {
        answers["why"] = json!({ "chosen": { "options": [option] } });
    }
    if number.is_multiple_of(4) {
        answers["comment"] = json!({ "text": "Said in words" });
    }
    let mut fields = json!({});
    if !number.is_multiple_of(5) {
        fields["plan"] = ["pro", " Pro ", "free", "pro plus"][number % 4].into();
    }
    if !number.is_multiple_of(7) {
        fields["age"] = ["17", "18", "+40", "many"][number % 4].into();
    }
    json!({
        "id": Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": !number.is_multiple_of(3),
        "answers": answers, "fields": fields, "language": language,
        "path": format!("/{}/{}", ["checkout", "basket", "año"][number % 3], number % 300),
        "device": device, "chance": 1, "elapsed": number % 90 * 1_000
    })
}

/// Some are sent, and copied under later ids until there are many: a network may not send as many at once.
fn send(app: &TestApp, asked: &Asked) -> Vec<Value> {
    let all: Vec<Value> = (0..SENT).map(|number| sent(asked, number)).collect();
    for some in all.chunks(100) {
        let reply = app.post("/w/shop/responses/batch", &json!(some));
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    copy(app, MANY / SENT - 1, |_| Uuid::now_v7());
    all
}

/// Copies the responses there are so many times.
fn copy(app: &TestApp, times: usize, id: impl Fn(usize) -> Uuid) {
    let connection = &mut app.connection();
    let ids: Vec<Vec<u8>> =
        response::table.order(response::id).select(response::id).load(connection).expect("responses");
    let copies = (0..times).flat_map(|_| &ids).enumerate().map(|(number, from)| (id(number), from));
    let statements = [
        "INSERT INTO response SELECT site_id, $1, survey_id, version, touchpoint_id, received_at, sequence, complete, \
         fingerprint, language, device, path, chance, elapsed, fields, person, private, answers FROM response WHERE id = $2",
        "INSERT INTO comment (site_id, response_id, question, touchpoint_id, survey_id, received_at, language, device, \
         text) SELECT site_id, $1, question, touchpoint_id, survey_id, received_at, language, device, text \
         FROM comment WHERE response_id = $2",
    ];
    let copied = server::db::connection::write(connection, |connection| {
        for (to, from) in copies {
            for statement in statements {
                let (to, from) = (to.as_bytes().as_slice(), from.as_slice());
                on_each!(connection, |each| {
                    sql_query(statement).bind::<Binary, _>(to).bind::<Binary, _>(from).execute(each)
                })?;
            }
        }
        Ok(())
    });
    copied.expect("they are copied");
}

/// All that pages show under each filter, in one order.
fn figures(app: &TestApp, site: i64, asked: &Asked) -> Vec<String> {
    let connection = &mut app.connection();
    let now = clock::hour_of(clock::now()) + 1;
    let mut all = Vec::new();
    for hours in [0..now, now - 24..now] {
        let within = Within { site_id: site, touchpoints: &[asked.touchpoint], hours: &hours };
        for query in FILTERS {
            let filter = Filter::read(query).expect("it makes sense");
            let mut parts: Vec<String> = Vec::new();
            for (by, mut scores) in matching::divided(connection, within, &filter).expect("parts") {
                scores.sort_by(|a, b| (&a.part, &a.question, a.hour).cmp(&(&b.part, &b.question, b.hour)));
                parts.push(format!("{by:?} {scores:?}"));
            }
            let words = matching::commented(connection, within, &filter).expect("words");
            let seconds = matching::seconds(connection, within, &filter).expect("seconds");
            let of = Figures::of(connection, within, &filter).expect("figures");
            let scores = of.of_questions(asked.survey, &hours);
            let (chosen, funnel) = (of.chosen(&hours), of.funnel_by_hour(&hours));
            all.push(format!("{query} {hours:?} {parts:?} {words:?} {seconds:?} {scores:?} {chosen:?} {funnel:?}"));
        }
    }
    all
}

/// The same from rows alone: as if nothing had been packed.
fn by_rows(app: &TestApp, site: i64, asked: &Asked) -> Vec<String> {
    diesel::delete(block::table).execute(&mut app.connection()).expect("blocks are removed");
    figures(app, site, asked)
}

fn seal(app: &TestApp) {
    sealer::catch_up(&mut app.connection(), clock::now() + 5 * 60_000).expect("sealed");
}

fn packed(app: &TestApp) -> i64 {
    let rows: Vec<i32> = block::table.select(block::responses).load(&mut app.connection()).expect("blocks");
    rows.into_iter().map(i64::from).sum()
}

/// How many changes there are of what is packed.
fn changes(app: &TestApp) -> usize {
    let connection = &mut app.connection();
    let ends: Vec<Vec<u8>> = block::table.select(block::upto).load(connection).expect("blocks");
    let upto = ends.into_iter().max();
    let changed: Vec<Vec<u8>> =
        block_change::table.select(block_change::response_id).load(connection).expect("changes");
    changed.into_iter().filter(|id| Some(id) <= upto.as_ref()).count()
}

/// Figures from blocks, before and after what changed is packed again, equal those from rows.
#[track_caller]
fn assert_exact(app: &TestApp, site: i64, asked: &Asked) {
    let noted = figures(app, site, asked);
    seal(app);
    assert_eq!(changes(app), 0, "all that changed is packed again");
    let repacked = figures(app, site, asked);
    let expected = by_rows(app, site, asked);
    for ((noted, repacked), expected) in noted.iter().zip(&repacked).zip(&expected) {
        assert_eq!(noted, expected, "while changes are noted");
        assert_eq!(repacked, expected, "after they were packed");
    }
    seal(app);
    assert_eq!(figures(app, site, asked), expected, "after all was packed anew");
}

#[test]
fn blocks_and_rows_give_the_same_figures_whatever_changes() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.publish(site, &knowing());
        let sent = send(app, &asked);
        let before = figures(app, site, &asked);
        assert_eq!(packed(app), 0, "nothing has rested long enough");
        seal(app);
        assert_eq!(packed(app), MANY as i64);
        assert_eq!(figures(app, site, &asked), before);

        // Visitors who are new, who go on, who say it again, and one whose device sends it late.
        for mut one in sent.iter().step_by(3).take(40).cloned() {
            one["sequence"] = json!(2);
            one["complete"] = json!(true);
            one["answers"] = json!({ "score": { "score": 1 }, "why": { "chosen": { "options": ["speed"] } } });
            one["language"] = json!("es");
            assert_eq!(app.post("/w/shop/responses", &one).status, 201);
        }
        assert_eq!(app.post("/w/shop/responses", &self::sent(&asked, 9)).status, 201);
        assert_eq!(app.post("/w/shop/responses", &sent[1]).status, 200);
        let mut late = self::sent(&asked, 5);
        let yesterday = clock::now() / 1_000 - 86_400;
        late["id"] = json!(Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, yesterday.unsigned_abs(), 0)));
        assert_eq!(app.post("/w/shop/responses", &late).status, 201);
        assert_eq!(changes(app), 41, "one is new, and one was said before");
        assert_exact(app, site, &asked);

        redact(app, site);
        assert_exact(app, site, &asked);

        let early = Uuid::parse_str(sent[400]["id"].as_str().expect("an id")).expect("an id");
        let connection = &mut app.connection();
        diesel::update(response::table.filter(response::id.lt(early.as_bytes().as_slice())))
            .set(response::received_at.eq(response::received_at - 40 * DAY))
            .execute(connection)
            .expect("they are older now");
        assert_exact(app, site, &asked);
        let erased = actix_web::rt::System::new()
            .block_on(retention::erase(&app.db, site, clock::now() - 30 * DAY))
            .expect("they are erased");
        assert_eq!(erased, 401);
        assert_exact(app, site, &asked);
        diesel::delete(response::table).execute(connection).expect("all are gone");
        assert_exact(app, site, &asked);
        assert_eq!(packed(app), 0, "nothing stays in a block of what was erased");
    });
}

fn redact(app: &TestApp, site: i64) {
    let connection = &mut app.connection();
    let (id, question): (Vec<u8>, String) =
        comment::table.select((comment::response_id, comment::question)).first(connection).expect("a comment");
    let key = Key { response: Uuid::from_slice(&id).expect("an id"), question };
    let admin_id = admin::table.select(admin::id).first(connection).expect("somebody");
    let by = By { admin_id, at: clock::now() };
    assert!(comment_loop::redact(connection, site, &key, by).expect("it is redacted"));
}

#[test]
fn a_damaged_block_is_read_from_rows_and_made_again() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.publish(site, &knowing());
        send(app, &asked);
        seal(app);
        let before = figures(app, site, &asked);
        let connection = &mut app.connection();
        let bytes: Vec<u8> = block::table.select(block::packed).first(connection).expect("a block");
        let damaged =
            [&bytes[..bytes.len() / 2], &[bytes[bytes.len() / 2] ^ 1], &bytes[bytes.len() / 2 + 1..]].concat();
        diesel::update(block::table).set(block::packed.eq(damaged)).execute(connection).expect("it is damaged");
        assert_eq!(figures(app, site, &asked), before);
        assert!(changes(app) > 0, "it is noted");
        seal(app);
        assert_eq!(changes(app), 0);
        let mended: Vec<u8> = block::table.select(block::packed).first(connection).expect("a block");
        assert!(mended == bytes, "it is as it was");
        assert_eq!(figures(app, site, &asked), before);
        assert_eq!(changes(app), 0, "nothing is damaged");
    });
}

/// Ids as programs draw them.
fn drawn(number: usize) -> Uuid {
    Uuid::from_u128((number as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

#[test]
fn ids_in_no_order_of_time_are_packed_too() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.publish(site, &knowing());
        send(app, &asked);
        seal(app);
        let in_order = packed(app);
        copy(app, 3, drawn);
        let before = figures(app, site, &asked);
        seal(app);
        assert!(packed(app) > in_order + 3 * MANY as i64 - 1_024, "{} are packed", packed(app));
        assert_eq!(figures(app, site, &asked), before);
        let noted = changes(app);
        let mut one = sent(&asked, 8);
        one["id"] = json!(drawn(usize::MAX));
        assert_eq!(app.post("/w/shop/responses", &one).status, 201);
        assert_eq!(changes(app), noted + 1, "it falls into a block");
        assert_exact(app, site, &asked);
    });
}

#[test]
fn a_site_that_is_removed_leaves_nothing_behind() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.publish(site, &knowing());
        send(app, &asked);
        seal(app);
        diesel::update(response::table).set(response::elapsed.eq(1)).execute(&mut app.connection()).expect("updated");
        assert!(changes(app) > 0);
        let connection = &mut app.connection();
        server::db::connection::write(connection, |connection| server::db::erasure::site(connection, site))
            .expect("it is removed");
        let horizons: i64 = block_horizon::table.count().get_result(connection).expect("horizons");
        let noted: i64 = block_change::table.count().get_result(connection).expect("changes");
        assert_eq!((packed(app), noted, horizons), (0, 0, 0));
    });
}

#[test]
fn a_site_that_is_removed_while_answers_arrive_leaves_none() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.ask(site);
        let url = &format!("{}/w/shop/responses", app.base);
        let answers = json!({ "score": { "score": 3 }, "comment": { "text": "Slow." } });
        let (stored, over) = (&AtomicUsize::new(0), &AtomicBool::new(false));
        thread::scope(|scope| {
            for _ in 0..4 {
                let visit = || {
                    while !over.load(Ordering::Relaxed) {
                        let body = json!({
                            "id": Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true,
                            "answers": answers, "language": "en", "path": "/checkout", "device": "phone", "chance": 1,
                            "elapsed": 1
                        });
                        let reply = crate::app::post(url, &body.to_string());
                        stored.fetch_add(usize::from(reply.status == 201), Ordering::Relaxed);
                    }
                };
                scope.spawn(visit);
            }
            while stored.load(Ordering::Relaxed) < 40 {
                thread::yield_now();
            }
            let remove = |connection: &mut _| server::db::erasure::site(connection, site);
            let removed = server::db::connection::write(&mut app.connection(), remove);
            over.store(true, Ordering::Relaxed);
            removed.expect("it is removed");
        });
        let connection = &mut app.connection();
        let left: [i64; 2] = [
            response::table.count().get_result(connection).expect("responses"),
            comment::table.count().get_result(connection).expect("comments"),
        ];
        assert_eq!(left, [0; 2], "responses and comments");
    });
}

#[test]
fn blocks_that_hold_something_else_than_their_rows_are_found_and_made_again() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.publish(site, &knowing());
        send(app, &asked);
        seal(app);
        let recount = |more: &[&str]| opina(&[&["recount", "--database-url", &app.database], more].concat(), "");
        // What was copied past Opina is not counted yet, but the blocks were packed from the rows.
        let (_, said) = recount(&[]);
        assert!(said.contains("figures differed and are mended") && !said.contains("blocks"), "{said}");
        let (ok, said) = recount(&["--check"]);
        assert!(ok && said.contains("every figure equals them"), "{said}");
        // Rows that change past Opina tell nobody.
        let connection = &mut app.connection();
        let changed = sql_query(
            "UPDATE response SET answers = replace(answers, 'score=0', 'score=10') WHERE answers LIKE '%score=0%'",
        );
        assert!(on_each!(connection, |each| changed.execute(each)).expect("they change") > 0);
        diesel::delete(block_change::table).execute(connection).expect("it is forgotten");
        let (ok, said) = recount(&["--check"]);
        assert!(!ok && said.contains("1 of 1 blocks do not hold what their rows say"), "{said}");
        let (ok, said) = recount(&[]);
        assert!(!ok && said.contains("1 of 1 blocks did not hold, and are made again, what their rows say"), "{said}");
        let (ok, said) = recount(&[]);
        assert!(ok && said.contains("every figure equals them"), "{said}");
        assert_exact(app, site, &asked);
    });
}

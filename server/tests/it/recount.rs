//! Figures that are not what their answers say are found, told and mended; what no answer tells of stays.

use crate::{
    app::{Asked, TestApp, on_both, post},
    command_line::opina,
    rollups::{assert_rollups_equal_rows, recounted, rollups},
};
use diesel::{RunQueryDsl, sql_query};
use serde_json::{Value, json};
use server::{
    clock::{self, HOUR},
    db::{
        connection::AnyConnection,
        intake::recount::{self, Counter, Difference, Hindrance, Recount, Step},
    },
    recount::tonight,
    retention,
};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};
use uuid::Uuid;

/// Changes rows behind Opina's back.
pub fn execute(connection: &mut AnyConnection, statement: &str) {
    let changed = match connection {
        AnyConnection::Sqlite(sqlite) => sql_query(statement).execute(sqlite),
        AnyConnection::Postgres(postgres) => sql_query(statement).execute(postgres),
    };
    assert!(changed.unwrap() > 0, "{statement} changes something");
}

fn body(asked: &Asked, id: Uuid, sequence: u16, answers: &Value) -> Value {
    json!({
        "id": id, "survey": asked.survey, "version": 1, "sequence": sequence, "complete": sequence == 2,
        "answers": answers, "language": "en", "path": "/checkout", "device": "desktop", "chance": 1, "elapsed": 9000
    })
}

fn answer(app: &TestApp, asked: &Asked, answers: Value) {
    assert_eq!(app.post("/w/shop/responses", &body(asked, Uuid::now_v7(), 1, &answers)).status, 201);
}

/// A shop with six responses, which was shown nine times, and another site.
fn shop(app: &TestApp) -> Asked {
    app.site("other");
    let asked = app.ask(app.site("shop"));
    for score in [9, 9, 9, 7, 7] {
        answer(app, &asked, json!({ "score": { "score": score } }));
    }
    let low = json!({ "score": { "score": 2 }, "why": { "chosen": { "options": ["price"] } }, "comment": { "text": "Dear" } });
    answer(app, &asked, low);
    let shown = json!([{ "survey": asked.survey, "event": "shown", "n": 9 }, { "survey": asked.survey, "event": "dismissed", "n": 1 }]);
    assert_eq!(app.post("/w/shop/events", &shown).status, 202);
    // Nobody waits for events to be stored, but whatever comes after them is.
    answer(app, &asked, json!({ "score": { "score": 10 } }));
    asked
}

/// Spoils four figures: one too high, one too low, one that is gone and one that should not be.
fn spoil(connection: &mut AnyConnection) {
    execute(connection, "UPDATE rollup_score SET n9 = n9 + 4, n7 = n7 - 1");
    execute(connection, "DELETE FROM rollup_choice");
    execute(
        connection,
        "INSERT INTO rollup_choice (site_id, touchpoint_id, survey_id, question, choice, hour, n) \
         SELECT site_id, touchpoint_id, survey_id, 'why', 'speed', hour + 1, 1 FROM rollup_funnel",
    );
}

#[test]
fn spoilt_figures_are_told_and_mended() {
    on_both(|app| {
        shop(app);
        let connection = &mut app.connection();
        let right = rollups(connection);
        assert_eq!(right.2[0], 9, "what no answer tells of is counted too");
        let recount = |more: &[&str]| opina(&[&["recount", "--database-url", &app.database], more].concat(), "");
        let check = |more: &[&str], done: bool, says: &[&str]| {
            let (ok, said) = recount(more);
            let says: Vec<_> = says.iter().filter(|text| !said.contains(**text)).collect();
            assert_eq!((ok, says), (done, vec![]), "{more:?}: {said}");
        };
        let equal = ["shop: 7 responses counted; every figure equals them", "other: 0 responses counted"];
        check(&[], true, &equal);
        spoil(connection);
        let spoilt = rollups(connection);
        let table = ["Checkout NPS", "nps 9", "nps 7", "price", "speed", "stored  counted", "7       3"];
        check(&["--check"], false, &["shop: 7 responses counted; 4 figures differ:", "run it without --check"]);
        check(&["--check", "--site", "shop"], false, &table);
        check(&["--check", "--site", "other"], true, &["other: 0 responses counted; every figure equals them"]);
        check(&["--site", "nobody"], false, &["there is no site with the key “nobody”"]);
        assert_eq!(rollups(connection), spoilt, "checking changes nothing");
        check(&[], false, &["4 figures differed and are mended", "7       3"]);
        assert_eq!(rollups(connection), right);
        assert_rollups_equal_rows(&app.db);
        check(&[], true, &equal);
    });
}

#[test]
fn the_shell_hears_whether_figures_differed() {
    on_both(|app| {
        shop(app);
        let code = |more: &[&str]| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_opina"));
            command.args(["recount", "--database-url", &app.database]).args(more).output().unwrap().status.code()
        };
        spoil(&mut app.connection());
        let codes = [code(&["--check"]), code(&[]), code(&[]), code(&["--site", "nobody"])];
        assert_eq!(codes, [Some(1), Some(1), Some(0), Some(2)]);
    });
}

fn night(app: &TestApp, now: i64) {
    actix_web::rt::System::new().block_on(tonight(&app.db, now)).unwrap();
}

#[test]
fn every_night_figures_are_mended_and_admins_see_it() {
    on_both(|app| {
        app.sign_in();
        let asked = shop(app);
        let page = || app.get("/sites/shop/settings").body;
        assert!(page().contains("Not counted again yet"));
        let now = clock::now();
        night(app, now);
        assert!(page().contains("7 responses counted again. Every figure equals them."), "{}", page());
        let right = rollups(&mut app.connection());
        spoil(&mut app.connection());
        night(app, now + HOUR);
        assert_ne!(rollups(&mut app.connection()), right, "once a night is enough");
        night(app, now + 24 * HOUR);
        assert_eq!(rollups(&mut app.connection()), right);
        for expected in ["Some figures differed and are mended.", "Checkout NPS", "nps 9", "<td class=\"num\">7</td>"] {
            assert!(page().contains(expected), "{expected} in {}", page());
        }
        answer(app, &asked, json!({ "score": { "score": 10 } }));
        night(app, now + 48 * HOUR);
        let page = app.speaking("es", || app.get("/sites/shop/settings").body);
        assert!(page.contains("8 respuestas contadas de nuevo. Todas las cifras coinciden."), "{page}");
        assert!(page.contains("4. Todas están corregidas."), "what was found is told until something else is: {page}");
    });
}

#[test]
fn what_erased_responses_counted_stays() {
    on_both(|app| {
        let asked = shop(app);
        let connection = &mut app.connection();
        let (site, old) = (recounted_site(app), clock::now() - 40 * 24 * HOUR);
        for statement in [
            format!("UPDATE response SET received_at = {old}"),
            format!("UPDATE comment SET received_at = {old}"),
            format!("UPDATE rollup_score SET hour = {}", clock::hour_of(old)),
            format!("UPDATE rollup_choice SET hour = {}", clock::hour_of(old)),
            format!("UPDATE rollup_funnel SET hour = {}", clock::hour_of(old)),
        ] {
            execute(connection, &statement);
        }
        answer(app, &asked, json!({ "score": { "score": 9 } }));
        let right = rollups(connection);
        let erased = retention::erase(&app.db, site, old + 24 * HOUR);
        assert_eq!(actix_web::rt::System::new().block_on(erased).unwrap(), 7);
        let found = recounted(&app.db, site);
        assert_eq!((found.responses, found.differences), (1, vec![]));
        execute(connection, &format!("UPDATE rollup_score SET n9 = n9 + 1 WHERE hour > {}", clock::hour_of(old)));
        night(app, clock::now());
        assert_eq!(rollups(connection), right, "hours that are whole are mended");
    });
}

fn recounted_site(app: &TestApp) -> i64 {
    server::db::sites::by_key(&mut app.connection(), "shop").unwrap().unwrap().id
}

#[test]
fn figures_are_exact_although_answers_arrive_meanwhile() {
    on_both(|app| {
        let asked = &shop(app);
        let over = &AtomicBool::new(false);
        let url = &format!("{}/w/shop/responses", app.base);
        let found = thread::scope(|scope| {
            for visitor in 0..3 {
                scope.spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        let (id, score) = (Uuid::now_v7(), json!({ "score": { "score": 3 * visitor } }));
                        for sequence in [1, 2] {
                            let sent = body(asked, id, sequence, &score).to_string();
                            assert_eq!(post(url, &sent).status, 201);
                        }
                    }
                });
            }
            let mut found = 0;
            for _ in 0..15 {
                execute(&mut app.connection(), "UPDATE rollup_score SET n9 = n9 + 3, n2 = n2 - 1");
                execute(&mut app.connection(), "UPDATE rollup_funnel SET completed = completed + 1");
                let (ok, said) = opina(&["recount", "--site", "shop", "--database-url", &app.database], "");
                assert!(!ok && said.contains("differed and are mended"), "{said}");
                found += said.matches("Checkout NPS").count();
            }
            over.store(true, Ordering::Relaxed);
            found
        });
        // Three figures each time, however much arrived; the hour may have ended meanwhile.
        assert!((45..60).contains(&found), "{found}");
        assert_rollups_equal_rows(&app.db);
    });
}

#[test]
fn of_two_counts_one_mends() {
    on_both(|app| {
        shop(app);
        let site = recounted_site(app);
        let right = rollups(&mut app.connection());
        let begin = || Recount::begin(app.connection(), site).unwrap();
        let done = |mut going: Recount| {
            while going.step().unwrap() == Step::More {}
            going.compare().unwrap()
        };
        assert!(done(begin().unwrap_or_else(|hindrance| panic!("{hindrance}"))).mend(0).unwrap().is_some());
        spoil(&mut app.connection());
        let first = begin().expect("nobody else counts");
        match begin() {
            Err(hindrance) => {
                assert_eq!(hindrance, Hindrance::Busy);
                assert!(app.database.starts_with("postgres"), "PostgreSQL lets one in at a time");
                assert!(done(first).mend(1).unwrap().is_some());
            }
            Ok(second) => {
                let (first, second) = (done(first), done(second));
                assert!(first.mend(1).unwrap().is_some());
                assert_eq!(second.mend(2).unwrap(), None, "the other one was quicker");
            }
        }
        assert_eq!(rollups(&mut app.connection()), right);
        let noted = recount::last(&mut app.connection(), site).unwrap().unwrap();
        assert_eq!((noted.checked_at, noted.responses, noted.found.as_ref().map(|found| found.count)), (1, 7, Some(4)));
    });
}

#[test]
fn a_difference_names_the_figure() {
    on_both(|app| {
        let Asked { survey, touchpoint, .. } = shop(app);
        execute(&mut app.connection(), "UPDATE rollup_funnel SET commented = 5, shown = 100");
        let found = recounted(&app.db, recounted_site(app)).differences;
        let [Difference { hour, .. }] = found[..] else { panic!("one, not {found:?}") };
        let expected = Difference {
            hour,
            survey_id: survey,
            touchpoint_id: touchpoint,
            counter: Counter::Commented,
            stored: 5,
            counted: 1,
        };
        assert_eq!(found, [expected]);
        assert!((0..=1).contains(&(clock::hour_of(clock::now()) - hour)));
    });
}

#[test]
fn answers_of_no_response_count_nothing_and_disturb_no_others() {
    on_both(|app| {
        shop(app);
        let connection = &mut app.connection();
        let one = "FROM response ORDER BY id LIMIT 1";
        execute(connection, &format!("DELETE FROM response WHERE id = (SELECT id {one})"));
        let found = recounted(&app.db, recounted_site(app));
        let differs: Vec<i64> = found.differences.iter().map(|one| one.counted - one.stored).collect();
        assert_eq!((found.responses, differs), (6, vec![-1; 3]), "what one response counted: {:?}", found.differences);
    });
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_nothing_is_mended() {
    on_both(|app| {
        shop(app);
        spoil(&mut app.connection());
        let spoilt = rollups(&mut app.connection());
        execute(
            &mut app.connection(),
            "UPDATE response SET answers = answers || ' No Option!' WHERE answers LIKE '%:%'",
        );
        let (ok, said) = opina(&["recount", "--database-url", &app.database], "");
        assert!(!ok && said.contains("response 0"), "{said}");
        assert_eq!(rollups(&mut app.connection()), spoilt);
    });
}

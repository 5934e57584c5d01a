//! A batch stores what its entries would store one by one, on either database.

use crate::{
    app::{fresh_sqlite, publish_nps, site},
    postgres,
    rollups::{assert_rollups_equal_rows, rollups},
};
use diesel::prelude::*;
use serde_json::{Value, json};
use server::{
    db::{
        Db,
        connection::{self, AnyConnection},
        intake::{self, Admission, Arrival, Entry, Outcome},
        schema::{comment, response},
        surveys::{self, Published},
    },
    intake::{Intake, IntakeError},
    pulse::Pulse,
};
use shared::{condition::Fields, targeting::Device, wire::Event};
use std::sync::Arc;

/// What visitors answer, from not promising to well said. The second leads past the choice that the first asks.
fn said(n: u64) -> Value {
    match n % 5 {
        0 => json!({ "score": { "score": 2 }, "why": { "chosen": { "options": ["price"] } } }),
        1 => json!({ "score": { "score": 9 } }),
        2 => {
            json!({ "score": { "score": 2 }, "why": { "chosen": { "options": ["speed"] } }, "comment": { "text": "Slow" } })
        }
        3 => json!({ "score": { "score": 8 }, "comment": { "text": "Fine" } }),
        _ => json!({ "score": { "score": 0 } }),
    }
}

/// Three hundred entries: few responses, sent many times in no good order, some in another hour, and what happens between.
fn entries(surveys: &[Arc<Published>]) -> Vec<Entry> {
    let mut state = 7_u64;
    let mut draw = |below: u64| {
        // The constants of Knuth's MMIX generator; the upper bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut entry = || {
        let survey = surveys[draw(2) as usize].clone();
        let (n, at) = (draw(5), draw(3) as i64 * 3_000_000);
        if draw(10) == 0 {
            return Entry::Event { survey, event: Event::Shown, n: 1, at };
        }
        let (id, sequence, complete) = (draw(40) as u8, 1 + draw(4) as u16, draw(4) == 0);
        Entry::Response(Box::new(arrival(survey, id, n, sequence, complete, at)))
    };
    (0..300).map(|_| entry()).collect()
}

pub fn arrival(survey: Arc<Published>, id: u8, n: u64, sequence: u16, complete: bool, received_at: i64) -> Arrival {
    let answers = serde_json::from_value(said(n)).unwrap();
    let answers = survey.definition.survey().check(answers, Fields::new(), complete).unwrap();
    Arrival {
        survey,
        id: [id; 16],
        sequence: Some(sequence),
        complete,
        answers,
        fingerprint: (n * 2 + u64::from(complete)) as i64,
        language: "en".to_owned(),
        device: Device::Phone,
        path: (n == 1).then(|| "/checkout".to_owned()),
        person: (n == 2).then(|| "u-1".to_owned()),
        private: false,
        chance: 0.5,
        elapsed: 1,
        received_at,
        admission: Admission::Open,
        tells_shown: false,
    }
}

type Stored = (i64, Vec<u8>, i64, i32, bool, i64, Option<String>, Option<String>, String);
type Said = (i64, Vec<u8>, String, i64, Option<String>, Option<i16>, String);
type Rows = (Vec<Stored>, Vec<Said>, (Vec<i64>, Vec<(String, i64)>, [i64; 6]));

fn rows(connection: &mut AnyConnection) -> Rows {
    use comment as c;
    use response as r;
    let responses = r::table
        .order((r::site_id, r::id))
        .select((
            r::site_id,
            r::id,
            r::received_at,
            r::sequence,
            r::complete,
            r::fingerprint,
            r::path,
            r::person,
            r::answers,
        ))
        .load(connection)
        .unwrap();
    let comments = c::table
        .order((c::site_id, c::response_id, c::question))
        .select((c::site_id, c::response_id, c::question, c::received_at, c::metric, c::score, c::text))
        .load(connection)
        .unwrap();
    (responses, comments, rollups(connection))
}

/// Stores the entries so many at a time.
fn stored(database: &str, batch: usize) -> (Vec<Outcome>, Rows) {
    let db = Db::open(&database.parse().unwrap()).unwrap();
    let connection = &mut db.connect().unwrap();
    for name in ["shop", "bank"] {
        let site = site(connection, name);
        publish_nps(connection, site);
    }
    let surveys: Vec<_> = surveys::published(connection).unwrap().into_iter().map(Arc::new).collect();
    let mut outcomes = Vec::new();
    for batch in entries(&surveys).chunks(batch) {
        outcomes.extend(connection::write(connection, |connection| intake::store(connection, batch)).unwrap());
        assert_rollups_equal_rows(&db);
    }
    (outcomes, rows(connection))
}

#[test]
fn a_batch_stores_what_its_entries_would_one_by_one() {
    let expected = stored(&fresh_sqlite(), 1);
    let repeated = expected.0.iter().filter(|outcome| **outcome == Outcome::Repeated).count();
    let contradicted = expected.0.iter().filter(|outcome| **outcome == Outcome::Contradicted).count();
    assert!(repeated > 20 && contradicted > 20, "{repeated} repeated, {contradicted} contradicted: nothing is tried");
    for batch in [2, 30, 300] {
        for database in [fresh_sqlite(), postgres::fresh()] {
            assert_eq!(stored(&database, batch), expected, "{database} in batches of {batch}");
        }
    }
}

#[test]
fn an_entry_that_cannot_be_stored_spoils_no_other() {
    for database in [fresh_sqlite(), postgres::fresh()] {
        let db = Db::open(&database.parse().unwrap()).unwrap();
        let connection = &mut db.connect().unwrap();
        let site = site(connection, "shop");
        publish_nps(connection, site);
        let survey = Arc::new(surveys::published(connection).unwrap().remove(0));
        // Of a site that is gone.
        let lost = Arc::new(Published { site_id: 99, ..Published::clone(&survey) });
        let arrivals: Vec<Arrival> = (0..100)
            .map(|n| match n {
                17 | 80 => arrival(lost.clone(), n, 1, 1, true, 0),
                _ => arrival(survey.clone(), n, 1, 1, true, 0),
            })
            .collect();

        let (intake, writer) = Intake::start(&db, 1_000, Pulse::default()).unwrap();
        let stored = actix_web::rt::System::new().block_on(intake.store_all(site, arrivals)).unwrap();
        drop(intake);
        writer.join().unwrap();

        for (n, stored) in stored.iter().enumerate() {
            let expected = if [17, 80].contains(&n) { Err(IntakeError::Failed) } else { Ok(Outcome::Stored) };
            assert_eq!(*stored, expected, "{n} on {database}");
        }
        assert_eq!(response::table.count().get_result(connection), Ok(98_i64), "{database}");
        assert_rollups_equal_rows(&db);
    }
}

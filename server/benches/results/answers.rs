//! A site with very many answers of the last ninety days, stored by the way that visitors' answers take, so that every
//! figure is counted as theirs are; then packed as a running server packs them.

use crate::{app, reader};
use diesel::{connection::SimpleConnection, dsl::exists, prelude::*, select};
use server::{
    clock::{self, HOUR},
    db::{
        Db,
        admins::{self, NewAdmin},
        comments,
        connection::{self, AnyConnection},
        intake::{self, Admission, Arrival, Entry},
        schema::comment,
        surveys::{self, Published},
    },
    password, sealer,
};
use shared::{
    answer::{Answer, Answers, Chosen},
    condition::Fields,
    definition::Definition,
    targeting::Device,
    text::{FieldId, OptionId, QuestionId},
};
use std::{
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

/// Over how many days answers came.
const DAYS: i64 = 90;
/// How many surveys ask, each at a touchpoint of its own.
const SURVEYS: usize = 8;
/// How many responses are stored at once.
const BATCH: u64 = 10_000;
/// What comments are made of: 50 bytes on average.
const BEGINNINGS: [&str; 8] = [
    "The card was refused",
    "I could not find the button",
    "Delivery was quicker than promised",
    "El pedido llegó tarde",
    "Nobody answered my question",
    "The page was slow on my phone",
    "No encontré la talla que buscaba",
    "Everything went well",
];
const ENDINGS: [&str; 6] = [
    " and I gave up",
    ", twice in a row",
    " on the last step",
    " desde el móvil",
    ", thank you",
    " and it took an hour",
];

/// A database with answers.
pub struct Filled {
    /// Its address.
    pub database: String,
    /// The site.
    pub site: i64,
    /// What is asked there.
    pub asked: Vec<app::Asked>,
    /// How many responses the answers belong to.
    pub responses: u64,
}

impl Filled {
    /// Makes so many answers: two of each response, of which one in three is a comment.
    pub fn new(database: String, answers: u64) -> Self {
        let db = Db::open(&database.parse().expect("a good address")).expect("the database opens");
        let connection = &mut db.connect().expect("the database answers");
        let site = app::site(connection, "shop");
        admins::insert(connection, &admin()).expect("an admin");
        let definition = definition();
        let asked: Vec<app::Asked> = (0..SURVEYS).map(|_| app::publish(connection, site, &definition)).collect();
        let published = surveys::published(connection).expect("what is asked").into_iter().map(Arc::new).collect();
        let (responses, now) = (answers / 2, clock::now());
        hurry(connection);
        store(connection, Draw { published, responses, now });
        while comments::index(connection, 5_000).expect("the words of comments are indexed") > 0 {}
        sealer::catch_up(connection, now).expect("what is finished is packed");
        settle(connection);
        Self { database, site, asked, responses }
    }

    /// A connection to it.
    pub fn connection(&self) -> AnyConnection {
        let db = Db::open(&self.database.parse().expect("a good address")).expect("the database opens");
        db.connect().expect("the database answers")
    }

    /// Waits until what visitors wrote can be found by its words, so that nothing is left to be done for them.
    pub fn rest(&self) {
        let waiting = comment::table.filter(comment::searchable.eq(false));
        let connection = &mut self.connection();
        let deadline = Instant::now() + Duration::from_secs(60);
        while select(exists(waiting)).get_result(connection).expect("comments are looked at") {
            assert!(Instant::now() < deadline, "the server does not index words");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Who reads the pages.
fn admin() -> NewAdmin {
    let password = reader::PASSWORD.to_owned().try_into().expect("a password");
    let password_hash = password::hash(&password).expect("a hash");
    NewAdmin { email: reader::EMAIL.to_owned(), password_hash, owner: true, created_at: 0 }
}

/// Everybody is asked for a score and its reason, whatever the score, and for words.
fn definition() -> Definition {
    let mut definition = serde_json::to_value(app::nps()).expect("a definition is JSON");
    definition["survey"]["questions"][0]["branches"] = serde_json::json!([]);
    definition["survey"]["fields"] = serde_json::json!(["plan"]);
    serde_json::from_value(definition).expect("a valid survey")
}

/// What is made can be made again, so nobody waits for the disk.
fn hurry(connection: &mut AnyConnection) {
    let setting = match connection {
        AnyConnection::Sqlite(_) => "PRAGMA synchronous = OFF",
        AnyConnection::Postgres(_) => "SET statement_timeout = 0; SET synchronous_commit = off",
    };
    connection.batch_execute(setting).expect("a setting");
}

/// Leaves the database as it is after a quiet minute.
fn settle(connection: &mut AnyConnection) {
    let done = match connection {
        AnyConnection::Sqlite(_) => "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)",
        AnyConnection::Postgres(_) => "VACUUM ANALYZE; CHECKPOINT",
    };
    done.split(';').for_each(|one| connection.batch_execute(one).expect("it settles"));
}

/// Draws responses on one thread and stores them on this one.
fn store(connection: &mut AnyConnection, draw: Draw) {
    let (tell, told) = mpsc::sync_channel(2);
    let responses = draw.responses;
    thread::scope(|scope| {
        scope.spawn(move || {
            for begin in (0..responses).step_by(BATCH as usize) {
                let batch: Vec<Entry> = (begin..responses.min(begin + BATCH)).map(|n| draw.response(n)).collect();
                tell.send(batch).expect("somebody listens");
            }
        });
        let (mut stored, mut tenths) = (0, 1);
        for batch in told {
            stored += batch.len() as u64;
            connection::write(connection, |connection| intake::store(connection, &batch)).expect("answers are stored");
            while stored * 10 >= responses * tenths && tenths < 10 {
                eprintln!("{} % of {responses} responses are stored", tenths * 10);
                tenths += 1;
            }
        }
    });
}

/// What responses are drawn from.
struct Draw {
    published: Vec<Arc<Published>>,
    responses: u64,
    now: i64,
}

impl Draw {
    /// A response by its number, the oldest first.
    fn response(&self, n: u64) -> Entry {
        let span = DAYS * 24 * HOUR;
        let received_at = self.now - span + (span as i128 * n as i128 / i128::from(self.responses)) as i64;
        let (draw, more) = (mixed(n), mixed(n ^ u64::MAX));
        let of = |sides: u64, place: u32| (draw >> place) % sides;
        let survey = self.published[of(self.published.len() as u64, 0) as usize].clone();
        let fields =
            Fields::from_iter([(field("plan"), ["free", "basic", "team", "large"][of(4, 8) as usize].to_owned())]);
        let definition = survey.definition.survey();
        let answers = definition.check(answers(&of), fields, true).expect("answers that fit");
        let page = of(200, 48);
        let kind = if page < 40 { "/checkout/step" } else { "/products/item" };
        Entry::Response(Box::new(Arrival {
            id: id(received_at, draw, more),
            sequence: Some(3),
            complete: true,
            answers,
            fingerprint: more as i64,
            language: if of(5, 52) < 2 { "en" } else { "es" }.to_owned(),
            device: Device::ALL[[0, 0, 0, 0, 0, 0, 1, 2, 2, 2][of(10, 54) as usize]],
            path: Some(format!("{kind}-{page}")),
            person: None,
            private: false,
            chance: 1.0,
            elapsed: 4_000 + page as u32 * 100,
            received_at,
            admission: Admission::Open,
            tells_shown: true,
            survey,
        }))
    }
}

/// A score always, a reason of seven in ten and words of three in ten.
fn answers(of: &dyn Fn(u64, u32) -> u64) -> Answers {
    // Half are promoters, a quarter detractors.
    let score = [9, 10, 9, 10, 10, 9, 7, 8, 8, 7, 8, 6, 5, 3, 2, 0][of(16, 12) as usize];
    let mut answers = Answers::new();
    answers.insert(question("score"), Answer::Score(score));
    if of(10, 16) < 7 {
        let option = OptionId::try_from(if of(3, 20) < 2 { "price" } else { "speed" }).expect("an option");
        answers
            .insert(question("why"), Answer::Chosen(Chosen { options: [option].into_iter().collect(), other: None }));
    }
    if of(10, 24) < 3 {
        let (beginning, ending) = (BEGINNINGS[of(8, 28) as usize], ENDINGS[of(6, 32) as usize]);
        answers.insert(question("comment"), Answer::Text(format!("{beginning}{ending} ({})", of(1_000, 36))));
    }
    answers
}

fn question(id: &str) -> QuestionId {
    QuestionId::try_from(id).expect("a question")
}

fn field(id: &str) -> FieldId {
    FieldId::try_from(id).expect("a field")
}

/// A UUIDv7 of a moment.
fn id(milliseconds: i64, draw: u64, more: u64) -> [u8; 16] {
    let mut id = [0; 16];
    id[..6].copy_from_slice(&milliseconds.to_be_bytes()[2..]);
    id[6..8].copy_from_slice(&(0x7000 | (draw as u16 & 0x0fff)).to_be_bytes());
    id[8..].copy_from_slice(&(more >> 2 | 1 << 63).to_be_bytes());
    id
}

/// A number that looks drawn, the same for the same number.
fn mixed(n: u64) -> u64 {
    let n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

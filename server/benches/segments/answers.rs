//! A site with very many answers, made by the database itself from numbers that look drawn. Any database makes the same.

use crate::app;
use diesel::connection::SimpleConnection;
use server::{
    clock::HOUR,
    db::{connection::AnyConnection, results::Hours},
};

/// Over how many days answers came.
pub const DAYS: i32 = 365;
/// Hours of thirty days.
pub const MONTH: i32 = 30 * 24;
/// How many surveys ask, each at a touchpoint of its own.
pub const SURVEYS: usize = 8;
/// The first hour.
const FIRST: i32 = 490_000;

/// What was made.
pub struct Filled {
    /// The site.
    pub site: i64,
    /// Its touchpoints.
    pub touchpoints: Vec<i64>,
    /// When answers came.
    pub hours: Hours,
}

/// The columns that responses are made of, by their number `i` of so many: in any dialect.
pub fn columns(responses: u64) -> String {
    let span = i64::from(DAYS) * 24 * HOUR;
    let first = i64::from(FIRST) * HOUR;
    format!(
        "i, {first} + i * {span} / {responses} AS came, (i * 2654435761) % 4294967296 / 65537 % {SURVEYS} AS asked, \
         (i * 2246822519) % 4294967296 / 4099 % 11 AS score, (i * 3266489917) % 4294967296 / 8209 % 200 AS page, \
         (i * 668265263) % 4294967296 / 1031 % 10 AS device, (i * 374761393) % 4294967296 / 2053 % 4 AS plan"
    )
}

/// The path of a page by its number.
pub const PATH: &str = "CASE WHEN page < 40 THEN '/checkout/step-' ELSE '/products/item-' END || page";
/// The kind of a device by its number.
pub const DEVICE: &str = "CASE WHEN device < 7 THEN 'phone' WHEN device < 8 THEN 'tablet' ELSE 'desktop' END";

impl Filled {
    /// Makes so many answers, two of each response, and what is counted of them.
    pub fn new(connection: &mut AnyConnection, answers: u64) -> Self {
        let site = app::site(connection, "shop");
        let asked: Vec<app::Asked> = (0..SURVEYS).map(|_| app::publish_nps(connection, site)).collect();
        let responses = answers / 2;
        let columns = columns(responses);
        let by_number = |ids: &mut dyn Iterator<Item = i64>| {
            let cases = ids.enumerate().map(|(number, id)| format!("WHEN {number} THEN {id} "));
            format!("CASE asked {}END", cases.collect::<String>())
        };
        let survey = by_number(&mut asked.iter().map(|one| one.survey));
        let touchpoint = by_number(&mut asked.iter().map(|one| one.touchpoint));
        let (numbers, id) = match connection {
            AnyConnection::Sqlite(_) => (
                format!(
                    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {responses}), \
                     m AS (SELECT {columns} FROM n)"
                ),
                "unhex(printf('%012x7000%016x', came, i))",
            ),
            AnyConnection::Postgres(_) => (
                format!("WITH m AS (SELECT {columns} FROM generate_series(0, {responses} - 1::bigint) AS i)"),
                "decode(lpad(to_hex(came), 12, '0') || '7000' || lpad(to_hex(i), 16, '0'), 'hex')",
            ),
        };
        let rows = format!(
            "INSERT INTO response (site_id, id, survey_id, version, touchpoint_id, received_at, sequence, complete, \
             fingerprint, language, device, path, chance, elapsed, fields, answers) \
             {numbers} SELECT {site}, {id}, {survey}, 1, {touchpoint}, came, 1, TRUE, i, \
             CASE WHEN score < 6 THEN 'en' ELSE 'es' END, {DEVICE}, {PATH}, 1, page * 1000, \
             '{{\"plan\":\"' || plan || '\"}}', \
             'score=' || score || '\nwhy:' || CASE WHEN plan < 2 THEN 'price' ELSE 'speed' END FROM m;"
        );
        let counters: String =
            (0..11).map(|point| format!(", SUM(CASE score WHEN {point} THEN 1 ELSE 0 END)")).collect();
        let hour = format!("CAST(came / {HOUR} AS INTEGER)");
        let counts = format!(
            "INSERT INTO rollup_score (site_id, touchpoint_id, survey_id, question, metric, hour, \
             n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10) \
             {numbers} SELECT {site}, {touchpoint}, {survey}, 'score', 'nps', {hour}{counters} FROM m GROUP BY asked, {hour}; \
             INSERT INTO rollup_funnel (site_id, touchpoint_id, survey_id, hour, shown, dismissed, started, scored, \
             commented, completed) \
             {numbers} SELECT {site}, {touchpoint}, {survey}, {hour}, COUNT(*), 0, COUNT(*), COUNT(*), 0, COUNT(*) \
             FROM m GROUP BY asked, {hour};"
        );
        match connection {
            AnyConnection::Sqlite(sqlite) => {
                // What is made can be made again.
                sqlite.batch_execute("PRAGMA synchronous = OFF").expect("a setting");
                sqlite.batch_execute(&format!("BEGIN; {rows} {counts} COMMIT; PRAGMA wal_checkpoint(TRUNCATE)"))
            }
            AnyConnection::Postgres(postgres) => {
                postgres.batch_execute("SET statement_timeout = 0; SET synchronous_commit = off").expect("a setting");
                postgres.batch_execute(&format!("{rows} {counts}")).and_then(|()| postgres.batch_execute("ANALYZE"))
            }
        }
        .expect("the answers are made");
        let touchpoints = asked.iter().map(|one| one.touchpoint).collect();
        Self { site, touchpoints, hours: FIRST..FIRST + DAYS * 24 }
    }
}

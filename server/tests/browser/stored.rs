//! What the server stored, read behind its back.

use diesel::prelude::*;
use server::db::{
    answers,
    connection::AnyConnection,
    schema::{comment, response, rollup_funnel, rollup_gate},
};
use std::collections::BTreeMap;

/// One response with all that came with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The survey.
    pub survey: i64,
    /// Its version.
    pub version: i32,
    /// Where it counts.
    pub touchpoint: i64,
    /// Whether the visitor reached the end.
    pub complete: bool,
    /// The language it was asked in.
    pub language: String,
    /// The kind of device.
    pub device: String,
    /// The page's path.
    pub path: Option<String>,
    /// The chance of being asked.
    pub chance: f64,
    /// The survey's fields, `name=value`.
    pub fields: Vec<String>,
    /// Who the site said it was.
    pub person: Option<String>,
    /// Whether the visitor had opted out of being known.
    pub private: bool,
    /// `question=score`, `question=options`, `question=options of all in the order they were shown in`,
    /// `question: comment`, in the order of the questions' names.
    pub answers: Vec<String>,
}

/// All responses of a site, the oldest first.
pub fn responses(connection: &mut AnyConnection, site: i64) -> Vec<Response> {
    type Known = (Option<String>, Option<String>, bool, String);
    type Row = (Vec<u8>, i64, i32, i64, bool, String, String, Option<String>, f64, Known);
    let rows: Vec<Row> = response::table
        .filter(response::site_id.eq(site))
        .order(response::id)
        .select((
            response::id,
            response::survey_id,
            response::version,
            response::touchpoint_id,
            response::complete,
            response::language,
            response::device,
            response::path,
            response::chance,
            (response::fields, response::person, response::private, response::answers),
        ))
        .load(connection)
        .expect("responses can be read");
    let read = |(id, survey, version, touchpoint, complete, language, device, path, chance, known): Row| {
        let (fields, person, private, written) = known;
        let answers = answered(connection, site, &id, &written);
        let fields: BTreeMap<String, String> =
            fields.map_or_else(BTreeMap::new, |json| serde_json::from_str(&json).expect("fields are stored as JSON"));
        let fields = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Response {
            survey,
            version,
            touchpoint,
            complete,
            language,
            device,
            path,
            chance,
            fields,
            person,
            private,
            answers,
        }
    };
    rows.into_iter().map(read).collect()
}

fn answered(connection: &mut AnyConnection, site: i64, id: &[u8], written: &str) -> Vec<String> {
    let said: Vec<(String, String)> = comment::table
        .filter(comment::site_id.eq(site))
        .filter(comment::response_id.eq(id))
        .select((comment::question, comment::text))
        .load(connection)
        .expect("comments can be read");
    let given = answers::lines(written).map(|line| line.expect("an answer")).map(|line| {
        let (name, choice) = (line.name, line.choice.unwrap_or_default());
        match (line.score, line.shown) {
            (Some(score), _) => format!("{name}={score}"),
            (None, Some(shown)) => format!("{name}={choice} of {shown}"),
            (None, None) => format!("{name}={choice}"),
        }
    });
    let said = said.into_iter().map(|(question, text)| format!("{question}: {text}"));
    let mut all: Vec<String> = given.chain(said).collect();
    all.sort();
    all
}

/// How often each gate held back each survey of a site.
pub fn gates(connection: &mut AnyConnection, site: i64) -> BTreeMap<(i64, String), i64> {
    let rows: Vec<(i64, String, i64)> = rollup_gate::table
        .filter(rollup_gate::site_id.eq(site))
        .select((rollup_gate::survey_id, rollup_gate::gate, rollup_gate::n))
        .load(connection)
        .expect("counters can be read");
    let mut gates = BTreeMap::new();
    for (survey, gate, n) in rows {
        *gates.entry((survey, gate)).or_default() += n;
    }
    gates
}

/// What was counted of a site's surveys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Times one came into view.
    pub shown: i64,
    /// Times one was closed before its end.
    pub dismissed: i64,
    /// Responses with an answer.
    pub started: i64,
    /// Responses that reached the end.
    pub completed: i64,
}

/// The counters of a site, summed.
pub fn funnel(connection: &mut AnyConnection, site: i64) -> Funnel {
    let rows: Vec<(i64, i64, i64, i64)> = rollup_funnel::table
        .filter(rollup_funnel::site_id.eq(site))
        .select((rollup_funnel::shown, rollup_funnel::dismissed, rollup_funnel::started, rollup_funnel::completed))
        .load(connection)
        .expect("counters can be read");
    rows.into_iter().fold(Funnel::default(), |all, (shown, dismissed, started, completed)| Funnel {
        shown: all.shown + shown,
        dismissed: all.dismissed + dismissed,
        started: all.started + started,
        completed: all.completed + completed,
    })
}

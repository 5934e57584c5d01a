//! Comments as the inbox lists them: the newest first, and how many there are. Leaves out those of touchpoints where so
//! few people answered that their words could be tied to them.

mod texts;

use super::{
    comment_loop::{self, Loop},
    connection::AnyConnection,
    results::score_beside,
    schema::{comment, comment_note, survey, touchpoint},
    sites::from_json,
};
use crate::inbox::{
    Status,
    filter::{Filter, Owner, ScoreFilter, Tab},
    search::Search,
};
use diesel::{
    Connection,
    dsl::{count_star, sql},
    prelude::*,
    result::Error as QueryError,
    sql_types::{BigInt, Bool, Text},
};
use shared::{
    definition::Definition,
    score::{COMMENTS_MIN_N, Metric},
    text::Language,
};
use std::{collections::BTreeMap, fmt, str::FromStr};
use texts::TextIndex;
pub use texts::{index, index_anew};
use uuid::Uuid;

type Comments<'a> = comment::BoxedQuery<'a, <AnyConnection as Connection>::Backend>;

/// More are not counted: who has so many does not need to know how many exactly.
pub const MOST_COUNTED: usize = 1_000;

/// Which comment: the words given to one question in one response.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The response's id.
    pub response: Uuid,
    /// The question's id.
    pub question: String,
}

impl Key {
    /// From a row.
    ///
    /// # Errors
    /// When the id is damaged.
    pub(super) fn read(response: &[u8], question: String) -> QueryResult<Self> {
        let response = Uuid::from_slice(response).map_err(|error| QueryError::DeserializationError(error.into()))?;
        Ok(Self { response, question })
    }
}

/// As it stands in addresses and forms.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.response, self.question)
    }
}

impl FromStr for Key {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        let (response, question) = text.split_once('/').unwrap_or((text, ""));
        Ok(Self { response: response.parse()?, question: question.replace('\0', "") })
    }
}

/// Where comments may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readable {
    /// The touchpoints at which enough people have answered.
    pub touchpoints: Vec<i64>,
    /// How many touchpoints have answers, but of too few people.
    pub hidden: usize,
}

impl Readable {
    /// The touchpoints of a site whose comments may be read.
    ///
    /// # Errors
    /// When the query fails.
    pub fn of(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Self> {
        // As many hours with an answer as people are needed are enough to know: no need to sum a whole past.
        let answered = format!(
            "COALESCE((SELECT CAST(SUM(started) AS BIGINT) FROM (SELECT started FROM rollup_funnel f \
             WHERE f.site_id = touchpoint.site_id AND f.touchpoint_id = touchpoint.id AND f.started > 0 \
             LIMIT {COMMENTS_MIN_N}) AS hours), 0)"
        );
        let answered: Vec<(i64, i64)> = touchpoint::table
            .filter(touchpoint::site_id.eq(site_id))
            .select((touchpoint::id, sql::<BigInt>(&answered)))
            .load(connection)?;
        let enough = |n: i64| u64::try_from(n).is_ok_and(|n| n >= COMMENTS_MIN_N);
        Ok(Self {
            touchpoints: answered.iter().filter(|(_, n)| enough(*n)).map(|(id, _)| *id).collect(),
            hidden: answered.iter().filter(|(_, n)| *n > 0 && !enough(*n)).count(),
        })
    }
}

/// Which comments are asked for, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The site.
    pub site_id: i64,
    /// Who asks.
    pub admin_id: i64,
    /// Where comments may be read.
    pub readable: &'a Readable,
    /// What they have in common.
    pub filter: &'a Filter,
    /// The first moment, UTC milliseconds.
    pub since: Option<i64>,
    /// The last moment, UTC milliseconds: what came later was not seen by who asks.
    pub until: i64,
}

/// The last comment of a page; the next page begins behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// UTC milliseconds.
    pub received_at: i64,
    /// Row id.
    pub id: i64,
}

/// As it stands in addresses.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.received_at, self.id)
    }
}

impl Cursor {
    /// Reads what [`Cursor`] writes.
    pub fn of(text: &str) -> Option<Self> {
        let (received_at, id) = text.split_once('.')?;
        Some(Self { received_at: received_at.parse().ok()?, id: id.parse().ok()? })
    }
}

/// A comment with what a reader wants beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Row id.
    pub id: i64,
    /// Which comment.
    pub key: Key,
    /// Where it was left.
    pub touchpoint_id: i64,
    /// The survey that asked.
    pub survey_id: i64,
    /// UTC milliseconds.
    pub received_at: i64,
    /// The score given with it, and of which metric.
    pub score: Option<(Metric, u8)>,
    /// The language of the survey.
    pub language: String,
    /// The kind of device.
    pub device: String,
    /// What was said.
    pub text: String,
    /// What the team made of it.
    pub state: Loop,
    /// How many notes there are.
    pub notes: usize,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = comment)]
struct Row {
    id: i64,
    response_id: Vec<u8>,
    question: String,
    touchpoint_id: i64,
    survey_id: i64,
    received_at: i64,
    metric: Option<String>,
    score: Option<i16>,
    language: String,
    device: String,
    text: String,
}

/// So many comments, the newest first, behind the cursor if there is one.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn page(
    connection: &mut AnyConnection,
    wanted: Wanted<'_>,
    after: Option<Cursor>,
    most: i64,
) -> QueryResult<Vec<Listed>> {
    let mut query = matching(wanted, TextIndex::of(connection), wanted.filter.tab);
    if let Some(Cursor { received_at, id }) = after {
        let older = comment::received_at.lt(received_at).or(comment::id.lt(id));
        query = query.filter(comment::received_at.le(received_at)).filter(older);
    }
    let rows: Vec<Row> = query
        .order((comment::received_at.desc(), comment::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(connection)?;
    listed(connection, wanted.site_id, rows)
}

/// One comment, if it may be read.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn one(
    connection: &mut AnyConnection,
    site_id: i64,
    readable: &Readable,
    key: &Key,
) -> QueryResult<Option<Listed>> {
    let rows: Vec<Row> = comment::table
        .find((site_id, key.response.as_bytes().as_slice(), &key.question))
        .filter(comment::touchpoint_id.eq_any(&readable.touchpoints))
        .select(Row::as_select())
        .load(connection)?;
    Ok(listed(connection, site_id, rows)?.pop())
}

/// How many comments there are of each status, in the order of [`Status::ALL`]; [`MOST_COUNTED`] stands for more.
///
/// # Errors
/// When a query fails.
pub fn counts(connection: &mut AnyConnection, wanted: Wanted<'_>) -> QueryResult<[usize; 5]> {
    let mut counts = [0; 5];
    for (count, status) in counts.iter_mut().zip(Status::ALL) {
        let query = matching(wanted, TextIndex::of(connection), Tab::One(status));
        let found: Vec<i64> = query.limit(MOST_COUNTED as i64).select(comment::id).load(connection)?;
        *count = found.len();
    }
    Ok(counts)
}

/// How many comments match, however many.
///
/// # Errors
/// When the query fails.
pub fn count(connection: &mut AnyConnection, wanted: Wanted<'_>) -> QueryResult<u64> {
    let query = matching(wanted, TextIndex::of(connection), wanted.filter.tab);
    super::results::count(query.select(count_star()).first(connection)?)
}

/// How many comments nobody has looked at yet, at most `most`.
///
/// # Errors
/// When a query fails.
pub fn new_ones(connection: &mut AnyConnection, site_id: i64, most: usize) -> QueryResult<usize> {
    let readable = Readable::of(connection, site_id)?;
    let found: Vec<i64> = comment::table
        .filter(comment::site_id.eq(site_id))
        .filter(comment::status.eq(Status::New.id()))
        .filter(comment::touchpoint_id.eq_any(&readable.touchpoints))
        .limit(most as i64)
        .select(comment::id)
        .load(connection)?;
    Ok(found.len())
}

/// All that match, the newest first, but no more than `most`.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn keys(connection: &mut AnyConnection, wanted: Wanted<'_>, most: i64) -> QueryResult<Vec<Key>> {
    let rows: Vec<(Vec<u8>, String)> = matching(wanted, TextIndex::of(connection), wanted.filter.tab)
        .order((comment::received_at.desc(), comment::id.desc()))
        .limit(most)
        .select((comment::response_id, comment::question))
        .load(connection)?;
    rows.into_iter().map(|(response, question)| Key::read(&response, question)).collect()
}

/// A survey whose comments can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Row id.
    pub id: i64,
    /// What the team calls it.
    pub name: String,
    /// The languages it speaks.
    pub languages: Vec<Language>,
}

/// The surveys of a site that were ever asked, in the order in which they were made.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn asking(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Vec<Asking>> {
    let rows: Vec<(i64, String, String)> = survey::table
        .filter(survey::site_id.eq(site_id))
        .filter(survey::published_version.is_not_null())
        .order(survey::id)
        .select((survey::id, survey::name, survey::draft))
        .load(connection)?;
    let read = |(id, name, draft): (i64, String, String)| {
        let draft: Definition = from_json(&draft)?;
        Ok(Asking { id, name, languages: draft.languages().to_vec() })
    };
    rows.into_iter().map(read).collect()
}

fn listed(connection: &mut AnyConnection, site_id: i64, rows: Vec<Row>) -> QueryResult<Vec<Listed>> {
    let keys = rows.iter().map(|row| Key::read(&row.response_id, row.question.clone()));
    let keys = keys.collect::<QueryResult<Vec<Key>>>()?;
    let mut loops = comment_loop::of(connection, site_id, &keys)?;
    let notes = notes(connection, site_id, &rows)?;
    let listed = rows.into_iter().zip(keys).map(|(row, key)| {
        let Row { id, touchpoint_id, survey_id, received_at, metric, score, language, device, text, .. } = row;
        let score = score_beside(metric.as_deref(), score)?;
        // Comments that nobody touched have no rows of a loop.
        let (state, notes) = (loops.remove(&key).unwrap_or_default(), notes.get(&key).copied().unwrap_or_default());
        Ok(Listed { id, key, touchpoint_id, survey_id, received_at, score, language, device, text, state, notes })
    });
    listed.collect()
}

fn notes(connection: &mut AnyConnection, site_id: i64, rows: &[Row]) -> QueryResult<BTreeMap<Key, usize>> {
    let responses: Vec<&[u8]> = rows.iter().map(|row| row.response_id.as_slice()).collect();
    let found: Vec<(Vec<u8>, String)> = comment_note::table
        .filter(comment_note::site_id.eq(site_id))
        .filter(comment_note::response_id.eq_any(responses))
        .select((comment_note::response_id, comment_note::question))
        .load(connection)?;
    let mut notes = BTreeMap::new();
    for (response, question) in found {
        *notes.entry(Key::read(&response, question)?).or_default() += 1;
    }
    Ok(notes)
}

/// The comments of a tab that have all of the filter in common.
fn matching<'a>(wanted: Wanted<'a>, index: TextIndex, tab: Tab) -> Comments<'a> {
    let Wanted { site_id, admin_id, readable, filter, since, until } = wanted;
    let mut query = comment::table
        .filter(comment::site_id.eq(site_id))
        .filter(comment::received_at.le(until))
        .filter(comment::touchpoint_id.eq_any(&readable.touchpoints))
        .into_boxed();
    match tab {
        Tab::All => {}
        Tab::One(status) => query = query.filter(comment::status.eq(status.id())),
        Tab::Open => {
            let open = Status::ALL.into_iter().filter(|status| status.is_open()).map(Status::id);
            query = query.filter(comment::status.eq_any(open.collect::<Vec<_>>()));
        }
    }
    if let Some(since) = since {
        query = query.filter(comment::received_at.ge(since));
    }
    if let Some(touchpoint) = filter.touchpoint {
        query = query.filter(comment::touchpoint_id.eq(touchpoint));
    }
    if let Some(survey) = filter.survey {
        query = query.filter(comment::survey_id.eq(survey));
    }
    if let Some(language) = &filter.language {
        query = query.filter(comment::language.eq(language));
    }
    if let Some(device) = filter.device {
        query = query.filter(comment::device.eq(device.id()));
    }
    match filter.score {
        None => {}
        Some(ScoreFilter::Point(point)) => query = query.filter(comment::score.eq(i16::from(point))),
        Some(part) => query = query.filter(sql::<Bool>(&scored(part))),
    }
    query = handled(query, site_id, admin_id, filter);
    texts::narrow(query, index, &Search::parse(&filter.search))
}

/// Narrows comments to those whose loop has all of the filter in common.
fn handled<'a>(mut query: Comments<'a>, site_id: i64, admin_id: i64, filter: &'a Filter) -> Comments<'a> {
    const OF: &str = "(comment.site_id, comment.response_id, comment.question)";
    const KEYS: &str = "(SELECT site_id, response_id, question FROM";
    let among = |not: &str, table: &str| {
        sql::<Bool>(&format!("{OF} {not}IN {KEYS} {table} WHERE site_id = ")).bind::<BigInt, _>(site_id)
    };
    match filter.owner {
        None => {}
        Some(Owner::Nobody) => {
            query = query.filter(among("NOT ", "comment_loop").sql(" AND owner_id IS NOT NULL)"));
        }
        Some(Owner::Me | Owner::Admin(_)) => {
            let owner = if let Some(Owner::Admin(id)) = filter.owner { id } else { admin_id };
            let owned = among("", "comment_loop").sql(" AND owner_id = ").bind::<BigInt, _>(owner).sql(")");
            query = query.filter(owned);
        }
    }
    if let Some(cause) = &filter.cause {
        query = query.filter(among("", "comment_loop").sql(" AND cause = ").bind::<Text, _>(cause).sql(")"));
    }
    if let Some(tag) = &filter.tag {
        query = query.filter(among("", "comment_tag").sql(" AND tag = ").bind::<Text, _>(tag).sql(")"));
    }
    if let Some(noted) = filter.noted {
        query = query.filter(among(if noted { "" } else { "NOT " }, "comment_note").sql(")"));
    }
    query
}

/// The scores of one part of every metric's scale.
fn scored(part: ScoreFilter) -> String {
    let of = |metric: Metric| {
        let [middle, high] = metric.cuts();
        let points = match part {
            ScoreFilter::Low => format!("< {middle}"),
            ScoreFilter::Middle => format!(">= {middle} AND comment.score < {high}"),
            ScoreFilter::High => format!(">= {high}"),
            ScoreFilter::Point(point) => format!("= {point}"),
        };
        format!("(comment.metric = '{}' AND comment.score {points})", metric.id())
    };
    format!("({})", Metric::ALL.map(of).join(" OR "))
}

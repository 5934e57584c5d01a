//! What was sent and what was said of it, and whether the database holds exactly what it must. Believes no figure that the
//! server counts.

use diesel::prelude::*;
use server::db::{Db, answers, schema::response};
use std::collections::HashMap;
use uuid::Uuid;

/// How many rows are read at once.
const PAGE: i64 = 20_000;

/// What a sending says: its number in the response, and the score.
pub type Said = (i32, i16);

/// What became of a sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It was acknowledged, now or when it was sent before.
    Stored,
    /// It was refused for good.
    Refused,
    /// There was no reply, or one that asks to send it again: it may be stored or not.
    Unknown,
}

/// All sendings of one response.
#[derive(Clone, Debug, Default)]
struct Sent {
    stored: Option<Said>,
    unknown: Vec<Said>,
}

/// What somebody saw.
#[derive(Default)]
pub struct Witness {
    sent: HashMap<Uuid, Sent>,
    /// What should not have been said.
    pub wrong: Vec<String>,
    /// Sendings that were acknowledged.
    pub acknowledged: u64,
    /// Sendings that were refused, as they should be.
    pub refused: u64,
    /// Sendings of which nothing is known.
    pub unknown: u64,
}

/// What the database holds.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Responses.
    pub stored: usize,
    /// Of those of which nothing was known, how many it holds.
    pub after_all: usize,
    /// What it should hold and does not, or holds and should not.
    pub wrong: Vec<String>,
}

impl Witness {
    /// Notes what became of a sending.
    pub fn note(&mut self, id: Uuid, said: Said, became: Became) {
        let sent = self.sent.entry(id).or_default();
        match became {
            Became::Stored => {
                self.acknowledged += 1;
                sent.unknown.retain(|one| one.0 > said.0);
                sent.stored = Some(said).max(sent.stored);
            }
            Became::Refused => self.refused += 1,
            Became::Unknown => {
                self.unknown += 1;
                sent.unknown.push(said);
            }
        }
    }

    /// Takes over what another saw of other responses.
    pub fn join(&mut self, other: Self) {
        self.sent.extend(other.sent);
        self.wrong.extend(other.wrong);
        self.acknowledged += other.acknowledged;
        self.refused += other.refused;
        self.unknown += other.unknown;
    }

    /// Holds what was seen against every row.
    pub fn judge(&self, db: &Db) -> Verdict {
        let mut rows = rows(db);
        let mut verdict = Verdict { stored: rows.len(), wrong: self.wrong.clone(), ..Verdict::default() };
        for (id, sent) in &self.sent {
            let found = rows.remove(id);
            let may_be =
                |found: &Said| sent.unknown.contains(found) && sent.stored.is_none_or(|stored| stored.0 < found.0);
            match (found, sent.stored) {
                (found, stored) if found == stored => {}
                (Some(found), _) if may_be(&found) => verdict.after_all += 1,
                (None, Some(said)) => verdict.wrong.push(format!("{id} was acknowledged as {said:?} and is lost")),
                (found, stored) => verdict.wrong.push(format!("{id} was acknowledged as {stored:?} and is {found:?}")),
            }
        }
        verdict.wrong.extend(rows.keys().map(|id| format!("{id} is stored and nobody sent it")));
        verdict
    }
}

/// Every response, with its sequence and its score.
fn rows(db: &Db) -> HashMap<Uuid, Said> {
    let connection = &mut db.connect().expect("the database answers");
    let mut rows = HashMap::new();
    let mut after = Vec::new();
    loop {
        let page: Vec<(Vec<u8>, i32, String)> = response::table
            .filter(response::id.gt(&after))
            .order(response::id)
            .limit(PAGE)
            .select((response::id, response::sequence, response::answers))
            .load(connection)
            .expect("rows are read");
        let Some(last) = page.last() else { break };
        after = last.0.clone();
        for (id, sequence, written) in page {
            let score =
                answers::lines(&written).flatten().find(|line| line.name == "score").and_then(|line| line.score);
            let id = Uuid::from_slice(&id).expect("an id has 16 bytes");
            let before = rows.insert(id, (sequence, score.map_or(-1, i16::from)));
            assert_eq!(before, None, "{id} is stored twice");
        }
    }
    rows
}

//! What was sent and what was said of it, and whether the database holds exactly what it must. Believes no figure that the
//! server counts.

use diesel::prelude::*;
use server::db::{
    Db, answers,
    schema::{comment, response},
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How many rows are read at once.
const PAGE: i64 = 20_000;

/// What a sending says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its number in the response.
    pub sequence: i32,
    /// The score.
    pub score: i16,
    /// Whether it is the last.
    pub complete: bool,
}

impl Said {
    /// What is said in words: by those who are content, at the end.
    pub fn words(self) -> Option<String> {
        let Self { sequence, score, complete } = self;
        (complete && score > 6).then(|| format!("It took {sequence} tries, and I give it {score} of 10."))
    }
}

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
                sent.unknown.retain(|one| one.sequence > said.sequence);
                sent.stored = sent.stored.filter(|one| one.sequence > said.sequence).or(Some(said));
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
        verdict.wrong.extend(misquoted(db, &rows));
        for (id, sent) in &self.sent {
            let found = rows.remove(id);
            let may_be = |found: &Said| {
                sent.unknown.contains(found) && sent.stored.is_none_or(|stored| stored.sequence < found.sequence)
            };
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

/// Every response with what it says.
fn rows(db: &Db) -> HashMap<Uuid, Said> {
    let connection = &mut db.connect().expect("the database answers");
    let mut rows = HashMap::new();
    let mut after = Vec::new();
    loop {
        let page: Vec<(Vec<u8>, i32, bool, String)> = response::table
            .filter(response::id.gt(&after))
            .order(response::id)
            .limit(PAGE)
            .select((response::id, response::sequence, response::complete, response::answers))
            .load(connection)
            .expect("rows are read");
        let Some(last) = page.last() else { break };
        after = last.0.clone();
        for (id, sequence, complete, written) in page {
            let score =
                answers::lines(&written).flatten().find(|line| line.name == "score").and_then(|line| line.score);
            let said = Said { sequence, score: score.map_or(-1, i16::from), complete };
            let id = id_of(&id);
            assert_eq!(rows.insert(id, said), None, "{id} is stored twice");
        }
    }
    rows
}

/// What responses say in words and should not, or should and do not.
fn misquoted(db: &Db, rows: &HashMap<Uuid, Said>) -> Vec<String> {
    let connection = &mut db.connect().expect("the database answers");
    let mut silent: HashSet<Uuid> = rows.iter().filter(|(_, said)| said.words().is_some()).map(|(id, _)| *id).collect();
    let mut wrong = Vec::new();
    let mut after = 0;
    loop {
        let page: Vec<(i64, Vec<u8>, String)> = comment::table
            .filter(comment::id.gt(after))
            .order(comment::id)
            .limit(PAGE)
            .select((comment::id, comment::response_id, comment::text))
            .load(connection)
            .expect("comments are read");
        let Some((last, ..)) = page.last() else { break };
        after = *last;
        for (_, id, text) in page {
            let id = id_of(&id);
            let expected = rows.get(&id).and_then(|said| said.words());
            if !silent.remove(&id) || expected.as_ref() != Some(&text) {
                wrong.push(format!("{id} says “{text}” and not {expected:?}"));
            }
        }
    }
    wrong.extend(silent.iter().map(|id| format!("{id} lost its words")));
    wrong
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).expect("an id has 16 bytes")
}

//! Looking for words in comments: SQLite asks its table of words, PostgreSQL an index of the same words. Where no index
//! knows them, letters are looked for in the texts themselves.

use super::Comments;
use crate::{
    db::{connection::AnyConnection, schema::comment},
    inbox::search::{Search, Term, folded},
};
use diesel::{
    dsl::{not, sql},
    prelude::*,
    sql_types::{Bool, Text},
};

/// What a database knows of the words in texts.
#[derive(Clone, Copy, Debug)]
pub(super) enum TextIndex {
    /// SQLite's.
    Fts5,
    /// PostgreSQL's.
    Tsvector,
}

impl TextIndex {
    pub(super) fn of(connection: &AnyConnection) -> Self {
        match connection {
            AnyConnection::Sqlite(_) => Self::Fts5,
            AnyConnection::Postgres(_) => Self::Tsvector,
        }
    }
}

/// The comments in which all that is wanted stands, and nothing that is not.
pub(super) fn narrow<'a>(mut query: Comments<'a>, index: TextIndex, search: &Search) -> Comments<'a> {
    let [wanted, unwanted] = [search.wanted(), search.unwanted()].map(|terms| words(terms, index));
    match index {
        TextIndex::Fts5 => {
            if !wanted.is_empty() {
                query = found(query, "IN", wanted.join(" AND "));
            }
            if !unwanted.is_empty() {
                query = found(query, "NOT IN", unwanted.join(" OR "));
            }
        }
        TextIndex::Tsvector => {
            let all = wanted.into_iter().chain(unwanted.into_iter().map(|term| format!("!{term}")));
            let all = all.collect::<Vec<_>>().join(" & ");
            if !all.is_empty() {
                let words = sql::<Bool>(
                    "comment.searchable AND comment_words(comment.text) @@ to_tsquery('pg_catalog.simple', ",
                );
                query = query.filter(words.bind::<Text, _>(all).sql(")"));
            }
        }
    }
    for (terms, test) in [(search.wanted(), " > 0"), (search.unwanted(), " = 0")] {
        for letters in terms.iter().filter_map(letters) {
            let place = match index {
                TextIndex::Fts5 => "instr(lower(comment.text), ",
                TextIndex::Tsvector => "strpos(lower(comment.text), ",
            };
            query = query.filter(sql::<Bool>(place).bind::<Text, _>(letters.to_owned()).sql(")").sql(test));
        }
    }
    query
}

/// Puts the words of at most so many comments into the index, and says of how many it did. Storing answers does not wait
/// for it: reading a text takes longer than storing it.
///
/// # Errors
/// When the query fails.
pub fn index(connection: &mut AnyConnection, most: i64) -> QueryResult<usize> {
    let missing: Vec<i64> = comment::table
        .filter(not(comment::searchable))
        .order(comment::id)
        .limit(most)
        .select(comment::id)
        .load(connection)?;
    let (Some(first), Some(last)) = (missing.first(), missing.last()) else { return Ok(0) };
    // As a stretch of the index of what is missing, which is found whatever a database knows of its tables.
    let stretch = comment::table.filter(comment::id.ge(first)).filter(comment::id.le(last));
    let rows = stretch.filter(not(comment::searchable));
    diesel::update(rows).set(comment::searchable.eq(true)).execute(connection)
}

/// Empties the index of words and fills it again, after rows were written past what keeps it in step.
///
/// # Errors
/// When a query fails; calling it again begins anew.
pub fn index_anew(connection: &mut AnyConnection) -> QueryResult<()> {
    if let AnyConnection::Sqlite(sqlite) = connection {
        diesel::sql_query("INSERT INTO comment_words (comment_words) VALUES ('delete-all')").execute(sqlite)?;
        diesel::update(comment::table).set(comment::searchable.eq(false)).execute(sqlite)?;
    }
    while index(connection, 5_000)? > 0 {}
    Ok(())
}

fn found<'a>(query: Comments<'a>, is: &str, expression: String) -> Comments<'a> {
    let rows = format!("comment.id {is} (SELECT rowid FROM comment_words WHERE comment_words MATCH ");
    query.filter(sql::<Bool>(&rows).bind::<Text, _>(expression).sql(")"))
}

/// The terms of words as the index takes them, each word between quotes: a word holds letters, digits and marks only, so
/// none can be an operator or end its quotes.
fn words(terms: &[Term], index: TextIndex) -> Vec<String> {
    let term = |term: &Term| match (term, index) {
        (Term::Words { words, prefix }, TextIndex::Fts5) => {
            Some(format!("\"{}\"{}", words.join(" "), if *prefix { " *" } else { "" }))
        }
        (Term::Words { words, prefix }, TextIndex::Tsvector) => {
            let words: Vec<String> = words.iter().map(|word| format!("'{}'", folded(word))).collect();
            Some(format!("({}{})", words.join(" <-> "), if *prefix { ":*" } else { "" }))
        }
        (Term::Letters(_), _) => None,
    };
    terms.iter().filter_map(term).collect()
}

fn letters(term: &Term) -> Option<&str> {
    match term {
        Term::Letters(letters) => Some(letters),
        Term::Words { .. } => None,
    }
}

//! From responses to bytes.

use super::{
    Asked, Given, ID, Response,
    codes::{self, Dictionary},
};
use crate::bytes::Writer;
use std::collections::{BTreeMap, BTreeSet};

/// Responses as a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The block, for [`Block::read`](super::Block::read).
    pub bytes: Vec<u8>,
    /// The ids of its responses in the order of its rows. They lie apart, as they are as long as all the rest and only
    /// needed where a response has changed since.
    pub ids: Vec<u8>,
}

/// A text, or none.
type Maybe<'a> = Option<&'a str>;

/// The dictionaries of a block.
#[derive(Default)]
struct Dictionaries<'a> {
    languages: Dictionary<Maybe<'a>>,
    devices: Dictionary<Maybe<'a>>,
    paths: Dictionary<Maybe<'a>>,
    seconds: Dictionary<Option<i32>>,
    words: Dictionary<Vec<&'a str>>,
    fields: BTreeMap<&'a str, Dictionary<Maybe<'a>>>,
    answers: BTreeMap<&'a str, Dictionary<Option<&'a Given>>>,
}

/// Packs at most [`MOST`](super::MOST) responses.
pub fn pack(responses: &[Response]) -> Packed {
    let mut rows: Vec<&Response> = responses.iter().collect();
    rows.sort_by_key(|row| (row.asked, row.hour, row.id));
    let mut dictionaries = Dictionaries::default();
    rows.iter().for_each(|row| dictionaries.learn(row));
    let mut out = Writer::default();
    out.count(rows.len());
    dictionaries.write(&mut out);
    let sections: Vec<&[&Response]> = rows.chunk_by(|one, next| one.asked == next.asked).collect();
    out.count(sections.len());
    for section in sections {
        write_section(&mut out, section, &mut dictionaries);
    }
    let ids = rows.iter().flat_map(|row| row.id).collect::<Vec<u8>>();
    debug_assert_eq!(ids.len(), rows.len() * ID);
    Packed { bytes: out.sealed(), ids }
}

impl<'a> Dictionaries<'a> {
    fn learn(&mut self, row: &'a Response) {
        self.languages.code(Some(&row.language));
        self.devices.code(Some(&row.device));
        self.paths.code(row.path.as_deref());
        self.seconds.code(row.seconds);
        self.words.code(words(row));
        for (name, value) in &row.fields {
            let field = self.fields.entry(name).or_default();
            // None comes first: a section has a field's column for all its rows or for none of them.
            field.code(None);
            field.code(Some(value));
        }
        for (name, given) in &row.answers {
            let answer = self.answers.entry(name).or_default();
            answer.code(None);
            answer.code(Some(given));
        }
    }

    fn write(&self, out: &mut Writer) {
        for dictionary in [&self.languages, &self.devices, &self.paths] {
            write_texts(out, dictionary.values());
        }
        out.count(self.seconds.values().len());
        for seconds in self.seconds.values() {
            out.byte(u8::from(seconds.is_some()));
            out.signed(i64::from(seconds.unwrap_or_default()));
        }
        out.count(self.words.values().len());
        for questions in self.words.values() {
            out.count(questions.len());
            questions.iter().for_each(|question| out.text(question));
        }
        out.count(self.fields.len());
        for (name, dictionary) in &self.fields {
            out.text(name);
            write_texts(out, dictionary.values());
        }
        out.count(self.answers.len());
        for (name, dictionary) in &self.answers {
            out.text(name);
            out.count(dictionary.values().len());
            dictionary.values().iter().for_each(|given| write_given(out, *given));
        }
    }
}

fn words(row: &Response) -> Vec<&str> {
    row.words.iter().map(String::as_str).collect()
}

fn write_texts(out: &mut Writer, texts: &[Maybe<'_>]) {
    out.count(texts.len());
    for text in texts {
        out.byte(u8::from(text.is_some()));
        out.text(text.unwrap_or_default());
    }
}

fn write_given(out: &mut Writer, given: Option<&Given>) {
    match given {
        None => out.byte(0),
        Some(Given::Nothing) => out.byte(1),
        Some(Given::Score(score)) => {
            out.byte(2);
            out.byte(*score);
        }
        Some(Given::Chosen(chosen)) => {
            out.byte(3);
            out.text(chosen);
        }
    }
}

/// The rows of one section, in the order of hours.
fn write_section<'a>(out: &mut Writer, rows: &[&'a Response], dictionaries: &mut Dictionaries<'a>) {
    let Some(Asked { touchpoint_id, survey_id, version }) = rows.first().map(|row| row.asked) else { return };
    out.signed(touchpoint_id);
    out.signed(survey_id);
    out.signed(i64::from(version));
    out.count(rows.len());
    let runs: Vec<&[&Response]> = rows.chunk_by(|one, next| one.hour == next.hour).collect();
    out.count(runs.len());
    for run in runs {
        out.signed(run.first().map_or(0, |row| i64::from(row.hour)));
        out.count(run.len());
    }
    let Dictionaries { languages, devices, paths, seconds, words, fields, answers } = dictionaries;
    write_column(out, rows, languages, |row| Some(&row.language));
    write_column(out, rows, devices, |row| Some(&row.device));
    write_column(out, rows, paths, |row| row.path.as_deref());
    write_column(out, rows, seconds, |row| row.seconds);
    write_column(out, rows, words, self::words);
    let named: BTreeSet<&str> = rows.iter().flat_map(|row| &row.fields).map(|(name, _)| &**name).collect();
    write_named(out, rows, &named, fields, |row, name| find(&row.fields, name).map(String::as_str));
    let named: BTreeSet<&str> = rows.iter().flat_map(|row| &row.answers).map(|(name, _)| &**name).collect();
    write_named(out, rows, &named, answers, |row, name| find(&row.answers, name));
}

fn write_column<'a, T: Ord + Clone>(
    out: &mut Writer,
    rows: &[&'a Response],
    dictionary: &mut Dictionary<T>,
    value: impl Fn(&'a Response) -> T,
) {
    let values = dictionary.values().len();
    codes::write(out, rows.iter().map(|row| dictionary.code(value(row))), values);
}

/// The columns that this section has of those the block has, each behind its number.
fn write_named<'a, T: Ord + Clone>(
    out: &mut Writer,
    rows: &[&'a Response],
    named: &BTreeSet<&str>,
    dictionaries: &mut BTreeMap<&str, Dictionary<T>>,
    value: impl Fn(&'a Response, &str) -> T,
) {
    out.count(named.len());
    for (number, (name, dictionary)) in dictionaries.iter_mut().enumerate() {
        if named.contains(name) {
            out.count(number);
            write_column(out, rows, dictionary, |row| value(row, name));
        }
    }
}

fn find<'a, T>(named: &'a [(String, T)], name: &str) -> Option<&'a T> {
    named.iter().find(|(one, _)| one == name).map(|(_, value)| value)
}

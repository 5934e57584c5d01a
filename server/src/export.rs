//! Responses and comments as a file: a table for spreadsheets, or lines of JSON for programs. Written a stretch at a time,
//! so that no file is ever held as a whole. Refuses nothing: who may take what out is decided before.

mod cell;

mod columns;

mod lines;

mod table;

pub mod progress;

pub mod stream;

pub mod responses;

pub mod comments;

use crate::{db::listing::Versions, locale::Locale};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use std::collections::BTreeMap;

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table: RFC 4180.
    Csv,
    /// Lines of JSON. Each can be read without the others, so a file may be longer than memory.
    Json,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// How its files' names end, and the addresses they are fetched from.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "jsonl",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/jsonl; charset=utf-8",
        }
    }

    /// The format of the file at this address.
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit_once('.')?;
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }
}

/// What ids stand for, and how times and texts are said.
#[derive(Clone, Debug)]
pub struct Around {
    /// The language of headings, and of the survey's texts where it speaks it.
    pub locale: Locale,
    /// The site's time zone.
    pub zone: TimeZone,
    /// What was asked, by survey and version.
    pub asked: Versions,
    /// The names of surveys.
    pub surveys: BTreeMap<i64, String>,
    /// The names of touchpoints.
    pub touchpoints: BTreeMap<i64, String>,
}

impl Around {
    fn survey(&self, id: i64) -> Named<'_> {
        Named { id, name: self.surveys.get(&id).map(String::as_str).unwrap_or_default() }
    }

    fn touchpoint(&self, id: i64) -> Named<'_> {
        Named { id, name: self.touchpoints.get(&id).map(String::as_str).unwrap_or_default() }
    }

    /// ISO 8601, with the distance to UTC that the site's zone had at that time.
    fn moment(&self, milliseconds: i64) -> String {
        let at = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

/// A survey or a touchpoint in a line of JSON.
#[derive(Serialize)]
struct Named<'a> {
    id: i64,
    name: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::format;

    #[test]
    fn a_file_is_known_by_its_address() {
        let check = |path: &str, expected: Option<Format>| assert_eq!(Format::of_path(path), expected, "{path}");
        check("/sites/lumen/responses.csv", Some(Format::Csv));
        check("/api/sites/lumen/responses.jsonl", Some(Format::Json));
        check("/sites/lumen/responses.xlsx", None);
        check("/sites/lumen/responses", None);
    }

    #[test]
    fn moments_carry_the_clock_of_the_site() {
        let zone = format::zone("Europe/Madrid");
        let (asked, surveys, touchpoints) = (Versions::new(), BTreeMap::new(), BTreeMap::new());
        let around = Around { locale: Locale::En, zone, asked, surveys, touchpoints };
        let check = |at: &str, expected: &str| {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(around.moment(at.as_millisecond()), expected);
        };
        check("2026-11-22T23:05:59.900Z", "2026-11-23T00:05:59+01:00");
        check("2026-07-01T10:00:00Z", "2026-07-01T12:00:00+02:00");
    }
}

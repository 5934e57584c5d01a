//! Responses packed column by column, to be counted under any filter without reading their rows. Knows no database, and
//! refuses bytes that are not as they were written.
//!
//! A block holds a few thousand responses, cut into sections by what was asked: touchpoint, survey and version. Within a
//! section rows stand in the order of hours, so an hour is a run of rows. Everything else is a code into a dictionary of
//! the block: a condition is tested once on each entry of a dictionary and not on each response.

mod codes;

mod pack;

mod block;

mod select;

mod tally;

#[cfg(test)]
mod tests;

pub use block::Block;
pub use pack::{Packed, pack};
pub use select::Scope;
pub use tally::{Answers, By, Seconds, Series, Started, Starts, Tally, Words};

/// The most responses of one block: as many rows can be numbered with 16 bits, with room to spare.
pub const MOST: usize = 4_096;

/// Bytes of an id.
pub const ID: usize = 16;

/// What was asked, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// The touchpoint.
    pub touchpoint_id: i64,
    /// The survey.
    pub survey_id: i64,
    /// Its version.
    pub version: i32,
}

/// A response with all that figures are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The id the visitor's browser gave it.
    pub id: [u8; ID],
    /// What was asked.
    pub asked: Asked,
    /// When it began, in whole hours since 1970, UTC.
    pub hour: i32,
    /// The language it was asked in.
    pub language: String,
    /// The kind of device.
    pub device: String,
    /// The page's path.
    pub path: Option<String>,
    /// Attributes and hidden fields.
    pub fields: Vec<(String, String)>,
    /// Whole seconds until it was complete; nothing while it is not.
    pub seconds: Option<i32>,
    /// What was answered otherwise than in words, by the question or the half of a gap, no name twice.
    pub answers: Vec<(String, Given)>,
    /// The questions that were answered in words, no question twice.
    pub words: Vec<String>,
}

/// An answer that is not only words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// A point of a scale.
    Score(u8),
    /// Options, or options with points, with spaces between them.
    Chosen(String),
    /// Half a gap that was left open.
    Nothing,
}

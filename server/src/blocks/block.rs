//! From bytes to columns, without copying them.

use super::{Asked, Given, MOST, codes::Codes};
use crate::bytes::{Damaged, Reader};
use std::ops::Range;

/// A text of a dictionary, or none.
pub(super) type Maybe<'a> = Option<&'a str>;

/// A dictionary that has a name: of a field or of a question.
pub(super) struct Named<'a, T> {
    pub(super) name: &'a str,
    pub(super) values: Vec<T>,
}

/// A block that was read.
pub struct Block<'a> {
    pub(super) languages: Vec<Maybe<'a>>,
    pub(super) devices: Vec<Maybe<'a>>,
    pub(super) paths: Vec<Maybe<'a>>,
    pub(super) seconds: Vec<Option<i32>>,
    pub(super) words: Vec<Vec<&'a str>>,
    pub(super) fields: Vec<Named<'a, Maybe<'a>>>,
    pub(super) answers: Vec<Named<'a, Option<Given>>>,
    pub(super) sections: Vec<Section<'a>>,
    rows: usize,
}

/// The responses of a block that were asked the same.
pub(super) struct Section<'a> {
    pub(super) asked: Asked,
    /// Where its rows are among those of the block.
    pub(super) rows: Range<usize>,
    /// Each hour with its rows, counted from the section's first.
    pub(super) runs: Vec<(i32, Range<usize>)>,
    pub(super) language: Codes<'a>,
    pub(super) device: Codes<'a>,
    pub(super) path: Codes<'a>,
    pub(super) seconds: Codes<'a>,
    pub(super) words: Codes<'a>,
    /// The number of the block's dictionary, and the column. Where a field has none, no response of the section has it.
    pub(super) fields: Vec<(usize, Codes<'a>)>,
    /// The same of answers.
    pub(super) answers: Vec<(usize, Codes<'a>)>,
}

impl<'a> Block<'a> {
    /// Reads what [`pack`](super::pack()) wrote.
    ///
    /// # Errors
    /// Bytes that are not as they were written.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Damaged> {
        let from = &mut Reader::unsealed(bytes)?;
        let rows = usize::try_from(from.number()?).map_err(|_| Damaged("a number is too large"))?;
        if rows > MOST {
            return Err(Damaged("it has too many rows"));
        }
        let mut block = Self {
            languages: texts(from)?,
            devices: texts(from)?,
            paths: texts(from)?,
            seconds: many(from, |from| {
                let (given, seconds) = (from.byte()?, from.small()?);
                Ok((given != 0).then_some(seconds))
            })?,
            words: many(from, |from| many(from, Reader::text))?,
            fields: many(from, |from| Ok(Named { name: from.text()?, values: texts(from)? }))?,
            answers: many(from, |from| Ok(Named { name: from.text()?, values: many(from, given)? }))?,
            sections: Vec::new(),
            rows,
        };
        let mut first = 0;
        for _ in 0..from.count()? {
            let section = block.section(from, first)?;
            first = section.rows.end;
            block.sections.push(section);
        }
        if first == rows && from.is_at_end() { Ok(block) } else { Err(Damaged("it does not end where it should")) }
    }

    /// How many responses it holds.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    fn section(&self, from: &mut Reader<'a>, first: usize) -> Result<Section<'a>, Damaged> {
        let (touchpoint_id, survey_id, version) = (from.signed()?, from.signed()?, from.small()?);
        let rows = usize::try_from(from.number()?).map_err(|_| Damaged("a number is too large"))?;
        if rows > self.rows - first {
            return Err(Damaged("it has more rows than it says"));
        }
        let mut runs = Vec::new();
        let mut start = 0_usize;
        for _ in 0..from.count()? {
            let hour = from.small()?;
            let end = usize::try_from(from.number()?).ok().and_then(|length| start.checked_add(length));
            let end = end.filter(|end| (start..=rows).contains(end)).ok_or(Damaged("a run has too many rows"))?;
            runs.push((hour, start..end));
            start = end;
        }
        if start != rows {
            return Err(Damaged("rows are in no run"));
        }
        let mut codes = |values: usize| Codes::read(from, rows, values);
        Ok(Section {
            asked: Asked { touchpoint_id, survey_id, version },
            rows: first..first + rows,
            runs,
            language: codes(self.languages.len())?,
            device: codes(self.devices.len())?,
            path: codes(self.paths.len())?,
            seconds: codes(self.seconds.len())?,
            words: codes(self.words.len())?,
            fields: columns(from, rows, &self.fields)?,
            answers: columns(from, rows, &self.answers)?,
        })
    }
}

fn columns<'a, T>(
    from: &mut Reader<'a>,
    rows: usize,
    named: &[Named<'a, T>],
) -> Result<Vec<(usize, Codes<'a>)>, Damaged> {
    many(from, |from| {
        let number = usize::try_from(from.number()?).map_err(|_| Damaged("a number is too large"))?;
        let values = named.get(number).ok_or(Damaged("a column has no dictionary"))?.values.len();
        Ok((number, Codes::read(from, rows, values)?))
    })
}

fn texts<'a>(from: &mut Reader<'a>) -> Result<Vec<Maybe<'a>>, Damaged> {
    many(from, |from| {
        let (given, text) = (from.byte()?, from.text()?);
        Ok((given != 0).then_some(text))
    })
}

fn given(from: &mut Reader<'_>) -> Result<Option<Given>, Damaged> {
    Ok(match from.byte()? {
        0 => None,
        1 => Some(Given::Nothing),
        2 => Some(Given::Score(from.byte()?)),
        3 => Some(Given::Chosen(from.text()?.to_owned())),
        _ => return Err(Damaged("an answer is of no known kind")),
    })
}

fn many<'a, T>(
    from: &mut Reader<'a>,
    mut one: impl FnMut(&mut Reader<'a>) -> Result<T, Damaged>,
) -> Result<Vec<T>, Damaged> {
    let count = from.count()?;
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        all.push(one(from)?);
    }
    Ok(all)
}

//! A column of codes, in no byte a row where there is one thing to say, in one where there are up to 256, in two else.

use crate::bytes::{Damaged, Reader, Writer};
use std::collections::BTreeMap;

/// Values, each with its code: the place at which it was first met.
pub(super) struct Dictionary<T> {
    codes: BTreeMap<T, u16>,
    values: Vec<T>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { codes: BTreeMap::new(), values: Vec::new() }
    }
}

impl<T: Ord + Clone> Dictionary<T> {
    /// The code of a value. There are never more values than rows, and [`MOST`](super::MOST) rows are fewer than codes.
    pub(super) fn code(&mut self, value: T) -> u16 {
        if let Some(code) = self.codes.get(&value) {
            return *code;
        }
        let code = self.values.len() as u16;
        self.values.push(value.clone());
        self.codes.insert(value, code);
        code
    }

    /// The values in the order of their codes.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

/// Writes a column of codes into a dictionary of so many values.
pub(super) fn write(out: &mut Writer, codes: impl Iterator<Item = u16>, values: usize) {
    match values {
        0 | 1 => {}
        2..=256 => codes.for_each(|code| out.byte(code as u8)),
        _ => codes.for_each(|code| out.bytes(&code.to_le_bytes())),
    }
}

/// A column of codes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Codes<'a> {
    /// Every row has code 0.
    Same,
    /// One byte a row.
    Narrow(&'a [u8]),
    /// Two bytes a row, the lower one first.
    Wide(&'a [[u8; 2]]),
}

impl<'a> Codes<'a> {
    /// Reads the column of so many rows. Every code of it is one of a value.
    pub(super) fn read(from: &mut Reader<'a>, rows: usize, values: usize) -> Result<Self, Damaged> {
        let (codes, highest) = match values {
            0 | 1 => return Ok(Self::Same),
            2..=256 => {
                let codes = from.bytes(rows)?;
                (Self::Narrow(codes), codes.iter().copied().max().map(usize::from))
            }
            _ => {
                let codes = from.bytes(rows * 2)?.as_chunks().0;
                let highest = codes.iter().map(|code| u16::from_le_bytes(*code)).max();
                (Self::Wide(codes), highest.map(usize::from))
            }
        };
        if highest.is_none_or(|code| code < values) { Ok(codes) } else { Err(Damaged("a code stands for nothing")) }
    }

    /// The code of a row.
    pub(super) fn get(self, row: usize) -> usize {
        match self {
            Self::Same => 0,
            Self::Narrow(codes) => codes.get(row).map_or(0, |code| usize::from(*code)),
            Self::Wide(codes) => codes.get(row).map_or(0, |code| usize::from(u16::from_le_bytes(*code))),
        }
    }
}

//! The rows of one table on both databases, side by side in the order of their keys.

use super::{
    catalogue::Table,
    rows::{Key, Reader, order},
    value::Row,
};
use crate::db::connection::AnyConnection;
use diesel::QueryResult;
use std::cmp::Ordering;

/// What stands under one key.
pub(super) enum Pair {
    /// The same on both.
    Same(Row),
    /// Something else on the target.
    Changed { source: Row, target: Row },
    /// Nothing on the target.
    Missing(Row),
    /// Nothing on the source.
    Surplus(Row),
}

/// Reads both side by side.
pub(super) struct Pairs<'t> {
    table: &'t Table,
    source: Side<'t>,
    target: Side<'t>,
}

/// One database's rows, and the one whose turn is next.
struct Side<'t> {
    reader: Reader<'t>,
    waiting: Option<Row>,
    is_begun: bool,
}

impl<'t> Side<'t> {
    fn new(table: &'t Table) -> Self {
        Self { reader: Reader::new(table, None), waiting: None, is_begun: false }
    }

    fn advance(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        self.waiting = self.reader.next(connection)?;
        Ok(())
    }

    fn begin(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        if !self.is_begun {
            self.is_begun = true;
            self.advance(connection)?;
        }
        Ok(())
    }

    fn take(&mut self, connection: &mut AnyConnection) -> QueryResult<Option<Row>> {
        let next = self.reader.next(connection)?;
        Ok(std::mem::replace(&mut self.waiting, next))
    }
}

impl<'t> Pairs<'t> {
    pub(super) fn new(table: &'t Table) -> Self {
        Self { table, source: Side::new(table), target: Side::new(table) }
    }

    /// The next pair; none at the end.
    pub(super) fn next(&mut self, source: &mut AnyConnection, target: &mut AnyConnection) -> QueryResult<Option<Pair>> {
        self.source.begin(source)?;
        self.target.begin(target)?;
        let first = match (&self.source.waiting, &self.target.waiting) {
            (None, None) => return Ok(None),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => order(self.table.key_of(one), self.table.key_of(other)),
        };
        Ok(match first {
            Ordering::Less => self.source.take(source)?.map(Pair::Missing),
            Ordering::Greater => self.target.take(target)?.map(Pair::Surplus),
            Ordering::Equal => {
                let (one, other) = (self.source.take(source)?, self.target.take(target)?);
                one.zip(other).map(|(source, target)| match source == target {
                    true => Pair::Same(source),
                    false => Pair::Changed { source, target },
                })
            }
        })
    }

    /// Whether the target has nothing more.
    pub(super) fn target_is_done(&self) -> bool {
        self.target.is_begun && self.target.waiting.is_none()
    }
}

/// Where rows must be copied: after a key, up to another one and with it. None is the beginning or the end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Range {
    pub(super) after: Option<Key>,
    pub(super) last: Option<Key>,
}

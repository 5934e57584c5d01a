//! Responses as a file: those that a page of responses shows under the same filter.

use super::{
    Around, Format,
    columns::Columns,
    lines::{self, Response},
    stream::{Part, STRETCH, Source},
    table::{self, Line},
};
use crate::{
    db::{
        connection::AnyConnection,
        listing::{self, Extent, Listed},
        results::{Hours, Within},
    },
    filter::Filter,
};
use diesel::{QueryResult, result::Error as QueryError};
use uuid::Uuid;

/// Which responses are taken out.
#[derive(Clone, Debug)]
pub struct Which {
    /// The site.
    pub site_id: i64,
    /// Some or all of its touchpoints.
    pub touchpoints: Vec<i64>,
    /// The hours in which they began.
    pub hours: Hours,
    /// What must hold of them.
    pub filter: Filter,
}

impl Which {
    fn within(&self) -> Within<'_> {
        Within { site_id: self.site_id, touchpoints: &self.touchpoints, hours: &self.hours }
    }

    /// How many they are, and what they answered.
    ///
    /// # Errors
    /// When a query fails or takes too long, or a row is damaged.
    pub fn extent(&self, connection: &mut AnyConnection) -> QueryResult<Extent> {
        listing::extent(connection, self.within(), &self.filter)
    }
}

/// A file of responses.
#[derive(Clone, Debug)]
pub struct Responses {
    which: Which,
    format: Format,
    around: Around,
    columns: Columns,
}

impl Responses {
    /// The file.
    pub fn new(which: Which, format: Format, around: Around) -> Self {
        Self { columns: Columns::new(&around), which, format, around }
    }

    /// The headings of a table's columns.
    pub fn headings(&self) -> Vec<String> {
        self.columns.headings(self.around.locale)
    }
}

impl Source for Responses {
    type Cursor = Uuid;

    fn head(&self) -> Vec<u8> {
        match self.format {
            Format::Csv => table::head(&self.headings()),
            Format::Json => Vec::new(),
        }
    }

    fn read(&self, connection: &mut AnyConnection, after: Option<Uuid>) -> QueryResult<Part<Uuid>> {
        let stretch = listing::stretch(connection, self.which.within(), &self.which.filter, after, STRETCH)?;
        let bytes = match self.format {
            Format::Csv => {
                let write = |line: Line<'_>, row: &Listed| table::response(line, &self.around, &self.columns, row);
                table::lines(&stretch.rows, write)
            }
            Format::Json => {
                let lines = lines::lines(stretch.rows.iter().map(|row| Response::of(&self.around, row)));
                lines.map_err(|error| QueryError::SerializationError(error.into()))?
            }
        };
        Ok(Part { bytes, rows: stretch.rows.len(), next: stretch.next()? })
    }
}

//! Whether blocks hold what their rows say: each is packed again and compared byte by byte, in one snapshot. Refuses to judge
//! a block in which something has changed since it was packed: that is read from its rows, and the block is made again soon.

use super::{
    Sealed, Stored,
    count::{changed, within},
    rows, seal, stored,
};
use crate::{
    blocks::{MOST, pack},
    db::{
        connection::{self, AnyConnection},
        intake::recount::Step,
        schema::{block, block_change},
    },
};
use diesel::prelude::*;
use std::{collections::BTreeSet, ops::Bound};

/// A proof that is going on.
pub struct Proof {
    connection: AnyConnection,
    site_id: i64,
    /// Those that are not proved yet, the last one first.
    left: Vec<Stored>,
    changed: BTreeSet<Vec<u8>>,
    proved: usize,
    differing: Vec<Stored>,
}

/// What a proof found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    /// How many blocks were compared with their rows.
    pub blocks: usize,
    /// How many held something else.
    pub differing: usize,
}

impl Proof {
    /// Begins to prove the blocks of a site as they are now.
    ///
    /// # Errors
    /// When a query fails.
    pub fn begin(mut connection: AnyConnection, site_id: i64) -> QueryResult<Self> {
        connection::begin_snapshot(&mut connection)?;
        let mut left = stored(&mut connection, site_id)?;
        let sealed = left.last().map(|last| last.upto.clone()).unwrap_or_default();
        let changed = changed(&mut connection, site_id, &sealed)?;
        left.reverse();
        Ok(Self { connection, site_id, left, changed, proved: 0, differing: Vec::new() })
    }

    /// Proves the next block.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn step(&mut self) -> QueryResult<Step> {
        let Some(next) = self.left.pop() else { return Ok(Step::Done) };
        if within(&self.changed, &next).next().is_some() {
            return Ok(Step::More);
        }
        let (bytes, ids): (Vec<u8>, Vec<u8>) =
            block::table.find(next.id).select((block::packed, block::ids)).first(&mut self.connection)?;
        let upto = Bound::Included(next.upto.as_slice());
        // One more than a block may have: it has grown past what anybody noted.
        let responses = rows::between(&mut self.connection, self.site_id, &next.after, upto, MOST + 1)?;
        let hours = || responses.iter().map(|response| response.hour);
        let said = (usize::try_from(next.responses).ok(), Some(next.first_hour), Some(next.last_hour));
        let is_same = said == (Some(responses.len()), hours().min(), hours().max()) && {
            let packed = pack(&responses);
            packed.bytes == bytes && packed.ids == ids
        };
        self.proved += 1;
        if !is_same {
            self.differing.push(next);
        }
        Ok(Step::More)
    }

    /// What was found, changing nothing.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn leave(mut self) -> QueryResult<Proved> {
        connection::end_snapshot(&mut self.connection)?;
        Ok(Proved { blocks: self.proved, differing: self.differing.len() })
    }

    /// Makes those that differ again, at this time, UTC milliseconds.
    ///
    /// # Errors
    /// When a query fails.
    pub fn mend(mut self, now: i64) -> QueryResult<Proved> {
        connection::end_snapshot(&mut self.connection)?;
        for one in &self.differing {
            // As a change that nobody made: it leads whoever seals to this block.
            diesel::insert_into(block_change::table)
                .values((block_change::site_id.eq(self.site_id), block_change::response_id.eq(&one.upto)))
                .execute(&mut self.connection)?;
        }
        if !self.differing.is_empty() {
            while seal(&mut self.connection, self.site_id, now, 1)? != Sealed::Nothing {}
        }
        Ok(Proved { blocks: self.proved, differing: self.differing.len() })
    }
}

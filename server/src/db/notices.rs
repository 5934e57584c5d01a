//! What processes on one PostgreSQL tell each other: the sites for which one of them stored answers. SQLite has one
//! process, which has nobody to tell.

use super::{Db, DbError, connection::AnyConnection};
use diesel::{
    PgConnection, QueryResult, RunQueryDsl,
    dsl::sql,
    sql_types::{Integer, Text},
};
use std::collections::BTreeSet;

/// The most sites one notice names: PostgreSQL takes 8,000 bytes.
const MOST_SITES: usize = 400;

/// A connection that hears what other processes tell.
pub struct Notices {
    connection: PgConnection,
    own: i32,
}

impl Notices {
    /// Begins to listen. `None` on SQLite.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn open(db: &Db) -> Result<Option<Self>, DbError> {
        let AnyConnection::Postgres(mut connection) = db.connect()? else { return Ok(None) };
        diesel::sql_query("LISTEN opina_stored").execute(&mut connection)?;
        let own = diesel::select(sql::<Integer>("pg_backend_pid()")).get_result(&mut connection)?;
        Ok(Some(Self { connection, own }))
    }

    /// Tells others of sites and returns those that others have told of since the last time.
    ///
    /// # Errors
    /// When the connection is gone; [`Notices::open`] makes a new one.
    pub fn exchange(&mut self, sites: &BTreeSet<i64>) -> QueryResult<BTreeSet<i64>> {
        let sites: Vec<String> = sites.iter().map(i64::to_string).collect();
        for sites in sites.chunks(MOST_SITES) {
            let notice = diesel::sql_query("SELECT pg_notify('opina_stored', $1)");
            notice.bind::<Text, _>(sites.join(" ")).execute(&mut self.connection)?;
        }
        let mut heard = BTreeSet::new();
        for notice in self.connection.notifications_iter() {
            let notice = notice?;
            if notice.process_id != self.own {
                heard.extend(notice.payload.split(' ').filter_map(|site| site.parse::<i64>().ok()));
            }
        }
        Ok(heard)
    }
}

//! What was changed, by whom. Rows are added and read, never changed.

use super::{
    connection::AnyConnection,
    schema::{admin, audit, survey, touchpoint},
    sites::{from_json, to_json},
};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// A change to be noted.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// The site, if it was a change of one.
    pub site_id: Option<i64>,
    /// Who changed it.
    pub admin_id: i64,
    /// The address signed in with at that time.
    pub email: String,
    /// UTC milliseconds.
    pub at: i64,
    /// The pattern of the address that was called.
    pub action: String,
    /// What stood in the place of its parts.
    pub object: BTreeMap<String, String>,
    /// The button that was pressed, where a form has several; how many responses were taken out.
    pub detail: String,
}

/// Notes a change.
///
/// # Errors
/// When the query fails.
pub fn insert(connection: &mut AnyConnection, new: &NewRecord) -> QueryResult<()> {
    diesel::insert_into(audit::table)
        .values((
            audit::site_id.eq(new.site_id),
            audit::admin_id.eq(new.admin_id),
            audit::email.eq(&new.email),
            audit::at.eq(new.at),
            audit::action.eq(&new.action),
            audit::object.eq(to_json(&new.object)?),
            audit::detail.eq(&new.detail),
        ))
        .execute(connection)
        .map(drop)
}

/// A change as it was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Row id: later changes have greater ones.
    pub id: i64,
    /// Who changed it.
    pub email: String,
    /// UTC milliseconds.
    pub at: i64,
    /// The pattern of the address that was called.
    pub action: String,
    /// What stood in the place of its parts.
    pub object: BTreeMap<String, String>,
    /// The button that was pressed, or empty.
    pub detail: String,
}

/// The latest changes of a site, or without one those of people and accounts; all or those before one, the latest first.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn latest(
    connection: &mut AnyConnection,
    site_id: Option<i64>,
    before: Option<i64>,
    most: i64,
) -> QueryResult<Vec<Record>> {
    let all = audit::table.into_boxed();
    let own = match site_id {
        Some(site_id) => all.filter(audit::site_id.eq(site_id)),
        None => all.filter(audit::site_id.is_null()),
    };
    let rows: Vec<(i64, String, i64, String, String, String)> = own
        .filter(audit::id.lt(before.unwrap_or(i64::MAX)))
        .order(audit::id.desc())
        .limit(most)
        .select((audit::id, audit::email, audit::at, audit::action, audit::object, audit::detail))
        .load(connection)?;
    let read = |(id, email, at, action, object, detail): (_, _, _, _, String, _)| {
        Ok(Record { id, email, at, action, object: from_json(&object)?, detail })
    };
    rows.into_iter().map(read).collect()
}

/// What the ids in records are called today. What is gone has no name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The site's surveys.
    pub surveys: HashMap<i64, String>,
    /// The site's touchpoints.
    pub touchpoints: HashMap<i64, String>,
    /// Addresses of the people the records are about.
    pub people: HashMap<i64, String>,
}

impl Names {
    /// The names that records need, of a site or of none.
    ///
    /// # Errors
    /// When a query fails.
    pub fn of(connection: &mut AnyConnection, site_id: Option<i64>, records: &[Record]) -> QueryResult<Self> {
        let surveys: Vec<(i64, String)> = survey::table
            .filter(survey::site_id.nullable().eq(site_id))
            .select((survey::id, survey::name))
            .load(connection)?;
        let touchpoints: Vec<(i64, String)> = touchpoint::table
            .filter(touchpoint::site_id.nullable().eq(site_id))
            .select((touchpoint::id, touchpoint::name))
            .load(connection)?;
        let people = records.iter().filter_map(|record| record.object.get("person")?.parse().ok());
        let people = admin::table.filter(admin::id.eq_any(people.collect::<Vec<i64>>()));
        let people: Vec<(i64, String)> = people.select((admin::id, admin::email)).load(connection)?;
        let [surveys, touchpoints, people] = [surveys, touchpoints, people].map(|names| names.into_iter().collect());
        Ok(Self { surveys, touchpoints, people })
    }
}

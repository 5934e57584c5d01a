//! The versions of a survey as they were published: when, what they ask and how often they were answered. None of them
//! ever changes.

use super::{
    connection::AnyConnection,
    schema::{response, survey_version},
    sites::from_json,
};
use diesel::{dsl::count_star, prelude::*};
use shared::definition::Definition;
use std::collections::BTreeMap;

/// One version.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counts from 1.
    pub number: i32,
    /// When it was published, UTC milliseconds.
    pub published_at: i64,
    /// What it asks.
    pub definition: Definition,
    /// How many responses it has.
    pub responses: i64,
}

/// Every version of a survey of this site, the oldest first.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn all(connection: &mut AnyConnection, site_id: i64, survey_id: i64) -> QueryResult<Vec<Version>> {
    let rows: Vec<(i32, i64, String)> = survey_version::table
        .filter(survey_version::site_id.eq(site_id))
        .filter(survey_version::survey_id.eq(survey_id))
        .order(survey_version::version)
        .select((survey_version::version, survey_version::published_at, survey_version::definition))
        .load(connection)?;
    let counted: Vec<(i32, i64)> = response::table
        .filter(response::site_id.eq(site_id))
        .filter(response::survey_id.eq(survey_id))
        .group_by(response::version)
        .select((response::version, count_star()))
        .load(connection)?;
    let counted: BTreeMap<i32, i64> = counted.into_iter().collect();
    let read = |(number, published_at, definition): (i32, i64, String)| {
        let responses = counted.get(&number).copied().unwrap_or_default();
        Ok(Version { number, published_at, definition: from_json(&definition)?, responses })
    };
    rows.into_iter().map(read).collect()
}

/// What one version of a survey of this site asks.
///
/// # Errors
/// When the query fails or the row is damaged; absence is `None`.
pub fn one(
    connection: &mut AnyConnection,
    site_id: i64,
    survey_id: i64,
    number: i32,
) -> QueryResult<Option<Definition>> {
    let definition: Option<String> = survey_version::table
        .filter(survey_version::site_id.eq(site_id))
        .filter(survey_version::survey_id.eq(survey_id))
        .filter(survey_version::version.eq(number))
        .select(survey_version::definition)
        .first(connection)
        .optional()?;
    definition.map(|definition| from_json(&definition)).transpose()
}

//! When versions of surveys were published: what an answer may have changed with.

use super::{
    connection::AnyConnection,
    results::Hours,
    schema::{survey, survey_version},
};
use crate::clock::HOUR;
use diesel::prelude::*;

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The survey.
    pub survey_id: i64,
    /// What the team calls the survey.
    pub survey: String,
    /// The version.
    pub version: i32,
    /// When, UTC milliseconds.
    pub published_at: i64,
}

/// The versions of these touchpoints' surveys that were published within these hours, the oldest first.
///
/// # Errors
/// When the query fails.
pub fn within(
    connection: &mut AnyConnection,
    site_id: i64,
    touchpoints: &[i64],
    hours: &Hours,
) -> QueryResult<Vec<Publication>> {
    let rows: Vec<(i64, String, i32, i64)> = survey_version::table
        .inner_join(
            survey::table.on(survey::site_id.eq(survey_version::site_id).and(survey::id.eq(survey_version::survey_id))),
        )
        .filter(survey_version::site_id.eq(site_id))
        .filter(survey::touchpoint_id.eq_any(touchpoints))
        .filter(survey_version::published_at.ge(i64::from(hours.start) * HOUR))
        .filter(survey_version::published_at.lt(i64::from(hours.end) * HOUR))
        .order((survey_version::published_at, survey_version::survey_id, survey_version::version))
        .select((survey::id, survey::name, survey_version::version, survey_version::published_at))
        .load(connection)?;
    let read = |(survey_id, survey, version, published_at)| Publication { survey_id, survey, version, published_at };
    Ok(rows.into_iter().map(read).collect())
}

/// Every version of one survey that was published, the oldest first.
///
/// # Errors
/// When the query fails.
pub fn of_survey(connection: &mut AnyConnection, site_id: i64, survey_id: i64) -> QueryResult<Vec<Publication>> {
    let rows: Vec<(String, i32, i64)> = survey_version::table
        .inner_join(
            survey::table.on(survey::site_id.eq(survey_version::site_id).and(survey::id.eq(survey_version::survey_id))),
        )
        .filter(survey_version::site_id.eq(site_id))
        .filter(survey_version::survey_id.eq(survey_id))
        .order(survey_version::version)
        .select((survey::name, survey_version::version, survey_version::published_at))
        .load(connection)?;
    let read = |(survey, version, published_at)| Publication { survey_id, survey, version, published_at };
    Ok(rows.into_iter().map(read).collect())
}

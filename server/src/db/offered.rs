//! What a filter can ask for at a site: its surveys, and the languages and fields of what they ask now.

use super::{
    connection::AnyConnection,
    schema::{survey, survey_version},
    sites::from_json,
};
use diesel::prelude::*;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// Every survey that was published, with its name.
    pub surveys: Vec<(i64, String)>,
    /// The languages they are asked in.
    pub languages: BTreeSet<String>,
    /// The attributes and hidden fields they use.
    pub fields: BTreeSet<String>,
}

/// As much of a definition as is needed here: reading all of each on every page would cost more than the figures.
#[derive(Deserialize)]
struct Outline {
    languages: Vec<String>,
    survey: Fields,
}

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    fields: Vec<String>,
}

/// What a filter can ask for at this site.
///
/// # Errors
/// When the query fails or a row is damaged.
pub fn of(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Offered> {
    let published = survey_version::site_id
        .eq(survey::site_id)
        .and(survey_version::survey_id.eq(survey::id))
        .and(survey::published_version.eq(survey_version::version.nullable()));
    let rows: Vec<(i64, String, String)> = survey::table
        .inner_join(survey_version::table.on(published))
        .filter(survey::site_id.eq(site_id))
        .order(survey::id)
        .select((survey::id, survey::name, survey_version::definition))
        .load(connection)?;
    let mut offered = Offered::default();
    for (id, name, definition) in rows {
        let Outline { languages, survey } = from_json(&definition)?;
        offered.surveys.push((id, name));
        offered.languages.extend(languages);
        offered.fields.extend(survey.fields);
    }
    Ok(offered)
}

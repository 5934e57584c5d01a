//! Where counters that were counted anew differ from the stored ones, and the counters that make up for it. Refuses to judge
//! what no row tells of: how often a survey was shown, dismissed and held back.

use super::{Place, Rollups};
use crate::db::{
    connection::AnyConnection,
    schema::{rollup_choice, rollup_funnel, rollup_score},
};
use diesel::{prelude::*, result::Error as QueryError};
use serde::{Deserialize, Serialize};
use shared::score::{MOST_POINTS, Metric};
use std::collections::BTreeSet;

/// A counter that is not what its rows say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Difference {
    /// The whole hours since 1970.
    pub hour: i32,
    /// The survey.
    pub survey_id: i64,
    /// Where its answers counted.
    pub touchpoint_id: i64,
    /// What is counted.
    pub counter: Counter,
    /// What the counter says.
    pub stored: i64,
    /// What the rows say.
    pub counted: i64,
}

/// What a counter counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    /// Responses.
    Started,
    /// Those with the headline answer.
    Scored,
    /// Those with words.
    Commented,
    /// Those that reached the end.
    Completed,
    /// Answers of so many points.
    Score {
        /// The question's id.
        question: String,
        /// The metric's id.
        metric: String,
        /// How many points.
        points: u8,
    },
    /// How often an option was chosen, or its points.
    Choice {
        /// The question's id.
        question: String,
        /// The option's id.
        choice: String,
    },
}

/// Where the search for differences has got to.
struct Search<'a> {
    connection: &'a mut AnyConnection,
    site_id: i64,
    from_hour: i32,
    /// What was counted and has not been compared.
    counted: Rollups,
    found: Vec<Difference>,
}

impl Rollups {
    /// Where what was counted of a site from this hour on differs from its stored counters, by hour.
    pub(in crate::db::intake) fn differences(
        self,
        connection: &mut AnyConnection,
        site_id: i64,
        from_hour: i32,
    ) -> QueryResult<Vec<Difference>> {
        let mut search = Search { connection, site_id, from_hour, counted: self, found: Vec::new() };
        search.scores()?;
        search.choices()?;
        search.funnels()?;
        let mut found = search.found;
        found.sort();
        Ok(found)
    }

    /// What must be added to the stored counters of a site to make them what its rows say.
    pub(in crate::db::intake) fn making_up_for(site_id: i64, differences: &[Difference]) -> QueryResult<Self> {
        let mut rollups = Self::default();
        for one in differences {
            let place: Place = (site_id, one.touchpoint_id, one.hour, one.survey_id);
            let missing = one.counted - one.stored;
            match &one.counter {
                Counter::Started => rollups.funnels.entry(place).or_default().started += missing,
                Counter::Scored => rollups.funnels.entry(place).or_default().scored += missing,
                Counter::Commented => rollups.funnels.entry(place).or_default().commented += missing,
                Counter::Completed => rollups.funnels.entry(place).or_default().completed += missing,
                Counter::Choice { question, choice } => {
                    *rollups.choices.entry((place, question.clone(), choice.clone())).or_default() += missing;
                }
                Counter::Score { question, metric, points } => {
                    let metric = read_metric(metric)?;
                    let row = rollups.scores.entry((place, question.clone(), metric.id())).or_default();
                    if let Some(counter) = row.get_mut(usize::from(points.saturating_sub(*metric.points().start()))) {
                        *counter += missing;
                    }
                }
            }
        }
        Ok(rollups)
    }
}

impl Search<'_> {
    fn scores(&mut self) -> QueryResult<()> {
        type Counters = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);
        use rollup_score as r;
        let of_site = r::table.filter(r::site_id.eq(self.site_id)).filter(r::hour.ge(self.from_hour));
        let touchpoints: BTreeSet<i64> =
            of_site.select(r::touchpoint_id).distinct().load(self.connection)?.into_iter().collect();
        for touchpoint in touchpoints {
            let rows: Vec<(i32, i64, String, String, Counters)> = of_site
                .filter(r::touchpoint_id.eq(touchpoint))
                .select((
                    r::hour,
                    r::survey_id,
                    r::question,
                    r::metric,
                    (r::n0, r::n1, r::n2, r::n3, r::n4, r::n5, r::n6, r::n7, r::n8, r::n9, r::n10),
                ))
                .load(self.connection)?;
            for (hour, survey, question, metric, (a, b, c, d, e, f, g, h, i, j, k)) in rows {
                let key = ((self.site_id, touchpoint, hour, survey), question, read_metric(&metric)?.id());
                let counted = self.counted.scores.remove(&key).unwrap_or_default();
                self.score(&key, [a, b, c, d, e, f, g, h, i, j, k], counted)?;
            }
        }
        for (key, counted) in std::mem::take(&mut self.counted.scores) {
            self.score(&key, [0; MOST_POINTS], counted)?;
        }
        Ok(())
    }

    fn score(
        &mut self,
        (place, question, metric): &(Place, String, &'static str),
        stored: [i64; MOST_POINTS],
        counted: [i64; MOST_POINTS],
    ) -> QueryResult<()> {
        if stored == counted {
            return Ok(());
        }
        let lowest = *read_metric(metric)?.points().start();
        for (points, (stored, counted)) in (lowest..).zip(stored.into_iter().zip(counted)) {
            let (question, metric) = (question.clone(), (*metric).to_owned());
            self.compare(*place, Counter::Score { question, metric, points }, stored, counted);
        }
        Ok(())
    }

    fn choices(&mut self) -> QueryResult<()> {
        use rollup_choice as r;
        let of_site = r::table.filter(r::site_id.eq(self.site_id)).filter(r::hour.ge(self.from_hour));
        let touchpoints: BTreeSet<i64> =
            of_site.select(r::touchpoint_id).distinct().load(self.connection)?.into_iter().collect();
        for touchpoint in touchpoints {
            let rows: Vec<(i32, i64, String, String, i64)> = of_site
                .filter(r::touchpoint_id.eq(touchpoint))
                .select((r::hour, r::survey_id, r::question, r::choice, r::n))
                .load(self.connection)?;
            for (hour, survey, question, choice, stored) in rows {
                let key = ((self.site_id, touchpoint, hour, survey), question, choice);
                let counted = self.counted.choices.remove(&key).unwrap_or_default();
                let (place, question, choice) = key;
                self.compare(place, Counter::Choice { question, choice }, stored, counted);
            }
        }
        for ((place, question, choice), counted) in std::mem::take(&mut self.counted.choices) {
            self.compare(place, Counter::Choice { question, choice }, 0, counted);
        }
        Ok(())
    }

    fn funnels(&mut self) -> QueryResult<()> {
        use rollup_funnel as r;
        let rows: Vec<(i64, i32, i64, [i64; 4])> = r::table
            .filter(r::site_id.eq(self.site_id))
            .filter(r::hour.ge(self.from_hour))
            .select((r::touchpoint_id, r::hour, r::survey_id, (r::started, r::scored, r::commented, r::completed)))
            .load::<(i64, i32, i64, (i64, i64, i64, i64))>(self.connection)?
            .into_iter()
            .map(|(touchpoint, hour, survey, (a, b, c, d))| (touchpoint, hour, survey, [a, b, c, d]))
            .collect();
        for (touchpoint, hour, survey, stored) in rows {
            self.funnel((self.site_id, touchpoint, hour, survey), stored);
        }
        while let Some((place, _)) = self.counted.funnels.first_key_value() {
            self.funnel(*place, [0; 4]);
        }
        Ok(())
    }

    fn funnel(&mut self, place: Place, [started, scored, commented, completed]: [i64; 4]) {
        let counted = self.counted.funnels.remove(&place).unwrap_or_default();
        self.compare(place, Counter::Started, started, counted.started);
        self.compare(place, Counter::Scored, scored, counted.scored);
        self.compare(place, Counter::Commented, commented, counted.commented);
        self.compare(place, Counter::Completed, completed, counted.completed);
    }

    fn compare(&mut self, place: Place, counter: Counter, stored: i64, counted: i64) {
        let (_, touchpoint_id, hour, survey_id) = place;
        if stored != counted {
            self.found.push(Difference { hour, survey_id, touchpoint_id, counter, stored, counted });
        }
    }
}

fn read_metric(id: &str) -> QueryResult<Metric> {
    let unknown = |error: &str| QueryError::DeserializationError(format!("“{id}”: {error}").into());
    Metric::try_from(id).map_err(unknown)
}

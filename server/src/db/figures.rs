//! Where a page's figures come from: the rollups, or what a filter leaves, counted once for the whole page from blocks; without
//! the questions that whoever looks may not see.

use super::{
    connection::AnyConnection,
    matching::{self, Counted},
    results::{self, Chosen, Comment, Funnel, HourScore, Hours, Scored, TouchpointScore, Within},
};
use crate::{filter::Filter, share::Redaction};
use diesel::QueryResult;
use shared::score::{Counts, Metric};
use std::collections::BTreeMap;

/// The figures of some touchpoints in some hours under one filter.
pub struct Figures<'a> {
    connection: &'a mut AnyConnection,
    within: Within<'a>,
    filter: &'a Filter,
    redaction: &'a Redaction,
    /// What the filter leaves of the questions that are not left out; nothing where the rollups answer.
    counted: Option<Counted>,
}

impl<'a> Figures<'a> {
    /// The figures within the widest hours that will be asked for.
    ///
    /// # Errors
    /// When a query fails or takes too long, or a row is damaged.
    pub fn of(connection: &'a mut AnyConnection, within: Within<'a>, filter: &'a Filter) -> QueryResult<Self> {
        Self::redacted(connection, within, filter, Redaction::nothing())
    }

    /// The same without the answers to some questions. What tells how many people answered still counts whoever answered
    /// them.
    ///
    /// # Errors
    /// When a query fails or takes too long, or a row is damaged.
    pub fn redacted(
        connection: &'a mut AnyConnection,
        within: Within<'a>,
        filter: &'a Filter,
        redaction: &'a Redaction,
    ) -> QueryResult<Self> {
        let mut counted = match (filter.is_empty(), redaction.is_empty()) {
            (true, true) => None,
            // Sums of rollups do not tell questions apart, so they are summed here.
            (true, false) => Some(Counted {
                scores: results::scored(connection, within)?,
                choices: results::chose(connection, within)?,
                reached: results::reached(connection, within)?,
            }),
            (false, _) => Some(matching::counted(connection, within, filter)?),
        };
        if let Some(Counted { scores, choices, .. }) = &mut counted {
            scores.retain(|row| !redaction.hides(row.survey_id, &row.question));
            choices.retain(|row| !redaction.hides(row.survey_id, &row.question));
        }
        Ok(Self { connection, within, filter, redaction, counted })
    }

    /// The scores by touchpoint, survey and metric.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn by_touchpoint(&mut self, hours: &Hours) -> QueryResult<Vec<TouchpointScore>> {
        let Some(counted) = &self.counted else {
            return results::by_touchpoint(self.connection, Within { hours, ..self.within });
        };
        let folded = fold(&counted.scores, hours, |row| (row.touchpoint_id, row.survey_id));
        let row = |((touchpoint_id, survey_id), counts)| TouchpointScore { touchpoint_id, survey_id, counts };
        Ok(folded.into_iter().map(row).collect())
    }

    /// The scores of all touchpoints together, by hour and metric, in order of time.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn by_hour(&mut self, hours: &Hours) -> QueryResult<Vec<HourScore>> {
        let Some(counted) = &self.counted else {
            return results::by_hour(self.connection, Within { hours, ..self.within });
        };
        let folded = fold(&counted.scores, hours, |row| row.hour);
        Ok(folded.into_iter().map(|(hour, counts)| HourScore { hour, counts }).collect())
    }

    /// The scores of one survey's questions by hour, in order of time.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn of_questions(&mut self, survey: i64, hours: &Hours) -> QueryResult<Vec<Scored>> {
        let Some(counted) = &self.counted else {
            return results::of_questions(self.connection, Within { hours, ..self.within }, survey);
        };
        let own = counted.scores.iter().filter(|row| row.survey_id == survey && hours.contains(&row.hour));
        let mut rows: Vec<Scored> = own.cloned().collect();
        rows.sort_by_key(|row| row.hour);
        Ok(rows)
    }

    /// The funnel of all touchpoints together, by hour, in order of time. Under a filter nobody knows how often a survey
    /// was shown: `shown` is 0.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn funnel_by_hour(&mut self, hours: &Hours) -> QueryResult<Vec<(i32, Funnel)>> {
        if self.counted.is_none() {
            return results::funnel_by_hour(self.connection, Within { hours, ..self.within });
        }
        Ok(self.funnels(hours, |row| Some(row.hour)))
    }

    /// The funnel by touchpoint; as [`Figures::funnel_by_hour`] under a filter.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn funnel_by_touchpoint(&mut self, hours: &Hours) -> QueryResult<Vec<(i64, Funnel)>> {
        if self.counted.is_none() {
            return results::funnel_by_touchpoint(self.connection, Within { hours, ..self.within });
        }
        Ok(self.funnels(hours, |row| Some(row.touchpoint_id)))
    }

    /// The funnel of one survey; as [`Figures::funnel_by_hour`] under a filter.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn funnel_of(&mut self, survey: i64, hours: &Hours) -> QueryResult<Funnel> {
        if self.counted.is_none() {
            return results::funnel_of(self.connection, Within { hours, ..self.within }, survey);
        }
        let own = self.funnels(hours, |row| (row.survey_id == survey).then_some(()));
        Ok(own.into_iter().next().map(|((), funnel)| funnel).unwrap_or_default())
    }

    fn funnels<K: Ord>(&self, hours: &Hours, key: impl Fn(&results::Reached) -> Option<K>) -> Vec<(K, Funnel)> {
        let mut funnels = BTreeMap::<K, Funnel>::new();
        let rows = self.counted.iter().flat_map(|counted| &counted.reached);
        for row in rows.filter(|row| hours.contains(&row.hour)) {
            if let Some(key) = key(row) {
                funnels.entry(key).or_default().merge(&row.funnel);
            }
        }
        funnels.into_iter().collect()
    }

    /// The options chosen, by survey and question.
    ///
    /// # Errors
    /// When a query fails or a row is damaged.
    pub fn chosen(&mut self, hours: &Hours) -> QueryResult<Vec<Chosen>> {
        let Some(counted) = &self.counted else {
            return results::chosen(self.connection, Within { hours, ..self.within });
        };
        let mut chosen = BTreeMap::<(i64, &str, &str), u64>::new();
        for row in &counted.choices {
            let within = row.hours.iter().filter(|(hour, _)| hours.contains(hour)).map(|(_, n)| *n);
            if let Some(n) = within.reduce(u64::saturating_add) {
                *chosen.entry((row.survey_id, &row.question, &row.choice)).or_default() += n;
            }
        }
        let row = |((survey_id, question, choice), n): ((i64, &str, &str), u64)| Chosen {
            survey_id,
            question: question.to_owned(),
            choice: choice.to_owned(),
            n,
        };
        Ok(chosen.into_iter().map(row).collect())
    }

    /// The latest comments left at these touchpoints.
    ///
    /// # Errors
    /// When a query fails or takes too long.
    pub fn latest_comments(&mut self, touchpoints: &[i64], hours: &Hours, most: i64) -> QueryResult<Vec<Comment>> {
        let within = Within { touchpoints, hours, ..self.within };
        match &self.counted {
            None => results::latest_comments(self.connection, within, most),
            Some(_) => matching::latest_comments(self.connection, within, self.filter, self.redaction, most),
        }
    }
}

fn fold<K: Ord>(scores: &[Scored], hours: &Hours, key: impl Fn(&Scored) -> K) -> Vec<(K, Counts)> {
    let mut folded = BTreeMap::<(K, Metric), Counts>::new();
    for row in scores.iter().filter(|row| hours.contains(&row.hour)) {
        let metric = row.counts.metric();
        let sum = folded.entry((key(row), metric)).or_insert_with(|| Counts::new(metric));
        let _same_metric = sum.merge(&row.counts);
    }
    folded.into_iter().map(|((key, _), counts)| (key, counts)).collect()
}

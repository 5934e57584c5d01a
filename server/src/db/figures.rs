//! Where a page's figures come from: the hourly counters, or what a filter leaves, read once for the whole page; without the
//! questions that whoever looks may not see.

use super::{
    connection::AnyConnection,
    counted::{Counted, Reached, Scored},
    days, matching,
    results::{self, Chosen, Comment, Funnel, HourScore, Hours, TouchpointScore, Within},
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
    /// What the filter leaves of the questions that are not left out.
    counted: Counted,
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
        let mut counted = if filter.is_empty() {
            days::read(connection, within)?
        } else {
            matching::counted(connection, within, filter)?
        };
        counted.scores.retain(|row| !redaction.hides(row.survey_id, &row.question));
        counted.choices.retain(|row| !redaction.hides(row.survey_id, &row.question));
        Ok(Self { connection, within, filter, redaction, counted })
    }

    /// The scores by touchpoint, survey and metric.
    pub fn by_touchpoint(&self, hours: &Hours) -> Vec<TouchpointScore> {
        let folded = fold(&self.counted.scores, hours, |row| (row.touchpoint_id, row.survey_id));
        let row = |((touchpoint_id, survey_id), counts)| TouchpointScore { touchpoint_id, survey_id, counts };
        folded.into_iter().map(row).collect()
    }

    /// The scores of all touchpoints together, by hour and metric, in order of time.
    pub fn by_hour(&self, hours: &Hours) -> Vec<HourScore> {
        let folded = fold(&self.counted.scores, hours, |row| row.hour);
        folded.into_iter().map(|(hour, counts)| HourScore { hour, counts }).collect()
    }

    /// The scores of one survey's questions by hour, in order of time.
    pub fn of_questions(&self, survey: i64, hours: &Hours) -> Vec<Scored> {
        let all = self.counted.scores.iter();
        let mut rows: Vec<Scored> =
            all.filter(|row| row.survey_id == survey && hours.contains(&row.hour)).cloned().collect();
        rows.sort_by_key(|row| row.hour);
        rows
    }

    /// The funnel of all touchpoints together, by hour, in order of time. Under a filter nobody knows how often a survey
    /// was shown: `shown` is 0.
    pub fn funnel_by_hour(&self, hours: &Hours) -> Vec<(i32, Funnel)> {
        self.funnels(hours, |row| Some(row.hour))
    }

    /// The funnel by touchpoint; as [`Figures::funnel_by_hour`] under a filter.
    pub fn funnel_by_touchpoint(&self, hours: &Hours) -> Vec<(i64, Funnel)> {
        self.funnels(hours, |row| Some(row.touchpoint_id))
    }

    /// The funnel of one survey; as [`Figures::funnel_by_hour`] under a filter.
    pub fn funnel_of(&self, survey: i64, hours: &Hours) -> Funnel {
        let own = self.funnels(hours, |row| (row.survey_id == survey).then_some(()));
        own.into_iter().next().map(|((), funnel)| funnel).unwrap_or_default()
    }

    fn funnels<K: Ord>(&self, hours: &Hours, key: impl Fn(&Reached) -> Option<K>) -> Vec<(K, Funnel)> {
        let mut funnels = BTreeMap::<K, Funnel>::new();
        for row in self.counted.reached.iter().filter(|row| hours.contains(&row.hour)) {
            if let Some(key) = key(row) {
                funnels.entry(key).or_default().merge(&row.funnel);
            }
        }
        funnels.into_iter().collect()
    }

    /// The options chosen, by survey and question.
    pub fn chosen(&self, hours: &Hours) -> Vec<Chosen> {
        let mut chosen = BTreeMap::<(i64, &str, &str), u64>::new();
        for row in &self.counted.choices {
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
        chosen.into_iter().map(row).collect()
    }

    /// The latest comments left at these touchpoints.
    ///
    /// # Errors
    /// When a query fails or takes too long.
    pub fn latest_comments(&mut self, touchpoints: &[i64], hours: &Hours, most: i64) -> QueryResult<Vec<Comment>> {
        let within = Within { touchpoints, hours, ..self.within };
        if self.filter.is_empty() && self.redaction.is_empty() {
            return results::latest_comments(self.connection, within, most);
        }
        matching::latest_comments(self.connection, within, self.filter, self.redaction, most)
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

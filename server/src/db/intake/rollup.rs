//! Counters folded in memory over a batch and added to their rows at its end, in key order so that two writers never
//! wait for each other in a circle.

use super::rows;
use crate::{
    db::{connection::AnyConnection, surveys::Published},
    on_each,
};
use diesel::{
    QueryResult, RunQueryDsl, sql_query,
    sql_types::{BigInt, Integer, Text},
};
use shared::{
    answer::{Answer, Answers},
    score::{MOST_POINTS, Metric},
    text::QuestionId,
    wire::Event,
};
use std::collections::BTreeMap;

/// Site, touchpoint, hour, survey.
type Place = (i64, i64, i32, i64);

#[derive(Clone, Copy, Default)]
struct Funnel {
    shown: i64,
    dismissed: i64,
    started: i64,
    scored: i64,
    commented: i64,
    completed: i64,
}

/// How far the counters of a batch move.
#[derive(Default)]
pub(super) struct Rollups {
    scores: BTreeMap<(Place, String, &'static str), [i64; MOST_POINTS]>,
    choices: BTreeMap<(Place, String, String), i64>,
    funnels: BTreeMap<Place, Funnel>,
    /// By site, survey, hour and gate.
    gates: BTreeMap<(i64, i64, i32, &'static str), i64>,
}

impl Rollups {
    /// Counts a response that was not there.
    pub(super) fn add_response(&mut self, survey: &Published, hour: i32, answers: &Answers, complete: bool) {
        self.funnel(survey, hour).started += 1;
        self.count(survey, hour, answers, complete, 1);
    }

    /// Takes back what a response counted before newer answers replaced it.
    pub(super) fn remove_response(&mut self, survey: &Published, hour: i32, answers: &Answers, complete: bool) {
        self.funnel(survey, hour).started -= 1;
        self.count(survey, hour, answers, complete, -1);
    }

    /// Counts something that happened to a survey on a page.
    pub(super) fn add_event(&mut self, survey: &Published, hour: i32, event: Event, n: i64) {
        match event {
            Event::Shown => self.funnel(survey, hour).shown += n,
            Event::Dismissed => self.funnel(survey, hour).dismissed += n,
            Event::Held(gate) => {
                *self.gates.entry((survey.site_id, survey.survey_id, hour, gate.id())).or_default() += n;
            }
        }
    }

    fn funnel(&mut self, survey: &Published, hour: i32) -> &mut Funnel {
        self.funnels.entry(place(survey, hour)).or_default()
    }

    fn count(&mut self, survey: &Published, hour: i32, answers: &Answers, complete: bool, by: i64) {
        let questions = survey.definition.survey();
        let place = place(survey, hour);
        let mut commented = false;
        for (id, answer) in answers.iter() {
            let kind = questions.question(id).map(|question| &question.kind);
            match answer {
                Answer::Score(score) => {
                    if let Some(metric) = kind.and_then(|kind| kind.metric()) {
                        self.score(place, id, metric, *score, by);
                    }
                }
                Answer::Gap(expectation, perception) => {
                    for (metric, score) in [(Metric::Expectation, expectation), (Metric::Perception, perception)] {
                        if let Some(score) = score {
                            self.score(place, id, metric, *score, by);
                        }
                    }
                }
                Answer::Chosen(_) | Answer::Yes(_) | Answer::Points(_) | Answer::Text(_) => {}
            }
            for (choice, n) in rows::choices(answer) {
                *self.choices.entry((place, id.as_str().to_owned(), choice)).or_default() += by * n;
            }
            commented |= rows::words(answer).is_some();
        }
        let scored = questions.headline().is_some_and(|question| answers.contains_key(&question.id));
        let funnel = self.funnel(survey, hour);
        funnel.scored += by * i64::from(scored);
        funnel.commented += by * i64::from(commented);
        funnel.completed += by * i64::from(complete);
    }

    fn score(&mut self, place: Place, question: &QuestionId, metric: Metric, score: u8, by: i64) {
        let counter = usize::from(score.saturating_sub(*metric.points().start()));
        let row = self.scores.entry((place, question.as_str().to_owned(), metric.id())).or_default();
        if let Some(counter) = row.get_mut(counter) {
            *counter += by;
        }
    }

    /// Adds everything to the rows.
    pub(super) fn write(self, connection: &mut AnyConnection) -> QueryResult<()> {
        for ((place, question, metric), counters) in self.scores {
            if counters.iter().any(|counter| *counter != 0) {
                add_scores(connection, place, &question, metric, &counters)?;
            }
        }
        for ((place, question, choice), n) in self.choices {
            if n != 0 {
                add_choice(connection, place, &question, &choice, n)?;
            }
        }
        for (place, funnel) in self.funnels {
            add_funnel(connection, place, funnel)?;
        }
        for ((site, survey, hour, gate), n) in self.gates {
            add_gate(connection, site, survey, hour, gate, n)?;
        }
        Ok(())
    }
}

fn place(survey: &Published, hour: i32) -> Place {
    (survey.site_id, survey.touchpoint_id, hour, survey.survey_id)
}

// Both databases read `$1`, count it in order and know `excluded`, so one text serves them.

fn add_scores(
    connection: &mut AnyConnection,
    (site, touchpoint, hour, survey): Place,
    question: &str,
    metric: &str,
    counters: &[i64; MOST_POINTS],
) -> QueryResult<()> {
    let query = sql_query(
        "INSERT INTO rollup_score (site_id, touchpoint_id, hour, survey_id, question, metric, \
         n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
         ON CONFLICT (site_id, touchpoint_id, hour, survey_id, question, metric) DO UPDATE SET \
         n0 = rollup_score.n0 + excluded.n0, n1 = rollup_score.n1 + excluded.n1, \
         n2 = rollup_score.n2 + excluded.n2, n3 = rollup_score.n3 + excluded.n3, \
         n4 = rollup_score.n4 + excluded.n4, n5 = rollup_score.n5 + excluded.n5, \
         n6 = rollup_score.n6 + excluded.n6, n7 = rollup_score.n7 + excluded.n7, \
         n8 = rollup_score.n8 + excluded.n8, n9 = rollup_score.n9 + excluded.n9, \
         n10 = rollup_score.n10 + excluded.n10",
    )
    .bind::<BigInt, _>(site)
    .bind::<BigInt, _>(touchpoint)
    .bind::<Integer, _>(hour)
    .bind::<BigInt, _>(survey)
    .bind::<Text, _>(question)
    .bind::<Text, _>(metric)
    .bind::<BigInt, _>(counters[0])
    .bind::<BigInt, _>(counters[1])
    .bind::<BigInt, _>(counters[2])
    .bind::<BigInt, _>(counters[3])
    .bind::<BigInt, _>(counters[4])
    .bind::<BigInt, _>(counters[5])
    .bind::<BigInt, _>(counters[6])
    .bind::<BigInt, _>(counters[7])
    .bind::<BigInt, _>(counters[8])
    .bind::<BigInt, _>(counters[9])
    .bind::<BigInt, _>(counters[10]);
    on_each!(connection, |each| query.execute(each)).map(drop)
}

fn add_choice(
    connection: &mut AnyConnection,
    (site, touchpoint, hour, survey): Place,
    question: &str,
    choice: &str,
    n: i64,
) -> QueryResult<()> {
    let query = sql_query(
        "INSERT INTO rollup_choice (site_id, touchpoint_id, hour, survey_id, question, choice, n) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (site_id, touchpoint_id, hour, survey_id, question, choice) \
         DO UPDATE SET n = rollup_choice.n + excluded.n",
    )
    .bind::<BigInt, _>(site)
    .bind::<BigInt, _>(touchpoint)
    .bind::<Integer, _>(hour)
    .bind::<BigInt, _>(survey)
    .bind::<Text, _>(question)
    .bind::<Text, _>(choice)
    .bind::<BigInt, _>(n);
    on_each!(connection, |each| query.execute(each)).map(drop)
}

fn add_funnel(
    connection: &mut AnyConnection,
    (site, touchpoint, hour, survey): Place,
    funnel: Funnel,
) -> QueryResult<()> {
    let query = sql_query(
        "INSERT INTO rollup_funnel (site_id, touchpoint_id, hour, survey_id, \
         shown, dismissed, started, scored, commented, completed) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (site_id, touchpoint_id, hour, survey_id) DO UPDATE SET \
         shown = rollup_funnel.shown + excluded.shown, \
         dismissed = rollup_funnel.dismissed + excluded.dismissed, \
         started = rollup_funnel.started + excluded.started, \
         scored = rollup_funnel.scored + excluded.scored, \
         commented = rollup_funnel.commented + excluded.commented, \
         completed = rollup_funnel.completed + excluded.completed",
    )
    .bind::<BigInt, _>(site)
    .bind::<BigInt, _>(touchpoint)
    .bind::<Integer, _>(hour)
    .bind::<BigInt, _>(survey)
    .bind::<BigInt, _>(funnel.shown)
    .bind::<BigInt, _>(funnel.dismissed)
    .bind::<BigInt, _>(funnel.started)
    .bind::<BigInt, _>(funnel.scored)
    .bind::<BigInt, _>(funnel.commented)
    .bind::<BigInt, _>(funnel.completed);
    on_each!(connection, |each| query.execute(each)).map(drop)
}

fn add_gate(connection: &mut AnyConnection, site: i64, survey: i64, hour: i32, gate: &str, n: i64) -> QueryResult<()> {
    let query = sql_query(
        "INSERT INTO rollup_gate (site_id, survey_id, hour, gate, n) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (site_id, survey_id, hour, gate) DO UPDATE SET n = rollup_gate.n + excluded.n",
    )
    .bind::<BigInt, _>(site)
    .bind::<BigInt, _>(survey)
    .bind::<Integer, _>(hour)
    .bind::<Text, _>(gate)
    .bind::<BigInt, _>(n);
    on_each!(connection, |each| query.execute(each)).map(drop)
}

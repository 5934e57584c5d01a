//! Counters folded in memory over a batch and added to their rows at its end, in key order so that two writers never
//! wait for each other in a circle.

mod difference;

use super::{
    insert::{self, Insert, Pending, Rows, row},
    rows,
};
use crate::{
    clock,
    db::{connection::AnyConnection, days, surveys::Published},
};
use diesel::{
    QueryResult,
    sql_types::{BigInt, Integer, Text},
};
pub use difference::{Counter, Difference};
use shared::{
    answer::{Answer, Answers},
    score::{MOST_POINTS, Metric},
    text::QuestionId,
    wire::Event,
};
use std::collections::BTreeMap;

/// Site, touchpoint, hour, survey.
type Place = (i64, i64, i32, i64);

#[derive(Clone, Copy, Default, PartialEq)]
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

    /// Adds them to their rows, together with what else is to be inserted.
    pub(super) fn store(&self, connection: &mut AnyConnection, others: &[&dyn Pending]) -> QueryResult<()> {
        insert::all(connection, &[others, &self.rows().pending()].concat())?;
        days::note(connection, self.places(), clock::now())
    }

    /// Site, touchpoint and hour of each counter of a site's figures.
    fn places(&self) -> impl Iterator<Item = (i64, i64, i32)> {
        let (scores, choices) =
            (self.scores.keys().map(|(place, ..)| place), self.choices.keys().map(|(place, ..)| place));
        scores.chain(choices).chain(self.funnels.keys()).map(|&(site, touchpoint, hour, _)| (site, touchpoint, hour))
    }

    /// What is to be added to the rows.
    fn rows(&self) -> RollupRows<'_> {
        let scores = self.scores.iter().filter(|(_, counters)| counters.iter().any(|n| *n != 0));
        let choices = self.choices.iter().filter(|(_, n)| **n != 0);
        let funnels = self.funnels.iter().filter(|(_, funnel)| **funnel != Funnel::default());
        RollupRows {
            scores: Rows(scores.map(score_row).collect()),
            choices: Rows(choices.map(choice_row).collect()),
            funnels: Rows(funnels.map(funnel_row).collect()),
            gates: Rows(self.gates.iter().map(gate_row).collect()),
        }
    }
}

/// What a batch adds to the rows of each rollup, each in the order of its keys.
struct RollupRows<'a> {
    scores: Rows<'a, Scores>,
    choices: Rows<'a, Choices>,
    funnels: Rows<'a, Funnels>,
    gates: Rows<'a, Gates>,
}

impl RollupRows<'_> {
    /// The rows of each table.
    fn pending(&self) -> [&dyn Pending; 4] {
        [&self.scores, &self.choices, &self.funnels, &self.gates]
    }
}

fn place(survey: &Published, hour: i32) -> Place {
    (survey.site_id, survey.touchpoint_id, hour, survey.survey_id)
}

// The rows, and how each is added to the one that is there. Both databases know `excluded`.

struct ScoreRow<'a> {
    site_id: i64,
    touchpoint_id: i64,
    hour: i32,
    survey_id: i64,
    question: &'a str,
    metric: &'a str,
    n0: i64,
    n1: i64,
    n2: i64,
    n3: i64,
    n4: i64,
    n5: i64,
    n6: i64,
    n7: i64,
    n8: i64,
    n9: i64,
    n10: i64,
}

row!(ScoreRow<'_>, rollup_score, {
    site_id: BigInt, touchpoint_id: BigInt, hour: Integer, survey_id: BigInt, question: Text, metric: Text,
    n0: BigInt, n1: BigInt, n2: BigInt, n3: BigInt, n4: BigInt, n5: BigInt, n6: BigInt, n7: BigInt, n8: BigInt,
    n9: BigInt, n10: BigInt,
});

struct Scores;

impl Insert for Scores {
    type Row<'a> = ScoreRow<'a>;
    const CONFLICT: &'static str = "(site_id, touchpoint_id, hour, survey_id, question, metric) DO UPDATE SET \
         n0 = rollup_score.n0 + excluded.n0, n1 = rollup_score.n1 + excluded.n1, \
         n2 = rollup_score.n2 + excluded.n2, n3 = rollup_score.n3 + excluded.n3, \
         n4 = rollup_score.n4 + excluded.n4, n5 = rollup_score.n5 + excluded.n5, \
         n6 = rollup_score.n6 + excluded.n6, n7 = rollup_score.n7 + excluded.n7, \
         n8 = rollup_score.n8 + excluded.n8, n9 = rollup_score.n9 + excluded.n9, \
         n10 = rollup_score.n10 + excluded.n10";
}

fn score_row<'a>(
    ((place, question, metric), counters): (&'a (Place, String, &'static str), &[i64; MOST_POINTS]),
) -> ScoreRow<'a> {
    let (site_id, touchpoint_id, hour, survey_id) = *place;
    let [n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10] = *counters;
    ScoreRow { site_id, touchpoint_id, hour, survey_id, question, metric, n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10 }
}

struct ChoiceRow<'a> {
    site_id: i64,
    touchpoint_id: i64,
    hour: i32,
    survey_id: i64,
    question: &'a str,
    choice: &'a str,
    n: i64,
}

row!(ChoiceRow<'_>, rollup_choice, {
    site_id: BigInt, touchpoint_id: BigInt, hour: Integer, survey_id: BigInt, question: Text, choice: Text, n: BigInt,
});

struct Choices;

impl Insert for Choices {
    type Row<'a> = ChoiceRow<'a>;
    const CONFLICT: &'static str = "(site_id, touchpoint_id, hour, survey_id, question, choice) DO UPDATE SET \
         n = rollup_choice.n + excluded.n";
}

fn choice_row<'a>(((place, question, choice), &n): (&'a (Place, String, String), &i64)) -> ChoiceRow<'a> {
    let (site_id, touchpoint_id, hour, survey_id) = *place;
    ChoiceRow { site_id, touchpoint_id, hour, survey_id, question, choice, n }
}

struct FunnelRow {
    site_id: i64,
    touchpoint_id: i64,
    hour: i32,
    survey_id: i64,
    shown: i64,
    dismissed: i64,
    started: i64,
    scored: i64,
    commented: i64,
    completed: i64,
}

row!(FunnelRow, rollup_funnel, {
    site_id: BigInt, touchpoint_id: BigInt, hour: Integer, survey_id: BigInt, shown: BigInt, dismissed: BigInt,
    started: BigInt, scored: BigInt, commented: BigInt, completed: BigInt,
});

struct Funnels;

impl Insert for Funnels {
    type Row<'a> = FunnelRow;
    const CONFLICT: &'static str = "(site_id, touchpoint_id, hour, survey_id) DO UPDATE SET \
         shown = rollup_funnel.shown + excluded.shown, \
         dismissed = rollup_funnel.dismissed + excluded.dismissed, \
         started = rollup_funnel.started + excluded.started, \
         scored = rollup_funnel.scored + excluded.scored, \
         commented = rollup_funnel.commented + excluded.commented, \
         completed = rollup_funnel.completed + excluded.completed";
}

fn funnel_row((&(site_id, touchpoint_id, hour, survey_id), funnel): (&Place, &Funnel)) -> FunnelRow {
    let Funnel { shown, dismissed, started, scored, commented, completed } = *funnel;
    FunnelRow { site_id, touchpoint_id, hour, survey_id, shown, dismissed, started, scored, commented, completed }
}

struct GateRow<'a> {
    site_id: i64,
    survey_id: i64,
    hour: i32,
    gate: &'a str,
    n: i64,
}

row!(GateRow<'_>, rollup_gate, { site_id: BigInt, survey_id: BigInt, hour: Integer, gate: Text, n: BigInt });

struct Gates;

impl Insert for Gates {
    type Row<'a> = GateRow<'a>;
    const CONFLICT: &'static str = "(site_id, survey_id, hour, gate) DO UPDATE SET n = rollup_gate.n + excluded.n";
}

fn gate_row((&(site_id, survey_id, hour, gate), &n): (&(i64, i64, i32, &'static str), &i64)) -> GateRow<'static> {
    GateRow { site_id, survey_id, hour, gate, n }
}

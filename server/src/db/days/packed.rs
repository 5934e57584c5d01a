//! The counters of one touchpoint on one day as bytes. Refuses bytes that are not as they were written.
//!
//! Each survey's funnel, each score of a question and each option is a series: what it counts, then its hours, each with a
//! mask of the counters that are not zero, and those.

use super::{HOURS, Hours, day_of};
use crate::{
    bytes::{Damaged, Reader, Writer},
    db::{
        counted::{Chose, Counted, Reached, Scored},
        results::Funnel,
    },
};
use shared::score::{Counts, MOST_POINTS, Metric};
use std::collections::BTreeMap;

/// What a series counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of<'a> {
    /// How far visitors went.
    Funnel,
    /// Answers to a question by points: its id and that of the metric.
    Score(&'a str, &'a str),
    /// How often an option was chosen: the question's id and the option's.
    Choice(&'a str, &'a str),
}

type Counters = [u64; MOST_POINTS];

/// The bytes of what was counted on one day; nothing for nothing.
pub(super) fn pack(counted: &Counted) -> Option<Vec<u8>> {
    let mut all = BTreeMap::<(i64, Of<'_>), BTreeMap<i32, Counters>>::new();
    for Reached { survey_id, hour, funnel, .. } in &counted.reached {
        let Funnel { shown, started, scored, commented } = *funnel;
        let hours = all.entry((*survey_id, Of::Funnel)).or_default();
        hours.entry(*hour).or_default()[..4].copy_from_slice(&[shown, started, scored, commented]);
    }
    for Scored { survey_id, question, hour, counts, .. } in &counted.scores {
        let hours = all.entry((*survey_id, Of::Score(question, counts.metric().id()))).or_default();
        let counters = hours.entry(*hour).or_default();
        counters.iter_mut().zip(counts.iter()).for_each(|(counter, (_, n))| *counter = n);
    }
    for Chose { survey_id, question, choice, hours: chosen } in &counted.choices {
        let hours = all.entry((*survey_id, Of::Choice(question, choice))).or_default();
        chosen.iter().for_each(|(hour, n)| hours.entry(*hour).or_default()[0] = *n);
    }
    if all.is_empty() {
        return None;
    }
    let mut to = Writer::default();
    for ((survey, of), hours) in &all {
        to.signed(*survey);
        of.write(&mut to);
        to.count(hours.len());
        for (hour, counters) in hours {
            to.byte(hour.rem_euclid(HOURS) as u8);
            let mask = (0..).zip(counters).fold(0, |mask, (place, n)| mask | (u64::from(*n > 0) << place));
            to.number(mask);
            counters.iter().filter(|n| **n > 0).for_each(|n| to.number(*n));
        }
    }
    Some(to.sealed())
}

/// Adds what was counted at a touchpoint on a day, in these hours. Of damaged bytes it adds nothing.
pub(super) fn unpack(
    packed: &[u8],
    (touchpoint_id, day): (i64, i32),
    within: &Hours,
    counted: &mut Counted,
) -> Result<(), Damaged> {
    let before = (counted.scores.len(), counted.choices.len(), counted.reached.len());
    let unpacked = Unpack { touchpoint_id, day, within, counted }.all(packed);
    if unpacked.is_err() {
        let (scores, choices, reached) = before;
        counted.scores.truncate(scores);
        counted.choices.truncate(choices);
        counted.reached.truncate(reached);
    }
    unpacked
}

struct Unpack<'a> {
    touchpoint_id: i64,
    day: i32,
    within: &'a Hours,
    counted: &'a mut Counted,
}

impl Unpack<'_> {
    fn all(&mut self, packed: &[u8]) -> Result<(), Damaged> {
        let mut from = Reader::unsealed(packed)?;
        while !from.is_at_end() {
            let survey_id = from.signed()?;
            match Of::read(&mut from)? {
                Of::Funnel => self.funnel(&mut from, survey_id)?,
                Of::Score(question, metric) => self.scores(&mut from, survey_id, question, metric)?,
                Of::Choice(question, choice) => self.choice(&mut from, survey_id, question, choice)?,
            }
        }
        Ok(())
    }

    fn funnel(&mut self, from: &mut Reader<'_>, survey_id: i64) -> Result<(), Damaged> {
        let (touchpoint_id, reached) = (self.touchpoint_id, &mut self.counted.reached);
        hours(from, self.day, self.within, |hour, [shown, started, scored, commented, ..]| {
            let funnel = Funnel { shown, started, scored, commented };
            reached.push(Reached { touchpoint_id, survey_id, hour, funnel });
            Ok(())
        })
    }

    fn scores(&mut self, from: &mut Reader<'_>, survey_id: i64, question: &str, metric: &str) -> Result<(), Damaged> {
        let metric = Metric::try_from(metric).map_err(|_| Damaged("it has an unknown metric"))?;
        let points = metric.points().count();
        let (touchpoint_id, scores) = (self.touchpoint_id, &mut self.counted.scores);
        hours(from, self.day, self.within, |hour, counters| {
            let counts = counters.get(..points).and_then(|counters| Counts::from_points(metric, counters));
            let counts = counts.ok_or(Damaged("a metric has too many points"))?;
            scores.push(Scored { touchpoint_id, survey_id, question: question.to_owned(), hour, counts });
            Ok(())
        })
    }

    fn choice(&mut self, from: &mut Reader<'_>, survey_id: i64, question: &str, choice: &str) -> Result<(), Damaged> {
        let mut chosen = Vec::new();
        hours(from, self.day, self.within, |hour, [n, ..]| {
            chosen.push((hour, n));
            Ok(())
        })?;
        if !chosen.is_empty() {
            let (question, choice) = (question.to_owned(), choice.to_owned());
            self.counted.choices.push(Chose { survey_id, question, choice, hours: chosen });
        }
        Ok(())
    }
}

/// The hours of a series that are asked for.
fn hours(
    from: &mut Reader<'_>,
    day: i32,
    within: &Hours,
    mut each: impl FnMut(i32, Counters) -> Result<(), Damaged>,
) -> Result<(), Damaged> {
    for _ in 0..from.count()? {
        let hour = day * HOURS + i32::from(from.byte()?);
        if day_of(hour) != day {
            return Err(Damaged("an hour is of another day"));
        }
        let mask = from.number()?;
        let mut counters = [0; MOST_POINTS];
        for (place, counter) in counters.iter_mut().enumerate() {
            if mask & (1 << place) != 0 {
                *counter = from.number()?;
            }
        }
        if within.contains(&hour) {
            each(hour, counters)?;
        }
    }
    Ok(())
}

impl<'a> Of<'a> {
    fn write(self, to: &mut Writer) {
        match self {
            Self::Funnel => to.byte(0),
            Self::Score(question, metric) => {
                to.byte(1);
                to.text(question);
                to.text(metric);
            }
            Self::Choice(question, choice) => {
                to.byte(2);
                to.text(question);
                to.text(choice);
            }
        }
    }

    fn read(from: &mut Reader<'a>) -> Result<Self, Damaged> {
        Ok(match from.byte()? {
            0 => Self::Funnel,
            1 => Self::Score(from.text()?, from.text()?),
            2 => Self::Choice(from.text()?, from.text()?),
            _ => return Err(Damaged("it counts nothing that is known")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i32 = 20_000;

    fn counted() -> Counted {
        let counts = |metric: Metric, points: &[(u8, u64)]| {
            let mut counts = Counts::new(metric);
            assert!(points.iter().all(|(point, n)| counts.add(*point, *n)));
            counts
        };
        let score = |question: &str, hour, counts| Scored {
            touchpoint_id: 7,
            survey_id: 3,
            question: question.to_owned(),
            hour: DAY * HOURS + hour,
            counts,
        };
        let reached = |survey_id, hour, shown| {
            let funnel = Funnel { shown, started: 2, scored: 0, commented: 1 };
            Reached { touchpoint_id: 7, survey_id, hour: DAY * HOURS + hour, funnel }
        };
        let hours = vec![(DAY * HOURS, 1), (DAY * HOURS + 23, 300)];
        Counted {
            scores: vec![
                score("score", 0, counts(Metric::Nps, &[(0, 1), (10, 70_000)])),
                score("score", 23, counts(Metric::Nps, &[(6, 2)])),
                score("year", 5, counts(Metric::Csat, &[(1, 4), (5, 5)])),
            ],
            choices: vec![Chose { survey_id: 3, question: "why".into(), choice: "año".into(), hours }],
            reached: vec![reached(3, 0, 900), reached(3, 23, 0), reached(12, 4, 1)],
        }
    }

    fn unpacked(packed: &[u8], within: &Hours) -> Result<Counted, Damaged> {
        let mut counted = Counted::default();
        unpack(packed, (7, DAY), within, &mut counted)?;
        Ok(counted)
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let packed = pack(&counted()).expect("there is something");
        assert_eq!(unpacked(&packed, &(DAY * HOURS..(DAY + 1) * HOURS)), Ok(counted()));
        assert_eq!(pack(&Counted::default()), None);
    }

    #[test]
    fn only_the_hours_asked_for_are_unpacked() {
        let packed = pack(&counted()).expect("there is something");
        let last = DAY * HOURS + 23;
        let late = unpacked(&packed, &(last..last + 100)).expect("it is whole");
        assert_eq!((late.scores.len(), late.reached.len()), (1, 1));
        assert_eq!(late.choices[0].hours, [(last, 300)]);
        assert_eq!(unpacked(&packed, &(0..DAY * HOURS)), Ok(Counted::default()));
    }

    #[test]
    fn of_damaged_bytes_nothing_is_believed() {
        let packed = pack(&counted()).expect("there is something");
        for place in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[place] ^= 0x40;
            let mut counted = counted();
            assert!(unpack(&damaged, (7, DAY), &(0..i32::MAX), &mut counted).is_err(), "byte {place}");
            assert_eq!(counted, self::counted());
        }
    }
}

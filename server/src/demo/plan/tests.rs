//! The story comes out, whatever the date.

use super::*;
use crate::clock::HOUR;
use shared::score::{Counts, FALSE_DISCOVERY_RATE, discoveries};
use std::ops::Range;

const DAY: i64 = 24 * HOUR;

/// 20 November 2026, 16:20 in Madrid, and a day in summer, at night.
const DATES: [i64; 2] = [1_795_188_000_000, 1_782_950_400_000];

fn told(now: i64, share: f64) -> Vec<Happening> {
    Year::before(now, share).unwrap().flat_map(Result::unwrap).collect()
}

fn replies(story: &[Happening]) -> impl Iterator<Item = (&Happening, &Reply)> {
    story.iter().filter_map(|happening| match &happening.what {
        What::Answered(reply) => Some((happening, &**reply)),
        What::Shown | What::Dismissed => None,
    })
}

fn score_of(reply: &Reply) -> u8 {
    let scores = reply.answers.values().find_map(|answer| match answer {
        Answer::Score(score) => Some(*score),
        _ => None,
    });
    scores.expect("every answer begins with a score")
}

/// What was answered at a place over some days, counted back from now.
fn counts(story: &[Happening], now: i64, name: &str, days: Range<i64>) -> Counts {
    let place = PLACES.iter().position(|place| place.name == name).unwrap();
    let mut counts = Counts::new(PLACES[place].metric);
    let time = now - days.end * DAY..now - days.start * DAY + 1;
    for (_, reply) in replies(story).filter(|(one, _)| one.place == place && time.contains(&one.at)) {
        assert!(counts.add(score_of(reply), 1));
    }
    counts
}

#[test]
fn the_story_is_told() {
    for now in DATES {
        let story = told(now, 1.0);
        let check = |name: &str, days: Range<i64>, low: f64, high: f64| {
            let value = counts(&story, now, name, days.clone()).score().unwrap().value;
            assert!((low..=high).contains(&value), "{name} {days:?}: {value}, expected {low} to {high}");
        };
        check("Checkout", 0..14, -38.0, -24.0);
        check("Checkout", 30..60, -20.0, -8.0);
        check("Checkout", 60..365, -16.0, -12.0);
        check("First use", 0..28, 48.0, 56.0);
        check("First use", 32..60, 36.0, 44.0);
        check("Call centre", 0..14, 4.2, 4.8);
        check("Call centre", 60..120, 5.0, 5.4);
        check("Landing", 0..30, 75.0, 83.0);
        check("Order confirmed", 0..30, 85.0, 91.0);
        check("Help centre", 0..30, 5.2, 5.8);
        check("Retention call", 0..60, -58.0, -18.0);
        assert_eq!(counts(&story, now, "Ads", 0..365).n(), 4);
        for place in &PLACES {
            let n = counts(&story, now, place.name, 0..30).n();
            assert!(n >= 20 || place.name == "Ads", "{} has {n}", place.name);
        }
    }
}

#[test]
fn what_changed_can_be_told_from_noise_and_nothing_else() {
    for now in DATES {
        let story = told(now, 1.0);
        let change = |place: &Place| {
            let before = counts(&story, now, place.name, 30..60);
            counts(&story, now, place.name, 0..30).change_since(&before).map_or(f64::NAN, |change| change.p)
        };
        let found = discoveries(&PLACES.each_ref().map(change), FALSE_DISCOVERY_RATE);
        let changed: Vec<&str> =
            PLACES.iter().zip(found).filter(|(_, found)| *found).map(|(one, _)| one.name).collect();
        assert_eq!(changed, ["Checkout", "First use", "Call centre"]);
    }
}

#[test]
fn there_is_as_much_of_it_as_a_busy_shop_has() {
    let now = DATES[0];
    let story = told(now, 1.0);
    let answered = replies(&story).count();
    assert!((40_000..60_000).contains(&answered), "{answered} answers");
    let shown = story.iter().filter(|one| one.what == What::Shown).count();
    let rate = 100.0 * answered as f64 / shown as f64;
    assert!((8.0..15.0).contains(&rate), "{rate} % answered");
    let partial = replies(&story).filter(|(_, reply)| !reply.complete).count();
    assert!((0.03..0.12).contains(&(partial as f64 / answered as f64)), "{partial} partial");
    assert!(story.iter().any(|one| one.what == What::Dismissed));
    assert!(story.iter().all(|one| (now - i64::from(DAYS) * DAY..=now).contains(&one.at)));
    let comments = replies(&story).flat_map(|(_, reply)| reply.answers.values()).filter_map(|answer| match answer {
        Answer::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let distinct: std::collections::BTreeSet<&str> = comments.collect();
    assert!(distinct.len() >= 120, "{} comments", distinct.len());
}

#[test]
fn every_answer_fits_its_survey() {
    let now = DATES[1];
    let definitions: Vec<Definition> = Year::before(now, 0.2).unwrap().definitions().cloned().collect();
    let mut ids = std::collections::BTreeSet::new();
    for (happening, reply) in replies(&told(now, 0.2)) {
        let survey = definitions[happening.place].survey();
        let checked = survey.check(reply.answers.clone(), Fields::new(), reply.complete).unwrap();
        assert_eq!(*checked.answers(), reply.answers);
        assert!(ids.insert(reply.id), "an id twice");
    }
    for (place, definition) in PLACES.iter().zip(&definitions) {
        let offered: Vec<&str> = definition
            .survey()
            .questions()
            .iter()
            .flat_map(|question| question.kind.options())
            .map(|option| option.id.as_str())
            .collect();
        for (obstacle, ..) in place.obstacles {
            assert!(offered.contains(obstacle), "{} offers no {obstacle}", place.name);
        }
    }
}

#[test]
fn the_same_day_tells_the_same_story() {
    let now = DATES[0];
    assert_eq!(told(now, 0.05), told(now, 0.05));
}

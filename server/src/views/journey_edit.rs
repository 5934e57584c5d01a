//! Editing the journey map: phases, channels, and the list of touchpoints.

use super::Page;
use crate::{
    db::journey::{MOST_STEPS, Map, Step, Touchpoint},
    words::fill,
};
use askama::Template;

/// The page that edits the map.
#[derive(Debug, Template)]
#[template(path = "journey_edit.html")]
pub struct EditView {
    page: Page,
    key: String,
    axes: [AxisPart; 2],
    touchpoints: Vec<Listed>,
}

/// The phases or the channels.
#[derive(Debug)]
struct AxisPart {
    path: &'static str,
    title: &'static str,
    advice: &'static str,
    new: &'static str,
    steps: Vec<Part>,
    is_full: bool,
}

/// One phase or channel.
#[derive(Debug)]
struct Part {
    id: i64,
    name: String,
    is_first: bool,
    is_last: bool,
    /// How many touchpoints keep it from being removed.
    used: Option<String>,
}

/// One touchpoint of the list.
#[derive(Debug)]
struct Listed {
    id: i64,
    name: String,
    place: String,
    moment_of_truth: bool,
}

impl EditView {
    /// The map of the page's site.
    pub fn new(page: Page, key: &str, map: &Map) -> Self {
        let words = page.words;
        let used = |touchpoints: usize| match touchpoints {
            0 => None,
            1 => Some(words.one_touchpoint.to_owned()),
            many => Some(fill(words.many_touchpoints, &[("n", &many.to_string())])),
        };
        let part = |steps: &[Step], (index, step): (usize, &Step), touchpoints: usize| Part {
            id: step.id,
            name: step.name.clone(),
            is_first: index == 0,
            is_last: index + 1 == steps.len(),
            used: used(touchpoints),
        };
        let at_phase = |id: i64| map.touchpoints.iter().filter(|one| one.phase_id == id).count();
        let at_channel = |id: i64| map.touchpoints.iter().filter(|one| one.channel_id == id).count();
        let parts = |steps: &[Step], touchpoints: &dyn Fn(i64) -> usize| {
            let steps = steps.iter().enumerate().map(|(index, step)| part(steps, (index, step), touchpoints(step.id)));
            steps.collect()
        };
        let phases = AxisPart {
            path: "phases",
            title: words.phases_title,
            advice: words.phases_advice,
            new: words.new_phase,
            steps: parts(&map.phases, &at_phase),
            is_full: map.phases.len() >= MOST_STEPS,
        };
        let channels = AxisPart {
            path: "channels",
            title: words.channels_title,
            advice: words.channels_advice,
            new: words.new_channel,
            steps: parts(&map.channels, &at_channel),
            is_full: map.channels.len() >= MOST_STEPS,
        };
        let listed = |one: &Touchpoint| Listed {
            id: one.id,
            name: one.name.clone(),
            place: format!("{} · {}", map.channel(one.channel_id), map.phase(one.phase_id)),
            moment_of_truth: one.moment_of_truth,
        };
        let touchpoints = map.touchpoints.iter().map(listed).collect();
        Self { axes: [phases, channels], touchpoints, key: key.to_owned(), page }
    }
}

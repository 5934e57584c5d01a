//! Editing the journey map: the grid in which one thing is chosen, and the panel that changes it.

mod panel;

use super::Page;
use crate::{
    db::{
        journey::{Axis, Cell, MOST_STEPS, Map, Step, Touchpoint},
        map_edit::Edit,
        surveys,
    },
    words::{Words, fill},
};
use askama::Template;
use panel::Panel;
use std::fmt;

/// Something on the map that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A phase or channel.
    Step(Axis, i64),
    /// A touchpoint.
    Touchpoint(i64),
}

impl fmt::Display for Thing {
    /// As addresses name it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(axis, id) => write!(f, "{}-{id}", axis.path()),
            Self::Touchpoint(id) => write!(f, "touchpoints-{id}"),
        }
    }
}

impl Thing {
    /// What an address names; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once('-')?;
        let id = id.parse().ok()?;
        match kind {
            "touchpoints" => Some(Self::Touchpoint(id)),
            _ => [Axis::Phase, Axis::Channel]
                .into_iter()
                .find(|axis| axis.path() == kind)
                .map(|axis| Self::Step(axis, id)),
        }
    }

    fn is_on(self, map: &Map) -> bool {
        match self {
            Self::Step(axis, id) => map.steps(axis).iter().any(|step| step.id == id),
            Self::Touchpoint(id) => map.touchpoint(id).is_some(),
        }
    }
}

/// How the page is looked at.
#[derive(Debug, Default)]
pub struct Editing {
    /// What is chosen.
    pub at: Option<Thing>,
    /// The button that was pushed last, to be pushed again; `item` is the thing itself.
    pub focus: Option<String>,
    /// Whether what is chosen shall be removed.
    pub removing: bool,
    /// What was done just before, or why it was not.
    pub notice: Option<Notice>,
    /// The surveys of the site, where a touchpoint shall be removed.
    pub surveys: Vec<surveys::Listed>,
}

/// What the page says about what was done just before.
#[derive(Debug)]
pub struct Notice {
    /// In words.
    pub text: String,
    /// Whether it was not done.
    pub refused: bool,
    /// The entry that takes it back.
    pub undo: Option<i64>,
}

impl Notice {
    /// What was done, told from what takes it back.
    pub fn done(words: &Words, map: &Map, entry: i64, undo: &Edit) -> Self {
        let step = |axis, id| map.steps(axis).iter().find(|step: &&Step| step.id == id).map_or("", |step| &step.name);
        let touchpoint = |id| map.touchpoint(id).map_or("", |one| &one.name);
        // What takes a change back reads the new name and writes the old one.
        let renamed = |new: &str, old: &str| fill(words.map_renamed, &[("old", old), ("new", new)]);
        let about = |text, name: &str| fill(text, &[("name", name)]);
        let text = match undo {
            Edit::AddStep { name, .. } => about(words.map_removed, name.as_str()),
            Edit::AddTouchpoint(kept) => about(words.map_removed, &kept.name),
            Edit::RenameStep { was, name, .. } | Edit::RenameTouchpoint { was, name, .. } => {
                renamed(was, name.as_str())
            }
            Edit::PlaceStep { axis, id, .. } | Edit::ShiftStep { axis, id, .. } => {
                about(words.map_moved, step(*axis, *id))
            }
            Edit::PlaceTouchpoint { id, .. } | Edit::ShiftTouchpoint { id, .. } => {
                let place = map.touchpoint(*id).map(|one| place(map, one)).unwrap_or_default();
                fill(words.map_moved_to, &[("name", touchpoint(*id)), ("place", &place)])
            }
            Edit::RemoveStep { axis, id, .. } => about(words.map_added, step(*axis, *id)),
            Edit::RemoveTouchpoint { id, .. } => about(words.map_added, touchpoint(*id)),
        };
        Self { text, refused: false, undo: Some(entry) }
    }

    /// Why something was not done.
    pub fn refused(text: impl Into<String>) -> Self {
        Self { text: text.into(), refused: true, undo: None }
    }
}

fn place(map: &Map, one: &Touchpoint) -> String {
    format!("{} · {}", map.channel(one.channel_id), map.phase(one.phase_id))
}

/// The page that edits the map.
#[derive(Debug, Template)]
#[template(path = "journey_edit.html")]
pub struct EditView {
    page: Page,
    key: String,
    notice: Option<Notice>,
    panel: Panel,
    phases: Vec<Item>,
    channels: Vec<Line>,
    adders: [Adder; 2],
}

/// Something that can be chosen and dragged.
#[derive(Debug)]
struct Item {
    thing: Thing,
    name: String,
    moment_of_truth: bool,
    is_chosen: bool,
    is_focused: bool,
}

/// A channel with its cells.
#[derive(Debug)]
struct Line {
    channel: Item,
    slots: Vec<Slot>,
}

/// Where a channel meets a phase.
#[derive(Debug)]
struct Slot {
    cell: Cell,
    touchpoints: Vec<Item>,
    add_label: String,
}

/// Adds a phase or a channel.
#[derive(Debug)]
struct Adder {
    path: &'static str,
    label: &'static str,
    advice: &'static str,
    is_full: bool,
}

impl EditView {
    /// The map of the page's site.
    pub fn new(page: Page, key: &str, map: &Map, editing: Editing) -> Self {
        let words = page.words;
        let Editing { at, focus, removing, notice, surveys } = editing;
        let at = at.filter(|at| at.is_on(map));
        let item = |thing: Thing, name: &str, moment_of_truth: bool| Item {
            thing,
            name: name.to_owned(),
            moment_of_truth,
            is_chosen: at == Some(thing),
            is_focused: at == Some(thing) && focus.as_deref() == Some("item"),
        };
        let step = |axis: Axis, step: &Step| item(Thing::Step(axis, step.id), &step.name, false);
        let slot = |channel: &Step, phase: &Step| {
            let cell = Cell { phase_id: phase.id, channel_id: channel.id };
            let here = map.at(cell).map(|one| item(Thing::Touchpoint(one.id), &one.name, one.moment_of_truth));
            let add_label = fill(words.add_touchpoint_at, &[("channel", &channel.name), ("phase", &phase.name)]);
            Slot { cell, touchpoints: here.collect(), add_label }
        };
        let line = |channel: &Step| Line {
            channel: step(Axis::Channel, channel),
            slots: map.phases.iter().map(|phase| slot(channel, phase)).collect(),
        };
        let adder = |axis: Axis, label, advice| Adder {
            path: axis.path(),
            label,
            advice,
            is_full: map.steps(axis).len() >= MOST_STEPS,
        };
        Self {
            panel: Panel::new(&page, map, at, focus.as_deref(), removing, &surveys),
            phases: map.phases.iter().map(|phase| step(Axis::Phase, phase)).collect(),
            channels: map.channels.iter().map(line).collect(),
            adders: [
                adder(Axis::Phase, words.new_phase, words.phases_advice),
                adder(Axis::Channel, words.new_channel, words.channels_advice),
            ],
            key: key.to_owned(),
            notice,
            page,
        }
    }
}

impl EditView {
    /// Whether nothing is chosen, so that nothing in the panel can have the focus.
    fn is_idle(&self) -> bool {
        matches!(self.panel, Panel::Hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_things() {
        let check = |text: &str, expected: Option<Thing>| {
            assert_eq!(Thing::read(text), expected, "{text}");
            if let Some(thing) = expected {
                assert_eq!(thing.to_string(), text);
            }
        };
        check("phases-3", Some(Thing::Step(Axis::Phase, 3)));
        check("channels-12", Some(Thing::Step(Axis::Channel, 12)));
        check("touchpoints-7", Some(Thing::Touchpoint(7)));
        check("seasons-3", None);
        check("phases-", None);
        check("", None);
    }
}

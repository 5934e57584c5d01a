//! The panel of the map's editor: what can be done to what is chosen, and what hangs on what shall be removed.

use super::{Thing, place};
use crate::{
    db::{
        journey::{Axis, Map, Step, Touchpoint},
        surveys::{Listed, Status},
    },
    views::{Page, format},
    words::{Words, fill},
};

/// What the panel offers.
#[derive(Debug)]
pub enum Panel {
    /// Nothing is chosen.
    Hint,
    /// A name and where to.
    Change(Change),
    /// The question before something is removed.
    Remove(Removal),
}

/// A name and where to.
#[derive(Debug)]
pub struct Change {
    /// What is chosen.
    pub thing: Thing,
    /// Where its form is sent, behind the address of the map.
    pub path: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// Where it is, for a touchpoint.
    pub place: Option<String>,
    /// Where it can go.
    pub moves: Vec<Move>,
    /// Whether the name is what changed last.
    pub names: bool,
    /// The touchpoint, for the page with all that is known of it.
    pub touchpoint: Option<i64>,
}

/// One direction.
#[derive(Debug)]
pub struct Move {
    /// Its name in forms.
    pub value: &'static str,
    /// What it looks like.
    pub arrow: char,
    /// What it says.
    pub label: &'static str,
    /// Whether there is a way.
    pub is_open: bool,
    /// Whether it was pushed last.
    pub is_focused: bool,
}

/// The question before something is removed.
#[derive(Debug)]
pub struct Removal {
    /// What is chosen.
    pub thing: Thing,
    /// Where its form is sent, behind the address of the map.
    pub path: String,
    /// The question.
    pub title: String,
    /// What hangs on it, with its page.
    pub hanging: Vec<(String, String)>,
    /// What becomes of that.
    pub advice: &'static str,
    /// Who can get its touchpoints.
    pub heirs: Vec<Step>,
    /// Whether it has touchpoints that somebody must get.
    pub needs_heir: bool,
    /// Whether surveys that were never published go with it.
    pub drafts: bool,
    /// Whether it can be removed.
    pub is_allowed: bool,
}

impl Panel {
    /// For what is chosen.
    pub fn new(
        page: &Page,
        map: &Map,
        at: Option<Thing>,
        focus: Option<&str>,
        removing: bool,
        surveys: &[Listed],
    ) -> Self {
        let words = page.words;
        match at {
            Some(Thing::Step(axis, id)) if removing => Self::Remove(Removal::of_step(words, map, axis, id)),
            Some(Thing::Step(axis, id)) => Self::Change(Change::of_step(words, map, axis, id, focus)),
            Some(Thing::Touchpoint(id)) => match map.touchpoint(id) {
                Some(one) if removing => Self::Remove(Removal::of_touchpoint(page, one, surveys)),
                Some(one) => Self::Change(Change::of_touchpoint(words, map, one, focus)),
                None => Self::Hint,
            },
            None => Self::Hint,
        }
    }
}

fn path(thing: Thing) -> String {
    match thing {
        Thing::Step(axis, id) => format!("{}/{id}", axis.path()),
        Thing::Touchpoint(id) => format!("touchpoints/{id}"),
    }
}

impl Change {
    fn of_step(words: &'static Words, map: &Map, axis: Axis, id: i64, focus: Option<&str>) -> Self {
        let steps = map.steps(axis);
        let index = steps.iter().position(|step| step.id == id).unwrap_or_default();
        let (kind, [back, on]) = match axis {
            Axis::Phase => (words.phase, [('←', words.move_left), ('→', words.move_right)]),
            Axis::Channel => (words.channel, [('↑', words.move_up), ('↓', words.move_down)]),
        };
        let moves = vec![("earlier", back, index > 0), ("later", on, index + 1 < steps.len())];
        let name = steps.get(index).map(|step| step.name.clone()).unwrap_or_default();
        Self::new(Thing::Step(axis, id), kind, name, moves, focus)
    }

    fn of_touchpoint(words: &'static Words, map: &Map, one: &Touchpoint, focus: Option<&str>) -> Self {
        let here: Vec<i64> = map.at(one.cell()).map(|other| other.id).collect();
        let is_outermost = |steps: &[Step], id: i64| {
            [steps.first(), steps.last()].map(|outermost| outermost.is_some_and(|step| step.id == id))
        };
        let [leftmost, rightmost] = is_outermost(&map.phases, one.phase_id);
        let [topmost, lowest] = is_outermost(&map.channels, one.channel_id);
        let moves = vec![
            ("left", ('←', words.move_left), !leftmost),
            ("right", ('→', words.move_right), !rightmost),
            ("up", ('↑', words.move_up), !topmost || here.first() != Some(&one.id)),
            ("down", ('↓', words.move_down), !lowest || here.last() != Some(&one.id)),
        ];
        let change = Self::new(Thing::Touchpoint(one.id), words.touchpoint_kind, one.name.clone(), moves, focus);
        Self { place: Some(place(map, one)), touchpoint: Some(one.id), ..change }
    }

    fn new(
        thing: Thing,
        kind: &'static str,
        name: String,
        moves: Vec<(&'static str, (char, &'static str), bool)>,
        focus: Option<&str>,
    ) -> Self {
        // At the edge the button that was pushed cannot be pushed again: the next best one is at hand.
        let at_hand = |pushed: &str| moves.iter().find(|(value, _, is_open)| *is_open && *value == pushed);
        let focused = match focus {
            Some("item" | "name") => None,
            pushed => pushed.and_then(at_hand).or_else(|| moves.iter().find(|(_, _, is_open)| *is_open)),
        };
        let focused = focused.map(|(value, _, _)| *value);
        let to_move = |(value, (arrow, label), is_open): &(&'static str, (char, &'static str), bool)| Move {
            value,
            arrow: *arrow,
            label,
            is_open: *is_open,
            is_focused: focused == Some(*value),
        };
        Self {
            moves: moves.iter().map(to_move).collect(),
            names: focus == Some("name"),
            path: path(thing),
            place: None,
            touchpoint: None,
            thing,
            kind,
            name,
        }
    }
}

impl Removal {
    fn of_step(words: &'static Words, map: &Map, axis: Axis, id: i64) -> Self {
        let steps = map.steps(axis);
        let name = steps.iter().find(|step| step.id == id).map_or("", |step| &step.name);
        let is_here = |one: &&Touchpoint| match axis {
            Axis::Phase => one.phase_id == id,
            Axis::Channel => one.channel_id == id,
        };
        let hangs = |one: &Touchpoint| (format!("touchpoints/{}", one.id), one.name.clone());
        let hanging: Vec<(String, String)> = map.touchpoints.iter().filter(is_here).map(hangs).collect();
        let heirs: Vec<Step> = steps.iter().filter(|step| step.id != id).cloned().collect();
        let needs_heir = !hanging.is_empty();
        let is_allowed = !needs_heir || !heirs.is_empty();
        let advice = match (needs_heir, is_allowed) {
            (false, _) => words.remove_empty,
            (true, true) => words.remove_step_moves,
            (true, false) => words.remove_step_last,
        };
        let thing = Thing::Step(axis, id);
        let title = fill(words.remove_question, &[("name", name)]);
        Self { path: path(thing), thing, title, hanging, advice, heirs, needs_heir, drafts: false, is_allowed }
    }

    fn of_touchpoint(page: &Page, one: &Touchpoint, surveys: &[Listed]) -> Self {
        let words = page.words;
        let here = || surveys.iter().filter(|survey| survey.place.touchpoint_id == one.id);
        let told = |survey: &Listed| {
            let n = format::number(page.locale, survey.responses.max(0).unsigned_abs());
            let text = match survey.status {
                Status::Draft => words.remove_draft,
                Status::Live => words.remove_live,
                Status::Paused => words.remove_paused,
            };
            (format!("surveys/{}", survey.id), fill(text, &[("name", &survey.name), ("n", &n)]))
        };
        let was_asked = here().any(|survey| survey.version.is_some());
        let drafts = here().next().is_some() && !was_asked;
        let advice = match (was_asked, drafts) {
            (true, _) => words.remove_asked,
            (false, true) => words.remove_drafts,
            (false, false) => words.remove_empty,
        };
        let thing = Thing::Touchpoint(one.id);
        Self {
            path: path(thing),
            thing,
            title: fill(words.remove_question, &[("name", &one.name)]),
            hanging: here().map(told).collect(),
            advice,
            heirs: Vec::new(),
            needs_heir: false,
            drafts,
            is_allowed: !was_asked,
        }
    }
}

//! The journey map as a picture that stands alone: the curve, the grid with its scores, and what the colours mean. In
//! light colours, by attributes only, with every text escaped and cut to its place.

use super::{Cell, JourneyView, Line, Slot};
use crate::words::Words;
use askama::Template;

/// Around everything.
const MARGIN: u32 = 20;
/// The column with the names of the channels.
const HEADS: u32 = 120;
/// From one phase to the next.
const COLUMN: u32 = 136;
/// How wide a cell is.
const CELL: u32 = 128;
/// Between cells.
const GAP: u32 = 8;
/// Title, period and coverage.
const TOP: u32 = 70;
/// The experience curve.
const CURVE: u32 = 130;
/// The names of the phases.
const NAMES: u32 = 40;
/// The legend at the bottom.
const LEGEND: u32 = 40;
/// Between lines of small text.
const LEADING: u32 = 14;
/// How wide a letter of small text is at most, mostly.
const WIDEST: u32 = 7;
/// How many letters fit into a cell, a channel's name and a phase's.
const LETTERS: usize = 19;

/// The picture.
#[derive(Debug, Template)]
#[template(path = "journey.svg")]
pub struct JourneySvg {
    words: &'static Words,
    lang: &'static str,
    title: String,
    /// The period, the unit and what is listened to, and under them the filter.
    about: Vec<Text>,
    width: u32,
    height: u32,
    /// The left edge of the first phase, and how wide all phases are.
    left: u32,
    across: u32,
    /// Where curve and legend begin.
    curve_top: u32,
    legend_top: u32,
    view: JourneyView,
    phases: Vec<Label>,
    channels: Vec<Label>,
    boxes: Vec<Boxed>,
    legend: Vec<(u32, Ground)>,
}

/// A text of one or two lines.
#[derive(Debug)]
struct Label {
    x: u32,
    lines: Vec<Text>,
}

/// A line of text.
#[derive(Debug)]
struct Text {
    y: u32,
    text: String,
}

/// A cell.
#[derive(Debug)]
struct Boxed {
    x: u32,
    y: u32,
    height: u32,
    ground: Ground,
    value: String,
    /// All of it, for who points at it or cannot see it.
    title: String,
    lines: Vec<Text>,
}

/// What a cell is painted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ground {
    fill: &'static str,
    ink: &'static str,
    edge: &'static str,
}

impl Ground {
    /// The light colours of the console's classes.
    fn of(class: &str) -> Self {
        let plain = |fill| Self { fill, ink: "#17202a", edge: fill };
        match class {
            "v1" => Self { ink: "#ffffff", ..plain("#b3400b") },
            "v2" => plain("#f6d5bd"),
            "v3" => plain("#eef2f6"),
            "v4" => plain("#cfe8e4"),
            "v5" => Self { ink: "#ffffff", ..plain("#0b6e69") },
            "few" => Self { fill: "url(#few)", ink: "#4b5a6b", edge: "#e2e7ed" },
            _ => Self { fill: "#ffffff", ink: "#4b5a6b", edge: "#e2e7ed" },
        }
    }
}

impl JourneySvg {
    /// The map as the page shows it.
    pub fn new(view: JourneyView) -> Self {
        let words = view.page.words;
        let left = MARGIN + HEADS;
        let across = COLUMN * view.phases.len() as u32;
        let width = (left + across + MARGIN).max(640);
        let about = about(words, &view, width);
        let curve_top = TOP + LEADING * (about.len() as u32 - 1);
        let names_top = curve_top + if view.experience.is_some() { CURVE } else { 0 };
        let x = |index: usize| left + COLUMN * index as u32;
        let phases = view.phases.iter().enumerate();
        let phases = phases.map(|(index, name)| Label::new(x(index), names_top + 14, name)).collect();
        let (mut channels, mut boxes, mut y) = (Vec::new(), Vec::new(), names_top + NAMES);
        for Line { name, slots } in &view.channels {
            let mut lowest = y + 58;
            channels.push(Label::new(MARGIN, y + 20, name));
            for (index, slot) in slots.iter().enumerate() {
                let placed = place(words, slot, x(index), y);
                lowest = placed.iter().map(|one| one.y + one.height).fold(lowest, u32::max);
                boxes.extend(placed);
            }
            y = lowest + GAP;
        }
        let site = view.page.site.as_ref().map_or("", |site| &site.name);
        let legend = ["v1", "v2", "v3", "v4", "v5"].map(Ground::of).into_iter();
        Self {
            lang: view.page.locale.tag(),
            title: plain(&format!("{site} · {}", view.page.title)),
            about,
            width,
            height: y + LEGEND + MARGIN,
            legend: (0..).zip(legend).map(|(index, ground)| (index * 16, ground)).collect(),
            curve_top,
            legend_top: y + 12,
            words,
            left,
            across,
            view,
            phases,
            channels,
            boxes,
        }
    }
}

impl JourneySvg {
    /// The colour of the curve's dot with this number.
    fn dot(&self, index: &usize) -> &'static str {
        let class = self.view.experience.as_ref().and_then(|experience| experience.labels.get(*index));
        match class.map(|(class, _)| *class) {
            Some("f1") => "#b3400b",
            Some("f2") => "#e28a4d",
            Some("f4") => "#63b3a9",
            Some("f5") => "#0b6e69",
            _ => "#c9ced6",
        }
    }
}

/// What is looked at: a line, and two more at most where there is a filter.
fn about(words: &Words, view: &JourneyView, width: u32) -> Vec<Text> {
    let letters = ((width - 2 * MARGIN) / WIDEST) as usize;
    let first = format!("{} · {} · {}", view.bar.period.chosen, view.unit, view.coverage);
    let only = |said: &String| wrapped(&plain(&format!("{} {said} · {}", words.filter_only, view.bar.leaves)), letters);
    let lines = [plain(&first)].into_iter().chain(view.bar.said.iter().flat_map(only));
    (0..).zip(lines).map(|(line, text)| Text { y: 54 + LEADING * line, text }).collect()
}

/// The cells of a slot, one below the other.
fn place(words: &Words, slot: &Slot, x: u32, top: u32) -> Vec<Boxed> {
    let mut y = top;
    let boxed = |cell: &Cell| {
        let one = Boxed::new(words, cell, x, y);
        y += one.height + GAP;
        one
    };
    slot.cells.iter().map(boxed).collect()
}

impl Boxed {
    fn new(words: &Words, cell: &Cell, x: u32, y: u32) -> Self {
        let mut texts = wrapped(&plain(&cell.name), LETTERS);
        let about = [cell.about.as_str(), cell.metric.unwrap_or_default()];
        let about = about.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" · ");
        let goal = cell.goal.iter().flat_map(|goal| [Some(goal.text.clone()), goal.day.clone()]).flatten();
        let few = (cell.class == "few").then(|| words.map_few.to_owned());
        let beside: Vec<String> = [about].into_iter().filter(|text| !text.is_empty()).chain(goal).collect();
        texts.extend(beside.iter().flat_map(|text| wrapped(&plain(text), LETTERS)));
        let lines = (0..).zip(texts).map(|(line, text)| Text { y: y + 42 + LEADING * line, text }).collect::<Vec<_>>();
        let star = if cell.moment_of_truth { "★ " } else { "" };
        let title = [format!("{star}{}", cell.name), cell.value.clone()].into_iter().chain(few).chain(beside);
        Self {
            x,
            y,
            height: 38 + LEADING * lines.len() as u32,
            ground: Ground::of(cell.class),
            value: plain(&format!("{star}{}", cell.value)),
            title: plain(&title.collect::<Vec<_>>().join(", ")),
            lines,
        }
    }
}

impl Label {
    fn new(x: u32, y: u32, name: &str) -> Self {
        let lines = (0..).zip(wrapped(&plain(name), LETTERS - 3));
        Self { x, lines: lines.map(|(line, text)| Text { y: y + LEADING * line, text }).collect() }
    }
}

/// What XML can hold: it knows fewer characters than a name may have.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

/// At most two lines of so many letters, cut between words where that is possible. What is left out is told by a sign.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let width = |text: &str| text.chars().map(|c| if c > '\u{2e7f}' { 2 } else { 1 }).sum::<usize>();
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if width(line) + 1 + width(word) <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let more = lines.len() > 2;
    lines.truncate(2);
    let last = lines.len() - 1;
    for (index, line) in lines.iter_mut().enumerate() {
        let is_cut = width(line) > letters;
        while width(line) >= letters && is_cut {
            line.pop();
        }
        if is_cut || more && index == last {
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_their_place() {
        let check = |text: &str, expected: &[&str]| assert_eq!(wrapped(text, 10), expected, "{text}");
        check("", &[""]);
        check("Checkout", &["Checkout"]);
        check("Shipping costs", &["Shipping", "costs"]);
        check("one two three four five six", &["one two", "three four…"]);
        check("Donaudampfschifffahrt", &["Donaudamp…"]);
        check("用户用户用户", &["用户用户…"]);
    }

    #[test]
    fn only_what_xml_holds_is_left() {
        assert_eq!(plain("a\u{0}b\u{fffe}c<&"), "abc<&");
    }
}

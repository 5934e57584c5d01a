//! What is counted of the rows that a filter leaves: answers, starts, words, and how long it took.

use super::{
    Asked, Given,
    block::{Block, Section},
    codes::Codes,
    select::{Conditions, Picked, Scope, Selected},
};
use crate::bytes::Damaged;
use shared::score::MOST_POINTS;
use std::collections::{BTreeMap, BTreeSet};

/// Something that is counted.
pub trait Tally {
    /// Counts those rows of a section that a filter leaves.
    ///
    /// # Errors
    /// An answer that cannot be.
    fn add(&mut self, block: &Block<'_>, rows: &Rows<'_>) -> Result<(), Damaged>;
}

/// The rows of a section that count.
pub struct Rows<'a> {
    section: &'a Section<'a>,
    selected: Selected,
}

impl Block<'_> {
    /// Counts the rows that are within `scope`, except those `left_out`, into all tallies at once.
    ///
    /// # Errors
    /// An answer that cannot be. What was counted until then stays counted: throw it away.
    pub fn count(
        &self,
        scope: Scope<'_>,
        left_out: &BTreeSet<usize>,
        tallies: &mut [&mut dyn Tally],
    ) -> Result<(), Damaged> {
        let conditions = Conditions::new(self, scope, left_out);
        if conditions.leave_nothing() {
            return Ok(());
        }
        for section in &self.sections {
            if let Some(selected) = conditions.select(section) {
                let rows = Rows { section, selected };
                for tally in tallies.iter_mut() {
                    tally.add(self, &rows)?;
                }
            }
        }
        Ok(())
    }
}

/// How often each code is met.
#[derive(Default)]
struct Histogram(Vec<u32>);

impl Histogram {
    /// Counts the codes of some rows. There are `values` of them.
    fn count(&mut self, codes: Codes<'_>, rows: Picked<'_>, values: usize) -> &[u32] {
        // As many as can be named with so many bits: then no look-up needs a check.
        let counters = match values {
            0..=16 => 16,
            17..=256 => 256,
            _ => values,
        };
        self.0.clear();
        self.0.resize(counters, 0);
        match codes {
            Codes::Same => self.0.iter_mut().take(1).for_each(|counter| *counter = rows.len() as u32),
            Codes::Narrow(codes) => {
                if let Some(counters) = self.0.first_chunk_mut::<256>() {
                    each(codes, rows, |code| counters[usize::from(code)] += 1);
                } else if let Some(counters) = self.0.first_chunk_mut::<16>() {
                    each(codes, rows, |code| counters[usize::from(code & 15)] += 1);
                }
            }
            Codes::Wide(codes) => each(codes, rows, |code| {
                if let Some(counter) = self.0.get_mut(usize::from(u16::from_le_bytes(code))) {
                    *counter += 1;
                }
            }),
        }
        self.0.get(..values).unwrap_or_default()
    }
}

/// Does something with the code of each of some rows.
fn each<T: Copy>(codes: &[T], rows: Picked<'_>, act: impl FnMut(T)) {
    match rows {
        Picked::Stretch(from, to) => codes.get(from..to).unwrap_or_default().iter().copied().for_each(act),
        Picked::Single(rows) => {
            rows.iter().filter_map(|row| codes.get(usize::from(*row)).copied()).for_each(act);
        }
    }
}

/// Something for each hour, mostly met in the order of time.
struct ByHour<T>(Vec<(i32, T)>);

impl<T> Default for ByHour<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Default> ByHour<T> {
    fn at(&mut self, hour: i32) -> &mut T {
        let place = match self.0.last() {
            Some((last, _)) if *last == hour => Ok(self.0.len() - 1),
            Some((last, _)) if *last < hour => Err(self.0.len()),
            _ => self.0.binary_search_by_key(&hour, |(one, _)| *one),
        };
        let place = place.unwrap_or_else(|place| {
            self.0.insert(place, (hour, T::default()));
            place
        });
        &mut self.0[place].1
    }
}

/// Something for each name, found without copying the name.
struct ByName<T> {
    places: BTreeMap<String, usize>,
    values: Vec<T>,
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), values: Vec::new() }
    }
}

impl<T: Default> ByName<T> {
    fn at(&mut self, name: &str) -> &mut T {
        let place = self.place(name);
        &mut self.values[place]
    }

    /// Where the value of a name stands among all values, from now on.
    fn place(&mut self, name: &str) -> usize {
        self.places.get(name).copied().unwrap_or_else(|| {
            self.places.insert(name.to_owned(), self.values.len());
            self.values.push(T::default());
            self.values.len() - 1
        })
    }

    /// All of it, in the order of names.
    fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.places.iter().map(|(name, place)| (&**name, &self.values[*place]))
    }
}

/// Into which parts answers are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// None: they are counted together.
    Nothing,
    /// By the language it was asked in.
    Language,
    /// By the kind of device.
    Device,
}

/// Answers to one question, by hour.
#[derive(Clone, Copy)]
pub struct Series<'a> {
    /// What was asked.
    pub asked: Asked,
    /// The name of the answers' rows.
    pub question: &'a str,
    /// The language or kind of device; empty where answers are not divided.
    pub part: &'a str,
    told: &'a Told,
}

/// What was answered to one question.
#[derive(Default)]
struct Told {
    /// Where the counter of each option, or of options that were chosen together, stands.
    options: ByName<()>,
    hours: ByHour<Answered>,
}

/// How often each answer was given in an hour.
#[derive(Default)]
struct Answered {
    scores: [u64; MOST_POINTS],
    chosen: Vec<u64>,
    nothing: u64,
}

impl<'a> Series<'a> {
    /// By hours since 1970, UTC, in their order: how often each point was given, the lowest one first, and how many answers
    /// there are of whatever kind, halves of gaps that were left open included.
    pub fn hours(&self) -> impl Iterator<Item = (i32, &'a [u64; MOST_POINTS], u64)> + use<'a> {
        self.told.hours.0.iter().map(|(hour, answered)| {
            let all = answered.scores.iter().chain(&answered.chosen).fold(answered.nothing, |sum, n| sum + n);
            (*hour, &answered.scores, all)
        })
    }

    /// Options as they are stored, and by hour how often they were chosen together; never 0.
    pub fn chosen(&self) -> impl Iterator<Item = (&'a str, Vec<(i32, u64)>)> + use<'a> {
        let told = self.told;
        told.options.places.iter().map(|(option, place)| {
            let n = |answered: &Answered| answered.chosen.get(*place).copied().filter(|n| *n > 0);
            let hours = told.hours.0.iter().filter_map(|(hour, answered)| Some((*hour, n(answered)?)));
            (&**option, hours.collect())
        })
    }
}

/// Counts answers by hour.
pub struct Answers {
    by: By,
    /// By what was asked, by name of the answers' rows, and by part.
    told: BTreeMap<Asked, ByName<ByName<Told>>>,
    histogram: Histogram,
}

impl Answers {
    /// None yet.
    pub fn new(by: By) -> Self {
        Self { by, told: BTreeMap::new(), histogram: Histogram::default() }
    }

    /// What was counted.
    pub fn counted(&self) -> impl Iterator<Item = Series<'_>> {
        self.told.iter().flat_map(|(asked, questions)| {
            questions.iter().flat_map(move |(question, parts)| {
                parts.iter().map(move |(part, told)| Series { asked: *asked, question, part, told })
            })
        })
    }
}

impl Tally for Answers {
    fn add(&mut self, block: &Block<'_>, rows: &Rows<'_>) -> Result<(), Damaged> {
        let Rows { section, selected } = rows;
        match self.by {
            By::Nothing => self.add_part(block, section, selected, ""),
            By::Language => self.add_parts(block, rows, section.language, &block.languages),
            By::Device => self.add_parts(block, rows, section.device, &block.devices),
        }
    }
}

impl Answers {
    fn add_parts(
        &mut self,
        block: &Block<'_>,
        Rows { section, selected }: &Rows<'_>,
        codes: Codes<'_>,
        parts: &[Option<&str>],
    ) -> Result<(), Damaged> {
        let mut divided = vec![Vec::new(); parts.len()];
        selected.within(&(0..section.rows.len())).for_each(|row| {
            if let Some(part) = divided.get_mut(codes.get(row)) {
                part.push(row as u16);
            }
        });
        for (part, rows) in parts.iter().zip(divided).filter(|(_, rows)| !rows.is_empty()) {
            self.add_part(block, section, &Selected::Rows(rows), part.unwrap_or_default())?;
        }
        Ok(())
    }

    fn add_part(
        &mut self,
        block: &Block<'_>,
        section: &Section<'_>,
        selected: &Selected,
        part: &str,
    ) -> Result<(), Damaged> {
        let questions = self.told.entry(section.asked).or_default();
        for (number, codes) in &section.answers {
            let question = block.answers.get(*number).ok_or(Damaged("a column has no dictionary"))?;
            let Told { options, hours } = questions.at(question.name).at(part);
            let mut places = vec![None; question.values.len()];
            for (hour, run) in &section.runs {
                let rows = selected.within(run);
                if rows.len() == 0 {
                    continue;
                }
                let counters = self.histogram.count(*codes, rows, question.values.len());
                let answered = hours.at(*hour);
                for ((given, place), n) in question.values.iter().zip(&mut places).zip(counters) {
                    match given {
                        Some(given) if *n > 0 => {
                            *answered.counter(given, place, options).ok_or(Damaged("a score is on no scale"))? +=
                                u64::from(*n);
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }
}

impl Answered {
    /// What counts an answer. Where that of options stands is looked up once.
    fn counter(&mut self, given: &Given, place: &mut Option<usize>, options: &mut ByName<()>) -> Option<&mut u64> {
        match given {
            Given::Score(score) => self.scores.get_mut(usize::from(*score)),
            Given::Nothing => Some(&mut self.nothing),
            Given::Chosen(chosen) => {
                let place = *place.get_or_insert_with(|| options.place(chosen));
                if self.chosen.len() <= place {
                    self.chosen.resize(place + 1, 0);
                }
                self.chosen.get_mut(place)
            }
        }
    }
}

/// Responses of one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Started {
    /// What was asked.
    pub asked: Asked,
    /// Whole hours since 1970, UTC.
    pub hour: i32,
    /// How many there are; never 0.
    pub n: u64,
    /// How many of them hold an answer in words.
    pub commented: u64,
}

/// Counts responses by hour.
#[derive(Default)]
pub struct Starts {
    cells: BTreeMap<Asked, ByHour<[u64; 2]>>,
    histogram: Histogram,
}

impl Starts {
    /// What was counted.
    pub fn counted(self) -> Vec<Started> {
        let cells =
            self.cells.into_iter().flat_map(|(asked, hours)| hours.0.into_iter().map(move |cell| (asked, cell)));
        cells.map(|(asked, (hour, [n, commented]))| Started { asked, hour, n, commented }).collect()
    }
}

impl Tally for Starts {
    fn add(&mut self, block: &Block<'_>, Rows { section, selected }: &Rows<'_>) -> Result<(), Damaged> {
        for (hour, run) in &section.runs {
            let rows = selected.within(run);
            if rows.len() == 0 {
                continue;
            }
            let counters = self.histogram.count(section.words, rows, block.words.len());
            let commented = block.words.iter().zip(counters).filter(|(questions, _)| !questions.is_empty());
            let commented: u64 = commented.map(|(_, n)| u64::from(*n)).sum();
            let [all, with_words] = self.cells.entry(section.asked).or_default().at(*hour);
            *all += rows.len() as u64;
            *with_words += commented;
        }
        Ok(())
    }
}

/// Counts how many answered each question in words.
#[derive(Default)]
pub struct Words {
    questions: ByName<u64>,
    histogram: Histogram,
}

impl Words {
    /// What was counted, by question.
    pub fn counted(&self) -> Vec<(String, u64)> {
        self.questions.iter().map(|(question, n)| (question.to_owned(), *n)).collect()
    }
}

impl Tally for Words {
    fn add(&mut self, block: &Block<'_>, Rows { section, selected }: &Rows<'_>) -> Result<(), Damaged> {
        let rows = selected.within(&(0..section.rows.len()));
        let counters = self.histogram.count(section.words, rows, block.words.len());
        for (questions, n) in block.words.iter().zip(counters).filter(|(_, n)| **n > 0) {
            for question in questions {
                *self.questions.at(question) += u64::from(*n);
            }
        }
        Ok(())
    }
}

/// Counts after how many whole seconds responses were complete.
#[derive(Default)]
pub struct Seconds {
    seconds: BTreeMap<i32, u64>,
    histogram: Histogram,
}

impl Seconds {
    /// What was counted, by seconds; responses that are not complete are not in it.
    pub fn counted(self) -> Vec<(i32, u64)> {
        self.seconds.into_iter().collect()
    }
}

impl Tally for Seconds {
    fn add(&mut self, block: &Block<'_>, Rows { section, selected }: &Rows<'_>) -> Result<(), Damaged> {
        let rows = selected.within(&(0..section.rows.len()));
        let counters = self.histogram.count(section.seconds, rows, block.seconds.len());
        for (seconds, n) in block.seconds.iter().zip(counters).filter(|(_, n)| **n > 0) {
            if let Some(seconds) = seconds {
                *self.seconds.entry(*seconds).or_default() += u64::from(*n);
            }
        }
        Ok(())
    }
}

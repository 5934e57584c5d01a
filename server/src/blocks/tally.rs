//! What is counted of the rows that a filter leaves: answers, starts, words, and how long it took.

use super::{
    Asked, Given,
    block::{Block, Section},
    bytes::Damaged,
    codes::Codes,
    select::{Conditions, Picked, Scope, Selected},
};
use std::collections::{BTreeMap, BTreeSet};

/// The points of the longest scale, 0 to 10.
const POINTS: usize = 11;

/// Something that is counted.
pub trait Tally {
    /// Counts those rows of a section that a filter leaves.
    ///
    /// # Errors
    /// A code that stands for nothing.
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
    /// A code that stands for nothing. What was counted until then stays counted: throw it away.
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

const STRANGE: Damaged = Damaged("a code stands for nothing");

/// How often each code is met.
#[derive(Default)]
struct Histogram(Vec<u32>);

impl Histogram {
    /// Counts the codes of some rows. There are `values` of them.
    fn count(&mut self, codes: Codes<'_>, rows: Picked<'_>, values: usize) -> Result<&[u32], Damaged> {
        // At least as many as one byte can name: then no look-up needs a check.
        self.0.clear();
        self.0.resize(values.max(256), 0);
        match codes {
            Codes::Same => {
                let all = u32::try_from(rows.len()).map_err(|_| STRANGE)?;
                *self.0.first_mut().ok_or(STRANGE)? = all;
            }
            Codes::Narrow(codes) => {
                let counters: &mut [u32; 256] = self.0.first_chunk_mut().ok_or(STRANGE)?;
                match rows {
                    Picked::Stretch(from, to) => {
                        for code in codes.get(from..to).ok_or(STRANGE)? {
                            counters[usize::from(*code)] += 1;
                        }
                    }
                    Picked::Single(rows) => {
                        for row in rows {
                            counters[usize::from(*codes.get(usize::from(*row)).ok_or(STRANGE)?)] += 1;
                        }
                    }
                }
            }
            Codes::Wide(_) => {
                let mut known = 0;
                rows.for_each(|row| {
                    if let Some(counter) = self.0.get_mut(codes.get(row)) {
                        *counter += 1;
                        known += 1;
                    }
                });
                if known < rows.len() {
                    return Err(STRANGE);
                }
            }
        }
        match self.0.split_at_checked(values) {
            Some((counters, strange)) if strange.iter().all(|n| *n == 0) => Ok(counters),
            _ => Err(STRANGE),
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
        let place = self.places.get(name).copied().unwrap_or_else(|| {
            self.places.insert(name.to_owned(), self.values.len());
            self.values.push(T::default());
            self.values.len() - 1
        });
        &mut self.values[place]
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
    /// Whole hours since 1970, UTC, in their order.
    pub hours: &'a [(i32, Answered)],
}

/// How often each answer was given.
#[derive(Default)]
pub struct Answered {
    scores: [u64; POINTS],
    chosen: ByName<u64>,
    nothing: u64,
}

impl Answered {
    /// Points, with how often they were given; never 0.
    pub fn scores(&self) -> impl Iterator<Item = (u8, u64)> {
        (0..).zip(self.scores).filter(|(_, n)| *n > 0)
    }

    /// Options as they are stored, with how often they were chosen together.
    pub fn chosen(&self) -> impl Iterator<Item = (&str, u64)> {
        self.chosen.iter().map(|(chosen, n)| (chosen, *n))
    }

    /// How many answers there are, halves of gaps that were left open included.
    pub fn n(&self) -> u64 {
        let chosen = self.chosen().map(|(_, n)| n);
        self.scores.iter().copied().chain(chosen).fold(self.nothing, u64::saturating_add)
    }

    fn add(&mut self, given: &Given, n: u32) -> Result<(), Damaged> {
        let counter = match given {
            Given::Score(score) => self.scores.get_mut(usize::from(*score)).ok_or(Damaged("a score is on no scale"))?,
            Given::Chosen(chosen) => self.chosen.at(chosen),
            Given::Nothing => &mut self.nothing,
        };
        *counter += u64::from(n);
        Ok(())
    }
}

/// Counts answers by hour.
pub struct Answers {
    by: By,
    /// By what was asked, by name of the answers' rows, and by part.
    cells: BTreeMap<Asked, ByName<ByName<ByHour<Answered>>>>,
    histogram: Histogram,
}

impl Answers {
    /// None yet.
    pub fn new(by: By) -> Self {
        Self { by, cells: BTreeMap::new(), histogram: Histogram::default() }
    }

    /// What was counted.
    pub fn counted(&self) -> impl Iterator<Item = Series<'_>> {
        self.cells.iter().flat_map(|(asked, questions)| {
            questions.iter().flat_map(move |(question, parts)| {
                parts.iter().map(move |(part, ByHour(hours))| Series { asked: *asked, question, part, hours })
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
        let mut known = 0;
        let all = selected.within(&(0..section.rows.len()));
        all.for_each(|row| {
            if let Some(part) = divided.get_mut(codes.get(row)) {
                part.push(row as u16);
                known += 1;
            }
        });
        if known < all.len() {
            return Err(STRANGE);
        }
        for (part, rows) in parts.iter().zip(divided) {
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
        for (number, codes) in &section.answers {
            let question = block.answers.get(*number).ok_or(STRANGE)?;
            let hours = self.cells.entry(section.asked).or_default().at(question.name).at(part);
            for (hour, run) in &section.runs {
                let rows = selected.within(run);
                if rows.len() == 0 {
                    continue;
                }
                let counters = self.histogram.count(*codes, rows, question.values.len())?;
                for (given, n) in question.values.iter().zip(counters) {
                    if let (Some(given), 1..) = (given, *n) {
                        hours.at(*hour).add(given, *n)?;
                    }
                }
            }
        }
        Ok(())
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
            let counters = self.histogram.count(section.words, rows, block.words.len())?;
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
        let counters = self.histogram.count(section.words, rows, block.words.len())?;
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
        let counters = self.histogram.count(section.seconds, rows, block.seconds.len())?;
        for (seconds, n) in block.seconds.iter().zip(counters).filter(|(_, n)| **n > 0) {
            if let Some(seconds) = seconds {
                *self.seconds.entry(*seconds).or_default() += u64::from(*n);
            }
        }
        Ok(())
    }
}

//! Which rows of a block a page counts. Each condition is tested on the entries of a dictionary, then looked up for each
//! row.

use super::{
    block::{Block, Maybe, Section},
    codes::Codes,
};
use crate::filter::{FieldTest, Filter};
use std::{collections::BTreeSet, ops::Range};

/// Where, when, and under which filter.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The touchpoints.
    pub touchpoints: &'a [i64],
    /// Whole hours since 1970, UTC.
    pub hours: &'a Range<i32>,
    /// What must hold of a response.
    pub filter: &'a Filter,
}

/// The rows of a section that count.
pub(super) enum Selected {
    /// All of them.
    All,
    /// These, in ascending order.
    Rows(Vec<u16>),
}

/// Those of them that are of one hour.
#[derive(Clone, Copy)]
pub(super) enum Picked<'a> {
    /// From the first to before the second.
    Stretch(usize, usize),
    /// These.
    Single(&'a [u16]),
}

impl Selected {
    /// Those among these rows of the section.
    pub(super) fn within(&self, run: &Range<usize>) -> Picked<'_> {
        match self {
            Self::All => Picked::Stretch(run.start, run.end),
            Self::Rows(rows) => {
                let [from, to] = [run.start, run.end].map(|end| rows.partition_point(|row| usize::from(*row) < end));
                Picked::Single(rows.get(from..to).unwrap_or_default())
            }
        }
    }
}

impl Picked<'_> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Stretch(from, to) => to - from,
            Self::Single(rows) => rows.len(),
        }
    }

    pub(super) fn for_each(self, act: impl FnMut(usize)) {
        match self {
            Self::Stretch(from, to) => (from..to).for_each(act),
            Self::Single(rows) => rows.iter().map(|row| usize::from(*row)).for_each(act),
        }
    }
}

/// The filter, held against the dictionaries of one block.
pub(super) struct Conditions<'a> {
    scope: Scope<'a>,
    languages: Passing,
    devices: Passing,
    paths: Passing,
    /// The number of the field's dictionary, which of its entries pass, and whether a response without the field does.
    fields: Vec<(Option<usize>, Passing, bool)>,
    /// Rows of the block that do not count whatever they hold.
    left_out: &'a BTreeSet<usize>,
}

/// Which entries of a dictionary pass.
enum Passing {
    All,
    None,
    /// 1 for those that do, by code.
    Some(Vec<u8>),
}

impl Passing {
    fn of<T>(values: &[T], test: impl Fn(&T) -> bool) -> Self {
        let table: Vec<u8> = values.iter().map(|value| u8::from(test(value))).collect();
        match table.iter().filter(|passes| **passes == 1).count() {
            0 => Self::None,
            passing if passing == table.len() => Self::All,
            _ => Self::Some(table),
        }
    }
}

impl<'a> Conditions<'a> {
    pub(super) fn new(block: &Block<'_>, scope: Scope<'a>, left_out: &'a BTreeSet<usize>) -> Self {
        let filter = scope.filter;
        let languages = match filter.languages.as_slice() {
            [] => Passing::All,
            some => Passing::of(&block.languages, |one| some.iter().any(|language| *one == Some(language.as_str()))),
        };
        let devices = match filter.devices.as_slice() {
            [] => Passing::All,
            some => Passing::of(&block.devices, |one| some.iter().any(|device| *one == Some(device.id()))),
        };
        let paths = match &filter.page {
            None => Passing::All,
            Some(page) => Passing::of(&block.paths, |path| path.is_some_and(|path| path.starts_with(&**page))),
        };
        let fields = filter.fields.iter().map(|condition| {
            let place = block.fields.iter().position(|field| field.name == condition.field.as_str());
            let values = place.and_then(|place| block.fields.get(place)).map_or(&[][..], |field| &field.values);
            let passing = Passing::of(values, |value| passes(&condition.test, *value));
            (place, passing, passes(&condition.test, None))
        });
        Self { scope, languages, devices, paths, fields: fields.collect(), left_out }
    }

    /// Whether it can be seen from the dictionaries that nothing passes.
    pub(super) fn leave_nothing(&self) -> bool {
        [&self.languages, &self.devices, &self.paths].into_iter().any(|passing| matches!(passing, Passing::None))
    }

    /// The rows of a section that pass; `None` where none does.
    pub(super) fn select(&self, section: &Section<'_>) -> Option<Selected> {
        let Scope { touchpoints, hours, filter } = self.scope;
        let asked = section.asked;
        if !touchpoints.contains(&asked.touchpoint_id)
            || filter.survey.is_some_and(|survey| survey != asked.survey_id)
            || filter.version.is_some_and(|version| version != asked.version)
        {
            return None;
        }
        let mut mask = Mask::new(section.rows.len());
        for (hour, run) in &section.runs {
            if !hours.contains(hour) {
                mask.clear(run.clone());
            }
        }
        for row in self.left_out.range(section.rows.clone()) {
            let row = row - section.rows.start;
            mask.clear(row..row + 1);
        }
        mask.keep(&self.languages, section.language);
        mask.keep(&self.devices, section.device);
        mask.keep(&self.paths, section.path);
        for (place, passing, without) in &self.fields {
            let column = place.and_then(|place| section.fields.iter().find(|(number, _)| *number == place));
            match column {
                Some((_, codes)) => mask.keep(passing, *codes),
                None if *without => {}
                None => return None,
            }
        }
        mask.selected()
    }
}

/// 1 for each row that passes. It is made when the first row does not.
struct Mask {
    rows: usize,
    passing: Option<Vec<u8>>,
}

impl Mask {
    fn new(rows: usize) -> Self {
        Self { rows, passing: None }
    }

    fn rows(&mut self) -> &mut [u8] {
        self.passing.get_or_insert_with(|| vec![1; self.rows])
    }

    fn clear(&mut self, rows: Range<usize>) {
        if let Some(rows) = self.rows().get_mut(rows) {
            rows.fill(0);
        }
    }

    fn keep(&mut self, passing: &Passing, codes: Codes<'_>) {
        let table = match passing {
            Passing::All => return,
            Passing::None => return self.rows().fill(0),
            Passing::Some(table) => table,
        };
        match codes {
            // One entry that is neither all nor none there is not.
            Codes::Same => {}
            Codes::Narrow(codes) => {
                // As long as there are codes, so that no look-up needs a check.
                let mut all = [0; 256];
                all.iter_mut().zip(table).for_each(|(entry, passes)| *entry = *passes);
                for (row, code) in self.rows().iter_mut().zip(codes) {
                    *row &= all[usize::from(*code)];
                }
            }
            Codes::Wide(codes) => {
                for (row, code) in self.rows().iter_mut().zip(codes) {
                    *row &= table.get(usize::from(u16::from_le_bytes(*code))).copied().unwrap_or(0);
                }
            }
        }
    }

    fn selected(self) -> Option<Selected> {
        let Some(passing) = self.passing else { return Some(Selected::All) };
        // Each row's number is written, and stays where the row passes: no branch that could be foretold wrongly.
        let mut rows = vec![0; passing.len()];
        let mut count = 0;
        for (row, passes) in passing.iter().enumerate() {
            if let Some(place) = rows.get_mut(count) {
                *place = row as u16;
            }
            count += usize::from(*passes);
        }
        rows.truncate(count);
        match count {
            0 => None,
            _ if count == passing.len() => Some(Selected::All),
            _ => Some(Selected::Rows(rows)),
        }
    }
}

/// Whether a field with this value, or without one, passes.
fn passes(test: &FieldTest, value: Maybe<'_>) -> bool {
    let value = value.map(|value| value.trim_matches(' '));
    match test {
        FieldTest::Equals(text) => value.is_some_and(|value| value.eq_ignore_ascii_case(text)),
        FieldTest::Differs(text) => !value.is_some_and(|value| value.eq_ignore_ascii_case(text)),
        FieldTest::Contains(text) => {
            value.is_some_and(|value| value.to_ascii_lowercase().contains(&text.to_ascii_lowercase()))
        }
        FieldTest::AtLeast(least) => value.and_then(whole_number).is_some_and(|number| number >= i64::from(*least)),
        FieldTest::AtMost(most) => value.and_then(whole_number).is_some_and(|number| number <= i64::from(*most)),
        FieldTest::Given => value.is_some(),
        FieldTest::Missing => value.is_none(),
    }
}

/// The whole number that a value is. One with more digits than fit is as large as numbers get.
fn whole_number(value: &str) -> Option<i64> {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse().unwrap_or(i64::MAX);
    Some(if value.starts_with('-') { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_pass_as_their_filter_says() {
        let check = |test: FieldTest, passing: &[Maybe<'_>], failing: &[Maybe<'_>]| {
            for (values, expected) in [(passing, true), (failing, false)] {
                for value in values {
                    assert_eq!(passes(&test, *value), expected, "{test:?} of {value:?}");
                }
            }
        };
        let text = |text: &str| text.to_owned();
        check(FieldTest::Equals(text("Pro")), &[Some("pro"), Some(" PRO ")], &[Some("pro plus"), Some("\tpro"), None]);
        check(FieldTest::Equals(text("größe")), &[Some("GRößE")], &[Some("GRÖßE")]);
        check(FieldTest::Differs(text("pro")), &[Some("free"), None], &[Some(" Pro")]);
        check(FieldTest::Contains(text("RO")), &[Some("pro plus")], &[Some("r o"), None]);
        check(FieldTest::AtLeast(18), &[Some("18"), Some("+018"), Some(&"9".repeat(200))], &[Some("17"), Some("18.0")]);
        check(FieldTest::AtLeast(-3), &[Some("-3"), Some("0")], &[Some("-4"), Some("-"), Some(""), Some("1x"), None]);
        check(FieldTest::AtMost(17), &[Some("17"), Some(&format!("-{}", "9".repeat(200)))], &[Some("18"), Some("--1")]);
        check(FieldTest::Given, &[Some("")], &[None]);
        check(FieldTest::Missing, &[None], &[Some("")]);
    }
}

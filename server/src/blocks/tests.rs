//! Blocks against counting one by one: whatever is packed and whatever is asked, both give the same.

use super::*;
use crate::{
    bytes::Damaged,
    filter::{FieldTest, Filter},
};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that look drawn and are the same in every run (Steele, Lea, Flood: SplitMix, OOPSLA 2014).
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % limit as u64) as usize
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn some<T>(&mut self, value: T) -> Option<T> {
        (self.below(3) > 0).then_some(value)
    }
}

const PLANS: [&str; 7] = ["pro", " Pro ", "free", "pro plus", "Größe", "", "it's \"1\" %_"];
const AGES: [&str; 7] = ["17", "18", "+40", "many", "-3", "18.5", "018"];

fn responses(draw: &mut Draw, count: usize, paths: usize, hours: usize) -> Vec<Response> {
    (0..count).map(|number| response(draw, number, paths, hours)).collect()
}

fn response(draw: &mut Draw, number: usize, paths: usize, hours: usize) -> Response {
    let survey_id = 1 + draw.below(3) as i64;
    let version = 1 + draw.below(2) as i32;
    let mut id = [0; ID];
    id[8..].copy_from_slice(&(number as u64).to_be_bytes());
    id[0] = draw.below(256) as u8;
    let mut answers = Vec::new();
    for (name, given) in [
        ("score", Given::Score(draw.below(11) as u8)),
        ("why", Given::Chosen(draw.one_of(&["price", "price speed", "price:60 speed:40", ""]).to_owned())),
        ("gap.expectation", Given::Score(draw.below(9) as u8)),
        ("gap.perception", Given::Nothing),
    ] {
        answers.extend(draw.some((name.to_owned(), given)));
    }
    let fields = [("plan", draw.one_of(&PLANS)), ("age", draw.one_of(&AGES))];
    let fields = fields.into_iter().filter_map(|(name, value)| draw.some((name.to_owned(), value.to_owned())));
    let fields: Vec<(String, String)> = fields.collect();
    let path = format!("/{}/{}", ["checkout", "año"][number % 2], draw.below(paths));
    Response {
        id,
        asked: Asked { touchpoint_id: survey_id % 2, survey_id, version },
        hour: 490_000 + draw.below(hours) as i32,
        language: draw.one_of(&["en", "es", "pt-BR"]).to_owned(),
        device: draw.one_of(&["phone", "phone", "desktop"]).to_owned(),
        path: (draw.below(9) > 0).then_some(path),
        // A survey that knows no fields.
        fields: if survey_id == 3 { Vec::new() } else { fields },
        seconds: (draw.below(4) > 0).then(|| draw.below(400) as i32 - 5),
        answers,
        words: match draw.below(4) {
            0 => vec!["comment".to_owned()],
            1 => vec!["comment".to_owned(), "why".to_owned()],
            _ => Vec::new(),
        },
    }
}

/// Counts one by one what is within the scope, as plainly as it can be said.
fn plainly<'a>(all: &'a [Response], scope: Scope<'a>) -> impl Iterator<Item = &'a Response> {
    let filter = scope.filter;
    all.iter().filter(move |one| {
        scope.touchpoints.contains(&one.asked.touchpoint_id)
            && scope.hours.contains(&one.hour)
            && filter.survey.is_none_or(|survey| survey == one.asked.survey_id)
            && filter.version.is_none_or(|version| version == one.asked.version)
            && (filter.languages.is_empty() || filter.languages.iter().any(|some| some.as_str() == one.language))
            && (filter.devices.is_empty() || filter.devices.iter().any(|some| some.id() == one.device))
            && filter.page.iter().all(|page| one.path.iter().any(|path| path.starts_with(page)))
            && filter.fields.iter().all(|condition| {
                let value = one.fields.iter().find(|(name, _)| name == condition.field.as_str());
                let value = value.map(|(_, value)| value.trim().to_ascii_lowercase());
                let number = value.as_ref().and_then(|value| value.parse::<i32>().ok());
                match &condition.test {
                    FieldTest::Equals(text) => value == Some(text.to_ascii_lowercase()),
                    FieldTest::Differs(text) => value != Some(text.to_ascii_lowercase()),
                    FieldTest::Contains(text) => value.is_some_and(|value| value.contains(&text.to_ascii_lowercase())),
                    FieldTest::AtLeast(least) => number.is_some_and(|number| number >= *least),
                    FieldTest::AtMost(most) => number.is_some_and(|number| number <= *most),
                    FieldTest::Given => value.is_some(),
                    FieldTest::Missing => value.is_none(),
                }
            })
    })
}

/// How often one answer was given.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Same {
    asked: Asked,
    question: String,
    part: String,
    hour: i32,
    given: Given,
    n: u64,
}

fn same(answers: &Answers) -> BTreeSet<Same> {
    let mut all = BTreeSet::new();
    for series in answers.counted() {
        let Series { asked, question, part, .. } = series;
        let mut left: BTreeMap<i32, u64> = series.hours().map(|(hour, _, n)| (hour, n)).collect();
        let mut put = |hour: i32, given: Given, n: u64| {
            *left.get_mut(&hour).expect("it has an hour") -= n;
            all.insert(Same { asked, question: question.to_owned(), part: part.to_owned(), hour, given, n });
        };
        for (hour, scores, _) in series.hours() {
            let given = (0..).zip(scores).filter(|(_, n)| **n > 0);
            given.for_each(|(point, n)| put(hour, Given::Score(point), *n));
        }
        for (chosen, hours) in series.chosen() {
            hours.into_iter().for_each(|(hour, n)| put(hour, Given::Chosen(chosen.to_owned()), n));
        }
        for (hour, n) in left.into_iter().filter(|(_, n)| *n > 0) {
            all.insert(Same {
                asked,
                question: question.to_owned(),
                part: part.to_owned(),
                hour,
                given: Given::Nothing,
                n,
            });
        }
    }
    all
}

/// Everything that can be counted.
#[derive(Debug, PartialEq, Eq)]
struct All {
    answers: [BTreeSet<Same>; 3],
    starts: Vec<Started>,
    words: Vec<(String, u64)>,
    seconds: Vec<(i32, u64)>,
}

fn by_blocks(blocks: &[Packed], scope: Scope<'_>, gone: &BTreeSet<[u8; ID]>) -> Result<All, Damaged> {
    let [mut together, mut languages, mut devices] = [By::Nothing, By::Language, By::Device].map(Answers::new);
    let (mut starts, mut words, mut seconds) = (Starts::default(), Words::default(), Seconds::default());
    for packed in blocks {
        let left_out = packed.ids.as_chunks::<ID>().0.iter().enumerate();
        let left_out = left_out.filter(|(_, id)| gone.contains(*id)).map(|(row, _)| row).collect();
        let tallies: &mut [&mut dyn Tally] =
            &mut [&mut together, &mut languages, &mut devices, &mut starts, &mut words, &mut seconds];
        Block::read(&packed.bytes)?.count(scope, &left_out, tallies)?;
    }
    Ok(All {
        answers: [together, languages, devices].each_ref().map(same),
        starts: starts.counted(),
        words: words.counted(),
        seconds: seconds.counted(),
    })
}

fn one_by_one(all: &[Response], scope: Scope<'_>) -> All {
    let mut answers = [const { BTreeMap::new() }; 3];
    let (mut starts, mut words, mut seconds) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for one in plainly(all, scope) {
        for (question, given) in &one.answers {
            for (answers, part) in answers.iter_mut().zip(["", &one.language, &one.device]) {
                *answers.entry((one.asked, question, part.to_owned(), one.hour, given)).or_insert(0_u64) += 1;
            }
        }
        let (n, commented) = starts.entry((one.asked, one.hour)).or_insert((0_u64, 0_u64));
        (*n, *commented) = (*n + 1, *commented + u64::from(!one.words.is_empty()));
        one.words.iter().for_each(|question| *words.entry(question.clone()).or_insert(0_u64) += 1);
        one.seconds.iter().for_each(|one| *seconds.entry(*one).or_insert(0_u64) += 1);
    }
    let answered = |((asked, question, part, hour, given), n): ((Asked, &String, String, i32, &Given), u64)| Same {
        asked,
        question: question.clone(),
        part,
        hour,
        given: given.clone(),
        n,
    };
    let started = |((asked, hour), (n, commented))| Started { asked, hour, n, commented };
    All {
        answers: answers.map(|answers| answers.into_iter().map(answered).collect()),
        starts: starts.into_iter().map(started).collect(),
        words: words.into_iter().collect(),
        seconds: seconds.into_iter().collect(),
    }
}

const FILTERS: [&str; 22] = [
    "",
    "survey=2",
    "survey=9",
    "version=2",
    "language=es",
    "language=es&language=pt-BR",
    "language=fr",
    "device=phone",
    "device=phone&device=desktop",
    "page=/",
    "page=/checkout/1",
    "page=/a%C3%B1o",
    "page=/nowhere",
    "field=plan&test=is&value=PRO",
    "field=plan&test=not&value=pro",
    "field=plan&test=has&value=pro",
    "field=plan&test=given&value=",
    "field=plan&test=missing&value=",
    "field=age&test=from&value=18",
    "field=age&test=to&value=17&field=plan&test=given&value=",
    "field=unknown&test=missing&value=",
    "survey=1&device=phone&language=en&page=/checkout&field=plan&test=has&value=pro&field=age&test=from&value=0",
];

#[test]
fn blocks_count_what_counting_one_by_one_gives() {
    let mut draw = Draw(7);
    // Few and many rows, paths and hours: columns of no, one and two bytes, and runs of one row and of thousands.
    for (count, paths, hours) in [(0, 1, 1), (1, 1, 1), (40, 3, 200), (600, 2, 2), (1_500, 900, 30), (1_500, 1, 4_000)]
    {
        let all: Vec<Vec<Response>> = (0..2).map(|_| responses(&mut draw, count, paths, hours)).collect();
        let blocks: Vec<Packed> = all.iter().map(|all| pack(all)).collect();
        let all = all.concat();
        for query in FILTERS {
            let filter = &Filter::read(query).unwrap();
            for (touchpoints, hours) in
                [(&[0, 1][..], 0..i32::MAX), (&[1], 490_001..490_003), (&[0], 490_000..490_050), (&[], 0..i32::MAX)]
            {
                let scope = Scope { touchpoints, hours: &hours, filter };
                let found = by_blocks(&blocks, scope, &BTreeSet::new()).unwrap();
                assert!(found == one_by_one(&all, scope), "{count} {paths} {query} {touchpoints:?} {hours:?}");
            }
        }
    }
}

#[test]
fn rows_that_are_left_out_count_nothing() {
    let mut draw = Draw(11);
    let all = responses(&mut draw, 500, 5, 8);
    let blocks = [pack(&all)];
    let gone: BTreeSet<[u8; ID]> = all.iter().step_by(3).map(|one| one.id).collect();
    let left: Vec<Response> = all.iter().filter(|one| !gone.contains(&one.id)).cloned().collect();
    for query in FILTERS {
        let filter = &Filter::read(query).unwrap();
        let scope = Scope { touchpoints: &[0, 1], hours: &(0..i32::MAX), filter };
        assert!(by_blocks(&blocks, scope, &gone).unwrap() == one_by_one(&left, scope), "{query}");
    }
}

#[test]
fn a_damaged_block_is_an_error() {
    let packed = pack(&responses(&mut Draw(3), 200, 300, 9));
    let block = Block::read(&packed.bytes).unwrap();
    assert_eq!((block.len(), block.is_empty(), packed.ids.len()), (200, false, 200 * ID));
    for place in 0..packed.bytes.len() {
        let mut bytes = packed.bytes.clone();
        bytes[place] = bytes[place].wrapping_add(1);
        assert!(Block::read(&bytes).is_err(), "byte {place}");
    }
    assert!(Block::read(&packed.bytes[..packed.bytes.len() / 2]).is_err());
    assert!(Block::read(&[]).is_err());
}

#[test]
fn a_response_takes_few_bytes() {
    let all = responses(&mut Draw(5), MOST, 200, 3);
    let answers: usize = all.iter().map(|one| one.answers.len()).sum();
    let bytes = pack(&all).bytes.len();
    assert!(bytes < 8 * answers, "{bytes} bytes for {answers} answers");
}

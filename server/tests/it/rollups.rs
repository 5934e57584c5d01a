//! The counters that results are read from, and the same figures counted from the rows.

use diesel::prelude::*;
use server::db::{
    Db,
    answers::{self, Line},
    connection::AnyConnection,
    intake::recount::{Found, Recount, Step},
    schema::{comment, response, rollup_choice, rollup_funnel, rollup_score, survey_version},
    sites,
};
use shared::{definition::Definition, score::Metric};
use std::collections::{BTreeMap, BTreeSet};

/// Every counter of the site, in a fixed order: NPS by point, choices, funnel.
pub fn rollups(connection: &mut AnyConnection) -> (Vec<i64>, Vec<(String, i64)>, [i64; 6]) {
    use rollup_score as r;
    type Low = (i64, i64, i64, i64, i64, i64);
    type High = (i64, i64, i64, i64, i64);
    let rows: Vec<(Low, High)> = r::table
        .select(((r::n0, r::n1, r::n2, r::n3, r::n4, r::n5), (r::n6, r::n7, r::n8, r::n9, r::n10)))
        .load(connection)
        .unwrap();
    let mut points = vec![0; 11];
    for ((a, b, c, d, e, f), (g, h, i, j, k)) in rows {
        for (sum, n) in points.iter_mut().zip([a, b, c, d, e, f, g, h, i, j, k]) {
            *sum += n;
        }
    }
    let rows: Vec<(String, i64)> =
        rollup_choice::table.select((rollup_choice::choice, rollup_choice::n)).load(connection).unwrap();
    let mut choices = std::collections::BTreeMap::new();
    for (choice, n) in rows {
        *choices.entry(choice).or_insert(0) += n;
    }
    let choices = choices.into_iter().filter(|(_, n)| *n != 0).collect();
    use rollup_funnel as f;
    let funnel: Vec<(i64, i64, i64, i64, i64, i64)> = f::table
        .select((f::shown, f::dismissed, f::started, f::scored, f::commented, f::completed))
        .load(connection)
        .unwrap();
    let sum = funnel.iter().fold([0; 6], |sum, row| {
        [sum[0] + row.0, sum[1] + row.1, sum[2] + row.2, sum[3] + row.3, sum[4] + row.4, sum[5] + row.5]
    });
    (points, choices, sum)
}

/// Every counter that is not zero: scores by question or half of a gap, choices by question, and how many responses there
/// are, how many with the headline answer, with words, and complete.
#[derive(Debug, Default, PartialEq)]
pub struct Figures {
    pub scores: BTreeMap<(String, i64), i64>,
    pub choices: BTreeMap<(String, String), i64>,
    pub funnel: [i64; 4],
}

/// What the counters say.
pub fn counted(connection: &mut AnyConnection) -> Figures {
    use rollup_score as r;
    let mut figures = Figures::default();
    type Low = (i64, i64, i64, i64, i64, i64);
    type High = (i64, i64, i64, i64, i64);
    let rows: Vec<(String, String, Low, High)> = r::table
        .select((
            r::question,
            r::metric,
            (r::n0, r::n1, r::n2, r::n3, r::n4, r::n5),
            (r::n6, r::n7, r::n8, r::n9, r::n10),
        ))
        .load(connection)
        .unwrap();
    for (question, metric, (a, b, c, d, e, f), (g, h, i, j, k)) in rows {
        let metric = Metric::try_from(metric.as_str()).unwrap();
        let name = match metric {
            Metric::Expectation | Metric::Perception => format!("{question}.{}", metric.id()),
            _ => question,
        };
        let lowest = i64::from(*metric.points().start());
        for (point, n) in [a, b, c, d, e, f, g, h, i, j, k].into_iter().enumerate().filter(|(_, n)| *n != 0) {
            *figures.scores.entry((name.clone(), lowest + point as i64)).or_default() += n;
        }
    }
    let choices: Vec<(String, String, i64)> = rollup_choice::table
        .filter(rollup_choice::n.ne(0))
        .select((rollup_choice::question, rollup_choice::choice, rollup_choice::n))
        .load(connection)
        .unwrap();
    for (question, choice, n) in choices {
        *figures.choices.entry((question, choice)).or_default() += n;
    }
    let (_, _, [_, _, funnel @ ..]) = rollups(connection);
    Figures { funnel, ..figures }
}

/// The same, counted from the rows.
pub fn recount(connection: &mut AnyConnection) -> Figures {
    let mut figures = Figures::default();
    type Key = (i64, Vec<u8>);
    let rows: Vec<(Key, String)> =
        response::table.select(((response::site_id, response::id), response::answers)).load(connection).unwrap();
    let mut answered = BTreeSet::new();
    for (response, written) in rows {
        for line in answers::lines(&written) {
            let Line { name, score, choice, .. } = line.unwrap();
            if let Some(score) = score {
                *figures.scores.entry((name.to_owned(), score.into())).or_default() += 1;
            }
            for one in choice.iter().flat_map(|choice| choice.split(' ')) {
                let (option, n) =
                    one.split_once(':').map_or((one, 1), |(option, points)| (option, points.parse().unwrap()));
                *figures.choices.entry((name.to_owned(), option.to_owned())).or_default() += n;
            }
            answered.insert((response.clone(), name.to_owned()));
        }
    }
    figures.choices.retain(|_, n| *n != 0);
    let commented: Vec<Key> =
        comment::table.select((comment::site_id, comment::response_id)).distinct().load(connection).unwrap();
    let responses: Vec<(Key, i64, i32, bool)> = response::table
        .select(((response::site_id, response::id), response::survey_id, response::version, response::complete))
        .load(connection)
        .unwrap();
    let versions: Vec<(i64, i32, String)> = survey_version::table
        .select((survey_version::survey_id, survey_version::version, survey_version::definition))
        .load(connection)
        .unwrap();
    let headline = |definition: String| {
        let definition: Definition = serde_json::from_str(&definition).unwrap();
        definition.survey().headline().map(|question| question.id.to_string())
    };
    let headlines: BTreeMap<_, _> =
        versions.into_iter().map(|(survey, version, text)| ((survey, version), headline(text))).collect();
    figures.funnel = [responses.len() as i64, 0, commented.len() as i64, 0];
    for (key, survey, version, complete) in responses {
        let headline = headlines[&(survey, version)].clone();
        figures.funnel[1] += i64::from(headline.is_some_and(|headline| answered.contains(&(key, headline))));
        figures.funnel[3] += i64::from(complete);
    }
    figures
}

/// Fails when a counter differs from what counting the rows gives, counted here and by Opina itself.
#[track_caller]
pub fn assert_rollups_equal_rows(db: &Db) {
    let connection = &mut db.connect().unwrap();
    assert_eq!(counted(connection), recount(connection));
    for site in sites::all(connection).unwrap() {
        assert_eq!(recounted(db, site.id).differences, [], "{}", site.key);
    }
}

/// What Opina itself finds when it counts a site again.
pub fn recounted(db: &Db, site: i64) -> Found {
    let mut going = Recount::begin(db.connect().unwrap(), site).unwrap().expect("nobody else counts");
    while going.step().unwrap() == Step::More {}
    going.compare().unwrap().leave().unwrap()
}

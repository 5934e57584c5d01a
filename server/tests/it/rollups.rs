//! The counters that results are read from, and the same figures counted from the rows.

use diesel::prelude::*;
use server::db::{
    connection::AnyConnection,
    schema::{answer, comment, response, rollup_choice, rollup_funnel, rollup_score},
};

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
    let choices = rollup_choice::table
        .filter(rollup_choice::n.ne(0))
        .order(rollup_choice::choice)
        .select((rollup_choice::choice, rollup_choice::n))
        .load(connection)
        .unwrap();
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

/// The same figures, counted from the rows.
pub fn recount(connection: &mut AnyConnection) -> (Vec<i64>, Vec<(String, i64)>, [i64; 4]) {
    let scores: Vec<i16> = answer::table
        .filter(answer::score.is_not_null())
        .select(answer::score.assume_not_null())
        .load(connection)
        .unwrap();
    let mut points = vec![0; 11];
    for score in &scores {
        points[usize::try_from(*score).unwrap()] += 1;
    }
    let mut choices = std::collections::BTreeMap::new();
    let chosen: Vec<String> = answer::table
        .filter(answer::choice.is_not_null())
        .select(answer::choice.assume_not_null())
        .load(connection)
        .unwrap();
    for choice in chosen {
        *choices.entry(choice).or_insert(0) += 1;
    }
    let started: i64 = response::table.count().get_result(connection).unwrap();
    let completed: i64 = response::table.filter(response::complete.eq(true)).count().get_result(connection).unwrap();
    let commented: i64 = comment::table.count().get_result(connection).unwrap();
    (points, choices.into_iter().collect(), [started, scores.len() as i64, commented, completed])
}

/// Fails when a counter differs from what counting the rows gives.
pub fn assert_rollups_equal_rows(connection: &mut AnyConnection) {
    let (points, choices, [_, _, started, scored, commented, completed]) = rollups(connection);
    assert_eq!((points, choices, [started, scored, commented, completed]), recount(connection));
}

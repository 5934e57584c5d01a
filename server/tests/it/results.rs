//! What the results pages make of rollups: which hours belong to a period, and what is called a change.

use crate::app::{TestApp, on_both};
use diesel::prelude::*;
use server::{clock, db::schema::rollup_score};

/// So many detractors and promoters at a touchpoint, some days ago.
fn scored(app: &TestApp, site: i64, touchpoint: i64, survey: i64, days_ago: i32, [low, high]: [i64; 2]) {
    let n = |point: usize| match point {
        3 => low,
        10 => high,
        _ => 0,
    };
    let hour = clock::hour_of(clock::now()) - 24 * days_ago;
    diesel::insert_into(rollup_score::table)
        .values((
            (
                rollup_score::site_id.eq(site),
                rollup_score::touchpoint_id.eq(touchpoint),
                rollup_score::survey_id.eq(survey),
                rollup_score::question.eq("score"),
                rollup_score::metric.eq("nps"),
                rollup_score::hour.eq(hour),
            ),
            (
                rollup_score::n0.eq(n(0)),
                rollup_score::n1.eq(n(1)),
                rollup_score::n2.eq(n(2)),
                rollup_score::n3.eq(n(3)),
                rollup_score::n4.eq(n(4)),
                rollup_score::n5.eq(n(5)),
                rollup_score::n6.eq(n(6)),
                rollup_score::n7.eq(n(7)),
                rollup_score::n8.eq(n(8)),
                rollup_score::n9.eq(n(9)),
                rollup_score::n10.eq(n(10)),
            ),
        ))
        .execute(&mut app.connection())
        .unwrap();
}

#[test]
fn a_change_is_told_from_noise() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        let steady = app.ask(site);
        let check = |path: &str, expected: &[&str], absent: &[&str]| {
            let page = app.get(path);
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            for text in expected {
                assert!(page.body.contains(text), "{path} lacks {text}: {}", page.body);
            }
            for text in absent {
                assert!(!page.body.contains(text), "{path} has {text}");
            }
        };
        let page = format!("/sites/shop/touchpoints/{}", asked.touchpoint);
        scored(app, site, asked.touchpoint, asked.survey, 2, [150, 50]);
        check("/sites/shop/overview", &["−50", "nothing to compare with yet", "Nothing to compare yet"], &["▼"]);

        scored(app, site, asked.touchpoint, asked.survey, 40, [50, 150]);
        scored(app, site, steady.touchpoint, steady.survey, 3, [10, 10]);
        scored(app, site, steady.touchpoint, steady.survey, 41, [11, 9]);
        // Longer ago than both periods: nobody looks at it.
        scored(app, site, asked.touchpoint, asked.survey, 70, [999, 0]);
        check("/sites/shop/overview", &["▼\u{a0}100", "NPS +50 → −50", "Others: 1. No change"], &["n\u{a0}=\u{a0}1,"]);
        check(&page, &["▼\u{a0}100", "p\u{a0}&#60;\u{a0}0.001", "n\u{a0}=\u{a0}200"], &[]);
        check(&format!("{page}?days=7"), &["−50", "nothing to compare with yet"], &["▼"]);
        check(&format!("{page}?days=90"), &["n\u{a0}=\u{a0}1,399", "NPS per "], &[]);
        check("/sites/shop/journey", &["−50", "class=\"cell v1\""], &[]);
        check("/sites/shop/journey?days=90&metric=nps", &["n\u{a0}1,399"], &[]);
        for nonsense in ["?days=x", "?days=-1", "?metric=stars"] {
            check(&format!("/sites/shop/journey{nonsense}"), &["−50"], &[]);
        }
    });
}

//! The demo fills an empty database once, and what it fills adds up.

use crate::{app::fresh_sqlite, postgres, rollups};
use clap::Parser;
use diesel::prelude::*;
use server::{
    clock,
    commands::{self, CommandError},
    config::Cli,
    db::{
        Db, admins, answers, comment_loop,
        connection::AnyConnection,
        schema::{comment, response, rollup_choice, rollup_funnel, rollup_score},
        sites, surveys,
    },
};
use std::collections::BTreeMap;

fn opina(arguments: &[&str]) -> Result<(), CommandError> {
    commands::run(Cli::parse_from([&["opina"], arguments].concat()))
}

#[test]
fn the_demo_fills_an_empty_database_once() {
    for database in [fresh_sqlite(), postgres::fresh()] {
        eprintln!("on {}", database.split(':').next().unwrap_or_default());
        opina(&["demo", "--if-empty", "--scale", "0.05", "--database-url", &database]).expect("it is empty");
        let db = Db::open(&database.parse().expect("an address")).expect("the database opens");
        let connection = &mut db.connect().expect("the database answers");
        let sites = sites::all(connection).expect("sites");
        let [site] = sites.as_slice() else { panic!("one site, not {sites:?}") };
        assert_eq!((site.key.as_str(), site.demo), ("demo", true));
        assert_eq!(admins::emails(connection).expect("admins"), ["demo@opina.example"]);
        let listed = surveys::list(connection, site.id).expect("surveys");
        assert_eq!(listed.len(), 17);
        assert!(listed.iter().all(|survey| survey.status == surveys::Status::Live && survey.responses > 0));

        let stored: i64 = response::table.count().get_result(connection).expect("a count");
        assert_eq!(listed.iter().map(|survey| survey.responses).sum::<i64>(), stored);
        assert_eq!(rolled_up(connection), recounted(connection));
        assert_eq!(rollups::recounted(&db, site.id).differences, [], "counted by Opina itself too");
        let mut statuses: Vec<String> =
            comment::table.select(comment::status).distinct().load(connection).expect("statuses");
        statuses.sort();
        assert_eq!(statuses, ["aside", "new", "seen", "solved", "working"], "the team has something to show");
        let causes = comment_loop::causes(connection, site.id).expect("causes");
        assert!(causes.len() > 2 && !comment_loop::tags(connection, site.id).expect("tags").is_empty(), "{causes:?}");

        opina(&["demo", "--if-empty", "--database-url", &database]).expect("it is left alone");
        let again = opina(&["demo", "--database-url", &database]).expect_err("there is one");
        assert!(again.to_string().contains("there is a site with the key “demo” already"), "{again}");
        assert_eq!(response::table.count().get_result(connection), Ok(stored));
    }
}

/// What was counted, by its name, touchpoint and hour.
type Counted = BTreeMap<(String, i64, i32), i64>;

fn rolled_up(connection: &mut AnyConnection) -> Counted {
    let mut counted = Counted::new();
    let mut add = |name: String, touchpoint: i64, hour: i32, n: i64| {
        if n > 0 {
            *counted.entry((name, touchpoint, hour)).or_default() += n;
        }
    };
    type Points = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);
    let scores: Vec<(i64, i32, String, String, Points)> = rollup_score::table
        .select((
            rollup_score::touchpoint_id,
            rollup_score::hour,
            rollup_score::question,
            rollup_score::metric,
            (
                rollup_score::n0,
                rollup_score::n1,
                rollup_score::n2,
                rollup_score::n3,
                rollup_score::n4,
                rollup_score::n5,
                rollup_score::n6,
                rollup_score::n7,
                rollup_score::n8,
                rollup_score::n9,
                rollup_score::n10,
            ),
        ))
        .load(connection)
        .expect("scores");
    for (touchpoint, hour, question, metric, (a, b, c, d, e, f, g, h, i, j, k)) in scores {
        let lowest = if metric == "nps" { 0 } else { 1 };
        for (point, n) in (lowest..).zip([a, b, c, d, e, f, g, h, i, j, k]) {
            add(format!("{question} {point}"), touchpoint, hour, n);
        }
    }
    let choices: Vec<(i64, i32, String, String, i64)> = rollup_choice::table
        .select((
            rollup_choice::touchpoint_id,
            rollup_choice::hour,
            rollup_choice::question,
            rollup_choice::choice,
            rollup_choice::n,
        ))
        .load(connection)
        .expect("choices");
    for (touchpoint, hour, question, choice, n) in choices {
        add(format!("{question} {choice}"), touchpoint, hour, n);
    }
    let funnels: Vec<(i64, i32, i64, i64, i64, i64, i64)> = rollup_funnel::table
        .select((
            rollup_funnel::touchpoint_id,
            rollup_funnel::hour,
            rollup_funnel::shown,
            rollup_funnel::started,
            rollup_funnel::scored,
            rollup_funnel::commented,
            rollup_funnel::completed,
        ))
        .load(connection)
        .expect("funnels");
    let mut shown_in_all = 0;
    for (touchpoint, hour, shown, started, scored, commented, completed) in funnels {
        shown_in_all += shown;
        add("started".to_owned(), touchpoint, hour, started);
        add("scored".to_owned(), touchpoint, hour, scored);
        add("commented".to_owned(), touchpoint, hour, commented);
        add("completed".to_owned(), touchpoint, hour, completed);
    }
    assert!(shown_in_all > 0, "events are counted too");
    counted
}

fn recounted(connection: &mut AnyConnection) -> Counted {
    let mut counted = Counted::new();
    let mut add = |name: String, (touchpoint, at): (i64, i64)| {
        *counted.entry((name, touchpoint, clock::hour_of(at))).or_default() += 1;
    };
    let responses: Vec<(Vec<u8>, i64, i64, bool)> = response::table
        .select((response::id, response::touchpoint_id, response::received_at, response::complete))
        .load(connection)
        .expect("responses");
    let mut places = BTreeMap::new();
    for (id, touchpoint, at, complete) in responses {
        add("started".to_owned(), (touchpoint, at));
        if complete {
            add("completed".to_owned(), (touchpoint, at));
        }
        places.insert(id, (touchpoint, at));
    }
    let answered: Vec<(Vec<u8>, String)> =
        response::table.select((response::id, response::answers)).load(connection).expect("answers");
    for (id, written) in answered {
        for line in answers::lines(&written) {
            let line = line.expect("an answer");
            if line.name == "score" {
                add("scored".to_owned(), places[&id]);
            }
            let value = line.score.map(|score| score.to_string());
            let value = value.or(line.choice.map(str::to_owned)).expect("a score or a choice");
            add(format!("{} {value}", line.name), places[&id]);
        }
    }
    let comments: Vec<Vec<u8>> = comment::table.select(comment::response_id).load(connection).expect("comments");
    for id in comments {
        add("commented".to_owned(), places[&id]);
    }
    counted
}

//! Packed days: figures are the same from them as from their rows, whatever changes after a day was packed.

use crate::{
    app::{fresh_sqlite, publish_nps, site},
    batches::arrival,
    command_line::opina,
    postgres,
    recount::execute,
};
use diesel::prelude::*;
use server::{
    clock::{self, HOUR},
    db::{
        Db,
        connection::{self, AnyConnection},
        days, erasure,
        figures::Figures,
        intake::{self, Entry},
        results::{Hours, Within},
        schema::{rollup_day, rollup_day_horizon},
        surveys::{self, Published},
    },
    filter::Filter,
};
use shared::wire::Event;
use std::{sync::Arc, thread};

const DAY: i64 = 24 * HOUR;

/// A shop that was answered every seven hours of sixty days, of the last ones by nobody.
struct Shop {
    database: String,
    db: Db,
    site: i64,
    touchpoint: i64,
    survey: Arc<Published>,
    now: i64,
}

impl Shop {
    fn new(database: String) -> Self {
        let db = Db::open(&database.parse().expect("an address")).expect("the database opens");
        let connection = &mut db.connect().expect("the database answers");
        let site = site(connection, "shop");
        let touchpoint = publish_nps(connection, site).touchpoint;
        let survey = Arc::new(surveys::published(connection).expect("surveys").remove(0));
        // The same in every hour of the day.
        let now = clock::now().div_euclid(DAY) * DAY + 12 * HOUR;
        let shop = Self { database, db, site, touchpoint, survey, now };
        for id in 0..190 {
            let at = shop.now - 60 * DAY + i64::from(id) * 7 * HOUR;
            shop.store(vec![shop.shown(at), shop.response(id, 1, u64::from(id), at)]);
        }
        shop
    }

    fn connection(&self) -> AnyConnection {
        self.db.connect().expect("the database answers")
    }

    fn response(&self, id: u8, sequence: u16, said: u64, at: i64) -> Entry {
        Entry::Response(Box::new(arrival(self.survey.clone(), id, said, sequence, false, at)))
    }

    fn shown(&self, at: i64) -> Entry {
        Entry::Event { survey: self.survey.clone(), event: Event::Shown, n: 3, at }
    }

    fn store(&self, entries: Vec<Entry>) {
        let stored = connection::write(&mut self.connection(), |connection| intake::store(connection, &entries));
        stored.expect("it is stored");
    }

    /// Packs all that can be packed.
    fn pack(&self) {
        let connection = &mut self.connection();
        while days::pack(connection, self.site, self.now).expect("it is packed") {}
    }

    /// How many days are packed, and how many of them have changed since.
    fn packed(&self) -> (usize, usize) {
        let rows: Vec<Option<Vec<u8>>> =
            rollup_day::table.select(rollup_day::packed).load(&mut self.connection()).expect("days");
        (rows.len(), rows.iter().filter(|packed| packed.is_none()).count())
    }

    /// All that pages show of different hours: of all, of a time zone's month, of one hour and of a part of a day.
    fn figures(&self) -> Vec<String> {
        let (now, first) = (clock::hour_of(self.now) + 1, clock::hour_of(self.now - 60 * DAY));
        let all = [0..now, now - 733..now, first..first + 1, first + 5..first + 90, now - 30..now];
        all.iter().map(|hours| self.figures_in(hours)).collect()
    }

    fn figures_in(&self, hours: &Hours) -> String {
        let (connection, filter) = (&mut self.connection(), Filter::default());
        let within = Within { site_id: self.site, touchpoints: &[self.touchpoint], hours };
        let figures = Figures::of(connection, within, &filter).expect("figures");
        let scores = (figures.of_questions(self.survey.survey_id, hours), figures.by_touchpoint(hours));
        format!("{hours:?} {scores:?} {:?} {:?}", figures.chosen(hours), figures.funnel_by_hour(hours))
    }

    /// The same from rows alone: as if nothing had been packed.
    fn by_rows(&self) -> Vec<String> {
        diesel::delete(rollup_day_horizon::table).execute(&mut self.connection()).expect("nothing is packed");
        self.figures()
    }
}

fn on_both(story: impl Fn(&Shop)) {
    for database in [fresh_sqlite(), postgres::fresh()] {
        eprintln!("on {}", database.split(':').next().unwrap_or_default());
        story(&Shop::new(database));
    }
}

#[test]
fn packed_days_and_rows_give_the_same_figures_whatever_changes() {
    on_both(|shop| {
        let expected = shop.figures();
        shop.pack();
        assert_eq!(shop.packed(), (56, 0), "every day on which somebody answered");
        assert_eq!(shop.figures(), expected);

        // One goes on, and one is the first of a day on which nobody else answered.
        let day = |number: i64| shop.now - 60 * DAY + number * 7 * HOUR;
        shop.store(vec![shop.response(40, 2, 2, day(40)), shop.response(200, 1, 3, shop.now - 3 * DAY)]);
        assert_eq!(shop.packed(), (57, 2), "it is noted with what changes it");
        let noted = shop.figures();
        shop.pack();
        assert_eq!(shop.packed(), (57, 0));
        let packed = shop.figures();
        let expected = shop.by_rows();
        assert_eq!((noted, packed), (expected.clone(), expected));
    });
}

#[test]
fn today_and_yesterday_are_not_packed_and_cost_nothing() {
    on_both(|shop| {
        shop.store(vec![shop.response(200, 1, 1, shop.now), shop.response(201, 1, 1, shop.now - DAY)]);
        shop.pack();
        assert_eq!(shop.packed(), (56, 0));
        shop.store(vec![shop.response(200, 2, 2, shop.now), shop.response(201, 2, 2, shop.now - DAY)]);
        assert_eq!(shop.packed(), (56, 0));
        assert_eq!(shop.figures(), shop.by_rows());
    });
}

#[test]
fn nothing_that_changes_while_it_is_packed_is_forgotten() {
    on_both(|shop| {
        shop.pack();
        thread::scope(|scope| {
            let visitors = [0, 1, 2].map(|first| {
                scope.spawn(move || {
                    for id in (first..190).step_by(3) {
                        let at = shop.now - 60 * DAY + i64::from(id) * 7 * HOUR;
                        shop.store(vec![shop.response(id, 2, u64::from(id) + 1, at), shop.shown(at)]);
                    }
                })
            });
            while visitors.iter().any(|visitor| !visitor.is_finished()) {
                shop.pack();
            }
        });
        assert_eq!(shop.figures(), shop.by_rows());
    });
}

#[test]
fn packed_days_that_hold_something_else_than_their_rows_are_found_and_made_again() {
    on_both(|shop| {
        shop.pack();
        let right = shop.figures();
        let recount = |more: &[&str]| opina(&[&["recount", "--database-url", &shop.database], more].concat(), "");
        let check = |spoil: &str, differing: &str| {
            execute(&mut shop.connection(), spoil);
            let (ok, said) = recount(&["--check"]);
            let expected = format!("shop: {differing} packed days do not hold what their rows say");
            assert!(!ok && said.contains(&expected), "{spoil}: {said}");
            let (ok, said) = recount(&[]);
            assert!(!ok && said.contains("are made again"), "{spoil}: {said}");
            assert_eq!(shop.figures(), right, "{spoil}");
            shop.pack();
            let (ok, said) = recount(&["--check"]);
            assert!(ok, "{said}");
            assert_eq!((shop.packed(), shop.figures()), ((56, 0), right.clone()), "{spoil}");
        };
        let first = "(SELECT MIN(day) FROM rollup_day)";
        let second = "SELECT packed FROM rollup_day WHERE day = (SELECT MIN(day) + 1 FROM rollup_day)";
        check(&format!("UPDATE rollup_day SET packed = ({second}) WHERE day = {first}"), "1 of 56");
        check(&format!("UPDATE rollup_day SET packed = substr(packed, 2) WHERE day = {first}"), "1 of 56");
        check(&format!("DELETE FROM rollup_day WHERE day = {first}"), "1 of 56");
        check(&format!("UPDATE rollup_day SET day = day - 900 WHERE day = {first}"), "2 of 57");
    });
}

#[test]
fn damaged_bytes_are_not_believed() {
    on_both(|shop| {
        let expected = shop.figures();
        shop.pack();
        execute(&mut shop.connection(), "UPDATE rollup_day SET packed = substr(packed, 2) WHERE day % 5 = 0");
        assert_eq!(shop.figures(), expected);
        execute(&mut shop.connection(), "UPDATE rollup_day SET packed = substr(packed, 2)");
        assert_eq!(shop.figures(), expected, "where there are many, all is read from rows");
    });
}

#[test]
fn a_site_that_is_removed_leaves_no_day_behind() {
    on_both(|shop| {
        shop.pack();
        let connection = &mut shop.connection();
        connection::write(connection, |connection| erasure::site(connection, shop.site)).expect("it is removed");
        let horizons: i64 = rollup_day_horizon::table.count().get_result(connection).expect("horizons");
        assert_eq!((shop.packed(), horizons), ((0, 0), 0));
    });
}

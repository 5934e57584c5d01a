//! Pages that are open hear that answers were stored, also those that another process stored.

use crate::{
    app::{TestApp, on_both, on_both_alone},
    postgres,
};
use serde_json::json;
use std::{
    io::{BufRead, BufReader},
    time::{Duration, Instant},
};

/// An open stream, read line by line.
struct Stream(BufReader<Box<dyn std::io::Read + Send>>);

impl Stream {
    fn open(app: &TestApp, site: &str) -> Self {
        let reply = app.open(&format!("/sites/{site}/live"));
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        let mut stream = Self(BufReader::new(Box::new(reply.into_body().into_reader())));
        assert_eq!(stream.line(), "retry: 3000", "it begins at once");
        stream
    }

    /// The next line that says something.
    fn line(&mut self) -> String {
        let mut line = String::new();
        while line.trim().is_empty() {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).expect("the stream can be read"), 0, "the stream ended");
        }
        line.trim().to_owned()
    }
}

fn answer(app: &TestApp, site: &str, survey: i64) {
    let body = json!({
        "id": uuid::Uuid::now_v7(), "survey": survey, "version": 1, "sequence": 1, "complete": true,
        "answers": { "score": { "score": 9 } }, "language": "en", "path": "/", "device": "phone", "chance": 1, "elapsed": 1
    });
    assert_eq!(app.post(&format!("/w/{site}/responses"), &body).status, 201);
}

#[test]
fn an_open_page_hears_of_answers_to_its_own_site() {
    on_both(|app| {
        app.sign_in();
        let (shop, cafe) = (app.site("shop"), app.site("cafe"));
        let (asked, other) = (app.ask(shop).survey, app.ask(cafe).survey);
        let mut stream = Stream::open(app, "shop");
        answer(app, "cafe", other);
        answer(app, "shop", asked);
        assert_eq!(stream.line(), "data: 1");
        answer(app, "shop", asked);
        assert_eq!(stream.line(), "data: 2");
    });
}

#[test]
fn a_stream_is_for_those_who_may_see_the_site() {
    on_both(|app| {
        app.sign_in();
        app.site("shop");
        assert_eq!(app.get_with("/sites/shop/live", &[]).status, 303, "to the sign-in page");
        assert_eq!(app.get("/sites/elsewhere/live").status, 404);
    });
}

#[test]
fn one_admin_has_so_many_streams_and_no_more() {
    on_both_alone(&[], |app| {
        app.sign_in();
        app.site("shop");
        let mut open: Vec<Stream> = (0..server::pulse::MOST_BY_ADMIN).map(|_| Stream::open(app, "shop")).collect();
        assert_eq!(app.get("/sites/shop/live").status, 429);
        open.truncate(1);
        // The server hears that a stream is gone when it next writes to it.
        let asked = app.ask(1).survey;
        answer(app, "shop", asked);
        assert_eq!(open[0].line(), "data: 1");
    });
}

#[test]
fn a_page_hears_of_what_another_process_stored() {
    let database = postgres::fresh();
    let (here, there) = (TestApp::start(&database), TestApp::start(&database));
    here.sign_in();
    let shop = here.site("shop");
    let asked = here.ask(shop).survey;
    there.forget();
    let mut stream = Stream::open(&here, "shop");
    // The other process may not have begun to listen yet; one more answer comes until the stream says something.
    let hearing = std::thread::spawn(move || stream.line());
    let deadline = Instant::now() + Duration::from_secs(20);
    while !hearing.is_finished() {
        assert!(Instant::now() < deadline, "nothing was heard");
        answer(&there, "shop", asked);
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(hearing.join().expect("the stream can be read").starts_with("data: "));
}

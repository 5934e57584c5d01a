//! The application under test: the real one, on a port of its own, with a fresh database. HTTP in, HTTP out. On PostgreSQL
//! there are several servers behind one address, and each request meets another of them.

#[path = "balancer.rs"]
mod balancer;

use crate::postgres;
pub use balancer::Balancer;
use clap::Parser;
use server::{
    access::Role,
    app,
    config::{Cli, Command},
    db::{
        Db,
        admins::{self, NewAdmin},
        connection::AnyConnection,
        members, sites, surveys,
    },
    live::LiveSites,
    pulse::Pulse,
    session::Token,
};
use shared::definition::Definition;
use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
    path::PathBuf,
    sync::mpsc,
    thread,
};
use ureq::{Agent, Body, http::Response};

/// How many servers share a PostgreSQL: so many requests meet each of them.
pub const SERVERS: usize = 3;

/// Runs a story on each database. The name of the database is in the panic when one fails.
pub fn on_both(story: impl Fn(&TestApp)) {
    on_both_with(&[], story);
}

/// The same, with settings of the story's own.
pub fn on_both_with(settings: &[&str], story: impl Fn(&TestApp)) {
    for database in [fresh_sqlite(), postgres::fresh()] {
        eprintln!("on {}", database.split(':').next().unwrap_or_default());
        story(&TestApp::start_with(&database, settings));
    }
}

/// The same with one server on each database, for stories of what every server counts by itself.
pub fn on_both_alone(settings: &[&str], story: impl Fn(&TestApp)) {
    for database in [fresh_sqlite(), postgres::fresh()] {
        story(&TestApp::start_servers(&database, settings, None));
    }
}

/// A new SQLite database's address, in a folder that is removed with the target folder.
pub fn fresh_sqlite() -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(uuid::Uuid::now_v7().to_string());
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    format!("sqlite:{}/opina.db", folder.display())
}

/// A running Opina, of one server or of several.
pub struct TestApp {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    /// Its database, for what no page shows.
    pub db: Db,
    /// That database's address.
    pub database: String,
    /// The one-time set-up link.
    pub setup_link: Option<String>,
    servers: Vec<Server>,
    /// Ends before the servers do.
    balancer: Option<Balancer>,
    agent: Agent,
    session: RefCell<Option<Session>>,
    language: Cell<&'static str>,
}

/// One of its servers.
struct Server {
    pulse: Pulse,
    sites: actix_web::web::Data<LiveSites>,
    stop: actix_web::dev::ServerHandle,
    running: thread::JoinHandle<()>,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Session {
    cookie: String,
    csrf: String,
}

/// A reply: status and body, with the headers at hand.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body, as text.
    pub body: String,
    headers: ureq::http::HeaderMap,
}

impl Reply {
    /// A header, if it was sent once or more.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl TestApp {
    /// Starts the server on a free port.
    pub fn start(database: &str) -> Self {
        Self::start_with(database, &[])
    }

    /// The same, with settings of the story's own.
    pub fn start_with(database: &str, settings: &[&str]) -> Self {
        let several = database.starts_with("postgres").then_some(SERVERS);
        Self::start_servers(database, settings, several)
    }

    fn start_servers(database: &str, settings: &[&str], several: Option<usize>) -> Self {
        let listener = several.map(|_| Balancer::port());
        let port = listener
            .as_ref()
            .map_or_else(postgres::free_port, |listener| listener.local_addr().expect("it listens").port());
        let base = format!("http://127.0.0.1:{port}");
        let started = match several {
            None => vec![Server::start(port, &base, database, settings)],
            Some(n) => {
                (0..n).map(|_| Server::start(postgres::free_port(), &base, database, settings)).collect::<Vec<_>>()
            }
        };
        let (mut servers, mut addresses, mut setup_link) = (Vec::new(), Vec::new(), None);
        for (server, address, link) in started {
            servers.push(server);
            addresses.push(address);
            setup_link = link;
        }
        let balancer = listener.map(|listener| Balancer::start(listener, addresses));
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0);
        // A connection that is kept would lead to one server for ever.
        let agent = if several.is_some() { agent.max_idle_connections(0) } else { agent };
        Self {
            base,
            db: Db::open(&database.parse().expect("a good address")).expect("the database opens again"),
            database: database.to_owned(),
            setup_link,
            servers,
            balancer,
            agent: agent.build().into(),
            session: RefCell::new(None),
            language: Cell::new("en"),
        }
    }

    /// Makes the public routes see what was changed behind the console's back.
    pub fn forget(&self) {
        self.servers.iter().for_each(|server| server.sites.forget());
    }

    /// Spares the seconds after which servers notice what was changed through another.
    fn spread(&self, reply: Reply) -> Reply {
        if self.servers.len() > 1 {
            self.forget();
        }
        reply
    }

    /// A connection to the database.
    pub fn connection(&self) -> AnyConnection {
        self.db.connect().expect("the database answers")
    }

    /// A site that takes answers from `https://shop.example.com`; its key is its name.
    pub fn site(&self, name: &str) -> i64 {
        site(&mut self.connection(), name)
    }

    /// GET, signed in if [`TestApp::sign_in`] was called.
    pub fn get(&self, path: &str) -> Reply {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some(session) = &*self.session.borrow() {
            request = request.header("cookie", &session.cookie).header("accept-language", self.language.get());
        }
        reply(request.call())
    }

    /// GET, signed in, of a reply that is read while it is written.
    pub fn open(&self, path: &str) -> Response<Body> {
        let session = self.session.borrow();
        let session = session.as_ref().expect("sign in first");
        let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", &session.cookie);
        request.call().expect("the server answers")
    }

    /// What pages and forms reply to a browser that wants this language.
    pub fn speaking<T>(&self, language: &'static str, act: impl FnOnce() -> T) -> T {
        let before = self.language.replace(language);
        let done = act();
        self.language.set(before);
        done
    }

    /// GET with headers, never signed in.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        reply(request.call())
    }

    /// POST of bytes with headers, never signed in.
    pub fn send(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = self.agent.post(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        reply(request.send(body))
    }

    /// POST as the widget does on a page of the shop.
    pub fn post(&self, path: &str, body: &serde_json::Value) -> Reply {
        let headers = [("origin", "https://shop.example.com"), ("content-type", "text/plain;charset=UTF-8")];
        self.send(path, &headers, body.to_string().as_bytes())
    }

    /// Makes the first admin through the set-up link and stays signed in.
    pub fn sign_in(&self) {
        let link = self.setup_link.as_deref().expect("nobody can sign in yet");
        let token = link.split_once("token=").expect("the link holds a token").1;
        let fields = [
            ("token", token),
            ("email", "ana@example.com"),
            ("password", "a long enough secret"),
            ("repeated", "a long enough secret"),
        ];
        let made = self.enter("/setup", &fields);
        assert_eq!(made.status, 303, "{}", made.body);
        self.remember(&made);
    }

    /// Keeps the session a reply opened.
    pub fn remember(&self, reply: &Reply) {
        let cookie = reply.header("set-cookie").expect("a session is opened");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let token = cookie.split_once('=').expect("a cookie has a value").1.to_owned();
        // The same derivation as in the pages' forms, so that stories need not parse HTML.
        let csrf = server::session::Token::from(token).csrf();
        *self.session.borrow_mut() = Some(Session { cookie, csrf });
    }

    /// Whether anybody is.
    pub fn is_signed_in(&self) -> bool {
        self.session.borrow().is_some()
    }

    /// Signs somebody else in and says who was.
    pub fn swap(&self, session: Option<Session>) -> Option<Session> {
        self.session.replace(session)
    }

    /// An admin of the organisation or of these sites only, who is signed in.
    pub fn admin(&self, email: &str, access: &[(i64, Role)]) -> Session {
        let (email, access, now) = (email.to_owned(), access.to_vec(), 0);
        let mut connection = self.connection();
        let new = NewAdmin { email, password_hash: String::new(), owner: access.is_empty(), created_at: now };
        let id = admins::insert(&mut connection, &new).expect("the address is new");
        for (site, role) in access {
            members::set(&mut connection, site, id, role).expect("the site is there");
        }
        let token = Token::random();
        let now = server::clock::now();
        admins::open_session(&mut connection, &token.hash(), id, "", now).expect("a session");
        Session { cookie: format!("opina={}", token.as_str()), csrf: token.csrf() }
    }

    /// Acts as somebody else for a while.
    pub fn acting<T>(&self, as_whom: &Session, act: impl FnOnce() -> T) -> T {
        let before = self.swap(Some(as_whom.clone()));
        let done = act();
        self.swap(before);
        done
    }

    /// Sends a form from one of our own pages, not signed in.
    pub fn enter(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.agent.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin");
        reply(request.send_form(fields.iter().copied()))
    }

    /// Sends a form from one of our own pages, signed in.
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let session = self.session.borrow();
        let session = session.as_ref().expect("sign in first");
        let request = self.agent.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin");
        let request = request.header("cookie", &session.cookie).header("accept-language", self.language.get());
        self.spread(reply(request.send_form(fields.iter().copied().chain([("csrf", session.csrf.as_str())]))))
    }

    /// Sends a form signed in, with headers and token of one's own choice.
    pub fn submit_as(&self, path: &str, headers: &[(&str, &str)], csrf: Option<&str>) -> Reply {
        let session = self.session.borrow();
        let session = session.as_ref().expect("sign in first");
        let mut request = self.agent.post(format!("{}{path}", self.base)).header("cookie", &session.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.spread(reply(request.send_form(csrf.map(|csrf| ("csrf", csrf)))))
    }

    /// The token this session's forms carry.
    pub fn csrf(&self) -> String {
        self.session.borrow().as_ref().expect("sign in first").csrf.clone()
    }
}

/// A site that takes answers from `https://shop.example.com`; its key is its name.
pub fn site(connection: &mut AnyConnection, name: &str) -> i64 {
    let site = sites::NewSite {
        key: name.to_owned(),
        name: name.to_owned(),
        origins: vec!["https://shop.example.com".to_owned()],
        time_zone: "Europe/Madrid".to_owned(),
        demo: false,
        created_at: 0,
    };
    sites::insert(connection, &site).expect("the site is new")
}

impl Server {
    /// Starts it; also its address, and the set-up link it prints.
    fn start(port: u16, base: &str, database: &str, settings: &[&str]) -> (Self, SocketAddr, Option<String>) {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let listen = address.to_string();
        let always = ["opina", "serve", "--listen", &listen, "--workers", "1", "--database-url", database];
        let mut all: Vec<&str> = always.iter().chain(settings).copied().collect();
        if !settings.contains(&"--base-url") {
            all.extend(["--base-url", base]);
        }
        let Command::Serve { settings, database } = Cli::parse_from(all).command else {
            unreachable!("serve was asked for")
        };
        let (tell, told) = mpsc::channel();
        let running = thread::spawn(move || {
            let writer = actix_web::rt::System::new().block_on(async move {
                let ready = app::start(&settings, &database.database_url).expect("the server starts");
                tell.send((ready.server.handle(), ready.setup_link.clone(), ready.pulse, ready.sites))
                    .expect("somebody listens");
                ready.server.await.expect("the server ends well");
                ready.writer
            });
            writer.join().expect("the writer ends well");
        });
        let (stop, setup_link, pulse, sites) = told.recv().expect("the server starts");
        (Self { pulse, sites, stop, running }, address, setup_link)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.balancer.take());
        for server in &self.servers {
            server.pulse.close();
            // The handle sends the order at once; the future only waits for the end, as the threads below do.
            drop(server.stop.stop(true));
        }
        for server in self.servers.drain(..) {
            let ended = server.running.join();
            if !thread::panicking() {
                ended.expect("the server ended well");
            }
        }
    }
}

/// POST as the widget does on a page of the shop, from any thread.
pub fn post(url: &str, body: &str) -> Reply {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let request = agent.post(url).header("origin", "https://shop.example.com").header("content-type", "text/plain");
    reply(request.send(body))
}

fn reply(answer: Result<Response<Body>, ureq::Error>) -> Reply {
    let (head, mut body) = answer.expect("the server answers").into_parts();
    // A stream has no end to wait for.
    let is_stream = head.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let body = if is_stream { String::new() } else { body.read_to_string().expect("the body is text") };
    Reply { status: head.status.as_u16(), body, headers: head.headers }
}

/// A published survey of a site, at a touchpoint of its own.
pub struct Asked {
    /// The survey.
    pub survey: i64,
    /// Its touchpoint.
    pub touchpoint: i64,
    /// The address of its link page.
    pub slug: String,
}

impl TestApp {
    /// Publishes a survey with an NPS question, a choice for detractors and a comment.
    pub fn ask(&self, site: i64) -> Asked {
        self.publish(site, &nps())
    }

    /// Publishes a survey.
    pub fn publish(&self, site: i64, definition: &Definition) -> Asked {
        let asked = publish(&mut self.connection(), site, definition);
        self.forget();
        asked
    }
}

/// Publishes the survey of [`TestApp::ask`] behind the back of a server or before one runs.
pub fn publish_nps(connection: &mut AnyConnection, site: i64) -> Asked {
    publish(connection, site, &nps())
}

/// The same of another survey.
pub fn publish(connection: &mut AnyConnection, site: i64, definition: &Definition) -> Asked {
    let touchpoint = touchpoint(connection, site);
    let survey = surveys::insert(connection, site, touchpoint, "Checkout NPS", definition, 0).expect("inserted");
    let survey = survey.expect("the touchpoint is the site's");
    surveys::publish(connection, site, survey, 1, 0).expect("published");
    let slug = surveys::one(connection, site, survey).expect("read").expect("there").slug;
    Asked { survey, touchpoint, slug }
}

fn touchpoint(connection: &mut AnyConnection, site: i64) -> i64 {
    use diesel::prelude::*;
    use server::db::schema::{channel, phase, touchpoint};
    let phase: i64 = diesel::insert_into(phase::table)
        .values((phase::site_id.eq(site), phase::name.eq("Act"), phase::position.eq(1)))
        .returning(phase::id)
        .get_result(connection)
        .expect("a phase");
    let channel: i64 = diesel::insert_into(channel::table)
        .values((channel::site_id.eq(site), channel::name.eq("Website"), channel::position.eq(1)))
        .returning(channel::id)
        .get_result(connection)
        .expect("a channel");
    diesel::insert_into(touchpoint::table)
        .values((
            touchpoint::site_id.eq(site),
            touchpoint::phase_id.eq(phase),
            touchpoint::channel_id.eq(channel),
            touchpoint::name.eq("Checkout"),
            touchpoint::moment_of_truth.eq(true),
        ))
        .returning(touchpoint::id)
        .get_result(connection)
        .expect("a touchpoint")
}

/// `score` (NPS) leads detractors to `why` (choice) and everybody to `comment`.
pub fn nps() -> Definition {
    let text = |en: &str, es: &str| serde_json::json!({ "en": en, "es": es });
    let definition = serde_json::json!({
        "languages": ["en", "es"],
        "survey": {
            "questions": [
                {
                    "id": "score", "title": text("How likely?", "¿Cómo de probable?"), "required": true,
                    "kind": { "type": "nps", "low": text("Not", "Nada"), "high": text("Very", "Muy") },
                    "branches": [
                        { "when": [{ "question": "score", "is": { "score": [7, 10] } }], "to": { "question": "comment" } }
                    ]
                },
                {
                    "id": "why", "title": text("What got in the way?", "¿Qué falló?"), "required": false,
                    "kind": { "type": "choice", "options": [
                        { "id": "price", "label": text("Price", "Precio") },
                        { "id": "speed", "label": text("Speed", "Velocidad") }
                    ] }
                },
                {
                    "id": "comment", "title": text("Why?", "¿Por qué?"), "required": false,
                    "kind": { "type": "text", "placeholder": {}, "most": 2000 }
                }
            ],
            "thanks": text("Thank you", "Gracias")
        },
        "targeting": {
            "include": ["/checkout*"], "exclude": [], "delay": 0, "chance": 1.0,
            "again": { "answered": null, "dismissed": 90 }
        },
        "appearance": { "display": "popover", "place": "bottom_end" }
    });
    serde_json::from_value(definition).expect("a valid survey")
}

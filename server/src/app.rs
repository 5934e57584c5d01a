//! The application: what every request can reach, and the headers every reply carries. Used by `serve` and by tests.

use crate::{
    client::Proxies,
    config::Settings,
    db::{
        Db, DbError,
        connection::{self, AnyConnection, Connector},
        this_database,
        url::DatabaseUrl,
    },
    export::progress::Exports,
    intake::Intake,
    live::LiveSites,
    password::{Gate, PasswordError},
    pulse::{Pulse, Relay},
    recount, retention, routes, sealer,
    session::Token,
    sightings::Seen,
    throttle::Throttle,
    word_index,
};
use actix_web::{
    App, HttpServer,
    dev::Server,
    middleware::{DefaultHeaders, NormalizePath, TrailingSlash},
    web,
};
use std::{net::TcpListener, thread::JoinHandle};

/// What a page of ours may do. Nothing is loaded from elsewhere, nothing is inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A server that is ready to run.
pub struct Ready {
    /// Runs until it is told to stop.
    pub server: Server,
    /// The writer of answers; ends when the server has ended and everything is stored.
    pub writer: JoinHandle<()>,
    /// The one-time link with which the first admin is made, when there is none yet.
    pub setup_link: Option<String>,
    /// What open pages listen to; closed by whoever stops the server in another way than by a signal.
    pub pulse: Pulse,
    /// What the public routes know; told by whoever changes it in another way than through the console.
    pub sites: web::Data<LiveSites>,
}

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The address.
    #[error("cannot listen on {0}: {1}")]
    Listen(std::net::SocketAddr, std::io::Error),
    /// A setting.
    #[error("{0}")]
    Setting(String),
    /// The system.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// Opens the database, starts the writer and binds the address.
///
/// # Errors
/// [`StartError`], in words for whoever runs Opina.
pub fn start(settings: &Settings, database: &DatabaseUrl) -> Result<Ready, StartError> {
    let base = settings.base_url().map_err(StartError::Setting)?;
    // The port is taken before the database is touched: a second server on one port changes nothing.
    let listener = TcpListener::bind(settings.listen).map_err(|error| StartError::Listen(settings.listen, error))?;
    let db = Db::of(Connector::new(database.clone()).within(settings.timeouts()))?;
    if !this_database::take_into_use(&mut db.connect()?).map_err(DbError::from)? {
        let advice = "not everything was moved into this database yet: run `opina move` again until it says so";
        return Err(StartError::Setting(advice.to_owned()));
    }
    if connection::may_lose_commits(&mut db.connect()?).map_err(DbError::from)? {
        tracing::error!(
            "PostgreSQL's fsync or full_page_writes is off: a power cut can take answers that were acknowledged"
        );
    }
    let pulse = Pulse::default();
    Relay::start(&db, &pulse).map_err(|error| StartError::Setting(format!("cannot start a thread: {error}")))?;
    let (intake, writer) = Intake::start(&db, settings.queue, pulse.clone())?;
    let offered = |connection: &mut AnyConnection| this_database::offer_setup(connection, &Token::random());
    let setup_token = connection::write(&mut db.connect()?, offered).map_err(DbError::from)?;
    let setup_link = setup_token.map(|token| format!("{}/setup?token={}", base.as_str(), token.as_str()));

    let shared_data = (
        web::Data::new(base),
        web::Data::new(LiveSites::new(db.clone())),
        web::Data::new(db),
        web::Data::new(intake),
        web::Data::new(Gate::new()?),
        web::Data::new(Proxies(settings.proxies)),
        web::Data::new(Throttle::default()),
        web::Data::new(Seen::default()),
        web::Data::new(pulse.clone()),
        web::Data::new(Exports::default()),
    );
    let sites = shared_data.1.clone();
    actix_web::rt::spawn(retention::every_day(shared_data.2.get_ref().clone()));
    actix_web::rt::spawn(recount::every_night(shared_data.2.get_ref().clone()));
    actix_web::rt::spawn(word_index::keep(shared_data.2.get_ref().clone()));
    actix_web::rt::spawn(sealer::keep(shared_data.2.get_ref().clone()));
    let make = move || {
        let (base, sites, db, intake, gate, proxies, throttle, seen, pulse, exports) = shared_data.clone();
        App::new()
            .app_data(base)
            .app_data(sites)
            .app_data(db)
            .app_data(intake)
            .app_data(gate)
            .app_data(proxies)
            .app_data(throttle)
            .app_data(seen)
            .app_data(pulse)
            .app_data(exports)
            .wrap(NormalizePath::new(TrailingSlash::Trim))
            .wrap(
                DefaultHeaders::new()
                    .add(("Content-Security-Policy", CONTENT_SECURITY_POLICY))
                    .add(("X-Content-Type-Options", "nosniff"))
                    .add(("Referrer-Policy", "same-origin"))
                    .add(("Cross-Origin-Opener-Policy", "same-origin"))
                    .add(("Cross-Origin-Resource-Policy", "same-origin")),
            )
            .configure(routes::configure)
    };
    let streams = pulse.clone();
    let mut server = HttpServer::new(make)
        .shutdown_timeout(8)
        .shutdown_signal(async move {
            told_to_stop().await;
            streams.close();
        })
        .client_request_timeout(std::time::Duration::from_secs(5));
    if let Some(workers) = settings.workers {
        server = server.workers(workers);
    }
    let listening = |error| StartError::Listen(settings.listen, error);
    Ok(Ready { server: server.listen(listener).map_err(listening)?.run(), writer, setup_link, pulse, sites })
}

/// Waits for the system, or whoever sits at the terminal, to end the program.
async fn told_to_stop() {
    use actix_web::rt::signal;
    #[cfg(unix)]
    if let Ok(mut terminated) = signal::unix::signal(signal::unix::SignalKind::terminate()) {
        let interrupted = std::pin::pin!(signal::ctrl_c());
        futures_util::future::select(std::pin::pin!(terminated.recv()), interrupted).await;
        return;
    }
    // A system that tells of no signals leaves only being killed, which loses nothing that was acknowledged.
    if signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

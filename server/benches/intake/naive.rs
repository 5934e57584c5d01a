//! What a server does that opens a transaction for each request: reads and checks the same, runs the same statements, and
//! has a pool of connections in the place of our queue and its one writer. Leaves out whatever we do besides.

use actix_web::{
    App, HttpResponse, HttpServer,
    http::StatusCode,
    rt::System,
    web::{self, Data},
};
use clap::Parser;
use diesel::{
    connection::SimpleConnection,
    r2d2::{CustomizeConnection, Pool},
};
use server::{
    clock,
    config::{Cli, Command},
    db::{
        DbError,
        connection::{self, AnyConnection, Connector},
        intake::{self, Admission, Arrival, Entry, Outcome},
        surveys::{self, Published},
        url::DatabaseUrl,
    },
};
use sha2::{Digest, Sha256};
use shared::wire::NewResponse;
use std::{collections::BTreeMap, sync::Arc};

/// Connections that write at once.
const ON_SQLITE: u32 = 8;
const ON_POSTGRES: u32 = 16;

/// What each request can reach.
struct Shared {
    pool: Pool<Connector>,
    surveys: BTreeMap<(i64, i32), Arc<Published>>,
}

/// Waits for the others however long it takes: they are many.
#[derive(Debug)]
struct Patient;

impl CustomizeConnection<AnyConnection, DbError> for Patient {
    fn on_acquire(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        match connection {
            AnyConnection::Sqlite(sqlite) => Ok(sqlite.batch_execute("PRAGMA busy_timeout = 60000")?),
            AnyConnection::Postgres(_) => Ok(()),
        }
    }
}

/// Serves as `opina serve` does, told by the same arguments.
pub fn serve() {
    let Command::Serve { settings, database } = Cli::parse().command else { panic!("it can only serve") };
    let connector = Connector::new(database.database_url.clone());
    let mut connection = connector.connect().expect("the database answers");
    let surveys = surveys::published(&mut connection).expect("what is asked").into_iter();
    let surveys = surveys.map(|one| ((one.survey_id, one.version), Arc::new(one))).collect();
    let size = match database.database_url {
        DatabaseUrl::Sqlite(_) => ON_SQLITE,
        DatabaseUrl::Postgres(_) => ON_POSTGRES,
    };
    // Asking a connection whether it still works before each use would cost it more.
    let pool = Pool::builder().max_size(size).test_on_check_out(false).connection_customizer(Box::new(Patient));
    let shared = Data::new(Shared { pool: pool.build(connector).expect("a pool"), surveys });
    let app = move || {
        App::new()
            .app_data(shared.clone())
            .route("/healthz", web::get().to(HttpResponse::Ok))
            .route("/w/{key}/responses", web::post().to(create))
    };
    System::new().block_on(async move {
        HttpServer::new(app).bind(settings.listen).expect("the port is free").run().await.expect("it ends well");
    });
}

async fn create(body: web::Bytes, shared: Data<Shared>) -> HttpResponse {
    let entry = [Entry::Response(Box::new(arrival(&body, &shared.surveys)))];
    let store = move || {
        let mut connection = shared.pool.get().expect("a connection becomes free");
        connection::write(&mut connection, |connection| intake::store(connection, &entry))
    };
    match web::block(store).await.expect("it is stored").expect("it is stored")[..] {
        [Outcome::Stored] => HttpResponse::build(StatusCode::CREATED).finish(),
        _ => HttpResponse::build(StatusCode::CONFLICT).finish(),
    }
}

fn arrival(body: &[u8], surveys: &BTreeMap<(i64, i32), Arc<Published>>) -> Arrival {
    let new: NewResponse = serde_json::from_slice(body).expect("visitors send responses");
    let survey = surveys.get(&(new.survey, new.version)).expect("visitors answer what is asked").clone();
    let hash = Sha256::digest(body);
    Arrival {
        id: new.id.parse::<uuid::Uuid>().expect("an id").into_bytes(),
        sequence: Some(new.sequence),
        complete: new.complete,
        answers: survey.definition.survey().check(new.answers, new.fields, new.complete).expect("answers that fit"),
        fingerprint: i64::from_be_bytes(std::array::from_fn(|index| hash[index])),
        language: new.language.into(),
        device: new.device,
        path: new.path,
        person: new.person,
        private: new.private,
        chance: new.chance.get(),
        elapsed: new.elapsed,
        received_at: clock::now(),
        admission: Admission::Open,
        tells_shown: false,
        survey,
    }
}

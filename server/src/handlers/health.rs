//! Whether this server can do its work, for whoever watches it.

use crate::db::Db;
use actix_web::{HttpResponse, web};
use diesel::connection::SimpleConnection;
use serde_json::json;

/// 200 when the database answers, else 503. Says nothing about what is stored.
pub async fn show(db: web::Data<Db>) -> HttpResponse {
    match db.run(|connection| connection.batch_execute("SELECT 1")).await {
        Ok(()) => HttpResponse::Ok().json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            HttpResponse::ServiceUnavailable().json(json!({ "status": "the database does not answer" }))
        }
    }
}

//! What a page of results takes from its address: which period, metric and filter, and what the bar above it offers.

use crate::{
    db::{connection::AnyConnection, offered, segments},
    error::AppError,
    filter::Filter,
    locale::Locale,
    views::{
        filter_bar::{self, Choices},
        lens::Lens,
        period::Period,
    },
    words::Words,
};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Query};
use diesel::QueryResult;
use serde::Deserialize;
use shared::score::Metric;
use std::future::{Ready, ready};

#[derive(Deserialize)]
struct Looking {
    days: Option<String>,
    metric: Option<String>,
}

impl Lens {
    /// Reads an address. A period or metric there is not is the usual one, as a link may be older than this program; a
    /// filter that makes no sense is refused, as nobody must take all responses for some.
    fn of_request(request: &HttpRequest) -> Result<Self, AppError> {
        let query = request.query_string();
        let words = Words::of(Locale::of(request));
        let filter = Filter::read(query).map_err(|error| AppError::Filter(filter_bar::mistake(words, &error)))?;
        let looking = Query::<Looking>::from_query(query).map(Query::into_inner);
        let Looking { days, metric } = looking.unwrap_or(Looking { days: None, metric: None });
        let period = Period::of(days.and_then(|days| days.parse().ok()));
        Ok(Self { period, metric: metric.and_then(|id| Metric::try_from(id.as_str()).ok()), filter })
    }
}

impl FromRequest for Lens {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of_request(request))
    }
}

/// What the bar above a page of results offers.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn choices(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Choices> {
    Ok(Choices { offered: offered::of(connection, site_id)?, segments: segments::all(connection, site_id)? })
}

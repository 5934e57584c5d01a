//! What a page of results takes from its address: which period, metric and filter, and what the bar above it offers.

use crate::{
    db::{connection::AnyConnection, offered, segments},
    error::AppError,
    locale::Locale,
    views::{
        filter_bar::{self, Choices},
        lens::Lens,
    },
    words::Words,
};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use diesel::QueryResult;
use std::future::{Ready, ready};

impl Lens {
    /// Reads the query of an address, as [`Lens::read`].
    ///
    /// # Errors
    /// What is wrong with the filter, in words.
    pub fn of_query(query: &str, words: &'static Words) -> Result<Self, AppError> {
        Self::read(query).map_err(|error| AppError::Filter(filter_bar::mistake(words, &error)))
    }
}

impl FromRequest for Lens {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of_query(request.query_string(), Words::of(Locale::of(request))))
    }
}

/// What the bar above a page of results offers.
///
/// # Errors
/// When a query fails or a row is damaged.
pub fn choices(connection: &mut AnyConnection, site_id: i64) -> QueryResult<Choices> {
    Ok(Choices { offered: offered::of(connection, site_id)?, segments: segments::all(connection, site_id)? })
}

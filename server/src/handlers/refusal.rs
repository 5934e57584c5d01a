//! Refusals on the public routes: a status and a reason for every one, as JSON, readable by the page that asked.

use crate::{db::DbError, intake::IntakeError};
use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use shared::{answer::AnswerError, wire};
use std::time::Duration;

/// Why a public request was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No such site, survey or version.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The page's origin is not on the site's list.
    #[error("{0}")]
    Origin(String),
    /// No key was shown, or none that holds.
    #[error("show a key of the site: Authorization: Bearer opina_…")]
    NoKey,
    /// The key is for reading.
    #[error("this key may read, and change nothing")]
    ReadOnly,
    /// Not `text/plain` or `application/json`, or encoded.
    #[error("send JSON as text/plain, not encoded")]
    MediaType,
    /// Over the limit, in bytes.
    #[error("the body is over {0} bytes")]
    TooLarge(usize),
    /// The body did not arrive in time.
    #[error("the body did not arrive in time")]
    Slow,
    /// Not JSON of the right shape.
    #[error("the body cannot be read: {0}")]
    Malformed(String),
    /// Read, and makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// The answers do not fit the survey.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The survey is paused.
    #[error("the survey is closed")]
    Closed,
    /// Something else was stored under the same id.
    #[error("another response was stored under this id, or this one was complete")]
    Contradiction,
    /// The network sent more than one visitor, or one office, does; it may go on after this time.
    #[error("too much was sent from this network; go on in {} s", seconds(*.0))]
    TooMuch(Duration),
    /// The answer was not stored; sending it again is safe.
    #[error("{0}; send it again")]
    Intake(#[from] IntakeError),
    /// The database failed.
    #[error("the server cannot answer now")]
    Db(#[from] DbError),
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::NoKey => StatusCode::UNAUTHORIZED,
            Self::Origin(_) | Self::ReadOnly => StatusCode::FORBIDDEN,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) | Self::Answer(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Closed => StatusCode::GONE,
            Self::Contradiction => StatusCode::CONFLICT,
            Self::TooMuch(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Intake(_) | Self::Db(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::NoKey => _ = response.insert_header((header::WWW_AUTHENTICATE, "Bearer")),
            Self::TooMuch(wait) => _ = response.insert_header((header::RETRY_AFTER, seconds(*wait).to_string())),
            Self::Intake(_) | Self::Db(_) => _ = response.insert_header((header::RETRY_AFTER, "2")),
            _ => {}
        }
        if let Self::Db(error) = self {
            tracing::error!(%error, "a public request failed");
        }
        response.json(wire::Refusal { reason: self.to_string() })
    }
}

/// Whole seconds, at least as long.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

//! What every page of the console takes from a request.

use crate::{error::AppError, locale::Locale, session::Admin, views::Visit};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::Method};
use std::{future::Future, pin::Pin};

impl FromRequest for Visit {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let admin = Admin::from_request(request, payload);
        let locale = Locale::of(request);
        // A form's address shows nothing when it is asked for, so whoever changes the language there starts over.
        let here = match *request.method() {
            Method::GET => request.uri().path_and_query().map_or("/", |here| here.as_str()),
            _ => "/",
        };
        let here = here.to_owned();
        Box::pin(async move {
            let Admin { email, csrf, access, .. } = admin.await?;
            Ok(Self { locale, email, csrf, here, access })
        })
    }
}

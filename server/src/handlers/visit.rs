//! What every page of the console takes from a request.

use crate::{
    clock,
    db::{Db, comments, sites},
    error::AppError,
    locale::Locale,
    session::Admin,
    views::{MOST_NEW, Visit},
};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::Method, web::Data};
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
        let site = request.match_info().get("site").map(str::to_owned);
        let db = request.app_data::<Data<Db>>().cloned();
        Box::pin(async move {
            let Admin { email, csrf, access, .. } = admin.await?;
            let new_comments = match db.zip(site) {
                Some((db, site)) => new_comments(&db, site).await?,
                None => 0,
            };
            Ok(Self { locale, email, csrf, here, access, new_comments, at: clock::now() })
        })
    }
}

async fn new_comments(db: &Db, site: String) -> Result<usize, AppError> {
    let count = move |connection: &mut _| match sites::by_key(connection, &site)? {
        Some(site) => comments::new_ones(connection, site.id, MOST_NEW),
        None => Ok(0),
    };
    Ok(db.run(count).await?)
}

//! `GET /api/sites/SITE/responses.csv` and `responses.jsonl`: the responses of a site in a period, for programs. Takes the
//! filter of the console's pages, and hides what they hide.

use super::{
    exports::{self, Found},
    refusal::Refusal,
};
use crate::{
    bearer::KeyedSite,
    clock,
    db::{Db, connection::AnyConnection},
    export::{Format, progress::Exports},
    filter::Filter,
    locale::Locale,
    views::{
        format,
        lens::Lens,
        period::{Period, Span},
    },
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use serde::Deserialize;
use shared::score::COMMENTS_MIN_N;
use std::time::Duration;

/// How long a program waits for another export to end.
const WAIT: Duration = Duration::from_secs(30);

/// How far back to look.
#[derive(Deserialize)]
pub struct Asked {
    days: Option<u16>,
}

/// The responses.
///
/// # Errors
/// 401 without a key, 404 for a site that is not the key's, 422 for a filter that makes no sense or leaves too few.
pub async fn show(
    request: HttpRequest,
    KeyedSite { site }: KeyedSite,
    asked: Query<Asked>,
    (db, running): (Data<Db>, Data<Exports>),
) -> Result<HttpResponse, Refusal> {
    let format = Format::of_path(request.path()).ok_or(Refusal::NotFound("format"))?;
    let filter = Filter::read(request.query_string()).map_err(|error| Refusal::Invalid(error.to_string()))?;
    let lens = Lens { period: Period::of(asked.days), metric: None, filter };
    let span = Span::new(lens.period, clock::now(), format::zone(&site.time_zone));
    let (site_id, looked) = (site.id, (lens, span.clone()));
    let load = move |connection: &mut AnyConnection| Found::load(connection, site_id, None, &looked.0, &looked.1);
    let found = db.run(load).await?.ok_or(Refusal::NotFound("site"))?;
    let too_few =
        || Refusal::Invalid(format!("fewer than {COMMENTS_MIN_N} responses are left: somebody could be recognised"));
    let n = found.told().ok_or_else(too_few)?;
    let running = running.begin(None, site.id, n).map_err(|_| Refusal::TooMuch(WAIT))?;
    let source = found.file(format, Locale::En, &span);
    Ok(exports::file((&site, "responses", span.today), format, source, &db, running))
}

//! Responses taken out as a file: the page that says how many they are, the file, and how far it is. What is taken out is
//! what the page of responses shows under the same filter, and is noted.

use super::lens::choices;
use crate::{
    audit, clock,
    db::{
        Db,
        connection::AnyConnection,
        journey::{self, Map},
        listing::Extent,
        offered,
        sites::{self, Site},
    },
    error::AppError,
    export::{
        Around, Format,
        progress::{Exports, Running},
        responses::{Responses, Which},
        stream::{self, Source},
    },
    locale::Locale,
    session::SiteContext,
    views::{
        Page, Place, Visit,
        export::{ExportView, Rows},
        lens::Lens,
        period::Span,
    },
    words::Words,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentDisposition, DispositionParam, DispositionType, HeaderValue},
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use jiff::civil::Date;
use serde::Deserialize;
use shared::score::COMMENTS_MIN_N;
use uuid::Uuid;

/// How long somebody waits for an export to end before another may begin, in seconds.
const WAIT: u64 = 30;

/// Of which touchpoint; of none means of the whole site.
#[derive(Deserialize)]
pub struct At {
    touchpoint: Option<i64>,
}

/// The name by which a page asks for its export.
#[derive(Deserialize)]
pub struct Asked {
    export: Option<Uuid>,
}

/// What can be taken out.
pub(super) struct Found {
    map: Map,
    surveys: Vec<(i64, String)>,
    which: Which,
    extent: Extent,
}

impl Found {
    /// `None` for a touchpoint the site does not have.
    pub(super) fn load(
        connection: &mut AnyConnection,
        site_id: i64,
        touchpoint: Option<i64>,
        lens: &Lens,
        span: &Span,
    ) -> QueryResult<Option<Self>> {
        let map = journey::map(connection, site_id)?;
        let touchpoints = match touchpoint {
            Some(id) if map.touchpoint(id).is_none() => return Ok(None),
            Some(id) => vec![id],
            None => map.ids(),
        };
        let which = Which { site_id, touchpoints, hours: span.hours.clone(), filter: lens.filter.clone() };
        let extent = which.extent(connection)?;
        Ok(Some(Self { surveys: offered::of(connection, site_id)?.surveys, map, which, extent }))
    }

    /// How many responses there are, where they are enough to be told.
    pub(super) fn told(&self) -> Option<u64> {
        Some(self.extent.n).filter(|n| *n >= COMMENTS_MIN_N)
    }

    /// The file in this language.
    pub(super) fn file(self, format: Format, locale: Locale, span: &Span) -> Responses {
        let surveys = self.surveys.into_iter().collect();
        let touchpoints = self.map.touchpoints.into_iter().map(|one| (one.id, one.name)).collect();
        let (zone, asked) = (span.zone.clone(), self.extent.asked);
        Responses::new(self.which, format, Around { locale, zone, asked, surveys, touchpoints })
    }
}

/// The reply that is a file, called after its site, what it holds and the day.
pub(super) fn file(
    (site, what, today): (&Site, &str, Date),
    format: Format,
    source: impl Source,
    db: &Db,
    running: Running,
) -> HttpResponse {
    let name = format!("{}-{what}-{today}.{}", site.key, format.extension());
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    };
    HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header(disposition)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(stream::bytes(db, source, running))
}

/// The page: how many responses, of which kind of file, and what it will hold.
///
/// # Errors
/// 404 for a touchpoint the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    at: Path<At>,
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let span = lens.span(&site, clock::now());
    let (site_id, touchpoint, looked) = (site.id, at.touchpoint, (lens.clone(), span.clone()));
    let load = move |connection: &mut AnyConnection| {
        let Some(found) = Found::load(connection, site_id, touchpoint, &looked.0, &looked.1)? else { return Ok(None) };
        Ok(Some((sites::all(connection)?, choices(connection, site_id)?, found)))
    };
    let (sites, choices, found) = db.run(load).await?.ok_or(AppError::NotFound)?;
    let place = touchpoint.and_then(|id| found.map.touchpoint(id)).map(|one| (one.id, one.name.clone()));
    let n = found.told();
    let headings = found.file(Format::Csv, visit.locale, &span).headings();
    let rows = Rows { place, choices, n, headings, files: names() };
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).export, Place::Overview, &site, &sites);
    super::html(&ExportView::new(page, &site, &lens, rows))
}

/// Begins an export of so many rows.
///
/// # Errors
/// 429 where too many run.
pub(super) fn begin(exports: &Exports, asked: &Asked, site: &Site, n: u64) -> Result<Running, AppError> {
    exports.begin(asked.export, site.id, n).map_err(|_| AppError::TooManyTries(WAIT))
}

/// Every kind of file, with a name by which a page asks for its export.
pub(super) fn names() -> [(Format, Uuid); 2] {
    Format::ALL.map(|format| (format, Uuid::now_v7()))
}

/// The file.
///
/// # Errors
/// 404 for a touchpoint the site does not have, 422 where so few responses are left that somebody could be recognised, 429
/// where too many exports run.
pub async fn download(
    request: HttpRequest,
    visit: Visit,
    SiteContext { site }: SiteContext,
    (at, asked): (Path<At>, Query<Asked>),
    lens: Lens,
    (db, exports): (Data<Db>, Data<Exports>),
) -> Result<HttpResponse, AppError> {
    let format = Format::of_path(request.path()).ok_or(AppError::NotFound)?;
    let span = lens.span(&site, clock::now());
    let (site_id, touchpoint, looked) = (site.id, at.touchpoint, (lens, span.clone()));
    let load = move |connection: &mut AnyConnection| Found::load(connection, site_id, touchpoint, &looked.0, &looked.1);
    let found = db.run(load).await?.ok_or(AppError::NotFound)?;
    let words = Words::of(visit.locale);
    let too_few = || AppError::Filter(format!("{} {}", words.listing_hidden, words.listing_hidden_why));
    let n = found.told().ok_or_else(too_few)?;
    let running = begin(&exports, &asked, &site, n)?;
    audit::tell(&request, n.to_string());
    let source = found.file(format, visit.locale, &span);
    let mut reply = file((&site, "responses", span.today), format, source, &db, running);
    audit::mark(&mut reply, None);
    Ok(reply)
}

/// How far an export is, for the page that began it; 204 for one that has not begun here, or whose end was told.
///
/// # Errors
/// As the extractors.
pub async fn progress(
    SiteContext { site }: SiteContext,
    path: Path<(String, Uuid)>,
    exports: Data<Exports>,
) -> Result<HttpResponse, AppError> {
    let mut reply = match exports.progress(site.id, path.1) {
        Some(progress) => HttpResponse::Ok().json(progress),
        None => HttpResponse::NoContent().finish(),
    };
    reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(reply)
}

//! Comments taken out as a file, with what the team made of them: those that the inbox shows under the same filter.

use super::{
    comments::{make_ready, since},
    exports::{self, Asked, begin, names},
};
use crate::{
    audit, clock,
    db::{
        Db,
        comments::Readable,
        connection::AnyConnection,
        journey, listing, members, offered,
        sites::{self, Site},
    },
    error::AppError,
    export::{
        Around, Format,
        comments::{Comments, Which},
        progress::Exports,
    },
    inbox::filter::Filter,
    locale::Locale,
    session::{Admin, SiteContext},
    views::{Page, Place, Visit, export::CommentExportView, format},
    words::Words,
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Html, Query},
};

type Fields = Query<Vec<(String, String)>>;

/// The file of a filter, and how many comments it will hold.
async fn prepare(
    admin: &Admin,
    site: &Site,
    filter: Filter,
    (format, locale): (Format, Locale),
    db: &Db,
) -> Result<(Comments, u64), AppError> {
    make_ready(&filter, db).await?;
    let (site_id, admin_id, until, zone) = (site.id, admin.id, clock::now(), format::zone(&site.time_zone));
    let since = since(&filter, site, until);
    let load = move |connection: &mut AnyConnection| {
        let readable = Readable::of(connection, site_id)?;
        let which = Which { site_id, admin_id, readable, filter, since, until };
        let touchpoints = journey::map(connection, site_id)?.touchpoints.into_iter().map(|one| (one.id, one.name));
        let around = Around {
            asked: listing::versions(connection, site_id)?,
            surveys: offered::of(connection, site_id)?.surveys.into_iter().collect(),
            touchpoints: touchpoints.collect(),
            locale,
            zone,
        };
        let people = members::of_site(connection, site_id)?.into_iter().map(|one| (one.admin_id, one.email));
        let (people, n) = (people.collect(), which.count(connection)?);
        Ok((Comments { which, format, around, people }, n))
    };
    Ok(db.run(load).await?)
}

/// The page: how many comments, and as which kind of file.
///
/// # Errors
/// When the database fails.
pub async fn show(
    visit: Visit,
    admin: Admin,
    SiteContext { site }: SiteContext,
    fields: Fields,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let filter = Filter::of(&fields);
    let (file, n) = prepare(&admin, &site, filter.clone(), (Format::Csv, visit.locale), &db).await?;
    let sites = db.run(sites::all).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).export, Place::Comments, &site, &sites);
    super::html(&CommentExportView::new(page, &site, &filter, n, file.headings(), names()))
}

/// The file.
///
/// # Errors
/// 429 where too many exports run.
pub async fn download(
    request: HttpRequest,
    (visit, admin, SiteContext { site }): (Visit, Admin, SiteContext),
    (fields, asked): (Fields, Query<Asked>),
    (db, exports): (Data<Db>, Data<Exports>),
) -> Result<HttpResponse, AppError> {
    let format = Format::of_path(request.path()).ok_or(AppError::NotFound)?;
    let (source, n) = prepare(&admin, &site, Filter::of(&fields), (format, visit.locale), &db).await?;
    let running = begin(&exports, &asked, &site, n)?;
    audit::tell(&request, n.to_string());
    let today = format::local_day(clock::now(), &format::zone(&site.time_zone));
    let mut reply = exports::file((&site, "comments", today), format, source, &db, running);
    audit::mark(&mut reply, None);
    Ok(reply)
}

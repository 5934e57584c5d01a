//! The comments inbox: the list, and what is done with many comments at once.

use crate::{
    clock,
    db::{
        Db,
        comment_loop::{self, By, Order},
        comments::{self, Cursor, Key, Readable, Wanted},
        connection::AnyConnection,
        journey, members,
        sites::{self, Site},
    },
    error::AppError,
    inbox::{self, Status, filter::Filter},
    session::{Admin, Posted, SiteContext},
    views::{
        Page, Place, Visit, format,
        inbox::{InboxView, MOST_AT_ONCE, Rows, Said, with},
        period::{Period, Span},
    },
    word_index,
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Query},
};
use diesel::QueryResult;
use uuid::Uuid;

/// How many comments a page shows.
const PAGE: usize = 50;

type Fields = Vec<(String, String)>;

/// The comments of a filter.
///
/// # Errors
/// When the database fails.
pub async fn list(
    visit: Visit,
    admin: Admin,
    SiteContext { site }: SiteContext,
    fields: Query<Fields>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    super::html(&view(visit, &admin, &site, &fields, None, &db).await?)
}

/// The page of a filter, with what is said above it; an address may name a batch that was changed just before.
async fn view(
    visit: Visit,
    admin: &Admin,
    site: &Site,
    fields: &Fields,
    said: Option<Said>,
    db: &Db,
) -> Result<InboxView, AppError> {
    let now = clock::now();
    let filter = Filter::of(fields);
    let (since, after) = (since(&filter, site, now), field(fields, "after").and_then(Cursor::of));
    let done: Option<Uuid> = field(fields, "done").and_then(|batch| batch.parse().ok());
    make_ready(&filter, db).await?;
    let (site_id, admin_id, asked) = (site.id, admin.id, filter.clone());
    let load = move |connection: &mut AnyConnection| {
        let readable = Readable::of(connection, site_id)?;
        let wanted = Wanted { site_id, admin_id, readable: &readable, filter: &asked, since, until: now };
        let rows = load(connection, wanted, after)?;
        let changed = done.map_or(Ok(0), |batch| comment_loop::changed(connection, site_id, batch))?;
        Ok((sites::all(connection)?, rows, changed))
    };
    let (sites, rows, changed) = db.run(load).await?;
    let said = said.or(done.map(|batch| Said::Changed(batch, changed)));
    let title = Words::of(visit.locale).comments;
    let page = Page::of_site(visit, title, Place::Comments, site, &sites);
    Ok(InboxView::new(page, site, &filter, rows, said, now))
}

fn load(connection: &mut AnyConnection, wanted: Wanted<'_>, after: Option<Cursor>) -> QueryResult<Rows> {
    let site_id = wanted.site_id;
    let mut found = comments::page(connection, wanted, after, PAGE as i64 + 1)?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().map(|last| Cursor { received_at: last.received_at, id: last.id });
    Ok(Rows {
        map: journey::map(connection, site_id)?,
        people: members::of_site(connection, site_id)?,
        surveys: comments::asking(connection, site_id)?,
        tags: comment_loop::tags(connection, site_id)?,
        causes: comment_loop::causes(connection, site_id)?,
        readable: wanted.readable.clone(),
        counts: comments::counts(connection, wanted)?,
        comments: found,
        next: last.filter(|_| more).map(|cursor| cursor.to_string()),
    })
}

/// Whoever looks for words finds those of the latest comments too.
pub(super) async fn make_ready(filter: &Filter, db: &Db) -> Result<(), AppError> {
    if !filter.search.is_empty() {
        word_index::catch_up(db).await?;
    }
    Ok(())
}

/// The first moment a filter looks at: days begin at midnight where the site is.
pub(super) fn since(filter: &Filter, site: &Site, now: i64) -> Option<i64> {
    let period = filter.days.map(|days| Period::of(Some(days)))?;
    Some(i64::from(Span::new(period, now, format::zone(&site.time_zone)).hours.start) * clock::HOUR)
}

/// Does the same with the selected comments, or with all that match.
///
/// # Errors
/// 404 for an owner who may not be one. What makes no sense is said above the list.
pub async fn change(
    visit: Visit,
    admin: Admin,
    SiteContext { site }: SiteContext,
    Posted(sent): Posted<Fields>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let query = field(&sent, "query").unwrap_or_default().to_owned();
    let looked_at: Fields = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let Some(order) = order(&sent) else {
        return super::unprocessable(&view(visit, &admin, &site, &looked_at, Some(Said::NoTag), &db).await?);
    };
    let selected = sent.iter().filter(|(name, _)| name == "comment");
    let selected: Vec<Key> = selected.filter_map(|(_, key)| key.parse().ok()).take(MOST_AT_ONCE).collect();
    let all = field(&sent, "all").is_some();
    if selected.is_empty() && !all {
        return super::unprocessable(&view(visit, &admin, &site, &looked_at, Some(Said::NothingSelected), &db).await?);
    }
    let now = clock::now();
    let filter = Filter::of(&looked_at);
    let since = since(&filter, &site, now);
    let until = field(&sent, "until").and_then(|until| until.parse().ok()).unwrap_or(now);
    make_ready(&filter, &db).await?;
    let (site_id, by) = (site.id, By { admin_id: admin.id, at: now });
    let change = move |connection: &mut AnyConnection| {
        let readable = Readable::of(connection, site_id)?;
        let wanted = Wanted { site_id, admin_id: by.admin_id, readable: &readable, filter: &filter, since, until };
        let keys = if all { comments::keys(connection, wanted, MOST_AT_ONCE as i64)? } else { selected };
        comment_loop::change(connection, site_id, &keys, &order, by)
    };
    let batch = db.transaction(change).await?.ok_or(AppError::NotFound)?;
    Ok(back(&site, &query, batch.id))
}

/// Puts back what was before a batch.
///
/// # Errors
/// 404 for what is no batch.
pub async fn undo(
    admin: Admin,
    SiteContext { site }: SiteContext,
    Posted(sent): Posted<Fields>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let batch: Uuid = field(&sent, "batch").and_then(|batch| batch.parse().ok()).ok_or(AppError::NotFound)?;
    let query = field(&sent, "query").unwrap_or_default().to_owned();
    let (site_id, by) = (site.id, By { admin_id: admin.id, at: clock::now() });
    let undone = db.transaction(move |connection| comment_loop::undo(connection, site_id, batch, by)).await?;
    Ok(back(&site, &query, undone.id))
}

/// What a button says is to be done; `None` where what it needs is not there.
fn order(sent: &Fields) -> Option<Order> {
    match field(sent, "do")? {
        "owner" => Some(Order::Owner(field(sent, "owner").and_then(|id| id.parse().ok()))),
        "tag" => field(sent, "tag").and_then(inbox::label).map(Order::Tag),
        _ => field(sent, "status").and_then(Status::of).map(Order::Status),
    }
}

/// The list a form came from, which says what was done and offers to undo it.
fn back(site: &Site, query: &str, batch: Uuid) -> HttpResponse {
    let to = format!("/sites/{}/comments?{}", site.key, with(query, "done", &batch.to_string()));
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// The first field of this name.
pub(super) fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
}

//! One comment of the inbox: looking at it, saying what becomes of it, and taking its text out for good.

use super::comments::field;
use crate::{
    clock,
    db::{
        Db,
        comment_loop::{self, By, Saved},
        comments::{self, Key, Readable},
        connection::AnyConnection,
        journey, members, respondents,
        sites::{self, Site},
    },
    error::AppError,
    inbox::{Status, filter::Filter},
    session::{Admin, EditedSite, Posted, SiteContext},
    views::{
        Page, Place, Visit,
        comment::{Again, CommentView, RedactView, Rows, typed::Typed},
        inbox::with,
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use serde::Deserialize;

type Fields = Vec<(String, String)>;
type At = Path<(String, String, String)>;

/// The comment an address names.
fn key(path: At) -> Result<Key, AppError> {
    let (_, response, question) = path.into_inner();
    format!("{response}/{question}").parse().map_err(|_| AppError::NotFound)
}

/// The comment.
///
/// # Errors
/// 404 for a comment the site does not have, or that may not be read yet.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: At,
    fields: Query<Fields>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let around = Around::load(&db, &site, key(path)?).await?;
    let saved = field(&fields, "saved").is_some();
    super::html(&around.view(visit, &site, Filter::of(&fields).query(), None, saved))
}

/// What is shown around the form.
struct Around {
    sites: Vec<Site>,
    rows: Rows,
}

impl Around {
    async fn load(db: &Db, site: &Site, key: Key) -> Result<Self, AppError> {
        let site_id = site.id;
        let load = move |connection: &mut AnyConnection| {
            let rows = rows(connection, site_id, &key)?;
            Ok((sites::all(connection)?, rows))
        };
        let (sites, rows) = db.run(load).await?;
        Ok(Self { sites, rows: rows.ok_or(AppError::NotFound)? })
    }

    fn view(self, visit: Visit, site: &Site, query: String, form: Option<(Typed, Again)>, saved: bool) -> CommentView {
        let title = Words::of(visit.locale).inbox_comment;
        let page = Page::of_site(visit, title, Place::Comments, site, &self.sites);
        CommentView::new(page, site, query, self.rows, form, saved, clock::now())
    }
}

fn rows(connection: &mut AnyConnection, site_id: i64, key: &Key) -> QueryResult<Option<Rows>> {
    let readable = Readable::of(connection, site_id)?;
    let Some(comment) = comments::one(connection, site_id, &readable, key)? else { return Ok(None) };
    let Some(whole) = respondents::whole(connection, site_id, key.response)? else { return Ok(None) };
    let line = match &whole.person {
        Some(person) => respondents::line_of_time(connection, site_id, person)?,
        None => Vec::new(),
    };
    Ok(Some(Rows {
        map: journey::map(connection, site_id)?,
        readable,
        comment,
        whole,
        line,
        history: comment_loop::history(connection, site_id, key)?,
        people: members::of_site(connection, site_id)?,
        tags: comment_loop::tags(connection, site_id)?,
        causes: comment_loop::causes(connection, site_id)?,
    }))
}

/// What the form sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    query: String,
    revision: i32,
    status: String,
    owner: String,
    cause: String,
    tags: String,
    note: String,
    r#do: Option<String>,
}

impl From<Sent> for Typed {
    fn from(sent: Sent) -> Self {
        let Sent { revision, status, owner, cause, tags, note, r#do, .. } = sent;
        let status = r#do.as_deref().and_then(Status::of).or(Status::of(&status)).unwrap_or_default();
        Self { revision, status, owner: owner.parse().ok(), cause, tags, note }
    }
}

/// Saves what becomes of a comment.
///
/// # Errors
/// 404 for a comment the site does not have or an owner who may not be one. What cannot be saved is shown again with what
/// to mend, or with what somebody else saved meanwhile.
pub async fn update(
    visit: Visit,
    admin: Admin,
    SiteContext { site }: SiteContext,
    path: At,
    Posted(sent): Posted<Sent>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (key, query) = (key(path)?, query(&sent.query));
    let typed = Typed::from(sent);
    let edit = match typed.check() {
        Ok(edit) => edit,
        Err(mistakes) => {
            let around = Around::load(&db, &site, key).await?;
            let form = Some((typed, Again::Mistaken(mistakes)));
            return super::unprocessable(&around.view(visit, &site, query, form, false));
        }
    };
    let (site_id, by, saving) = (site.id, By { admin_id: admin.id, at: clock::now() }, key.clone());
    let saved = db.transaction(move |connection| comment_loop::save(connection, site_id, &saving, &edit, by)).await?;
    match saved {
        Saved::Done => Ok(to(&site, &key, &with(&query, "saved", "yes"))),
        Saved::Gone => Err(AppError::NotFound),
        Saved::Stale(stored) => {
            let around = Around::load(&db, &site, key).await?;
            let view = around.view(visit, &site, query, Some((typed, Again::Conflict(stored))), false);
            super::conflict(&view)
        }
    }
}

/// Asks whether the text is really to be taken out.
///
/// # Errors
/// 404 for a comment the site does not have, or whose text was taken out.
pub async fn ask(
    visit: Visit,
    EditedSite { site }: EditedSite,
    path: At,
    fields: Query<Fields>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let (key, site_id) = (key(path)?, site.id);
    let load = move |connection: &mut AnyConnection| {
        let readable = Readable::of(connection, site_id)?;
        Ok((sites::all(connection)?, comments::one(connection, site_id, &readable, &key)?))
    };
    let (sites, comment) = db.run(load).await?;
    let comment = comment.filter(|comment| !comment.state.redacted).ok_or(AppError::NotFound)?;
    let title = Words::of(visit.locale).inbox_redact;
    let page = Page::of_site(visit, title, Place::Comments, &site, &sites);
    super::html(&RedactView::new(page, &site, Filter::of(&fields).query(), &comment))
}

/// What a form of one question sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    query: String,
}

/// Takes the text out for good.
///
/// # Errors
/// 404 for a comment the site does not have.
pub async fn redact(
    admin: Admin,
    SiteContext { site }: SiteContext,
    path: At,
    Posted(sent): Posted<Confirmed>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (key, site_id, by) = (key(path)?, site.id, By { admin_id: admin.id, at: clock::now() });
    let redacting = key.clone();
    if !db.transaction(move |connection| comment_loop::redact(connection, site_id, &redacting, by)).await? {
        return Err(AppError::NotFound);
    }
    db.run(comment_loop::forget_pages).await?;
    Ok(to(&site, &key, &query(&sent.query)))
}

/// The filter that a form came with, and nothing else.
fn query(sent: &str) -> String {
    let fields: Fields = url::form_urlencoded::parse(sent.as_bytes()).into_owned().collect();
    Filter::of(&fields).query()
}

fn to(site: &Site, key: &Key, query: &str) -> HttpResponse {
    let mut address = format!("/sites/{}/comments/{key}", site.key);
    if !query.is_empty() {
        address = format!("{address}?{query}");
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

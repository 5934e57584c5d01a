//! The links of a site that show one page of results to whoever has them: made and taken back here, opened in
//! [`super::shared`].

use super::{comments::field, surveys::to};
use crate::{
    clock,
    config::BaseUrl,
    db::{
        Db,
        connection::AnyConnection,
        journey::{self, Name},
        listing, offered,
        shares::{self, NewShare},
        sites::{self, Site},
        surveys,
    },
    error::AppError,
    filter::Filter,
    session::{Admin, Nothing, Posted, SiteContext, Token},
    share::{self, Asked, Expiry, MOST_LINKS, Redaction, SharedPage},
    views::{
        Page, Place, Visit,
        lens::Lens,
        name_mistake,
        shares::{Rows, Said, SharesView, Typed},
    },
    words::{Words, fill},
};
use actix_web::{
    HttpResponse,
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use serde::Deserialize;

type Fields = Vec<(String, String)>;

/// Which page a link shall show, and what was done just before.
#[derive(Deserialize)]
pub struct Wanted {
    show: Option<String>,
    of: Option<i64>,
    done: Option<String>,
}

/// The links, and the form for one to the page that is asked for.
///
/// # Errors
/// 404 for a page the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    wanted: Query<Wanted>,
    lens: Lens,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let page = |kind: &String| SharedPage::of(kind, wanted.of).ok_or(AppError::NotFound);
    let page = wanted.show.as_ref().map(page).transpose()?;
    if let Some(page) = page {
        let id = site.id;
        let has = db.run(move |connection| has(connection, id, page, Redaction::nothing())).await?;
        has.then_some(()).ok_or(AppError::NotFound)?;
    }
    let typed = page.map(|page| Typed { page, lens, name: None, expiry: Expiry::USUAL, redaction: None });
    let said = if wanted.done.is_some() { Said::Revoked } else { Said::Nothing };
    super::html(&view(visit, &site, typed, said, &db).await?)
}

/// Whether the site has what a link shall show and leave out.
fn has(connection: &mut AnyConnection, site_id: i64, page: SharedPage, redaction: &Redaction) -> QueryResult<bool> {
    let is_there = match page {
        SharedPage::Overview | SharedPage::Journey => true,
        SharedPage::Touchpoint(id) => journey::map(connection, site_id)?.touchpoint(id).is_some(),
        SharedPage::Survey(id) => surveys::one(connection, site_id, id)?.is_some(),
    };
    let versions = listing::versions(connection, site_id)?;
    let is_asked = |(survey, question): &Asked| {
        versions.iter().any(|((one, _), asked)| one == survey && asked.survey().question(question).is_some())
    };
    Ok(is_there && redaction.iter().all(is_asked))
}

async fn view(visit: Visit, site: &Site, typed: Option<Typed>, said: Said, db: &Db) -> Result<SharesView, AppError> {
    let (id, now) = (site.id, clock::now());
    let load = move |connection: &mut AnyConnection| {
        let rows = Rows {
            map: journey::map(connection, id)?,
            offered: offered::of(connection, id)?,
            shares: shares::of_site(connection, id, now)?,
            asked: listing::versions(connection, id)?,
        };
        Ok((sites::all(connection)?, rows))
    };
    let (sites, rows) = db.run(load).await?;
    let page = Page::of_site(visit.clone(), Words::of(visit.locale).shares, Place::Shares, site, &sites);
    Ok(SharesView::new(page, site, &rows, typed, said, now))
}

/// Makes a link and shows it, once: only its hash is stored.
///
/// # Errors
/// 404 for a page or a question the site does not have. What cannot be saved is shown again with what to mend.
pub async fn create(
    visit: Visit,
    admin: Admin,
    SiteContext { site }: SiteContext,
    Posted(sent): Posted<Fields>,
    (db, base): (Data<Db>, Data<BaseUrl>),
) -> Result<HttpResponse, AppError> {
    let words = Words::of(visit.locale);
    let typed = typed(words, &sent)?;
    let name = match Name::try_from(typed.name.as_deref().unwrap_or_default()) {
        Ok(name) => name.as_str().to_owned(),
        Err(mistake) => {
            let said = Said::Refused(name_mistake(words, mistake));
            return super::unprocessable(&view(visit, &site, Some(typed), said, &db).await?);
        }
    };
    let (token, now) = (Token::random(), clock::now());
    let new = NewShare {
        site_id: site.id,
        name,
        token_hash: token.hash(),
        page: typed.page,
        query: typed.lens.query(),
        redaction: typed.redaction.clone().unwrap_or_default(),
        admin_id: admin.id,
        created_at: now,
        expires_at: typed.expiry.after(now),
    };
    let insert = move |connection: &mut AnyConnection| match has(connection, new.site_id, new.page, &new.redaction)? {
        true => shares::insert(connection, &new).map(Some),
        false => Ok(None),
    };
    if db.transaction(insert).await?.ok_or(AppError::NotFound)? {
        let link = format!("{}/shared/{}", base.as_str(), token.as_str());
        return super::html_once(&view(visit, &site, None, Said::Made(link), &db).await?);
    }
    let said = Said::Refused(fill(words.shares_full, &[("n", &MOST_LINKS.to_string())]));
    super::unprocessable(&view(visit, &site, Some(typed), said, &db).await?)
}

/// What the form says.
fn typed(words: &'static Words, sent: &Fields) -> Result<Typed, AppError> {
    let malformed = |what: &str| AppError::Malformed(what.to_owned());
    let object = field(sent, "of").filter(|id| !id.is_empty()).map(str::parse).transpose();
    let object = object.map_err(|_| malformed("of"))?;
    let page = field(sent, "show").and_then(|kind| SharedPage::of(kind, object)).ok_or_else(|| malformed("show"))?;
    let lens = Lens::of_query(field(sent, "query").unwrap_or_default(), words)?;
    // The map knows no filter.
    let lens = if page == SharedPage::Journey { lens.of(Filter::default()) } else { lens };
    let left_out = sent.iter().filter(|(name, _)| name == "leave_out").map(|(_, question)| share::question(question));
    Ok(Typed {
        page,
        lens,
        name: Some(field(sent, "name").unwrap_or_default().to_owned()),
        expiry: field(sent, "expiry").and_then(Expiry::of).ok_or_else(|| malformed("expiry"))?,
        redaction: Some(left_out.collect::<Result<_, _>>().map_err(|error| malformed(&error.to_string()))?),
    })
}

/// Takes a link back: whoever opens it next sees that it leads nowhere.
///
/// # Errors
/// 404 for a link the site does not have.
pub async fn revoke(
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    _: Posted<Nothing>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let (site_id, id) = (site.id, path.1);
    match db.run(move |connection| shares::revoke(connection, site_id, id)).await? {
        true => Ok(to(&format!("/sites/{}/shares?done=revoked", site.key))),
        false => Err(AppError::NotFound),
    }
}

//! `/s/SLUG`: a survey on a page of its own, asked page by page without script and taken over by one where it runs.

use super::{
    has,
    questions::{self, Instead, Reply},
};
use crate::{
    config::BaseUrl,
    intake::Intake,
    link::{Asked, Place, visitor::Visitor},
    live::LiveSites,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Payload, Query},
};

/// The name in the address of the language to speak.
const LANGUAGE: &str = "lang";

/// Names and values in the address.
type Given = Query<Vec<(String, String)>>;

/// The first page, with what the address fills in: answers and declared fields by name, and `lang`.
///
/// # Errors
/// What is said in place of a survey.
pub async fn show(
    slug: Path<String>,
    given: Given,
    visitor: Visitor,
    sites: Data<LiveSites>,
    base: Data<BaseUrl>,
) -> Reply {
    let asked = find(&slug, &given, &visitor, &sites).await?;
    questions::first(&asked, &visitor, &given, &base).await
}

/// The page after the one that was sent.
///
/// # Errors
/// As [`show`].
pub async fn answer(
    request: HttpRequest,
    (slug, given, visitor): (Path<String>, Given, Visitor),
    body: Payload,
    sites: Data<LiveSites>,
    base: Data<BaseUrl>,
    intake: Data<Intake>,
) -> Reply {
    let asked = find(&slug, &given, &visitor, &sites).await?;
    let sent = questions::sent(&request, body.into_inner(), &asked).await?;
    questions::next(&asked, &visitor, &sent, &base, &intake).await
}

async fn find(slug: &str, given: &[(String, String)], visitor: &Visitor, sites: &LiveSites) -> Result<Asked, Instead> {
    let found = sites.linked(slug).await.map_err(|error| Instead::failed(&error, visitor))?;
    let (site, published) = found.ok_or_else(|| Instead::missing(visitor))?;
    let wanted = given.iter().find(|(name, _)| name == LANGUAGE).map(|(_, tag)| tag.as_str());
    let definition = &published.definition;
    let language = visitor.language(wanted, definition.languages(), definition.default_language());
    Ok(Asked { site, published, place: Place::Alone, language })
}

/// The site's look on its link pages: a sheet of its own, because their policy takes no style inside a page.
///
/// # Errors
/// As [`show`].
pub async fn theme(request: HttpRequest, slug: Path<String>, visitor: Visitor, sites: Data<LiveSites>) -> Reply {
    let found = sites.linked(&slug).await.map_err(|error| Instead::failed(&error, &visitor))?;
    let (site, _) = found.ok_or_else(|| Instead::missing(&visitor))?;
    let sheet = site.theme.look();
    let tag = header::EntityTag::new_strong(format!("{:x}", super::fingerprint(sheet.as_bytes())));
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-cache")).insert_header(header::ETag(tag.clone()));
    if has(&request, &tag) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    Ok(response.content_type("text/css; charset=utf-8").body(sheet))
}

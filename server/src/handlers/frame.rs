//! `/w/KEY/frame/SURVEY/LANGUAGE`: the link page inside a frame, for pages whose policy forbids WebAssembly.

use super::questions::{self, Instead, Reply};
use crate::{
    config::BaseUrl,
    intake::Intake,
    link::{Asked, Place, visitor::Visitor},
    live::LiveSites,
};
use actix_web::{
    HttpRequest,
    web::{Data, Path, Payload, Query},
};
use shared::targeting::Chance;

/// The name in the address of the chance that this visitor was asked.
const CHANCE: &str = "chance";

/// Names and values in the address.
type Given = Query<Vec<(String, String)>>;

/// Site, survey and language.
type Which = Path<(String, i64, String)>;

/// The first page, with what the address fills in.
///
/// # Errors
/// What is said in place of a survey.
pub async fn show(which: Which, given: Given, visitor: Visitor, sites: Data<LiveSites>, base: Data<BaseUrl>) -> Reply {
    let asked = find(&which, &given, &visitor, &sites).await?;
    let given: Vec<_> = given.into_inner().into_iter().filter(|(name, _)| name != CHANCE).collect();
    questions::first(&asked, &visitor, &given, &base).await
}

/// The page after the one that was sent.
///
/// # Errors
/// As [`show`].
pub async fn answer(
    request: HttpRequest,
    (which, given, visitor): (Which, Given, Visitor),
    body: Payload,
    sites: Data<LiveSites>,
    base: Data<BaseUrl>,
    intake: Data<Intake>,
) -> Reply {
    let asked = find(&which, &given, &visitor, &sites).await?;
    let sent = questions::sent(&request, body.into_inner(), &asked).await?;
    questions::next(&asked, &visitor, &sent, &base, &intake).await
}

async fn find(
    (key, survey, language): &(String, i64, String),
    given: &[(String, String)],
    visitor: &Visitor,
    sites: &LiveSites,
) -> Result<Asked, Instead> {
    let site = sites.get(key).await.map_err(|error| Instead::failed(&error, visitor))?;
    let site = site.ok_or_else(|| Instead::missing(visitor))?;
    let published = site.newest(*survey).ok_or_else(|| Instead::missing(visitor))?.clone();
    let chance = given.iter().find(|(name, _)| name == CHANCE);
    let chance = chance.and_then(|(_, chance)| Chance::try_from(chance.parse::<f64>().ok()?).ok()).unwrap_or_default();
    let definition = &published.definition;
    let language = visitor.language(Some(language), definition.languages(), definition.default_language());
    Ok(Asked { site, published, place: Place::Framed(chance), language })
}

//! Making a site.

use crate::{
    audit, clock,
    db::{
        Db,
        connection::AnyConnection,
        figures::Figures,
        journey, members,
        results::{self, Within},
        sites::{self, NewSite, Site},
    },
    error::AppError,
    filter::Filter,
    journey_templates::{self, JourneyTemplate},
    live::LiveSites,
    session::{Admin, OrganisationOwner, Posted},
    views::{
        Page, Visit, format,
        period::{Period, Span},
        site_list::{Row, SiteListView},
        sites::{Checked, Mistakes, NewSiteView, Typed},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    web::{Data, Html},
};
use diesel::QueryResult;
use rand::Rng;
use serde::Deserialize;

/// The admin's sites, each with its headline figure of the usual period.
///
/// # Errors
/// When the database fails.
pub async fn list(visit: Visit, admin: Admin, db: Data<Db>) -> Result<Html, AppError> {
    let now = clock::now();
    let load = move |connection: &mut AnyConnection| {
        let sites = members::sites(connection, &admin.access)?;
        sites.into_iter().map(|site| row(connection, site, now)).collect::<QueryResult<Vec<Row>>>()
    };
    let rows = db.run(load).await?;
    let title = Words::of(visit.locale).sites;
    super::html(&SiteListView::new(Page::new(visit, title), rows))
}

fn row(connection: &mut AnyConnection, site: Site, now: i64) -> QueryResult<Row> {
    let hours = Span::new(Period::default(), now, format::zone(&site.time_zone)).hours;
    let touchpoints = journey::map(connection, site.id)?.ids();
    let within = Within { site_id: site.id, touchpoints: &touchpoints, hours: &hours };
    let scores = Figures::of(connection, within, &Filter::default())?.by_touchpoint(&hours);
    Ok(Row { live: results::live_surveys(connection, site.id)?, scores, site })
}

/// The form.
///
/// # Errors
/// When the database fails.
pub async fn new(visit: Visit, _: OrganisationOwner, db: Data<Db>) -> Result<Html, AppError> {
    super::html(&form(visit, Typed::default(), Mistakes::default(), &db).await?)
}

async fn form(visit: Visit, typed: Typed, mistakes: Mistakes, db: &Db) -> Result<NewSiteView, AppError> {
    let is_first = db.run(sites::all).await?.is_empty();
    let title = Words::of(visit.locale).add_site;
    Ok(NewSiteView::new(Page::new(visit, title), typed, mistakes, is_first))
}

/// What the form sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    name: String,
    website: String,
    time_zone: String,
    template: Option<String>,
}

/// Makes the site with a journey map in the admin's language, and leads to it.
///
/// # Errors
/// When the database fails. What cannot be saved is shown again with what to mend.
pub async fn create(
    visit: Visit,
    _: OrganisationOwner,
    Posted(Sent { name, website, time_zone, template }): Posted<Sent>,
    db: Data<Db>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let template = template.as_deref().and_then(JourneyTemplate::by_key).unwrap_or(journey_templates::ALL[0]);
    let typed = Typed { name, website, time_zone, template: template.key };
    let Checked { name, origin, time_zone } = match typed.check() {
        Ok(checked) => checked,
        Err(mistakes) => return super::unprocessable(&form(visit, typed, mistakes, &db).await?),
    };
    let (key, name, locale) = (random_key(), name.as_str().to_owned(), visit.locale);
    let created_at = clock::now();
    let new = NewSite { key: key.clone(), name, origins: vec![origin], time_zone, demo: false, created_at };
    let id = db
        .transaction(move |connection| {
            let id = sites::insert(connection, &new)?;
            template.lay_out(connection, id, locale).map(|()| id)
        })
        .await?;
    live.forget();
    let mut made = super::surveys::to(&format!("/sites/{key}/overview"));
    audit::mark(&mut made, Some(id));
    Ok(made)
}

/// Short enough to read aloud, with no letters that look alike, and not to be guessed in passing.
fn random_key() -> String {
    const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut random = rand::rng();
    (0..10).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect()
}

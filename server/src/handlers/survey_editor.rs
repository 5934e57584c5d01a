//! One survey in the console: edited, published, paused, or deleted while it is a draft.

use super::surveys::{Done, to};
use crate::{
    audit, clock,
    db::{
        Db,
        connection::AnyConnection,
        sites::{self, Sighting, Site},
        surveys::{self, Change, Survey},
    },
    error::AppError,
    live::LiveSites,
    session::{Posted, SiteContext},
    survey_form::{
        Form,
        check::{Draft, Problem},
        edit::Edit,
        ids::Taken,
    },
    views::{
        Page, Place, Visit, format,
        survey_editor::{Editing, EditorView, Notice},
    },
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use jiff::tz::TimeZone;
use shared::definition::Definition;

/// What the editor's form sends: names and values.
pub type Fields = Vec<(String, String)>;

/// What the editor says about the form.
#[derive(Default)]
struct Said<'a> {
    problems: &'a [Problem],
    notice: Option<Notice>,
    focus: Option<String>,
}

/// What the editor shows besides the form.
struct Around {
    sites: Vec<Site>,
    survey: Survey,
    published: Vec<Definition>,
    sightings: Vec<Sighting>,
}

/// What the editor needs to know of the site.
struct Shown {
    origins: Vec<String>,
    zone: TimeZone,
}

impl Shown {
    fn of(site: &Site) -> QueryResult<Self> {
        Ok(Self { origins: site.origins()?, zone: format::zone(&site.time_zone) })
    }
}

impl Around {
    fn load(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<Option<Self>> {
        let Some(survey) = surveys::one(connection, site_id, id)? else { return Ok(None) };
        Ok(Some(Self {
            sites: sites::all(connection)?,
            survey,
            published: surveys::versions(connection, site_id, id)?,
            sightings: sites::sightings(connection, site_id, 50)?,
        }))
    }

    fn form(&self, zone: &TimeZone) -> Form {
        Form::of(&self.survey.name, &self.survey.draft, zone)
    }

    fn page(&self, visit: Visit, site: &Site) -> Page {
        Page::of_site(visit, &self.survey.name, Place::Surveys, site, &self.sites)
    }

    /// The page for a form.
    fn view(&self, page: Page, form: &Form, site: &Shown, said: Said<'_>) -> EditorView {
        let survey = &self.survey;
        let Said { problems, notice, focus } = said;
        let theirs = (notice == Some(Notice::Conflict)).then(|| self.form(&site.zone));
        EditorView::new(
            page,
            Editing {
                id: survey.id,
                revision: survey.revision,
                status: survey.status,
                version: survey.published_version,
                unpublished: self.published.last() != Some(&survey.draft),
                place: survey.place.to_string(),
                page_to_open: page_to_open(&survey.draft, &self.sightings, &site.origins),
                installed: !self.sightings.is_empty(),
                zone: &site.zone,
                form,
                problems,
                theirs: theirs.as_ref(),
                notice,
                focus,
            },
        )
    }
}

/// A page on which the survey shows: one where the script was seen, else the site's first origin if every page is meant.
fn page_to_open(draft: &Definition, sightings: &[Sighting], origins: &[String]) -> Option<String> {
    let targeting = draft.targeting();
    let shows = |address: &str| {
        let Ok(url) = url::Url::parse(address) else { return false };
        let host = url.host_str().unwrap_or_default();
        let host = url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
        let matches = |pattern: &shared::targeting::PagePattern| pattern.matches(&host, url.path());
        matches!(url.scheme(), "http" | "https")
            && (targeting.include.is_empty() || targeting.include.iter().any(matches))
            && !targeting.exclude.iter().any(matches)
    };
    let literal = targeting.include.iter().map(|pattern| pattern.as_str()).filter(|pattern| !pattern.contains('*'));
    let named = literal.filter_map(|pattern| match pattern.starts_with('/') {
        true => origins.first().map(|origin| format!("{origin}{pattern}")),
        false => Some(format!("https://{pattern}")),
    });
    let seen = sightings.iter().map(|sighting| sighting.page.clone());
    let start = origins.iter().map(|origin| format!("{origin}/"));
    named.chain(seen).chain(start).find(|address| shows(address))
}

/// The editor.
///
/// # Errors
/// 404 for a survey the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    query: Query<Done>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let (_, id) = path.into_inner();
    let (site_id, shown) = (site.id, Shown::of(&site)?);
    let around = db.run(move |connection| Around::load(connection, site_id, id)).await?.ok_or(AppError::NotFound)?;
    let notice = query.done.as_deref().and_then(Notice::by_key);
    let page = around.page(visit, &site);
    super::html(&around.view(page, &around.form(&shown.zone), &shown, Said { notice, ..Said::default() }))
}

/// What a button of the editor asks for.
enum Order {
    Save,
    Publish,
    SetPaused(bool),
    Delete,
    Edit(Edit),
}

impl Order {
    fn read(button: &str) -> Option<Self> {
        match button {
            "save" => Some(Self::Save),
            "publish" => Some(Self::Publish),
            "pause" => Some(Self::SetPaused(true)),
            "resume" => Some(Self::SetPaused(false)),
            "delete" => Some(Self::Delete),
            other => Edit::read(other).map(Self::Edit),
        }
    }
}

/// What came of an order: the address to go to, or the form again with what hinders it and the field to go on with.
enum Outcome {
    Done(Notice),
    Deleted,
    Again(StatusCode, Notice, Vec<Problem>, Option<String>),
    Gone,
}

impl Outcome {
    fn mistakes(problems: Vec<Problem>) -> Self {
        Self::Again(StatusCode::UNPROCESSABLE_ENTITY, Notice::Mistakes, problems, None)
    }
}

/// The survey an order is about, in the revision that is edited.
struct Edited<'a> {
    db: &'a Db,
    site: &'a Site,
    zone: &'a TimeZone,
    id: i64,
    revision: i32,
}

/// Carries out what a button of the editor asks for. Whatever is refused, the form comes back as it was typed.
///
/// # Errors
/// 404 for a survey the site does not have, 400 for what our page never sends.
pub async fn update(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    Posted(fields): Posted<Fields>,
    db: Data<Db>,
    live: Data<LiveSites>,
) -> Result<HttpResponse, AppError> {
    let (_, id) = path.into_inner();
    let shown = Shown::of(&site)?;
    let mut form = Form::read(fields).map_err(AppError::Malformed)?;
    let unreadable = |what: &str| AppError::Malformed(format!("the form's {what} is missing"));
    let order = Order::read(form.value("do")).ok_or_else(|| unreadable("button"))?;
    let revision: i32 = form.value("revision").parse().map_err(|_| unreadable("revision"))?;
    let edited = Edited { db: &db, site: &site, zone: &shown.zone, id, revision };
    let only_here = matches!(order, Order::Edit(_));
    let outcome = edited.carry_out(order, &mut form).await?;
    if !only_here {
        live.forget();
    }
    let (status, notice, problems, focus) = match outcome {
        Outcome::Done(notice) => return Ok(to(&format!("/sites/{}/surveys/{id}?done={}", site.key, notice.key()))),
        Outcome::Deleted => return Ok(to(&format!("/sites/{}/surveys?done=deleted", site.key))),
        Outcome::Gone => return Err(AppError::NotFound),
        Outcome::Again(status, notice, problems, focus) => (status, notice, problems, focus),
    };
    let mut around = edited.load().await?;
    if notice != Notice::Conflict {
        // Only who has seen what the other saved may replace it.
        around.survey.revision = revision;
    }
    let said = Said { problems: &problems, notice: Some(notice), focus };
    let view = around.view(around.page(visit, &site), &form, &shown, said);
    let body = askama::Template::render(&view)?;
    let mut again = HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body);
    if matches!(notice, Notice::Paused | Notice::Resumed) {
        audit::mark(&mut again, None);
    }
    Ok(again)
}

impl Edited<'_> {
    async fn load(&self) -> Result<Around, AppError> {
        let (site, id) = (self.site.id, self.id);
        self.db.run(move |connection| Around::load(connection, site, id)).await?.ok_or(AppError::NotFound)
    }

    async fn carry_out(&self, order: Order, form: &mut Form) -> Result<Outcome, AppError> {
        let before = self.load().await?;
        let taken = Taken::by(before.published.iter().chain([&before.survey.draft]));
        let (site, id) = (self.site.id, self.id);
        Ok(match order {
            Order::Edit(edit) => match form.apply(edit, &taken, &self.site.name)? {
                Ok(focus) => Outcome::Again(StatusCode::OK, Notice::Unsaved, Vec::new(), focus),
                Err(problem) => Outcome::mistakes(vec![problem]),
            },
            Order::Save | Order::Publish => match form.check(&taken, self.zone) {
                Ok(draft) => {
                    let publish = matches!(order, Order::Publish);
                    store(self.db, (site, id, self.revision), draft, publish).await?
                }
                Err(problems) => Outcome::mistakes(problems),
            },
            Order::SetPaused(paused) => {
                self.db.transaction(move |connection| surveys::set_paused(connection, site, id, paused)).await?;
                let saved = |draft: Draft| draft.name == before.survey.name && draft.definition == before.survey.draft;
                let kept = form.check(&taken, self.zone).is_ok_and(saved);
                let notice = if paused { Notice::Paused } else { Notice::Resumed };
                // Pausing must not wait for mistakes to be mended, nor lose what was typed.
                if kept { Outcome::Done(notice) } else { Outcome::Again(StatusCode::OK, notice, Vec::new(), None) }
            }
            Order::Delete => {
                let deleted = self.db.run(move |connection| surveys::delete_draft(connection, site, id)).await?;
                if deleted { Outcome::Deleted } else { Outcome::Gone }
            }
        })
    }
}

/// Saves a draft, and publishes it if asked to, both or neither.
async fn store(
    db: &Db,
    (site, id, revision): (i64, i64, i32),
    draft: Draft,
    publish: bool,
) -> Result<Outcome, AppError> {
    let saved = db
        .transaction(move |connection| {
            let saved = surveys::save(connection, site, id, revision, &draft.name, &draft.definition)?;
            match saved {
                Change::Done(revision) if publish => surveys::publish(connection, site, id, revision, clock::now()),
                other => Ok(other),
            }
        })
        .await?;
    Ok(match saved {
        Change::Done(_) if publish => Outcome::Done(Notice::Published),
        Change::Done(_) => Outcome::Done(Notice::Saved),
        Change::Unchanged => Outcome::Done(Notice::Unchanged),
        Change::Stale => Outcome::Again(StatusCode::CONFLICT, Notice::Conflict, Vec::new(), None),
        Change::Gone => Outcome::Gone,
    })
}

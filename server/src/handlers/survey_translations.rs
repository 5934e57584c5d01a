//! A survey's texts in one language beside the default one.

use super::{survey_editor::Fields, surveys::to};
use crate::{
    db::{
        Db,
        connection::AnyConnection,
        sites::{self, Site},
        surveys::{self, Change, Survey},
    },
    error::AppError,
    session::{Posted, SiteContext},
    survey_form::{
        Form,
        check::{Draft, Problem},
        edit::Edit,
        ids::Taken,
        names,
    },
    views::{
        Page, Place, Visit, format,
        survey_editor::translations::{Translating, TranslationsView},
    },
};
use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Html, Path, Query},
};
use diesel::QueryResult;
use jiff::tz::TimeZone;
use serde::Deserialize;
use shared::{definition::Definition, text::Language};

/// What the page is made of.
struct Texts {
    sites: Vec<Site>,
    survey: Survey,
    published: Vec<Definition>,
}

impl Texts {
    fn read(connection: &mut AnyConnection, site_id: i64, id: i64) -> QueryResult<Option<Self>> {
        let Some(survey) = surveys::one(connection, site_id, id)? else { return Ok(None) };
        let (sites, published) = (sites::all(connection)?, surveys::versions(connection, site_id, id)?);
        Ok(Some(Self { sites, survey, published }))
    }

    async fn load(db: &Db, site: &Site, id: i64) -> Result<Self, AppError> {
        let site = site.id;
        db.run(move |connection| Self::read(connection, site, id)).await?.ok_or(AppError::NotFound)
    }

    fn form(&self, zone: &TimeZone) -> Form {
        Form::of(&self.survey.name, &self.survey.draft, zone)
    }

    fn page(&self, visit: Visit, site: &Site) -> Page {
        Page::of_site(visit, &self.survey.name, Place::Surveys, site, &self.sites)
    }
}

/// The language to translate into.
#[derive(Deserialize)]
pub struct Wanted {
    language: Option<String>,
    done: Option<String>,
}

/// The language of a form that is wanted, else the first that is not the default.
fn chosen(form: &Form, wanted: Option<&str>) -> Option<Language> {
    let mut others = form.languages().iter().skip(1);
    others.clone().find(|one| Some(one.as_str()) == wanted).or_else(|| others.next()).cloned()
}

/// Every text in both languages.
///
/// # Errors
/// 404 for a survey the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    wanted: Query<Wanted>,
    db: Data<Db>,
) -> Result<Html, AppError> {
    let texts = Texts::load(&db, &site, path.1).await?;
    let zone = format::zone(&site.time_zone);
    let form = texts.form(&zone);
    let translating = Translating {
        id: texts.survey.id,
        revision: texts.survey.revision,
        zone: &zone,
        form: &form,
        language: chosen(&form, wanted.language.as_deref()),
        problems: &[],
        theirs: None,
        saved: wanted.done.as_deref() == Some("saved"),
    };
    super::html(&TranslationsView::new(texts.page(visit, &site), translating))
}

/// What the page's form asks for.
struct Sent {
    fields: Fields,
    revision: i32,
    /// A language to be added or taken away.
    edit: Option<Edit>,
}

impl Sent {
    fn read(fields: Fields) -> Result<Self, AppError> {
        let unreadable = |what: &str| AppError::Malformed(format!("the form's {what} is missing"));
        let sent = Self { fields, revision: 0, edit: None };
        let revision = sent.value("revision").parse().map_err(|_| unreadable("revision"))?;
        let edit = match sent.value("do") {
            "save" => None,
            button => match Edit::read(button) {
                Some(edit @ (Edit::AddLanguage | Edit::RemoveLanguage(_))) => Some(edit),
                _ => return Err(unreadable("button")),
            },
        };
        Ok(Self { revision, edit, ..sent })
    }

    fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// What came of saving.
enum Outcome {
    Saved,
    Mistakes(Vec<Problem>),
    Stale,
}

/// The draft as it is being translated.
struct Typed {
    form: Form,
    language: Option<Language>,
}

impl Typed {
    /// Takes over what was sent and saves all of it, or nothing.
    async fn save(&mut self, sent: &Sent, texts: &Texts, site: &Site, db: &Db) -> Result<Outcome, AppError> {
        if let Some(language) = &self.language {
            self.form.translate(language, &sent.fields);
        }
        self.form.type_language(sent.value(names::NEW_LANGUAGE));
        let taken = Taken::by(texts.published.iter().chain([&texts.survey.draft]));
        let zone = format::zone(&site.time_zone);
        // What is wrong is mended in the language in which it was typed, before another comes or this one goes.
        if let Err(problems) = self.form.check(&taken, &zone) {
            return Ok(Outcome::Mistakes(problems));
        }
        if let Some(edit) = sent.edit.clone() {
            let adds = edit == Edit::AddLanguage;
            if let Err(problem) = self.form.apply(edit, &taken, &site.name)? {
                return Ok(Outcome::Mistakes(vec![problem]));
            }
            if adds {
                self.language = self.form.languages().last().cloned();
            }
        }
        match self.form.check(&taken, &zone) {
            Ok(draft) => save(db, (site.id, texts.survey.id, sent.revision), draft).await,
            Err(problems) => Ok(Outcome::Mistakes(problems)),
        }
    }
}

/// Saves the texts of one language, or adds or takes away one. Whatever is refused, the texts come back as typed.
///
/// # Errors
/// 404 for a survey the site does not have, 400 for what our page never sends.
pub async fn update(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    Posted(fields): Posted<Fields>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let texts = Texts::load(&db, &site, path.1).await?;
    let (sent, zone) = (Sent::read(fields)?, format::zone(&site.time_zone));
    let form = texts.form(&zone);
    let mut typed = Typed { language: chosen(&form, Some(sent.value("language"))), form };
    let (status, problems) = match typed.save(&sent, &texts, &site, &db).await? {
        Outcome::Saved => return Ok(to(&saved_at(&site, texts.survey.id, typed.language.as_ref()))),
        Outcome::Mistakes(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Outcome::Stale => (StatusCode::CONFLICT, Vec::new()),
    };
    let stale = status == StatusCode::CONFLICT;
    let texts = if stale { Texts::load(&db, &site, path.1).await? } else { texts };
    let theirs = stale.then(|| texts.form(&zone));
    let translating = Translating {
        id: texts.survey.id,
        // Only who has seen what the other saved may replace it.
        revision: if stale { texts.survey.revision } else { sent.revision },
        zone: &zone,
        form: &typed.form,
        language: typed.language,
        problems: &problems,
        theirs: theirs.as_ref(),
        saved: false,
    };
    let view = TranslationsView::new(texts.page(visit, &site), translating);
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(askama::Template::render(&view)?))
}

fn saved_at(site: &Site, id: i64, language: Option<&Language>) -> String {
    let language = language.map(|language| format!("&language={language}")).unwrap_or_default();
    format!("/sites/{}/surveys/{id}/translations?done=saved{language}", site.key)
}

async fn save(db: &Db, (site, id, revision): (i64, i64, i32), draft: Draft) -> Result<Outcome, AppError> {
    let Draft { name, definition } = draft;
    let saved =
        db.transaction(move |connection| surveys::save(connection, site, id, revision, &name, &definition)).await?;
    match saved {
        Change::Done(_) | Change::Unchanged => Ok(Outcome::Saved),
        Change::Stale => Ok(Outcome::Stale),
        Change::Gone => Err(AppError::NotFound),
    }
}

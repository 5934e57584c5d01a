//! The frame beside the survey editor: the draft as it is saved, or as it is being typed. The only page of the console
//! that may run WebAssembly. It changes nothing.

use super::survey_editor::Fields;
use crate::{
    db::{Db, sites::Site, surveys},
    error::AppError,
    preview::{Place, Preview},
    session::{Posted, SiteContext},
    survey_form::{Form, ids::Taken},
    views::{
        Visit, format,
        preview::{Asked, LANGUAGE, PreviewView},
    },
    words::Words,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path, Query},
};
use askama::Template;
use serde_json::json;
use shared::definition::Definition;

/// What the frame may do. It stands in pages of ours alone, loads nothing from elsewhere and sends forms nowhere else.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

async fn draft(db: &Db, site: &Site, id: i64) -> Result<Definition, AppError> {
    let site = site.id;
    let survey = db.run(move |connection| surveys::one(connection, site, id)).await?;
    survey.map(|survey| survey.draft).ok_or(AppError::NotFound)
}

/// The draft as it is saved. Without script, one goes on from page to page by addresses.
///
/// # Errors
/// 404 for a survey the site does not have.
pub async fn show(
    visit: Visit,
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    asked: Query<Vec<(String, String)>>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    let draft = draft(&db, &site, path.1).await?;
    let asked = Asked(asked.into_inner());
    let preview = Preview::new(&draft, &site.theme()?, asked.get(LANGUAGE), &Place::from(&asked));
    let theme = format!("/sites/{}/look.css", site.key);
    let view = PreviewView::new(Words::of(visit.locale), &preview, &asked, theme).await.ok_or(AppError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("Content-Security-Policy", POLICY))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(view.render()?))
}

/// The draft as it is typed, as JSON: what is still without words is shown as “…”. What cannot be shown yet is 422.
///
/// # Errors
/// 404 for a survey the site does not have, 400 for what our page never sends.
pub async fn follow(
    SiteContext { site }: SiteContext,
    path: Path<(String, i64)>,
    Posted(fields): Posted<Fields>,
    db: Data<Db>,
) -> Result<HttpResponse, AppError> {
    draft(&db, &site, path.1).await?;
    let asked = Asked(fields.clone());
    let form = Form::read(fields).map_err(AppError::Malformed)?;
    let zone = format::zone(&site.time_zone);
    let taken = Taken::default();
    let typed = form.check(&taken, &zone).or_else(|problems| form.with_words(&problems).check(&taken, &zone));
    Ok(match typed {
        Ok(typed) => {
            let theme = site.theme()?;
            HttpResponse::Ok().json(Preview::new(&typed.definition, &theme, asked.get(LANGUAGE), &Place::from(&asked)))
        }
        Err(problems) => HttpResponse::UnprocessableEntity().json(json!({ "problems": problems.len() })),
    })
}

/// The site's look on the frame's page without script: a sheet of its own, because its policy takes no style inside.
///
/// # Errors
/// When what is saved of the look is damaged.
pub async fn look(SiteContext { site }: SiteContext) -> Result<HttpResponse, AppError> {
    let sheet = site.theme()?.look();
    Ok(HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(sheet))
}

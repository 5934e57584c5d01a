//! Every address Opina answers, grouped by who calls it.

use crate::{
    error,
    handlers::{
        self, events, forms, frame, health, install, journey, journey_edit, language, link, loader, look, overview,
        reach, response_batch, responses, sent, setup, sign_in, sites, static_files, survey_editor, survey_versions,
        surveys,
        touchpoint, touchpoint_form, trace, widget,
    },
    session,
};
use actix_web::{
    middleware::from_fn,
    web::{self, ServiceConfig, get, post},
};

/// Adds every route.
pub fn configure(app: &mut ServiceConfig) {
    app.route("/healthz", get().to(health::show))
        // Called by visitors' pages: any origin, no cookie is ever read, small bodies.
        .route("/w/{key}.js", get().to(loader::show))
        .route("/w/{version}/{script:[a-z]+\\.js}", get().to(widget::script))
        .route("/w/{version}/widget.wasm", get().to(widget::module))
        .route("/w/opina.d.ts", get().to(widget::types))
        .route("/w/{key}/forms/{survey}/{version}/{language}", get().to(forms::show))
        .route("/w/{key}/trace/{token}.js", get().to(trace::show))
        .service(web::resource(["/w/{key}/responses"]).wrap(from_fn(sent::cors)).route(post().to(responses::create)))
        .service(
            web::resource(["/w/{key}/responses/batch"])
                .wrap(from_fn(sent::cors))
                .route(post().to(response_batch::create)),
        )
        .service(web::resource(["/w/{key}/events"]).wrap(from_fn(sent::cors)).route(post().to(events::create)))
        // Opened by visitors: pages that work without script, no cookie is ever read.
        .route("/s/{slug}", get().to(link::show))
        .route("/s/{slug}", post().to(link::answer))
        .route("/s/{slug}/theme.css", get().to(link::theme))
        .route("/w/{key}/frame/{survey}/{language}", get().to(frame::show))
        .route("/w/{key}/frame/{survey}/{language}", post().to(frame::answer))
        // Called by an admin's browser: a session is required, except to set up and to sign in.
        .service(
            web::scope("")
                .wrap(from_fn(session::same_origin_changes_only))
                .wrap(from_fn(error::pages))
                .configure(console),
        );
}

fn console(console: &mut ServiceConfig) {
    console
        .route("/static/{name}", get().to(static_files::show))
        // Before anyone is signed in.
        .route("/setup", get().to(setup::show))
        .route("/setup", post().to(setup::create))
        .route("/sign-in", get().to(sign_in::show))
        .route("/sign-in", post().to(sign_in::create))
        .route("/sign-out", post().to(sign_in::destroy))
        .route("/language", get().to(language::choose))
        // Sites and their results.
        .route("/", get().to(overview::root))
        .route("/sites", post().to(sites::create))
        .route("/sites/new", get().to(sites::new))
        .route("/sites/{site}/overview", get().to(overview::show))
        .route("/sites/{site}/journey", get().to(journey::show))
        .route("/sites/{site}/journey/edit", get().to(journey_edit::show))
        .route("/sites/{site}/journey/{axis}", post().to(journey_edit::add))
        .route("/sites/{site}/journey/{axis}/{step}", post().to(journey_edit::change))
        // The script tag, and who may send answers.
        .route("/sites/{site}/install", get().to(install::show))
        .route("/sites/{site}/install", post().to(install::update))
        // What holds for all its surveys.
        .route("/sites/{site}/look", get().to(look::show))
        .route("/sites/{site}/look", post().to(look::update))
        .route("/sites/{site}/touchpoints", post().to(touchpoint_form::create))
        .route("/sites/{site}/touchpoints/new", get().to(touchpoint_form::new))
        .route("/sites/{site}/touchpoints/{touchpoint}", get().to(touchpoint::show))
        .route("/sites/{site}/touchpoints/{touchpoint}", post().to(touchpoint_form::update))
        .route("/sites/{site}/touchpoints/{touchpoint}/edit", get().to(touchpoint_form::edit))
        .route("/sites/{site}/touchpoints/{touchpoint}/remove", post().to(touchpoint_form::remove))
        // Surveys.
        .route("/sites/{site}/surveys", get().to(surveys::list))
        .route("/sites/{site}/surveys", post().to(surveys::create))
        .route("/sites/{site}/surveys/new", get().to(surveys::new))
        .route("/sites/{site}/surveys/{survey}/reach", get().to(reach::show))
        .route("/sites/{site}/surveys/{survey}/reach", post().to(reach::trace))
        .route("/sites/{site}/surveys/{survey}/versions", get().to(survey_versions::list))
        .route("/sites/{site}/surveys/{survey}/versions/compare", get().to(survey_versions::compare))
        .route("/sites/{site}/surveys/{survey}/versions/{version}/restore", get().to(survey_versions::ask))
        .route("/sites/{site}/surveys/{survey}/versions/{version}/restore", post().to(survey_versions::restore))
        .route("/sites/{site}/surveys/{survey}", get().to(survey_editor::show))
        .route("/sites/{site}/surveys/{survey}", post().to(survey_editor::update))
        .default_service(web::to(handlers::not_found));
}

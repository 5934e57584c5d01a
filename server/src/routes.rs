//! Every address Opina answers, grouped by who may call it: one table, from which the routes are made and tests read.

pub mod table;

use self::table::{Caller, Entry, Table, get, post};
use crate::{
    error,
    handlers::{
        self, account, api_responses, api_scores, audit, changes, comment, comment_exports, comments, events, exports,
        forms, frame, health, install, invite, journey, journey_edit, keys, language, link, listing, loader, look,
        organisation, overview, people, preview, pulse, reach, response_batch, responses, segments, settings, setup,
        shared, shares, sign_in, sign_in_code, sites, static_files, survey_editor, survey_results, survey_translations,
        survey_versions, surveys, touchpoint, touchpoint_form, trace, two_factor, widget,
    },
    session,
};
use actix_web::{
    middleware::from_fn,
    web::{self, ServiceConfig},
};

/// Adds every route.
pub fn configure(app: &mut ServiceConfig) {
    let (open, admins): (Vec<_>, Vec<_>) = all().into_iter().partition(Entry::is_outside_the_console);
    for entry in open {
        entry.mount(app);
    }
    let console = |console: &mut ServiceConfig| {
        for entry in admins {
            entry.mount(console);
        }
        console.default_service(web::to(handlers::not_found));
    };
    app.service(
        web::scope("").wrap(from_fn(session::same_origin_changes_only)).wrap(from_fn(error::pages)).configure(console),
    );
}

/// Every route there is.
pub fn all() -> Vec<Entry> {
    let mut table = Table::new();
    visitors(&mut table);
    editing(&mut table);
    console(&mut table);
    results(&mut table);
    table.into_entries()
}

fn visitors(visitors: &mut Table) {
    visitors
        .called_by(Caller::Visitor)
        .route("/healthz", get().to(health::show))
        // Called by visitors' pages: any origin, no cookie is ever read, small bodies.
        .route("/w/{key}.js", get().to(loader::show))
        .route("/w/{version}/{script:[a-z]+\\.js}", get().to(widget::script))
        .route("/w/{version}/widget.wasm", get().to(widget::module))
        .route("/w/opina.d.ts", get().to(widget::types))
        .route("/w/{key}/forms/{survey}/{version}/{language}", get().to(forms::show))
        .route("/w/{key}/trace/{token}.js", get().to(trace::show))
        .cross_origin("/w/{key}/responses", post().to(responses::create))
        .cross_origin("/w/{key}/responses/batch", post().to(response_batch::create))
        .cross_origin("/w/{key}/events", post().to(events::create))
        // Opened by visitors: pages that work without script, no cookie is ever read.
        .route("/s/{slug}", get().to(link::show))
        .route("/s/{slug}", post().to(link::answer))
        .route("/s/{slug}/theme.css", get().to(link::theme))
        .route("/w/{key}/frame/{survey}/{language}", get().to(frame::show))
        .route("/w/{key}/frame/{survey}/{language}", post().to(frame::answer))
        // Called by programs with a key.
        .called_by(Caller::Program)
        .route("/api/sites/{site}/scores", get().to(api_scores::show))
        .route("/api/sites/{site}/responses.csv", get().to(api_responses::show))
        .route("/api/sites/{site}/responses.jsonl", get().to(api_responses::show));
}

/// Pages that are there only to change something.
fn editing(console: &mut Table) {
    console
        .called_by(Caller::Editor)
        .route("/sites/{site}/journey/edit", get().to(journey_edit::show))
        .route("/sites/{site}/touchpoints/new", get().to(touchpoint_form::new))
        .route("/sites/{site}/touchpoints/{touchpoint}/edit", get().to(touchpoint_form::edit))
        .route("/sites/{site}/comments/{response}/{question}/redact", get().to(comment::ask))
        .route("/sites/{site}/surveys/new", get().to(surveys::new))
        .route("/sites/{site}/surveys/{survey}/versions/{version}/restore", get().to(survey_versions::ask));
}

fn console(console: &mut Table) {
    console
        .called_by(Caller::Anyone)
        .route("/static/{name}", get().to(static_files::show))
        // Before anyone is signed in.
        .route("/setup", get().to(setup::show))
        .route("/setup", post().to(setup::create))
        .route("/sign-in", get().to(sign_in::show))
        .route("/sign-in", post().to(sign_in::create))
        .route("/language", get().to(language::choose))
        .route("/sign-in/code", post().to(sign_in_code::create))
        .route("/invite/{token}", get().to(invite::show))
        .route("/invite/{token}", post().to(invite::create))
        // Whoever has the link of a page.
        .route("/shared/{token}", get().to(shared::show))
        .called_by(Caller::Admin)
        .route("/invite/{token}/join", post().to(invite::join))
        .route("/account", get().to(account::show))
        .route("/account/password", post().to(account::change_password))
        .route("/account/sessions/end-others", post().to(account::end_other_sessions))
        .route("/account/sessions/{session}/end", post().to(account::end_session))
        .route("/account/two-factor", get().to(two_factor::new))
        .route("/account/two-factor", post().to(two_factor::turn_on))
        .route("/account/two-factor/off", post().to(two_factor::turn_off))
        .route("/account/two-factor/codes", post().to(two_factor::renew_codes))
        .route("/sign-out", post().to(sign_in::destroy))
        .route("/", get().to(overview::root))
        .route("/sites", get().to(sites::list))
        .called_by(Caller::OrganisationOwner)
        .route("/sites", post().to(sites::create))
        .route("/sites/new", get().to(sites::new))
        .route("/people", get().to(organisation::show))
        .route("/audit", get().to(audit::of_organisation))
        .route("/people/{person}", post().to(organisation::change))
        // Sites and their results.
        .called_by(Caller::Member)
        .route("/sites/{site}/overview", get().to(overview::show))
        .route("/sites/{site}/live", get().to(pulse::stream))
        .route("/sites/{site}/journey", get().to(journey::show))
        .route("/sites/{site}/journey.svg", get().to(journey::picture))
        .route("/sites/{site}/journey/start", post().to(journey::start))
        .route("/sites/{site}/journey/undo/{change}", post().to(journey_edit::undo))
        .route("/sites/{site}/journey/touchpoints/{touchpoint}", post().to(journey_edit::change_touchpoint))
        .route("/sites/{site}/journey/{axis}", post().to(journey_edit::add))
        .route("/sites/{site}/journey/{axis}/{step}", post().to(journey_edit::change_step))
        // The script tag, and who may send answers.
        .route("/sites/{site}/install", get().to(install::show))
        .route("/sites/{site}/install", post().to(install::update))
        // What holds for all its surveys.
        .route("/sites/{site}/look", get().to(look::show))
        .route("/sites/{site}/look", post().to(look::update))
        .route("/sites/{site}/look.css", get().to(preview::look))
        .route("/sites/{site}/touchpoints", post().to(touchpoint_form::create))
        .route("/sites/{site}/touchpoints/{touchpoint}", get().to(touchpoint::show))
        .route("/sites/{site}/touchpoints/{touchpoint}", post().to(touchpoint_form::update))
        // Comments, and what is done about them.
        .route("/sites/{site}/comments", get().to(comments::list))
        .route("/sites/{site}/comments", post().to(comments::change))
        .route("/sites/{site}/comments/undo", post().to(comments::undo))
        .route("/sites/{site}/comments/{response}/{question}", get().to(comment::show))
        .route("/sites/{site}/comments/{response}/{question}", post().to(comment::update))
        .route("/sites/{site}/comments/{response}/{question}/redact", post().to(comment::redact))
        // Surveys.
        .route("/sites/{site}/surveys", get().to(surveys::list))
        .route("/sites/{site}/surveys", post().to(surveys::create))
        .route("/sites/{site}/surveys/{survey}/reach", get().to(reach::show))
        .route("/sites/{site}/surveys/{survey}/reach", post().to(reach::trace))
        .route("/sites/{site}/surveys/{survey}/preview", get().to(preview::show))
        .route("/sites/{site}/surveys/{survey}/preview", post().to(preview::follow))
        .route("/sites/{site}/surveys/{survey}/translations", get().to(survey_translations::show))
        .route("/sites/{site}/surveys/{survey}/translations", post().to(survey_translations::update))
        .route("/sites/{site}/surveys/{survey}/versions", get().to(survey_versions::list))
        .route("/sites/{site}/surveys/{survey}/versions/compare", get().to(survey_versions::compare))
        .route("/sites/{site}/surveys/{survey}/versions/{version}/restore", post().to(survey_versions::restore))
        .route("/sites/{site}/surveys/{survey}", get().to(survey_editor::show))
        .route("/sites/{site}/surveys/{survey}", post().to(survey_editor::update))
        // What holds for a site as a whole, and who belongs to it.
        .called_by(Caller::SiteOwner)
        .route("/sites/{site}/settings", get().to(settings::show))
        .route("/sites/{site}/settings", post().to(settings::update))
        .route("/sites/{site}/remove", post().to(settings::remove))
        .route("/sites/{site}/people", get().to(people::show))
        .route("/sites/{site}/people/{person}", post().to(people::change))
        .route("/sites/{site}/people/{person}/remove", post().to(people::remove))
        .route("/sites/{site}/invitations", post().to(people::invite))
        .route("/sites/{site}/invitations/{invitation}/revoke", post().to(people::revoke))
        .route("/sites/{site}/audit", get().to(audit::show))
        // The keys of its programs.
        .route("/sites/{site}/keys", get().to(keys::show))
        .route("/sites/{site}/keys", post().to(keys::create))
        .route("/sites/{site}/keys/{api_key}/revoke", post().to(keys::revoke));
}

/// What customers say, looked at closely.
fn results(console: &mut Table) {
    console
        .called_by(Caller::Member)
        .route("/sites/{site}/responses", get().to(listing::of_site))
        .route("/sites/{site}/touchpoints/{touchpoint}/responses", get().to(listing::of_touchpoint))
        .route("/sites/{site}/surveys/{survey}/results", get().to(survey_results::show))
        .route("/sites/{site}/surveys/{survey}/questions/{question}", get().to(survey_results::question))
        .route("/sites/{site}/changes", get().to(changes::show))
        .route("/sites/{site}/changes/{touchpoint}", get().to(changes::why))
        // Responses as a file.
        .route("/sites/{site}/export", get().to(exports::show))
        .route("/sites/{site}/responses.csv", get().to(exports::download))
        .route("/sites/{site}/responses.jsonl", get().to(exports::download))
        .route("/sites/{site}/touchpoints/{touchpoint}/export", get().to(exports::show))
        .route("/sites/{site}/touchpoints/{touchpoint}/responses.csv", get().to(exports::download))
        .route("/sites/{site}/touchpoints/{touchpoint}/responses.jsonl", get().to(exports::download))
        .route("/sites/{site}/comments/export", get().to(comment_exports::show))
        .route("/sites/{site}/comments.csv", get().to(comment_exports::download))
        .route("/sites/{site}/comments.jsonl", get().to(comment_exports::download))
        .route("/sites/{site}/exports/{export}", get().to(exports::progress))
        // Links that show a page to others.
        .route("/sites/{site}/shares", get().to(shares::show))
        .route("/sites/{site}/shares", post().to(shares::create))
        .route("/sites/{site}/shares/{share}/revoke", post().to(shares::revoke))
        // Filters with names.
        .route("/sites/{site}/segments", get().to(segments::list))
        .route("/sites/{site}/segments", post().to(segments::create))
        .route("/sites/{site}/segments/{segment}", post().to(segments::change));
}

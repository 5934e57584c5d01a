//! PostHog on this machine: its published scripts, and of its API what a page with a survey asks for, answered at once.

use crate::website::Website;
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use serde_json::{Value, json};
use std::{future::ready, path::Path};

/// The project whose survey waits for [`crate::page::EVENT`].
pub const WAITING: &str = "waiting";
/// The project whose survey opens with the page.
pub const AT_ONCE: &str = "at-once";
/// The name of the survey in both.
pub const SURVEY: &str = "recommend";

/// Browsers keep the scripts for as long as any bench takes.
const KEPT: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=86400");
/// Every site may ask, as with the real one.
const ANY_ORIGIN: (header::HeaderName, &str) = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");

/// Serves the files of this folder, which holds `array.js` and `surveys.js`.
pub fn open(folder: &Path) -> Website {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
    };
    let (array, surveys) = (read("array.js"), read("surveys.js"));
    Website::open(move |routes| {
        let (array, surveys) = (array.clone(), surveys.clone());
        // The form of the script that PostHog serves for one project: its configuration stands before it, which saves
        // the page a request.
        let start = move |project: web::Path<String>| ready(kept_script(format!("{}\n{array}", preloaded(&project))));
        routes.route("/array/{project}/array.js", web::get().to(start));
        routes.route("/static/{version}/surveys.js", web::get().to(move || ready(kept_script(surveys.clone()))));
        routes.route("/api/surveys/", web::get().to(surveys_of));
        routes.default_service(web::to(accept));
    })
}

fn kept_script(script: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(KEPT)
        .insert_header(ANY_ORIGIN)
        .content_type("text/javascript; charset=utf-8")
        .body(script)
}

/// A project that does nothing but ask.
fn preloaded(project: &str) -> String {
    let config = json!({
        "token": project, "surveys": true, "hasFeatureFlags": false, "supportedCompression": ["gzip", "gzip-js"],
        "autocapture_opt_out": true, "sessionRecording": false, "heatmaps": false, "captureDeadClicks": false,
        "capturePerformance": false, "autocaptureExceptions": false, "analytics": { "endpoint": "/i/v0/e/" },
        "elementsChainAsString": true, "errorTracking": { "autocaptureExceptions": false }, "logs": { "captureConsoleLogs": false },
        "conversations": false, "productTours": false, "defaultIdentifiedOnly": true, "siteApps": [],
    });
    format!("window._POSTHOG_REMOTE_CONFIG = {};", json!({ project: { "config": config, "siteApps": [] } }))
}

/// What a page passes to `posthog.init`: everything off but surveys.
pub fn options(address: &str) -> Value {
    json!({
        "api_host": address,
        // Else it takes an automated browser for a robot and says nothing to it.
        "opt_out_useragent_filter": true,
        "autocapture": false, "rageclick": false, "capture_pageview": false, "capture_pageleave": false,
        "capture_heatmaps": false, "capture_dead_clicks": false, "capture_performance": false,
        "capture_exceptions": false, "disable_session_recording": true, "disable_product_tours": true,
        "disable_conversations": true, "advanced_disable_toolbar_metrics": true,
    })
}

async fn surveys_of(request: HttpRequest) -> HttpResponse {
    let waiting = request.query_string().contains(&format!("token={WAITING}"));
    let events = waiting.then(|| json!({ "values": [{ "name": crate::page::EVENT }] }));
    let survey = json!({
        "id": SURVEY, "name": "All in all", "type": "popover", "schedule": "once",
        "start_date": "2026-01-01T00:00:00Z", "end_date": null, "feature_flag_keys": null, "linked_flag_key": null,
        "targeting_flag_key": null, "internal_targeting_flag_key": null, "current_iteration": null,
        "current_iteration_start_date": null, "enable_partial_responses": true,
        "conditions": { "events": events, "cancelEvents": null, "actions": null },
        "appearance": { "displayThankYouMessage": true, "thankYouMessageHeader": crate::page::THANKS, "position": "right" },
        "questions": [
            {
                "id": "score", "type": "rating", "display": "number", "scale": 10,
                "question": crate::page::RECOMMEND, "lowerBoundLabel": crate::page::LOW, "upperBoundLabel": crate::page::HIGH,
            },
            { "id": "comment", "type": "open", "question": crate::page::COMMENT, "optional": true },
        ],
    });
    HttpResponse::Ok().insert_header(ANY_ORIGIN).json(json!({ "surveys": [survey] }))
}

/// What it counts and reports; nobody reads it here.
async fn accept() -> HttpResponse {
    HttpResponse::Ok().insert_header(ANY_ORIGIN).json(json!({ "status": "Ok" }))
}

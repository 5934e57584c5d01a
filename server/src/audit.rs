//! What was changed or taken out through the console, by whom: noted where every change passes, so that no handler can
//! forget it.
//!
//! A form that leads to another page has changed something. A handler whose reply is the page itself, or what was taken
//! out, says so by [`mark`]. What was refused is not noted, and neither is what was typed.

use crate::{
    clock,
    db::{
        Db,
        audit::{self, NewRecord},
        sites::Site,
    },
    session::Admin,
};
use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::MessageBody,
    http::{Method, StatusCode},
    web,
};
use std::collections::BTreeMap;

/// Parts of addresses that are secrets or name one.
const SECRET: [&str; 2] = ["token", "session"];
/// Fields that say which of a form's buttons was pressed, or what was chosen from a few.
const BUTTONS: [&str; 5] = ["do", "change", "save", "role", "scope"];

/// A reply that is noted.
#[derive(Clone, Copy, Debug)]
struct Mark {
    site_id: Option<i64>,
}

/// Says that a reply is to be noted, and of which site where the address does not say it.
pub fn mark(response: &mut HttpResponse, site_id: Option<i64>) {
    response.extensions_mut().insert(Mark { site_id });
}

/// Says that a change left nothing of the site it was made to, so that it is noted without one.
pub fn site_is_gone(request: &HttpRequest) {
    request.extensions_mut().remove::<Site>();
}

/// Which button was pressed, or how much was taken out.
#[derive(Clone, Debug)]
struct Detail(String);

/// Says more of what is noted.
pub fn tell(request: &HttpRequest, detail: String) {
    request.extensions_mut().insert(Detail(detail));
}

/// Keeps which button of a form was pressed. Other fields are nobody's business here.
pub fn press(request: &HttpRequest, fields: &[(String, String)]) {
    let is_plain = |value: &str| value.len() <= 40 && value.bytes().all(|c| c.is_ascii_graphic());
    let pressed = fields.iter().find(|(name, value)| BUTTONS.contains(&name.as_str()) && is_plain(value));
    if let Some((_, value)) = pressed {
        tell(request, value.clone());
    }
}

/// Notes what a request to this pattern has changed, if it has. That it cannot be noted is logged: the change was made.
pub async fn note<B: MessageBody>(pattern: &'static str, request: &HttpRequest, response: &HttpResponse<B>) {
    let (Some(db), Some(record)) = (request.app_data::<web::Data<Db>>(), record(pattern, request, response)) else {
        return;
    };
    if let Err(error) = db.run(move |connection| audit::insert(connection, &record)).await {
        tracing::error!(pattern, %error, "a change was made and could not be noted");
    }
}

fn record<B>(pattern: &'static str, request: &HttpRequest, response: &HttpResponse<B>) -> Option<NewRecord> {
    let mark = response.extensions().get::<Mark>().copied();
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let has_changed = response.status() == StatusCode::SEE_OTHER && !looks;
    if !has_changed && mark.is_none() {
        return None;
    }
    let extensions = request.extensions();
    let admin = extensions.get::<Admin>()?;
    let site = extensions.get::<Site>().map(|site| site.id);
    let parts = request.match_info().iter().filter(|(name, _)| *name != "site" && !SECRET.contains(name));
    Some(NewRecord {
        site_id: site.or(mark.and_then(|mark| mark.site_id)),
        admin_id: admin.id,
        email: admin.email.clone(),
        at: clock::now(),
        action: pattern.to_owned(),
        object: parts.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<BTreeMap<_, _>>(),
        detail: extensions.get::<Detail>().map(|detail| detail.0.clone()).unwrap_or_default(),
    })
}

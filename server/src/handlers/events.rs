//! `POST /w/KEY/events`: a survey was shown or dismissed. Counted, tied to nobody, and dropped when there is no room.

use super::{
    refusal::Refusal,
    sent::{Sent, done},
};
use crate::{clock, db::intake::Entry, intake::Intake};
use actix_web::{HttpResponse, http::StatusCode, web};
use shared::wire::NewEvent;

/// Counts an event; 202, because nobody waits for the commit.
///
/// # Errors
/// [`Refusal`].
pub async fn create(sent: Sent, intake: web::Data<Intake>) -> Result<HttpResponse, Refusal> {
    let new: NewEvent = super::read(&sent.body)?;
    let survey = sent.site.current(new.survey).ok_or(Refusal::NotFound("survey"))?.clone();
    intake.note(Entry::Event { survey, event: new.event, at: clock::now() });
    Ok(done(StatusCode::ACCEPTED))
}

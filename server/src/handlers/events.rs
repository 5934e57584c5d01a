//! `POST /w/KEY/events`: surveys were shown, closed or held back. Counted, tied to nobody, dropped when there is no room.

use super::{
    refusal::Refusal,
    sent::{Sent, done},
};
use crate::{clock, db::intake::Entry, intake::Intake};
use actix_web::{HttpResponse, http::StatusCode, web};
use shared::wire::{HEAVIEST_EVENT, MOST_EVENTS, NewEvent};

/// Counts events; 202, because nobody waits for the commit.
///
/// # Errors
/// [`Refusal`].
pub async fn create(sent: Sent, intake: web::Data<Intake>) -> Result<HttpResponse, Refusal> {
    let events: Vec<NewEvent> = super::read(&sent.body)?;
    if events.len() > MOST_EVENTS || events.iter().any(|one| !(1..=HEAVIEST_EVENT).contains(&one.n)) {
        return Err(Refusal::Invalid(format!(
            "send at most {MOST_EVENTS} events, each for 1 to {HEAVIEST_EVENT} views"
        )));
    }
    let at = clock::now();
    for NewEvent { survey, event, n } in events {
        // A page that was opened before a survey was paused still tells of it, and of others in the same breath.
        if let Some(survey) = sent.site.current(survey).cloned() {
            intake.note(Entry::Event { survey, event, n, at });
        }
    }
    Ok(done(StatusCode::ACCEPTED))
}

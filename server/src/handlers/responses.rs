//! `POST /w/KEY/responses`: what a visitor answered. 201 alone means it is stored.

use super::{
    fingerprint,
    refusal::Refusal,
    sent::{Sent, done},
};
use crate::{
    clock,
    db::{
        intake::{Arrival, Outcome},
        surveys::Published,
    },
    intake::Intake,
    live::LiveSite,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use shared::{
    condition::Fields,
    wire::{LONGEST_PERSON, NewResponse},
};
use std::sync::Arc;

/// The longest path that is stored, in bytes.
const LONGEST_PATH: usize = 300;

/// Stores a response, or what came to it since the last time. 201 when stored, 200 when it was already.
///
/// # Errors
/// [`Refusal`].
pub async fn create(sent: Sent, intake: web::Data<Intake>) -> Result<HttpResponse, Refusal> {
    let arrival = arrival(&sent.site, &sent.body)?;
    Ok(done(status(intake.store(arrival).await?)?))
}

/// What the sender is told.
///
/// # Errors
/// [`Refusal`].
pub(super) fn status(outcome: Outcome) -> Result<StatusCode, Refusal> {
    match outcome {
        Outcome::Stored => Ok(StatusCode::CREATED),
        Outcome::Repeated => Ok(StatusCode::OK),
        Outcome::Contradicted => Err(Refusal::Contradiction),
        Outcome::Refused => Err(Refusal::Closed),
    }
}

/// What is stored, if it can be: the body read, its survey found, its answers checked.
///
/// # Errors
/// [`Refusal`].
pub(super) fn arrival(site: &LiveSite, body: &[u8]) -> Result<Arrival, Refusal> {
    let new: NewResponse = super::read(body)?;
    let id = uuid::Uuid::try_parse(&new.id).map_err(|_| Refusal::Invalid("id is not a UUID".to_owned()))?;
    if site.is_paused(new.survey) {
        return Err(Refusal::Closed);
    }
    let survey: &Arc<Published> =
        site.version(new.survey, new.version).ok_or(Refusal::NotFound("version of the survey"))?;
    let received_at = clock::now();
    // Whoever opted out is not known, whatever a page sends of them.
    let known = !new.private;
    let fields = if known { new.fields } else { Fields::new() };
    Ok(Arrival {
        survey: survey.clone(),
        id: id.into_bytes(),
        sequence: Some(new.sequence),
        complete: new.complete,
        answers: survey.definition.survey().check(new.answers, fields, new.complete)?,
        fingerprint: fingerprint(body),
        language: new.language.into(),
        device: new.device,
        path: new.path.filter(|_| known && site.site.keeps_path).and_then(plain_path),
        person: new.person.filter(|_| known && site.site.keeps_person).map(person).transpose()?,
        private: new.private,
        chance: new.chance.get(),
        elapsed: new.elapsed,
        received_at,
        admission: site.admission(survey, received_at),
        tells_shown: false,
    })
}

/// The site's own name for a visitor, if it can be one.
fn person(name: String) -> Result<String, Refusal> {
    let fits = (1..=LONGEST_PERSON).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name) } else { Err(Refusal::Invalid(format!("a person is 1 to {LONGEST_PERSON} characters"))) }
}

/// The path without query and fragment, in which people put names and tokens. `None` for what is no path.
fn plain_path(path: String) -> Option<String> {
    let end = path.find(['?', '#', '\0']).unwrap_or(path.len());
    let plain = &path[..end];
    (plain.starts_with('/') && plain.len() <= LONGEST_PATH).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_path_of_a_page_is_kept() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(plain_path(path.to_owned()).as_deref(), expected, "{path}");
        };
        check("/checkout", Some("/checkout"));
        check("/checkout?token=secret", Some("/checkout"));
        check("/checkout#secret", Some("/checkout"));
        check("javascript:alert(1)", None);
        check("", None);
        check(&format!("/{}", "x".repeat(8_000)), None);
    }
}

//! `POST /w/KEY/responses/batch`: many responses at once, for programs. Each is checked and answered as if it came alone.

use super::{
    refusal::Refusal,
    responses,
    sent::{self, Sent},
};
use crate::intake::Intake;
use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode, web};
use serde_json::value::RawValue;
use shared::wire::{BatchReply, MOST_RESPONSES};

/// The most bytes a batch may have.
pub const LARGEST_BATCH: usize = 1024 * 1024;

/// Stores responses; 200 with what became of each, in their order. Where there is no room for all, none is stored.
///
/// # Errors
/// [`Refusal`] of the whole batch.
pub async fn create(
    request: HttpRequest,
    sent: Sent<LARGEST_BATCH>,
    intake: web::Data<Intake>,
) -> Result<HttpResponse, Refusal> {
    let bodies: Vec<&RawValue> = super::read(&sent.body)?;
    if !(1..=MOST_RESPONSES).contains(&bodies.len()) {
        return Err(Refusal::Invalid(format!("send 1 to {MOST_RESPONSES} responses")));
    }
    // The request took one already.
    sent::throttle(&request, bodies.len() as u32 - 1)?;
    let mut arrivals = Vec::with_capacity(bodies.len());
    let mut check = |body: &&RawValue| {
        let arrival = responses::arrival(&sent.site, body.get().as_bytes());
        arrival.map(|arrival| arrivals.push(arrival))
    };
    let checked: Vec<Result<(), Refusal>> = bodies.iter().map(&mut check).collect();
    let mut stored = intake.store_all(sent.site.site.id, arrivals).await?.into_iter();
    let replies = checked.into_iter().filter_map(|checked| match checked {
        Ok(()) => Some(reply(stored.next()?.map_err(Refusal::from).and_then(responses::status))),
        Err(refusal) => Some(reply(Err(refusal))),
    });
    Ok(HttpResponse::Ok().json(replies.collect::<Vec<_>>()))
}

fn reply(status: Result<StatusCode, Refusal>) -> BatchReply {
    match status {
        Ok(status) => BatchReply { status: status.as_u16(), reason: None },
        Err(refusal) => BatchReply { status: refusal.status_code().as_u16(), reason: Some(refusal.to_string()) },
    }
}

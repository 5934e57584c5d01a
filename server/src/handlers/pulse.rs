//! The stream that tells an open page that answers were stored. It carries no answer: the page fetches itself again.

use crate::{
    error::AppError,
    pulse::{Listener, Pulse},
    session::{Admin, SiteContext},
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Bytes, Data},
};
use futures_util::{StreamExt, stream};
use std::{convert::Infallible, time::Duration};
use tokio::time::{Instant, sleep_until, timeout};

/// The shortest time between two beats, so that a busy site does not make its admins' browsers busy.
const PAUSE: Duration = Duration::from_secs(1);
/// How often a silent stream says that it lives, so that no proxy takes it for dead.
const SIGN: Duration = Duration::from_secs(25);
/// A stream ends after this long. The browser opens the next one, for which the session is looked at again.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// A stream of beats.
///
/// # Errors
/// 429 where too many are open.
pub async fn stream(
    admin: Admin,
    SiteContext { site }: SiteContext,
    pulse: Data<Pulse>,
) -> Result<HttpResponse, AppError> {
    let Ok(listener) = pulse.listen(site.id, admin.id) else { return Ok(HttpResponse::TooManyRequests().finish()) };
    let begun = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"retry: 3000\n\n"))]);
    let open = Open { listener, end: Instant::now() + LONGEST, silent_until: Instant::now() };
    let beats = stream::unfold(open, |mut open| async move { Some((Ok(open.next().await?), open)) });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(begun.chain(beats)))
}

/// A stream that somebody reads.
struct Open {
    listener: Listener,
    end: Instant,
    silent_until: Instant,
}

impl Open {
    /// What it says next; `None` at its end.
    async fn next(&mut self) -> Option<Bytes> {
        sleep_until(self.silent_until).await;
        if Instant::now() >= self.end {
            return None;
        }
        match timeout(SIGN, self.listener.next()).await {
            Ok(beat) => {
                self.silent_until = Instant::now() + PAUSE;
                Some(Bytes::from(format!("data: {}\n\n", beat?)))
            }
            Err(_) => Some(Bytes::from_static(b": here\n\n")),
        }
    }
}

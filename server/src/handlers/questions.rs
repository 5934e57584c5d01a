//! The replies of pages that ask without script: questions, the thank-you, what is said in their place, and the policy
//! that all of them carry.

use super::sent::{DEADLINE, same_origin, throttle};
use crate::{
    clock,
    config::BaseUrl,
    db::{DbError, intake::Outcome},
    intake::Intake,
    link::{
        Asked, Sent, Way,
        visitor::Visitor,
        words::{self, Said},
    },
    live::Closed,
    views::link::{Frame, LinkView, SaidView},
};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError,
    dev::{Payload, UrlEncoded},
    http::{StatusCode, header},
};
use askama::Template;
use shared::text::Language;
use std::fmt;
use widget::walk::Step;

/// The most bytes a form may have: each character of another script takes nine of them.
const LARGEST_FORM: usize = 256 * 1024;

/// A page, or what is said in its place.
pub type Reply = Result<HttpResponse, Instead>;

/// What is said in place of questions.
#[derive(Debug)]
pub struct Instead {
    said: Said,
    status: StatusCode,
    language: Language,
    asked: Option<Box<Asked>>,
}

impl Instead {
    /// Where there is no such survey, in a language the visitor reads.
    pub fn missing(visitor: &Visitor) -> Self {
        Self::nowhere(Said::Missing, visitor)
    }

    /// Where the database fails before a survey is found.
    pub fn failed(error: &DbError, visitor: &Visitor) -> Self {
        tracing::error!(%error, "a link page failed");
        Self::nowhere(Said::Busy, visitor)
    }

    fn nowhere(said: Said, visitor: &Visitor) -> Self {
        let language = visitor.language(None, &words::languages(), &Language::default());
        Self { said, status: status(said), language, asked: None }
    }

    fn of(asked: &Asked, said: Said) -> Self {
        Self { said, status: status(said), language: asked.language.clone(), asked: Some(Box::new(asked.clone())) }
    }

    fn with(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

fn status(said: Said) -> StatusCode {
    match said {
        Said::Missing => StatusCode::NOT_FOUND,
        Said::Paused | Said::Early | Said::Late | Said::Full => StatusCode::GONE,
        Said::Answered => StatusCode::CONFLICT,
        Said::Foreign => StatusCode::FORBIDDEN,
        Said::Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl From<Closed> for Said {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Paused => Self::Paused,
            Closed::Early => Self::Early,
            Closed::Late => Self::Late,
            Closed::Full => Self::Full,
        }
    }
}

impl fmt::Display for Instead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said.words(self.language.as_str()))
    }
}

impl ResponseError for Instead {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let frame = self.asked.as_deref().map_or_else(|| Frame::of_nothing(&self.language), Frame::of);
        let words = self.said.words(self.language.as_str());
        let page = SaidView::instead(frame, words).render();
        let mut response = reply(self.status, self.asked.as_deref());
        if matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.insert_header((header::RETRY_AFTER, "2"));
        }
        match page {
            Ok(page) => response.body(page),
            Err(_) => response.content_type("text/plain; charset=utf-8").body(words),
        }
    }
}

/// A page and its policy: no script and no style but ours, in no frame but those of the site's own pages. Browsers may
/// keep it for the way back, so that going back finds the response that was begun.
fn reply(status: StatusCode, asked: Option<&Asked>) -> HttpResponseBuilder {
    let framed = asked.filter(|asked| asked.is_framed());
    let ancestors =
        framed.map_or_else(|| "'none'".to_owned(), |asked| format!("'self' {}", asked.site.origins().join(" ")));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
    );
    let mut response = HttpResponse::build(status);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header(("Content-Security-Policy", policy))
        .insert_header(("X-Robots-Tag", "noindex"))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::VARY, "Accept-Language, Sec-GPC, DNT"));
    if framed.is_some() {
        response.insert_header(("Cross-Origin-Resource-Policy", "cross-origin"));
    }
    response
}

fn page(status: StatusCode, asked: &Asked, view: &impl Template) -> Reply {
    let page = view.render().map_err(|error| {
        tracing::error!(%error, "a link page could not be written");
        Instead::of(asked, Said::Busy)
    })?;
    Ok(reply(status, Some(asked)).body(page))
}

/// The first page, with what the address fills in.
///
/// # Errors
/// What is said where the survey takes no new responses.
pub async fn first(asked: &Asked, visitor: &Visitor, given: &[(String, String)], base: &BaseUrl) -> Reply {
    let now = clock::now();
    if let Some(closed) = asked.closed(now) {
        return Err(Instead::of(asked, closed.into()));
    }
    let way = Way::begin(asked, visitor, given, now).ok_or_else(|| Instead::of(asked, Said::Busy))?;
    page(StatusCode::OK, asked, &LinkView::new(asked, &way, base.as_str(), true, None).await)
}

/// The form that was sent, if one of our own pages sent it.
///
/// # Errors
/// What is said otherwise.
pub async fn sent(request: &HttpRequest, mut body: Payload, asked: &Asked) -> Result<Sent, Instead> {
    if !same_origin(request) {
        return Err(Instead::of(asked, Said::Foreign));
    }
    let too_much = |_| Instead::of(asked, Said::Busy).with(StatusCode::TOO_MANY_REQUESTS);
    throttle(request, 1).map_err(too_much)?;
    let read = UrlEncoded::<Vec<(String, String)>>::new(request, &mut body).limit(LARGEST_FORM);
    let wrong = |status| Instead::of(asked, Said::Foreign).with(status);
    let read = tokio::time::timeout(DEADLINE, read).await.map_err(|_| wrong(StatusCode::REQUEST_TIMEOUT))?;
    read.map(Sent::new).map_err(|error| wrong(error.status_code()))
}

/// The page after the one that was sent. What was answered so far is stored; at the end, as complete.
///
/// # Errors
/// What is said where the answers are not taken.
pub async fn next(asked: &Asked, visitor: &Visitor, sent: &Sent, base: &BaseUrl, intake: &Intake) -> Reply {
    if asked.closed(clock::now()) == Some(Closed::Paused) {
        return Err(Instead::of(asked, Said::Paused));
    }
    let foreign = || Instead::of(asked, Said::Foreign).with(StatusCode::BAD_REQUEST);
    let mut way = Way::resume(asked, visitor, sent).ok_or_else(foreign)?;
    let draw = async |status, way: &Way, alert| {
        page(status, asked, &LinkView::new(asked, way, base.as_str(), false, alert).await)
    };
    if sent.goes_back() {
        way.walk.go_back();
        return draw(StatusCode::OK, &way, None).await;
    }
    match way.walk.go_on() {
        Step::Held => draw(StatusCode::UNPROCESSABLE_ENTITY, &way, None).await,
        Step::Moved => {
            // That it could not be stored now harms nobody: the next page sends it again.
            store(asked, visitor, &way, false, intake).await?;
            draw(StatusCode::OK, &way, None).await
        }
        Step::Ended if store(asked, visitor, &way, true, intake).await? => {
            page(StatusCode::OK, asked, &SaidView::thanks(asked, &way, base.as_str()).await)
        }
        Step::Ended => draw(StatusCode::SERVICE_UNAVAILABLE, &way, Some(Said::Busy)).await,
    }
}

/// Stores what was answered so far, if anything was. Says whether it is stored.
async fn store(asked: &Asked, visitor: &Visitor, way: &Way, complete: bool, intake: &Intake) -> Result<bool, Instead> {
    if way.walk.given().is_empty() {
        return Ok(false);
    }
    let now = clock::now();
    let arrival = way.arrival(asked, visitor, complete, now).map_err(|error| {
        tracing::warn!(%error, "answers on the way did not fit");
        Instead::of(asked, Said::Foreign).with(StatusCode::UNPROCESSABLE_ENTITY)
    })?;
    match intake.store(arrival).await {
        Ok(Outcome::Stored | Outcome::Repeated) => Ok(true),
        Ok(Outcome::Contradicted) => Err(Instead::of(asked, Said::Answered)),
        Ok(Outcome::Refused) => Err(Instead::of(asked, asked.closed(now).unwrap_or(Closed::Full).into())),
        Err(error) => {
            tracing::warn!(%error, "a response could not be stored");
            Ok(false)
        }
    }
}

//! What a page sends: read within a size and a time, from an origin the site trusts, in the one form that needs no preflight.

use super::refusal::Refusal;
use crate::{
    client::Proxies,
    config::BaseUrl,
    live::{LiveSite, LiveSites},
    throttle::Throttle,
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{self, HeaderValue},
    web,
};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

/// The most bytes a response may have. Browsers let a closing page send a little more.
pub const LARGEST_BODY: usize = 64 * 1024;
/// How long its bytes may take in all, however they trickle.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// A body of at most `LARGEST` bytes from a page of a site.
pub struct Sent<const LARGEST: usize = LARGEST_BODY> {
    /// The site it was sent to.
    pub site: Arc<LiveSite>,
    /// The bytes.
    pub body: web::Bytes,
}

/// The origin of the page that asks, if the site trusts it, for [`cors`].
#[derive(Clone)]
struct Trusted(HeaderValue);

impl<const LARGEST: usize> FromRequest for Sent<LARGEST> {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            let site = site_of(&request).await?;
            check_origin(&request, &site)?;
            check_media_type(&request)?;
            throttle(&request, 1)?;
            let payload = payload.await.map_err(|error| Refusal::Malformed(error.to_string()))?;
            let read = payload.to_bytes_limited(LARGEST);
            let body = tokio::time::timeout(DEADLINE, read).await.map_err(|_| Refusal::Slow)?;
            let body = body.map_err(|_| Refusal::TooLarge(LARGEST))?;
            Ok(Self { site, body: body.map_err(|error| Refusal::Malformed(error.to_string()))? })
        })
    }
}

async fn site_of(request: &HttpRequest) -> Result<Arc<LiveSite>, Refusal> {
    let unknown = || Refusal::NotFound("site");
    let sites = request.app_data::<web::Data<LiveSites>>().ok_or_else(unknown)?;
    let key = request.match_info().get("key").ok_or_else(unknown)?;
    sites.get(key).await?.ok_or_else(unknown)
}

/// Hygiene, not protection: a program may claim any origin. It keeps other websites from filling a site's results.
fn check_origin(request: &HttpRequest, site: &LiveSite) -> Result<(), Refusal> {
    let mut origins = request.headers().get_all(header::ORIGIN);
    let (Some(origin), None) = (origins.next(), origins.next()) else {
        return Err(Refusal::Origin("a page's request carries one Origin header".to_owned()));
    };
    let name = origin.to_str().unwrap_or_default();
    let normal = url::Url::parse(name).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let base = request.app_data::<web::Data<BaseUrl>>().is_some_and(|base| base.as_str() == normal);
    if !site.trusts(&normal) && !base {
        return Err(Refusal::Origin(format!("{name} is not on the site's list of origins")));
    }
    actix_web::HttpMessage::extensions_mut(request).insert(Trusted(origin.clone()));
    Ok(())
}

/// Whether a page of ours sent this request: by its origin or, where the browser names none, by its own word.
pub fn same_origin(request: &HttpRequest) -> bool {
    let mut origins = request.headers().get_all(header::ORIGIN);
    let base = request.app_data::<web::Data<BaseUrl>>();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => base.is_some_and(|base| origin == base.as_str()),
        (None, _) => request.headers().get("sec-fetch-site").is_some_and(|site| site == "same-origin"),
        (Some(_), Some(_)) => false,
    }
}

/// Takes what a request holds out of its network's bucket.
///
/// # Errors
/// [`Refusal::TooMuch`].
pub fn throttle(request: &HttpRequest, responses: u32) -> Result<(), Refusal> {
    let proxies = request.app_data::<web::Data<Proxies>>();
    let network = proxies.and_then(|proxies| proxies.public_network(request));
    match (request.app_data::<web::Data<Throttle>>(), network) {
        (Some(throttle), Some(network)) => throttle.take(network, responses).map_err(Refusal::TooMuch),
        _ => Ok(()),
    }
}

/// `text/plain` needs no preflight; `application/json` is for programs.
fn check_media_type(request: &HttpRequest) -> Result<(), Refusal> {
    let header = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let mut parts = header(header::CONTENT_TYPE).unwrap_or_default().split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let utf8 = parts.all(|part| match part.to_ascii_lowercase().strip_prefix("charset=") {
        Some(charset) => charset.trim_matches('"') == "utf-8",
        None => true,
    });
    if !matches!(kind.as_str(), "text/plain" | "application/json")
        || !utf8
        || header(header::CONTENT_ENCODING).is_some()
    {
        return Err(Refusal::MediaType);
    }
    Ok(())
}

/// Lets the page that sent the request read the reply, refusals too.
pub async fn cors(
    request: actix_web::dev::ServiceRequest,
    next: actix_web::middleware::Next<impl actix_web::body::MessageBody + 'static>,
) -> Result<actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    let trusted = actix_web::HttpMessage::extensions(response.request()).get::<Trusted>().cloned();
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(Trusted(origin)) = trusted {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    Ok(response)
}

/// An empty reply, for what needs no words.
pub fn done(status: actix_web::http::StatusCode) -> HttpResponse {
    HttpResponse::build(status).finish()
}

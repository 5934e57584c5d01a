//! Who is signed in. Having an [`Admin`] is being signed in; having a [`Posted`] form is having come from our own page.

use crate::{
    access::{Access, Role},
    audit, clock,
    config::BaseUrl,
    db::{Db, admins, members, sites},
    error::AppError,
};
use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    body::{EitherBody, MessageBody},
    cookie::{Cookie, SameSite},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{future::Future, pin::Pin};
use subtle::ConstantTimeEq;

/// A session ends this long after it was last used.
const IDLE: i64 = 12 * clock::HOUR;
/// A session ends this long after it was opened, used or not.
const LONGEST: i64 = 14 * 24 * clock::HOUR;
/// How often use is written down.
const TOUCH: i64 = 60_000;
/// The most bytes a console form may have.
const LARGEST_FORM: usize = 512 * 1024;

type Found<T> = Pin<Box<dyn Future<Output = Result<T, AppError>>>>;

/// A session's secret, as the browser holds it.
#[derive(Clone)]
pub struct Token(String);

impl From<String> for Token {
    /// As it came back from a browser.
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Token {
    /// 256 random bits.
    pub fn random() -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// 128 random bits, for what ends within the hour.
    pub fn random_short() -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()))
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }

    /// The text, for a link or a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The token that this session's forms carry.
    pub fn csrf(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::new().chain_update("csrf:").chain_update(&self.0).finalize())
    }

    fn of(request: &HttpRequest) -> Option<Self> {
        let base = request.app_data::<web::Data<BaseUrl>>()?;
        request.cookie(cookie_name(base)).map(|cookie| Self(cookie.value().to_owned()))
    }
}

fn cookie_name(base: &BaseUrl) -> &'static str {
    // `__Host-` binds the cookie to this host and to https; browsers refuse it over plain http.
    if base.is_https() { "__Host-opina" } else { "opina" }
}

/// The cookie that holds a session.
pub fn cookie(base: &BaseUrl, token: &Token) -> Cookie<'static> {
    Cookie::build(cookie_name(base), token.0.clone())
        .path("/")
        .http_only(true)
        .secure(base.is_https())
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::milliseconds(LONGEST))
        .finish()
}

/// The cookie that takes a session away.
pub fn no_cookie(base: &BaseUrl) -> Cookie<'static> {
    let mut cookie = cookie(base, &Token(String::new()));
    cookie.make_removal();
    cookie
}

/// Opens a session for an admin and ends those nobody can use any more.
///
/// # Errors
/// When the database fails.
pub async fn open(db: &Db, admin_id: i64, browser: &'static str) -> Result<Token, AppError> {
    let token = Token::random();
    let (hash, now) = (token.hash(), clock::now());
    db.transaction(move |connection| {
        admins::sweep_sessions(connection, now - LONGEST, now - IDLE)?;
        admins::open_session(connection, &hash, admin_id, browser, now)
    })
    .await?;
    Ok(token)
}

/// Ends the session of this request, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn close(db: &Db, request: &HttpRequest) -> Result<(), AppError> {
    if let Some(token) = Token::of(request) {
        db.run(move |connection| admins::close_session(connection, &token.hash())).await?;
    }
    Ok(())
}

/// The sessions of an admin that can still be used, the last used first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, admin_id: i64) -> Result<Vec<admins::Session>, AppError> {
    let now = clock::now();
    Ok(db.run(move |connection| admins::sessions(connection, admin_id, now - LONGEST, now - IDLE)).await?)
}

/// The admin who is signed in.
#[derive(Clone, Debug)]
pub struct Admin {
    /// Row id.
    pub id: i64,
    /// The address signed in with.
    pub email: String,
    /// The token this admin's forms must carry.
    pub csrf: String,
    /// What this admin may do.
    pub access: Access,
    /// The hash of the session's token.
    pub session: Vec<u8>,
}

impl Admin {
    async fn of(request: HttpRequest) -> Result<Self, AppError> {
        if let Some(known) = request.extensions().get::<Self>() {
            return Ok(known.clone());
        }
        let token = Token::of(&request).ok_or(AppError::Unauthenticated)?;
        let db = request.app_data::<web::Data<Db>>().ok_or(AppError::Unauthenticated)?;
        let (hash, now) = (token.hash(), clock::now());
        let found = db
            .run(move |connection| {
                let Some((admin, used_at)) = admins::of_session(connection, &hash, now - LONGEST, now - IDLE)? else {
                    return Ok(None);
                };
                if now - used_at > TOUCH {
                    admins::touch_session(connection, &hash, now)?;
                }
                let access = members::access(connection, &admin)?;
                Ok(Some((admin, access)))
            })
            .await?;
        let (admin, access) = found.ok_or(AppError::Unauthenticated)?;
        let (csrf, session) = (token.csrf(), token.hash());
        let admin = Self { id: admin.id, email: admin.email, csrf, access, session };
        request.extensions_mut().insert(admin.clone());
        Ok(admin)
    }
}

impl FromRequest for Admin {
    type Error = AppError;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(Self::of(request.clone()))
    }
}

/// The site named in the address, for one of its members: a viewer to look, an editor to change anything.
#[derive(Clone, Debug)]
pub struct SiteContext {
    /// The site.
    pub site: sites::Site,
}

impl FromRequest for SiteContext {
    type Error = AppError;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (request, needed) = (request.clone(), Role::needed_for(request.method()));
        Box::pin(async move { Ok(Self { site: site_for(needed, request).await? }) })
    }
}

/// The site named in the address, for one of its editors: of pages that are there only to change something.
#[derive(Clone, Debug)]
pub struct EditedSite {
    /// The site.
    pub site: sites::Site,
}

impl FromRequest for EditedSite {
    type Error = AppError;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self { site: site_for(Role::Editor, request).await? }) })
    }
}

/// The site named in the address, for one of its owners.
#[derive(Clone, Debug)]
pub struct OwnedSite {
    /// The site.
    pub site: sites::Site,
}

impl FromRequest for OwnedSite {
    type Error = AppError;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self { site: site_for(Role::Owner, request).await? }) })
    }
}

/// The site named in the address. To whom is no member of it, it does not exist.
async fn site_for(needed: Role, request: HttpRequest) -> Result<sites::Site, AppError> {
    let admin = Admin::of(request.clone()).await?;
    let known = request.extensions().get::<sites::Site>().cloned();
    let site = match known {
        Some(site) => site,
        None => {
            let key = request.match_info().get("site").ok_or(AppError::NotFound)?.to_owned();
            let db = request.app_data::<web::Data<Db>>().ok_or(AppError::NotFound)?;
            db.run(move |connection| sites::by_key(connection, &key)).await?.ok_or(AppError::NotFound)?
        }
    };
    let role = admin.access.on(site.id).ok_or(AppError::NotFound)?;
    if role < needed {
        return Err(AppError::NotAllowed(needed));
    }
    request.extensions_mut().insert(site.clone());
    Ok(site)
}

/// An owner of the organisation: who makes sites and says who owns them.
#[derive(Clone, Debug)]
pub struct OrganisationOwner {
    /// Who it is.
    pub admin: Admin,
}

impl FromRequest for OrganisationOwner {
    type Error = AppError;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let admin = Admin::of(request).await?;
            if admin.access.is_organisation() { Ok(Self { admin }) } else { Err(AppError::NotTheOrganisation) }
        })
    }
}

/// A form sent by someone who is signed in, from one of our own pages.
#[derive(Clone, Debug)]
pub struct Posted<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = AppError;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = fields(&request, payload);
        Box::pin(async move {
            let admin = Admin::of(request.clone()).await?;
            let fields = body.await?;
            audit::press(&request, &fields);
            let (tokens, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == "csrf");
            let fits = |sent: &str| bool::from(sent.as_bytes().ct_eq(admin.csrf.as_bytes()));
            if !matches!(tokens.as_slice(), [(_, sent)] if fits(sent)) {
                return Err(AppError::Forbidden("the form's token is missing or not this session's"));
            }
            Ok(Self(read(fields)?))
        })
    }
}

/// The fields of a form that is but a button: none, so that what else is sent is refused.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A form of someone who is not signed in yet: set-up and sign-in.
#[derive(Clone, Debug)]
pub struct Entered<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Entered<T> {
    type Error = AppError;
    type Future = Found<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = fields(request, payload);
        Box::pin(async move { Ok(Self(read(body.await?)?)) })
    }
}

type Fields = Vec<(String, String)>;

fn fields(request: &HttpRequest, payload: &mut Payload) -> impl Future<Output = Result<Fields, AppError>> + use<> {
    let body = actix_web::dev::UrlEncoded::<Fields>::new(request, payload).limit(LARGEST_FORM);
    async move { body.await.map_err(|error| AppError::Malformed(error.to_string())) }
}

fn read<T: DeserializeOwned>(fields: Fields) -> Result<T, AppError> {
    let text = serde_urlencoded::to_string(fields).map_err(|error| AppError::Malformed(error.to_string()))?;
    serde_urlencoded::from_str(&text).map_err(|error| AppError::Malformed(error.to_string()))
}

/// Refuses changes that another website's page asks for, whatever cookies its visitor has.
///
/// # Errors
/// None of its own; the refusal is a reply.
pub async fn same_origin_changes_only<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) && !comes_from_us(request.request()) {
        let refusal = AppError::Forbidden("the form was sent from another website");
        return Ok(request.error_response(refusal).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

fn comes_from_us(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let base = request.app_data::<web::Data<BaseUrl>>();
    match header("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        // Over plain http to another machine browsers do not say it; they do say the origin.
        None => header(header::ORIGIN.as_str()).is_some_and(|origin| base.is_some_and(|base| origin == base.as_str())),
    }
}

/// An e-mail address in the form in which it is stored: trimmed, in lower case. `None` for what is none.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, host) = text.rsplit_once('@')?;
    let plain = text.chars().all(|c| !c.is_control() && !c.is_whitespace());
    let host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    (!name.is_empty() && host && plain && text.len() <= 254).then_some(text)
}

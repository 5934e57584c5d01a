//! A route with who may call it. What the table says is checked before a handler runs, and what the handler changed is
//! noted after it, so that no route is without either.

use crate::{
    audit,
    error::AppError,
    handlers::sent,
    session::{Admin, EditedSite, OrganisationOwner, OwnedSite, SiteContext},
};
use actix_web::{
    Error, FromRequest, Handler, HttpRequest, Responder, Route,
    body::{BoxBody, EitherBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::Method,
    middleware::{Next, from_fn},
    web::{self, ServiceConfig},
};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Visitors, from whatever page: no cookie is read, none is set.
    Visitor,
    /// Programs with a key of the site in the address: no cookie is read, none is set.
    Program,
    /// Whoever stands before the console's door.
    Anyone,
    /// Whoever is signed in.
    Admin,
    /// Members of the site in the address: viewers to look, editors to change anything.
    Member,
    /// Editors of the site in the address: pages that are there only to change something.
    Editor,
    /// Owners of the site in the address.
    SiteOwner,
    /// Owners of the organisation.
    OrganisationOwner,
}

impl Caller {
    /// Asks for what the extractors of the console ask, before any of them runs. Programs are asked by theirs.
    ///
    /// # Errors
    /// Why this request is not one of theirs.
    async fn admit(self, request: &HttpRequest) -> Result<(), AppError> {
        let nothing = &mut Payload::None;
        match self {
            Self::Visitor | Self::Program | Self::Anyone => Ok(()),
            Self::Admin => Admin::from_request(request, nothing).await.map(drop),
            Self::Member => SiteContext::from_request(request, nothing).await.map(drop),
            Self::Editor => EditedSite::from_request(request, nothing).await.map(drop),
            Self::SiteOwner => OwnedSite::from_request(request, nothing).await.map(drop),
            Self::OrganisationOwner => OrganisationOwner::from_request(request, nothing).await.map(drop),
        }
    }
}

/// A method with what answers it.
pub struct Answer {
    method: Method,
    route: Route,
}

/// GET.
pub fn get() -> Answer {
    Answer { method: Method::GET, route: web::get() }
}

/// POST.
pub fn post() -> Answer {
    Answer { method: Method::POST, route: web::post() }
}

impl Answer {
    /// Answered by this handler.
    pub fn to<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self { route: self.route.to(handler), ..self }
    }
}

/// A route of the table.
pub struct Entry {
    /// The method it answers.
    pub method: Method,
    /// The pattern of its address.
    pub path: &'static str,
    /// Who may call it.
    pub caller: Caller,
    cross_origin: bool,
    route: Route,
}

impl Entry {
    /// Whether it is called from elsewhere than the console's pages.
    pub(super) fn is_outside_the_console(&self) -> bool {
        matches!(self.caller, Caller::Visitor | Caller::Program)
    }

    pub(super) fn mount(self, app: &mut ServiceConfig) {
        let Self { path, caller, route, cross_origin, .. } = self;
        match caller {
            Caller::Visitor if cross_origin => {
                app.service(web::resource(path).wrap(from_fn(sent::cors)).route(route));
            }
            Caller::Visitor | Caller::Program => {
                app.route(path, route);
            }
            caller => {
                let admit = move |request, next| admitted(caller, path, request, next);
                app.route(path, route.wrap(from_fn(admit)));
            }
        }
    }
}

async fn admitted(
    caller: Caller,
    path: &'static str,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    match caller.admit(request.request()).await {
        Ok(()) => {
            let response = next.call(request).await?;
            audit::note(path, response.request(), response.response()).await;
            Ok(response.map_into_left_body())
        }
        Err(refusal) => Ok(request.error_response(refusal).map_into_right_body()),
    }
}

/// Routes, in the order in which they are tried.
pub struct Table {
    entries: Vec<Entry>,
    caller: Caller,
}

impl Table {
    /// A table whose first routes are called by visitors.
    pub(super) fn new() -> Self {
        Self { entries: Vec::new(), caller: Caller::Visitor }
    }

    /// Says who calls the routes that follow.
    pub(super) fn called_by(&mut self, caller: Caller) -> &mut Self {
        self.caller = caller;
        self
    }

    /// Adds a route.
    pub(super) fn route(&mut self, path: &'static str, answer: Answer) -> &mut Self {
        self.add(path, answer, false)
    }

    /// Adds a route whose reply pages of other origins may read.
    pub(super) fn cross_origin(&mut self, path: &'static str, answer: Answer) -> &mut Self {
        self.add(path, answer, true)
    }

    fn add(&mut self, path: &'static str, answer: Answer, cross_origin: bool) -> &mut Self {
        let Answer { method, route } = answer;
        self.entries.push(Entry { method, path, caller: self.caller, cross_origin, route });
        self
    }

    /// The routes.
    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

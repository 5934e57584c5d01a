//! What can go wrong in the console, its status, and the page that says so. Causes are logged once and never sent.

use crate::{access::Role, db::DbError, locale::Locale, words::Words};
use actix_web::{
    Error, HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
};
use askama::Template;

/// Why the console did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// No such page, or one of another site.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// The request did not come from the console's own pages.
    #[error("refused: {0}")]
    Forbidden(&'static str),
    /// The member of the site lacks this role.
    #[error("not allowed: a role of {} is needed", .0.as_str())]
    NotAllowed(Role),
    /// Only an owner of the organisation may do this.
    #[error("not allowed: an owner of the organisation is needed")]
    NotTheOrganisation,
    /// Whoever is signed in belongs to no site.
    #[error("a member of no site")]
    NoSite,
    /// The form could not be read at all.
    #[error("malformed: {0}")]
    Malformed(String),
    /// The form was read and makes no sense; the text says what to mend.
    #[error("invalid: {0}")]
    Invalid(String),
    /// A filter makes no sense; the text says what to mend.
    #[error("filter: {0}")]
    Filter(String),
    /// Someone else changed the same thing meanwhile.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Too many tries; come back after this many seconds.
    #[error("too many tries")]
    TooManyTries(u64),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A page could not be written.
    #[error(transparent)]
    Page(#[from] askama::Error),
}

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::NotAllowed(_) | Self::NotTheOrganisation | Self::NoSite => StatusCode::FORBIDDEN,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) | Self::Filter(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooManyTries(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Db(DbError::Busy(_) | DbError::Interrupted) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Db(error) if error.is_too_slow() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Db(DbError::Unreachable(_) | DbError::Migration(_) | DbError::Query(_)) | Self::Page(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).finish()
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    locale: Locale,
    status: u16,
    title: &'a str,
    advice: &'a str,
}

impl AppError {
    /// The page that says what went wrong, in the admin's language; for someone not signed in, the way to the door.
    fn page(&self, request: &HttpRequest) -> HttpResponse {
        let status = self.status_code();
        if matches!(self, Self::Unauthenticated) && request.method() == Method::GET {
            return HttpResponse::SeeOther().insert_header((header::LOCATION, "/sign-in")).finish();
        }
        let locale = Locale::of(request);
        let (title, advice) = self.words(locale);
        let mut response: HttpResponseBuilder = HttpResponse::build(status);
        if let Self::TooManyTries(seconds) = self {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        match (ErrorPage { locale, status: status.as_u16(), title, advice: &advice }).render() {
            Ok(page) => response.content_type("text/html; charset=utf-8").body(page),
            Err(_) => response.content_type("text/plain; charset=utf-8").body(advice),
        }
    }

    fn words(&self, locale: Locale) -> (&'static str, String) {
        let say = |en: &'static str, es: &'static str| match locale {
            Locale::En => en,
            Locale::Es => es,
        };
        match self {
            Self::NotFound => (
                say("This page does not exist", "Esta página no existe"),
                say("It may have been removed, or the address is mistyped.", "Puede que se haya eliminado o que la dirección esté mal escrita.").into(),
            ),
            Self::Unauthenticated => (
                say("You are signed out", "Has salido de la sesión"),
                say("Sign in and try again. Nothing was changed.", "Entra de nuevo e inténtalo otra vez. No se ha cambiado nada.").into(),
            ),
            Self::Forbidden(_) => (
                say("This was refused", "Petición rechazada"),
                say(
                    "The form was sent from another page or is too old. Go back, reload the page and send it again.",
                    "El formulario viene de otra página o es demasiado antiguo. Vuelve atrás, recarga la página y envíalo de nuevo.",
                )
                .into(),
            ),
            Self::NotAllowed(Role::Owner) => (
                say("This is for the site’s owners", "Esto es para quien es responsable del sitio"),
                say("Ask one of them to do it, or to make you an owner.", "Pide a una de esas personas que lo haga, o que te haga responsable.").into(),
            ),
            Self::NotAllowed(Role::Editor | Role::Viewer) => (
                say("You may look here, but change nothing", "Aquí puedes mirar, pero no cambiar nada"),
                say(
                    "This is for the site’s editors and owners, and nothing was changed. An owner can make you an editor.",
                    "Esto es para quienes editan el sitio o son responsables de él, y no se ha cambiado nada. Una persona responsable puede darte permiso para editar.",
                )
                .into(),
            ),
            Self::NotTheOrganisation => (
                say("This is for the owners of the organisation", "Esto es para responsables de la organización"),
                say("Only they make sites and manage everybody. Ask one of them.", "Solo esas personas crean sitios y gestionan a todas las demás. Pídeselo a una.").into(),
            ),
            Self::NoSite => (
                say("You belong to no site yet", "Aún no perteneces a ningún sitio"),
                say("Ask the owner of a site for an invitation.", "Pide una invitación a quien es responsable de un sitio.").into(),
            ),
            Self::Malformed(what) | Self::Invalid(what) => (say("This cannot be saved yet", "Aún no se puede guardar"), what.clone()),
            Self::Filter(what) => (Words::of(locale).filter_refused, what.clone()),
            Self::Conflict(what) => (say("Someone else changed this meanwhile", "Alguien lo ha cambiado entretanto"), what.clone()),
            Self::TooManyTries(seconds) => (
                say("Too many tries", "Demasiados intentos"),
                match locale {
                    Locale::En => format!("Wait {seconds} seconds and try again."),
                    Locale::Es => format!("Espera {seconds} segundos e inténtalo de nuevo."),
                },
            ),
            Self::Db(DbError::Busy(_) | DbError::Interrupted) => (
                say("Opina is busy", "Opina está ocupada"),
                say("Nothing was changed. Try again in a few seconds.", "No se ha cambiado nada. Inténtalo en unos segundos.").into(),
            ),
            Self::Db(error) if error.is_too_slow() => {
                (Words::of(locale).filter_slow, Words::of(locale).filter_slow_advice.to_owned())
            }
            Self::Db(_) | Self::Page(_) => (
                say("Something went wrong in Opina", "Algo ha fallado en Opina"),
                say(
                    "Nothing was changed. The cause is in the server's log; whoever runs Opina can read it there.",
                    "No se ha cambiado nada. La causa está en el registro del servidor; quien administra Opina puede leerla allí.",
                )
                .into(),
            ),
        }
    }
}

/// Turns errors of console routes into pages and logs those that are ours.
///
/// # Errors
/// None of its own.
pub async fn pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let response = next.call(request).await?;
    let http = response.request();
    let page = response.response().error().and_then(|error| error.as_error::<AppError>()).map(|error| {
        if error.status_code().is_server_error() {
            tracing::error!(method = %http.method(), path = http.path(), %error, "request failed");
        }
        error.page(http)
    });
    Ok(match page {
        Some(page) => response.into_response(page).map_into_right_body(),
        None => response.map_into_left_body(),
    })
}

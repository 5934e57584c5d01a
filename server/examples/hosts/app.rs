//! The pages' one route: a file of `examples/hosts`, with Opina's address written into it, and the headers it needs to be
//! what it is. Serves nothing outside that folder.
//!
//! The browser tests start the same application on a port of their own.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use std::path::{Component, Path};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/hosts");

/// The Content-Security-Policy of each page that has one.
const POLICIES: &[(&str, &str)] = &[
    (
        "policy.html",
        "default-src 'none'; script-src 'self' {{opina}} 'wasm-unsafe-eval'; connect-src {{opina}}; style-src 'self'; \
         img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (
        "policy-nonce.html",
        "default-src 'self'; script-src 'nonce-{{nonce}}' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src {{opina}}; \
         object-src 'none'; base-uri 'none'",
    ),
    (
        "policy-types.html",
        "script-src 'self' {{opina}} 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (
        "policy-no-wasm.html",
        "default-src 'self'; script-src 'self' {{opina}}; connect-src {{opina}}; frame-src {{opina}}; object-src 'none'",
    ),
    (
        "policy-nothing.html",
        "default-src 'self'; script-src 'self' {{opina}}; connect-src {{opina}}; frame-src 'none'; object-src 'none'",
    ),
    ("sandboxed.html", "sandbox allow-scripts allow-forms"),
];

/// Pages that ask one Opina about one site.
#[derive(Clone)]
pub struct Hosts {
    /// Opina's address, without a slash at the end.
    pub opina: String,
    /// The site's public key.
    pub site: String,
}

impl Hosts {
    /// Adds the pages to an application.
    pub fn serve(&self, routes: &mut web::ServiceConfig) {
        routes
            .app_data(web::Data::new(self.clone()))
            .route("/favicon.ico", web::get().to(HttpResponse::NoContent))
            .route("/{path:.*}", web::get().to(file));
    }
}

/// Files are read at each request, so that an edited page shows on reload.
async fn file(request: HttpRequest, hosts: web::Data<Hosts>, path: web::Path<String>) -> HttpResponse {
    let name = if path.is_empty() { "README.md" } else { path.as_str() };
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let Some(text) = inside.then(|| std::fs::read_to_string(Path::new(FOLDER).join(name)).ok()).flatten() else {
        return HttpResponse::NotFound().body("There is no such page here.");
    };
    let nonce = uuid::Uuid::now_v7().simple().to_string();
    let here = format!("http://{}", request.connection_info().host());
    let fill = |text: &str| {
        let text = text.replace("{{opina}}", &hosts.opina).replace("{{site}}", &hosts.site);
        text.replace("{{self}}", &here).replace("{{nonce}}", &nonce)
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some((_, policy)) = POLICIES.iter().find(|(page, _)| *page == name) {
        response.insert_header((header::CONTENT_SECURITY_POLICY, fill(policy)));
    }
    let kind = match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("xhtml") => "application/xhtml+xml; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    response.content_type(kind).body(fill(&text))
}

//! The shop's one route: a file of `examples/shop`, with Opina's address and the site's key written into its pages.
//!
//! The browser tests start the same application on a port of their own.

use actix_web::{HttpResponse, http::header, web};
use std::path::{Component, Path};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/shop");

/// A shop that asks one Opina about one site.
#[derive(Clone)]
pub struct Shop {
    /// Opina's address, without a slash at the end.
    pub opina: String,
    /// The site's public key.
    pub site: String,
}

impl Shop {
    /// Adds the shop's pages to an application.
    pub fn serve(&self, routes: &mut web::ServiceConfig) {
        routes.app_data(web::Data::new(self.clone())).route("/{path:.*}", web::get().to(file));
    }

    /// The strictest policy under which a page can still ask for an opinion.
    fn strict_policy(&self) -> String {
        format!(
            "default-src 'self'; script-src {opina} 'wasm-unsafe-eval'; connect-src {opina}; style-src 'self'; \
             img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; \
             object-src 'none'",
            opina = self.opina
        )
    }
}

/// Files are read at each request, so that an edited page shows on reload.
async fn file(shop: web::Data<Shop>, path: web::Path<String>) -> HttpResponse {
    let name = if path.is_empty() { "index.html" } else { path.as_str() };
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let Some(bytes) = inside.then(|| std::fs::read(Path::new(FOLDER).join(name)).ok()).flatten() else {
        return HttpResponse::NotFound().body("There is no such page in this shop.");
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    if name == "strict.html" {
        response.insert_header((header::CONTENT_SECURITY_POLICY, shop.strict_policy()));
    }
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("html") => {
            let page =
                String::from_utf8_lossy(&bytes).replace("{{opina}}", &shop.opina).replace("{{site}}", &shop.site);
            response.content_type("text/html; charset=utf-8").body(page)
        }
        Some("css") => response.content_type("text/css; charset=utf-8").body(bytes),
        Some("svg") => response.content_type("image/svg+xml").body(bytes),
        _ => response.body(bytes),
    }
}

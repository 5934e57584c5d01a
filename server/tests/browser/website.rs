//! Websites in this process, each on a port of its own: the lamp shop of the examples, and what a test makes up.

#[path = "../../examples/shop/app.rs"]
pub mod app;

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::ServerHandle,
    web::{self, ServiceConfig},
};
use std::{sync::mpsc, thread::JoinHandle};

/// A running website. A new one has been seen by no browser: another port is another origin, with a storage of its own.
pub struct Website {
    address: String,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Website {
    /// Opens one with these pages.
    pub fn open(pages: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) -> Self {
        let (tell, hear) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || App::new().configure(pages.clone()));
                let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port is free");
                let address = server.addrs()[0];
                let server = server.run();
                tell.send((address, server.handle())).expect("the test waits for the address");
                server.await.expect("the website is served");
            });
        });
        let (address, server) = hear.recv().expect("the website opens");
        Self { address: format!("http://{address}"), server, thread: Some(thread) }
    }

    /// Opens one with a single page.
    pub fn page_at(path: &'static str, page: String) -> Self {
        Self::open(move |routes| {
            let page = page.clone();
            routes.route(path, web::get().to(move || html(page.clone())));
            routes.route("/favicon.ico", web::get().to(HttpResponse::NoContent));
        })
    }

    /// Opens the lamp shop, which asks this Opina about this site.
    pub fn shop(opina: &str, site: &str) -> Self {
        let shop = app::Shop { opina: opina.to_owned(), site: site.to_owned() };
        Self::open(move |routes| shop.serve(routes))
    }

    /// Opens the lamp shop's pages that ask, where tests that run in the page may look into the survey.
    pub fn glass_shop(opina: &str, site: &str) -> Self {
        let pages = [
            ("/checkout.html", include_str!("../../../examples/shop/checkout.html")),
            ("/help.html", include_str!("../../../examples/shop/help.html")),
        ];
        let pages = pages.map(|(path, page)| {
            let page = page.replace("{{opina}}", opina).replace("{{site}}", site);
            (path, page.replace("<script async", "<script async data-shadow=open"))
        });
        let shop = app::Shop { opina: opina.to_owned(), site: site.to_owned() };
        Self::open(move |routes| {
            for (path, page) in pages.clone() {
                routes.route(path, web::get().to(move || html(page.clone())));
            }
            shop.serve(routes);
        })
    }

    /// `http://127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of a page: `/checkout.html`.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Drop for Website {
    fn drop(&mut self) {
        // The message is sent at once; the website's own thread acts on it.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            // One that failed has said so already.
            let _ = thread.join();
        }
    }
}

async fn html(page: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page)
}

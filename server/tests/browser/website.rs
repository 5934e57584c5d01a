//! Websites in this process, each on a port of its own: the lamp shop of the examples, and what a test makes up.

#[path = "../../examples/shop/app.rs"]
pub mod app;

#[path = "../../examples/hosts/app.rs"]
mod hosts;

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::ServerHandle,
    web::{self, ServiceConfig},
};
use std::{sync::mpsc, thread::JoinHandle};

/// A running website. Another port is another origin, with a storage of its own.
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

    /// Opens the pages that break careless widgets, which ask this Opina about this site.
    pub fn hosts(opina: &str, site: &str) -> Self {
        let hosts = hosts::Hosts { opina: opina.to_owned(), site: site.to_owned() };
        Self::open(move |routes| hosts.serve(routes))
    }

    /// Opens one that has the same page on every path. The address says what is different about the visit:
    /// `?data-consent` and other attributes of the tag, `?lang=ar` for the page's language, `?draw=0.25` for what is
    /// drawn instead of chance, `?days=3` for how many days later it
    /// is, `?early` for a page that says something before the script is there, `?dnt` for Do Not Track.
    pub fn plain(opina: &str, site: &str) -> Self {
        let tag = format!("src='{opina}/w/{site}.js'");
        Self::open(move |routes| {
            let tag = tag.clone();
            let page = move |request: HttpRequest| {
                let page = plain(&tag, request.query_string());
                html(page)
            };
            routes.route("/favicon.ico", web::get().to(HttpResponse::NoContent));
            routes.route("/{path:.*}", web::get().to(page));
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

/// The page of [`Website::plain`] for an address with this query.
fn plain(tag: &str, query: &str) -> String {
    let (mut lang, mut attributes, mut before) = ("en", String::new(), String::new());
    // One page load in ten tells what held a survey back; a story says which. Where a page is left while it fetches what
    // tells it, Firefox writes that into the log.
    let mut draw = "0.5";
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name {
            "lang" => lang = value,
            "draw" => draw = value,
            "early" => {
                before += "window.opina ??= Object.assign((...call) => opina.q.push(call), { q: [] });
                    opina('identify', 'ana-7', { plan: 'pro' }); opina('track', 'paid');";
            }
            "dnt" => before += "Object.defineProperty(navigator, 'doNotTrack', { value: '1' });",
            "days" => before += &format!("const now = Date.now; Date.now = () => now() + {value} * 864e5;"),
            name if name.starts_with("data-") => attributes += &format!(" {name}='{value}'"),
            _ => {}
        }
    }
    format!(
        "<!doctype html><html lang='{lang}'><meta charset=utf-8><title>A page</title>
        <meta name=viewport content='width=device-width, initial-scale=1'>
        <style>body {{ margin: 20px; font: 16px sans-serif }} #box {{ height: 80px; width: 300px; overflow: auto }}
        #box p {{ height: 800px }} footer {{ margin-top: 3000px }}</style>
        <script>Math.random = () => {draw}; {before}</script>
        <h1>A page</h1><p><input aria-label=Name> <button id=pay><b>Pay</b></button> <a href=/next>Next</a></p>
        <div id=feedback></div><div id=box><p>Terms</p></div><footer>The end</footer>
        <script async {attributes} {tag}></script></html>"
    )
}

async fn html(page: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page)
}

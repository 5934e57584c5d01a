//! A lamp shop with Opina's script tag on every page, to try a survey on: `cargo run --example shop`.
//!
//! It serves `examples/shop` and nothing else; it is a stranger to Opina, as any customer's website is.

#[path = "shop/app.rs"]
mod app;

use actix_web::{App, HttpServer};
use app::Shop;

const USAGE: &str = "Usage: shop [--port 8081] [--opina http://127.0.0.1:8080] [--site demo]";

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let (mut port, mut shop) = (8081, Shop { opina: "http://127.0.0.1:8080".to_owned(), site: "demo".to_owned() });
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        match (name.as_str(), arguments.next()) {
            ("--port", Some(value)) => {
                port = value.parse().unwrap_or_else(|_| refuse(&format!("{value} is not a port")))
            }
            ("--opina", Some(value)) => shop.opina = value.trim_end_matches('/').to_owned(),
            ("--site", Some(value)) => shop.site = value,
            ("--help", _) => refuse("A lamp shop to try a survey on."),
            _ => refuse(&format!("{name} is unknown or lacks its value")),
        }
    }
    println!("The shop is at http://127.0.0.1:{port}/ and asks {} for surveys", shop.opina);
    HttpServer::new(move || App::new().configure(|routes| shop.serve(routes)))
        .workers(1)
        .bind(("127.0.0.1", port))?
        .run()
        .await
}

fn refuse(why: &str) -> ! {
    eprintln!("{why}\n{USAGE}");
    std::process::exit(2)
}

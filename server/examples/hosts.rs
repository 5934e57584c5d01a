//! Pages that break careless widgets, with Opina's script tag on each: `cargo run --example hosts`.
//!
//! It serves `examples/hosts`; `examples/hosts/README.md` says what each page is there for.

#[path = "hosts/app.rs"]
mod app;

use actix_web::{App, HttpServer};
use app::Hosts;

const USAGE: &str = "Usage: hosts [OPINA] [SITE], by default http://127.0.0.1:8080 and demo";

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let opina = arguments.next().unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    let site = arguments.next().unwrap_or_else(|| "demo".to_owned());
    if opina.starts_with('-') || arguments.next().is_some() {
        eprintln!("{USAGE}");
        std::process::exit(2);
    }
    let hosts = Hosts { opina: opina.trim_end_matches('/').to_owned(), site };
    let server = HttpServer::new({
        let hosts = hosts.clone();
        move || App::new().configure(|routes| hosts.serve(routes))
    });
    let server = server.workers(1).bind(("127.0.0.1", 8082))?;
    println!("The pages are at http://127.0.0.1:8082/ and ask {} for surveys", hosts.opina);
    server.run().await
}

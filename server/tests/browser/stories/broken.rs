//! An Opina that is not what it should be: whatever of it is missing, late or garbage, the page does not notice.

use crate::{
    browser::{Browser, Logged, Trouble},
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::Draft,
    visitor::{HOST, SURVEY},
    website::Website,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use std::sync::{Arc, Mutex, PoisonError};

pub const SCENARIOS: &[Scenario] = &[("whatever of Opina is broken, the page does not notice", whatever_is_broken)];

/// What comes instead of a file.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// A status, and a proxy's page.
    Status(u16),
    /// 200, and a text that is nothing.
    Garbage,
    /// 200, and the file's first half.
    Half,
}

/// Each of Opina's files that a page fetches, by a part of its address, with the faults it may have. A script tag whose
/// file is garbage is the browser's to complain of, whoever wrote it, so of that one only that nothing comes.
const BROKEN: &[(&str, &[Fault])] = &[
    (".js?", &[Fault::Status(404), Fault::Status(500)]),
    ("/host.js", &[Fault::Status(404), Fault::Status(500), Fault::Garbage, Fault::Half]),
    ("/forms/", &[Fault::Status(404), Fault::Status(503), Fault::Garbage, Fault::Half]),
    ("/widget.js", &[Fault::Status(404), Fault::Garbage, Fault::Half]),
    ("/widget.wasm", &[Fault::Status(404), Fault::Garbage, Fault::Half]),
];

/// What is broken now, and how often it was asked for.
type Broken = Arc<Mutex<(Option<(&'static str, Fault)>, usize)>>;

/// A proxy in front of Opina that breaks one file.
fn proxy(opina: String, broken: Broken) -> Website {
    let pass = move |request: HttpRequest, opina: String, broken: Broken| async move {
        let path = request.uri().to_string();
        let here = format!("http://{}", request.connection_info().host());
        let fault = {
            let mut broken = broken.lock().unwrap_or_else(PoisonError::into_inner);
            let fault = broken.0.filter(|(part, _)| path.contains(part));
            broken.1 += usize::from(fault.is_some());
            fault
        };
        let fetched = ureq::get(format!("{opina}{path}")).call().map(|mut reply| {
            let kind =
                reply.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
            (kind, reply.body_mut().read_to_vec().unwrap_or_default())
        });
        let Ok((kind, body)) = fetched else { return HttpResponse::BadGateway().finish() };
        // The loader fetches everything else from where it says.
        let body = if path.contains(".js?") {
            String::from_utf8_lossy(&body).replace(&opina, &here).into_bytes()
        } else {
            body
        };
        let (status, body) = match fault {
            None => (200, body),
            Some((_, Fault::Status(status))) => (status, b"<html><h1>Sorry</h1>".to_vec()),
            Some((_, Fault::Garbage)) => (200, b"<html><h1>Welcome to our network</h1>".to_vec()),
            Some((_, Fault::Half)) => (200, body[..body.len() / 2].to_vec()),
        };
        HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::OK))
            .insert_header((header::CONTENT_TYPE, kind))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(body)
    };
    Website::open(move |routes| {
        let (pass, opina, broken) = (pass, opina.clone(), broken.clone());
        routes.default_service(web::to(move |request: HttpRequest| pass(request, opina.clone(), broken.clone())));
    })
}

fn whatever_is_broken(browser: &mut Browser) {
    let scene = Scene::plain(&[Draft::called("Again").done()]);
    let broken = Broken::default();
    let proxy = proxy(scene.opina.address(), broken.clone());
    let page = |proxy: &str| {
        format!(
            "<!doctype html><html lang=en><title>A page</title><h1>A page</h1><script>
            window.complaints = [];
            addEventListener('error', ({{ message }}) => complaints.push(message));
            addEventListener('unhandledrejection', ({{ reason }}) => complaints.push(`${{reason}}`));
            </script><script async src='{proxy}/w/{KEY}.js?'></script></html>"
        )
    };
    let site = Website::page_at("/", page(proxy.address()));
    browser.open(&site.page("/"));
    browser.wait_for_question("Again");
    for (part, faults) in BROKEN {
        for fault in *faults {
            *broken.lock().unwrap_or_else(PoisonError::into_inner) = (Some((part, *fault)), 0);
            browser.take_log();
            browser.open(&site.page("/"));
            browser.wait_until(&format!("{part} to be asked for"), |_| {
                (broken.lock().unwrap_or_else(PoisonError::into_inner).1 > 0).then_some(())
            });
            // Whatever comes of it, comes now.
            browser.run_async("setTimeout(done, 200)");
            assert_eq!(browser.count(SURVEY), 0, "{fault:?} instead of {part}");
            let complaints = browser.run("return complaints.join()");
            assert_eq!(complaints, "", "{fault:?} instead of {part}");
            let log = browser.take_log();
            // A module that is not the one that was published is refused by the browser, which says so itself.
            let is_error = |logged: &&Logged| logged.trouble != Trouble::Network && !logged.text.contains("integrity");
            let errors: Vec<_> = log.iter().filter(is_error).collect();
            assert!(errors.is_empty(), "{fault:?} instead of {part}: {errors:#?}");
        }
    }
    // Mended, it is there again: nothing was remembered of it.
    *broken.lock().unwrap_or_else(PoisonError::into_inner) = (None, 0);
    browser.open(&site.page("/"));
    browser.wait_for_question("Again");
    assert_eq!(browser.count(HOST), 1);
}

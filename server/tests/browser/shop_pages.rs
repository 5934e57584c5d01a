//! The shop with an Opina that asks nothing: what the stories build on is sound.

use crate::{browser::Browser, scenario::Scenario, website::Website};
use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

/// Every page of the shop, with its name in pictures.
pub const PAGES: [(&str, &str); 6] = [
    ("/", "landing"),
    ("/product.html", "product"),
    ("/checkout.html", "checkout"),
    ("/help.html", "help"),
    ("/es/checkout.html", "checkout-es"),
    ("/strict.html", "strict"),
];

pub const SCENARIOS: &[Scenario] = &[
    ("the shop's pages load quietly and fit every window", pages_load_and_fit),
    ("the shop's pages are accessible", pages_are_accessible),
    ("the strict page is strict", the_strict_page_is_strict),
];

/// An Opina that serves this script for every site.
fn opina_with(script: &'static str) -> Website {
    let reply = move || async move { HttpResponse::Ok().content_type("text/javascript").body(script) };
    Website::open(move |routes| {
        routes.route("/w/{site}.js", web::get().to(reply));
    })
}

fn pages_load_and_fit(browser: &mut Browser) {
    let opina = opina_with("");
    let shop = Website::shop(opina.address(), "demo");
    browser.in_every_look(|browser, look| {
        for (path, name) in PAGES {
            browser.open(&shop.page(path));
            let wide = browser.run("return [document.documentElement.scrollWidth, innerWidth]");
            assert!(wide[0].as_u64() <= wide[1].as_u64(), "{path} scrolls sideways, {}: {wide}", look.name);
            browser.picture_of_page(&format!("shop/{name}-{}", look.name));
        }
    });
    browser.assert_quiet();
}

fn pages_are_accessible(browser: &mut Browser) {
    let opina = opina_with("");
    let shop = Website::shop(opina.address(), "demo");
    for dark in [false, true] {
        browser.prefer_dark(dark);
        for (path, name) in PAGES {
            browser.open(&shop.page(path));
            browser.assert_accessible(&format!("the shop's {name} page, dark: {dark}"));
        }
    }
}

/// Probed by the page's own script: what a browser is told to run from outside is not held to the page's policy.
fn the_strict_page_is_strict(browser: &mut Browser) {
    let opina = opina_with(
        "const refused = (attempt) => { try { attempt(); return false } catch { return true } };
         const styled = document.createElement('p');
         document.body.append(styled);
         styled.setAttribute('style', 'position: fixed');
         window.opina = {
             innerHtml: refused(() => { styled.innerHTML = '<b>bold</b>' }),
             evaluation: refused(() => new Function('return 1')),
             styleAttribute: getComputedStyle(styled).position !== 'fixed',
             webAssembly: refused(() => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))),
         };",
    );
    let shop = Website::shop(opina.address(), "demo");
    let mut probe = |path: &str| -> Value {
        browser.open(&shop.page(path));
        browser.wait_until("the probe", |browser| Some(browser.run("return window.opina")).filter(Value::is_object))
    };
    let all = |refused: bool| json!({ "innerHtml": refused, "evaluation": refused, "styleAttribute": refused, "webAssembly": false });
    assert_eq!(probe("/strict.html"), all(true));
    assert_eq!(probe("/checkout.html"), all(false));
}

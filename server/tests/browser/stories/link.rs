//! A survey opened by its link, and in a frame where a site's policy forbids WebAssembly.

use crate::{
    browser::Browser,
    opina::Opina,
    scenario::Scenario,
    scene::{KEY, Scene},
    surveys::{self, COMMENT, RECOMMEND, THANKS},
    visitor::SAID,
    website::Website,
};
use actix_web::{HttpResponse, web};
use serde_json::json;

pub const SCENARIOS: &[Scenario] =
    &[("a survey is answered by its link", by_link), ("a site that forbids WebAssembly asks in a frame", in_a_frame)];

fn by_link(browser: &mut Browser) {
    let scene = Scene::checkout();
    let link = scene.link();
    browser.open(&scene.opina.page(&format!("{link}?score=9")));
    // The script takes over what the server drew, with what the address fills in.
    browser.wait_for_question(RECOMMEND);
    assert_eq!(browser.property("opina-widget >>> :checked", "value"), json!("9"));
    assert_eq!(browser.count("form"), 0);
    browser.push("Next");
    browser.wait_for_question(COMMENT);
    browser.comment("Fine");
    browser.push("Send");
    browser.wait_for_text(SAID, THANKS);
    let stored = scene.responses();
    assert_eq!(stored[0].answers, ["comment: Fine", "score=9"]);
    assert_eq!((stored[0].complete, stored[0].path.as_deref()), (true, Some(link.as_str())));
    browser.wait_until("it to be counted as shown once", |_| (scene.funnel().shown == 1).then_some(()));
    browser.in_every_look(|browser, look| {
        browser.open(&scene.opina.page(&link));
        browser.wait_for_question(RECOMMEND);
        browser.picture(&format!("link-{}", look.name));
        assert_eq!(browser.run("return document.documentElement.scrollWidth - innerWidth"), json!(0), "{}", look.name);
    });
    browser.assert_quiet();
}

fn in_a_frame(browser: &mut Browser) {
    let shop = |opina: &str| {
        let (policy, page) = (
            format!("default-src 'none'; script-src {opina}; connect-src {opina}; frame-src {opina}"),
            format!(
                "<!doctype html><html lang=en><title>Checkout</title><h1>Checkout</h1>\
                 <script async src=\"{opina}/w/{KEY}.js\"></script></html>"
            ),
        );
        Website::open(move |routes| {
            let (policy, page) = (policy.clone(), page.clone());
            let reply = move || {
                let policy = ("Content-Security-Policy", policy.clone());
                let page = HttpResponse::Ok().insert_header(policy).content_type("text/html").body(page.clone());
                async move { page }
            };
            routes.route("/checkout", web::get().to(reply));
            routes.route("/favicon.ico", web::get().to(HttpResponse::NoContent));
        })
    };
    let scene = Scene::on(Opina::new(), &[surveys::checkout()], shop);
    browser.open(&scene.shop.page("/checkout"));
    let frame = "opina-widget >>> .frame:not([data-waits]) iframe";
    browser.wait_for(frame);
    // It is as high as what it holds.
    browser.wait_until("the frame to take the survey's height", |browser| {
        browser.property(frame, "offsetHeight").as_u64().filter(|height| (180..=600).contains(height))
    });
    browser.picture("frame");
    browser.wait_until("it to be counted as shown once", |_| (scene.funnel().shown == 1).then_some(()));
    browser.click("opina-widget >>> .frame > button");
    browser.wait_gone(frame);
}

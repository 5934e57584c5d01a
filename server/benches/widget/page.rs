//! The page that both products are put into: the example shop's checkout, with nothing but the script tag differing.

use crate::{
    posthog,
    scene::KEY,
    website::{Website, app::Shop},
};
use actix_web::{HttpResponse, web};
use serde_json::{Value, json};
use shared::definition::Definition;
use std::future::ready;

/// What the first question says.
pub const RECOMMEND: &str = "How likely are you to recommend Lumen to a friend?";
/// What stands at 0.
pub const LOW: &str = "Not at all likely";
/// What stands at 10.
pub const HIGH: &str = "Extremely likely";
/// What the second question says.
pub const COMMENT: &str = "What should we do better?";
/// What is said at the end.
pub const THANKS: &str = "Thank you. We read every answer.";
/// What the page reports when something was bought.
pub const EVENT: &str = "order placed";

/// Whose survey it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// Ours.
    Opina,
    /// The one it is held against.
    PostHog,
    /// Nobody's: the page alone.
    Nobody,
}

/// What opens the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The page reports an event that a survey waits for.
    Event,
    /// The page view itself.
    Load,
    /// The page calls what opens a survey.
    Api,
}

impl Product {
    /// In addresses and figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opina => "opina",
            Self::PostHog => "posthog",
            Self::Nobody => "nobody",
        }
    }

    /// A control of the first question, and how the page opens the survey.
    fn survey(self, row: Row) -> (Option<&'static str>, Option<String>) {
        let trigger = match (self, row) {
            (Self::Nobody, _) => return (None, None),
            (_, Row::Load) => None,
            (Self::Opina, Row::Event) => Some(format!("opina('track', {})", json!(EVENT))),
            (Self::Opina, Row::Api) => Some("opina('show')".to_owned()),
            (Self::PostHog, Row::Event) => Some(format!("posthog.capture({})", json!(EVENT))),
            (Self::PostHog, Row::Api) => {
                let how = json!({ "displayType": "popover", "ignoreConditions": true, "ignoreDelay": true });
                Some(format!("posthog.displaySurvey({}, {how})", json!(posthog::SURVEY)))
            }
        };
        (Some(if self == Self::Opina { "input[type=radio]" } else { ".ratings-number" }), trigger)
    }
}

impl Row {
    /// All of them, the one that counts first.
    pub const ALL: [Self; 3] = [Self::Event, Self::Load, Self::Api];

    /// In addresses and figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Load => "load",
            Self::Api => "api",
        }
    }
}

/// One page view.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Whose survey.
    pub product: Product,
    /// What opens it.
    pub row: Row,
    /// Milliseconds that the idle page waits before it opens it.
    pub wait: u64,
    /// Whether the longest task is measured.
    pub busy: bool,
}

impl View {
    /// The page's address on the shop.
    pub fn path(self) -> String {
        let Self { product, row, wait, busy } = self;
        format!("/{}/{}/{wait}/{busy}", product.name(), row.name())
    }
}

/// Opens the shop, which asks through these.
pub fn open(opina: &str, posthog: &str) -> Website {
    let shop = Shop { opina: opina.to_owned(), site: KEY.to_owned() };
    let posthog = posthog.to_owned();
    Website::open(move |routes| {
        for product in [Product::Opina, Product::PostHog, Product::Nobody] {
            for row in Row::ALL {
                let tag = tag(product, row, &shop.opina, &posthog);
                let page = move |path: web::Path<(u64, bool)>| {
                    let (wait, busy) = path.into_inner();
                    let html = page(View { product, row, wait, busy }, &tag);
                    ready(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html))
                };
                let path = format!("/{}/{}/{{wait}}/{{busy}}", product.name(), row.name());
                routes.route(&path, web::get().to(page));
            }
        }
        shop.serve(routes);
    })
}

/// The product's script tag, as its maker has it pasted, but for saying when it is ready.
fn tag(product: Product, row: Row, opina: &str, posthog: &str) -> String {
    match product {
        Product::Opina => {
            let source = format!("{opina}/w/{KEY}.js");
            format!("<script async data-shadow=open src='{source}' onload='watch.ready()'></script>")
        }
        Product::PostHog => {
            let project = if row == Row::Load { posthog::AT_ONCE } else { posthog::WAITING };
            let start = format!("posthog.init('{project}', {})", posthog::options(posthog));
            let source = format!("{posthog}/array/{project}/array.js");
            // Ready is when the surveys are there.
            format!(
                "<script>const begin = () => {{ {start}; posthog.onSurveysLoaded(watch.ready) }}</script>\
                 <script async src='{source}' onload='begin()'></script>"
            )
        }
        Product::Nobody => "<script>watch.ready()</script>".to_owned(),
    }
}

fn page(view: View, tag: &str) -> String {
    let (control, trigger) = view.product.survey(view.row);
    let trigger = trigger.map_or("null".to_owned(), |call| format!("() => {call}"));
    let (control, wait, busy) = (json!(control), view.wait, view.busy);
    let head = format!(
        "<head><script>{}\nwatch({{ trigger: {trigger}, control: {control}, wait: {wait}, busy: {busy} }})</script>",
        include_str!("watch.js")
    );
    let pasted = "<script async src=\"{{opina}}/w/{{site}}.js\"></script>";
    let checkout = include_str!("../../../examples/shop/checkout.html");
    assert!(checkout.contains(pasted), "the checkout has Opina's tag");
    checkout.replacen("<head>", &head, 1).replace(pasted, tag)
}

/// Opina's surveys, which ask what PostHog's asks: the first waits for [`EVENT`], the second opens with the page.
pub fn surveys() -> [Definition; 2] {
    let rules = |pages: Value, triggers: Value| {
        json!({
            "include": pages, "exclude": [], "triggers": triggers, "delay": 0, "chance": 1.0,
            "again": { "answered": null, "dismissed": 90 },
        })
    };
    [
        define(&rules(json!(["/opina/event/*", "/opina/api/*"]), json!([{ "event": EVENT }]))),
        define(&rules(json!(["/opina/load/*"]), json!([]))),
    ]
}

fn define(targeting: &Value) -> Definition {
    let english = |text: &str| json!({ "en": text });
    let questions = json!([
        {
            "id": "score", "title": english(RECOMMEND), "required": true,
            "kind": { "type": "nps", "low": english(LOW), "high": english(HIGH) },
        },
        {
            "id": "comment", "title": english(COMMENT), "required": false,
            "kind": { "type": "text", "placeholder": english(""), "most": 500 },
        },
    ]);
    let definition = json!({
        "languages": ["en"],
        "survey": { "questions": questions, "thanks": english(THANKS) },
        "targeting": targeting,
        "appearance": { "display": "popover", "place": "bottom_end" },
    });
    serde_json::from_value(definition).expect("a valid survey")
}

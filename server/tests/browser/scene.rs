//! What a story begins with: the shop, an Opina that trusts it, and the surveys it asks.

use crate::{opina::Opina, stored, surveys, website::Website};
use serde_json::json;
use server::{
    clock,
    db::{journey, sites, surveys as rows, touchpoints},
};
use shared::definition::Definition;
use uuid::Uuid;

/// The shop's public key.
pub const KEY: &str = "lumen";

/// A shop and the Opina it asks.
pub struct Scene {
    /// The server.
    pub opina: Opina,
    /// The shop.
    pub shop: Website,
    /// The shop's site.
    pub site: i64,
    /// Its surveys, as given.
    pub surveys: Vec<Asked>,
}

/// A published survey.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Its id.
    pub survey: i64,
    /// Where its answers count.
    pub touchpoint: i64,
}

impl Scene {
    /// The shop asks [`surveys::checkout`].
    pub fn checkout() -> Self {
        Self::with(&[surveys::checkout()])
    }

    /// The shop asks these.
    pub fn with(asked: &[Definition]) -> Self {
        Self::on(Opina::new(), asked, |opina| Website::shop(opina, KEY))
    }

    /// The website asks these through this Opina, which is started once everything is in its database.
    pub fn on(opina: Opina, asked: &[Definition], website: impl Fn(&str) -> Website) -> Self {
        let shop = website(&opina.address());
        let mut scene = Self { opina, shop, site: 0, surveys: Vec::new() };
        scene.seed(asked);
        scene.opina.start();
        scene
    }

    fn seed(&mut self, asked: &[Definition]) {
        let connection = &mut self.opina.connection();
        let site = sites::NewSite {
            key: KEY.to_owned(),
            name: "Lumen".to_owned(),
            origins: vec![self.shop.address().to_owned()],
            time_zone: "Europe/Madrid".to_owned(),
            demo: false,
            created_at: clock::now(),
        };
        self.site = sites::insert(connection, &site).expect("the site is new");
        journey::lay_out(connection, self.site, &["Act", "Recommend", "Get help"], &["Website"])
            .expect("the map is new");
        let map = journey::map(connection, self.site).expect("there is a map");
        for (definition, (phase, name)) in
            asked.iter().zip(map.phases.iter().zip(["Checkout", "All in all", "Help pages"]))
        {
            let wanted = touchpoints::Wanted {
                phase_id: phase.id,
                channel_id: map.channels[0].id,
                name: name.try_into().expect("a name"),
                moment_of_truth: false,
                target: None,
            };
            let touchpoint = touchpoints::add(connection, self.site, &wanted).expect("the cell is there");
            let touchpoint = touchpoint.expect("the cell is there");
            let survey = rows::insert(connection, self.site, touchpoint, name, definition, clock::now());
            let survey = survey.expect("the survey is new").expect("the touchpoint is there");
            rows::publish(connection, self.site, survey, 1, clock::now()).expect("the draft is there");
            self.surveys.push(Asked { survey, touchpoint });
        }
    }

    /// Answers the first survey's first question as another visitor, without a browser.
    pub fn answer(&self, score: u8) {
        let body = json!({
            "id": Uuid::now_v7().to_string(), "survey": self.surveys[0].survey, "version": 1, "sequence": 1,
            "complete": true, "answers": { "score": { "score": score } }, "language": "en", "path": "/checkout.html",
            "device": "desktop", "chance": 1.0, "elapsed": 9_000,
        });
        let request = ureq::post(self.opina.page(&format!("/w/{KEY}/responses"))).header("origin", self.shop.address());
        let reply = request.header("content-type", "text/plain").send(body.to_string());
        assert_eq!(reply.map(|reply| reply.status().as_u16()).ok(), Some(201));
    }

    /// Nobody is asked the first survey any more, as soon as the server looks.
    pub fn pause(&self) {
        let paused = rows::set_paused(&mut self.opina.connection(), self.site, self.surveys[0].survey, true);
        assert!(paused.expect("the survey can be paused"));
    }

    /// The path of the first survey's own page.
    pub fn link(&self) -> String {
        let survey = rows::one(&mut self.opina.connection(), self.site, self.surveys[0].survey);
        format!("/s/{}", survey.expect("the survey can be read").expect("the survey is there").slug)
    }

    /// The responses stored for the shop.
    pub fn responses(&self) -> Vec<stored::Response> {
        stored::responses(&mut self.opina.connection(), self.site)
    }

    /// What was counted of the shop's surveys.
    pub fn funnel(&self) -> stored::Funnel {
        stored::funnel(&mut self.opina.connection(), self.site)
    }
}

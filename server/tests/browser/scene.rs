//! What a story begins with: the shop, an Opina that trusts it, and the surveys it asks.

use crate::{opina::Opina, process::await_some, stored, surveys, website::Website};
use serde_json::json;
use server::{
    clock,
    db::{journey, sites, surveys as rows, touchpoints},
};
use shared::{definition::Definition, targeting::Budget};
use std::collections::BTreeMap;
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

    /// A plain page on every path asks these, see [`Website::plain`].
    pub fn plain(asked: &[Definition]) -> Self {
        Self::on(Opina::new(), asked, |opina| Website::plain(opina, KEY))
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
        let names = ["Checkout", "All in all", "Help pages"].map(str::to_owned).into_iter();
        let names = names.chain((4..).map(|number| format!("Place {number}")));
        for (definition, (phase, name)) in asked.iter().zip(map.phases.iter().cycle().zip(names)) {
            let name = name.as_str();
            let cell = journey::Cell { phase_id: phase.id, channel_id: map.channels[0].id };
            let wanted = touchpoints::Wanted::new(cell, name.try_into().expect("a name"));
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

    /// The same, waiting until there are so many.
    pub fn wait_for_responses(&self, how_many: usize) -> Vec<stored::Response> {
        let stored = await_some(|| Some(self.responses()).filter(|stored| stored.len() >= how_many));
        stored.unwrap_or_else(|| panic!("stored are only {:?}", self.responses()))
    }

    /// At most so many surveys in so many days, for every visitor. Known as soon as Opina starts again.
    pub fn set_budget(&mut self, budget: Budget) {
        self.opina.kill();
        let set = sites::set_budget(&mut self.opina.connection(), self.site, Some(budget));
        set.expect("the site is there");
        self.opina.start();
    }

    /// How often each gate held back each survey, by the survey's place in [`Self::surveys`].
    pub fn gates(&self) -> BTreeMap<(usize, String), i64> {
        let gates = stored::gates(&mut self.opina.connection(), self.site).into_iter();
        let place = |id: i64| self.surveys.iter().position(|asked| asked.survey == id).expect("one of the scene's");
        gates.map(|((id, gate), n)| ((place(id), gate), n)).collect()
    }

    /// What was counted of the shop's surveys.
    pub fn funnel(&self) -> stored::Funnel {
        stored::funnel(&mut self.opina.connection(), self.site)
    }
}

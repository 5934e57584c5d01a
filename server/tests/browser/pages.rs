//! Every page of the console, from its table of routes, with an address that leads to it. A page that is added is in it too,
//! or whoever walks through them is told what is missing to find it.

use actix_web::http::Method;
use diesel::prelude::*;
use serde_json::json;
use server::{
    access::Role,
    bearer::Scope,
    clock,
    db::{
        admins,
        api_keys::{self, NewKey},
        comments::Key,
        connection::AnyConnection,
        invitations::{self, NewInvitation},
        schema::comment,
        segments,
        shares::{self, NewShare},
        sites, surveys,
    },
    filter::Filter,
    routes::{self, table::Caller},
    session::Token,
    share::{Redaction, SharedPage},
};
use shared::definition::Definition;
use uuid::Uuid;

/// What the console answers that is no page.
const NO_PAGES: [&str; 13] = [
    "/",
    "/language",
    "/static/{name}",
    "/sites/{site}/live",
    "/sites/{site}/journey.svg",
    "/sites/{site}/look.css",
    "/sites/{site}/responses.csv",
    "/sites/{site}/responses.jsonl",
    "/sites/{site}/touchpoints/{touchpoint}/responses.csv",
    "/sites/{site}/touchpoints/{touchpoint}/responses.jsonl",
    "/sites/{site}/comments.csv",
    "/sites/{site}/comments.jsonl",
    "/sites/{site}/exports/{export}",
];

/// The patterns of the pages, with who may open them.
pub fn all() -> Vec<(&'static str, Caller)> {
    let all = routes::all();
    let answered: Vec<&str> = all.iter().map(|route| route.path).collect();
    assert!(NO_PAGES.iter().all(|path| answered.contains(path)), "of {NO_PAGES:?} some are answered no more");
    let of_console = |caller| !matches!(caller, Caller::Visitor | Caller::Program);
    let pages = all.iter().filter(|route| route.method == Method::GET && of_console(route.caller));
    pages.filter(|route| !NO_PAGES.contains(&route.path)).map(|route| (route.path, route.caller)).collect()
}

/// What addresses name.
pub struct Rows {
    /// The site's key.
    pub site: String,
    survey: i64,
    touchpoint: i64,
    /// The survey's first question.
    question: String,
    comment: Key,
    invitation: Token,
    share: Token,
}

impl Rows {
    /// Of the demo, with what it lacks: a segment, a key, a survey that is being changed, and an invitation and a link by the
    /// admin with this address.
    pub fn of(connection: &mut AnyConnection, email: &str) -> Self {
        let (site, now) = (sites::all(connection).expect("sites").remove(0), clock::now());
        let name = "Phones in Spanish".try_into().expect("a name");
        let filter = Filter::read("device=phone&language=es").expect("a filter");
        assert!(segments::add(connection, site.id, &name, &filter, now).expect("a segment"));
        let (name, token_hash, hint) = ("Reports".to_owned(), vec![1], "opina_".to_owned());
        let new = NewKey { site_id: site.id, name, scope: Scope::Read, token_hash, hint, created_at: now };
        api_keys::insert(connection, &new).expect("a key");
        let (response, comment, touchpoint, survey): (Vec<u8>, String, i64, i64) = comment::table
            .filter(comment::status.eq("working"))
            .order(comment::received_at.desc())
            .select((comment::response_id, comment::question, comment::touchpoint_id, comment::survey_id))
            .first(connection)
            .expect("the team works on a comment");
        let response = Uuid::from_slice(&response).expect("an id");
        Self {
            question: change(connection, site.id, survey),
            invitation: invite(connection, (site.id, email), now),
            share: share(connection, (site.id, email), touchpoint, now),
            comment: Key { response, question: comment },
            site: site.key,
            survey,
            touchpoint,
        }
    }

    /// The address of a page.
    pub fn address(&self, pattern: &str) -> String {
        let parts = pattern.split('/').map(|part| match part {
            "{site}" => self.site.clone(),
            "{survey}" => self.survey.to_string(),
            "{touchpoint}" => self.touchpoint.to_string(),
            "{version}" => "1".to_owned(),
            "{response}" => self.comment.response.to_string(),
            "{question}" if pattern.contains("/comments/") => self.comment.question.clone(),
            "{question}" => self.question.clone(),
            "{token}" if pattern.starts_with("/shared/") => self.share.as_str().to_owned(),
            "{token}" => self.invitation.as_str().to_owned(),
            unknown => {
                assert!(!unknown.contains('{'), "say here what {unknown} is in {pattern}");
                unknown.to_owned()
            }
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Publishes a survey with hidden fields, changes its draft once more and gives its first question's id.
fn change(connection: &mut AnyConnection, site_id: i64, id: i64) -> String {
    let survey = surveys::one(connection, site_id, id).expect("surveys").expect("the survey");
    let mut draft = serde_json::to_value(&survey.draft).expect("a definition is JSON");
    draft["survey"]["fields"] = json!(["plan", "kind_of_customer"]);
    let save = |connection: &mut AnyConnection, draft: &serde_json::Value, revision| {
        let draft: Definition = serde_json::from_value(draft.clone()).expect("a definition");
        surveys::save(connection, site_id, id, revision, &survey.name, &draft).expect("the draft is saved");
    };
    save(connection, &draft, survey.revision);
    draft["survey"]["thanks"]["en"] = json!("Thank you! We read every answer.");
    draft["targeting"]["chance"] = json!(0.5);
    surveys::publish(connection, site_id, id, survey.revision + 1, clock::now()).expect("a version");
    save(connection, &draft, survey.revision + 1);
    survey.draft.survey().questions()[0].id.to_string()
}

/// A link to a touchpoint's page.
fn share(connection: &mut AnyConnection, (site_id, by): (i64, &str), touchpoint: i64, now: i64) -> Token {
    let admin = admins::by_email(connection, by).expect("admins").expect("the admin");
    let token = Token::random();
    let new = NewShare {
        site_id,
        name: "For the board".to_owned(),
        token_hash: token.hash(),
        page: SharedPage::Touchpoint(touchpoint),
        query: "days=90".to_owned(),
        redaction: Redaction::default(),
        admin_id: admin.id,
        created_at: now,
        expires_at: None,
    };
    assert!(shares::insert(connection, &new).expect("a link"));
    token
}

fn invite(connection: &mut AnyConnection, (site_id, by): (i64, &str), now: i64) -> Token {
    let admin = admins::by_email(connection, by).expect("admins").expect("the admin");
    let (token, email) = (Token::random(), "vera@example.com".to_owned());
    let (token_hash, expires_at) = (token.hash(), now + clock::HOUR);
    let new = NewInvitation { site_id, email, role: Role::Viewer, token_hash, admin_id: admin.id, expires_at };
    assert!(invitations::open(connection, &new, now).expect("an invitation"));
    token
}

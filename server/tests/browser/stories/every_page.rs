//! Every page in the console's table of routes, with a year of answers behind it: what it loads, how it looks, and that
//! everyone can use it. A page that is added is walked through too, or the walk says what it lacks to find it.

use crate::{
    browser::{Browser, DESKTOP, PHONE},
    opina::{EMAIL, Opina},
    scenario::Scenario,
    stories::entry::set_up_link,
};
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
use std::panic::{AssertUnwindSafe, catch_unwind};
use uuid::Uuid;

pub const SCENARIOS: &[Scenario] = &[("every page of the console can be seen and used by everyone", every_page)];

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

/// The page that stands in a frame of the survey editor.
const PREVIEW: &str = "/sites/{site}/surveys/{survey}/preview";

/// The languages of the console as visitors ask for them, and what is added to pictures' names.
const LANGUAGES: [(&str, &str, &str); 2] = [("en-US,en", "en", ""), ("es-ES,es", "es", "-es")];

/// The patterns of the pages, with who may open them.
fn pages() -> Vec<(&'static str, Caller)> {
    let all = routes::all();
    let answered: Vec<&str> = all.iter().map(|route| route.path).collect();
    assert!(NO_PAGES.iter().all(|path| answered.contains(path)), "of {NO_PAGES:?} some are answered no more");
    let of_console = |caller| !matches!(caller, Caller::Visitor | Caller::Program);
    let pages = all.iter().filter(|route| route.method == Method::GET && of_console(route.caller));
    pages.filter(|route| !NO_PAGES.contains(&route.path)).map(|route| (route.path, route.caller)).collect()
}

fn every_page(browser: &mut Browser) {
    let mut opina = Opina::new();
    opina.start();
    let mut failed = Vec::new();
    // What is wrong with one page does not hide what is wrong with the next.
    let mut look = |browser: &mut Browser, opina: &Opina, pattern: &'static str, address: &str| {
        let looked = catch_unwind(AssertUnwindSafe(|| look(browser, opina, pattern, address)));
        failed.extend(looked.is_err().then_some(pattern));
    };
    look(browser, &opina, "/setup", &set_up_link(&opina));
    opina.add_admin();
    opina.run(&["demo"], "");
    let rows = Rows::of(&mut opina.connection());
    let (door, inside): (Vec<_>, Vec<_>) = pages().into_iter().partition(|(_, caller)| *caller == Caller::Anyone);
    for (pattern, _) in door.into_iter().filter(|(pattern, _)| *pattern != "/setup") {
        look(browser, &opina, pattern, &opina.page(&rows.address(pattern)));
    }
    browser.speak(LANGUAGES[0].0);
    browser.sign_in(&opina);
    for (pattern, _) in inside {
        look(browser, &opina, pattern, &opina.page(&rows.address(pattern)));
    }
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}

/// Opens a page in each language and looks at it in every look. It is one document, nothing of which comes from elsewhere.
fn look(browser: &mut Browser, opina: &Opina, pattern: &str, address: &str) {
    for (accepted, tag, suffix) in LANGUAGES {
        browser.speak(accepted);
        browser.open(address);
        browser.wait_for("h1, main");
        // The preview speaks the survey's language.
        let speaks = browser.attribute("html", "lang");
        assert!(pattern == PREVIEW || speaks.as_deref() == Some(tag), "{pattern} speaks {speaks:?}");
        assert_alone(browser, opina, pattern);
        browser.look_at_page(&format!("{}{suffix}", name(pattern)));
        assert_menus_fit(browser, pattern);
        browser.assert_no_errors();
    }
}

/// What pictures of a page are called: `surveys-survey-reach`.
fn name(pattern: &str) -> String {
    let path = pattern.trim_start_matches("/sites/{site}").trim_start_matches('/');
    path.replace('/', "-").replace(['{', '}'], "")
}

/// The page came in one reply, and what it loaded besides are files of ours.
fn assert_alone(browser: &mut Browser, opina: &Opina, pattern: &str) {
    let came = browser.run(
        "const [page] = performance.getEntriesByType('navigation');
         const loaded = performance.getEntriesByType('resource');
         return [page.responseStatus, page.redirectCount, loaded.map(({ initiatorType, name }) => [initiatorType, name])]",
    );
    assert_eq!((&came[0], &came[1]), (&json!(200), &json!(0)), "{pattern}");
    let loaded = came[2].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(!loaded.is_empty(), "{pattern} has its sheet");
    for [how, address] in loaded.iter().map(|one| [&one[0], &one[1]].map(|part| part.as_str().unwrap_or_default())) {
        let path = address.strip_prefix(&opina.address());
        let path = path.unwrap_or_else(|| panic!("{pattern} loads {address} from elsewhere"));
        let is_file = path.starts_with("/static/") || path.ends_with("/look.css") || path.ends_with("/live");
        // A frame is a document of its own: the editor has one, which follows what is typed.
        let is_preview = path.ends_with("/preview") || pattern == PREVIEW && path.starts_with("/w/");
        assert!(is_file || is_preview, "{pattern} also asks for {address} ({how})");
    }
}

/// Every menu of the page, opened on a phone and on a desktop, stays within the window's width.
fn assert_menus_fit(browser: &mut Browser, pattern: &str) {
    for size in [PHONE, DESKTOP] {
        browser.resize(size);
        let wide = browser.run(
            "const wide = [];
             for (const menu of document.querySelectorAll('details.menu')) {
                 menu.open = true;
                 const { left, right } = menu.querySelector('.sheet').getBoundingClientRect();
                 const scrolls = document.documentElement.scrollWidth > innerWidth;
                 if (left < 0 || right > innerWidth || scrolls) wide.push([menu.innerText.slice(0, 40), left, right, scrolls]);
                 menu.open = false;
             }
             return wide",
        );
        assert_eq!(wide, json!([]), "{pattern} has menus that do not fit at {size:?}");
    }
}

/// What addresses name.
struct Rows {
    site: String,
    survey: i64,
    touchpoint: i64,
    /// The survey's first question.
    question: String,
    comment: Key,
    invitation: Token,
    share: Token,
}

impl Rows {
    /// Of the demo, with what it lacks: a segment, a key, an invitation, and a survey that is being changed.
    fn of(connection: &mut AnyConnection) -> Self {
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
            invitation: invite(connection, site.id, now),
            share: share(connection, site.id, touchpoint, now),
            comment: Key { response, question: comment },
            site: site.key,
            survey,
            touchpoint,
        }
    }

    fn address(&self, pattern: &str) -> String {
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
fn share(connection: &mut AnyConnection, site_id: i64, touchpoint: i64, now: i64) -> Token {
    let admin = admins::by_email(connection, EMAIL).expect("admins").expect("the admin");
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

fn invite(connection: &mut AnyConnection, site_id: i64, now: i64) -> Token {
    let admin = admins::by_email(connection, EMAIL).expect("admins").expect("the admin");
    let (token, email) = (Token::random(), "vera@example.com".to_owned());
    let (token_hash, expires_at) = (token.hash(), now + clock::HOUR);
    let new = NewInvitation { site_id, email, role: Role::Viewer, token_hash, admin_id: admin.id, expires_at };
    assert!(invitations::open(connection, &new, now).expect("an invitation"));
    token
}

//! Every route of the table, called by everybody: what the table says of who may call it holds, and nothing of another
//! site is ever found under one's own.

use crate::app::{Asked, Reply, Session, TestApp, on_both, publish_nps, site};
use actix_web::http::Method;
use diesel::prelude::*;
use server::{
    access::Role,
    bearer::Scope,
    db::{
        admins::{self, NewAdmin},
        api_keys::{self, NewKey},
        comments::Key,
        connection::AnyConnection,
        invitations::{self, NewInvitation},
        journey::{self, Axis},
        map_edit::{self, Direction, Edit},
        members,
        schema::{comment, response, rollup_funnel as funnel},
        segments,
        shares::{self, NewShare},
    },
    filter::Filter,
    routes::{self, table::Caller},
    share::{Redaction, SharedPage},
};
use uuid::Uuid;

/// A site with one row of everything that has an address.
struct Site {
    key: String,
    id: i64,
    asked: Asked,
    phase: i64,
    channel: i64,
    person: i64,
    invitation: i64,
    /// A change of the map that can be taken back.
    change: i64,
    comment: Key,
    segment: i64,
    api_key: i64,
    share: i64,
}

impl Site {
    fn new(connection: &mut AnyConnection, key: &str) -> Self {
        let id = site(connection, key);
        let asked = publish_nps(connection, id);
        let mut step = |axis| journey::steps(connection, axis, id).unwrap()[0].id;
        let (phase, channel) = (step(Axis::Phase), step(Axis::Channel));
        let (person, invitation) = people(connection, id, key);
        let api_key = api_key(connection, id, key);
        let undo = Edit::ShiftStep { axis: Axis::Phase, id: phase, direction: Direction::Later };
        let change = map_edit::remember(connection, id, &undo, 0).unwrap();
        let comment = comment(connection, id, &asked);
        let (name, filter) = ("Phones".try_into().unwrap(), Filter::read("device=phone").unwrap());
        assert!(segments::add(connection, id, &name, &filter, 0).unwrap());
        let segment = segments::all(connection, id).unwrap()[0].id;
        let share = share(connection, id, person, key);
        let key = key.to_owned();
        Self { key, id, asked, phase, channel, person, invitation, api_key, change, comment, segment, share }
    }

    /// The address of a route, with the rows of this site in it.
    fn address(&self, pattern: &str, key: &str) -> String {
        let parts = pattern.split('/').map(|part| match part {
            "{site}" => key.to_owned(),
            "{survey}" => self.asked.survey.to_string(),
            "{touchpoint}" => self.asked.touchpoint.to_string(),
            "{version}" => "1".to_owned(),
            "{axis}" => "phases".to_owned(),
            "{step}" => self.phase.to_string(),
            "{person}" => self.person.to_string(),
            "{change}" => self.change.to_string(),
            "{api_key}" => self.api_key.to_string(),
            "{invitation}" => self.invitation.to_string(),
            "{response}" => self.comment.response.to_string(),
            "{question}" => self.comment.question.clone(),
            "{token}" | "{session}" => "none".to_owned(),
            "{segment}" => self.segment.to_string(),
            "{share}" => self.share.to_string(),
            "{export}" => Uuid::nil().to_string(),
            "{name}" => "console.css".to_owned(),
            unknown => {
                assert!(!unknown.contains('{'), "say here what {unknown} is in {pattern}");
                unknown.to_owned()
            }
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// What is sent to this address, where it is read before the row in the address is looked for.
    fn form(&self, pattern: &str) -> Vec<(&'static str, String)> {
        let cell = || vec![("phase", self.phase.to_string()), ("channel", self.channel.to_string())];
        let named = |name: &str, more: Vec<(&'static str, String)>| [vec![("name", name.to_owned())], more].concat();
        let fields = |fields: &[(&'static str, &str)]| fields.iter().map(|(a, b)| (*a, (*b).to_owned())).collect();
        match pattern {
            "/sites/{site}/journey/{axis}" => named("Step", vec![]),
            "/sites/{site}/journey/start" => fields(&[("template", "aida")]),
            "/sites/{site}/journey/{axis}/{step}" | "/sites/{site}/journey/touchpoints/{touchpoint}" => {
                named("Step", fields(&[("change", "rename"), ("was", "Act")]))
            }
            "/sites/{site}/touchpoints" | "/sites/{site}/touchpoints/{touchpoint}" => {
                named("Cart", [cell(), fields(&[("target", "")])].concat())
            }
            "/sites/{site}/surveys" => {
                vec![("touchpoint", self.asked.touchpoint.to_string()), ("template", "nps".to_owned())]
            }
            "/sites/{site}/surveys/{survey}" => fields(&[("do", "save"), ("revision", "1"), ("language", "en")]),
            "/sites/{site}/surveys/{survey}/reach" => fields(&[("address", "")]),
            "/sites/{site}/comments" => {
                vec![("comment", self.comment.to_string()), ("do", "status".to_owned()), ("status", "seen".to_owned())]
            }
            "/sites/{site}/comments/undo" => vec![("batch", Uuid::now_v7().to_string())],
            "/sites/{site}/comments/{response}/{question}" => fields(&[
                ("query", ""),
                ("revision", "0"),
                ("status", "seen"),
                ("owner", ""),
                ("cause", ""),
                ("tags", ""),
                ("note", ""),
            ]),
            "/sites/{site}/comments/{response}/{question}/redact" => fields(&[("query", "")]),
            "/sites/{site}/surveys/{survey}/versions/{version}/restore" => fields(&[("revision", "1")]),
            "/sites/{site}/surveys/{survey}/versions/compare" => fields(&[("from", "1"), ("to", "1")]),
            "/sites/{site}/shares" => {
                let page = [("show", "touchpoint"), ("query", "days=30"), ("expiry", "30")];
                let question = format!("{}.score", self.asked.survey);
                let rows = vec![("of", self.asked.touchpoint.to_string()), ("leave_out", question)];
                named("Board", [fields(&page), rows].concat())
            }
            "/sites/{site}/segments" => named("Phones", fields(&[("filter", "device=phone")])),
            "/sites/{site}/segments/{segment}" => named("Phones", fields(&[("change", "rename")])),
            "/sites/{site}/settings" => {
                let days = [("time_zone", "UTC"), ("languages", ""), ("min_n", "5"), ("retention_days", "")];
                named("Shop", fields(&days))
            }
            // What is typed to be sure is not the name: the site is still needed.
            "/sites/{site}/remove" => named("Another", vec![]),
            "/sites/{site}/people/{person}" => fields(&[("role", "editor")]),
            "/sites/{site}/invitations" => fields(&[("email", "new@example.com"), ("role", "viewer")]),
            "/people/{person}" => fields(&[("change", "make_owner")]),
            "/sites/{site}/keys" => fields(&[("name", "Reports"), ("scope", "read")]),
            _ => Vec::new(),
        }
    }
}

/// A comment at a touchpoint where enough people answered for it to be read.
fn comment(connection: &mut AnyConnection, site_id: i64, asked: &Asked) -> Key {
    let key = Key { response: Uuid::now_v7(), question: "comment".to_owned() };
    let (id, touchpoint_id, survey_id) = (key.response.as_bytes().as_slice(), asked.touchpoint, asked.survey);
    diesel::insert_into(response::table)
        .values((
            (response::site_id.eq(site_id), response::id.eq(id), response::survey_id.eq(survey_id)),
            (response::version.eq(1), response::touchpoint_id.eq(touchpoint_id), response::received_at.eq(0)),
            (response::sequence.eq(1), response::complete.eq(true), response::fingerprint.eq(0)),
            (response::language.eq("en"), response::device.eq("desktop"), response::private.eq(false)),
            (response::chance.eq(1.0), response::elapsed.eq(0)),
        ))
        .execute(connection)
        .unwrap();
    diesel::insert_into(comment::table)
        .values((
            (comment::site_id.eq(site_id), comment::response_id.eq(id), comment::question.eq(&key.question)),
            (comment::touchpoint_id.eq(touchpoint_id), comment::survey_id.eq(survey_id), comment::received_at.eq(0)),
            (comment::language.eq("en"), comment::device.eq("desktop"), comment::text.eq("Words")),
        ))
        .execute(connection)
        .unwrap();
    diesel::insert_into(funnel::table)
        .values((
            (funnel::site_id.eq(site_id), funnel::touchpoint_id.eq(touchpoint_id), funnel::survey_id.eq(survey_id)),
            (funnel::hour.eq(0), funnel::shown.eq(10), funnel::dismissed.eq(0), funnel::started.eq(10)),
            (funnel::scored.eq(0), funnel::commented.eq(1), funnel::completed.eq(10)),
        ))
        .execute(connection)
        .unwrap();
    key
}

fn api_key(connection: &mut AnyConnection, site_id: i64, key: &str) -> i64 {
    let (name, token_hash, hint) = ("Reports".to_owned(), key.as_bytes().to_vec(), "opina_".to_owned());
    let new = NewKey { site_id, name, scope: Scope::Read, token_hash, hint, created_at: 0 };
    api_keys::insert(connection, &new).unwrap();
    api_keys::of_site(connection, site_id).unwrap()[0].id
}

fn share(connection: &mut AnyConnection, site_id: i64, admin_id: i64, key: &str) -> i64 {
    let new = NewShare {
        site_id,
        name: "Board".to_owned(),
        token_hash: key.as_bytes().to_vec(),
        page: SharedPage::Overview,
        query: String::new(),
        redaction: Redaction::default(),
        admin_id,
        created_at: 0,
        expires_at: None,
    };
    assert!(shares::insert(connection, &new).unwrap());
    shares::of_site(connection, site_id, 0).unwrap()[0].id
}

/// A viewer of a site, and an invitation to it.
fn people(connection: &mut AnyConnection, site_id: i64, key: &str) -> (i64, i64) {
    let email = format!("somebody@{key}.example.com");
    let new = NewAdmin { email: email.clone(), password_hash: String::new(), owner: false, created_at: 0 };
    let admin_id = admins::insert(connection, &new).unwrap();
    members::set(connection, site_id, admin_id, Role::Viewer).unwrap();
    let (token_hash, expires_at) = (email.as_bytes().to_vec(), i64::MAX);
    let email = format!("invited@{key}.example.com");
    let new = NewInvitation { site_id, email, role: Role::Viewer, token_hash, admin_id, expires_at };
    assert!(invitations::open(connection, &new, 0).unwrap());
    (admin_id, invitations::of_site(connection, site_id, 0).unwrap()[0].id)
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Nobody,
    /// An owner, but of another site.
    Elsewhere,
    Member(Role),
    Organisation,
}

const EVERYBODY: [Who; 6] = [
    Who::Nobody,
    Who::Elsewhere,
    Who::Member(Role::Viewer),
    Who::Member(Role::Editor),
    Who::Member(Role::Owner),
    Who::Organisation,
];

/// How far a call gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// The page for signing in, or word that one is signed out.
    Door,
    /// As if there were no such site.
    Nothing,
    /// A page that says what is lacking.
    Refusal,
    /// The handler, whatever it made of the form.
    Handler,
}

impl Reached {
    fn of(reply: &Reply) -> Self {
        match (reply.status, reply.header("location")) {
            (303, Some("/sign-in")) | (401, _) => Self::Door,
            (404, _) => Self::Nothing,
            (403, _) => Self::Refusal,
            _ => Self::Handler,
        }
    }

    fn expected(caller: Caller, who: Who, is_get: bool) -> Self {
        match (caller, who) {
            (Caller::Visitor | Caller::Program | Caller::Anyone, _) => Self::Handler,
            (_, Who::Nobody) => Self::Door,
            (Caller::Admin, _) | (_, Who::Organisation) => Self::Handler,
            (Caller::OrganisationOwner, _) => Self::Refusal,
            (Caller::Member | Caller::Editor | Caller::SiteOwner, Who::Elsewhere) => Self::Nothing,
            (Caller::Member, Who::Member(role)) if is_get || role >= Role::Editor => Self::Handler,
            (Caller::Editor, Who::Member(role)) if role >= Role::Editor => Self::Handler,
            (Caller::SiteOwner, Who::Member(Role::Owner)) => Self::Handler,
            (Caller::Member | Caller::Editor | Caller::SiteOwner, Who::Member(_)) => Self::Refusal,
        }
    }
}

/// The session of somebody new. `None` for nobody.
fn session(app: &TestApp, who: Who, site: &Site, elsewhere: i64) -> Option<Session> {
    let email = format!("{}@example.com", uuid::Uuid::now_v7());
    match who {
        Who::Nobody => None,
        Who::Elsewhere => Some(app.admin(&email, &[(elsewhere, Role::Owner)])),
        Who::Member(role) => Some(app.admin(&email, &[(site.id, role)])),
        Who::Organisation => Some(app.admin(&email, &[])),
    }
}

fn query(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// Sends the fields as a form, or asks with them.
fn call(app: &TestApp, method: &Method, address: &str, form: &[(&str, String)]) -> Reply {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    match *method {
        Method::GET => app.get(&format!("{address}?{}", query(&form))),
        _ if app.is_signed_in() => app.submit(address, &form),
        _ => app.enter(address, &form),
    }
}

#[test]
fn everybody_gets_as_far_as_the_table_says() {
    on_both(|app| {
        let elsewhere = app.site("elsewhere");
        let connection = &mut app.connection();
        let mut fresh = || Site::new(connection, &uuid::Uuid::now_v7().to_string());
        let needs_a_session = |caller| !matches!(caller, Caller::Visitor | Caller::Program | Caller::Anyone);
        for route in routes::all().iter().filter(|route| needs_a_session(route.caller)) {
            let (site, is_get) = (fresh(), route.method == Method::GET);
            for who in EVERYBODY {
                let expected = Reached::expected(route.caller, who, is_get);
                // Whoever gets in may change what the next would look for.
                let site = if is_get || expected != Reached::Handler { &site } else { &fresh() };
                let address = site.address(route.path, &site.key);
                app.swap(session(app, who, site, elsewhere));
                let reply = call(app, &route.method, &address, &site.form(route.path));
                let (what, reached) = (format!("{} {} as {who:?}", route.method, route.path), Reached::of(&reply));
                match (route.caller, expected) {
                    // Signing out leads to the door too, and the invitation is to nobody here.
                    (Caller::Admin, Reached::Handler) => assert_ne!(reply.status, 401, "{what}"),
                    _ => assert_eq!(reached, expected, "{what}: {}", reply.status),
                }
                if expected == Reached::Nothing {
                    let nowhere = site.address(route.path, "no-such-site");
                    let unknown = call(app, &route.method, &nowhere, &[]);
                    assert_eq!(reply.body, unknown.body, "{address} tells that there is such a site");
                }
            }
        }
    });
}

#[test]
fn the_table_says_of_each_address_of_a_site_that_it_is_for_its_members() {
    for route in routes::all() {
        let is_of_site = matches!(route.caller, Caller::Member | Caller::Editor | Caller::SiteOwner);
        assert_eq!(is_of_site, route.path.starts_with("/sites/{site}"), "{} {:?}", route.path, route.caller);
    }
}

/// What leads elsewhere on a page: the paths of its links.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let addresses = page.split("<a ").skip(1).filter_map(|tag| tag.split('>').next()?.split("href=\"").nth(1));
    addresses.filter_map(|address| address.split(['"', '?', '#']).next())
}

/// The buttons of a page that change something, as far as they can be pushed: with signing out left aside.
fn buttons(page: &str) -> Vec<&str> {
    let forms = page.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap_or_default());
    let forms = forms.filter(|form| form.contains("method=\"post\"") && !form.contains("action=\"/sign-out\""));
    let sent = forms.flat_map(|form| {
        let (before, disabled) = form.split_once("<fieldset disabled").unwrap_or((form, ""));
        [before, disabled.rsplit_once("</fieldset>").map_or("", |(_, after)| after)]
    });
    let within = sent.flat_map(|part| part.split("<button").skip(1));
    let from_elsewhere = page.split("<button").skip(1).filter(|tag| tag.split('>').any(|tag| tag.contains(" form=")));
    within.chain(from_elsewhere).filter_map(|tag| tag.split("</button>").next()).collect()
}

fn fits(pattern: &str, path: &str) -> bool {
    let parts = || pattern.split('/').zip(path.split('/'));
    pattern.split('/').count() == path.split('/').count() && parts().all(|(a, b)| a == b || a.starts_with('{'))
}

/// How addresses end at which there is no page: a stream, files, and how far one is.
const NO_PAGES: [&str; 4] = ["/live", ".csv", ".jsonl", "/exports/{export}"];

#[test]
fn a_viewer_is_offered_nothing_that_is_refused() {
    on_both(|app| {
        let site = Site::new(&mut app.connection(), "shop");
        let viewer = app.admin("vera@example.com", &[(site.id, Role::Viewer)]);
        let editor = app.admin("eva@example.com", &[(site.id, Role::Editor)]);
        let all = routes::all();
        let pages = || all.iter().filter(|route| route.method == Method::GET);
        let refused = |path: &str| {
            let callers = [Caller::Editor, Caller::SiteOwner, Caller::OrganisationOwner];
            pages().find(|route| callers.contains(&route.caller) && fits(route.path, path)).map(|route| route.path)
        };
        let mut offered = (0, 0);
        let is_page = |path: &str| !NO_PAGES.iter().any(|end| path.ends_with(end));
        for route in pages().filter(|route| route.caller == Caller::Member && is_page(route.path)) {
            let address = site.address(route.path, &site.key);
            let [theirs, ours] = [&viewer, &editor].map(|who| app.acting(who, || app.get(&address)));
            assert_eq!((theirs.status, ours.status), (200, 200), "{address}");
            for link in links(&theirs.body) {
                assert_eq!(refused(link), None, "{address} leads to {link}");
            }
            assert_eq!(buttons(&theirs.body), Vec::<&str>::new(), "{address}");
            offered.0 += links(&ours.body).filter(|link| refused(link).is_some()).count();
            offered.1 += buttons(&ours.body).len();
        }
        assert!(offered.0 > 5 && offered.1 > 10, "an editor is offered too little to tell: {offered:?}");
    });
}

#[test]
fn rows_of_another_site_are_not_found_under_ones_own() {
    on_both(|app| {
        let connection = &mut app.connection();
        let (own, other) = (Site::new(connection, "own"), Site::new(connection, "other"));
        let owner = app.admin("owner@example.com", &[(own.id, Role::Owner)]);
        for route in routes::all().into_iter().filter(|route| route.path.starts_with("/sites/{site}")) {
            let address = other.address(route.path, &own.key);
            let names_a_row = address != own.address(route.path, &own.key);
            if names_a_row {
                let reply = app.acting(&owner, || call(app, &route.method, &address, &own.form(route.path)));
                assert_eq!(reply.status, 404, "{} {address}: {}", route.method, reply.body);
            }
        }
        // Rows that a form names instead of the address.
        for path in [
            "/sites/{site}/touchpoints",
            "/sites/{site}/surveys",
            "/sites/{site}/touchpoints/{touchpoint}",
            "/sites/{site}/shares",
        ] {
            let address = own.address(path, &own.key);
            let reply = app.acting(&owner, || call(app, &Method::POST, &address, &other.form(path)));
            assert_eq!(reply.status, 404, "{address}: {}", reply.body);
        }
    });
}

#[test]
fn visitors_are_never_told_apart_by_a_cookie() {
    on_both(|app| {
        let site = Site::new(&mut app.connection(), "shop");
        let owner = app.admin("owner@example.com", &[(site.id, Role::Owner)]);
        for route in routes::all().into_iter().filter(|route| route.caller == Caller::Visitor) {
            let address = route
                .path
                .replace("{key}", "shop")
                .replace("{slug}", &site.asked.slug)
                .replace("{survey}", &site.asked.survey.to_string())
                .replace("{version}", "1")
                .replace("{language}", "en")
                .replace("{token}", "none")
                .replace("{script:[a-z]+\\.js}", "host.js");
            assert!(!address.contains('{'), "say here what the parts of {} are", route.path);
            let ask = || if route.method == Method::GET { app.get(&address) } else { app.submit(&address, &[]) };
            let signed_in = app.acting(&owner, ask);
            assert_eq!(signed_in.header("set-cookie"), None, "{address}");
            assert_eq!(signed_in.header("access-control-allow-credentials"), None, "{address}");
            let stranger = app.admin(&format!("{}@example.com", uuid::Uuid::now_v7()), &[(site.id, Role::Viewer)]);
            let other = app.acting(&stranger, ask);
            assert_eq!(signed_in.status, other.status, "{address}");
        }
    });
}

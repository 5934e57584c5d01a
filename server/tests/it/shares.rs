//! Links that show one page of results to whoever has them: what they show, what they keep back, and how they end.

use crate::{
    app::{Asked, Reply, TestApp, on_both, on_both_alone},
    kinds::every_kind,
};
use diesel::prelude::*;
use serde_json::{Value, json};
use server::{
    access::Role,
    clock,
    db::{
        admins,
        schema::share_link,
        shares::{self, NewShare},
    },
    session::Token,
    share::{Redaction, SharedPage},
};
use uuid::Uuid;

fn send(app: &TestApp, asked: &Asked, device: &str, answers: &Value) {
    let body = json!({
        "id": Uuid::now_v7(), "survey": asked.survey, "version": 1, "sequence": 1, "complete": true, "answers": answers,
        "language": "en", "path": "/checkout", "device": device, "chance": 1, "elapsed": 9000
    });
    let sent = app.post("/w/shop/responses", &body);
    assert_eq!(sent.status, 201, "{body}: {}", sent.body);
}

/// Forty visitors, half of them on phones, who answer, choose and say something.
fn visitors(app: &TestApp, asked: &Asked) {
    for n in 0..40_u8 {
        let chosen = ["price", "speed"][usize::from(n % 2)];
        let answers = json!({
            "nps": { "score": if n % 4 < 3 { 10 } else { 0 } },
            "csat": { "score": 4 + n % 2 },
            "one": { "chosen": { "options": [chosen] } },
            "many": { "chosen": { "options": ["a", "b"], "other": "Quuxly words" } },
            "comment": { "text": "Zarquonia was here" }
        });
        send(app, asked, if n < 20 { "phone" } else { "desktop" }, &answers);
    }
}

/// Makes a link as whoever is signed in and gives its path.
fn share(app: &TestApp, page: SharedPage, query: &str, leave_out: &[String]) -> String {
    let object = page.object().map(|id| id.to_string()).unwrap_or_default();
    let fields =
        [("show", page.kind()), ("of", &object), ("query", query), ("name", "For the board"), ("expiry", "30")];
    let left_out = leave_out.iter().map(|question| ("leave_out", question.as_str()));
    let made = app.submit("/sites/shop/shares", &fields.into_iter().chain(left_out).collect::<Vec<_>>());
    assert_eq!((made.status, made.header("cache-control")), (200, Some("no-store")), "{}", made.body);
    let link = made.body.split("id=\"link-made\" class=\"wrap\">").nth(1).and_then(|rest| rest.split('<').next());
    let link = link.expect("the link is shown").to_owned();
    link.strip_prefix(app.base.as_str()).unwrap_or_else(|| panic!("{link} leads here")).to_owned()
}

/// Opens a link as somebody who never signed in.
fn open(app: &TestApp, path: &str) -> Reply {
    app.get_with(path, &[])
}

/// What a page says, whenever it is opened.
fn told(reply: &Reply) -> String {
    let lines = reply.body.lines().filter(|line| !line.contains("class=\"on-paper\""));
    lines.map(|line| line.replace("1 min ago", "just now")).collect()
}

fn pages(asked: &Asked) -> [SharedPage; 4] {
    use SharedPage::{Journey, Overview, Survey, Touchpoint};
    [Overview, Journey, Touchpoint(asked.touchpoint), Survey(asked.survey)]
}

#[test]
fn whoever_has_a_link_sees_its_page_and_nothing_leads_on() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &every_kind());
        visitors(app, &asked);
        for page in pages(&asked) {
            let path = share(app, page, "days=90&device=phone", &[]);
            let reply = open(app, &path);
            assert_eq!(reply.status, 200, "{page:?}: {}", reply.body);
            assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
            assert_eq!(reply.header("x-robots-tag"), Some("noindex, nofollow"));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
            assert_eq!(reply.header("set-cookie"), None);
            for expected in ["shop", "Last 90 days", "+50", "noindex"] {
                assert!(reply.body.contains(expected), "{page:?} lacks {expected}: {}", reply.body);
            }
            if page != SharedPage::Journey {
                assert!(reply.body.contains("device: phone"), "{page:?}: {}", reply.body);
                assert!(reply.body.contains("20 responses"), "{page:?}: {}", reply.body);
            }
            let console =
                ["/sites/", "<form", "csrf", "ana@example.com", "/sign-out", "/account", "/language", "<script"];
            for never in console {
                assert!(!reply.body.contains(never), "{page:?} has {never}: {}", reply.body);
            }
            // What is asked for on top of the link changes nothing, and nobody's session counts.
            for more in ["?days=7", "?device=desktop&metric=csat", "?show=survey&of=1&leave_out="] {
                assert_eq!(told(&open(app, &format!("{path}{more}"))), told(&reply), "{more}");
            }
            assert_eq!(told(&app.get(&path)), told(&reply));
            for below in ["/responses.csv", "/questions/nps", "/export", "/responses"] {
                assert_eq!(open(app, &format!("{path}{below}")).status, 404, "{below}");
            }
        }
    });
}

#[test]
fn a_question_that_is_left_out_is_nowhere_on_any_page() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &every_kind());
        visitors(app, &asked);
        let all = |questions: &[&str]| -> Vec<String> {
            questions.iter().map(|question| format!("{}.{question}", asked.survey)).collect()
        };
        for query in ["days=30", "days=30&device=phone&device=desktop", "days=30&metric=nps"] {
            for page in pages(&asked) {
                let open_page = |left_out: &[String]| {
                    let reply = open(app, &share(app, page, query, left_out));
                    assert_eq!(reply.status, 200, "{page:?}: {}", reply.body);
                    reply.body
                };
                let whole = open_page(&[]);
                assert!(whole.contains("+50"), "{page:?}?{query} shows the score: {whole}");
                let without = open_page(&all(&["nps", "comment", "many"]));
                // Neither the figure nor the points beside comments, nor any words, nor how many gave them.
                for never in ["+50", "Zarquonia", "Quuxly", "About nps", "About comment", "About many", ">10</span>"] {
                    assert!(!without.contains(never), "{page:?}?{query} has {never}: {without}");
                }
                assert!(!without.contains("Commented"), "{page:?}?{query}: {without}");
                if page != SharedPage::Journey {
                    assert!(without.contains("40 responses"), "{page:?}?{query}: {without}");
                }
            }
        }
        // What is not left out is told as before.
        let survey =
            open(app, &share(app, SharedPage::Survey(asked.survey), "days=30", &all(&["nps", "comment"]))).body;
        assert!(
            survey.contains("About csat") && survey.contains("The price") && survey.contains("About many"),
            "{survey}"
        );
        let overview = open(app, &share(app, SharedPage::Overview, "days=30", &all(&["nps", "comment"]))).body;
        assert!(overview.contains("Quuxly words") && !overview.contains("Zarquonia"), "{overview}");
        let csat = open(app, &share(app, SharedPage::Touchpoint(asked.touchpoint), "days=30", &all(&["nps"]))).body;
        assert!(
            csat.contains("<h2>CSAT</h2>") && csat.contains("Zarquonia") && !csat.contains("<h2>NPS</h2>"),
            "{csat}"
        );
    });
}

#[test]
fn a_link_that_leads_nowhere_does_not_say_why() {
    on_both(|app| {
        app.sign_in();
        let site = app.site("shop");
        let asked = app.ask(site);
        let revoked = share(app, SharedPage::Touchpoint(asked.touchpoint), "days=30", &[]);
        assert_eq!(open(app, &revoked).status, 200);
        // Behind it, since who makes a link sweeps those that are over.
        let now = clock::now();
        let over = Token::random();
        let admin_id =
            admins::by_email(&mut app.connection(), "ana@example.com").expect("read").expect("she is there").id;
        let new = NewShare {
            site_id: site,
            name: "Over".to_owned(),
            token_hash: over.hash(),
            page: SharedPage::Overview,
            query: "days=30".to_owned(),
            redaction: Redaction::default(),
            admin_id,
            created_at: now - 2,
            expires_at: Some(now - 1),
        };
        assert!(shares::insert(&mut app.connection(), &new).expect("stored"));
        let listed = shares::of_site(&mut app.connection(), site, now).expect("the links");
        assert_eq!(listed.len(), 1, "one that is over is not listed");
        let take_back = format!("/sites/shop/shares/{}/revoke", listed[0].id);
        assert_eq!(app.submit(&take_back, &[]).status, 303);
        assert_eq!(app.submit(&take_back, &[]).status, 404);
        let gone = open(app, "/shared/nobody-made-this");
        assert_eq!(gone.status, 404);
        assert!(gone.body.contains("This link leads nowhere") && !gone.body.contains("href=\"/\""), "{}", gone.body);
        for path in [revoked, format!("/shared/{}", over.as_str()), "/shared/%00".to_owned()] {
            let reply = open(app, &path);
            assert_eq!((reply.status, &reply.body), (gone.status, &gone.body), "{path}");
            for header in ["referrer-policy", "x-robots-tag", "cache-control", "content-type"] {
                assert_eq!(reply.header(header), gone.header(header), "{path}");
            }
        }
        let spanish = app.get_with("/shared/none", &[("accept-language", "es")]).body;
        assert!(spanish.contains("Este enlace no lleva a ninguna parte"), "{spanish}");
    });
}

#[test]
fn the_team_sees_its_links_and_never_their_secrets() {
    on_both(|app| {
        let site = app.site("shop");
        let asked = app.ask(site);
        let editor = app.admin("eva@example.com", &[(site, Role::Editor)]);
        let viewer = app.admin("vera@example.com", &[(site, Role::Viewer)]);
        let owner = app.admin("owner@example.com", &[(site, Role::Owner)]);
        app.swap(Some(editor));
        assert!(app.get("/sites/shop/shares").body.contains("No page is shared."));
        let pages = [
            ("overview", "show=overview"),
            ("journey", "show=journey"),
            (&format!("touchpoints/{}", asked.touchpoint), &format!("show=touchpoint&#38;of={}", asked.touchpoint)),
            (&format!("surveys/{}/results", asked.survey), &format!("show=survey&#38;of={}", asked.survey)),
        ];
        for (page, shown) in pages {
            let link = format!("href=\"/sites/shop/shares?days=7&#38;{shown}\"");
            let html = app.get(&format!("/sites/shop/{page}?days=7")).body;
            assert!(html.contains(&link), "{page} leads to {link}: {html}");
            let html = app.acting(&viewer, || app.get(&format!("/sites/shop/{page}?days=7")).body);
            assert!(!html.contains("/shares?"), "a viewer shares nothing: {html}");
        }
        let form = app.get(&format!("/sites/shop/shares?days=7&show=survey&of={}", asked.survey)).body;
        let tick = |question: &str, ticked: &str| format!("value=\"{}.{question}\"{ticked}>", asked.survey);
        assert!(form.contains(&tick("score", "")) && form.contains(&tick("comment", " checked")), "{form}");
        for nothing in ["show=survey&of=999999", "show=touchpoint&of=999999", "show=touchpoint", "show=settings"] {
            assert_eq!(app.get(&format!("/sites/shop/shares?{nothing}")).status, 404, "{nothing}");
        }

        // The map knows no filter, so a link to it promises none.
        let map = share(app, SharedPage::Journey, "days=90&device=phone", &[]);
        let listed = app.get("/sites/shop/shares").body;
        assert!(listed.contains("Last 90 days") && !listed.contains("device: phone"), "{map}: {listed}");

        let left_out = [format!("{}.score", asked.survey)];
        let path = share(app, SharedPage::Overview, "days=7&device=phone", &left_out);
        let listed = app.get("/sites/shop/shares").body;
        let expected = [
            "For the board",
            "Overview",
            "Last 7 days · device: phone",
            "Without: How likely?",
            "by eva@example.com",
            "never opened",
        ];
        for text in expected {
            assert!(listed.contains(text), "{text}: {listed}");
        }
        open(app, &path);
        let listed = app.acting(&viewer, || app.get("/sites/shop/shares").body);
        assert!(listed.contains("last opened just now") && !listed.contains("/revoke"), "{listed}");
        let secret = path.strip_prefix("/shared/").expect("a secret");
        assert_eq!(secret.len(), 43, "256 bits");
        assert!(!listed.contains(secret));
        let rows: Vec<(String, Vec<u8>, String)> = share_link::table
            .order(share_link::id)
            .select((share_link::name, share_link::token_hash, share_link::query))
            .load(&mut app.connection())
            .expect("the rows");
        assert_eq!(rows[1].1, Token::from(secret.to_owned()).hash());

        let refuse = |fields: &[(&str, &str)], status: u16, said: &str| {
            let usual = [("show", "overview"), ("query", "days=7"), ("name", "X"), ("expiry", "30")];
            let kept = usual.into_iter().filter(|(name, _)| !fields.iter().any(|(one, _)| one == name));
            let reply = app.submit("/sites/shop/shares", &kept.chain(fields.iter().copied()).collect::<Vec<_>>());
            assert_eq!(reply.status, status, "{fields:?}: {}", reply.body);
            assert!(reply.body.contains(said), "{fields:?} lacks {said}: {}", reply.body);
        };
        refuse(&[("name", " ")], 422, "Write a name.");
        refuse(&[("query", "device=watch")], 422, "is no kind of device");
        refuse(&[("expiry", "3650")], 400, "");
        refuse(&[("show", "settings")], 400, "");
        refuse(&[("leave_out", "score")], 400, "");
        refuse(&[("leave_out", &format!("{}.nothing", asked.survey))], 404, "");
        refuse(&[("leave_out", "999999.score")], 404, "");

        let log = app.acting(&owner, || app.get("/sites/shop/audit").body);
        assert!(log.contains("made a link that shows a page of results") && !log.contains(secret), "{log}");
    });
}

#[test]
fn a_link_hides_what_rests_on_few_answers() {
    on_both(|app| {
        app.sign_in();
        let asked = app.publish(app.site("shop"), &every_kind());
        for score in [10, 10, 9, 0] {
            let answers = json!({ "nps": { "score": score }, "comment": { "text": "Zarquonia was here" } });
            send(app, &asked, "phone", &answers);
        }
        for page in pages(&asked) {
            let body = open(app, &share(app, page, "days=30", &[])).body;
            for never in ["+50", "Zarquonia"] {
                assert!(!body.contains(never), "{page:?} has {never}: {body}");
            }
        }
    });
}

#[test]
fn one_network_opens_so_many_links_and_no_more() {
    on_both_alone(&["--proxies", "1"], |app| {
        let open = |from: &str| app.get_with("/shared/none", &[("x-forwarded-for", from)]).status;
        let opened: Vec<u16> = (0..120).map(|_| open("203.0.113.7")).collect();
        assert_eq!(opened[..60], [404; 60]);
        assert!(opened.contains(&429), "{opened:?}");
        assert_eq!(open("203.0.113.8"), 404, "another network is not kept out");
    });
}

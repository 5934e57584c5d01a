//! What was changed on a site, or of the organisation's people, in sentences.

use super::{Page, format, people::role_name};
use crate::{
    access::Role,
    db::audit::{Names, Record},
    words::{Words, fill},
};
use askama::Template;
use jiff::{Timestamp, tz::TimeZone};

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// The changes, the latest first.
    pub records: Vec<Record>,
    /// What they are about.
    pub names: Names,
    /// Whether there are earlier ones.
    pub is_more: bool,
}

/// A change.
#[derive(Debug)]
pub struct Row {
    /// When, in the site's time zone.
    pub at: String,
    /// Who.
    pub email: String,
    /// What.
    pub sentence: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "audit.html")]
pub struct AuditView {
    page: Page,
    rows: Vec<Row>,
    /// The address of earlier changes.
    older: Option<String>,
    /// Whether times are those of no site.
    is_utc: bool,
}

impl AuditView {
    /// The page at this path, with times of this zone.
    pub fn new(page: Page, rows: Rows, path: &str, zone: &TimeZone, now: i64) -> Self {
        let (words, today) = (page.words, format::local_day(now, zone));
        let last = rows.records.last().filter(|_| rows.is_more);
        let older = last.map(|record| format!("{path}?before={}", record.id));
        let is_utc = page.site.is_none();
        let row = |record: Record| Row {
            at: format!(
                "{} {}",
                format::day(page.locale, format::local_day(record.at, zone), today),
                clock(record.at, zone)
            ),
            sentence: sentence(words, &record, &rows.names),
            email: record.email,
        };
        Self { rows: rows.records.into_iter().map(row).collect(), older, is_utc, page }
    }
}

/// Hours and minutes.
fn clock(at: i64, zone: &TimeZone) -> String {
    let local = Timestamp::from_millisecond(at).map(|at| at.to_zoned(zone.clone()));
    local.map(|local| local.strftime("%H:%M").to_string()).unwrap_or_default()
}

/// What was done. What it was done to is named as it is called today; what is gone, by its number.
fn sentence(words: &'static Words, record: &Record, names: &Names) -> String {
    let part = |name: &str| record.object.get(name).map(String::as_str).unwrap_or_default();
    let named = |part: &str, names: &std::collections::HashMap<i64, String>| {
        let name = part.parse().ok().and_then(|id: i64| names.get(&id));
        name.cloned().unwrap_or_else(|| format!("#{part}"))
    };
    let role = record.detail.parse::<Role>().map(|role| role_name(words, role)).unwrap_or_default();
    let values = [
        ("survey", named(part("survey"), &names.surveys)),
        ("touchpoint", named(part("touchpoint"), &names.touchpoints)),
        ("person", named(part("person"), &names.people)),
        ("version", part("version").to_owned()),
        ("role", role.to_owned()),
        ("path", record.action.clone()),
        ("detail", record.detail.clone()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(text(words, &record.action, &record.detail).unwrap_or(words.audit_other), &values)
}

/// The words for a change. `None` for one that has none of its own.
fn text(words: &'static Words, action: &str, detail: &str) -> Option<&'static str> {
    let of_site = action.strip_prefix("/sites/{site}/").unwrap_or(action);
    Some(match (of_site, detail) {
        ("/sites", _) => words.audit_site,
        ("/people/{person}", "make_owner") => words.audit_owner_made,
        ("/people/{person}", "make_member") => words.audit_owner_no_more,
        ("/people/{person}", _) => words.audit_account_removed,
        ("/account/password", _) => words.audit_password,
        ("/account/sessions/end-others" | "/account/sessions/{session}/end", _) => words.audit_sessions,
        ("/account/two-factor", _) => words.audit_two_factor,
        ("/account/two-factor/off", _) => words.audit_two_factor_off,
        ("/account/two-factor/codes", _) => words.audit_two_factor_codes,
        ("/sign-out", _) => words.audit_signed_out,
        ("/invite/{token}" | "/invite/{token}/join", _) => words.audit_joined,
        ("settings", _) => words.audit_settings,
        ("remove", _) => words.audit_site_removed,
        ("install", _) => words.audit_origins,
        ("look", "budget") => words.audit_budget,
        ("look", _) => words.audit_look,
        ("touchpoints", _) => words.audit_touchpoint_added,
        ("touchpoints/{touchpoint}" | "journey/touchpoints/{touchpoint}", _) => words.audit_touchpoint,
        ("touchpoints/{touchpoint}/remove", _) => words.audit_touchpoint_removed,
        ("comments" | "comments/undo" | "comments/{response}/{question}", _) => words.audit_comment,
        ("comments/{response}/{question}/redact", _) => words.audit_redacted,
        ("surveys", _) => words.audit_survey_made,
        ("surveys/{survey}/reach", _) => words.audit_traced,
        ("surveys/{survey}/translations", _) => words.audit_translated,
        ("responses.csv" | "touchpoints/{touchpoint}/responses.csv", _) => words.audit_exported_csv,
        ("responses.jsonl" | "touchpoints/{touchpoint}/responses.jsonl", _) => words.audit_exported_json,
        ("shares", _) => words.audit_shared,
        ("shares/{share}/revoke", _) => words.audit_share_revoked,
        ("comments.csv", _) => words.audit_exported_comments_csv,
        ("comments.jsonl", _) => words.audit_exported_comments_json,
        ("segments", _) => words.audit_segment_made,
        ("segments/{segment}", _) => words.audit_segment,
        ("surveys/{survey}/versions/{version}/restore", _) => words.audit_restored,
        ("surveys/{survey}", "publish") => words.audit_published,
        ("surveys/{survey}", "pause") => words.audit_paused,
        ("surveys/{survey}", "resume") => words.audit_resumed,
        ("surveys/{survey}", "delete") => words.audit_survey_deleted,
        ("surveys/{survey}", _) => words.audit_survey_saved,
        ("people/{person}", _) => words.audit_role,
        ("people/{person}/remove", _) => words.audit_person_removed,
        ("invitations", _) => words.audit_invited,
        ("invitations/{invitation}/revoke", _) => words.audit_invitation_revoked,
        ("keys", _) => words.audit_key_made,
        ("keys/{api_key}/revoke", _) => words.audit_key_revoked,
        (path, _) if path.starts_with("journey/") => words.audit_map,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        locale::Locale,
        routes::{self, table::Caller},
    };
    use actix_web::http::Method;
    use std::collections::{BTreeMap, HashMap};

    #[test]
    fn every_change_has_its_words() {
        let callers = [Caller::Member, Caller::Editor, Caller::SiteOwner, Caller::Admin, Caller::OrganisationOwner];
        let of_site = |entry: &routes::table::Entry| callers.contains(&entry.caller);
        // Trying a survey out changes nothing, and is never noted.
        let changes = |entry: &routes::table::Entry| entry.method != Method::GET && !entry.path.ends_with("/preview");
        for entry in routes::all().iter().filter(|entry| of_site(entry) && changes(entry)) {
            let found = text(Words::of(Locale::En), entry.path, "");
            assert!(found.is_some(), "say in `text` what a change at {} is", entry.path);
        }
    }

    #[test]
    fn what_is_there_is_named_and_what_is_gone_has_its_number() {
        let names = Names { surveys: HashMap::from([(7, "Checkout NPS".to_owned())]), ..Names::default() };
        let check = |action: &str, object: &[(&str, &str)], detail: &str, expected: &str| {
            let object = object.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<BTreeMap<_, _>>();
            let (action, detail) = (action.to_owned(), detail.to_owned());
            let record = Record { id: 1, email: String::new(), at: 0, action, object, detail };
            assert_eq!(sentence(Words::of(Locale::En), &record, &names), expected);
        };
        check("/sites/{site}/surveys/{survey}", &[("survey", "7")], "publish", "published the survey “Checkout NPS”");
        check("/sites/{site}/surveys/{survey}", &[("survey", "8")], "delete", "deleted the survey “#8”");
        check("/sites/{site}/people/{person}", &[("person", "3")], "owner", "gave #3 the role of owner");
        check("/sites/{site}/journey/{axis}", &[("axis", "phases")], "", "changed the journey map");
        check("/sites/{site}/responses.csv", &[], "1204", "took out 1204 responses as CSV");
        check("/elsewhere", &[], "", "sent a form to /elsewhere");
    }
}

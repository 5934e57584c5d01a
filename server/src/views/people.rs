//! Who belongs to a site, whom it has invited, and the link of an invitation that was just made.

use super::Page;
use crate::{
    access::Role,
    db::{invitations::Invitation, members::Member},
    words::{Words, fill},
};
use askama::Template;

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A member has another role.
    Changed,
    /// Somebody is no member any more.
    Removed,
    /// An invitation was taken back.
    Revoked,
}

impl Notice {
    const ALL: [Self; 3] = [Self::Changed, Self::Removed, Self::Revoked];

    /// Its name in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Revoked => "revoked",
        }
    }

    /// The one with this name.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.key() == key)
    }

    fn text(self, words: &'static Words) -> &'static str {
        match self {
            Self::Changed => words.people_changed,
            Self::Removed => words.people_removed,
            Self::Revoked => words.people_revoked,
        }
    }
}

/// What the page says above its lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// What has just been done.
    Notice(Notice),
    /// The link of an invitation, this once.
    Invited {
        /// Whom.
        email: String,
        /// The address to hand over.
        link: String,
    },
    /// Nobody was invited.
    Refused {
        /// What was typed.
        typed: String,
        /// What is wrong with it.
        mistake: String,
    },
}

/// What the page is made of.
#[derive(Debug)]
pub struct Rows {
    /// Who belongs to the site.
    pub members: Vec<Member>,
    /// Whom it has invited.
    pub invitations: Vec<Invitation>,
}

/// A role to choose.
#[derive(Debug)]
pub struct Choice {
    /// Its name in forms.
    pub value: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Who belongs to the site.
#[derive(Debug)]
pub struct MemberRow {
    /// Row id of the admin.
    pub id: i64,
    /// The address signed in with.
    pub email: String,
    /// Whether it is who looks at the page.
    pub is_self: bool,
    /// The roles, or none where the site cannot change it.
    pub roles: Vec<Choice>,
}

/// Whom the site has invited.
#[derive(Debug)]
pub struct InvitationRow {
    /// Row id.
    pub id: i64,
    /// The address.
    pub email: String,
    /// As what.
    pub role: &'static str,
    /// Until when.
    pub ends: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "people.html")]
pub struct PeopleView {
    page: Page,
    members: Vec<MemberRow>,
    invitations: Vec<InvitationRow>,
    new_roles: Vec<Choice>,
    notice: Option<&'static str>,
    invited: Option<(String, String)>,
    typed: String,
    mistake: Option<String>,
}

impl PeopleView {
    /// The page at this time.
    pub fn new(page: Page, rows: Rows, said: Said, now: i64) -> Self {
        let words = page.words;
        let member = |member: Member| MemberRow {
            id: member.admin_id,
            is_self: member.email == page.email,
            email: member.email,
            roles: if member.of_organisation { Vec::new() } else { choices(words, member.role) },
        };
        let invitation = |one: Invitation| InvitationRow {
            id: one.id,
            email: one.email,
            role: role_name(words, one.role),
            ends: ends_in(words, one.expires_at - now),
        };
        let (mut notice, mut invited, mut typed, mut mistake) = (None, None, String::new(), None);
        match said {
            Said::Nothing => {}
            Said::Notice(done) => notice = Some(done.text(words)),
            Said::Invited { email, link } => invited = Some((fill(words.people_invited, &[("email", &email)]), link)),
            Said::Refused { typed: what, mistake: why } => (typed, mistake) = (what, Some(why)),
        }
        Self {
            members: rows.members.into_iter().map(member).collect(),
            invitations: rows.invitations.into_iter().map(invitation).collect(),
            new_roles: choices(words, Role::Viewer),
            notice,
            invited,
            typed,
            mistake,
            page,
        }
    }
}

/// What a role is called.
pub fn role_name(words: &'static Words, role: Role) -> &'static str {
    match role {
        Role::Viewer => words.role_viewer,
        Role::Editor => words.role_editor,
        Role::Owner => words.role_owner,
    }
}

fn choices(words: &'static Words, chosen: Role) -> Vec<Choice> {
    let choice = |role: Role| Choice { value: role.as_str(), label: role_name(words, role), chosen: role == chosen };
    Role::ALL.map(choice).into()
}

/// The whole days or hours until then.
fn ends_in(words: &'static Words, left: i64) -> String {
    let hours = left.max(0).unsigned_abs().div_ceil(crate::clock::HOUR.unsigned_abs());
    let (text, n) = if hours < 48 { (words.ends_in_hours, hours) } else { (words.ends_in_days, hours.div_ceil(24)) };
    fill(text, &[("n", &n.to_string())])
}

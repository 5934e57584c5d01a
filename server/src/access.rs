//! What an admin may do: a role on each of one's sites, and on all of them for an owner of the organisation.

use actix_web::http::Method;
use std::{collections::BTreeMap, str::FromStr};

/// What a member may do on a site. Each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Looks.
    Viewer,
    /// Changes surveys, the journey and the site's settings.
    Editor,
    /// Says who its members are and which programs may read it.
    Owner,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Editor, Self::Owner];

    /// Its name in the database and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// What a request needs that says no more than its method: whoever looks needs less than whoever changes.
    pub fn needed_for(method: &Method) -> Self {
        if matches!(*method, Method::GET | Method::HEAD) { Self::Viewer } else { Self::Editor }
    }
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no role: viewer, editor or owner")]
pub struct NoRole(String);

impl FromStr for Role {
    type Err = NoRole;

    fn from_str(text: &str) -> Result<Self, NoRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| NoRole(text.to_owned()))
    }
}

impl<'de> serde::Deserialize<'de> for Role {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The sites an admin belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// All there are, as their owner.
    Organisation,
    /// Those with these row ids.
    Sites(BTreeMap<i64, Role>),
}

impl Access {
    /// The role on a site. `None` for a site of others: to this admin it does not exist.
    pub fn on(&self, site_id: i64) -> Option<Role> {
        match self {
            Self::Organisation => Some(Role::Owner),
            Self::Sites(roles) => roles.get(&site_id).copied(),
        }
    }

    /// Whether it is an owner of the organisation.
    pub fn is_organisation(&self) -> bool {
        matches!(self, Self::Organisation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_includes_those_before_it_and_keeps_its_name() {
        assert!(Role::Viewer < Role::Editor && Role::Editor < Role::Owner);
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert!("Owner".parse::<Role>().is_err() && "".parse::<Role>().is_err());
    }

    #[test]
    fn looking_needs_less_than_changing() {
        let check = |method: Method, expected: Role| assert_eq!(Role::needed_for(&method), expected, "{method}");
        check(Method::GET, Role::Viewer);
        check(Method::HEAD, Role::Viewer);
        check(Method::POST, Role::Editor);
        check(Method::PUT, Role::Editor);
        check(Method::DELETE, Role::Editor);
        check(Method::OPTIONS, Role::Editor);
    }

    #[test]
    fn a_site_of_others_is_not_there() {
        let member = Access::Sites(BTreeMap::from([(1, Role::Viewer), (2, Role::Owner)]));
        assert_eq!([1, 2, 3].map(|site| member.on(site)), [Some(Role::Viewer), Some(Role::Owner), None]);
        assert_eq!(Access::Organisation.on(3), Some(Role::Owner));
    }
}

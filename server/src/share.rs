//! What a link shows to whoever has it: one page of results, as it is looked at, without the questions that were left out.
//! Reads no database and no request.

use crate::clock::HOUR;
use shared::text::QuestionId;
use std::{collections::BTreeSet, fmt, str::FromStr};

/// The most links of one site.
pub const MOST_LINKS: i64 = 100;

/// A page of results that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedPage {
    /// The figures of the site.
    Overview,
    /// The journey map.
    Journey,
    /// The touchpoint with this id.
    Touchpoint(i64),
    /// The results of the survey with this id.
    Survey(i64),
}

impl SharedPage {
    /// Its name in forms and in the database.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Journey => "journey",
            Self::Touchpoint(_) => "touchpoint",
            Self::Survey(_) => "survey",
        }
    }

    /// The touchpoint or survey it is about.
    pub fn object(self) -> Option<i64> {
        match self {
            Self::Overview | Self::Journey => None,
            Self::Touchpoint(id) | Self::Survey(id) => Some(id),
        }
    }

    /// The page with this name, about this touchpoint or survey. `None` where there is no such page.
    pub fn of(kind: &str, object: Option<i64>) -> Option<Self> {
        match (kind, object) {
            ("overview", None) => Some(Self::Overview),
            ("journey", None) => Some(Self::Journey),
            ("touchpoint", Some(id)) => Some(Self::Touchpoint(id)),
            ("survey", Some(id)) => Some(Self::Survey(id)),
            _ => None,
        }
    }

    /// Where the members of the site find it.
    pub fn path(self, key: &str) -> String {
        match self {
            Self::Overview => format!("/sites/{key}/overview"),
            Self::Journey => format!("/sites/{key}/journey"),
            Self::Touchpoint(id) => format!("/sites/{key}/touchpoints/{id}"),
            Self::Survey(id) => format!("/sites/{key}/surveys/{id}/results"),
        }
    }
}

/// When a link ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry(Option<u16>);

impl Expiry {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self(Some(7)), Self::USUAL, Self(Some(90)), Self(None)];
    /// What is chosen until something else is.
    pub const USUAL: Self = Self(Some(30));

    /// After how many days; nothing for never.
    pub fn days(self) -> Option<u16> {
        self.0
    }

    /// Its name in forms.
    pub fn id(self) -> String {
        self.0.map_or_else(|| "never".to_owned(), |days| days.to_string())
    }

    /// The one with this name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.id() == id)
    }

    /// The end of a link that is made at `now`, both UTC milliseconds.
    pub fn after(self, now: i64) -> Option<i64> {
        self.0.map(|days| now + i64::from(days) * 24 * HOUR)
    }
}

/// A question of a survey.
pub type Asked = (i64, QuestionId);

/// Questions whose answers appear nowhere on a page, not even within a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redaction(BTreeSet<Asked>);

static NOTHING: Redaction = Redaction(BTreeSet::new());

impl Redaction {
    /// The one that hides nothing.
    pub fn nothing() -> &'static Self {
        &NOTHING
    }

    /// Whether everything appears.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the answers to a question do not appear.
    pub fn hides(&self, survey: i64, question: &str) -> bool {
        self.0.iter().any(|(one, id)| *one == survey && id.as_str() == question)
    }

    /// Whether anything of a survey does not appear. The score that was given with a comment then stays away too: it may be
    /// the answer to a question that was left out.
    pub fn touches(&self, survey: i64) -> bool {
        self.0.iter().any(|(one, _)| *one == survey)
    }

    /// The questions.
    pub fn iter(&self) -> impl Iterator<Item = &Asked> {
        self.0.iter()
    }
}

impl FromIterator<Asked> for Redaction {
    fn from_iter<I: IntoIterator<Item = Asked>>(questions: I) -> Self {
        Self(questions.into_iter().collect())
    }
}

/// As it is stored: `7.score 7.comment`.
impl fmt::Display for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (survey, question)) in self.0.iter().enumerate() {
            write!(f, "{}{survey}.{question}", if index > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}

/// A text that names no question of a survey.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no question of a survey")]
pub struct NoQuestion(String);

impl FromStr for Redaction {
    type Err = NoQuestion;

    fn from_str(text: &str) -> Result<Self, NoQuestion> {
        text.split(' ').filter(|part| !part.is_empty()).map(question).collect()
    }
}

/// A question as forms and the database name it: `7.score`.
///
/// # Errors
/// When it is none.
pub fn question(text: &str) -> Result<Asked, NoQuestion> {
    let read = || {
        let (survey, question) = text.split_once('.')?;
        Some((survey.parse().ok()?, QuestionId::try_from(question).ok()?))
    };
    read().ok_or_else(|| NoQuestion(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_its_name_again() {
        let check = |page: SharedPage| assert_eq!(SharedPage::of(page.kind(), page.object()), Some(page));
        check(SharedPage::Overview);
        check(SharedPage::Journey);
        check(SharedPage::Touchpoint(3));
        check(SharedPage::Survey(4));
        for (kind, object) in [("overview", Some(1)), ("touchpoint", None), ("survey", None), ("settings", None)] {
            assert_eq!(SharedPage::of(kind, object), None, "{kind}");
        }
    }

    #[test]
    fn a_link_ends_when_it_was_said() {
        for expiry in Expiry::ALL {
            assert_eq!(Expiry::of(&expiry.id()), Some(expiry));
        }
        assert_eq!(Expiry::of("7").and_then(|expiry| expiry.after(5)), Some(5 + 7 * 24 * HOUR));
        assert_eq!(Expiry::of("never").map(|expiry| expiry.after(5)), Some(None));
        assert_eq!(Expiry::of("3650"), None);
    }

    #[test]
    fn a_redaction_is_stored_as_it_is_read() {
        let check = |text: &str, stored: Option<&str>| {
            let redaction = text.parse::<Redaction>();
            assert_eq!(redaction.map(|redaction| redaction.to_string()).ok().as_deref(), stored, "{text}");
        };
        check("", Some(""));
        check("7.score", Some("7.score"));
        check("9.why 7.score 7.comment 9.why", Some("7.comment 7.score 9.why"));
        check("7", None);
        check("x.score", None);
        check("7.sc'ore", None);
        let redaction: Redaction = "7.score".parse().unwrap();
        assert!(redaction.hides(7, "score") && redaction.touches(7));
        assert!(!redaction.hides(7, "comment") && !redaction.hides(8, "score") && !redaction.touches(8));
    }
}

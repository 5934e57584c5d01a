//! The loop a comment goes through, in its own terms: statuses, what is looked for, and which comments are looked at.
//! Reads no database and no request.

pub mod search;

pub mod filter;

/// The longest root cause or tag, in characters.
pub const LONGEST_LABEL: usize = 60;
/// The most tags one comment has.
pub const MOST_TAGS: usize = 12;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 4_000;

/// Where a comment is on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nobody has looked at it yet.
    #[default]
    New,
    /// Somebody read it.
    Seen,
    /// Somebody does something about it.
    Working,
    /// What it is about is done.
    Solved,
    /// Nothing will be done about it.
    Aside,
}

impl Status {
    /// Every status, in the order of the way.
    pub const ALL: [Self; 5] = [Self::New, Self::Seen, Self::Working, Self::Solved, Self::Aside];

    /// As it is stored and stands in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Seen => "seen",
            Self::Working => "working",
            Self::Solved => "solved",
            Self::Aside => "aside",
        }
    }

    /// The status with this id.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.id() == id)
    }

    /// Whether something may still be done about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Seen | Self::Working)
    }
}

/// A root cause or a tag: one line with something in it, not too long. `None` for what is none.
pub fn label(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=LONGEST_LABEL).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then_some(text)
}

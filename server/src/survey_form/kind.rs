//! The kinds of question as the editor offers them, without what belongs to each.

use shared::survey::Kind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)+) => {
        /// A kind of question, without what belongs to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum QuestionKind {
            $($(#[$doc])* $name,)+
        }

        impl QuestionKind {
            /// Every kind, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its name in the form.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }
        }
    };
}

kinds! {
    /// Likelihood to recommend, 0 to 10.
    Nps = "nps",
    /// Satisfaction, 1 to 5.
    Csat = "csat",
    /// Ease, 1 to 5 or 1 to 7.
    Ces = "ces",
    /// Thumb down or up.
    Thumbs = "thumbs",
    /// A rating of the team's own.
    Rating = "rating",
    /// One or several of some options.
    Choice = "choice",
    /// Words.
    Text = "text",
    /// What was expected and what was got.
    Gap = "gap",
    /// 100 points spread over what may matter.
    Importance = "importance",
    /// Agreement to something.
    Consent = "consent",
    /// Words that ask nothing.
    Statement = "statement",
    /// A button that leads somewhere.
    Link = "link",
}

impl QuestionKind {
    /// The kind of a question.
    pub fn of<T>(kind: &Kind<T>) -> Self {
        match kind {
            Kind::Nps { .. } => Self::Nps,
            Kind::Csat { .. } => Self::Csat,
            Kind::Ces { .. } => Self::Ces,
            Kind::Choice { .. } => Self::Choice,
            Kind::Text { .. } => Self::Text,
            Kind::Thumbs { .. } => Self::Thumbs,
            Kind::Rating { .. } => Self::Rating,
            Kind::Consent { .. } => Self::Consent,
            Kind::Gap { .. } => Self::Gap,
            Kind::Importance { .. } => Self::Importance,
            Kind::Statement => Self::Statement,
            Kind::Link(_) => Self::Link,
        }
    }

    /// The kind with this name.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    /// Whether it asks for nothing, so that nothing can be missing.
    pub fn asks_nothing(self) -> bool {
        matches!(self, Self::Statement | Self::Link)
    }

    /// Whether it offers options.
    pub fn takes_options(self) -> bool {
        matches!(self, Self::Choice | Self::Importance)
    }
}

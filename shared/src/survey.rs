//! Surveys that prove themselves valid: questions of known kinds with stable ids, and jumps that only lead forward.
//!
//! A survey is generic over its texts: [`crate::text::Translations`] where it is edited and stored, `String` where it is
//! asked.

use crate::{
    condition::{Condition, MOST_FIELDS, Subject},
    score::Metric,
    targeting::TargetingError,
    text::{FieldId, Language, OptionId, QuestionId, Translations},
};
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::{fmt, ops::RangeInclusive};

/// The most questions one survey may hold.
pub const MOST_QUESTIONS: usize = 50;
/// The most options one question may offer.
pub const MOST_OPTIONS: usize = 50;
/// The most endings one survey may have besides the thank-you.
pub const MOST_ENDINGS: usize = 20;
/// The longest comment a visitor may leave, in characters.
pub const LONGEST_COMMENT: u16 = 10_000;
/// The longest address a survey may lead to, in characters.
pub const LONGEST_ADDRESS: usize = 500;
/// What the importance points of one answer add up to.
pub const ALL_POINTS: u8 = 100;

/// What a survey asks, in order, and how it says thank you.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts<T>"))]
#[cfg_attr(feature = "serde", serde(bound(deserialize = "T: serde::Deserialize<'de> + Default")))]
pub struct Survey<T> {
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    fields: Vec<FieldId>,
    questions: Vec<Question<T>>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    endings: Vec<Ending<T>>,
    thanks: T,
}

/// What a survey is made of, not yet checked together.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "serde", serde(bound(deserialize = "T: serde::Deserialize<'de> + Default")))]
pub struct Parts<T> {
    /// The attributes and hidden fields it uses: they are sent and stored with the answers, no others are.
    #[cfg_attr(feature = "serde", serde(default = "Vec::new"))]
    pub fields: Vec<FieldId>,
    /// The questions in the order in which they are asked when nothing branches.
    pub questions: Vec<Question<T>>,
    /// What is said at the end instead of the thank-you: the first one that holds.
    #[cfg_attr(feature = "serde", serde(default = "Vec::new"))]
    pub endings: Vec<Ending<T>>,
    /// What is said after the last answer.
    pub thanks: T,
}

impl<T> Survey<T> {
    /// Checks the parts together: at least one question, unique ids, conditions on what is asked before, jumps that lead
    /// to a later page.
    ///
    /// # Errors
    /// The first thing found wrong, naming the question.
    pub fn new(parts: Parts<T>) -> Result<Self, SurveyError> {
        let Parts { fields, questions, endings, thanks } = parts;
        if !(1..=MOST_QUESTIONS).contains(&questions.len()) {
            return Err(SurveyError::QuestionCount(questions.len()));
        }
        if fields.len() > MOST_FIELDS {
            return Err(SurveyError::FieldCount);
        }
        if endings.len() > MOST_ENDINGS {
            return Err(SurveyError::EndingCount);
        }
        for (position, question) in questions.iter().enumerate() {
            let (before, rest) = questions.split_at(position);
            let id = || question.id.clone();
            if before.iter().any(|earlier| earlier.id == question.id) {
                return Err(SurveyError::RepeatedQuestion(id()));
            }
            question.kind.check(&question.id)?;
            if position == 0 && question.together {
                return Err(SurveyError::TogetherWithNothing(id()));
            }
            if !question.branches.is_empty() && rest.get(1).is_some_and(|next| next.together) {
                return Err(SurveyError::BranchWithinPage(id()));
            }
            let asked = &questions[..=position];
            for branch in &question.branches {
                check_conditions(&branch.when, asked, &fields)
                    .map_err(|unknown| SurveyError::ConditionOnLater(id(), unknown))?;
                if let Destination::Question(to) = &branch.to
                    && !rest[1..].iter().any(|later| later.id == *to && !later.together)
                {
                    return Err(SurveyError::JumpBack(id(), to.clone()));
                }
            }
        }
        for ending in &endings {
            check_conditions(&ending.when, &questions, &fields).map_err(SurveyError::EndingOnUnknown)?;
        }
        Ok(Self { fields, questions, endings, thanks })
    }

    /// The attributes and hidden fields it uses.
    pub fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    /// The questions in the order in which they are asked when nothing branches. Never empty.
    pub fn questions(&self) -> &[Question<T>] {
        &self.questions
    }

    /// What is said at the end to some.
    pub fn endings(&self) -> &[Ending<T>] {
        &self.endings
    }

    /// What is said after the last answer to everybody else.
    pub fn thanks(&self) -> &T {
        &self.thanks
    }

    /// The question with this id, if there is one.
    pub fn question(&self, id: &QuestionId) -> Option<&Question<T>> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// The question that carries the survey's score: the first rating.
    pub fn headline(&self) -> Option<&Question<T>> {
        self.questions.iter().find(|question| question.kind.metric().is_some())
    }

    /// The same survey with every text changed by `change`.
    pub fn map<U>(&self, change: impl Fn(&T) -> U) -> Survey<U> {
        let ending = |ending: &Ending<T>| Ending {
            when: ending.when.clone(),
            text: change(&ending.text),
            link: ending.link.as_ref().map(|link| link.map(&change)),
        };
        Survey {
            fields: self.fields.clone(),
            questions: self.questions.iter().map(|question| question.map(&change)).collect(),
            endings: self.endings.iter().map(ending).collect(),
            thanks: change(&self.thanks),
        }
    }
}

/// The first name among the conditions that is neither asked so far nor one of the fields.
fn check_conditions<T>(when: &[Condition], asked: &[Question<T>], fields: &[FieldId]) -> Result<(), String> {
    let unknown = when.iter().find_map(|condition| match &condition.of {
        Subject::Question(id) if !asked.iter().any(|question| question.id == *id) => Some(id.as_str()),
        Subject::Field(id) if !fields.contains(id) => Some(id.as_str()),
        Subject::Question(_) | Subject::Field(_) => None,
    });
    unknown.map_or(Ok(()), |name| Err(name.to_owned()))
}

impl Survey<Translations> {
    /// The survey as it is asked in one language; what is missing there is taken from `default`.
    pub fn in_language(&self, language: &Language, default: &Language) -> Survey<String> {
        self.map(|text| text.in_language(language, default))
    }
}

/// One question, or a page without one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound(deserialize = "T: serde::Deserialize<'de> + Default")))]
pub struct Question<T> {
    /// Stable over versions and languages, so that answers can be compared.
    pub id: QuestionId,
    /// The question itself.
    pub title: T,
    /// What is said below the title, or nothing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub note: T,
    /// Whether the visitor must answer to go on.
    pub required: bool,
    /// Whether it is asked on the same page as the question before it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub together: bool,
    /// What kind of answer it takes.
    pub kind: Kind<T>,
    /// Where to go after the page that it ends: the first branch that holds, else the next page.
    #[cfg_attr(feature = "serde", serde(default = "Vec::new"))]
    pub branches: Vec<Branch>,
}

impl<T> Question<T> {
    fn map<U>(&self, change: &impl Fn(&T) -> U) -> Question<U> {
        Question {
            id: self.id.clone(),
            title: change(&self.title),
            note: change(&self.note),
            required: self.required,
            together: self.together,
            kind: self.kind.map(change),
            branches: self.branches.clone(),
        }
    }
}

/// The kinds of question and what belongs to each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case"))]
pub enum Kind<T> {
    /// Likelihood to recommend, 0 to 10.
    Nps {
        /// The label under 0.
        low: T,
        /// The label under 10.
        high: T,
    },
    /// Satisfaction, 1 to 5.
    Csat {
        /// How the five points are drawn.
        style: CsatStyle,
        /// The label under 1.
        low: T,
        /// The label under 5.
        high: T,
    },
    /// Ease, high is good. Scales of different length are different metrics.
    Ces {
        /// How long the scale is.
        #[cfg_attr(feature = "serde", serde(default))]
        points: CesPoints,
        /// The label under 1.
        low: T,
        /// The label under the highest point.
        high: T,
    },
    /// Thumb down or up.
    Thumbs {
        /// The label under the thumb that points down.
        low: T,
        /// The label under the thumb that points up.
        high: T,
    },
    /// A rating of the team's own.
    Rating {
        /// How long the scale is.
        points: RatingPoints,
        /// The label under the lowest point.
        low: T,
        /// The label under the highest point.
        high: T,
    },
    /// One or several of some options.
    Choice {
        /// What can be chosen, in order.
        options: Vec<ChoiceOption<T>>,
        /// How many may be chosen; nothing means one.
        #[cfg_attr(feature = "serde", serde(default))]
        several: Option<Several>,
        /// The label of a last option that takes the visitor's own words.
        #[cfg_attr(feature = "serde", serde(default = "Option::default"))]
        other: Option<T>,
        /// Whether each visitor sees the options in an order of their own, see [`crate::order`].
        #[cfg_attr(feature = "serde", serde(default))]
        shuffled: bool,
    },
    /// Words of the visitor's own.
    Text {
        /// Shown while the field is empty.
        placeholder: T,
        /// The fewest characters taken, 0 to `most`.
        #[cfg_attr(feature = "serde", serde(default))]
        least: u16,
        /// The most characters taken, 1 to [`LONGEST_COMMENT`].
        most: u16,
        /// How long it may be, and what it must look like.
        #[cfg_attr(feature = "serde", serde(default))]
        format: TextFormat,
    },
    /// Agreement to something. Where it is required, only "yes" leads on.
    Consent {
        /// What is agreed to, beside the box.
        label: T,
    },
    /// What was expected and what was got: one item of SERVQUAL, both from 1 to 7.
    Gap {
        /// What is rated first: the expectation.
        expectation: T,
        /// What is rated second: the perception.
        perception: T,
        /// The label under 1.
        low: T,
        /// The label under 7.
        high: T,
    },
    /// 100 points spread over what may matter.
    Importance {
        /// What may matter, in order.
        items: Vec<ChoiceOption<T>>,
    },
    /// Words that ask nothing: the title and the note.
    Statement,
    /// A button that leads somewhere.
    Link(Link<T>),
}

impl Kind<String> {
    /// A comment of any length, for surveys written in the program.
    pub fn text() -> Self {
        Self::Text { placeholder: String::new(), least: 0, most: LONGEST_COMMENT, format: TextFormat::Long }
    }
}

impl<T> Kind<T> {
    /// The metric this kind feeds, if it is one rating.
    pub fn metric(&self) -> Option<Metric> {
        Some(match self {
            Self::Nps { .. } => Metric::Nps,
            Self::Csat { .. } => Metric::Csat,
            Self::Ces { points: CesPoints::Five, .. } => Metric::Ces5,
            Self::Ces { points: CesPoints::Seven, .. } => Metric::Ces,
            Self::Thumbs { .. } => Metric::Thumbs,
            Self::Rating { points, .. } => Metric::Rating(*points),
            _ => return None,
        })
    }

    /// The points of a rating, lowest first; also of each half of a gap.
    pub fn points(&self) -> Option<RangeInclusive<u8>> {
        match self {
            Self::Gap { .. } => Some(Metric::Perception.points()),
            _ => self.metric().map(|metric| metric.points()),
        }
    }

    /// Whether it asks for nothing, so that nothing can be missing.
    pub fn asks_nothing(&self) -> bool {
        matches!(self, Self::Statement | Self::Link(_))
    }

    /// The labels under the ends of a scale.
    pub fn ends(&self) -> Option<[&T; 2]> {
        match self {
            Self::Nps { low, high }
            | Self::Csat { low, high, .. }
            | Self::Ces { low, high, .. }
            | Self::Thumbs { low, high }
            | Self::Rating { low, high, .. }
            | Self::Gap { low, high, .. } => Some([low, high]),
            _ => None,
        }
    }

    /// What can be chosen or weighed, in order. Empty for other kinds.
    pub fn options(&self) -> &[ChoiceOption<T>] {
        match self {
            Self::Choice { options, .. } | Self::Importance { items: options } => options,
            _ => &[],
        }
    }

    fn check(&self, id: &QuestionId) -> Result<(), SurveyError> {
        let options = self.options();
        // No set: the widget has no other use for one, and there are few options.
        let repeats = |at: usize| options[..at].iter().any(|earlier| earlier.id == options[at].id);
        let takes_options = matches!(self, Self::Choice { .. } | Self::Importance { .. });
        if takes_options && (!(2..=MOST_OPTIONS).contains(&options.len()) || (0..options.len()).any(repeats)) {
            return Err(SurveyError::Options(id.clone()));
        }
        match self {
            Self::Choice { several: Some(Several { least, most }), other, .. } => {
                let offered = options.len() + usize::from(other.is_some());
                if *most == 0 || least > most || usize::from(*most) > offered {
                    return Err(SurveyError::Several(id.clone()));
                }
            }
            Self::Text { least, most, .. } if !(1..=LONGEST_COMMENT).contains(most) || least > most => {
                return Err(SurveyError::TextLimit(id.clone()));
            }
            _ => {}
        }
        Ok(())
    }

    fn map<U>(&self, change: &impl Fn(&T) -> U) -> Kind<U> {
        let options = |options: &[ChoiceOption<T>]| {
            options.iter().map(|one| ChoiceOption { id: one.id.clone(), label: change(&one.label) }).collect()
        };
        match self {
            Self::Nps { low, high } => Kind::Nps { low: change(low), high: change(high) },
            Self::Csat { style, low, high } => Kind::Csat { style: *style, low: change(low), high: change(high) },
            Self::Ces { points, low, high } => Kind::Ces { points: *points, low: change(low), high: change(high) },
            Self::Thumbs { low, high } => Kind::Thumbs { low: change(low), high: change(high) },
            Self::Rating { points, low, high } => {
                Kind::Rating { points: *points, low: change(low), high: change(high) }
            }
            Self::Choice { options: all, several, other, shuffled } => Kind::Choice {
                options: options(all),
                several: *several,
                other: other.as_ref().map(change),
                shuffled: *shuffled,
            },
            Self::Text { placeholder, least, most, format } => {
                Kind::Text { placeholder: change(placeholder), least: *least, most: *most, format: *format }
            }
            Self::Consent { label } => Kind::Consent { label: change(label) },
            Self::Gap { expectation, perception, low, high } => Kind::Gap {
                expectation: change(expectation),
                perception: change(perception),
                low: change(low),
                high: change(high),
            },
            Self::Importance { items } => Kind::Importance { items: options(items) },
            Self::Statement => Kind::Statement,
            Self::Link(link) => Kind::Link(link.map(change)),
        }
    }
}

/// How the five points of a CSAT question are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CsatStyle {
    /// Five faces from sad to happy.
    Faces,
    /// Five stars.
    Stars,
    /// The numbers 1 to 5.
    Numbers,
}

/// How long a scale of ease is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CesPoints {
    /// From 1 to 5.
    Five,
    /// From 1 to 7, as Customer Effort Score 2.0 has it.
    #[default]
    Seven,
}

/// How many points a rating of the team's own has: 2 to 11. Eleven count from 0, fewer from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "u8", into = "u8"))]
pub struct RatingPoints(u8);

impl RatingPoints {
    /// The shortest scale.
    pub const FEWEST: u8 = 2;
    /// The longest scale.
    pub const MOST: u8 = 11;

    /// Every length, the shortest first.
    pub const ALL: [Self; 10] =
        [Self(2), Self(3), Self(4), Self(5), Self(6), Self(7), Self(8), Self(9), Self(10), Self(11)];

    /// The points, lowest first.
    pub fn range(self) -> RangeInclusive<u8> {
        match self.0 {
            Self::MOST => 0..=10,
            points => 1..=points,
        }
    }
}

impl TryFrom<u8> for RatingPoints {
    type Error = &'static str;
    fn try_from(points: u8) -> Result<Self, Self::Error> {
        if (Self::FEWEST..=Self::MOST).contains(&points) {
            Ok(Self(points))
        } else {
            Err("a rating has 2 to 11 points")
        }
    }
}

impl From<RatingPoints> for u8 {
    fn from(points: RatingPoints) -> u8 {
        points.0
    }
}

/// How many options may be chosen, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Several {
    /// The fewest, once one is chosen.
    pub least: u8,
    /// The most, at most as many as are offered.
    pub most: u8,
}

/// How long an answer in words may be, and what it must look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TextFormat {
    /// Several lines.
    #[default]
    Long,
    /// One line.
    Short,
    /// One line that is an e-mail address.
    Email,
    /// One line that is a number.
    Number,
}

/// One option of a choice, or one thing that may matter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ChoiceOption<T> {
    /// Stable over versions and languages.
    pub id: OptionId,
    /// What the visitor reads.
    pub label: T,
}

/// A button that leads to another page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Link<T> {
    /// What the button says.
    pub label: T,
    /// Where it leads.
    pub address: Address,
}

impl<T> Link<T> {
    fn map<U>(&self, change: impl Fn(&T) -> U) -> Link<U> {
        Link { label: change(&self.label), address: self.address.clone() }
    }
}

/// Where a button may lead: a web or e-mail address, and nothing a browser would run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct Address(String);

impl Address {
    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Address {
    type Error = SurveyError;
    fn try_from(text: String) -> Result<Self, SurveyError> {
        let known = ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
        let legal = text.chars().all(|c| !c.is_whitespace() && !c.is_control());
        if known && legal && text.len() <= LONGEST_ADDRESS { Ok(Self(text)) } else { Err(SurveyError::Address(text)) }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        address.0
    }
}

/// A way out of a page that is taken when all its conditions hold. "Or" is a second branch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Branch {
    /// What must all be true; nothing means always.
    pub when: Vec<Condition>,
    /// Where it leads.
    pub to: Destination,
}

/// Where a branch leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Destination {
    /// To a later question that begins a page.
    Question(QuestionId),
    /// To the thank-you.
    End,
}

/// What is said at the end to those for whom all its conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ending<T> {
    /// What must all be true; nothing means always.
    pub when: Vec<Condition>,
    /// What is said.
    pub text: T,
    /// A button below it.
    #[cfg_attr(feature = "serde", serde(default = "Option::default"))]
    pub link: Option<Link<T>>,
}

#[cfg(feature = "serde")]
impl<T> TryFrom<Parts<T>> for Survey<T> {
    type Error = SurveyError;
    fn try_from(parts: Parts<T>) -> Result<Self, SurveyError> {
        Self::new(parts)
    }
}

/// Why a survey was refused. Its text says where and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurveyError {
    /// None, or more than [`MOST_QUESTIONS`].
    QuestionCount(usize),
    /// More than [`MOST_FIELDS`].
    FieldCount,
    /// More than [`MOST_ENDINGS`].
    EndingCount,
    /// Two questions share an id.
    RepeatedQuestion(QuestionId),
    /// The first question cannot be on the page of the one before.
    TogetherWithNothing(QuestionId),
    /// A question branches that does not end its page.
    BranchWithinPage(QuestionId),
    /// A branch tests what is asked later or not at all.
    ConditionOnLater(QuestionId, String),
    /// An ending tests what is not asked.
    EndingOnUnknown(String),
    /// A branch leads back, to itself, into a page or nowhere.
    JumpBack(QuestionId, QuestionId),
    /// Too few or too many options, or two with one id.
    Options(QuestionId),
    /// Bounds for several options that no choice can keep.
    Several(QuestionId),
    /// A limit for comments outside 1 to [`LONGEST_COMMENT`], or above its other end.
    TextLimit(QuestionId),
    /// Neither a web nor an e-mail address.
    Address(String),
    /// No language at all.
    NoLanguage,
    /// The same language twice.
    RepeatedLanguage,
    /// A title or label without a text in the default language.
    NoText(QuestionId, Language),
    /// A text over [`crate::text::LONGEST_TEXT`] characters.
    TooLong(QuestionId),
    /// A text takes over what is asked later or not at all.
    PipedFromLater(String),
    /// Rules that make no sense together.
    Targeting(TargetingError),
}

impl fmt::Display for SurveyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QuestionCount(n) => write!(f, "a survey has 1 to {MOST_QUESTIONS} questions, this one has {n}"),
            Self::FieldCount => write!(f, "a survey uses at most {MOST_FIELDS} fields"),
            Self::EndingCount => write!(f, "a survey has at most {MOST_ENDINGS} endings"),
            Self::RepeatedQuestion(id) => write!(f, "two questions are called “{id}”"),
            Self::TogetherWithNothing(id) => {
                write!(f, "“{id}” is the first question: no page is there for it to share")
            }
            Self::BranchWithinPage(id) => {
                write!(
                    f,
                    "“{id}” branches, but the question after it is on the same page: only the last one may branch"
                )
            }
            Self::ConditionOnLater(id, on) => write!(f, "“{id}” branches on “{on}”, which is not asked before it"),
            Self::EndingOnUnknown(on) => write!(f, "an ending depends on “{on}”, which is not asked"),
            Self::JumpBack(id, to) => {
                write!(f, "“{id}” jumps to “{to}”, which does not come after it or does not begin a page")
            }
            Self::Options(id) => write!(f, "“{id}” needs 2 to {MOST_OPTIONS} options with different ids"),
            Self::Several(id) => write!(f, "“{id}” asks for a number of options that cannot be chosen"),
            Self::TextLimit(id) => {
                write!(f, "the limits of “{id}” must be 1 to {LONGEST_COMMENT} characters, in order")
            }
            Self::Address(text) => write!(f, "“{text}” is no address that begins with https://, http:// or mailto:"),
            Self::NoLanguage => f.write_str("a survey needs at least one language"),
            Self::RepeatedLanguage => f.write_str("a language is listed twice"),
            Self::NoText(id, language) => write!(f, "“{id}” has a title or label without a text in {language}"),
            Self::TooLong(id) => write!(f, "“{id}” has a text of over {} characters", crate::text::LONGEST_TEXT),
            Self::Targeting(error) => error.fmt(f),
            Self::PipedFromLater(name) => {
                write!(f, "a text takes over {{{{{name}}}}}, which is neither asked before it nor a field")
            }
        }
    }
}

impl core::error::Error for SurveyError {}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::condition::Test;
    use std::{string::ToString, vec};

    pub(crate) fn question(id: &str, kind: Kind<String>, branches: Vec<Branch>) -> Question<String> {
        let (id, title) = (id.try_into().unwrap(), id.to_string());
        Question { id, title, note: String::new(), required: false, together: false, kind, branches }
    }

    pub(crate) fn survey(questions: Vec<Question<String>>) -> Result<Survey<String>, SurveyError> {
        Survey::new(Parts { fields: vec![], questions, endings: vec![], thanks: "thanks".to_string() })
    }

    pub(crate) fn score_branch(on: &str, from: u8, to: u8, leads: &str) -> Branch {
        let of = Subject::Question(on.try_into().unwrap());
        let condition = Condition { of, is: Test::Score(from, to), not: false };
        Branch { when: vec![condition], to: Destination::Question(leads.try_into().unwrap()) }
    }

    pub(crate) fn field_is(field: &str, value: &str) -> Condition {
        let of = Subject::Field(field.try_into().unwrap());
        Condition { of, is: Test::Equals(value.to_string()), not: false }
    }

    fn id(id: &str) -> QuestionId {
        id.try_into().unwrap()
    }

    #[test]
    fn a_survey_that_makes_no_sense_cannot_be_held() {
        let check = |questions: Vec<Question<String>>, expected: Result<(), SurveyError>| {
            assert_eq!(survey(questions).map(|_| ()), expected);
        };
        let text = |id: &str| question(id, Kind::text(), vec![]);
        let branching = |id: &str, branch| question(id, Kind::text(), vec![branch]);
        let together = |id: &str| Question { together: true, ..text(id) };
        check(vec![], Err(SurveyError::QuestionCount(0)));
        check(vec![text("a")], Ok(()));
        check(vec![text("a"), text("a")], Err(SurveyError::RepeatedQuestion(id("a"))));
        check(vec![branching("a", score_branch("a", 0, 1, "a"))], Err(SurveyError::JumpBack(id("a"), id("a"))));
        check(
            vec![text("a"), branching("b", score_branch("a", 0, 1, "a"))],
            Err(SurveyError::JumpBack(id("b"), id("a"))),
        );
        check(
            vec![branching("a", score_branch("b", 0, 1, "b")), text("b")],
            Err(SurveyError::ConditionOnLater(id("a"), "b".to_string())),
        );
        check(
            vec![branching("a", Branch { when: vec![field_is("plan", "pro")], to: Destination::End })],
            Err(SurveyError::ConditionOnLater(id("a"), "plan".to_string())),
        );
        check(vec![together("a")], Err(SurveyError::TogetherWithNothing(id("a"))));
        check(vec![text("a"), together("b")], Ok(()));
        check(
            vec![branching("a", score_branch("a", 0, 1, "c")), together("b"), text("c")],
            Err(SurveyError::BranchWithinPage(id("a"))),
        );
        check(
            vec![branching("a", score_branch("a", 0, 1, "c")), text("b"), together("c")],
            Err(SurveyError::JumpBack(id("a"), id("c"))),
        );
    }

    #[test]
    fn a_kind_that_makes_no_sense_cannot_be_asked() {
        let check = |kind: Kind<String>, expected: fn(QuestionId) -> SurveyError| {
            assert_eq!(survey(vec![question("a", kind, vec![])]), Err(expected(id("a"))));
        };
        let options = |ids: &[&str]| -> Vec<ChoiceOption<String>> {
            ids.iter().map(|id| ChoiceOption { id: (*id).try_into().unwrap(), label: String::new() }).collect()
        };
        let several = |least, most| Kind::Choice {
            options: options(&["a", "b"]),
            several: Some(Several { least, most }),
            other: None,
            shuffled: false,
        };
        let text = |least, most| Kind::Text { placeholder: String::new(), least, most, format: TextFormat::Short };
        check(Kind::Importance { items: options(&["a"]) }, SurveyError::Options);
        check(Kind::Importance { items: options(&["a", "a"]) }, SurveyError::Options);
        check(several(0, 0), SurveyError::Several);
        check(several(2, 1), SurveyError::Several);
        check(several(1, 3), SurveyError::Several);
        check(text(0, 0), SurveyError::TextLimit);
        check(text(5, 4), SurveyError::TextLimit);
        check(text(0, LONGEST_COMMENT + 1), SurveyError::TextLimit);
    }

    #[test]
    fn only_what_a_browser_opens_and_never_runs_is_an_address() {
        let check = |text: &str, expected: bool| {
            assert_eq!(Address::try_from(text.to_string()).is_ok(), expected, "{text}");
        };
        check("https://shop.example.com/a?b=c#d", true);
        check("mailto:ana@example.com", true);
        check("https://", false);
        check("javascript:alert(1)", false);
        check("data:text/html,x", false);
        check("//evil.example", false);
        check("https://a b", false);
        check("https://a\n", false);
    }
}

//! Which comments are looked at, as the inbox's address says it. What an address says that makes no sense is left out.

use super::{Status, label};
use shared::targeting::Device;

/// Which comments are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where they are on their way.
    pub tab: Tab,
    /// Whose they are.
    pub owner: Option<Owner>,
    /// Where they were left.
    pub touchpoint: Option<i64>,
    /// The survey that asked.
    pub survey: Option<i64>,
    /// The score that was given with them.
    pub score: Option<ScoreFilter>,
    /// The language they were asked in.
    pub language: Option<String>,
    /// The kind of device.
    pub device: Option<Device>,
    /// How many days back.
    pub days: Option<u16>,
    /// A tag they have.
    pub tag: Option<String>,
    /// Their root cause.
    pub cause: Option<String>,
    /// Whether somebody wrote a note.
    pub noted: Option<bool>,
    /// What is looked for in them, as it was typed.
    pub search: String,
}

/// Which statuses are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// About which something may still be done.
    #[default]
    Open,
    /// One status.
    One(Status),
    /// Every status.
    All,
}

impl Tab {
    /// Every tab, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::One(Status::New),
        Self::One(Status::Seen),
        Self::One(Status::Working),
        Self::One(Status::Solved),
        Self::One(Status::Aside),
        Self::All,
    ];

    /// As it stands in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::One(status) => status.id(),
            Self::All => "all",
        }
    }

    /// Whether comments of this status are looked at.
    pub fn has(self, status: Status) -> bool {
        match self {
            Self::Open => status.is_open(),
            Self::One(one) => one == status,
            Self::All => true,
        }
    }
}

/// Whose comments are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Those of whoever looks.
    Me,
    /// Those that nobody owns.
    Nobody,
    /// Those of one admin.
    Admin(i64),
}

impl Owner {
    fn of(text: &str) -> Option<Self> {
        match text {
            "me" => Some(Self::Me),
            "nobody" => Some(Self::Nobody),
            _ => text.parse().ok().map(Self::Admin),
        }
    }

    /// As it stands in addresses.
    pub fn id(self) -> String {
        match self {
            Self::Me => "me".to_owned(),
            Self::Nobody => "nobody".to_owned(),
            Self::Admin(id) => id.to_string(),
        }
    }
}

/// The score that was given with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreFilter {
    /// Below the first cut of the metric's scale: detractors.
    Low,
    /// Between the cuts: passives.
    Middle,
    /// From the second cut on: promoters.
    High,
    /// This point of whatever scale.
    Point(u8),
}

impl ScoreFilter {
    /// The three parts of a scale.
    pub const PARTS: [Self; 3] = [Self::Low, Self::Middle, Self::High];

    fn of(text: &str) -> Option<Self> {
        let point = || text.parse().ok().filter(|point| *point <= 10).map(Self::Point);
        Self::PARTS.into_iter().find(|part| part.id() == text).or_else(point)
    }

    /// As it stands in addresses.
    pub fn id(self) -> String {
        match self {
            Self::Low => "detractors".to_owned(),
            Self::Middle => "passives".to_owned(),
            Self::High => "promoters".to_owned(),
            Self::Point(point) => point.to_string(),
        }
    }
}

impl Filter {
    /// Reads the fields of an address or of a form.
    pub fn of(fields: &[(String, String)]) -> Self {
        let get = |name: &str| {
            let value = fields.iter().find(|(one, _)| one == name).map(|(_, value)| value.trim());
            value.filter(|value| !value.is_empty() && !value.contains('\0'))
        };
        let number = |name: &str| get(name).and_then(|value| value.parse().ok());
        Self {
            tab: Tab::ALL.into_iter().find(|tab| get("status") == Some(tab.id())).unwrap_or_default(),
            owner: get("owner").and_then(Owner::of),
            touchpoint: number("touchpoint"),
            survey: number("survey"),
            score: get("score").and_then(ScoreFilter::of),
            language: get("language").map(str::to_owned),
            device: get("device").and_then(|id| Device::ALL.into_iter().find(|device| device.id() == id)),
            days: get("days").and_then(|days| days.parse().ok()),
            tag: get("tag").and_then(label),
            cause: get("cause").and_then(label),
            noted: get("noted").and_then(|noted| [true, false].into_iter().find(|one| word(*one) == noted)),
            search: get("q").unwrap_or_default().to_owned(),
        }
    }

    /// Its fields, as an address or a form has them; what is not asked for is left out.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        [
            ("status", (self.tab != Tab::default()).then(|| self.tab.id().to_owned())),
            ("owner", self.owner.map(Owner::id)),
            ("touchpoint", number(self.touchpoint)),
            ("survey", number(self.survey)),
            ("score", self.score.map(ScoreFilter::id)),
            ("language", self.language.clone()),
            ("device", self.device.map(|device| device.id().to_owned())),
            ("days", self.days.map(|days| days.to_string())),
            ("tag", self.tag.clone()),
            ("cause", self.cause.clone()),
            ("noted", self.noted.map(|noted| word(noted).to_owned())),
            ("q", Some(self.search.clone()).filter(|search| !search.is_empty())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// The same as the part of an address behind `?`; empty where nothing is asked for.
    pub fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.fields()).finish()
    }

    /// The same in another tab.
    pub fn in_tab(&self, tab: Tab) -> Self {
        Self { tab, ..self.clone() }
    }

    /// How many things are asked for besides the tab and the search.
    pub fn narrowed(&self) -> usize {
        self.fields().iter().filter(|(name, _)| !matches!(*name, "status" | "q")).count()
    }
}

fn word(noted: bool) -> &'static str {
    if noted { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Filter {
        Filter::of(&url::form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>())
    }

    #[test]
    fn an_address_says_the_same_there_and_back() {
        let check = |query: &str| assert_eq!(of(query).query(), query);
        check("");
        check("status=new&owner=me&score=detractors&days=30&q=shipping+cost");
        check("status=all&owner=nobody&touchpoint=3&survey=4&score=0&language=pt-BR&device=phone");
        check("status=aside&owner=12&tag=last+step&cause=Env%C3%ADo&noted=no");
        check("noted=yes");
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let check = |query: &str, expected: &str| assert_eq!(of(query).query(), expected, "{query}");
        check("status=&owner=&q=+&tag=", "");
        check("status=open", "");
        check("status=x&owner=x&touchpoint=x&score=11&device=fridge&days=-1&noted=maybe", "");
        check("q=a%00b&language=%00&tag=%07", "");
        check("score=-1&score=3", "");
    }
}

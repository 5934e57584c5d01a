//! Which rule holds a survey back from a visitor, in the order in which the rules are tried.

use super::{Budget, Device, PagePattern, Targeting};
use crate::{answer::Answers, appearance::Display, condition::Fields, text::Language};
use alloc::{string::String, vec::Vec};

const DAY: i64 = 86_400_000;

macro_rules! gates {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)+) => {
        /// A rule that can hold a survey back, or what it is still waiting for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Gate {
            $($(#[$doc])* $name,)+
        }

        impl Gate {
            /// Every gate, in the order in which a survey passes them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its name, as it is stored and sent.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

gates! {
    /// The page is not among those it shows on.
    Page = "page",
    /// The visitor comes from elsewhere.
    Referrer = "referrer",
    /// Another kind of device.
    Device = "device",
    /// Another language.
    Language = "language",
    /// Not yet, or not any more.
    Schedule = "schedule",
    /// The site says other things of the visitor, or nothing.
    Attributes = "attributes",
    /// Too few page views, or unknown without consent to storage.
    Visits = "visits",
    /// Known for too few days, or unknown without consent to storage.
    Days = "days",
    /// Not drawn.
    Sample = "sample",
    /// Answered before.
    Answered = "answered",
    /// Closed before.
    Dismissed = "dismissed",
    /// Asked enough by other surveys lately.
    Budget = "budget",
    /// Its trigger has not happened on this page.
    Trigger = "trigger",
    /// The site's cancelling event came first.
    Cancelled = "cancelled",
    /// Another survey was on the page.
    Queue = "queue",
}

impl TryFrom<&str> for Gate {
    type Error = &'static str;
    fn try_from(id: &str) -> Result<Self, Self::Error> {
        Self::ALL.iter().copied().find(|gate| gate.id() == id).ok_or("no gate has this name")
    }
}

/// A page view, as far as rules ask for it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Visit {
    /// The page's host, with its port if it has one.
    pub host: String,
    /// The page's path.
    pub path: String,
    /// Host and path of the page the visitor came from, if it is known.
    pub referrer: Option<(String, String)>,
    /// The kind of device.
    pub device: Device,
    /// The language to speak to the visitor.
    pub language: Language,
    /// What the site has said of the visitor.
    pub fields: Fields,
    /// Page views so far, this one included; unknown without consent to storage.
    pub visits: Option<u32>,
    /// UTC milliseconds of the first of them.
    pub since: Option<i64>,
    /// UTC milliseconds.
    pub now: i64,
    /// Drawn evenly from 0 up to 1.
    pub draw: f64,
    /// When the survey was answered last, UTC milliseconds.
    pub answered: Option<i64>,
    /// When the survey was closed last without reaching its end, UTC milliseconds.
    pub dismissed: Option<i64>,
    /// When surveys opened by themselves, UTC milliseconds.
    pub asked: Vec<i64>,
}

impl Targeting {
    /// The first rule that holds the survey back from this page view; `None` when it only waits for its trigger.
    ///
    /// A tab is there always, however often it was used; a survey that opens by itself counts against the budget.
    pub fn gate(&self, display: Display, budget: Option<Budget>, visit: &Visit) -> Option<Gate> {
        let any = |patterns: &[PagePattern], host: &str, path: &str| {
            patterns.iter().any(|pattern| pattern.matches(host, path))
        };
        let from = |(host, path): &(String, String)| any(&self.referrer, host, path);
        let speaks = |one: &Language| *one == visit.language || one.as_str() == visit.language.base();
        let known = |needed: u16, known: Option<i64>| needed == 0 || known.is_some_and(|known| known >= needed.into());
        let rests = |at: Option<i64>, days: Option<u16>| {
            at.is_some_and(|at| days.is_none_or(|days| visit.now < at + i64::from(days) * DAY))
        };
        let asked_within = |days: u16| visit.asked.iter().filter(|at| visit.now < **at + i64::from(days) * DAY).count();
        let by_itself = display.opens_by_itself();
        let tab = display == Display::Tab;
        let gates = [
            (
                Gate::Page,
                (self.include.is_empty() || any(&self.include, &visit.host, &visit.path))
                    && !any(&self.exclude, &visit.host, &visit.path),
            ),
            (Gate::Referrer, self.referrer.is_empty() || visit.referrer.as_ref().is_some_and(from)),
            (Gate::Device, self.devices.is_empty() || self.devices.contains(&visit.device)),
            (Gate::Language, self.languages.is_empty() || self.languages.iter().any(speaks)),
            (
                Gate::Schedule,
                self.from.is_none_or(|from| visit.now >= from) && self.until.is_none_or(|until| visit.now < until),
            ),
            (Gate::Attributes, self.who.iter().all(|condition| condition.holds(&Answers::new(), &visit.fields))),
            (Gate::Visits, known(self.visits, visit.visits.map(i64::from))),
            (Gate::Days, known(self.days, visit.since.map(|since| (visit.now - since) / DAY))),
            (Gate::Sample, visit.draw < self.chance.get()),
            (Gate::Answered, tab || !rests(visit.answered, self.again.answered)),
            (Gate::Dismissed, tab || !rests(visit.dismissed, self.again.dismissed)),
            (Gate::Budget, !by_itself || budget.is_none_or(|budget| asked_within(budget.days) < budget.surveys.into())),
        ];
        gates.into_iter().find(|(_, passes)| !passes).map(|(gate, _)| gate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_found_by_their_name() {
        for gate in Gate::ALL {
            assert_eq!(Gate::try_from(gate.id()), Ok(*gate));
        }
        assert!(Gate::try_from("shown").is_err());
    }

    /// One case of `cases/targeting.json`: rules, a page view and what holds the survey back.
    #[cfg(feature = "serde")]
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        name: String,
        #[serde(default)]
        targeting: Targeting,
        #[serde(default)]
        display: Display,
        budget: Option<Budget>,
        #[serde(default)]
        visit: serde_json::Map<String, serde_json::Value>,
        gate: Option<String>,
    }

    #[cfg(feature = "serde")]
    #[test]
    fn each_case_is_held_back_by_the_gate_it_names() {
        let cases = include_str!("../../cases/targeting.json");
        let (usual, cases): (serde_json::Value, Vec<Case>) = serde_json::from_str(cases).unwrap();
        assert!(cases.len() > 40);
        for case in cases {
            let mut visit = usual.clone();
            visit.as_object_mut().unwrap().extend(case.visit);
            let visit: Visit = serde_json::from_value(visit).unwrap();
            let gate = case.targeting.gate(case.display, case.budget, &visit).map(Gate::id);
            assert_eq!(gate, case.gate.as_deref(), "{}", case.name);
        }
    }
}

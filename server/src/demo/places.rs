//! The journey of the shop in the demo: where it listens, how much, and how each place fares. Data only.

use super::comments::{self, Comment};
use shared::score::Metric;

/// The phases, in the customer's order.
pub const PHASES: [&str; 9] =
    ["Aware", "Investigate", "Decide", "Buy", "Use", "Invoice", "Get help", "Renew", "Recommend"];
/// The channels, in the team's order.
pub const CHANNELS: [&str; 6] = ["Website", "App", "E-mail", "Store", "Phone", "Social"];

/// One touchpoint, its survey, and what its customers will have said.
pub struct Place {
    /// What it is called; its survey is called after it.
    pub name: &'static str,
    /// One of [`CHANNELS`].
    pub channel: &'static str,
    /// One of [`PHASES`].
    pub phase: &'static str,
    /// Whether the team declared that it decides the relationship.
    pub moment_of_truth: bool,
    /// The figure the team wants.
    pub target: Option<f64>,
    /// What its survey measures.
    pub metric: Metric,
    /// The figure its answers give, over time.
    pub level: Level,
    /// How many answer.
    pub traffic: Traffic,
    /// The pages its survey asks on. `/checkout*`, `/help*` and `/` are the example shop's.
    pub pages: &'static [&'static str],
    /// The pages its answers came from.
    pub paths: &'static [&'static str],
    /// How likely unhappy customers name each obstacle: before and after the turn.
    pub obstacles: &'static [(&'static str, u32, u32)],
    /// What may be said there.
    pub comments: &'static [Comment],
}

/// The headline figure of a place over time, in the unit of its metric.
#[derive(Clone, Copy)]
pub enum Level {
    /// No change but chance.
    Steady(f64),
    /// Another figure since so many days ago.
    Turn {
        /// Until then.
        before: f64,
        /// Since then.
        after: f64,
        /// When.
        days_ago: u16,
    },
    /// One figure until so many days ago, then in a straight line to today's.
    Drift {
        /// Until then.
        from: f64,
        /// Today.
        to: f64,
        /// For how long.
        days: u16,
    },
}

impl Level {
    /// The figure so many days ago.
    pub fn at(self, days_ago: u16) -> f64 {
        match self {
            Self::Steady(level) => level,
            Self::Turn { before, after, .. } => {
                if self.has_turned(days_ago) {
                    after
                } else {
                    before
                }
            }
            Self::Drift { from, to, days } => to + (from - to) * (f64::from(days_ago) / f64::from(days)).min(1.0),
        }
    }

    /// Whether, so many days ago, customers spoke of the new state of things already.
    pub fn has_turned(self, days_ago: u16) -> bool {
        match self {
            Self::Steady(_) => false,
            Self::Turn { days_ago: turn, .. } | Self::Drift { days: turn, .. } => days_ago < turn,
        }
    }
}

/// How many see and answer a survey.
pub struct Traffic {
    /// How many are shown it on a day, nowadays.
    pub shown: f64,
    /// The share of those shown the survey who answer.
    pub rate: f64,
    /// For how many days it has been asking.
    pub since: u16,
}

/// From the answers a day.
const fn traffic(answers: f64, rate: f64, since: u16) -> Traffic {
    Traffic { shown: answers / rate, rate, since }
}

const PRICE: &[(&str, u32, u32)] =
    &[("price", 6, 6), ("quality", 3, 3), ("effort", 2, 2), ("delivery", 2, 2), ("other", 2, 2)];
const CLUMSY: &[(&str, u32, u32)] = &[("effort", 6, 3), ("quality", 3, 3), ("help", 2, 2), ("other", 2, 2)];
const SERVICE: &[(&str, u32, u32)] = &[("help", 6, 6), ("delivery", 4, 4), ("price", 3, 3), ("other", 1, 1)];
const LOST: &[(&str, u32, u32)] = &[("finding", 6, 6), ("understanding", 3, 3), ("steps", 2, 2), ("other", 1, 1)];
// These two have options of their own.
const QUEUE: &[(&str, u32, u32)] =
    &[("waiting", 5, 10), ("transferred", 4, 4), ("unsolved", 3, 2), ("menu", 2, 2), ("other", 2, 1)];
const CHECKOUT: &[(&str, u32, u32)] =
    &[("payment", 4, 3), ("account", 4, 3), ("shipping", 3, 13), ("delivery", 2, 2), ("other", 2, 1)];

/// Every touchpoint that has a survey, the way of the customer.
pub const PLACES: [Place; 17] = [
    Place {
        name: "Landing",
        channel: "Website",
        phase: "Aware",
        moment_of_truth: false,
        target: Some(85.0),
        metric: Metric::Csat,
        level: Level::Steady(79.0),
        traffic: traffic(23.0, 0.081, 365),
        pages: &["/"],
        paths: &["/"],
        obstacles: &[],
        comments: comments::LANDING,
    },
    Place {
        name: "Ads",
        channel: "Social",
        phase: "Aware",
        moment_of_truth: false,
        target: None,
        metric: Metric::Nps,
        level: Level::Steady(10.0),
        // Its four answers are told one by one.
        traffic: Traffic { shown: 1.6, rate: 0.0, since: 24 },
        pages: &["/ads/*"],
        paths: &["/ads/spring"],
        obstacles: PRICE,
        comments: &[],
    },
    Place {
        name: "Compare plans",
        channel: "Website",
        phase: "Investigate",
        moment_of_truth: false,
        target: Some(80.0),
        metric: Metric::Csat,
        level: Level::Steady(72.0),
        traffic: traffic(38.0, 0.105, 365),
        pages: &["/plans*"],
        paths: &["/plans", "/plans/compare"],
        obstacles: &[],
        comments: comments::COMPARE_PLANS,
    },
    Place {
        name: "Shipping costs",
        channel: "Website",
        phase: "Decide",
        moment_of_truth: true,
        target: Some(10.0),
        metric: Metric::Nps,
        level: Level::Steady(-14.0),
        traffic: traffic(13.0, 0.098, 365),
        pages: &["/shipping*"],
        paths: &["/shipping"],
        obstacles: PRICE,
        comments: comments::SHIPPING_COSTS,
    },
    Place {
        name: "Advisor",
        channel: "Store",
        phase: "Decide",
        moment_of_truth: false,
        target: Some(55.0),
        metric: Metric::Nps,
        level: Level::Steady(48.0),
        traffic: traffic(3.8, 0.148, 290),
        pages: &["/store/advisor*"],
        paths: &["/store/advisor"],
        obstacles: SERVICE,
        comments: comments::ADVISOR,
    },
    Place {
        name: "Checkout",
        channel: "Website",
        phase: "Buy",
        moment_of_truth: true,
        target: Some(10.0),
        metric: Metric::Nps,
        level: Level::Turn { before: -14.0, after: -32.0, days_ago: 22 },
        traffic: traffic(29.0, 0.115, 365),
        pages: &["/checkout*", "/es/checkout*", "/strict*"],
        paths: &["/checkout.html", "/es/checkout.html", "/es/checkout.html"],
        obstacles: CHECKOUT,
        comments: comments::CHECKOUT,
    },
    Place {
        name: "Order confirmed",
        channel: "E-mail",
        phase: "Buy",
        moment_of_truth: false,
        target: Some(92.0),
        metric: Metric::Csat,
        level: Level::Steady(88.0),
        traffic: traffic(60.0, 0.139, 365),
        pages: &["/mail/order*"],
        paths: &["/mail/order"],
        obstacles: &[],
        comments: comments::ORDER_CONFIRMED,
    },
    Place {
        name: "Till",
        channel: "Store",
        phase: "Buy",
        moment_of_truth: false,
        target: Some(40.0),
        metric: Metric::Nps,
        level: Level::Steady(30.0),
        traffic: traffic(3.5, 0.132, 290),
        pages: &["/store/till*"],
        paths: &["/store/till"],
        obstacles: SERVICE,
        comments: comments::TILL,
    },
    Place {
        name: "First use",
        channel: "App",
        phase: "Use",
        moment_of_truth: true,
        target: Some(55.0),
        metric: Metric::Nps,
        level: Level::Turn { before: 40.0, after: 52.0, days_ago: 31 },
        traffic: traffic(48.0, 0.147, 330),
        pages: &["/app/start*"],
        paths: &["/app/start", "/app/start/pair"],
        obstacles: CLUMSY,
        comments: comments::FIRST_USE,
    },
    Place {
        name: "Invoice view",
        channel: "App",
        phase: "Invoice",
        moment_of_truth: false,
        target: Some(30.0),
        metric: Metric::Nps,
        level: Level::Steady(19.0),
        traffic: traffic(7.6, 0.102, 250),
        pages: &["/app/invoices*"],
        paths: &["/app/invoices"],
        obstacles: CLUMSY,
        comments: comments::INVOICE_VIEW,
    },
    Place {
        name: "Invoice e-mail",
        channel: "E-mail",
        phase: "Invoice",
        moment_of_truth: false,
        target: Some(15.0),
        metric: Metric::Nps,
        level: Level::Steady(-11.0),
        traffic: traffic(5.2, 0.083, 250),
        pages: &["/mail/invoice*"],
        paths: &["/mail/invoice"],
        obstacles: PRICE,
        comments: comments::INVOICE_EMAIL,
    },
    Place {
        name: "Help centre",
        channel: "Website",
        phase: "Get help",
        moment_of_truth: false,
        target: Some(6.0),
        metric: Metric::Ces,
        level: Level::Steady(5.5),
        traffic: traffic(19.0, 0.094, 365),
        pages: &["/help*"],
        paths: &["/help.html"],
        obstacles: LOST,
        comments: comments::HELP_CENTRE,
    },
    Place {
        name: "Call centre",
        channel: "Phone",
        phase: "Get help",
        moment_of_truth: true,
        target: Some(5.5),
        metric: Metric::Ces,
        level: Level::Drift { from: 5.2, to: 4.4, days: 60 },
        traffic: traffic(16.0, 0.121, 365),
        pages: &["/phone/support*"],
        paths: &["/phone/support"],
        obstacles: QUEUE,
        comments: comments::CALL_CENTRE,
    },
    Place {
        name: "Plan change",
        channel: "App",
        phase: "Renew",
        moment_of_truth: false,
        target: Some(25.0),
        metric: Metric::Nps,
        level: Level::Steady(7.0),
        traffic: traffic(2.6, 0.107, 200),
        pages: &["/app/plan*"],
        paths: &["/app/plan"],
        obstacles: PRICE,
        comments: comments::PLAN_CHANGE,
    },
    Place {
        name: "Retention call",
        channel: "Phone",
        phase: "Renew",
        moment_of_truth: false,
        target: Some(-10.0),
        metric: Metric::Nps,
        level: Level::Steady(-38.0),
        traffic: traffic(1.5, 0.126, 160),
        pages: &["/phone/retention*"],
        paths: &["/phone/retention"],
        obstacles: SERVICE,
        comments: comments::RETENTION_CALL,
    },
    Place {
        name: "Referral",
        channel: "E-mail",
        phase: "Recommend",
        moment_of_truth: false,
        target: Some(65.0),
        metric: Metric::Nps,
        level: Level::Steady(61.0),
        traffic: traffic(4.8, 0.150, 180),
        pages: &["/mail/referral*"],
        paths: &["/mail/referral"],
        obstacles: PRICE,
        comments: comments::REFERRAL,
    },
    Place {
        name: "Reviews",
        channel: "Social",
        phase: "Recommend",
        moment_of_truth: false,
        target: Some(45.0),
        metric: Metric::Nps,
        level: Level::Steady(33.0),
        traffic: traffic(1.9, 0.112, 140),
        pages: &["/reviews*"],
        paths: &["/reviews"],
        obstacles: PRICE,
        comments: comments::REVIEWS,
    },
];

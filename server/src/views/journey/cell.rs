//! One touchpoint on the map: its figure, and how far it is from where it shall be. Hides what rests on too few answers.

use crate::{
    db::journey::Touchpoint,
    views::{
        Page, colour,
        figure::{self, Figure},
        format,
    },
    words::fill,
};
use jiff::civil::Date;
use shared::score::Counts;

/// What is known of a touchpoint in the period.
#[derive(Debug)]
pub struct Here<'a> {
    /// The touchpoint.
    pub touchpoint: &'a Touchpoint,
    /// What was answered.
    pub counts: Option<Counts>,
    /// The score the team wants in the unit of what was answered.
    pub target: Option<f64>,
    /// Whether a survey is live there.
    pub is_asked: bool,
    /// A survey of its own that is not asked at the moment.
    pub resting: Option<i64>,
}

/// One touchpoint on the map.
#[derive(Debug)]
pub struct Cell {
    /// Its page.
    pub href: String,
    /// The class of its ground.
    pub class: &'static str,
    /// Its figure.
    pub value: String,
    /// Which metric it is, where the map shows several.
    pub metric: Option<&'static str>,
    /// What it is called.
    pub name: String,
    /// How many answered, or why there is no figure.
    pub about: String,
    /// Whether it decides the relationship.
    pub moment_of_truth: bool,
    /// What the team wants there.
    pub goal: Option<Goal>,
    /// What makes somebody listen there, where nobody does.
    pub silence: Option<Silence>,
}

/// A target, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The target and the distance.
    pub text: String,
    /// By when, or since when it is overdue.
    pub day: Option<String>,
    /// Whether its day is over and it is not reached.
    pub is_overdue: bool,
}

/// What makes somebody listen at a touchpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Making a survey there.
    Make(i64),
    /// Opening the survey that is there and not asked.
    Open(i64),
}

impl Cell {
    /// What is shown of a touchpoint today, with the address of its page. `several` says that the map shows several metrics.
    pub fn of(page: &Page, href: String, here: &Here, min_n: u64, today: Date, several: bool) -> Self {
        let (words, touchpoint) = (page.words, here.touchpoint);
        let counts = here.counts.as_ref();
        let figure = counts.map_or(Figure::Nothing, |counts| Figure::of(page.locale, counts, min_n));
        let silence = match (here.is_asked, here.resting) {
            (true, _) => None,
            (false, None) => Some(Silence::Make(touchpoint.id)),
            (false, Some(survey)) => Some(Silence::Open(survey)),
        };
        let score = match &figure {
            Figure::Shown(_) => counts.and_then(Counts::score).map(|score| score.value),
            Figure::Few(_) | Figure::Nothing => None,
        };
        let goal = here.target.map(|target| Goal::of(page, here, target, score, today));
        let (class, value, about) = match figure {
            Figure::Shown(shown) => {
                let pomp = counts.and_then(Counts::pomp).unwrap_or_default();
                (colour::ground_of(pomp), shown.value, shown.n.replace("=\u{a0}", ""))
            }
            Figure::Few(few) => ("few", few, String::new()),
            Figure::Nothing if here.is_asked => ("silent", "–".to_owned(), words.no_answers.to_owned()),
            Figure::Nothing => ("silent", "–".to_owned(), words.nobody_asks.to_owned()),
        };
        Self {
            href,
            metric: counts.filter(|_| several).map(|counts| figure::name(words, counts.metric())),
            name: touchpoint.name.clone(),
            moment_of_truth: touchpoint.moment_of_truth,
            class,
            value,
            about,
            goal,
            silence,
        }
    }
}

impl Goal {
    /// `score` is what is shown; what rests on too few answers says nothing here either.
    fn of(page: &Page, here: &Here, target: f64, score: Option<f64>, today: Date) -> Self {
        let (words, locale) = (page.words, page.locale);
        let metric = here.counts.as_ref().map(Counts::metric);
        let wanted = metric.map_or_else(|| target.to_string(), |metric| format::score(locale, metric, target));
        let distance = |score: f64| match metric {
            Some(metric) => format::moved(locale, metric, target - score),
            None => String::new(),
        };
        let is_reached = score.is_some_and(|score| score >= target);
        let text = match score {
            None => fill(words.cell_target, &[("target", &wanted)]),
            Some(_) if is_reached => fill(words.cell_target_reached, &[("target", &wanted)]),
            Some(score) => fill(words.cell_target_missing, &[("target", &wanted), ("distance", &distance(score))]),
        };
        let due = here.touchpoint.due().filter(|_| !is_reached);
        let is_overdue = due.is_some_and(|due| due < today);
        let told = |due: Date| {
            let text = if is_overdue { words.cell_overdue } else { words.cell_due };
            fill(text, &[("day", &format::day(locale, due, today))])
        };
        Self { text, day: due.map(told), is_overdue }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{access::Access, locale::Locale, views::Visit};
    use jiff::civil::date;
    use shared::score::Metric;

    fn page() -> Page {
        let [email, csrf, here] = [String::new(), String::new(), String::new()];
        let (locale, access) = (Locale::En, Access::Organisation);
        Page::new(Visit { locale, email, csrf, here, access, new_comments: 0, at: 0 }, "")
    }

    fn touchpoint(target_by: Option<&str>) -> Touchpoint {
        Touchpoint {
            id: 7,
            phase_id: 1,
            channel_id: 1,
            name: "Checkout".to_owned(),
            moment_of_truth: false,
            target: Some(80.0),
            target_by: target_by.map(str::to_owned),
            owner_id: None,
            description: String::new(),
            revision: 1,
        }
    }

    fn cell(points: [u64; 5], target_by: Option<&str>) -> Cell {
        let counts = Counts::from_points(Metric::Csat, &points).filter(|counts| counts.n() > 0);
        let touchpoint = touchpoint(target_by);
        let here = Here { touchpoint: &touchpoint, counts, target: Some(80.0), is_asked: true, resting: None };
        Cell::of(&page(), String::new(), &here, 5, date(2026, 11, 25), false)
    }

    #[test]
    fn a_cell_says_how_far_it_is_from_its_target() {
        let check = |points: [u64; 5], target_by: Option<&str>, expected: &str| {
            let goal = cell(points, target_by).goal.unwrap();
            let late = if goal.is_overdue { "! " } else { "" };
            let day = goal.day.map(|day| format!(", {day}")).unwrap_or_default();
            let found = format!("{late}{}{day}", goal.text).replace('\u{a0}', " ");
            assert_eq!(found, expected, "{points:?} {target_by:?}");
        };
        check([5, 0, 0, 0, 5], None, "to-be 80 %, 30 pt to go");
        check([5, 0, 0, 0, 5], Some("2026-12-31"), "to-be 80 %, 30 pt to go, by 31 Dec");
        check([5, 0, 0, 0, 5], Some("2026-11-24"), "! to-be 80 %, 30 pt to go, overdue since 24 Nov");
        check([0, 0, 0, 0, 9], Some("2026-11-24"), "to-be 80 %, reached");
        // Few answers do not give away whether they would reach it.
        check([0, 0, 0, 0, 4], Some("2026-11-24"), "! to-be 80 %, overdue since 24 Nov");
        check([0, 0, 0, 0, 0], None, "to-be 80");
    }
}

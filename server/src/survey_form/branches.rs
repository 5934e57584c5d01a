//! Branches as the editor shows them: for each group of answers, where it leads.
//!
//! A survey can say more than that (conditions on earlier questions, odd ranges). Such branches are shown as rules with
//! conditions, see [`super::condition`].

use super::{Form, QuestionKind};
use shared::{
    condition::{Condition, Subject, Test},
    score::Metric,
    survey::{Branch, Destination, Question},
    text::{OptionId, QuestionId},
};

/// A group of answers that lead to one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Low, middle or high scores, both ends included.
    Scores(&'static str, u8, u8),
    /// An option, by its key in the form.
    Option(String),
    /// Agreed or not.
    Agreed(bool),
    /// Any answer, or none.
    Any,
}

impl Outcome {
    /// Its name in the form.
    pub fn key(&self) -> &str {
        match self {
            Self::Scores(key, ..) => key,
            Self::Option(key) => key,
            Self::Agreed(true) => "yes",
            Self::Agreed(false) => "no",
            Self::Any => "any",
        }
    }
}

/// The groups of answers to a question of the form.
pub fn outcomes(form: &Form, question: &QuestionId) -> Vec<Outcome> {
    match form.kind(question) {
        Some(kind) => outcomes_of(kind, form.metric(question), form.options(question)),
        None => Vec::new(),
    }
}

/// The groups of answers to a question that measures this and has these options.
pub fn outcomes_of(kind: QuestionKind, metric: Option<Metric>, options: &[String]) -> Vec<Outcome> {
    match (metric, kind) {
        (Some(metric), _) => {
            let (least, most) = metric.points().into_inner();
            let [middle, high] = metric.cuts();
            let ends = [("low", least, middle), ("middle", middle, high), ("high", high, most + 1)];
            // Thumbs and the shortest ratings have no middle.
            let there = ends.into_iter().filter(|(_, from, behind)| from < behind);
            there.map(|(name, from, behind)| Outcome::Scores(name, from, behind - 1)).collect()
        }
        (None, QuestionKind::Choice) => options.iter().cloned().map(Outcome::Option).collect(),
        (None, QuestionKind::Consent) => vec![Outcome::Agreed(true), Outcome::Agreed(false)],
        (None, _) => vec![Outcome::Any],
    }
}

/// Where each group leads; `None` is the next question.
pub type Destinations = Vec<Option<Destination>>;

/// The branches that lead each group to its place, as few as there can be.
pub fn branches(question: &QuestionId, outcomes: &[Outcome], destinations: &[Option<Destination>]) -> Vec<Branch> {
    if let [Some(first), rest @ ..] = destinations
        && rest.iter().all(|one| one.as_ref() == Some(first))
    {
        return vec![Branch { when: Vec::new(), to: first.clone() }];
    }
    let mut branches: Vec<Branch> = Vec::new();
    let mut joined = None;
    for (outcome, to) in outcomes.iter().zip(destinations) {
        let before = joined.take();
        joined = Some(to);
        let Some(to) = to else { continue };
        let is = match outcome {
            Outcome::Scores(_, low, high) => {
                // The group before leads to the same place: one branch for both.
                if before == joined
                    && let Some(Test::Score(_, end)) = last_test(&mut branches)
                {
                    *end = *high;
                    continue;
                }
                Test::Score(*low, *high)
            }
            Outcome::Option(key) => match OptionId::try_from(key.as_str()) {
                Ok(option) => Test::Chosen(option),
                Err(_) => continue,
            },
            Outcome::Agreed(yes) => Test::Equals(if *yes { "yes" } else { "no" }.to_owned()),
            Outcome::Any => continue,
        };
        let when = vec![Condition { of: Subject::Question(question.clone()), is, not: false }];
        branches.push(Branch { when, to: to.clone() });
    }
    branches
}

fn last_test(branches: &mut [Branch]) -> Option<&mut Test> {
    branches.last_mut()?.when.last_mut().map(|condition| &mut condition.is)
}

/// Where each group leads by these branches; `None` when they say more than that.
pub fn destinations(
    question: &QuestionId,
    outcomes: &[Outcome],
    written: &[Branch],
    all: &[Question<impl Sized>],
) -> Option<Destinations> {
    let leads = |outcome: &Outcome, branch: &Branch| {
        branch.when.iter().all(|condition| {
            condition.of == Subject::Question(question.clone())
                && !condition.not
                && match (&condition.is, outcome) {
                    (Test::Score(from, to), Outcome::Scores(_, low, high)) => from <= low && high <= to,
                    (Test::Chosen(option), Outcome::Option(key)) => option.as_str() == key,
                    (Test::Equals(text), Outcome::Agreed(yes)) => text == if *yes { "yes" } else { "no" },
                    _ => false,
                }
        })
    };
    let to = |outcome: &Outcome| written.iter().find(|branch| leads(outcome, branch)).map(|branch| branch.to.clone());
    let destinations: Destinations = outcomes.iter().map(to).collect();
    let known = |to: &Destination| match to {
        Destination::Question(id) => all.iter().any(|one| one.id == *id),
        Destination::End => true,
    };
    let said = destinations.iter().flatten().all(known) && branches(question, outcomes, &destinations) == written;
    said.then_some(destinations)
}

/// A destination as the form's selects hold it.
pub fn write(destination: Option<&Destination>) -> String {
    match destination {
        None => "next".to_owned(),
        Some(Destination::End) => "end".to_owned(),
        Some(Destination::Question(id)) => format!("question.{id}"),
    }
}

/// The destination a select holds. What is no destination is the next question.
pub fn read(value: &str) -> Option<Destination> {
    match value.strip_prefix("question.") {
        Some(id) => QuestionId::try_from(id).ok().map(Destination::Question),
        None => (value == "end").then_some(Destination::End),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(id: &str) -> QuestionId {
        id.try_into().unwrap()
    }

    /// What is measured, or else the kind of question.
    type Of = Result<Metric, QuestionKind>;

    fn groups(of: Of, options: &[String]) -> Vec<Outcome> {
        outcomes_of(of.err().unwrap_or(QuestionKind::Rating), of.ok(), options)
    }

    fn branch(when: &[(&str, Test)], to: &str) -> Branch {
        let when = when
            .iter()
            .map(|(on, is)| Condition { of: Subject::Question(id(on)), is: is.clone(), not: false })
            .collect();
        Branch { when, to: read(to).unwrap() }
    }

    #[test]
    fn groups_and_branches_say_the_same() {
        let check = |of: Of, to: &[&str], expected: &[Branch]| {
            let outcomes = groups(of, &["price".to_owned(), "other".to_owned()]);
            let to: Destinations = to.iter().map(|to| read(to)).collect();
            let written = branches(&id("score"), &outcomes, &to);
            assert_eq!(written, expected, "{to:?}");
            let all: Vec<Question<()>> = ["why", "more"]
                .map(|name| Question {
                    id: id(name),
                    title: (),
                    note: (),
                    required: false,
                    together: false,
                    kind: shared::survey::Kind::Statement,
                    branches: vec![],
                })
                .into();
            assert_eq!(destinations(&id("score"), &outcomes, &written, &all), Some(to));
        };
        let score = |from, to| ("score", Test::Score(from, to));
        let (why, more) = ("question.why", "question.more");
        check(Ok(Metric::Nps), &["next", "next", "next"], &[]);
        check(Ok(Metric::Nps), &["end", "end", "end"], &[branch(&[], "end")]);
        check(Ok(Metric::Nps), &[why, "next", "next"], &[branch(&[score(0, 6)], why)]);
        check(Ok(Metric::Nps), &[why, more, more], &[branch(&[score(0, 6)], why), branch(&[score(7, 10)], more)]);
        check(Ok(Metric::Csat), &[why, why, "end"], &[branch(&[score(1, 3)], why), branch(&[score(4, 5)], "end")]);
        check(Ok(Metric::Ces), &[why, "next", why], &[branch(&[score(1, 3)], why), branch(&[score(5, 7)], why)]);
        let chosen = |option: &str| ("score", Test::Chosen(option.try_into().unwrap()));
        check(Err(QuestionKind::Choice), &["next", why], &[branch(&[chosen("other")], why)]);
        check(
            Err(QuestionKind::Choice),
            &["end", why],
            &[branch(&[chosen("price")], "end"), branch(&[chosen("other")], why)],
        );
        check(Err(QuestionKind::Choice), &[why, why], &[branch(&[], why)]);
        check(Ok(Metric::Ces5), &[why, "next", "end"], &[branch(&[score(1, 2)], why), branch(&[score(4, 5)], "end")]);
        check(Ok(Metric::Thumbs), &[why, "next"], &[branch(&[score(0, 0)], why)]);
        let rating = |points: u8| Ok(Metric::Rating(points.try_into().unwrap()));
        check(rating(2), &["next", why], &[branch(&[score(2, 2)], why)]);
        check(rating(3), &[why, "next", "end"], &[branch(&[score(1, 1)], why), branch(&[score(3, 3)], "end")]);
        check(rating(11), &[why, "next", "end"], &[branch(&[score(0, 3)], why), branch(&[score(7, 10)], "end")]);
        let agreed = |yes: &str| ("score", Test::Equals(yes.to_owned()));
        check(Err(QuestionKind::Consent), &["next", "end"], &[branch(&[agreed("no")], "end")]);
        check(Err(QuestionKind::Text), &["end"], &[branch(&[], "end")]);
        check(Err(QuestionKind::Text), &["next"], &[]);
    }

    #[test]
    fn what_groups_cannot_say_is_left_alone() {
        let check = |of: Of, written: &[Branch]| {
            let all: [Question<()>; 0] = [];
            assert_eq!(destinations(&id("score"), &groups(of, &[]), written, &all), None, "{written:?}");
        };
        check(Ok(Metric::Nps), &[branch(&[("score", Test::Score(0, 3))], "end")]);
        check(Ok(Metric::Nps), &[branch(&[("other", Test::Score(0, 6))], "end")]);
        check(Ok(Metric::Nps), &[branch(&[("score", Test::Score(0, 6))], "end"), branch(&[], "end")]);
        check(Err(QuestionKind::Text), &[branch(&[("score", Test::Score(0, 6))], "end")]);
    }
}

//! Which page comes next. One evaluator, run by the widget to ask and by the server to check.

use crate::{
    answer::Answers,
    condition::{Condition, Fields},
    survey::{Destination, Ending, Question, Survey},
};
use alloc::vec::Vec;

impl<T> Survey<T> {
    /// The questions asked together with the one at `position`, from it on. Empty behind the end.
    pub fn page(&self, position: usize) -> &[Question<T>] {
        let rest = self.questions().get(position..).unwrap_or_default();
        let more = rest.iter().skip(1).take_while(|question| question.together).count();
        &rest[..rest.len().min(more + 1)]
    }

    /// The position of the page after the one at `position`, given what is known so far; `None` is the end.
    pub fn next(&self, position: usize, answers: &Answers, fields: &Fields) -> Option<usize> {
        let page = self.page(position);
        let branches = &page.last()?.branches;
        match branches.iter().find(|branch| all_hold(&branch.when, answers, fields)).map(|branch| &branch.to) {
            Some(Destination::End) => None,
            Some(Destination::Question(id)) => self.questions().iter().position(|later| later.id == *id),
            None => Some(position + page.len()).filter(|next| *next < self.questions().len()),
        }
    }

    /// The positions of the pages someone with these answers is shown, in order. Finite, because branches only lead
    /// forward.
    pub fn pages(&self, answers: &Answers, fields: &Fields) -> impl Iterator<Item = usize> {
        core::iter::successors(Some(0), |position| self.next(*position, answers, fields))
    }

    /// The questions someone with these answers is asked, in order.
    pub fn path(&self, answers: &Answers, fields: &Fields) -> Vec<&Question<T>> {
        self.pages(answers, fields).flat_map(|position| self.page(position)).collect()
    }

    /// What is said at the end: the first ending that holds. `None` is the thank-you for everybody else.
    pub fn ending(&self, answers: &Answers, fields: &Fields) -> Option<&Ending<T>> {
        self.endings().iter().find(|ending| all_hold(&ending.when, answers, fields))
    }
}

/// Nothing asked for holds always.
fn all_hold(conditions: &[Condition], answers: &Answers, fields: &Fields) -> bool {
    conditions.iter().all(|condition| condition.holds(answers, fields))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        answer::Answer,
        survey::{
            Branch, Kind, Parts,
            tests::{field_is, question, score_branch},
        },
    };
    use std::{
        string::{String, ToString},
        vec,
    };

    fn survey() -> Survey<String> {
        let rating = Kind::Nps { low: String::new(), high: String::new() };
        let score =
            question("score", rating, vec![score_branch("score", 0, 6, "why"), score_branch("score", 9, 10, "praise")]);
        let end = || vec![Branch { when: vec![], to: Destination::End }];
        let mut more = question("more", Kind::text(), end());
        more.together = true;
        let mut pro = question("neutral", Kind::text(), end());
        pro.branches.insert(
            0,
            Branch { when: vec![field_is("plan", "pro")], to: Destination::Question("praise".try_into().unwrap()) },
        );
        let questions =
            vec![score, pro, question("why", Kind::text(), vec![]), more, question("praise", Kind::text(), vec![])];
        let happy = Ending { when: score_branch("score", 9, 10, "x").when, text: "hooray".to_string(), link: None };
        let fields = vec!["plan".try_into().unwrap()];
        Survey::new(Parts { fields, questions, endings: vec![happy], thanks: "thanks".to_string() }).unwrap()
    }

    #[test]
    fn the_first_branch_that_holds_is_taken() {
        let check = |score: Option<u8>, plan: &str, expected: &[&str], end: &str| {
            let answers = score.map(|score| ("score".try_into().unwrap(), Answer::Score(score))).into_iter().collect();
            let fields = Fields::from([("plan".try_into().unwrap(), plan.to_string())]);
            let survey = survey();
            let path: Vec<&str> = survey.path(&answers, &fields).iter().map(|question| question.id.as_str()).collect();
            assert_eq!(path, expected, "{score:?} {plan}");
            let said = survey.ending(&answers, &fields).map_or(survey.thanks(), |ending| &ending.text);
            assert_eq!(said, end, "{score:?}");
        };
        check(None, "free", &["score", "neutral"], "thanks");
        check(None, "pro", &["score", "neutral", "praise"], "thanks");
        check(Some(0), "", &["score", "why", "more"], "thanks");
        check(Some(6), "", &["score", "why", "more"], "thanks");
        check(Some(7), "", &["score", "neutral"], "thanks");
        check(Some(10), "", &["score", "praise"], "hooray");
    }

    #[test]
    fn a_page_holds_the_questions_asked_together() {
        let survey = survey();
        let page = |position: usize| -> Vec<&str> {
            survey.page(position).iter().map(|question| question.id.as_str()).collect()
        };
        assert_eq!(page(0), ["score"]);
        assert_eq!(page(2), ["why", "more"]);
        assert_eq!(page(4), ["praise"]);
        assert_eq!(page(9), [""; 0]);
    }
}

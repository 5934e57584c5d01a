//! Which question comes next. One evaluator, run by the widget to ask and by the server to check.

use crate::{
    answer::{Answer, Answers},
    survey::{Branch, Condition, Destination, Question, Survey, Test},
};
use alloc::vec::Vec;

impl<T> Survey<T> {
    /// The position of the question after the one at `position`, given the answers so far; `None` is the end.
    pub fn next(&self, position: usize, answers: &Answers) -> Option<usize> {
        let question = self.questions().get(position)?;
        match question.branches.iter().find(|branch| branch.holds(answers)).map(|branch| &branch.to) {
            Some(Destination::End) => None,
            Some(Destination::Question(id)) => self.questions().iter().position(|later| later.id == *id),
            None => Some(position + 1).filter(|next| *next < self.questions().len()),
        }
    }

    /// The questions someone with these answers is asked, in order. Finite, because branches only lead forward.
    pub fn path(&self, answers: &Answers) -> Vec<&Question<T>> {
        core::iter::successors(Some(0), |position| self.next(*position, answers))
            .map(|position| &self.questions()[position])
            .collect()
    }
}

impl Branch {
    fn holds(&self, answers: &Answers) -> bool {
        self.when.iter().all(|condition| condition.holds(answers))
    }
}

impl Condition {
    fn holds(&self, answers: &Answers) -> bool {
        match (answers.get(&self.question), &self.is) {
            (Some(Answer::Score(score)), Test::Score(from, to)) => (from..=to).contains(&score),
            (Some(Answer::Choice(chosen)), Test::Chosen(option)) => chosen == option,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Kind;
    use crate::survey::tests::{question, score_branch};
    use std::string::{String, ToString};
    use std::vec;

    fn survey() -> Survey<String> {
        let rating = Kind::Nps { low: String::new(), high: String::new() };
        let text = || Kind::Text { placeholder: String::new(), most: 100 };
        let score =
            question("score", rating, vec![score_branch("score", 0, 6, "why"), score_branch("score", 9, 10, "praise")]);
        let end = vec![Branch { when: vec![], to: Destination::End }];
        let questions = vec![
            score,
            question("neutral", text(), end.clone()),
            question("why", text(), end),
            question("praise", text(), vec![]),
        ];
        Survey::new(questions, "thanks".to_string()).unwrap()
    }

    #[test]
    fn the_first_branch_that_holds_is_taken() {
        let check = |score: Option<u8>, expected: &[&str]| {
            let mut answers = Answers::new();
            if let Some(score) = score {
                answers.insert("score".try_into().unwrap(), Answer::Score(score));
            }
            let survey = survey();
            let path: Vec<&str> = survey.path(&answers).iter().map(|question| question.id.as_str()).collect();
            assert_eq!(path, expected, "{score:?}");
        };
        check(None, &["score", "neutral"]);
        check(Some(0), &["score", "why"]);
        check(Some(6), &["score", "why"]);
        check(Some(7), &["score", "neutral"]);
        check(Some(10), &["score", "praise"]);
    }
}

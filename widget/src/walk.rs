//! One visitor's way through a survey: where they are, what they entered, and which of it counts. Refuses to go on from
//! a page with something wrong on it. Pure: no DOM, no clock, no network.

use crate::identity::Identity;
use shared::{
    answer::{Answer, Answers, Problem},
    condition::{Fields, LONGEST_FIELD},
    entry::Entry,
    survey::{Ending, Question, Survey},
};
use std::rc::Rc;

/// A survey on the way.
#[derive(Debug)]
pub struct Walk {
    survey: Rc<Survey<String>>,
    response: Identity,
    fields: Fields,
    /// Everything entered, also on ways that were left again, and what is not right yet.
    entered: Answers,
    /// What counts of it.
    given: Answers,
    /// The pages passed on the way here.
    passed: Vec<usize>,
    at: usize,
    /// What was wrong when the visitor last tried to go on.
    problems: Vec<(usize, Problem)>,
}

/// What came of trying to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Something is wrong on the page.
    Held,
    /// Another page is open.
    Moved,
    /// That was the last page.
    Ended,
}

impl Walk {
    /// The first page, with what was entered before. Of the fields, only those that the survey uses are known.
    pub fn new(survey: Rc<Survey<String>>, response: Identity, fields: &Fields, entered: Answers) -> Self {
        let own = fields.iter().filter(|(id, value)| survey.fields().contains(id) && !value.trim().is_empty());
        let fields = own.map(|(id, value)| (id.clone(), value.chars().take(LONGEST_FIELD).collect())).collect();
        let (given, passed, problems) = (Answers::new(), Vec::new(), Vec::new());
        let mut walk = Self { survey, response, fields, entered, given, passed, at: 0, problems };
        walk.count();
        walk
    }

    /// On to the first page that lacks an answer, else to the last page.
    pub fn resume(&mut self) {
        while self.page().iter().all(|question| question.kind.asks_nothing() || self.given.contains_key(&question.id)) {
            let Some(next) = self.next() else { return };
            self.passed.push(self.at);
            self.at = next;
        }
    }

    /// On to the page at this position, as far as the answers lead there.
    pub fn go_to(&mut self, position: usize) {
        while self.at < position {
            let Some(next) = self.next().filter(|next| *next <= position) else { return };
            self.passed.push(self.at);
            self.at = next;
        }
    }

    /// Takes over what one control says.
    pub fn enter(&mut self, entry: &Entry<'_>) {
        self.survey.enter(&mut self.entered, entry);
        // What is mended is said no more; what became wrong is said when the visitor goes on.
        let (survey, entered) = (&self.survey, &self.entered);
        self.problems.retain(|(at, problem)| {
            let question = &survey.questions()[*at];
            question.problem(entered.get(&question.id)) == Some(*problem)
        });
        self.count();
    }

    /// Goes on to the next page, if nothing is wrong on this one.
    pub fn go_on(&mut self) -> Step {
        let page = self.page().iter().enumerate();
        let wrong = page.filter_map(|(n, question)| {
            Some((self.at + n, question.problem(self.entered.get(&question.id))?))
        });
        let mut problems: Vec<_> = wrong.collect();
        let next = self.next();
        // A response without a single answer would say nothing, so the end asks for one even where none is required.
        if problems.is_empty() && next.is_none() && self.given.is_empty() {
            let asks = self.page().iter().position(|question| !question.kind.asks_nothing());
            problems.extend(asks.map(|n| (self.at + n, Problem::Missing)));
        }
        self.problems = problems;
        match next {
            _ if !self.problems.is_empty() => Step::Held,
            Some(next) => {
                self.passed.push(self.at);
                self.at = next;
                Step::Moved
            }
            None => Step::Ended,
        }
    }

    /// Goes back to the page before. Says whether there is one.
    pub fn go_back(&mut self) -> bool {
        let before = self.passed.pop();
        if let Some(before) = before {
            self.at = before;
            self.problems.clear();
        }
        before.is_some()
    }

    /// The open page: one question or several.
    pub fn page(&self) -> &[Question<String>] {
        self.survey.page(self.at)
    }

    /// The position of its first question.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The name of the response, which also decides in which order the options of a shuffled choice are shown.
    pub fn response(&self) -> Identity {
        self.response
    }

    /// The fields that the survey uses, as far as they are known.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The answers that count: those that fit, on the way to which they themselves lead.
    pub fn given(&self) -> &Answers {
        &self.given
    }

    /// What was entered for a question, right or wrong.
    pub fn answer(&self, question: &Question<String>) -> Option<&Answer> {
        self.entered.get(&question.id)
    }

    /// What was wrong with a question when the visitor last tried to go on.
    pub fn problem(&self, question: &Question<String>) -> Option<Problem> {
        let questions = self.survey.questions();
        self.problems.iter().find(|(at, _)| questions[*at].id == question.id).map(|(_, problem)| *problem)
    }

    /// The number of the open page and how many there are, as the answers stand.
    pub fn progress(&self) -> (usize, usize) {
        let next = |at: &usize| self.survey.next(*at, &self.given, &self.fields);
        let ahead = std::iter::successors(Some(self.at), next).count();
        (self.passed.len() + 1, self.passed.len() + ahead)
    }

    /// Whether there is a page before.
    pub fn can_go_back(&self) -> bool {
        !self.passed.is_empty()
    }

    /// Whether the open page is the last one, as the answers stand.
    pub fn is_last(&self) -> bool {
        self.next().is_none()
    }

    /// What is said at the end to those who answered so; `None` is the thank-you for everybody else.
    pub fn ending(&self) -> Option<&Ending<String>> {
        self.survey.ending(&self.given, &self.fields)
    }

    /// The words of the end.
    pub fn thanks(&self) -> String {
        self.fill(self.ending().map_or(self.survey.thanks(), |ending| &ending.text))
    }

    /// A text with the answers and fields that it takes over.
    pub fn fill(&self, text: &str) -> String {
        self.survey.fill(text, &self.given, &self.fields)
    }

    fn next(&self) -> Option<usize> {
        self.survey.next(self.at, &self.given, &self.fields)
    }

    fn count(&mut self) {
        self.given = Answers::new();
        let mut position = Some(0);
        while let Some(at) = position {
            for question in self.survey.page(at) {
                let right = |answer: &&Answer| !answer.is_blank() && question.problem(Some(answer)).is_none();
                if let Some(answer) = self.entered.get(&question.id).filter(right) {
                    self.given.insert(question.id.clone(), answer.clone());
                }
            }
            position = self.survey.next(at, &self.given, &self.fields);
        }
    }
}

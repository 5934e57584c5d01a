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
        let wrong =
            page.filter_map(|(n, question)| Some((self.at + n, question.problem(self.entered.get(&question.id))?)));
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
    pub fn progress(&self) -> (u32, u32) {
        let next = |at: &usize| self.survey.next(*at, &self.given, &self.fields);
        let ahead = std::iter::successors(Some(self.at), next).count();
        (self.passed.len() as u32 + 1, (self.passed.len() + ahead) as u32)
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use shared::{
        condition::{Condition, Subject, Test},
        survey::{Branch, ChoiceOption, Destination, Kind, Parts, TextFormat},
        text::{FieldId, QuestionId},
    };

    pub(crate) fn id(id: &str) -> QuestionId {
        id.try_into().unwrap()
    }

    fn question(name: &str, required: bool, kind: Kind<String>, branches: Vec<Branch>) -> Question<String> {
        let (title, note) = (String::from(name), String::new());
        Question { id: id(name), title, note, required, together: false, kind, branches }
    }

    /// NPS; 0 to 6 lead over the reasons, 7 and 8 straight to the comment, 9 and 10 to the end. With the comment, an
    /// address is asked for; visitors on the plan "pro" are not asked for a comment.
    pub(crate) fn survey() -> Survey<String> {
        let score = |from, to| Condition { of: Subject::Question(id("score")), is: Test::Score(from, to), not: false };
        let pro = Condition {
            of: Subject::Field(FieldId::try_from("plan").unwrap()),
            is: Test::Equals("pro".into()),
            not: false,
        };
        let branch = |condition, to| Branch { when: vec![condition], to };
        let text = |text: &str| String::from(text);
        let option = |id: &str| ChoiceOption { id: id.try_into().unwrap(), label: text(id) };
        let options = vec![option("price"), option("speed")];
        let words = |most, format| Kind::Text { placeholder: String::new(), least: 3, most, format };
        let questions = vec![
            question(
                "score",
                true,
                Kind::Nps { low: text("low"), high: text("high") },
                vec![branch(score(7, 8), Destination::Question(id("why"))), branch(score(9, 10), Destination::End)],
            ),
            question(
                "reason",
                false,
                Kind::Choice { options, several: None, other: Some(text("else")), shuffled: false },
                vec![branch(pro, Destination::End)],
            ),
            question("why", false, words(5, TextFormat::Long), vec![]),
            Question { together: true, ..question("mail", false, words(50, TextFormat::Email), vec![]) },
        ];
        let happy = Ending { when: vec![score(9, 10)], text: text("hooray for {{score}}"), link: None };
        let fields = vec!["plan".try_into().unwrap()];
        Survey::new(Parts { fields, questions, endings: vec![happy], thanks: text("thanks") }).unwrap()
    }

    pub(crate) fn walk(fields: &[(&str, &str)], entered: &[(&str, &str)]) -> Walk {
        let fields: Fields = fields.iter().map(|(id, value)| ((*id).try_into().unwrap(), (*value).into())).collect();
        let mut answers = Answers::new();
        for (name, value) in entered {
            survey().enter(&mut answers, &Entry { name, value, on: true });
        }
        Walk::new(survey().into(), Identity([0; 16]), &fields, answers)
    }

    fn open(walk: &Walk) -> &str {
        walk.page()[0].id.as_str()
    }

    #[test]
    fn a_response_goes_on_where_an_answer_is_missing() {
        let check = |fields: &[(&str, &str)], entered: &[(&str, &str)], expected: &str, progress: (u32, u32)| {
            let mut walk = walk(fields, entered);
            assert_eq!(open(&walk), "score", "{entered:?}");
            walk.resume();
            assert_eq!((open(&walk), walk.progress()), (expected, progress), "{entered:?}");
        };
        check(&[], &[], "score", (1, 3));
        check(&[], &[("score", "3")], "reason", (2, 3));
        check(&[("plan", "pro")], &[("score", "3")], "reason", (2, 2));
        check(&[("plan", "pro")], &[("score", "3"), ("reason", "price")], "reason", (2, 2));
        check(&[], &[("score", "8")], "why", (2, 2));
        check(&[], &[("score", "3"), ("reason", "price"), ("why", "slow")], "why", (3, 3));
        check(&[], &[("score", "3"), ("reason", "+other")], "reason", (2, 3));
        check(&[], &[("score", "10")], "score", (1, 1));
    }

    #[test]
    fn a_page_is_gone_to_as_far_as_the_answers_lead() {
        let check = |entered: &[(&str, &str)], to: usize, expected: &str| {
            let mut walk = walk(&[], entered);
            walk.go_to(to);
            assert_eq!(open(&walk), expected, "{entered:?} {to}");
        };
        check(&[("score", "3")], 2, "why");
        check(&[("score", "8")], 1, "score");
        check(&[("score", "8")], 2, "why");
        check(&[("score", "9")], 2, "score");
        check(&[], 99, "why");
    }

    #[test]
    fn all_that_is_wrong_on_a_page_is_said_and_what_is_mended_is_not() {
        let mut walk = walk(&[], &[("score", "8"), ("why", "no"), ("mail", "nobody")]);
        assert_eq!(walk.go_on(), Step::Moved);
        assert_eq!(walk.go_on(), Step::Held);
        let problems = |walk: &Walk| walk.page().iter().map(|question| walk.problem(question)).collect::<Vec<_>>();
        let mail = Some(Problem::Format(TextFormat::Email));
        assert_eq!(problems(&walk), [Some(Problem::TooShort(3)), mail]);
        assert_eq!(walk.given().len(), 1, "what is wrong does not count");
        walk.enter(&Entry { name: "why", value: "slow", on: true });
        assert_eq!(problems(&walk), [None, mail]);
        walk.enter(&Entry { name: "mail", value: "", on: true });
        assert_eq!(walk.go_on(), Step::Ended);
        assert!(walk.go_back() && !walk.can_go_back());
    }

    #[test]
    fn only_fields_of_the_survey_are_known() {
        let long = "é".repeat(LONGEST_FIELD + 1);
        let walk = walk(&[("plan", &long), ("age", "42")], &[]);
        let known: Vec<_> = walk.fields().iter().map(|(id, value)| (id.as_str(), value.chars().count())).collect();
        assert_eq!(known, [("plan", LONGEST_FIELD)]);
    }

    #[test]
    fn the_end_depends_on_the_answers() {
        assert_eq!(walk(&[], &[("score", "9")]).thanks(), "hooray for 9");
        assert_eq!(walk(&[], &[("score", "8")]).thanks(), "thanks");
    }
}

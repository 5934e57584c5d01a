//! Conditions as rows with the tests that make sense for what they are about, and in words.

use super::input::{Choice, Fields, Input, Select, choice};
use crate::{
    survey_form::{
        QuestionKind,
        branches::Outcome,
        condition::{self, NOT, Subjects, TestKind},
        names::{self, FieldNames},
    },
    words::Words,
};
use shared::{
    condition::{Condition, Subject, Test},
    text::QuestionId,
};

/// The most characters of a value to compare with.
const LONGEST_VALUE: usize = 200;

/// Conditions that must all hold.
#[derive(Debug)]
pub struct When {
    /// The item they belong to.
    pub rule: String,
    /// The name of the list.
    pub list: String,
    /// Each condition.
    pub rows: Vec<Row>,
    /// What another condition can be about; `None` where a name is typed.
    pub subjects: Option<Select>,
    /// Where the name of an attribute is typed.
    pub attribute: Option<Input>,
}

/// One condition.
#[derive(Debug)]
pub struct Row {
    /// Its key in the list.
    pub key: String,
    /// The name of the field that says what it is about.
    pub of: String,
    /// What that field holds.
    pub subject: String,
    /// What it is about, in words.
    pub about: String,
    /// What is wrong with that.
    pub problem: Option<String>,
    /// How it is tested; `None` where the form has no words for it.
    pub test: Option<Select>,
    /// The bounds of a score or number.
    pub range: Option<[Input; 2]>,
    /// The options to choose from.
    pub option: Option<Select>,
    /// The text to compare with.
    pub text: Option<Input>,
    /// The condition as it is kept, and in words.
    pub custom: Option<(Input, String)>,
}

impl Fields<'_> {
    /// The conditions of an item, on the first `asked` questions or on any field; `own` is the question that is left.
    pub fn when(&self, rule: &str, asked: usize, own: Option<&QuestionId>) -> When {
        let list = names::conditions(rule);
        let rows = self.form.list(&list).iter().map(|key| self.row(&list, key, own)).collect();
        let add = names::part(rule, "add");
        let (subjects, attribute) = if rule == names::WHO {
            (None, Some(self.input(&add, 40).labelled(self.words.survey_attribute)))
        } else {
            (Some(self.subjects(&add, asked, own)), None)
        };
        When { rule: rule.to_owned(), list, rows, subjects, attribute }
    }

    fn subjects(&self, name: &str, asked: usize, own: Option<&QuestionId>) -> Select {
        let questions = self.form.questions().iter().take(asked).rev().filter(|(_, kind)| !kind.asks_nothing());
        let questions = questions.map(|(id, _)| Subject::Question(id.clone()));
        let fields = self.form.fields().filter_map(|field| field.try_into().ok().map(Subject::Field));
        let about: Vec<(String, String)> = questions
            .chain(fields)
            .map(|subject| (condition::write_subject(&subject), self.about(&subject, own)))
            .collect();
        let choices: Vec<(&str, &str)> = about.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
        self.select(name, self.words.survey_condition_on, &choices)
    }

    fn about(&self, subject: &Subject, own: Option<&QuestionId>) -> String {
        match subject {
            Subject::Question(id) if own == Some(id) => self.words.survey_this_answer.to_owned(),
            Subject::Question(id) => self.named(id),
            Subject::Field(field) => field.to_string(),
        }
    }

    fn row(&self, list: &str, key: &str, own: Option<&QuestionId>) -> Row {
        let row = names::item(list, key);
        let part = |part: &str| names::part(&row, part);
        let written = self.form.value(&part("of"));
        let subject = condition::read_subject(written);
        let custom = self.form.typed(&part("custom")).map(|json| {
            let said = serde_json::from_str(json).map(|condition| self.condition_said(&condition, own));
            (self.input(&part("custom"), 0), said.unwrap_or_default())
        });
        let tests = match (&subject, &custom) {
            (Some(subject), None) => Subjects(self.form).tests(subject),
            _ => &[],
        };
        let has = |test: TestKind| tests.contains(&test);
        let input = |name: &str, label: &str| self.input(&part(name), LONGEST_VALUE).labelled(label);
        let range = (has(TestKind::Score) || has(TestKind::Between)).then(|| {
            ["from", "to"].map(|name| {
                input(name, if name == "from" { self.words.from_word } else { self.words.to_word }).numeric()
            })
        });
        let text = (has(TestKind::Equals) || has(TestKind::Contains)).then(|| input("text", self.words.survey_value));
        Row {
            key: key.to_owned(),
            of: part("of"),
            subject: written.to_owned(),
            about: subject.as_ref().map_or_else(|| written.to_owned(), |subject| self.about(subject, own)),
            problem: self.problem(&part("of")),
            test: (!tests.is_empty()).then(|| self.tests(&part("is"), subject.as_ref(), tests)),
            range,
            option: has(TestKind::Chosen).then(|| self.option_of(&part("option"), subject.as_ref())),
            text,
            custom,
        }
    }

    fn tests(&self, name: &str, subject: Option<&Subject>, tests: &[TestKind]) -> Select {
        let is_field = matches!(subject, Some(Subject::Field(_)));
        let both = tests.iter().flat_map(|test| [(*test, false), (*test, true)]);
        let written: Vec<(String, &str)> = both
            .map(|(test, not)| {
                (format!("{}{}", if not { NOT } else { "" }, test.key()), test_name(self.words, test, not, is_field))
            })
            .collect();
        let choices: Vec<(&str, &str)> = written.iter().map(|(key, label)| (key.as_str(), *label)).collect();
        self.select(name, self.words.survey_test, &choices)
    }

    fn option_of(&self, name: &str, subject: Option<&Subject>) -> Select {
        let chosen = self.form.value(name);
        let mut choices: Vec<Choice> = Vec::new();
        if let Some(Subject::Question(id)) = subject {
            let label = |key: &String| choice(key, &self.option_name(id, key), key == chosen);
            choices = self.form.options(id).iter().map(label).collect();
        }
        if !chosen.is_empty() && choices.iter().all(|choice| !choice.chosen) {
            // It is gone from the question; it stays in sight until something else is chosen.
            choices.push(choice(chosen, chosen, true));
        }
        if let [first, ..] = choices.as_mut_slice()
            && chosen.is_empty()
        {
            first.chosen = true;
        }
        let theirs = self.theirs(name, |key| format!("“{key}”"));
        let label = self.words.survey_value.to_owned();
        Select { name: name.to_owned(), label, choices, problem: self.problem(name), theirs }
    }

    pub fn option_name(&self, id: &QuestionId, key: &str) -> String {
        let label = self.form.first_text(|language| id.label(key, language));
        match (label.is_empty(), self.form.options(id).iter().any(|one| one == key)) {
            (false, _) => format!("“{label}”"),
            (true, true) => self.words.survey_empty_option.to_owned(),
            (true, false) => key.to_owned(),
        }
    }

    pub fn joined(&self, conditions: Vec<String>) -> String {
        match conditions.as_slice() {
            [] => self.words.survey_any_answer.to_owned(),
            some => some.join(&format!(" {} ", self.words.survey_and)),
        }
    }

    /// The conditions of an item in words.
    pub fn rule_said(&self, rule: &str, own: Option<&QuestionId>) -> String {
        self.joined(self.form.rows(rule).map(|row| self.row_said(&row, own)).collect())
    }

    fn row_said(&self, row: &str, own: Option<&QuestionId>) -> String {
        // An option without an id yet goes by its key, which is what it is called by in the form.
        let read = self.form.condition(row, |_, key| key.trim_start_matches('+').try_into().ok());
        let subject = condition::read_subject(self.form.value(&names::part(row, "of")));
        match (read, subject) {
            (Ok(Condition { of: Subject::Question(id), is: Test::Chosen(_), not }), _) => {
                let option = self.option_name(&id, self.form.value(&names::part(row, "option")));
                let name = test_name(self.words, TestKind::Chosen, not, false);
                if own == Some(&id) && !not {
                    option
                } else {
                    format!("{} {name} {option}", self.about(&Subject::Question(id), own))
                }
            }
            (Ok(condition), _) => match own {
                Some(own) => self.condition_short(own, &condition),
                None => self.condition_said(&condition, None),
            },
            (Err(_), Some(subject)) => format!("{} …", self.about(&subject, own)),
            (Err(_), None) => "…".to_owned(),
        }
    }

    /// A condition in words that belong beside its own question.
    pub fn condition_short(&self, id: &QuestionId, condition: &Condition) -> String {
        let own = condition.of == Subject::Question(id.clone()) && !condition.not;
        let outcome = match &condition.is {
            Test::Score(from, to) if own => Some(Outcome::Scores("", *from, *to)),
            Test::Chosen(option) if own => Some(Outcome::Option(option.to_string())),
            Test::Equals(text) if own && self.form.kind(id) == Some(QuestionKind::Consent) => {
                Some(Outcome::Agreed(text == "yes"))
            }
            _ => None,
        };
        outcome.map_or_else(|| self.condition_said(condition, Some(id)), |outcome| self.outcome(id, &outcome))
    }

    /// Any condition in words.
    fn condition_said(&self, condition: &Condition, own: Option<&QuestionId>) -> String {
        let agreed = Subjects(self.form).tests(&condition.of).contains(&TestKind::Yes);
        let (test, value) = match &condition.is {
            Test::Score(from, to) => (TestKind::Score, scores(*from, *to)),
            Test::Chosen(option) => {
                let name = match &condition.of {
                    Subject::Question(id) => self.option_name(id, option.as_str()),
                    Subject::Field(_) => option.to_string(),
                };
                (TestKind::Chosen, name)
            }
            Test::Given => (TestKind::Given, String::new()),
            Test::Equals(text) if agreed => (if text == "yes" { TestKind::Yes } else { TestKind::No }, String::new()),
            Test::Equals(text) => (TestKind::Equals, format!("“{text}”")),
            Test::Contains(text) => (TestKind::Contains, format!("“{text}”")),
            Test::Between(i32::MIN, to) => (TestKind::Between, format!("≤ {to}")),
            Test::Between(from, i32::MAX) => (TestKind::Between, format!("≥ {from}")),
            Test::Between(from, to) => (TestKind::Between, format!("{from}–{to}")),
        };
        let is_field = matches!(condition.of, Subject::Field(_));
        let name = match test {
            // Bounds stand behind it in one piece, without "from" and "to".
            TestKind::Score | TestKind::Between if condition.not => self.words.survey_test_not_equals,
            TestKind::Score | TestKind::Between => self.words.survey_test_equals,
            _ => test_name(self.words, test, condition.not, is_field),
        };
        format!("{} {name} {value}", self.about(&condition.of, own)).trim_end().to_owned()
    }
}

/// A range of scores in words.
pub(super) fn scores(low: u8, high: u8) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

fn test_name(words: &'static Words, test: TestKind, not: bool, is_field: bool) -> &'static str {
    match (test, not) {
        (TestKind::Score, false) => words.survey_test_score,
        (TestKind::Score, true) => words.survey_test_not_score,
        (TestKind::Chosen, false) => words.survey_test_chosen,
        (TestKind::Chosen, true) => words.survey_test_not_chosen,
        (TestKind::Given, false) if is_field => words.survey_test_known,
        (TestKind::Given, true) if is_field => words.survey_test_not_known,
        (TestKind::Given, false) => words.survey_test_given,
        (TestKind::Given, true) => words.survey_test_not_given,
        (TestKind::Equals, false) => words.survey_test_equals,
        (TestKind::Equals, true) => words.survey_test_not_equals,
        (TestKind::Contains, false) => words.survey_test_contains,
        (TestKind::Contains, true) => words.survey_test_not_contains,
        (TestKind::Between, false) => words.survey_test_between,
        (TestKind::Between, true) => words.survey_test_not_between,
        (TestKind::Yes, false) => words.survey_test_yes,
        (TestKind::Yes, true) => words.survey_test_not_yes,
        (TestKind::No, false) => words.survey_test_no,
        (TestKind::No, true) => words.survey_test_not_no,
    }
}

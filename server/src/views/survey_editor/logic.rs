//! Where answers lead and what is said at the end: selects for groups of answers, rules, and both in sentences.

use super::{
    conditions::{When, scores},
    input::{Fields, Input, Select, Texts, say},
};
use crate::{
    survey_form::{
        branches::{self, Outcome},
        check::Mistake,
        names::{self, FieldNames},
    },
    words::fill,
};
use shared::{
    survey::{Branch, Destination},
    text::QuestionId,
};

/// How much of a question's text stands where it is mentioned, in characters.
const LONGEST_MENTION: usize = 40;

/// The ways out of a question.
#[derive(Debug)]
pub enum Ways {
    /// One select for each group of answers.
    Groups(Vec<Select>),
    /// Rules with conditions, the first that holds.
    Rules(Rules),
}

/// The rules of a question.
#[derive(Debug)]
pub struct Rules {
    /// The name of the list.
    pub list: String,
    /// The name of the field that says that there are rules.
    pub flag: String,
    /// Each rule, in order.
    pub rules: Vec<Rule>,
    /// Where groups of answers led before there were rules: the names and values of their fields, to go back to.
    pub groups: Vec<(String, String)>,
    /// What is wrong with all of them.
    pub problem: Option<String>,
}

/// One rule: conditions and where they lead.
#[derive(Debug)]
pub struct Rule {
    /// Its key in the list.
    pub key: String,
    /// When it is taken.
    pub when: When,
    /// Where it leads.
    pub to: Select,
}

/// What is said at the end to some.
#[derive(Debug)]
pub struct EndingCard {
    /// Its key in the list.
    pub key: String,
    /// From 1.
    pub number: usize,
    /// When it is said.
    pub when: When,
    /// What is said.
    pub text: Texts,
    /// What its button says.
    pub button: Texts,
    /// Where the button leads.
    pub address: Input,
    /// Whether there is a button.
    pub has_button: bool,
    /// When it is said, in words.
    pub sentence: String,
}

impl Ways {
    /// Whether a group of answers leads to a question that does not come later.
    pub fn lead_astray(&self) -> bool {
        match self {
            Self::Groups(groups) => groups.iter().any(|way| way.problem.is_some()),
            Self::Rules(_) => true,
        }
    }
}

impl Fields<'_> {
    pub fn number(&self, id: &QuestionId) -> Option<usize> {
        self.form.questions().iter().position(|(one, _)| one == id).map(|position| position + 1)
    }

    /// The number of a question and as much of its text as is needed to know it again.
    pub fn named(&self, id: &QuestionId) -> String {
        let Some(number) = self.number(id) else { return id.to_string() };
        let heading = self.heading(id);
        let cut: String = heading.chars().take(LONGEST_MENTION).collect();
        let rest = if cut.len() < heading.len() { "…" } else { "" };
        format!("{number} · {}{rest}", cut.trim_end())
    }

    fn destination(&self, to: Option<&Destination>) -> String {
        match to {
            None => self.words.survey_next.to_owned(),
            Some(Destination::End) => self.words.survey_end.to_owned(),
            Some(Destination::Question(id)) => self.named(id),
        }
    }

    /// The ways out of the question at `position`, and those that do not simply go on in words.
    pub fn ways(&self, position: usize) -> (Ways, Vec<String>) {
        let (id, _) = &self.form.questions()[position];
        if self.form.is_on(&id.rules()) {
            return (Ways::Rules(self.rules(position)), self.rules_said(id));
        }
        let outcomes = branches::outcomes(self.form, id);
        let way = |outcome: &Outcome| {
            self.way(position, &id.to(outcome.key()), &self.outcome(id, outcome), &[None, Some(Destination::End)])
        };
        (Ways::Groups(outcomes.iter().map(way).collect()), self.said(id, &outcomes))
    }

    /// A select of where to go: later questions that begin a page between the two of `ends`.
    fn way(&self, position: usize, name: &str, label: &str, ends: &[Option<Destination>]) -> Select {
        let later = self.form.questions()[position + 1..].iter().filter(|(id, _)| !self.form.is_on(&id.together()));
        let mut ways: Vec<Option<Destination>> =
            later.map(|(later, _)| Some(Destination::Question(later.clone()))).collect();
        if let Some((last, first)) = ends.split_last() {
            ways.splice(0..0, first.iter().cloned());
            ways.push(last.clone());
        }
        let chosen = branches::read(self.form.value(name));
        if !ways.contains(&chosen) {
            // It came before by moving; it stays in sight until something else is chosen.
            ways.push(chosen.clone());
        }
        let written: Vec<(String, String)> =
            ways.iter().map(|to| (branches::write(to.as_ref()), self.destination(to.as_ref()))).collect();
        let choices: Vec<(&str, &str)> = written.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
        let mut select = self.select(name, label, &choices);
        if select.problem.is_none()
            && let Some(Destination::Question(to)) = chosen
            && self.number(&to).is_none_or(|number| number <= position + 1)
        {
            select.problem = Some(say(self.words, &Mistake::Destination));
        }
        select
    }

    fn rules(&self, position: usize) -> Rules {
        let (id, _) = &self.form.questions()[position];
        let list = id.branch();
        let rule = |key: &String| {
            let rule = names::item(&list, key);
            let to = names::part(&rule, "to");
            Rule {
                key: key.clone(),
                when: self.when(&rule, position + 1, Some(id)),
                to: self.way(position, &to, self.words.survey_go_to, &[Some(Destination::End)]),
            }
        };
        let rules = self.form.list(&list).iter().map(rule).collect();
        let field = |outcome: Outcome| {
            let name = id.to(outcome.key());
            let value = self.form.value(&name).to_owned();
            (name, value)
        };
        let groups = branches::outcomes(self.form, id).into_iter().map(field);
        Rules { flag: id.rules(), rules, groups: groups.collect(), problem: self.problem(&list), list }
    }

    pub fn outcome(&self, id: &QuestionId, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Scores(_, low, high) => scores(*low, *high),
            Outcome::Option(key) => self.option_name(id, key),
            Outcome::Agreed(true) => self.words.survey_agreed.to_owned(),
            Outcome::Agreed(false) => self.words.survey_not_agreed.to_owned(),
            Outcome::Any => self.words.survey_any_answer.to_owned(),
        }
    }

    /// Where answers lead that do not simply go on: a sentence for each branch the groups make.
    fn said(&self, id: &QuestionId, outcomes: &[Outcome]) -> Vec<String> {
        let to = |outcome: &Outcome| branches::read(self.form.value(&id.to(outcome.key())));
        let destinations: Vec<Option<Destination>> = outcomes.iter().map(to).collect();
        let sentence = |branch: Branch| {
            let when = branch.when.iter().map(|condition| self.condition_short(id, condition)).collect();
            format!("{} → {}", self.joined(when), self.destination(Some(&branch.to)))
        };
        branches::branches(id, outcomes, &destinations).into_iter().map(sentence).collect()
    }

    fn rules_said(&self, id: &QuestionId) -> Vec<String> {
        let said = |key: &String| {
            let rule = names::item(&id.branch(), key);
            let to = branches::read(self.form.value(&names::part(&rule, "to")));
            format!("{} → {}", self.rule_said(&rule, Some(id)), self.destination(to.as_ref()))
        };
        self.form.list(&id.branch()).iter().map(said).collect()
    }

    pub fn endings(&self) -> Vec<EndingCard> {
        let words = self.words;
        let all = self.form.questions().len();
        let ending = |(position, key): (usize, &String)| {
            let item = names::item(names::ENDING, key);
            let number = (position + 1).to_string();
            let button = self.texts(words.survey_button, |language| names::text(&item, "button", language));
            let address = self.input(&names::part(&item, "address"), 500).labelled(words.survey_address);
            let written = |input: &Input| !input.value.trim().is_empty() || input.problem.is_some();
            EndingCard {
                key: key.clone(),
                number: position + 1,
                when: self.when(&item, all, None),
                text: self.texts(&fill(words.survey_ending, &[("n", &number)]), |language| {
                    names::text(&item, "text", language)
                }),
                has_button: written(&address) || button.inputs.iter().any(written),
                button,
                address,
                sentence: self.rule_said(&item, None),
            }
        };
        self.form.list(names::ENDING).iter().enumerate().map(ending).collect()
    }
}

//! Where answers lead, and what is said at the end.

use super::{
    super::{
        branches::{self, Outcome},
        condition::read_subject,
        names::{self, FieldNames},
    },
    Check, Mistake,
};
use shared::{
    condition::{Condition, Subject},
    survey::{Branch, Destination, Ending, Link, MOST_ENDINGS},
    text::{Language, OptionId, QuestionId, Translations},
};

impl Check<'_> {
    pub(super) fn branches(&mut self, position: usize) -> Vec<Branch> {
        let form = self.form;
        let (id, _) = &form.questions()[position];
        let branches = if form.is_on(&id.rules()) { self.rules(position) } else { self.groups(position) };
        if let Some((next, _)) = form.questions().get(position + 1)
            && !branches.is_empty()
            && form.is_on(&next.together())
        {
            self.problem(next.together(), Mistake::TogetherBehindBranch);
        }
        branches
    }

    fn groups(&mut self, position: usize) -> Vec<Branch> {
        let form = self.form;
        let (id, _) = &form.questions()[position];
        let (mut destinations, mut outcomes) = (Vec::new(), Vec::new());
        for outcome in branches::outcomes(form, id) {
            let to = self.destination(position, &id.to(outcome.key()));
            // What leads on options is said with their ids, and not at all for those that are still empty.
            let known = match outcome {
                Outcome::Option(key) => self.option(id, &key).map(|option| Outcome::Option(option.into())),
                other => Some(other),
            };
            if let Some(known) = known {
                outcomes.push(known);
                destinations.push(to);
            }
        }
        branches::branches(id, &outcomes, &destinations)
    }

    fn rules(&mut self, position: usize) -> Vec<Branch> {
        let form = self.form;
        let (id, _) = &form.questions()[position];
        let asked: Vec<QuestionId> = form.questions()[..=position].iter().map(|(id, _)| id.clone()).collect();
        let mut branches = Vec::new();
        for key in form.list(&id.branch()) {
            let rule = names::item(&id.branch(), key);
            let when = self.conditions(&rule, &asked);
            let field = names::part(&rule, "to");
            match self.destination(position, &field) {
                Some(to) => branches.push(Branch { when, to }),
                None => self.problem(field, Mistake::Destination),
            }
        }
        branches
    }

    /// Where a select leads; `None` is the next page.
    fn destination(&mut self, position: usize, field: &str) -> Option<Destination> {
        let form = self.form;
        let to = branches::read(form.value(field));
        if let Some(Destination::Question(to)) = &to {
            let later = &form.questions()[position + 1..];
            if !later.iter().any(|(one, _)| one == to) {
                self.problem(field, Mistake::Destination);
            } else if form.is_on(&to.together()) {
                self.problem(field, Mistake::IntoPage);
            }
        }
        to
    }

    /// The id of an option by its key in the form.
    fn option(&self, question: &QuestionId, key: &str) -> Option<OptionId> {
        let read = self.options.get(question).and_then(|keys| keys.iter().find(|(one, _)| one == key));
        // An option that is gone: a condition on it simply never holds.
        read.map(|(_, id)| id.clone()).or_else(|| OptionId::try_from(key).ok())
    }

    /// The conditions of a branch, an ending or of who is asked, on these questions or on any field of the survey.
    pub(super) fn conditions(&mut self, rule: &str, asked: &[QuestionId]) -> Vec<Condition> {
        let form = self.form;
        let mut conditions = Vec::new();
        for row in form.rows(rule) {
            let of = names::part(&row, "of");
            match read_subject(form.value(&of)) {
                Some(Subject::Question(id)) if !asked.contains(&id) => self.problem(of, Mistake::NotAsked),
                Some(Subject::Field(field)) if rule != names::WHO && !self.fields.contains(&field) => {
                    self.problem(of, Mistake::NotAField(field.into()));
                }
                _ => match form.condition(&row, |question, key| self.option(question, key)) {
                    Ok(condition) => conditions.push(condition),
                    Err(problem) => self.problems.push(problem),
                },
            }
        }
        conditions
    }

    pub(super) fn endings(&mut self) -> Vec<Ending<Translations>> {
        let form = self.form;
        let asked = self.known.clone();
        let keys = form.list(names::ENDING);
        if keys.len() > MOST_ENDINGS {
            self.problem(names::ENDING, Mistake::EndingCount);
        }
        let mut endings = Vec::new();
        for key in keys {
            let item = names::item(names::ENDING, key);
            let when = self.conditions(&item, &asked);
            let text = self.texts(|language| names::text(&item, "text", language), false);
            endings.push(Ending { when, text, link: self.link(&item) });
        }
        endings
    }

    /// The button of an ending, if anything is written for one.
    fn link(&mut self, item: &str) -> Option<Link<Translations>> {
        let button = |language: &Language| names::text(item, "button", language);
        let address = names::part(item, "address");
        let written = |field: &str| !self.form.value(field).trim().is_empty();
        let any = written(&address) || self.form.languages().iter().any(|language| written(&button(language)));
        if !any {
            return None;
        }
        let label = self.texts(button, true);
        self.address(&address).map(|address| Link { label, address })
    }
}

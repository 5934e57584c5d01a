//! Changes of the form's structure: questions, options and languages come, move and go; what was typed stays.

use super::{
    Form, QuestionKind,
    branches::{self, Outcome},
    check::{Mistake, Problem},
    condition::{self, Subjects},
    ids::{Taken, unused},
    names::{self, FieldNames},
};
use crate::survey_templates::{self, TemplateError};
use shared::{
    condition::Subject,
    survey::{Destination, MOST_ENDINGS, MOST_OPTIONS, MOST_QUESTIONS},
    text::{FieldId, Language, QuestionId},
};

/// The kinds of trigger, as their buttons and fields name them.
pub const TRIGGERS: [&str; 5] = ["click", "scroll", "event", "idle", "exit"];

/// A change, as the form's buttons name it: a verb and what it is done to, `up:score` or `drop:ending:2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A new question at the end.
    AddQuestion(QuestionKind),
    /// A question goes.
    RemoveQuestion(QuestionId),
    /// A question changes places with the one before it.
    MoveUp(QuestionId),
    /// A question changes places with the one after it.
    MoveDown(QuestionId),
    /// A question was moved by a script, which has put the form's questions in their new order already.
    Arrange(QuestionId),
    /// A new, empty option at the end.
    AddOption(QuestionId),
    /// An option goes.
    RemoveOption(QuestionId, String),
    /// Groups of answers become rules with conditions.
    UseRules(QuestionId),
    /// Rules with conditions give way to groups of answers.
    UseGroups(QuestionId),
    /// A new rule at the end of a question's.
    AddBranch(QuestionId),
    /// A new ending behind the others.
    AddEnding,
    /// Another thing that makes the survey show.
    AddTrigger(&'static str),
    /// Another condition of a branch, an ending or of who is asked, on what was chosen beside it.
    AddCondition(String),
    /// An item of a list goes.
    Drop(String, String),
    /// An item of a list changes places with the one before it.
    Raise(String, String),
    /// The language whose tag was typed.
    AddLanguage,
    /// A language goes with its texts.
    RemoveLanguage(Language),
    /// A language becomes the default.
    MakeDefault(Language),
}

impl Edit {
    /// The change a button names.
    pub fn read(button: &str) -> Option<Self> {
        let (verb, what) = button.split_once(':').unwrap_or((button, ""));
        let question = |id: &str| QuestionId::try_from(id).ok();
        match verb {
            "add" => QuestionKind::by_key(what).map(Self::AddQuestion),
            "remove" => question(what).map(Self::RemoveQuestion),
            "up" => question(what).map(Self::MoveUp),
            "down" => question(what).map(Self::MoveDown),
            "arrange" => question(what).map(Self::Arrange),
            "add-option" => question(what).map(Self::AddOption),
            "remove-option" => {
                let (id, option) = what.split_once(':')?;
                Some(Self::RemoveOption(question(id)?, option.to_owned()))
            }
            "use-rules" => question(what).map(Self::UseRules),
            "use-groups" => question(what).map(Self::UseGroups),
            "add-branch" => question(what).map(Self::AddBranch),
            "add-ending" => Some(Self::AddEnding),
            "add-trigger" => TRIGGERS.into_iter().find(|kind| *kind == what).map(Self::AddTrigger),
            "add-condition" => names::is_list(&names::conditions(what)).then(|| Self::AddCondition(what.to_owned())),
            "drop" | "raise" => {
                let (list, key) = what.split_once(':').filter(|(list, _)| names::is_list(list))?;
                let change = if verb == "drop" { Self::Drop } else { Self::Raise };
                Some(change(list.to_owned(), key.to_owned()))
            }
            "add-language" => Some(Self::AddLanguage),
            "remove-language" => Language::try_from(what).ok().map(Self::RemoveLanguage),
            "make-default" => Language::try_from(what).ok().map(Self::MakeDefault),
            _ => None,
        }
    }
}

/// The field to go on with after a change, or what hinders it.
pub type Focus = Result<Option<String>, Problem>;

impl Form {
    /// Makes a change and names the field to go on with. New questions are worded for `site`; ids that were ever
    /// published are not used again.
    ///
    /// # Errors
    /// None in practice for the outer result: a test reads every template. The inner one is what hinders the change.
    pub fn apply(&mut self, edit: Edit, taken: &Taken, site: &str) -> Result<Focus, TemplateError> {
        match edit {
            Edit::AddQuestion(kind) => return self.add_question(kind, taken, site),
            Edit::RemoveQuestion(id) => self.remove_question(&id),
            Edit::MoveUp(id) => return Ok(Ok(self.swap(&id, usize::checked_sub, ["up", "down"]))),
            Edit::MoveDown(id) => return Ok(Ok(self.swap(&id, usize::checked_add, ["down", "up"]))),
            Edit::Arrange(id) => return Ok(Ok(self.moved(&id, ["up", "down"]))),
            Edit::AddOption(id) => return Ok(self.add_option(id)),
            Edit::RemoveOption(id, key) => self.drop_item(&id.option(), &key),
            Edit::UseRules(id) => self.use_rules(&id),
            Edit::UseGroups(id) => {
                self.values.remove(&id.rules());
                self.lists.remove(&id.branch());
            }
            Edit::AddBranch(id) => return Ok(Ok(Some(self.add_branch(&id)))),
            Edit::AddEnding => return Ok(self.add_ending()),
            Edit::AddTrigger(kind) => return Ok(Ok(Some(self.add_trigger(kind)))),
            Edit::AddCondition(rule) => return Ok(self.add_condition(&rule)),
            Edit::Drop(list, key) => self.drop_item(&list, &key),
            Edit::Raise(list, key) => self.raise(&list, &key),
            Edit::AddLanguage => return Ok(self.add_language()),
            Edit::RemoveLanguage(language) if self.languages.len() > 1 => self.languages.retain(|one| *one != language),
            Edit::RemoveLanguage(_) => {}
            Edit::MakeDefault(language) => self.languages.sort_by_key(|one| *one != language),
        }
        Ok(Ok(None))
    }

    fn add_question(&mut self, kind: QuestionKind, taken: &Taken, site: &str) -> Result<Focus, TemplateError> {
        if self.questions.len() >= MOST_QUESTIONS {
            return Ok(Err(Problem::new(names::QUESTION, Mistake::QuestionCount)));
        }
        let mut question = survey_templates::question(kind, &self.languages, site)?;
        let stem = if kind == QuestionKind::Text { "comment" } else { kind.key() };
        let used = |id: &str| taken.question(id) || self.questions.iter().any(|(one, _)| one.as_str() == id);
        if let Ok(id) = QuestionId::try_from(unused(stem, used)) {
            question.id = id;
        }
        self.put_question(&question);
        if kind == QuestionKind::Link {
            // Where it leads the team alone knows.
            self.put(&question.id.address(), "");
        }
        Ok(Ok(self.languages.first().map(|language| question.id.title(language))))
    }

    fn remove_question(&mut self, id: &QuestionId) {
        self.questions.retain(|(one, _)| one != id);
        let lost = branches::write(Some(&Destination::Question(id.clone())));
        for value in self.values.values_mut().filter(|value| **value == lost) {
            *value = branches::write(None);
        }
    }

    fn swap(
        &mut self,
        id: &QuestionId,
        step: impl Fn(usize, usize) -> Option<usize>,
        buttons: [&str; 2],
    ) -> Option<String> {
        let from = self.questions.iter().position(|(one, _)| one == id);
        if let Some((from, to)) = from.and_then(|from| Some((from, step(from, 1)?)))
            && to < self.questions.len()
        {
            self.questions.swap(from, to);
        }
        self.moved(id, buttons)
    }

    /// The button of a moved question to go on with: the first of these that can move it further.
    fn moved(&self, id: &QuestionId, buttons: [&str; 2]) -> Option<String> {
        let at = self.questions.iter().position(|(one, _)| one == id)?;
        let can = |button: &&str| if *button == "up" { at > 0 } else { at + 1 < self.questions.len() };
        buttons.iter().find(|button| can(button)).map(|button| format!("{button}:{id}"))
    }

    fn add_option(&mut self, id: QuestionId) -> Focus {
        let keys = self.lists.entry(id.option()).or_default();
        if keys.len() >= MOST_OPTIONS {
            return Err(Problem::new(id.option(), Mistake::OptionCount));
        }
        let new = (1..).map(|n| format!("+{n}")).find(|key| !keys.contains(key)).unwrap_or_default();
        keys.push(new.clone());
        Ok(self.languages.first().map(|language| id.label(&new, language)))
    }

    fn drop_item(&mut self, list: &str, key: &str) {
        if let Some(keys) = self.lists.get_mut(list) {
            keys.retain(|one| one != key);
        }
    }

    fn raise(&mut self, list: &str, key: &str) {
        if let Some(keys) = self.lists.get_mut(list)
            && let Some(at @ 1..) = keys.iter().position(|one| one == key)
        {
            keys.swap(at - 1, at);
        }
    }

    /// A new item at the end of a list: the first part of its fields' names. What an item of the same name that was
    /// taken away has left behind goes.
    fn add_item(&mut self, list: &str) -> String {
        let keys = self.lists.entry(list.to_owned()).or_default();
        let key = (1..).map(|n: u32| n.to_string()).find(|key| !keys.contains(key)).unwrap_or_default();
        keys.push(key.clone());
        let item = names::item(list, &key);
        let start = format!("{item}.");
        self.values.retain(|name, _| !name.starts_with(&start));
        self.lists.retain(|name, _| !name.starts_with(&start));
        item
    }

    /// Says what the groups say with a rule for each that leads somewhere.
    fn use_rules(&mut self, id: &QuestionId) {
        self.put(&id.rules(), "on");
        for outcome in branches::outcomes(self, id) {
            let to = self.value(&id.to(outcome.key())).to_owned();
            if branches::read(&to).is_none() {
                continue;
            }
            let rule = self.add_item(&id.branch());
            self.put(&names::part(&rule, "to"), &to);
            let parts = match outcome {
                Outcome::Scores(_, from, to) => {
                    vec![("is", "score".to_owned()), ("from", from.to_string()), ("to", to.to_string())]
                }
                Outcome::Option(key) => vec![("is", "chosen".to_owned()), ("option", key)],
                Outcome::Agreed(yes) => vec![("is", if yes { "yes" } else { "no" }.to_owned())],
                Outcome::Any => continue,
            };
            let row = self.add_item(&names::conditions(&rule));
            let of = condition::write_subject(&Subject::Question(id.clone()));
            for (part, value) in parts.into_iter().chain([("of", of)]) {
                self.put(&names::part(&row, part), &value);
            }
        }
    }

    fn add_branch(&mut self, id: &QuestionId) -> String {
        let at = self.questions.iter().position(|(one, _)| one == id).unwrap_or_default();
        let mut later = self.questions.iter().skip(at + 1).filter(|(one, _)| !self.is_on(&one.together()));
        let to = later.next().map_or(Destination::End, |(later, _)| Destination::Question(later.clone()));
        let rule = self.add_item(&id.branch());
        self.put(&names::part(&rule, "to"), &branches::write(Some(&to)));
        names::part(&rule, "add")
    }

    fn add_ending(&mut self) -> Focus {
        if self.list(names::ENDING).len() >= MOST_ENDINGS {
            return Err(Problem::new(names::ENDING, Mistake::EndingCount));
        }
        let item = self.add_item(names::ENDING);
        Ok(self.languages.first().map(|language| names::text(&item, "text", language)))
    }

    fn add_trigger(&mut self, kind: &str) -> String {
        let item = self.add_item(names::TRIGGER);
        self.put(&names::part(&item, "kind"), kind);
        let usual = match kind {
            "scroll" => "50",
            "idle" => "30",
            _ => "",
        };
        self.put(&names::part(&item, "value"), usual);
        names::part(&item, "value")
    }

    fn add_condition(&mut self, rule: &str) -> Focus {
        let chosen = names::part(rule, "add");
        let typed = self.value(&chosen).trim().to_owned();
        let subject = if rule == names::WHO {
            // Attributes are whatever the site says of its visitors, declared or not.
            let field = FieldId::try_from(typed.as_str()).map_err(|_| Mistake::FieldName(typed));
            Subject::Field(field.map_err(|mistake| Problem::new(&chosen, mistake))?)
        } else {
            condition::read_subject(&typed).ok_or_else(|| Problem::new(&chosen, Mistake::NotAsked))?
        };
        self.values.remove(&chosen);
        let row = self.add_item(&names::conditions(rule));
        self.put(&names::part(&row, "of"), &condition::write_subject(&subject));
        if let Some(points) = Subjects(self).points(&subject) {
            self.put(&names::part(&row, "from"), &points.start().to_string());
            self.put(&names::part(&row, "to"), &points.end().to_string());
        }
        Ok(Some(names::part(&row, "is")))
    }

    fn add_language(&mut self) -> Focus {
        let typed = self.value(names::NEW_LANGUAGE).trim().to_owned();
        let problem = |mistake| Err(Problem::new(names::NEW_LANGUAGE, mistake));
        let Ok(language) = Language::try_from(typed.as_str()) else { return problem(Mistake::Language(typed)) };
        if self.languages.contains(&language) {
            return problem(Mistake::RepeatedLanguage);
        }
        self.languages.push(language);
        self.values.remove(names::NEW_LANGUAGE);
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey_form::{check::Draft, tests::nps};
    use jiff::tz::TimeZone;
    use shared::answer::Answer;

    #[test]
    fn buttons_change_the_structure_and_nothing_else() {
        let check = |buttons: &[&str], expected: &str| {
            let mut form = nps();
            for button in buttons {
                let edit = Edit::read(button).unwrap_or_else(|| panic!("{button}"));
                form.apply(edit, &Taken::default(), "Lumen").unwrap().unwrap();
            }
            let questions: Vec<&str> = form.questions().iter().map(|(id, _)| id.as_str()).collect();
            assert_eq!(questions.join(" "), expected, "{buttons:?}");
            assert_eq!(form.value("name"), "Checkout");
        };
        check(&["up:obstacle"], "obstacle score improve reason");
        check(&["down:reason", "up:score"], "score obstacle improve reason");
        check(&["remove:improve"], "score obstacle reason");
        check(&["add:text", "add:text", "add:ces"], "score obstacle improve reason comment comment-2 ces");
        check(&["remove:obstacle", "add:choice"], "score improve reason choice");
        check(&["remove:nothing", "up:nothing"], "score obstacle improve reason");
    }

    #[test]
    fn the_focus_stays_on_the_question_that_moves() {
        let check = |button: &str, expected: Option<&str>| {
            let focus = nps().apply(Edit::read(button).unwrap(), &Taken::default(), "Lumen").unwrap().unwrap();
            assert_eq!(focus.as_deref(), expected, "{button}");
        };
        check("up:improve", Some("up:improve"));
        check("up:obstacle", Some("down:obstacle"));
        check("down:score", Some("down:score"));
        check("down:improve", Some("up:improve"));
        check("arrange:score", Some("down:score"));
        check("arrange:reason", Some("up:reason"));
        check("up:nothing", None);
    }

    #[test]
    fn a_removed_question_leaves_no_way_to_it() {
        let mut form = nps();
        assert_eq!(form.value("q.score.to.low"), "question.obstacle");
        form.apply(Edit::read("remove:obstacle").unwrap(), &Taken::default(), "Lumen").unwrap().unwrap();
        assert_eq!(form.value("q.score.to.low"), "next");
        assert_eq!(form.value("q.score.to.high"), "question.reason");
    }

    #[test]
    fn languages_come_and_go() {
        let check = |typed: &str, buttons: &[&str], expected: Result<&str, Mistake>| {
            let mut form = nps();
            form.put(names::NEW_LANGUAGE, typed);
            let mut edits = buttons.iter().map(|button| {
                form.apply(Edit::read(button).unwrap(), &Taken::default(), "Lumen")
                    .unwrap()
                    .map(drop)
                    .map_err(|one| one.mistake)
            });
            let done: Result<(), Mistake> = edits.by_ref().collect();
            drop(edits);
            let tags: Vec<&str> = form.languages().iter().map(Language::as_str).collect();
            assert_eq!(done.map(|()| tags.join(" ")), expected.map(str::to_owned), "{typed} {buttons:?}");
        };
        check("pt-br", &["add-language"], Ok("en es pt-BR"));
        check("pt-br", &["add-language", "make-default:pt-BR"], Ok("pt-BR en es"));
        check("", &["remove-language:en", "remove-language:es"], Ok("es"));
        check("ES", &["add-language"], Err(Mistake::RepeatedLanguage));
        check("Spanish", &["add-language"], Err(Mistake::Language("Spanish".to_owned())));
    }

    #[test]
    fn a_new_option_gets_an_unused_key() {
        let mut form = nps();
        for button in ["add-option:obstacle", "add-option:obstacle", "remove-option:obstacle:+1", "add-option:obstacle"]
        {
            form.apply(Edit::read(button).unwrap(), &Taken::default(), "Lumen").unwrap().unwrap();
        }
        let keys = form.options(&"obstacle".try_into().unwrap());
        assert_eq!(keys.join(" "), "quality price effort delivery help other +2 +1");
    }

    /// Presses buttons one after the other and, where there is a `=`, types into fields between them.
    fn pressed(steps: &[&str]) -> Form {
        let mut form = nps();
        for step in steps {
            match step.split_once('=') {
                Some((name, value)) => form.put(name, value),
                None => {
                    let edit = Edit::read(step).unwrap_or_else(|| panic!("{step}"));
                    form.apply(edit, &Taken::default(), "Lumen").unwrap().unwrap();
                }
            }
        }
        form
    }

    #[test]
    fn rules_say_what_the_groups_said() {
        let groups = nps().check(&Taken::default(), &TimeZone::UTC).unwrap();
        let rules = pressed(&["use-rules:score"]);
        assert_eq!(rules.list("q.score.branch").join(" "), "1 2 3");
        let rules = rules.check(&Taken::default(), &TimeZone::UTC).unwrap();
        for score in 0..=10 {
            let answers = [("score".try_into().unwrap(), Answer::Score(score))].into();
            let path = |draft: &Draft| {
                let path = draft.definition.survey().path(&answers, &Default::default());
                path.into_iter().map(|question| question.id.to_string()).collect::<Vec<_>>()
            };
            assert_eq!(path(&groups), path(&rules), "{score}");
        }
        let back = pressed(&["use-rules:score", "use-groups:score"]);
        assert_eq!(back.check(&Taken::default(), &TimeZone::UTC).unwrap(), groups);
    }

    #[test]
    fn rules_endings_and_triggers_come_move_and_go() {
        let form = pressed(&["use-rules:reason", "add-branch:reason"]);
        assert_eq!(form.value("q.reason.branch.1.to"), "end", "nothing comes later");
        let steps = ["add-ending", "ending.1.add=question.score", "add-condition:ending.1", "add-ending"];
        let form = pressed(&steps);
        assert_eq!(form.value("ending.1.if.1.of"), "question.score");
        assert_eq!((form.value("ending.1.if.1.from"), form.value("ending.1.if.1.to")), ("0", "10"));
        let form = pressed(&[&steps[..], &["raise:ending:2", "drop:ending:1", "add-ending"]].concat());
        assert_eq!(form.list("ending").join(" "), "2 1");
        assert_eq!(form.list("ending.1.if").len(), 0, "nothing is left of the one that was there");
        let form = pressed(&["add-trigger:click", "add-trigger:scroll", "drop:trigger:1", "add-trigger:exit"]);
        assert_eq!(form.list("trigger").join(" "), "2 1");
        assert_eq!((form.value("trigger.2.value"), form.value("trigger.1.kind")), ("50", "exit"));
        for unknown in ["add-trigger:dance", "drop:question:score", "drop:ending", "add-condition:q.score"] {
            assert_eq!(Edit::read(unknown), None, "{unknown}");
        }
    }
}
